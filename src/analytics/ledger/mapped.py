"""Sheets of a confirmed form: found by their headers, and laid out as the form says instead of as their words suggest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analytics.ledger import blocks
from analytics.ledger.blocks import Region
from analytics.ledger.filling import Filling, is_filled
from analytics.ledger.forms import ALL_OTHERS, Form, FormTable, form_of_shape
from analytics.ledger.grid import Body
from analytics.ledger.headers import IGNORED, column_of, lacking
from analytics.ledger.layouts import SEARCHED_ROWS, Layout, carry_down, entitle, join_lines
from analytics.ledger.moments import Dating
from analytics.ledger.together import is_called
from analytics.ledger.vocabulary import spelling

if TYPE_CHECKING:
    from analytics.ledger.grid import Cell, Grid
    from analytics.ledger.profile import ReadingProfile

_MOST_OF_A_SHAPE = 0.7


def regions(grid: Grid, profile: ReadingProfile) -> tuple[list[Region], Form | None]:
    """Return the ledgers of a sheet, and the confirmed form that they were found by, if by one."""
    found = form_of(grid, profile.forms) if profile.forms else None
    if found is None:
        return blocks.regions(grid, profile.headers), None
    form, header = found
    if form.leave_out:
        return [], form
    body = header + form.header_lines
    if grid.merged:
        carry_down(grid, body)
    headers = join_lines(grid, header, form.header_lines)
    while headers and not headers[-1]:
        headers.pop()
    above = sum(1 for row in grid.rows[:body] if any(map(is_filled, row)))
    rows, first = grid.rows[body:], grid.first_row + body
    width = len(headers)
    end = width if grid.is_text else len(grid.rows[header])
    beside = [(at, at) for at in range(end) if not (at < width and headers[at]) and _holds(rows, at)]
    laid_out = []
    for table in form.table:
        layout = _layout(grid, table, headers, header, body, profile)
        named = {spelling(header) for fill in table.fill for header in (*fill.parts, *fill.where)}
        places = [at for at in range(width) if layout.columns[at] != IGNORED or spelling(headers[at]) in named]
        called = []
        if table.table == "callbacks" and any(one.table == "cases" for one in form.table):
            called = [at for at in range(width) if is_called(layout.columns[at])]
        layout.filling = filling = Filling(table, headers, places, grid.is_text, called)
        kept = ((0, width),)
        laid_out.append(Region(layout, Body(filling.filled(rows)), first, above, _joined(beside), kept))
        above, beside = 0, []
    return laid_out, form


def continued(current: Sequence[Region], grid: Grid, profile: ReadingProfile) -> list[Region]:
    """Return what a further part of the sheet adds to its ledgers."""
    if current[-1].layout.filling is None:
        return blocks.continued(current[-1], grid, profile.headers)
    return [
        Region(region.layout, Body(region.layout.filling.filled(grid.rows)), grid.first_row, 0, kept=region.kept)
        for region in current
        if region.layout.filling is not None
    ]


def form_of(grid: Grid, forms: Sequence[Form]) -> tuple[Form, int] | None:
    """Return the form of a sheet and the row of its header, or None."""
    for form in forms:
        if not form.headers and spelling(form.sheet) == spelling(grid.sheet):
            return form, 0
    placed = {form.header_row for form in forms if form.header_row is not None}
    rows = [*range(min(SEARCHED_ROWS, len(grid.rows))), *(row - 1 for row in placed if row > SEARCHED_ROWS)]
    for start in rows:
        for depth in sorted({form.header_lines for form in forms}, reverse=True):
            if start + depth > len(grid.rows):
                continue
            chosen = [
                form
                for form in forms
                if form.headers and form.header_lines == depth and form.header_row in (None, start + grid.first_row)
            ]
            if chosen and (found := form_of_shape(chosen, join_lines(grid, start, depth), grid.sheet)):
                return found, start
    return None


def like(headers: Sequence[str], forms: Sequence[Form]) -> tuple[Form, list[str], list[str]] | None:
    """Return the form that a sheet is nearly of, with the headers that are new and those that are gone."""
    own = {spelling(header): header for header in headers if header}
    best: tuple[int, Form] | None = None
    for form in forms:
        shared = len(own.keys() & set(form.shape))
        if shared >= _MOST_OF_A_SHAPE * max(len(own), len(set(form.shape)), 1) and (best is None or shared > best[0]):
            best = shared, form
    if best is None:
        return None
    form = best[1]
    new = [header for words, header in own.items() if words not in set(form.shape)]
    gone = [header for header in form.headers if spelling(header) not in own]
    return (form, new, gone) if new or gone else None


def possible_headers(grid: Grid, forms: Sequence[Form]) -> list[list[str]]:
    """Return what the first rows would be as headers, as deep as those of the forms."""
    depths = sorted({form.header_lines for form in forms})
    return [
        join_lines(grid, start, depth)
        for depth in depths
        for start in range(min(SEARCHED_ROWS, len(grid.rows) - depth + 1))
    ]


def columns_of(table: FormTable, headers: Sequence[str], profile: ReadingProfile) -> list[str | None]:
    """Return the canonical column of every header of a sheet: as the form says, else by its known spelling."""
    said = {spelling(header): column for header, column in table.columns.items()}
    others = table.columns.get(ALL_OTHERS)
    known = profile.headers[table.table]
    return [
        (said.get(spelling(header)) or others or column_of(table.table, header, known)) if header else IGNORED
        for header in headers
    ]


def _layout(
    grid: Grid, table: FormTable, headers: Sequence[str], header: int, body: int, profile: ReadingProfile
) -> Layout:
    columns = columns_of(table, headers, profile)
    fills = table.fills
    columns += [fill.column for fill in fills]
    words = [*headers, *(fill.parts[0] if len(fill.parts) == 1 else fill.column for fill in fills)]
    missing = lacking(table.table, columns, headers)
    layout = Layout(table.table, header, body, words, columns, "", missing)
    entitle(layout, grid, 0)
    if table.year is not None:
        layout.dating = Dating(table.year, layout.dating.month if layout.dating.year == table.year else None)
    return layout


def _holds(rows: Sequence[Sequence[Cell]], at: int) -> bool:
    return any(is_filled(row[at]) for row in rows if at < len(row))


def _joined(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for first, last in places:
        if joined and joined[-1][1] + 1 == first:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined
