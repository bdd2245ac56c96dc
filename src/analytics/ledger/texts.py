"""Text files: comma, tab, semicolon or bar between cells, in one of the encodings of a fixed ladder.

The ladder is byte order mark, UTF-8, GB18030; guessing takes short GBK files for Korean. A long file is read in parts and
never held whole.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from analytics.ledger.grid import Cell, collector_at_rest
from analytics.ledger.packages import MAX_CELLS
from analytics.ledger.refusals import (
    EMPTY,
    ENCODING,
    NOT_A_SPREADSHEET,
    NULL_BYTES,
    QUOTES,
    SWALLOWED,
    TOO_LARGE,
    WEB_PAGE,
    refusal,
    short,
)

if TYPE_CHECKING:
    from _csv import Reader

PART_ROWS = 25_000
# The last part holds this share of one at least: what a few rows mean their column does not tell.
_FEW = 25
WIDEST = 16_384

_WRAPPED = re.compile(r'\A="([^"]*)"\Z')
_HEAD = 1 << 16
_PIECE = 1 << 22
_TAIL = 1 << 15
# Text of another encoding passes for GB18030 often enough, but not for Chinese: Big5 turns into signs that no font has,
# Western accents into single Chinese signs inside Latin words.
_NO_SIGN = re.compile("[\ue000-\uf8ff]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_INSIDE_WORD = re.compile(
    r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z ,;.\t\r\n]|$)|(?<![^\x00-\x7f])[^\x00-\x7f](?=[A-Za-z])"
)
_SAMPLE = 1 << 16
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A text file that can be read from its beginning as often as is needed.

    ``is_wrapped`` tells that cells are written as ``="0012"``, which keeps a spreadsheet program from taking them for numbers.
    """

    file: str
    sheet: str
    encoding: str
    delimiter: str
    source: Path | bytes
    member: str = ""
    is_wrapped: bool = False

    def parts(self) -> Iterator[list[list[Cell]]]:
        """Yield the rows, so many at a time; the rows of one part are all as long as the longest so far.

        A few rows at the end, which tell little of their columns, come with those before them.
        Raises InputError when the text turns out to be damaged further down.
        """
        with _opened(self.source) as binary, io.TextIOWrapper(binary, self.encoding, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            least = max(1, PART_ROWS // _FEW)
            rows, done, width = self._next(reader, PART_ROWS, 0), 0, 0
            while rows:
                ahead = self._next(reader, least, done + len(rows))
                if len(ahead) < least:
                    rows += ahead
                    ahead = []
                width = max([width, *map(len, rows)])
                yield self._even(rows, width, done)
                done += len(rows)
                rows = ahead and ahead + self._next(reader, PART_ROWS - least, done + least)

    def _next(self, reader: Reader, count: int, done: int) -> list[list[Cell]]:
        """Return the next rows, so many at the most."""
        line = reader.line_num
        try:
            with collector_at_rest():
                rows = cast("list[list[Cell]]", list(islice(reader, count)))
        except UnicodeError:
            raise refusal(self.file, ENCODING) from None
        except csv.Error as fault:
            raise refusal(self.file, QUOTES, fault=short(fault)) from None
        if reader.line_num - line != len(rows):
            self._check_swallowed(rows, done)
        if self.is_wrapped:
            rows = [[_WRAPPED.sub(r"\1", cast("str", cell)) for cell in row] for row in rows]
        return rows

    def last_rows(self) -> list[list[Cell]]:
        """Return the last rows, cell by cell as their lines have them: what stands below a ledger is found in them."""
        with _opened(self.source) as binary:
            encoding = "utf-16-be" if binary.read(2) == codecs.BOM_UTF16_BE else self.encoding
            size = binary.seek(0, io.SEEK_END)
            # From an even place on: a sign of UTF-16 has two bytes.
            binary.seek(max(size - _TAIL, 0) // 2 * 2)
            lines = binary.read().decode(encoding, "ignore").splitlines()[1:]
        rows = [row for line in lines for row in csv.reader([line], delimiter=self.delimiter) if any(row)]
        return cast("list[list[Cell]]", rows)

    def _even(self, rows: list[list[Cell]], width: int, done: int) -> list[list[Cell]]:
        if width > WIDEST or (width * len(rows) > MAX_CELLS and width > 1000):
            raise refusal(self.file, TOO_LARGE, what=f"{done + len(rows)} × {width}")
        for row in rows:
            if len(row) < width:
                row.extend([""] * (width - len(row)))
        return rows

    def _check_swallowed(self, rows: list[list[Cell]], done: int) -> None:
        """Refuse a cell that holds whole lines of the table: a quotation mark before them was closed too late."""
        usual = max(map(len, rows[:30])) - 1
        if usual < 3:
            return
        for number, row in enumerate(rows, done + 1):
            for cell in row:
                if isinstance(cell, str) and "\n" in cell:
                    lines = cell.split("\n")[1:]
                    if sum(line.count(self.delimiter) == usual for line in lines) * 2 >= len(lines):
                        raise refusal(self.file, SWALLOWED, row=number)


def table_of(file: str, sheet: str, source: Path | bytes, member: str = "") -> TextTable:
    """Return how a text file is to be read; raises InputError when it is none, or in no encoding of the ladder."""
    head, encoding = _encoding(file, source)
    start = head[:512].lstrip().lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<table", "%pdf", "{\\rtf")):
        raise refusal(file, WEB_PAGE if start.startswith("<") else NOT_A_SPREADSHEET)
    return TextTable(file, sheet, encoding, delimiter_of(head), source, member, '="' in head)


def _opened(source: Path | bytes) -> IO[bytes]:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def _encoding(file: str, source: Path | bytes) -> tuple[str, str]:
    """Return the first signs of a text and its encoding; the whole file is looked through once."""
    with _opened(source) as binary:
        first = binary.read(_HEAD)
        marked = next((encoding for mark, encoding in _MARKS if first.startswith(mark)), None)
        if marked == "utf-16":
            return _decoded(file, first, "utf-16"), marked
        utf8 = codecs.getincrementaldecoder("utf-8")("strict")
        is_utf8, is_blank, piece = True, True, first
        samples = []
        while piece:
            if b"\x00" in piece:
                raise refusal(file, EMPTY if is_blank and not piece.strip(b"\x00 \t\r\n") else NULL_BYTES)
            is_blank = is_blank and not piece.strip()
            samples.append(piece[:_SAMPLE])
            if is_utf8:
                try:
                    utf8.decode(piece)
                except UnicodeDecodeError:
                    if marked:
                        raise refusal(file, ENCODING) from None
                    is_utf8 = False
            piece = binary.read(_PIECE)
        try:
            utf8.decode(b"", final=True)
        except UnicodeDecodeError:
            is_utf8 = False
    encoding = marked or ("utf-8" if is_utf8 else "gb18030")
    if encoding == "gb18030" and _is_foreign(samples):
        raise refusal(file, ENCODING)
    return _decoded(file, first, encoding), encoding


def _is_foreign(samples: list[bytes]) -> bool:
    """Tell whether text that decodes as GB18030 is none, from pieces of it that begin and end anywhere."""
    # No sign of GB18030 holds the byte of a line's end, so what lies between two of them is whole.
    whole = [sample[sample.find(b"\n") + 1 if number else 0 :] for number, sample in enumerate(samples)]
    text = b"\n".join(whole).decode("gb18030", "ignore")
    runs = _RUN.findall(text)
    signs = sum(map(len, runs))
    missing = len(_NO_SIGN.findall(text))
    return (missing >= 3 and missing * 50 > signs) or len(_INSIDE_WORD.findall(text)) * 2 > max(len(runs), 1)


def _decoded(file: str, first: bytes, encoding: str) -> str:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(first)
    except UnicodeDecodeError:
        raise refusal(file, ENCODING) from None


def delimiter_of(text: str) -> str:
    """Return the mark that cuts most of the first lines alike; of several the one that cuts the header, then the finest.

    Where several names stand in one cell, their ``;`` cuts the rows but not the header.
    """
    lines = [line for line in text.splitlines()[:30] if line.strip()]
    best, most = ",", (False, -len(lines), 0)
    for mark in (",", "\t", ";", "|", "，", "^", "~"):
        try:
            widths = [len(row) for row in csv.reader(lines, delimiter=mark) if row]
        except csv.Error:
            continue
        cut = max((width for width in widths if width > 1), key=lambda width: widths.count(width) * width, default=1)
        if cut == 1:
            continue
        alike = widths.count(cut)
        rank = (alike * 2 >= len(widths), -widths.index(cut), alike * (cut - 1))
        if rank > most:
            best, most = mark, rank
    return best
