"""Periods of a report: week, month, quarter, half-year, year.

Both ends belong to the period. Source: definitions, "Time".

>>> parse_period("2026-Q3").last
datetime.date(2026, 9, 30)
>>> [p.label for p in parse_period("2026-Q3").split("month")]
['2026-07', '2026-08', '2026-09']
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from analytics.errors import UsageError
from analytics.language import Text

Grain = Literal["week", "month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)
MONTHS_OF: dict[Grain, int] = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days with a name; ``first`` and ``last`` are both in it."""

    first: date
    last: date
    label: str
    grain: Grain

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def previous(self) -> Period:
        """Return the period of the same grain just before."""
        return period_of(self.first - timedelta(days=1), self.grain)

    def year_before(self) -> Period:
        """Return the same period a year before; of a week the one 52 weeks earlier."""
        if self.grain == "week":
            return period_of(self.first - timedelta(weeks=52), "week")
        return period_of(self.first.replace(year=self.first.year - 1), self.grain)

    def split(self, grain: Grain) -> list[Period]:
        """Return the periods of *grain* that overlap this one, cut to neither end."""
        parts = [period_of(self.first, grain)]
        while parts[-1].last < self.last:
            parts.append(period_of(parts[-1].last + timedelta(days=1), grain))
        return parts


def add_months(day: date, months: int) -> date:
    """Return *day* that many months later, clamped to the month's last day (31 January + 1 month = 28 February)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def period_of(day: date, grain: Grain) -> Period:
    """Return the period of *grain* that *day* falls in."""
    if grain == "week":
        first = day - timedelta(days=day.weekday())
        year, week, _ = first.isocalendar()
        return Period(first, first + timedelta(days=6), f"{year}-W{week:02}", grain)
    months = MONTHS_OF[grain]
    number = (day.month - 1) // months
    first = date(day.year, number * months + 1, 1)
    last = add_months(first, months) - timedelta(days=1)
    label = {
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}-Q{number + 1}",
        "half": f"{day.year}-H{number + 1}",
        "year": f"{day.year}",
    }[grain]
    return Period(first, last, label, grain)


_FORMS: tuple[tuple[Grain, re.Pattern[str]], ...] = (
    ("month", re.compile(r"(\d{4})-(0[1-9]|1[0-2])")),
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("half", re.compile(r"(\d{4})-H([12])")),
    ("week", re.compile(r"(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])")),
    ("year", re.compile(r"(\d{4})")),
)


def parse_period(text: str) -> Period:
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
        if grain == "week":
            try:
                return period_of(date.fromisocalendar(year, number, 1), "week")
            except ValueError:
                break
        return period_of(date(year, (number - 1) * MONTHS_OF[grain] + 1, 1), grain)
    raise UsageError(
        Text(
            zh="期间“{text}”读不懂。可用写法：2026-10（月）、2026-Q3（季）、2026-H1（半年）、2026（年）、2026-W42（周）。",
            en='Cannot read the period "{text}". Valid: 2026-10 (month), 2026-Q3, 2026-H1, 2026 (year), 2026-W42 (week).',
        ).format(text=text)
    )


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
