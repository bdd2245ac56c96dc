"""Whom to call next: the same obligations as the report's, those that are still to be filled as of a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.tables.statements import statement, within_schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def worklist(con: DuckDBPyConnection, schema: str, *, as_of: date) -> list[dict[str, Any]]:
    """Return what of a prepared schema is due or overdue on *as_of*, the earliest due first.

    One row per obligation that is open, not fulfilled and not expired. ``days_left`` is negative when overdue;
    ``last_caller`` is who called the case last, empty when nobody has.
    """
    with within_schema(con, schema):
        cursor = con.execute(statement("analytics.policy", "worklist"), {"as_of": as_of})
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
