"""Every shipped pack on its own small ledgers: the reports that it asks for."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.measures.evaluate import Reading
from analytics.periods import Calendar
from analytics.policy.deadlines import KINDS
from analytics.policy.pack import load_policy, shipped
from analytics.policy.rules import Report
from analytics.present.sections import ReportView
from analytics.report.workbook import write_workbook
from analytics.results.compute import compute
from analytics.results.document import Results
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.lib.workbook_reader import Table, open_workbook, shown_values, stored_values
from tests.packs.test_packs import LEDGER, SCENARIOS, pack_of, scenario


def reading_under(path: Path) -> Reading:
    """Return the ledger of a scenario under its pack, with nobody's own parameters."""
    case = scenario(path)
    sections = {name: case.sections.get(name, "") for name in LEDGER}
    return reading_of(ledger(**sections), load_policy(pack_of(path.parent.name)), case.as_of)


def results_of(reading: Reading, kind: str) -> Results:
    """Compute the report of the period that holds the scenario's day, and pass it through its stored form."""
    grain = next(grain for grain, name in KINDS.items() if name == kind)
    return compute(
        reading.con,
        reading.policy,
        organisation=reading.organisation,
        title=Text(zh="某机构", en="An office"),
        kind=kind,
        period=Calendar().period_of(reading.as_of, grain),
        as_of=reading.as_of,
    )


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_reports_of_every_pack_can_be_shown_and_holds_what_the_workbook_holds(path: Path, tmp_path: Path) -> None:
    """No section fails for want of parties, roles, categories or answers."""
    reading = reading_under(path)
    asked = {KINDS[rule.every] for rule in reading.policy.rules(Report)} - {"monthly", "quarterly"}
    for kind, language in (("monthly", "en"), *((kind, "zh") for kind in sorted(asked))):
        results = results_of(reading, kind)
        sections = ReportView(results, language).sections()
        assert len({section.key for section in sections}) == len(sections)
        file = tmp_path / f"{kind}.xlsx"
        write_workbook(results, file, language)
        book = open_workbook(file)
        assert shown_values(book, results, language) == stored_values(results)
        case = {"zh": "编号", "en": "Case"}[language]
        for name in ("in_progress", "completed", "completed_this_week", "week_callbacks"):
            if name in results.meta["sections"] and results.lists[name]:
                listed = [row[case] for row in Table(book, name).rows]
                assert listed == [row["case_id"] for row in results.lists[name]]


def test_a_builders_faults_stand_by_part_and_cause_on_page_and_in_the_workbook(tmp_path: Path) -> None:
    """Of October 2026 one: the roof seeps. A trade whose items name no part has no such table."""
    results = results_of(reading_under(Path(__file__).parents[1] / "packs" / "C1" / "warranty.txt"), "monthly")
    section = next(one for one in ReportView(results, "en").sections() if one.key == "problems")
    assert re.findall("<h3>(.*?)</h3>", section.html) == ["By kind", "By part", "By cause", "By part and cause"]
    assert re.findall('<th scope="row">(.*?)</th>', section.html) == ["Defect", "roof", "seepage", "roof · seepage"]
    write_workbook(results, tmp_path / "c1.xlsx", "en")
    (row,) = Table(open_workbook(tmp_path / "c1.xlsx"), "problems_component_cause").rows
    assert (row["Part"], row["Cause"], row["Raised"], row["Resolved"]) == ("roof", "seepage", 1, 0)
    other = results_of(reading_under(Path(__file__).parents[1] / "packs" / "P2" / "four_kinds.txt"), "monthly")
    assert not other.figures_of("problems_component")


def test_open_questions_without_an_appointed_time_stand_on_page_and_in_the_workbook(tmp_path: Path) -> None:
    """Of the property's owners one: asked on 1 March, no time in the item or in the callback that it is of."""
    results = results_of(reading_under(Path(__file__).parents[1] / "packs" / "P1" / "visits.txt"), "monthly")
    section = next(one for one in ReportView(results, "zh").sections() if one.title == "登记不全的问题件")
    assert re.findall('<th scope="row" class="d">(.*?)</th>', section.html) == ["Q3"]
    assert re.findall('data-name="缺少">(.*?)</td>', section.html) == ["约定答复时间"]
    assert "1 件问题登记不全，最早的已提出 30 天。" in section.html
    assert (
        '1 件问题登记不全：见<a href="#lacking_items">登记不全的问题件</a>'
        in ReportView(results, "zh").observations().html
    )
    write_workbook(results, tmp_path / "p1.xlsx", "zh")
    (row,) = Table(open_workbook(tmp_path / "p1.xlsx"), "lacking_items").rows
    assert (row["问题件"], row["编号"], row["缺少"], row["距今天数"]) == ("Q3", "O2", "约定答复时间", 30)


def test_verified_complaints_stand_by_department_and_person_with_whether_a_measure_was_taken(tmp_path: Path) -> None:
    """Counts: what a measure says is in no published file. One against two counts for each, requests for none."""
    results = results_of(reading_under(Path(__file__).parents[1] / "packs" / "H4" / "thirty_days.txt"), "monthly")
    section = next(one for one in ReportView(results, "en").sections() if one.title == "Verified complaints")
    assert re.findall('<th scope="row" class="d">(.*?)</th>', section.html) == [
        *("Department Bones", "Nurse Lin", "nobody in particular", "Doctor Wen")
    ]
    assert "Verified complaints against 2, most of all Department Bones: 3; of 2 some have no measure on record." in (
        section.html
    )
    write_workbook(results, tmp_path / "h4.xlsx", "en")
    heads = ("Party", "Complaints", "Verified", "With a measure", "Untrue", "Not stated")
    listed = Table(open_workbook(tmp_path / "h4.xlsx"), "verified_complaints").rows
    assert [tuple(row[head] for head in heads) for row in listed] == [
        ("Bones", 3, 3, 2, 0, 0),
        ("Lin", 1, 1, 0, 0, 0),
        ("Nobody in particular", 1, 0, 0, 0, 1),
        ("Wen", 1, 0, 0, 1, 0),
    ]
    assert "rota changed" not in json.dumps(results.lists, ensure_ascii=False)


def test_patients_for_home_visits_stand_on_page_and_in_the_workbook_with_the_reasons(tmp_path: Path) -> None:
    """The immobile one has been visited and comes last; who is severely ill and did not answer is listed once."""
    results = results_of(reading_under(Path(__file__).parents[1] / "packs" / "H2" / "shares.txt"), "monthly")
    section = next(one for one in ReportView(results, "en").sections() if one.title == "Cases listed by rule")
    assert "4 listed, 3 of them still to be reached as asked." in section.html
    first = ReportView(results, "en").observations().html
    assert 'Listed and not yet reached as asked: 3; see <a href="#listed_cases">Cases listed by rule</a>' in first
    assert re.findall('data-name="Because">(.*?)</td>', section.html) == [
        *("Severely ill; Not reachable by phone", "Not reachable by phone", "Severely ill", "Immobile")
    ]
    write_workbook(results, tmp_path / "h2.xlsx", "en")
    listed = Table(open_workbook(tmp_path / "h2.xlsx"), "listed_cases").rows
    assert [(row["Case"], row["Attempts"], str(row["Reached on"])[:10]) for row in listed] == [
        ("S2", 1, "None"),
        ("U1", 1, "None"),
        ("X1", 0, "None"),
        ("I5", 1, "2026-10-08"),
    ]


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_report_rule_of_every_pack_has_a_hand_in_that_follows_its_period(name: str) -> None:
    """No report is asked for before its period has begun."""
    policy = load_policy(name)
    for rule in policy.rule:
        if rule.kind != "report" or rule.due is None:
            continue
        period = Calendar().parse(
            {"week": "2026-W42", "month": "2026-10", "quarter": "2026-Q3", "year": "2026"}[rule.every]
        )
        day = rule.due_day(period, policy.working_days)
        assert day is not None
        assert period.first <= day <= period.following().last + timedelta(days=31)


def test_a_rule_without_data_is_a_note_and_never_sets_a_row_aside() -> None:
    assert CHECKS["rule_without_data"].severity == "note"
