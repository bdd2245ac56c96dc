"""A reproducible random sample to be looked at: of cases, or of callbacks and their recordings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from analytics.policy.rules.base import BaseRule, Codes, Name


class SpotCheck(BaseRule):
    """A *share* of a calendar period's cases or callbacks, drawn anew each period.

    Cases are those between two events when the period began or, without events, those active in the period. Callbacks
    are drawn from each caller's own, at least one of each, so that nobody is left out.
    """

    kind: Literal["spot_check"]
    of: Literal["cases", "callbacks"] = "cases"
    share: Annotated[float, Field(gt=0, le=1)]
    every: Literal["month", "quarter", "half", "year"]
    after: Name | None = None
    before: Annotated[Name | None, Field(validate_default=True)] = None
    channels: Codes = ()
    reached_only: bool = False

    @field_validator("before")
    @classmethod
    def _both_events_or_none(cls, before: str | None, info: ValidationInfo) -> str | None:
        after = info.data.get("after")
        if (before is None) != (after is None):
            raise ValueError("after 与 before 须同时给出 / after and before go together")
        return before
