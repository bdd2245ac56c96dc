"""Working days: make-up weekends work, holidays rest, and a year that nobody announced is refused."""

import re
import tomllib
from datetime import date

import pytest

from analytics.errors import UsageError
from analytics.policy.offsets import Offset
from analytics.policy.pack import Policy
from analytics.workdays import WorkingDays, announced
from tests.spec.conftest import Spec, policy_with

DAY_BEFORE = policy_with("""
id = "remind"
kind = "milestone"
family = "regular"
anchor = ["planned_end"]
window = ["-1wd", "2wd"]
title = { zh = "前一工作日提醒", en = "The working day before" }
clause = "spec"
""")


def test_working_days_are_counted_by_the_public_calendar(owed: Spec) -> None:
    """Spring festival 2026 rests from 15 to 23 February; Saturdays the 14th and 28th are worked."""
    owed(
        rule="remind",
        policy=DAY_BEFORE,
        as_of="2026-02-01",
        cases="""
            case_id  | event.planned_end
            festival | 2026-02-17
            friday   | 2026-02-27
            plain    | 2026-01-14""",
        expect="""
            case_id  | opens      | due
            festival | 2026-02-14 | 2026-02-25
            friday   | 2026-02-26 | 2026-03-02
            plain    | 2026-01-13 | 2026-01-16""",
    )


def test_past_the_last_year_that_was_announced_the_report_is_refused_with_the_remedy(owed: Spec) -> None:
    """The last working day of 2026 is known, the first of 2027 is not, until the workspace writes it down."""
    late = "case_id | event.planned_end\nA | 2026-12-30"
    with pytest.raises(UsageError, match=r"2027.*holidays\.toml"):
        owed(rule="remind", policy=DAY_BEFORE, as_of="2026-12-31", cases=late, expect="case_id")
    own = announced({"2027": {"rest": ["2027-01-01/2027-01-03"], "work": []}})
    known: Policy = DAY_BEFORE.model_copy(update={"working_days": own})
    owed(
        rule="remind",
        policy=known,
        as_of="2026-12-31",
        cases=late,
        expect="case_id | opens | due\nA | 2026-12-29 | 2027-01-04",
    )


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ('2027 = { rest = ["2028-01-01"] }', "[2027]: 2028-01-01"),
        ("2027 = { holidays = [] }", "[2027]: rest = [...], work = [...]"),
        ("next = {}", "[next]: rest = [...], work = [...]"),
        ('2027 = { rest = ["1.1"] }', "[2027]: 1.1"),
        ('2027 = { rest = ["2027-13-01"] }', "[2027]: 2027-13-01"),
        ("2027 = { rest = 5 }", "[2027]: 5"),
        ('2027 = { rest = ["2027-01-01/2027-01-04"], work = ["2027-01-04"] }', "[2027]: 2027-01-04 rest = work"),
    ],
)
def test_holidays_that_cannot_be_read_are_refused_by_name(document: str, told: str) -> None:
    """A day of another year, an unknown key, no year, no date, no list, a day that rests and is worked."""
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        announced(tomllib.loads(document))


def test_a_holiday_may_be_written_with_or_without_quotation_marks_alone_or_in_a_list() -> None:
    """TOML reads a bare 2027-01-01 as a date."""
    written = announced(tomllib.loads('2027 = { rest = [2027-01-01, "2027-01-04/2027-01-05"], work = 2027-01-09 }'))
    assert written == announced({"2027": {"rest": ["2027-01-01", "2027-01-04", "2027-01-05"], "work": ["2027-01-09"]}})


@pytest.mark.parametrize(
    ("offset", "day", "expected"),
    [
        ("6m -15d", "2025-08-31", "2026-02-13"),
        ("1m", "2024-01-31", "2024-02-29"),
        ("1y", "2024-02-29", "2025-02-28"),
        ("2w", "2026-03-01", "2026-03-15"),
        ("1m 1wd", "2026-01-01", "2026-02-02"),
        ("0wd", "2026-02-17", "2026-02-17"),
        ("quarter_end", "2026-02-17", "2026-03-31"),
        ("half_end", "2026-07-01", "2026-12-31"),
    ],
)
def test_months_come_first_then_days_then_working_days(offset: str, day: str, expected: str) -> None:
    """A month's last day clamps; zero working days is the day itself."""
    assert str(Offset.parse(offset).from_day(date.fromisoformat(day), WorkingDays())) == expected


def test_an_announced_year_rests_on_its_holidays_and_weekends_but_for_those_that_are_worked() -> None:
    """2027 begins on a Friday: that day and Monday to Wednesday rest, the second Saturday is worked."""
    days = announced({"2027": {"rest": ["2027-01-01", "2027-01-04/2027-01-06"], "work": ["2027-01-09"]}})
    assert [day for day in range(1, 12) if date(2027, 1, day) in days] == [7, 8, 9, 11]


@pytest.mark.parametrize(("first", "last"), [("2026-10-23", "2026-10-23"), ("2026-10-24", "2026-10-25")])
def test_the_last_working_day_until_a_sunday_is_friday_unless_the_weekend_is_all(first: str, last: str) -> None:
    found = WorkingDays().last(date.fromisoformat(first), date(2026, 10, 25))
    assert found == date.fromisoformat(last)


@pytest.mark.parametrize("text", ["", "7", "7d x", "x 7d", "24h 1d", "24h 2h"])
def test_what_is_no_distance_is_refused(text: str) -> None:
    """Every part has a number and a unit, and hours stand alone."""
    with pytest.raises(ValueError, match=r"7d, 5wd, 24h|hours stand alone"):
        Offset.parse(text)
