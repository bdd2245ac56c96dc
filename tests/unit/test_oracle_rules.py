"""The rule kinds, pinned by hand on the oracle where how a policy pack is written leaves little room for error."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings

from tests.lib.oracle import (
    BUCKETS,
    After,
    ContactRoles,
    Milestone,
    Minimum,
    Policy,
    Recurring,
    Unless,
    is_working_day,
    obligations,
    policy_of,
    shift,
)
from tests.lib.oracle_policy import SCALE, Rule
from tests.lib.random_worlds import World, worlds
from tests.lib.table_text import Ledger, ledger

END_OF_JUNE = date(2026, 6, 30)
STARTED = "case_id | event.start\nC1 | 2026-01-31"
Found = list[tuple[str | None, ...]]


def owed(made: Ledger, *rules: Rule, as_of: date = END_OF_JUNE, shown: str = "seq opens due") -> Found:
    """Return what the rules make of a ledger in the columns to be shown."""
    policy = Policy(rules, scale=SCALE, active_until=None)
    return [tuple(row[column] for column in shown.split()) for row in obligations(made, policy, as_of)]


# --- offsets and windows


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        ("1m", "2026-02-28"),
        ("1m 1m", "2026-03-31"),  # two months at once, not the last of February and then a month
        ("1m 1d", "2026-03-01"),
        ("1d 1m", "2026-03-01"),
        ("1m 1wd", "2026-03-02"),  # 28 February 2026 is itself a made-up Saturday
        ("0wd", "2026-01-31"),  # a Saturday at rest, and yet the day itself
        ("month_end", "2026-01-31"),
        ("quarter_end", "2026-03-31"),
        ("half_end", "2026-06-30"),
        ("year_end", "2026-12-31"),
    ],
)
def test_an_offset_adds_months_then_days_then_working_days(offset: str, expected: str) -> None:
    assert shift(datetime(2026, 1, 31), offset, is_working_day).date().isoformat() == expected


@pytest.mark.parametrize(
    ("back", "due"),
    [("2026-02-20", "2026-02-09"), ("2026-02-06", "2026-02-05"), ("2026-02-02", "2026-02-02"), ("", "2026-02-09")],
)
def test_a_window_ends_no_later_than_the_day_before_the_return_and_never_before_it_opens(back: str, due: str) -> None:
    rule = Milestone("r", "f", "done", "0d", "7d", not_after=("back", "-1d"))
    made = ledger(f"case_id | event.done | event.back\nC1 | 2026-02-02 | {back}")

    assert owed(made, rule) == [("1", "2026-02-02", due)]


@pytest.mark.parametrize(("done", "due"), [("2026-02-20", "2026-02-28"), ("2026-02-25", "2026-03-04")])
def test_a_window_that_opens_after_the_end_of_its_month_is_due_on_the_day_it_opens(done: str, due: str) -> None:
    made = ledger(f"case_id | event.done\nC1 | {done}")

    assert owed(made, Milestone("r", "f", "done", "7d", "month_end"), shown="due") == [(due,)]


@pytest.mark.parametrize(("event", "count"), [("end", 0), ("seen", 0), ("other", 1)])
def test_any_of_several_reasons_lifts_a_milestone(event: str, count: int) -> None:
    rule = Milestone("r", "f", "done", "1d", "7d", unless=(Unless("end", "before_opens"), Unless("seen", "known")))
    made = ledger(f"case_id | event.done | event.{event}\nC1 | 2026-02-02 | 2026-02-02")

    assert len(owed(made, rule)) == count


@pytest.mark.parametrize(
    ("values", "expected"),
    [(("leak",), ["C1"]), (("leak", ""), ["C1", "C3"]), (("",), ["C3"]), (("leak", "safety"), ["C1", "C2"])],
)
def test_an_empty_value_in_a_scope_stands_for_cases_without_one(values: tuple[str, ...], expected: list[str]) -> None:
    made = ledger(
        "case_id | category | event.done\nC1 | leak | 2026-02-02\nC2 | safety | 2026-02-02\nC3 | | 2026-02-02"
    )
    rule = Milestone("r", "f", "done", "0d", "7d", scopes={"category": values})

    assert [found[0] for found in owed(made, rule, shown="case_id")] == expected


# --- recurring


def test_a_calendar_period_opens_with_the_case_and_that_of_as_of_is_included() -> None:
    made = ledger("case_id | event.start\nC1 | 2026-02-10")

    assert owed(made, Recurring("r", "f", "month", times=2), as_of=date(2026, 3, 1)) == [
        ("1", "2026-02-10", "2026-02-28"),
        ("2", "2026-02-10", "2026-02-28"),
        ("3", "2026-03-01", "2026-03-31"),
        ("4", "2026-03-01", "2026-03-31"),
    ]


@pytest.mark.parametrize(("woken", "last"), [("2026-02-28", "2026-02-28"), ("2026-03-01", "2026-03-31")])
def test_a_period_counts_when_the_case_is_active_on_its_first_day_only(woken: str, last: str) -> None:
    made = ledger(f"case_id | event.start | event.woken\nC1 | 2026-02-10 | {woken}")

    assert owed(made, Recurring("r", "f", "month", until="woken"))[-1][2] == last


def test_an_end_that_is_not_yet_known_lifts_nothing() -> None:
    made = ledger("case_id | event.start | event.woken\nC1 | 2026-02-10 | 2026-02-20")

    assert owed(made, Recurring("r", "f", "month", until="woken"), as_of=date(2026, 2, 19)) == [
        ("1", "2026-02-10", "2026-02-28")
    ]


def test_the_first_day_of_an_interval_belongs_to_the_one_before_it() -> None:
    made = ledger("case_id | event.start\nC1 | 2026-01-10")

    assert owed(made, Recurring("r", "f", "3m", after="1m"), as_of=date(2026, 5, 11)) == [
        ("1", "2026-02-11", "2026-05-10"),
        ("2", "2026-05-11", "2026-08-10"),
    ]
    assert len(owed(made, Recurring("r", "f", "3m", after="1m"), as_of=date(2026, 5, 10))) == 1


def test_intervals_of_months_are_counted_from_where_they_begin_and_clamped_each_on_its_own() -> None:
    assert owed(ledger(STARTED), Recurring("r", "f", "1m"), as_of=date(2026, 4, 30)) == [
        ("1", "2026-02-01", "2026-02-28"),
        ("2", "2026-03-01", "2026-03-31"),
        ("3", "2026-04-01", "2026-04-30"),
    ]


def test_an_interval_after_a_month_is_counted_from_the_clamped_day() -> None:
    assert owed(ledger(STARTED), Recurring("r", "f", "1m", after="1m"), as_of=date(2026, 3, 28)) == [
        ("1", "2026-03-01", "2026-03-28"),
    ]


# --- conditional on what happened

UNREACHED = After("again", "f", "not_reached", "0d", "1d")


def test_a_callback_that_gave_rise_to_an_obligation_never_counts_for_it() -> None:
    made = ledger(
        "case_id\nC1",
        """
        callback_id | case_id | at               | outcome
        K2          | C1      | 2026-02-02 09:00 | no_answer
        K1          | C1      | 2026-02-02 10:00 | refused
        K3          | C1      | 2026-02-03 09:00 | reached""",
    )

    assert owed(made, UNREACHED, shown="seq opens expires bucket callback_id") == [
        (
            "1",
            "2026-02-02",
            "2026-02-02",
            "refused",
            None,
        ),  # the second took over; its callback is the last that counts
        ("2", "2026-02-02", None, "on_time", "K3"),
    ]
    assert owed(made, UNREACHED, as_of=date(2026, 2, 2), shown="seq bucket") == [("1", "pending"), ("2", "pending")]


def test_of_two_callbacks_at_one_instant_the_later_id_is_the_later_callback() -> None:
    made = ledger(
        "case_id\nC1",
        """
        callback_id | case_id | at         | outcome
        K1          | C1      | 2026-02-02 | reached
        K2          | C1      | 2026-02-02 | busy
        K3          | C1      | 2026-02-02 | reached""",
    )

    assert owed(made, UNREACHED, shown="bucket callback_id") == [("on_time", "K3")]


def test_one_answer_below_satisfied_is_enough_if_the_callback_reached() -> None:
    made = ledger(
        "case_id\nC1",
        """
        case_id | at         | outcome | satisfaction | satisfaction.design
        C1      | 2026-02-02 | reached | satisfied    | fairly
        C1      | 2026-02-03 | reached | satisfied    | satisfied
        C1      | 2026-02-04 | refused | dissatisfied |""",
    )

    assert owed(made, After("r", "f", "dissatisfied", "0d", "7d")) == [("1", "2026-02-02", "2026-02-09")]


def test_a_callback_put_off_is_owed_at_the_agreed_time_and_without_one_on_its_own_day() -> None:
    made = ledger(
        "case_id\nC1",
        """
        case_id | at               | outcome     | agreed_at
        C1      | 2026-02-02 09:00 | rescheduled | 2026-02-10 15:00
        C1      | 2026-02-03 09:00 | rescheduled |""",
    )

    assert owed(made, After("r", "f", "rescheduled", "0d", "1d"), as_of=date(2026, 2, 3)) == [
        ("1", "2026-02-03", "2026-02-04"),
        ("2", "2026-02-10", "2026-02-11"),
    ]


def test_a_promised_answer_is_owed_at_the_agreed_time_of_a_call_that_reached() -> None:
    made = ledger(
        "case_id\nC1",
        """
        case_id | at               | outcome     | agreed_at
        C1      | 2026-02-02 09:00 | reached     | 2026-02-10 15:00
        C1      | 2026-02-03 09:00 | reached     |
        C1      | 2026-02-04 09:00 | rescheduled | 2026-02-11""",
    )

    assert owed(made, After("r", "f", "promised", "0d", "1d")) == [("1", "2026-02-10", "2026-02-11")]


def test_an_item_against_two_parties_is_called_back_about_once_it_is_resolved() -> None:
    made = ledger(
        "case_id\nC1",
        problems="""
        problem_id | case_id | kind      | party | raised_at  | resolved_at
        P2         | C1      | complaint | An    | 2026-02-02 | 2026-02-05
        P2         | C1      | complaint | Bo    | 2026-02-02 | 2026-02-05
        P1         | C1      | complaint |       | 2026-02-03 | 2026-02-05
        P3         | C1      | question  |       | 2026-02-01 | 2026-02-04
        P4         | C1      | complaint |       | 2026-02-04 |""",
    )

    resolved = After("r", "f", "problem_resolved", "0h", "24h", problem_kind="complaint")
    assert owed(made, resolved, shown="seq opens due") == [
        ("1", "2026-02-05 00:00:00", "2026-02-06 00:00:00"),
        ("2", "2026-02-05 00:00:00", "2026-02-06 00:00:00"),
    ]
    assert owed(made, resolved, as_of=date(2026, 2, 4)) == []
    raised = After("r", "f", "problem_raised", "0d", "1d")
    assert [found[1] for found in owed(made, raised)] == ["2026-02-01", "2026-02-02", "2026-02-03", "2026-02-04"]


# --- contact roles


def test_each_round_asks_for_every_contact_role_that_the_case_names() -> None:
    made = ledger(
        "case_id | event.start | contact.chief | contact.user\nC1 | 2026-01-10 | Wu |\nC2 | 2026-01-10 | | Xu"
    )
    rules = (
        Milestone("install", "f", "start", "0d", "1m"),
        Recurring("later", "f", "3m", after="1m"),
        ContactRoles("all", "c", rounds=("install", "later"), contacts=("director", "chief", "user")),
    )

    found = owed(made, *rules, as_of=date(2026, 2, 11), shown="rule case_id seq contact_role opens")

    assert [one[1:] for one in found if one[0] == "all"] == [
        ("C1", "2", "chief", "2026-01-10"),
        ("C1", "5", "chief", "2026-02-11"),
        ("C2", "3", "user", "2026-01-10"),
        ("C2", "6", "user", "2026-02-11"),
    ]


def test_a_contact_role_is_met_by_its_own_callback_only_and_expires_with_its_own_next_round() -> None:
    made = ledger(
        "case_id | event.start | contact.chief | contact.user\nC1 | 2026-01-10 | Wu | Xu",
        "case_id | at | contact_role\nC1 | 2026-01-12 | user",
    )
    rules = (
        Recurring("rounds", "f", "month", times=1),
        ContactRoles("all", "f", rounds=("rounds",), contacts=("chief", "user")),
    )

    found = owed(made, *rules, as_of=date(2026, 2, 1), shown="rule seq expires bucket")

    assert found == [
        ("rounds", "1", "2026-02-01", "on_time"),
        ("rounds", "2", None, "pending"),
        ("all", "1", "2026-02-01", "missed"),
        ("all", "2", "2026-02-01", "on_time"),
        ("all", "3", None, "pending"),
        ("all", "4", None, "pending"),
    ]


# --- samples


def test_a_sample_is_the_share_with_the_smallest_hashes_of_organisation_rule_period_and_case() -> None:
    """Those of test/r/2026-02/C1 to C4 begin with f5ec, d29c, 5d22 and abc9; of four 0.3 is two; in March C5 is alone."""
    made = ledger("case_id | event.done\n" + "\n".join(f"C{number} | 2026-02-{number:02d}" for number in range(1, 5)))
    made["cases"] += ledger("case_id | event.done\nC5 | 2026-03-01")["cases"]

    assert owed(made, Milestone("r", "f", "done", "0d", "7d", sample=0.3), shown="case_id") == [
        ("C3",),
        ("C4",),
        ("C5",),
    ]


def test_a_sample_of_a_calendar_period_is_of_the_cases_active_on_its_first_day() -> None:
    made = ledger("case_id | event.start\nC1 | 2026-02-01\nC2 | 2026-02-02")

    rule = Recurring("r", "f", "month", sample=1.0, months=(2, 4))

    assert owed(made, rule, shown="case_id seq opens due") == [
        ("C1", "1", "2026-02-01", "2026-02-28"),
        ("C1", "2", "2026-04-01", "2026-04-30"),
        ("C2", "1", "2026-04-01", "2026-04-30"),
    ]


# --- versions


@pytest.mark.parametrize(
    ("done", "due"),
    [
        ("2026-02-21", "2026-02-28"),  # due under both before the change: the old one
        ("2026-02-26", "2026-03-05"),  # under the old one after the change, under the new one before it
        ("2026-02-27", "2026-03-01"),  # under both from the day on: the new one
    ],
)
def test_a_new_version_judges_what_falls_due_from_its_day_on_under_both(done: str, due: str) -> None:
    old = Milestone("r", "f", "done", "0d", "7d")
    new = Milestone("r", "f", "done", "0d", "2d", since=date(2026, 3, 1))

    assert owed(ledger(f"case_id | event.done\nC1 | {done}"), old, new) == [("1", done, due)]


def test_what_lifts_and_whom_it_is_for_are_those_of_the_version_that_judges() -> None:
    old = Milestone("r", "f", "done", "0d", "7d", scopes={"category": ("leak",)})
    new = Milestone("r", "f", "done", "0d", "7d", unless=Unless("end", "known"), since=date(2026, 3, 1))
    made = ledger(
        """
        case_id | category | event.done | event.end
        C1      | safety   | 2026-02-21 |
        C2      | leak     | 2026-02-21 | 2026-02-21
        C3      | safety   | 2026-02-22 |
        C4      | leak     | 2026-02-22 | 2026-02-22"""
    )

    assert [found[0] for found in owed(made, old, new, shown="case_id")] == ["C2", "C3"]


def test_a_minimum_in_working_days_is_due_after_the_holiday() -> None:
    made = ledger("case_id | event.start | event.end\nC1 | 2026-02-02 | 2026-02-13")

    assert owed(made, Minimum("r", "f", 2, "start", "end", "2wd")) == [("1", "2026-02-02", "2026-02-24")]


# --- the tools themselves


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(world=worlds())
def test_an_obligation_has_one_key_and_a_callback_fills_one_of_a_family_and_role(world: World) -> None:
    found = obligations(world.ledger, policy_of(world.document), world.as_of)
    keys = [(row["case_id"], row["rule"], row["seq"]) for row in found]
    filled = [(row["family"], row["role"], row["contact_role"], row["callback_id"]) for row in found]
    filled = [one for one in filled if one[-1]]

    assert len(keys) == len(set(keys))
    assert len(filled) == len(set(filled))
    assert {row["bucket"] for row in found} <= set(BUCKETS)
