"""Measures: each counts what its definition says, and its numerator's members are members of its denominator."""

from datetime import date

import pytest

from analytics.errors import UsageError
from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import evaluate
from analytics.periods import parse_period
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import DECORATION, Spec, policy_with

STARTED = """
    case_id | category | event.start
    A       | whole    | 2026-01-01
    B       | whole    | 2026-01-01
    C       | part     | 2026-01-01
    D       | part     | 2026-01-20"""
CALLED = """
    case_id | at         | caller | caller_role | outcome
    A       | 2026-01-08 | Lin    | service     | reached
    B       | 2026-01-16 | Qiao   | manager     | reached
    C       | 2026-01-09 | Lin    | service     | no_answer
    X       | 2026-01-09 | Lin    | service     | reached"""


def test_coverage_is_fulfilled_over_due_less_excluded_and_pending(measured: Spec) -> None:
    """A on time, B late, C not reached; D is due on 2 February and not in January."""
    measured("coverage", "2026-01", expect=(2, 3), cases=STARTED, callbacks=CALLED)
    measured("on_time_coverage", "2026-01", expect=(1, 3), cases=STARTED, callbacks=CALLED)
    measured("attempt_coverage", "2026-01", expect=(3, 3), cases=STARTED, callbacks=CALLED)
    measured("coverage", "2026-02", expect=(0, 1), cases=STARTED, callbacks=CALLED)


def test_coverage_by_role_is_a_share_of_the_same_population(measured: Spec) -> None:
    """Each role of the policy over all three obligations; the shares add up to the whole."""
    measured(
        "coverage",
        "2026-01",
        by=("role",),
        expect={"manager": (1, 3), "service": (1, 3), "supervisor": (0, 3)},
        cases=STARTED,
        callbacks=CALLED,
    )
    measured("coverage", "2026-01", where={"role": "manager"}, expect=(1, 3), cases=STARTED, callbacks=CALLED)
    measured(
        "coverage",
        "2026-01",
        by=("category",),
        expect={"part": (0, 1), "whole": (2, 2)},
        cases=STARTED,
        callbacks=CALLED,
    )


def test_a_role_has_no_share_in_a_rule_that_asks_for_another(measured: Spec) -> None:
    """Of the rule that is the manager's there is no row for the others; of the roles alone each has one."""
    policy = policy_with("""
        id = "check"
        kind = "milestone"
        family = "again"
        role = "manager"
        anchor = ["start"]
        window = ["0d", "10d"]
        title = { zh = "检查", en = "Check" }
        clause = "T1"
        """)
    rule = {"rule": "check"}
    asked = {"policy": policy, "cases": STARTED, "callbacks": CALLED}
    measured("coverage", "2026-01", by=("rule", "role"), where=rule, expect={("check", "manager"): (1, 4)}, **asked)
    roles = {"manager": (1, 4), "service": (0, 0), "supervisor": (0, 0)}
    measured("coverage", "2026-01", by=("role",), where=rule, expect=roles, **asked)


def test_reach_rate_counts_cases_not_calls_and_no_unknown_case(measured: Spec) -> None:
    """A, B and C were called, A and B reached; X is not a case of the ledger."""
    measured("reach_rate", "2026-01", expect=(2, 3), cases=STARTED, callbacks=CALLED)
    measured(
        "reach_rate", "2026-01", by=("caller",), expect={"Lin": (1, 2), "Qiao": (1, 1)}, cases=STARTED, callbacks=CALLED
    )


def test_case_coverage_counts_the_cases_in_progress_that_were_ever_reached(measured: Spec) -> None:
    """Started by the period's end and not ended before its start."""
    measured(
        "case_coverage",
        "2026-02",
        expect=(1, 3),
        cases="""
            case_id  | event.start | event.end
            reached  | 2025-12-01  |
            running  | 2026-02-28  |
            ended_in | 2026-01-01  | 2026-02-01
            ended    | 2026-01-01  | 2026-01-31
            later    | 2026-03-01  |""",
        callbacks="""
            case_id  | at         | outcome
            reached  | 2025-12-10 | reached
            running  | 2026-03-01 | reached
            ended_in | 2026-01-10 | refused""",
    )


def test_case_coverage_by_who_reached_is_a_share_of_all_active_cases(measured: Spec) -> None:
    """A case reached by two counts for each; a role of the policy that reached nobody has a row."""
    ledger = {
        "cases": """
            case_id | event.start | category
            A       | 2026-01-01  | flat
            B       | 2026-01-01  | flat
            C       | 2026-01-01  | house""",
        "callbacks": """
            case_id | at         | outcome   | caller_role | caller | channel
            A       | 2026-01-08 | reached   | service     | Lin    | phone
            A       | 2026-01-09 | reached   | manager     | Mo     | visit
            A       | 2026-01-10 | reached   | service     | Lin    | phone
            B       | 2026-01-08 | reached   | service     | Lin    | phone
            C       | 2026-01-08 | no_answer | manager     | Mo     | phone""",
    }
    roles = {"manager": (1, 3), "service": (2, 3), "supervisor": (0, 3)}
    measured("case_coverage", "2026-01", by=("role",), expect=roles, **ledger)
    visits = {"flat": (1, 2), "house": (0, 1)}
    measured("case_coverage", "2026-01", by=("category",), where={"channel": "visit"}, expect=visits, **ledger)
    measured("case_coverage", "2026-01", where={"caller": "Nobody"}, expect=(0, 3), **ledger)


SATISFIED = """
    case_id | at         | outcome   | satisfaction   | satisfaction.design
    A       | 2026-01-08 | reached   | very_satisfied | fairly
    B       | 2026-01-09 | reached   | fairly         |
    C       | 2026-01-09 | reached   |                | satisfied
    D       | 2026-01-09 | no_answer | satisfied      |"""


def test_satisfaction_takes_the_overall_answer_and_else_the_dimensions(measured: Spec) -> None:
    """A's overall, B's overall, C's design; D was not reached."""
    measured("satisfaction_rate", "2026-01", expect=(2, 3), cases=STARTED, callbacks=SATISFIED)
    measured("satisfaction_score", "2026-01", expect=(100 + 60 + 80, 3), cases=STARTED, callbacks=SATISFIED)
    measured(
        "satisfaction_rate",
        "2026-01",
        by=("dimension",),
        expect={"design": (1, 2), "overall": (1, 2)},
        cases=STARTED,
        callbacks=SATISFIED,
    )


CREWS = """
    case_id | event.start | event.end  | party.crew
    one     | 2026-01-01  |            | East
    both    | 2026-01-01  |            | East;West
    over    | 2025-01-01  | 2025-12-31 | West
    asleep  | 2025-01-01  | 2025-12-31 | West"""
COMPLAINTS = """
    case_id | party_role | party | raised_at  | kind
    both    | crew       | East  | 2026-01-05 | complaint
    both    |            | West  | 2026-01-06 | complaint
    over    | crew       | West  | 2026-01-07 | complaint
    over    | crew       | West  | 2026-01-08 | complaint
    one     | crew       | East  | 2026-02-01 | complaint
    one     | crew       | East  | 2026-01-09 | suggestion"""


def test_complaint_ratio_counts_cases_of_the_party_and_the_total_counts_a_case_once(measured: Spec) -> None:
    """Two crews on one case: it counts for each, once in the total; an ended case counts when it is complained of."""
    measured(
        "complaint_ratio",
        "2026-01",
        by=("party:crew",),
        expect={"East": (1, 2), "West": (2, 2)},
        cases=CREWS,
        problems=COMPLAINTS,
    )
    measured("complaint_ratio", "2026-01", expect=(2, 3), cases=CREWS, problems=COMPLAINTS)
    measured("complaint_rate", "2026-01", expect=(2, 3), cases=CREWS, problems=COMPLAINTS)


def test_complaint_rate_by_party_counts_the_cases_that_it_handled_whoever_is_complained_of(measured: Spec) -> None:
    measured(
        "complaint_rate",
        "2026-01",
        by=("party:crew",),
        expect={"East": (1, 2), "West": (2, 2)},
        cases=CREWS,
        problems=COMPLAINTS,
    )


def test_complaints_go_by_one_kind_of_party_at_a_time(measured: Spec) -> None:
    """A complaint is against one of them: both together would be an empty table that looks like no complaint."""
    with pytest.raises(UsageError, match="party:crew, party:designer"):
        measured(
            "complaint_ratio",
            "2026-01",
            by=("party:crew", "party:designer"),
            expect={},
            cases=CREWS,
            problems=COMPLAINTS,
        )


def test_complaints_by_cause_are_a_share_of_all_cases(measured: Spec) -> None:
    """Each cause over the same cases; a case complained of for two causes counts for each."""
    told = """
        case_id | party_role | party | raised_at  | kind      | cause
        both    | crew       | East  | 2026-01-05 | complaint | slow
        both    | crew       | West  | 2026-01-05 | complaint | dirt
        over    | crew       | West  | 2026-01-07 | complaint | dirt
        over    | crew       | West  | 2025-12-08 | complaint | late"""
    asked = {"cases": CREWS, "problems": told}
    measured("complaint_rate", "2026-01", by=("cause",), expect={"dirt": (2, 3), "slow": (1, 3)}, **asked)
    measured("complaint_rate", "2026-01", where={"cause": "slow"}, expect=(1, 3), **asked)
    shares = {("East", "dirt"): (0, 2), ("East", "slow"): (1, 2), ("West", "dirt"): (2, 2), ("West", "slow"): (0, 2)}
    measured("complaint_ratio", "2026-01", by=("party:crew", "cause"), expect=shares, **asked)


def test_the_total_of_a_role_is_right_whatever_the_role_is_called() -> None:
    """A role comes from a header of the ledger, so it may hold a quotation mark."""
    reading = reading_of(
        ledger(cases=CREWS.replace("party.crew", "party.o'crew"), problems=COMPLAINTS.replace("crew  ", "o'crew")),
        DECORATION,
        date(2026, 1, 31),
    )
    measure = measure_named("complaint_ratio").restricted_to_party("o'crew")
    (total,) = evaluate(reading, measure, [parse_period("2026-01")])

    assert (total.numerator, total.denominator) == (2, 3)


RAISED = """
    problem_id | case_id | raised_at  | reported_at | resolved_at | kind
    same_day   | A       | 2026-01-05 | 2026-01-05  | 2026-01-20  | defect
    next_day   | A       | 2026-01-05 | 2026-01-06  |             | complaint
    never      | A       | 2026-01-05 |             | 2026-02-01  | complaint
    last_day   | A       | 2026-01-31 |             |             | request"""


def test_problem_items_are_resolved_and_reported_in_time(measured: Spec) -> None:
    """Reported the same day; the deadline of an item of the last day has passed by the end of that day."""
    measured("resolution_rate", "2026-01", expect=(1, 4), cases=STARTED, problems=RAISED)
    measured("resolution_rate", "2026-01", as_of="2026-02-28", expect=(2, 4), cases=STARTED, problems=RAISED)
    measured("timely_feedback_rate", "2026-01", expect=(1, 4), cases=STARTED, problems=RAISED)


def test_a_resolution_deadline_is_that_of_the_items_kind(measured: Spec) -> None:
    """Within one day for a complaint; no deadline, no judgement."""
    policy = policy_with(
        'id = "quick"\nkind = "response"\nmoment = "resolved"\nwithin = "1d"\nproblem_kind = "complaint"\n'
        'title = { zh = "快", en = "quick" }\nclause = "test"'
    )
    measured(
        "timely_resolution_rate",
        "2026-01",
        policy=policy,
        expect=(1, 3),
        cases=STARTED,
        problems="""
            problem_id | case_id | raised_at  | resolved_at | kind
            in         | A       | 2026-01-05 | 2026-01-06  | complaint
            out        | A       | 2026-01-05 | 2026-01-07  | complaint
            open       | A       | 2026-01-30 |             | complaint
            not_yet    | A       | 2026-01-31 |             | complaint
            other      | A       | 2026-01-05 | 2026-01-06  | defect""",
    )


def test_calling_hours_count_phone_calls_that_hold_a_time(measured: Spec) -> None:
    """08:00 and 11:00 are in, 11:01 is out; a visit and a call without a time are not judged."""
    policy = policy_with(
        'id = "hours"\nkind = "hours"\nspans = [["08:00", "11:00"]]\ntitle = { zh = "时", en = "hours" }\nclause = "test"'
    )
    measured(
        "calling_hours_rate",
        "2026-01",
        policy=policy,
        expect=(2, 3),
        cases=STARTED,
        callbacks="""
            case_id | at               | channel
            A       | 2026-01-05 08:00 | phone
            A       | 2026-01-05 11:00 | phone
            A       | 2026-01-05 11:01 | phone
            A       | 2026-01-05 12:00 | visit
            A       | 2026-01-05       | phone""",
    )


def test_a_zero_denominator_gives_an_empty_value(measured: Spec) -> None:
    """Never 0 or 100 %: see also the value, which is empty."""
    measured("coverage", "2026-01", expect=(0, 0))
