"""Reports of policies unlike the sample's: no parties, one role, outcomes instead of satisfaction; four tables a week."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.cli import main
from analytics.language import Text
from analytics.policy.pack import Policy, load_policy
from analytics.results.contents import BRIEF, STANDARD, contents
from analytics.results.document import Results
from tests.lib.workbook_reader import Table, open_workbook, shown_values, stored_values

AUDIT = """
code = "X"
name = "audit"
version = "1"
title = { zh = "审计意见回访", en = "Audit follow-up" }
case = { zh = "审计意见", en = "audit opinion" }
active_from = "issued"
active_until = "closed"

[events]
issued = { zh = "下发", en = "issued" }
closed = { zh = "销号", en = "closed" }
reviewed = { zh = "复核", en = "reviewed" }

[roles]
auditor = { zh = "审计员", en = "Auditor" }

[families]
yearly = { zh = "年度回访", en = "Yearly" }

[[rule]]
id = "yearly"
kind = "recurring"
family = "yearly"
every = "year"
title = { zh = "每年回访", en = "Every year" }
clause = "X 1"

[[rule]]
id = "after_review"
kind = "milestone"
family = "yearly"
anchor = ["reviewed"]
window = ["0d", "7d"]
category = "大额"
title = { zh = "复核后回访", en = "After the review" }
clause = "X 2"

[[rule]]
id = "outcomes"
kind = "report"
every = "year"
tables = ["outcomes"]
due = "end"
title = { zh = "年度整改情况", en = "Rectification of the year" }
clause = "X 3"
"""
SETTINGS = """
language = "{language}"
[privacy]
staff_names = true
[[organisation]]
id = "bureau"
name = "审计局"
name_en = "Bureau"
policy = "audit.toml"
ledgers = "ledgers"
"""
CASES = """\
case_id,event.issued,event.closed,outcome
A1,2025-03-01,,in_progress
A2,2025-04-01,2025-11-01,rectified
A3,2025-05-01,2025-12-01,rectified
A4,2026-01-01,,
A5,2024-01-01,2024-12-31,refused
"""
CALLBACKS = """\
callback_id,case_id,at,channel,caller,caller_role,outcome
K1,A1,2025-06-01 09:00,phone,李一,auditor,reached
K2,A2,2025-06-02 09:00,phone,李一,auditor,no_answer
"""


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation under a policy of its own, its report of 2025 in both languages."""
    root = tmp_path_factory.mktemp("bureau")
    (root / "ledgers").mkdir()
    (root / "workbench.toml").write_text(SETTINGS.format(language="zh"), "utf-8")
    (root / "audit.toml").write_text(AUDIT, "utf-8")
    (root / "ledgers" / "1-cases.csv").write_text(CASES, "utf-8")
    (root / "ledgers" / "2-callbacks.csv").write_text(CALLBACKS, "utf-8")
    assert main(["load", "--workspace", str(root)]) == 0
    assert main(["report", "yearly", "2025", "--workspace", str(root)]) == 0
    return root


def edition_of(root: Path, kind: str, period: str) -> Path:
    return root / "reports" / "bureau" / kind / period


def test_a_policy_without_parties_spot_checks_or_several_categories_has_none_of_these_sections(bureau: Path) -> None:
    results = Results.read(edition_of(bureau, "yearly", "2025") / "results.json")
    assert results.meta["sections"] == ["outcomes", "headline", "rules", "callers", "overdue"]


def test_the_outcomes_of_the_year_are_those_of_the_cases_active_in_it(bureau: Path) -> None:
    results = Results.read(edition_of(bureau, "yearly", "2025") / "results.json")
    counted = [(row["outcome"], row["cases"], round(row["share"], 3)) for row in results.lists["outcomes"]]
    assert counted == [("rectified", 2, 0.667), ("in_progress", 1, 0.333)]
    page = (edition_of(bureau, "yearly", "2025") / "report.html").read_text("utf-8")
    assert "本期审计意见 3 个，最多的是“已整改”：2 个（66.7%）。" in page
    table = Table(open_workbook(edition_of(bureau, "yearly", "2025") / "report.xlsx"), "outcomes")
    assert [(row["处理结果"], row["数量"]) for row in table.rows] == [("已整改", 2), ("整改中", 1)]


def test_the_workbook_shows_the_figures_of_the_results_and_no_word_of_another_trade(bureau: Path) -> None:
    folder = edition_of(bureau, "yearly", "2025")
    results = Results.read(folder / "results.json")
    assert shown_values(folder / "report.xlsx", results, "zh") == stored_values(results)
    page = (folder / "report.html").read_text("utf-8")
    own = page[page.index("<main") :]
    for word in ("工程", "施工", "设计师", "全公司", "竣工"):
        assert word not in own, word


def test_what_a_rule_is_about_and_no_ledger_holds_is_a_note_at_load_and_in_the_report(
    bureau: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No day of the review, no case of the category: said, not shown as an empty table."""
    folder = edition_of(bureau, "yearly", "2025")
    told = "规则“复核后回访”：没有“复核”的日期、没有类别为“大额”的对象"
    assert told in (folder / "report.html").read_text("utf-8")
    notes = open_workbook(folder / "report.xlsx")["数据核对"]
    assert any(told in str(cell.value) for row in notes.iter_rows() for cell in row)
    main(["load", "--workspace", str(bureau)])
    assert f"[提示] 审计局：制度的规则用到、而台账里没有的：{told}" in capsys.readouterr().out


@pytest.mark.parametrize(("kind", "period"), [("weekly", "2025-W23"), ("monthly", "2025-06"), ("quarterly", "2025-Q2")])
def test_every_kind_of_report_is_built_for_it_though_it_asks_for_none(bureau: Path, kind: str, period: str) -> None:
    assert main(["--lang", "en", "report", kind, period, "--workspace", str(bureau)]) == 0
    page = (edition_of(bureau, kind, period) / "report.html").read_text("utf-8")
    assert "Reach rate" in page
    results = Results.read(edition_of(bureau, kind, period) / "results.json")
    assert shown_values(edition_of(bureau, kind, period) / "report.xlsx", results, "en") == stored_values(results)


def test_the_weekly_report_is_what_the_policy_asks_for_in_its_order() -> None:
    policy = load_policy("decoration")
    assert contents(policy, "weekly") == ("in_progress", "completed", "week_callbacks", "completed_this_week")
    assert contents(policy, "monthly") == STANDARD
    silent = policy.model_copy(update={"rule": tuple(rule for rule in policy.rule if rule.kind != "report")})
    assert contents(silent, "weekly") == BRIEF


def test_a_policy_without_parties_has_no_complaints_by_party() -> None:
    policy: Policy = load_policy("decoration").model_copy(update={"parties": {}})
    assert "complaints" not in contents(policy, "monthly")
    more = policy.model_copy(update={"parties": {"doctor": Text(zh="医生", en="Doctor")}})
    assert "complaints" in contents(more, "monthly")


WEEK_CASES = """\
case_id,category,event.start,event.planned_end,event.end,party.crew,person.name,person.phone
G1,整装,2026-09-30,2026-12-01,,一队,王五,13800000001
G2,半包,2026-10-05,2026-12-01,,一队;二队,赵六,13800000002
G3,整装,2026-06-10,2026-10-10,2026-10-15,二队,孙七,13800000003
G4,整装,2026-06-01,2026-07-20,2026-07-20,二队,孙八,13800000004
G5,整装,2026-06-01,2026-07-20,2026-07-19,二队,孙九,13800000005
G6,整装,2026-10-19,2027-01-20,,二队,孙十,13800000006
"""
WEEK_CALLBACKS = """\
callback_id,case_id,at,channel,caller,caller_role,outcome,satisfaction,comment
K1,G1,2026-10-11 23:59,phone,李一,service,reached,满意,前一周
K2,G2,2026-10-12 00:30,phone,李一,service,no_answer,,
K3,G3,2026-10-18,visit,李一,manager,reached,不满意,墙面开裂
K4,G2,2026-10-19 00:00,phone,李一,service,reached,满意,后一周
"""


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The weekly pack of a decoration company, Monday 12 to Sunday 18 October 2026."""
    root = tmp_path_factory.mktemp("week")
    (root / "ledgers").mkdir()
    settings = SETTINGS.format(language="zh").replace("audit.toml", "decoration")
    (root / "workbench.toml").write_text(settings, "utf-8")
    (root / "ledgers" / "1-cases.csv").write_text(WEEK_CASES, "utf-8")
    (root / "ledgers" / "2-callbacks.csv").write_text(WEEK_CALLBACKS, "utf-8")
    assert main(["load", "--workspace", str(root)]) == 0
    assert main(["report", "weekly", "2026-W42", "--workspace", str(root)]) == 0
    return edition_of(root, "weekly", "2026-W42")


def test_the_four_tables_hold_the_week_and_nothing_of_the_ones_beside_it(week: Path) -> None:
    lists = Results.read(week / "results.json").lists
    assert {name: [row["case_id"] for row in lists[name]] for name in ("in_progress", "completed_this_week")} == {
        "in_progress": ["G2", "G1"],  # the one whose next callback is due first; G6 starts a week later
        "completed_this_week": ["G3"],
    }
    assert [row["case_id"] for row in lists["completed"]] == ["G4", "G3"], "13 weeks: the 20th of July in, the 19th out"
    assert [
        (row["called"], row["case_id"], row["outcome"], row["satisfaction"]) for row in lists["week_callbacks"]
    ] == [
        ("2026-10-12 00:30", "G2", "no_answer", None),
        ("2026-10-18", "G3", "reached", "dissatisfied"),
    ]


def test_a_case_in_the_weekly_pack_says_what_was_owed_and_done(week: Path) -> None:
    """G1: the callback after the start, from the 7th to the 13th, was made; the one midway is to come."""
    first = next(row for row in Results.read(week / "results.json").lists["in_progress"] if row["case_id"] == "G1")
    assert {
        key: first[key] for key in ("owed", "done", "open", "next_due", "last_called_on", "last_outcome", "crew")
    } == {
        "owed": 1,
        "done": 1,
        "open": 0,
        "next_due": "2026-11-05",
        "last_called_on": "2026-10-11",
        "last_outcome": "reached",
        "crew": "一队",
    }


def test_the_weekly_page_and_workbook_show_the_same_rows_and_nothing_of_a_person(week: Path) -> None:
    results = Results.read(week / "results.json")
    page = (week / "report.html").read_text("utf-8")
    book = open_workbook(week / "report.xlsx")
    for name in results.meta["sections"]:
        cases = [row["case_id"] for row in results.lists[name]]
        assert [row["编号"] for row in Table(book, name).rows] == cases, name
        section = page[page.index(f'id="{name}"') :]
        assert all(f">{case}<" in section[: section.index("</section>")] for case in cases), name
    for personal in ("王五", "13800000001", "墙面开裂"):
        assert personal not in page
        assert all(personal not in str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
