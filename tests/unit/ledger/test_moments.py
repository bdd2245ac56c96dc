"""Days and instants as they are written, and what a sheet's title says of them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import cells, moments
from analytics.ledger.cells import CellError
from analytics.ledger.moments import Dating

NO_TITLE = Dating()
OCTOBER_2026 = Dating(2026, 10)
days = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (datetime(2026, 3, 5), "2026-03-05"),
        (date(2026, 3, 5), "2026-03-05"),
        (datetime(2026, 3, 5, 15, 20), "2026-03-05 15:20:00"),
        (datetime(2026, 3, 5, 15, 19, 59, 999900), "2026-03-05 15:20:00"),
        (datetime(2026, 3, 5, 23, 59, 59, 999900), "2026-03-06"),
        (46086.0, "2026-03-05"),
        (46086.5, "2026-03-05 12:00:00"),
        ("46086", "2026-03-05"),
        (20260305.0, "2026-03-05"),
        ("20260305", "2026-03-05"),
        ("2026.3.5", "2026-03-05"),
        ("2026/3/5", "2026-03-05"),
        ("2026年3月5日", "2026-03-05"),
        ("2026 年 3 月 5 日", "2026-03-05"),
        ("26/3/5", "2026-03-05"),
        ("26年3月5号", "2026-03-05"),
        ("２０２６－０３－０５", "2026-03-05"),
        ("2026-03-05（周四）", "2026-03-05"),
        ("2026-03-05 星期四 15:20", "2026-03-05 15:20:00"),
        ("2026-03-05 15:20", "2026-03-05 15:20:00"),
        ("2026-03-05T15:20:30", "2026-03-05 15:20:30"),
        ("2026-03-05 00:00:00", "2026-03-05"),
        ("2026年3月5日 下午3:20", "2026-03-05 15:20:00"),
        ("2026年3月5日下午3点半", "2026-03-05 15:30:00"),
        ("2026.3.5 上午9时5分", "2026-03-05 09:05:00"),
        ("2026-3-5 中午12:30", "2026-03-05 12:30:00"),
        ("2026-3-5 中午1:30", "2026-03-05 13:30:00"),
        ("2026-3-5 晚上8:00", "2026-03-05 20:00:00"),
        ("2026-3-5 3:20 PM", "2026-03-05 15:20:00"), ("10/25/2026 3:20:05 PM", "2026-10-25 15:20:05"),
        ("2026-10-25 3pm", "2026-10-25 15:00:00"), ("25/10/2026 12:05:00 AM", "2026-10-25 00:05:00"),
        ("2024.2.29", "2024-02-29"),
        ("二〇二六年三月五日", "2026-03-05"),
        ("二零二六年十二月三十一日", "2026-12-31"),
        ("二〇二六年三月五日 下午三点二十", "2026-03-05 15:20:00"),
        ("2026年3月5日（星期四）上午九点一刻", "2026-03-05 09:15:00"),
        ("25/3/2026", "2026-03-25"),
        ("3/25/2026", "2026-03-25"),
        ("5/5/2026", "2026-05-05"),
        ("5-Mar-2026", "2026-03-05"),
        ("Mar 5, 2026 15:20", "2026-03-05 15:20:00"),
        ("5-Mar-26", "2026-03-05"),
        ("31-Dec-26 15:20", "2026-12-31 15:20:00"),
        ("20260305152030", "2026-03-05 15:20:30"),
        ("202603051520", "2026-03-05 15:20:00"),
        ("20260305 1520", "2026-03-05 15:20:00"),
        ("20260305T152030", "2026-03-05 15:20:30"),
        ("2026-03-05 15:20:30.997", "2026-03-05 15:20:30"),
        ("2026-03-05T15:20:30.123+08:00", "2026-03-05 15:20:30"),
        ("'2026-03-05", "2026-03-05"),
        ("贰零贰陆年叁月伍日", "2026-03-05"),
        ("2026年拾贰月叁拾壹日", "2026-12-31"),
        ("2026-3-5 12:10 am", "2026-03-05 00:10:00"),
        ("2026-3-5 傍晚6点", "2026-03-05 18:00:00"),
        ("2026-3-5 晚上11点半", "2026-03-05 23:30:00"),
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_form_people_type(cell: cells.Cell, expected: str) -> None:
    assert moments.moment(cell, NO_TITLE) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("10月5日", "2026-10-05"),
        ("10.5", "2026-10-05"),
        ("10月5日 15:20", "2026-10-05 15:20:00"),
        ("10/5", "2026-10-05"),
        (10.5, "2026-10-05"),
        (3.15, "2026-03-15"),
        ("3.10", "2026-03-10"),
        ("12月30日", "2026-12-30"),
        ("十二月三十一日", "2026-12-31"),
        ("元月五日", "2026-01-05"),
        ("十月五日 下午三点二十", "2026-10-05 15:20:00"),
    ],
)
def test_a_day_without_a_year_takes_it_from_the_title(cell: cells.Cell, expected: str) -> None:
    assert moments.moment(cell, OCTOBER_2026) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (Dating(2026, 1), "2026 2026 2026 - - - - - - 2025 2025 2025"),
        (Dating(2026, 6), "2026 2026 2026 2026 2026 2026 2026 2026 - - - -"),
        (Dating(2026, 12), "- - 2026 2026 2026 2026 2026 2026 2026 2026 2026 2026"),
        (Dating(2026, 12, first=1), " ".join(["2026"] * 12)),
        (Dating(2026), " ".join(["2026"] * 12)),
        (Dating(2026, 3, plan=True), "2026 2026 2026 2026 2026 2026 2026 2026 2026 - - -"),
        (Dating(2026, 11, plan=True), "- - - - - - - 2026 2026 2026 2026 2026"),
    ],
)
def test_the_year_of_a_month_that_may_lie_in_another_year_than_the_titles_is_not_told(
    title: Dating, expected: str
) -> None:
    for month, year in enumerate(expected.split(), start=1):
        if year == "-":
            with pytest.raises(CellError, match="date_without_year"):
                moments.moment(f"{month}月5日", title)
        else:
            assert moments.moment(f"{month}月5日", title) == f"{year}-{month:02}-05"


def test_a_day_without_a_year_is_refused_where_no_title_names_one() -> None:
    with pytest.raises(CellError) as fault:
        moments.moment("3月5日", NO_TITLE)
    assert fault.value.check == "date_without_year"


@pytest.mark.parametrize("cell", [10.1, 10.2, 10.3])
def test_a_number_that_may_have_lost_its_last_zero_is_no_day(cell: float) -> None:
    with pytest.raises(CellError, match=f"{cell}0"):
        moments.moment(cell, OCTOBER_2026)


@pytest.mark.parametrize("cell", [44624.0, "44624"])
def test_a_bare_number_of_a_workbook_that_counts_from_1904_may_be_two_days(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="date_order: 2022-03-04 / 2026-03-05"):
        moments.moment(cell, Dating(is_1904=True))


@pytest.mark.parametrize("cell", ["3/5/2026", "05-03-2026", "12.11.2026"])
def test_a_day_that_may_be_two_names_both(cell: str) -> None:
    with pytest.raises(CellError) as fault:
        moments.moment(cell, OCTOBER_2026)
    assert fault.value.check == "date_order"
    assert fault.value.detail.count("2026-") == 2


def test_a_day_of_the_moon_is_refused() -> None:
    for cell in ("农历三月初五", "腊月二十三", "2026年正月初一"):
        with pytest.raises(CellError):
            moments.moment(cell, OCTOBER_2026)


def test_the_thirtieth_of_february_is_no_day_so_2_3_is_the_third() -> None:
    assert moments.moment(2.3, OCTOBER_2026) == "2026-02-03"


@pytest.mark.parametrize(
    "cell",
    [
        "10.3-5", "10/3-15", "10-3.5",
        "31/7", "2026-9-31", "2026-02-29", "13月5日", "10月32日", "13/13/2026", "下月底", "2026-3-5 25:00",
        "2026-3-5 12:60",
        "2026-3-5 上午12:10", "2026-3-5 晚上12:00",
        "2026-3-5 晚上1点", "2026-3-5 晚上2:30", "2026-3-5 晚上0:10",
        "2026-3-5 13:20 am", "2026-3-5 24:00", "98年3月5日", "50/3/5", "2026-03-05T15:20:00Z",
        "1949-12-31", "2101-01-01", 0.5, 13.5, 0.0, True, time(12, 0),
        timedelta(1),
        date(1899, 12, 31), datetime(2101, 1, 1, 8), "12345", 99999.0,
    ],
)  # fmt: skip
def test_what_is_no_day_or_may_be_two_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError) as fault:
        moments.moment(cell, OCTOBER_2026)
    assert fault.value.check == "date"


@pytest.mark.parametrize(
    "cell", ["", "  ", "-", "—", "/", "无", "暂无", "未竣工", "待定", "N/A", "open", "Pending", "In progress", "TBC"]
)
def test_a_cell_that_says_nothing_is_unknown(cell: str) -> None:
    assert moments.moment(cell, NO_TITLE) is None


@pytest.mark.parametrize(
    "form",
    [
        "{0.year:04}-{0.month:02}-{0.day:02}", "{0.year}.{0.month}.{0.day}", "{0.year}/{0.month}/{0.day}",
        "{0.year}年{0.month}月{0.day}日", "{0.year} 年 {0.month} 月 {0.day} 号", "{0.year:04}{0.month:02}{0.day:02}",
    ],
)  # fmt: skip
@given(day=days)
def test_any_day_in_any_form_with_a_year_comes_back_as_itself(form: str, day: date) -> None:
    assert moments.moment(form.format(day), NO_TITLE) == day.isoformat()


@given(day=days)
def test_any_day_comes_back_from_its_serial(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert moments.moment(float(serial), NO_TITLE) == day.isoformat()


@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_any_day_of_half_a_century_comes_back_from_two_digits_of_its_year(day: date) -> None:
    assert moments.moment(f"{day.year % 100:02}/{day.month}/{day.day}", NO_TITLE) == day.isoformat()


@given(day=days, form=st.sampled_from(["{0.month}月{0.day}日", "{0.month}.{0.day}", "{0.month}-{0.day}"]))
def test_any_day_without_a_year_comes_back_in_the_titles_year(day: date, form: str) -> None:
    assert moments.moment(form.format(day), Dating(day.year, day.month)) == day.isoformat()


@given(when=st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31)))
def test_any_minute_comes_back_on_the_clock_of_twelve_hours(when: datetime) -> None:
    half = "上午" if when.hour < 12 else "下午"
    hour = when.hour if when.hour <= 12 else when.hour - 12
    written = f"{when.year}年{when.month}月{when.day}日 {half}{hour}:{when.minute:02}"
    expected = when.replace(second=0, microsecond=0).isoformat(" ").removesuffix(" 00:00:00")
    assert moments.moment(written, NO_TITLE) == expected


@given(text=st.text(alphabet="0123456789年月日.-/: 上下午时分零一二〇\u3000", max_size=20))
def test_whatever_is_typed_is_a_day_or_refused(text: str) -> None:
    try:
        read = moments.moment(text, OCTOBER_2026)
    except CellError:
        return
    assert read is None or datetime.fromisoformat(read).year in range(1950, 2101)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("5th March 2026", "2026-03-05"), ("March 5th, 2026", "2026-03-05"), ("Thu 5 Mar 2026", "2026-03-05"),
        ("Thursday, March 5, 2026", "2026-03-05"), ("5 March 2026 at 15:20", "2026-03-05 15:20:00"),
        ("5 Mar 2026 9.05am", "2026-03-05 09:05:00"), ("5 Mar 2026 3pm", "2026-03-05 15:00:00"),
        ("2026-03-05 3:20 p.m.", "2026-03-05 15:20:00"), ("5th March", "2026-03-05"), ("March 22nd", "2026-03-22"),
    ],
)  # fmt: skip
def test_a_day_is_read_as_the_english_write_it(cell: str, expected: str) -> None:
    assert moments.moment(cell, Dating(2026, 3)) == expected


@pytest.mark.parametrize(
    ("cell", "days"), [("Mar-26", "03-26 / 2026-03"), ("2026-3-112:20", "2026-03-11 2… / 2026-03-01 12…")]
)
def test_a_month_with_figures_and_a_day_run_into_its_hour_may_be_two(cell: str, days: str) -> None:
    with pytest.raises(CellError, match="date_order") as fault:
        moments.moment(cell, Dating(2026, 3))
    assert fault.value.detail == days


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-3-1512:20", "2026-03-15 12:20:00"),
        ("2026.05.20 2:23pm", "2026-05-20 14:23:00"),
        ("2026年5月20日2:23pm", "2026-05-20 14:23:00"),
        ("2026-03-052:20", "2026-03-05 02:20:00"),
        ("2026-3-294:20", "2026-03-29 04:20:00"),
    ],
)
def test_a_day_run_into_its_hour_is_read_where_it_can_be_one_only(cell: str, expected: str) -> None:
    assert moments.moment(cell, NO_TITLE) == expected


def test_a_day_of_the_month_alone_is_of_the_month_that_the_title_names() -> None:
    assert moments.moment("5日", Dating(2026, 3)) == "2026-03-05"
    assert moments.moment("15号 下午3:20", Dating(2026, 3)) == "2026-03-15 15:20:00"
    for title in (NO_TITLE, Dating(2026), Dating(2026, 3, first=1), Dating(2026, 3, plan=True)):
        with pytest.raises(CellError):
            moments.moment("5日", title)
