"""The property manager's reports find what is planted in its ledgers: a busy manager, a repairer, late notices."""

from __future__ import annotations

import pytest

from analytics import workbench
from analytics.settings import Workspace

PROPERTY = "banmu"


@pytest.fixture(scope="module")
def bench(sample: Workspace) -> workbench.Workbench:
    return workbench.open(sample.root)


@pytest.mark.parametrize(("period", "manager"), [("2026-Q1", "met"), ("2026-Q2", "met"), ("2026-Q3", "missed")])
def test_the_manager_falls_short_of_one_in_ten_in_one_quarter(
    bench: workbench.Workbench, period: str, manager: str
) -> None:
    """The supervisors and the repair leads reach their shares all the time."""
    shares = bench.measure("coverage", organisation=PROPERTY, period=period, by="role").set_index("role")["status"]
    assert shares.to_dict() == {"manager": manager, "supervisor": "met", "repair_lead": "met"}


@pytest.mark.parametrize(("period", "worse"), [("2026-Q1", []), ("2026-Q2", ["石不移"]), ("2026-Q3", ["石不移"])])
def test_one_repairer_is_complained_of_beyond_chance(bench: workbench.Workbench, period: str, worse: list[str]) -> None:
    """From May 2026, one order in four; nobody else ever."""
    found = bench.results("quarterly", organisation=PROPERTY, period=period).lists["observations"]
    assert [row["group"]["party:repairer"] for row in found if row["kind"] == "party"] == worse


def test_written_notices_come_late_in_october(bench: workbench.Workbench) -> None:
    """Ordinarily nearly all within a day; in October 2026 one of four."""
    rates = bench.measure("deadline_rate", organisation=PROPERTY, period="2026", grain="month").set_index("period")
    assert tuple(rates.loc["2026-10", ["numerator", "denominator"]]) == (1, 4)
    assert rates.loc["2026-01":"2026-09", "value"].min() > 0.8
