"""Levels that a policy sets, and whether a value meets them.

Status is met, near (within the policy's tolerance) or missed; whether a change is more than chance is another
question and not asked here (definitions, "Comparison, status, signal").
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from analytics.policy.pack import Policy
from analytics.policy.rules import Quota, Target
from analytics.policy.rules.base import Obliging

Status = Literal["met", "near", "missed"]
_WHOLE = frozenset({"organisation", "policy", "rule", "family"})


def target_of(policy: Policy, measure: str, group: Mapping[str, str], until: date) -> Target | None:
    """Return the target that is set for this group of *measure*: its own, else the whole organisation's.

    A target without a scope is set for the whole and for its rules, not for a role's or a party's share of it. The level
    of a quota is the target of its coverage. Of several versions the last that holds on *until* counts.
    """
    fitting = [
        target
        for target in _targets(policy)
        if target.measure == measure
        and (target.since is None or target.since <= until)
        and all(group.get(dimension) == value for dimension, value in target.scope.items())
        and set(group) - set(target.scope) <= _WHOLE | {"category", "tier", "area"}
        and _in_family(policy, target, group)
    ]
    return max(fitting, key=lambda target: (len(target.scope), target.since or date.min), default=None)


def _targets(policy: Policy) -> list[Target]:
    quotas = [
        Target(
            **{"from": quota.since},
            id=quota.id,
            kind="target",
            title=quota.title,
            clause=quota.clause,
            measure="coverage",
            level=quota.level,
            tolerance=quota.tolerance,
            scope={"rule": quota.id},
        )
        for quota in policy.rules(Quota)
        if quota.level is not None
    ]
    return [*policy.rules(Target), *quotas]


def _in_family(policy: Policy, target: Target, group: Mapping[str, str]) -> bool:
    if not target.family:
        return True
    if "family" in group:
        return group["family"] == target.family
    if "rule" in group:
        return any(rule.id == group["rule"] and rule.family == target.family for rule in policy.rules(Obliging))
    return True


def status_of(value: float | None, target: Target | None) -> Status | None:
    """Return how *value* stands to *target*; empty where either is."""
    if value is None or target is None:
        return None
    short = target.level - value if target.better == "higher" else value - target.level
    if short <= 0:
        return "met"
    # Levels are decimals: a last bit of theirs decides nothing.
    return "near" if short <= target.near + 1e-9 else "missed"
