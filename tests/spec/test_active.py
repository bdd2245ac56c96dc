"""When a case is active: a policy may name several events from which, or until which, it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.policy.pack import check_pack, shipped

if TYPE_CHECKING:
    from tests.spec.conftest import Spec


def test_of_several_events_the_first_that_a_case_has_opens_and_closes_its_time(measured: Spec) -> None:
    """A project that only had warranty work is active from then; without any of the events it never is."""
    text = shipped()["decoration"].read_text("utf-8")
    text = text.replace('active_from = "start"', 'active_from = ["start", "warranty_done"]')
    policy, faults = check_pack(text.replace('active_until = "end"', 'active_until = ["end", "feedback_form"]'))
    assert policy is not None, faults
    cases = """
        case_id  | event.start | event.end  | event.warranty_done | event.feedback_form
        project  | 2026-03-31  |            |                     |
        warranty |             |            | 2026-03-31          |
        both     | 2026-01-10  |            | 2026-02-10          |
        closed   | 2026-01-01  | 2026-03-20 |                     | 2026-02-28
        later    | 2026-04-01  |            | 2026-05-01          |
        nothing  |             | 2026-03-05 |                     |"""
    measured("case_coverage", "2026-03", expect=(0, 3), cases=cases, policy=policy)
    measured("case_coverage", "2026-02", expect=(0, 2), cases=cases, policy=policy)
    measured("case_coverage", "2026-01", as_of="2026-03-31", expect=(0, 2), cases=cases, policy=policy)


def test_of_the_active_cases_those_that_end_in_the_period_have_ended(measured: Spec) -> None:
    """The last day of the period is in it, the first day of the next is not; a case that ended before is not counted."""
    cases = """
        case_id | event.start | event.end
        last    | 2026-01-05  | 2026-03-31
        first   | 2026-01-05  | 2026-03-01
        before  | 2026-01-05  | 2026-02-28
        after   | 2026-01-05  | 2026-04-01
        never   | 2026-03-31  |"""
    measured("ended_rate", "2026-03", as_of="2026-04-30", expect=(2, 4), cases=cases)
    measured("ended_rate", "2026-03", as_of="2026-03-30", expect=(1, 3), cases=cases)
