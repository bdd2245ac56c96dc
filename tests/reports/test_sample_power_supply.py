"""The power company's reports find what is planted in its ledgers: a flood, a crew, notices of outages."""

from __future__ import annotations

import pytest

from analytics import workbench
from analytics.settings import Workspace

POWER = "qingyuan"


@pytest.fixture(scope="module")
def bench(sample: Workspace) -> workbench.Workbench:
    return workbench.open(sample.root)


def test_in_the_flood_half_of_the_ordinary_repairs_are_called_back_late(bench: workbench.Workbench) -> None:
    rates = bench.measure(
        "on_time_coverage", organisation=POWER, period="2026-H1", grain="month", where={"rule": "fault_repair"}
    )
    assert rates["value"].min() > 0.8
    (july,) = bench.measure("on_time_coverage", organisation=POWER, period="2026-07", where={"rule": "fault_repair"})[
        "value"
    ]
    assert 0.4 < july < 0.65


def test_the_rule_that_fell_in_the_flood_is_a_key_point_though_the_whole_did_not_fall_clearly(
    bench: workbench.Workbench,
) -> None:
    found = bench.results("monthly", organisation=POWER, period="2026-07").lists["observations"]
    fallen = [(row["measure"], row["group"], row["period"]) for row in found if row["direction"] == "fall"]
    assert fallen == [("on_time_coverage", {"rule": "fault_repair"}, period) for period in ("2026-06", "2025-07")]


@pytest.mark.parametrize("period", ["2026-Q2", "2026-Q3"])
def test_one_crew_is_complained_of_beyond_chance(bench: workbench.Workbench, period: str) -> None:
    """No other crew and no department is."""
    found = bench.results("quarterly", organisation=POWER, period=period).lists["observations"]
    assert [row["group"] for row in found if row["kind"] == "party"] == [{"party:crew": "抢修三班"}]


@pytest.mark.parametrize(("period", "low", "high"), [("2025-12", 0.9, 1.0), ("2026-06", 0.4, 0.65)])
def test_notices_of_outages_lose_their_good_marks_in_june(
    bench: workbench.Workbench, period: str, low: float, high: float
) -> None:
    """The other nine questions stay."""
    rates = bench.measure("satisfaction_rate", organisation=POWER, period=period, by="dimension")
    asked = rates.set_index("dimension")["value"].drop("overall")
    assert low <= asked["outage_notice"] <= high
    assert asked.drop("outage_notice").min() > 0.75


def test_survey_cards_reach_those_whom_the_work_list_draws(bench: workbench.Workbench) -> None:
    rules = bench.measure("coverage", organisation=POWER, period="2026-06", by="rule").set_index("rule")["value"]
    assert rules.loc[["survey_key", "survey_non_residential", "survey_residential"]].min() > 0.9
