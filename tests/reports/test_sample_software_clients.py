"""The mine-software maker's reports find what is planted in its ledgers: an engineer, mine directors, visits left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics import workbench
from analytics.report.workbook import write_workbook
from analytics.settings import Workspace
from tests.lib.workbook_reader import Table, open_workbook, shown_values, stored_values

SOFTWARE = "huaiyue"


@pytest.fixture(scope="module")
def bench(sample: Workspace) -> workbench.Workbench:
    return workbench.open(sample.root)


def test_one_engineer_is_complained_of_beyond_chance(bench: workbench.Workbench) -> None:
    found = bench.results("quarterly", organisation=SOFTWARE, period="2026-Q3").lists["observations"]
    assert [row["group"]["party:engineer"] for row in found if row["kind"] == "party"] == ["郭永年"]


@pytest.mark.parametrize(("period", "directors"), [("2026-Q1", (55, 62)), ("2026-Q2", (30, 67)), ("2026-Q3", (16, 74))])
def test_mine_directors_are_hardly_reached_from_april_on(
    bench: workbench.Workbench, period: str, directors: tuple[int, int]
) -> None:
    """All other contacts are reached as before."""
    rates = bench.measure(
        "coverage", organisation=SOFTWARE, period=period, by="contact_role", where={"rule": "every_contact"}
    ).set_index("contact_role")
    assert tuple(rates.loc["mine_director", ["numerator", "denominator"]]) == directors
    assert rates.drop("mine_director")["value"].min() > 0.85


@pytest.mark.parametrize(("period", "visited"), [("2026-Q2", (8, 8)), ("2026-Q3", (2, 9))])
def test_very_large_clients_are_not_visited_in_the_third_quarter(
    bench: workbench.Workbench, period: str, visited: tuple[int, int]
) -> None:
    rules = bench.measure("coverage", organisation=SOFTWARE, period=period, by="rule").set_index("rule")
    assert tuple(rules.loc["visit_very_large", ["numerator", "denominator"]]) == visited


def test_clients_without_categories_are_counted_by_role_alone(bench: workbench.Workbench, tmp_path: Path) -> None:
    results = bench.results("monthly", organisation=SOFTWARE, period="2026-10")
    assert {tuple(row["group"]) for row in results.figures_of("coverage_role_category")} == {("role",), ()}
    write_workbook(results, tmp_path / "report.xlsx", "zh")
    book = open_workbook(tmp_path / "report.xlsx")
    assert Table(book, "coverage_role_category").headings == ["回访角色", "合计 回访率", "合计 已访", "合计 应访"]
    assert shown_values(book, results, "zh") == stored_values(results)
