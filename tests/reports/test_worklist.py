"""The work-list is the report's open obligations: of every pack on its own ledgers, and of every sample organisation."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics import workbench
from analytics.measures.evaluate import Reading
from analytics.periods import Calendar
from analytics.policy.obligations import obligations
from analytics.policy.worklist import worklist
from analytics.results.lists import overdue
from analytics.settings import Workspace
from tests.lib.sample_workspace import ROOT
from tests.packs.test_packs import SCENARIOS
from tests.reports.test_every_pack import reading_under

OPEN = ("missed", "unreached", "refused", "pending")
LATE = ("case_id", "rule", "role", "contact_role", "due")
SAMPLES = ("jingyi", "tingzhu", "banmu", "huaiyue", "qingyuan")
AS_OF = "2026-10-31"


def agrees(reading: Reading) -> int:
    """Assert that the work-list is what is open, and its overdue part what the report of the month lists; return its length.

    Open is what has opened and no later one of its family has taken over; what is still in time comes first.
    """
    rows = worklist(reading.con, reading.schema, reading.policy, organisation=reading.organisation, as_of=reading.as_of)
    day = reading.as_of.isoformat()
    keys = ("case_id", "rule", "seq", "contact_role", "role")
    still_open = [
        tuple(row[key] for key in keys)
        for row in obligations(reading.con, reading.schema)
        if row["bucket"] in OPEN and row["opens"][:10] <= day and (not row["expires"] or row["expires"][:10] > day)
    ]
    assert sorted(map(str, (tuple(row[key] for key in keys) for row in rows))) == sorted(map(str, still_open))
    late = [row["days_left"] < 0 for row in rows]
    assert late == sorted(late)

    month = Calendar().period_of(reading.as_of, "month")
    first = month.first.isoformat()
    # A share's obligations are no arrears one by one; what is due today is not late, yet not in time when the day is over.
    to_do = [
        (*(row[key] or "" for key in LATE[:-1]), row["due"][:10])
        for row in rows
        if row["bucket"] != "pending" and row["due"][:10] >= first and row["rule"] not in reading.policy.shares
    ]
    told = [
        tuple(row[key] for key in LATE)
        for row in overdue(reading, month)
        if row["opens"] <= day and (row["expires"] is None or row["expires"] > day)
    ]
    assert sorted(to_do) == sorted(told)
    return len(rows)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_worklist_of_every_pack_is_its_open_obligations(path: Path) -> None:
    reading = reading_under(path)
    agrees(reading)


@pytest.mark.parametrize("organisation", SAMPLES)
def test_the_worklist_of_every_sample_organisation_is_its_open_obligations(
    sample: Workspace, organisation: str
) -> None:
    """At the end of October 2026 each of them has something to do."""
    bench = workbench.open(sample.root)
    assert agrees(bench.reading(organisation, None, AS_OF)) > 0
    bench.close()


def test_these_are_the_sample_organisations() -> None:
    assert tuple(organisation.id for organisation in Workspace.open(ROOT).settings.organisation) == SAMPLES
