"""How a sheet will be read, before it is confirmed: its header, the column that each header becomes, a form to confirm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from analytics.ledger import blocks, mapped
from analytics.ledger.cells import ERRORS, Formula
from analytics.ledger.form_file import codes_of
from analytics.ledger.forms import MOMENTS, Fill, Form, FormTable, Order, form_of_shape
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.headers import (
    BARE_DURATION,
    IGNORED,
    column_of,
    is_answer_of,
    is_column,
    lacking,
    nearest,
)
from analytics.ledger.layouts import DEEPEST_HEADER, SEARCHED_ROWS, join_lines
from analytics.ledger.ledger_kinds import is_telling, table_of_sheet_name
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import Source
from analytics.ledger.sent_back import is_added
from analytics.ledger.together import other_table
from analytics.ledger.vocabulary import spelling

_LONGEST_HEADER = 40
_KEPT = {"cases": "note.", "callbacks": "field.", "problems": "field."}
_IDS = frozenset({"case_id", "callback_id", "problem_id"})


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says of a sheet: each is empty where nothing was said."""

    table: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    joins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    dates: Mapping[str, str] = field(default_factory=dict)
    year: int | None = None
    header_row: int | None = None
    header_lines: int | None = None
    leave_out: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """One column of the sheet: its header, what it becomes, how many of its cells hold something.

    ``near`` is the known spelling most like a header that nobody knows, with its column; empty where none is near.
    """

    index: int
    header: str
    column: str
    cells: int
    is_known: bool
    near: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sheet, where its header stands, and the form by which it would be read.

    ``columns`` are those of the ledger that is looked at; ``confirmed`` tells that the very form is remembered already.
    """

    grid: Grid
    header: int
    form: Form
    columns: tuple[ColumnRead, ...]
    missing: tuple[str, ...]
    confirmed: bool

    @property
    def table(self) -> FormTable | None:
        """The ledger that is looked at; none for a sheet that is left out."""
        return self.form.table[-1] if self.form.table else None


def first_grid(source: Source) -> Grid:
    """Return a sheet to look at: all of it, or the first part of a long text file."""
    if isinstance(source, Grid):
        return source
    rows: list[list[Cell]] = next(iter(source.parts()), [])
    width = max(map(len, rows), default=0)
    padded: list[list[Cell]] = [[*row, *[""] * (width - len(row))] for row in rows]
    return Grid(source.sheet, padded, member=source.member, is_text=True)


def proposed(grid: Grid, profile: ReadingProfile, wishes: Wishes, *, file: str = "") -> Proposal | None:
    """Return how a sheet would be read as the wishes say, then as was confirmed, then as its words say.

    A new form is called after *file* and sheet. None when no row of it looks like a header and none was named.
    """
    place = _header(grid, profile, wishes)
    if place is None and wishes.leave_out:
        # Without a header a sheet is known by its name alone.
        form = Form(name=wishes.name, sheet=grid.sheet, leave_out=True)
        return Proposal(grid, 0, form, (), (), form in profile.forms)
    if place is None:
        return None
    start, lines = place
    headers = join_lines(grid, start, lines)
    while headers and not headers[-1]:
        headers.pop()
    own = [header for header in headers if header and not is_added(header)]
    before = form_of_shape(profile.forms, own, grid.sheet)
    form = Form(
        name=wishes.name or (before.name if before else " · ".join(dict.fromkeys(filter(None, (file, grid.place))))),
        sheet=before.sheet if before else "",
        headers=before.headers if before else tuple(own),
        header_row=wishes.header_row or (before.header_row if before else None),
        header_lines=lines,
        leave_out=wishes.leave_out,
    )
    counts = [
        sum(1 for row in grid.rows[start + lines :] if at < len(row) and row[at] != "") for at in range(len(headers))
    ]
    if wishes.leave_out:
        return Proposal(grid, start, form, (), (), form == before)
    name = wishes.table or _table(headers, profile, grid.sheet, before)
    others = tuple(one for one in before.table if one.table != name) if before else ()
    if not before and not wishes.table:
        name, others = _together(name, headers, profile)
    table = _form_table(name, headers, profile, wishes, before)
    form = form.model_copy(update={"table": (*others, table)})
    known = profile.headers[name]
    remembered = {
        spelling(header) for one in (before.table if before else ()) if one.table == name for header in one.columns
    }
    said = {spelling(header) for header in wishes.columns} | remembered
    said |= {spelling(header) for one in others for header, column in one.columns.items() if column != IGNORED}
    read = []
    for at, column in enumerate(mapped.columns_of(table, headers, profile)):
        header = headers[at]
        is_known = not header or spelling(header) in said or column_of(name, header, known) is not None
        near = "" if is_known else nearest(header, known)
        shown = f"{near} = {known[near]}" if near in known and known[near] != IGNORED else ""
        read.append(ColumnRead(at, header, column or IGNORED, counts[at], is_known, shown))
    there = {one.column for one in read} | {fill.column for fill in table.fills}
    missing = tuple(lacking(name, there, headers))
    return Proposal(grid, start, form, tuple(read), missing, form == before)


def _header(grid: Grid, profile: ReadingProfile, wishes: Wishes) -> tuple[int, int] | None:
    """Return where the header begins and how many lines it has: as said, as confirmed, as found, or as most likely."""
    if wishes.header_row is not None:
        start = wishes.header_row - grid.first_row
        lines = wishes.header_lines or 1
        return (start, lines) if start >= 0 and start + lines <= len(grid.rows) else None
    found = mapped.form_of(grid, profile.forms)
    if found is not None and found[0].headers:
        return found[1], found[0].header_lines
    regions = blocks.regions(
        Grid(grid.sheet, [list(row) for row in grid.rows], grid.first_row, merged=grid.merged), profile.headers
    )
    if regions:
        layout = regions[0].layout
        return layout.header, wishes.header_lines or layout.body - layout.header
    return _likely_header(grid, wishes.header_lines)


def _likely_header(grid: Grid, lines: int | None) -> tuple[int, int] | None:
    """Return the first of the rows with most short words that differ, where at least two stand and something is below."""
    best: tuple[int, int] | None = None
    for start, row in enumerate(grid.rows[:SEARCHED_ROWS]):
        words = {spelling(cell) for cell in row if isinstance(cell, str) and 0 < len(cell.strip()) <= _LONGEST_HEADER}
        words = {word for word in words if not word.replace(".", "").replace("-", "").isdigit()}
        numbers = sum(1 for cell in row if cell in ERRORS or isinstance(cell, Formula) or not isinstance(cell, str))
        if len(words) >= 2 and not numbers and (best is None or len(words) > best[0]):
            best = len(words), start
    if best is None:
        return None
    # Where cells above are merged into this line, it is the last of a header of several.
    over = [top for (top, _), (bottom, _) in grid.merged if top < best[1] <= bottom < top + DEEPEST_HEADER]
    start = min([best[1], *over])
    upright = [bottom - top + 1 for (top, _), (bottom, _) in grid.merged if top == start and bottom > top]
    depth = lines or min(max(upright, default=1), DEEPEST_HEADER)
    return start, min(depth, len(grid.rows) - start)


def _table(headers: Sequence[str], profile: ReadingProfile, sheet: str, before: Form | None) -> str:
    if before is not None and before.table:
        return before.table[-1].table
    if (named := table_of_sheet_name(sheet)) is not None:
        return named

    def likeness(table: str) -> tuple[int, int]:
        found = {column_of(table, header, profile.headers[table]) for header in headers} - {None, IGNORED}
        return sum(is_telling(table, column) for column in found if column), len(found)

    # A list of people must be named so: its few columns are those of any other sheet. Of equals the list of calls is likelier.
    return max(("callbacks", "cases", "problems"), key=likeness)


def _form_table(
    name: str, headers: Sequence[str], profile: ReadingProfile, wishes: Wishes, before: Form | None
) -> FormTable:
    old = next((one for one in before.table if one.table == name), None) if before else None
    own = {spelling(header) for header in headers if header}
    asked = {spelling(header): meant_column(name, column, profile) for header, column in wishes.columns.items()}
    remembered = {spelling(header): column for header, column in old.columns.items()} if old else {}
    fills = {one.column: one for one in old.fill} if old else {}
    for column, parts in wishes.joins.items():
        fills[column] = Fill.model_validate(
            {"column": column, "from": parts, "unique": column in _IDS and len(parts) > 1}
        )
    constants = {**(old.constants if old else {}), **wishes.constants}
    taken = set(asked.values()) | set(fills) | set(constants)
    columns: dict[str, str] = {}
    for header in headers:
        words = spelling(header)
        if not header or header in columns or is_added(header):
            continue
        column = asked.get(words) or remembered.get(words) or ""
        if not column:
            known = column_of(name, header, profile.headers[name])
            # Of two headers that mean the same, the second is kept as a note; a time stands beside its day, ticks by each other.
            is_open = known in MOMENTS or (known is not None and is_answer_of(known, header))
            doubled = known in taken and (not is_open or known in constants or known in fills)
            if known == BARE_DURATION and not doubled:
                continue  # in what unit, each cell says
            column = known if known and not doubled else _kept(name, header, known)
        columns[header] = column
        if column != IGNORED:
            taken.add(column)
    # What was asked of a header that is not there is told as a fault.
    columns |= {header: asked[spelling(header)] for header in wishes.columns if spelling(header) not in own}
    return FormTable(
        table=name,
        columns=columns,
        constants=constants,
        fill=tuple(fills.values()),
        words=_merged(
            old.words if old else {},
            {
                column: {word: meant_code(column, name, code, profile) for word, code in said.items()}
                for column, said in wishes.words.items()
            },
        ),
        dates=cast("Mapping[str, Order]", {**(old.dates if old else {}), **wishes.dates}),
        year=wishes.year or (old.year if old else None),
    )


def _together(table: str, headers: Sequence[str], profile: ReadingProfile) -> tuple[str, tuple[FormTable, ...]]:
    """Return what a sheet is first of all, and the other ledger in the same rows, if there is one."""
    first, beside = other_table(table, headers, profile)
    if beside is None:
        return table, ()
    columns: dict[str, str] = {}
    for header, column in zip(headers, beside.columns, strict=True):
        if header and column != BARE_DURATION:
            columns.setdefault(header, IGNORED if not column or column in columns.values() else column)
    return first, (FormTable(table=beside.table, columns=columns),)


def meant_column(table: str, answer: str, profile: ReadingProfile) -> str:
    """Return the column that a person names: by its own name, or by a header that is known to mean it."""
    if answer == IGNORED or is_column(table, answer):
        return answer
    return column_of(table, answer, profile.headers[table]) or answer


def meant_code(column: str, table: str, answer: str, profile: ReadingProfile) -> str:
    """Return the code that a person names: by itself, or by a word that is known to mean it."""
    if answer in codes_of(column, table, profile):
        return answer
    return words_of(column, profile).get(spelling(answer), answer)


def words_of(column: str, profile: ReadingProfile) -> Mapping[str, str]:
    """Return the known words of a column and their codes."""
    stem = column.partition(".")[0]
    own = {"satisfaction": profile.scale, "role": profile.roles, "party_role": profile.party_roles}
    return own.get(stem) or profile.words.get(stem, {})


def _kept(table: str, header: str, known: str | None) -> str:
    """Return the column of a header that means nothing agreed: a note, or none where the ledger has no notes."""
    if known == IGNORED or table not in _KEPT:
        return IGNORED
    return _KEPT[table] + header


def _merged(one: Mapping[str, Mapping[str, str]], other: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    return {column: {**one.get(column, {}), **other.get(column, {})} for column in (*one, *other)}
