"""Hypothesis strategies: small packs over every kind of rule that makes obligations, as documents and as TOML.

A document is drawn so that the product takes it: rules of one family never ask for overlapping channels or purposes,
a window never ends before it opens, and versions of a rule hang on the same events.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import strategies as st

Document = dict[str, Any]

WORDS = {"zh": "甲", "en": "a"}
EVENTS = ("start", "end", "done", "visit")
PLAN = "visit"
ROLES = ("manager", "supervisor")
CONTACTS = ("director", "engineer", "user")
PURPOSES = ("survey", "sale")
VALUES = {
    "category": ("leak", "safety"),
    "tier": ("large", "ordinary"),
    "urgency": ("high", "low"),
    "area": ("east", "west"),
}
# What the rules of a family may ask of a callback: always the same, or what no single callback can have both.
MANNERS: dict[str, tuple[Document, ...]] = {
    "open": ({},),
    "channel": ({"channels": ["phone"]}, {"channels": ["visit", "letter"]}),
    "purpose": ({"purpose": "survey"}, {"purpose": "sale"}),
    "strict": ({"channels": ["phone", "visit"], "purpose": "survey"},),
}
MINIMUMS = tuple(f"minimum{number}" for number in range(1, 6))
DAY_WINDOWS = (
    *(("0d", "0d"), ("0d", "3d"), ("0d", "3d"), ("7d", "10d"), ("-1d", "-1d"), ("1d", "1d"), ("-5d", "5d")),
    *(("1w", "2w"), ("0d", "1m"), ("1m", "1m 3d"), ("1m -15d", "1m 15d"), ("1m 1d", "2m"), ("1m", "1m 2wd")),
    *(("0wd", "2wd"), ("-1wd", "-1wd"), ("1wd", "5wd"), ("0d", "7wd"), ("1m", "1m"), ("-1m", "-1w")),
    *(("0d", "month_end"), ("0d", "quarter_end"), ("-3d", "half_end"), ("0d", "year_end")),
)
HOUR_WINDOWS = (("0h", "24h"), ("0h", "72h"), ("24h", "48h"), ("-2h", "2h"))
BEGINNINGS = {"month": (2, 3, 4), "quarter": (1, 4), "half": (1,), "year": (1,)}
CHANGES = (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 7))


def one_in(count: int) -> st.SearchStrategy[bool]:
    """Return true one time in so many; what is rare is left out of the simplest example."""
    return st.sampled_from((False,) * (count - 1) + (True,))


def written(document: Mapping[str, Any]) -> str:
    """Return a document as TOML: plain keys first, then tables, then the rules."""
    plain = {key: value for key, value in document.items() if not _is_table(key, value)}
    parts = [_assignments(plain)]
    for name, table in document.items():
        if name != "rule" and _is_table(name, table):
            parts.append(f"[{name}]\n{_assignments(table)}")
    parts += [f"[[rule]]\n{_assignments(rule)}" for rule in document["rule"]]
    return "\n".join(parts)


def _is_table(key: str, value: object) -> bool:
    return key == "rule" or (isinstance(value, dict) and key not in ("title", "case"))


def _assignments(table: Mapping[str, Any]) -> str:
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


def head(active_until: str = "end") -> Document:
    """Return a document without rules, with every name that the drawn rules use."""
    return {
        "code": "T9",
        "name": "drawn",
        "version": "1",
        "title": WORDS,
        "case": WORDS,
        "active_from": "start",
        "active_until": active_until,
        "events": {event: {**WORDS, **({"plan": True} if event == PLAN else {})} for event in EVENTS},
        "roles": dict.fromkeys(ROLES, WORDS),
        "contacts": dict.fromkeys(CONTACTS, WORDS),
        "families": dict.fromkeys((*MANNERS, *MINIMUMS), WORDS),
        "categories": dict.fromkeys(VALUES["category"], WORDS),
        "tiers": dict.fromkeys(VALUES["tier"], WORDS),
        "urgencies": dict.fromkeys(VALUES["urgency"], WORDS),
        "purposes": dict.fromkeys(PURPOSES, WORDS),
        "rule": [],
    }


@st.composite
def scopes(draw: st.DrawFn) -> Document:
    """Return whom a rule is for: everybody most times, else one value or a list in which "" may stand."""
    if not draw(one_in(5)):
        return {}
    scope = draw(st.sampled_from(sorted(VALUES)))
    some = st.lists(st.sampled_from((*VALUES[scope], "")), min_size=1, max_size=2, unique=True)
    return {scope: draw(st.one_of(st.sampled_from(VALUES[scope]), some))}


@st.composite
def asked(draw: st.DrawFn, family: str) -> Document:
    """Return what a callback must be for a rule of a family, and whom the rule is for."""
    found = {"family": family, **draw(st.sampled_from(MANNERS.get(family, ({},)))), **draw(scopes())}
    if draw(one_in(4)):
        found["role"] = draw(st.sampled_from(ROLES))
    return found


def contact() -> st.SearchStrategy[Document]:
    """Return a contact role to reach, now and then."""
    nobody: Document = {}
    return st.sampled_from((nobody, nobody, nobody, *({"contact_role": name} for name in CONTACTS[:2])))


@st.composite
def lifting(draw: st.DrawFn) -> Document:
    """Return what lifts a milestone and what brings its end forward."""
    found: Document = {}
    reasons = [
        {"event": draw(st.sampled_from(EVENTS)), "when": draw(st.sampled_from(("before_opens", "by_anchor", "known")))}
        for _ in range(draw(st.sampled_from((0, 0, 0, 1, 2))))
    ]
    if reasons:
        found["unless"] = reasons[0] if len(reasons) == 1 else reasons
    if draw(one_in(4)):
        found["not_after"] = {"event": PLAN, "offset": draw(st.sampled_from(("-1d", "0d", "-1wd", "3d")))}
    return found


@st.composite
def windowed(draw: st.DrawFn, *, anchors: int = 2) -> Document:
    """Return an anchor of one or two events (none for 0) with a window and what lifts it."""
    found: Document = {}
    if anchors:
        found["anchor"] = draw(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=anchors, unique=True))
    hourly = len(found.get("anchor", ())) < 2 and draw(one_in(4))
    found["window"] = list(draw(st.sampled_from(HOUR_WINDOWS if hourly else DAY_WINDOWS)))
    found |= draw(lifting())
    if hourly:
        found.pop("not_after", None)
    return found


@st.composite
def happenings(draw: st.DrawFn) -> Document:
    """Return a conditional rule on a moment of the ledger."""
    moments = ("not_reached", "dissatisfied", "rescheduled", "problem_resolved", "problem_raised")
    when = draw(st.sampled_from(moments))
    found = {"when": when, **draw(windowed(anchors=0))}
    if when.startswith("problem_") and draw(st.booleans()):
        found["problem_kind"] = draw(st.sampled_from(("complaint", "question")))
    return found


@st.composite
def span(draw: st.DrawFn) -> Document:
    """Return from and until which event a rule recurs, where it says so."""
    found: Document = {}
    if draw(one_in(4)):
        found["start"] = draw(st.sampled_from(EVENTS))
    if draw(one_in(4)):
        found["until"] = draw(st.sampled_from(EVENTS))
    return found


@st.composite
def recurrings(draw: st.DrawFn) -> Document:
    """Return a recurring rule by the calendar or by intervals."""
    if draw(st.booleans()):
        every = draw(st.sampled_from(sorted(BEGINNINGS)))
        return {"every": every, "times": draw(st.integers(1, 3)), **draw(span())}
    found = {"every": draw(st.sampled_from(("10d", "2w", "1m", "3m"))), **draw(span())}
    if draw(st.booleans()):
        found["after"] = draw(st.sampled_from(("0d", "5d", "1m", "1m 1d")))
    return found


@st.composite
def quotas(draw: st.DrawFn) -> Document:
    """Return a quota in a window or by the calendar, of all or of a drawn sample."""
    found: Document = {"level": 0.5}
    if draw(st.booleans()):
        found |= draw(windowed())
    else:
        every = draw(st.sampled_from(sorted(BEGINNINGS)))
        found |= {"every": every, **draw(span())}
        if draw(st.booleans()):
            found["months"] = draw(
                st.lists(st.sampled_from(BEGINNINGS[every]), min_size=1, max_size=2, unique=True).map(sorted)
            )
    if draw(st.booleans()):
        found["sample"] = draw(st.sampled_from((0.1, 0.3, 0.5, 1.0)))
    return found


@st.composite
def minimums(draw: st.DrawFn) -> Document:
    """Return a minimum with any end."""
    opens_at, closes_at = draw(st.permutations(EVENTS))[:2]
    due = draw(st.sampled_from(("0d", "7d", "5wd", "1m", "1m -1d", "month_end")))
    return {"needed": draw(st.integers(1, 3)), "opens_at": opens_at, "closes_at": closes_at, "due": due}


# Of every sort of rule its kind and how it is drawn; contact roles are added to rules that can be their rounds.
SORTS = {
    "milestone": ("milestone", windowed),
    "condition": ("conditional", windowed),
    "happening": ("conditional", happenings),
    "recurring": ("recurring", recurrings),
    "minimum": ("minimum", minimums),
    "quota": ("quota", quotas),
}
ROUNDS = ("milestone", "recurring")


@st.composite
def later_version(draw: st.DrawFn, rule: Document) -> Document:
    """Return the rule as it is from a day on: another window, other cases, another role."""
    found = {**rule, "from": draw(st.sampled_from(CHANGES))}
    if "window" in rule:
        same_unit = HOUR_WINDOWS if rule["window"][0].endswith("h") else DAY_WINDOWS
        found["window"] = list(draw(st.sampled_from(same_unit)))
    if rule["kind"] == "minimum":
        found |= {"needed": draw(st.integers(1, 3)), "due": draw(st.sampled_from(("0d", "14d", "1m")))}
    if draw(st.booleans()):
        found = {key: value for key, value in found.items() if key not in VALUES} | draw(scopes())
    if draw(one_in(4)):
        found["role"] = draw(st.sampled_from(ROLES))
    return found


@st.composite
def documents(draw: st.DrawFn, sort: str = "") -> Document:
    """Return a pack of up to four rules, some with a later version, and now and then a rule of contact roles.

    The first rule is of the *sort* asked for; "contact_roles" asks for such a rule with its rounds.
    """
    found = head(draw(st.sampled_from(("", "end"))))
    sorts = [sort if sort in SORTS else draw(st.sampled_from(ROUNDS))]
    sorts += draw(st.lists(st.sampled_from(sorted(SORTS)), max_size=3))
    rounds = []
    for number, one in enumerate(sorts, start=1):
        kind, drawn = SORTS[one]
        family = MINIMUMS[number] if kind == "minimum" else draw(st.sampled_from(sorted(MANNERS)))
        rule = {"id": f"r{number}", "kind": kind, "title": WORDS, "clause": "T9"}
        rule |= {**draw(asked(family)), **draw(contact()), **draw(drawn())}
        found["rule"].append(rule)
        if draw(one_in(3)):
            found["rule"].append(draw(later_version(rule)))
        if one in ROUNDS:
            rounds.append(rule["id"])
    if rounds and (sort == "contact_roles" or draw(one_in(3))):
        contacts = draw(st.lists(st.sampled_from(CONTACTS), min_size=1, max_size=3, unique=True))
        named = draw(st.lists(st.sampled_from(rounds), min_size=1, max_size=2, unique=True))
        rule = {"id": "contacts", "kind": "contact_roles", "title": WORDS, "clause": "T9"}
        found["rule"].append(rule | draw(asked("strict")) | {"rounds": named, "contacts": contacts})
    return found
