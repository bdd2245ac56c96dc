"""Conditional: a further callback when something happened, or did not happen in time."""

from tests.spec.conftest import Spec


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
