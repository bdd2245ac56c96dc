"""How the workbook looks: one typeface, few colours that survive a grey printer, number formats, widths of Chinese text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterator
from copy import copy
from functools import cache, lru_cache
from typing import Any, Literal

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

TYPEFACE = "Microsoft YaHei"  # on every office computer in China; nothing is embedded

INK = "1F2933"
GREY = "5F6B7A"
RULE = "C9D1DA"
BLUE = "1F5A8C"
HEAD_FILL = "DCE8F2"
TOTAL_FILL = "F1F4F7"
PAPER = "FFFFFF"

Tone = Literal["", "good", "near", "bad", "muted"]
TONE_FILL: dict[Tone, str] = {"good": "DDF0E3", "near": "FDF1D0", "bad": "F8DCD8"}
TONE_INK: dict[Tone, str] = {"good": "1E6B3A", "near": "7A5200", "bad": "A3261B", "muted": GREY}
# The order of the buckets of definitions.md; dark to light enough to tell apart in grey.
BUCKET_COLOURS: dict[str, str] = {
    "on_time": "1F5A8C",
    "late": "7FB2DA",
    "refused": "8E6BB0",
    "unreached": "E0A030",
    "missed": "B8352A",
    "pending": "B9C2CC",
    "excluded": "E3E7EB",
}

Form = Literal["text", "count", "ratio", "score", "ratio_change", "score_change", "day"]
# The blank of the width of "_ " keeps figures off the rule at their right.
NUMBER_FORMAT: dict[Form, str] = {
    "text": "@",
    "count": "#,##0_ ",
    "ratio": "0.0%_ ",
    "score": "0.0_ ",
    "ratio_change": "+0.0%_ ;-0.0%_ ;0.0%_ ",
    "score_change": "+0.0_ ;-0.0_ ;0.0_ ",
    "day": "yyyy-mm-dd",
}

BODY_SIZE = 10
_SHORT = 8.0  # four Chinese characters stay on one line
_BOLD = 1.08  # how much wider bold letters are
BODY_HEIGHT = 19.0  # points of a row of one line
LINE_HEIGHT = 15.0  # points of every further line

_THIN = Side(style="thin", color=RULE)
_STRONG = Side(style="medium", color=BLUE)
GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEAD_GRID = Border(left=_THIN, right=_THIN, top=_STRONG, bottom=_THIN)
TOTAL_GRID = Border(left=_THIN, right=_THIN, top=_STRONG, bottom=_STRONG)
SIGNATURE_LINE = Border(bottom=Side(style="thin", color=INK))
TITLE_LINE = Border(bottom=_STRONG)


@cache
def font(size: float = BODY_SIZE, *, bold: bool = False, colour: str = INK, underline: bool = False) -> Font:
    """Return the workbook's typeface in a size and a colour."""
    return Font(name=TYPEFACE, size=size, bold=bold, color=colour, underline="single" if underline else None)


@cache
def fill(colour: str) -> PatternFill:
    """Return a plain fill."""
    return PatternFill("solid", start_color=colour, end_color=colour)


@cache
def aligned(horizontal: str, *, wrap: bool = True, indent: int = 0) -> Alignment:
    """Return an alignment in the middle of the row's height."""
    return Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap, indent=indent)


class Looks:
    """The looks of one workbook's cells: put together once for each kind of cell, then copied, which is many times quicker."""

    def __init__(self) -> None:
        self._known: dict[tuple[Hashable, ...], Any] = {}

    def give(self, cell: Any, kind: Hashable, dress: Callable[[Any], None]) -> None:
        """Give *cell* what *dress* gives to the first cell of its *kind* that looked as it does."""
        # openpyxl has no public way to share a style.
        look = (kind, *(cell._style or ()))  # noqa: SLF001
        if look in self._known:
            cell._style = copy(self._known[look])  # noqa: SLF001
            return
        dress(cell)
        self._known[look] = copy(cell._style)  # noqa: SLF001


def heading(text: str) -> str:
    """Return a heading as it is written: a Chinese one breaks where it has a blank, others break by themselves."""
    return text.replace(" ", "\n") if width_of(text) > len(text) else text


def width_of(text: str) -> float:
    """Return how wide *text* is, in the width of a digit; a Chinese character is two."""
    return sum(2.0 if unicodedata.east_asian_width(character) in "WFA" else 1.0 for character in text)


@lru_cache(maxsize=1_000)
def lines_of(text: str, width: float) -> int:
    """Return how many lines *text* takes in a cell of *width*, on the careful side."""
    room = max(width - 1.0, 2.0)
    if 2.0 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, sum(1 for _ in wrapped(line, room))) for line in text.split("\n"))


def heading_width(text: str) -> float:
    """Return how wide a column must be for its heading: no word is broken, a long Chinese one takes two lines."""
    if "\n" not in text and width_of(text) > len(text):
        return width_of(text) if width_of(text) <= _SHORT else width_of(text) / 2
    return max(*map(width_of, text.split()), width_of(text) / 3) * _BOLD


_NOT_AT_A_LINES_START = "，。；：、！？）》”％%,.;:)"


def wrapped(text: str, width: float) -> Iterator[str]:
    """Yield *text* in lines of at most *width*: Chinese breaks anywhere, other words only at a space."""
    line, room = "", width
    for word in _words(text):
        size = width_of(word)
        if size > room and line and word not in _NOT_AT_A_LINES_START:
            yield line.rstrip()
            line, room = "", width
            word = word.lstrip()  # noqa: PLW2901 - the blank that the break replaces
        line += word
        room -= size
    if line.strip():
        yield line.rstrip()


def _words(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character == " " or width_of(character) > 1.0:
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
    if word:
        yield word
