"""A received file, and the canonical rows and findings that it becomes."""

from __future__ import annotations

import gc
from datetime import datetime, time
from typing import TYPE_CHECKING

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import InputError
from analytics.language import Text
from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell, Grid, collector_at_rest
from analytics.ledger.moments import Dating
from analytics.ledger.moments import moment as moment_of
from analytics.ledger.parse import parse_file, parse_grid
from analytics.ledger.profile import ReadingProfile
from tests.unit.ledger.conftest import PROFILE, Bench

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.ledger.rows import SheetRows

CALLBACKS = "工程编号,回访日期,回访人,回访人职务,回访方式,接通情况,未接通原因,满意度,意见和建议"


def checks(sheet: SheetRows) -> list[tuple[str, int | None, str, str]]:
    return [(finding.check, finding.row, finding.column, finding.value) for finding in sheet.findings]


def test_the_sheets_of_a_decoration_company_are_read_as_they_are_kept(bench: Bench) -> None:
    path = bench.xlsx(
        [
            ["静宜装饰 2026年10月 电话回访单"],
            ["序号", "工程编号", "客户姓名", "联系电话", "回访日期", "回访人", "回访人职务", "回访方式", "接通情况",
                "未接通原因", "满意度", None],
            [None, None, None, None, None, None, None, None, None, None, "总体", "设计"],
            [1, "ＧＣ１", "张三", 13812345678, datetime(2026, 10, 3, 15, 20), "小王", "客服专员", "电话", "已接通",
                None, "满意", 5],
            [2, "GC2", "李四", "13912345678", "10月5日", "小李", "经理", "上门", "未接通", "关机", None, "/"],
            ["合计", 2],
            ["制表人：小王", None, None, "审核：经理"],
        ],
        sheet="电话回访单",
        merged=("A1:L1", "K2:L2"),
    )  # fmt: skip
    sheet = bench.sheet(path)
    assert (sheet.table, sheet.rows, sheet.not_rows, sheet.findings) == ("callbacks", [4, 5], 5, [])
    assert sheet.columns == {
        "callback_id": ["GC1|2026-10-03 15:20:00|小王|phone|reached", "GC2|2026-10-05|小李|visit|switched_off"],
        "case_id": ["GC1", "GC2"],
        "field.person.name": ["张三", "李四"],
        "field.person.phone": ["13812345678", "13912345678"],
        "at": ["2026-10-03 15:20:00", "2026-10-05"],
        "caller": ["小王", "小李"],
        "caller_role": ["service", "manager"],
        "channel": ["phone", "visit"],
        "outcome": ["reached", "switched_off"],
        "reason": [None, "关机"],
        "satisfaction": ["satisfied", None],
        "satisfaction.design": ["very_satisfied", None],
    }


def test_the_canonical_ledger_loads_as_it_is(bench: Bench) -> None:
    cases = bench.csv(
        """case_id,category,event.start,event.planned_end,party.designer,contact.owner,person.name,note.remark
        1,whole,2026-01-05,2026-03-05 12:00:00,甲;乙,丙,张三,
        2,,,,,,,有犬""",
        "cases.csv",
    )
    assert bench.sheet(cases).columns == {
        "case_id": ["1", "2"],
        "category": ["whole", None],
        "event.start": ["2026-01-05", None],
        "event.planned_end": ["2026-03-05 12:00:00", None],
        "party.designer": ["甲;乙", None],
        "contact.owner": ["丙", None],
        "person.name": ["张三", None],
        "note.remark": [None, "有犬"],
    }
    callbacks = bench.csv(
        """callback_id,case_id,at,channel,caller_role,outcome,satisfaction,satisfaction.design,duration_s,field.mood
        c1,1,2026-01-15 09:30,phone,service,reached,satisfied,very_satisfied,95,calm""",
        "callbacks.csv",
    )
    assert {name: values[0] for name, values in bench.sheet(callbacks).columns.items()} == {
        "callback_id": "c1", "case_id": "1", "at": "2026-01-15 09:30:00", "channel": "phone",
        "caller_role": "service",
        "outcome": "reached", "satisfaction": "satisfied", "satisfaction.design": "very_satisfied",
        "duration_s": "95",
        "field.mood": "calm",
    }  # fmt: skip
    problems = bench.csv(
        """problem_id,case_id,kind,party_role,party,raised_at,resolved_at,verified
        p1,1,complaint,crew,一队,2026-01-16 10:00:00,,yes""",
        "problems.csv",
    )
    assert bench.sheet(problems).columns["kind"] == ["complaint"]
    staff = bench.csv("name,role,department,from,to\n王,service,客服部,2024-01-01,", "staff.csv")
    assert bench.sheet(staff).columns == {
        "name": ["王"], "role": ["service"], "department": ["客服部"], "from": ["2024-01-01"], "to": [None],
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        ["工程编号,回访日期,接通情况,满意度", "GC1,2026-10-03,接通,1", "注：满意度 1=非常满意 2=满意 3=不满意"],
        ["工程编号,回访日期,接通情况,满意度,,代码,含义", "GC1,2026-10-03,接通,1,,1,非常满意", ",,,,,2,满意"],
    ],
)
def test_a_note_below_or_beside_the_rows_may_say_what_numbers_mean(bench: Bench, rows: list[str]) -> None:
    sheet = bench.sheet(bench.csv("\n".join(rows)))
    assert sheet.columns["satisfaction"] == ["very_satisfied"]


def test_a_bad_cell_that_a_figure_depends_on_sets_the_row_aside_with_its_place(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv(
            f"""{CALLBACKS}
            GC1,2026-10-03,王,经理,电话,接通,,满意,好
            GC2,31/7,王,经理,电话,接通,,满意,
            GC3,2026-10-03,王,经理,电话,转语音信箱,,,
            GC4,2026-10-03,王,经理,飞鸽,接通,,,
            GC5,2026-10-03,王,经理,电话,接通,,还凑合,
            ,2026-10-03,王,经理,电话,接通,,,
            GC7,,王,经理,电话,接通,,,
            GC8,10月3日,王,经理,电话,接通,,,"""
        )
    )
    assert sheet.columns["case_id"] == ["GC1"]
    assert checks(sheet) == [
        ("date", 3, "回访日期", "31/7"), ("code", 4, "接通情况", "转语音信箱"), ("code", 5, "回访方式", "飞鸽"),
        ("answer", 6, "满意度", "还凑合"), ("missing", 7, "工程编号", ""), ("missing", 8, "回访日期", ""),
        ("date_without_year", 9, "回访日期", "10月3日"),
    ]  # fmt: skip
    assert [aside.row for aside in sheet.set_aside] == [3, 4, 5, 6, 7, 8, 9]
    assert sheet.set_aside[0].cells == ["GC2", "31/7", "王", "经理", "电话", "接通", "", "满意", ""]
    assert sheet.read_count == 8


def test_the_words_that_would_be_understood_are_named(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv(f"{CALLBACKS}\nGC1,2026-10-03,王,经理,飞鸽,接通,,,"))
    told = sheet.findings[0].completion
    assert told.zh == "电话、上门、短信、信函、微信、邮件、问卷、面谈"
    assert told.en == "phone, visit, sms, letter, wechat, email, questionnaire, interview"


@pytest.mark.parametrize(
    ("outcome", "reason", "expected"),
    [
        ("已接通", "", "reached"), ("未接通", "无人接听", "no_answer"), ("未接通", "正忙", "busy"), ("未接通", "停机",
            "out_of_service"),
        ("未接通", "空号", "vacant_number"), ("未接通", "错号", "wrong_number"), ("未接通", "拒接", "refused"),
            ("未接通", "另约", "rescheduled"),
        ("未接通", "信号差", "other"), ("未接通", "", "other"), ("未接通", "已接通", "other"), ("关机", "",
            "switched_off"), ("占线", "", "busy"),
        ("no_answer", "", "no_answer"),
    ],
)  # fmt: skip
def test_not_reached_is_told_apart_by_its_reason(bench: Bench, outcome: str, reason: str, expected: str) -> None:
    sheet = bench.sheet(bench.csv(f"{CALLBACKS}\nGC1,2026-10-03,王,经理,电话,{outcome},{reason},,"))
    assert sheet.columns["outcome"] == [expected]


@pytest.mark.parametrize(
    ("mark", "outcome"),
    [("✓", "reached"), ("V", "reached"), (True, "reached"), ("✗", "other"), ("X", "other"), (False, "other")],
)
def test_whether_somebody_was_reached_may_be_a_mark(bench: Bench, mark: Cell, outcome: str) -> None:
    sheet = bench.sheet(bench.xlsx([["工程编号", "回访日期", "是否接通"], ["GC1", "2026-10-03", mark]]))
    assert sheet.columns["outcome"] == [outcome]


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("通话时长（s）", "200"),
        ("通话时长（单位：秒）", "200"),
        ("通话时长/秒", "200"),
        ("通话时长(min)", "12000"),
        ("通话时长（单位：分钟）", "12000"),
    ],
)
def test_the_header_of_a_duration_may_tell_its_unit(bench: Bench, header: str, seconds: str) -> None:
    sheet = bench.sheet(bench.csv(f"工程编号,回访日期,接通情况,{header}\nGC1,2026-10-03,接通,200"))
    assert sheet.columns["duration_s"] == [seconds]


def test_a_time_to_the_left_of_its_day_joins_it(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv("工程编号,回访时间,回访日期,接通情况\nGC1,15:20,2026-10-03,接通\nGC2,下午3点,2026-10-04,接通")
    )
    assert sheet.columns["at"] == ["2026-10-03 15:20:00", "2026-10-04 15:00:00"]


@pytest.mark.parametrize("word", ["在建", "施工中", "未完", "正在施工", "尚未竣工", "没完工", "进行中"])
def test_what_is_not_finished_in_words_has_no_end(bench: Bench, word: str) -> None:
    sheet = bench.sheet(bench.csv(f"工程编号,开工日期,竣工日期\nGC1,2026-10-03,{word}"))
    assert (sheet.columns["event.end"], sheet.findings) == ([None], [])


@pytest.mark.parametrize(
    "words",
    ["没有", "无投诉", "没有意见", "未提出问题", "暂无", "否", "客户无投诉", "不投诉", "均无", "无其他意见", "没什么意见",
        "很满意", "无不满意", "0", "nil", "暂无投诉意见", "无投诉、无建议", "没有意见和建议", "服务态度很好，无意见",
        "对服务满意！"],
)  # fmt: skip
def test_words_that_there_is_no_complaint_are_none(bench: Bench, words: str) -> None:
    path = bench.csv(
        f"工程编号,回访日期,接通情况,投诉内容,被投诉人\nGC1,2026-10-03,接通,{words},\nGC2,2026-10-03,接通,墙裂,李"
    )
    assert [sheet.columns["case_id"] for sheet in bench.parse(path).sheets] == [["GC1", "GC2"], ["GC2"]]


@pytest.mark.parametrize(
    "words", ["不满意", "质量不好", "没有解决问题", "没有，墙裂", "施工质量问题", "服务态度很差", "很不满意，没有人来"]
)
def test_words_of_a_complaint_are_one_whatever_they_begin_with(bench: Bench, words: str) -> None:
    path = bench.csv(f'工程编号,回访日期,接通情况,投诉内容\nGC1,2026-10-03,接通,"{words}"\nGC2,2026-10-03,接通,无')
    assert [sheet.columns["case_id"] for sheet in bench.parse(path).sheets] == [["GC1", "GC2"], ["GC1"]]


@pytest.mark.parametrize(
    ("title", "slip", "told"),
    [
        ("2026年1月回访登记", "2025-01-09", [8]), ("2026年1月回访登记", "2026-12-28", [8]),
        ("2026年1月回访登记", "2025-12-28", []), ("2026年1月回访登记", "2026-03-28", []),
        ("2026年回访登记", "2025-01-09", []), ("2025年12月至2026年1月", "2024-12-09", [8]),
        ("2026年1月回访登记", "2025-06-03", []), ("2025年1月出院患者随访表", "2026-01-08", []),
    ],
)  # fmt: skip
def test_a_day_far_from_the_months_of_the_title_is_told(bench: Bench, title: str, slip: str, told: list[int]) -> None:
    year = "2025" if title.startswith("2025年1月") else "2026"
    days = [f"{year}-01-0{number}" for number in range(1, 6)]
    rows = [f"GC{number},{day},接通" for number, day in enumerate([*days, slip])]
    sheet = bench.sheet(bench.csv("\n".join([title, "工程编号,回访日期,接通情况", *rows])))
    assert [finding.row for finding in sheet.findings] == told
    assert len(sheet.rows) == 6


def test_where_many_days_lie_far_from_the_title_it_is_about_something_else(bench: Bench) -> None:
    rows = [f"GC{number},2026-0{number}-03,接通" for number in range(1, 8)]
    sheet = bench.sheet(bench.csv("\n".join(["2026年1月完工工程回访", "工程编号,回访日期,接通情况", *rows])))
    assert sheet.findings == []


def test_complaints_without_any_day_are_none(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,回访人,接通情况,满意度,投诉内容\nGC1,王,接通,满意,墙裂"))
    assert [finding.check for finding in sheet.findings] == ["missing_header"]


def test_a_row_that_says_there_is_no_complaint_is_none(bench: Bench) -> None:
    path = bench.csv(
        "工程编号,回访日期,接通情况,有无投诉,投诉内容\nGC1,2026-10-03,接通,无,客户表示满意\nGC2,2026-10-03,接通,有,墙裂"
    )
    assert [sheet.columns["case_id"] for sheet in bench.parse(path).sheets] == [["GC1", "GC2"], ["GC2"]]


def test_an_answer_without_an_outcome_is_refused_and_not_guessed(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv(f"{CALLBACKS}\nGC1,2026-10-03,王,经理,电话,,,满意,\nGC2,2026-10-03,王,经理,电话,,,,"))
    assert checks(sheet) == [("missing", 2, "接通情况", ""), ("outcome_unknown", 3, "接通情况", "")]
    assert (sheet.columns["case_id"], sheet.columns["outcome"]) == (["GC2"], [None])


def test_what_was_not_chosen_from_a_list_is_nothing(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,类别,竣工日期,设计师\nGC1,请选择,2026-10-03,--请选择--"))
    assert (sheet.columns["category"], sheet.columns["party.designer"]) == ([None], [None])


def test_a_callback_that_reached_and_did_not_is_refused(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv(
            """工程编号,回访日期,接通情况,未接通原因
            GC1,2026-10-03,接通,关机
            GC2,2026-10-03,接通,无
            GC3,2026-10-03,接通,先打错
            GC4,2026-10-03,占线,关机"""
        )
    )
    assert checks(sheet) == [("two_outcomes", 2, "接通情况", "")]
    assert sheet.columns["outcome"] == ["reached", "reached", "busy"]


def test_a_callback_sheet_without_an_outcome_column_is_set_aside_whole(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,回访日期,回访人,满意度\nGC1,2026-10-03,王,满意\nGC2,2026-10-03,王,满意"))
    assert (sheet.rows, [aside.row for aside in sheet.set_aside]) == ([], [2, 3])
    [finding] = sheet.findings
    assert (finding.check, finding.completion) == ("missing_header", Text("回访结果", "result"))


def test_a_doubtful_detail_of_a_person_is_kept_as_it_stands_and_masked(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,开工日期,联系电话\nGC1,2026-10-01,138123"))
    assert sheet.columns["person.phone"] == ["138123"]
    (finding,) = sheet.findings
    assert (finding.check, finding.severity, finding.personal) == ("person", "warning", True)
    assert "138123" not in finding.sentence("zh")


def test_an_unknown_header_is_kept_and_the_nearest_spelling_named(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,竣工日期,设计师,开工日其\nGC1,2026-10-01,甲,2026-09-01"))
    assert sheet.columns["note.开工日其"] == ["2026-09-01"]
    [told] = sheet.findings
    assert (told.check, told.column) == ("unknown_header", "开工日其")
    assert "：这个表头不认识，最接近的是：开工日期。" in told.sentence("zh")
    assert ": this header is not known; nearest: 开工日期. " in told.sentence("en")
    callbacks = bench.sheet(bench.csv(f"{CALLBACKS},心情\nGC1,2026-10-03,王,经理,电话,接通,,,,好"))
    assert callbacks.columns["field.心情"] == ["好"]
    assert ": this header is not known. " in callbacks.findings[0].sentence("en")


def test_the_one_answer_that_is_ticked_in_a_cell_is_the_answer(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv(
            """工程编号,回访日期,接通情况,满意度
            GC1,2026-10-03,☑接通 □未接通,□非常满意 √满意 □不满意
            GC2,2026-10-03,□接通 ☑关机,
            GC3,2026-10-03,☑接通 □未接通,□满意□不满意
            GC4,2026-10-03,☑接通 □未接通,☑满意 ☑不满意"""
        )
    )
    assert sheet.columns["outcome"] == ["reached", "switched_off"]
    assert sheet.columns["satisfaction"] == ["satisfied", None]
    assert [(finding.check, finding.row) for finding in sheet.findings] == [("answer", 4), ("answer", 5)]


@pytest.mark.parametrize(
    "answer", ["5-非常满意", "A.非常满意", "非常满意（5分）", "非常满意(5)", "①非常满意", "1、非常满意"]
)
def test_an_answer_may_have_its_number_beside_it(bench: Bench, answer: str) -> None:
    sheet = bench.sheet(bench.csv(f"工程编号,回访日期,接通情况,满意度\nGC1,2026-10-03,A.接通,{answer}"))
    assert (sheet.columns["satisfaction"], sheet.columns["outcome"]) == (["very_satisfied"], ["reached"])


def test_a_department_may_have_two_words(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv("Patient ID,Department,Discharge date\nP1,Obs & Gynae,2026-10-03\nP2,ENT; Eyes,2026-10-03")
    )
    assert sheet.columns["party.department"] == ["Obs & Gynae", "ENT;Eyes"]


@pytest.mark.parametrize(
    ("word", "outcome"), [("未接通（关机）", "switched_off"), ("未接通-占线", "busy"), ("未接：空号", "vacant_number")]
)
def test_why_nobody_was_reached_may_stand_behind_it(bench: Bench, word: str, outcome: str) -> None:
    sheet = bench.sheet(bench.csv(f"工程编号,回访日期,接通情况\nGC1,2026-10-03,{word}\nGC2,2026-10-03,已接通（关机）"))
    assert sheet.columns["outcome"] == [outcome]
    assert checks(sheet) == [("code", 3, "接通情况", "已接通（关机）")]


def test_a_day_taken_from_an_empty_cell_is_none(bench: Bench) -> None:
    """A formula that points at an empty cell gives 0, which a column of dates shows as 1900/1/0."""
    path = bench.xlsx([["工程编号", "开工日期", "竣工日期"], ["GC1", datetime(2026, 10, 3), time(0)]])
    sheet = bench.sheet(path)
    assert (sheet.columns["event.end"], sheet.findings) == ([None], [])


def test_a_second_column_of_one_meaning_is_kept_apart_and_reported(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv("工程编号,竣工日期,完工日期,设计师\nGC1,2026-10-01,2026-10-09,甲"))
    assert sheet.columns["event.end"] == ["2026-10-01"]
    assert sheet.columns["note.完工日期"] == ["2026-10-09"]
    assert [(finding.check, finding.column, finding.detail) for finding in sheet.findings] == [
        ("repeated_header", "完工日期", "竣工日期")
    ]


def test_a_time_in_a_column_of_its_own_joins_its_day(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv(
            """工程编号,回访日期,回访时间,接通情况
            GC1,2026-10-03,下午3:20,接通
            GC2,2026-10-03,,接通
            GC3,2026-10-03,2026-10-04,接通
            GC4,2026-10-03 9:00,9:00,接通
            GC5,2026-10-03 9:00,10:00,接通
            GC6,2026-10-03,24:00,接通
            GC7,2026-10-03,2026/10/3 9:30,接通
            GC8,2026-10-03 9:30,2026-10-03,接通"""
        )
    )
    assert sheet.columns["at"] == [
        "2026-10-03 15:20:00", "2026-10-03", "2026-10-03 09:00:00", "2026-10-03 09:30:00", "2026-10-03 09:30:00"
    ]  # fmt: skip
    assert [(finding.check, finding.row) for finding in sheet.findings] == [("time", 4), ("two_times", 6), ("time", 7)]


def test_a_role_outside_the_policy_is_kept_and_noted_once(bench: Bench) -> None:
    rows = "\n".join(
        f"GC{n},2026-10-03,王,{role},电话,接通,,," for n, role in enumerate(["经理", "董事", "董事", "顾问"])
    )
    sheet = bench.sheet(bench.csv(f"{CALLBACKS}\n{rows}"))
    assert sheet.columns["caller_role"] == ["manager", "董事", "董事", "顾问"]
    assert checks(sheet) == [("unknown_role", 3, "回访人职务", "董事"), ("unknown_role", 5, "回访人职务", "顾问")]


@pytest.mark.parametrize(
    ("header", "days", "told"),
    [
        ("出院日期", ["2026-10-01", "", "2026-10-03", "2026-10-04", "/"], [("no_event", 3, "出院日期", "2")]),
        ("出院日期,就诊日期", ["2026-10-01,", ",2026-10-02", "2026-10-03,"], []),
        ("出院日期", ["2026-10-01", "", ""], []),
        ("预计竣工日期", ["2026-10-01", "2026-10-02", ""], []),
    ],
)
def test_cases_without_any_date_are_told_once_where_most_have_one(
    bench: Bench, header: str, days: list[str], told: list[tuple[str, int, str, str]]
) -> None:
    text = "\n".join([f"病历号,{header}", *(f"Z{n},{day}" for n, day in enumerate(days))])
    findings = bench.sheet(bench.csv(text)).findings
    assert [(one.check, one.row, one.column, one.detail) for one in findings] == told


def test_a_category_or_tier_outside_the_policy_is_kept_and_told_once(bench: Bench) -> None:
    text = bench.csv("工单号,类别,等级\n1,渗漏,重点\n2,水电,重点\n3,水电,\n4,,普通")
    words = {"category": {"渗漏": "leak"}, "tier": {"重点": "key"}}
    sheet = bench.sheet(text, ReadingProfile.build(words=words))
    assert sheet.columns["category"] == ["leak", "水电", "水电", None]
    assert checks(sheet) == [("unknown_class", 3, "类别", "水电"), ("unknown_class", 5, "等级", "普通")]
    assert checks(bench.sheet(text, ReadingProfile.build())) == []


def test_a_sheet_that_is_no_ledger_is_noted_and_a_file_without_any_is_told_as_a_whole(bench: Bench) -> None:
    for path in (bench.xlsx([["填表说明"], ["每周五报送"]], sheet="说明"), bench.csv("说明,略\n一,二\n", "说明.csv")):
        file = bench.parse(path)
        assert file.sheets == []
        told = [(finding.check, finding.sheet) for finding in file.all_findings]
        assert told == [("nothing_read", ""), ("no_ledger", "说明")]


def test_a_ledger_with_a_header_and_no_row_is_a_ledger(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv(CALLBACKS))
    assert (sheet.table, sheet.rows, sheet.read_count, sheet.findings) == ("callbacks", [], 0, [])
    assert all(values == [] for values in sheet.columns.values())


def test_true_and_one_in_a_column_stay_two_words(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.xlsx(
            [["工程编号", "开工日期", "类别"], [1, "2026-10-01", True], [2, "2026-10-01", 1], [3, "2026-10-01", 0]]
        )
    )
    assert sheet.columns["category"] == ["TRUE", "1", "0"]
    assert sheet.columns["case_id"] == ["1", "2", "3"]


@pytest.mark.parametrize("nothing", ["-", "--", "NA", "null", "None"])
def test_a_word_for_nothing_among_ids_is_no_id(bench: Bench, nothing: str) -> None:
    sheet = bench.sheet(
        bench.csv(
            f"""回访编号,工程编号,回访日期,回访人,回访方式,接通情况
            H1,GC1,2026-10-03,王,电话,接通
            {nothing},GC2,2026-10-03,王,电话,接通
            {nothing},GC3,2026-10-04,王,电话,接通
            H4,{nothing},2026-10-04,王,电话,接通"""
        )
    )
    assert sheet.columns["callback_id"] == ["H1", "GC2|2026-10-03|王|phone|reached", "GC3|2026-10-04|王|phone|reached"]
    assert checks(sheet) == [("missing", 5, "工程编号", "")]


def test_ids_that_are_missing_are_made_of_what_tells_rows_apart(bench: Bench) -> None:
    sheet = bench.sheet(
        bench.csv("问题编号,工程编号,提出时间,问题类型\nW1,GC1,2026-10-01,投诉\n,GC1,2026-10-02 09:00,报修")
    )
    assert sheet.columns["problem_id"] == ["W1", "GC1|2026-10-02 09:00:00|request"]


def test_an_organisations_words_and_headers_are_read(bench: Bench) -> None:
    profile = ReadingProfile.build(
        headers={"房号": "case_id"},
        words={"role": {"管家": "steward"}, "channel": {"飞鸽": "letter"}, "satisfaction": {"棒": "good"}},
    )
    sheet = bench.sheet(
        bench.csv("房号,回访日期,回访方式,角色,接通情况,满意度\n1,2026-10-03,飞鸽,管家,接通,棒"), profile
    )
    assert {name: sheet.columns[name] for name in ("case_id", "channel", "caller_role", "satisfaction")} == {
        "case_id": ["1"], "channel": ["letter"], "caller_role": ["steward"], "satisfaction": ["good"],
    }  # fmt: skip


def _old_workbook(bench: Bench) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("竣工工程")
    for column, word in enumerate(["工程编号", "联系电话", "竣工日期", "设计师"]):
        page.write(0, column, word)
    page.write(1, 0, 1001)
    page.write(1, 1, 13812345678)
    page.write(1, 2, datetime(2026, 10, 1), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.write(1, 3, "李、王")
    book.save(str(bench.folder / "old.xls"))
    return bench.folder / "old.xls"


def test_an_old_workbook_is_read_like_a_new_one(bench: Bench) -> None:
    assert bench.sheet(_old_workbook(bench)).columns == {
        "case_id": ["1001"], "person.phone": ["13812345678"], "event.end": ["2026-10-01"],
        "party.designer": ["李;王"],
    }  # fmt: skip


_cell = st.text(alphabet='GC01年月日.-/:;、接通满意电话无√ "\n\t\x00', max_size=12)


@given(rows=st.lists(st.lists(_cell, min_size=9, max_size=9), max_size=8))
def test_every_row_of_any_ledger_is_read_counted_or_blank(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(CALLBACKS.split(","))
    for row in rows:
        book.active.append([cell.replace("\x00", "") or None for cell in row])
    bench = Bench(tmp_path_factory.mktemp("any"))
    book.save(bench.folder / "any.xlsx")
    sheet = bench.sheet(bench.folder / "any.xlsx", PROFILE)
    blank = sum(1 for row in rows if not any(cell.replace("\x00", "").strip() for cell in row))
    assert sheet.read_count + sheet.not_rows - 1 + blank == len(rows)
    assert all(len(values) == len(sheet.rows) for values in sheet.columns.values())
    assert {aside.row for aside in sheet.set_aside} == {
        finding.row for finding in sheet.findings if finding.severity == "set_aside"
    }


def test_a_workbook_by_name_that_is_neither_workbook_nor_ledger_is_refused(bench: Bench) -> None:
    renamed = bench.file("renamed.xlsx", f"{CALLBACKS}\nGC1,2026-03-05,小王,,电话,已接通,,满意,\n".encode())
    assert [sheet.table for sheet in parse_file(renamed, PROFILE).sheets] == ["callbacks"]
    with pytest.raises(InputError, match="不是表格文件"):
        parse_file(bench.file("damaged.xlsx", b"garbage\n"), PROFILE)


@given(
    st.lists(
        st.one_of(
            st.datetimes(datetime(1940, 1, 1), datetime(2110, 1, 1)).map(lambda when: str(when.replace(microsecond=0))),
            st.dates().map(str),
            st.sampled_from(
                ["2026-02-28 00:00:00", "2026-02-29", "2024-02-29 08:00:00", "2026-13-01", "2026-01-05 24:00:00", "1949-12-31",
                 "2026-01-05 08:60:00", "2026-01-05\n2026-01-06", "２０２６-01-05", "2026-01-05 ", "3月5日", "无"]
            ),
        ),
        min_size=1,
    )
)  # fmt: skip
def test_moments_that_a_program_wrote_are_read_in_a_column_as_each_of_them_alone(moments: list[str]) -> None:
    rows: list[list[Cell]] = [[f"G{number}", moment] for number, moment in enumerate(moments)]
    [sheet] = parse_grid(Grid("2026", [["工程编号", "开工日期"], *rows]), PROFILE, file="a.xlsx").sheets
    read = dict(zip(sheet.columns["case_id"], sheet.columns.get("event.start", []), strict=True))
    for number, moment in enumerate(moments):
        try:
            alone = moment_of(moment, Dating(2026))
        except CellError:
            assert f"G{number}" not in read
        else:
            assert read[f"G{number}"] == alone


@pytest.mark.parametrize(
    ("phone", "stands"),
    [("13812345678", "13812345678"), ("12812345678", "12812345678"), ("138-1234-5678", "13812345678")],
)
def test_phones_that_need_no_reading_are_told_from_those_that_do(bench: Bench, phone: str, stands: str) -> None:
    header = "工程编号,类别,开工日期,设计师,电话"
    sheet = bench.sheet(bench.csv(f"{header}\nG1,家装,2026-03-01,甲,13900000000\nG2,家装,2026-03-02,乙,{phone}\n"))
    assert sheet.columns["person.phone"] == ["13900000000", stands]
    assert [finding.check for finding in sheet.findings] == ["person"] * (phone.startswith("12"))


def test_a_sheet_of_complaints_needs_no_column_that_says_so(bench: Bench) -> None:
    """Its headers tell it, and the clerk is told what was read; a sheet of problems of any kind must name them."""
    complaints = bench.sheet(
        bench.csv(
            "编号,投诉内容,被投诉人,提出时间,解决时间\nG1,太慢,甲队,2026-03-05,2026-03-06\nG2,不洁,乙队,2026-03-07,\n"
        )
    )
    assert (complaints.table, complaints.columns["kind"]) == ("problems", ["complaint", "complaint"])
    assert complaints.columns["problem_id"] == ["G1|2026-03-05|complaint", "G2|2026-03-07|complaint"]
    assert [finding.check for finding in complaints.findings] == ["kind_told"]

    problems = bench.sheet(bench.csv("编号,问题描述,责任人,提出时间,解决时间\nG1,太慢,甲队,2026-03-05,2026-03-06\n"))
    assert (problems.table, problems.columns) == ("problems", {})
    assert [finding.check for finding in problems.findings] == ["missing_header"]


def test_complaints_written_beside_callbacks_are_complaints_too(bench: Bench) -> None:
    """A row without one is a callback and nothing else; the day of the callback is the day of the complaint."""
    path = bench.csv("""
        编号,回访日期,回访人,回访结果,投诉内容,被投诉人,解决时间
        G1,2026-03-05 09:30,小王,已接通,太慢,甲队,2026-03-09
        G2,2026-03-06,小王,已接通,无,,
        G3,2026-03-07,小王,已接通,,乙队、丙队,
        G4,2026-03-08,小王,无人接听,,,
    """)
    callbacks, complaints = bench.parse(path).sheets
    assert (callbacks.table, callbacks.columns["case_id"]) == ("callbacks", ["G1", "G2", "G3", "G4"])
    assert set(callbacks.columns) == {"callback_id", "case_id", "at", "caller", "outcome"}
    assert (complaints.table, complaints.rows) == ("problems", [2, 4])
    assert complaints.columns == {
        "problem_id": ["G1|2026-03-05 09:30:00|complaint", "G3|2026-03-07|complaint"],
        "case_id": ["G1", "G3"],
        "raised_at": ["2026-03-05 09:30:00", "2026-03-07"],
        "text": ["太慢", None],
        "party": ["甲队", "乙队;丙队"],
        "resolved_at": ["2026-03-09", None],
        "kind": ["complaint", "complaint"],
    }
    assert [finding.check for finding in bench.parse(path).all_findings] == ["complaints_beside"]


def test_complaints_beside_callbacks_have_the_day_that_is_written_for_them(bench: Bench) -> None:
    path = bench.csv("回访编号,编号,回访日期,回访结果,投诉内容,提出时间\nH1,G1,2026-03-05,已接通,太慢,2026-03-04\n")
    _, complaints = bench.parse(path).sheets
    assert complaints.columns["raised_at"] == ["2026-03-04"]
    assert complaints.columns["callback_id"] == ["H1"]


def test_a_category_beside_callbacks_speaks_of_the_case_and_not_of_the_complaint(bench: Bench) -> None:
    path = bench.csv("编号,类别,回访日期,回访结果,投诉内容\nG1,家装,2026-03-05,已接通,太慢\n")
    callbacks, complaints = bench.parse(path).sheets
    assert callbacks.columns["field.类别"] == ["家装"]
    assert complaints.columns["kind"] == ["complaint"]


def test_callbacks_without_such_headers_hold_no_complaints(bench: Bench) -> None:
    """客户意见 is a comment, whatever it says."""
    assert [
        sheet.table
        for sheet in bench.parse(bench.csv(f"{CALLBACKS}\nG1,2026-03-05,甲,经理,电话,已接通,,不满意,投诉\n")).sheets
    ] == ["callbacks"]


def test_complaints_beside_callbacks_are_found_in_every_part_of_a_long_text(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.ledger.texts.PART_ROWS", 2)
    rows = [f"G{number},2026-03-0{number},已接通,{'太慢' if number % 2 else ''}" for number in range(1, 7)]
    file = bench.parse(bench.csv("\n".join(["编号,回访日期,回访结果,投诉内容", *rows])))
    found = [(sheet.table, row) for sheet in file.sheets for row in sheet.rows]
    assert [row for table, row in found if table == "problems"] == [2, 4, 6]
    assert [row for table, row in found if table == "callbacks"] == [2, 3, 4, 5, 6, 7]
    assert [finding.check for finding in bench.parse(file.path).all_findings] == ["complaints_beside"]


def test_the_cells_of_a_sheet_are_let_go_with_what_they_became() -> None:
    length = 9_973
    rows: list[list[Cell]] = [["工程编号", "回访日期", "接通情况"], ["G1", "下周三", "接通"]]
    rows += [[f"G{number}", "2026-10-03", "接通"] for number in range(2, length + 1)]
    with collector_at_rest():
        read = parse_grid(Grid("回访", rows), PROFILE, file="a.xlsx")
        assert [(sheet.read_count, len(sheet.set_aside)) for sheet in read.sheets] == [(length, 1)]
        del read
        left = [one for one in gc.get_objects() if type(one) in {list, tuple} and len(one) in {length - 1, length}]
    assert left == []
