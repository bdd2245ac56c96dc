"""Sheets as values -> cells: safe text, formats, widths, names, freeze panes and the set-up of the print.

Text is data: whatever a ledger holds goes in as text, never as a formula, without characters that Excel refuses.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties

from analytics.report.workbook import styles
from analytics.report.workbook.charts import BESIDE_WIDTH, ROW_POINTS, place_charts
from analytics.report.workbook.sheet import Column, Row, Sheet, Value
from analytics.report.workbook.styles import Form, Tone

LONGEST_TEXT = 32_000  # Excel holds 32,767 characters a cell
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
TEXT_INDENT = 1  # keeps text off the figures to its left
# How many digits of the typeface fit on a line of A4 within the margins, at full size.
PAGE_WIDTH = {False: 92.0, True: 137.0}


def put(cell: Any, value: Value) -> None:
    """Write *value*; text stays text even when it looks like a formula, an error or a number."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_TEXT]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(_LIKE_A_FORMULA):
        cell.quotePrefix = True


def write_sheet(
    worksheet: Any, sheet: Sheet, running: tuple[str, str], footer: str, back: tuple[str, str] | None = None
) -> int:
    """Write *sheet* and return the row of its headings.

    *running* are the texts at the head of every page, *back* the link to the contents where the workbook has them.
    """
    worksheet.sheet_format.defaultRowHeight = ROW_POINTS
    worksheet.sheet_format.customHeight = True
    widths = _widths(sheet)
    head = _write_front(worksheet, sheet, sum(widths) + (BESIDE_WIDTH if sheet.beside else 0.0))
    for number, width in enumerate(widths, start=1):
        worksheet.column_dimensions[get_column_letter(number)].width = width
    _write_head(worksheet, sheet, head, widths)
    looks = styles.Looks()
    for offset, row in enumerate(sheet.rows, start=1):
        _write_row(worksheet, sheet, row, head + offset, widths, looks)
    if not sheet.rows:
        put(worksheet.cell(head + 1, 1), sheet.empty)
        worksheet.cell(head + 1, 1).font = styles.font(colour=styles.GREY)
        worksheet.row_dimensions[head + 1].height = styles.BODY_HEIGHT
    body = sum(not row.total for row in sheet.rows)
    last = head + max(len(sheet.rows), 1)
    width = len(sheet.columns)
    if sheet.rows:
        _name_range(worksheet, sheet, head, last)
        _colour_heat(worksheet, sheet, head + 1, head + body)
        if sheet.filtered:
            worksheet.auto_filter.ref = f"A{head}:{get_column_letter(width)}{head + body}"
    worksheet.freeze_panes = worksheet.cell(head + 1, 2)
    bottom, right = last, width
    if sheet.charts and body:
        bottom, right = place_charts(worksheet, sheet, head, body, last, widths)
    if back is not None:
        link = worksheet.cell(1, right + 1)
        put(link, back[0])
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"{quote_sheetname(back[1])}!A1", display=back[0])
        link.font = styles.font(9, colour=styles.BLUE, underline=True)
        link.alignment = styles.aligned("left", wrap=False)
    one_page = bool(sheet.charts) and bool(body)
    set_up_print(worksheet, running, footer, landscape=sheet.landscape, one_page=one_page)
    worksheet.print_area = f"A1:{get_column_letter(right)}{bottom}"
    worksheet.print_title_rows = f"1:{head}"
    return head


def set_up_print(worksheet: Any, running: tuple[str, str], footer: str, *, landscape: bool, one_page: bool) -> None:
    """Set A4, fit to the width (and to one page where a chart must stay whole), running head and page numbers."""
    worksheet.page_setup.paperSize = worksheet.PAPERSIZE_A4
    worksheet.page_setup.orientation = "landscape" if landscape else "portrait"
    worksheet.page_setup.fitToWidth = 1
    worksheet.page_setup.fitToHeight = 1 if one_page else 0
    worksheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    worksheet.print_options.horizontalCentered = True
    margins = worksheet.page_margins
    margins.left = margins.right = 0.5
    margins.top, margins.bottom = 0.75, 0.65
    margins.header = margins.footer = 0.3
    for part, text in (
        (worksheet.oddHeader.left, running[0]),
        (worksheet.oddHeader.right, running[1]),
        (worksheet.oddFooter.center, footer),
    ):
        # An ampersand of a name would be read as a code of the running head, the page codes are ours.
        part.text = text if part is worksheet.oddFooter.center else text.replace("&", "&&")
        part.font, part.size, part.color = f"{styles.TYPEFACE},Regular", 9, styles.GREY
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_view.zoomScale = 100


def _widths(sheet: Sheet) -> list[float]:
    widths = []
    for column in sheet.columns:
        shown = [styles.width_of(_as_shown(row, column)) for row in sheet.rows]
        wanted = max([styles.heading_width(styles.heading(column.head)), *shown, 0.0]) + 2.0 + _indent(column)
        widths.append(min(max(wanted, column.narrowest), max(column.longest, column.narrowest)))
    room = PAGE_WIDTH[sheet.landscape] - (BESIDE_WIDTH if sheet.beside else 0.0) - sum(widths)
    growing = sum(column.grow for column in sheet.columns)
    if room > 0 and growing:
        widths = [width + room * column.grow / growing for width, column in zip(widths, sheet.columns, strict=True)]
    return [round(width, 1) for width in widths]


def _indent(column: Column) -> int:
    return TEXT_INDENT if column.form == "text" else 0


def _room(column: Column, width: float) -> float:
    """Return how much of a column's *width* its text may take."""
    return width - _indent(column)


def _as_shown(row: Row, column: Column) -> str:
    """Return roughly what the cell shows, to measure it."""
    value = row.values.get(column.code)
    form = row.forms.get(column.code, column.form)
    if value is None:
        return ""
    if isinstance(value, str):
        return max(value.split("\n"), key=styles.width_of)
    if isinstance(value, date):
        return "2026-10-31"
    return {"ratio": "100.0%", "ratio_change": "+10.0%"}.get(
        form, f"{value:,.1f}" if form == "score" else f"{value:,.0f}"
    )


def _write_front(worksheet: Any, sheet: Sheet, width: float) -> int:
    """Write title and notes, one line a row, none longer than the table is wide; return the row of the headings."""
    title = worksheet.cell(1, 1)
    put(title, sheet.title)
    title.font = styles.font(15, bold=True, colour=styles.BLUE)
    title.alignment = styles.aligned("left", wrap=False)
    worksheet.row_dimensions[1].height = 27
    row = 1
    for note in sheet.notes:
        for line in styles.wrapped(note, max(width, 60.0) * 1.05):
            row += 1
            cell = worksheet.cell(row, 1)
            put(cell, line)
            cell.font = styles.font(9, colour=styles.GREY)
            cell.alignment = styles.aligned("left", wrap=False)
            worksheet.row_dimensions[row].height = 14.5
    worksheet.row_dimensions[row].height = 19
    return row + 1


def _write_head(worksheet: Any, sheet: Sheet, head: int, widths: list[float]) -> None:
    lines = 1
    for number, column in enumerate(sheet.columns, start=1):
        cell = worksheet.cell(head, number)
        head_text = styles.heading(column.head)
        put(cell, head_text)
        cell.font = styles.font(bold=True)
        cell.fill = styles.fill(styles.HEAD_FILL)
        cell.border = styles.HEAD_GRID
        cell.alignment = (
            styles.aligned("left", indent=TEXT_INDENT) if column.form == "text" else styles.aligned("center")
        )
        lines = max(lines, styles.lines_of(head_text, _room(column, widths[number - 1])))
    worksheet.row_dimensions[head].height = styles.BODY_HEIGHT + 4 + (lines - 1) * styles.LINE_HEIGHT


def _write_row(worksheet: Any, sheet: Sheet, row: Row, at: int, widths: list[float], looks: styles.Looks) -> None:
    lines = 1
    for number, column in enumerate(sheet.columns, start=1):
        cell = worksheet.cell(at, number)
        value = row.values.get(column.code)
        is_text = isinstance(value, str)
        form = "text" if is_text else row.forms.get(column.code, column.form)
        side = "left" if column.form == "text" else "center" if isinstance(value, str | date) else "right"
        tone = row.tones.get(column.code, "")
        dress = partial(_dress, form=form, side=side, tone=tone, wraps=is_text, total=row.total)
        looks.give(cell, (form, side, is_text, tone, row.total), dress)
        put(cell, value)
        if isinstance(value, str):
            lines = max(lines, styles.lines_of(value, _room(column, widths[number - 1])))
    worksheet.row_dimensions[at].height = styles.BODY_HEIGHT + (lines - 1) * styles.LINE_HEIGHT


def _dress(cell: Any, form: Form, side: str, tone: Tone, *, wraps: bool, total: bool) -> None:
    cell.number_format = styles.NUMBER_FORMAT[form]
    cell.font = styles.font(bold=total or tone in styles.TONE_FILL, colour=styles.TONE_INK.get(tone, styles.INK))
    cell.border = styles.TOTAL_GRID if total else styles.GRID
    if total or tone in styles.TONE_FILL:
        cell.fill = styles.fill(styles.TOTAL_FILL if total else styles.TONE_FILL[tone])
    cell.alignment = styles.aligned(side, wrap=wraps, indent=TEXT_INDENT if side == "left" else 0)


def _name_range(worksheet: Any, sheet: Sheet, head: int, last: int) -> None:
    area = f"$A${head}:${get_column_letter(len(sheet.columns))}${last}"
    name = f"t_{sheet.code}"
    worksheet.parent.defined_names[name] = DefinedName(name, attr_text=f"{quote_sheetname(worksheet.title)}!{area}")


def _colour_heat(worksheet: Any, sheet: Sheet, first: int, last: int) -> None:
    """Colour the shares on paper white to a blue that leaves the figures legible."""
    numbers = {column.code: number for number, column in enumerate(sheet.columns, start=1)}
    areas = " ".join(
        f"{get_column_letter(numbers[code])}{first}:{get_column_letter(numbers[code])}{last}" for code in sheet.heat
    )
    if areas:
        rule = ColorScaleRule(
            start_type="num", start_value=0, start_color=styles.PAPER,
            end_type="num", end_value=1, end_color="9CC5E6",
        )  # fmt: skip
        worksheet.conditional_formatting.add(areas, rule)
