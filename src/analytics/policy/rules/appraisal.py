"""Which measures stand in an appraisal, and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from analytics.policy.measured import MeasureName, check_group
from analytics.policy.rules.base import BaseRule

BY = (
    r"^(organisation|role|caller|department|category|tier|area|channel|contact_role|rule|family|party:[a-z][a-z0-9_]*)$"
)


class Appraising(BaseRule):
    """The part that appraisals, scores and tiers share: ``by`` says whose figure, ``where`` narrows what is counted."""

    by: Annotated[str, Field(pattern=BY)] = "organisation"
    where: Mapping[str, str] = {}


class Appraisal(Appraising):
    """*measures* of each person, role, department or party, or of the organisation, side by side and without points."""

    kind: Literal["appraisal"]
    measures: Annotated[tuple[MeasureName, ...], Field(min_length=1)]

    @field_validator("measures")
    @classmethod
    def _groups(cls, measures: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        for measure in measures:
            check_scope(measure, info)
        return measures


def check_scope(measure: str, info: ValidationInfo) -> None:
    """Raise ValueError when the measure cannot be counted for the group and within the conditions given before it."""
    for dimension in (info.data.get("by", "organisation"), *info.data.get("where", {})):
        check_group(measure, dimension)
