"""Plausibility: records that are hard to believe are listed with the reason; what is listed is not proven wrong."""

from typing import Any

from analytics.periods import parse_period
from analytics.results.inspected import inspected
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with

RULE = 'id = "credible"\nkind = "plausibility"\ntitle = { zh = "可信", en = "credible" }\nclause = "test"\n'


def listed(parameters: str = "", period: str = "2026-01", **tables: str) -> list[tuple[Any, ...]]:
    """Return (reason, callback, together) of everything that is listed."""
    asked = parse_period(period)
    reading = reading_of(ledger(**tables), policy_with(RULE + parameters), asked.last)
    rows = inspected(reading, asked)["implausible"]
    assert all(row["rule"] == "credible" for row in rows)
    return [(row["reason"], row["callback_id"], row["together"]) for row in rows]


def test_three_talks_in_a_row_with_the_same_longer_text_are_listed() -> None:
    """Punctuation and spaces make no difference; a short text, another text between, another caller do."""
    found = listed(
        callbacks="""
            case_id | callback_id | at         | caller | comment
            A       | L1          | 2026-01-05 | Lin    | 客户对施工质量表示满意。
            A       | L2          | 2026-01-06 | Lin    | 客户对施工质量表示满意
            A       | L3          | 2026-01-07 | Lin    | 客户对施工质量 表示满意！
            A       | Q1          | 2026-01-08 | Qiao   | 客户对施工质量表示满意
            A       | T1          | 2026-01-05 | Tang   | 客户要求尽快更换橱柜门
            A       | T2          | 2026-01-06 | Tang   | 客户要求尽快更换橱柜门
            A       | T3          | 2026-01-07 | Tang   | 墙面有两处需要修补打磨
            A       | T4          | 2026-01-08 | Tang   | 客户要求尽快更换橱柜门
            A       | S1          | 2026-01-05 | Song   | 满意
            A       | S2          | 2026-01-06 | Song   | 满意
            A       | S3          | 2026-01-07 | Song   | 满意"""
    )

    assert found == [("same_words", "L1", 3), ("same_words", "L2", 3), ("same_words", "L3", 3)]


def test_what_another_caller_writes_between_neither_breaks_a_run_nor_is_part_of_it() -> None:
    """Lin writes the same three times in a row, Qiao twice; of nobody in particular nothing is compared."""
    found = listed(
        callbacks="""
            case_id | callback_id | at         | caller | comment
            A       | L1          | 2026-01-05 | Lin    | 客户对施工质量表示满意
            A       | Q1          | 2026-01-06 | Qiao   | 客户对施工质量表示满意
            A       | L2          | 2026-01-07 | Lin    | 客户对施工质量表示满意
            A       | Q2          | 2026-01-08 | Qiao   | 客户对施工质量表示满意
            A       | L3          | 2026-01-09 | Lin    | 客户对施工质量表示满意
            A       | N1          | 2026-01-05 |        | 客户对施工质量表示满意
            A       | N2          | 2026-01-06 |        | 客户对施工质量表示满意
            A       | N3          | 2026-01-07 |        | 客户对施工质量表示满意"""
    )

    assert found == [("same_words", "L1", 3), ("same_words", "L2", 3), ("same_words", "L3", 3)]


def test_a_failed_attempt_between_does_not_break_a_run_and_is_not_part_of_it() -> None:
    """What is written of failed attempts is alike for good reason."""
    found = listed(
        callbacks="""
            case_id | callback_id | at         | caller | outcome   | comment
            A       | L1          | 2026-01-05 | Lin    | reached   | 客户对施工质量表示满意
            A       | L2          | 2026-01-06 | Lin    | no_answer | 电话一直无人接听改日再拨
            A       | L3          | 2026-01-07 | Lin    | reached   | 客户对施工质量表示满意
            A       | L4          | 2026-01-08 | Lin    | reached   | 客户对施工质量表示满意
            A       | L5          | 2026-01-09 | Lin    | no_answer | 电话一直无人接听改日再拨
            A       | L6          | 2026-01-10 | Lin    | no_answer | 电话一直无人接听改日再拨"""
    )

    assert [callback for _, callback, _ in found] == ["L1", "L3", "L4"]


def test_a_call_at_night_is_listed_and_a_letter_or_a_day_without_time_is_not() -> None:
    """07:00 and 22:00 are the last that are believed."""
    found = listed(
        callbacks="""
            case_id | callback_id | at               | channel
            A       | early       | 2026-01-05 06:59 | phone
            A       | first       | 2026-01-05 07:00 | phone
            A       | last        | 2026-01-05 22:00 | phone
            A       | late        | 2026-01-05 22:01 | visit
            A       | later       | 2026-01-05 22:02 | interview
            A       | letter      | 2026-01-05 23:00 | letter
            A       | untimed     | 2026-01-05       | phone"""
    )

    assert found == [("night", "early", 1), ("night", "late", 1), ("night", "later", 1)]


def test_a_talk_too_short_or_too_long_is_listed() -> None:
    """Five seconds and two hours are the limits of a call; nobody talks a negative time."""
    found = listed(
        callbacks="""
            case_id | callback_id | at         | channel | outcome   | duration_s
            A       | 1_short     | 2026-01-05 | phone   | reached   | 4
            A       | 2_least     | 2026-01-05 | phone   | reached   | 5
            A       | 3_unheard   | 2026-01-05 | phone   | no_answer | 0
            A       | 4_most      | 2026-01-05 | phone   | reached   | 7200
            A       | 5_long      | 2026-01-05 | phone   | reached   | 7201
            A       | 6_negative  | 2026-01-05 | phone   | busy      | -1
            A       | 7_message   | 2026-01-05 | sms     | reached   | 1
            A       | 8_visit     | 2026-01-05 | visit   | reached   | 9000"""
    )

    assert [callback for _, callback, _ in found] == ["1_short", "5_long", "6_negative"]


def test_a_callback_earlier_than_every_event_of_its_case_is_listed() -> None:
    """The day itself is believed; an unknown case is another finding."""
    found = listed(
        cases="""
            case_id | event.start | event.end
            A       | 2026-01-05  | 2026-01-20""",
        callbacks="""
            case_id | callback_id | at
            A       | before      | 2026-01-04
            A       | on          | 2026-01-05
            X       | unknown     | 2026-01-01""",
    )

    assert found == [("before_case", "before", 1)]


def test_five_talks_within_five_minutes_are_a_burst() -> None:
    """Four are not, nor five in six minutes; failed attempts go quickly."""
    found = listed(
        callbacks="""
            case_id | callback_id | at               | caller | outcome
            A       | L1          | 2026-01-05 09:00 | Lin    | reached
            A       | L2          | 2026-01-05 09:01 | Lin    | reached
            A       | L3          | 2026-01-05 09:02 | Lin    | reached
            A       | L4          | 2026-01-05 09:04 | Lin    | reached
            A       | L5          | 2026-01-05 09:05 | Lin    | reached
            A       | L6          | 2026-01-05 09:30 | Lin    | reached
            A       | Q1          | 2026-01-05 09:00 | Qiao   | reached
            A       | Q2          | 2026-01-05 09:01 | Qiao   | reached
            A       | Q3          | 2026-01-05 09:02 | Qiao   | reached
            A       | Q4          | 2026-01-05 09:04 | Qiao   | reached
            A       | Q5          | 2026-01-05 09:06 | Qiao   | reached
            A       | T1          | 2026-01-05 09:00 | Tang   | no_answer
            A       | T2          | 2026-01-05 09:01 | Tang   | no_answer
            A       | T3          | 2026-01-05 09:02 | Tang   | no_answer
            A       | T4          | 2026-01-05 09:03 | Tang   | no_answer
            A       | T5          | 2026-01-05 09:04 | Tang   | no_answer"""
    )

    assert found == [("burst", f"L{number}", 5) for number in range(1, 6)]


def test_each_burst_of_each_caller_is_counted_by_itself() -> None:
    """Lin has five in the morning, the last at the end of the five minutes, and six in the afternoon; Qiao has five."""
    times = {
        "L": ("09:00:00", "09:00:00", "09:00:00", "09:00:00", "09:05:00"),
        "M": ("14:00:00", "14:00:10", "14:00:20", "14:00:30", "14:00:40", "14:00:50"),
        "Q": ("09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40"),
        "N": ("09:00:00", "09:00:10", "09:00:20", "09:00:30", "09:00:40"),
    }
    callers = {"L": "Lin", "M": "Lin", "Q": "Qiao", "N": ""}
    calls = [
        f"A | {group}{number} | 2026-01-05 {time} | {callers[group]}"
        for group, several in times.items()
        for number, time in enumerate(several, start=1)
    ]
    found = listed('checks = ["burst"]', callbacks="\n".join(["case_id | callback_id | at | caller", *calls]))

    assert found == [
        *(("burst", f"L{number}", 5) for number in range(1, 6)),
        *(("burst", f"M{number}", 6) for number in range(1, 7)),
        *(("burst", f"Q{number}", 5) for number in range(1, 6)),
    ]


def test_a_caller_in_two_talks_at_once_is_listed_with_both() -> None:
    """Until the second in which the first ends; the same minute twice; a call and a letter may cross."""
    found = listed(
        callbacks="""
            case_id | callback_id | at                  | caller | channel | outcome   | duration_s
            A       | L1          | 2026-01-05 09:00:00 | Lin    | phone   | reached   | 600
            A       | L2          | 2026-01-05 09:09:59 | Lin    | phone   | reached   | 60
            A       | Q1          | 2026-01-05 09:00:00 | Qiao   | phone   | reached   | 600
            A       | Q2          | 2026-01-05 09:10:00 | Qiao   | phone   | reached   | 60
            A       | T1          | 2026-01-05 10:00    | Tang   | phone   | reached   |
            A       | T2          | 2026-01-05 10:00    | Tang   | visit   | reached   |
            A       | T3          | 2026-01-05 10:00    | Tang   | letter  | reached   |
            A       | T4          | 2026-01-05 10:00    | Tang   | phone   | no_answer |
            A       | S1          | 2026-01-05 10:00    | Song   | phone   | reached   |
            A       | U1          | 2026-01-05 09:00:00 | Umi    | phone   | reached   | 3600
            A       | U2          | 2026-01-05 09:10:00 | Umi    | phone   | reached   | 60
            A       | U3          | 2026-01-05 09:30:00 | Umi    | phone   | reached   | 60"""
    )

    assert found == [("two_at_once", callback, 2) for callback in ("L1", "L2", "T1", "T2", "U1", "U2", "U3")]


def test_a_record_is_listed_with_its_time_where_it_holds_one() -> None:
    """To the minute; a day alone stays a day."""
    asked = parse_period("2026-01")
    callbacks = """
        case_id | at                  | outcome   | satisfaction
        A       | 2026-01-05 09:00:30 | no_answer | satisfied
        A       | 2026-01-06          | no_answer | satisfied"""
    reading = reading_of(ledger(callbacks=callbacks), policy_with(RULE), asked.last)
    found = [row["called_at"] for row in inspected(reading, asked)["implausible"]]
    assert found == ["2026-01-05 09:00", "2026-01-06"]


def test_an_answer_without_contact_is_listed_once() -> None:
    """Whoever was not reached can have said nothing, however many questions; an unknown outcome says nothing."""
    found = listed(
        callbacks="""
            case_id | callback_id | at         | outcome   | satisfaction | satisfaction.design
            A       | not_reached | 2026-01-05 | no_answer | satisfied    | satisfied
            A       | reached     | 2026-01-05 | reached   | satisfied    |
            A       | silent      | 2026-01-05 | refused   |              |
            A       | unknown     | 2026-01-05 |           | satisfied    |"""
    )

    assert found == [("answer_without_contact", "not_reached", 1)]


def test_the_limits_and_the_checks_are_parameters_of_the_pack() -> None:
    """Two in a row, offices closing at six, and nothing else looked at."""
    callbacks = """
        case_id | callback_id | at               | caller | outcome   | satisfaction | comment
        A       | L1          | 2026-01-05 09:00 | Lin    | reached   |              | 客户对施工质量表示满意
        A       | L2          | 2026-01-05 18:01 | Lin    | reached   |              | 客户对施工质量表示满意
        A       | L3          | 2026-01-05 19:00 | Lin    | no_answer | satisfied    |"""

    assert listed(callbacks=callbacks) == [("answer_without_contact", "L3", 1)]
    assert listed(
        'same_words = 2\nwaking = ["08:00", "18:00"]\nchecks = ["same_words", "night"]', callbacks=callbacks
    ) == [
        ("same_words", "L1", 2),
        ("same_words", "L2", 2),
        ("night", "L2", 1),
        ("night", "L3", 1),
    ]


def test_only_the_callbacks_of_the_period_are_looked_at() -> None:
    """December's night call is December's."""
    callbacks = """
        case_id | callback_id | at
        A       | december    | 2025-12-31 23:59
        A       | january     | 2026-01-01 23:59"""

    assert listed(callbacks=callbacks) == [("night", "january", 1)]
