"""Every version of a row can be seen, and a load says what it changed; people's details never show."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lib.workspaces import CALLBACKS, CASES, PROBLEMS

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def changed(loaded: Path, run: Run) -> str:
    """Load two files that change G1, G2 and P1; returns what the load says."""
    folder = loaded / "ledgers" / "north"
    (folder / "1-cases.csv").write_text(
        CASES.replace("2026-12-01,,一队,王五,", "2026-12-01,2026-11-30,三队,王六,").replace("半包", "整装"), "utf-8"
    )
    (folder / "3-problems.csv").write_text(PROBLEMS.replace("crew,二队", "crew,三队"), "utf-8")
    return run("load")[1]


def told(run: Run, identifier: str) -> list[tuple[str, ...]]:
    code, out, err = run("history", identifier, "--format", "csv")
    assert (code, err) == (0, "")
    columns = ("version", "file", "row", "column", "before", "after")
    return [tuple(row[column] for column in columns) for row in csv.DictReader(io.StringIO(out))]


def test_a_row_is_shown_with_every_version_and_what_it_changed(changed: str, run: Run) -> None:
    file = "ledgers/north/1-cases.csv"
    assert told(run, "G1") == [
        ("1", file, "2", "", "", ""),
        ("2", file, "2", "event.end", "", "2026-11-30"),
        ("2", file, "2", "party.crew", "一队", "三队"),
        ("2", file, "2", "person.name", "…", "…"),
    ]
    assert told(run, "K1") == [("1", "ledgers/north/2-callbacks.csv", "2", "", "", "")]


def test_each_party_of_a_problem_item_has_its_versions(changed: str, run: Run) -> None:
    code, out, _ = run("history", "P1", "--format", "csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(dict.fromkeys((row["part"], row["version"]) for row in rows)) == [
        ("crew|二队", "1"),
        ("crew|二队", "2"),
        ("crew|三队", "1"),
    ]
    # The party that the item no longer names ends with nothing.
    assert {row["after"] for row in rows} == {""}


def test_names_of_staff_are_hidden_where_the_workspace_hides_them(loaded: Path, changed: str, run: Run) -> None:
    settings = loaded / "workbench.toml"
    settings.write_text(settings.read_text("utf-8").replace("staff_names = true", "staff_names = false"), "utf-8")
    assert ("2", "ledgers/north/1-cases.csv", "2", "party.crew", "…", "…") in told(run, "G1")
    assert "二队" not in run("history", "P1")[1]


def test_for_people_versions_are_told_under_the_headers_of_the_ledger(changed: str, run: Run) -> None:
    lines = [line.split() for line in run("history", "G1")[1].splitlines()]
    assert lines[0] == ["台账", "编号", "版本", "文件", "工作表", "行", "加载时间", "列", "原为", "改为"]
    assert ["施工队", "一队", "三队"] in [line[-3:] for line in lines]


def test_a_load_says_how_many_rows_it_changed_and_how_the_first(changed: str) -> None:
    assert "改动了以前加载的 2 行" in changed
    assert "P1: 被投诉人 “二队” → “三队”" in changed
    assert "G1: 竣工日期 （空） → “2026-11-30”；施工队 “一队” → “三队”；姓名 “…” → “…”" in changed
    assert "G2: 类别" in changed
    assert "王" not in changed


def test_a_party_that_a_problem_item_names_no_more_is_told(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "3-problems.csv"
    file.write_text(PROBLEMS + "P1,G2,complaint,designer,周九,2026-10-20,2026-10-20,地板有划痕\n", "utf-8")
    assert "改动" not in run("load")[1]
    file.write_text(PROBLEMS, "utf-8")

    out = run("load")[1]

    assert "改动了以前加载的 1 行" in out
    assert "P1: 被投诉人 “二队、周九” → “二队”" in out
    settings = loaded / "workbench.toml"
    settings.write_text(settings.read_text("utf-8").replace("staff_names = true", "staff_names = false"), "utf-8")
    file.write_text(PROBLEMS.replace("二队", "三队"), "utf-8")
    assert "P1: 被投诉人 “…” → “…”" in run("load")[1]


def test_what_was_changed_is_told_in_the_policys_words(loaded: Path, run: Run) -> None:
    told = CALLBACKS.replace("李一,service,reached,满意", "李一,supervisor,reached,非常满意")
    (loaded / "ledgers" / "north" / "2-callbacks.csv").write_text(told, "utf-8")

    out = run("load")[1]

    assert "K1: 回访人职务 “客服专员” → “客服主管”；满意度 “满意” → “非常满意”" in out


def test_a_first_load_changes_nothing_of_earlier_ones_whatever_it_says_twice(workspace: Path, run: Run) -> None:
    twice = CASES + "G1,半包,2026-10-01,2026-12-01,,一队,王五,13800000001\n"
    (workspace / "ledgers" / "north" / "1-cases.csv").write_text(twice, "utf-8")
    assert "改动" not in run("load")[1]
    assert [row[3:] for row in told(run, "G1")] == [("", "", ""), ("category", "整装", "半包")]


def test_an_id_that_is_nowhere_is_a_wrong_use(changed: str, run: Run) -> None:
    code, out, err = run("history", "G99")
    assert (code, out) == (2, "")
    assert "没有编号“G99”" in err


def test_without_a_load_there_is_nothing_to_show(workspace: Path, run: Run) -> None:
    assert run("history", "G1")[0] == 2


def test_a_row_that_was_withdrawn_and_put_back_tells_both(loaded: Path, run: Run) -> None:
    settings = loaded / "workbench.toml"
    settings.write_text(settings.read_text("utf-8") + 'deleted_rows = "withdraw"\n', "utf-8")
    file = loaded / "ledgers" / "north" / "2-callbacks.csv"
    whole = file.read_text("utf-8")
    for text in ("".join(whole.splitlines(keepends=True)[:2]), whole.replace("no_answer", "busy")):
        file.write_text(text, "utf-8")
        run("load")

    versions = told(run, "K2")

    assert [(row[0], row[4], row[5]) for row in versions if row[3] in ("", "outcome")] == [
        ("1", "", ""),
        ("2", "no_answer", ""),
        ("3", "", "busy"),
    ]


def test_what_a_file_says_twice_comes_after_what_was_there_before_it(loaded: Path, run: Run) -> None:
    twice = CALLBACKS.replace("no_answer", "busy") + "K2,G2,2026-10-14,phone,李一,service,refused,\n"
    (loaded / "ledgers" / "north" / "2-callbacks.csv").write_text(twice, "utf-8")
    run("load")
    outcomes = [(row[4], row[5]) for row in told(run, "K2") if row[3] == "outcome"]
    assert outcomes == [("no_answer", "busy"), ("busy", "refused")]
