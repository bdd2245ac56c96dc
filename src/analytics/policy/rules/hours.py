"""When callbacks by phone may be made."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analytics.policy.rules.base import BaseRule

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]


class Hours(BaseRule):
    """The spans of a day, both ends included, in which calls are allowed."""

    kind: Literal["hours"]
    spans: tuple[tuple[Clock, Clock], ...] = Field(min_length=1)
