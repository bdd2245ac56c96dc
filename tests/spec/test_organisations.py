"""Organisations of one workspace: none sees what another holds, though their cases and callbacks have the same numbers."""

from datetime import date
from typing import Any

from analytics.measures.catalogue import CATALOGUE
from analytics.measures.evaluate import Reading, dimensions_of, evaluate
from analytics.periods import parse_period
from analytics.policy.obligations import obligations
from analytics.policy.worklist import worklist
from analytics.results.inspected import inspected
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with

WORDS = 'title = { zh = "规则", en = "rule" }\nclause = "spec"\n'
POLICY = policy_with(
    f'id = "hours"\nkind = "hours"\nspans = [["08:00", "17:00"]]\n{WORDS}',
    f'id = "record"\nkind = "record"\nfields = ["comment", "person.name", "note.size"]\n{WORDS}',
    f'id = "deadline"\nkind = "response"\nmoment = "resolved"\nwithin = "5d"\n{WORDS}',
    'id = "again"\nkind = "conditional"\nfamily = "again"\nwhen = "dissatisfied"\nwindow = ["0d", "2d"]\n' + WORDS,
    'id = "solved"\nkind = "conditional"\nfamily = "regular"\nwhen = "problem_resolved"\nwindow = ["0d", "2d"]\n'
    + WORDS,
    'id = "whole"\nkind = "milestone"\nfamily = "regular"\ncategory = "whole"\nanchor = ["planned_end"]\nwindow = ["0d", "2d"]\n'
    + WORDS,
    f'id = "measure"\nkind = "item_record"\nproblem_kind = "complaint"\nfields = ["measure"]\n{WORDS}',
    f'id = "appointed"\nkind = "item_record"\nproblem_kind = "question"\nfields = ["agreed_at"]\n{WORDS}',
    f'id = "odd"\nkind = "plausibility"\nsame_words = 2\n{WORDS}',
    f'id = "drawn"\nkind = "spot_check"\nof = "callbacks"\nshare = 0.5\nevery = "month"\n{WORDS}',
    'id = "all"\nkind = "contact_roles"\nfamily = "again"\nrounds = ["after_start"]\ncontacts = ["owner"]\n' + WORDS,
)
OURS = ledger(
    cases="""
        case_id | category | tier | area | event.start | event.planned_end | party.crew | contact.owner | person.name
        A       | whole    | key  | east | 2026-01-01  | 2026-03-01        | East       | An            | Wang
        B       | part     |      | west | 2026-01-01  | 2026-03-01        | West       |               | """,
    callbacks="""
        case_id | at               | caller | caller_role | outcome   | satisfaction | comment | agreed_at
        A       | 2026-01-09 09:00 | Lin    | service     | reached   | satisfied    | fine    | 2026-01-12
        B       | 2026-01-09 19:00 | Lin    | service     | no_answer |              |         |
        A       | 2026-01-12 09:00 | Lin    | service     | reached   |              |         | """,
    problems="""
        problem_id | case_id | kind      | party | raised_at  | reported_at | resolved_at
        P1         | A       | complaint | East  | 2026-01-10 | 2026-01-10  | 2026-01-20
        P3         | A       | question  | East  | 2026-01-10 | 2026-01-10  | """,
    staff="name | role | department\nLin | service | Care",
)
THEIRS = ledger(
    cases="""
        case_id | category | tier | area  | event.start | event.end  | party.crew | party.agent | contact.owner | note.size
        A       | part     | low  | south | 2026-01-02  | 2026-02-02 | West       | East        |               | big
        B       | whole    | low  | south | 2026-01-03  |            | East       |             | Bo            | big
        C       | whole    | low  | south | 2026-01-01  |            | North      |             | Cy            | big""",
    callbacks="""
        case_id | at               | caller | caller_role | outcome | satisfaction | duration_s | comment
        B       | 2026-01-08 09:00 | Qiao   | manager     | reached | dissatisfied | 1          | the paint comes off the wall
        A       | 2026-01-10 20:00 | Qiao   | manager     | reached | dissatisfied | 1          | the paint comes off the wall
        C       | 2026-01-10 20:00 | Lin    | manager     | reached | dissatisfied | 1          | the paint comes off the wall""",
    problems="""
        problem_id | case_id | callback_id | kind      | party | raised_at  | reported_at | resolved_at | measure
        P1         | B       |             | complaint | West  | 2026-01-05 | 2026-01-20  | 2026-01-06  |
        P1         | B       |             | complaint | East  | 2026-01-05 |             |             | crew moved
        P2         | A       |             | complaint | East  | 2026-01-05 |             |             |
        P3         | A       | K1          | question  | East  | 2026-01-05 |             |             | """,
    staff="name | role | department\nLin | service | Accounts",
)


DIMENSIONS = ("category", "caller", "department", "party:crew")


def all_that_is_told(reading: Reading) -> list[Any]:
    """Every obligation, what is to be done and to be inspected, and every measure in total and by what stands in several
    tables.
    """
    january = parse_period("2026-01")
    figures = [
        evaluate(reading, measure, [january], by=by)
        for measure in CATALOGUE.values()
        for by in ((), *((name,) for name in DIMENSIONS if name in dimensions_of(measure, reading)))
    ]
    as_of = reading.as_of
    return [
        obligations(reading.con, reading.schema),
        worklist(reading.con, reading.schema, reading.policy, organisation=reading.organisation, as_of=as_of),
        inspected(reading, january),
        *figures,
    ]


def test_nothing_of_another_organisation_counts_for_this_one() -> None:
    """The same numbers, the same callers and crews, other days and outcomes."""
    as_of = date(2026, 1, 31)
    alone = all_that_is_told(reading_of(OURS, POLICY, as_of))
    assert all_that_is_told(reading_of(OURS, POLICY, as_of, beside=THEIRS)) == alone
