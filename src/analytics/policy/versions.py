"""Which version of a rule holds on a day: a rule may be written again under its id with ``from``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from analytics.policy.rules.base import BaseRule

R = TypeVar("R", bound=BaseRule)


def lasting(rules: Iterable[R]) -> list[tuple[R, date, date]]:
    """Return every version with the days on which it holds, the first included and the last excluded."""
    by_id: dict[str, list[R]] = {}
    for rule in rules:
        by_id.setdefault(rule.id, []).append(rule)
    found = []
    for versions in by_id.values():
        versions.sort(key=lambda rule: rule.since or date.min)
        ends = [*(rule.since or date.min for rule in versions[1:]), date.max]
        found += [(rule, rule.since or date.min, until) for rule, until in zip(versions, ends, strict=True)]
    return found


def in_force(rules: Iterable[R], day: date) -> list[R]:
    """Return the versions that hold on *day*, one of each rule at most, in the order of the pack."""
    return [rule for rule, since, until in lasting(rules) if since <= day < until]
