"""What the sheets of figures have in common: the columns of a figure, its whiskers, the title of its chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analytics.language import Text
from analytics.present import labels
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Column
from analytics.report.workbook.styles import Tone

STATUS_TONES: dict[str, Tone] = {"met": "good", "near": "near", "missed": "bad"}
SIGNAL_TONES: dict[str, Tone] = {"worse": "bad", "better": "good"}
LONG_TABLE = 26  # rows; a longer table has its chart beside it


def figure_columns(edition: Edition, numerator: str = "", denominator: str = "", value: str = "") -> tuple[Column, ...]:
    """Return the columns of a figure: value, its two counts, its interval."""
    say = edition.say
    return (
        Column("value", value or say("本期", "Value"), "ratio", 8),
        Column("numerator", numerator or say("分子", "Numerator"), "count", 8),
        Column("denominator", denominator or say("分母", "Denominator"), "count", 8),
        Column("low", say("区间 下限", "Interval low"), "ratio", 8),
        Column("high", say("区间 上限", "Interval high"), "ratio", 8),
    )


def counted_of(figure: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in the columns of a figure."""
    return {key: figure[key] for key in ("value", "numerator", "denominator", "low", "high")}


def arms_of(edition: Edition) -> tuple[str, str]:
    """Return the headings of the two columns that a chart's whiskers are drawn from."""
    return (
        edition.say("误差线 下（作图用）", "whisker down (for the chart)"),
        edition.say("误差线 上（作图用）", "whisker up (for the chart)"),
    )


def dimension_of(edition: Edition, name: str) -> str:
    """Return the heading of a dimension's column."""
    words = {
        "role": Text("回访角色", "Role"),
        "category": Text("类别", "Category"),
        "problem_kind": Text("问题类别", "Kind of problem"),
        "component": Text("部位", "Part"),
        "cause": Text("原因", "Cause"),
    }
    return edition.in_language(words[name])


def lowest_of(edition: Edition, figures: list[dict[str, Any]], name: Callable[[dict[str, Any]], str], what: str) -> str:
    """Return the title that names the lowest share, the first of equals; shares that are all the same are told at once."""
    known = [figure for figure in figures if figure["value"] is not None]
    if not known:
        return edition.say(f"{what}：本期没有可算的数", f"{what}: nothing to count in this period")
    low = min(known, key=lambda figure: figure["value"])
    share = labels.percent(low["value"])
    if len(known) > 1 and all(figure["value"] == low["value"] for figure in known):
        return edition.say(f"{what}均为 {share}", f"{what}: {share} for each")
    said = f"{name(low)} {share}"
    counts = labels.counts(low["numerator"], low["denominator"])
    if len(known) == 1:
        return edition.say(f"{what}：{said}（{counts}）", f"{what}: {said} ({counts})")
    return edition.say(f"{what}最低：{said}（{counts}）", f"{what}, lowest: {said} ({counts})")
