"""Item record: the fields that a problem item must hold, always or only as it stands."""

from datetime import date

import pytest

from analytics.periods import parse_period
from analytics.results.standing import lacking_items
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import Spec, policy_with
from tests.spec.test_score import faults

WORDS = 'kind = "item_record"\ntitle = { zh = "登记", en = "record" }\nclause = "test"\n'
APPOINTED = f'id = "appointed"\nproblem_kind = "question"\nwhen = "unanswered"\nfields = ["agreed_at"]\n{WORDS}'
CASES = "case_id | category\nA | whole\nB | part"
QUESTIONS = """
    problem_id | case_id | callback_id | kind      | raised_at  | agreed_at  | answered_at | resolved_at
    open       | A       |             | question  | 2026-01-05 |            |             |
    appointed  | A       |             | question  | 2026-01-06 | 2026-03-01 |             |
    in_call    | A       | K1          | question  | 2026-01-07 |            |             |
    answered   | A       |             | question  | 2026-01-08 |            | 2026-01-31  |
    later      | B       |             | question  | 2026-01-09 |            | 2026-02-01  |
    resolved   | B       |             | question  | 2026-01-10 |            |             | 2026-01-20
    complaint  | B       |             | complaint | 2026-01-11 |            |             | """
CALLS = "case_id | at | agreed_at\nA | 2026-01-07 | 2026-01-20"


def test_a_question_that_is_not_answered_has_an_appointed_time(measured: Spec) -> None:
    """Of its own or of the callback it was asked in; an answer of February is not known in January."""
    measured(
        "item_completeness",
        "2026-01",
        policy=policy_with(APPOINTED),
        expect=(2, 4),
        cases=CASES,
        callbacks=CALLS,
        problems=QUESTIONS,
    )
    measured(
        "item_completeness",
        "2026-01",
        as_of="2026-02-01",
        policy=policy_with(APPOINTED),
        expect=(2, 3),
        cases=CASES,
        callbacks=CALLS,
        problems=QUESTIONS,
    )


def lacking(period: str, *rules: str, **tables: str) -> list[tuple[str, str, int]]:
    """Return what lacks what at the end of a period, and for how many days."""
    asked = parse_period(period)
    reading = reading_of(ledger(**tables), policy_with(*rules), asked.last)
    return [(row["problem_id"], row["lacking"], row["days"]) for row in lacking_items(reading, asked)]


def test_open_questions_without_an_appointed_time_are_listed_until_they_are_answered() -> None:
    """Those of January again in February, the oldest first; who was answered meanwhile is gone."""
    tables = {"cases": CASES, "callbacks": CALLS, "problems": QUESTIONS}
    assert lacking("2026-01", APPOINTED, **tables) == [("open", "agreed_at", 26), ("later", "agreed_at", 22)]
    assert lacking("2026-02", APPOINTED, **tables) == [("open", "agreed_at", 54)]
    assert lacking("2025-12", APPOINTED, **tables) == []


def test_a_verified_complaint_holds_its_measure_of_every_party(measured: Spec) -> None:
    """Not verified, or not told: nothing is asked; one against two parties counts for each."""
    tables = {
        "cases": CASES,
        "problems": """
            problem_id | case_id | party_role | party | raised_at  | verified | measure
            P1         | A       | crew       | East  | 2026-01-05 | yes      | talked to
            P1         | A       | crew       | West  | 2026-01-05 | yes      |
            P2         | A       | crew       | East  | 2026-01-06 | no       |
            P3         | B       | crew       | East  | 2026-01-07 |          |""",
    }
    rule = f'id = "measure"\nwhen = "verified"\nfields = ["measure"]\n{WORDS}'
    measured("item_completeness", "2026-01", policy=policy_with(rule), expect=(1, 2), **tables)
    measured(
        "item_completeness",
        "2026-01",
        by=("party:crew",),
        policy=policy_with(rule),
        expect={"East": (1, 1), "West": (0, 1)},
        **tables,
    )
    assert lacking("2026-01", rule, **tables) == [("P1", "measure", 26)]


def test_fields_are_asked_of_a_category_only_and_from_their_day(measured: Spec) -> None:
    """Part and cause of whole projects; a slip number of all from the tenth on. A resolved item of before is let be."""
    rules = (
        f'id = "part"\ncategory = "whole"\nfields = ["component", "cause"]\n{WORDS}',
        f'id = "slip"\nfrom = 2026-01-10\nfields = ["field.slip"]\n{WORDS}',
    )
    tables = {
        "cases": CASES,
        "problems": """
            problem_id | case_id | component | cause | raised_at  | resolved_at | field.slip
            P1         | A       | roof      | damp  | 2026-01-05 |             |
            P2         | A       | roof      |       | 2026-01-09 | 2026-01-09  |
            P3         | B       |           |       | 2026-01-09 |             |
            P4         | B       |           |       | 2026-01-10 |             |
            P5         | A       |           | damp  | 2026-01-10 | 2026-01-10  | S5
            P6         | A       |           |       | 2026-01-12 |             | """,
    }
    measured("item_completeness", "2026-01", policy=policy_with(*rules), expect=(1, 5), **tables)
    assert [one[:2] for one in lacking("2026-01", *rules, **tables)] == [
        ("P2", "cause"),
        ("P4", "field.slip"),
        ("P5", "component"),
        ("P6", "cause;component;field.slip"),
    ]
    assert [one[0] for one in lacking("2026-02", *rules, **tables)] == ["P4", "P6"]


@pytest.mark.parametrize("field", ["colour", "resolved_at"])
def test_a_field_that_no_item_has_or_that_is_a_deadline_is_refused(field: str) -> None:
    """With those that there are."""
    (fault,) = faults(f'id = "c"\nfields = ["{field}"]\n{WORDS}')

    assert fault.startswith(
        f"rule.c.fields: 不是问题件的字段 / no field of a problem item: {field}; component, cause, "
    )


def test_a_policy_without_such_a_rule_asks_for_nothing(measured: Spec) -> None:
    measured(
        "item_completeness", "2026-01", expect=(0, 0), as_of=str(date(2026, 1, 31)), cases=CASES, problems=QUESTIONS
    )
