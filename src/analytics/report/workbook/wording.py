"""What several tables say about a figure or an observation, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.language import Text
from analytics.present import labels
from analytics.report.workbook.edition import Edition

SIGNALS = {code: words for code, (_, words) in labels.SIGNALS.items()} | {
    "below": Text("低于目标", "Below target"),
    "above": Text("高于目标", "Above target"),
}


def finding_of(edition: Edition, entry: Mapping[str, Any]) -> str:
    """Return what an observation says: the direction, and against when."""
    direction = entry["direction"]
    words = edition.in_language(SIGNALS[direction]) if direction in SIGNALS else ""
    if entry["kind"] == "change":
        then = edition.period_title(entry["period"])
        return edition.say(f"比{then}{words}", f"{words} against {then}")
    return words


def name_of(edition: Edition, dimension: str, code: object) -> str:
    """Return a member of a dimension in words; a party is told with its role."""
    if dimension.startswith("party:"):
        return f"{edition.label('party', dimension.removeprefix('party:'))} {code}"
    if dimension in ("caller", "component", "cause"):
        return edition.label("caller", code) if code in (None, "") else str(code)
    return edition.label(dimension, code)


def signal_of(edition: Edition, figure: Mapping[str, Any]) -> str:
    """Return the words of a figure's signal; most have none."""
    signal = figure["signal"]
    return edition.in_language(SIGNALS[signal]) if signal in SIGNALS else ""


def status_of(edition: Edition, figure: Mapping[str, Any]) -> str:
    """Return how a figure stands to its target; empty without one."""
    return edition.label("status", figure["status"]) if figure["status"] else ""


def change_of(edition: Edition, figure: Mapping[str, Any]) -> float | str | None:
    """Return the change against the period of *figure*, a number; from an empty or zero base it is new."""
    change: float | None = figure["change"]
    if change is not None and abs(change) < (0.0005 if edition.unit(figure["measure"]) == "ratio" else 0.05):
        return 0.0  # what is shown as nought is neither +0.0 nor -0.0
    if change is None and figure["change_note"] == "new":
        return edition.say("新增", "new")
    return change
