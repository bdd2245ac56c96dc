"""Response: deadlines in the life of a problem item, from its being raised."""

import pytest

from analytics.policy.pack import Policy
from tests.spec.conftest import Spec, policy_with

STARTED = "case_id | event.start | category\nA | 2026-01-01 | whole\nB | 2026-01-01 | part"


def deadline(moment: str, within: str, more: str = "", name: str = "deadline") -> str:
    """Return one response rule."""
    return (
        f'id = "{name}"\nkind = "response"\nmoment = "{moment}"\nwithin = "{within}"\n{more}\n'
        'title = { zh = "时限", en = "deadline" }\nclause = "spec"'
    )


def policy(*rules: str) -> Policy:
    """Return the decoration policy with further deadlines."""
    return policy_with(*rules)


def test_a_deadline_in_hours_compares_instants_and_one_in_days_lasts_to_the_end_of_its_day(measured: Spec) -> None:
    """A notice dated without a time answers at 24:00 of its day; an item not yet due is not judged."""
    items = """
        problem_id | case_id | raised_at        | notified_at
        in         | A       | 2026-01-05 09:00 | 2026-01-06 09:00
        out        | A       | 2026-01-05 09:00 | 2026-01-06 09:01
        by_day     | A       | 2026-01-05 09:00 | 2026-01-06
        never      | A       | 2026-01-30       |
        not_yet    | A       | 2026-01-31 00:01 |"""
    by_rule = {"by": ("rule",), "cases": STARTED, "problems": items}
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("notified", "24h")),
        expect={"deadline": (1, 4), "report_problems": (0, 5)},
        **by_rule,
    )
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("notified", "1d")),
        expect={"deadline": (3, 4), "report_problems": (0, 5)},
        **by_rule,
    )


def test_working_days_and_categories_make_a_deadline_of_their_own(measured: Spec) -> None:
    """Raised on the Friday before spring festival: five working days end on 27 February; another category has none."""
    measured(
        "deadline_rate",
        "2026-02",
        policy=policy(deadline("answered", "5wd", 'category = "whole"')),
        by=("rule",),
        where={"rule": "deadline"},
        cases=STARTED,
        problems="""
            problem_id | case_id | raised_at  | answered_at
            in         | A       | 2026-02-13 | 2026-02-27
            out        | A       | 2026-02-13 | 2026-02-28
            other      | B       | 2026-02-13 | 2026-02-14""",
        expect={"deadline": (1, 2)},
    )


def test_called_back_is_the_first_callback_that_reached_after_the_item_was_raised(measured: Spec) -> None:
    """One before it, and one that did not reach, do not count; nor does it matter that a later one reached again."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("called_back", "3d")),
        by=("moment",),
        where={"rule": "deadline"},
        cases=STARTED,
        callbacks="""
            case_id | at         | outcome
            A       | 2026-01-04 | reached
            A       | 2026-01-06 | no_answer
            A       | 2026-01-08 | reached
            A       | 2026-01-20 | reached
            B       | 2026-01-06 | no_answer
            B       | 2026-01-09 | reached""",
        problems="problem_id | case_id | raised_at\nin | A | 2026-01-05\nout | B | 2026-01-05",
        expect={"called_back": (1, 2)},
    )


def test_what_answers_an_item_is_no_earlier_than_the_instant_at_which_it_was_raised(measured: Spec) -> None:
    """At the very minute it is, a minute before it is not; an item that holds only a day was raised by its end."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("called_back", "24h")),
        where={"rule": "deadline"},
        cases="case_id | event.start\nA | 2026-01-01\nB | 2026-01-01\nC | 2026-01-01\nD | 2026-01-01",
        callbacks="""
            case_id | at
            A       | 2026-01-05 09:00
            A       | 2026-01-20 09:00
            B       | 2026-01-05 08:59
            C       | 2026-01-05 23:59
            D       | 2026-01-05""",
        problems="""
            problem_id | case_id | raised_at
            same       | A       | 2026-01-05 09:00
            before     | B       | 2026-01-05 09:00
            by_day     | C       | 2026-01-05
            both_days  | D       | 2026-01-05""",
        expect=(2, 4),
    )


MOMENTS = ("reported", "notified", "answered", "resolved")


@pytest.mark.parametrize("moment", MOMENTS)
def test_each_moment_within_hours_is_an_instant_or_the_end_of_its_day(measured: Spec, moment: str) -> None:
    """The 24th hour is in, a minute later is out; of the day itself the end is in, of the next it is out."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline(moment, "24h")),
        where={"rule": "deadline"},
        cases=STARTED,
        problems=f"""
            problem_id | case_id | raised_at        | {moment}_at
            in         | A       | 2026-01-05 09:00 | 2026-01-06 09:00
            out        | A       | 2026-01-05 09:00 | 2026-01-06 09:01
            same_day   | A       | 2026-01-05 09:00 | 2026-01-05
            next_day   | A       | 2026-01-05 09:00 | 2026-01-06""",
        expect=(2, 4),
    )


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_after_the_as_of_day_is_not_yet_known(measured: Spec, moment: str) -> None:
    """On the day itself it has come; a day later the item waits, and is judged once its own deadline has passed."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline(moment, "5d")),
        where={"rule": "deadline"},
        cases=STARTED,
        problems=f"""
            problem_id | case_id | raised_at  | {moment}_at
            on_the_day | A       | 2026-01-30 | 2026-01-31
            waits      | A       | 2026-01-30 | 2026-02-01
            too_late   | A       | 2026-01-26 | 2026-02-01""",
        expect=(1, 2),
    )


@pytest.mark.parametrize(
    ("measure", "moment"), [("timely_feedback_rate", "reported"), ("timely_resolution_rate", "resolved")]
)
def test_timeliness_within_hours_compares_instants_too(measured: Spec, measure: str, moment: str) -> None:
    """A day without a time answers at 24:00; what is not yet due and has not come is not judged."""
    measured(
        measure,
        "2026-01",
        policy=policy(deadline(moment, "24h")),
        cases=STARTED,
        problems=f"""
            problem_id | case_id | raised_at        | {moment}_at
            in         | A       | 2026-01-05 09:00 | 2026-01-06 09:00
            out        | A       | 2026-01-05 09:00 | 2026-01-06 09:01
            same_day   | A       | 2026-01-05 09:00 | 2026-01-05
            next_day   | A       | 2026-01-05 09:00 | 2026-01-06
            on_as_of   | A       | 2026-01-31 00:00 | 2026-01-31 10:00
            not_yet    | A       | 2026-01-31 00:01 | 2026-02-01""",
        expect=(3, 5),
    )


@pytest.mark.parametrize(("short", "long"), [("1d", "7d"), ("24h", "168h")])
@pytest.mark.parametrize(
    ("scope", "other"),
    [
        ('category = "whole"', "B | complaint | urgent"),
        ('problem_kind = "complaint"', "A | question | urgent"),
        ('severity = "urgent"', "A | complaint | mild"),
    ],
)
def test_a_deadline_of_some_items_is_theirs_alone_and_the_shorter_of_two_judges(
    measured: Spec, scope: str, other: str, short: str, long: str
) -> None:
    """Each deadline counts for itself; reporting, due on the day itself, is not made timely by them."""
    items = {
        "policy": policy(deadline("resolved", short, scope), deadline("resolved", long, name="longer")),
        "cases": STARTED,
        "problems": f"""
            problem_id | case_id | kind | severity | raised_at        | reported_at | resolved_at
            in         | A | complaint | urgent    | 2026-01-05 09:00 | 2026-01-06  | 2026-01-06 08:00
            out        | A | complaint | urgent    | 2026-01-05 09:00 | 2026-01-06  | 2026-01-07 10:00
            other      | {other}                   | 2026-01-05 09:00 | 2026-01-06  | 2026-01-07 10:00""",
    }
    by_rule = {"deadline": (1, 2), "longer": (3, 3), "report_problems": (0, 3)}
    measured("deadline_rate", "2026-01", by=("rule",), expect=by_rule, **items)
    measured("timely_resolution_rate", "2026-01", expect=(2, 3), **items)
    measured("timely_feedback_rate", "2026-01", expect=(0, 3), **items)


def test_an_item_against_two_parties_counts_once_and_each_of_its_deadlines_does(measured: Spec) -> None:
    """Two deadlines, one item: two to be met."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("resolved", "7d")),
        cases=STARTED,
        problems="""
            problem_id | case_id | party | raised_at  | reported_at | resolved_at
            P1         | A       | An    | 2026-01-05 | 2026-01-05  | 2026-01-20
            P1         | A       | Bo    | 2026-01-05 | 2026-01-05  | 2026-01-20""",
        expect=(1, 2),
    )


def test_a_deadline_that_changes_judges_what_falls_due_after_the_day_by_the_new_one(measured: Spec) -> None:
    """Three days until the 15th, then five: raised on the 11th is the old one's, on the 12th the new one's."""
    measured(
        "deadline_rate",
        "2026-01",
        policy=policy(deadline("answered", "3d"), deadline("answered", "5d", "from = 2026-01-15")),
        where={"rule": "deadline"},
        cases=STARTED,
        problems="""
            problem_id | case_id | raised_at  | answered_at
            old        | A       | 2026-01-11 | 2026-01-16
            new        | A       | 2026-01-12 | 2026-01-16""",
        expect=(1, 2),
    )
