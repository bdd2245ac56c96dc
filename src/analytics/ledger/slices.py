"""A long sheet is read in slices of its rows, several at once, each as soon as it has been looked into.

The reader works beside Python: while it reads some slices, the next is unpacked and looked into. No more than a few of them
are held at a time. A sheet that is not written as nearly all programs write them is not cut: it is read whole.
"""

from __future__ import annotations

import io
import os
import re
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from analytics.ledger import packages
from analytics.ledger.grid import Area, Cell
from analytics.ledger.packages import MAX_CELLS
from analytics.ledger.shown import Formats, Seen, column_number

# Shorter sheets are read whole: they take less than half a second.
LONG_SHEET = 16_000_000
SLICE = 8_000_000
_LONGEST_ROW = 4 * SLICE
_CLOSELY = 100_000
# Where the parts lie that a sheet is read by: the list of sheets, the styles, the texts.
_BESIDE = frozenset({"", "_rels", "xl", "xl/_rels"})
_ROW = b'<row r="'
_END = b"</sheetData>"
_COLUMN = re.compile(rb'<c r="([A-Za-z]{2,3})\d')
_NUMBER = re.compile(rb"\d*")


class UncutError(Exception):
    """A sheet that cannot be cut with certainty."""


@dataclass(slots=True)
class Sliced:
    """The cells of a sheet whose slices were put together, its merged areas, and what the reader left out."""

    rows: list[list[Cell]] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    seen: Seen = field(default_factory=Seen)


class LongSheets:
    """The sheets of a package that are long enough to be cut, by the names of their parts; none of a damaged one."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.parts: dict[str, zipfile.ZipInfo] = {}
        self.formats = Formats()
        with suppress(zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                members = package.infolist()
            self.beside = [member for member in members if _folder(member) in _BESIDE]
            # What every slice brings along is read with each of them.
            self.size = max(SLICE, 2 * sum(member.file_size for member in self.beside))
            long = max(LONG_SHEET, 2 * self.size)
            self.parts = {
                packages.part_name(member): member
                for member in members
                if packages.is_sheet(member) and member.file_size >= long
            }
            if self.parts:
                self.formats = packages.formats_of(data, self.beside)

    def read(self, part: str, index: int) -> Sliced:
        """Return the sheet that stands at *index* in the workbook; raises UncutError when it has to be read whole."""
        member = self.parts[part]
        shared = {one.filename: packages.unpacked(self.data, one) for one in self.beside}
        sliced = Sliced()
        at_once = len(os.sched_getaffinity(0))
        reading: deque[Future[CalamineSheet]] = deque()
        try:
            with ThreadPoolExecutor(at_once) as readers:
                for text in _slices(packages.pieces(self.data, member), self.size):
                    _look_into(text, sliced.seen, self.formats)
                    reading.append(readers.submit(_read, _package(shared, member.filename, text), index))
                    del text
                    if len(reading) > at_once:
                        _add(sliced, reading.popleft().result())
                while reading:
                    _add(sliced, reading.popleft().result())
        except (CalamineError, zipfile.BadZipFile) as fault:
            raise UncutError(part) from fault
        width = max(map(len, sliced.rows), default=0)
        for row in sliced.rows:
            row.extend([""] * (width - len(row)))
        return sliced


def _folder(member: zipfile.ZipInfo) -> str:
    return packages.part_name(member).rpartition("/")[0]


def _slices(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """Yield sheets of some rows each, cut where a row begins; the last ends as the whole one does."""
    head, rest = b"", b""
    for piece in pieces:
        rest += piece
        if not head:
            head = rest[: max(rest.find(_ROW), 0)]
            rest = rest[len(head) :]
        if len(rest) < size:
            continue
        cut = rest.rfind(_ROW)
        if head and cut > 0:
            yield b"".join((head, memoryview(rest)[:cut], _END, b"</worksheet>"))
            rest = rest[cut:]
        elif len(rest) > _LONGEST_ROW:
            raise UncutError
    yield head + rest


def _look_into(text: bytes, seen: Seen, formats: Formats) -> None:
    """Gather what the reader leaves out of a slice; raises UncutError where its cells might reach too far to be held."""
    # A program writes all cells alike: the first ones of every slice tell its manner.
    begins = text[: text.rfind(b">", 0, _CLOSELY) + 1]
    if not packages.is_plain(begins) or text.find(_END) < text.rfind(_ROW):
        raise UncutError
    last = _NUMBER.match(text, text.rfind(_ROW) + len(_ROW))
    digits = len(last[0]) if last else 0
    columns = 26
    # One look tells of most sheets that they end before column AA and hold no longer number.
    if re.search(rb'r="(?:[A-Za-z]{2,3}\d|[A-Za-z]?\d{%d})' % (digits + 1), text):
        columns = max(map(column_number, set(_COLUMN.findall(text))), default=26)
        if re.search(rb'r="[A-Za-z]{0,3}\d{%d}' % (digits + 1), text):
            raise UncutError
    if columns * 10**digits > MAX_CELLS:
        raise UncutError
    packages.collect_faults(text, seen.faults, plain=True)
    formats.collect(text, seen)


def _package(shared: Mapping[str, bytes], name: str, text: bytes) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, content in {**shared, name: text}.items():
            package.writestr(part, content)
    made.seek(0)
    return made


def _read(package: io.BytesIO, index: int) -> CalamineSheet:
    with CalamineWorkbook.from_filelike(package) as workbook:
        return workbook.get_sheet_by_index(index)


def _add(sliced: Sliced, sheet: CalamineSheet) -> None:
    sliced.merged += sheet.merged_cell_ranges or []
    if sheet.start is None:
        return
    top, left = sheet.start
    if top < len(sliced.rows) or sheet.total_height * sheet.total_width > MAX_CELLS:
        raise UncutError
    sliced.rows.extend([] for _ in range(top - len(sliced.rows)))
    rows: list[list[Cell]] = sheet.to_python()
    sliced.rows += [[""] * left + row for row in rows] if left else rows
