"""Settings change and ledgers are read again: what later files have said stands, and nothing opens anew."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import openpyxl

from analytics.tables.checks import faults
from analytics.tables.store import Store
from tests.lib.workspaces import CALLBACKS

Run = Callable[..., tuple[int, str, str]]
A_WORD = '[organisation.words.outcome]\n"嘟嘟后有人" = "reached"\n'
ONE_BAD = """\
callback_id,case_id,at,channel,caller,outcome
K8,G1,2026-10-12,phone,李一,reached
K9,G2,10月卅二,phone,李一,reached
"""


def learn_a_word(workspace: Path, word: str = "嘟嘟后有人") -> None:
    settings = workspace / "workbench.toml"
    before = settings.read_text("utf-8").partition("[organisation.words.outcome]")[0]
    settings.write_text(before + A_WORD.replace("嘟嘟后有人", word), "utf-8")


def asked(run: Run, query: str) -> list[tuple[str, ...]]:
    code, out, err = run("sql", query, "--format", "csv")
    assert (code, err) == (0, "")
    return [tuple(row.values()) for row in csv.DictReader(io.StringIO(out))]


def outcomes(run: Run) -> list[tuple[str, ...]]:
    return asked(run, "select callback_id, outcome from callbacks order by all")


def check_store(workspace: Path) -> None:
    with Store.open(workspace / "data" / "workbench.duckdb") as store:
        assert faults(store.con) == []


def test_a_correction_in_a_file_of_another_name_stands_when_both_are_read_again(loaded: Path, run: Run) -> None:
    # Its name comes before that of the ledger that it corrects.
    (loaded / "ledgers" / "north" / "0-corrected.csv").write_text(
        CALLBACKS.replace("no_answer", "reached").replace("K1,G1,2026-10-10 09:30", "K1,G1,2026-10-11"), "utf-8"
    )
    run("load")
    learn_a_word(loaded)

    code, out, _ = run("load")

    assert code == 0
    assert "读到 9 行 = 加载 0 + 未变 9 + 搁置 0" in out
    assert "改动了" not in out
    assert outcomes(run) == [("K1", "reached"), ("K2", "reached")]
    learn_a_word_more = (loaded / "workbench.toml").read_text("utf-8").replace("嘟嘟后有人", "嘟嘟有人")
    (loaded / "workbench.toml").write_text(learn_a_word_more, "utf-8")
    assert "加载 0 + 未变 9" in run("load")[1]
    assert outcomes(run) == [("K1", "reached"), ("K2", "reached")]
    check_store(loaded)


def test_a_word_that_is_understood_now_is_taken_over_by_rows_that_no_later_file_changed(loaded: Path, run: Run) -> None:
    bad = loaded / "ledgers" / "north" / "4-bad.csv"
    bad.write_text(
        ONE_BAD.replace("10月卅二", "2026-10-13").replace("李一,reached\nK9", "李一,嘟嘟后有人\nK9"), "utf-8"
    )
    assert run("load")[0] == 1
    learn_a_word(loaded)

    code, out, _ = run("load")

    assert code == 0
    assert "待改" not in out
    assert ("K8", "reached") in outcomes(run)


def test_a_row_brought_in_by_another_file_does_not_open_again(loaded: Path, run: Run) -> None:
    bad = loaded / "ledgers" / "north" / "4-bad.csv"
    bad.write_text(ONE_BAD, "utf-8")
    run("load")
    (loaded / "5-fixed.csv").write_text(ONE_BAD.replace("10月卅二", "2026-10-13"), "utf-8")
    assert run("load", "5-fixed.csv", "--organisation", "north")[0] == 0
    learn_a_word(loaded)

    code, out, _ = run("load")

    assert code == 0
    assert "搁置的行中有 1 行与以前相同，另有文件已改好加载，不再列为待改" in out
    assert "[搁置]" not in out  # nothing is asked for
    assert run("items", "--format", "csv")[1].splitlines()[1:] == []
    bad.write_text(ONE_BAD + "K10,G3,2026-10-14,phone,李一,reached\n", "utf-8")
    code, out, _ = run("load")
    assert (code, "读到 3 行 = 加载 1 + 未变 1 + 搁置 1" in out) == (0, True)
    bad.write_text(ONE_BAD.replace("卅二", "卅三"), "utf-8")  # another slip is another matter
    assert run("load")[0] == 1
    check_store(loaded)


def test_what_is_read_again_brings_in_no_row_that_was_set_aside_since(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "1-newer.csv"  # read before the older one
    file.write_text(ONE_BAD.replace("K9", "K2"), "utf-8")
    assert run("load")[0] == 1
    learn_a_word(loaded)

    code, out, _ = run("load")  # K2 stands well in the older file

    assert (code, "还有 1 行搁置待改" in out) == (1, True)


def test_a_file_that_was_renamed_and_is_read_again_counts_once(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "2-callbacks.csv").rename(folder / "9-calls.csv")
    learn_a_word(loaded)

    run("load")

    counted = asked(run, "select file from loads where current order by file")
    assert [file for (file,) in counted] == [
        f"ledgers/north/{name}.csv" for name in ("1-cases", "3-problems", "9-calls")
    ]


def test_what_a_newer_version_corrected_stays_however_often_the_workbook_sent_back_is_read_again(
    loaded: Path, run: Run
) -> None:
    """Its rows have no ids; the workbook says of G2 what the file's next version says otherwise."""
    folder = loaded / "ledgers" / "north"
    bad = "工程编号,回访日期,回访人,回访结果\nG2,2026-10-12,李一,接通\nG3,卅二,李一,接通\n"
    (folder / "4-bad.csv").write_text(bad, "utf-8")
    run("rejects")
    book = openpyxl.load_workbook(loaded / "data" / "rejects" / "north" / "4-bad.csv.rejects.xlsx")
    run("load")
    book["4-bad"]["B3"].value = "2026-10-15"
    book.save(folder / "0-back.xlsx")
    run("load")
    better = bad.replace("卅二", "2026-10-15")
    days = (
        "select case_id, cast(called_at as date) as day from callbacks where case_id > 'G1' and callback_id like '%|%'"
    )
    for newer, day in ((better, "2026-10-12"), (better.replace("10-12", "10-13"), "2026-10-13")):
        (folder / "4-bad.csv").write_text(newer, "utf-8")
        run("load")
        for word in ("嘟嘟有人", "嘟有人"):
            learn_a_word(loaded, word + day)
            assert "改动" not in run("load")[1]
            assert asked(run, f"{days} order by all") == [("G2", day), ("G3", "2026-10-15")]
    check_store(loaded)


def test_a_workbook_sent_back_that_is_read_again_settles_and_opens_nothing_of_a_newer_version(
    loaded: Path, run: Run
) -> None:
    """K8 was put right in it and is wrong again in the file's next version, which holds K9 no more."""
    folder = loaded / "ledgers" / "north"
    bad = ONE_BAD.replace("2026-10-12", "卅一")
    (folder / "4-bad.csv").write_text(bad, "utf-8")
    run("load")
    run("rejects")
    book = openpyxl.load_workbook(loaded / "data" / "rejects" / "north" / "4-bad.csv.rejects.xlsx")
    book["4-bad"]["C2"].value = "2026-10-15"
    for name in ("0-back.xlsx", "9-back.xlsx"):
        book.properties.title = name
        book.save(folder / name)
    run("load")
    (folder / "4-bad.csv").write_text("".join(bad.replace("卅一", "卅三").splitlines(keepends=True)[:2]), "utf-8")
    run("load")
    waiting = "select file, id from set_aside_items where closed_by_load_id is null"
    assert asked(run, waiting) == [("ledgers/north/4-bad.csv", "K8")]
    for word in ("嘟嘟有人", "嘟有人"):
        learn_a_word(loaded, word)

        run("load")

        assert asked(run, waiting) == [("ledgers/north/4-bad.csv", "K8")]
    check_store(loaded)


def test_the_parties_that_a_later_file_named_stay(loaded: Path, run: Run) -> None:
    later = "problem_id,case_id,kind,party_role,party,raised_at\nP1,G2,complaint,crew,一队,2026-10-20\n"
    (loaded / "0-later.csv").write_text(later, "utf-8")
    run("load", "0-later.csv", "--organisation", "north")
    learn_a_word(loaded)

    run("load")

    assert asked(run, "select problem_id, party from problems order by all") == [("P1", "一队"), ("P2", "周九")]
    check_store(loaded)


def test_a_word_learnt_later_does_not_undo_what_was_corrected_meanwhile(loaded: Path, run: Run) -> None:
    bad = loaded / "ledgers" / "north" / "4-bad.csv"
    bad.write_text(
        ONE_BAD.replace("10月卅二", "2026-10-13").replace("李一,reached\nK9", "李一,嘟嘟后有人\nK9"), "utf-8"
    )
    run("load")
    (loaded / "fixed.csv").write_text(ONE_BAD.splitlines()[0] + "\nK8,G1,2026-10-12,phone,李一,busy\n", "utf-8")
    run("load", "fixed.csv")
    bad.write_text(bad.read_text("utf-8") + "K10,G3,2026-10-14,phone,李一,reached\n", "utf-8")
    assert run("load")[0] == 0
    learn_a_word(loaded)

    assert run("load")[0] == 0

    assert ("K8", "busy") in outcomes(run)
    check_store(loaded)
