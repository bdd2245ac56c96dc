"""A load that is killed at any moment leaves the store as before or after each of its files, never in between."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analytics.ledger.rows import LedgerFile
from analytics.tables.checks import faults
from analytics.tables.load import load_file
from analytics.tables.publish import publish
from analytics.tables.store import Store, open_snapshot
from tests.lib.ledger_files import LOADED_AT, PROFILE, contents, ledger_file, sheet
from tests.lib.table_text import Row

ROOT = Path(__file__).parents[2]
KILLS = 10
FILES = 6
CASES = 400
# The child that is killed; it says when its work begins.
CHILD = "import sys; from tests.functional.test_killed_load import load_all; load_all(sys.argv[1], 'loading')"


def received(number: int) -> LedgerFile:
    """Return the ledger of one month; it corrects some rows of the month before."""
    cases: list[Row] = [
        {"case_id": f"G{case}", "area": f"{number}", "event.start": "2026-03-05", "party.crew": f"{case % 7}队;甲队"}
        for case in range(number * CASES - 100, (number + 1) * CASES)
    ]
    callbacks: list[Row] = [
        {
            "callback_id": f"K{call}",
            "case_id": f"G{call}",
            "at": f"2026-03-05 09:00:0{number}",
            "satisfaction": "fairly",
        }
        for call in range(number * CASES - 50, (number + 1) * CASES)
    ]
    problems: list[Row] = [
        {"problem_id": f"T{item}", "party_role": "crew", "party": "甲队;乙队", "text": f"{number}"}
        for item in range(number * 40 - 20, (number + 1) * 40)
    ]
    return ledger_file(sheet("cases", cases), sheet("callbacks", callbacks), sheet("problems", problems))


def load_all(folder: str, announced: str = "") -> None:
    """Load every file and publish after each, as an office does that loads when a ledger comes."""
    if announced:
        print(announced, flush=True)
    with Store.open(Path(folder) / "workbench.duckdb") as store:
        for number in range(FILES):
            load_file(
                store,
                received(number),
                organisation="jingyi",
                file_name=f"{number}.xlsx",
                profile_digest=PROFILE,
                loaded_at=LOADED_AT,
            )
            publish(store, Path(folder) / "published.duckdb", staff_names=False)


def start(folder: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", CHILD, str(folder)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert child.stdout is not None
    assert child.stdout.readline() == "loading\n"
    return child


def held(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    with Store.open(folder / "workbench.duckdb") as store:
        assert faults(store.con) == []
        return contents(store.con, without=("code",))


@pytest.mark.long
def test_a_killed_load_is_whole_or_absent_file_by_file(tmp_path: Path) -> None:
    undisturbed = tmp_path / "undisturbed"
    undisturbed.mkdir()
    began = time.perf_counter()
    child = start(undisturbed)
    child.communicate()
    lasted = time.perf_counter() - began
    after_each = [0]
    whole = held(undisturbed)

    moments = random.Random(20261101)
    for kill in range(KILLS):
        folder = tmp_path / f"killed-{kill}"
        folder.mkdir()
        child = start(folder)
        time.sleep(moments.uniform(0, lasted))
        child.kill()
        child.communicate()

        found = held(folder)
        after_each.append(len(found["loads"]))
        for journal in ("loads", "load_sheets"):
            assert found[journal] == [row for row in whole[journal] if row[0] in range(1, len(found["loads"]) + 1)]
        if (folder / "published.duckdb").exists():
            seen = open_snapshot(folder / "published.duckdb")
            (published,) = seen.execute("select count(*) from loads").fetchall()[0]
            assert published in (len(found["loads"]), len(found["loads"]) - 1)
            seen.close()

        load_all(str(folder))
        assert held(folder) == whole
        assert sorted(path.name for path in folder.iterdir()) == [
            "published.duckdb",
            "workbench.duckdb",
            "workbench.duckdb.lock",
        ]

    assert len(set(after_each)) > 2, "the kills did not fall at different moments"
