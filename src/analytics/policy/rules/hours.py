"""When callbacks by phone may be made."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, field_validator

from analytics.policy.rules.base import BaseRule

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _no_clock(text: str) -> list[str]:
    return [] if _CLOCK.fullmatch(text) else [f"应为 08:30 这样的时刻 / expected a time such as 08:30, got {text!r}"]


def _clock(text: str) -> str:
    for fault in _no_clock(text):
        raise ValueError(fault)
    return text


def _day_of_year(text: str) -> str:
    if not _DAY_OF_YEAR.fullmatch(text):
        raise ValueError(f"应为 11-01 这样的月日 / expected month and day such as 11-01, got {text!r}")
    return text


Clock = Annotated[str, AfterValidator(_clock)]
DayOfYear = Annotated[str, AfterValidator(_day_of_year)]

WHOLE_YEAR = ("01-01", "12-31")


class Hours(BaseRule):
    """The spans of a day, both ends included, in which calls are allowed; of several rules any one allows.

    Without ``rest_days`` calls are allowed on working days only. ``season`` narrows the rule to a part of the year,
    both days included; from a later to an earlier day it goes over New Year.
    """

    kind: Literal["hours"]
    spans: tuple[tuple[str, str], ...] = Field(min_length=1)
    rest_days: bool = True
    season: tuple[DayOfYear, DayOfYear] = WHOLE_YEAR

    @field_validator("spans")
    @classmethod
    def _in_order_and_apart(cls, spans: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        faults = [fault for span in spans for text in span for fault in _no_clock(text)]
        spans_of_clocks = [span for span in spans if not any(map(_no_clock, span))]
        faults += [
            f"结束须晚于开始 / ends before it begins: {first}–{last}"
            for first, last in spans_of_clocks
            if first >= last
        ]
        faults += [
            f"时段重叠 / spans overlap: {one[0]}–{one[1]}, {other[0]}–{other[1]}"
            for one, other in combinations((span for span in spans_of_clocks if span[0] < span[1]), 2)
            if one[0] <= other[1] and other[0] <= one[1]
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return spans

    @property
    def rows(self) -> list[tuple[str, str, bool, int, int]]:
        """Each span as SQL reads it: opens, closes, rest days allowed, first and last day of the season as MMDD."""
        first, last = (int(day.replace("-", "")) for day in self.season)
        return [(opens, closes, self.rest_days, first, last) for opens, closes in self.spans]
