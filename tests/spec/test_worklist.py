"""Work-list: whom to call next and why, from what is open on a day."""

from datetime import date

from analytics.policy.pack import Policy, load_policy
from analytics.policy.worklist import worklist
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger, rows
from tests.spec.conftest import DECORATION, policy_with

WORDS = 'title = { zh = "规则", en = "rule" }\nclause = "spec"\n'


def listed(expect: str, as_of: str, *, policy: Policy = DECORATION, rule: str = "", **tables: str) -> None:
    """Assert the rows of the work-list, of one rule or of all, in their order: *expect* names the columns that matter."""
    reading = reading_of(ledger(**tables), policy, date.fromisoformat(as_of))
    found = worklist(
        reading.con, reading.schema, policy, organisation=reading.organisation, as_of=date.fromisoformat(as_of)
    )
    columns = [name.strip() for name in expect.strip().splitlines()[0].split("|")]
    told = [
        {name: None if row[name] is None else str(row[name]) for name in columns}
        for row in found
        if not rule or row["rule"] == rule
    ]
    assert rows(expect) == told


def test_it_holds_what_has_opened_and_is_neither_done_nor_excluded_nor_handed_on() -> None:
    """The first day of the window in, the day before it out; overtaken from the day on which the next of its family opens."""
    cases = """
        case_id | category | event.start | event.planned_end | excluded_on | exclusion_reason
        DONE    | whole    | 2026-02-01  |                   |             |
        EARLY   | whole    | 2026-02-04  |                   |             |
        FREE    | whole    | 2026-02-01  |                   | 2026-02-10  | moved
        LATE    | whole    | 2026-01-15  |                   |             |
        LOST    | whole    | 2026-01-16  |                   |             |
        NAY     | whole    | 2026-01-17  |                   |             |
        OPEN    |          | 2026-02-03  |                   |             |
        TODAY   | whole    | 2026-01-28  |                   |             |
        TOLD    | whole    | 2026-02-01  |                   |             |
        WENT_ON | whole    | 2026-01-27  | 2026-03-06        |             | """
    callbacks = """
        case_id | at         | outcome
        DONE    | 2026-02-09 | reached
        TOLD    | 2026-02-08 | refused
        LOST    | 2026-02-02 | no_answer
        NAY     | 2026-02-02 | refused
        EARLY   | 2026-02-01 | reached"""
    expect = """
        case_id | category | rule        | seq | opens      | due        | days_left | bucket    | attempts
        TODAY   | whole    | after_start | 1   | 2026-02-04 | 2026-02-10 | 0         | missed    | 0
        TOLD    | whole    | after_start | 1   | 2026-02-08 | 2026-02-14 | 4         | pending   | 1
        OPEN    |          | after_start | 1   | 2026-02-10 | 2026-02-16 | 6         | pending   | 0
        WENT_ON | whole    | midway      | 1   | 2026-02-10 | 2026-02-20 | 10        | pending   | 0
        NAY     | whole    | after_start | 1   | 2026-01-24 | 2026-01-30 | -11       | refused   | 1
        LOST    | whole    | after_start | 1   | 2026-01-23 | 2026-01-29 | -12       | unreached | 1
        LATE    | whole    | after_start | 1   | 2026-01-22 | 2026-01-28 | -13       | missed    | 0"""
    listed(expect, "2026-02-10", cases=cases, callbacks=callbacks)


def test_in_time_comes_before_overdue_and_within_both_the_more_urgent_then_the_nearer() -> None:
    """An urgency that is not known comes after those that are."""
    cases = """
        case_id | urgency | event.feedback
        A       | low     | 2026-10-02
        B       | high    | 2026-10-07
        C       | normal  | 2026-10-06
        D       | high    | 2026-10-08
        E       | high    | 2026-10-01
        F       | high    | 2026-10-02
        G       |         | 2026-10-07
        H       | normal  | 2026-10-07"""
    expect = """
        case_id | urgency | days_left
        B       | high    | 0
        D       | high    | 1
        C       | normal  | 1
        H       | normal  | 2
        A       | low     | 1
        G       |         | 2
        F       | high    | -5
        E       | high    | -6"""
    listed(expect, "2026-10-08", policy=load_policy("urgency_queue"), cases=cases)


def test_a_higher_tier_comes_first_and_what_is_due_together_goes_by_case_and_rule() -> None:
    """In the order of the policy, not of the alphabet."""
    cases = """
        case_id | tier       | event.install
        Z       | very_large | 2026-10-02
        M       | large      | 2026-10-01
        A       | ordinary   | 2026-10-01"""
    expect = """
        case_id | tier       | rule             | seq | due
        Z       | very_large | after_install    | 1   | 2026-11-02
        Z       | very_large | visit_very_large | 1   | 2026-12-31
        M       | large      | after_install    | 1   | 2026-11-01
        M       | large      | visit_large      | 1   | 2026-12-31
        M       | large      | visit_large      | 2   | 2026-12-31
        A       | ordinary   | after_install    | 1   | 2026-11-01"""
    listed(expect, "2026-10-10", policy=load_policy("software_clients"), cases=cases)


def test_it_says_what_came_of_the_last_attempt_and_who_called_the_case_last() -> None:
    """The last attempt is of this obligation; the last caller may have called about something else, or without a name."""
    cases = """
        case_id | event.start
        A       | 2026-02-01
        B       | 2026-02-01
        C       | 2026-02-01
        D       | 2026-01-30
        E       | 2026-02-01
        F       | 2026-01-31
        G       | 2026-01-27"""
    callbacks = """
        case_id | at               | outcome     | caller
        A       | 2026-02-02       | reached     | Wu
        A       | 2026-02-02       | reached     | Qiao
        A       | 2026-02-01       | reached     | Lin
        B       | 2026-02-08       | refused     | Lin
        B       | 2026-02-09 09:00 | no_answer   | Qiao
        B       | 2026-02-09 10:00 | busy        | Lin
        B       | 2026-02-09 11:00 | busy        |
        C       | 2026-02-09       | no_answer   | Lin
        C       | 2026-02-10       | rescheduled | Qiao
        E       | 2026-02-09       | refused     | Lin
        E       | 2026-02-11       | reached     | Qiao"""
    expect = """
        case_id | days_left | attempts | last_tried | last_outcome | last_caller | reason
        D       | 2         | 0        |            |              |             | due_soon
        F       | 3         | 0        |            |              |             | never_tried
        A       | 4         | 0        |            |              | Qiao        | never_tried
        B       | 4         | 4        | 2026-02-09 | busy         | Lin         | not_reached
        C       | 4         | 2        | 2026-02-10 | rescheduled  | Qiao        | rescheduled
        E       | 4         | 1        | 2026-02-09 | refused      | Lin         | refused
        G       | -1        | 0        |            |              |             | never_tried"""
    listed(expect, "2026-02-10", rule="after_start", cases=cases, callbacks=callbacks)


def test_of_a_minimum_it_says_how_often_its_own_callbacks_reached_so_far() -> None:
    """Two visits by the manager to the owner: neither a call, nor another's visit, nor to another, nor about another
    thing, nor before it opened.
    """
    policy = policy_with(
        'id = "twice"\nkind = "minimum"\nfamily = "again"\nneeded = 2\nrole = "manager"\nchannels = ["visit"]\n'
        'contact_role = "owner"\npurpose = "survey"\n'
        f'opens_at = "start"\ncloses_at = "end"\ndue = "7d"\n{WORDS}'
    )
    cases = """
        case_id | event.start | event.end
        A       | 2026-02-01  | 2026-02-28
        B       | 2026-02-01  | 2026-02-28
        C       | 2026-02-01  | 2026-02-28"""
    callbacks = """
        case_id | at         | channel | purpose | caller_role | contact_role | outcome
        A       | 2026-01-31 | visit   | survey  | manager     | owner        | reached
        A       | 2026-02-03 | phone   | survey  | manager     | owner        | reached
        A       | 2026-02-04 | visit   | survey  | service     | owner        | reached
        A       | 2026-02-05 | visit   | survey  | manager     | foreman      | reached
        A       | 2026-02-06 | visit   | sale    | manager     | owner        | reached
        B       | 2026-02-01 | visit   | survey  | manager     | owner        | reached
        B       | 2026-02-05 | visit   | survey  | manager     | owner        | no_answer
        C       | 2026-02-01 | visit   | survey  | manager     | owner        | reached
        C       | 2026-02-02 | visit   | survey  | manager     | owner        | reached"""
    expect = """
        case_id | rule  | due        | reached | attempts | reason
        A       | twice | 2026-03-07 | 0       | 0        | never_tried
        B       | twice | 2026-03-07 | 1       | 1        | more_needed"""
    listed(expect, "2026-03-01", policy=policy, rule="twice", cases=cases, callbacks=callbacks)


def test_of_several_in_one_period_each_that_is_left_is_on_the_list() -> None:
    """Three calls a month, one reached, one tried: the second and the third are open, and none of them is a minimum."""
    callbacks = """
        case_id | at         | channel | outcome
        C       | 2026-02-03 | phone   | reached
        C       | 2026-02-04 | phone   | no_answer"""
    expect = """
        rule          | seq | attempts | reached | last_tried | reason
        monthly_calls | 2   | 1        | 0       | 2026-02-04 | not_reached
        monthly_calls | 3   | 1        | 0       | 2026-02-04 | not_reached"""
    listed(
        expect,
        "2026-02-10",
        policy=load_policy("cement_deliveries"),
        rule="monthly_calls",
        cases="case_id | category | event.since\n C | client | 2026-02-01",
        callbacks=callbacks,
    )


def test_a_rule_in_hours_is_on_the_list_of_its_day_with_its_instant() -> None:
    """Opened today, due tomorrow at the same time, the earlier first; what opens tomorrow is not yet on it."""
    cases = """
        case_id | category     | event.archive
        A       | fault_repair | 2026-10-14 12:00
        B       | fault_repair | 2026-10-15 00:00
        C       | fault_repair | 2026-10-14 09:30"""
    expect = """
        case_id | opens               | due                 | days_left | role | contact_role | category
        C       | 2026-10-14 09:30:00 | 2026-10-15 09:30:00 | 1         |      |              | fault_repair
        A       | 2026-10-14 12:00:00 | 2026-10-15 12:00:00 | 1         |      |              | fault_repair"""
    listed(expect, "2026-10-14", policy=load_policy("power_supply"), cases=cases)


def test_it_names_the_role_and_the_contact_that_are_asked_for() -> None:
    """By the bed doctor; with the technical lead."""
    policy = policy_with(
        f'id = "owner"\nkind = "milestone"\nfamily = "again"\nrole = "manager"\ncontact_role = "owner"\nanchor = "start"\n'
        f'window = ["0d", "3d"]\n{WORDS}'
    )
    listed(
        "case_id | role    | contact_role\n A | manager | owner",
        "2026-02-01",
        policy=policy,
        rule="owner",
        cases="case_id | event.start\n A | 2026-02-01",
    )
