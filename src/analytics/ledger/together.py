"""Two ledgers in the same rows: cases and their callbacks, or problem items and the callbacks about them.

So an office keeps them that calls each person once or twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING

from analytics.ledger import cells, complaints
from analytics.ledger.blocks import Region
from analytics.ledger.headers import IGNORED, REQUIRED, column_of, lacking, round_of
from analytics.ledger.layouts import Layout, columns_of

if TYPE_CHECKING:
    from analytics.ledger.profile import ReadingProfile
    from analytics.ledger.rows import SheetRows

# A row that is filled in here tells of a callback, or of a complaint; who is to call whom may be filled in beforehand.
_CALLED = ("at", "outcome", "reason", "satisfaction", "comment", "agreed_at", "duration_s")
_PERSON = "field.person."


def ledger_beside(region: Region, profile: ReadingProfile) -> Region | None:
    """Return the other ledger that the rows of a region hold: the cases of its callbacks, or the callbacks of its problems.

    None where the headers tell of one ledger only. Where it holds cases, the region becomes one of callbacks. A row without
    a callback is blank among them, so that every row keeps its number.
    """
    layout = region.layout
    if layout.table == "staff" or layout.filling is not None:
        return None
    if layout.beside is None:
        _tell_apart(layout, profile)
    if layout.beside is None:
        return None
    beside = replace(region, layout=layout.beside, above=0, beside=[], is_beside=True)
    callbacks = beside if layout.table == "problems" else region
    called = [
        at
        for at, (column, header) in enumerate(zip(callbacks.layout.columns, layout.headers, strict=True))
        if _is_called(column, header, profile)
    ]
    rows = region.body.rows
    callbacks.body = region.body.only(any(cells.says_something(row[at]) for at in called) for row in rows)
    return beside


def other_table(table: str, headers: Sequence[str], profile: ReadingProfile) -> tuple[str, Layout | None]:
    """Return what a sheet with these headers is first of all, *table* or callbacks, and the other ledger that it holds."""
    columns = columns_of(table, headers, profile.headers[table], {})
    layout = Layout(table, 0, 1, [*headers], columns, "", lacking(table, columns, headers))
    _tell_apart(layout, profile)
    if any(round_of(column)[1] for column in layout.columns):
        return table, None
    return layout.table, layout.beside


def name_once(cases: SheetRows) -> None:
    """Leave out the rows that say nothing new of a case further up."""
    last: dict[str | None, int] = {}
    fresh = []
    columns = list(cases.columns.values())
    for number, name in enumerate(cases.columns["case_id"]):
        before = last.get(name)
        is_fresh = before is None or any(column[number] not in {None, column[before]} for column in columns)
        if is_fresh:
            last[name] = number
        fresh.append(is_fresh)
    cases.rows = list(compress(cases.rows, fresh))
    cases.columns = {name: list(compress(column, fresh)) for name, column in cases.columns.items()}


def is_called(column: str | None) -> bool:
    """Tell whether a column of callbacks is filled in only where somebody was called."""
    return column is not None and column.startswith(_CALLED)


def _tell_apart(layout: Layout, profile: ReadingProfile) -> None:
    """Give a layout the other ledger of its rows, if there is one."""
    take = _take_callbacks if layout.table == "problems" else _take_cases
    take(layout, profile)


def _take_callbacks(layout: Layout, profile: ReadingProfile) -> None:
    """Say which columns of a ledger of problems are those of callbacks about them."""
    known = columns_of("callbacks", layout.headers, profile.headers["callbacks"], {})
    columns: list[str | None] = [
        callback if callback and (own is None or (own == callback and not callback.endswith(".note"))) else IGNORED
        for own, callback in zip(layout.columns, known, strict=True)
    ]
    if lacking("callbacks", columns, layout.headers):
        return
    layout.beside = replace(layout, table="callbacks", headers=[*layout.headers], columns=columns, missing=[])
    layout.columns = [
        IGNORED if own is None and callback else own for own, callback in zip(layout.columns, columns, strict=True)
    ]


def _take_cases(layout: Layout, profile: ReadingProfile) -> None:
    """Say which columns are the cases' where a sheet holds both: what makes a callback, and a day of the case to call after."""
    callbacks, cases = (
        columns_of(table, layout.headers, profile.headers[table], {}) for table in ("callbacks", "cases")
    )
    if not set(REQUIRED["callbacks"]) - {"case_id"} <= {round_of(column)[0] for column in callbacks}:
        return
    own = [
        case if case and (not callback or callback == case or callback.startswith(_PERSON)) else IGNORED
        for callback, case in zip(callbacks, cases, strict=True)
    ]
    keys = {f"person.{part}" for part in profile.case_key.parts} or {"case_id"}
    if not ({"case_id"} <= set(own) or keys <= set(own)):
        return
    if layout.table == "callbacks" and not any(column.startswith("event.") for column in own):
        return
    layout.beside = replace(
        layout, table="cases", headers=[*layout.headers], columns=[*own], missing=lacking("cases", own, layout.headers)
    )
    layout.table = "callbacks"
    # What is said of the case stays with the callback as a note.
    layout.columns = [
        (f"field.{header}" if case != IGNORED else None) if callback is None else callback
        for header, callback, case in zip(layout.headers, callbacks, own, strict=True)
    ]
    layout.missing = lacking("callbacks", layout.columns, layout.headers)


def _is_called(column: str | None, header: str, profile: ReadingProfile) -> bool:
    if column is None:
        return column_of("problems", header, profile.headers["problems"]) in complaints.TELLING
    return is_called(column)
