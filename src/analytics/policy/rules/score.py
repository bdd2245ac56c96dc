"""Points lost below a target, step by step."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from analytics.policy.measured import MEASURES, MeasureName
from analytics.policy.rules.appraisal import Appraising, check_scope


class Score(Appraising):
    """Each whole *step* by which *measure* falls short of *level* costs *points*; a begun one too unless told otherwise.

    ``most`` is the highest number of points that can be lost.
    """

    kind: Literal["score"]
    measure: MeasureName
    level: Annotated[float, Field(ge=0)]
    better: Literal["higher", "lower"] = "higher"
    step: Annotated[float, Field(gt=0)]
    points: Annotated[float, Field(gt=0)] = 1
    begun: bool = True
    most: Annotated[float | None, Field(gt=0)] = None

    @field_validator("measure")
    @classmethod
    def _groups(cls, measure: str, info: ValidationInfo) -> str:
        check_scope(measure, info)
        return measure

    @field_validator("level", "step")
    @classmethod
    def _within_the_unit(cls, number: float, info: ValidationInfo) -> float:
        known = MEASURES.get(info.data.get("measure", ""))
        if known is not None and number > known.most:
            raise ValueError(f"应不大于 {known.most:g} / expected at most {known.most:g}, got {number:g}")
        return number
