"""Conditional: a further callback when something happened, or did not happen in time."""

from analytics.policy.pack import Policy
from tests.spec.conftest import Spec, policy_with
from tests.spec.test_score import faults


def test_a_project_not_ended_by_its_planned_end_is_owed_a_callback_within_seven_days(owed: Spec) -> None:
    """Ended on the planned day: nothing owed; a day later, or not at all: owed."""
    owed(
        rule="overdue",
        as_of="2026-03-31",
        cases="""
            case_id | event.planned_end | event.end
            in_time | 2026-03-01        | 2026-03-01
            later   | 2026-03-01        | 2026-03-02
            running | 2026-03-01        |""",
        expect="""
            case_id | opens      | due        | expires    | bucket
            later   | 2026-03-01 | 2026-03-08 | 2026-03-02 | missed
            running | 2026-03-01 | 2026-03-08 |            | missed""",
    )


def test_before_the_planned_day_has_come_nothing_has_happened(owed: Spec) -> None:
    """The day before it is not owed; on the day it is, and pending."""
    project = "case_id | event.planned_end\nA | 2026-03-01"
    owed(rule="overdue", as_of="2026-02-28", cases=project, expect="case_id")
    owed(rule="overdue", as_of="2026-03-01", cases=project, expect="case_id | bucket\nA | pending")


def test_warranty_work_without_a_feedback_form_is_owed_a_callback(owed: Spec) -> None:
    """A form that is known lifts it; one that comes after the as-of day is not yet known."""
    owed(
        rule="form",
        as_of="2026-03-31",
        cases="""
            case_id | event.warranty_done | event.feedback_form
            with    | 2026-03-10          | 2026-03-20
            later   | 2026-03-10          | 2026-04-01
            without | 2026-03-10          |""",
        expect="""
            case_id | due        | bucket
            later   | 2026-03-17 | missed
            without | 2026-03-17 | missed""",
    )


def again(when: str, more: str = "", **keys: str) -> Policy:
    """Return the decoration policy with a further callback within two days of something."""
    lines = "\n".join((more, *(f'{key} = "{value}"' for key, value in keys.items())))
    return policy_with(f"""
id = "again"
kind = "conditional"
family = "again"
when = "{when}"
window = ["0d", "2d"]
{lines}
title = {{ zh = "再次回访", en = "Again" }}
clause = "spec"
""")


def test_every_dissatisfied_answer_asks_for_a_further_callback(owed: Spec) -> None:
    """The dissatisfied callback itself never counts for it; an answer at the satisfied level asks for nothing."""
    owed(
        rule="again",
        policy=again("dissatisfied"),
        as_of="2026-03-31",
        cases="case_id | category\nA |\nB |\nC |",
        callbacks="""
            case_id | at               | outcome | satisfaction
            A       | 2026-03-01 09:00 | reached | dissatisfied
            A       | 2026-03-01 15:00 | reached | satisfied
            B       | 2026-03-01       | reached | fairly
            C       | 2026-03-01       | reached | satisfied""",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2026-03-01 | 2026-03-03 | on_time
            B       | 1   | 2026-03-01 | 2026-03-03 | missed""",
    )


def test_every_callback_that_did_not_reach_asks_for_another(owed: Spec) -> None:
    """Each overtakes the one before; who was reached in the end has one on time."""
    owed(
        rule="again",
        policy=again("not_reached"),
        as_of="2026-03-31",
        cases="case_id | category\nA |",
        callbacks="""
            case_id | at         | outcome
            A       | 2026-03-01 | no_answer
            A       | 2026-03-02 | busy
            A       | 2026-03-04 | reached""",
        expect="""
            case_id | seq | opens      | due        | expires    | bucket
            A       | 1   | 2026-03-01 | 2026-03-03 | 2026-03-02 | missed
            A       | 2   | 2026-03-02 | 2026-03-04 |            | on_time""",
    )


def test_a_callback_that_was_put_off_is_owed_at_the_time_agreed_on(owed: Spec) -> None:
    """Without an agreed time it counts from the day on which it was put off."""
    owed(
        rule="again",
        policy=again("rescheduled"),
        as_of="2026-03-31",
        cases="case_id | category\nA |\nB |",
        callbacks="""
            case_id | at         | outcome     | agreed_at
            A       | 2026-03-01 | rescheduled | 2026-03-10 14:00
            A       | 2026-03-12 | reached     |
            B       | 2026-03-01 | rescheduled |""",
        expect="""
            case_id | opens      | due        | bucket
            A       | 2026-03-10 | 2026-03-12 | on_time
            B       | 2026-03-01 | 2026-03-03 | missed""",
    )


def test_an_answer_that_was_promised_is_owed_at_the_time_appointed(owed: Spec) -> None:
    """Only by a callback that reached; the call that promised it is not the answer, though the time is the same day."""
    owed(
        rule="again",
        policy=again("promised"),
        as_of="2026-03-11",
        cases="case_id | category\nA |\nB |\nC |",
        callbacks="""
            case_id | at         | outcome     | agreed_at
            A       | 2026-03-01 | reached     | 2026-03-03 09:00
            A       | 2026-03-05 | reached     |
            B       | 2026-03-10 | reached     | 2026-03-10
            B       | 2026-03-11 | reached     | 2026-03-20
            C       | 2026-03-01 | rescheduled | 2026-03-03""",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2026-03-03 | 2026-03-05 | on_time
            B       | 1   | 2026-03-10 | 2026-03-12 | on_time
            B       | 2   | 2026-03-20 | 2026-03-22 | pending""",
    )


def test_a_resolved_complaint_asks_for_a_callback_and_another_kind_does_not(owed: Spec) -> None:
    """Once an item, whoever it is against; one that is resolved after the as-of day is not yet."""
    owed(
        rule="again",
        policy=again("problem_resolved", problem_kind="complaint"),
        as_of="2026-03-31",
        cases="case_id | category\nA |\nB |",
        problems="""
            problem_id | case_id | kind      | party | raised_at  | resolved_at
            P1         | A       | complaint | An    | 2026-03-01 | 2026-03-05
            P1         | A       | complaint | Bo    | 2026-03-01 | 2026-03-05
            P2         | A       | question  |       | 2026-03-01 | 2026-03-06
            P3         | B       | complaint |       | 2026-03-01 | 2026-04-01""",
        callbacks="case_id | at\nA | 2026-03-08",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2026-03-05 | 2026-03-07 | late""",
    )


def test_a_problem_item_that_is_raised_asks_for_a_callback_from_its_day(owed: Spec) -> None:
    """Raised on the as-of day it is known, a day later it is not; nor is one of another kind asked about."""
    owed(
        rule="again",
        policy=again("problem_raised", problem_kind="complaint"),
        as_of="2026-03-31",
        cases="case_id | category\nA |\nB |\nC |",
        problems="""
            problem_id | case_id | kind      | raised_at
            P1         | A       | complaint | 2026-03-31
            P2         | B       | complaint | 2026-04-01
            P3         | C       | question  | 2026-03-31""",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2026-03-31 | 2026-04-02 | pending""",
    )


def test_a_problem_item_resolved_on_the_as_of_day_is_resolved(owed: Spec) -> None:
    owed(
        rule="again",
        policy=again("problem_resolved"),
        as_of="2026-03-31",
        cases="case_id | category\nA |",
        problems="problem_id | case_id | raised_at | resolved_at\nP1 | A | 2026-03-30 | 2026-03-31",
        expect="case_id | opens | bucket\nA | 2026-03-31 | pending",
    )


def test_only_the_callbacks_named_as_its_source_ask_for_another(owed: Spec) -> None:
    """The manager's survey by phone or chat; what is said at a visit, beside a repair or to others asks for nothing."""
    owed(
        rule="again",
        policy=again(
            "dissatisfied", 'source = { purpose = "survey", channels = ["phone", "wechat"], role = "manager" }'
        ),
        as_of="2026-03-31",
        cases="case_id | category\nA |\nB |\nC |\nD |\nE |",
        callbacks="""
            case_id | at         | channel | purpose | caller_role | satisfaction
            A       | 2026-03-01 | wechat  | survey  | manager     | dissatisfied
            A       | 2026-03-02 | visit   | repair  | manager     | dissatisfied
            B       | 2026-03-01 | phone   | repair  | manager     | dissatisfied
            C       | 2026-03-01 | visit   | survey  | manager     | dissatisfied
            D       | 2026-03-01 | phone   |         | manager     | dissatisfied
            E       | 2026-03-01 | phone   | survey  | service     | dissatisfied""",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2026-03-01 | 2026-03-03 | on_time""",
    )


def test_a_source_is_for_callbacks_and_the_same_in_every_version() -> None:
    """A problem item was given rise to by none that could be narrowed; another source is another rule."""
    rule = """id = "c"
kind = "conditional"
family = "progress"
when = "{when}"
source = {{ role = "{role}" }}
window = ["0d", "2d"]
title = {{ zh = "再", en = "again" }}
clause = "spec"
"""
    (fault,) = faults(rule.format(when="problem_raised", role="manager"))
    assert fault.startswith("rule.c: source 只用于回访引起的 / source is for what a callback gave rise to")
    (fault,) = faults(rule.format(when="dissatisfied", role="nobody"))
    assert fault.startswith("rule.c.source: 没有声明 / not declared: 'nobody'; ")
    both = rule.format(when="dissatisfied", role="manager"), rule.format(when="dissatisfied", role="supervisor")
    (fault,) = faults(both[0], both[1] + "from = 2026-03-01")
    assert fault.startswith("rule.c.id: 同一规则的各版本须依据同一事件")
