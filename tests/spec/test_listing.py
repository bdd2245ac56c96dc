"""Listing: cases that a report names because of what they are, or because nobody could be reached."""

from datetime import date

import pytest

from analytics.periods import parse_period
from analytics.results.standing import listed_cases
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with
from tests.spec.test_score import faults

WORDS = 'kind = "listing"\ntitle = { zh = "上门", en = "visit" }\nclause = "test"\n'
PHONE = f'id = "unreached"\nnot_reached_by = ["phone"]\nchannels = ["visit"]\n{WORDS}'
WHOLE = f'id = "whole"\ncategory = "whole"\nchannels = ["visit"]\n{WORDS}'


def listed(period: str, *rules: str, as_of: str = "", **tables: str) -> list[tuple[str, str, str | None]]:
    """Return the cases listed in a period: why, and when reached as asked."""
    asked = parse_period(period)
    day = date.fromisoformat(as_of) if as_of else asked.last
    reading = reading_of(ledger(**tables), policy_with(*rules), day)
    return [(row["case_id"], row["reasons"], row["reached_on"]) for row in listed_cases(reading, asked)]


def test_who_was_tried_by_phone_and_never_reached_so_is_listed_until_a_visit_reaches_him() -> None:
    """Reached by chat is not reached by phone; a visit in vain is none; who was never tried is not listed."""
    tables = {
        "cases": """
            case_id | event.start
            answers | 2026-01-01
            silent  | 2026-01-01
            chats   | 2026-01-01
            visited | 2026-01-01
            untried | 2026-01-01
            later   | 2026-02-01""",
        "callbacks": """
            case_id | at         | channel | outcome
            answers | 2026-01-05 | phone   | no_answer
            answers | 2026-01-06 | phone   | reached
            silent  | 2026-01-05 | phone   | vacant_number
            silent  | 2026-01-07 | visit   | no_answer
            chats   | 2026-01-05 | phone   | busy
            chats   | 2026-01-06 | wechat  | reached
            visited | 2026-01-05 | phone   | refused
            visited | 2026-01-08 | visit   | reached
            visited | 2026-01-09 | visit   | reached
            later   | 2026-02-02 | phone   | no_answer""",
    }
    assert listed("2026-01", PHONE, **tables) == [
        ("chats", "unreached", None),
        ("silent", "unreached", None),
        ("visited", "unreached", "2026-01-08"),
    ]
    assert listed("2026-01", PHONE, as_of="2026-01-05", **tables) == [
        (case, "unreached", None) for case in ("answers", "chats", "silent", "visited")
    ]


def test_cases_of_a_scope_are_listed_once_with_every_reason() -> None:
    """Active in the period or with something due in it; not those exempt by then."""
    assert listed(
        "2026-01",
        WHOLE,
        PHONE,
        f'id = "east"\nother_than = {{ area = ["west", ""] }}\n{WORDS}',
        cases="""
            case_id | category | area | event.start | event.end  | excluded_on | exclusion_reason
            A       | whole    | east | 2026-01-01  |            |             |
            B       | part     | west | 2026-01-01  |            |             |
            C       | part     |      | 2026-01-01  |            |             |
            due     | whole    | west | 2025-12-01  | 2025-12-28 |             |
            over    | whole    | west | 2025-10-01  | 2025-11-30 |             |
            exempt  | whole    | west | 2026-01-01  |            | 2026-01-31  | moved
            later   | whole    | west | 2026-01-01  |            | 2026-02-01  | moved""",
        callbacks="""
            case_id | at         | outcome
            A       | 2026-01-05 | no_answer
            C       | 2026-01-05 | no_answer""",
    ) == [
        ("A", "whole;unreached;east", None),
        ("C", "unreached", None),
        ("due", "whole", None),
        ("later", "whole", None),
    ]


def test_a_later_version_lists_from_the_period_that_ends_on_or_after_its_day() -> None:
    rules = WHOLE, f'id = "whole"\ncategory = "part"\nfrom = 2026-02-15\n{WORDS}'
    cases = "case_id | category | event.start\nA | whole | 2026-01-01\nB | part | 2026-01-01"
    assert listed("2026-01", *rules, cases=cases) == [("A", "whole", None)]
    assert listed("2026-02", *rules, cases=cases) == [("B", "whole", None)]


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("", "rule.l: 须说明列出哪些对象 / say which cases"),
        ('tier = "whole"\nchannel = "visit"\n', "rule.l.channel: 没有这个键"),
    ],
)
def test_a_listing_of_everybody_or_with_a_key_that_is_not_its_own_is_refused(keys: str, told: str) -> None:
    (fault,) = faults(f'id = "l"\n{keys}{WORDS}')

    assert fault.startswith(told)
