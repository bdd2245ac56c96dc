"""Tier: named bands of a measure, and who lies in which."""

import pytest

from tests.spec.test_score import WORDS, faults, lines

BANDS = """bands = [
  { code = "bonus", above = 0.9, title = { zh = "奖励", en = "bonus" } },
  { code = "criticised", at_least = 0.5, below = 0.7, title = { zh = "批评", en = "criticised" } },
  { code = "moved", below = 0.5, title = { zh = "调岗", en = "moved" } },
]
"""
TIER = f'id = "tier"\nkind = "tier"\nmeasure = "satisfaction_rate"\nby = "party:crew"\n{WORDS}{BANDS}'


def answered(satisfied: int, of: int) -> dict[str, str]:
    """Return the answers of so many cases of one crew, so many of them satisfied."""
    numbers = range(1, of + 1)
    return {
        "cases": "case_id | event.start | party.crew\n"
        + "\n".join(f"C{number} | 2026-01-01 | East" for number in numbers),
        "callbacks": "case_id | at | satisfaction\n"
        + "\n".join(
            f"C{number} | 2026-01-10 | {'satisfied' if number <= satisfied else 'fairly'}" for number in numbers
        ),
    }


@pytest.mark.parametrize(
    ("satisfied", "tier"),
    [
        (100, "bonus"),
        (91, "bonus"),
        (90, ""),
        (70, ""),
        (69, "criticised"),
        (50, "criticised"),
        (49, "moved"),
        (0, "moved"),
    ],
)
def test_above_90_is_rewarded_below_70_criticised_below_50_moved(satisfied: int, tier: str) -> None:
    """Exactly 90 % is not above it, exactly 70 % not below it; between them there is no band."""
    line, total = lines(TIER, **answered(satisfied, 100))

    assert (line.group, line.numerator, line.denominator, line.tier) == ("East", satisfied, 100, tier)
    assert (total.note, total.tier) == ("total", "")


def test_with_fewer_cases_than_the_packs_minimum_there_is_no_tier() -> None:
    """Nine of nine praise nobody when ten are asked for."""
    line, _ = lines(TIER, minimum=10, **answered(9, 9))

    assert (line.tier, line.note, line.numerator) == ("", "few", 9)


def test_bands_that_overlap_are_refused_with_every_other_fault() -> None:
    """70 % in two bands; an empty band; a band without an end; a code twice; above all."""
    told = faults(TIER.replace("below = 0.5,", "at_most = 0.5,"))
    assert told == ["rule.tier.bands: criticised, moved: 档次重叠 / the bands overlap"]

    (told_of_all,) = faults(
        TIER.replace("above = 0.9,", "")
        .replace("at_least = 0.5, below = 0.7", "at_least = 0.7, below = 0.7")
        .replace('"moved", below = 0.5', '"criticised", above = 1.5')
    )
    for words in ("bonus: 上下限", "criticised: 区间为空", "criticised: 应不大于 1", "two bands with one code"):
        assert words in told_of_all


def test_bands_may_touch() -> None:
    """At least 50 and below 50 have no value in common."""
    assert faults(TIER) == []
