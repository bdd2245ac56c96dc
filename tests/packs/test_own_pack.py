"""A regulation that is on no list: a library wrote its own pack from the pack guide, and needs no code.

``own/library.toml`` holds nothing but what ``packs/README.md`` explains. The ledgers are the library's own; what they
come to was worked out by hand. Rest days of 2026: 25-27 September, 1-7 October; Saturday 10 October is a working day.
"""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from analytics.cli import main
from tests.lib.table_text import rows

Run = Callable[..., tuple[int, str]]

PACK = Path(__file__).parent / "own" / "library.toml"
SETTINGS = """\
[[organisation]]
id = "library"
name = "市图书馆"
policy = "rules/own.toml"
ledgers = "ledgers"
"""
CASES = """
读者证号/借阅号 | 类别 | 所属分馆 | 办证日期   | 销证日期 | 借出日期   | 应还日期   | 归还日期
D1              | 读者 | 东馆     | 2026-09-01 |          |            |            |
D2              | 读者 | 东馆     | 2026-09-20 |          |            |            |
D3              | 读者 | 西馆     | 2026-10-20 |          |            |            |
J1              | 借阅 | 东馆     |            |          | 2026-08-25 | 2026-09-24 |
J2              | 借阅 | 东馆     |            |          | 2026-08-25 | 2026-09-24 | 2026-09-24
J3              | 借阅 | 西馆     |            |          | 2026-09-20 | 2026-10-20 |
"""
CALLS = """
读者证号/借阅号 | 通话日期         | 回访方式 | 通话人 | 岗位   | 通话结果 | 总体评价 | 馆藏满意度 | 未通原因
D1              | 2026-09-15 09:00 | 电话     | 李一   | 馆员   | 接通     | 好       | 一般       |
D2              | 2026-10-08 18:00 | 电话     | 李一   | 馆员   | 接通     | 差       |            |
J1              | 2026-10-09 14:30 | 电话     | 周二   | 管理员 | 接通     | 一般     |            |
D2              | 2026-10-13 15:00 | 电话     | 王三   | 部主任 | 接通     | 好       |            |
J3              | 2026-10-24 10:00 | 电话     | 周二   | 馆员   | 无人接听 |          |            |
"""
COMPLAINTS = """
读者证号/借阅号 | 问题类型 | 投诉内容 | 责任方 | 被投诉方 | 提出时间   | 答复日期   | 解决时间
D2              | 投诉     | 馆内嘈杂 | 分馆   | 东馆     | 2026-10-08 | 2026-10-15 | 2026-10-12 09:00
"""


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the library's workspace."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "workbench.toml").write_text(SETTINGS, "utf-8")
    (tmp_path / "rules").mkdir()
    shutil.copy(PACK, tmp_path / "rules" / "own.toml")
    (tmp_path / "ledgers").mkdir()
    for name, text in (("读者登记", CASES), ("通话登记", CALLS), ("投诉登记", COMPLAINTS)):
        body = rows(text)
        with (tmp_path / "ledgers" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(body[0]))
            writer.writeheader()
            writer.writerows(body)

    def run(*arguments: str) -> tuple[int, str]:
        code = main(arguments)
        return code, capsys.readouterr().out

    return run


def printed(text: str, columns: str) -> list[tuple[str, ...]]:
    """Return those columns of a printed CSV."""
    return [tuple(row[name] for name in columns.split()) for row in csv.DictReader(io.StringIO(text))]


def test_the_pack_has_no_fault_and_says_itself_in_both_languages(library: Run) -> None:
    assert library("policy", "check", "rules/own.toml")[0] == 0
    chinese = library("policy", "show", "rules/own.toml", "--lang", "zh")[1]
    english = library("policy", "show", "rules/own.toml", "--lang", "en")[1]
    assert "市图书馆读者回访办法" in chinese
    assert "部主任" in chinese
    assert "Callbacks to a city library's readers" in english
    assert "by the head of department" in english


def test_its_own_headers_and_words_are_read_without_a_finding(library: Run) -> None:
    assert library("load")[0] == 0
    assert printed(
        library("sql", "select case_id, event from case_events order by all", "--format", "csv")[1], "case_id event"
    ) == [
        ("D1", "card"),
        ("D2", "card"),
        ("D3", "card"),
        ("J1", "borrowed"),
        ("J1", "loan_due"),
        ("J2", "borrowed"),
        ("J2", "loan_due"),
        ("J2", "returned"),
        ("J3", "borrowed"),
        ("J3", "loan_due"),
    ]


def test_its_obligations_are_those_of_the_regulation(library: Run) -> None:
    """Working days step over both holidays; the head's own call answers the complaint, the librarian's does not."""
    library("load")
    code, out = library("obligations", "--period", "2026", "--as-of", "2026-10-31", "--format", "csv")
    assert code == 0
    assert sorted(printed(out, "case_id rule opens due bucket")) == [
        ("D1", "new_card", "2026-09-08", "2026-09-15", "on_time"),
        ("D1", "yearly", "2026-09-01", "2026-12-31", "on_time"),
        ("D2", "complaint", "2026-10-12 09:00:00", "2026-10-14 09:00:00", "on_time"),
        ("D2", "new_card", "2026-09-27", "2026-10-04", "late"),
        ("D2", "yearly", "2026-09-20", "2026-12-31", "on_time"),
        ("D3", "new_card", "2026-10-27", "2026-11-03", "pending"),
        ("D3", "yearly", "2026-10-20", "2026-12-31", "pending"),
        ("J1", "overdue", "2026-09-30", "2026-10-09", "on_time"),
        ("J3", "overdue", "2026-10-23", "2026-10-27", "unreached"),
    ]


@pytest.mark.parametrize(
    ("measure", "by", "expected"),
    [
        ("coverage", (), [("3", "4", "missed")]),
        ("satisfaction_rate", (), [("1", "3", "")]),
        ("calling_hours_rate", (), [("2", "4", "")]),
        ("record_completeness", (), [("3", "4", "")]),
        ("deadline_rate", (), [("0", "1", "")]),
        ("complaint_ratio", ("--by", "party:branch"), [("1", "3", ""), ("0", "2", "")]),
    ],
)
def test_its_measures_are_those_worked_out_by_hand(
    library: Run, measure: str, by: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    library("load")
    code, out = library("measure", measure, "--period", "2026-10", *by, "--format", "csv")
    assert code == 0
    assert printed(out, "numerator denominator status") == expected


def test_its_points_follow_its_own_steps(library: Run) -> None:
    """Three of four is fifteen points below nine of ten: three steps of two points; the last line is the sum."""
    library("load")
    code, out = library("appraisal", "--period", "2026-10", "--format", "csv")
    assert code == 0
    assert printed(out, "rule numerator denominator points") == [("points", "3", "4", "6.0"), ("", "", "", "6.0")]


def test_a_number_of_the_pack_is_changed_by_the_workspace_alone(library: Run) -> None:
    """With three weeks instead of two the second reader's call is in time."""
    with Path("workbench.toml").open("a", encoding="utf-8") as file:
        file.write('[organisation.parameters]\n"new_card.window" = ["7d", "21d"]\n')
    library("load")
    out = library("obligations", "--period", "2026-10", "--as-of", "2026-10-31", "--format", "csv")[1]
    assert ("D2", "new_card", "2026-10-11", "on_time") in printed(out, "case_id rule due bucket")


def test_who_is_to_be_called_next_is_what_is_still_open(library: Run) -> None:
    library("load")
    code, out = library("worklist", "--as-of", "2026-10-31", "--format", "csv")
    assert code == 0
    assert sorted(printed(out, "case_id rule days_left")) == [
        ("D3", "new_card", "3"),
        ("D3", "yearly", "61"),
        ("J3", "overdue", "-4"),
    ]


def test_a_workspace_is_made_from_the_file_alone(library: Run, tmp_path: Path) -> None:
    """Its workbook has the library's own headers, and loads as it is."""
    made = tmp_path / "made"
    assert library("init", str(made), "--organisation", "library", "--policy", "rules/own.toml")[0] == 0
    assert 'policy = "own.toml"' in (made / "workbench.toml").read_text("utf-8")
    assert (made / "own.toml").read_bytes() == PACK.read_bytes()
    workbook = openpyxl.load_workbook(next(made.rglob("*.xlsx")))
    headers = {str(cell.value).strip("*") for sheet in workbook for row in sheet.iter_rows(max_row=3) for cell in row}
    assert {"读者证号/借阅号", "应还日期", "总体评价", "馆藏满意度"} <= headers
    assert library("load", "--workspace", str(made))[0] == 0


def test_a_workbook_to_fill_is_made_from_the_file_alone(library: Run, tmp_path: Path) -> None:
    assert library("template", "--policy", "rules/own.toml", "--out", str(tmp_path / "空表.xlsx"))[0] == 0
    assert openpyxl.load_workbook(tmp_path / "空表.xlsx").sheetnames
