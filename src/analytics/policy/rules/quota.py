"""A share of the cases of a period that is to be called back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from analytics.policy.rules.base import Name
from analytics.policy.rules.windows import Windowed

Share = Annotated[float, Field(gt=0, le=1)]


class Quota(Windowed):
    """One obligation for every case of the population; *level* is the share of them that is enough;
    without one the policy's targets say it, such as one over several rules of a role.

    The population is every case with the anchor, or every case active in a calendar period; with a *sample* the drawn
    share of it, active on the period's first day. ``months`` are those in which the periods begin.
    """

    kind: Literal["quota"]
    level: Share | None = None
    every: Literal["month", "quarter", "half", "year"] | None = None
    months: tuple[Annotated[int, Field(ge=1, le=12)], ...] = ()
    sample: Share | None = None
    tolerance: Annotated[float | None, Field(ge=0, le=1)] = None
    start: Name | None = None
    until: Name | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Quota:
        if bool(self.anchor) == (self.every is not None):
            raise ValueError("anchor 与 every 须恰有其一 / either anchor or every, not both")
        if self.anchor:
            self.check_window()
            if self.months or self.start or self.until:
                raise ValueError("months、start、until 只与 every 合用 / months, start and until go with every")
            if self.sample is not None and len(self.anchor) == 2:
                raise ValueError("抽样须按一个事件 / a sample is drawn by one event")
        elif self.window is not None or self.unless or self.not_after is not None:
            raise ValueError("window、unless、not_after 只与 anchor 合用 / window, unless and not_after go with anchor")
        return self
