"""The reports find what is planted in the sample ledgers, and raise no alarm about anything else."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from analytics.periods import parse_period
from analytics.policy.pack import load_policy
from analytics.results.compute import compute
from analytics.results.document import Results
from analytics.settings import Workspace
from analytics.tables.store import open_snapshot
from tests.lib.sample_workspace import ROOT

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORY = {
    fact["id"]: fact for fact in tomllib.loads((ROOT / "data" / "generator" / "story.toml").read_text("utf-8"))["fact"]
}
CREW = STORY["worse_crew"]["party"]
AWAY = STORY["caller_away"]["caller"]
SATISFACTION = {"satisfaction_rate", "satisfaction_score"}
DUE = {"coverage", "on_time_coverage", "attempt_coverage", "case_coverage"}


@pytest.fixture(scope="module")
def snapshot(sample: Workspace) -> Iterator[DuckDBPyConnection]:
    """The published tables of the sample organisation."""
    con = open_snapshot(sample.snapshot)
    yield con
    con.close()


def results_of(snapshot: DuckDBPyConnection, sample: Workspace, label: str) -> Results:
    """Return the results of one period as of its last day."""
    period = parse_period(label)
    return compute(
        snapshot,
        load_policy("decoration"),
        organisation="jingyi",
        title=sample.organisation("jingyi").title,
        kind="monthly",
        period=period,
        as_of=period.last,
    )


def alarms(results: Results) -> set[tuple[Any, ...]]:
    """Return what the report calls attention to beyond chance: kind, what, compared with, direction."""
    return {
        (row["kind"], row["group"].get("party:crew") or row["group"].get("caller") or row["measure"], row["direction"])
        for row in results.lists["observations"]
        if row["kind"] != "target_missed"
    }


def changes(measures: set[str], direction: str) -> set[tuple[str, str, str]]:
    """Return the alarms that a change of these measures makes."""
    return {("change", measure, direction) for measure in measures}


WORSE = {("party", CREW, "worse")}
QUIET: dict[str, set[tuple[str, str, str]]] = {
    "2026-01": WORSE,
    "2026-02": WORSE,
    "2026-03": WORSE | {("caller_absent", AWAY, "fall")} | changes(DUE, "fall"),
    "2026-04": WORSE | changes(DUE - {"case_coverage"}, "rise"),
    "2026-06": WORSE | changes(SATISFACTION, "fall"),
    "2026-10": WORSE | changes(SATISFACTION, "fall"),
    "2025-11": WORSE | changes({"timely_feedback_rate"}, "fall"),
    "2025-12": WORSE | changes({"timely_feedback_rate"}, "rise"),
    "2026-Q3": WORSE | changes(SATISFACTION, "fall"),
}


@pytest.mark.parametrize("label", QUIET)
def test_a_report_calls_attention_to_what_is_planted_and_to_nothing_else(
    snapshot: DuckDBPyConnection, sample: Workspace, label: str
) -> None:
    """Crew, caller, satisfaction and late reporting, each in its months; every other party, month and measure is quiet."""
    assert QUIET[label] == alarms(results_of(snapshot, sample, label))


def test_a_designer_with_few_cases_is_shown_without_a_flag(snapshot: DuckDBPyConnection, sample: Workspace) -> None:
    """A third of three cases is no evidence: counts, no signal, after all others."""
    fact = STORY["few_cases_designer"]
    rows = results_of(snapshot, sample, "2026-10").figures_of(fact["section"], "current")

    assert rows[-1]["group"] == {"party:designer": fact["party"]}
    assert (fact["complaints"], fact["cases"]) == (rows[-1]["numerator"], rows[-1]["denominator"])
    assert (rows[-1]["few"], rows[-1]["signal"]) == (True, None)


def test_satisfaction_falls_in_the_month_that_is_planted(snapshot: DuckDBPyConnection, sample: Workspace) -> None:
    """Every month before the change is above 0.90, every one from it on below 0.86."""
    fact = STORY["satisfaction_fall"]
    trend = [
        row
        for row in results_of(snapshot, sample, "2026-10").figures_of("satisfaction_trend")
        if row["measure"] == fact["measure"]
    ]
    before = [row["value"] for row in trend if row["period"] < fact["first"]]
    after = [row["value"] for row in trend if row["period"] >= fact["first"]]

    assert (len(before), len(after)) == (19, 5)
    assert min(before) > 0.90
    assert max(after) < 0.86
