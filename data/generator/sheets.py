"""Sheets of any trade's own form: what stands above the header, a header of one or two lines, rows, what stands below.

Saved as a workbook with a fixed day instead of the clock's, or as text; the same sheets give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from random import Random

from files import without_clock
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | float | date | datetime | None
Line = list[Value]

_HEAD = Font(name="微软雅黑", size=10, bold=True)
_FILL = PatternFill("solid", fgColor="FFE2EFDA")


@dataclass(slots=True)
class Page:
    """One sheet; a header is a column's words from above to below, ``("满意度", "总体")``."""

    name: str
    above: list[Line]
    header: list[tuple[str, ...]]
    rows: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    day: str = "yyyy/m/d"
    minute: str = "yyyy/m/d h:mm"

    def column(self, name: str) -> int:
        """Return the place of the column whose last word is *name*."""
        return [words[-1] for words in self.header].index(name)

    def mistype(self, random: Random, name: str, typed: str) -> None:
        """Put what nobody can read into one cell of a column that is filled."""
        at = self.column(name)
        random.choice([row for row in self.rows if row[at] is not None])[at] = typed

    def repeat(self, random: Random) -> None:
        """Type one row twice."""
        at = random.randrange(len(self.rows))
        self.rows.insert(at + 1, list(self.rows[at]))

    def number(self) -> None:
        """Count the rows in their first column."""
        for count, row in enumerate(self.rows, 1):
            row[0] = count

    @property
    def header_lines(self) -> list[Line]:
        """The header as it stands in its lines, merged cells empty but for the first."""
        depth = max(len(words) for words in self.header)
        if depth == 1:
            return [[words[0] for words in self.header]]
        upper: Line = []
        for name, columns in groupby(words[0] for words in self.header):
            upper += [name, *[None] * (len(list(columns)) - 1)]
        return [upper, [words[1] if len(words) == depth else None for words in self.header]]

    @property
    def lines(self) -> list[Line]:
        """Everything from the title to the signature."""
        return [*self.above, *self.header_lines, *self.rows, *self.below]


def page_of(
    name: str, header: Sequence[str], rows: list[Line], above: Sequence[str] = (), below: Sequence[str] = ()
) -> Page:
    """Return a sheet whose header is written ``满意度>总体``, each line above it and below the rows in one cell."""
    signed: list[Line] = [[], *[[text] for text in below]] if below else []
    return Page(name, [[text] for text in above], [tuple(words.split(">")) for words in header], rows, signed)


def save_workbook(path: Path, pages: Sequence[Page], *, creator: str, saved_at: datetime) -> None:
    """Write the pages as one .xlsx workbook that was last saved on *saved_at*."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        _fill(book.create_sheet(page.name), page)
    book.properties.creator = creator
    book.properties.created = saved_at
    saved = io.BytesIO()
    book.save(saved)
    path.write_bytes(without_clock(saved.getvalue(), saved_at))


def save_text(path: Path, page: Page, encoding: str) -> None:
    """Write one page as a .csv file, days as the program shows them."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    for line in page.lines:
        writer.writerow([_shown(value) for value in line])
    path.write_bytes(written.getvalue().encode(encoding))


def _shown(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value.hour}:{value:%M}"
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def _fill(sheet: Worksheet, page: Page) -> None:
    for line in page.lines:
        sheet.append(line)
    first = len(page.above) + 1
    depth = len(page.header_lines)
    for row in sheet.iter_rows(min_row=first, max_row=first + depth - 1):
        for cell in row:
            cell.font, cell.fill, cell.alignment = _HEAD, _FILL, Alignment(horizontal="center", vertical="center")
    for row in sheet.iter_rows(min_row=first + depth, max_row=first + depth + len(page.rows) - 1):
        for cell in row:
            if isinstance(cell.value, datetime):
                cell.number_format = page.minute if cell.value.time() != datetime.min.time() else page.day
    for at, words in enumerate(page.header, 1):
        widest = max((len(_shown(row[at - 1])) for row in page.rows[:50]), default=0)
        sheet.column_dimensions[get_column_letter(at)].width = min(40, max(8, 2 * len(words[-1]), widest + 3))
    if depth == 2:
        _merge_header(sheet, page, first)
    sheet.freeze_panes = sheet.cell(first + depth, 3)


def _merge_header(sheet: Worksheet, page: Page, first: int) -> None:
    at = 1
    for _, columns in groupby(page.header, key=lambda words: words[0]):
        group = list(columns)
        if len(group[0]) == 1:
            sheet.merge_cells(start_row=first, end_row=first + 1, start_column=at, end_column=at)
        else:
            sheet.merge_cells(start_row=first, end_row=first, start_column=at, end_column=at + len(group) - 1)
        at += len(group)
