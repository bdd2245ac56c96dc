"""Cases and their callbacks in the same rows, as an office keeps them that calls each person once or twice.

Such a sheet is two ledgers: one of callbacks, and one of cases with what is known of them beside.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.ledger import cells
from analytics.ledger.blocks import Region
from analytics.ledger.grid import Body, Cell
from analytics.ledger.grids import columns_of
from analytics.ledger.headers import IGNORED, REQUIRED, column_of, lacking, round_of

if TYPE_CHECKING:
    from analytics.ledger.grids import Layout
    from analytics.ledger.profile import ReadingProfile

# A row that is filled in here tells of a callback, or of a complaint; who is to call whom may be filled in beforehand.
_CALLED = ("at", "outcome", "reason", "satisfaction", "comment", "agreed_at", "duration_s")
_COMPLAINED = frozenset({"text", "party"})
_PERSON = "field.person."


def cases_beside(region: Region, profile: ReadingProfile) -> Region | None:
    """Return the cases in the rows of a ledger that holds their callbacks, too; None where its headers tell of one of them.

    The region becomes one of callbacks: a row without one is blank in it, so that every row keeps its number.
    """
    layout = region.layout
    if layout.table not in {"cases", "callbacks"} or layout.filling is not None:
        return None
    if layout.cases is None:
        _tell_apart(layout, profile)
    if layout.cases is None:
        return None
    called = [at for at, column in enumerate(layout.columns) if _is_called(column, layout.headers[at], profile)]
    rows = region.body.rows
    cases = replace(
        region, layout=layout.cases, body=Body([[*row] for row in rows]), above=0, beside=[], is_beside=True
    )
    blank: list[Cell] = [""] * (len(rows[0]) if rows else 0)
    region.body = Body([row if any(cells.says_something(row[at]) for at in called) else [*blank] for row in rows])
    return cases


def _tell_apart(layout: Layout, profile: ReadingProfile) -> None:
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
    layout.cases = replace(
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
        return column_of("problems", header, profile.headers["problems"]) in _COMPLAINED
    return column.startswith(_CALLED)
