"""The definitions, pinned by hand on the oracle, so that the product is compared with something known."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from tests.lib import strategies
from tests.lib.oracle import (
    BUCKETS,
    D1,
    MEASURES,
    Hours,
    Milestone,
    Minimum,
    Policy,
    Required,
    is_working_day,
    judged,
    measure,
    obligations,
    shift,
)
from tests.lib.table_text import ledger, rows, write_canonical

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lib.oracle import Ledger, Row

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
END_OF_FEBRUARY = date(2026, 2, 28)
END_OF_MARCH = date(2026, 3, 31)
WEEK = Policy((Milestone("week", "f", "end", "0d", "7d"),))
ONE_CASE = """
    case_id | event.end
    C1      | 2026-02-02"""


def owed(policy: Policy, made: Ledger, as_of: date = END_OF_MARCH) -> dict[str | None, Row]:
    """Return the only obligation of each rule."""
    found = obligations(made, policy, as_of)
    assert len({row["rule"] for row in found}) == len(found), "more than one obligation of a rule"
    return {row["rule"]: row for row in found}


def buckets(policy: Policy, made: Ledger, as_of: date = END_OF_MARCH) -> dict[str | None, str | None]:
    return {rule: row["bucket"] for rule, row in owed(policy, made, as_of).items()}


def counts(
    name: str,
    made: Ledger,
    policy: Policy = D1,
    *,
    by: tuple[str, ...] = (),
    where: dict[str, str | None] | None = None,
    as_of: date = END_OF_MARCH,
) -> dict[tuple[object, ...], tuple[object, object]]:
    found = measure(name, made, policy, FEBRUARY, as_of, by=by, where=where)
    return {tuple(row[one] for one in by): (row["numerator"], row["denominator"]) for row in found}


# --- windows and expiry


@pytest.mark.parametrize(
    ("at", "bucket"),
    [
        ("2026-02-01", "missed"),
        ("2026-02-02", "on_time"),
        ("2026-02-09", "on_time"),
        ("2026-02-09 23:59:59", "on_time"),
        ("2026-02-10", "late"),
        ("2026-02-10 00:00:01", "late"),
    ],
)
def test_a_window_includes_both_of_its_days(at: str, bucket: str) -> None:
    made = ledger(ONE_CASE, f"case_id | at\nC1 | {at}")

    assert buckets(WEEK, made) == {"week": bucket}


@pytest.mark.parametrize(("day", "first", "second"), [("08", "late", "missed"), ("09", "missed", "on_time")])
def test_a_callback_on_the_day_the_next_obligation_opens_belongs_to_the_next(day: str, first: str, second: str) -> None:
    policy = Policy((Milestone("first", "f", "end", "0d", "2d"), Milestone("second", "f", "end", "7d", "9d")))
    made = ledger(ONE_CASE, f"case_id | at\nC1 | 2026-02-{day}")

    assert owed(policy, made)["first"]["expires"] == "2026-02-09"
    assert owed(policy, made)["second"]["expires"] is None
    assert buckets(policy, made) == {"first": first, "second": second}


def test_another_family_role_or_contact_role_ends_no_window() -> None:
    policy = Policy(
        (
            Milestone("first", "f", "end", "0d", "2d"),
            Milestone("family", "g", "end", "7d", "9d"),
            Milestone("role", "f", "end", "7d", "9d", role="manager"),
            Milestone("contact", "f", "end", "7d", "9d", contact_role="user"),
        )
    )

    assert owed(policy, ledger(ONE_CASE))["first"]["expires"] is None


@pytest.mark.parametrize(
    ("done", "at", "bucket"),
    [
        ("2026-02-02 14:00", "2026-02-03 14:00", "on_time"),
        ("2026-02-02 14:00", "2026-02-03 14:01", "late"),
        ("2026-02-02 14:00", "2026-02-03", "late"),
        ("2026-02-02 14:00", "2026-02-02 13:59", "missed"),
        ("2026-02-02", "2026-02-02", "on_time"),
        ("2026-02-02", "2026-02-03 00:01", "late"),
    ],
)
def test_a_rule_in_hours_opens_at_the_start_of_a_bare_date_and_is_answered_at_its_end(
    done: str, at: str, bucket: str
) -> None:
    policy = Policy((Milestone("day", "f", "done", "0h", "24h"),))
    made = ledger(f"case_id | event.done\nC1 | {done}", f"case_id | at\nC1 | {at}")

    assert buckets(policy, made) == {"day": bucket}


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("1m", "2026-02-28"),
        ("-15d 1m", "2026-02-13"),
        ("1y", "2027-01-31"),
        ("1wd", "2026-02-02"),
        ("-1wd", "2026-01-30"),
    ],
)
def test_months_come_first_and_clamp_and_working_days_are_strictly_later(offset: str, expected: str) -> None:
    assert shift(datetime(2026, 1, 31), offset, is_working_day).date().isoformat() == expected


@pytest.mark.parametrize(("clock", "found"), [("13:59:59", ["late", "missed"]), ("14:00:00", ["missed", "on_time"])])
def test_a_rule_in_hours_expires_at_the_instant_at_which_the_next_opens(clock: str, found: list[str]) -> None:
    policy = Policy((Milestone("first", "f", "done", "0h", "2h"), Milestone("second", "f", "done", "24h", "48h")))
    made = ledger("case_id | event.done\nC1 | 2026-02-02 14:00", f"case_id | at\nC1 | 2026-02-03 {clock}")

    assert owed(policy, made)["first"]["expires"] == "2026-02-03 14:00:00"
    assert list(buckets(policy, made).values()) == found


def test_a_made_up_saturday_works_and_a_holiday_monday_rests() -> None:
    friday_before_new_year = datetime(2026, 2, 13)

    assert shift(friday_before_new_year, "1wd", is_working_day).date() == date(2026, 2, 14)
    assert shift(friday_before_new_year, "2wd", is_working_day).date() == date(2026, 2, 24)


# --- which callback fills which obligation


def test_the_kth_fulfilling_callback_fills_the_kth_obligation_by_due() -> None:
    policy = Policy(
        (
            Milestone("loose", "f", "end", "0d", "9d"),
            Milestone("tight", "f", "end", "0d", "2d"),
            Milestone("third", "f", "end", "0d", "9d"),
        )
    )
    made = ledger(
        ONE_CASE,
        """
        callback_id | case_id | at               | outcome
        b           | C1      | 2026-02-03 10:00 | reached
        a           | C1      | 2026-02-03 10:00 | reached
        c           | C1      | 2026-02-04       | no_answer""",
    )

    found = owed(policy, made)

    assert [found[one]["callback_id"] for one in ("tight", "loose", "third")] == ["a", "b", None]
    assert [found[one]["bucket"] for one in ("tight", "loose", "third")] == ["on_time", "on_time", "unreached"]


def test_a_bare_date_comes_after_every_hour_of_its_day() -> None:
    made = ledger(
        ONE_CASE, "callback_id | case_id | at\n a | C1 | 2026-02-03\n b | C1 | 2026-02-03 23:00", problems="", staff=""
    )

    assert owed(WEEK, made)["week"]["callback_id"] == "b"
    assert owed(WEEK, made)["week"]["fulfilled_at"] == "2026-02-03 23:00:00"


def test_a_callback_may_fill_one_obligation_in_each_family() -> None:
    policy = Policy((Milestone("one", "f", "end", "0d", "7d"), Milestone("other", "g", "end", "0d", "7d")))
    made = ledger(ONE_CASE, "case_id | at\nC1 | 2026-02-03")

    assert buckets(policy, made) == {"one": "on_time", "other": "on_time"}


@pytest.mark.parametrize(
    ("rule", "column", "other"),
    [
        (Milestone("r", "f", "end", "0d", "7d", role="manager"), "caller_role", "supervisor"),
        (Milestone("r", "f", "end", "0d", "7d", contact_role="user"), "contact_role", "chief"),
        (Milestone("r", "f", "end", "0d", "7d", channels=("visit",)), "channel", "phone"),
        (Milestone("r", "f", "end", "0d", "7d", purpose="survey"), "purpose", "sale"),
    ],
)
def test_a_callback_counts_only_with_the_required_role_contact_channel_and_purpose(
    rule: Milestone, column: str, other: str
) -> None:
    right = rule.role or rule.contact_role or rule.purpose or rule.channels[0]

    for value, bucket in ((right, "on_time"), (other, "missed"), ("", "missed")):
        made = ledger(ONE_CASE, f"case_id | at | {column}\nC1 | 2026-02-03 | {value}")
        assert buckets(Policy((rule,)), made) == {"r": bucket}


@pytest.mark.parametrize(
    ("days", "bucket", "fulfilled_by"),
    [
        (("02", "03", "09"), "on_time", "K3"),
        (("02", "03", "10"), "late", "K3"),
        (("02", "03"), "missed", None),
        (("01", "02", "03"), "missed", None),
    ],
)
def test_a_minimum_is_fulfilled_by_its_nth_reached_callback_and_missed_with_fewer(
    days: tuple[str, ...], bucket: str, fulfilled_by: str | None
) -> None:
    policy = Policy((Minimum("minimum", "m", 3, "start", "end", "7d"),))
    calls = "case_id | at | outcome\n" + "\n".join(f"C1 | 2026-02-{day} | reached" for day in days)
    made = ledger(
        "case_id | event.start | event.end\nC1 | 2026-02-02 | 2026-02-02", f"{calls}\nC1 | 2026-02-04 | refused"
    )

    found = owed(policy, made)["minimum"]

    assert (found["bucket"], found["callback_id"]) == (bucket, fulfilled_by)


# --- buckets


def test_the_first_bucket_that_holds_is_taken_in_the_order_of_the_definitions() -> None:
    made = ledger(
        """
        case_id   | event.end  | excluded_on | exclusion_reason
        excluded  | 2026-02-02 | 2026-02-09  | abroad
        too_late  | 2026-02-02 | 2026-02-10  | abroad
        no_reason | 2026-02-02 | 2026-02-02  |
        on_time   | 2026-02-20 |             |
        late      | 2026-02-02 |             |
        pending   | 2026-02-20 |             |
        refused   | 2026-02-02 |             |
        unreached | 2026-02-02 |             |
        missed    | 2026-02-02 |             |""",
        """
        case_id   | at         | outcome
        excluded  | 2026-02-03 | reached
        on_time   | 2026-02-21 | reached
        late      | 2026-02-10 | reached
        pending   | 2026-02-21 | refused
        refused   | 2026-02-03 | no_answer
        refused   | 2026-02-04 | refused
        unreached | 2026-02-03 | refused
        unreached | 2026-02-04 | busy
        missed    | 2026-02-01 | reached""",
    )

    found = {row["case_id"]: row["bucket"] for row in obligations(made, WEEK, date(2026, 2, 26))}

    assert found.pop("too_late") == "missed"
    assert found.pop("no_reason") == "missed"
    assert found == {bucket: bucket for bucket in BUCKETS}


@pytest.mark.parametrize(("as_of", "bucket"), [("2026-02-08", "pending"), ("2026-02-09", "missed")])
def test_an_obligation_is_pending_until_the_day_before_it_is_due(as_of: str, bucket: str) -> None:
    assert buckets(WEEK, ledger(ONE_CASE), date.fromisoformat(as_of)) == {"week": bucket}


def test_what_is_dated_after_as_of_is_not_yet_known() -> None:
    made = ledger(
        "case_id | event.end | excluded_on | exclusion_reason\nC1 | 2026-02-02 | 2026-02-06 | abroad",
        "case_id | at\nC1 | 2026-02-05 09:00",
    )

    seen = [buckets(WEEK, made, date(2026, 2, day)).get("week") for day in (1, 2, 4, 5, 6)]

    assert seen == [None, "pending", "pending", "on_time", "excluded"]


# --- the decoration policy


def test_a_running_project_owes_after_start_midway_and_when_late_overdue() -> None:
    made = ledger("case_id | event.start | event.planned_end\nC1 | 2026-01-05 | 2026-02-10")

    assert [(row["rule"], row["opens"], row["due"]) for row in obligations(made, D1, date(2026, 2, 10))] == [
        ("after_start", "2026-01-12", "2026-01-18"),
        ("midway", "2026-01-18", "2026-01-28"),
        ("overdue", "2026-02-10", "2026-02-17"),
    ]
    assert set(owed(D1, made, date(2026, 2, 9))) == {"after_start", "midway"}


@pytest.mark.parametrize(("end", "owes"), [("2026-01-11", False), ("2026-01-12", True)])
def test_after_start_is_not_owed_by_a_project_that_ended_before_it_opens(end: str, owes: bool) -> None:
    made = ledger(f"case_id | event.start | event.end\nC1 | 2026-01-05 | {end}")

    assert ("after_start" in owed(D1, made)) is owes
    assert {"completion", "minimum"} <= set(owed(D1, made))


@pytest.mark.parametrize(("end", "owes"), [("2026-02-10", False), ("2026-02-11", True)])
def test_overdue_is_not_owed_by_a_project_that_ended_on_its_planned_day(end: str, owes: bool) -> None:
    made = ledger(f"case_id | event.start | event.planned_end | event.end\nC1 | 2026-01-05 | 2026-02-10 | {end}")

    assert ("overdue" in owed(D1, made)) is owes


@pytest.mark.parametrize(("planned_end", "opens"), [("2026-02-10", "2026-01-18"), ("2026-02-11", "2026-01-18")])
def test_the_midpoint_of_an_odd_number_of_days_is_rounded_down(planned_end: str, opens: str) -> None:
    made = ledger(f"case_id | event.start | event.planned_end\nC1 | 2026-01-05 | {planned_end}")

    assert owed(D1, made)["midway"]["opens"] == opens


def test_the_form_is_owed_until_it_is_known() -> None:
    made = ledger("case_id | event.warranty_done | event.feedback_form\nC1 | 2026-02-02 | 2026-02-20")

    assert buckets(D1, made, date(2026, 2, 19)) == {"form": "missed"}
    assert buckets(D1, made, date(2026, 2, 20)) == {}


# --- measures


def test_coverage_counts_late_and_leaves_out_excluded_and_pending() -> None:
    made = ledger(
        """
        case_id  | event.end  | excluded_on | exclusion_reason
        on_time  | 2026-02-21 |             |
        late     | 2026-02-02 |             |
        refused  | 2026-02-02 |             |
        missed   | 2026-02-02 |             |
        waiting  | 2026-02-20 |             |
        excluded | 2026-02-02 | 2026-02-02  | abroad
        next     | 2026-02-22 |             |
        before   | 2026-01-24 |             |""",
        """
        case_id | at         | outcome
        on_time | 2026-02-21 | reached
        late    | 2026-02-20 | reached
        refused | 2026-02-20 | refused
        next    | 2026-02-22 | reached""",
    )

    assert counts("coverage", made, WEEK) == {(): (2, 5)}
    assert counts("on_time_coverage", made, WEEK) == {(): (1, 5)}
    assert counts("attempt_coverage", made, WEEK) == {(): (3, 5)}
    assert counts("coverage", made, WEEK, as_of=date(2026, 2, 27)) == {(): (2, 5)}
    assert counts("coverage", made, WEEK, as_of=date(2026, 2, 26)) == {(): (2, 4)}


def test_a_zero_denominator_has_an_empty_value_and_still_its_row() -> None:
    for name in MEASURES:
        assert measure(name, ledger(), D1, FEBRUARY, END_OF_MARCH) == [
            {"measure": name, "numerator": 0, "denominator": 0, "value": None}
        ]
        assert measure(name, ledger(), D1, FEBRUARY, END_OF_MARCH, by=["category"]) == []


def test_by_role_an_open_rule_is_a_share_of_all_and_a_required_role_of_its_own() -> None:
    policy = Policy(
        (
            Milestone("open", "f", "end", "0d", "7d"),
            Milestone("own", "g", "end", "0d", "7d", role="manager"),
        ),
        roles=("manager", "supervisor", "desk"),
    )
    made = ledger(
        "case_id | event.end\n C1 | 2026-02-02\n C2 | 2026-02-02\n C3 | 2026-02-02",
        """
        case_id | at         | caller_role | outcome
        C1      | 2026-02-03 | manager     | reached
        C2      | 2026-02-03 | supervisor  | reached
        C3      | 2026-02-03 | desk        | refused""",
    )

    by_open = {"where": {"rule": "open"}, "by": ("role",)}
    assert counts("coverage", made, policy, **by_open) == {  # type: ignore[arg-type]
        ("manager",): (1, 3),
        ("supervisor",): (1, 3),
        ("desk",): (0, 3),
    }
    assert counts("attempt_coverage", made, policy, **by_open)[("desk",)] == (1, 3)  # type: ignore[arg-type]
    assert counts("coverage", made, policy, by=("role",), where={"rule": "own"}) == {("manager",): (1, 3)}
    assert counts("coverage", made, policy) == {(): (3, 6)}


def test_by_party_a_case_with_two_designers_counts_for_each_and_once_in_the_total() -> None:
    made = ledger(
        "case_id | event.end | party.designer\n C1 | 2026-02-02 | An;Bo\n C2 | 2026-02-02 | An\n C3 | 2026-02-02 |",
        "case_id | at\nC1 | 2026-02-03",
    )

    assert counts("coverage", made, WEEK, by=("party:designer",)) == {("An",): (1, 2), ("Bo",): (1, 1)}
    assert counts("coverage", made, WEEK) == {(): (1, 3)}


def test_reach_rate_counts_cases_not_callbacks_and_no_unknown_case() -> None:
    made = ledger(
        ONE_CASE,
        """
        case_id | at         | outcome   | caller
        C1      | 2026-02-03 | no_answer | Lin
        C1      | 2026-02-28 | reached   | Qiao
        C1      | 2026-03-01 | reached   | Lin
        X9      | 2026-02-03 | reached   | Lin""",
    )

    assert counts("reach_rate", made) == {(): (1, 1)}
    assert counts("reach_rate", made, as_of=date(2026, 2, 27)) == {(): (0, 1)}
    assert counts("reach_rate", made, by=("caller",)) == {("Lin",): (0, 1), ("Qiao",): (1, 1)}


def test_a_case_is_active_from_its_start_to_its_end_both_days_included() -> None:
    made = ledger(
        """
        case_id      | event.start | event.end
        last_day_in  | 2026-02-28  |
        first_day_in | 2026-01-01  | 2026-02-01
        too_late     | 2026-03-01  |
        too_early    | 2026-01-01  | 2026-01-31
        unknown      |             | 2026-02-10""",
        "case_id | at\n first_day_in | 2025-12-01",
    )

    assert counts("case_coverage", made) == {(): (1, 2)}
    assert counts("case_coverage", made, as_of=date(2026, 2, 27)) == {(): (1, 1)}


def test_the_overall_answer_stands_for_its_callback_except_by_dimension() -> None:
    made = ledger(
        ONE_CASE,
        """
        case_id | at         | outcome | satisfaction      | satisfaction.design
        C1      | 2026-02-03 | reached | satisfied         | dissatisfied
        X9      | 2026-02-03 | reached |                   | fairly
        C1      | 2026-02-04 | refused | very_dissatisfied |""",
    )

    assert counts("satisfaction_rate", made) == {(): (1, 2)}
    assert counts("satisfaction_score", made) == {(): (140, 2)}
    assert counts("satisfaction_rate", made, by=("dimension",)) == {("design",): (0, 2), ("overall",): (1, 1)}
    assert counts("satisfaction_rate", made, by=("category",)) == {(None,): (1, 1)}


COMPLAINED = """
    problem_id | case_id | kind      | party_role | party | raised_at
    P1         | C1      | complaint | designer   | An    | 2026-02-28
    P1         | C1      | complaint | crew       | Cai   | 2026-02-28
    P2         | C2      | complaint |            | Bo    | 2026-02-01
    P3         | C3      | defect    | designer   | An    | 2026-02-02
    P4         | C4      | complaint | designer   | Dan   | 2026-02-02
    P5         | C3      | complaint | designer   | An    | 2026-03-01
    P6         | X9      | complaint | designer   | An    | 2026-02-02"""
HANDLED = """
    case_id | event.start | event.end  | party.crew | party.designer
    C1      | 2026-02-01  |            |            | An
    C2      | 2026-02-01  |            | Bo         | Bo
    C3      | 2026-02-01  |            |            | An
    C4      | 2026-01-01  | 2026-01-20 |            | An
    C5      | 2026-02-01  |            |            |"""


def test_a_party_answers_for_the_complaints_against_it_among_the_cases_it_handled() -> None:
    made = ledger(HANDLED, problems=COMPLAINED)

    assert counts("complaint_ratio", made, by=("party:designer",)) == {
        ("An",): (1, 3),
        ("Bo",): (0, 1),  # no role is named, and by alphabet Bo stands on the case as crew first
        ("Dan",): (1, 1),  # was on no case, but is complained of in C4
    }
    assert counts("complaint_ratio", made, by=("party:crew",)) == {("Bo",): (1, 1), ("Cai",): (1, 1)}
    assert counts("complaint_ratio", made) == {(): (3, 4)}
    assert counts("complaint_ratio", made, where={"party:designer": "An"}) == {(): (1, 3)}
    assert counts("complaint_rate", made) == {(): (3, 5)}


def test_a_problem_item_against_two_parties_is_one_item() -> None:
    made = ledger(HANDLED, problems=COMPLAINED)

    assert counts("resolution_rate", made) == {(): (0, 5)}
    assert counts("resolution_rate", made, by=("party:designer",)) == {("An",): (0, 3), ("Dan",): (0, 1)}


def test_feedback_is_in_time_on_the_day_of_the_deadline_and_waits_for_it() -> None:
    made = ledger(
        problems="""
        raised_at        | reported_at | resolved_at
        2026-02-02 17:00 | 2026-02-02  | 2026-02-05
        2026-02-02       | 2026-02-03  | 2026-03-01
        2026-02-02       |             |
        2026-02-27       |             |"""
    )
    two_days = replace(D1, feedback_within="2d", resolution_within={("kind", "complaint"): "3d"})

    assert counts("timely_feedback_rate", made) == {(): (1, 4)}
    assert counts("timely_feedback_rate", made, two_days) == {(): (2, 4)}
    assert counts("timely_feedback_rate", made, two_days, as_of=END_OF_FEBRUARY) == {(): (2, 3)}
    assert counts("timely_feedback_rate", made, two_days, as_of=date(2026, 2, 3)) == {(): (2, 2)}
    assert counts("timely_feedback_rate", made, two_days, as_of=date(2026, 2, 4)) == {(): (2, 3)}
    assert counts("timely_resolution_rate", made, two_days) == {(): (1, 4)}
    assert counts("timely_resolution_rate", made) == {(): (0, 0)}  # no deadline, nothing to be in time for
    assert counts("resolution_rate", made, as_of=END_OF_FEBRUARY) == {(): (1, 4)}


def test_calling_hours_include_both_ends_and_look_only_at_phone_calls_with_a_time() -> None:
    made = ledger(
        ONE_CASE,
        """
        case_id | at               | channel
        C1      | 2026-02-03 08:00 | phone
        X9      | 2026-02-03 11:00 | phone
        C1      | 2026-02-03 11:01 | phone
        C1      | 2026-02-17 09:00 | phone
        C1      | 2026-02-03 12:00 | visit
        C1      | 2026-02-03       | phone""",
    )
    morning = replace(D1, hours=(Hours((("08:00", "11:00"),), rest_days=False),))

    assert counts("calling_hours_rate", made, morning) == {(): (2, 4)}
    assert counts(
        "record_completeness", made, replace(D1, required_fields=(Required("channel"), Required("caller")))
    ) == {(): (0, 6)}


def test_a_dimension_that_does_not_apply_is_refused_with_those_that_do() -> None:
    with pytest.raises(ValueError, match=r"complaint_rate has the dimensions category, tier, area and party:<role>"):
        measure("complaint_rate", ledger(), D1, FEBRUARY, END_OF_MARCH, by=["caller"])


# --- the tools themselves


@settings(max_examples=60, deadline=None, derandomize=True)
@given(made=strategies.ledgers(), as_of=strategies.as_ofs(), period=strategies.periods())
def test_numerators_stay_within_their_denominators_and_a_callback_fills_one_obligation_a_family(
    made: Ledger, as_of: date, period: tuple[date, date]
) -> None:
    filled = [(one.rule.family, one.fulfilled_by["callback_id"]) for one in judged(made, D1, as_of) if one.fulfilled_by]

    assert len(filled) == len(set(filled))
    assert {one.bucket for one in judged(made, D1, as_of)} <= set(BUCKETS)
    for name in set(MEASURES) - {"satisfaction_score"}:
        for by in ([], ["category"], ["party:designer"]):
            for row in measure(name, made, D1, period, as_of, by=by):
                assert 0 <= int(row["numerator"] or 0) <= int(row["denominator"] or 0)


def test_a_table_of_text_has_none_for_an_empty_cell_and_refuses_a_ragged_line() -> None:
    assert rows("a | b\n1 |\n | 2") == [{"a": "1", "b": None}, {"a": None, "b": "2"}]
    assert rows("") == []
    with pytest.raises(ValueError, match=r"expected 2 cells \(a \| b\), got 1"):
        rows("a | b\n1")


def test_a_ledger_is_written_as_four_files_that_read_back(tmp_path: Path) -> None:
    made = ledger(ONE_CASE, "case_id | at | satisfaction.design\nC1 | 2026-02-03 | fairly")

    written = write_canonical(made, tmp_path)

    assert [path.name for path in written] == ["cases.csv", "callbacks.csv", "problems.csv", "staff.csv"]
    with written[1].open(encoding="utf-8", newline="") as file:
        back = [{column: cell or None for column, cell in row.items()} for row in csv.DictReader(file)]
    assert back == made["callbacks"]
