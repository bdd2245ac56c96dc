"""Hours: when calls by phone may be made; both ends of a span are in it."""

import pytest

from analytics.errors import UsageError
from tests.spec.conftest import Spec, policy_with
from tests.spec.test_score import faults

WORDS = 'kind = "hours"\ntitle = { zh = "时", en = "hours" }\nclause = "test"\n'
TWO_SPANS = f'id = "hours"\nspans = [["08:00", "11:00"], ["14:00", "17:00"]]\n{WORDS}'


def called(*times: str) -> str:
    return "case_id | at\n" + "\n".join(f"A | {one}" for one in times)


def test_a_call_may_be_in_any_of_several_spans(measured: Spec) -> None:
    """The pause at noon is out, each end of each span is in."""
    for time, expect in (
        ("07:59", 0),
        ("08:00", 1),
        ("11:00", 1),
        ("11:00:01", 0),
        ("13:59", 0),
        ("14:00", 1),
        ("17:00", 1),
        ("17:01", 0),
    ):
        measured(
            "calling_hours_rate",
            "2026-01",
            policy=policy_with(TWO_SPANS),
            expect=(expect, 1),
            callbacks=called(f"2026-01-05 {time}"),
        )


def test_a_season_has_its_own_spans_and_may_go_over_new_year(measured: Spec) -> None:
    """Winter from 1 November to 31 March ends at 17:00, summer at 18:00."""
    winter = f'id = "winter"\nspans = [["09:00", "17:00"]]\nseason = ["11-01", "03-31"]\n{WORDS}'
    summer = f'id = "summer"\nspans = [["09:00", "18:00"]]\nseason = ["04-01", "10-31"]\n{WORDS}'
    measured(
        "calling_hours_rate",
        "2026",
        policy=policy_with(winter, summer),
        expect=(3, 6),
        callbacks=called(
            "2026-03-31 17:30",
            "2026-04-01 17:30",
            "2026-10-31 17:30",
            "2026-11-01 17:30",
            "2026-01-01 17:00",
            "2026-12-31 17:01",
        ),
    )


def test_without_rest_days_calls_are_made_on_working_days_only(measured: Spec) -> None:
    """Friday, a Saturday, New Year's Day, and the Sunday that is worked for it; another rule may allow what this one does not."""
    working = f'id = "hours"\nspans = [["10:00", "12:00"]]\nrest_days = false\n{WORDS}'
    callbacks = called("2026-01-09 10:00", "2026-01-10 10:00", "2026-01-01 10:00", "2026-01-04 10:00")
    saturdays = f'id = "morning"\nspans = [["09:00", "10:00"]]\n{WORDS}'

    measured("calling_hours_rate", "2026-01", policy=policy_with(working), expect=(2, 4), callbacks=callbacks)
    measured(
        "calling_hours_rate", "2026-01", policy=policy_with(working, saturdays), expect=(4, 4), callbacks=callbacks
    )


def test_past_the_announced_holidays_rest_days_are_refused_and_spans_alone_are_not(measured: Spec) -> None:
    """Nobody knows yet which days of 2031 are worked."""
    spans = f'id = "hours"\nspans = [["10:00", "12:00"]]\n{WORDS}'
    callbacks = called("2031-01-09 10:00")

    measured("calling_hours_rate", "2031-01", policy=policy_with(spans), expect=(1, 1), callbacks=callbacks)
    with pytest.raises(UsageError, match="2031"):
        measured(
            "calling_hours_rate",
            "2031-01",
            policy=policy_with(f"{spans}rest_days = false\n"),
            expect=(1, 1),
            callbacks=callbacks,
        )


def test_new_hours_hold_from_their_day(measured: Spec) -> None:
    """Until 9 January from nine to ten, from the tenth from ten to eleven."""
    old = f'id = "hours"\nspans = [["09:00", "09:59"]]\n{WORDS}'
    new = f'id = "hours"\nspans = [["10:00", "11:00"]]\nfrom = 2026-01-10\n{WORDS}'
    for time, expect in (("01-09 09:30", 1), ("01-09 10:30", 0), ("01-10 09:30", 0), ("01-10 10:30", 1)):
        measured(
            "calling_hours_rate",
            "2026-01",
            policy=policy_with(old, new),
            expect=(expect, 1),
            callbacks=called(f"2026-{time}"),
        )


def test_every_fault_of_the_spans_is_told() -> None:
    """One that ends before it begins, two that overlap, a clock that does not exist."""
    (told,) = faults(TWO_SPANS.replace('"11:00"', '"07:00"').replace('["14:00"', '["07:30", "15:00"], ["14:00"'))
    assert "08:00–07:00" in told
    assert "07:30–15:00, 14:00–17:00" in told
    (told,) = faults(TWO_SPANS.replace("17:00", "24:30").replace('"11:00"', '"07:00"'))
    assert told.startswith("rule.hours.spans: 应为 08:30 这样的时刻 / expected a time such as 08:30, got '24:30'")
    assert "08:00–07:00" in told
