"""Intervals agree with what R and published tables say (Newcombe 1998a, 1998b)."""

from __future__ import annotations

import pytest

from analytics.stats.chance import discoveries, excess_chance
from analytics.stats.intervals import difference, mean_interval, wilson


@pytest.mark.parametrize(
    ("numerator", "denominator", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (29, 29, 0.8830, 1.0),
    ],
)
def test_wilson_is_that_of_newcombes_table(numerator: int, denominator: int, low: float, high: float) -> None:
    """Four printed digits, and exactly 0 and 1 at the ends."""
    assert (low, high) == pytest.approx(wilson(numerator, denominator), abs=5e-5)


def test_wilson_of_nothing_is_empty() -> None:
    """No denominator, no interval."""
    assert wilson(0, 0) is None


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((5, 56), (0, 29), -0.0381, 0.1926)],
)
def test_the_difference_is_that_of_newcombes_table(
    first: tuple[int, int], second: tuple[int, int], low: float, high: float
) -> None:
    """Square-and-add on Wilson limits."""
    assert (low, high) == pytest.approx(difference(*first, *second), abs=5e-5)


def test_the_interval_of_a_mean_needs_two_values() -> None:
    """Scores 60, 80, 100: mean 80, standard error 20/sqrt(3)."""
    assert mean_interval(60, 3600, 1) is None
    assert pytest.approx((80 - 22.632, 80 + 22.632), abs=1e-3) == mean_interval(240, 20000, 3)


def test_the_excess_is_that_of_fishers_exact_test() -> None:
    """Fisher's tea: 3 of 4 against 1 of 4 is 0.2429 one-sided; one complaint where nobody else has any is no proof."""
    assert excess_chance(3, 4, 1, 4) == pytest.approx(17 / 70, abs=1e-12)
    assert excess_chance(1, 10, 0, 100) == pytest.approx(1 / 11, abs=1e-12)


def test_benjamini_hochberg_accepts_up_to_the_last_rank_that_passes() -> None:
    """R: p.adjust(c(.01, .039, .035, .2), 'BH') <= .05 is TRUE FALSE FALSE FALSE; with .03 for .039 all three pass."""
    assert discoveries([0.01, 0.039, 0.04, 0.2]) == [True, False, False, False]
    assert discoveries([0.01, 0.03, 0.035, 0.2]) == [True, True, True, False]


def test_two_scores_have_an_interval_and_equal_ones_have_no_width() -> None:
    """80 and 40: their mean less and more 1.96 standard errors of 20; three times 80 is 80."""
    assert pytest.approx((60 - 39.199, 60 + 39.199), abs=1e-3) == mean_interval(120, 8000, 2)
    assert mean_interval(240, 19200, 3) == (80, 80)


def test_without_a_denominator_on_either_side_there_is_no_difference() -> None:
    assert difference(1, 2, 0, 0) is None
    assert difference(0, 0, 1, 2) is None


def test_a_single_chance_is_a_discovery_up_to_the_rate() -> None:
    assert discoveries([0.05]) == [True]
    assert discoveries([0.051]) == [False]
