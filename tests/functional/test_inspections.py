"""spot-check, implausible and appraisal as a manager meets them; policy show says the rules behind them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.policy.pack import shipped
from tests.lib.workbook_reader import Table, open_workbook
from tests.lib.workspaces import make_workspace

Run = Callable[..., tuple[int, str, str]]
RULES = """
[[rule]]
id = "records"
kind = "spot_check"
of = "callbacks"
share = 0.5
every = "month"
title = { zh = "录音抽查", en = "Recordings" }
clause = "test"
[[rule]]
id = "credible"
kind = "plausibility"
waking = ["10:00", "20:00"]
title = { zh = "可信", en = "Credible" }
clause = "test"
[[rule]]
id = "reach_points"
kind = "score"
by = "caller"
measure = "reach_rate"
level = 1.0
step = 0.05
title = { zh = "接通扣分", en = "Reach points" }
clause = "test"
[[rule]]
id = "reach_band"
kind = "tier"
measure = "reach_rate"
bands = [
  { code = "good", above = 0.9, title = { zh = "优", en = "good" } },
  { code = "poor", at_most = 0.5, title = { zh = "差", en = "poor" } },
]
title = { zh = "接通分档", en = "Reach bands" }
clause = "test"
[[rule]]
id = "evening"
kind = "hours"
spans = [["08:00", "11:00"], ["14:00", "17:00"]]
rest_days = false
title = { zh = "时段", en = "Hours" }
clause = "test"
[[rule]]
id = "reason"
kind = "record"
fields = ["reason", "field.signature"]
when = "not_reached"
title = { zh = "登记", en = "Record" }
clause = "test"
[[rule]]
id = "agents"
kind = "appraisal"
by = "department"
measures = ["callbacks_made", "satisfaction_rate"]
title = { zh = "座席", en = "Agents" }
clause = "test"
"""


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a loaded workspace whose own pack has such rules."""
    monkeypatch.chdir(tmp_path)
    make_workspace(tmp_path)
    settings = tmp_path / "workbench.toml"
    settings.write_text(settings.read_text("utf-8").replace('"decoration"', '"ours.toml"'), "utf-8")
    pack = shipped()["decoration"].read_text("utf-8").replace("minimum_cases = 10", "minimum_cases = 0")
    (tmp_path / "ours.toml").write_text(pack + RULES, "utf-8")

    def run(*arguments: str) -> tuple[int, str, str]:
        code = main(arguments)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    assert run("load")[0] == 0
    return run


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_sample_is_printed_the_same_each_time_and_names_no_client(run: Run) -> None:
    first = run("spot-check", "--period", "2026-10", "--format", "csv")

    assert first[0] == 0
    assert run("spot-check", "--period", "2026-10", "--format", "csv") == first
    assert rows(first[1]) == [
        {
            "rule": "records",
            "period": "2026-10",
            "of": "callbacks",
            "caller": "李一",
            "case_id": "G2",
            "callback_id": "K2",
            "called_at": "2026-10-14",
            "reached_on": "",
        }
    ]
    assert "王五" not in run("spot-check", "--period", "2026-10")[1]


def test_implausible_records_are_listed_with_the_reason_in_words(run: Run) -> None:
    code, out, _ = run("implausible", "--period", "2026-10")

    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()[2:3]] == [["可信", "通话时刻不合理"]]
    assert "K1" in out
    assert "共 1 条。" in out
    assert json.loads(run("implausible", "--period", "2026-10", "--format", "json")[1])[0]["reason"] == "night"


def test_the_appraisal_shows_its_arithmetic_line_by_line(run: Run) -> None:
    code, out, _ = run("appraisal", "--period", "2026-10", "--format", "csv")

    assert code == 0
    assert [
        (row["rule"], row["group"], row["numerator"], row["denominator"], row["steps"], row["points"], row["tier"])
        for row in rows(out)
        if row["rule"] in ("reach_points", "reach_band") or row["measure"] == "points"
    ] == [
        ("reach_points", "李一", "1", "2", "10", "10.0", ""),
        ("reach_points", "", "1", "2", "", "", ""),
        ("reach_band", "north", "1", "2", "", "", "poor"),
        ("", "李一", "", "", "", "10.0", ""),
    ]
    table = run("appraisal", "--period", "2026-10", "--lang", "en")[1]
    assert "Reach points" in table
    assert "50 pp" in table
    assert "poor" in table


def test_policy_show_says_what_the_rules_ask_for(run: Run) -> None:
    shown = {language: run("policy", "show", "ours.toml", "--lang", language)[1] for language in ("zh", "en")}

    for words in (
        "录音抽查：每月抽查 50%：期内的回访记录，按回访人分层、每人至少一条；名单可重现",
        "每位回访人的接通率低于 100%，每差 5 个百分点（不足亦计）扣 1 分",
        "全机构的接通率：高于 90%为“优”；不高于 50%为“差”",
        "只在 08:00–11:00、14:00–17:00 打电话，休息日不打",
        "未接通的回访必填：未接通原因、“signature”",
        "考核每个科室：回访次数、满意率",
        "同一回访人连续 3 次接通记录文字雷同；在 10:00–20:00 以外回访；接通不足 5 秒或超过 120 分钟",
    ):
        assert words in shown["zh"]
    for words in (
        "every month 50% drawn of its callbacks, of each caller at least one; the same sample each time",
        "Reach rate of each caller below 100%: each whole or begun 5 percentage points costs 1 point",
        'Reach rate of the organisation: above 90%: "good"; at most 50%: "poor"',
        "calls only at 08:00–11:00, 14:00–17:00, on working days only",
        "when not reached, required: the reason, signature",
        "each department appraised by: Callbacks made, Satisfaction rate",
        "; earlier than every event of the case; ",
        "; one caller in two calls at once; ",
    ):
        assert words in shown["en"]


def test_the_report_shows_sample_implausible_records_and_appraisal(run: Run, tmp_path: Path) -> None:
    assert run("report", "monthly", "2026-10")[0] == 0
    edition = tmp_path / "reports" / "north" / "monthly" / "2026-10"
    page = (edition / "report.html").read_text("utf-8")
    book = open_workbook(edition / "report.xlsx")

    assert "抽中回访记录 1 条。" in page
    assert "1 条回访记录有待核实。" in page
    assert "1 个考核对象扣分，最多的是李一：10 分。" in page
    assert [row["回访"] for row in Table(book, "spot_checks").rows] == ["K2"]
    assert [(row["原因"], row["回访"]) for row in Table(book, "implausible").rows] == [("通话时刻不合理", "K1")]
    assert [
        (row["规则"], row["考核对象"], row["分子"], row["分母"], row["级数"], row["扣分"], row["档次"])
        for row in Table(book, "appraisal").rows
        if row["规则"] in ("接通扣分", "接通分档")
    ] == [
        ("接通扣分", "李一", 1, 2, 10, 10, None),
        ("接通扣分", "合计", 1, 2, None, None, None),
        ("接通分档", "north", 1, 2, None, None, "差"),
    ]
