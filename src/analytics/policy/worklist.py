"""Whom to call next: the same obligations as the report's, those that are still to be filled as of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.policy.pack import Policy
from analytics.tables.statements import run, statement, within_schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SOON_DAYS = 2
REASONS = ("more_needed", "due_soon", "never_tried", "refused", "rescheduled", "not_reached")
"""Why an obligation is on the list, the first that holds; ``due_soon``: never tried and due within two days."""


def worklist(
    con: DuckDBPyConnection, schema: str, policy: Policy, *, organisation: str, as_of: date
) -> list[dict[str, Any]]:
    """Return what of a prepared schema is due or overdue on *as_of*, what can still be done in time first.

    One row per obligation that is open, not fulfilled and not expired. Within those in time, and then within those
    overdue: by urgency and tier in the order of the policy, then by how near the due day is. ``days_left`` is negative
    when overdue; ``last_caller`` is who called the case last, empty when nobody has.
    """
    with within_schema(con, schema):
        query = statement("analytics.policy", "worklist")
        cursor = run(con, query, {"as_of": as_of, "organisation": organisation})
        names = [column[0] for column in cursor.description or []]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    urgencies, tiers = _ranks(policy.urgencies), _ranks(policy.tiers)
    for row in rows:
        row["reason"] = _reason(row)
    rows.sort(
        key=lambda row: (
            row["days_left"] < 0,
            urgencies.get(row["urgency"], len(urgencies)),
            tiers.get(row["tier"], len(tiers)),
            abs(row["days_left"]),
        )
    )
    return rows


def _ranks(codes: Iterable[str]) -> Mapping[str | None, int]:
    return {code: place for place, code in enumerate(codes)}


def _reason(row: Mapping[str, Any]) -> str:
    if row["reached"]:
        return "more_needed"
    if not row["attempts"]:
        return "due_soon" if 0 <= row["days_left"] <= SOON_DAYS else "never_tried"
    return row["last_outcome"] if row["last_outcome"] in ("refused", "rescheduled") else "not_reached"
