"""Periods of an organisation's own months and weeks: names, ends, neighbours, parts."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import UsageError
from analytics.periods import GRAINS, Calendar, Grain

STATISTICAL = Calendar(month_ends_on=25)
TO_FRIDAY = Calendar(week_ends_on=4)
CALENDARS = st.builds(Calendar, st.none() | st.integers(1, 28), st.integers(0, 6))
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("calendar", "label", "first", "last"),
    [
        (Calendar(), "2026-10", "2026-10-01", "2026-10-31"),
        (STATISTICAL, "2026-10", "2026-09-26", "2026-10-25"),
        (STATISTICAL, "2026-01", "2025-12-26", "2026-01-25"),
        (STATISTICAL, "2026-Q3", "2026-06-26", "2026-09-25"),
        (STATISTICAL, "2026-H1", "2025-12-26", "2026-06-25"),
        (STATISTICAL, "2026", "2025-12-26", "2026-12-25"),
        (Calendar(month_ends_on=28), "2028-03", "2028-02-29", "2028-03-28"),
        (Calendar(), "2026-W42", "2026-10-12", "2026-10-18"),
        (TO_FRIDAY, "2026-W42", "2026-10-10", "2026-10-16"),
        (TO_FRIDAY, "2026-W01", "2025-12-27", "2026-01-02"),
        (Calendar(week_ends_on=0), "2026-W53", "2026-12-22", "2026-12-28"),
    ],
)
def test_a_period_is_named_after_where_it_ends(calendar: Calendar, label: str, first: str, last: str) -> None:
    period = calendar.parse(label)
    assert [str(day) for day in period.days] == [first, last]
    assert period.label == label


@pytest.mark.parametrize(
    ("calendar", "day", "grain", "label"),
    [
        (STATISTICAL, "2026-10-25", "month", "2026-10"),
        (STATISTICAL, "2026-10-26", "month", "2026-11"),
        (STATISTICAL, "2026-12-25", "quarter", "2026-Q4"),
        (STATISTICAL, "2026-12-26", "quarter", "2027-Q1"),
        (STATISTICAL, "2026-12-26", "year", "2027"),
        (TO_FRIDAY, "2026-10-16", "week", "2026-W42"),
        (TO_FRIDAY, "2026-10-17", "week", "2026-W43"),
    ],
)
def test_the_last_day_in_and_the_first_day_out(calendar: Calendar, day: str, grain: Grain, label: str) -> None:
    assert calendar.period_of(date.fromisoformat(day), grain).label == label


def test_a_quarter_is_its_three_statistical_months_and_no_day_more() -> None:
    months = STATISTICAL.parse("2026-Q3").split("month")
    assert [month.label for month in months] == ["2026-07", "2026-08", "2026-09"]
    assert [str(months[0].first), str(months[-1].last)] == ["2026-06-26", "2026-09-25"]


def test_the_neighbours_are_of_the_same_calendar() -> None:
    october = STATISTICAL.parse("2026-10")
    beside = [october.previous(), october.following(), october.year_before()]
    assert [(one.label, str(one.first), str(one.last)) for one in beside] == [
        ("2026-09", "2026-08-26", "2026-09-25"),
        ("2026-11", "2026-10-26", "2026-11-25"),
        ("2025-10", "2025-09-26", "2025-10-25"),
    ]
    assert str(TO_FRIDAY.parse("2026-W42").year_before().last) == "2025-10-17"
    assert Calendar(month_ends_on=28).parse("2028-03").year_before().label == "2027-03"


@given(CALENDARS, DAYS, st.sampled_from(GRAINS))
def test_every_day_is_in_one_period_that_its_name_gives_back(calendar: Calendar, day: date, grain: Grain) -> None:
    period = calendar.period_of(day, grain)
    assert day in period
    assert calendar.parse(period.label) == period
    assert period.previous().last + timedelta(days=1) == period.first
    assert period.following().first - timedelta(days=1) == period.last


@pytest.mark.parametrize("text", ["2026-13", "2025-W53", "2026-Q5", "October", "1899-12", "2201-01"])
def test_what_is_no_period_is_refused_with_the_valid_forms(text: str) -> None:
    with pytest.raises(UsageError, match="2026-W42"):
        STATISTICAL.parse(text)


@pytest.mark.parametrize("text", ["1900-01", "2200-12"])
def test_the_first_and_the_last_year_are_periods(text: str) -> None:
    assert Calendar().parse(text).label == text
