"""Periods of a report: week, month, quarter, half-year, year, by the calendar or by an organisation's own.

Both ends belong to the period. Source: definitions, "Time".

>>> parse_period("2026-Q3").last
datetime.date(2026, 9, 30)
>>> [p.label for p in parse_period("2026-Q3").split("month")]
['2026-07', '2026-08', '2026-09']

A statistical month that ends on the 25th is named after the month that it ends in; longer periods are made of such months.

>>> statistical = Calendar(month_ends_on=25)
>>> [str(day) for name in ("2026-10", "2026-Q4") for day in statistical.parse(name).days]
['2026-09-26', '2026-10-25', '2026-09-26', '2026-12-25']
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from analytics.errors import UsageError
from analytics.language import Text

Grain = Literal["week", "month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
MONTHS_OF: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}
SUNDAY = 6
_LABELS: dict[Grain, str] = {"month": "{0}-{1:02}", "quarter": "{0}-Q{1}", "half": "{0}-H{1}", "year": "{0}"}


def add_months(day: date, months: int) -> date:
    """Return *day* that many months later, clamped to the month's last day (31 January + 1 month = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where an organisation's months and weeks end.

    ``month_ends_on`` is a day from 1 to 28, or None for each month's own last day; ``week_ends_on`` counts from Monday, 0.
    A month is named after the calendar month that it ends in, a week after the ISO week that it ends in.
    """

    month_ends_on: int | None = None
    week_ends_on: int = SUNDAY

    def period_of(self, day: date, grain: Grain) -> Period:
        """Return the period of *grain* that *day* falls in."""
        if grain == "week":
            return self._week(day + timedelta(days=(self.week_ends_on - day.weekday()) % 7))
        return self._months(self._month_of(day) // MONTHS_OF[grain], grain)

    def year_before(self, period: Period) -> Period:
        """Return the same period a year before; of a week the one 52 weeks earlier."""
        if period.grain == "week":
            return self.period_of(period.first - timedelta(weeks=52), "week")
        months = MONTHS_OF[period.grain]
        return self._months((self._month_of(period.first) - 12) // months, period.grain)

    def parse(self, text: str) -> Period:
        """Return the period written as ``2026-10``, ``2026-Q3``, ``2026-H1``, ``2026`` or ``2026-W42``.

        Raises UsageError with the valid forms.
        """
        for grain, form in _FORMS:
            match = form.fullmatch(text.strip().upper())
            if match is None:
                continue
            year = int(match[1])
            number = int(match[2]) if grain != "year" else 1
            if not 1900 <= year <= 2200:
                break
            if grain != "week":
                return self._months(year * 12 // MONTHS_OF[grain] + number - 1, grain)
            try:
                return self._week(date.fromisocalendar(year, number, self.week_ends_on + 1))
            except ValueError:
                break
        raise UsageError(
            Text(
                zh="期间“{text}”读不懂。可用写法：2026-10（月）、2026-Q3（季）、2026-H1（半年）、2026（年）、2026-W42（周）。",
                en='Cannot read the period "{text}". Valid: 2026-10 (month), 2026-Q3, 2026-H1, 2026 (year), 2026-W42 (week).',
            ).format(text=text)
        )

    def _month_of(self, day: date) -> int:
        """Return the number of the month that *day* counts in, January of the year 0 being 0."""
        is_next = self.month_ends_on is not None and day.day > self.month_ends_on
        return day.year * 12 + day.month - 1 + is_next

    def _months(self, number: int, grain: Grain) -> Period:
        """Return the *number*-th period of *grain* since the year 0."""
        months = MONTHS_OF[grain]
        year, month = divmod(number * months, 12)
        return Period(
            self._end_of(number * months - 1) + timedelta(days=1),
            self._end_of((number + 1) * months - 1),
            _LABELS[grain].format(year, month // months + 1),
            grain,
            self,
        )

    def _end_of(self, number: int) -> date:
        year, month = divmod(number, 12)
        return date(year, month + 1, self.month_ends_on or calendar.monthrange(year, month + 1)[1])

    def _week(self, last: date) -> Period:
        year, week, _ = last.isocalendar()
        return Period(last - timedelta(days=6), last, f"{year}-W{week:02}", "week", self)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days with a name; ``first`` and ``last`` are both in it."""

    first: date
    last: date
    label: str
    grain: Grain
    calendar: Calendar = field(default=Calendar(), compare=False, repr=False)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day."""
        return self.first, self.last

    def previous(self) -> Period:
        """Return the period of the same grain just before."""
        return self.calendar.period_of(self.first - timedelta(days=1), self.grain)

    def following(self) -> Period:
        """Return the period of the same grain just after."""
        return self.calendar.period_of(self.last + timedelta(days=1), self.grain)

    def year_before(self) -> Period:
        """Return the same period a year before; of a week the one 52 weeks earlier."""
        return self.calendar.year_before(self)

    def split(self, grain: Grain) -> list[Period]:
        """Return the periods of *grain* that overlap this one, cut to neither end."""
        parts = [self.calendar.period_of(self.first, grain)]
        while parts[-1].last < self.last:
            parts.append(parts[-1].following())
        return parts


_FORMS: tuple[tuple[Grain, re.Pattern[str]], ...] = (
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("week", re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])")),
    ("year", re.compile(r"(\d{4})")),
)


def period_of(day: date, grain: Grain) -> Period:
    """Return the calendar's period of *grain* that *day* falls in."""
    return Calendar().period_of(day, grain)


def parse_period(text: str) -> Period:
    """Return the calendar's period written as in :meth:`Calendar.parse`."""
    return Calendar().parse(text)


def parse_day(text: str) -> date:
    """Return the day written as ``2026-10-31``; raises UsageError."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise UsageError(
            Text(
                zh="日期“{text}”读不懂，应为 2026-10-31 的写法。",
                en='Cannot read the date "{text}"; expected the form 2026-10-31.',
            ).format(text=text)
        ) from None
