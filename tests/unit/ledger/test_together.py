"""Cases and their callbacks in the same rows of one sheet."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from analytics.ledger import texts
from analytics.ledger.profile import CaseKey
from tests.unit.ledger.conftest import PROFILE, Bench

WARD = (
    "序号,住院号,患者姓名,性别,年龄,科室,主管医生,责任护士,出院日期,联系电话,诊断,回访日期,回访人,接通情况,满意度,备注"
)


def test_a_flat_sheet_of_a_ward_holds_its_patients_and_their_callbacks(bench: Bench) -> None:
    """Who was not called yet is a patient too; one that was called twice is one patient."""
    path = bench.csv(
        f"""{WARD}
        1,ZY001,张三,男,61,骨科,王医生,陈护士,2026-10-03,13812345678,骨折,2026-10-08,李护士,接通,满意,
        2,ZY002,李四,女,45,骨科,王医生,陈护士,2026-10-04,13812345679,骨折,,李护士,,/,未回访
        3,ZY003,王五,男,33,内科,赵医生,周护士,2026-10-05,13812345670,肺炎,2026-10-10,李护士,关机,,
        4,ZY003,王五,男,33,内科,赵医生,周护士,2026-10-05,13812345670,肺炎,2026-10-12,李护士,接通,非常满意,
        合计,4"""
    )
    callbacks, cases = bench.parse(path).sheets
    assert (callbacks.table, callbacks.rows, callbacks.set_aside) == ("callbacks", [2, 4, 5], [])
    assert callbacks.columns["at"] == ["2026-10-08", "2026-10-10", "2026-10-12"]
    assert callbacks.columns["field.出院日期"] == ["2026-10-03", "2026-10-05", "2026-10-05"]
    assert (cases.table, cases.rows, cases.set_aside) == ("cases", [2, 3, 4], [])
    assert cases.columns == {
        "case_id": ["ZY001", "ZY002", "ZY003"],
        "person.name": ["张三", "李四", "王五"],
        "person.sex": ["男", "女", "男"],
        "person.age": ["61", "45", "33"],
        "party.department": ["骨科", "骨科", "内科"],
        "party.doctor": ["王医生", "王医生", "赵医生"],
        "party.nurse": ["陈护士", "陈护士", "周护士"],
        "event.discharge": ["2026-10-03", "2026-10-04", "2026-10-05"],
        "person.phone": ["13812345678", "13812345679", "13812345670"],
    }
    assert [(finding.check, finding.column) for finding in callbacks.findings] == [("unknown_header", "诊断")]
    assert [(finding.check, finding.detail) for finding in cases.findings] == [
        ("cases_beside", "患者姓名、性别、年龄、科室、主管医生、责任护士、出院日期、联系电话")
    ]


def test_what_is_wrong_with_a_callback_does_not_keep_its_case_out(bench: Bench) -> None:
    callbacks, cases = bench.parse(
        bench.csv(
            """工单号,客户姓名,维修完成日期,维修人员,回访时间,回访结果,满意度
            W1,张三,2026-10-03,老李,2026-10-08,接通,马马虎虎
            W2,李四,31/7,老李,2026-10-09,接通,满意"""
        )
    ).sheets
    assert (callbacks.columns["case_id"], [aside.row for aside in callbacks.set_aside]) == (["W2"], [2])
    assert (cases.columns["case_id"], [aside.row for aside in cases.set_aside]) == (["W1"], [3])


def test_a_repeated_case_that_is_told_otherwise_stays(bench: Bench) -> None:
    _, cases = bench.parse(
        bench.csv(
            """工单号,维修人员,维修完成日期,回访时间,回访结果
            W1,老李,2026-10-03,2026-10-08,关机
            W1,,,2026-10-09,关机
            W1,老王,2026-10-05,2026-10-10,接通"""
        )
    ).sheets
    assert cases.columns["event.done"] == ["2026-10-03", "2026-10-05"]


def test_a_list_of_cases_in_the_same_workbook_is_the_word_that_counts(bench: Bench) -> None:
    path = bench.xlsx(
        [["工程编号", "竣工日期", "设计师"], ["GC1", "2026-10-03", "甲"], [], [],
         ["工程编号", "竣工日期", "回访日期", "回访人", "接通情况"], ["GC1", "2026-09-03", "2026-10-08", "王", "接通"]],
    )  # fmt: skip
    cases, callbacks = bench.parse(path).sheets
    assert (cases.columns["event.end"], callbacks.columns["at"]) == (["2026-10-03"], ["2026-10-08"])


def test_a_sheet_of_callbacks_without_a_day_of_the_case_holds_callbacks_only(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,设计师,回访日期,回访人,接通情况\nGC1,甲,2026-10-08,王,接通"))
    assert (sheet.table, sheet.columns["case_id"]) == ("callbacks", ["GC1"])


def test_patients_without_a_number_are_known_by_what_was_agreed(bench: Bench) -> None:
    path = bench.csv(
        """患者姓名,联系电话,科室,出院日期,回访日期,回访人,接通情况
        张三,13812345678,骨科,2026-10-03,2026-10-08,李,接通
        李四,13812345679,骨科,2026-10-04,,,"""
    )
    callbacks, cases = bench.parse(path, replace(PROFILE, case_key=CaseKey(("phone", "name"), "s"))).sheets
    assert callbacks.columns["case_id"] == cases.columns["case_id"][:1]
    assert cases.columns["event.discharge"] == ["2026-10-03", "2026-10-04"]
    assert callbacks.set_aside == cases.set_aside == []


def test_a_day_taken_from_an_empty_cell_is_no_callback(bench: Bench) -> None:
    path = bench.xlsx([["工单号", "维修完成日期", "回访日期", "回访结果"], ["W1", "2026-10-03", time(0), None]])
    callbacks, cases = bench.parse(path).sheets
    assert (callbacks.set_aside, cases.columns["case_id"]) == ([], ["W1"])


def test_a_complaint_in_a_row_without_a_callback_is_not_lost(bench: Bench) -> None:
    path = bench.csv(
        """工单号,维修完成日期,回访时间,回访结果,投诉内容,投诉时间
        W1,2026-10-03,,,漏水,2026-10-05"""
    )
    callbacks, problems, cases = bench.parse(path).sheets
    assert [aside.row for aside in callbacks.set_aside] == [2]
    assert (problems.columns["text"], cases.columns["case_id"]) == (["漏水"], ["W1"])


def test_a_ledger_of_complaints_may_hold_the_callbacks_about_them(bench: Bench) -> None:
    problems, callbacks = bench.parse(
        bench.csv(
            """投诉编号,工单号,客户姓名,投诉时间,投诉内容,责任人,处理完成时间,回访日期,回访人,回访结果,满意度,备注
            T1,W1,张三,2026-10-03,漏水,老李,2026-10-05,2026-10-06,王,已回访,满意,急
            T2,W2,李四,2026-10-04,噪音,老赵,,,,,,"""
        )
    ).sheets
    assert (problems.table, problems.columns["problem_id"], problems.set_aside) == ("problems", ["T1", "T2"], [])
    assert (callbacks.table, callbacks.rows, callbacks.set_aside) == ("callbacks", [2], [])
    assert callbacks.columns["callback_id"] == ["W1|2026-10-06|王||reached"]
    assert callbacks.columns["satisfaction"] == ["satisfied"]
    assert [(finding.check, finding.detail) for finding in (*problems.findings, *callbacks.findings)] == [
        ("kind_told", "complaint"), ("callbacks_beside", "客户姓名、回访日期、回访人、回访结果、满意度"),
    ]  # fmt: skip


def test_every_part_of_a_long_text_holds_both(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "PART_ROWS", 3)
    monkeypatch.setattr("analytics.ledger.read.LONG_TEXT_BYTES", 10)
    rows = "\n".join(f"W{number},2026-10-0{number},2026-10-1{number},接通" for number in range(1, 6))
    file = bench.parse(bench.csv(f"工单号,维修完成日期,回访时间,回访结果\n{rows}"))
    tables: dict[str, list[str | None]] = {"cases": [], "callbacks": []}
    for sheet in file.sheets:
        tables[sheet.table] += sheet.columns["case_id"]
    assert tables["cases"] == tables["callbacks"] == ["W1", "W2", "W3", "W4", "W5"]


def test_a_sheet_of_patients_without_numbers_is_told_how_they_may_be_known(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv(
            """患者姓名,出院日期,科室,主管医生,回访日期,回访人,接通情况,满意度
            张三,2026-10-03,骨科,王医生,2026-10-08,李护士,接通,满意"""
        )
    )
    assert [finding.check for finding in sheet.findings] == ["missing_header", "known_by_person"]
    assert 'case_key = ["phone", "name"]' in sheet.findings[1].sentence("en")
    assert [aside.row for aside in sheet.set_aside] == [2]
