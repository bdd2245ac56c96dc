"""A reproducible random sample of cases to be looked at."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from analytics.policy.rules.base import BaseRule, Name


class SpotCheck(BaseRule):
    """A *share* of the cases that are between two events in a calendar period, drawn anew each period."""

    kind: Literal["spot_check"]
    share: Annotated[float, Field(gt=0, le=1)]
    every: Literal["month", "quarter", "half", "year"]
    after: Name
    before: Name
