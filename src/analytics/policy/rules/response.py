"""Deadlines in the life of a problem item."""

from __future__ import annotations

from typing import Literal

from analytics.policy.offsets import Offset
from analytics.policy.rules.base import BaseRule


class Response(BaseRule):
    """A problem item reaches *moment* within *within* of being raised; an empty severity or problem kind is any."""

    kind: Literal["response"]
    moment: Literal["reported", "notified", "answered", "resolved"]
    within: Offset
    severity: str = ""
    problem_kind: str = ""
