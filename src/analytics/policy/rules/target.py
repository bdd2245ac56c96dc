"""The level that a measure must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from analytics.policy.rules.base import BaseRule, Name


class Target(BaseRule):
    """*measure* at *level* or better; within *tolerance* of it is near. The scope names the groups it is set for."""

    kind: Literal["target"]
    measure: Name
    level: Annotated[float, Field(ge=0, le=1)]
    better: Literal["higher", "lower"] = "higher"
    tolerance: Annotated[float, Field(ge=0, le=1)] = 0.05
    family: str = ""
    scope: Mapping[str, str] = {}
