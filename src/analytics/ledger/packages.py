"""Look into a workbook's package of XML parts before it is read: what would fill the memory, and what the reader leaves out.

The reader makes a dense sheet of whatever lies between the outermost cells, trusts the sizes that a package tells of
itself, and gives error values and formulas without a saved result as empty cells.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from analytics.ledger.cells import ERRORS, Formula
from analytics.ledger.grid import Grid
from analytics.ledger.refusals import DAMAGED, ENCRYPTED, NOT_A_SPREADSHEET, TOO_LARGE, refusal, short
from analytics.ledger.shown import Formats, Places, Seen, column_number

# A dense sheet of this many cells needs about 2 GB in the reader, a full one of Excel's million rows and 30 columns.
MAX_CELLS = 32_000_000
MAX_UNPACKED_BYTES = 2_000_000_000
MAX_UNPACKED_RATIO = 300
MAX_PARTS = 20_000
# More faults than this are told by their first ones; the cells of the others stay empty.
MAX_FAULTS = 200_000
MAX_ADDED_CELLS = 4_000_000

_PIECE = 1 << 22
_CLOSELY = 16_000_000
_OVERLAP = 4096
# These two see every byte of a sheet: a pattern that begins with a plain letter is searched for three times faster. They
# may find too much; what looks too far is looked at again.
_FAR_COLUMN = re.compile(rb"""r\s*=\s*["']([A-Za-z]{2,3})\d""")
_ROW_NUMBER = re.compile(rb"""row\b[^>]*?\br\s*=\s*["'](\d{1,9})""")
_PLAIN_COLUMN = re.compile(rb'<c r="([A-Za-z]{2,3})\d')
_PLAIN_ROW = re.compile(rb'<row r="(\d{1,9})')
_FILLED_CELL = re.compile(rb"""<(?:\w+:)?c\b[^>]*?\br\s*=\s*["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*+(?<!/)>""")
_REPEATED = re.compile(rb"number-(?:columns|rows)-repeated\s*=\s*[\"'](\d+)")
_REPEATED_VALUE = re.compile(rb'number-(?:columns|rows)-repeated="(\d+)"[^>]*?office:value')
_ERROR_CELL = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(.*?)</(?:\w+:)?c>""", re.DOTALL
)
_ERROR_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_LOST_RESULT = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*?)\br="([A-Z]{1,3})(\d{1,7})"([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)"""
    rb"""\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_FROM_1904 = re.compile(rb"""date1904\s*=\s*["'](?:1|true)["']""")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_SCANNED = (".xml", ".bin", ".rels")


@dataclass(slots=True)
class _Reach:
    """How far the cells of a sheet reach, and what the reader leaves out of it."""

    rows: int = 0
    columns: int = 26
    seen: Seen = field(default_factory=Seen)


def look_into(file: str, data: bytes, later: Collection[str] = ()) -> dict[str, Seen]:
    """Return, for each sheet part, what the reader leaves out of it.

    The sheet parts named in *later* are left to who reads them in slices. Raises InputError for what is no workbook, is
    encrypted or damaged, or would fill the memory once unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            members = package.infolist()
        _check_sizes(file, data, members)
        names = {member.filename for member in members}
        if not any(name.lower().endswith((".xml", ".bin")) for name in names):
            raise refusal(file, NOT_A_SPREADSHEET)
        found = {}
        formats = formats_of(data, members)
        for member in members:
            name = member.filename.replace("\\", "/").lower()
            if not name.endswith(_SCANNED):
                continue
            if member.filename == "META-INF/manifest.xml":
                if b"encryption-data" in b"".join(pieces(data, member)):
                    raise refusal(file, ENCRYPTED)
            elif is_sheet(member):
                if part_name(member) not in later and (seen := look_into_sheet(file, data, member, formats)):
                    found[part_name(member)] = seen
            elif name == "content.xml":
                _scan_content(file, data, member)
            else:
                for _ in pieces(data, member):
                    pass
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as fault:
        raise refusal(file, DAMAGED, fault=short(fault)) from None
    return found


def formats_of(data: bytes, members: Iterable[zipfile.ZipInfo]) -> Formats:
    """Return the styles of a package that show more than its numbers say."""
    styles = [member for member in members if part_name(member) == "xl/styles.xml"]
    return Formats(b"".join(piece for member in styles for piece in pieces(data, member)))


def part_name(member: zipfile.ZipInfo) -> str:
    """Return the name of a part as it is compared: however it is written, it begins at the root of the package."""
    return member.filename.replace("\\", "/").lstrip("/").lower()


def is_sheet(member: zipfile.ZipInfo) -> bool:
    """Tell whether a part is a sheet in XML."""
    return "worksheets/" in part_name(member) and part_name(member).endswith(".xml")


def _check_sizes(file: str, data: bytes, members: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(member.file_size for member in members)
    if len(members) > MAX_PARTS:
        raise refusal(file, TOO_LARGE, what=f"{len(members)} parts")
    if unpacked > MAX_UNPACKED_BYTES or (unpacked > 100_000_000 and unpacked > MAX_UNPACKED_RATIO * len(data)):
        raise refusal(file, TOO_LARGE, what=f"{unpacked / 1e6:.0f} MB")


def pieces(data: bytes, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one part piece by piece; raises BadZipFile when it holds more than it says, which a reader would not notice."""
    start = member.header_offset + 30
    names, extra = (int.from_bytes(data[at : at + 2], "little") for at in (start - 4, start - 2))
    packed = memoryview(data)[start + names + extra : start + names + extra + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
        for at in range(0, len(packed), _PIECE):
            yield bytes(packed[at : at + _PIECE])
        return
    if member.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile(f"{member.filename}: {member.compress_type}")
    unpacker, total, rest = zlib.decompressobj(-15), 0, bytes(packed)
    while rest and not unpacker.eof:
        piece = unpacker.decompress(rest, _PIECE)
        total += len(piece)
        if total > member.file_size:
            raise zipfile.BadZipFile(f"{member.filename}: > {member.file_size} B")
        rest = unpacker.unconsumed_tail
        if piece:
            yield piece
        elif not rest:
            break


def unpacked(data: bytes, member: zipfile.ZipInfo) -> bytes:
    """Return the whole content of one part; raises BadZipFile when it is not as long, or not the same, as it says."""
    content = b"".join(pieces(data, member))
    if len(content) != member.file_size or zlib.crc32(content) != member.CRC:
        raise zipfile.BadZipFile(f"{member.filename}: CRC-32")
    return content


def look_into_sheet(file: str, data: bytes, member: zipfile.ZipInfo, formats: Formats) -> Seen:
    """Return what the reader leaves out of one sheet part; raises InputError when its cells reach too far to be held."""
    reach, tail, started, plain, seen = _Reach(), b"", 0, True, 0
    for piece in pieces(data, member):
        text = tail + piece
        seen += len(piece)
        # A program writes all cells alike; beyond so many, only the first and the last are looked at for another manner.
        if seen <= _CLOSELY or seen >= member.file_size:
            plain = plain and is_plain(text)
        started += text.count(b"<row") - tail.count(b"<row")
        row_number, far_column = (_PLAIN_ROW, _PLAIN_COLUMN) if plain else (_ROW_NUMBER, _FAR_COLUMN)
        reach.rows = max([reach.rows, *map(int, set(row_number.findall(text)))])
        reach.columns = max([reach.columns, *map(column_number, set(far_column.findall(text)))])
        collect_faults(text, reach.seen.faults, plain=plain)
        formats.collect(text, reach.seen)
        tail = text[-_OVERLAP:]
    reach.rows = max(reach.rows, started)
    if reach.rows * reach.columns > MAX_CELLS:
        # Cells that are only formatted reach that far often enough; now each is looked at.
        filled_rows, filled_columns = _filled_area(data, member)
        if max(filled_rows, 1) * max(filled_columns, 1) > MAX_CELLS:
            raise refusal(file, TOO_LARGE, what=f"{filled_rows} × {filled_columns}")
    return reach.seen


def is_plain(text: bytes) -> bool:
    """Tell whether every row and cell begins as nearly all programs write it, so that a quick search finds them all."""
    cells = text.count(b"<c ")
    return (
        cells == text.count(b'<c r="')
        and text.count(b"<row") == text.count(b'<row r="')
        and b":c " not in text
        and b"<c\n" not in text
        and b"<c\t" not in text
    )


def _filled_area(data: bytes, member: zipfile.ZipInfo) -> tuple[int, int]:
    rows, letters, tail = 0, {b"A"}, b""
    for piece in pieces(data, member):
        text = tail + piece
        cells = set(_FILLED_CELL.findall(text))
        letters.update(name for name, _ in cells)
        rows = max([rows, *(int(number) for _, number in cells)])
        tail = text[-_OVERLAP:]
    return rows, max(map(column_number, letters))


def collect_faults(text: bytes, faults: Places, *, plain: bool) -> None:
    """Add the cells of a piece of a sheet that hold an error or a formula without a saved result."""
    if len(faults) >= MAX_FAULTS:
        return
    # The rows of most sheets do not even hold the letter, which is seen at once.
    rows = max(text.find(b"<row"), 0), max(text.rfind(b"</row"), 0) or len(text)
    if text.find(b"e", *rows) >= 0 and b't="e"' in text:
        for letters, row, inside in _ERROR_CELL.findall(text):
            value = _ERROR_VALUE.search(inside)
            shown = html.unescape(value[1].decode("utf-8", "replace")) if value else ""
            faults[int(row) - 1, column_number(letters) - 1] = shown if shown in ERRORS else "#N/A"
    if text.find(b"f", *rows) >= 0 and (b"<f" in text or (not plain and b":f>" in text)):
        for before, letters, row, after, formula, empty in _LOST_RESULT.findall(text):
            if not (empty and b't="str"' in before + after):
                words = html.unescape(formula.decode("utf-8", "replace"))[:200]
                faults[int(row) - 1, column_number(letters) - 1] = Formula(f"={words or '…'}")


def _scan_content(file: str, data: bytes, member: zipfile.ZipInfo) -> None:
    """Refuse the sheets of an OpenDocument file that say a filled cell or row goes on for ever."""
    tail, cells = b"", 0
    for piece in pieces(data, member):
        text = tail + piece
        cells += sum(map(int, _REPEATED_VALUE.findall(text)))
        if cells > MAX_CELLS or any(int(count) > 1 << 31 for count in _REPEATED.findall(text)):
            raise refusal(file, TOO_LARGE, what="repeated cells")
        tail = text[-256:]


def is_xlsx(data: bytes) -> bool:
    """Tell whether the package is a workbook whose sheets are XML parts, every one of which has been looked into."""
    parts = names(data)
    return "[content_types].xml" in parts and not any(
        name.endswith(".bin") and ("worksheets/" in name or "workbook" in name) for name in parts
    )


def names(data: bytes) -> list[str]:
    """Return the names of the package's parts, in lower case."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [name.replace("\\", "/").lower() for name in package.namelist()]


def counts_from_1904(data: bytes) -> bool:
    """Tell whether the workbook of a package says that it counts its days from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            book = next(one for one in package.infolist() if one.filename.lower() == "xl/workbook.xml")
            return bool(_FROM_1904.search(unpacked(data, book)))
    except (StopIteration, zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return False


def tell_grids(data: bytes, found: Mapping[str, Seen], grids: list[Grid]) -> None:
    """Give what :func:`look_into` found to the sheets it belongs to: faults into empty cells, what is shown over numbers."""
    parts = parts_of_sheets(data)
    for grid in grids:
        if seen := found.get(parts.get(grid.sheet, "")):
            put_faults(grid, seen.faults)
            put_faults(grid, seen.shown, over_values=True)
            grid.filtered = seen.hidden


def put_faults(grid: Grid, faults: Mapping[tuple[int, int], str], *, over_values: bool = False) -> None:
    """Put error values where they stand, in empty cells only or over what was read in their place."""
    height, width = len(grid.rows), len(grid.rows[0]) if grid.rows else 0
    rows, columns = (max([size, *(place[axis] + 1 for place in faults)]) for axis, size in enumerate((height, width)))
    if rows * columns - height * width > MAX_ADDED_CELLS:
        # So far from all that is filled there is no row of a ledger.
        faults = {place: words for place, words in faults.items() if place[0] < height and place[1] < width}
        rows, columns = height, width
    if columns > width:
        for row in grid.rows:
            row.extend([""] * (columns - width))
    grid.rows.extend([""] * columns for _ in range(rows - height))
    for (row_number, column), words in faults.items():
        if over_values or grid.rows[row_number][column] == "":
            grid.rows[row_number][column] = words


def parts_of_sheets(data: bytes, relations_of: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return sheet name -> name of its part; nothing for a package that is put together unusually.

    *relations_of* gives the relation of each sheet where the workbook's own part is no XML.
    """
    book_name = "xl/workbook.xml" if relations_of is None else "xl/workbook.bin"
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower(): name for name in package.namelist()}
            book = package.read(names[book_name])
            relations = package.read(names[f"xl/_rels/{book_name.removeprefix('xl/')}.rels"])
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return {}
    targets = {}
    for relation in _RELATION.findall(relations):
        told = dict(_ATTRIBUTE.findall(relation))
        target = told.get(b"Target", b"").decode("utf-8", "replace").lower()
        targets[told.get(b"Id", b"")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if relations_of is not None:
        return {name: targets.get(relation.encode(), "") for name, relation in relations_of.items()}
    parts = {}
    for sheet in _SHEET.findall(book):
        told = dict(_ATTRIBUTE.findall(sheet))
        relation_id = next((value for name, value in told.items() if name.endswith(b":id")), b"")
        parts[html.unescape(told.get(b"name", b"").decode("utf-8", "replace"))] = targets.get(relation_id, "")
    return parts
