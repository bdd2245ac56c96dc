"""Appraisal: a policy's scores and tiers applied to its measures, with the arithmetic line by line.

Steps and bands are reckoned in exact fractions of the counts: 95 of 100 is exactly one step of five points below all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from analytics.language import Text
from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import Figure, Reading, evaluate
from analytics.measures.measure import CALLBACKS, Measure
from analytics.periods import Period
from analytics.policy.measured import MEASURES
from analytics.policy.rules import Appraisal, Score, Tier
from analytics.policy.rules.tier import Band
from analytics.policy.versions import in_force

Note = Literal["", "total", "few", "unnamed", "nothing"]
POINTS = "points"
"""Stands in place of a measure in the line that adds up a group's points."""

COUNTS = {
    measure.name: measure
    for measure in (
        Measure(
            "callbacks_made",
            Text(zh="回访次数", en="Callbacks made"),
            Text(zh="期内回访", en="callbacks of the period"),
            Text(zh="", en=""),
            CALLBACKS,
            of="true",
            counted="true",
        ),
        Measure(
            "callbacks_reached",
            Text(zh="接通次数", en="Callbacks that reached"),
            Text(zh="期内接通的回访", en="callbacks of the period that reached"),
            Text(zh="", en=""),
            CALLBACKS,
            of="f.outcome = 'reached'",
            counted="true",
        ),
    )
}
"""How much somebody did: numbers, not ratios, and therefore no part of the catalogue."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the arithmetic: a measure of one group under one rule.

    A count has no denominator. ``shortfall``, ``steps`` and ``points`` are empty where the rule is no score, ``tier``
    where it sets no band for the value. A total, a group without a name and a group of too few cases, which ``note``
    tells apart, have neither points nor tier.
    """

    rule: str
    by: str
    group: str
    measure: str
    numerator: float | None
    denominator: int | None
    value: float | None
    target: float | None = None
    shortfall: float | None = None
    steps: int | None = None
    points: float | None = None
    tier: str = ""
    note: Note = ""


def titled(name: str) -> Text:
    """Return the title of a measure of an appraisal."""
    return (COUNTS.get(name) or measure_named(name)).title


def appraise(reading: Reading, period: Period) -> list[Line]:
    """Return every line of every appraisal, score and tier of the policy, in its order; then each group's points.

    Of a rule with several versions the one of the period's last day holds.

    Raises UsageError when the ledger does not have a group that a rule names.
    """
    lines = [
        line
        for rule in in_force(reading.policy.rules(Appraisal), period.last)
        for name in rule.measures
        for line in _counted(reading, period, rule, name)
    ]
    for scored in in_force(reading.policy.rules(Score), period.last):
        lines += [_scored(scored, line) for line in _counted(reading, period, scored, scored.measure)]
    for tiered in in_force(reading.policy.rules(Tier), period.last):
        lines += [_tiered(tiered, line) for line in _counted(reading, period, tiered, tiered.measure)]
    return [*lines, *_sums(lines)]


def _counted(reading: Reading, period: Period, rule: Appraisal | Score | Tier, name: str) -> Iterator[Line]:
    """Yield the bare lines of a measure: each group's, then the total over all of them, counted anew."""
    measure = COUNTS.get(name) or measure_named(name)
    whole = rule.by == "organisation"
    if not whole:
        for figure in evaluate(reading, measure, [period], by=[rule.by], where=rule.where):
            group = figure.group[rule.by]
            yield _line(rule, group, figure, _note(figure, group, reading.policy.minimum_cases))
        if rule.by.startswith("party:") and measure.fact.party == "own":
            measure = measure.restricted_to_party(rule.by.removeprefix("party:"))
    for figure in evaluate(reading, measure, [period], where=rule.where):
        group = reading.organisation if whole else ""
        yield _line(rule, group, figure, _note(figure, group, reading.policy.minimum_cases) if whole else "total")


def _note(figure: Figure, group: str, minimum: int) -> Note:
    if not group:
        return "unnamed"
    if MEASURES[figure.measure].unit == "count":
        return ""
    if not figure.denominator:
        return "nothing"
    return "few" if figure.denominator < minimum else ""


def _line(rule: Appraisal | Score | Tier, group: str, figure: Figure, note: Note) -> Line:
    is_count = MEASURES[figure.measure].unit == "count"
    return Line(
        rule=rule.id,
        by=rule.by,
        group=group,
        measure=figure.measure,
        numerator=figure.numerator,
        denominator=None if is_count else figure.denominator,
        value=figure.numerator if is_count else figure.value,
        target=rule.level if isinstance(rule, Score) else None,
        note=note,
    )


def _exact(line: Line) -> Fraction | None:
    """Return the value without any rounding."""
    if line.value is None:
        return None
    return Fraction(str(line.numerator)) / (1 if line.denominator is None else line.denominator)


def _scored(rule: Score, line: Line) -> Line:
    value = _exact(line)
    if value is None:
        return line
    level, step = Fraction(str(rule.level)), Fraction(str(rule.step))
    shortfall = max(Fraction(0), level - value if rule.better == "higher" else value - level)
    steps = ceil(shortfall / step) if rule.begun else floor(shortfall / step)
    points = float(steps * Fraction(str(rule.points)))
    if rule.most is not None:
        points = min(points, rule.most)
    if line.note:
        return replace(line, shortfall=float(shortfall))
    return replace(line, shortfall=float(shortfall), steps=steps, points=points)


def _tiered(rule: Tier, line: Line) -> Line:
    value = _exact(line)
    if value is None or line.note:
        return line
    return replace(line, tier=next((band.code for band in rule.bands if _within(band, value)), ""))


def _within(band: Band, value: Fraction) -> bool:
    def exact(edge: float) -> Fraction:
        return Fraction(str(edge))

    return (
        (band.above is None or value > exact(band.above))
        and (band.at_least is None or value >= exact(band.at_least))
        and (band.below is None or value < exact(band.below))
        and (band.at_most is None or value <= exact(band.at_most))
    )


def _sums(lines: list[Line]) -> Iterator[Line]:
    """Yield the points of each group that was scored; none, and ``few``, where one of its lines has too few cases."""
    groups = dict.fromkeys((line.by, line.group) for line in lines if line.target is not None and line.group)
    for by, group in groups:
        own = [line for line in lines if (line.by, line.group) == (by, group) and line.target is not None]
        judged = [line.points for line in own if line.points is not None]
        few = any(line.note == "few" for line in own)
        yield Line(
            "",
            by,
            group,
            POINTS,
            None,
            None,
            None,
            points=sum(judged) if judged and not few else None,
            note="few" if few else "",
        )
