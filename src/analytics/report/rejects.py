"""The sender's own file back: bad cells marked, the reason beside each, and a first sheet that lists them all.

A workbook keeps its styles; every other kind of file is rebuilt from its cells as they were read. Formulas become the
values that were read: what comes back must read the same without the program that worked them out. Loading the corrected
workbook reads over the added sheet and column.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from analytics.errors import InputError, RunError, reason_of
from analytics.findings import CHECKS, Finding
from analytics.language import Text
from analytics.ledger import mapped
from analytics.ledger.cells import written
from analytics.ledger.grid import collector_at_rest
from analytics.ledger.packages import is_xlsx
from analytics.ledger.read import digest_of, read_file
from analytics.ledger.sent_back import PROBLEM_HEADER, RETURNED_SHEET, RETURNED_TITLE, RETURNED_VERSION, is_added
from analytics.report.pictures import has_pictures, keep_pictures
from analytics.report.workbook.styles import LINE_HEIGHT, Looks, lines_of

if TYPE_CHECKING:
    from analytics.ledger.grid import Cell, Grid
    from analytics.ledger.profile import ReadingProfile
    from analytics.tables.journal import LoadReport

MAX_ROWS = 1_048_576
MAX_LINKS = 65_530  # of a sheet; of one with more a spreadsheet program says that it is damaged
MAX_COMMENTS = 1_000  # each is a drawing; more make a workbook that opens slowly, and the added column says the same
_MAKER = "analytics rejects"
_DIGITS = 12  # of a digest: enough to tell the versions of a file apart
_FILLS = {"set_aside": "FFC7CE", "warning": "FFEB9C"}
# Below it stands what we have told of a cell; above it, what its sender had.
_OURS = "【退回 / Sent back】"
_FORMULA_SIGNS = ("=", "+", "-", "@")
_FORMATS = {"datetime": "yyyy-mm-dd hh:mm:ss", "date": "yyyy-mm-dd", "time": "hh:mm:ss", "timedelta": "[h]:mm:ss"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

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
_COUNT_HEADS = ("工作表 / Sheet", "读到 / Read", "可加载 / Loaded", "搁置 / Set aside")
_ITEM_HEADS = (
    "工作表 / Sheet",
    "行 / Row",
    "列 / Column",
    "内容 / Value",
    "应为 / Expected",
    "怎么办 / What to do",
)
_WIDTHS = (22, 16, 20, 24, 50, 50)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to correct and where it stands: sheet of the workbook, row, column; none for a whole sheet or file."""

    finding: Finding
    sheet: str = ""
    row: int | None = None
    column: int | None = None


@dataclass(slots=True)
class _Sheet:
    """One sheet of the file and where its ledgers lie: rows of headers, and of each body the sheet's column of a header."""

    grid: Grid
    title: str
    added: int
    header_rows: list[int] = field(default_factory=list)
    bodies: list[tuple[int, int, Sequence[str], Sequence[int]]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def place(self, finding: Finding) -> tuple[int | None, int | None]:
        """Return row and column of what *finding* is about, as the spreadsheet counts them."""
        for first, last, headers, columns in self.bodies:
            if finding.row is None:
                if finding.column in headers:
                    return first - 1, columns[headers.index(finding.column)]
                if finding.check == "missing_header":
                    return first - 1, columns[0]
            elif first <= finding.row <= last:
                return finding.row, self._column(finding, headers, columns)
        return finding.row, None

    def _column(self, finding: Finding, headers: Sequence[str], columns: Sequence[int]) -> int | None:
        row = self.grid.rows[(finding.row or 1) - self.grid.first_row]
        if not finding.column:
            return next((column for column in columns if _cell(row, column) != ""), None)
        named = [column for column, header in zip(columns, headers, strict=False) if header == finding.column]
        named = named or [column for at, column in enumerate(columns) if _letters(at + 1) == finding.column]
        holding = [column for column in named if written(_cell(row, column)) == finding.value]
        return next(iter([*holding, *named]), None)


def write_rejects(path: Path, profile: ReadingProfile, report: LoadReport, target: Path) -> int:
    """Write the workbook to send back for one received file; return how many things there are to correct.

    Nothing is written when no row was set aside and no cell needs a look. Raises InputError when the file is too long for a
    workbook, or when *target* was edited since it was written.
    """
    findings = [finding for finding in report.findings if finding.severity in _FILLS]
    if not report.set_aside and not any(finding.row is not None for finding in findings):
        return 0
    _check_unedited(target)
    with collector_at_rest():
        return _write(path, profile, report, findings, target)


def _write(path: Path, profile: ReadingProfile, report: LoadReport, findings: Sequence[Finding], target: Path) -> int:
    sheets = _described(path, profile)
    items = list(_placed(findings, sheets))
    book, is_whole = _book(path, sheets)
    looks = Looks()
    for sheet in sheets:
        if sheet.items:
            _mark(book[sheet.title], sheet, looks)
    _summarise(book, report, items, _TOLD if is_whole else [*_TOLD, _LOST], looks)
    _put(book[RETURNED_SHEET].cell(1, len(_ITEM_HEADS)), f"{RETURNED_VERSION}{digest_of(path)[:_DIGITS]}")
    target.parent.mkdir(parents=True, exist_ok=True)
    book.properties.lastModifiedBy = _MAKER
    try:
        book.save(target)
    except OSError as fault:
        raise RunError(
            Text(
                zh="{path} 写不了：{fault}。如果正在表格软件里打开，请关闭后重试。",
                en="{path} cannot be written: {fault}. If a spreadsheet program has it open, close it and try again.",
            ).format(path=target, fault=reason_of(fault))
        ) from None
    return len(items)


def _check_unedited(target: Path) -> None:
    if not target.exists():
        return
    from openpyxl import load_workbook

    try:
        book = load_workbook(target, read_only=True)
        editor = book.properties.lastModifiedBy
        book.close()
    except (BadZipFile, OSError, KeyError, ValueError):
        editor = ""
    if editor != _MAKER:
        raise InputError(
            Text(
                zh="{path} 已被改过，没有覆盖。请先加载它，再把它移走。",
                en="{path} was edited and was not overwritten. Load it first, then move it away.",
            ).format(path=target)
        )


def _described(path: Path, profile: ReadingProfile) -> list[_Sheet]:
    """Return the sheets of the file that hold a cell, each with the place of its ledgers."""
    sheets: list[_Sheet] = []
    for grid in read_file(path).grids:
        if len(grid.rows) >= MAX_ROWS:
            raise InputError(
                Text(
                    zh="{file} 有 {rows} 行，一张工作表放不下，没有生成退回工作簿。请把它分成几个文件。",
                    en="{file} has {rows} rows, more than a sheet of a workbook takes; nothing was made to send back. Part "
                    "it into several files.",
                ).format(file=path.name, rows=len(grid.rows))
            )
        if grid.sheet == RETURNED_SHEET:
            continue
        added = 1 + max((at + 1 for row in grid.rows for at, cell in enumerate(row) if cell != ""), default=0)
        sheet = _Sheet(grid, _title(grid.sheet, {one.title for one in sheets}), added)
        if grid.rows:
            _describe(sheet, profile)
        sheets.append(sheet)
    return sheets


def _describe(sheet: _Sheet, profile: ReadingProfile) -> None:
    for region in mapped.regions(sheet.grid, profile)[0]:
        width = len(region.layout.headers)
        columns = [at + 1 for start, end in region.kept for at in range(start, end)] or list(range(1, width + 1))
        sheet.header_rows.append(region.first - 1)
        sheet.bodies.append((region.first, region.first + len(region.body.rows) - 1, region.layout.headers, columns))
        for at, header in enumerate(region.layout.headers):
            if is_added(header):  # sent back before: the same column is used again
                sheet.added = columns[at]


def _placed(findings: Sequence[Finding], sheets: Sequence[_Sheet]) -> Iterator[Item]:
    by_place = {sheet.grid.place: sheet for sheet in sheets}
    for finding in findings:
        sheet = by_place.get(finding.sheet)
        if sheet is None:
            yield Item(finding)
            continue
        row, column = sheet.place(finding)
        item = Item(finding, sheet.title, row, column)
        sheet.items.append(item)
        yield item


def _book(path: Path, sheets: Sequence[_Sheet]) -> tuple[Any, bool]:
    """Return the workbook to mark, the sender's own where it is one, else one with the same cells; and whether it shows all."""
    from openpyxl import Workbook

    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04" and is_xlsx(path.read_bytes()):
        own = _own_book(path, sheets)
        if own is not None:
            return own, keep_pictures(own, path)
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _rebuild(book.create_sheet(sheet.title), sheet.grid)
    return book, not has_pictures(path)


def _own_book(path: Path, sheets: Sequence[_Sheet]) -> Any:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that the library cannot keep
            book = load_workbook(path, data_only=True, keep_links=False)
    except (BadZipFile, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return None  # the ledger's reader forgives more than this library
    if RETURNED_SHEET in book.sheetnames:
        del book[RETURNED_SHEET]
        for sheet in book.worksheets:
            _unmark(sheet)
    if not all(sheet.title in book.sheetnames for sheet in sheets):
        return None
    return book


def _unmark(sheet: Any) -> None:
    """Take off what marked the cells when the workbook was sent back before; what is still wrong is marked anew."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is None or _OURS not in cell.comment.text:
                continue
            own = cell.comment.text.partition(_OURS)[0].rstrip("\n")
            cell.comment = Comment(own, cell.comment.author) if own else None
            if cell.fill.fgColor.rgb[2:] in _FILLS.values():
                cell.fill = PatternFill()


def _rebuild(into: Any, grid: Grid) -> None:
    for number, row in enumerate(grid.rows, start=grid.first_row):
        for place, cell in enumerate(row, start=1):
            if cell != "":
                _put(into.cell(number, place), cell)
    for (top, left), (bottom, right) in grid.merged:
        into.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    if grid.hidden:
        into.sheet_state = "hidden"


def _mark(sheet: Any, described: _Sheet, looks: Looks) -> None:
    """Fill the cells to correct, comment on them, and write the reasons into the added column."""
    from openpyxl.comments import Comment
    from openpyxl.styles import Font

    sheet.sheet_state = "visible"
    for number in range(1, max(sheet.max_row, 1) + 1):
        if sheet.cell(number, described.added).value is not None:
            sheet.cell(number, described.added).value = None
    for number in described.header_rows:
        _put(sheet.cell(number, described.added), PROBLEM_HEADER)
        sheet.cell(number, described.added).font = Font(bold=True)
    reasons: dict[int, list[str]] = {}
    commented: dict[tuple[int, int], list[str]] = {}
    for item in described.items:
        if item.row is None:
            continue
        if item.finding.row is not None:
            reasons.setdefault(item.row, []).append(_reason(item.finding, with_column=True))
        elif item.finding.check == "missing_header":
            reasons.setdefault(item.row + 1, []).append(
                _reason(item.finding)
            )  # on the first of the rows that it keeps out
        if item.column is None:
            continue
        cell = _anchor(sheet, item.row, item.column)
        _give_fill(cell, item.finding, looks)
        if cell.value is None and item.finding.value:
            _put(cell, item.finding.value)  # a formula without a result: what was written, as text
        commented.setdefault((cell.row, cell.column), []).append(_reason(item.finding))
    for (row, column), told in list(commented.items())[:MAX_COMMENTS]:
        cell = sheet.cell(row, column)
        before, author = ([cell.comment.text], cell.comment.author) if cell.comment else ([], _MAKER)
        cell.comment = Comment("\n".join([*before, _OURS, *told]), author, height=120, width=320)
        _show(sheet, row, column)
    for row, told in reasons.items():
        cell = _anchor(sheet, row, described.added)
        _put(cell, "\n".join(told))
        looks.give(cell, "words", _wrap)
    sheet.column_dimensions[_letters(described.added)].width = 60


def _show(sheet: Any, row: int, column: int) -> None:
    """Let a cell to correct be seen where its row or its column is hidden."""
    sheet.row_dimensions[row].hidden = False
    for dimension in sheet.column_dimensions.values():
        if (dimension.min or 0) <= column <= (dimension.max or 0):
            dimension.hidden = False


def _summarise(book: Any, report: LoadReport, items: Sequence[Item], told: Sequence[str], looks: Looks) -> None:
    """Put the list of everything to correct before the sender's own sheets."""
    from openpyxl.styles import Font
    from openpyxl.worksheet.hyperlink import Hyperlink

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
        *(((one.sheet, one.read, one.read - one.set_aside, one.set_aside), False) for one in report.sheets),
        ((), False),
        (_ITEM_HEADS, True),
    ]
    for number, (words, is_head) in enumerate(lines, start=1):
        for place, word in enumerate(words, start=1):
            _put(sheet.cell(number, place), word)
            if is_head:
                sheet.cell(number, place).font = bold
    room_for_links = MAX_LINKS
    for number, item in enumerate(items, start=len(lines) + 1):
        finding = item.finding
        check = CHECKS[finding.check]
        told_of = (
            item.sheet or finding.sheet,
            finding.row or item.row,
            finding.column or (_letters(item.column) if item.column else ""),
            finding.value,
            _both(check.expected, finding),
            _both(check.sender, finding),
        )
        cells = [sheet.cell(number, place) for place in range(1, len(told_of) + 1)]
        for cell, word in zip(cells, told_of, strict=True):
            _put(cell, word)
            looks.give(cell, "words", _wrap)
        high = max(lines_of(str(word), width) for word, width in zip(told_of, _WIDTHS, strict=True))
        sheet.row_dimensions[number].height = high * LINE_HEIGHT
        _give_fill(cells[0], finding, looks)
        links = cells[1:3]
        if item.sheet and item.row is not None and len(links) <= room_for_links:
            room_for_links -= len(links)
            quoted = item.sheet.replace("'", "''")
            for cell in links:
                cell.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!{_letters(item.column or 1)}{item.row}")
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
    from openpyxl.styles import PatternFill

    # Without a header every row of the sheet was set aside.
    colour = _FILLS["set_aside" if finding.check == "missing_header" else finding.severity]

    def fill(cell: Any) -> None:
        cell.fill = PatternFill("solid", fgColor=colour)

    looks.give(cell, colour, fill)


def _wrap(cell: Any) -> None:
    from openpyxl.styles import Alignment

    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _underline(cell: Any) -> None:
    from openpyxl.styles import Font

    cell.font = Font(color="0563C1", underline="single")


def _reason(finding: Finding, *, with_column: bool = False) -> str:
    check = CHECKS[finding.check]
    where = f"{finding.column}：" if with_column and finding.column else ""
    expected, remedy = (text.format(detail=finding.completion) for text in (check.expected, check.sender))
    return f"{where}{expected.zh}。{remedy.zh} / {expected.en}. {remedy.en}"


def _both(text: Text, finding: Finding) -> str:
    told = text.format(detail=finding.completion)
    return f"{told.zh} / {told.en}"


def _put(cell: Any, value: object) -> None:
    """Write a value; text stays text, whatever it begins with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

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
    from openpyxl.cell.cell import MergedCell

    cell = sheet.cell(row, column)
    for area in sheet.merged_cells.ranges if isinstance(cell, MergedCell) else ():
        if area.min_row <= row <= area.max_row and area.min_col <= column <= area.max_col:
            return sheet.cell(area.min_row, area.min_col)
    return cell


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column - 1] if column <= len(row) else ""


def _letters(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _title(name: str, taken: set[str]) -> str:
    """Return the name of a sheet as a workbook takes it, told apart from those before it."""
    title = base = name.translate(_FORBIDDEN).strip("'")[:31] or "Sheet"
    number = 1
    while title.lower() in {other.lower() for other in taken}:
        number += 1
        title = f"{base[:27]} ({number})"
    return title
