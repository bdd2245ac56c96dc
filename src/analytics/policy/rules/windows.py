"""A window around an event of the case, and what lifts it or shortens it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict

from analytics.policy.offsets import Offset
from analytics.policy.rules.base import Name, Obliging, listed


class Unless(BaseModel):
    """What lifts the obligation: *event* known at all, by the anchor's day, or before the window opens."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Name
    when: Literal["known", "by_anchor", "before_opens"]


class NotAfter(BaseModel):
    """The latest day on which the obligation may be due, where *event* is known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    event: Name
    offset: Offset


Window = tuple[Offset, Offset]


class Windowed(Obliging):
    """A rule whose obligation has a window ``[anchor + window[0], anchor + window[1]]``, both ends included.

    Two anchors stand for the midpoint of both.
    """

    anchor: Annotated[tuple[Name, ...], BeforeValidator(listed)] = ()
    window: Window | None = None
    unless: Annotated[tuple[Unless, ...], BeforeValidator(listed)] = ()
    not_after: NotAfter | None = None

    def check_window(self) -> None:
        """Raise ValueError that says what is wrong with the window."""
        if self.window is None:
            raise ValueError('缺少 window / window is missing: window = ["0d", "7d"]')
        opens, due = self.window
        if opens.end is not None:
            raise ValueError("窗口不能从期末开始 / a window cannot open at the end of a period")
        if due.end is None and (opens.hours is None) != (due.hours is None):
            raise ValueError("窗口两端须同用小时或同用日期 / both ends of a window are in hours, or neither")
        if due.end is not None and opens.hours is not None:
            raise ValueError("窗口两端须同用小时或同用日期 / both ends of a window are in hours, or neither")
        if due.rough_days < opens.rough_days:
            raise ValueError("到期早于开始 / due before it opens")
        if len(self.anchor) == 2 and opens.hours is not None:
            raise ValueError("两个事件的中点以日计 / the midpoint of two events is counted in days")
        if len(self.anchor) > 2:
            raise ValueError("最多两个事件 / at most two events")
        if self.not_after is not None and (opens.hours is not None or self.not_after.offset.hours is not None):
            raise ValueError("not_after 以日计 / not_after is counted in days")

    def check_anchor(self) -> None:
        """Raise ValueError when there is no event to count from."""
        if not self.anchor:
            raise ValueError('缺少 anchor / anchor is missing: anchor = ["end"]')
