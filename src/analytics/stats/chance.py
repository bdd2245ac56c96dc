"""Whether a party is complained of more than chance would have it.

Exact binomial tails against the pooled ratio, with the false discovery rate held over all parties that are judged
(Benjamini & Hochberg 1995; Jones, Ohlssen & Spiegelhalter 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


def upper_tail(numerator: int, denominator: int, ratio: float) -> float:
    """Return the chance of *numerator* or more out of *denominator* at *ratio*."""
    return sum(
        comb(denominator, k) * ratio**k * (1 - ratio) ** (denominator - k) for k in range(numerator, denominator + 1)
    )


def discoveries(chances: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Return which of the *chances* are small enough for at most *rate* false ones among those returned."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    accepted = 0
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rate * rank / len(chances):
            accepted = rank
    chosen = set(order[:accepted])
    return [place in chosen for place in range(len(chances))]
