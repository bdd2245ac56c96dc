"""Working days of the China public-holiday calendar, make-up Saturdays and Sundays included.

Source: definitions, "Time"; the calendar is that of the chinesecalendar package, which knows the announced years only.
A year that has been announced since is written down by the workspace; one that nobody knows is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar

from analytics.errors import UsageError
from analytics.language import Text


@dataclass(frozen=True, slots=True)
class Announced:
    """What was announced for a year: the days of rest beside Saturdays and Sundays, and the weekends that are worked."""

    rest: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The days on which offices work; *announced* years win over those of the calendar package.

    Every question about a year that neither knows raises UsageError and says where it can be written down.
    """

    announced: Mapping[int, Announced] = field(default_factory=dict)

    def __contains__(self, day: date) -> bool:
        found = self.announced.get(day.year)
        if found is not None:
            return day in found.work or (day.weekday() < 5 and day not in found.rest)
        try:
            return _is_workday(day)
        except NotImplementedError:
            raise UsageError(
                Text(
                    zh="节假日历还不包含 {year} 年，无法判断 {day} 是否工作日。请把公布的安排写进工作区的 holidays.toml，"
                    '例如 [{year}] rest = ["{year}-01-01"] work = []。',
                    en="The public-holiday calendar does not know {year} yet, so whether {day} is a working day cannot "
                    "be told. Write what was announced into the workspace's holidays.toml, say "
                    '[{year}] rest = ["{year}-01-01"] work = [].',
                ).format(year=day.year, day=day)
            ) from None

    def after(self, day: date, count: int) -> date:
        """Return the *count*-th working day strictly later than *day*, strictly earlier where negative; of 0 itself."""
        step = timedelta(days=1 if count > 0 else -1)
        for _ in range(abs(count)):
            day += step
            while day not in self:
                day += step
        return day

    def last(self, first: date, last: date) -> date:
        """Return the last working day from *first* to *last*, or *last* itself when there is none."""
        day = last
        while day >= first:
            if day in self:
                return day
            day -= timedelta(days=1)
        return last


@cache
def _is_workday(day: date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def announced(document: Mapping[str, Any]) -> WorkingDays:
    """Return the working days with the years of *document*: ``{"2027": {"rest": [...], "work": [...]}}``.

    A day is written ``2027-01-01``, a run of days ``2027-02-05/2027-02-12``. Raises ValueError that names what is wrong.
    """
    years: dict[int, Announced] = {}
    for year, days in document.items():
        if not year.isdigit() or not isinstance(days, Mapping) or set(days) - {"rest", "work"}:
            raise ValueError(f"[{year}]: rest = [...], work = [...]")
        rest, work = (_days(days.get(name, ()), int(year)) for name in ("rest", "work"))
        if both := rest & work:
            raise ValueError(f"[{year}]: {min(both)} rest = work")
        years[int(year)] = Announced(rest, work)
    return WorkingDays(years)


def _days(written: object, year: int) -> frozenset[date]:
    found: set[date] = set()
    for text in map(str, written if isinstance(written, list | tuple) else (written,)):
        first, _, last = text.partition("/")
        try:
            day, end = date.fromisoformat(first), date.fromisoformat(last or first)
        except ValueError:
            raise ValueError(f"[{year}]: {text}") from None
        if day > end or {day.year, end.year} != {year}:
            raise ValueError(f"[{year}]: {text}")
        while day <= end:
            found.add(day)
            day += timedelta(days=1)
    return frozenset(found)
