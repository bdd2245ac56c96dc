"""Which periods stand beside the asked one, and whether a change is more than chance.

A part-period compares with the same number of days (definitions, "Comparison, status, signal"). Every period is read
as of its own last day, so that late callbacks have had the same time to come in.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import sqrt
from typing import Literal

from analytics.measures.evaluate import Figure
from analytics.measures.measure import Measure
from analytics.periods import Period
from analytics.stats.chance import discoveries, excess_chance
from analytics.stats.intervals import Z95, Z99, difference

Signal = Literal["rise", "fall", "worse"]


def beside(period: Period, as_of: date) -> dict[str, Period]:
    """Return the period before and the same period a year before, as long as the asked one is by *as_of*."""
    others = {"previous": period.previous(), "year_before": period.year_before()}
    if as_of >= period.last:
        return others
    days = as_of - period.first
    return {name: replace(other, last=min(other.last, other.first + days)) for name, other in others.items()}


def change_signal(measure: Measure, now: Figure, before: Figure) -> Signal | None:
    """Return whether *now* differs from *before* by more than chance, at 99 %: asked of many figures, seldom wrong."""
    if measure.kind == "score":
        if None in (now.low, now.high, before.low, before.high):
            return None
        errors = [(figure.high - figure.low) / (2 * Z95) for figure in (now, before)]  # type: ignore[operator]
        change = float(now.value or 0) - float(before.value or 0)
        half = Z99 * sqrt(errors[0] ** 2 + errors[1] ** 2)
        return ("rise" if change > 0 else "fall") if abs(change) > half else None
    interval = difference(int(now.numerator), now.denominator, int(before.numerator), before.denominator, z=Z99)
    if interval is None:
        return None
    return "rise" if interval[0] > 0 else "fall" if interval[1] < 0 else None


def worse_than_chance(parties: list[Figure], minimum_cases: int) -> list[bool]:
    """Return which parties are complained of more than the others, by more than chance would have it.

    Fisher's exact tail against all the others together, at most one false alarm in twenty among those named; a party
    with fewer cases than the policy's minimum is not judged.
    """
    numerators = [int(party.numerator) for party in parties]
    denominators = [party.denominator for party in parties]
    judged = [place for place, cases in enumerate(denominators) if cases >= minimum_cases]
    chances = [
        excess_chance(
            numerators[place],
            denominators[place],
            sum(numerators) - numerators[place],
            sum(denominators) - denominators[place],
        )
        for place in judged
    ]
    found = {place for place, is_found in zip(judged, discoveries(chances), strict=True) if is_found}
    return [place in found for place in range(len(parties))]
