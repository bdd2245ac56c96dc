"""Deadlines in the life of a problem item."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from analytics.policy.offsets import Offset
from analytics.policy.rules.base import BaseRule, Codes


class Response(BaseRule):
    """A problem item reaches *moment* within *within* of being raised; an empty scope is any."""

    kind: Literal["response"]
    moment: Literal["reported", "notified", "answered", "resolved", "called_back"]
    within: Offset
    severity: str = ""
    problem_kind: str = ""
    category: Codes = ()

    @model_validator(mode="after")
    def _is_a_deadline(self) -> Response:
        if self.within.rough_days < 0:
            raise ValueError("期限不能在提出之前 / a deadline is not before the item was raised")
        return self
