"""Hypothesis strategies: a pack with a small ledger whose dates crowd around the ends of the pack's own windows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.lib.oracle import policy_of
from tests.lib.oracle_owed import Obligation, owed
from tests.lib.oracle_time import Edge, stamp
from tests.lib.random_packs import CONTACTS, EVENTS, PURPOSES, ROLES, VALUES, Document, documents, one_in, pick, some
from tests.lib.strategies import LEVELS
from tests.lib.table_text import COLUMNS, Ledger, Row

# Ends of months, the spring festival with its made-up Saturdays, and the days beside Qingming and the first of May.
CROWD = (
    *("2026-01-30", "2026-01-31", "2026-02-13", "2026-02-14", "2026-02-16", "2026-02-24", "2026-02-28", "2026-03-01"),
    *("2026-03-14", "2026-03-31", "2026-04-01", "2026-04-03", "2026-04-07", "2026-04-30", "2026-05-06"),
)
ENDS = (date(2026, 6, 30), date(2026, 5, 31), date(2026, 4, 30))
CLOCKS = (None, None, "00:00:01", "09:00:00", "09:00:00", "16:30:00", "23:59:59")
CHANNELS = ("phone", "phone", "phone", "visit", "letter", "wechat")
OUTCOMES = ("reached", "reached", "reached", "reached", "no_answer", "refused", "rescheduled")


class World(NamedTuple):
    """A pack, a ledger under it, and the day through which it is read."""

    document: Document
    ledger: Ledger
    as_of: date


def maybe(draw: st.DrawFn, options: Sequence[str]) -> str | None:
    """Draw one of the options, or unknown one time in three."""
    return None if one_in(draw, 3) else pick(draw, options)


def days(draw: st.DrawFn) -> date:
    """Return a day at or beside those of the crowd."""
    return date.fromisoformat(pick(draw, CROWD)) + timedelta(days=pick(draw, (0, 0, 0, -1, 1)))


def moments(draw: st.DrawFn, edges: list[Edge]) -> str:
    """Return a canonical date or instant at or beside one of the edges, or anywhere in the crowd."""
    if not edges or one_in(draw, 5):
        return _timed(days(draw), pick(draw, CLOCKS))
    edge = pick(draw, edges)
    if isinstance(edge, datetime) and one_in(draw, 2):
        beside = edge + timedelta(seconds=pick(draw, (-1, 0, 0, 1)))
        return str(stamp(beside.isoformat(" ")))
    day = edge.date() if isinstance(edge, datetime) else edge
    return _timed(day + timedelta(days=pick(draw, (-1, 0, 0, 0, 1))), pick(draw, CLOCKS))


def _timed(day: date, clock: str | None) -> str:
    return day.isoformat() if clock is None else f"{day.isoformat()} {clock}"


def cases(draw: st.DrawFn, case_id: str) -> Row:
    """Return one case with most of its events, in any order."""
    row: Row = dict.fromkeys(COLUMNS["cases"])
    row["case_id"] = case_id
    for scope, values in VALUES.items():
        row[scope] = maybe(draw, values)
    for event in EVENTS:
        row[f"event.{event}"] = None if one_in(draw, 6) else moments(draw, [])
    for contact in CONTACTS:
        row[f"contact.{contact}"] = maybe(draw, ("Wu",))
    if one_in(draw, 7):
        row["excluded_on"] = days(draw).isoformat()
        row["exclusion_reason"] = maybe(draw, ("moved abroad",))
    return row


def callbacks(draw: st.DrawFn, callback_id: str, ledger: Ledger, due: list[Obligation]) -> Row:
    """Return one callback: mostly as one of the obligations asks for it, near its ends; else of any case or none."""
    row: Row = dict.fromkeys((*COLUMNS["callbacks"], "satisfaction.design", "agreed_at"))
    row |= {
        "callback_id": callback_id,
        "outcome": pick(draw, OUTCOMES),
        "case_id": pick(draw, [*(case["case_id"] for case in ledger["cases"]), "X1"]),
        "channel": pick(draw, CHANNELS),
        "purpose": maybe(draw, PURPOSES),
        "caller_role": maybe(draw, ROLES),
        "contact_role": maybe(draw, CONTACTS),
    }
    edges: list[Edge] = []
    if due and not one_in(draw, 6):
        aim = pick(draw, due)
        edges = [aim.opens, aim.due]
        row |= {
            "case_id": aim.case["case_id"],
            "channel": aim.rule.channels[0] if aim.rule.channels else row["channel"],
            "purpose": aim.rule.purpose or row["purpose"],
            "caller_role": aim.rule.role or row["caller_role"],
            "contact_role": aim.contact_role or row["contact_role"],
        }
    row["at"] = moments(draw, edges)
    if row["outcome"] == "rescheduled":
        row["agreed_at"] = None if one_in(draw, 3) else moments(draw, [])
    elif one_in(draw, 2):
        row["agreed_at"] = moments(draw, []) if one_in(draw, 4) else None
        row["satisfaction"] = pick(draw, LEVELS)
        row["satisfaction.design"] = maybe(draw, LEVELS)
    return row


def problems(draw: st.DrawFn, problem_id: str, ledger: Ledger) -> list[Row]:
    """Return one problem item, against two parties now and then, mostly resolved."""
    row: Row = dict.fromkeys(COLUMNS["problems"])
    raised = moments(draw, [])
    row |= {
        "problem_id": problem_id,
        "case_id": pick(draw, [*(case["case_id"] for case in ledger["cases"]), "X1"]),
        "kind": pick(draw, ("complaint", "question")),
        "raised_at": raised,
        "resolved_at": None if one_in(draw, 3) else max(raised, moments(draw, [])),
    }
    alone: tuple[str | None, ...] = (None,)
    parties = pick(draw, (alone, alone, ("An", "Bo")))
    return [row | {"party": party, "party_role": "crew" if party else None} for party in parties]


@st.composite
def worlds(draw: st.DrawFn, sort: str = "") -> World:
    """Return a pack that has a rule of the *sort* asked for, with up to four cases, twelve callbacks and three problem items."""
    document = documents(draw, sort)
    policy = policy_of(document)
    as_of = days(draw) if one_in(draw, 2) else pick(draw, ENDS)
    ledger: Ledger = {
        "cases": [cases(draw, f"C{number}") for number in range(1, pick(draw, (2, 1, 3, 4)) + 1)],
        "callbacks": [],
        "problems": [],
        "staff": [],
    }
    for number in range(1, pick(draw, range(4)) + 1):
        ledger["problems"] += problems(draw, f"P{number}", ledger)
    ids = some(draw, [f"K{number:02d}" for number in range(1, 13)], 12)
    # In two halves, so that what the first callbacks ask for is answered by the second.
    for batch in (ids[: len(ids) // 2], ids[len(ids) // 2 :]):
        due = owed(ledger, policy, as_of)
        ledger["callbacks"] += [callbacks(draw, callback_id, ledger, due) for callback_id in batch]
    return World(document, ledger, as_of)
