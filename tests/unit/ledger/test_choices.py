"""Questions that have a column for each answer, one of them ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench


def callbacks(bench: Bench, question: str, answers: list[str], rows: list[list[object]]) -> object:
    count = len(answers)
    upper = ["工程编号", "回访日期", "接通情况", question, *[None] * (count - 1), "备注"]
    lower = [None, None, None, *answers, None]
    lines = [[f"G{number}", "2026-03-05", "接通", *row, None] for number, row in enumerate(rows, start=1)]
    return bench.sheet(bench.xlsx([upper, lower, *lines], merged=("A1:A2", "B1:B2", "C1:C2")))


@pytest.mark.parametrize("tick", ["√", "✓", 1, True, "是", "V"])
def test_the_answer_that_is_ticked_is_given(bench: Bench, tick: object) -> None:
    sheet = callbacks(
        bench, "满意度", ["满意", "基本满意", "不满意"], [[tick, None, None], [None, None, tick], [None] * 3]
    )
    assert sheet.columns["satisfaction"] == ["satisfied", "dissatisfied", None]
    assert sheet.findings == []


def test_two_ticks_or_something_else_than_a_tick_are_no_answer(bench: Bench) -> None:
    sheet = callbacks(bench, "满意度", ["满意", "不满意"], [["√", "√"], [3, None], ["√", "×"]])
    assert sheet.columns["satisfaction"] == ["satisfied"]
    assert [(finding.check, finding.row, finding.value) for finding in sheet.findings] == [
        ("answer", 3, "满意、不满意"),
        ("answer", 4, "满意 3"),
    ]


def test_a_dimension_may_be_ticked_too(bench: Bench) -> None:
    rows = [
        ["工程编号", "回访日期", "接通情况", "满意度", None, None],
        [None, None, None, "设计", None, "总体"],
        [None, None, None, "满意", "不满意", None],
        ["G1", "2026-03-05", "接通", None, "√", "满意"],
    ]
    sheet = bench.sheet(bench.xlsx(rows, merged=("A1:A3", "B1:B3", "C1:C3", "D1:F1", "D2:E2", "F2:F3")))
    assert (sheet.columns["satisfaction.design"], sheet.columns["satisfaction"]) == (["dissatisfied"], ["satisfied"])


def test_the_outcome_and_the_channel_may_be_ticked(bench: Bench) -> None:
    rows = [
        ["工程编号", "回访日期", "接通情况", None, "回访方式", None],
        [None, None, "接通", "未接通", "电话", "上门"],
        ["G1", "2026-03-05", "√", None, "√", None],
        ["G2", "2026-03-05", None, "√", None, "√"],
    ]
    sheet = bench.sheet(bench.xlsx(rows, merged=("A1:A2", "B1:B2", "C1:D1", "E1:F1")))
    assert (sheet.columns["outcome"], sheet.columns["channel"]) == (["reached", "other"], ["phone", "visit"])
    assert sheet.findings == []


def test_ticks_are_joined_in_every_part_of_a_long_text(bench: Bench) -> None:
    head = "工程编号,回访日期,接通情况,满意度,\n,,,满意,不满意\n"
    sheet = bench.sheet(bench.csv(head + "G1,2026-03-05,接通,1,\nG2,2026-03-05,接通,,1"))
    assert sheet.columns["satisfaction"] == ["satisfied", "dissatisfied"]
