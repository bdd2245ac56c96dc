"""Spot check: a reproducible random sample, of cases or of callbacks, that anybody can draw again."""

from collections.abc import Iterable
from datetime import date
from hashlib import md5

from analytics.periods import parse_period
from analytics.results.inspected import spot_checks
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with

WORDS = 'title = { zh = "抽查", en = "sample" }\nclause = "test"'
RECORDS = f'id = "records"\nkind = "spot_check"\nof = "callbacks"\nshare = 0.25\nevery = "month"\n{WORDS}'
ACTIVE = f'id = "active"\nkind = "spot_check"\nshare = 0.1\nevery = "month"\n{WORDS}'

CALLS = "case_id | callback_id | at | caller | channel | outcome" + "".join(
    f"\nA | {caller}{number:02} | 2026-01-{number:02} | {caller} | {channel} | {outcome}"
    for caller, count in (("Lin", 12), ("Qiao", 5), ("Tang", 1))
    for number in range(1, count + 1)
    for channel, outcome in ((("phone", "visit")[number % 2], "no_answer" if number % 4 else "reached"),)
)
THIRTY = "case_id | event.start | event.end" + "".join(f"\nC{number:02} | 2026-01-01 |" for number in range(1, 31))


def drawn(rule: str, period: str = "2026-01", *, only: str = "", as_of: str = "", **tables: str) -> list[dict]:
    asked = parse_period(period)
    reading = reading_of(ledger(**tables), policy_with(rule), date.fromisoformat(as_of) if as_of else asked.last)
    return [row for row in spot_checks(reading, asked) if row["rule"] == (only or rule.split('"')[1])]


def test_each_caller_gives_a_share_and_at_least_one() -> None:
    """A quarter of twelve is three, of five two, of one one."""
    found = drawn(RECORDS, callbacks=CALLS)
    by_caller = [row["caller"] for row in found]

    assert {caller: by_caller.count(caller) for caller in ("Lin", "Qiao", "Tang")} == {"Lin": 3, "Qiao": 2, "Tang": 1}


def test_the_same_ledger_draws_the_same_sample_in_whatever_order_it_is_written() -> None:
    """And another month another one."""
    head, *lines = CALLS.splitlines()
    again = "\n".join((head, *reversed(lines)))
    february = "\n".join((head, *(line.replace("2026-01", "2026-02") for line in lines)))

    sample = [row["callback_id"] for row in drawn(RECORDS, callbacks=CALLS)]
    assert [row["callback_id"] for row in drawn(RECORDS, callbacks=again)] == sample
    assert [row["callback_id"] for row in drawn(RECORDS, "2026-02", callbacks=february)] != sample


def test_recordings_are_drawn_of_the_channel_and_of_those_that_reached() -> None:
    """Even days are calls by phone, of which every other one reached; odd days are visits."""
    found = drawn(RECORDS + '\nchannels = ["phone"]\nreached_only = true', callbacks=CALLS)

    assert {row["caller"] for row in found} == {"Lin", "Qiao"}
    assert all(row["reached_on"] and int(row["callback_id"][-2:]) % 4 == 0 for row in found)
    assert len(drawn(RECORDS + '\nchannels = ["phone"]', callbacks=CALLS)) == 3


def test_without_events_the_cases_active_in_the_period_are_drawn() -> None:
    """A tenth of thirty is three, of thirty-one four; who ended before the month or begins after it is not drawn."""
    for start, end, count in (
        ("2025-01-01", "2025-12-31", 3),
        ("2025-01-01", "2026-01-01", 4),
        ("2026-01-31", "", 4),
        ("2026-02-01", "", 3),
    ):
        assert len(drawn(ACTIVE, as_of="2026-02-28", cases=f"{THIRTY}\nD01 | {start} | {end}")) == count
    assert len(drawn(ACTIVE, cases=THIRTY)) == 3


def test_seven_hundredths_of_a_hundred_are_seven() -> None:
    """Counted in decimals: as a binary fraction it were a trifle more, and eight drawn."""
    hundred = "\n".join(f"C{number:03} | 2026-01-01" for number in range(100))
    warranted = "\n".join(f"C{number:03} | 2025-01-01 | 2025-06-01 | 2026-12-31" for number in range(100))
    calls = "\n".join(f"A | K{number:03} | 2026-01-05 | Lin" for number in range(100))
    share = ACTIVE.replace("0.1", "0.07")
    between = share.replace('"active"', '"between"') + '\nafter = "end"\nbefore = "warranty_end"'
    head = "case_id | event.start | event.end | event.warranty_end\n"
    assert len(drawn(share, cases=f"case_id | event.start\n{hundred}")) == 7
    assert len(drawn(between, cases=head + warranted)) == 7
    found = drawn(RECORDS.replace("0.25", "0.07"), callbacks=f"case_id | callback_id | at | caller\n{calls}")
    assert len(found) == 7


def lots(seed: str, ids: Iterable[str], count: int) -> list[str]:
    """Return those with the smallest MD5 of seed and id, as anybody can work out."""
    return sorted(ids, key=lambda one: md5(f"{seed}{one}".encode(), usedforsecurity=False).hexdigest())[:count]


def test_anybody_can_draw_the_sample_again_from_organisation_period_and_rule() -> None:
    """The smallest hashes of seed and id, in their order: of cases, of each caller's callbacks, between two events."""
    cases = [f"C{number:02}" for number in range(1, 31)]
    found = [row["case_id"] for row in drawn(ACTIVE, cases=THIRTY)]
    assert found == lots("test/2026-01/active/", cases, 3)

    found = [row["callback_id"] for row in drawn(RECORDS, callbacks=CALLS)]
    assert found == [
        *lots("test/2026-01/records/", (f"Lin{number:02}" for number in range(1, 13)), 3),
        *lots("test/2026-01/records/", (f"Qiao{number:02}" for number in range(1, 6)), 2),
        "Tang01",
    ]

    warranted = "case_id | event.start | event.end | event.warranty_end" + "".join(
        f"\n{one} | 2025-01-01 | 2025-12-31 | 2027-12-31" for one in cases
    )
    found = [row["case_id"] for row in drawn(ACTIVE, "2026-Q1", only="warranty_sample", cases=warranted)]
    assert found == lots("test/2026-Q1/warranty_sample/", cases, 3)


def test_of_a_drawn_case_it_is_said_when_it_was_first_reached_in_the_period() -> None:
    """Not when it was tried, nor when it was reached before or after; of a callback, whether it reached itself."""
    cases = "case_id | event.start | event.end | event.warranty_end\nA | 2025-01-01 | 2025-06-01 | 2026-12-31"
    callbacks = """
        case_id | at               | outcome
        A       | 2026-01-20       | reached
        A       | 2026-01-12 09:30 | reached
        A       | 2026-01-05       | no_answer
        A       | 2025-12-31       | reached
        A       | 2026-04-01       | reached"""
    found = drawn(ACTIVE, "2026-Q1", only="warranty_sample", as_of="2026-04-30", cases=cases, callbacks=callbacks)
    assert [row["reached_on"] for row in found] == ["2026-01-12"]

    everyone = ACTIVE.replace("0.1", "1")
    cases = "case_id | event.start\nA | 2025-01-01"
    for month, reached in (("2026-01", "2026-01-12"), ("2026-02", None)):
        found = drawn(everyone, month, as_of="2026-04-30", cases=cases, callbacks=callbacks)
        assert [row["reached_on"] for row in found] == [reached]

    every_record = RECORDS.replace("0.25", "1")
    found = drawn(every_record, as_of="2026-04-30", cases=cases, callbacks=callbacks)
    assert sorted((row["called_at"], row["reached_on"]) for row in found if row["called_at"] != "2026-01-05") == [
        ("2026-01-12 09:30", "2026-01-12"),
        ("2026-01-20", "2026-01-20"),
    ]
    assert [row["reached_on"] for row in found if row["called_at"] == "2026-01-05"] == [None]


def test_between_two_events_the_cases_of_the_periods_first_day_are_drawn() -> None:
    """Ended before the quarter and under warranty on its first day; reached in the quarter is said."""
    cases = """
        case_id | event.start | event.end  | event.warranty_end
        in      | 2025-01-01  | 2025-12-31 | 2026-01-01
        over    | 2025-01-01  | 2025-06-30 | 2025-12-31
        running | 2025-01-01  | 2026-01-01 | 2027-01-01"""
    callbacks = """
        case_id | at         | outcome
        in      | 2026-02-10 | reached
        in      | 2026-01-10 | no_answer"""
    between = ACTIVE.replace("0.1", "1").replace('"month"', '"quarter"') + '\nafter = "end"\nbefore = "warranty_end"'
    found = drawn(between, "2026-Q1", cases=cases, callbacks=callbacks)

    assert [(row["period"], row["case_id"], row["reached_on"]) for row in found] == [("2026-Q1", "in", "2026-02-10")]


def test_a_quarters_report_shows_the_sample_of_each_of_its_months() -> None:
    """Drawn monthly: three samples."""
    found = drawn(ACTIVE, "2026-Q1", cases=THIRTY)

    assert sorted({row["period"] for row in found}) == ["2026-01", "2026-02", "2026-03"]


def test_a_sample_holds_ids_and_nothing_of_a_person() -> None:
    """Rule, period, caller of the organisation, ids and days."""
    (row, *_) = drawn(RECORDS, callbacks=CALLS)

    assert list(row) == ["rule", "period", "of", "caller", "case_id", "callback_id", "called_at", "reached_on"]


def test_what_is_not_yet_known_is_not_drawn() -> None:
    """As of the fourth day, one of Lin's four callbacks."""
    asked = parse_period("2026-01")
    reading = reading_of(ledger(callbacks=CALLS), policy_with(RECORDS), date(2026, 1, 4))
    lin = [row for row in spot_checks(reading, asked) if row["caller"] == "Lin"]

    assert len(lin) == 1
    assert lin[0]["called_at"] < "2026-01-05"
