"""The hospital's reports find what is planted in its ledgers: a department, nursing, and lists that came too late."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from analytics import workbench
from analytics.present.sections import ReportView
from analytics.report.workbook import write_workbook
from analytics.settings import Workspace
from tests.lib.workbook_reader import Table, open_workbook

HOSPITAL = "tingzhu"


@pytest.fixture(scope="module")
def bench(sample: Workspace) -> workbench.Workbench:
    return workbench.open(sample.root)


def counts(bench: workbench.Workbench, measure: str, period: str, by: str) -> dict[str, tuple[int, int]]:
    """Return numerator and denominator of each group."""
    figures = bench.measure(measure, organisation=HOSPITAL, period=period, by=by)
    return {row[by]: (int(row["numerator"]), int(row["denominator"])) for row in figures.to_dict("records")}


def noticed(bench: workbench.Workbench, kind: str, period: str) -> list[tuple[Any, ...]]:
    """Return the parties and changes that the report calls attention to: what, which, direction."""
    found = bench.results(kind, organisation=HOSPITAL, period=period).lists["observations"]
    return [
        (row["measure"], *row["group"].values(), row["direction"])
        for row in found
        if row["kind"] in ("party", "change")
    ]


@pytest.mark.parametrize("period", ["2026-Q2", "2026-Q3"])
def test_one_department_is_complained_of_beyond_chance(bench: workbench.Workbench, period: str) -> None:
    """Orthopaedics from April 2026, one patient in four or five; no other department or doctor."""
    parties = [one for one in noticed(bench, "quarterly", period) if one[0] == "complaint_ratio"]
    assert parties == [("complaint_ratio", "骨科", "worse")]
    departments = counts(bench, "complaint_ratio", period, "party:department")
    complained, patients = departments.pop("骨科")
    assert complained / patients > 0.2
    assert all(complained <= 2 for complained, _ in departments.values())


def test_no_department_stands_out_before(bench: workbench.Workbench) -> None:
    assert not [one for one in noticed(bench, "quarterly", "2026-Q1") if one[0] == "complaint_ratio"]


def test_satisfaction_rises_with_nursing(bench: workbench.Workbench) -> None:
    """From July 2026; what patients say of doctors stays as it was."""
    rises = [one for one in noticed(bench, "quarterly", "2026-Q3") if one[0] == "satisfaction_rate"]
    assert set(rises) == {("satisfaction_rate", "rise")}
    before, after = (
        {name: good / asked for name, (good, asked) in counts(bench, "satisfaction_rate", period, "dimension").items()}
        for period in ("2026-Q2", "2026-Q3")
    )
    assert before["nursing"] < 0.82
    assert after["nursing"] > 0.94
    assert after["doctor"] == pytest.approx(before["doctor"], abs=0.02)


def test_basic_first_visits_are_missed_when_their_lists_come_late(bench: workbench.Workbench) -> None:
    """October 2026: not half of them called back, the other categories as ever; each begun step of five costs a point."""
    categories = {name: done / due for name, (done, due) in counts(bench, "coverage", "2026-10", "category").items()}
    assert categories.pop("basic_first") < 0.5
    assert min(categories.values()) > 0.9
    lines = bench.appraisal(organisation=HOSPITAL, period="2026-10").dropna(subset=["steps"])
    assert lines.set_index("group")["points"].to_dict() == {"basic_first": 13, "inpatient": 2, "specialist_first": 2}
    assert counts(bench, "coverage", "2026-09", "category")["basic_first"] == (14, 14)


def test_drawn_callbacks_without_an_id_are_found_by_case_caller_and_time(
    bench: workbench.Workbench, tmp_path: Path
) -> None:
    """The hospital's form numbers patients, not calls: what stands in for an id is for nobody to read."""
    results = bench.results("monthly", organisation=HOSPITAL, period="2026-10")
    (section,) = [one for one in ReportView(results, "zh").sections() if one.key == "spot_checks"]
    assert '<li>MZ2610020 <span class="d">2026-10-20 10:12</span> 何听雨</li>' in section.html
    write_workbook(results, tmp_path / "report.xlsx", "zh")
    table = Table(open_workbook(tmp_path / "report.xlsx"), "spot_checks")
    assert table.headings == ["抽查规则", "抽查期", "回访人", "编号", "回访时间", "接通日期", "状态"]
    assert [row[heading] for row in table.rows[:1] for heading in ("回访人", "编号", "回访时间")] == [
        *("何听雨", "MZ2610020", "2026-10-20 10:12")
    ]
