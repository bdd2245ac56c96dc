"""What tells in a workbook what to correct: marked cells, a column of reasons, and a first sheet that lists it all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from analytics.findings import CHECKS, Finding
from analytics.language import Text
from analytics.ledger.sent_back import PROBLEM_HEADER, RETURNED_SHEET, RETURNED_TITLE, RETURNED_VERSION
from analytics.report.workbook.data_notes import TABLES
from analytics.report.workbook.styles import LINE_HEIGHT, Looks, lines_of

if TYPE_CHECKING:
    from analytics.report.to_correct import Item, SheetToCorrect
    from analytics.tables.journal import LoadReport, SheetCounts

MAX_LINKS = 65_530  # of a sheet; of one with more a spreadsheet program says that it is damaged
MAX_COMMENTS = 1_000  # each is a drawing; more make a workbook that opens slowly, and the added column says the same
MAKER = "analytics rejects"
FILLS = {"set_aside": "FFC7CE", "warning": "FFEB9C"}
# Below it stands what we have told of a cell; above it, what its sender had.
_OURS = "【退回 / Sent back】"
_FORMULA_SIGNS = ("=", "+", "-", "@")
_FORMATS = {"datetime": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd", "time": "hh:mm:ss", "timedelta": "[h]:mm:ss"}

_TOLD = (
    (
        "请改正标出的单元格，保存后把本工作簿发回；本表和“问题”列不用删。 / "
        "Correct the marked cells, save, and send this workbook back; this sheet and the Problem column may stay."
    ),
    "红：该行没有加载。黄：不妨碍加载，请核对。 / Red: the row was not loaded. Yellow: please verify, it keeps no row out.",
)
_LOST = (
    "原件里有的图片或图形没有带过来，以原件为准。 / "
    "Some pictures or shapes of the file are not in this workbook; see the file itself."
)
_COUNT_HEADS = ("工作表 / Sheet", "读到 / Read", "可加载 / Loaded", "搁置 / Set aside", "台账 / Ledger")
_ITEM_HEADS = (
    "工作表 / Sheet",
    "行 / Row",
    "列 / Column",
    "内容 / Value",
    "应为 / Expected",
    "怎么办 / What to do",
)
_WIDTHS = (22, 16, 20, 24, 50, 50)


def unmark(sheet: Any) -> None:
    """Take off what marked the cells when the workbook was sent back before; what is still wrong is marked anew."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is None or _OURS not in cell.comment.text:
                continue
            own = cell.comment.text.partition(_OURS)[0].rstrip("\n")
            cell.comment = Comment(own, cell.comment.author) if own else None
            if cell.fill.fgColor.rgb[2:] in FILLS.values():
                cell.fill = PatternFill()


def mark(
    book: Any,
    sheets: Sequence[SheetToCorrect],
    items: Sequence[Item],
    report: LoadReport,
    *,
    version: str,
    is_whole: bool,
) -> None:
    """Mark what there is to correct and list it on a first sheet, which says where pictures were left behind, too."""
    looks = Looks()
    for sheet in sheets:
        if sheet.items:
            _mark_sheet(book[sheet.title], sheet, looks)
    told = _TOLD if is_whole else [*_TOLD, _LOST]
    _put_list_first(book, report, items, told, looks)
    put(book[RETURNED_SHEET].cell(1, len(_ITEM_HEADS)), f"{RETURNED_VERSION}{version}")


def _counted(one: SheetCounts) -> tuple[str | int, ...]:
    """Return what became of a sheet's rows; one that holds cases and callbacks is counted as either."""
    ledger = TABLES[one.ledger]
    return one.sheet, one.read, one.read - one.set_aside, one.set_aside, f"{ledger.zh} / {ledger.en}"


def _mark_sheet(sheet: Any, described: SheetToCorrect, looks: Looks) -> None:
    """Fill the cells to correct, comment on them, and write the reasons into the added column."""
    sheet.sheet_state = "visible"
    for number in range(1, max(sheet.max_row, 1) + 1):
        if sheet.cell(number, described.added).value is not None:
            sheet.cell(number, described.added).value = None
    for number in described.header_rows:
        put(sheet.cell(number, described.added), PROBLEM_HEADER)
        sheet.cell(number, described.added).font = Font(bold=True)
    reasons: dict[int, list[str]] = {}
    commented: dict[tuple[int, int], list[str]] = {}
    for item in described.items:
        if item.row is None:
            continue
        if item.finding.row is not None:
            reasons.setdefault(item.row, []).append(_reason(item.finding, with_column=True))
        elif item.finding.check == "missing_header":
            # On the first of the rows that it keeps out.
            reasons.setdefault(item.row + 1, []).append(_reason(item.finding))
        if item.column is None:
            continue
        cell = _anchor(sheet, item.row, item.column)
        _give_fill(cell, item.finding, looks)
        if cell.value is None and item.finding.value:
            put(cell, item.finding.value)  # a formula without a result: what was written, as text
        commented.setdefault((cell.row, cell.column), []).append(_reason(item.finding))
    for (row, column), told in list(commented.items())[:MAX_COMMENTS]:
        cell = sheet.cell(row, column)
        before, author = ([cell.comment.text], cell.comment.author) if cell.comment else ([], MAKER)
        cell.comment = Comment("\n".join([*before, _OURS, *told]), author, height=120, width=320)
        _show(sheet, row, column)
    for row, told in reasons.items():
        cell = _anchor(sheet, row, described.added)
        put(cell, "\n".join(told))
        looks.give(cell, "words", _wrap)
    sheet.column_dimensions[get_column_letter(described.added)].width = 60


def _show(sheet: Any, row: int, column: int) -> None:
    """Let a cell to correct be seen where its row or its column is hidden."""
    sheet.row_dimensions[row].hidden = False
    for dimension in sheet.column_dimensions.values():
        if (dimension.min or 0) <= column <= (dimension.max or 0):
            dimension.hidden = False


def _put_list_first(book: Any, report: LoadReport, items: Sequence[Item], told: Sequence[str], looks: Looks) -> None:
    """Put the list of everything to correct before the sender's own sheets."""
    for other in book.worksheets:
        other.sheet_view.tabSelected = False
    sheet = book.create_sheet(RETURNED_SHEET, 0)
    book.active = 0
    bold = Font(bold=True)
    lines: list[tuple[Sequence[object], bool]] = [
        ((f"{RETURNED_TITLE}{report.file}",), True),
        *(((sentence,), False) for sentence in told),
        ((), False),
        (_COUNT_HEADS, True),
        *((_counted(one), False) for one in report.sheets),
        ((), False),
        (_ITEM_HEADS, True),
    ]
    for number, (words, is_head) in enumerate(lines, start=1):
        for place, word in enumerate(words, start=1):
            put(sheet.cell(number, place), word)
            if is_head:
                sheet.cell(number, place).font = bold
    room_for_links = MAX_LINKS
    for number, item in enumerate(items, start=len(lines) + 1):
        finding = item.finding
        check = CHECKS[finding.check]
        told_of = (
            item.sheet or finding.sheet,
            finding.row or item.row,
            finding.column or (get_column_letter(item.column) if item.column else ""),
            finding.value,
            _both(check.expected, finding),
            _both(check.sender, finding),
        )
        cells = [sheet.cell(number, place) for place in range(1, len(told_of) + 1)]
        for cell, word in zip(cells, told_of, strict=True):
            put(cell, word)
            looks.give(cell, "words", _wrap)
        high = max(lines_of(str(word), width) for word, width in zip(told_of, _WIDTHS, strict=True))
        sheet.row_dimensions[number].height = high * LINE_HEIGHT
        _give_fill(cells[0], finding, looks)
        links = cells[1:3]
        if item.sheet and item.row is not None and len(links) <= room_for_links:
            room_for_links -= len(links)
            quoted = item.sheet.replace("'", "''")
            for cell in links:
                cell.hyperlink = Hyperlink(
                    ref="", location=f"'{quoted}'!{get_column_letter(item.column or 1)}{item.row}"
                )
                looks.give(cell, "link", _underline)
    for letter, width in zip("ABCDEF", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for number, sentence in enumerate(told, start=2):
        sheet.merge_cells(start_row=number, start_column=1, end_row=number, end_column=len(_ITEM_HEADS))
        _wrap(sheet.cell(number, 1))
        sheet.row_dimensions[number].height = lines_of(sentence, sum(_WIDTHS)) * LINE_HEIGHT
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = f"{len(lines)}:{len(lines)}"


def _give_fill(cell: Any, finding: Finding, looks: Looks) -> None:
    # Without a header every row of the sheet was set aside.
    colour = FILLS["set_aside" if finding.check == "missing_header" else finding.severity]

    def fill(cell: Any) -> None:
        cell.fill = PatternFill("solid", fgColor=colour)

    looks.give(cell, colour, fill)


def _wrap(cell: Any) -> None:
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _underline(cell: Any) -> None:
    cell.font = Font(color="0563C1", underline="single")


def _reason(finding: Finding, *, with_column: bool = False) -> str:
    check = CHECKS[finding.check]
    where = f"{finding.column}：" if with_column and finding.column else ""
    expected, remedy = (text.format(detail=finding.completion) for text in (check.expected, check.sender))
    return f"{where}{expected.zh}。{remedy.zh} / {expected.en}. {remedy.en}"


def _both(text: Text, finding: Finding) -> str:
    told = text.format(detail=finding.completion)
    return f"{told.zh} / {told.en}"


def put(cell: Any, value: object) -> None:
    """Write a value; text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = value.startswith(_FORMULA_SIGNS)
    else:
        cell.value = value
        form = _FORMATS.get(type(value).__name__)
        if form:
            cell.number_format = form


def _anchor(sheet: Any, row: int, column: int) -> Any:
    """Return a cell, or the one that holds the content of the merged cells it is one of."""
    cell = sheet.cell(row, column)
    for area in sheet.merged_cells.ranges if isinstance(cell, MergedCell) else ():
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return cell
