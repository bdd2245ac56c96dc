"""Where the ledger of a sheet begins and ends, and which rows are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.ledger.grid import Grid
from analytics.ledger.grids import find_layout, join_lines
from analytics.ledger.headers import known_spellings
from analytics.ledger.moments import Dating

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench

KNOWN = known_spellings()
ONE_LINE = ["序号", "工程编号", "设计师", "开工日期"]


def test_title_rows_above_the_header_are_passed_over() -> None:
    grid = Grid(
        "表",
        [
            ["静宜 2026年10月台账", "", "", ""],
            ["统计月份", "2026年10月", "", ""],
            ONE_LINE,
            [1.0, "GC1", "李", "10月1日"],
        ],
    )
    layout = find_layout(grid, KNOWN)
    assert layout is not None
    assert (layout.table, layout.header, layout.body) == ("cases", 2, 3)
    assert layout.columns == ["-", "case_id", "party.designer", "event.start"]
    assert layout.dating == Dating(2026, 10)


TWO_LINES = [
    ["工程编号", "回访日期", "接通情况", "满意度", "", "意见和建议"],
    ["", "", "", "总体", "设计", ""],
    ["GC1", "2026-10-01", "接通", "满意", "满意", ""],
]


@pytest.mark.parametrize("merged", [[], [((0, 3), (0, 4)), ((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 5), (1, 5))]])
def test_a_header_of_two_lines_is_joined_from_merged_cells_or_from_blanks(merged: list) -> None:
    layout = find_layout(Grid("表", [list(row) for row in TWO_LINES], merged=merged), KNOWN)
    assert layout is not None
    assert (layout.header, layout.body) == (0, 2)
    assert layout.columns == ["case_id", "at", "outcome", "satisfaction", "satisfaction.design", "comment"]


def test_a_header_of_three_lines_is_joined() -> None:
    rows = [
        ["回访情况", "", "", "", ""],
        ["工程编号", "回访日期", "接通情况", "满意度", ""],
        ["", "", "", "总体", "设计"],
    ]
    assert join_lines(Grid("表", rows), 1, 2)[3:] == ["满意度>总体", "满意度>设计"]
    layout = find_layout(Grid("表", [*rows, ["GC1", "2026-10-01", "接通", "满意", "满意"]]), KNOWN)
    assert layout is not None
    assert layout.body == 3
    assert layout.columns == ["case_id", "at", "outcome", "satisfaction", "satisfaction.design"]


def test_the_lines_of_a_header_are_also_read_as_one_word() -> None:
    rows = [["工程", "", "回访", "", "", "备注"], ["编号", "客户", "日期", "人", "结果", ""]]
    merged = [((0, 0), (0, 1)), ((0, 2), (0, 4)), ((0, 5), (1, 5))]
    layout = find_layout(Grid("表", [*rows, ["GC1", "王", "2026-10-01", "李", "接通", ""]], merged=merged), KNOWN)
    assert layout is not None
    assert layout.columns == ["case_id", "field.person.name", "at", "caller", "outcome", "field.note"]


@pytest.mark.parametrize("header", [[], [["工程编号", "设计师", "开工日期"]]])
def test_a_further_title_names_the_year_of_the_rows_below_it(bench: Bench, header: list) -> None:
    rows = [
        ["2025年3月开工", "", ""],
        ["工程编号", "设计师", "开工日期"],
        ["GC1", "李", "3.5"],
        ["2026年3月开工", "", ""],
    ]
    path = bench.xlsx([*rows, *header, ["GC2", "李", "3.5"], ["合计2户", "", ""]])
    sheets = list(bench.parse(path).sheets)
    assert [sheet.columns["event.start"] for sheet in sheets] == [["2025-03-05"], ["2026-03-05"]]
    assert [(sheet.rows, sheet.not_rows) for sheet in sheets] == [([3], 2), ([5 + len(header)], 2 + len(header))]
    assert [total.read for sheet in sheets for total in sheet.totals] == [2]
    assert [finding.check for sheet in sheets for finding in sheet.findings] == []


def test_a_line_that_says_only_a_month_names_the_year_of_the_rows_below_it(bench: Bench) -> None:
    rows = [["2025年开工", ""], ["工程编号", "开工日期"], ["2025年12月", ""], ["GC1", "12.5"], ["2026年1月", ""]]
    sheets = list(bench.parse(bench.xlsx([*rows, ["GC2", "1月5日"]])).sheets)
    assert [sheet.columns["event.start"] for sheet in sheets if sheet.rows] == [["2025-12-05"], ["2026-01-05"]]
    assert [finding.check for sheet in sheets for finding in sheet.findings] == []


def test_a_title_repeated_on_every_page_is_no_row(bench: Bench) -> None:
    header = ["工程编号", "设计师", "开工日期"]
    rows = [["东城公司台账", "", ""], header, ["GC1", "李", "2026-10-01"], ["东城公司台账", "", ""], header]
    sheet = bench.sheet(bench.xlsx([*rows, ["GC2", "李", "2026-10-02"]]))
    assert (sheet.rows, sheet.not_rows, sheet.findings) == ([3, 6], 4, [])


@pytest.mark.parametrize(
    "line", ["以下空白", "过次页", "承前页", "审批意见：同意", "填报单位（盖章）", "一、整装工程", "（二）局装",
        "平均工期", "满意率", "接通率：98%", "本月共回访2户，满意2户", "End of list", "Grand total",
        "Sub-total:", "Total: 2 projects", "Prepared by: Ann"],
)  # fmt: skip
def test_closing_lines_and_headings_of_groups_are_no_rows(bench: Bench, line: str) -> None:
    rows = [["工程编号", "设计师", "开工日期"], ["GC1", "李", "2026-10-01"], [line], ["GC2", "李", "2026-10-02"]]
    sheet = bench.sheet(bench.xlsx(rows))
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([2, 4], [], 2)


@pytest.mark.parametrize(
    "line",
    [
        ["平均工期", "", "31天"],
        ["满意率", "95%", ""],
        ["例：GC0", "某某", "2026-10-01"],
        ["示例", "某某", "2026-10-01"],
    ],
)
def test_rates_averages_and_examples_are_no_cases(bench: Bench, line: list) -> None:
    rows = [["工程编号", "设计师", "开工日期"], line, ["GC1", "李", "2026-10-01"], ["GC2", "李", "2026-10-02"]]
    sheet = bench.sheet(bench.xlsx(rows))
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([3, 4], [], 2)


@pytest.mark.parametrize("line", [["例", "GC0", "某某", "2026-10-01"], [1, 2, 3, 4], ["(1)", "(2)", "(3)", "(4)"]])
def test_an_example_and_the_numbers_of_the_columns_are_no_rows(bench: Bench, line: list) -> None:
    sheet = bench.sheet(bench.xlsx([ONE_LINE, line, [1, "GC1", "李", "2026-10-01"], [2, "GC2", "李", "2026-10-02"]]))
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([3, 4], [], 2)


def test_a_line_merged_over_the_table_is_a_heading(bench: Bench) -> None:
    rows = [
        ["住院号", "姓名", "出院日期"],
        ["骨科"],
        ["Z1", "张", "2026-10-01"],
        ["内科", None, None],
        ["Z2", "李", "2026-10-02"],
        ["Z3"],
    ]
    sheet = bench.sheet(bench.xlsx(rows, merged=("A2:C2", "A4:C4")))
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([3, 5, 6], [], 3)


def test_a_header_in_two_languages_is_found(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.xlsx([["工程编号\nProject No.", "竣工日期/End date", "设计师Designer"], ["GC1", "2026-10-01", "李"]])
    )
    assert (sheet.columns["case_id"], sheet.columns["party.designer"]) == (["GC1"], ["李"])


def test_members_with_a_kind_and_a_grade_are_no_problems(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.xlsx([["会员号", "类别", "等级", "姓名"], ["M1", "老", "A", "李"], ["M2", "新", "B", "张"]])
    )
    assert (sheet.table, sheet.columns["tier"]) == ("cases", ["A", "B"])


def test_a_line_of_one_cell_is_no_case_unless_its_key_is_written_like_the_others(bench: Bench) -> None:
    rows = [["工程编号", "设计师", "开工日期"], ["GC1", "李", "2026-10-01"], ["GC2", "李", "2026-10-02"]]
    sheet = bench.sheet(bench.xlsx([*rows, ["GC3"], ["以上数据截至3月31日"], ["Page 1 of 1"], ["合计", 3]]))
    assert sheet.columns["case_id"] == ["GC1", "GC2", "GC3"]
    assert [(finding.check, finding.row) for finding in sheet.findings] == [("lone_cell", 5), ("lone_cell", 6)]


def test_among_names_a_remark_is_no_case(bench: Bench) -> None:
    rows = [
        ["客户编号", "等级", "区域"],
        ["大华", "A", "东"],
        ["兴隆", "B", "西"],
        ["数据截至3月31日"],
        ["以下客户由西区负责回访"],
        ["西区："],
    ]
    sheet = bench.sheet(bench.xlsx(rows))
    assert sheet.columns["case_id"] == ["大华", "兴隆"]
    assert [finding.check for finding in sheet.findings] == ["lone_cell"] * 3


def test_cases_that_are_known_by_a_name_may_have_nothing_else(bench: Bench) -> None:
    rows = [["客户编号", "等级", "区域"], ["大华", "A", "东"], ["兴隆", "B", "西"], ["永昌", None, None]]
    assert bench.sheet(bench.xlsx(rows)).columns["case_id"] == ["大华", "兴隆", "永昌"]


def test_a_header_below_pages_of_explanation_is_found(bench: Bench) -> None:
    pages = [[f"第{number}条 请认真填写", "", "", ""] for number in range(120)]
    sheet = bench.sheet(bench.xlsx([*pages, ONE_LINE, [1, "GC1", "李", "2026-10-01"]]))
    assert (sheet.rows, sheet.columns["case_id"]) == ([122], ["GC1"])


def test_a_title_merged_over_the_header_is_no_line_of_it() -> None:
    grid = Grid(
        "表",
        [["统计月份：2026年10月", "", "", ""], ONE_LINE, ["", "", "", ""], [1.0, "GC1", "李", "10月1日"]],
        merged=[((0, 0), (0, 3)), *(((1, column), (2, column)) for column in range(4))],
    )
    layout = find_layout(grid, KNOWN)
    assert layout is not None
    assert (layout.headers, layout.body) == (ONE_LINE, 3)


def test_a_group_ends_where_nothing_stands_below_it() -> None:
    rows = [["工程编号", "工期", "", "", "备注"], ["", "开工日期", "竣工日期", "", ""]]
    assert join_lines(Grid("表", rows), 0, 2) == ["工程编号", "工期>开工日期", "工期>竣工日期", "", "备注"]


def test_a_header_without_a_line_below_it_does_not_reach_to_the_right() -> None:
    assert join_lines(Grid("表", [["备注", "", ""], ["", "总体", "设计"]]), 0, 2) == ["备注", "总体", "设计"]


def test_a_total_above_all_rows_counts_those_below(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.xlsx([ONE_LINE, ["合计", 2], [1, "GC1", "李", "2026-10-01"], [2, "GC2", "李", "2026-10-02"]])
    )
    assert ([total.read for total in sheet.totals], sheet.findings) == ([2], [])


def test_the_count_of_a_total_is_no_id_whatever_the_first_column_is(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("类别,工程编号,开工日期\n整装,GC1,2026-10-01\n合计,1,"))
    assert (sheet.columns["case_id"], sheet.not_rows) == (["GC1"], 2)


@pytest.mark.parametrize(
    "row",
    [
        ["合计", "", "", "3"], ["", "小计", "", ""], ["总计", "3", "", ""], ["累计", "3", "", ""],
        ["合 计：", 3.0, "", ""], ["本月合计", "",
            "", ""],
        ["制表人：张三", "", "审核：李四", ""], ["", "", "审核人：", ""], ["", "经理签字：", "", ""],
        ["制表人：张三", "审核：", "", ""], ["填表日期：2026年10月31日", "", "", ""],
        ["注：免访须经批准", "", "", ""], ["说明：1、每周五前报送", "", "", ""], ONE_LINE,
    ],
)  # fmt: skip
def test_totals_signatures_footnotes_and_repeated_headers_are_counted_but_not_read(bench: Bench, row: list) -> None:
    sheet = bench.sheet(bench.xlsx([ONE_LINE, [1, "GC1", "李", "2026-10-01"], row, [2, "GC2", "李", "2026-10-02"]]))
    assert sheet.columns["case_id"] == ["GC1", "GC2"]
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([2, 4], [], 2)


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ([["注：1. 满意度分五档"], ["2. 本表于每月5日前上报"], ["第1页 共1页"]], ([2], 4)),
        ([["※ 未接通的也要登记"]], ([2], 2)),
        ([["2. 本表于每月5日前上报"]], ([2, 3], 1)),
        ([["注：见附件", "李", "2026-10-02"]], ([2, 3], 1)),
    ],
)
def test_footnotes_in_the_column_of_the_ids_are_no_rows(
    bench: Bench, below: list, expected: tuple[list[int], int]
) -> None:
    rows = [["工程编号", "设计师", "开工日期"], ["GC1", "李", "2026-10-01"]]
    sheet = bench.sheet(bench.xlsx([*rows, *(row + [""] * (3 - len(row)) for row in below)]))
    assert (sheet.rows, sheet.not_rows) == expected


@pytest.mark.parametrize(
    ("row", "is_row"),
    [
        (["合计", "GC2", "李", "2026-10-02"], True),
        (["小计", "gc2", "", ""], True),
        (["合计", "2户", "李", "2026-10-02"], False),
        (["合计", 2, "", ""], False),
        (["合计", "李", "2户", ""], False),
    ],
)
def test_a_customer_called_a_total_is_one_where_the_row_has_an_id_like_the_others(
    bench: Bench, row: list, is_row: bool
) -> None:
    header = ["客户姓名", "工程编号", "设计师", "开工日期"]
    sheet = bench.sheet(bench.xlsx([header, ["王", "GC1", "李", "2026-10-01"], row]))
    assert sheet.rows == ([2, 3] if is_row else [2])


@pytest.mark.parametrize("row", [["", "", "", ""], [3, "", "", ""], ["", " ", "", ""]])
def test_blank_rows_and_those_that_hold_only_their_number_are_nothing(bench: Bench, row: list) -> None:
    sheet = bench.sheet(bench.xlsx([ONE_LINE, [1, "GC1", "李", "2026-10-01"], row, [2, "GC2", "李", "2026-10-02"]]))
    assert (sheet.rows, sheet.set_aside, sheet.not_rows) == ([2, 4], [], 1)


@pytest.mark.parametrize(
    "row", [[3, "", "李", ""], ["", "", "", "2026-10-03"], ["", "", "合计的", ""], ["仅此一格", "", "", ""]]
)
def test_a_row_that_is_nothing_else_is_a_row_and_set_aside_without_its_key(bench: Bench, row: list) -> None:
    sheet = bench.sheet(bench.xlsx([ONE_LINE, [1, "GC1", "李", "2026-10-01"], row]))
    assert [aside.row for aside in sheet.set_aside] == [3]
    assert [finding.check for finding in sheet.findings] == ["missing"]


def test_a_cell_merged_over_several_rows_counts_for_each(bench: Bench) -> None:
    path = bench.xlsx([ONE_LINE, [1, "GC1", "李", "2026-10-01"], [2, "GC2", None, "2026-10-02"]], merged=("C2:C3",))
    assert bench.sheet(path).columns["party.designer"] == ["李", "李"]
