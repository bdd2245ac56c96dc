"""Which year the titles of a sheet give to days that are written without one."""

from __future__ import annotations

import pytest

from analytics.ledger import moments
from analytics.ledger.cells import CellError
from analytics.ledger.moments import Dating
from analytics.ledger.titles import dating_of


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["静宜 2026年10月台账"], Dating(2026, 10)),
        (["台账", "统计月份：2026-09"], Dating(2026, 9)),
        (["2026.9—2026.10"], Dating(2026, 10, first=9)),
        (["2026年1-3月台账"], Dating(2026, 3, first=1)),
        (["2026年1月至12月"], Dating(2026, 12, first=1)),
        (["2026年1月起在建工程"], Dating(2026)),
        (["2026年度", "3月"], Dating(2026, 3)),
        (["2026年度", "3月", "4月"], Dating(2026)),
        (["26年3月"], Dating(2026, 3)),
        (["二〇二六年十月"], Dating(2026, 10)),
        (["二零二六年度"], Dating(2026)),
        (["2026年度工程台账"], Dating(2026)),
        (["2026年度", "2026年3月"], Dating(2026, 3)),
        (["电话13820261234"], Dating()),
    ],
)
def test_the_year_and_month_come_from_the_first_title_that_names_them(titles: list[str], expected: Dating) -> None:
    assert dating_of(titles) == expected


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["2026年三季度回访记录"], Dating(2026, 9, first=7)),
        (["2026年度第4季度"], Dating(2026, 12, first=10)),
        (["2026Q1"], Dating(2026, 3, first=1)),
        (["2026年上半年"], Dating(2026, 6, first=1)),
        (["2026年下半年"], Dating(2026, 12, first=7)),
        (["统计时间：2026/1/1-2026/12/31"], Dating(2026, 12, first=1)),
        (["2026年1月1日至12月31日"], Dating(2026, 12, first=1)),
        (["2026.1.1-3.31"], Dating(2026, 3, first=1)),
        (["2026年3月1日-31日"], Dating(2026, 3)),
        (["2025年7月—2026年6月回访记录"], Dating(2026, 6, first=7, first_year=2025)),
        (["2026年3号楼业主回访登记表"], Dating(2026)),
        (["2026年5栋"], Dating(2026)),
        (["March 2026"], Dating(2026, 3)),
        (["Call log, Jan-Mar 2026"], Dating(2026, 3, first=1)),
        (["Nov to Jan 2026"], Dating(2026, 1, first=11, first_year=2025)),
        (["April 2025 - March 2026"], Dating(2026, 3, first=4, first_year=2025)),
        (["Market calls 2026"], Dating(2026)),
    ],
)
def test_a_title_may_name_a_part_of_a_year_or_a_range_of_months(titles: list[str], expected: Dating) -> None:
    assert dating_of(titles) == expected


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["表单编号：QR-KF-2019-05", "版本：A/0", "2026年3月"], Dating(2026, 3)),
        (["编号：2019-05-001", "2026年"], Dating(2026)),
        (["依据ISO9001:2015", "2026年"], Dating(2026)),
        (["根据客服〔2025〕12号文件要求填报", "2026年回访登记表"], Dating(2026)),
        (["回访登记表（2020年修订）"], Dating()),
        (["2018年交付小区", "2026年3月"], Dating(2026, 3)),
        (["2025年度客户回访台账", "制表日期：2026年1月8日"], Dating(2025)),
        (["2025年度客户回访台账（填表人：张三 2026年1月8日）"], Dating(2025)),
        (["2026年12月", "日期：", "2027-01-05"], Dating(2026, 12)),
        (["Callbacks 2025", "Printed: 5 Jan 2026"], Dating(2025)),
        (["回访登记表", "填表日期：2026年4月2日"], Dating(2026, 4)),
        (["起止", "2026-01-01", "2026-12-31"], Dating(2026, 12, first=1)),
    ],
)
def test_what_holds_a_year_and_is_no_period_is_passed_over(titles: list[str], expected: Dating) -> None:
    assert dating_of(titles) == expected


@pytest.mark.parametrize(
    "titles",
    [
        ["2025-2026年度供暖季回访台账"],
        ["2025/26 callbacks"],
        ["2025年度", "2026年度"],
        ["2025年度回访台账", "2026年3月"],
    ],
)
def test_titles_that_name_several_years_tell_none(titles: list[str]) -> None:
    assert dating_of(titles) == Dating()


@pytest.mark.parametrize(
    ("title", "months"),
    [
        ("2025年7月—2026年6月", "2026 2026 2026 2026 2026 2026 2025 2025 2025 2025 2025 2025"),
        ("2025年11月-2026年2月", "2026 2026 2026 2026 - - - - - - 2025 2025"),
        ("2025年1月-2026年2月", "- - 2025 2025 2025 2025 2025 2025 2025 2025 2025 2025"),
        ("2026年一季度", "2026 2026 2026 2026 2026 - - - - - - 2025"),
    ],
)
def test_a_month_of_the_titles_range_is_of_the_year_that_the_range_gives_it(title: str, months: str) -> None:
    for month, year in enumerate(months.split(), start=1):
        if year == "-":
            with pytest.raises(CellError, match="date_without_year"):
                moments.moment(f"{month}月5日", dating_of([title]))
        else:
            assert moments.moment(f"{month}月5日", dating_of([title])) == f"{year}-{month:02}-05"
