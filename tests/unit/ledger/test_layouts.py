"""Where the ledger of a sheet lies, and what its columns are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analytics.ledger.grid import Grid
from analytics.ledger.headers import known_spellings
from analytics.ledger.layouts import find_layout, join_lines
from analytics.ledger.moments import Dating

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench

KNOWN = known_spellings()
ONE_LINE = ["序号", "工程编号", "设计师", "开工日期"]
TWO_LINES = [
    ["工程编号", "回访日期", "接通情况", "满意度", "", "意见和建议"],
    ["", "", "", "总体", "设计", ""],
    ["GC1", "2026-10-01", "接通", "满意", "满意", ""],
]


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


def test_a_cell_merged_over_several_rows_counts_for_each(bench: Bench) -> None:
    path = bench.xlsx([ONE_LINE, [1, "GC1", "李", "2026-10-01"], [2, "GC2", None, "2026-10-02"]], merged=("C2:C3",))
    assert bench.sheet(path).columns["party.designer"] == ["李", "李"]
