"""Days without their whole year, judged by their column."""

from __future__ import annotations

import pytest

from analytics.ledger import moments
from analytics.ledger.cells import Cell, CellError
from analytics.ledger.moments import Dating
from analytics.ledger.short_days import doubtful


def read(column: list[Cell], dating: Dating) -> dict[Cell, str | None]:
    """Return what each cell says by itself."""
    meanings: dict[Cell, str | None] = {}
    for cell in column:
        try:
            meanings[cell] = moments.moment(cell, dating)
        except CellError:
            meanings[cell] = None
    return meanings


@pytest.mark.parametrize(
    ("column", "title", "doubted"),
    [
        (["26/3/5"], Dating(), ""),
        (["26/3/25", "26/3/27"], Dating(), "26/3/25 26/3/27"),
        (["26/3/25", "26/3/27", "26/4/2"], Dating(), ""),
        (["26/3/25", "25/12/30", "26/4/1"], Dating(), ""),
        (["26/3/25"], Dating(2026, 3), ""),
        (["26-03-25", "2026-03-01"], Dating(), ""),
        (["05/03/26", "12/03/26", "25/03/26"], Dating(), "05/03/26 12/03/26 25/03/26"),
        (["5/3/26", "25/3/26"], Dating(), "5/3/26 25/3/26"),
        (["3/25/26", "3/5/26"], Dating(), "3/25/26 3/5/26"),
        (["25.3.26"], Dating(), "25.3.26"),
        (["26/3/25"], Dating(), "26/3/25"),
        (["25/3/26", "2026/3/1"], Dating(), "25/3/26"),
        (["25/3/26"], Dating(2026, 3, order="year-month-day"), ""),
    ],
)
def test_two_figures_are_the_year_only_where_the_column_tells(column: list[Cell], title: Dating, doubted: str) -> None:
    faults = doubtful(read(column, title), title)
    assert " ".join(map(str, faults)) == doubted
    assert {fault.check for fault in faults.values()} <= {"date_order"}


@pytest.mark.parametrize(
    ("column", "doubted"),
    [
        (["3/10", "25/10", "7/10 15:20"], "3/10 7/10 15:20"),
        (["3.10", "10.3", "10.25"], ""),
        (["10.3", "10.25", "10.26", "31.7"], ""),
        (["3月10日", "25/10"], ""),
        (["5/5", "25/5"], ""),
    ],
)
def test_beside_25_10_the_day_stands_first_in_3_10_too(column: list[Cell], doubted: str) -> None:
    title = Dating(2026, 10)
    faults = doubtful(read(column, title), title)
    assert " ".join(map(str, faults)) == doubted
    assert {fault.detail for cell, fault in faults.items() if cell == "3/10"} <= {"2026-03-10 / 10-3"}


def test_both_days_are_named() -> None:
    faults = doubtful(read(["25/3/26"], Dating()), Dating())
    assert faults["25/3/26"].detail == "2025-03-26 / 2026-03-25"


@pytest.mark.parametrize(
    ("column", "is_text", "doubted"),
    [
        (["3.1", "3.2", "3.15", "2.3"], True, "3.1 3.2"),
        (["3.1", "3.10", "3.15"], True, ""),
        (["3.1", "3.2", "3.15"], False, ""),
    ],
)
def test_a_text_file_may_have_lost_the_zero_of_3_10(column: list[Cell], is_text: bool, doubted: str) -> None:
    march = Dating(2026, 3)
    assert " ".join(map(str, doubtful(read(column, march), march, is_text=is_text))) == doubted
