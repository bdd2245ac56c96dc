"""Whatever stands in the cells of a ledger, every row is loaded or set aside, and none is lost or counted twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.findings import CHECKS
from analytics.ledger.cells import ERRORS, Formula
from analytics.ledger.form_file import faults_of
from analytics.ledger.forms import Form
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.parse import parse_grid
from analytics.ledger.proposal import Wishes, proposed
from analytics.policy.pack import load_policy
from analytics.policy.profile import reading_profile

PROFILE = reading_profile(load_policy("decoration"))
HEADERS: Mapping[str, tuple[str, ...]] = {
    "cases": ("序号", "工程编号", "类别", "开工日期", "预计竣工日期", "设计师", "姓名", "电话", "年龄", "免访日期", "备注"),
    "callbacks": (
        "回访编号", "工程编号", "回访日期", "回访时间", "回访人", "回访人职务", "回访方式", "回访结果", "满意度",
        "满意度>设计", "通话时长", "电话",
    ),
    "problems": ("工程编号", "问题类型", "严重程度", "被投诉人", "提出时间", "解决时间", "是否核实", "投诉内容"),
    "staff": ("姓名", "职务", "部门", "任职日期", "离任日期"),
}  # fmt: skip
# Any of these may stand beside each other: cases with their callbacks, complaints among them, several callbacks in a row.
ANY_HEADERS = sorted(
    {*(header for headers in HEADERS.values() for header in headers), "竣工日期", "接通情况", "第一次回访日期", "第一次回访结果",
     "第二次回访日期", "第二次回访结果", "第二次满意度", "满意度（10分）", "工程编号 Project No.", ""}
)  # fmt: skip
WORDS = st.sampled_from(
    [
        "G1", "工程编号", "合计", "合计：3", "小计", "制表人：李", "注：以上", "已接通", "未接通", "无", "√", "×", "满意",
        "★★★☆☆", "80%", "8/10", "5", "五分", "2026-03-05", "3.5", "26/3/5", "3/5/2026", "二〇二六年三月五日",
        "2026年3月5日 下午3:20", "腊月初八", "13月45日", "13800000001", "1.38E+10", "021-6250 1234转8", "张三、李四",
        "3分20秒", "1.2万", "=1+1", "\ufeff", "\x00", "9" * 400, "０", "²", "٣", "½", "1e999", "-0", "99999999", "00000",
        "2026-02-30", "24:00", "\u202e文", "e\u0301", "Ⅷ", "〇", "负三", "亿亿", "+86", "#N/A",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    WORDS, st.text(max_size=12), st.text(alphabet="0123456789年月日.-/: 上下午时分零一二十百〇％%星颗★☆", max_size=14)
)
FIRST_AND_LAST = (datetime.combine(date.min, time.min), datetime.combine(date.max, time.max))
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    TEXTS,
    TEXTS.map(Formula),
    st.sampled_from(sorted(ERRORS)),
    st.floats(),
    st.integers(-(10**20), 10**20),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.sampled_from([date.min, date.max, *FIRST_AND_LAST, time.max, timedelta.max, timedelta.min, 0.5, 45000.0]),
)
SOME = settings(suppress_health_check=[HealthCheck.too_slow])


@SOME
@pytest.mark.parametrize("table", sorted(HEADERS))
@given(data=st.data())
def test_any_cells_below_known_headers(table: str, data: st.DataObject) -> None:
    headers = HEADERS[table]
    body = data.draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=8))
    check_read(Grid(table, [list(headers), *body], is_text=data.draw(st.booleans())))


@SOME
@given(headers=st.lists(st.sampled_from(ANY_HEADERS), min_size=3, max_size=9, unique=True), data=st.data())
def test_any_cells_below_any_headers(headers: list[str], data: st.DataObject) -> None:
    body = data.draw(st.lists(st.lists(CELLS, min_size=len(headers), max_size=len(headers)), max_size=8))
    rows: list[list[Cell]] = [list(headers), *body]
    check_read(Grid("Sheet1", rows, is_text=data.draw(st.booleans())))
    told = proposed(Grid("Sheet1", rows), PROFILE, Wishes())
    if told is not None and not told.missing:
        assert list(faults_of(told.form, PROFILE)) == []


@SOME
@given(
    rows=st.integers(1, 9).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=9))
)
def test_any_cells_at_all(rows: list[list[Cell]]) -> None:
    check_read(Grid("回访", rows))
    proposed(Grid("回访", rows), PROFILE, Wishes())


FORM = Form.model_validate(
    {
        "headers": ["甲", "乙", "丙", "丁"],
        "table": [
            {
                "table": "callbacks",
                "columns": {"甲": "callback_id", "丁": "satisfaction"},
                "constants": {"channel": "phone"},
                "words": {"satisfaction": {"不知道": ""}},
                "fill": [
                    {"column": "case_id", "from": ["甲", "乙"], "unique": True},
                    {"column": "at", "from": ["乙", "丙"], "first_year": 2008},
                    {"column": "outcome", "from": ["丙"], "where": {"丁": ["5", "满意"]}},
                ],
                "dates": {"at": "day-month-year"},
            },
            {
                "table": "cases",
                "columns": {"甲": "case_id", "乙": "event.start", "*": "-"},
                "dates": {"event.start": "month-day-year"},
            },
        ],
    }
)


@SOME
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=8), is_text=st.booleans())
def test_any_cells_of_a_confirmed_form(rows: list[list[Cell]], is_text: bool) -> None:
    check_read(Grid("一", [["甲", "乙", "丙", "丁", ""], *rows], is_text=is_text), forms=(FORM,))


def check_read(grid: Grid, forms: tuple[Form, ...] = ()) -> None:
    """Read the sheet and account for it: columns as long as rows, each row once, each finding in words."""
    file = parse_grid(grid, replace(PROFILE, forms=forms), file="any.xlsx")
    # A row that is read as two ledgers has one finding for one cell.
    told = {finding.row for finding in file.all_findings if CHECKS[finding.check].severity == "set_aside"}
    for sheet in file.sheets:
        assert {len(column) for column in sheet.columns.values()} <= {len(sheet.rows)}
        numbers = [*sheet.rows, *(row.row for row in sheet.set_aside)]
        assert len(numbers) == len(set(numbers))
        assert all(1 < number <= len(grid.rows) for number in numbers)
        blank = sum(
            1 for row in grid.rows if all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in row)
        )
        if len(list(file.sheets)) == 1:
            assert len(numbers) + sheet.not_rows <= len(grid.rows)
            assert len(numbers) + sheet.not_rows >= len(grid.rows) - blank - _only_numbered(grid)
        assert {row.row for row in sheet.set_aside} <= told or any(
            one.check == "missing_header" for one in sheet.findings
        )
    for finding in file.all_findings:
        assert finding.sentence("zh")
        assert finding.sentence("en")


def _only_numbered(grid: Grid) -> int:
    """How many rows hold nothing but one number, which may be the running number of a blank row."""
    return sum(1 for row in grid.rows if sum(cell != "" for cell in row) <= 1)
