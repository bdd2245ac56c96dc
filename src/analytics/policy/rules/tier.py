"""Named bands of a measure: praised, criticised, moved."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from analytics.policy.measured import MEASURES, MeasureName
from analytics.policy.rules.appraisal import Appraising, check_scope
from analytics.policy.rules.base import Name, Words

Edge = Annotated[float | None, Field(ge=0)]


class Band(BaseModel):
    """One band: ``above`` and ``below`` leave their number out, ``at_least`` and ``at_most`` take it in."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    code: Name
    title: Words
    above: Edge = None
    at_least: Edge = None
    below: Edge = None
    at_most: Edge = None

    @property
    def low(self) -> tuple[float, int]:
        """The lower end; the second number is 1 when the end itself is left out."""
        if self.above is not None:
            return self.above, 1
        return (self.at_least, 0) if self.at_least is not None else (float("-inf"), 0)

    @property
    def high(self) -> tuple[float, int]:
        """The upper end; the second number is 0 when the end itself is left out."""
        if self.below is not None:
            return self.below, 0
        return (self.at_most, 1) if self.at_most is not None else (float("inf"), 1)

    def meets(self, other: Band) -> bool:
        """Return whether a value lies in both bands."""
        return max(self.low, other.low) < min(self.high, other.high)


class Tier(Appraising):
    """The *bands* of a measure; a value lies in one of them or in none."""

    kind: Literal["tier"]
    measure: MeasureName
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    @field_validator("measure")
    @classmethod
    def _groups(cls, measure: str, info: ValidationInfo) -> str:
        check_scope(measure, info)
        return measure

    @field_validator("bands")
    @classmethod
    def _apart(cls, bands: tuple[Band, ...], info: ValidationInfo) -> tuple[Band, ...]:
        known = MEASURES.get(info.data.get("measure", ""))
        most = known.most if known else float("inf")
        faults = []
        for band in bands:
            edges = [edge for edge in (band.above, band.at_least, band.below, band.at_most) if edge is not None]
            if not edges or None not in (band.above, band.at_least) or None not in (band.below, band.at_most):
                faults.append(f"{band.code}: 上下限各至多一个、至少共一个 / one lower, one upper end, or either")
            elif band.low >= band.high:
                faults.append(f"{band.code}: 区间为空 / nothing lies in it")
            faults += [
                f"{band.code}: 应不大于 {most:g} / expected at most {most:g}, got {edge:g}"
                for edge in edges
                if edge > most
            ]
        for one, other in combinations(bands, 2):
            if one.code == other.code:
                faults.append(f"{one.code}: 两档同名 / two bands with one code")
            elif one.meets(other):
                faults.append(f"{one.code}, {other.code}: 档次重叠 / the bands overlap")
        if faults:
            raise ValueError("; ".join(faults))
        return bands
