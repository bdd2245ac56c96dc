"""What was filled in comes out as it went in: template, load, the whole ledger exported, and loaded again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

from tests.lib.workspaces import make_workspace

Run = Callable[..., tuple[int, str, str]]
PUBLIC = {
    "cases": "case_id, category, area, excluded_on, exclusion_reason",
    "case_events": "case_id, event, happened_at, has_time",
    "case_parties": "case_id, party_role, party",
    "callbacks": "callback_id, case_id, called_at, has_time, channel, caller, outcome, duration_s, filled_columns",
    "answers": "callback_id, dimension, level",
    "problems": "problem_id, case_id, kind, party_role, party, raised_at, resolved_at, resolved_has_time",
}


def filled_template(run: Run) -> Path:
    """A workspace whose ledger is the pack's template with some rows, one attempt without any answer."""
    assert run("init", "office", "--organisation", "office", "--policy", "decoration")[0] == 0
    file = next(Path("office/data/ledgers/office").iterdir())
    book = openpyxl.load_workbook(file)
    cases, callbacks, problems = book.worksheets[:3]
    words = [dict(choices(sheet)) for sheet in book.worksheets[:3]]
    for number in range(1, 4):
        cases.append(filled(cases, {1: f"G{number}", 4: f"2026-10-0{number}", 5: "2026-12-01", 14: "13800000001"}))
        callbacks.append(filled(callbacks, {**words[1], 1: f"G{number}", 2: f"2026-10-1{number} 09:30", 3: "李一"}))
        problems.append(filled(problems, {**words[2], 2: f"G{number}", 8: f"2026-10-2{number}"}))
    book.save(file)
    return file


def choices(sheet: Any) -> list[tuple[int, str]]:
    """The first word of each drop-down list, by column."""
    return [
        (next(iter(rule.sqref.ranges)).min_col, rule.formula1.strip('"').split(",")[0])
        for rule in sheet.data_validations.dataValidation
    ]


def filled(sheet: Any, cells: dict[int, str]) -> list[str | None]:
    return [cells.get(place) for place in range(1, sheet.max_column + 1)]


def published(run: Run, workspace: str) -> dict[str, str]:
    return {
        table: run("sql", f"select {columns} from {table} order by all", "--workspace", workspace, "--format", "csv")[1]
        for table, columns in PUBLIC.items()
    }


def assert_comes_back(run: Run, workspace: str, organisation: str, rows: int) -> None:
    """Export the ledger; it changes nothing where it is loaded again, and makes the same of a new workspace."""
    before = published(run, workspace)
    assert run("export", "--ledger", "--out", "copy.xlsx", "--workspace", workspace)[0] == 0
    code, out, err = run("load", "copy.xlsx", "--workspace", workspace)
    assert (code, err) == (0, "")
    assert f"读到 {rows} 行 = 加载 0 + 未变 {rows} + 搁置 0。" in out
    assert "[" not in out
    assert published(run, workspace) == before
    assert run("init", "other", "--organisation", organisation, "--policy", "decoration")[0] == 0
    assert run("load", "copy.xlsx", "--workspace", "other")[0] == 0
    assert published(run, "other") == before


def test_the_template(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    filled_template(run)
    code, out, _ = run("load", "--workspace", "office")
    assert (code, "[" in out) == (0, False)
    assert_comes_back(run, "office", "office", 9)


def test_the_canonical_ledger_with_all_that_it_can_hold(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    folder = make_workspace(tmp_path / "full") / "ledgers" / "north"
    (folder / "4-more.csv").write_text(
        "case_id,at,channel,caller,outcome,reason,satisfaction.design,comment,duration_s,field.天气\n"
        "G1,2026-10-20,phone,李一,no_answer,关机,,=1+1,0,晴\n"
        "G1,2026-10-20,phone,李一,no_answer,,,再打,30.5,\n"
        'G2,2026-10-21 08:00:01,visit,李一;周九,reached,,满意,"一\n二",1200,\n',
        "utf-8",
    )
    (folder / "5-more.csv").write_text(
        "problem_id,case_id,kind,party_role,party,raised_at,resolved_at,verified\n"
        "P9,G1,complaint,crew,二队,2026-10-20,2026-10-22 10:00,是\n"
        "P9,G1,complaint,designer,周九,2026-10-20,2026-10-22 10:00,是\n",
        "utf-8",
    )
    (folder / "6-more.csv").write_text(
        "case_id,area,contact.owner,note.甲,excluded_on,exclusion_reason,person.name\n"
        "G3,东区,钱八;孙七,-1,2026-11-01,业主出国,@sum\n",
        "utf-8",
    )
    (folder / "7-staff.csv").write_text("name,role,department,from,to\n李一,service,客服部,2026-01-01,\n", "utf-8")
    assert run("load", "--workspace", "full")[0] == 0
    assert_comes_back(run, "full", "north", 13)
    book = openpyxl.load_workbook("copy.xlsx")
    assert book.sheetnames == ["cases", "callbacks", "problems", "staff"]
    assert all(cell.data_type in "sn" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_export_names_what_it_is_and_overwrites_nothing(tmp_path: Path, run: Run, monkeypatch: Any) -> None:
    monkeypatch.chdir(make_workspace(tmp_path))
    run("load")
    assert run("export", "--out", "x.xlsx")[0] == 2
    assert run("export", "--out", "x.xlsx", "--period", "2026-10", "--ledger")[0] == 2
    assert "妥善保管" in run("export", "--out", "x.xlsx", "--ledger")[1]
    assert run("export", "--out", "x.xlsx", "--ledger")[0] == 2
    assert run("export", "--out", "x.csv", "--ledger")[0] == 2
