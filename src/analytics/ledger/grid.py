"""What every reader of a file hands on: sheets as grids of cells."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from operator import itemgetter
from typing import cast

Cell = str | float | int | bool | date | datetime | time | timedelta
Area = tuple[tuple[int, int], tuple[int, int]]

_DIGITS = frozenset("0123456789")
_LATIN_AND_DIGIT = re.compile("[\x00-\x7f！-～]*[0-9０-９]")


@dataclass(slots=True)
class Grid:
    """One sheet as the file holds it: every row as long as the widest, empty cells as ``""``.

    ``first_row`` is the spreadsheet's number of the first row; ``merged`` holds zero-based (first, last) cells;
    ``member`` is the file of an archive that the sheet stands in; ``is_text`` tells that a row's cells were parted by a mark
    and may have shifted, ``is_1904`` that the workbook counts its days from 1904; ``filtered`` are the spreadsheet's numbers
    of the rows that a filter hides.
    """

    sheet: str
    rows: list[list[Cell]]
    first_row: int = 1
    hidden: bool = False
    merged: list[Area] = field(default_factory=list)
    member: str = ""
    is_text: bool = False
    is_1904: bool = False
    filtered: set[int] = field(default_factory=set)

    @property
    def place(self) -> str:
        """The sheet's name as findings and the journal tell it, below the member of an archive."""
        if not self.member:
            return self.sheet
        return self.member if self.is_text else f"{self.member}/{self.sheet}"


class Body:
    """The rows below a header, all as long, and what is made of them once, when it is first asked for."""

    def __init__(self, rows: list[list[Cell]]) -> None:
        self.rows = rows
        self._words: dict[int, set[str]] = {}

    @cached_property
    def columns(self) -> list[tuple[Cell, ...]]:
        """The columns; none where there are no rows."""
        return list(zip(*self.rows, strict=True))

    def only(self, kept: Iterable[bool]) -> Body:
        """Return the rows once more, those that are not *kept* blank, so that every row keeps its number."""
        return Body([[*row] if is_kept else [""] * len(row) for row, is_kept in zip(self.rows, kept, strict=True)])

    def words(self, at: int) -> set[str]:
        """Return the distinct texts of a column that may be a header, a title or a total; most columns have none.

        What is all Latin, in ordinary or full width, and ends with a digit is a key, a number or a day.
        """
        if at not in self._words:
            self._words[at] = _words_of(self.columns[at]) if self.rows else set()
        return self._words[at]


def _words_of(cells: Sequence[Cell]) -> set[str]:
    texts = cast("Sequence[str]", cells)
    try:
        if "".join(texts).isascii() and _DIGITS.issuperset(map(itemgetter(-1), filter(None, texts))):
            return set()
    except TypeError:  # not all are text
        texts = [cell for cell in cells if isinstance(cell, str)]
    some = {text for text in set(texts) if not (text[-1:].isdigit() and text.isascii())}
    return {text for text in some if not _LATIN_AND_DIGIT.fullmatch(text)} - {""}


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Millions of cells are made and none of them in a circle: looking for circles takes a third of the time.

    What was made counts as old afterwards, so that it is not gone through at once either.
    """
    is_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if is_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()


def letters_of(index: int) -> str:
    """Return the spreadsheet's letters of a column."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
