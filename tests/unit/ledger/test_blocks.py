"""Several ledgers on one sheet, and what stands beside or below a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench

CASES = ["工程编号", "开工日期", "设计师"]
CALLBACKS = ["工程编号", "回访日期", "接通情况"]
CASE = ["GC1", "2026-10-01", "甲"]
CALLBACK = ["GC1", "2026-10-11", "接通"]
BLANK = [None, None, None]


def test_a_ledger_below_another_is_read_as_one_of_its_own(bench: Bench) -> None:
    rows = [
        ["一、在施工程", None, None],
        CASES,
        CASE,
        BLANK,
        ["二、2026年10月回访", None, None],
        CALLBACKS,
        CALLBACK,
        ["GC2", "10月12日", "占线"],
    ]
    first, second = bench.parse(bench.xlsx(rows)).sheets
    assert (first.table, first.rows, first.set_aside, first.not_rows) == ("cases", [3], [], 2)
    assert (second.table, second.rows, second.set_aside, second.not_rows) == ("callbacks", [7, 8], [], 2)
    assert second.columns["at"] == ["2026-10-11", "2026-10-12"]


def test_the_upper_ledger_is_read_even_if_the_lower_looks_more_like_one(bench: Bench) -> None:
    rows = [
        CASES,
        CASE,
        ["GC9", "2026-10-02", "乙"],
        [*CALLBACKS, "回访人", "回访方式", "满意度"],
        [*CALLBACK, "王", "电话", "满意"],
    ]
    tables = {sheet.table: sheet.columns["case_id"] for sheet in bench.parse(bench.xlsx(rows)).sheets}
    assert tables == {"cases": ["GC1", "GC9"], "callbacks": ["GC1"]}


def test_a_header_repeated_on_every_page_begins_no_new_ledger(bench: Bench) -> None:
    sheet = bench.sheet(bench.xlsx([CASES, CASE, CASES, ["GC2", "2026-10-02", "乙"]]))
    assert (sheet.columns["case_id"], sheet.not_rows) == (["GC1", "GC2"], 2)


def test_a_list_beside_the_ledger_is_noted_and_never_mixed_in(bench: Bench) -> None:
    rows = [[*CASES, None, "代号", "含义"], [*CASE, None, "A", "整装"], [*BLANK, None, "B", "半包"]]
    sheet = bench.sheet(bench.xlsx(rows))
    assert set(sheet.columns) == {"case_id", "event.start", "party.designer"}
    assert (sheet.rows, sheet.set_aside) == ([2], [])
    assert [(finding.check, finding.detail) for finding in sheet.findings] == [("side_table", "E–F")]


def test_ledgers_side_by_side_are_each_read(bench: Bench) -> None:
    rows = [[*CASES, None, *CALLBACKS], [*CASE, None, *CALLBACK], [*BLANK, None, "GC2", "2026-10-12", "占线"]]
    first, second = bench.parse(bench.xlsx(rows)).sheets
    assert (first.table, first.columns["case_id"]) == ("cases", ["GC1"])
    assert (second.table, second.columns["outcome"]) == ("callbacks", ["reached", "busy"])


def test_a_blank_column_within_a_ledger_parts_nothing(bench: Bench) -> None:
    sheet = bench.sheet(bench.xlsx([["工程编号", None, "开工日期", "设计师"], ["GC1", None, "2026-10-01", "甲"]]))
    assert (sheet.columns["party.designer"], sheet.findings) == (["甲"], [])


def test_blank_rows_within_a_ledger_part_nothing(bench: Bench) -> None:
    sheet = bench.sheet(bench.xlsx([CASES, CASE, BLANK, BLANK, ["GC2", "2026-10-02", "乙"]]))
    assert (sheet.rows, sheet.not_rows) == ([2, 5], 1)


def test_statistics_below_a_ledger_are_set_aside_and_become_no_cases(bench: Bench) -> None:
    header = ["序号", *CASES, "类别", "地址"]
    rows = [
        header,
        [1, *CASE, "整装", "某路"],
        [2, "GC2", "2026-10-02", "乙", "整装", "某路"],
        [None],
        ["类别", "数量"],
        ["整装", 30],
    ]
    sheet = bench.sheet(bench.xlsx([[*row, *[None] * (6 - len(row))] for row in rows]))
    assert sheet.columns["case_id"] == ["GC1", "GC2"]
    assert [aside.row for aside in sheet.set_aside] == [5, 6]
    assert {finding.check for finding in sheet.findings} == {"stray_row"}


@pytest.mark.parametrize(
    ("total", "number"),
    [
        (["合计", "共 2 项", None], 2), (["合计：2项", None, None], 2), (["合计", 2, None], 2), (["总计", "2", None], 2),
        (["客服部小计", None, None], None), (["合计", None, "￥1,200.00元"], None), ([None, "共2户", None], None),
        (["Total", 2, None], 2),
    ],
)  # fmt: skip
def test_a_total_is_no_row_and_its_count_is_compared(bench: Bench, total: list, number: int | None) -> None:
    header = ["类别", *CASES[:2]]
    rows = [header, ["整装", "GC1", "2026-10-01"], ["整装", "GC2", "2026-10-02"]]
    sheet = bench.sheet(bench.xlsx([*rows, total]))
    assert (sheet.columns["case_id"], sheet.set_aside) == (["GC1", "GC2"], [])
    assert [printed.number for printed in sheet.totals] == ([] if number is None else [number])
    assert sheet.findings == []


def test_a_total_that_tells_another_number_is_reported(bench: Bench) -> None:
    rows = [
        CASES,
        CASE,
        ["GC2", None, None],
        ["小计", "共2项", None],
        ["GC3", None, None],
        ["小计", "共 3 项", None],
        ["合计", "共5项", None],
    ]
    sheet = bench.sheet(bench.xlsx([["x" if number == 0 else None, *row] for number, row in enumerate(rows)]))
    assert [(printed.row, printed.number, printed.read) for printed in sheet.totals] == [
        (4, 2, 2),
        (6, 3, 3),
        (7, 5, 3),
    ]
    assert [(finding.row, finding.detail) for finding in sheet.findings if finding.check == "printed_total"] == [
        (7, "5 ≠ 3")
    ]


@pytest.mark.parametrize(("total", "differs"), [("共2项", False), ("共3项", False), ("共4项", True)])
def test_a_total_may_count_a_record_on_two_lines_once(bench: Bench, total: str, *, differs: bool) -> None:
    rows = [CASES, CASE, ["GC2", None, None], ["GC2", None, None], ["合计", total, None]]
    sheet = bench.sheet(bench.xlsx([["x" if number == 0 else None, *row] for number, row in enumerate(rows)]))
    assert [finding.detail for finding in sheet.findings if finding.check == "printed_total"] == ["4 ≠ 3"] * differs


def test_a_hidden_sheet_is_read_and_noted(bench: Bench) -> None:
    from openpyxl import load_workbook

    path = bench.xlsx([CASES, CASE], sheet="台账")
    book = load_workbook(path)
    book.create_sheet("另")
    book["台账"].sheet_state = "hidden"
    book.save(path)
    file = bench.parse(path)
    assert [sheet.columns["case_id"] for sheet in file.sheets] == [["GC1"]]
    assert [(finding.check, finding.sheet) for finding in file.findings] == [("hidden_sheet", "台账")]


def test_a_row_whose_cells_were_shifted_is_set_aside(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv("工程编号,设计师,开工日期\nGC1,甲,2026-10-01\nGC2,甲,乙,2026-10-01\nGC3,甲,2026-10-01")
    )
    assert sheet.columns["case_id"] == ["GC1", "GC3"]
    assert [(finding.check, finding.row) for finding in sheet.findings] == [("shifted_row", 3)]


def test_error_values_and_lost_results_are_findings_and_no_blanks(bench: Bench) -> None:
    header = [*CASES, "备注"]
    rows = [
        ["GC1", "=TODAY()", "甲", "好"],
        ["GC2", "2026-10-01", "#REF!", "好"],
        ["GC3", "2026-10-01", "甲", "#N/A"],
        ["=A2&1", "2026-10-01", "甲", "好"],
    ]
    sheet = bench.sheet(bench.xlsx([header, *rows]))
    assert [(finding.check, finding.row, finding.value) for finding in sheet.findings] == [
        ("uncached_formula", 2, "=TODAY()"), ("error_cell", 3, "#REF!"), ("unread_note", 4, "#N/A"),
        ("uncached_formula", 5, "=A2&1"),
    ]  # fmt: skip
    assert (sheet.columns["case_id"], sheet.columns["note.note"]) == (["GC3"], [None])
