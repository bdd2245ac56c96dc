"""Which rules of a policy can say nothing of an organisation: no ledger of it holds what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from analytics.policy.lack import Lack
from analytics.policy.pack import Policy
from analytics.policy.rules import Quota, Recurring, SpotCheck
from analytics.policy.rules.base import BaseRule
from analytics.tables.statements import run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_CASES = 5
# A rule's keys by what they name, and those of its tables (scope, where, source). What lifts an obligation or ends one early
# is not among them, nor the cases that a rule is not for: they may never come.
_NAMED = {
    "event": ("anchor", "opens_at", "closes_at", "start", "after", "before"),
    "role": ("role",),
    "contact_role": ("contact_role", "contacts"),
    "category": ("category",),
    "tier": ("tier",),
    "urgency": ("urgency",),
    "area": ("area",),
    "purpose": ("purpose",),
}
_TABLES = ("scope", "where", "source")
_HELD = {
    "event": "select distinct event from case_events where organisation = $organisation",
    "role": "select distinct caller_role from callbacks where organisation = $organisation"
    " union select distinct role from staff where organisation = $organisation",
    "contact_role": "select distinct contact_role from case_contacts where organisation = $organisation"
    " union select distinct contact_role from callbacks where organisation = $organisation",
    "category": "select distinct category from cases where organisation = $organisation",
    "tier": "select distinct tier from cases where organisation = $organisation",
    "urgency": "select distinct urgency from cases where organisation = $organisation",
    "area": "select distinct area from cases where organisation = $organisation",
    "purpose": "select distinct purpose from callbacks where organisation = $organisation",
    "party": "select distinct party_role from case_parties where organisation = $organisation"
    " union select distinct party_role from problems where organisation = $organisation",
}


def rules_without_data(con: DuckDBPyConnection, policy: Policy, organisation: str) -> list[Lack]:
    """Return what the rules name and no ledger of *organisation* holds, in the order of the policy.

    Empty for a ledger that has just been begun: there nearly everything is lacking still.
    """
    parameters = {"organisation": organisation}
    [(cases,)] = con.execute("select count(*) from cases where organisation = $organisation", parameters).fetchall()
    if cases < FEWEST_CASES:
        return []
    held = {what: {row[0] for row in run(con, query, parameters).fetchall()} for what, query in _HELD.items()}
    named = (Lack(rule.id, what, name) for rule in policy.rule for what, name in _names(rule, policy))
    return [lack for lack in dict.fromkeys(named) if lack.name not in held[lack.what]]


def _names(rule: BaseRule, policy: Policy) -> Iterator[tuple[str, str]]:
    """Yield what a rule names: what it is of, and the name."""
    for holder in (vars(rule), *(_table(rule, table) for table in _TABLES)):
        for what, keys in _NAMED.items():
            for key in keys:
                for name in _listed(holder.get(key)):
                    if name and (what != "event" or name in policy.events):
                        yield what, name
    if _runs_while_active(rule) and len(policy.active_from) == 1:
        yield "event", policy.active_from[0]
    for field in getattr(rule, "fields", ()):
        what, _, name = field.partition(".")
        if name and what in ("event", "party"):
            yield what, name
    for table in (getattr(rule, "by", ""), *getattr(rule, "tables", ())):
        for prefix in ("party:", "complaint_"):
            if table.startswith(prefix):
                yield "party", table.removeprefix(prefix)


def _table(rule: BaseRule, name: str) -> Mapping[str, Any]:
    found = getattr(rule, name, {})
    return found if isinstance(found, Mapping) else vars(found)


def _listed(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()


def _runs_while_active(rule: BaseRule) -> bool:
    """Return whether a rule counts from the day on which a case becomes active, because it names no other."""
    match rule:
        case Recurring():
            return rule.start is None
        case Quota():
            return rule.every is not None and rule.start is None
        case SpotCheck():
            return rule.of == "cases" and rule.after is None
        case _:
            return False
