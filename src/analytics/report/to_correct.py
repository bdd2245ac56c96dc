"""What there is to correct in a ledger that was received, and where in its sheets each of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.errors import InputError
from analytics.findings import Finding
from analytics.language import Text
from analytics.ledger import mapped
from analytics.ledger.cells import written
from analytics.ledger.grid import letters_of
from analytics.ledger.read import read_file
from analytics.ledger.sent_back import RETURNED_SHEET, is_added

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.ledger.grid import Cell, Grid
    from analytics.ledger.profile import ReadingProfile

MAX_ROWS = 1_048_576
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to correct and where it stands: sheet of the workbook, row, column; none for a whole sheet or file."""

    finding: Finding
    sheet: str = ""
    row: int | None = None
    column: int | None = None


@dataclass(slots=True)
class SheetToCorrect:
    """One sheet of the file and where its ledgers lie: rows of headers, and of each body the sheet's column of a header."""

    grid: Grid
    title: str
    added: int
    header_rows: list[int] = field(default_factory=list)
    bodies: list[tuple[int, int, Sequence[str], Sequence[int]]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)

    def place(self, finding: Finding) -> tuple[int | None, int | None]:
        """Return row and column of what *finding* is about, as the spreadsheet counts them."""
        for first, last, headers, columns in self.bodies:
            if finding.row is None:
                if finding.column in headers:
                    return first - 1, columns[headers.index(finding.column)]
                if finding.check == "missing_header":
                    return first - 1, columns[0]
            elif first <= finding.row <= last:
                return finding.row, self._column(finding, headers, columns)
        return finding.row, None

    def _column(self, finding: Finding, headers: Sequence[str], columns: Sequence[int]) -> int | None:
        row = self.grid.rows[(finding.row or 1) - self.grid.first_row]
        if not finding.column:
            return next((column for column in columns if _cell(row, column) != ""), None)
        named = [column for column, header in zip(columns, headers, strict=False) if header == finding.column]
        named = named or [column for at, column in enumerate(columns) if letters_of(at) == finding.column]
        holding = [column for column in named if written(_cell(row, column)) == finding.value]
        return next(iter([*holding, *named]), None)


def described(path: Path, profile: ReadingProfile) -> list[SheetToCorrect]:
    """Return the sheets of the file that hold a cell, each with the place of its ledgers."""
    sheets: list[SheetToCorrect] = []
    for grid in read_file(path).grids:
        if len(grid.rows) >= MAX_ROWS:
            raise InputError(
                Text(
                    zh="{file} 有 {rows} 行，一张工作表放不下，没有生成退回工作簿。请把它分成几个文件。",
                    en="{file} has {rows} rows, more than a sheet of a workbook takes; nothing was made to send back. Part "
                    "it into several files.",
                ).format(file=path.name, rows=len(grid.rows))
            )
        if grid.sheet == RETURNED_SHEET:
            continue
        added = 1 + max((at + 1 for row in grid.rows for at, cell in enumerate(row) if cell != ""), default=0)
        sheet = SheetToCorrect(grid, _title(grid.sheet, {one.title for one in sheets}), added)
        if grid.rows:
            _describe(sheet, profile)
        sheets.append(sheet)
    return sheets


def _describe(sheet: SheetToCorrect, profile: ReadingProfile) -> None:
    for region in mapped.regions(sheet.grid, profile)[0]:
        width = len(region.layout.headers)
        columns = [at + 1 for start, end in region.kept for at in range(start, end)] or list(range(1, width + 1))
        sheet.header_rows.append(region.first - 1)
        sheet.bodies.append((region.first, region.first + len(region.body.rows) - 1, region.layout.headers, columns))
        for at, header in enumerate(region.layout.headers):
            if is_added(header):  # sent back before: the same column is used again
                sheet.added = columns[at]


def placed(findings: Sequence[Finding], sheets: Sequence[SheetToCorrect]) -> Iterator[Item]:
    """Give each finding to the sheet that it is about, and yield where it stands."""
    by_place = {sheet.grid.place: sheet for sheet in sheets}
    for finding in findings:
        sheet = by_place.get(finding.sheet)
        if sheet is None:
            yield Item(finding)
            continue
        row, column = sheet.place(finding)
        item = Item(finding, sheet.title, row, column)
        sheet.items.append(item)
        yield item


def _cell(row: Sequence[Cell], column: int) -> Cell:
    return row[column - 1] if column <= len(row) else ""


def _title(name: str, taken: set[str]) -> str:
    """Return the name of a sheet as a workbook takes it, told apart from those before it."""
    title = base = name.translate(_FORBIDDEN).strip("'")[:31] or "Sheet"
    number = 1
    while title.lower() in {other.lower() for other in taken}:
        number += 1
        title = f"{base[:27]} ({number})"
    return title
