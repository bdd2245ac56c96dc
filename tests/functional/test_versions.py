"""Files come again: in part unreadable, corrected, with rows gone, late for a report that was made."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lib.workspaces import BAD_ROW, CALLBACKS, CASES

Run = Callable[..., tuple[int, str, str]]


def test_a_member_of_an_archive_that_is_refused_makes_3_and_the_rest_is_loaded(workspace: Path, run: Run) -> None:
    with zipfile.ZipFile(workspace / "ledgers" / "north" / "4-sent.zip", "w") as archive:
        archive.writestr("a.csv", CALLBACKS.replace("K1", "K8").replace("K2", "K9"))
        archive.writestr("b.xlsx", b"PK\x03\x04 cut short")

    code, out, _ = run("load")

    assert code == 3
    assert "a.csv" in out
    assert "b.xlsx" in out
    assert "加载 9 + 未变 0 + 搁置 0；1 处读不了，见上" in out
    code, out, _ = run("load")
    assert code == 3
    assert "b.xlsx" in out


# Rows without an id of their own

NO_IDS = """\
工程编号,回访时间,回访人,回访方式,回访结果,备注
G1,2026-10-12,李一,电话,无人接听,上午
G1,2026-10-12,李一,电话,接通,
G2,2026-10-13,李一,电话,无人接听,
"""


def attempts(run: Run) -> list[tuple[str, ...]]:
    code, out, err = run(
        "sql",
        "select case_id, cast(called_at as date) as day, outcome from callbacks where callback_id like '%|%' order by all",
        "--format",
        "csv",
    )
    assert (code, err) == (0, "")
    return [tuple(row.values()) for row in csv.DictReader(io.StringIO(out))]


def test_a_corrected_outcome_replaces_the_attempt_that_it_corrects(workspace: Path, run: Run) -> None:
    file = workspace / "ledgers" / "north" / "4-calls.csv"
    file.write_text(NO_IDS, "utf-8")
    run("load")
    file.write_text(NO_IDS.replace("G2,2026-10-13,李一,电话,无人接听", "G2,2026-10-13,李一,电话,接通"), "utf-8")

    code, out, _ = run("load")

    assert code == 0
    assert "读到 3 行 = 加载 1 + 未变 2 + 搁置 0" in out
    assert "改动了以前加载的 1 行" in out
    assert "4-calls!4: 回访结果 “无人接听” → “已接通”" in out
    assert "没有了" not in out
    assert attempts(run) == [
        ("G1", "2026-10-12", "no_answer"),
        ("G1", "2026-10-12", "reached"),
        ("G2", "2026-10-13", "reached"),
    ]
    code, out, _ = run("history", "G2|2026-10-13|李一|phone|reached", "--format", "csv")
    assert [
        (row["version"], row["column"], row["before"], row["after"]) for row in csv.DictReader(io.StringIO(out))
    ] == [
        ("1", "", "", ""),
        ("2", "outcome", "no_answer", "reached"),
    ]


def test_a_corrected_day_replaces_the_attempt_that_stood_in_its_place(workspace: Path, run: Run) -> None:
    file = workspace / "ledgers" / "north" / "4-calls.csv"
    file.write_text(NO_IDS, "utf-8")
    run("load")
    file.write_text(NO_IDS.replace("G2,2026-10-13", "G2,2026-10-14"), "utf-8")

    out = run("load")[1]

    assert "4-calls!4: 回访日期 “2026-10-13” → “2026-10-14”" in out
    assert attempts(run)[-1] == ("G2", "2026-10-14", "no_answer")
    assert len(attempts(run)) == 3


def test_a_corrected_case_replaces_the_attempt_that_said_the_same_in_its_place(workspace: Path, run: Run) -> None:
    file = workspace / "ledgers" / "north" / "4-calls.csv"
    file.write_text(NO_IDS, "utf-8")
    run("load")
    file.write_text(NO_IDS.replace("G2,2026-10-13", "G3,2026-10-13"), "utf-8")

    out = run("load")[1]

    assert "4-calls!4: 工程编号 “G2” → “G3”" in out
    assert attempts(run)[-1] == ("G3", "2026-10-13", "no_answer")
    assert len(attempts(run)) == 3


def test_another_case_on_another_row_or_day_is_another_attempt(workspace: Path, run: Run) -> None:
    file = workspace / "ledgers" / "north" / "4-calls.csv"
    file.write_text(NO_IDS, "utf-8")
    run("load")
    file.write_text(NO_IDS.replace("G2,2026-10-13", "G3,2026-10-14"), "utf-8")

    assert "以前的版本有这一行（当时第 4 行）" in run("load")[1]
    assert len(attempts(run)) == 4


def test_attempts_in_vain_on_one_day_are_as_many_as_are_told_differently(workspace: Path, run: Run) -> None:
    more = "G2,2026-10-13,李一,电话,无人接听,下午\nG2,2026-10-13,李一,电话,无人接听,\n"
    file = workspace / "ledgers" / "north" / "4-calls.csv"
    file.write_text(NO_IDS + more, "utf-8")

    out = run("load")[1]

    assert attempts(run)[2:] == [("G2", "2026-10-13", "no_answer")] * 2
    assert "第 5 行：与第 4 行是同一对象、同一天、同一回访人、同一结果，而其他内容不同" in out
    assert "第 6 行：与同一文件第 4 行完全相同" in out
    (workspace / "ledgers" / "north" / "5-copy.csv").write_text(NO_IDS + more + "\n", "utf-8")
    assert "加载 0 + 未变 5 + 搁置 0" in run("load")[1]
    assert len(attempts(run)) == 4


def test_a_row_without_id_that_was_set_aside_closes_when_another_file_brings_it_in(workspace: Path, run: Run) -> None:
    folder = workspace / "ledgers" / "north"
    (folder / "4-calls.csv").write_text(
        NO_IDS.replace("2026-10-12,李一,电话,接通", "2026-10-12,李一,电话,也许").replace("G2,2026-10-13", "G2,卅二"),
        "utf-8",
    )
    assert run("load")[0] == 1
    assert "还有 2 行搁置待改" in run("load")[1]
    (folder / "5-calls.csv").write_text(NO_IDS, "utf-8")

    assert "待改" not in run("load")[1]
    assert run("items", "--format", "csv")[1].count("\n") == 1


# Rows deleted at the source


def test_a_row_that_its_file_no_longer_holds_is_told_until_it_is_back_and_counts(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "1-cases.csv"
    file.write_text(CASES.replace(CASES.splitlines()[3] + "\n", ""), "utf-8")

    code, out, _ = run("load")

    assert code == 0
    told = "以前的版本有这一行（当时第 4 行），现在这个文件里没有了，实际为“G3”。仍照旧计入"
    assert told in out
    assert 'deleted_rows = "withdraw"' in out
    file.write_text(file.read_text("utf-8").replace("半包", "整装"), "utf-8")
    assert told in run("load")[1]
    assert "\nG3" in run("sql", "select case_id from cases order by 1", "--format", "csv")[1]
    file.write_text(CASES, "utf-8")
    assert "没有了" not in run("load")[1]


def test_a_row_that_another_file_still_holds_is_not_gone(workspace: Path, run: Run) -> None:
    folder = workspace / "ledgers" / "north"
    (folder / "9-copy.csv").write_text(CASES + "\n", "utf-8")
    run("load")
    (folder / "1-cases.csv").write_text(CASES.replace(CASES.splitlines()[3] + "\n", ""), "utf-8")
    assert "没有了" not in run("load")[1]


def test_a_row_that_is_set_aside_now_is_not_gone(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "2-callbacks.csv"
    file.write_text(CALLBACKS.replace("2026-10-14", "卅二"), "utf-8")
    assert "没有了" not in run("load")[1]
    file.write_text(CALLBACKS.replace(CALLBACKS.splitlines()[2] + "\n", ""), "utf-8")
    assert "实际为“K2”" in run("load")[1]


def test_deleted_rows_are_withdrawn_where_the_workspace_says_so_and_history_keeps_them(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "1-cases.csv"
    file.write_text(CASES.replace(CASES.splitlines()[3] + "\n", ""), "utf-8")
    run("load")
    settings = loaded / "workbench.toml"
    settings.write_text(settings.read_text("utf-8") + 'deleted_rows = "withdraw"\n', "utf-8")

    out = run("load")[1]

    assert "实际为“G3”。原内容留在历史中；补回后会重新计入。" in out
    assert "G3" not in run("sql", "select case_id from cases", "--format", "csv")[1]
    versions = list(csv.DictReader(io.StringIO(run("history", "G3", "--format", "csv")[1])))
    assert {row["version"] for row in versions} == {"1", "2"}
    assert ("case_id", "G3", "") in [(row["column"], row["before"], row["after"]) for row in versions]
    file.write_text(CASES, "utf-8")
    assert "加载 1 + 未变 2" in run("load")[1]


def test_a_file_that_holds_mostly_other_rows_is_told_in_one_line_and_withdraws_nothing(
    workspace: Path, run: Run
) -> None:
    settings = workspace / "workbench.toml"
    settings.write_text(settings.read_text("utf-8") + 'deleted_rows = "withdraw"\n', "utf-8")
    file = workspace / "ledgers" / "north" / "4-month.csv"
    for month in "09", "10":
        rows = [f"T{month}{number:02},G1,2026-{month}-{number:02},phone,李一,busy\n" for number in range(1, 26)]
        file.write_text("callback_id,case_id,at,channel,caller,outcome\n" + "".join(rows), "utf-8")
        out = run("load")[1]
    assert "没有了的 / 以前的：25 / 25" in out
    assert "50" in run("sql", "select count(*) from callbacks where callback_id like 'T%'", "--format", "csv")[1]


# Late for a report that was made


def test_a_load_says_which_published_reports_it_came_too_late_for(loaded: Path, run: Run) -> None:
    for place in "monthly/2026-10", "monthly/2026-11", "quarterly/2026-Q4", "monthly/2026-09", "monthly/odd":
        folder = loaded / "reports" / "north" / place
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}", "utf-8")
    assert "以前已发布" not in run("load")[1]
    late = "callback_id,case_id,at,channel,outcome\nK7,G1,2026-10-31,phone,busy\nK8,G1,2026-11-01,phone,busy\n"
    (loaded / "ledgers" / "north" / "4-late.csv").write_text(late, "utf-8")

    out = run("load")[1]

    assert [line for line in out.splitlines() if "以前已发布" in line] == [
        f"{period} {kind}以前已发布，这次加载了属于它的 {rows} 行，请重新生成："
        f"analytics report {command} {period} --organisation north"
        for command, kind, period, rows in (
            ("monthly", "月报", "2026-10", 1),
            ("monthly", "月报", "2026-11", 1),
            ("quarterly", "季报", "2026-Q4", 2),
        )
    ]


def test_a_callback_that_moved_to_another_month_concerns_both(loaded: Path, run: Run) -> None:
    for month in "2026-10", "2026-11":
        folder = loaded / "reports" / "north" / "monthly" / month
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}", "utf-8")
    moved = CALLBACKS.replace("2026-10-14", "2026-11-14")
    (loaded / "ledgers" / "north" / "2-callbacks.csv").write_text(moved, "utf-8")
    assert run("load")[1].count("以前已发布") == 2


# A file is renamed, copied, taken away


def test_a_renamed_file_goes_on_as_the_same_file(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "4-bad.csv").write_text(
        "callback_id,case_id,at,channel,caller,outcome\n,G1,卅二,phone,李一,reached\n", "utf-8"
    )
    assert run("load")[0] == 1
    (folder / "4-bad.csv").rename(folder / "十月.csv")
    assert "十月.csv：与上次加载的相同，1 行 = 未变 0 + 搁置 1" in run("load")[1]
    assert [row["file"] for row in csv.DictReader(io.StringIO(run("items", "--format", "csv")[1]))] == [
        "ledgers/north/十月.csv"
    ]
    (folder / "十月.csv").write_text(
        "callback_id,case_id,at,channel,caller,outcome\n,G1,2026-10-12,phone,李一,reached\n", "utf-8"
    )

    code, out, _ = run("load")

    assert (code, "待改" in out, "不在台账文件夹里" in out) == (0, False, False)


def test_a_copy_is_told_by_its_own_name_and_the_one_it_is_the_same_as(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "copy.csv").write_bytes((folder / "2-callbacks.csv").read_bytes())

    out = run("load")[1]

    assert "ledgers/north/copy.csv：与加载过的 ledgers/north/2-callbacks.csv 相同，2 行 = 未变 2 + 搁置 0" in out


@pytest.mark.parametrize("kept_as", ["2-callbacks(旧).csv", "2-旧.csv"])  # read before the newer one, and after it
def test_an_old_version_that_was_kept_beside_the_new_one_takes_nothing_back(
    loaded: Path, run: Run, kept_as: str
) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "2-callbacks.csv").rename(folder / kept_as)
    (folder / "2-callbacks.csv").write_text(CALLBACKS.replace("no_answer", "reached"), "utf-8")
    outcome = ("sql", "select outcome from callbacks where callback_id = 'K2'", "--format", "csv")
    run("load")
    assert run(*outcome)[1] == "outcome\nreached\n"

    code, out, _ = run("load")

    assert (code, run(*outcome)[1]) == (0, "outcome\nreached\n")
    assert (
        f"{kept_as}：与 ledgers/north/2-callbacks.csv 以前的版本相同，不再加载（如果要以它为准，请改用那个文件名）"
        in out
    )
    assert "，2 行 = 未变 2 + 搁置 0" in out
    with (loaded / "workbench.toml").open("a", encoding="utf-8") as settings:
        settings.write('[organisation.words.outcome]\n"嘟嘟后有人" = "reached"\n')
    run("load")
    assert run(*outcome)[1] == "outcome\nreached\n"


def test_an_old_version_that_was_kept_is_not_sent_back(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "4-bad.csv").write_text(BAD_ROW + "K8,G2,2026-10-14,phone,李一,也许\n", "utf-8")
    run("load")
    (folder / "4-bad.csv").rename(folder / "4-旧.csv")
    (folder / "4-bad.csv").write_text(BAD_ROW + "K8,G2,2026-10-14,phone,李一,busy\n", "utf-8")
    code, out, _ = run("load")
    assert (code, "还有 1 行搁置待改" in out) == (1, True)
    assert "4-旧.csv：与 ledgers/north/4-bad.csv 以前的版本相同" in run("load")[1]

    run("rejects")

    assert [file.name for file in (loaded / "data" / "rejects" / "north").iterdir()] == ["4-bad.csv.rejects.xlsx"]


def test_an_old_version_under_its_own_name_counts_again(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "2-callbacks.csv"
    file.write_text(CALLBACKS.replace("no_answer", "reached"), "utf-8")
    run("load")
    file.write_text(CALLBACKS, "utf-8")

    assert "回访结果 “已接通” → “无人接听”" in run("load")[1]


def test_a_file_that_was_taken_away_still_counts_and_is_told(loaded: Path, run: Run) -> None:
    (loaded / "ledgers" / "north" / "2-callbacks.csv").unlink()

    code, out, _ = run("load")

    assert code == 0
    assert "ledgers/north/2-callbacks.csv 已不在台账文件夹里，仍有 2 行照旧计入、0 行列为待改" in out
    out = run("load", "--lang", "en")[1]
    assert "in the folder of ledgers no longer: ledgers/north/2-callbacks.csv. 2 of their rows still count" in out
    assert "不在台账文件夹里" not in run("load", "ledgers/north/1-cases.csv")[1]


def test_a_file_that_was_taken_away_counts_no_more_once_its_remedy_was_followed(loaded: Path, run: Run) -> None:
    (loaded / "ledgers" / "north" / "2-callbacks.csv").unlink()
    out = run("load")[1]
    (database,) = {word for word in out.replace("，", " ").split() if word.endswith(".duckdb")}

    (loaded / database).unlink()

    assert (run("load")[0], "不在台账文件夹里" in run("load")[1]) == (0, False)
    assert run("sql", "select count(*) as n from callbacks", "--format", "csv")[1] == "n\n0\n"


def test_of_a_file_taken_away_the_rows_that_wait_to_be_corrected_are_told(loaded: Path, run: Run) -> None:
    (loaded / "ledgers" / "north" / "4-bad.csv").write_text(BAD_ROW, "utf-8")
    run("load")
    (loaded / "ledgers" / "north" / "4-bad.csv").unlink()

    assert "ledgers/north/4-bad.csv 已不在台账文件夹里，仍有 0 行照旧计入、1 行列为待改" in run("load")[1]


def test_of_a_file_taken_away_whose_rows_stand_in_another_nothing_is_told(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "2-callbacks.csv").unlink()
    (folder / "2-callbacks-all.csv").write_text(
        CALLBACKS + "K3,G3,2026-10-15,phone,李一,service,reached,满意\n", "utf-8"
    )

    code, out, _ = run("load")

    assert (code, "不在台账文件夹里" in out) == (0, False)
