"""A callback in a window around an event, or around the midpoint of two."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from analytics.policy.offsets import Offset
from analytics.policy.rules.base import Name, Obliging


class Unless(BaseModel):
    """What lifts the obligation: *event* known at all, by the anchor's day, or before the window opens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Name
    when: Literal["known", "by_anchor", "before_opens"]


class Windowed(Obliging):
    """A rule whose obligation has a window ``[anchor + window[0], anchor + window[1]]``, both ends included."""

    anchor: tuple[Name, ...] = Field(min_length=1, max_length=2)
    window: tuple[Offset, Offset]
    unless: Unless | None = None

    @model_validator(mode="after")
    def _window_runs_forward(self) -> Windowed:
        opens, due = self.window
        if (opens.hours is None) != (due.hours is None):
            raise ValueError("窗口两端须同用小时或同用日期 / both ends of a window are in hours, or neither")
        if (due.months * 31 + due.days, due.hours or 0) < (opens.months * 31 + opens.days, opens.hours or 0):
            raise ValueError("到期早于开始 / due before it opens")
        if len(self.anchor) == 2 and opens.hours is not None:
            raise ValueError("两个事件的中点以日计 / the midpoint of two events is counted in days")
        return self


class Milestone(Windowed):
    """One callback due around a dated moment of the case."""

    kind: Literal["milestone"]
