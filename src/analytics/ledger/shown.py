"""How an xlsx workbook shows what it holds, where that says more than the cells: ``007`` for a 7, 95% for 0.95, rows hidden."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from decimal import Decimal

Places = dict[tuple[int, int], str]

MAX_SHOWN = 2_000_000
_HEAD = 4096
_FORMAT = re.compile(rb'<numFmt\b[^>]*?\bnumFmtId="(\d{1,9})"[^>]*?\bformatCode="([^"]*)"')
_PERCENTAGE = re.compile(r"0(?:\.0+)?%")
_BUILT_IN_PERCENT = (b"9", b"10")
_PERCENT = "%", 0
_ZEROS = re.compile(r'(?:"([^"]*)")?(0{2,20})')
_CELL_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<xf\b[^>]*>")
_FORMAT_OF_STYLE = re.compile(rb'\bnumFmtId="(\d{1,9})"')
_FILTERED = re.compile(rb'<sheetPr\b[^>]*\bfilterMode="(?:1|true)"')
_HIDDEN_ROW = re.compile(rb'<row r="(\d{1,9})"[^>]*?\bhidden="(?:1|true)"')


@dataclass(slots=True)
class Seen:
    """What a sheet part tells that the reader leaves out, by zero-based row and column.

    ``faults`` are errors and lost results, ``shown`` numbers that are shown otherwise, 007 or 95%; ``hidden`` holds the
    spreadsheet's numbers of the rows that a filter hides.
    """

    faults: Places = field(default_factory=dict)
    shown: Places = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    is_filtered: bool = False

    def __bool__(self) -> bool:
        return bool(self.faults or self.shown or self.hidden)


class Formats:
    """The styles of a workbook that show more than its numbers say, 007, NO.007 or 95%; most workbooks have none."""

    def __init__(self, styles: bytes = b"") -> None:
        formats: dict[bytes, tuple[str, int]] = dict.fromkeys(_BUILT_IN_PERCENT, _PERCENT)
        for number, code in _FORMAT.findall(styles):
            words = html.unescape(code.decode("utf-8", "replace"))
            if found := _ZEROS.fullmatch(words):
                formats[number] = found[1] or "", len(found[2])
            elif _PERCENTAGE.fullmatch(words):
                formats[number] = _PERCENT
        self._styles: dict[bytes, tuple[str, int]] = {}
        if listed := _CELL_STYLES.search(styles):
            for place, style in enumerate(_STYLE.findall(listed[0])):
                number = _FORMAT_OF_STYLE.search(style)
                if number and number[1] in formats:
                    self._styles[str(place).encode()] = formats[number[1]]
        self._cell = re.compile(
            rb'<c r="([A-Z]{1,3})(\d{1,7})" s="(%b)"(?: t="n")?>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>(\d{1,15}(?:\.\d{1,20})?)</v>'
            % b"|".join(self._styles)
        )

    def collect(self, text: bytes, seen: Seen) -> None:
        """Add the numbers of a piece of a sheet that are shown otherwise than they are held, and the rows that a filter hides."""
        if self._styles and len(seen.shown) < MAX_SHOWN:
            for letters, row, style, number in self._cell.findall(text):
                if shown := _shown(number.decode(), *self._styles[style]):
                    seen.shown[int(row) - 1, column_number(letters) - 1] = shown
        seen.is_filtered = seen.is_filtered or bool(_FILTERED.search(text, 0, _HEAD))
        if seen.is_filtered:
            seen.hidden.update(map(int, _HIDDEN_ROW.findall(text)))


def _shown(number: str, before: str, width: int) -> str:
    """Return how a number is shown; nothing for a fraction where a format puts zeros in front."""
    if (before, width) == _PERCENT:
        return f"{(Decimal(number) * 100).normalize():f}%"
    return before + number.zfill(width) if number.isdigit() else ""


def column_number(letters: bytes) -> int:
    """Return the number of the column that a spreadsheet calls by *letters*."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
