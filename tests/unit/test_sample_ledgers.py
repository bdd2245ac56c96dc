"""The sample ledgers are what their generator writes, and its story is true before anybody typed it."""

from __future__ import annotations

import csv
import importlib
import sys
import tomllib
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "data" / "generator"
LEDGERS = ROOT / "data" / "ledgers" / "jingyi"


@pytest.fixture(scope="module")
def sample() -> SimpleNamespace:
    """The generator's modules, the history, and the sheets that were typed from it."""
    sys.path.insert(0, str(GENERATOR))
    try:
        company, office, files, decoration = map(importlib.import_module, ("company", "office", "files", "decoration"))
    finally:
        sys.path.remove(str(GENERATOR))
    history = company.generate()
    ledgers, mistakes = office.ledgers(history)
    return SimpleNamespace(
        company=company, office=office, files=files, decoration=decoration, history=history, ledgers=ledgers,
        mistakes=mistakes, facts=company.FACTS, months=list(company.months()),
    )  # fmt: skip


def _as_read(value: Any) -> Any:
    """A typed value as the reader of spreadsheets gives it back."""
    if value is None:
        return ""
    return float(value) if isinstance(value, int) else value


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) and value.time() == datetime.min.time() else value


def _rows_of(file: Path, sheet: str) -> list[list[Any]]:
    if file.suffix == ".csv":
        return list(csv.reader(file.read_text("gb18030").splitlines()))
    with CalamineWorkbook.from_path(file) as book:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_the_committed_files_hold_cell_by_cell_what_the_generator_types(sample):
    assert sorted(path.name for path in LEDGERS.iterdir()) == sorted(ledger.file for ledger in sample.ledgers)
    for ledger in sample.ledgers:
        for sheet in ledger.sheets:
            rows = _rows_of(LEDGERS / ledger.file, sheet.name)
            first = sample.office.HEADER_ROWS
            assert rows[0][0] == sheet.title
            assert rows[first + len(sheet.rows)][0] == "合计"
            for number, row in enumerate(sheet.rows, first):
                cells = row.cells or [sample.office.Cell()] * len(sheet.header)
                if ledger.suffix == ".csv":
                    expected = [sample.files.as_text(cell) for cell in cells]
                else:
                    expected = [_day(_as_read(cell.value)) for cell in cells]
                assert [_day(cell) for cell in rows[number]] == expected, (ledger.file, sheet.name, number + 1)


def test_saving_twice_gives_the_same_bytes(sample, tmp_path):
    by_suffix = {ledger.suffix: ledger for ledger in sample.ledgers}
    assert set(by_suffix) == {".xlsx", ".xls", ".csv"}
    for ledger in by_suffix.values():
        once = sample.files.save(ledger, tmp_path).read_bytes()
        assert sample.files.save(ledger, tmp_path).read_bytes() == once


def test_the_list_of_mistakes_is_the_committed_one(sample):
    records = sample.office.distinct_records(sample.history, sample.mistakes)
    listed = sample.decoration.dirt_list(sample.ledgers, sample.mistakes, records)
    assert listed == (GENERATOR / "dirt.toml").read_text("utf-8")
    counted = Counter(mistake["kind"] for mistake in tomllib.loads(listed)["mistake"])
    assert counted == {
        "bad_date": 12, "missing_id": 4, "unknown_outcome": 4, "unknown_level": 2, "duplicate": 10, "contradictory": 8,
        "unknown_case": 3, "short_phone": 2,
    }  # fmt: skip


def test_the_seed_is_fixed_and_decides_everything(sample):
    assert sample.company.generate() == sample.history
    assert sample.company.generate(seed=1) != sample.history


def test_nothing_but_plans_is_dated_after_the_last_day(sample):
    last = sample.company.LAST
    assert last == date(2026, 10, 31)
    for project in sample.history.projects:
        moments = (
            project.started_on,
            project.ended_on,
            project.warranty_done_on,
            project.feedback_form_on,
            project.excluded_on,
        )
        assert all(day is None or day <= last for day in moments)
    assert max(callback.called_on for callback in sample.history.callbacks) <= last
    for problem in sample.history.problems:
        moments = (problem.raised_on, problem.reported_on, problem.answered_on, problem.resolved_on)
        assert all(day is None or day <= last for day in moments)


def _months_of(sample: SimpleNamespace, first: str, last: str) -> list[tuple[date, date]]:
    return [(begin, end) for begin, end in sample.months if first <= f"{begin:%Y-%m}" <= last]


def _complained(sample: SimpleNamespace, role: str, begin: date, end: date) -> dict[str, tuple[int, int]]:
    """Party -> active cases with a complaint, active cases."""
    cases = defaultdict(set)
    for problem in sample.history.problems:
        if problem.party_role == role and begin <= problem.raised_on <= end:
            cases[problem.party].add(problem.project_id)
    active = Counter(getattr(p, role) for p in sample.history.projects if p.active_in(begin, end))
    return {party: (len(cases[party]), count) for party, count in active.items()}


def test_one_crew_is_complained_of_far_more_than_any_other_in_every_month_of_2026(sample):
    fact = sample.facts["worse_crew"]
    for begin, end in _months_of(sample, fact["first"], fact["last"]):
        crews = _complained(sample, "crew", begin, end)
        complained, active = crews.pop(fact["party"])
        assert active >= 15
        assert complained / active == pytest.approx(fact["planted"], abs=0.06)
        assert len(crews) == 10
        assert all(others <= 1 and count >= 15 for others, count in crews.values())


def test_no_other_designer_or_inspector_is_complained_of_more_than_the_rest(sample):
    newcomer = sample.facts["few_cases_designer"]["party"]
    for begin, end in sample.months[-12:]:
        designers = _complained(sample, "designer", begin, end)
        assert all(complained <= 1 for party, (complained, _) in designers.items() if party != newcomer)
        assert all(complained <= 2 for complained, _ in _complained(sample, "inspector", begin, end).values())


def test_complaints_of_the_worse_crew_are_spread_over_designers_and_inspectors(sample):
    party = sample.facts["worse_crew"]["party"]
    projects = {project.project_id: project for project in sample.history.projects}
    theirs = [
        projects[problem.project_id]
        for problem in sample.history.problems
        if problem.party == party and problem.raised_on >= date(2026, 1, 1)
    ]
    for role, most in (("designer", 0.2), ("inspector", 0.3)):
        assert max(Counter(getattr(project, role) for project in theirs).values()) / len(theirs) < most


def test_one_designer_has_one_complaint_in_three_cases(sample):
    fact = sample.facts["few_cases_designer"]
    theirs = [project for project in sample.history.projects if project.designer == fact["party"]]
    assert {f"{project.started_on:%Y-%m}" for project in theirs} == {fact["joined"], fact["first"]}
    (month,) = _months_of(sample, fact["first"], fact["last"])
    assert _complained(sample, "designer", *month)[fact["party"]] == (fact["complaints"], fact["cases"])


def _reached_share(sample: SimpleNamespace, begin: date, end: date) -> float:
    """Of the callbacks after the start that fell due in the month, the share that reached the client."""
    done = {
        callback.project_id
        for callback in sample.history.callbacks
        if callback.reached and callback.rule == "after_start"
    }
    due = [p for p in sample.history.projects if begin <= p.started_on + timedelta(days=13) <= end]
    return sum(project.project_id in done for project in due) / len(due)


def test_one_caller_is_away_for_march_2026_and_nobody_takes_over(sample):
    fact = sample.facts["caller_away"]
    for begin, end in sample.months[2:]:
        made = sum(c.caller == fact["caller"] and begin <= c.called_on <= end for c in sample.history.callbacks)
        share = _reached_share(sample, begin, end)
        if f"{begin:%Y-%m}" == fact["first"]:
            assert made == fact["callbacks"]
            assert share == pytest.approx(fact["planted"], abs=0.05)
        else:
            assert made > 50
            assert share > 0.93


def test_satisfaction_falls_in_june_2026_and_stays_low(sample):
    fact = sample.facts["satisfaction_fall"]
    for begin, end in sample.months[3:]:
        for dimension, planted in fact["planted_dimension"].items():
            answers = [
                callback.answers[dimension]
                for callback in sample.history.callbacks
                if begin <= callback.called_on <= end and dimension in callback.answers
            ]
            expected = planted if f"{begin:%Y-%m}" >= fact["first"] else 0.94
            assert sum(a in ("满意", "非常满意") for a in answers) / len(answers) == pytest.approx(expected, abs=0.02)


def test_problems_are_reported_late_in_november_2025_only(sample):
    fact = sample.facts["late_reporting"]
    for begin, end in sample.months[1:]:
        raised = {p.problem_id: p for p in sample.history.problems if begin <= p.raised_on <= end}
        share = sum(problem.reported_on == problem.raised_on for problem in raised.values()) / len(raised)
        if f"{begin:%Y-%m}" == fact["first"]:
            assert share == pytest.approx(fact["planted"], abs=0.05)
        else:
            assert share > 0.9
