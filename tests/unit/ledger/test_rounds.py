"""Several callbacks side by side in one row."""

from __future__ import annotations

import pytest

from analytics.ledger.headers import in_rounds, known_spellings
from tests.unit.ledger.conftest import Bench

KNOWN = known_spellings()["callbacks"]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("第一次回访>日期", "at:1"), ("第二次回访结果", "outcome:2"), ("第3次回访时间", "at:3"),
        ("首次回访日期", "at:1"), ("二次回访日期", "at:2"), ("第二次回访>回访人", "caller:2"),
        ("第二次>满意度", "satisfaction:2"), ("回访日期（二）", "at:2"), ("回访日期2", "at:2"),
        ("回访2>时间", "at:2"), ("第二次随访>结果", "outcome:2"), ("First call date", "at:1"),
        ("第一次开工日期", None), ("1号楼", None), ("设计满意度2", None),
    ],
)  # fmt: skip
def test_a_header_may_tell_which_callback_it_is_of(header: str, column: str | None) -> None:
    assert in_rounds("callbacks", header, KNOWN) == column


def test_each_callback_of_a_row_is_one(bench: Bench) -> None:
    path = bench.xlsx(
        [
            ["工程编号", "客户姓名", "第一次回访", None, None, None, "第二次回访", None, None, None, "备注"],
            [None, None, "日期", "回访人", "结果", "满意度", "日期", "回访人", "结果", "满意度", None],
            ["GC1", "张三", "2026-10-03", "王", "接通", "满意", "2026-11-03", "李", "接通", "非常满意", "好"],
            ["GC2", "李四", "2026-10-03", "王", "关机", None, None, None, None, None, None],
            ["GC3", "王五", None, None, None, None, "2026-11-05", "李", "接通", "马马虎虎", None],
            ["GC4", "赵六", None, None, None, None, None, None, None, None, "未访"],
        ],
        merged=("C1:F1", "G1:J1", "A1:A2", "B1:B2", "K1:K2"),
    )
    first, second = bench.parse(path).sheets
    assert (first.table, first.rows, [aside.row for aside in first.set_aside]) == ("callbacks", [3, 4], [6])
    assert first.columns["callback_id"] == ["GC1|2026-10-03|王||reached", "GC2|2026-10-03|王||switched_off"]
    assert first.columns["field.note"] == ["好", None]
    assert (second.table, second.rows, [aside.row for aside in second.set_aside]) == ("callbacks", [3], [5])
    assert second.columns["callback_id"] == ["GC1|2026-11-03|李||reached"]
    assert second.columns["satisfaction"] == ["very_satisfied"]
    assert [(finding.check, finding.row, finding.column) for finding in (*first.findings, *second.findings)] == [
        ("missing", 6, "第一次回访>日期"), ("answer", 5, "第二次回访>满意度"),
    ]  # fmt: skip


def test_an_order_that_was_called_twice_stands_with_both_callbacks(bench: Bench) -> None:
    path = bench.csv(
        """工单号,维修完成日期,回访人,第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果
        W1,2026-10-03,王,2026-10-05,关机,2026-10-06,接通
        W2,2026-10-03,,,,,"""
    )
    first, second, cases = bench.parse(path).sheets
    assert (first.columns["outcome"], second.columns["outcome"]) == (["switched_off"], ["reached"])
    assert second.columns["caller"] == ["王"]
    assert (cases.columns["case_id"], [*first.set_aside, *second.set_aside, *cases.set_aside]) == (["W1", "W2"], [])


@pytest.mark.parametrize(
    "header",
    [
        "第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果,满意度",
        "第一次回访日期,第二次回访日期,回访结果,满意度",
        "第一次回访日期,第一次回访结果,第二次回访日期,备注",
    ],
)
def test_callbacks_that_are_not_told_apart_are_told(bench: Bench, header: str) -> None:
    file = bench.parse(bench.csv(f"工程编号,客户姓名,{header}\nGC1,张三,2026-10-03,2026-10-03,接通,接通,"))
    assert [finding.check for finding in file.findings] == ["several_callbacks"]
    assert [sheet.rows for sheet in file.sheets] == [[]]


@pytest.mark.parametrize("header", ["回访人1,回访人2", "客户意见1,客户意见2", "客户反馈（一）,客户反馈（二）"])
def test_two_callers_or_two_opinions_of_one_callback_are_no_two_callbacks(bench: Bench, header: str) -> None:
    file = bench.parse(bench.csv(f"工程编号,回访日期,接通情况,{header}\nGC1,2026-10-03,接通,王,李"))
    assert {finding.check for finding in file.all_findings} == {"unknown_header"}
    assert [sheet.rows for sheet in file.sheets] == [[2]]


def test_a_sheet_of_nothing_but_ids_and_callbacks_is_found(bench: Bench) -> None:
    path = bench.csv(
        "工单号,第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果\nW1,2026-10-03,关机,2026-10-04,接通"
    )
    assert [sheet.columns["outcome"] for sheet in bench.parse(path).sheets] == [["switched_off"], ["reached"]]


def test_callbacks_of_nobody_are_refused_once(bench: Bench) -> None:
    text = "回访人,第一次回访日期,第一次回访结果,第二次回访日期,第二次回访结果\n王,2026-10-03,接通,2026-10-04,接通"
    sheet = bench.sheet(bench.csv(text))
    assert [aside.row for aside in sheet.set_aside] == [2]


def test_one_callback_that_is_called_the_first_is_one(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,首次回访日期,回访人,首次回访结果\nGC1,2026-10-03,王,接通"))
    assert sheet.columns["callback_id"] == ["GC1|2026-10-03|王||reached"]
