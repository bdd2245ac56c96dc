"""Hypothesis strategies: a pack with a small ledger whose dates crowd around the ends of the pack's own windows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from hypothesis import strategies as st

from tests.lib.oracle import policy_of
from tests.lib.oracle_owed import Obligation, owed
from tests.lib.oracle_time import Edge, stamp
from tests.lib.random_packs import CONTACTS, EVENTS, PURPOSES, ROLES, VALUES, Document, documents, one_in
from tests.lib.strategies import LEVELS, optional
from tests.lib.table_text import COLUMNS, Ledger, Row

# Ends of months, the spring festival with its made-up Saturdays, and the days beside Qingming and the first of May.
CROWD = (
    *("2026-01-30", "2026-01-31", "2026-02-13", "2026-02-14", "2026-02-16", "2026-02-24", "2026-02-28", "2026-03-01"),
    *("2026-03-14", "2026-03-31", "2026-04-01", "2026-04-03", "2026-04-07", "2026-04-30", "2026-05-06"),
)
CLOCKS = (None, None, "00:00:01", "09:00:00", "09:00:00", "16:30:00", "23:59:59")
CHANNELS = ("phone", "phone", "phone", "visit", "letter", "wechat")
OUTCOMES = ("reached", "reached", "reached", "reached", "no_answer", "refused", "rescheduled")


class World(NamedTuple):
    """A pack, a ledger under it, and the day through which it is read."""

    document: Document
    ledger: Ledger
    as_of: date


def days() -> st.SearchStrategy[date]:
    """Return days at or beside those of the crowd."""
    return st.builds(
        lambda day, more: date.fromisoformat(day) + timedelta(days=more),
        st.sampled_from(CROWD),
        st.sampled_from((-1, 0, 0, 0, 1)),
    )


@st.composite
def moments(draw: st.DrawFn, edges: list[Edge]) -> str:
    """Return a canonical date or instant at or beside one of the edges, or anywhere in the crowd."""
    if not edges or draw(one_in(5)):
        return _timed(draw(days()), draw(st.sampled_from(CLOCKS)))
    edge = draw(st.sampled_from(edges))
    if isinstance(edge, datetime) and draw(st.booleans()):
        beside = edge + timedelta(seconds=draw(st.sampled_from((-1, 0, 0, 1))))
        return str(stamp(beside.isoformat(" ")))
    day = edge.date() if isinstance(edge, datetime) else edge
    return _timed(day + timedelta(days=draw(st.sampled_from((-1, 0, 0, 0, 1)))), draw(st.sampled_from(CLOCKS)))


def _timed(day: date, clock: str | None) -> str:
    return day.isoformat() if clock is None else f"{day.isoformat()} {clock}"


@st.composite
def cases(draw: st.DrawFn, case_id: str) -> Row:
    """Return one case with most of its events, in any order."""
    row: Row = dict.fromkeys(COLUMNS["cases"])
    row["case_id"] = case_id
    for scope, values in VALUES.items():
        row[scope] = draw(optional(st.sampled_from(values)))
    for event in EVENTS:
        row[f"event.{event}"] = None if draw(one_in(6)) else draw(moments([]))
    for contact in CONTACTS:
        row[f"contact.{contact}"] = draw(optional(st.just("Wu")))
    if draw(one_in(7)):
        row["excluded_on"] = draw(days()).isoformat()
        row["exclusion_reason"] = draw(optional(st.just("moved abroad")))
    return row


@st.composite
def callbacks(draw: st.DrawFn, callback_id: str, ledger: Ledger, due: list[Obligation]) -> Row:
    """Return one callback: mostly as one of the obligations asks for it, near its ends; else of any case or none."""
    row: Row = dict.fromkeys((*COLUMNS["callbacks"], "satisfaction.design", "agreed_at"))
    row |= {
        "callback_id": callback_id,
        "outcome": draw(st.sampled_from(OUTCOMES)),
        "case_id": draw(st.sampled_from([*(case["case_id"] for case in ledger["cases"]), "X1"])),
        "channel": draw(st.sampled_from(CHANNELS)),
        "purpose": draw(optional(st.sampled_from(PURPOSES))),
        "caller_role": draw(optional(st.sampled_from(ROLES))),
        "contact_role": draw(optional(st.sampled_from(CONTACTS))),
    }
    edges: list[Edge] = []
    if due and not draw(one_in(6)):
        aim = draw(st.sampled_from(due))
        edges = [aim.opens, aim.due]
        row |= {
            "case_id": aim.case["case_id"],
            "channel": aim.rule.channels[0] if aim.rule.channels else row["channel"],
            "purpose": aim.rule.purpose or row["purpose"],
            "caller_role": aim.rule.role or row["caller_role"],
            "contact_role": aim.contact_role or row["contact_role"],
        }
    row["at"] = draw(moments(edges))
    if row["outcome"] == "rescheduled":
        row["agreed_at"] = draw(optional(moments([])))
    elif draw(st.booleans()):
        row["satisfaction"] = draw(st.sampled_from(LEVELS))
        row["satisfaction.design"] = draw(optional(st.sampled_from(LEVELS)))
    return row


@st.composite
def problems(draw: st.DrawFn, problem_id: str, ledger: Ledger) -> list[Row]:
    """Return one problem item, against two parties now and then, mostly resolved."""
    row: Row = dict.fromkeys(COLUMNS["problems"])
    row |= {
        "problem_id": problem_id,
        "case_id": draw(st.sampled_from([*(case["case_id"] for case in ledger["cases"]), "X1"])),
        "kind": draw(st.sampled_from(("complaint", "question"))),
        "raised_at": draw(moments([])),
        "resolved_at": draw(optional(moments([]))),
    }
    alone: tuple[str | None, ...] = (None,)
    parties = draw(st.sampled_from((alone, alone, ("An", "Bo"))))
    return [row | {"party": party, "party_role": "crew" if party else None} for party in parties]


@st.composite
def worlds(draw: st.DrawFn, sort: str = "") -> World:
    """Return a pack that has a rule of the *sort* asked for, with up to four cases, twelve callbacks and three problem items."""
    document = draw(documents(sort))
    policy = policy_of(document)
    as_of = draw(st.one_of(st.sampled_from((date(2026, 6, 30), date(2026, 5, 31), date(2026, 4, 30))), days()))
    ledger: Ledger = {
        "cases": [draw(cases(f"C{number}")) for number in range(1, draw(st.sampled_from((2, 1, 3, 4))) + 1)],
        "callbacks": [],
        "problems": [],
        "staff": [],
    }
    for number in range(1, draw(st.integers(0, 3)) + 1):
        ledger["problems"] += draw(problems(f"P{number}", ledger))
    ids = draw(st.permutations([f"K{number:02d}" for number in range(1, 13)]))
    sizes = draw(st.sampled_from((4, 2, 3, 5, 6))), draw(st.sampled_from((3, 0, 1, 5, 6)))
    for batch in (ids[: sizes[0]], ids[6 : 6 + sizes[1]]):
        # Twice, so that what the first callbacks ask for is answered by the second.
        due = owed(ledger, policy, as_of)
        ledger["callbacks"] += [draw(callbacks(callback_id, ledger, due)) for callback_id in batch]
    return World(document, ledger, as_of)
