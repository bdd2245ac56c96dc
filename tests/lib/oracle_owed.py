"""Which callbacks a ledger owes under a policy, rule by rule, before any of them is judged.

Where the definitions leave a choice, the comment beside the line says which one was made.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import md5
from math import ceil

from tests.lib.oracle_policy import After, ContactRoles, Milestone, Minimum, Policy, Recurring, Rule, Windowed
from tests.lib.oracle_time import (
    Edge,
    Stamp,
    day_of,
    in_hours,
    instant,
    midnight,
    next_period,
    period_first,
    period_label,
    period_last,
    shift,
    stamp,
    text_of,
)

Row = dict[str, str | None]
Ledger = dict[str, list[Row]]
Order = tuple[datetime, str]  # the place of a callback: when it answers, then its id


@dataclass(frozen=True)
class Window:
    """One window of one rule for one case, whether or not it is owed."""

    seq: int
    opens: Edge
    due: Edge
    on: date  # the day that it hangs on
    until: date | None = None  # a recurring rule ends
    after: Order | None = None  # only callbacks later than this one count
    draw: str | None = None  # the period of a sample


@dataclass
class Obligation:
    """One callback due for one case under one rule, with what became of it."""

    case: Row
    rule: Rule
    position: int  # of the rule within the policy
    window: Window
    contact_role: str | None
    expires: Edge | None = None
    ends: Edge | None = None  # when another day's obligation takes its place
    overtaken: Order | None = None  # the callback of its own day that gave rise to the next one
    bucket: str = ""
    fulfilled_by: Row | None = None
    last_attempt: Row | None = None

    @property
    def seq(self) -> int:
        """Its number within case and rule."""
        return self.window.seq

    @property
    def opens(self) -> Edge:
        """From when a callback counts."""
        return self.window.opens

    @property
    def due(self) -> Edge:
        """Until when it is in time."""
        return self.window.due

    @property
    def due_on(self) -> date:
        """The date of the due edge."""
        return day_of(self.due)

    @property
    def expiry(self) -> Edge | None:
        """When it expires, as the rule compares it: an instant for a rule in hours, else a date."""
        if self.expires is None:
            return None
        return instant(self.expires) if isinstance(self.opens, datetime) else day_of(self.expires)

    def row(self) -> Row:
        """Return it as the command line prints it."""
        done = self.fulfilled_by
        return {
            "case_id": self.case["case_id"],
            "rule": self.rule.id,
            "seq": str(self.seq),
            "family": self.rule.family,
            "category": self.case.get("category"),
            "role": self.rule.role,
            "contact_role": self.contact_role,
            "opens": text_of(self.opens),
            "due": text_of(self.due),
            "expires": text_of(self.expiry),
            "bucket": self.bucket,
            "callback_id": done["callback_id"] if done else None,
            "fulfilled_at": str(stamp(done["at"])) if done else None,
        }


def owed(ledger: Ledger, policy: Policy, as_of: date) -> list[Obligation]:
    """List what the ledger owes, by case, rule and seq, not yet judged."""
    found: list[Obligation] = []
    versions = policy.versions()
    for position, same in enumerate(versions):
        if isinstance(same[0], ContactRoles):
            continue
        due = [one for case in ledger["cases"] for one in owed_by(case, same, position, ledger, policy, as_of)]
        found += drawn(due, policy)
    for position, same in enumerate(versions):
        if isinstance(same[0], ContactRoles):
            found += [one for case in ledger["cases"] for one in asked_of_contacts(case, same, position, found)]
    return sorted(found, key=lambda one: (str(one.case["case_id"]), one.position, one.seq))


def owed_by(
    case: Row, same: list[Rule], position: int, ledger: Ledger, policy: Policy, as_of: date
) -> Iterator[Obligation]:
    """List what one case owes under the versions of one rule.

    The window alone, without scope and without what lifts it, says which version judges.
    """
    by_version = [{one.seq: one for one in windows(case, rule, ledger, policy, as_of)} for rule in same]
    for seq, first in by_version[0].items():
        rule, window = same[0], first
        for later, theirs in zip(same[1:], by_version[1:], strict=True):
            other = theirs.get(seq)
            if later.since and other and min(day_of(window.due), day_of(other.due)) >= later.since:
                rule, window = later, other
        if concerns(rule, case) and not lifted(case, rule, window, policy, as_of):
            yield Obligation(case, rule, position, window, rule.contact_role)


def concerns(rule: Rule, case: Row) -> bool:
    """Say whether the rule is for the case."""
    return all((case.get(scope) or "") in values for scope, values in rule.scopes.items()) and not any(
        (case.get(scope) or "") in values for scope, values in rule.other_than.items()
    )


def lifted(case: Row, rule: Rule, window: Window, policy: Policy, as_of: date) -> bool:
    """Say whether something that happened makes the callback needless."""
    if isinstance(rule, Recurring):
        return window.until is not None and window.until < day_of(window.opens)
    for reason in rule.lifting if isinstance(rule, Windowed) else ():
        happened = event(case, reason.event, policy, as_of)
        if happened and (
            reason.when == "known"
            or (reason.when == "before_opens" and happened.day < day_of(window.opens))
            or (reason.when == "by_anchor" and happened.day <= window.on)
        ):
            return True
    return False


def event(case: Row, name: str, policy: Policy, as_of: date) -> Stamp | None:
    """Return an event as far as it is known: what is dated later is not, except plans."""
    found = stamp(case.get(f"event.{name}"))
    return found if found and (name in policy.plans or found.day <= as_of) else None


# --- windows of each kind of rule


def windows(case: Row, rule: Rule, ledger: Ledger, policy: Policy, as_of: date) -> list[Window]:
    """List the windows that a rule opens for a case."""
    match rule:
        case Milestone():
            return milestone_windows(case, rule, policy, as_of)
        case After():
            return later_windows(case, rule, ledger, policy, as_of)
        case Minimum():
            return minimum_windows(case, rule, policy, as_of)
        case Recurring() if rule.by_calendar:
            return calendar_windows(case, rule, policy, as_of)
        case Recurring():
            return interval_windows(case, rule, policy, as_of)
    raise TypeError(f"no windows of {rule}")


def around(case: Row, rule: Milestone | After, moment: Stamp, policy: Policy, as_of: date) -> tuple[Edge, Edge]:
    """Return the window of a rule around a moment."""
    if in_hours(rule.opens, rule.due):
        opens, due = (shift(moment.opening, offset, policy.working) for offset in (rule.opens, rule.due))
        return opens, due
    first, last = (shift(midnight(moment.day), offset, policy.working).date() for offset in (rule.opens, rule.due))
    if rule.not_after and (limit := event(case, rule.not_after[0], policy, as_of)):
        latest = shift(midnight(limit.day), rule.not_after[1], policy.working).date()
        last = min(last, latest)
    return first, max(first, last)  # the end of a month may lie before the window opens


def milestone_windows(case: Row, rule: Milestone, policy: Policy, as_of: date) -> list[Window]:
    """Return the window of a milestone, or none while its anchor is unknown."""
    names = (rule.anchor,) if isinstance(rule.anchor, str) else rule.anchor
    known = [found for found in (event(case, name, policy, as_of) for name in names) if found]
    if len(known) < len(names):
        return []
    anchor = known[0]
    if len(known) == 2:
        anchor = Stamp(known[0].day + timedelta(days=(known[1].day - known[0].day).days // 2), None)
    if rule.once_anchor_passed and anchor.day > as_of:
        return []
    draw = None
    if rule.sample is not None:
        draw = period_label(period_first(anchor.day, "month"), "month")
    return [Window(1, *around(case, rule, anchor, policy, as_of), anchor.day, draw=draw)]


def later_windows(case: Row, rule: After, ledger: Ledger, policy: Policy, as_of: date) -> list[Window]:
    """Return a window for each callback or problem item that asks for a further callback, numbered in time."""
    if rule.when.startswith("problem_"):
        happened = problem_moments(case, rule, ledger, as_of)
    else:
        happened = callback_moments(case, rule, ledger, policy, as_of)
    happened.sort(key=lambda found: (found[0].opening, found[1]))
    return [
        Window(number, *around(case, rule, moment, policy, as_of), moment.day, after=order)
        for number, (moment, _, order) in enumerate(happened, start=1)
    ]


def callback_moments(
    case: Row, rule: After, ledger: Ledger, policy: Policy, as_of: date
) -> list[tuple[Stamp, str, Order | None]]:
    """List the callbacks that ask for a further one: when from, their id, and their place among the callbacks."""
    found: list[tuple[Stamp, str, Order | None]] = []
    for order, made, call in known_callbacks(ledger, as_of):
        if call["case_id"] != case["case_id"]:
            continue
        given = [
            policy.scale[level]
            for column, level in call.items()
            if (column == "satisfaction" or column.startswith("satisfaction.")) and level and level in policy.scale
        ]
        reached = call["outcome"] == "reached"
        asks = {
            # Any answer, overall or by dimension: one that is below satisfied is enough.
            "dissatisfied": reached and any(score < policy.satisfied_from for score in given),
            "not_reached": not reached,
            "rescheduled": call["outcome"] == "rescheduled",
            "promised": reached and bool(call.get("agreed_at")),
        }
        if not asks[rule.when] or any(call.get(column) not in values for column, values in rule.source.items()):
            continue
        moment = made
        if rule.when in (
            "rescheduled",
            "promised",
        ):  # an agreed time that lies ahead is a plan, and known with its callback
            moment = stamp(call.get("agreed_at")) or made
        found.append((moment, order[1], order))
    return found


def problem_moments(case: Row, rule: After, ledger: Ledger, as_of: date) -> list[tuple[Stamp, str, Order | None]]:
    """List the problem items that ask for a callback: raised by then and, if asked for, resolved by then."""
    items: dict[str, Row] = {}  # one item against two parties is two rows
    for row in ledger["problems"]:
        if row["case_id"] == case["case_id"] and rule.problem_kind in (None, row["kind"]):
            items.setdefault(str(row["problem_id"]), row)
    found: list[tuple[Stamp, str, Order | None]] = []
    for problem_id, row in items.items():
        raised, resolved = stamp(row["raised_at"]), stamp(row["resolved_at"])
        moment = resolved if rule.when == "problem_resolved" else raised
        if moment and moment.day <= as_of and raised and raised.day <= as_of:
            found.append((moment, problem_id, None))
    return found


def minimum_windows(case: Row, rule: Minimum, policy: Policy, as_of: date) -> list[Window]:
    """Return the window of a minimum, or none while one of its two events is unknown."""
    first, last = (event(case, name, policy, as_of) for name in (rule.from_event, rule.to_event))
    if not first or not last:
        return []
    return [Window(1, first.day, shift(midnight(last.day), rule.due, policy.working).date(), first.day)]


def span(case: Row, rule: Recurring, policy: Policy, as_of: date) -> tuple[date, date | None] | None:
    """Return from and until when a rule recurs, as far as known; None before it begins."""
    start = event(case, rule.start or policy.active_from, policy, as_of)
    ends = rule.until or policy.active_until
    until = event(case, ends, policy, as_of) if ends else None
    return (start.day, until.day if until else None) if start else None


def calendar_windows(case: Row, rule: Recurring, policy: Policy, as_of: date) -> list[Window]:
    """Return the windows of every calendar period until that of *as_of*."""
    active = span(case, rule, policy, as_of)
    if not active:
        return []
    start, until = active
    found: list[Window] = []
    first = period_first(start, rule.every)
    periods = 0  # those that count: of the rule's months and, for a sample, with the case active on their first day
    while (opens := max(first, start)) <= as_of:
        wanted = not rule.months or first.month in rule.months
        if wanted and (rule.sample is None or opens == first):
            draw = None if rule.sample is None else period_label(first, rule.every)
            found += [
                Window(periods * rule.times + turn, opens, period_last(first, rule.every), opens, until, draw=draw)
                for turn in range(1, rule.times + 1)
            ]
            periods += 1
        first = next_period(first, rule.every)
    return found


def interval_windows(case: Row, rule: Recurring, policy: Policy, as_of: date) -> list[Window]:
    """Return the windows of every interval that has opened by *as_of*; its first day belongs to the one before."""
    active = span(case, rule, policy, as_of)
    if not active:
        return []
    start, until = active
    base = shift(midnight(start), rule.after, policy.working)
    found: list[Window] = []
    for number in itertools.count(1):
        before, last = (shift(base, times(turn, rule.every), policy.working).date() for turn in (number - 1, number))
        opens = before + timedelta(days=1)
        if opens > as_of:
            return found
        found.append(Window(number, opens, last, opens, until))
    return found


def times(count: int, every: str) -> str:
    """Return an interval so many times, counted at once from where it begins: 31 January, 28 February, 31 March."""
    return f"{count * int(every[:-1])}{every[-1]}"


# --- what depends on other cases and other rules


def drawn(due: list[Obligation], policy: Policy) -> list[Obligation]:
    """Keep of a sampled rule only what is drawn: of each period the share with the smallest hashes."""
    kept = [one for one in due if one.window.draw is None]
    populations: dict[str, list[Obligation]] = defaultdict(list)
    for one in due:
        if one.window.draw is not None:
            populations[one.window.draw].append(one)
    for period, population in populations.items():
        share = population[0].rule.sample  # type: ignore[attr-defined]
        seed = f"{policy.organisation}/{population[0].rule.id}/{period}/"
        ids = sorted(
            {str(one.case["case_id"]) for one in population},
            key=lambda case_id: (md5((seed + case_id).encode(), usedforsecurity=False).hexdigest(), case_id),
        )
        chosen = set(ids[: ceil(len(ids) * Decimal(str(share)))])
        kept += [one for one in population if str(one.case["case_id"]) in chosen]
    return kept


def asked_of_contacts(
    case: Row, same: list[Rule], position: int, rounds_owed: list[Obligation]
) -> Iterator[Obligation]:
    """List one obligation for each contact role that the case names, in each round."""
    rounds = [
        one
        for one in rounds_owed
        if one.case is case and not isinstance(one.rule, ContactRoles) and one.rule.id in same[0].rounds  # type: ignore[attr-defined]
    ]
    for one in rounds:
        rule = same[0]
        for later in same[1:]:
            if later.since and one.due_on >= later.since:
                rule = later
        assert isinstance(rule, ContactRoles)
        if not concerns(rule, case):
            continue
        place = (one.seq - 1) * len(rule.rounds) + rule.rounds.index(one.rule.id)
        for number, contact in enumerate(rule.contacts, start=1):
            if (case.get(f"contact.{contact}") or "").strip():
                seq = place * len(rule.contacts) + number
                # A callback that gave rise to the round was none of this rule's: it may count here.
                yield Obligation(case, rule, position, replace(one.window, seq=seq, after=None, draw=None), contact)


def known_callbacks(ledger: Ledger, as_of: date) -> list[tuple[Order, Stamp, Row]]:
    """List the callbacks dated at or before *as_of* in the order in which they were made."""
    found = []
    for call in ledger["callbacks"]:
        made = stamp(call["at"])
        if made and made.day <= as_of:
            found.append(((made.answering, str(call["callback_id"])), made, call))
    return sorted(found, key=lambda one: one[0])
