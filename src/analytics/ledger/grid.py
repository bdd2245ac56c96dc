"""What every reader of a file hands on: sheets as grids of cells."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

Cell = str | float | int | bool | date | datetime | time | timedelta
Area = tuple[tuple[int, int], tuple[int, int]]


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
    """The rows below a header, all as long, and the same column by column, which is made when it is first asked for."""

    def __init__(self, rows: list[list[Cell]]) -> None:
        self.rows = rows

    @cached_property
    def columns(self) -> list[tuple[Cell, ...]]:
        """The columns; none where there are no rows."""
        return list(zip(*self.rows, strict=True))


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
