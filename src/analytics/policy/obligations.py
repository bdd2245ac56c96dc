"""Who was owed a callback and got one: a policy applied to an organisation's tables, as of a day.

:func:`prepare` makes, from the published tables, one schema per organisation and day with everything that is known
on that day: events, callbacks, obligations with their buckets (definitions, "Obligations"). The rules themselves
become small tables (:mod:`analytics.policy.parameters`), so that the SQL files hold no number of any policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.policy.pack import Policy
from analytics.policy.parameters import Days, date_tables, parameter_tables
from analytics.tables.statements import define, fill, materialise, run, statement, within_schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BUCKETS = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")
"""Every obligation is in exactly one; their order here is that of the report."""

BEFORE_DATES = (
    "case_kinds",
    "known_cases",
    "known_events",
    "known_callbacks",
    "condition_moments",
    "out_of_scope",
)
STEPS = ("windows", "drawn", "minimums", "rounds", "owed", "overtaken", "attempts", "fulfilment")


def prepare(con: DuckDBPyConnection, policy: Policy, *, organisation: str, as_of: date) -> str:
    """Make the schema of *organisation* as of *as_of*, once; return its name.

    It holds the policy's tables, ``known_cases``, ``known_events``, ``known_callbacks``, ``owed``, ``attempts`` and
    ``fulfilment``, which go by the numbers of cases and rules, and the view ``obligations``, which puts their names back:
    one row per obligation with its window, bucket and who fulfilled or last attempted it. Raises UsageError where a
    rule counts working days in a year whose holidays nobody has announced.
    """
    schema = f"{organisation}@{as_of.isoformat()}"
    with within_schema(con, schema) as is_new:
        if is_new:
            for table, rows in parameter_tables(policy, organisation).items():
                fill(con, table, rows)
            _materialise(con, BEFORE_DATES, organisation, as_of)
            for table, rows in date_tables(policy, _days(con, organisation, as_of), as_of).items():
                fill(con, table, rows)
            _materialise(con, STEPS, organisation, as_of)
            define(con, "obligations", package="analytics.policy")
    return schema


def _materialise(con: DuckDBPyConnection, steps: Sequence[str], organisation: str, as_of: date) -> None:
    for step in steps:
        materialise(con, step, package="analytics.policy", file=step, organisation=organisation, as_of=as_of)


def _days(con: DuckDBPyConnection, organisation: str, as_of: date) -> Days:
    """Return the days on which something fell that a rule may hang on."""
    days: dict[str, list[date]] = {}
    for event, day in run(con, "select distinct event, happened_on from known_events order by all").fetchall():
        days.setdefault(event, []).append(day)
    moments: dict[int, list[date]] = {}
    for slot, day in run(con, "select distinct rule_order, happened_on from condition_moments order by all").fetchall():
        moments.setdefault(slot, []).append(day)
    raised = run(
        con,
        "select distinct cast(raised_at as date) as day from problems"
        " where organisation = $organisation and cast(raised_at as date) <= $as_of order by day",
        {"organisation": organisation, "as_of": as_of},
    ).fetchall()
    called = run(con, "select distinct called_on from known_callbacks order by called_on").fetchall()
    return Days(days, moments, [day for (day,) in raised], [day for (day,) in called])


def obligations(
    con: DuckDBPyConnection, schema: str, *, first: date | None = None, last: date | None = None
) -> list[dict[str, Any]]:
    """Return the obligations of a prepared schema due from *first* to *last*, as the contract's columns.

    One row per obligation, by case and rule. Edges are dates, or instants where the rule counts hours; empty is None.
    """
    with within_schema(con, schema):
        cursor = run(
            con,
            statement("analytics.policy", "listed_obligations"),
            {"first": first or date.min, "last": last or date.max},
        )
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
