"""What the reader leaves out of the binary workbooks, xls and xlsb, found in their records: error values, which it gives as
empty cells, the rows that a filter hides, and the day from which the others are counted.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from analytics.ledger.grid import Grid
from analytics.ledger.packages import MAX_FAULTS, parts_of_sheets, put_faults, unpacked

Faults = dict[tuple[int, int], str]

_ERRORS: Mapping[int, str] = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
_NOT_TOLD = "#N/A"
# Records of xls.
_BOF, _EOF, _SHEET, _FORMULA, _ERROR_OR_TRUTH = (
    {0x0809, 0x0409, 0x0209, 0x0009},
    0x0A,
    0x85,
    {0x0006, 0x0206, 0x0406},
    0x0205,
)
_DATE_MODE = 0x22
_FILTER_MODE = b"\x9b\x00\x00\x00"
_ROW_OF_XLS, _HIDDEN = 0x0208, 0x20
# What an error looks like in passing: its own record, or a formula's with such a result.
_HAS_ERRORS = re.compile(rb"\x05\x02\x08\x00.{7}\x01|\x06[\x00\x02\x04].{8}\x02.{5}\xff\xff", re.DOTALL)
# Records of xlsb.
_ROW, _CELL_ERROR, _FORMULA_ERROR, _BOOK, _BUNDLE, _FILTER = 0, 3, 11, 153, 156, 161
_HIDDEN_IN_XLSB, _FILTER_SIGN = 0x10, b"\xa1\x01"
# Of a compound file.
_FREE, _NO_MORE = 0xFFFFFFFA, 109


def complete_xls(data: bytes, grids: list[Grid]) -> None:
    """Put the error values of an old workbook where they stand; of one whose records do not hold together, none."""
    try:
        book = _book(data)
        is_filtered = _FILTER_MODE in book
        if not _HAS_ERRORS.search(book) and not is_filtered:
            return
        starts = list(_worksheets(book))
        if len(starts) == len(grids):
            for start, grid in zip(starts, grids, strict=True):
                put_faults(grid, _faults_of_records(book, start))
                grid.filtered = _hidden_rows(book, start) if is_filtered else set()
    except (struct.error, IndexError, ValueError):
        return


def complete_xlsb(data: bytes, grids: list[Grid]) -> None:
    """Put the error values of a binary workbook where they stand; of one put together unusually, none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower(): name for name in package.namelist()}
            book = unpacked(data, package.getinfo(names["xl/workbook.bin"]))
            parts = parts_of_sheets(data, dict(_bundles(book)))
            for grid in grids:
                if part := names.get(parts.get(grid.sheet, "")):
                    content = unpacked(data, package.getinfo(part))
                    put_faults(grid, _faults_of_part(content))
                    grid.filtered = _hidden_of_part(content)
    except (
        KeyError,
        struct.error,
        IndexError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
    ):
        return


def counts_from_1904(data: bytes) -> bool:
    """Tell whether a binary workbook counts its days from 1904; of one whose records do not hold together, no."""
    try:
        if not data.startswith(b"PK"):
            return _tells_1904(_book(data))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = {name.lower(): name for name in package.namelist()}
            book = unpacked(data, package.getinfo(names["xl/workbook.bin"]))
        return any(kind == _BOOK and book[at] & 1 == 1 for kind, at, length in _binary_records(book) if length)
    except (
        KeyError,
        struct.error,
        IndexError,
        ValueError,
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        NotImplementedError,
    ):
        return False


def _tells_1904(book: bytes) -> bool:
    at = 0
    while at + 6 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind in {_EOF, _DATE_MODE}:
            return kind == _DATE_MODE and book[at + 4] == 1
        at += 4 + length
    return False


def _book(data: bytes) -> bytes:
    """Return the stream of an old workbook out of its compound file; raises ValueError where there is none."""
    size = 1 << min(struct.unpack_from("<H", data, 30)[0], 20)
    first_directory, _, cutoff, first_small = struct.unpack_from("<IIII", data, 48)
    table = _allocation(data, size)
    directory = _chain(data, table, first_directory, size)
    root: tuple[int, int] | None = None
    for at in range(0, len(directory) - 127, 128):
        letters = directory[at : at + max(struct.unpack_from("<H", directory, at + 64)[0] - 2, 0)]
        start, length = struct.unpack_from("<II", directory, at + 116)
        if at == 0:
            root = start, length
        if letters.decode("utf-16-le", "replace").lower() not in {"workbook", "book"}:
            continue
        if length >= cutoff or root is None:
            return _chain(data, table, start, size)[:length]
        small = 1 << min(struct.unpack_from("<H", data, 32)[0], 20)
        held = _chain(data, table, root[0], size)
        links = _chain(data, table, first_small, size)
        small_table = struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])
        return b"".join(held[one * small : (one + 1) * small] for one in _links(small_table, start))[:length]
    raise ValueError("no workbook")


def _allocation(data: bytes, size: int) -> tuple[int, ...]:
    listed = [one for one in struct.unpack_from(f"<{_NO_MORE}I", data, 76) if one < _FREE]
    following, seen = struct.unpack_from("<I", data, 68)[0], 0
    while following < _FREE and seen <= len(data) // size:
        entries = struct.unpack_from(f"<{size // 4}I", data, (following + 1) * size)
        listed += [one for one in entries[:-1] if one < _FREE]
        following, seen = entries[-1], seen + 1
    table = b"".join(data[(one + 1) * size : (one + 2) * size] for one in listed)
    return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])


def _chain(data: bytes, table: tuple[int, ...], start: int, size: int) -> bytes:
    return b"".join(data[(one + 1) * size : (one + 2) * size] for one in _links(table, start))


def _links(table: tuple[int, ...], start: int) -> Iterator[int]:
    """Yield the sectors of a chain; raises ValueError for one that goes in a circle."""
    for _ in range(len(table) + 1):
        if start >= _FREE:
            return
        yield start
        start = table[start]
    raise ValueError("circle")


def _worksheets(book: bytes) -> Iterator[int]:
    """Yield where the records of each worksheet begin, in the order of the sheets."""
    at = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        if kind == _SHEET and book[at + 9] == 0:
            yield struct.unpack_from("<I", book, at + 4)[0]
        at += 4 + length


def _faults_of_records(book: bytes, start: int) -> Faults:
    found: Faults = {}
    for kind, at, length in _records_of_sheet(book, start):
        if len(found) >= MAX_FAULTS:
            break
        if kind == _ERROR_OR_TRUTH and length >= 8 and book[at + 7] == 1:
            found[struct.unpack_from("<HH", book, at)] = _ERRORS.get(book[at + 6], _NOT_TOLD)
        # The result of a formula that is no number ends with FFFF and begins with its kind; 2 is an error.
        elif kind in _FORMULA and length >= 14 and book[at + 12 : at + 14] == b"\xff\xff" and book[at + 6] == 2:
            found[struct.unpack_from("<HH", book, at)] = _ERRORS.get(book[at + 8], _NOT_TOLD)
    return found


def _hidden_rows(book: bytes, start: int) -> set[int]:
    """Return the spreadsheet's numbers of the rows that the filter of a worksheet hides."""
    hidden: set[int] = set()
    is_filtered = False
    for kind, at, length in _records_of_sheet(book, start):
        if kind == _FILTER_MODE[0]:
            is_filtered = True
        elif kind == _ROW_OF_XLS and length >= 14 and book[at + 12] & _HIDDEN:
            hidden.add(struct.unpack_from("<H", book, at)[0] + 1)
    return hidden if is_filtered else set()


def _records_of_sheet(book: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of the records of a worksheet, without those of the charts on it."""
    depth = 0
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind in _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, at + 4, length
        at += 4 + length


def _bundles(book: bytes) -> Iterator[tuple[str, str]]:
    """Yield the name of each sheet and the id of the relation to its part."""
    for kind, at, _ in _binary_records(book):
        if kind == _BUNDLE:
            length = struct.unpack_from("<I", book, at + 8)[0]
            relation, name = book[at + 12 : at + 12 + length * 2], at + 12 + length * 2
            length = struct.unpack_from("<I", book, name)[0]
            yield book[name + 4 : name + 4 + length * 2].decode("utf-16-le"), relation.decode("utf-16-le")


def _faults_of_part(part: bytes) -> Faults:
    found: Faults = {}
    row = 0
    for kind, at, length in _binary_records(part):
        if kind == _ROW and length >= 4:
            row = struct.unpack_from("<I", part, at)[0]
        elif kind in {_CELL_ERROR, _FORMULA_ERROR} and length >= 9 and len(found) < MAX_FAULTS:
            found[row, struct.unpack_from("<I", part, at)[0]] = _ERRORS.get(part[at + 8], _NOT_TOLD)
    return found


def _hidden_of_part(part: bytes) -> set[int]:
    """Return the spreadsheet's numbers of the rows that are hidden where the sheet has a filter."""
    hidden: set[int] = set()
    is_filtered = False
    if _FILTER_SIGN not in part:  # nearly always
        return hidden
    for kind, at, length in _binary_records(part):
        if kind == _ROW and length >= 12 and part[at + 11] & _HIDDEN_IN_XLSB:
            hidden.add(struct.unpack_from("<I", part, at)[0] + 1)
        is_filtered = is_filtered or kind == _FILTER
    return hidden if is_filtered else set()


def _binary_records(part: bytes) -> Iterator[tuple[int, int, int]]:
    """Yield kind, place and length of every record; both numbers are written seven bits a byte."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        yield kind, at, length
        at += length
