"""Whether a party is complained of more than chance would have it.

Fisher's exact tail against all the others, with the false discovery rate held over all parties that are judged
(Benjamini & Hochberg 1995; Jones, Ohlssen & Spiegelhalter 2008).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb


def excess_chance(numerator: int, denominator: int, rest_numerator: int, rest_denominator: int) -> float:
    """Return the chance of *numerator* or more if this party were no worse than the rest.

    The one-sided tail of Fisher's exact test: what is known of the rest is no surer than its own counts.
    """
    members, total = denominator + rest_denominator, numerator + rest_numerator
    most = min(denominator, total)
    ways = sum(comb(denominator, k) * comb(rest_denominator, total - k) for k in range(numerator, most + 1))
    return ways / comb(members, total)


def discoveries(chances: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Return which of the *chances* are small enough for at most *rate* false ones among those returned."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    accepted = 0
    for rank, place in enumerate(order, start=1):
        if chances[place] <= rate * rank / len(chances):
            accepted = rank
    chosen = set(order[:accepted])
    return [place in chosen for place in range(len(chances))]
