"""The names of the measures that a rule may speak of, with their unit and their groups.

The measures themselves stand a layer above; a test holds this list to their catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import AfterValidator

Unit = Literal["ratio", "score", "count"]

_WHOLE = ("organisation", "policy")
_CASE = ("category", "tier", "area")
_CALLER = ("role", "caller", "channel", "contact_role")
_OBLIGATIONS = (*_WHOLE, *_CASE, "rule", "family", *_CALLER)
_CALLBACKS = (*_WHOLE, *_CASE, *_CALLER, "department")
_ANSWERS = (*_CALLBACKS, "dimension")
_CASES = (*_WHOLE, *_CASE)
_PROBLEM = ("problem_kind", "component", "cause", "severity", "verified")
_PROBLEMS = (*_WHOLE, *_CASE, *_CALLER, *_PROBLEM)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a rule needs to know of a measure: a ratio lies from 0 to 1, a score from 0 to 100, a count is a number."""

    unit: Unit
    dimensions: tuple[str, ...]

    @property
    def most(self) -> float:
        """The highest value that there is."""
        return {"ratio": 1.0, "score": 100.0, "count": float("inf")}[self.unit]


MEASURES: Mapping[str, Measured] = {
    "coverage": Measured("ratio", _OBLIGATIONS),
    "on_time_coverage": Measured("ratio", _OBLIGATIONS),
    "attempt_coverage": Measured("ratio", _OBLIGATIONS),
    "reach_rate": Measured("ratio", _CALLBACKS),
    "case_coverage": Measured("ratio", (*_CASES, *_CALLER)),
    "ended_rate": Measured("ratio", _CASES),
    "satisfaction_rate": Measured("ratio", _ANSWERS),
    "satisfaction_score": Measured("score", _ANSWERS),
    "complaint_ratio": Measured("ratio", (*_CASES, *_PROBLEM)),
    "complaint_rate": Measured("ratio", (*_CASES, *_PROBLEM)),
    "resolution_rate": Measured("ratio", _PROBLEMS),
    "timely_feedback_rate": Measured("ratio", _PROBLEMS),
    "timely_resolution_rate": Measured("ratio", _PROBLEMS),
    "deadline_rate": Measured("ratio", (*_PROBLEMS, "rule", "moment")),
    "calling_hours_rate": Measured("ratio", _CALLBACKS),
    "record_completeness": Measured("ratio", _CALLBACKS),
    "item_completeness": Measured("ratio", _PROBLEMS),
    "callbacks_made": Measured("count", _CALLBACKS),
    "callbacks_reached": Measured("count", _CALLBACKS),
}
GROUPS = tuple(dict.fromkeys(name for one in MEASURES.values() for name in one.dimensions))
"""All that some measure can be grouped by, beside the parties."""


def _known(name: str) -> str:
    if name not in MEASURES:
        raise ValueError(f"没有这个指标 / no such measure: {name!r}; {', '.join(MEASURES)}")
    return name


MeasureName = Annotated[str, AfterValidator(_known)]


def check_group(measure: str, dimension: str) -> None:
    """Raise ValueError when *measure* cannot be grouped by *dimension*: names those by which it can."""
    known = MEASURES.get(measure)
    if known is None or dimension in known.dimensions or dimension.removeprefix("party:") not in ("", dimension):
        return
    raise ValueError(
        f"{measure} 不能按 {dimension!r} 分组 / cannot be grouped by {dimension!r}; "
        + ", ".join((*known.dimensions, "party:<role>"))
    )
