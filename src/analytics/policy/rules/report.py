"""A named pack of tables, its period, and when it must be handed in."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.policy.rules.base import BaseRule, Words


class Report(BaseRule):
    """*tables* for every period, handed in as *handed_in* says."""

    kind: Literal["report"]
    every: Literal["week", "month", "quarter", "half", "year"]
    tables: tuple[str, ...] = Field(min_length=1)
    handed_in: Words
