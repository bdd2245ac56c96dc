"""A further callback when something happened, or did not happen in time."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from analytics.policy.rules.base import Codes
from analytics.policy.rules.windows import Windowed

Condition = Literal["dissatisfied", "not_reached", "rescheduled", "promised", "problem_resolved", "problem_raised"]


class Source(BaseModel):
    """What a callback must be to give rise to a further one; an empty requirement is any."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    purpose: Codes = ()
    channels: Codes = ()
    role: Codes = ()


class Conditional(Windowed):
    """One callback due because the anchor's day has come, or one for every time that *when* came about.

    Nothing is owed before that. The callback that gave rise to it never counts for it; *source* narrows which may.
    """

    kind: Literal["conditional"]
    when: Condition | None = None
    problem_kind: str = ""
    source: Source = Source()

    @model_validator(mode="after")
    def _is_whole(self) -> Conditional:
        if bool(self.anchor) == (self.when is not None):
            raise ValueError("anchor 与 when 须恰有其一 / either anchor or when, not both")
        if self.problem_kind and self.when not in {"problem_resolved", "problem_raised"}:
            raise ValueError("problem_kind 只用于问题件 / problem_kind is for problem items only")
        if self.source != Source() and (self.when is None or self.when.startswith("problem_")):
            raise ValueError("source 只用于回访引起的 / source is for what a callback gave rise to")
        self.check_window()
        return self
