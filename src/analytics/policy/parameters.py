"""A policy as the small tables that the SQL files read: every number of a regulation, none of them in a query.

A *slot* (``rule_order``) is one version of a rule, or one contact role of it: the number that obligations are kept under.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from analytics.policy.dates import (
    FIRST_INSTANT,
    LAST_INSTANT,
    Dates,
    deadline_days,
    hour_spans,
    minimum_dates,
    recurring_dates,
    window_dates,
)
from analytics.policy.pack import Policy
from analytics.policy.rules import (
    Conditional,
    ContactRoles,
    Hours,
    ItemRecord,
    Listing,
    Minimum,
    Quota,
    Record,
    Recurring,
    Response,
)
from analytics.policy.rules.base import Obliging, Scoped
from analytics.policy.rules.windows import Windowed
from analytics.policy.versions import lasting
from analytics.tables.statements import Rows

MARK = "\x1f"
"""Parts the values of a scope: no cell of a ledger can hold it."""


@dataclass(frozen=True)
class Days:
    """The days on which something fell: by event, by slot of a conditional rule, of problem items raised, of calls."""

    events: Mapping[str, Sequence[date]] = field(default_factory=dict)
    moments: Mapping[int, Sequence[date]] = field(default_factory=dict)
    raised: Sequence[date] = ()
    called: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One version of a rule; of a rule about contact roles one for each of them."""

    number: int
    rule: Obliging
    contact_role: str


def slots(policy: Policy) -> list[Slot]:
    """Return the slots of a policy in the order of its rules."""
    found: list[Slot] = []
    for rule in policy.rules(Obliging):
        for contact in rule.contacts if isinstance(rule, ContactRoles) else (rule.contact_role,):
            found.append(Slot(len(found), rule, contact))
    return found


def parameter_tables(policy: Policy, organisation: str) -> dict[str, Rows]:
    """Return the tables that follow from the policy alone, by name."""
    own = slots(policy)
    return {
        "policy_plans": Rows("event varchar", [(event,) for event in sorted(policy.plans)]),
        "policy_rules": Rows(
            "rule_order integer, rule varchar, family varchar, required_role varchar, required_contact_role varchar, "
            "required_channels varchar, required_purpose varchar, needed integer",
            [_rule(slot) for slot in own],
        ),
        "policy_scopes": Rows(
            "rule_order integer, excepts boolean, categories varchar, tiers varchar, urgencies varchar, areas varchar",
            [(number, *scope) for number, rule in _scoped(policy, own) for scope in _scopes(rule)],
        ),
        "policy_conditions": Rows(
            "rule_order integer, condition varchar, problem_kind varchar, source_purposes varchar, "
            "source_channels varchar, source_roles varchar",
            [
                (
                    first.number,
                    rule.when,
                    rule.problem_kind,
                    *map(_among, (source.purpose, source.channels, source.role)),
                )
                for first, *_ in _versions(own, Conditional)
                if isinstance(rule := first.rule, Conditional) and rule.when is not None
                for source in (rule.source,)
            ],
        ),
        "policy_windows": Rows(
            "rule_order integer, condition_order integer, anchor varchar, second_anchor varchar, is_awaited boolean, "
            "by_hour boolean, opens_hours integer, due_hours integer, anchored_from timestamp, anchored_before timestamp",
            list(_windows(policy, own)),
        ),
        "policy_lifts": Rows("rule_order integer, event varchar, lifted_when varchar", list(_lifts(policy, own))),
        "policy_minimums": Rows(
            "rule_order integer, opens_event varchar, closes_event varchar",
            [(slot.number, slot.rule.opens_at, slot.rule.closes_at) for slot in own if isinstance(slot.rule, Minimum)],
        ),
        "policy_rounds": Rows(
            "rule_order integer, contact_role varchar, contact_place integer, contact_count integer, "
            "round_order integer, round_place integer, round_count integer",
            list(_rounds(own)),
        ),
        "policy_levels": Rows("level varchar, score double, satisfied boolean", _levels(policy)),
        "policy_deadlines": Rows(
            "deadline integer, rule varchar, moment varchar, severity varchar, problem_kind varchar, "
            "categories varchar, hours integer",
            [
                (
                    number,
                    rule.id,
                    rule.moment,
                    rule.severity,
                    rule.problem_kind,
                    _among(rule.category),
                    rule.within.hours,
                )
                for number, rule in enumerate(policy.rules(Response))
            ],
        ),
        "policy_hours": Rows(
            "opens varchar, closes varchar, rest_days boolean, first_day integer, last_day integer, from_on date, "
            "until_on date",
            [(*row, since, until) for rule, since, until in lasting(policy.rules(Hours)) for row in rule.rows],
        ),
        "policy_fields": Rows(
            "field varchar, category varchar, channel varchar, needed_when varchar, outcome varchar, rule varchar, "
            "from_on date, until_on date",
            [(*row, since, until) for rule, since, until in lasting(policy.rules(Record)) for row in rule.rows],
        ),
        "policy_item_fields": Rows(
            "field varchar, problem_kind varchar, category varchar, needed_when varchar, from_on date, until_on date",
            [(*row, since, until) for rule, since, until in lasting(policy.rules(ItemRecord)) for row in rule.rows],
        ),
        "policy_listings": Rows(
            "rule_order integer, rule varchar, tried_channels varchar, other_channels varchar, from_on date, "
            "until_on date",
            [
                (len(own) + number, rule.id, _among(rule.not_reached_by), _among(rule.channels), since, until)
                for number, (rule, since, until) in enumerate(lasting(policy.rules(Listing)))
            ],
        ),
        "policy_record_spans": Rows("from_on date, until_on date", _record_spans(policy)),
        "policy_roles": Rows("role varchar", [(role,) for role in policy.roles]),
        "policy_active": Rows(
            "event varchar, opens boolean",
            [*((event, True) for event in policy.active_from), *((event, False) for event in policy.active_until)],
        ),
        "policy_sample_seeds": Rows(
            "rule_order integer, share double, seed varchar",
            [
                (slot.number, slot.rule.sample, f"{organisation}/{slot.rule.id}/")
                for slot in own
                if isinstance(slot.rule, Quota) and slot.rule.sample
            ],
        ),
    }


def date_tables(policy: Policy, days: Days, as_of: date) -> dict[str, Rows]:
    """Return the tables that follow from the policy and the days on which something fell, by name."""
    own = slots(policy)
    dates = list(_dates(policy, own, days, as_of))
    drawn = {(row.slot, row.drawn_on, row.drawn_label) for row in dates if row.drawn_on is not None}
    return {
        "policy_dates": Rows(
            "rule_order integer, anchor_on date, seq integer, opens_on date, due_on date, drawn_on date",
            [(row.slot, row.anchor_on, row.seq, row.opens_on, row.due_on, row.drawn_on) for row in dates],
        ),
        "policy_caps": Rows(
            "rule_order integer, event varchar, event_on date, latest_on date",
            [
                (slot.number, cap.event, day, cap.offset.from_day(day, policy.working_days))
                for slot in own
                if isinstance(slot.rule, Windowed) and (cap := slot.rule.not_after) is not None
                for day in days.events.get(cap.event, ())
            ],
        ),
        "policy_workdays": Rows("worked_on date", _workdays(policy, days.called)),
        "policy_samples": Rows("rule_order integer, drawn_on date, label varchar", sorted(drawn)),
        "policy_deadline_days": Rows(
            "deadline integer, raised_on date, due_on date",
            [
                row
                for versions in _deadlines(policy)
                for row in deadline_days(versions, days.raised, policy.working_days)
            ],
        ),
    }


def _rule(slot: Slot) -> tuple[Any, ...]:
    rule = slot.rule
    return (
        slot.number,
        rule.id,
        rule.family,
        rule.role,
        slot.contact_role,
        f" {' '.join(rule.channels)} " if rule.channels else "",
        rule.purpose,
        rule.needed if isinstance(rule, Minimum) else 0,
    )


def _scoped(policy: Policy, own: Sequence[Slot]) -> Iterator[tuple[int, Scoped]]:
    """Yield the rules that are for some cases only, by their number: the slots, and after them the listings."""
    yield from ((slot.number, slot.rule) for slot in own)
    yield from ((len(own) + number, rule) for number, (rule, _, _) in enumerate(lasting(policy.rules(Listing))))


def _scopes(rule: Scoped) -> Iterator[tuple[bool, str, str, str, str]]:
    """Yield the cases that the rule is for, and those that it is not for, where it says so."""
    for excepts, scope in ((False, vars(rule)), (True, rule.other_than)):
        category, tier, urgency, area = (_among(scope.get(of, ())) for of in ("category", "tier", "urgency", "area"))
        if category or tier or urgency or area:
            yield excepts, category, tier, urgency, area


def _among(values: Sequence[str]) -> str:
    return f"{MARK}{MARK.join(values)}{MARK}" if values else ""


def _versions(own: Sequence[Slot], *kinds: type[Obliging]) -> Iterator[list[Slot]]:
    """Yield the versions of every rule of these kinds, the oldest first."""
    by_id: dict[str, list[Slot]] = {}
    for slot in own:
        if isinstance(slot.rule, kinds):
            by_id.setdefault(slot.rule.id, []).append(slot)
    for versions in by_id.values():
        yield sorted(versions, key=lambda slot: slot.rule.since or date.min)


def _deadlines(policy: Policy) -> list[list[tuple[int, Response]]]:
    """Return the versions of every deadline with their numbers, the oldest first."""
    by_id: dict[str, list[tuple[int, Response]]] = {}
    for number, rule in enumerate(policy.rules(Response)):
        by_id.setdefault(rule.id, []).append((number, rule))
    return [sorted(versions, key=lambda one: one[1].since or date.min) for versions in by_id.values()]


def _is_windowed(rule: Obliging) -> bool:
    return isinstance(rule, Windowed) and rule.window is not None


def _in_hours(rule: Obliging) -> bool:
    return isinstance(rule, Windowed) and rule.window is not None and rule.window[0].hours is not None


def _first_event(rule: Obliging, policy: Policy) -> str:
    """Return the event from which a recurring rule runs."""
    return (rule.start if isinstance(rule, Recurring | Quota) else None) or policy.active_from[0]


def _windows(policy: Policy, own: Sequence[Slot]) -> Iterator[tuple[Any, ...]]:
    for versions in _versions(own, Windowed, Recurring):
        hours: Mapping[int, tuple[Any, Any]] = {}
        if _in_hours(versions[0].rule):
            hours = hour_spans([(slot.number, slot.rule) for slot in versions if isinstance(slot.rule, Windowed)])
        for slot in versions:
            rule = slot.rule
            anchor = rule.anchor if isinstance(rule, Windowed) and rule.anchor else (_first_event(rule, policy),)
            awaits_moment = isinstance(rule, Conditional) and rule.when is not None
            window = rule.window if isinstance(rule, Windowed) else None
            yield (
                slot.number,
                versions[0].number if awaits_moment else -1,
                "" if awaits_moment else anchor[0],
                anchor[1] if len(anchor) == 2 else "",
                isinstance(rule, Conditional),
                _in_hours(rule),
                (window[0].hours or 0) if window else 0,
                (window[1].hours or 0) if window else 0,
                *hours.get(slot.number, (FIRST_INSTANT, LAST_INSTANT)),
            )


def _lifts(policy: Policy, own: Sequence[Slot]) -> Iterator[tuple[int, str, str]]:
    for slot in own:
        rule = slot.rule
        if isinstance(rule, Windowed):
            for unless in rule.unless:
                yield slot.number, unless.event, unless.when
        if isinstance(rule, Recurring) or (isinstance(rule, Quota) and rule.every is not None):
            for until in (rule.until,) if rule.until else policy.active_until:
                yield slot.number, until, "before_opens"


def _rounds(own: Sequence[Slot]) -> Iterator[tuple[Any, ...]]:
    for slot in own:
        rule = slot.rule
        if isinstance(rule, ContactRoles):
            for place, name in enumerate(rule.rounds):
                for one in own:
                    if one.rule.id == name:
                        contact = rule.contacts.index(slot.contact_role)
                        yield (
                            slot.number,
                            slot.contact_role,
                            contact,
                            len(rule.contacts),
                            one.number,
                            place,
                            len(rule.rounds),
                        )


def _workdays(policy: Policy, called: Iterable[date]) -> list[tuple[Any, ...]]:
    """Return the working days among those on which somebody called; none where no rule asks for them."""
    if all(rule.rest_days for rule in policy.rules(Hours)):
        return []
    return [(day,) for day in called if day in policy.working_days]


def _record_spans(policy: Policy) -> list[tuple[Any, ...]]:
    """Return the spans of days within which the fields that are asked for stay the same."""
    starts = sorted({date.min, *(since for _, since, _ in lasting(policy.rules(Record)))})
    return list(zip(starts, [*starts[1:], date.max], strict=True))


def _levels(policy: Policy) -> list[tuple[Any, ...]]:
    satisfied = policy.scale.satisfied_score
    return [(level.code, level.score, level.score >= satisfied) for level in policy.scale.levels]


def _dates(policy: Policy, own: Sequence[Slot], days: Days, as_of: date) -> Iterator[Dates]:
    working = policy.working_days
    for versions in _versions(own, Windowed):
        first = versions[0].rule
        if isinstance(first, Windowed) and _is_windowed(first) and not _in_hours(first):
            rules = [(slot.number, slot.rule) for slot in versions if isinstance(slot.rule, Windowed)]
            yield from window_dates(rules, _anchor_days(versions[0], days), working)
    for versions in _versions(own, Recurring, Quota):
        first = versions[0].rule
        if not _is_windowed(first):
            recurring = [(slot.number, slot.rule) for slot in versions if isinstance(slot.rule, Recurring | Quota)]
            yield from recurring_dates(recurring, days.events.get(_first_event(first, policy), ()), as_of, working)
    for versions in _versions(own, Minimum):
        minimums = [(slot.number, slot.rule) for slot in versions if isinstance(slot.rule, Minimum)]
        yield from minimum_dates(minimums, days.events.get(minimums[0][1].closes_at, ()), working)


def _anchor_days(slot: Slot, days: Days) -> Iterable[date]:
    """Return the days from which a window may be counted; the midpoint of two events may be any day between them."""
    rule = slot.rule
    if not isinstance(rule, Windowed) or not rule.anchor:
        return days.moments.get(slot.number, ())
    fell = [day for event in rule.anchor for day in days.events.get(event, ())]
    if len(rule.anchor) == 1 or not fell:
        return fell
    first = min(fell)
    return [first + timedelta(days=count) for count in range((max(fell) - first).days + 1)]
