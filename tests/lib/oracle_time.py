"""Ledger times, offsets, working days and calendar periods, straight from the definitions (section "Time")."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

Value = str | None
Edge = date | datetime  # an end of a window: a date for rules in days, an instant for rules in hours

MIDNIGHT = time(0)

# State Council notice for 2026. Other years are refused rather than guessed.
REST_2026 = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MADE_UP_2026 = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")
MONTHS_OF = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def is_working_day(day: date) -> bool:
    """Say whether people work on *day* in China; known for 2026."""
    if day.year != 2026:
        raise ValueError(f"the oracle knows the working days of 2026 only, not {day}")
    text = day.isoformat()
    return text in MADE_UP_2026 or (day.weekday() < 5 and not any(a <= text <= b for a, b in REST_2026))


class Stamp(NamedTuple):
    """A ledger time: a day, and a time of that day unless it holds only a date."""

    day: date
    clock: time | None

    @property
    def opening(self) -> datetime:
        """The instant at which it opens something: 00:00 where only the date is known."""
        return datetime.combine(self.day, self.clock or MIDNIGHT)

    @property
    def answering(self) -> datetime:
        """The instant at which it answers something: 24:00 where only the date is known."""
        if self.clock is None:
            return midnight(self.day) + timedelta(days=1)
        return datetime.combine(self.day, self.clock)

    def __str__(self) -> str:
        return text_of(self.day if self.clock is None else self.opening) or ""


def stamp(text: Value) -> Stamp | None:
    """Read a canonical date or instant; a midnight instant is a date, as spreadsheets write dates."""
    if text is None or not text.strip():
        return None
    moment = datetime.fromisoformat(text.strip())
    return Stamp(moment.date(), None if moment.time() == MIDNIGHT else moment.time())


def midnight(day: date) -> datetime:
    """Return the instant at which a day begins."""
    return datetime.combine(day, MIDNIGHT)


def instant(edge: Edge) -> datetime:
    """Return the instant of an edge; a date stands for its 00:00."""
    return edge if isinstance(edge, datetime) else midnight(edge)


def day_of(edge: Edge) -> date:
    """Return the date of an edge."""
    return edge.date() if isinstance(edge, datetime) else edge


def text_of(edge: Edge | None) -> Value:
    """Write an edge as the command line does: a date, or an instant to the second."""
    if isinstance(edge, datetime):
        return edge.strftime("%Y-%m-%d %H:%M:%S")
    return None if edge is None else edge.isoformat()


def add_months(moment: datetime, months: int) -> datetime:
    """Return the same day that many months later, or the month's last day where there is none."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def add_working_days(moment: datetime, count: int, working: Callable[[date], bool]) -> datetime:
    """Return the count-th working day strictly later, or strictly earlier where the count is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        moment += step
        while not working(moment.date()):
            moment += step
    return moment


def shift(moment: datetime, offset: str, working: Callable[[date], bool]) -> datetime:
    """Move a moment by an offset such as ``7d``, ``24h``, ``6m -15d`` or ``month_end``.

    Years and months come first, together; then weeks and days; then working days; hours stand alone.
    """
    if offset.endswith("_end"):
        return midnight(period_last(moment.date(), offset.removesuffix("_end")))
    parts = [re.fullmatch(r"([+-]?\d+)(h|d|wd|w|m|y)", part) for part in offset.split()]
    if not parts or None in parts:
        raise ValueError(f"offset: expected numbers with h, d, wd, w, m or y, got {offset!r}")
    amount = dict.fromkeys(("h", "d", "wd", "w", "m", "y"), 0)
    for part in parts:
        if part:
            amount[part[2]] += int(part[1])
    if amount["m"] or amount["y"]:
        moment = add_months(moment, amount["m"] + 12 * amount["y"])
    moment += timedelta(hours=amount["h"], days=amount["d"] + 7 * amount["w"])
    return add_working_days(moment, amount["wd"], working)


def in_hours(*offsets: str) -> bool:
    """Say whether a rule with these offsets compares instants instead of dates."""
    return any(re.search(r"\dh\b", offset) for offset in offsets)


def period_first(day: date, every: str) -> date:
    """Return the first day of the month, quarter, half-year or year of *day*."""
    length = MONTHS_OF[every]
    return date(day.year, (day.month - 1) // length * length + 1, 1)


def period_last(day: date, every: str) -> date:
    """Return the last day of the month, quarter, half-year or year of *day*."""
    return next_period(period_first(day, every), every) - timedelta(days=1)


def next_period(first: date, every: str) -> date:
    """Return the first day of the period after the one that begins on *first*."""
    return add_months(midnight(first), MONTHS_OF[every]).date()


def period_label(first: date, every: str) -> str:
    """Name the period that begins on *first*: ``2026-10``, ``2026-Q3``, ``2026-H1`` or ``2026``."""
    number = (first.month - 1) // MONTHS_OF[every] + 1
    tail = {"month": f"-{first.month:02d}", "quarter": f"-Q{number}", "half": f"-H{number}", "year": ""}
    return f"{first.year}{tail[every]}"
