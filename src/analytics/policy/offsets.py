"""Distances in time as a policy writes them: ``7d``, ``24h``, ``5wd``, ``6m -15d``, ``quarter_end``.

Years and months are added first and clamped to the month's last day, then weeks and days, then working days
(definitions, "Time"); hours stand alone, because they compare instants.

>>> Offset.parse("6m -15d").from_day(date(2025, 8, 31), WorkingDays())
datetime.date(2026, 2, 13)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from analytics.periods import Calendar, Grain, add_months
from analytics.workdays import WorkingDays

_PART = re.compile(r"([+-]?\d+)(wd|h|d|w|m|y)")
_ENDS: dict[str, Grain] = {"month_end": "month", "quarter_end": "quarter", "half_end": "half", "year_end": "year"}


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from an event; ``hours`` is empty for a rule that compares dates, ``end`` names a calendar period."""

    months: int = 0
    days: int = 0
    workdays: int = 0
    hours: int | None = None
    end: Grain | None = None

    @classmethod
    def parse(cls, text: str) -> Offset:
        """Return the offset written as *text*; raises ValueError that says what would be valid."""
        if text in _ENDS:
            return cls(end=_ENDS[text])
        parts = text.split()
        found = [_PART.fullmatch(part) for part in parts]
        if not parts or not all(found):
            raise ValueError(
                f"应为 7d、5wd、24h、2w、6m、1y、6m -15d 或 month_end / "
                f"expected 7d, 5wd, 24h, 2w, 6m, 1y, 6m -15d or month_end, got {text!r}"
            )
        amounts = [(int(match[1]), match[2]) for match in found if match]
        hours = [amount for amount, unit in amounts if unit == "h"]
        if hours and len(amounts) > 1:
            raise ValueError(f"小时不能与其他单位合用 / hours stand alone, got {text!r}")
        months = sum(amount * {"m": 1, "y": 12}[unit] for amount, unit in amounts if unit in "my")
        days = sum(amount * {"d": 1, "w": 7}[unit] for amount, unit in amounts if unit in ("d", "w"))
        workdays = sum(amount for amount, unit in amounts if unit == "wd")
        return cls(months, days, workdays, hours[0] if hours else None)

    @property
    def rough_days(self) -> float:
        """How many days it is about: enough to tell which of two ends comes first."""
        if self.end is not None:
            return 366.0
        return self.months * 30.5 + self.days + self.workdays * 1.4 + (self.hours or 0) / 24

    def from_day(self, day: date, working: WorkingDays) -> date:
        """Return the day this far from *day*; hours count from an instant and are added where that is known."""
        if self.end is not None:
            return Calendar().period_of(day, self.end).last
        return working.after(add_months(day, self.months) + timedelta(days=self.days), self.workdays)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))
