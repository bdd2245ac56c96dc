"""Known errors of the ledgers are corrected by data, told, and refused once they no longer fit."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

Run = Callable[..., tuple[int, str, str]]
SIGNED = 'reason = "录音为准"\nby = "李一"\ndated = 2026-11-02\n'


def correct(workspace: Path, *entries: str) -> None:
    folder = workspace / "data" / "corrections"
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n".join(f"[[correction]]\n{entry}\n{SIGNED}" for entry in entries)
    (folder / "north.toml").write_text(text, "utf-8")


OUTCOME = 'id = "K2"\nledger = "callbacks"\ncolumn = "outcome"\nfrom = "no_answer"\nto = "refused"'
CREW = 'file = "ledgers/north/1-cases.csv"\nledger = "cases"\ncolumn = "party.crew"\nfrom = "二队"\nto = "三队"'


def said(run: Run, query: str) -> list[str]:
    code, out, err = run("sql", query, "--format", "csv")
    assert (code, err) == (0, "")
    return out.splitlines()[1:]


def test_a_correction_is_applied_at_load_and_told(workspace: Path, run: Run) -> None:
    correct(workspace, OUTCOME, CREW)

    code, out, err = run("load", "--all")

    assert (code, err) == (0, "")
    assert "“no_answer” → “refused”；录音为准 (李一, 2026-11-02)" in out
    assert said(run, "select callback_id, outcome from callbacks order by 1") == ["K1,reached", "K2,refused"]
    assert said(run, "select case_id, party from case_parties order by all") == [
        "G1,一队",
        "G2,一队",
        "G2,二队",
        "G3,三队",
    ]
    assert said(run, "select column_name, value from findings where check_name = 'corrected' order by 1") == [
        "outcome,no_answer",
        "party.crew,…",
    ]


def test_files_are_read_anew_when_their_corrections_change(loaded: Path, run: Run) -> None:
    correct(loaded, CREW)
    out = run("load")[1]
    assert "2-callbacks.csv：与上次加载的相同" not in out.split("1-cases.csv")[1].splitlines()[0]
    assert said(run, "select party from case_parties where case_id = 'G3'") == ["三队"]
    assert run("load")[1].count("与上次加载的相同") == 3
    correct(loaded)
    run("load")
    assert said(run, "select party from case_parties where case_id = 'G3'") == ["二队"]


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        (OUTCOME.replace("K2", "K77"), "找不到这样的行：K77"),
        (OUTCOME.replace("no_answer", "busy"), "旧值已不是这样：K2"),
        (CREW.replace("1-cases", "9-cases"), "找不到这样的行：ledgers/north/9-cases.csv"),
        (CREW.replace("二队", "九队"), "旧值已不是这样：ledgers/north/1-cases.csv"),
        (OUTCOME.replace("refused", "sulked"), "outcome sulked"),
        (OUTCOME.replace('id = "K2"', ""), "缺少 file 或 id"),
        (OUTCOME.replace('"outcome"', '"mood"'), "没有这一列"),
        (OUTCOME.replace("to =", "into ="), "into"),
        ('id = "K2"\nledger = "callbacks"\ncolumn = "at"\nfrom = "2026-10-14"\nto = "31/7"', "不是规范台账的写法"),
        ('id = "K2"\nledger = "callbacks"\ncolumn = "at"\nfrom = "2026-10-14"\nto = "2026-13-01"', "[2]"),
        ('id = "K2"\nledger = "callbacks"\ncolumn = "case_id"\nfrom = "G2"\nto = ""', "不能为空"),
    ],
)
def test_a_correction_that_does_not_fit_stops_the_load_before_anything_is_stored(
    workspace: Path, run: Run, entry: str, told: str
) -> None:
    correct(workspace, CREW, entry)

    code, out, err = run("load")

    assert (code, out) == (2, "")
    assert told in err
    assert "什么也没有加载" in err
    assert not (workspace / "data" / "published.duckdb").exists()


def test_only_part_of_the_files_does_not_miss_the_rows_of_the_others(workspace: Path, run: Run) -> None:
    correct(workspace, OUTCOME, CREW)
    assert run("load", "ledgers/north/3-problems.csv")[0] == 0
    assert run("load", "ledgers/north/2-callbacks.csv")[0] == 0
    assert said(run, "select outcome from callbacks where callback_id = 'K2'") == ["refused"]


def test_an_id_that_was_made_of_the_cells_follows_them(workspace: Path, run: Run) -> None:
    (workspace / "ledgers" / "north" / "2-callbacks.csv").write_text(
        "case_id,at,outcome\nG1,2026-10-10,reached\nG2,2026-10-11,busy\n", "utf-8"
    )
    correct(
        workspace,
        'id = "G2|2026-10-11|||busy"\nledger = "callbacks"\ncolumn = "at"\nfrom = "2026-10-11"\nto = "2026-10-12"',
    )
    assert run("load")[0] == 0
    assert said(run, "select callback_id from callbacks order by 1") == [
        "G1|2026-10-10|||reached",
        "G2|2026-10-12|||busy",
    ]


def test_a_corrected_case_is_counted_once_and_told_under_the_sheets_own_header(workspace: Path, run: Run) -> None:
    (workspace / "ledgers" / "north" / "2-callbacks.csv").write_text(
        "工程编号,回访日期,回访人,回访结果\nG1,2026-10-10,李一,接通\nG9,2026-10-11,李一,接通\n", "utf-8"
    )
    run("load")
    correct(
        workspace,
        'file = "ledgers/north/2-callbacks.csv"\nledger = "callbacks"\ncolumn = "case_id"\nfrom = "G9"\nto = "G2"',
    )

    code, out, _ = run("load")

    assert (code, "没有了" in out, "没有对应的应访对象" in out) == (0, False, False)
    assert "第 3 行，“工程编号”列：已按更正表改正：case_id “G9” → “G2”；录音为准 (李一, 2026-11-02)" in out
    assert said(run, "select case_id from callbacks order by 1") == ["G1", "G2"]
    correct(workspace)
    run("load")
    assert said(run, "select case_id from callbacks order by 1") == ["G1", "G9"]


def test_a_case_whose_number_is_corrected_after_it_was_loaded_is_one_case(loaded: Path, run: Run) -> None:
    correct(loaded, 'id = "G3"\nledger = "cases"\ncolumn = "case_id"\nfrom = "G3"\nto = "G7"')

    code, out, _ = run("load")

    assert (code, "没有了" in out, "G7: 工程编号 “G3” → “G7”" in out) == (0, False, True)
    assert said(run, "select case_id from cases order by 1") == ["G1", "G2", "G7"]
    assert said(run, "select case_id from case_events where event = 'start' order by 1") == ["G1", "G2", "G7"]
    correct(loaded)
    run("load")
    assert said(run, "select case_id from cases order by 1") == ["G1", "G2", "G3"]


def test_a_row_whose_number_is_corrected_is_known_where_a_newer_version_moved_it(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "1-cases.csv"
    head, *lines = file.read_text("utf-8").splitlines()
    file.write_text("\n".join([head, lines[0].replace("G1", "G0"), *lines]), "utf-8")
    run("load")
    correct(
        loaded,
        'id = "G2"\nledger = "cases"\ncolumn = "case_id"\nfrom = "G2"\nto = "G8"',
        'id = "G3"\nledger = "cases"\ncolumn = "case_id"\nfrom = "G3"\nto = "G7"',
    )

    out = run("load")[1]

    assert "没有了" not in out
    assert "G7: 工程编号 “G3” → “G7”" in out
    assert "G8: 工程编号 “G2” → “G8”" in out
    assert said(run, "select case_id from cases order by 1") == ["G0", "G1", "G7", "G8"]


def test_a_correction_that_another_file_still_needs_keeps_no_later_file_out(workspace: Path, run: Run) -> None:
    correct(workspace, OUTCOME)
    run("load")
    later = workspace / "later.csv"
    later.write_text("callback_id,case_id,at,channel,caller,outcome\nK2,G2,2026-10-14,phone,李一,busy\n", "utf-8")

    assert run("load", "later.csv")[0] == 0

    assert said(run, "select outcome from callbacks where callback_id = 'K2'") == ["busy"]
    calls = workspace / "ledgers" / "north" / "2-callbacks.csv"
    calls.write_text(calls.read_text("utf-8").replace("no_answer", "busy"), "utf-8")
    code, _, err = run("load", "ledgers/north/2-callbacks.csv")  # nothing needs it any more
    assert (code, "旧值已不是这样：K2" in err) == (2, True)


def test_what_is_corrected_in_a_file_is_corrected_in_the_workbook_that_was_made_of_it(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-bad.csv"
    file.write_text(
        "callback_id,case_id,at,channel,caller,outcome\nK8,G2,2026-10-14,phone,李一,reached\nK9,G1,卅二,phone,李一,reached\n",
        "utf-8",
    )
    correct(
        loaded, OUTCOME.replace("K2", "K8").replace("no_answer", "reached") + f'\nfile = "ledgers/north/{file.name}"'
    )
    run("load")
    run("rejects")
    book = openpyxl.load_workbook(loaded / "data" / "rejects" / "north" / f"{file.name}.rejects.xlsx")
    book["4-bad"]["C3"].value = "2026-10-15"
    book.save(loaded / "back.xlsx")

    assert run("load", "back.xlsx")[0] == 0

    assert said(run, "select outcome from callbacks where callback_id in ('K8', 'K9') order by callback_id") == [
        "refused",
        "reached",
    ]
