"""Recurring: so many callbacks in every calendar period, or one in every interval counted from an event."""

from tests.spec.conftest import Spec, policy_with

MONTHLY = policy_with("""
id = "monthly"
kind = "recurring"
family = "regular"
every = "month"
times = 2
title = { zh = "每月两次", en = "Twice a month" }
clause = "spec"
""")
QUARTERLY = policy_with("""
id = "three_monthly"
kind = "recurring"
family = "regular"
every = "3m"
after = "1m"
until = "warranty_done"
title = { zh = "每三个月一次", en = "Every three months" }
clause = "spec"
""")


def test_every_month_in_which_a_case_was_active_for_a_day_asks_for_its_callbacks(owed: Spec) -> None:
    """From the day of the start in its first month; a month that begins after the end asks for none."""
    owed(
        rule="monthly",
        policy=MONTHLY,
        as_of="2026-03-15",
        cases="""
            case_id    | event.start | event.end
            last_day   | 2026-01-31  | 2026-02-28
            ended_then | 2026-01-20  | 2026-02-01
            not_yet    | 2026-03-15  |
            later      | 2026-03-16  |""",
        callbacks="""
            case_id  | at
            last_day | 2026-01-31
            last_day | 2026-02-10
            last_day | 2026-02-11
            last_day | 2026-02-12""",
        expect="""
            case_id    | seq | opens      | due        | expires    | bucket
            ended_then | 1   | 2026-01-20 | 2026-01-31 | 2026-02-01 | missed
            ended_then | 2   | 2026-01-20 | 2026-01-31 | 2026-02-01 | missed
            ended_then | 3   | 2026-02-01 | 2026-02-28 |            | missed
            ended_then | 4   | 2026-02-01 | 2026-02-28 |            | missed
            last_day   | 1   | 2026-01-31 | 2026-01-31 | 2026-02-01 | on_time
            last_day   | 2   | 2026-01-31 | 2026-01-31 | 2026-02-01 | missed
            last_day   | 3   | 2026-02-01 | 2026-02-28 |            | on_time
            last_day   | 4   | 2026-02-01 | 2026-02-28 |            | on_time
            not_yet    | 1   | 2026-03-15 | 2026-03-31 |            | pending
            not_yet    | 2   | 2026-03-15 | 2026-03-31 |            | pending""",
    )


def test_an_interval_is_counted_from_its_event_and_ends_on_the_day_that_the_next_does_not_own(owed: Spec) -> None:
    """Months are clamped to the month's last day; after the event that ends it no interval opens."""
    owed(
        rule="three_monthly",
        policy=QUARTERLY,
        as_of="2026-06-01",
        cases="""
            case_id | event.start | event.warranty_done
            clamped | 2025-10-31  |
            over    | 2025-10-31  | 2026-03-01
            on_time | 2025-11-01  |""",
        callbacks="""
            case_id | at
            on_time | 2026-03-01
            on_time | 2026-06-01""",
        expect="""
            case_id | seq | opens      | due        | expires    | bucket
            clamped | 1   | 2025-12-01 | 2026-02-28 | 2026-03-01 | missed
            clamped | 2   | 2026-03-01 | 2026-05-30 | 2026-05-31 | missed
            clamped | 3   | 2026-05-31 | 2026-08-30 |            | pending
            on_time | 1   | 2025-12-02 | 2026-03-01 | 2026-03-02 | on_time
            on_time | 2   | 2026-03-02 | 2026-06-01 |            | on_time
            over    | 1   | 2025-12-01 | 2026-02-28 | 2026-03-01 | missed
            over    | 2   | 2026-03-01 | 2026-05-30 |            | missed""",
    )
