"""Which reports must be handed in when: the report rules of a policy as days, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from analytics.periods import Calendar, Grain, Period
from analytics.policy.pack import Policy
from analytics.policy.rules import Report
from analytics.workdays import WorkingDays

AHEAD_DAYS = 31
KINDS: Mapping[Grain, str] = {"week": "weekly", "month": "monthly", "quarter": "quarterly", "year": "yearly"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """One report of one period and when it must be there; without a time of day, by the end of the day."""

    rule: Report
    period: Period
    day: date
    before: time | None

    @property
    def kind(self) -> str:
        """The kind of report, as the command line names it."""
        return KINDS[self.rule.every]

    @property
    def instant(self) -> str:
        """The day, and the time where there is one, as a machine reads it."""
        if self.before is None:
            return self.day.isoformat()
        return datetime.combine(self.day, self.before).isoformat(sep=" ", timespec="minutes")


def deadlines(policy: Policy, calendar: Calendar, as_of: date) -> list[Deadline]:
    """Return, for every report rule with a hand-in, the last one before *as_of*, the next one and those of a month ahead.

    Ordered by day and time. A hand-in on *as_of* itself is still to come: nothing here knows the hour.
    """
    found = [
        deadline
        for rule in policy.rules(Report)
        if rule.due is not None
        for deadline in _of_rule(rule, calendar, as_of, policy.working_days)
    ]
    found.sort(key=lambda one: (one.day, one.before or time.max, one.period.first))
    return found


def _of_rule(rule: Report, calendar: Calendar, as_of: date, working: WorkingDays) -> Iterator[Deadline]:
    period = calendar.period_of(as_of, rule.every)
    # A report may be due well after its period: go back to one that is past its hand-in.
    while (handed_in := rule.due_day(period, working)) is not None and handed_in >= as_of:
        period = period.previous()
    while handed_in is not None:
        yield Deadline(rule, period, handed_in, rule.due.before if rule.due else None)
        is_next = handed_in >= as_of
        period = period.following()
        handed_in = rule.due_day(period, working)
        if is_next and handed_in is not None and handed_in > as_of + timedelta(days=AHEAD_DAYS):
            return
