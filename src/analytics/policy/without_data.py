"""Which rules of a policy can say nothing of an organisation: no ledger of it holds what they are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.policy.pack import Policy
from analytics.policy.rules.base import BaseRule

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FEWEST_CASES = 5
# A rule's keys by what they name. What lifts an obligation or ends one early is not among them: it may never come.
_NAMED = {
    "event": ("anchor", "opens_at", "closes_at", "start", "after", "before"),
    "role": ("role",),
    "contact_role": ("contact_role", "contacts"),
    "category": ("category",),
    "tier": ("tier",),
}
_HELD = {
    "event": "select distinct event from case_events where organisation = $organisation",
    "role": "select distinct caller_role from callbacks where organisation = $organisation"
    " union select distinct role from staff where organisation = $organisation",
    "contact_role": "select distinct contact_role from case_contacts where organisation = $organisation"
    " union select distinct contact_role from callbacks where organisation = $organisation",
    "category": "select distinct category from cases where organisation = $organisation",
    "tier": "select distinct tier from cases where organisation = $organisation",
}


@dataclass(frozen=True, slots=True)
class Lack:
    """One name that a rule needs and no ledger holds: what it is of, and the name."""

    rule: str
    what: str
    name: str


def rules_without_data(con: DuckDBPyConnection, policy: Policy, organisation: str) -> list[Lack]:
    """Return what the rules name and no ledger of *organisation* holds, in the order of the policy.

    Empty for a ledger that has just been begun: there nearly everything is lacking still.
    """
    parameters = {"organisation": organisation}
    [(cases,)] = con.execute("select count(*) from cases where organisation = $organisation", parameters).fetchall()
    if cases < FEWEST_CASES:
        return []
    held = {what: {row[0] for row in con.execute(query, parameters).fetchall()} for what, query in _HELD.items()}
    named = (Lack(rule.id, what, name) for rule in policy.rule for what, name in _names(rule, policy))
    return [lack for lack in dict.fromkeys(named) if lack.name not in held[lack.what]]


def _names(rule: BaseRule, policy: Policy) -> Iterator[tuple[str, str]]:
    declared: Mapping[str, Any] = policy.events
    for what, keys in _NAMED.items():
        for key in keys:
            value = getattr(rule, key, None)
            names = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
            for name in names:
                if isinstance(name, str) and name and (what != "event" or name in declared):
                    yield what, name
