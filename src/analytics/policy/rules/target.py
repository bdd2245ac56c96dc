"""The level that a measure must reach."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from analytics.policy.measured import MeasureName, check_group
from analytics.policy.rules.base import BaseRule


class Target(BaseRule):
    """*measure* at *level* or better; within *tolerance* of it is near. The scope names the groups it is set for.

    Without a tolerance a twentieth of the level is near: 95 % of 100 %, and 9.5 % of 10 %.
    """

    kind: Literal["target"]
    measure: MeasureName
    level: Annotated[float, Field(ge=0, le=1)]
    better: Literal["higher", "lower"] = "higher"
    tolerance: Annotated[float | None, Field(ge=0, le=1)] = None
    family: str = ""
    scope: Mapping[str, str] = {}

    @field_validator("scope")
    @classmethod
    def _of_the_measure(cls, scope: Mapping[str, str], info: ValidationInfo) -> Mapping[str, str]:
        for dimension in scope:
            check_group(info.data.get("measure", ""), dimension)
        return scope

    @property
    def near(self) -> float:
        """How far from the level a value is still near."""
        return self.level / 20 if self.tolerance is None else self.tolerance
