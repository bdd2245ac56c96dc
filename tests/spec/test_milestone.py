"""Milestone: one callback in a window around an event, both ends included."""

from analytics.policy.pack import check_pack, shipped
from tests.spec.conftest import Spec, policy_with


def test_a_callback_on_the_last_day_of_the_window_is_on_time_and_a_day_later_is_late(owed: Spec) -> None:
    """Start [7d, 13d]: the 14th is in, the 15th is out; before the 8th nothing counts."""
    owed(
        rule="after_start",
        as_of="2026-01-31",
        cases="""
            case_id | event.start
            early   | 2026-01-01
            first   | 2026-01-01
            last    | 2026-01-01
            over    | 2026-01-01""",
        callbacks="""
            case_id | at
            early   | 2026-01-07
            first   | 2026-01-08
            last    | 2026-01-14 23:59
            over    | 2026-01-15""",
        expect="""
            case_id | opens      | due        | bucket
            early   | 2026-01-08 | 2026-01-14 | missed
            first   | 2026-01-08 | 2026-01-14 | on_time
            last    | 2026-01-08 | 2026-01-14 | on_time
            over    | 2026-01-08 | 2026-01-14 | late""",
    )


def test_the_midpoint_of_two_events_is_rounded_down(owed: Spec) -> None:
    """1 January and 2 March are 60 days apart, 1 March 59: both have the midpoint 30 or 29 days on."""
    owed(
        rule="midway",
        as_of="2026-03-31",
        cases="""
            case_id | event.start | event.planned_end
            even    | 2026-01-01  | 2026-03-02
            odd     | 2026-01-01  | 2026-03-01""",
        expect="""
            case_id | opens      | due
            even    | 2026-01-26 | 2026-02-05
            odd     | 2026-01-25 | 2026-02-04""",
    )


def test_a_project_that_ended_before_the_window_opens_is_not_owed_the_callback(owed: Spec) -> None:
    """Ended the day before: not owed; ended on the opening day: owed."""
    owed(
        rule="after_start",
        as_of="2026-01-31",
        cases="""
            case_id | event.start | event.end
            before  | 2026-01-01  | 2026-01-07
            on_day  | 2026-01-01  | 2026-01-08""",
        expect="""
            case_id | bucket
            on_day  | missed""",
    )


def test_months_are_added_first_and_clamped_then_days(owed: Spec) -> None:
    """31 January + 1 month is 28 February; 6m -15d adds the months first."""
    owed(
        rule="later",
        as_of="2026-12-31",
        policy=policy_with(
            'id = "later"\nkind = "milestone"\nfamily = "form"\nanchor = ["end"]\nwindow = ["1m", "6m -15d"]\n'
            'title = { zh = "后", en = "later" }\nclause = "test"'
        ),
        cases="""
            case_id | event.end
            clamped | 2026-01-31
            across  | 2025-11-30""",
        expect="""
            case_id | opens      | due
            across  | 2025-12-30 | 2026-05-15
            clamped | 2026-02-28 | 2026-07-16""",
    )


def test_a_rule_in_hours_compares_instants_and_a_day_answers_at_its_end(owed: Spec) -> None:
    """Opens 10:00, due 24 hours later: 10:00 is on time, 10:01 late; a date-only call of that day answers at 24:00."""
    owed(
        rule="quick",
        as_of="2026-01-31",
        policy=policy_with(
            'id = "quick"\nkind = "milestone"\nfamily = "again"\nanchor = ["end"]\nwindow = ["0h", "24h"]\n'
            'title = { zh = "快", en = "quick" }\nclause = "test"'
        ),
        cases="""
            case_id | event.end
            exact   | 2026-01-05 10:00
            over    | 2026-01-05 10:00
            undated | 2026-01-05 10:00
            whole   | 2026-01-05""",
        callbacks="""
            case_id | at
            exact   | 2026-01-06 10:00
            over    | 2026-01-06 10:01
            undated | 2026-01-06
            whole   | 2026-01-05""",
        expect="""
            case_id | opens               | due                 | bucket
            exact   | 2026-01-05 10:00:00 | 2026-01-06 10:00:00 | on_time
            over    | 2026-01-05 10:00:00 | 2026-01-06 10:00:00 | late
            undated | 2026-01-05 10:00:00 | 2026-01-06 10:00:00 | late
            whole   | 2026-01-05 00:00:00 | 2026-01-06 00:00:00 | on_time""",
    )


def test_an_obligation_can_be_answered_until_the_next_of_its_family_opens(owed: Spec) -> None:
    """The completion opens on 20 February, so a call that day is no longer an answer to midway."""
    owed(
        as_of="2026-03-31",
        cases="""
            case_id | event.start | event.planned_end | event.end
            A       | 2026-01-01  | 2026-03-01        | 2026-02-20""",
        callbacks="""
            case_id | at
            A       | 2026-02-20""",
        expect="""
            rule        | expires    | bucket  | callback_id
            after_start | 2026-01-25 | missed  |
            midway      | 2026-02-20 | missed  |
            completion  |            | on_time | K1
            minimum     |            | missed  |""",
    )


def test_a_rule_may_be_for_all_cases_but_some(owed: Spec) -> None:
    """Not for parts, nor for what lies in the east; a case without a category is one of the others."""
    owed(
        rule="visit",
        policy=policy_with("""id = "visit"
kind = "milestone"
family = "regular"
anchor = ["end"]
window = ["0d", "7d"]
other_than = { category = "part", area = ["east"] }
title = { zh = "上门", en = "visit" }
clause = "spec"
"""),
        as_of="2026-03-31",
        cases="""
            case_id | category | area | event.end
            A       | whole    | west | 2026-03-01
            B       | part     | west | 2026-03-01
            C       | whole    | east | 2026-03-01
            D       |          |      | 2026-03-01""",
        expect="""
            case_id | bucket
            A       | missed
            D       | missed""",
    )


def test_rules_for_a_category_and_for_all_but_it_may_ask_in_other_ways() -> None:
    """Special patients by a visit, all others by any channel: no callback could meet both. A slip is refused."""
    text = shipped()["discharge_30d"].read_text("utf-8")
    others = 'other_than = { category = "special" }'
    assert check_pack(text)[1] == []
    slip, _ = check_pack(text.replace(others, 'other_than = { category = "spcial" }'))[1]
    assert slip.message == "没有声明 / not declared: 'spcial'; 可用 / valid: ordinary, special"
    (fault,) = check_pack(text.replace(others, ""))[1]
    assert "同族" in fault.message
