"""When obligations open and are due, for every day on which the event that they hang on fell.

A policy's dates depend on the day of an event and nothing else of a case, and there are few days: all arithmetic of months,
working days and calendar periods is done here once a day, and the SQL only looks it up.

Versions of a rule: the new one judges what both it and the old one make due on or after its day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from analytics.periods import Calendar, Period
from analytics.policy.offsets import Offset
from analytics.policy.rules import Minimum, Quota, Recurring, Response
from analytics.policy.rules.windows import Windowed
from analytics.workdays import WorkingDays

FIRST_INSTANT, LAST_INSTANT = datetime(1, 1, 1), datetime(9999, 12, 31)


class Dates(NamedTuple):
    """What one version of a rule (its *slot*) makes of one day of its event.

    ``seq`` counts the obligations of a recurring rule; ``drawn_on`` is the first day of the period that a sample is drawn
    of, ``drawn_label`` its name.
    """

    slot: int
    anchor_on: date
    seq: int
    opens_on: date
    due_on: date
    drawn_on: date | None = None
    drawn_label: str = ""


def window_dates(
    versions: Sequence[tuple[int, Windowed]], days: Iterable[date], working: WorkingDays
) -> Iterator[Dates]:
    """Yield the window of a rule for each day of its event."""
    for day in days:
        found: list[Dates] = []
        for slot, rule in versions:
            opens, due = rule.window or (Offset(), Offset())
            sampled = Calendar().period_of(day, "month") if isinstance(rule, Quota) and rule.sample else None
            dates = Dates(
                slot,
                day,
                1,
                opens.from_day(day, working),
                due.from_day(day, working),
                sampled.first if sampled else None,
                sampled.label if sampled else "",
            )
            if not found or (rule.since is not None and min(found[-1].due_on, dates.due_on) >= rule.since):
                found.append(dates)
        yield found[-1]


def recurring_dates(
    versions: Sequence[tuple[int, Recurring | Quota]], days: Iterable[date], as_of: date, working: WorkingDays
) -> Iterator[Dates]:
    """Yield what a rule of calendar periods or intervals makes due for each day from which a case is active.

    Periods and intervals that open after *as_of* are not yet owed.
    """
    lasting = [rule.since or date.min for _, rule in versions[1:]] + [date.max]
    days = sorted(days)
    grids = [_grid(rule, days, as_of) for _, rule in versions]
    for day in days:
        seq = 0
        for (slot, rule), until, grid in zip(versions, lasting, grids, strict=True):
            for opens, due, drawn in _spans(rule, day, as_of, working, grid):
                if (rule.since or date.min) <= due < until:
                    for _ in range(rule.times if isinstance(rule, Recurring) else 1):
                        seq += 1
                        yield Dates(
                            slot,
                            day,
                            seq,
                            opens,
                            due,
                            drawn.first if drawn else None,
                            drawn.label if drawn else "",
                        )


def _grid(rule: Recurring | Quota, days: Sequence[date], as_of: date) -> Sequence[Period]:
    """Return the calendar periods from the first of *days* to *as_of*, in order; none for a rule of intervals."""
    if rule.every is None or isinstance(rule.every, Offset) or not days or days[0] > as_of:
        return ()
    return Period(days[0], as_of, "", rule.every).split(rule.every)


def _spans(
    rule: Recurring | Quota, day: date, as_of: date, working: WorkingDays, grid: Sequence[Period]
) -> Iterator[tuple[date, date, Period | None]]:
    if isinstance(rule.every, Offset):
        yield from _intervals(rule, rule.every, day, as_of, working)
    if day > as_of:
        return
    for period in grid[bisect_left(grid, day, key=lambda period: period.last) :]:
        if isinstance(rule, Quota):
            if rule.months and period.first.month not in rule.months:
                continue
            if rule.sample and period.first < day:
                continue
        yield max(period.first, day), period.last, period if isinstance(rule, Quota) and rule.sample else None


def _intervals(
    rule: Recurring | Quota, every: Offset, day: date, as_of: date, working: WorkingDays
) -> Iterator[tuple[date, date, None]]:
    base = rule.after.from_day(day, working) if isinstance(rule, Recurring) else day
    ended, count = base, 0
    while ended < as_of:
        count += 1
        due = Offset(every.months * count, every.days * count, every.workdays * count).from_day(base, working)
        yield ended + timedelta(days=1), due, None
        ended = due


def minimum_dates(
    versions: Sequence[tuple[int, Minimum]], days: Iterable[date], working: WorkingDays
) -> Iterator[Dates]:
    """Yield when a minimum is due for each day of its closing event; it opens with the other event."""
    for day in days:
        found: list[Dates] = []
        for slot, rule in versions:
            due = rule.due.from_day(day, working)
            if not found or (rule.since is not None and min(found[-1].due_on, due) >= rule.since):
                found.append(Dates(slot, day, 1, day, due))
        yield found[-1]


def deadline_days(
    versions: Sequence[tuple[int, Response]], days: Iterable[date], working: WorkingDays
) -> Iterator[tuple[int, date, date]]:
    """Yield, for each day on which a problem item was raised, the version of a deadline that holds and its last day."""
    for day in days:
        found: list[tuple[int, date, date]] = []
        for number, rule in versions:
            whole_days = Offset(days=-(-(rule.within.hours or 0) // 24))
            due = (rule.within if rule.within.hours is None else whole_days).from_day(day, working)
            if not found or (rule.since is not None and min(found[-1][2], due) >= rule.since):
                found.append((number, day, due))
        yield found[-1]


def hour_spans(versions: Sequence[tuple[int, Windowed]]) -> Mapping[int, tuple[datetime, datetime]]:
    """Return between which instants of its event each version of a rule in hours holds, the second one excluded."""
    starts = [FIRST_INSTANT]
    for (_, before), (_, rule) in pairwise(versions):
        least = min((one.window[1].hours or 0) if one.window else 0 for one in (before, rule))
        since = datetime.combine(rule.since or date.min, datetime.min.time())
        starts.append(since - timedelta(hours=least) if rule.since else FIRST_INSTANT)
    ends = [*starts[1:], LAST_INSTANT]
    return {slot: span for (slot, _), span in zip(versions, zip(starts, ends, strict=True), strict=True)}
