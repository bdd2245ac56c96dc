"""Intervals of ratios and means, and the difference of two ratios.

Wilson score interval (Wilson 1927; Newcombe 1998a), Newcombe's square-and-add difference (1998b). Equal to R's and
statsmodels' answers, see ``tests/reference``.
"""

from __future__ import annotations

from math import sqrt

Z95 = 1.959963984540054
Z99 = 2.5758293035489004

Interval = tuple[float, float]


def wilson(numerator: int, denominator: int, z: float = Z95) -> Interval | None:
    """Return the Wilson interval of a ratio; none of a zero denominator; exactly 0 at none and 1 at all."""
    if denominator == 0:
        return None
    x, n = numerator, denominator
    spread = z * sqrt(z * z + 4 * x * (1 - x / n))
    low = 0.0 if x == 0 else (2 * x + z * z - spread) / (2 * (n + z * z))
    high = 1.0 if x == n else (2 * x + z * z + spread) / (2 * (n + z * z))
    return low, high


def mean_interval(total: float, total_of_squares: float, count: int, z: float = Z95) -> Interval | None:
    """Return mean ∓ z standard errors; none of fewer than two values, whose spread is not known."""
    if count < 2:
        return None
    mean = total / count
    variance = max(0.0, (total_of_squares - count * mean * mean) / (count - 1))
    half = z * sqrt(variance / count)
    return mean - half, mean + half


def difference(x1: int, n1: int, x2: int, n2: int, z: float = Z95) -> Interval | None:
    """Return Newcombe's interval of x1/n1 - x2/n2; none when a denominator is zero."""
    first, second = wilson(x1, n1, z), wilson(x2, n2, z)
    if first is None or second is None:
        return None
    p1, p2 = x1 / n1, x2 / n2
    return (
        p1 - p2 - sqrt((p1 - first[0]) ** 2 + (second[1] - p2) ** 2),
        p1 - p2 + sqrt((first[1] - p1) ** 2 + (p2 - second[0]) ** 2),
    )
