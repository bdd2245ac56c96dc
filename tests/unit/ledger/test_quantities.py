"""Numbers and lengths of time as they are written."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import cells, quantities
from analytics.ledger.cells import CellError


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("3分20秒", "", "200"), ("1小时2分", "", "3720"), ("00:03:20", "", "200"), ("3:20", "", "200"), ("200秒", "",
            "200"),
        ("3'20\"", "", "200"), (time(0, 3, 20), "", "200"), (timedelta(seconds=200), "", "200"), (200.0, "s", "200"),
            ("2.5", "min", "150"),
        ("", "", None), ("三分钟", "", "180"), ("十二分二十秒", "", "740"),
    ],
)  # fmt: skip
def test_a_duration_is_seconds(cell: cells.Cell, unit: str, expected: str | None) -> None:
    assert quantities.duration(cell, unit) == expected


@pytest.mark.parametrize("cell", [time(3, 20), time(1, 0)])
def test_minutes_and_seconds_that_became_a_time_of_day_are_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError):
        quantities.duration(cell, "min")


@pytest.mark.parametrize("cell", [3.0, "3", "三", "-5", date(2026, 1, 1)])
def test_a_duration_without_a_unit_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError):
        quantities.duration(cell)


def test_a_number_is_plain_or_refused() -> None:
    assert quantities.number("1,234.50") == "1234.50"
    assert quantities.number("１２") == "12"
    assert quantities.number(3.0) == "3"
    assert quantities.number("￥1,200.00 元") == "1200.00"
    assert quantities.number("人民币 300元整") == "300"
    assert quantities.number("1.2万") == "12000"
    assert quantities.number("45 岁") == "45"
    assert quantities.number("-3.5%".removesuffix("%")) == "-3.5"
    with pytest.raises(CellError):
        quantities.number("12%")


@given(hours=st.integers(0, 9), minutes=st.integers(0, 59), seconds=st.integers(0, 59))
def test_any_length_of_time_comes_back_from_every_form(hours: int, minutes: int, seconds: int) -> None:
    expected = str(hours * 3600 + minutes * 60 + seconds)
    forms = (
        f"{hours}小时{minutes}分{seconds}秒",
        f"{hours}:{minutes:02}:{seconds:02}",
        f"{hours}h {minutes}m {seconds}s",
    )
    assert {quantities.duration(form) for form in forms} == {expected}
    assert quantities.duration(timedelta(hours=hours, minutes=minutes, seconds=seconds)) == expected


@given(
    number=st.decimals(0, 10**9, places=2),
    mark=st.sampled_from(["{}", "￥{}", "{:,}", "¥{:,}元", "RMB {}", "{} 元", "{}次"]),
)
def test_any_number_comes_back_from_every_unit(number: object, mark: str) -> None:
    assert quantities.number(mark.format(number)) == str(number)
