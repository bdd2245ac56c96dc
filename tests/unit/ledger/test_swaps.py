"""Columns whose days and months a spreadsheet program has swapped."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger.cells import Cell
from analytics.ledger.moments import Dating
from analytics.ledger.swaps import doubtful

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench


def read(days: list[date]) -> dict[Cell, str | None]:
    return {datetime(day.year, day.month, day.day): day.isoformat() for day in days}


def swapped(day: date) -> date:
    """The day as a program of another country takes it."""
    return date(day.year, day.day, day.month) if day.day <= 12 else day


MARCH = [date(2026, 3, day) for day in range(1, 32)]


def test_a_month_whose_first_days_lie_all_over_the_year_was_swapped() -> None:
    found = doubtful(read([swapped(day) for day in MARCH]), Dating())
    assert len(found) == 11  # all up to the twelfth but the third of March
    assert {fault.check for fault in found.values()} == {"swapped_dates"}
    assert {fault.detail for fault in found.values()} == {"11/31"}


def test_a_month_as_it_is_was_not_swapped() -> None:
    assert doubtful(read(MARCH), Dating(2026, 3)) == {}


@pytest.mark.parametrize("count", [3, 4])
def test_three_days_may_be_chance_and_four_are_none(count: int) -> None:
    """One in twelve of the first days of other months would fall into the column's month by chance."""
    days = [date(2026, 3, day) for day in (15, 20, 25)] + [swapped(date(2026, 3, day)) for day in (5, 7, 9, 11)[:count]]
    assert len(doubtful(read(days), Dating(2026, 3))) == (count if count == 4 else 0)


def test_only_cells_that_are_dates_can_have_been_swapped() -> None:
    typed: dict[Cell, str | None] = {day.isoformat(): day.isoformat() for day in map(swapped, MARCH)}
    assert doubtful(typed, Dating()) == {}
    assert len(doubtful(typed, Dating(), is_text=True)) == 11


@pytest.mark.parametrize("order", ["{0.day}/{0.month}/{0.year}", "{0.month}/{0.day}/{0.year}"])
@pytest.mark.parametrize("count", [7, 60])
def test_text_with_the_year_last_beside_dates_of_early_days_only_gives_the_swap_away(order: str, count: int) -> None:
    days = [date(2026, 1, 2) + timedelta(days=offset * 360 // count) for offset in range(count)]
    late = {day for day in days if day.day > 12}
    meanings: dict[Cell, str | None] = {
        order.format(day) if day in late else datetime.combine(swapped(day), datetime.min.time()): (
            swapped(day).isoformat()
        )
        for day in days
    }
    found = doubtful(meanings, Dating())
    assert found
    assert all(isinstance(cell, datetime) for cell in found)


def test_the_first_days_of_a_month_beside_a_day_in_text_are_what_they_are() -> None:
    assert doubtful({**read(MARCH[:12]), "25/2/2026": "2026-02-25", "26/2/2026": "2026-02-26"}, Dating()) == {}


def test_early_days_left_as_text_show_that_text_is_how_some_are_typed() -> None:
    early = read([date(2026, month, 3 + month) for month in range(1, 9)])
    assert len(doubtful({**early, "25/2/2026": "2026-02-25"}, Dating())) == 8
    assert doubtful({**early, "25/2/2026": "2026-02-25", "3/2/2026": None}, Dating()) == {}


@given(
    first=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    length=st.integers(20, 700),
    seed=st.lists(st.integers(0, 699), min_size=15, max_size=60),
)
def test_days_spread_over_any_stretch_of_time_raise_no_alarm(first: date, length: int, seed: list[int]) -> None:
    assert doubtful(read([first + timedelta(days=offset % length) for offset in seed] + [first]), Dating()) == {} or (
        len(set(seed)) < 15
    )


def test_rows_with_a_doubtful_day_are_set_aside_and_counted(bench: Bench) -> None:
    rows = [[f"GC{day.day}", datetime.combine(swapped(day), datetime.min.time()), "甲"] for day in MARCH]
    sheet = bench.sheet(bench.xlsx([["2026年3月台账"], ["工程编号", "开工日期", "设计师"], *rows]))
    assert len(sheet.set_aside) == 11
    assert {finding.check for finding in sheet.findings} == {"swapped_dates"}
    assert "11/31" in sheet.findings[0].sentence("zh")


@pytest.mark.parametrize(("months", "count"), [((5, 7), 0), ((5, 7, 9), 0), ((5, 7, 9, 11), 4)])
def test_days_outside_the_months_of_late_days_show_a_swap_only_when_they_lie_in_several(
    months: tuple[int, ...], count: int
) -> None:
    late = [day for day in MARCH if day.day > 12]
    assert len(doubtful(read([*late, *(date(2026, month, 3) for month in months)]), Dating(2026, 3))) == count
