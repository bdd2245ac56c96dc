"""Open a received file and return its sheets as grids of cells; nothing else in the package opens a ledger.

What a file is, is told by its first bytes, not by its name: offices rename. Text files are decoded by a fixed ladder
(byte order mark, UTF-8, GB18030), because guessing takes short GBK files for Korean.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analytics.errors import InputError
from analytics.language import Text

Cell = str | float | int | bool | date | datetime | time | timedelta
Area = tuple[tuple[int, int], tuple[int, int]]

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".csv", ".tsv", ".txt"})

# A dense sheet of this many cells needs about 2 GB in the reader, a full one of Excel's million rows and 30 columns.
MAX_CELLS = 32_000_000
MAX_FILE_BYTES = 1_000_000_000
MAX_UNPACKED_BYTES = 2_000_000_000
MAX_UNPACKED_RATIO = 300
# Up to this size the sheet's own text is searched for its outermost cell; a larger one is taken at its word if it says
# how far it reaches, because the search would take a third of the time of reading it.
MAX_SEARCHED_BYTES = 24_000_000

_CELL_REFERENCE = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*+(?<!/)>')
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z]{1,3}\d{1,7}:([A-Z]{1,3})(\d{1,7})"')
_REPEATS = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"[^>]*?office:value')
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"


@dataclass(slots=True)
class Grid:
    """One sheet as the file holds it: every row as long as the widest, empty cells as ``""``.

    ``first_row`` is the spreadsheet's number of the first row; ``merged`` holds zero-based (first, last) cells.
    """

    sheet: str
    rows: list[list[Cell]]
    first_row: int = 1
    hidden: bool = False
    merged: list[Area] = field(default_factory=list)


@dataclass(slots=True)
class Received:
    """A file as it was received: its grids, its digest, its size."""

    path: Path
    sha256: str
    size: int
    grids: list[Grid]


def read_file(path: Path) -> Received:
    """Read every sheet of *path*; raises InputError when no sheet can be read or none holds a cell."""
    data = _bytes_of(path)
    received = Received(path, hashlib.sha256(data).hexdigest(), len(data), [])
    if data.startswith((_ZIP, _OLE)):
        received.grids = _workbook(path, data)
    else:
        received.grids = [_text_grid(path, data)]
    if not any(grid.rows for grid in received.grids):
        raise _refusal(path, _EMPTY)
    return received


def read_workbook(path: Path) -> list[Grid]:
    """Return the sheets of *path*, hidden ones too, in their order; raises InputError like :func:`read_file`."""
    return read_file(path).grids


def _refusal(path: Path, text: Text, **values: object) -> InputError:
    return InputError(text.format(file=path.name, **values))


_LOCKED = Text(
    zh="{file} 不是台账，而是表格打开期间留下的锁文件。请关闭正在编辑的表格；如果它仍在，可以删除这个文件。",
    en="{file} is not a ledger but the lock file of a workbook that is open. Close the workbook; if the file stays, "
    "delete it.",
)
_UNREADABLE = Text(
    zh="{file} 打不开：{fault}。请检查文件是否存在、是否被其他程序占用、是否有读取权限。",
    en="{file} cannot be opened: {fault}. See that it exists, that no program holds it, and that you may read it.",
)
_WPS = Text(
    zh="{file} 是 WPS 专用的 .et 格式，读不了。请在 WPS 中“另存为”xlsx 后重新加载。",
    en="{file} is in the .et format of WPS, which cannot be read. Save it as xlsx in WPS and load that.",
)
_NOT_A_SPREADSHEET = Text(
    zh="{file} 不是表格文件。能读的有 xlsx、xlsm、xlsb、xls、ods、csv、tsv；请另存为其中一种后重新加载。",
    en="{file} is not a spreadsheet. Files that can be read: xlsx, xlsm, xlsb, xls, ods, csv, tsv; save it as one of "
    "them and load that.",
)
_EMPTY = Text(
    zh="{file} 是空的，没有一个填了内容的单元格（没有保存计算结果的公式也算空）。请确认是否拿错了文件，或打开、另存后重新加载。",
    en="{file} is empty: not one cell is filled (a formula whose result was not saved counts as empty). See whether it "
    "is the right file, or open it, save it again and load that.",
)
_ENCRYPTED = Text(
    zh="{file} 设有打开密码，读不了。请在表格软件中取消密码、另存后重新加载。",
    en="{file} is protected by a password and cannot be read. Remove the password in the spreadsheet program, save it "
    "and load that.",
)
_DAMAGED = Text(
    zh="{file} 已损坏或不完整，读不了（{fault}）。请用表格软件打开并另存为 xlsx，或请对方重新发送。",
    en="{file} is damaged or incomplete and cannot be read ({fault}). Open it in a spreadsheet program and save it as "
    "xlsx, or ask the sender for it again.",
)
_TOO_LARGE = Text(
    zh="{file} 太大，读不了：{what}。请删去多余的行、列或工作表，或分成几个文件后重新加载。",
    en="{file} is too large to be read: {what}. Delete needless rows, columns or sheets, or split it, and load that.",
)
_NULL_BYTES = Text(
    zh="{file} 里有空字节，不是正常的文本文件。请用表格软件另存为 xlsx，或另存为 UTF-8 编码的 csv 后重新加载。",
    en="{file} holds null bytes and is no ordinary text file. Save it as xlsx, or as csv in UTF-8, and load that.",
)
_ENCODING = Text(
    zh="{file} 的文字编码不是 UTF-8，也不是 GB18030（GBK）。请另存为 UTF-8 编码的 csv 或 xlsx 后重新加载。",
    en="The text of {file} is neither UTF-8 nor GB18030 (GBK). Save it as csv in UTF-8 or as xlsx and load that.",
)
_WEB_PAGE = Text(
    zh="{file} 其实是网页，不是表格。请用表格软件打开并另存为 xlsx 后重新加载。",
    en="{file} is a web page and not a spreadsheet. Open it in a spreadsheet program, save it as xlsx and load that.",
)
_QUOTES = Text(
    zh="{file} 不是完整的 csv（{fault}），多半是有一处引号没有成对。请更正后重新加载，或另存为 xlsx。",
    en="{file} is not a whole csv file ({fault}); most likely a quotation mark is not closed. Correct it, or save the "
    "file as xlsx, and load that.",
)


def _bytes_of(path: Path) -> bytes:
    suffix = path.suffix.lower()
    if path.name.startswith(("~$", ".~")):
        raise _refusal(path, _LOCKED)
    if suffix == ".et":
        raise _refusal(path, _WPS)
    if suffix not in SUFFIXES:
        raise _refusal(path, _NOT_A_SPREADSHEET)
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise _refusal(path, _TOO_LARGE, what=f"{size / 1e9:.1f} GB")
        data = path.read_bytes()
    except OSError as fault:
        raise _refusal(path, _UNREADABLE, fault=fault.strerror or fault) from None
    if not data.strip(b"\x00 \t\r\n"):
        raise _refusal(path, _EMPTY)
    return data


def _workbook(path: Path, data: bytes) -> list[Grid]:
    if data.startswith(_ZIP):
        _look_into_package(path, data)
    elif "EncryptedPackage".encode("utf-16-le") in data:
        raise _refusal(path, _ENCRYPTED)
    try:
        return _grids(path, data)
    except PasswordError:
        raise _refusal(path, _ENCRYPTED) from None
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError) as fault:
        raise _refusal(path, _DAMAGED, fault=_short(fault)) from None
    except BaseException as fault:
        # A panic of the Rust reader is no Exception; it means a file that the reader's authors did not foresee.
        if type(fault).__name__ != "PanicException":
            raise
        raise _refusal(path, _DAMAGED, fault=_short(fault)) from None


def _short(fault: BaseException) -> str:
    return (" ".join(str(fault).split()) or type(fault).__name__)[:120]


def _grids(path: Path, data: bytes) -> list[Grid]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        # Asked by name, the reader says what it did not like: a password, a missing part.
        workbook = CalamineWorkbook.from_path(path)
    grids: list[Grid] = []
    faults: list[BaseException] = []
    with workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            try:
                sheet = workbook.get_sheet_by_index(index)
            except (CalamineError, OSError) as fault:
                faults.append(fault)
                continue
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise _refusal(path, _TOO_LARGE, what=f"{about.name}: {sheet.total_height} × {sheet.total_width}")
            merged = sheet.merged_cell_ranges or []
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
            del sheet
            grids.append(
                Grid(about.name, _trimmed(rows), 1, about.visible is not SheetVisibleEnum.Visible, list(merged))
            )
    if faults:
        raise faults[0]
    return grids


def _trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Drop the empty rows at the end; a sheet without a filled cell has no rows."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows


def _look_into_package(path: Path, data: bytes) -> None:
    """Refuse, before it is unpacked, what would fill the memory: bombs, and lone cells a million columns away."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > MAX_UNPACKED_BYTES or (
                unpacked > 100_000_000 and unpacked > MAX_UNPACKED_RATIO * max(len(data), 1)
            ):
                raise _refusal(path, _TOO_LARGE, what=f"{unpacked / 1e6:.0f} MB")
            names = {member.filename for member in members}
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read("META-INF/manifest.xml"):
                raise _refusal(path, _ENCRYPTED)
            if not any(name.lower().endswith((".xml", ".bin")) for name in names):
                raise _refusal(path, _NOT_A_SPREADSHEET)
            for member in members:
                if "worksheets/" in member.filename.replace("\\", "/").lower() and member.filename.endswith(".xml"):
                    _look_at_sheet(path, package, member)
                elif member.filename == "content.xml":
                    _look_at_content(path, package, member)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as fault:
        raise _refusal(path, _DAMAGED, fault=_short(fault)) from None


def _look_at_sheet(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with package.open(member) as sheet:
        head = sheet.read(4096)
        cells = set(_DIMENSION.findall(head)) if member.file_size > MAX_SEARCHED_BYTES else set()
        if not cells:
            cells = set(_CELL_REFERENCE.findall(head))
            while more := sheet.read(MAX_SEARCHED_BYTES):
                piece = head[-256:] + more
                cells.update(_CELL_REFERENCE.findall(piece))
                head = more
    if not cells:
        return
    rows = max(int(row) for _, row in cells)
    columns = max(_column_number(letters) for letters in {letters for letters, _ in cells})
    if rows * columns > MAX_CELLS:
        raise _refusal(path, _TOO_LARGE, what=f"{rows} × {columns}")


def _look_at_content(path: Path, package: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    with package.open(member) as content:
        head = content.read(MAX_SEARCHED_BYTES)
    if sum(int(count) for count in _REPEATS.findall(head)) > MAX_CELLS:
        raise _refusal(path, _TOO_LARGE, what="repeated cells")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _text_grid(path: Path, data: bytes) -> Grid:
    text = _decoded(path, data)
    if "\x00" in text:
        raise _refusal(path, _NULL_BYTES)
    head = text[:512].lstrip().lower()
    if head.startswith(("<!doctype", "<html", "<?xml", "<table", "%pdf", "{\\rtf")):
        raise _refusal(path, _WEB_PAGE if head.startswith("<") else _NOT_A_SPREADSHEET)
    try:
        rows: list[list[Cell]] = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))  # type: ignore[arg-type]
    except csv.Error as fault:
        raise _refusal(path, _QUOTES, fault=_short(fault)) from None
    width = max(map(len, rows), default=0)
    if width * len(rows) > MAX_CELLS:
        raise _refusal(path, _TOO_LARGE, what=f"{len(rows)} × {width}")
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return Grid(path.stem, _trimmed(rows))


def _decoded(path: Path, data: bytes) -> str:
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    for mark, encoding in marks:
        if data.startswith(mark):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError:
                raise _refusal(path, _ENCODING) from None
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refusal(path, _ENCODING)


def _delimiter(text: str) -> str:
    """Return the mark that cuts most of the first lines alike; of several the one that cuts the header, then the finest.

    Where several names stand in one cell, their ``;`` cuts the rows but not the header.
    """
    lines = [line for line in text[:65536].splitlines()[:30] if line.strip()]
    best, most = ",", (False, -len(lines), 0)
    for mark in (",", "\t", ";", "|"):
        widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        cut = max((width for width in widths if width > 1), key=lambda width: widths.count(width) * width, default=1)
        if cut == 1:
            continue
        alike = widths.count(cut)
        rank = (alike * 2 >= len(widths), -widths.index(cut), alike * (cut - 1))
        if rank > most:
            best, most = mark, rank
    return best
