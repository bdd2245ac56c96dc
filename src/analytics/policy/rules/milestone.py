"""A callback in a window around an event, or around the midpoint of two."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from analytics.policy.rules.windows import Windowed


class Milestone(Windowed):
    """One callback due around a dated moment of the case."""

    kind: Literal["milestone"]

    @model_validator(mode="after")
    def _is_whole(self) -> Milestone:
        self.check_anchor()
        self.check_window()
        return self
