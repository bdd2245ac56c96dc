"""A line of an appraisal in words: the same on the terminal, the page and in the workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analytics.language import Text
from analytics.measures.appraisal import POINTS, titled
from analytics.policy.measured import MEASURES
from analytics.present import labels

NOTES = {
    "total": Text(zh="合计，不计分", en="total, without points"),
    "few": Text(zh="数量少，不计分", en="too few, no points"),
    "unnamed": Text(zh="未登记，不计分", en="not given, no points"),
    "nothing": Text(zh="本期没有", en="nothing in the period"),
    "": Text(zh="", en=""),
}


def shown(
    line: Mapping[str, Any], words: Mapping[str, Mapping[str, Mapping[str, str]]], language: str
) -> dict[str, str]:
    """Return the cells of a line as text: group, measure, counts, value, target, shortfall, steps, points, tier, note."""
    name = line["measure"]
    unit = MEASURES[name].unit if name in MEASURES else "count"
    title = Text(zh="扣分合计", en="points lost in all") if name == POINTS else titled(name)
    band = words.get("band", {}).get(line["tier"])
    return {
        "group": group(line, words, language),
        "measure": title.in_language(language),
        "counts": _counts(line),
        "value": _amount(line["value"], unit),
        "target": _amount(line["target"], unit),
        "shortfall": _difference(line["shortfall"], unit, language),
        "steps": "" if line["steps"] is None else str(line["steps"]),
        "points": "" if line["points"] is None else f"{line['points']:g}",
        "tier": Text(**band).in_language(language) if band else "",
        "note": NOTES[line["note"]].in_language(language),
    }


def group(line: Mapping[str, Any], words: Mapping[str, Mapping[str, Mapping[str, str]]], language: str) -> str:
    """Return whose line it is."""
    if line["note"] == "total":
        return Text(zh="合计", en="all").in_language(language)
    if not line["group"]:
        return Text(zh="未登记", en="not given").in_language(language)
    known = words.get(line["by"], {}).get(line["group"])
    return Text(**known).in_language(language) if known else labels.person(line["group"], language)


def _counts(line: Mapping[str, Any]) -> str:
    return "" if line["denominator"] is None else f"{line['numerator']:g}/{line['denominator']:g}"


def _amount(value: float | None, unit: str) -> str:
    """Return a value with as many decimals as its steps are reckoned from: 99.97 % is not all."""
    if value is None:
        return ""
    if unit == "ratio":
        return re.sub(r"[.]?0+%", "%", labels.percent(value, 2)) if value else "0%"
    return f"{value:g}" if unit == "count" else f"{value:.2f}".removesuffix("0").removesuffix(".0")


def _difference(value: float | None, unit: str, language: str) -> str:
    """Return a distance: of ratios in percentage points, not in percent."""
    if value is None or unit != "ratio":
        return _amount(value, unit)
    return f"{_amount(value, unit).removesuffix('%')} {labels.UNIT_OF_CHANGE['ratio'].in_language(language)}"
