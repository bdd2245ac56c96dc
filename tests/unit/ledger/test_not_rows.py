"""What stands below a header and is no row of the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench

ONE_LINE = ["序号", "工程编号", "设计师", "开工日期"]


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


def test_a_line_of_one_cell_is_no_case_unless_its_key_is_written_like_the_others(bench: Bench) -> None:
    rows = [["工程编号", "设计师", "开工日期"], ["GC1", "李", "2026-10-01"], ["GC2", "李", "2026-10-02"]]
    sheet = bench.sheet(bench.xlsx([*rows, ["GC3"], ["以上数据截至3月31日"], ["Page 1 of 1"], ["合计", 3]]))
    assert sheet.columns["case_id"] == ["GC1", "GC2", "GC3"]
    assert [(finding.check, finding.row) for finding in sheet.findings] == [
        ("no_event", 4), ("lone_cell", 5), ("lone_cell", 6)
    ]  # fmt: skip


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


@pytest.mark.parametrize(
    ("name", "number", "is_row"),
    [
        ("通达汇总", 340102, True), ("电压合格率", 340102, True), ("平均里小学", "340102", True), ("通达汇总", 2, False),
        ("客服部小计", 21500, False), ("合计", 340102, False), ("平均得分", 92, False),
    ],
)  # fmt: skip
def test_a_number_as_long_as_the_other_ids_makes_a_row_of_what_sounds_like_a_total(
    bench: Bench, name: str, number: object, is_row: bool
) -> None:
    rows = [["户名", "户号", "类别"], ["王", 340101, "居民"], ["李", 340103, "居民"], [name, number, ""]]
    assert bench.sheet(bench.xlsx(rows)).rows == ([2, 3, 4] if is_row else [2, 3])


@pytest.mark.parametrize("name", ["通达汇总", "平均里小学", "电压合格率", "平均停电时间"])
def test_a_row_with_a_number_for_its_id_and_a_day_is_one_whatever_stands_before_them(bench: Bench, name: str) -> None:
    rows = [["户名", "户号", "安装日期"], ["王", 340101, "2026-10-01"], [name, 340102, "2026-10-02"]]
    assert bench.sheet(bench.xlsx([*rows, ["客服部小计", 2, ""]])).rows == [2, 3]
    numbered = [[number or "序号", *row] for number, row in enumerate(rows)]
    assert bench.sheet(bench.xlsx([*numbered, ["", "客服部小计", 2, ""]])).rows == [2, 3]


def test_a_person_whose_name_ends_like_a_rate_is_one(bench: Bench) -> None:
    rows = [["姓名", "职务", "任职日期"], ["王丽", "经理", "2025-10-01"], ["张率", "经理", "2025-10-02"]]
    assert bench.sheet(bench.xlsx(rows, sheet="人员")).rows == [2, 3]


def test_a_model_project_is_no_example(bench: Bench) -> None:
    rows = [["类别", "工程编号", "开工日期"], ["示范", "GC1", "2026-10-01"], ["普通", "GC2", "2026-10-02"]]
    assert bench.sheet(bench.xlsx(rows)).rows == [2, 3]


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


def test_a_cell_of_blanks_fills_no_row_before_a_gap(bench: Bench) -> None:
    rows = [
        "工程编号,客户姓名,设计师,开工日期,备注",
        "GC1, ,李,2026-10-01,好",
        "GC2, ,李,2026-10-02,好",
        ",,,,",
        "GC3,,,2026-10-03,",
    ]
    sheet = bench.sheet(bench.file("a.csv", "\n".join(rows).encode()))
    assert (sheet.rows, [finding.check for finding in sheet.findings]) == ([2, 3, 5], [])
