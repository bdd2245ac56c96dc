"""A form that was confirmed once: a sheet of its shape is read as it says, and a form that contradicts itself is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import UsageError
from analytics.ledger.form_file import faults_of, read_forms, written_forms
from analytics.ledger.forms import Form, with_form
from analytics.ledger.grid import Grid
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.proposal import Wishes, proposed
from analytics.ledger.rows import SheetRows
from tests.unit.ledger.conftest import PROFILE, Bench

CALLS = Form.model_validate(
    {
        "name": "calls",
        "headers": ["单号", "哪天", "几点", "通了吗", "打分", "客服"],
        "table": [
            {
                "table": "callbacks",
                "columns": {
                    "单号": "case_id", "哪天": "at", "几点": "at", "通了吗": "outcome", "打分": "satisfaction", "客服": "caller",
                },
                "constants": {"channel": "phone"},
                "words": {"outcome": {"Y": "reached", "N": "no_answer"}, "satisfaction": {"9": "satisfied", "不知道": ""}},
                "dates": {"at": "day-month-year"},
            }
        ],
    }
)  # fmt: skip
ROWS = """
    单号,哪天,几点,通了吗,打分,客服
    G1,03/05/2026,9:30,Y,9,李一
    G2,4.5.26,,N,不知道,李一
"""


def profile(*forms: Form) -> ReadingProfile:
    return replace(PROFILE, forms=forms)


def columns(sheet: SheetRows, *names: str) -> list[tuple[str | None, ...]]:
    return list(zip(*(sheet.columns[name] for name in names), strict=True))


def test_a_sheet_of_the_shape_is_read_as_the_form_says(bench: Bench) -> None:
    sheet = bench.sheet(bench.csv(ROWS), profile(CALLS))
    assert columns(sheet, "case_id", "at", "outcome", "satisfaction", "caller", "channel") == [
        ("G1", "2026-05-03 09:30:00", "reached", "satisfied", "李一", "phone"),
        ("G2", "2026-05-04", "no_answer", None, "李一", "phone"),
    ]
    assert not sheet.set_aside
    assert not sheet.findings


def test_without_the_form_nothing_of_it_is_guessed(bench: Bench) -> None:
    assert not list(bench.parse(bench.csv(ROWS)).sheets)


def test_the_shape_does_not_care_for_the_files_name_its_title_or_the_order_of_columns(bench: Bench) -> None:
    moved = """
        十月回访,,,,,
        客服,单号,哪 天,几点,打分,通了吗
        李一,G1,03/05/2026,9:30,9,Y
    """
    sheet = bench.sheet(bench.csv(moved, "any other.csv"), profile(CALLS))
    assert columns(sheet, "case_id", "at", "outcome") == [("G1", "2026-05-03 09:30:00", "reached")]
    assert sheet.rows == [3]


def test_nearly_the_shape_is_told_and_not_read_by_the_form(bench: Bench) -> None:
    file = bench.parse(bench.csv(ROWS.replace("客服", "客服,备忘").replace("李一", "李一,好")), profile(CALLS))
    assert not list(file.sheets)
    assert next((finding.check, finding.detail) for finding in file.findings) == ("form_changed", "calls (+备忘)")


def test_a_workbook_that_was_sent_back_is_still_of_its_shape(bench: Bench) -> None:
    returned = ROWS.replace("客服", "客服,问题 / Problem").replace("李一", "李一,请改")
    sheet = bench.sheet(bench.csv(returned), profile(CALLS))
    assert columns(sheet, "case_id") == [("G1",), ("G2",)]
    assert not any(column.startswith("field.") for column in sheet.columns)


def test_a_row_with_more_cells_than_headers_has_shifted_and_is_set_aside(bench: Bench) -> None:
    shifted = ROWS + "    G3,05/05/2026,9:30,Y,9,李一\n    G4,06/05/2026,9:30,Y,9,李,一\n"
    sheet = bench.sheet(bench.csv(shifted), profile(CALLS))
    assert [row.row for row in sheet.set_aside] == [5]
    assert sheet.read_count == 4


def form(**given: Any) -> Form:
    return Form.model_validate({"name": "one", "headers": ["日期", "诊所", "评价"], **given})


def test_one_sheet_may_hold_several_ledgers(bench: Bench) -> None:
    ids = {"column": "case_id", "from": ["日期", "诊所"], "unique": True}
    both = form(
        table=[
            {"table": "cases", "fill": [ids], "columns": {"日期": "event.visit", "*": "-"}},
            {
                "table": "callbacks",
                "fill": [ids],
                "constants": {"outcome": "reached"},
                "columns": {"日期": "at", "评价": "satisfaction", "诊所": "-"},
            },
        ]
    )
    text = "日期,诊所,评价\n2026-05-03,东,满意\n2026-05-03,东,满意\n,,\n2026-05-03,西,满意"
    cases, callbacks = bench.parse(bench.csv(text), profile(both)).sheets
    assert columns(cases, "case_id", "event.visit") == [
        ("2026-05-03|东", "2026-05-03"), ("2026-05-03|东|2", "2026-05-03"), ("2026-05-03|西", "2026-05-03"),
    ]  # fmt: skip
    assert callbacks.columns["case_id"] == cases.columns["case_id"]
    assert callbacks.columns["outcome"] == ["reached"] * 3


FLAT = """工单号,维修完成日期,维修人员,故障,回访日期,回访人,回访结果
W1,2026-10-01,李,漏水,2026-10-03,王,已回访
W2,2026-10-02,李,漏电,,,"""


def test_of_cases_with_their_callbacks_one_that_was_not_called_is_a_case_only(bench: Bench) -> None:
    """What is proposed for such a sheet holds both ledgers, and is read as it was before it was confirmed."""
    grid = Grid("Sheet1", [list(line.split(",")) for line in FLAT.splitlines()])
    told = proposed(grid, PROFILE, Wishes(columns={"故障": "field.fault"}))
    assert told is not None
    assert list(faults_of(told.form, PROFILE)) == []
    cases, callbacks = bench.parse(bench.csv(FLAT), profile(told.form)).sheets
    assert columns(cases, "case_id", "event.done", "party.repairer") == [
        ("W1", "2026-10-01", "李"),
        ("W2", "2026-10-02", "李"),
    ]
    assert columns(callbacks, "case_id", "at", "field.fault") == [("W1", "2026-10-03", "漏水")]
    assert [*cases.set_aside, *callbacks.set_aside] == []


def test_such_a_sheet_may_be_confirmed_to_hold_callbacks_only(bench: Bench) -> None:
    grid = Grid("Sheet1", [list(line.split(",")) for line in FLAT.splitlines()])
    told = proposed(grid, PROFILE, Wishes(table="callbacks"))
    assert told is not None
    assert [table.table for table in told.form.table] == ["callbacks"]


def test_a_bad_cell_of_a_sheet_with_several_ledgers_is_told_once(bench: Bench) -> None:
    both = form(
        table=[
            {"table": "cases", "columns": {"诊所": "case_id", "日期": "event.visit", "*": "-"}},
            {
                "table": "callbacks",
                "constants": {"outcome": "reached"},
                "columns": {"诊所": "case_id", "日期": "at", "评价": "satisfaction"},
            },
        ]
    )
    file = bench.parse(bench.csv("日期,诊所,评价\n2026-13-45,东,满意"), profile(both))
    assert [len(sheet.set_aside) for sheet in file.sheets] == [1, 1]
    assert [(finding.row, finding.column) for finding in file.all_findings] == [(2, "日期")]


def test_a_day_is_filled_in_only_where_another_column_says_so(bench: Bench) -> None:
    asked = Form.model_validate(
        {
            "headers": ["单号", "日期", "办结"],
            "table": [
                {
                    "table": "problems",
                    "constants": {"kind": "request"},
                    "fill": [{"column": "resolved_at", "from": ["日期"], "where": {"办结": ["是", "Y"]}}],
                    "columns": {"单号": "case_id", "日期": "raised_at", "办结": "-"},
                }
            ],
        }
    )
    text = "单号,日期,办结\nG1,2026-05-03,是\nG2,2026-05-04,否\nG3,2026-05-05,y"
    sheet = bench.sheet(bench.csv(text), profile(asked))
    assert sheet.columns["resolved_at"] == ["2026-05-03", None, "2026-05-05"]


def test_days_without_a_year_that_begin_anew_lie_in_the_next_year(bench: Bench) -> None:
    rising = form(
        headers=["no", "day", "month"],
        table=[
            {
                "table": "cases",
                "fill": [{"column": "event.call", "from": ["day", "month"], "first_year": 2008}],
                "columns": {"no": "case_id", "*": "-"},
            }
        ],
    )
    text = "no,day,month\n1,20,nov\n2,19,nov\n3,5,jan\n4,6,dec\n5,1,feb\n6,31,feb"
    sheet = bench.sheet(bench.csv(text), profile(rising))
    assert sheet.columns["event.call"] == ["2008-11-20", "2008-11-19", "2009-01-05", "2009-12-06", "2010-02-01"]
    assert [row.row for row in sheet.set_aside] == [7]


def test_a_sheet_is_left_out_by_its_headers_or_by_its_name(bench: Bench) -> None:
    by_headers = form(leave_out=True, reason="counts")
    file = bench.parse(bench.csv("日期,诊所,评价\n2026-05-03,东,满意"), profile(by_headers))
    assert [(finding.check, finding.detail) for finding in file.findings] == [("left_out", "counts")]
    by_name = Form(sheet="BS", leave_out=True)
    file = bench.parse(
        bench.xlsx([["编号", "开工日期", "设计师"], ["G1", "2026-05-03", "周"]], sheet="BS"), profile(by_name)
    )
    assert [finding.check for finding in file.findings] == ["left_out"]
    assert not list(file.sheets)


def test_a_header_of_two_lines_stands_where_the_form_says(bench: Bench) -> None:
    deep = Form.model_validate(
        {
            "headers": ["甲", "乙>一", "乙>二"],
            "header_row": 43,
            "header_lines": 2,
            "table": [{"table": "cases", "columns": {"甲": "case_id", "乙>一": "event.start", "乙>二": "party.crew"}}],
        }
    )
    rows = [["说明", "", ""]] * 42 + [["甲", "乙", ""], ["", "一", "二"], ["G1", "2026-05-03", "一队"]]
    sheet = bench.sheet(bench.xlsx(rows, merged=("B43:C43",)), profile(deep))
    assert columns(sheet, "case_id", "event.start", "party.crew") == [("G1", "2026-05-03", "一队")]
    assert sheet.rows == [45]


def test_what_is_written_is_read_as_it_was(tmp_path: Path) -> None:
    odd = form(name='a "b" \\ 换\n行', table=[{"table": "staff", "columns": {"诊所": "name"}, "year": 2026}])
    forms = with_form((CALLS,), odd)
    path = tmp_path / "one.toml"
    path.write_text(written_forms(forms), "utf-8")
    assert read_forms(path, PROFILE) == forms
    assert with_form(forms, odd.model_copy(update={"name": "new"}))[1].name == "new"


def test_every_fault_of_a_file_is_told_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "faulty.toml"
    path.write_text(
        """
[[form]]
name = "one"
headers = ["编号", "日期", "结果"]
[[form.table]]
table = "callbacks"
constants = { channel = "telegram" }
columns = { "编号" = "case_id", "日期" = "at", "结果" = "outcom", "结局" = "outcome" }
words.outcome = { "Y" = "done" }
dates = { comment = "day-month-year" }
[[form]]
name = "two"
headers = ["结果", "编号", "日期"]
leave_out = true
[[form]]
name = "three"
heads = []
""",
        "utf-8",
    )
    with pytest.raises(UsageError) as told:
        read_forms(path, PROFILE)
    words = told.value.text.en
    for expected in (
        "line 2: callbacks.columns “结局”: 不在 headers 里", "columns “结果” = 'outcom': 没有这一列",
        "fill 'channel' = 'telegram'",
        "words.outcome “Y” = 'done'", "dates 'comment'", "[[form]] 2 “two”, line 11", "the same shape as “one”",
        "[[form]] 3 “three”, line 15: heads 没有这个键 / there is no such key",
    ):  # fmt: skip
        assert expected in words


def test_the_digest_tells_whether_a_form_would_read_otherwise() -> None:
    renamed = CALLS.model_copy(update={"name": "other"})
    assert profile(CALLS).digest == profile(renamed).digest != profile().digest
    assert profile().digest == PROFILE.digest
