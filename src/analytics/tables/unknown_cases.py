"""Callbacks and problem items whose case is in no ledger, as what is told of them after a load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.findings import Finding
from analytics.tables.schema import TABLES
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analytics.tables.store import Connection

_AT_ONCE = 1_000


def unknown_cases(con: Connection, organisations: Iterable[str], *, first: int | None) -> tuple[int, Iterator[Finding]]:
    """Return how many stand without a case after all that is in the store, and the first of them by file, sheet and row."""
    values = {"organisations": list(organisations)}
    unknown = f"({TABLES['unknown_cases'].select}) as unknown_cases"
    [(count,)] = run(
        con, f"select count(*) from {unknown} where list_contains($organisations, organisation)", values
    ).fetchall()
    return int(count), _findings(con, unknown, {**values, "first": count if first is None else first})


def _findings(con: Connection, unknown: str, values: dict[str, object]) -> Iterator[Finding]:
    found = run(
        con,
        f"""
        select loads.file, unknown_cases.sheet, unknown_cases.row_number, coalesce(sheets.case_header, ''),
            coalesce(unknown_cases.case_id, '')
        from {unknown}
        inner join loads on loads.load_id = unknown_cases.load_id
        left join load_sheets as sheets
            on sheets.load_id = unknown_cases.load_id and sheets.sheet = unknown_cases.sheet
            and sheets.ledger = unknown_cases.ledger
        where list_contains($organisations, unknown_cases.organisation)
        order by unknown_cases.organisation, loads.file, unknown_cases.sheet, unknown_cases.row_number
        limit $first
        """,
        values,
    )
    while rows := found.fetchmany(_AT_ONCE):
        yield from (Finding("unknown_case", *row) for row in rows)
