"""A follow-up centre published its outcome; a ledger with its counts, under H4's rules, prints its figures.

Published: 3,889 patients, every one called (100 %), 90.36 % reached, 96.23 % satisfied; those not reached did not answer, had
a vacant or wrong number, were out of service or switched off. Of 3,889 patients only 3,514 reached make 90.36 %. How many of
them answered is not told, and 96.23 % of all 3,514 is no whole number of people: here fourteen gave no answer, 3,368 of 3,500
were satisfied.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, repeat
from pathlib import Path

import pytest

from analytics.cli import main
from tests.lib.table_text import Row, write_canonical

PATIENTS, REACHED, ANSWERED, SATISFIED = 3889, 3514, 3500, 3368
NOT_REACHED = {"no_answer": 210, "vacant_number": 58, "wrong_number": 31, "out_of_service": 40, "switched_off": 36}
SETTINGS = """\
language = "en"
[[organisation]]
id = "centre"
name = "随访中心"
name_en = "Follow-up centre"
policy = "discharge_30d"
ledgers = "ledgers"
"""


def patients() -> list[Row]:
    """Return the discharges, of every day until the middle of November: all are due within the year."""
    first = date(2025, 1, 1)
    return [
        {
            "case_id": f"P{number:04}",
            "category": "ordinary",
            "event.discharge": str(first + timedelta(days=number % 319)),
        }
        for number in range(PATIENTS)
    ]


def callbacks() -> Iterator[Row]:
    """Yield an attempt for every patient within thirty days; every tenth of those reached was first tried in vain."""
    levels = chain(repeat("satisfied", SATISFIED), repeat("fairly", ANSWERED - SATISFIED), repeat(None))
    failures = chain.from_iterable(repeat(outcome, count) for outcome, count in NOT_REACHED.items())
    for number, patient in enumerate(patients()):
        discharged = date.fromisoformat(str(patient["event.discharge"]))
        attempt: Row = {"case_id": patient["case_id"], "channel": "phone", "at": str(discharged)}
        if number < REACHED:
            if number % 10 == 0:
                yield {**attempt, "outcome": "no_answer", "reason": "no_answer"}
            attempt["at"] = str(discharged + timedelta(days=number % 30 + 1))
            yield {**attempt, "outcome": "reached", "satisfaction": next(levels)}
        else:
            outcome = next(failures)
            yield {**attempt, "outcome": outcome, "reason": outcome}


def test_the_published_figures_of_the_follow_up_centre_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Loaded, published and measured as anybody would: 100 %, 90.36 %, 96.23 %, each with its counts."""
    (tmp_path / "workbench.toml").write_text(SETTINGS, "utf-8")
    monkeypatch.chdir(tmp_path)
    called = [{"callback_id": f"K{number}", **row} for number, row in enumerate(callbacks())]
    write_canonical({"cases": patients(), "callbacks": called}, tmp_path / "ledgers")
    assert main(("load",)) == 0
    capsys.readouterr()

    printed = {}
    for measure in ("attempt_coverage", "reach_rate", "satisfaction_rate", "record_completeness"):
        assert main(("measure", measure, "--organisation", "centre", "--period", "2025")) == 0
        printed[measure] = capsys.readouterr().out.splitlines()[-1].split()[1:3]

    assert printed == {
        "attempt_coverage": ["100.00%", "3889/3889"],
        "reach_rate": ["90.36%", "3514/3889"],
        "satisfaction_rate": ["96.23%", "3368/3500"],
        "record_completeness": ["100.00%", "4241/4241"],
    }
