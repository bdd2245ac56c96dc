"""When a report must be handed in, and which reports are due on a day."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from analytics.periods import Calendar
from analytics.policy.pack import check_pack, load_policy, shipped
from analytics.policy.rules.report import HandIn, Report
from analytics.report.due import due_reports
from analytics.settings import Organisation
from analytics.workdays import WorkingDays

PACK = shipped()["decoration"].read_text("utf-8")
NORTH = Organisation(id="north", name="北方", policy="decoration", ledgers="ledgers")


def rule(every: str, due: str, rest_days: str = "keep") -> Report:
    """A report rule of one table."""
    words = {"zh": "报告", "en": "report"}
    return Report.model_validate(
        {"id": "r", "kind": "report", "title": words, "clause": "X", "every": every, "tables": ["headline"]}
        | {"due": due, "rest_days": rest_days}
    )


@pytest.mark.parametrize(
    ("every", "period", "due", "rest_days", "day"),
    [
        # D1: before Sunday 12:00 of the week; before the month's last Sunday
        ("week", "2026-W42", "sunday 12:00", "keep", "2026-10-18"),
        ("month", "2026-10", "sunday 12:00", "keep", "2026-10-25"),
        ("month", "2026-05", "sunday", "keep", "2026-05-31"),
        # E2: by the 7th, 16:00, of the next month, though the 7th is a Saturday or within the National Day holiday
        ("month", "2026-10", "day 7 16:00", "keep", "2026-11-07"),
        ("month", "2026-09", "day 7 16:00", "keep", "2026-10-07"),
        ("month", "2026-12", "day 7 16:00", "keep", "2027-01-07"),
        # the same, where a pack moves it: back to Friday, on to Monday; past the holiday, which ends on the 7th
        ("month", "2026-10", "day 7 16:00", "before", "2026-11-06"),
        ("month", "2026-10", "day 7 16:00", "after", "2026-11-09"),
        ("month", "2026-09", "day 7 16:00", "after", "2026-10-08"),
        ("month", "2026-09", "day 7 16:00", "before", "2026-09-30"),
        # H4: at month-end, for the month before; February of a leap year
        ("month", "2026-10", "next end", "keep", "2026-11-30"),
        ("month", "2028-01", "next end", "keep", "2028-02-29"),
        # A1: yearly by 31 December
        ("year", "2026", "end", "keep", "2026-12-31"),
        # so many days or working days after the quarter: 1 to 7 October is a holiday, Saturday the 10th is worked
        ("quarter", "2026-Q3", "10d", "keep", "2026-10-10"),
        ("quarter", "2026-Q3", "3wd 17:00", "keep", "2026-10-10"),
    ],
)
def test_the_day_of_a_hand_in(every: str, period: str, due: str, rest_days: str, day: str) -> None:
    """It follows from the period; rest days count only where the pack says so."""
    found = rule(every, due, rest_days).due_day(Calendar().parse(period), WorkingDays())

    assert str(found) == day


def test_a_statistical_month_is_handed_in_after_its_own_end() -> None:
    """26 September to 25 October: the 7th after it is in November, its end the 25th."""
    october = Calendar(month_ends_on=25).parse("2026-10")

    assert str(rule("month", "day 7 16:00").due_day(october, WorkingDays())) == "2026-11-07"
    assert str(rule("month", "end").due_day(october, WorkingDays())) == "2026-10-25"
    assert str(rule("month", "next end").due_day(october, WorkingDays())) == "2026-11-25"
    assert str(rule("month", "sunday").due_day(october, WorkingDays())) == "2026-10-25"


@pytest.mark.parametrize(
    ("due", "expect"),
    [("sunday", "2026-10-25"), ("monday", "2026-10-26"), ("tuesday", "2026-10-20"), ("friday", "2026-10-23")],
)
def test_a_week_that_ends_on_a_friday_is_handed_in_on_the_day_nearest_to_its_end(due: str, expect: str) -> None:
    """From 17 to 23 October: on the Sunday after it, not on the one on which it has just begun."""
    week = Calendar(week_ends_on=4).parse("2026-W43")

    assert str(rule("week", due).due_day(week, WorkingDays())) == expect


@pytest.mark.parametrize("text", ["sunnday", "day 31", "day 7 24:00", "7", "end of month", "", "5wd 9:00"])
def test_what_is_no_hand_in_is_refused_with_what_would_be(text: str) -> None:
    """In both languages, with what came."""
    with pytest.raises(ValueError, match=r"应为 sunday 12:00.*expected sunday 12:00"):
        HandIn.parse(text)


def test_a_fault_of_a_report_rule_has_its_line_and_key() -> None:
    """A hand-in that is none, and a table that is none."""
    _, faults = check_pack(
        PACK.replace('due = "sunday 12:00"\ntitle', 'due = "sunday noon"\ntitle').replace(
            '"week_callbacks", ', '"calls", '
        )
    )

    assert [fault.key for fault in faults] == ["rule.weekly_pack.tables", "rule.weekly_pack.due"]
    assert "no such table: calls" in faults[0].message


def test_an_organisation_sets_its_own_hand_in() -> None:
    """A parameter like any other."""
    policy = load_policy("decoration", {"weekly_pack.due": "friday 17:00"})

    [weekly] = [one for one in policy.rules(Report) if one.id == "weekly_pack"]
    assert str(weekly.due_day(Calendar().parse("2026-W42"), WorkingDays())) == "2026-10-16"


def due(as_of: str, reports: Path) -> list[tuple[object, ...]]:
    """What is due of the decoration pack as of a day: kind, period, hand-in, days left, state."""
    rows = due_reports(NORTH, load_policy("decoration"), reports, as_of=date.fromisoformat(as_of))
    return [tuple(row[key] for key in ("kind", "period", "hand_in", "days_left", "state")) for row in rows]


def test_the_last_hand_in_the_next_and_those_of_a_month_ahead_are_listed(tmp_path: Path) -> None:
    """Sunday the 25th at noon is both the week's and the month's; on the day itself it is still to come."""
    assert due("2026-10-25", tmp_path) == [
        ("monthly", "2026-09", "2026-09-27 12:00", -28, "overdue"),
        ("weekly", "2026-W42", "2026-10-18 12:00", -7, "overdue"),
        ("monthly", "2026-10", "2026-10-25 12:00", 0, "open"),
        ("weekly", "2026-W43", "2026-10-25 12:00", 0, "open"),
        ("weekly", "2026-W44", "2026-11-01 12:00", 7, "open"),
        ("weekly", "2026-W45", "2026-11-08 12:00", 14, "open"),
        ("weekly", "2026-W46", "2026-11-15 12:00", 21, "open"),
        ("weekly", "2026-W47", "2026-11-22 12:00", 28, "open"),
    ]


def test_the_day_after_it_is_overdue_unless_it_was_made(tmp_path: Path) -> None:
    """An edition of a day before the hand-in holds a part only; without a manifest it is none."""
    for kind, period, as_of in (("weekly", "2026-W42", "2026-10-18"), ("monthly", "2026-10", "2026-10-20")):
        folder = tmp_path / "north" / kind / period
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text(json.dumps({"as_of": as_of}))
    (tmp_path / "north" / "weekly" / "2026-W43").mkdir()

    assert due("2026-10-26", tmp_path)[:2] == [
        ("monthly", "2026-10", "2026-10-25 12:00", -1, "partial"),
        ("weekly", "2026-W43", "2026-10-25 12:00", -1, "overdue"),
    ]
    assert due("2026-10-25", tmp_path)[1] == ("weekly", "2026-W42", "2026-10-18 12:00", -7, "made")
