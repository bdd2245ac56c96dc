"""The cover: whose report, of when, under which policy, how to read it, what is inside, and who signed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from analytics.report.workbook import styles
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Sheet
from analytics.report.workbook.writing import put, set_up_print

_WIDTHS = (14.0, 24.0, 12.0, 18.0, 12.0, 14.0)
_TEXT_WIDTH = 90.0


def cover_name(edition: Edition) -> str:
    """Return the name of the cover's sheet, which is also where the contents are."""
    return edition.say("封面", "Cover")


def write_cover(
    worksheet: Any, edition: Edition, sheets: Sequence[Sheet], running: tuple[str, str], footer: str
) -> None:
    """Write the cover with links to *sheets*; it prints on one page of A4 upright."""
    say = edition.say
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        worksheet.column_dimensions[letter].width = width
    _line(worksheet, 1, edition.organisation, size=13, colour=styles.GREY, height=46)
    title = f"{edition.period}{say('', ' · ')}{edition.kind}"
    _line(
        worksheet,
        2,
        title,
        size=min(24, int(_TEXT_WIDTH * styles.BODY_SIZE / (styles.width_of(title) * 1.15))),  # bold, on one line
        colour=styles.BLUE,
        bold=True,
        height=48,
    )
    for number in range(1, len(_WIDTHS) + 1):
        worksheet.cell(2, number).border = styles.TITLE_LINE
    row = 3
    worksheet.row_dimensions[row].height = 10
    for name, value in _facts(edition):
        row += 1
        _pair(worksheet, row, name, value)
    row = _section(worksheet, row, say("怎样读", "How to read"))
    for text in _reading(edition):
        for number, line in enumerate(styles.wrapped(text, _TEXT_WIDTH)):
            row += 1
            _line(worksheet, row, ("· " if number == 0 else "   ") + line, height=17)
    row = _section(worksheet, row, say("目录", "Contents"))
    for number, sheet in enumerate(sheets, start=1):
        row += 1
        link = worksheet.cell(row, 1)
        put(link, f"{number:>2}  {sheet.name}")
        link.hyperlink = Hyperlink(
            ref=link.coordinate, location=f"{quote_sheetname(sheet.name)}!A1", display=link.value
        )
        link.font = styles.font(colour=styles.BLUE, underline=True)
        link.alignment = styles.aligned("left", wrap=False)
        title = worksheet.cell(row, 3 if edition.language == "en" else 2)
        put(title, sheet.title)
        title.font = styles.font(colour=styles.GREY)
        title.alignment = styles.aligned("left", wrap=False)
        worksheet.row_dimensions[row].height = 16.5
    row = _section(worksheet, row, say("签署", "Signatures"))
    for name in (say("制表", "Prepared by"), say("审核", "Checked by"), say("批准", "Approved by")):
        row += 1
        _signature(worksheet, row, name, say("日期", "Date"))
    worksheet.print_area = f"A1:F{row}"
    set_up_print(worksheet, running, footer, landscape=False, one_page=True)


def _facts(edition: Edition) -> list[tuple[str, str]]:
    say, meta = edition.say, edition.of_meta
    compared = (
        say("对照", "Compared with"),
        say("上期 {0}，去年同期 {1}", "{0} before, {1} a year before").format(
            edition.period_title(meta("previous_period")), edition.period_title(meta("year_before_period"))
        ),
    )
    return [
        (say("统计期间", "Period"), say(f"{meta('first')} 至 {meta('last')}", f"{meta('first')} to {meta('last')}")),
        (say("统计截至", "As of"), meta("as_of")),
        *([compared] if edition.results.figures else []),
        (
            say("执行制度", "Policy"),
            say("{0}（{1}版）", "{0} ({1})").format(meta("policy_title"), meta("policy_version")),
        ),
        (say("数据来源", "Sources"), edition.sources),
        (
            say("制作", "Made with"),
            say(f"回访分析工作台 {meta('package_version')}", f"callback workbench {meta('package_version')}"),
        ),
    ]


def _reading(edition: Edition) -> list[str]:
    say = edition.say
    return [
        say(
            "每个比率都附分子、分母和 95% 区间：件数越少，区间越宽，越不宜据以评价。",
            "Every ratio stands with its counts and its 95 % interval: the fewer the cases, the wider, the less it says.",
        ),
        say(
            "“达标情况”只对照目标；“变化”“提示”只在超出偶然波动时出现，两者互不代替。",
            "Status compares with the target; signals and flags appear only beyond chance. Neither replaces the other.",
        ),
        say(
            "空白格表示没有分母，不计算，不等于 0。合计都由件数重新算出，不是比率相加或平均。",
            "An empty cell has no denominator; it is not 0. Totals are computed from counts, never from ratios.",
        ),
        say(
            "图表与单元格相连，可以直接修改版式；本册不含客户姓名、电话与地址。",
            "The charts are bound to the cells and can be edited. No client's name, phone or address is in this workbook.",
        ),
    ]


def _line(
    worksheet: Any, row: int, text: str, *, size: float = styles.BODY_SIZE, colour: str = styles.INK,
    bold: bool = False, height: float,
) -> None:  # fmt: skip
    cell = worksheet.cell(row, 1)
    put(cell, text)
    cell.font = styles.font(size, bold=bold, colour=colour)
    cell.alignment = styles.aligned("left", wrap=False)
    worksheet.row_dimensions[row].height = height


def _pair(worksheet: Any, row: int, name: str, value: str) -> None:
    _line(worksheet, row, name, colour=styles.GREY, height=19)
    cell = worksheet.cell(row, 2)
    put(cell, value)
    cell.font = styles.font()
    cell.alignment = styles.aligned("left", wrap=False)


def _section(worksheet: Any, row: int, title: str) -> int:
    """Write the title of a part of the cover and return its row."""
    _line(worksheet, row + 1, title, size=12, bold=True, colour=styles.BLUE, height=32)
    return row + 1


def _signature(worksheet: Any, row: int, name: str, on: str) -> None:
    worksheet.row_dimensions[row].height = 32
    for number, text in ((1, name), (4, on)):
        cell = worksheet.cell(row, number)
        put(cell, text)
        cell.font = styles.font(11)
        cell.alignment = styles.aligned("right" if number == 4 else "left", wrap=False, indent=number == 4)
    for number in (2, 3, 5, 6):
        worksheet.cell(row, number).border = styles.SIGNATURE_LINE
