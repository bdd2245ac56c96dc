"""The property manager's reports find what is planted in its ledgers: a busy manager, a repairer, late notices."""

from __future__ import annotations

import pytest

from analytics import workbench
from analytics.language import Text
from analytics.periods import parse_period
from analytics.policy.pack import load_policy
from analytics.present.sections import ReportView
from analytics.results.compute import compute
from analytics.settings import Workspace
from analytics.tables.store import open_snapshot

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


def test_rules_of_a_role_that_no_ledger_holds_any_more_are_told_in_the_report(sample: Workspace) -> None:
    """With the managers gone: their three quotas and their target, and none of the others' rules."""
    con = open_snapshot(sample.snapshot)
    for table, column in (("callbacks", "caller_role"), ("staff", "role")):
        con.execute(
            f"create or replace view {table} as select * replace (nullif({column}, 'manager') as {column}) "
            f"from published.{table}"
        )
    period = parse_period("2026-10")
    results = compute(
        con,
        load_policy("repair_roles"),
        organisation=PROPERTY,
        title=Text(zh="半亩", en="Banmu"),
        kind="monthly",
        period=period,
        as_of=period.last,
    )
    con.close()
    assert [(lack.rule, lack.what, lack.name) for lack in results.lacks] == [
        (rule, "role", "manager") for rule in ("manager_general", "manager_safety", "manager_leak", "manager_share")
    ]
    notes = next(one for one in ReportView(results, "zh").sections() if one.key == "data_notes")
    title = results.labels["rule"]["manager_share"]["zh"]
    assert f"规则“{title}”：没有“经理”作的回访" in notes.html
