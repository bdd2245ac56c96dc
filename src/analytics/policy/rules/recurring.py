"""So many callbacks in every calendar period, or one in every interval counted from an event."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, model_validator

from analytics.periods import Grain
from analytics.policy.offsets import Offset
from analytics.policy.rules.base import Name, Obliging

CALENDAR: tuple[Grain, ...] = ("month", "quarter", "half", "year")


def _every(value: object) -> Grain | Offset:
    if not isinstance(value, str):
        raise ValueError(f'应为 "month" 或间隔 "3m" / expected "month" or an interval "3m", got {value!r}')
    return next((grain for grain in CALENDAR if grain == value), None) or Offset.parse(value)


Every = Annotated[Grain | Offset, PlainValidator(_every)]


class Recurring(Obliging):
    """*times* callbacks in every calendar period while the case is active, or one in every interval.

    ``start`` and ``until`` are the events between which it runs; without them those between which a case is active.
    """

    kind: Literal["recurring"]
    every: Every
    times: Annotated[int, Field(ge=1)] = 1
    after: Offset = Offset()
    start: Name | None = None
    until: Name | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> Recurring:
        if not isinstance(self.every, Offset):
            if self.after != Offset():
                raise ValueError("after 只用于间隔 / after is for intervals only")
            return self
        if self.after.hours is not None:
            raise ValueError("after 以日计 / after is counted in days")
        if self.every.hours is not None or self.every.end is not None or self.every.rough_days < 1:
            raise ValueError('间隔至少一天 / an interval is a day or more: every = "3m"')
        if self.times != 1:
            raise ValueError("每个间隔只一次 / one callback an interval: times is for calendar periods")
        return self
