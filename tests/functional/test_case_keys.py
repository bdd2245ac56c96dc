"""Rows without the number of their case find it by what the office agreed on: a phone and a name."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
KEY = 'case_key = ["phone", "name"]\n'
# G1 and G2 of the small workspace, one nobody knows, one without a phone; a total that is no row.
CALLS = """\
序号,姓名,联系电话,回访时间,回访人,回访结果
1,王五,138 0000 0001,2026-10-12,李一,接通
2,赵六,13800000002,2026-10-13,李一,接通
3,某人,13900000009,2026-10-13,李一,接通
4,孙七,,2026-10-14,李一,接通
合计,共4次,,,,
"""


@pytest.fixture
def folder(workspace: Path) -> Path:
    settings = workspace / "workbench.toml"
    settings.write_text(settings.read_text("utf-8") + KEY, "utf-8")
    return workspace / "ledgers" / "north"


def cases(run: Run) -> list[str]:
    query = "select case_id from callbacks where callback_id like '%|%' order by called_at, callback_id"
    return [row["case_id"] for row in csv.DictReader(io.StringIO(run("sql", query, "--format", "csv")[1]))]


def test_a_callback_finds_its_case_and_no_phone_is_seen(folder: Path, run: Run) -> None:
    (folder / "4-calls.csv").write_text(CALLS, "utf-8")

    code, out, _ = run("load")

    assert code == 1
    assert "读到 4 行 = 加载 3 + 未变 0 + 搁置 1" in out
    assert "第 5 行，“联系电话、姓名”列：此列必须填写" in out
    found = cases(run)
    assert "G1" in found
    assert "G2" in found
    [unknown] = [case for case in found if case.startswith("K-")]
    assert f"实际为“{unknown}”" in out
    shown = run("sql", "select * from callbacks", "--format", "csv")[1]
    assert "1380000" not in shown
    assert "1390000" not in shown
    (folder / "4-calls.csv").write_text(CALLS.replace("孙七,", "孙七,13800000003"), "utf-8")
    assert "加载 1 + 未变 3 + 搁置 0" in run("load")[1]
    assert "G3" in cases(run)


def test_it_finds_a_case_that_comes_later(folder: Path, run: Run) -> None:
    (folder / "0-calls.csv").write_text(CALLS, "utf-8")
    run("load")
    late = "case_id,event.start,person.name,person.phone\nG9,2026-10-01,某人,13900000009\n"
    (folder / "5-late.csv").write_text(late, "utf-8")

    run("load")

    assert sorted(cases(run)) == ["G1", "G2", "G9"]


def test_of_several_cases_that_come_later_it_is_told_too_and_blanks_in_a_name_do_not_count(
    folder: Path, run: Run
) -> None:
    (folder / "0-calls.csv").write_text(CALLS.replace("某人", "某 人"), "utf-8")
    late = "case_id,event.start,person.name,person.phone\nG8,2026-09-01,某　人,13900000009\nG9,2026-10-01,某人,13900000009\n"
    (folder / "5-late.csv").write_text(late, "utf-8")

    out = run("load")[1]

    assert sorted(cases(run)) == ["G1", "G2", "G9"]
    assert "0-calls.csv，工作表“0-calls”，第 4 行：没有编号，按个人资料找到 2 个应访对象，实际为“G9”" in out


def test_of_several_cases_the_one_that_began_last_before_the_day_is_taken_and_told(folder: Path, run: Run) -> None:
    more = "case_id,event.start,person.name,person.phone\n" + "".join(
        f"{case},{day},王五,13800000001\n" for case, day in (("G8", "2026-10-11"), ("G9", "2026-10-20"))
    )
    (folder / "1-more.csv").write_text(more, "utf-8")
    (folder / "4-calls.csv").write_text(CALLS, "utf-8")

    out = run("load")[1]

    assert "第 2 行：没有编号，按个人资料找到 3 个应访对象，实际为“G8”" in out
    assert "G8" in cases(run)


def test_a_ledger_without_any_numbers_holds_together(folder: Path, run: Run) -> None:
    for file in folder.iterdir():
        file.unlink()
    (folder / "1.csv").write_text("姓名,联系电话,类别,开工日期\n王五,13800000001,整装,2026-10-01\n", "utf-8")
    (folder / "2.csv").write_text(CALLS.splitlines()[0] + "\n" + CALLS.splitlines()[1] + "\n", "utf-8")
    assert run("load")[0] == 0
    query = "select count(*) as n from callbacks inner join cases using (organisation, case_id)"
    assert run("sql", query, "--format", "csv")[1].split() == ["n", "1"]


def test_without_an_agreement_such_a_sheet_is_not_loaded(workspace: Path, run: Run) -> None:
    (workspace / "ledgers" / "north" / "4-calls.csv").write_text(CALLS, "utf-8")
    out = run("load")[1]
    assert "缺少应有的列：工程编号" in out
    assert not (workspace / "data" / "case_keys.secret").exists()
