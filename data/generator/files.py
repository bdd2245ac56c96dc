"""Save the office's sheets as it does: .xlsx workbooks, one old .xls, one .csv in the encoding of a Chinese Windows.

The same sheets give the same bytes: the workbooks carry a fixed day instead of the clock's.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import date, datetime
from pathlib import Path

import xlwt
from office import DAY_SHORT, GENERAL, HEADER_ROWS, Cell, Ledger, Sheet
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_SAVED_AT = datetime(2026, 11, 2, 9, 0)
_FONT = "宋体"


def save(ledger: Ledger, folder: Path) -> Path:
    """Write one ledger into *folder* and return its path."""
    path = folder / ledger.file
    path.write_bytes({".xlsx": _xlsx, ".xls": _xls, ".csv": _csv}[ledger.suffix](ledger))
    return path


def _lines(sheet: Sheet) -> list[list[Cell]]:
    """All rows of a sheet from its title to its signature."""
    blank: list[Cell] = []
    above: str | None = None
    upper: list[Cell] = []
    for name, _ in sheet.header:
        upper.append(Cell(None if name == above else name))
        above = name
    lower = [Cell(name or None) for _, name in sheet.header]
    total = [Cell(text or None) for text in sheet.total]
    rows = [row.cells for row in sheet.rows]
    return [[Cell(sheet.title)], [Cell(sheet.month)], upper, lower, *rows, total, blank, [Cell(sheet.signature)]]


def _merged(sheet: Sheet) -> list[tuple[int, int, int, int]]:
    """The merged areas: first row, first column, last row, last column, from 1."""
    width = len(sheet.header)
    total = HEADER_ROWS + len(sheet.rows) + 1
    areas = [(1, 1, 1, width), (2, 1, 2, width), (total, 1, total, 2), (total + 2, 1, total + 2, width)]
    column = 1
    while column <= width:
        upper, lower = sheet.header[column - 1]
        if not lower:
            areas.append((3, column, 4, column))
            column += 1
            continue
        last = column
        while last < width and sheet.header[last][0] == upper:
            last += 1
        areas.append((3, column, 3, last))
        column = last + 1
    return areas


# xlsx


def _xlsx(ledger: Ledger) -> bytes:
    book = Workbook()
    book.remove(book.active)
    _add_styles(book)
    for sheet in ledger.sheets:
        _fill(book.create_sheet(sheet.name), sheet)
    if ledger.notes:
        page = book.create_sheet(ledger.notes[0])
        page.column_dimensions["A"].width = 80
        for number, text in enumerate(ledger.notes, 1):
            page.cell(number, 1, text)
    if ledger.has_empty_sheet:
        book.create_sheet("Sheet1")
    book.properties.creator = "静宜装饰客服部"
    book.properties.created = _SAVED_AT
    saved = io.BytesIO()
    book.save(saved)
    return without_clock(saved.getvalue(), _SAVED_AT)


def _add_styles(book: Workbook) -> None:
    thin = Side(style="thin", color="FF808080")
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    styles = (
        NamedStyle("台账标题", font=Font(name=_FONT, size=16, bold=True), alignment=middle),
        NamedStyle("台账月份", font=Font(name=_FONT, size=10), alignment=Alignment(horizontal="right")),
        NamedStyle(
            "台账表头",
            font=Font(name=_FONT, size=10, bold=True),
            alignment=middle,
            border=frame,
            fill=PatternFill("solid", fgColor="FFD9E1F2"),
        ),
        NamedStyle("台账内容", font=Font(name=_FONT, size=10), alignment=Alignment(vertical="center"), border=frame),
        NamedStyle("台账合计", font=Font(name=_FONT, size=10, bold=True), border=frame),
        NamedStyle("台账签字", font=Font(name=_FONT, size=10), alignment=Alignment(horizontal="left")),
    )
    for style in styles:
        book.add_named_style(style)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    width = len(sheet.header)
    end = HEADER_ROWS + len(sheet.rows)
    styles = {1: "台账标题", 2: "台账月份", 3: "台账表头", 4: "台账表头", end + 1: "台账合计", end + 3: "台账签字"}
    for number, cells in enumerate(_lines(sheet), 1):
        style = styles.get(number, "台账内容")
        framed = style in ("台账表头", "台账内容", "台账合计") and number <= end + 1
        for column in range(1, (width if framed else len(cells)) + 1):
            cell = cells[column - 1] if column <= len(cells) else Cell()
            written = page.cell(number, column, cell.value)
            written.style = style
            if cell.number_format != GENERAL:
                written.number_format = cell.number_format
            elif isinstance(cell.value, int):
                written.number_format = "0"
    for area in _merged(sheet):
        page.merge_cells(start_row=area[0], start_column=area[1], end_row=area[2], end_column=area[3])
    for column, characters in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(column)].width = characters
    page.row_dimensions[1].height = 28
    page.freeze_panes = page.cell(HEADER_ROWS + 1, 3)
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"1:{HEADER_ROWS}"
    page.oddFooter.center.text = "第 &P 页，共 &N 页"


def without_clock(data: bytes, saved_at: datetime) -> bytes:
    """Put *saved_at* for the moment of saving, in the properties and in the archive."""
    fixed = f"{saved_at:%Y-%m-%dT%H:%M:%SZ}".encode()
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            if member.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", fixed, content)
            entry = zipfile.ZipInfo(member.filename, saved_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return packed.getvalue()


# xls


def _xls(ledger: Ledger) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    frame = "borders: left thin, right thin, top thin, bottom thin"
    head = xlwt.easyxf(
        f"font: name {_FONT}, bold on, height 200; align: horiz center, vert center, wrap on; {frame}; "
        "pattern: pattern solid, fore_colour ice_blue"
    )
    title = xlwt.easyxf(f"font: name {_FONT}, bold on, height 320; align: horiz center, vert center")
    plain = xlwt.easyxf(f"font: name {_FONT}, height 200; align: vert center")
    body: dict[str, xlwt.XFStyle] = {}
    for sheet in ledger.sheets:
        page = book.add_sheet(sheet.name)
        end = HEADER_ROWS + len(sheet.rows)
        merged = {(area[0], area[1]): area for area in _merged(sheet)}
        for number, cells in enumerate(_lines(sheet), 1):
            framed = cells + [Cell()] * (len(sheet.header) - len(cells)) if HEADER_ROWS < number <= end + 1 else cells
            for column, cell in enumerate(framed, 1):
                style = {1: title, 2: plain, 3: head, 4: head}.get(number)
                if style is None:
                    style = plain
                    if number <= end + 1:
                        number_format = "0" if isinstance(cell.value, int) else cell.number_format
                        if number_format not in body:
                            body[number_format] = xlwt.easyxf(
                                f"font: name {_FONT}, height 200; {frame}", num_format_str=number_format
                            )
                        style = body[number_format]
                area = merged.get((number, column))
                if area:
                    page.write_merge(area[0] - 1, area[2] - 1, area[1] - 1, area[3] - 1, cell.value, style)
                elif (number, column) != (end + 1, 2) and (cell.value is not None or framed is not cells):
                    page.write(number - 1, column - 1, cell.value, style)
        for column, characters in enumerate(sheet.widths):
            page.col(column).width = characters * 290
        page.set_portrait(False)
        page.set_header_str(b"")
        page.set_footer_str(b"&P / &N")
        page.set_fit_num_pages(True)
        page.set_fit_width_to_pages(1)
        page.set_fit_height_to_pages(0)
        page.set_panes_frozen(True)
        page.set_horz_split_pos(HEADER_ROWS)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


# csv


def _csv(ledger: Ledger) -> bytes:
    (sheet,) = ledger.sheets
    width = len(sheet.header)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for cells in _lines(sheet):
        texts = [as_text(cell) for cell in cells]
        writer.writerow(texts + [""] * (width - len(texts)))
    return written.getvalue().encode("gb18030")


def as_text(cell: Cell) -> str:
    """What the spreadsheet program shows, which is what it saves as text."""
    value = cell.value
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value.hour}:{value:%M}"
    if isinstance(value, date):
        short = cell.number_format == DAY_SHORT
        return f"{value.month}月{value.day}日" if short else f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)
