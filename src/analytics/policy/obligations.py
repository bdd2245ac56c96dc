"""Who was owed a callback and got one: a policy applied to an organisation's tables, as of a day.

:func:`prepare` makes, from the published tables, one schema per organisation and day with everything that is known
on that day: events, callbacks, obligations with their buckets (definitions, "Obligations"). The rules themselves
become small tables, so that the SQL files hold no number of any policy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.policy.pack import Policy
from analytics.policy.rules import Conditional, Hours, Milestone, Minimum, Record, Response
from analytics.policy.rules.base import Obliging
from analytics.policy.rules.milestone import Windowed
from analytics.tables.statements import materialise, statement, within_schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BUCKETS = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")
"""Every obligation is in exactly one; their order here is that of the report."""

STEPS = ("known_events", "known_callbacks", "windows", "minimums", "owed", "attempts", "obligations")

_PARAMETER_TABLES = {
    "policy_plans": "event varchar",
    "policy_rules": "rule varchar, rule_order integer, family varchar, category varchar, required_role varchar, "
    "required_contact_role varchar, required_channels varchar, required_purpose varchar, needed integer",
    "policy_windows": "rule varchar, kind varchar, anchor varchar, second_anchor varchar, unless_event varchar, "
    "unless_when varchar, opens_months integer, opens_days integer, opens_hours integer, due_months integer, "
    "due_days integer, due_hours integer, by_hour boolean",
    "policy_minimums": "rule varchar, opens_event varchar, closes_event varchar, due_days integer",
    "policy_levels": "level varchar, score double, satisfied boolean",
    "policy_deadlines": "moment varchar, severity varchar, problem_kind varchar, days integer, hours integer",
    "policy_hours": "opens varchar, closes varchar",
    "policy_fields": "field varchar",
    "policy_roles": "role varchar",
    "policy_active": "opens_event varchar, closes_event varchar",
}


def prepare(con: DuckDBPyConnection, policy: Policy, *, organisation: str, as_of: date) -> str:
    """Make the schema of *organisation* as of *as_of*, once; return its name.

    It holds the policy's tables, ``known_events``, ``known_callbacks``, ``owed``, ``attempts`` and ``obligations``:
    one row per obligation with its window, bucket and who fulfilled or last attempted it.
    """
    schema = f"{organisation}@{as_of.isoformat()}"
    with within_schema(con, schema) as is_new:
        if is_new:
            for table, columns in _PARAMETER_TABLES.items():
                con.execute(f"create table {table} ({columns})")
                _fill(con, table, _PARAMETERS[table](policy))
            for step in STEPS:
                file = "fulfilment" if step == "obligations" else step
                materialise(con, step, package="analytics.policy", file=file, organisation=organisation, as_of=as_of)
    return schema


def obligations(
    con: DuckDBPyConnection, schema: str, *, first: date | None = None, last: date | None = None
) -> list[dict[str, Any]]:
    """Return the obligations of a prepared schema due from *first* to *last*, as the contract's columns.

    One row per obligation, by case and rule. Edges are dates, or instants where the rule counts hours; empty is None.
    """
    with within_schema(con, schema):
        cursor = con.execute(
            statement("analytics.policy", "listed_obligations"),
            {"first": first or date.min, "last": last or date.max},
        )
        names = [column[0] for column in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


Row = tuple[object, ...]


def _fill(con: DuckDBPyConnection, table: str, rows: Sequence[Row]) -> None:
    for row in rows:
        con.execute(f"insert into {table} values ({', '.join('?' * len(row))})", row)


def _rules(policy: Policy) -> list[Row]:
    return [
        (
            rule.id,
            order,
            rule.family,
            rule.category,
            rule.role,
            rule.contact_role,
            f" {' '.join(rule.channels)} " if rule.channels else "",
            rule.purpose,
            rule.needed if isinstance(rule, Minimum) else 0,
        )
        for order, rule in enumerate(policy.rule)
        if isinstance(rule, Obliging)
    ]


def _windows(policy: Policy) -> list[Row]:
    windowed: list[Windowed] = [rule for rule in policy.rule if isinstance(rule, Milestone | Conditional)]
    return [
        (
            rule.id,
            "conditional" if isinstance(rule, Conditional) else "milestone",
            rule.anchor[0],
            rule.anchor[1] if len(rule.anchor) == 2 else "",
            rule.unless.event if rule.unless else "",
            rule.unless.when if rule.unless else "",
            rule.window[0].months,
            rule.window[0].days,
            rule.window[0].hours or 0,
            rule.window[1].months,
            rule.window[1].days,
            rule.window[1].hours or 0,
            rule.window[0].hours is not None,
        )
        for rule in windowed
    ]


def _levels(policy: Policy) -> list[Row]:
    satisfied = policy.scale.satisfied_score
    return [(level.code, level.score, level.score >= satisfied) for level in policy.scale.levels]


def _deadlines(policy: Policy) -> list[Row]:
    return [
        (rule.moment, rule.severity, rule.problem_kind, rule.within.days, rule.within.hours)
        for rule in policy.rules(Response)
    ]


_PARAMETERS: Mapping[str, Callable[[Policy], Sequence[Row]]] = {
    "policy_plans": lambda policy: [(event,) for event in sorted(policy.plans)],
    "policy_rules": _rules,
    "policy_windows": _windows,
    "policy_minimums": lambda policy: [
        (rule.id, rule.opens_at, rule.closes_at, rule.due.days) for rule in policy.rules(Minimum)
    ],
    "policy_levels": _levels,
    "policy_deadlines": _deadlines,
    "policy_hours": lambda policy: [span for rule in policy.rules(Hours) for span in rule.spans],
    "policy_fields": lambda policy: [(field,) for rule in policy.rules(Record) for field in rule.fields],
    "policy_roles": lambda policy: [(role,) for role in policy.roles],
    "policy_active": lambda policy: [(policy.active_from, policy.active_until)],
}
