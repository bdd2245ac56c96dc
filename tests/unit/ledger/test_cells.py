"""What stands in a cell, and what it is read as."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import cells
from analytics.ledger.cells import CellError, Dating

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
    assert cells.moment(cell, NO_TITLE) == expected


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
    assert cells.moment(cell, OCTOBER_2026) == expected


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
                cells.moment(f"{month}月5日", title)
        else:
            assert cells.moment(f"{month}月5日", title) == f"{year}-{month:02}-05"


def test_a_day_without_a_year_is_refused_where_no_title_names_one() -> None:
    with pytest.raises(CellError) as fault:
        cells.moment("3月5日", NO_TITLE)
    assert fault.value.check == "date_without_year"


@pytest.mark.parametrize("cell", [10.1, 10.2, 10.3])
def test_a_number_that_may_have_lost_its_last_zero_is_no_day(cell: float) -> None:
    with pytest.raises(CellError, match=f"{cell}0"):
        cells.moment(cell, OCTOBER_2026)


@pytest.mark.parametrize("cell", [44624.0, "44624"])
def test_a_bare_number_of_a_workbook_that_counts_from_1904_may_be_two_days(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="date_order: 2022-03-04 / 2026-03-05"):
        cells.moment(cell, Dating(is_1904=True))


@pytest.mark.parametrize("cell", ["3/5/2026", "05-03-2026", "12.11.2026"])
def test_a_day_that_may_be_two_names_both(cell: str) -> None:
    with pytest.raises(CellError) as fault:
        cells.moment(cell, OCTOBER_2026)
    assert fault.value.check == "date_order"
    assert fault.value.detail.count("2026-") == 2


def test_a_day_of_the_moon_is_refused() -> None:
    for cell in ("农历三月初五", "腊月二十三", "2026年正月初一"):
        with pytest.raises(CellError):
            cells.moment(cell, OCTOBER_2026)


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", cells.Formula("=TODAY()")])
def test_what_the_spreadsheet_did_not_work_out_is_told_from_what_was_typed(cell: str) -> None:
    with pytest.raises(CellError) as fault:
        cells.check_for_fault(cell)
    assert fault.value.check in {"error_cell", "uncached_formula"}
    cells.check_for_fault("=TODAY()")


def test_the_thirtieth_of_february_is_no_day_so_2_3_is_the_third() -> None:
    assert cells.moment(2.3, OCTOBER_2026) == "2026-02-03"


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
        cells.moment(cell, OCTOBER_2026)
    assert fault.value.check == "date"


@pytest.mark.parametrize("cell", ["", "  ", "-", "—", "/", "无", "暂无", "未竣工", "待定", "N/A"])
def test_a_cell_that_says_nothing_is_unknown(cell: str) -> None:
    assert cells.moment(cell, NO_TITLE) is None


@pytest.mark.parametrize(
    "form",
    [
        "{0.year:04}-{0.month:02}-{0.day:02}", "{0.year}.{0.month}.{0.day}", "{0.year}/{0.month}/{0.day}",
        "{0.year}年{0.month}月{0.day}日", "{0.year} 年 {0.month} 月 {0.day} 号", "{0.year:04}{0.month:02}{0.day:02}",
    ],
)  # fmt: skip
@given(day=days)
def test_any_day_in_any_form_with_a_year_comes_back_as_itself(form: str, day: date) -> None:
    assert cells.moment(form.format(day), NO_TITLE) == day.isoformat()


@given(day=days)
def test_any_day_comes_back_from_its_serial(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    assert cells.moment(float(serial), NO_TITLE) == day.isoformat()


@given(day=st.dates(date(2000, 1, 1), date(2049, 12, 31)))
def test_any_day_of_half_a_century_comes_back_from_two_digits_of_its_year(day: date) -> None:
    assert cells.moment(f"{day.year % 100:02}/{day.month}/{day.day}", NO_TITLE) == day.isoformat()


@given(day=days, form=st.sampled_from(["{0.month}月{0.day}日", "{0.month}.{0.day}", "{0.month}-{0.day}"]))
def test_any_day_without_a_year_comes_back_in_the_titles_year(day: date, form: str) -> None:
    assert cells.moment(form.format(day), Dating(day.year, day.month)) == day.isoformat()


@given(when=st.datetimes(datetime(1950, 1, 1), datetime(2100, 12, 31)))
def test_any_minute_comes_back_on_the_clock_of_twelve_hours(when: datetime) -> None:
    half = "上午" if when.hour < 12 else "下午"
    hour = when.hour if when.hour <= 12 else when.hour - 12
    written = f"{when.year}年{when.month}月{when.day}日 {half}{hour}:{when.minute:02}"
    expected = when.replace(second=0, microsecond=0).isoformat(" ").removesuffix(" 00:00:00")
    assert cells.moment(written, NO_TITLE) == expected


@given(text=st.text(alphabet="0123456789年月日.-/: 上下午时分零一二〇\u3000", max_size=20))
def test_whatever_is_typed_is_a_day_or_refused(text: str) -> None:
    try:
        read = cells.moment(text, OCTOBER_2026)
    except CellError:
        return
    assert read is None or datetime.fromisoformat(read).year in range(1950, 2101)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1001.0, "1001"), ("1001", "1001"), (" GC-1 ", "GC-1"), ("ＧＣ２０２６－００１", "GC2026-001"), ("'007",
            "007"), ("", None), ("无", None), ("/", None), ("—", None), ("A1\u200b", "A1"), ("\ufeffA1", "A1"),
        (999999999999999.0, "999999999999999"),
        (13812345678.0, "13812345678"), (1.5, "1.5"), (True, "TRUE"),
    ],
)  # fmt: skip
def test_an_id_is_text(cell: cells.Cell, expected: str | None) -> None:
    assert cells.identifier(cell) == expected


@pytest.mark.parametrize("cell", ["同上", "〃", " 〃 ", "″", '"'])
@pytest.mark.parametrize("reader", [cells.identifier, cells.names])
def test_what_stands_above_is_not_looked_up(reader: Callable[[cells.Cell], str | None], cell: str) -> None:
    with pytest.raises(CellError, match="ditto"):
        reader(cell)


@pytest.mark.parametrize("cell", [2026030512345678.0, "2.02603E+15", "1.23e+17"])
def test_an_id_that_a_spreadsheet_cut_short_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="shortened_id"):
        cells.identifier(cell)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (13812345678.0, "13812345678"), ("138 1234 5678", "13812345678"), ("138-1234-5678", "13812345678"),
        ("+86 13812345678", "13812345678"), ("１３８１２３４５６７８", "13812345678"), ("010-12345678",
            "01012345678"),
        ("0571-8765432 转 801", "05718765432转801"), ("13812345678/13912345678", "13812345678;13912345678"),
        ("4008123123", "4008123123"), ("", None), ("无", None), ("021-5555 1234 转 801", "02155551234转801"),
        ("021-55551234-801", "02155551234转801"), ("5555 1234 转 801", "55551234转801"), ("1.3812345678E+10", "13812345678"),
        ("0086 138 1234 5678", "13812345678"), ("(021) 5555 1234", "02155551234"),
        ("13812345678 13912345678", "13812345678;13912345678"),
        ("0571-88888888-12 13812345678", "057188888888转12;13812345678"), ("13812345678.0", "13812345678"), ("95598", "95598"),
        ("'13812345678", "13812345678"),
    ],
)  # fmt: skip
def test_a_phone_is_digits(cell: cells.Cell, expected: str | None) -> None:
    assert cells.phone(cell) == expected


@pytest.mark.parametrize("cell", [1381234567.0, "138123456789", "1.38123E+10", "同上", "12345678901"])
def test_a_number_that_no_telephone_has_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError) as fault:
        cells.phone(cell)
    assert fault.value.check == "person"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("李明", "李明"), ("李明、王五", "李明;王五"), ("李明，王五", "李明;王五"), ("李明/王五", "李明;王五"),
            ("李明;王五；李明", "李明;王五"),
        ("王丽 13812345678", "王丽"), ("王丽/13812345678", "王丽"), ("王丽(13812345678)", "王丽"), ("13812345678", "13812345678"),
        ("李 明", "李明"), ("John Smith, Ann", "John Smith;Ann"), ("一队\n二队", "一队;二队"), ("/", None), ("无",
            None), (7.0, "7"), ("李明和王五", "李明;王五"), ("李和平", "李和平"), ("一队及二队", "一队;二队"),
        ("李明以及王五", "李明;王五"), ("李明 王五", "李明;王五"), ("李明\u3000王小五 赵六", "李明;王小五;赵六"),
        ("欧阳 修", "欧阳修"),
        ("王 小五", "王小五"), ("一队 二队", "一队;二队"), ("华东 施工队", "华东施工队"),
        ("李和平、王五", "李和平;王五"), ("李明 & 王五", "李明;王五"), ("李明和王五、赵六", "李明;王五;赵六"),
        ("疼痛与康复科", "疼痛与康复科"), ("老年病及保健科", "老年病及保健科"), ("内一科和内二科", "内一科;内二科"),
        ("工程部和张三丰", "工程部;张三丰"), ("John Smith; Ann", "John Smith;Ann"), ("李四 主任", "李四主任"),
        ("李四 副主任", "李四副主任"),
        ("神经\n内科", "神经内科"), ("骨科\n（三病区）", "骨科(三病区)"), ("华东\n施工队", "华东施工队"),
        ("A&E", "A&E"), ("R&D dept", "R&D dept"), ("Amy & Bob", "Amy;Bob"), ("Amy&Bob", "Amy;Bob"),
        ("内一科\n内二科", "内一科;内二科"), ("李明\n王五", "李明;王五"),
    ],
)  # fmt: skip
def test_names_in_one_cell_are_told_apart(cell: cells.Cell, expected: str | None) -> None:
    assert cells.names(cell) == expected


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
    assert cells.moment(cell, Dating(2026, 3)) == expected


@pytest.mark.parametrize(
    ("cell", "days"), [("Mar-26", "03-26 / 2026-03"), ("2026-3-112:20", "2026-03-11 2… / 2026-03-01 12…")]
)
def test_a_month_with_figures_and_a_day_run_into_its_hour_may_be_two(cell: str, days: str) -> None:
    with pytest.raises(CellError, match="date_order") as fault:
        cells.moment(cell, Dating(2026, 3))
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
    assert cells.moment(cell, NO_TITLE) == expected


def test_a_day_of_the_month_alone_is_of_the_month_that_the_title_names() -> None:
    assert cells.moment("5日", Dating(2026, 3)) == "2026-03-05"
    assert cells.moment("15号 下午3:20", Dating(2026, 3)) == "2026-03-15 15:20:00"
    for title in (NO_TITLE, Dating(2026), Dating(2026, 3, first=1), Dating(2026, 3, plan=True)):
        with pytest.raises(CellError):
            cells.moment("5日", title)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("Smith, John", "John Smith"), ("Smith, John; Jones, Mary Ann", "John Smith;Mary Ann Jones"),
        ("De Souza, Ana", "Ana De Souza"), ("Müller, Anna", "Anna Müller"),
        ("John Smith", "John Smith"), ("张三，李四", "张三;李四"), ("Smith, John, Ann", None),
    ],
)  # fmt: skip
def test_an_office_may_say_that_its_names_begin_with_the_family(cell: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(CellError, match="one_or_two"):
            cells.names(cell, family_first=True)
    else:
        assert cells.names(cell, family_first=True) == expected


@pytest.mark.parametrize(
    "cell", ["Smith, John", "Smith, John; Jones, Mary", "O'Brien, Ann", "Smith, John A.", "Müller, Anna"]
)
def test_a_family_name_before_a_comma_may_be_one_person_or_two(cell: str) -> None:
    with pytest.raises(CellError, match="one_or_two"):
        cells.names(cell)


@pytest.mark.parametrize("cell", [datetime(2026, 5, 2), date(2026, 5, 2), time(5, 2), "5月2日", "2-May", "May-12"])
def test_an_id_that_became_a_date_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="became_date"):
        cells.identifier(cell)


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
    assert cells.duration(cell, unit) == expected


@pytest.mark.parametrize("cell", [time(3, 20), time(1, 0)])
def test_minutes_and_seconds_that_became_a_time_of_day_are_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError):
        cells.duration(cell, "min")


@pytest.mark.parametrize("cell", [3.0, "3", "三", "-5", date(2026, 1, 1)])
def test_a_duration_without_a_unit_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError):
        cells.duration(cell)


def test_a_number_is_plain_or_refused() -> None:
    assert cells.number("1,234.50") == "1234.50"
    assert cells.number("１２") == "12"
    assert cells.number(3.0) == "3"
    assert cells.number("￥1,200.00 元") == "1200.00"
    assert cells.number("人民币 300元整") == "300"
    assert cells.number("1.2万") == "12000"
    assert cells.number("45 岁") == "45"
    assert cells.number("-3.5%".removesuffix("%")) == "-3.5"
    with pytest.raises(CellError):
        cells.number("12%")


@given(
    number=st.integers(13_000_000_000, 19_999_999_999),
    form=st.sampled_from(["{}", "{:.1f}", "+86 {}", "0086-{}", "{} "]),
)
def test_any_mobile_number_comes_back_from_every_form(number: int, form: str) -> None:
    assert cells.phone(form.format(number) if form != "{:.1f}" else float(number)) == str(number)


@given(
    area=st.sampled_from(["010", "021", "0571"]), number=st.integers(10**7, 10**8 - 1), extension=st.integers(1, 9999)
)
def test_any_extension_comes_back_from_every_form(area: str, number: int, extension: int) -> None:
    expected = f"{area}{number}转{extension}"
    for form in ("{}-{} 转 {}", "{}{}-{}", "({}){}x{}", "{} {}分机{}", "{}-{}ext.{}"):
        assert cells.phone(form.format(area, number, extension)) == expected


@given(hours=st.integers(0, 9), minutes=st.integers(0, 59), seconds=st.integers(0, 59))
def test_any_length_of_time_comes_back_from_every_form(hours: int, minutes: int, seconds: int) -> None:
    expected = str(hours * 3600 + minutes * 60 + seconds)
    forms = (
        f"{hours}小时{minutes}分{seconds}秒",
        f"{hours}:{minutes:02}:{seconds:02}",
        f"{hours}h {minutes}m {seconds}s",
    )
    assert {cells.duration(form) for form in forms} == {expected}
    assert cells.duration(timedelta(hours=hours, minutes=minutes, seconds=seconds)) == expected


@given(
    number=st.decimals(0, 10**9, places=2),
    mark=st.sampled_from(["{}", "￥{}", "{:,}", "¥{:,}元", "RMB {}", "{} 元", "{}次"]),
)
def test_any_number_comes_back_from_every_unit(number: object, mark: str) -> None:
    assert cells.number(mark.format(number)) == str(number)


@given(
    cell=st.one_of(
        st.text(max_size=15),
        st.text(alphabet="0123456789-转()（）、/ 和及与李王明￥元万%★√×:.秒分", max_size=15),
        st.floats(allow_nan=True),
        st.booleans(),
        st.datetimes(),
        st.dates(),
        st.times(),
        st.timedeltas(),
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused(cell: cells.Cell) -> None:
    for reader in (
        lambda cell: cells.moment(cell, OCTOBER_2026), cells.phone, cells.number, cells.duration, cells.names, cells.identifier,
        cells.age, cells.time_of_day, cells.plain_text,
    ):  # fmt: skip
        try:
            read = reader(cell)
        except CellError:
            continue
        assert read is None or (isinstance(read, str) and read != "")
