"""Which measures stand in an appraisal, and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from analytics.policy.measured import GROUPS, MeasureName, check_group
from analytics.policy.rules.base import BaseRule


class Appraising(BaseRule):
    """The part that appraisals, scores and tiers share: ``by`` says whose figure, ``where`` narrows what is counted."""

    by: str = "organisation"
    where: Mapping[str, str] = {}

    @field_validator("by")
    @classmethod
    def _is_a_group(cls, by: str) -> str:
        if by not in GROUPS and by.removeprefix("party:") in ("", by):
            raise ValueError(f"应为 / expected {', '.join(GROUPS)}, party:<role>; 实际 / got {by!r}")
        return by


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
