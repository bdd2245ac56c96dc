"""At least n reached callbacks from one event to another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from analytics.policy.offsets import Offset
from analytics.policy.rules.base import Name, Obliging


class Minimum(Obliging):
    """One obligation for the whole span: fulfilled at the n-th reached callback, missed with fewer."""

    kind: Literal["minimum"]
    needed: Annotated[int, Field(ge=1)]
    opens_at: Name
    closes_at: Name
    due: Offset

    @model_validator(mode="after")
    def _is_in_days(self) -> Minimum:
        if self.due.hours is not None:
            raise ValueError("due 以日计 / due is counted in days")
        if self.due.rough_days < 0:
            raise ValueError("不能早于第二个事件到期 / not due before the second event")
        return self
