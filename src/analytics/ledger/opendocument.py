"""What the reader leaves out of an OpenDocument sheet: merged cells, error values, lost results, rows that a filter hides."""

from __future__ import annotations

import html
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.ledger.cells import ERRORS, Formula
from analytics.ledger.grid import Area, Grid
from analytics.ledger.packages import MAX_FAULTS, put_faults, unpacked

MAX_MERGED = 100_000
_LAST_ROW, _LAST_COLUMN = 1_048_575, 16_383
# Programs write the sign > in an attribute as &gt;, so that the first one ends the tag.
_TOKEN = re.compile(
    rb"<table:(?:(?P<cell>(?:covered-)?table-cell)|(?P<row>table-row)|(?P<sheet>table))(?=[\s/>])([^>]*)>"
)
_WORTH_A_LOOK = (b"-spanned=", b'visibility="filter"', b'value-type="error"', b">#", b">Err:")
_LOST_RESULT = re.compile(rb"<table:table-cell(?![^>]*office:value-type)[^>]*table:formula=")
_TELLING = re.compile(rb"repeated=|spanned=|formula=|error")
_ATTRIBUTE = re.compile(rb"""([\w:-]+)\s*=\s*["']([^"']*)["']""")
_PARAGRAPH = re.compile(rb"<text:p[^>]*>(?:<text:[^>]*>)*([^<]*)<")


@dataclass(slots=True)
class _Sheet:
    """What one sheet holds beside its values, by zero-based row and column."""

    merged: list[Area] = field(default_factory=list)
    faults: dict[tuple[int, int], str] = field(default_factory=dict)
    filtered: set[int] = field(default_factory=set)


def complete(data: bytes, grids: list[Grid]) -> None:
    """Add to the sheets of an OpenDocument workbook what the reader left out; of one put together unusually, nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            content = unpacked(data, package.getinfo("content.xml"))
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError):
        return
    is_calculated = b"table:formula=" in content
    if not any(sign in content for sign in _WORTH_A_LOOK) and not (is_calculated and _LOST_RESULT.search(content)):
        return
    sheets = dict(_sheets(content))
    for grid in grids:
        if found := sheets.get(grid.sheet):
            grid.merged = found.merged
            put_faults(grid, found.faults, over_values=True)
            grid.filtered = found.filtered


def _sheets(content: bytes) -> Iterator[tuple[str, _Sheet]]:
    name, sheet = "", _Sheet()
    row, next_row, column, repeated = -1, 0, 0, 1
    for token in _TOKEN.finditer(content):
        # Nearly every cell is this; the rest is for those that are not.
        if token["cell"] and not _TELLING.search(token[4]):
            column += 1
            continue
        told = dict(_ATTRIBUTE.findall(token[4]))
        if token["sheet"]:
            if row >= 0 or name:
                yield name, sheet
            name, sheet = html.unescape(told.get(b"table:name", b"").decode("utf-8", "replace")), _Sheet()
            row, next_row = -1, 0
        elif token["row"]:
            row, column, repeated = next_row, 0, _count(told, b"table:number-rows-repeated")
            next_row = row + repeated
            if told.get(b"table:visibility") == b"filter" and next_row <= _LAST_ROW:
                sheet.filtered.update(range(row + 1, next_row + 1))
        elif row <= _LAST_ROW:
            wide = _count(told, b"table:number-columns-repeated")
            if not token["cell"].startswith(b"covered"):
                _look_at(content, token, told, sheet, (row, column, repeated, wide))
            column += wide
    yield name, sheet


def _look_at(
    content: bytes, token: re.Match[bytes], told: dict[bytes, bytes], sheet: _Sheet, place: tuple[int, int, int, int]
) -> None:
    row, column, rows, columns = place
    down, across = _count(told, b"table:number-rows-spanned"), _count(told, b"table:number-columns-spanned")
    if (down > 1 or across > 1) and len(sheet.merged) < MAX_MERGED:
        last = min(row + down - 1, _LAST_ROW), min(column + across - 1, _LAST_COLUMN)
        sheet.merged.append(((row, column), last))
    fault = _fault(content, token, told)
    if fault is not None and len(sheet.faults) + rows * columns <= MAX_FAULTS:
        sheet.faults.update({(row + at, column + by): fault for at in range(rows) for by in range(columns)})


def _fault(content: bytes, token: re.Match[bytes], told: dict[bytes, bytes]) -> str | None:
    """Return the error value of a cell, or its formula where no result was saved; None for all others."""
    formula = told.get(b"table:formula")
    if formula is None and told.get(b"calcext:value-type") != b"error":
        return None
    is_empty = token[4].endswith(b"/")
    if formula is not None and is_empty and b"office:value-type" not in told:
        words = html.unescape(formula.decode("utf-8", "replace")).partition(":=")[2][:200]
        return Formula(f"={words or '…'}")
    end = token.end() if is_empty else content.find(b"</table:table-cell>", token.end())
    # A comment stands before what the cell shows.
    shown = [
        words.decode("utf-8", "replace") for words in _PARAGRAPH.findall(content, token.end(), max(end, token.end()))
    ]
    if shown and html.unescape(shown[-1]) in ERRORS:
        return html.unescape(shown[-1])
    return "#N/A" if told.get(b"calcext:value-type") == b"error" else None


def _count(told: dict[bytes, bytes], name: bytes) -> int:
    words = told.get(name, b"1")
    return max(int(words), 1) if words.isdigit() and len(words) < 10 else 1
