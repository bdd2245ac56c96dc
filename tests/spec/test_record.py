"""Record: the fields that a callback must hold, always or only in its case."""

import pytest

from tests.spec.conftest import Spec, policy_with
from tests.spec.test_score import faults

WORDS = 'kind = "record"\ntitle = { zh = "登记", en = "record" }\nclause = "test"\n'
CASES = """
    case_id | category | event.start
    A       | whole    | 2026-01-01
    B       | part     | 2026-01-01"""


def test_every_callback_holds_every_field(measured: Spec) -> None:
    """The comment and a signature of the office's own; either alone is not enough."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(f'id = "signed"\nfields = ["comment", "field.signature"]\n{WORDS}'),
        expect=(1, 4),
        cases=CASES,
        callbacks="""
            case_id | at         | comment | field.signature
            A       | 2026-01-05 | fine    | yes
            A       | 2026-01-05 | fine    |
            A       | 2026-01-05 |         | yes
            A       | 2026-01-05 |         | """,
    )


def test_a_failed_attempt_has_its_reason_and_a_reached_one_needs_none(measured: Spec) -> None:
    """Whatever it was that did not reach; an answer is asked of those who were reached."""
    callbacks = """
        case_id | at         | outcome   | reason | satisfaction
        A       | 2026-01-05 | no_answer | away   |
        A       | 2026-01-05 | refused   |        |
        A       | 2026-01-05 | reached   |        | satisfied
        A       | 2026-01-05 | reached   |        |"""
    reason = f'id = "reason"\nfields = ["reason"]\nwhen = "not_reached"\n{WORDS}'
    answer = f'id = "answer"\nfields = ["satisfaction"]\nwhen = "reached"\n{WORDS}'
    for rules, expect in (((reason,), (3, 4)), ((answer,), (3, 4)), ((reason, answer), (2, 4))):
        measured(
            "record_completeness",
            "2026-01",
            policy=policy_with(*rules),
            expect=expect,
            cases=CASES,
            callbacks=callbacks,
        )


def test_a_field_may_be_asked_of_what_fulfils_a_rule_only(measured: Spec) -> None:
    """Who is not finished in time says when: not the attempt, not what was said of something else, nor a later call."""
    callbacks = """
        case_id | at         | outcome   | comment
        A       | 2026-01-10 | reached   |
        A       | 2026-01-21 | no_answer |
        A       | 2026-01-22 | reached   |
        A       | 2026-01-23 | reached   |
        B       | 2026-01-28 | reached   | by May"""
    cases = """
        case_id | event.start | event.planned_end
        A       | 2026-01-01  | 2026-01-20
        B       | 2026-01-01  | 2026-01-20"""
    signed = f'id = "signed"\nfields = ["comment"]\nfulfils = ["after_start", "overdue"]\n{WORDS}'
    for rules, expect in (((), (4, 5)), ((signed,), (3, 5))):
        measured(
            "record_completeness",
            "2026-01",
            policy=policy_with(*rules),
            expect=expect,
            cases=cases,
            callbacks=callbacks,
        )
    slip = f'id = "signed"\nfields = ["comment"]\nfulfils = "coverage_target"\n{WORDS}'
    owing = "after_start, midway, overdue, completion, minimum, form"
    assert faults(slip) == [f"rule.signed.fulfils: 没有声明 / not declared: 'coverage_target'; 可用 / valid: {owing}"]


def test_a_field_may_be_asked_of_a_category_or_a_channel_only(measured: Spec) -> None:
    """Visits of whole projects are signed; a callback of an unknown case has no category."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(
            f'id = "s"\nfields = ["field.signature"]\ncategory = "whole"\nchannels = ["visit"]\n{WORDS}'
        ),
        expect=(4, 5),
        cases=CASES,
        callbacks="""
            case_id | at         | channel | field.signature
            A       | 2026-01-05 | visit   | yes
            A       | 2026-01-05 | visit   |
            A       | 2026-01-05 | phone   |
            B       | 2026-01-05 | visit   |
            X       | 2026-01-05 | visit   | """,
    )


def test_a_field_that_two_rules_ask_for_is_asked_once(measured: Spec) -> None:
    """Of all visits, and again of whole projects."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(
            f'id = "all"\nfields = ["comment"]\n{WORDS}',
            f'id = "whole"\nfields = ["comment", "reason"]\ncategory = ["whole", "part"]\n{WORDS}',
        ),
        expect=(1, 2),
        cases=CASES,
        callbacks="""
            case_id | at         | comment | reason
            A       | 2026-01-05 | fine    | none
            B       | 2026-01-05 | fine    | """,
    )


def test_what_the_case_holds_counts_for_each_of_its_callbacks(measured: Spec) -> None:
    """Name, disease, discharge and doctor; an unknown case holds nothing."""
    fields = 'fields = ["person.name", "note.disease", "event.end", "party.crew", "comment"]'
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(f'id = "c"\n{fields}\n{WORDS}'),
        expect=(1, 4),
        cases="""
            case_id | event.end  | party.crew | person.name | note.disease
            A       | 2026-01-02 | East;West  | Wang        | stroke
            B       | 2026-01-02 | East       |             | stroke""",
        callbacks="""
            case_id | at         | comment
            A       | 2026-01-05 | fine
            A       | 2026-01-05 |
            B       | 2026-01-05 | fine
            X       | 2026-01-05 | fine""",
    )


def test_new_fields_are_asked_from_their_day(measured: Spec) -> None:
    """A comment until 9 January, a signature from the tenth; another rule stays as it is."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(
            f'id = "c"\nfields = ["comment"]\n{WORDS}',
            f'id = "c"\nfields = ["field.signature"]\nfrom = 2026-01-10\n{WORDS}',
            f'id = "d"\nfields = ["caller"]\n{WORDS}',
        ),
        expect=(2, 6),
        cases=CASES,
        callbacks="""
            case_id | at         | caller | comment | field.signature
            A       | 2026-01-09 | Lin    | fine    |
            A       | 2026-01-09 | Lin    |         | yes
            A       | 2026-01-09 |        | fine    |
            A       | 2026-01-10 | Lin    | fine    |
            A       | 2026-01-10 | Lin    |         | yes
            A       | 2026-01-10 |        |         | yes""",
    )


def test_by_caller_each_has_his_own(measured: Spec) -> None:
    """Records are part of an appraisal."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(f'id = "c"\nfields = ["comment"]\n{WORDS}'),
        by=("caller",),
        expect={"Lin": (1, 1), "Qiao": (0, 1)},
        cases=CASES,
        callbacks="""
            case_id | at         | caller | comment
            A       | 2026-01-05 | Lin    | fine
            B       | 2026-01-05 | Qiao   | """,
    )


def test_a_field_may_be_asked_of_some_outcomes_only(measured: Spec) -> None:
    """A wrong or vacant number is put right; of one that nobody answered nothing is known to be wrong."""
    measured(
        "record_completeness",
        "2026-01",
        policy=policy_with(
            f'id = "c"\nfields = ["field.corrected_phone"]\noutcome = ["vacant_number", "wrong_number"]\n{WORDS}'
        ),
        expect=(3, 5),
        cases=CASES,
        callbacks="""
            case_id | at         | outcome       | field.corrected_phone
            A       | 2026-01-05 | wrong_number  | 13800138000
            A       | 2026-01-05 | wrong_number  |
            A       | 2026-01-05 | vacant_number |
            A       | 2026-01-05 | no_answer     |
            A       | 2026-01-05 | reached       |""",
    )


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ('outcome = ["wrong"]', "rule.c.outcome.0: 应为 / expected 'reached', 'no_answer', "),
        ('when = "reached"\noutcome = "refused"', "rule.c.outcome: outcome 与 when 择一 / either outcome or when"),
    ],
)
def test_an_outcome_that_there_is_not_or_beside_when_is_refused(keys: str, told: str) -> None:
    (fault,) = faults(f'id = "c"\nfields = ["comment"]\n{keys}\n{WORDS}')

    assert fault.startswith(told)


@pytest.mark.parametrize("field", ["coment", "person.shoe", "fields.signature"])
def test_a_field_that_no_callback_has_is_refused(field: str) -> None:
    """With those that there are."""
    (fault,) = faults(f'id = "c"\nfields = ["comment", "{field}"]\n{WORDS}')

    assert fault.startswith(f"rule.c.fields: 不是回访的字段 / no field of a callback: {field}; callback_id, case_id, ")
