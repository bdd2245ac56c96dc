"""What a rule names and no ledger of the organisation holds: told for every kind of rule, at load and in the report."""

from __future__ import annotations

import pytest

from analytics.policy.pack import load_policy
from analytics.policy.without_data import rules_without_data
from tests.lib.direct import ORGANISATION, tables_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with

CASES = """
    case_id | category | event.start | event.planned_end | event.end  | event.warranty_done | event.warranty_end | party.crew
    A       | whole    | 2026-01-01  | 2026-02-01        | 2026-02-01 | 2026-03-01          | 2028-02-01         | East
    B       | whole    | 2026-01-01  |                   |            |                     |                    |
    C       | whole    | 2026-01-01  |                   |            |                     |                    |
    D       | whole    | 2026-01-01  |                   |            |                     |                    |
    E       | whole    | 2026-01-01  |                   |            |                     |                    | """
CALLS = """
    case_id | at         | caller_role
    A       | 2026-01-08 | service
    B       | 2026-01-08 | supervisor"""
WORDS = 'title = { zh = "测试", en = "test" }\nclause = "spec"\n'
OBLIGING = f'family = "regular"\n{WORDS}'
BAND = '{ code = "good", above = 0.9, title = { zh = "好", en = "good" } }'
SOURCE = 'source = { purpose = "survey", role = "manager" }\n'
WINDOW = 'window = ["0d", "7d"]\n'


def lacks(rule: str, cases: str = CASES) -> list[tuple[str, str]]:
    """Return what the rule ``r`` names and a ledger of five projects does not hold."""
    told = rules_without_data(
        tables_of(ledger(cases=cases, callbacks=CALLS)), policy_with(f'id = "r"\n{rule}'), ORGANISATION
    )
    return [(lack.what, lack.name) for lack in told if lack.rule == "r"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (f'kind = "milestone"\nanchor = ["feedback_form"]\n{WINDOW}{OBLIGING}', [("event", "feedback_form")]),
        (f'kind = "milestone"\nanchor = ["start"]\nrole = "manager"\n{WINDOW}{OBLIGING}', [("role", "manager")]),
        (f'kind = "milestone"\nanchor = ["start"]\ncategory = "part"\n{WINDOW}{OBLIGING}', [("category", "part")]),
        (f'kind = "milestone"\nanchor = ["start"]\ntier = "key"\n{WINDOW}{OBLIGING}', [("tier", "key")]),
        (f'kind = "milestone"\nanchor = ["start"]\nurgency = "high"\n{WINDOW}{OBLIGING}', [("urgency", "high")]),
        (f'kind = "milestone"\nanchor = ["start"]\narea = ["east"]\n{WINDOW}{OBLIGING}', [("area", "east")]),
        (f'kind = "milestone"\nanchor = ["start"]\npurpose = "survey"\n{WINDOW}{OBLIGING}', [("purpose", "survey")]),
        (f'kind = "conditional"\nanchor = ["feedback_form"]\n{WINDOW}{OBLIGING}', [("event", "feedback_form")]),
        (
            f'kind = "conditional"\nwhen = "dissatisfied"\n{SOURCE}{WINDOW}{OBLIGING}',
            [("role", "manager"), ("purpose", "survey")],
        ),
        (f'kind = "recurring"\nevery = "month"\nstart = "feedback_form"\n{OBLIGING}', [("event", "feedback_form")]),
        (f'kind = "recurring"\nevery = "month"\nrole = "manager"\n{OBLIGING}', [("role", "manager")]),
        (
            f'kind = "minimum"\nneeded = 2\nopens_at = "start"\ncloses_at = "feedback_form"\ndue = "7d"\n{OBLIGING}',
            [("event", "feedback_form")],
        ),
        (f'kind = "quota"\nlevel = 0.5\nevery = "year"\ncategory = "part"\n{OBLIGING}', [("category", "part")]),
        (
            f'kind = "contact_roles"\nrounds = ["after_start"]\ncontacts = ["owner", "foreman"]\n{OBLIGING}',
            [("contact_role", "owner"), ("contact_role", "foreman")],
        ),
        (f'kind = "response"\nmoment = "reported"\nwithin = "1d"\ncategory = "part"\n{WORDS}', [("category", "part")]),
        (
            f'kind = "target"\nmeasure = "coverage"\nlevel = 1.0\nscope = {{ role = "manager" }}\n{WORDS}',
            [("role", "manager")],
        ),
        (
            f'kind = "score"\nmeasure = "coverage"\nlevel = 1.0\nstep = 0.05\nby = "party:inspector"\n{WORDS}',
            [("party", "inspector")],
        ),
        (
            f'kind = "tier"\nmeasure = "reach_rate"\nwhere = {{ category = "part" }}\nbands = [{BAND}]\n{WORDS}',
            [("category", "part")],
        ),
        (
            f'kind = "appraisal"\nmeasures = ["callbacks_made"]\nwhere = {{ role = "manager" }}\n{WORDS}',
            [("role", "manager")],
        ),
        (
            f'kind = "spot_check"\nshare = 0.1\nevery = "month"\nafter = "feedback_form"\nbefore = "end"\n{WORDS}',
            [("event", "feedback_form")],
        ),
        (
            f'kind = "record"\nfields = ["event.feedback_form", "party.inspector"]\n{WORDS}',
            [
                ("event", "feedback_form"),
                ("party", "inspector"),
            ],
        ),
        (f'kind = "record"\nfields = ["comment"]\ncategory = "part"\n{WORDS}', [("category", "part")]),
        (f'kind = "item_record"\nfields = ["cause"]\ncategory = "part"\n{WORDS}', [("category", "part")]),
        (f'kind = "listing"\ncategory = "part"\n{WORDS}', [("category", "part")]),
        (
            f'kind = "report"\nevery = "month"\ntables = ["headline", "complaint_inspector"]\n{WORDS}',
            [
                ("party", "inspector"),
            ],
        ),
    ],
)
def test_what_a_rule_of_any_kind_names_and_no_ledger_holds_is_told(rule: str, expected: list[tuple[str, str]]) -> None:
    """Event, role, contact, category, tier, urgency, area, purpose, party; a rule whose names are all held has none."""
    assert lacks(rule) == expected


@pytest.mark.parametrize(
    "rule",
    [
        f'kind = "milestone"\nanchor = ["start"]\nunless = {{ event = "feedback_form", when = "known" }}\n{WINDOW}{OBLIGING}',
        f'kind = "milestone"\nanchor = ["start"]\nother_than = {{ category = "part" }}\n{WINDOW}{OBLIGING}',
        f'kind = "recurring"\nevery = "month"\nuntil = "feedback_form"\n{OBLIGING}',
        f'kind = "hours"\nspans = [["08:00", "11:00"]]\n{WORDS}',
        f'kind = "plausibility"\n{WORDS}',
        f'kind = "access"\nwhat = {{ zh = "表", en = "forms" }}\ncondition = {{ zh = "批准", en = "approval" }}\n{WORDS}',
    ],
)
def test_what_may_never_come_and_rules_without_names_are_nothing_to_tell(rule: str) -> None:
    """What lifts a callback, ends a series or is left out need not be in the ledger."""
    assert lacks(rule) == []


def test_rules_that_run_while_a_case_is_active_need_the_day_on_which_it_becomes_so() -> None:
    """Ledgers without any start make no periodic callback and draw no sample."""
    cases = "case_id | event.end\n" + "\n".join(f"{case} | 2026-02-01" for case in "ABCDE")
    for rule in (
        f'kind = "recurring"\nevery = "month"\n{OBLIGING}',
        f'kind = "quota"\nlevel = 0.5\nevery = "year"\n{OBLIGING}',
        f'kind = "spot_check"\nshare = 0.1\nevery = "month"\n{WORDS}',
    ):
        assert lacks(rule, cases) == [("event", "start")]


def test_of_a_ledger_that_has_just_been_begun_nothing_is_told() -> None:
    """With four cases nearly everything is lacking still; with five it is told."""
    tables = CASES.strip().splitlines()
    for count, is_told in ((4, False), (5, True)):
        cases = "\n".join(tables[: count + 1])
        told = rules_without_data(tables_of(ledger(cases=cases)), load_policy("decoration"), ORGANISATION)
        assert bool(told) == is_told
