"""What a confirmed form adds to the rows of a sheet: columns that the sheet does not have, or has in another shape."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from analytics.ledger import cells, moments
from analytics.ledger.cells import CellError
from analytics.ledger.moments import Dating
from analytics.ledger.vocabulary import spelling

if TYPE_CHECKING:
    from analytics.ledger.forms import Fill, FormTable
    from analytics.ledger.grid import Cell

# A day that falls back by more than this begins the next year.
_NEXT_YEAR_DAYS = 180


@dataclass(slots=True)
class Filling:
    """What a form says of one ledger of a sheet, while its rows are read: they may come in parts.

    ``called`` are the columns that are filled in only where somebody was called, where the rows are cases, too: of the others
    there is no callback.
    """

    table: FormTable
    headers: Sequence[str]
    places: Sequence[int]
    is_text: bool = False
    called: Sequence[int] = ()
    counted: dict[str, Counter[str]] = field(default_factory=dict)
    last: dict[str, date] = field(default_factory=dict)
    read: dict[tuple[str, type, Cell, int | None], str | None] = field(default_factory=dict)

    def filled(self, rows: Sequence[Sequence[Cell]]) -> list[list[Cell]]:
        """Return the rows with the columns that the form fills in behind their own.

        A row that holds nothing that is read stays as blank as it was. What stands behind the last header stays last, in a
        text file: it shows which rows have shifted.
        """
        if self.called:
            rows = [
                row if any(cells.says_something(row[at]) for at in self.called if at < len(row)) else [""] * len(row)
                for row in rows
            ]
        width = len(self.headers)
        at = {spelling(header): place for place, header in reversed(list(enumerate(self.headers))) if header}
        is_row = [any(is_filled(row[place]) for place in self.places if place < len(row)) for row in rows]
        columns = [self._column(fill, at, rows, is_row) for fill in self.table.fills]
        return [
            [*row[:width], *(column[number] for column in columns), *(row[width:] if self.is_text else ())]
            for number, row in enumerate(rows)
        ]

    def _column(
        self, fill: Fill, at: dict[str, int], rows: Sequence[Sequence[Cell]], is_row: Sequence[bool]
    ) -> list[Cell]:
        parts = [at[spelling(header)] for header in fill.parts]
        asked = [(at[spelling(header)], frozenset(map(spelling, words))) for header, words in fill.where.items()]
        return [
            self._cell(fill, row, parts)
            if filled and all(spelling(cells.written(row[place])) in words for place, words in asked)
            else ""
            for row, filled in zip(rows, is_row, strict=True)
        ]

    def _cell(self, fill: Fill, row: Sequence[Cell], parts: Sequence[int]) -> Cell:
        if fill.value:
            return fill.value
        if fill.unique:
            return self._told_apart(fill, "|".join(cells.written(row[place]) for place in parts))
        if len(parts) == 1:
            # As it stands: a date cell stays a date.
            value = row[parts[0]]
        else:
            value = " ".join(filter(None, (cells.written(row[place]) for place in parts)))
        return self._dated(fill, value) if fill.first_year is not None and value != "" else value

    def _told_apart(self, fill: Fill, name: str) -> str:
        if not name.strip("|"):
            return ""
        counted = self.counted.setdefault(fill.column, Counter())
        counted[name] += 1
        return name if counted[name] == 1 else f"{name}|{counted[name]}"

    def _dated(self, fill: Fill, value: Cell) -> Cell:
        """Return the day with its year: that of the row before, or the next where the days begin anew."""
        last = self.last.get(fill.column)
        year = last.year if last else fill.first_year
        told = self._moment(fill, value, year)
        if told is None:
            return value
        day = date.fromisoformat(told[:10])
        if last and (last - day).days > _NEXT_YEAR_DAYS:
            told = self._moment(fill, value, last.year + 1)
            if told is None:
                return value
            day = date.fromisoformat(told[:10])
        self.last[fill.column] = max(day, last) if last else day
        return told

    def _moment(self, fill: Fill, value: Cell, year: int | None) -> str | None:
        """Return what a cell says in a year, None where it is no day; thousands of rows have the same."""
        # True and 1.0 are one key of a dictionary, but not one word.
        key = (fill.column, type(value), value, year)
        if key not in self.read:
            try:
                self.read[key] = moments.moment(value, Dating(year, order=self.table.dates.get(fill.column, "")))
            except CellError:
                self.read[key] = None
        return self.read[key]


def is_filled(cell: Cell) -> bool:
    """Return whether a cell holds more than blanks."""
    return cell != "" and not (isinstance(cell, str) and not cell.strip())
