"""Hypothesis strategies: small packs over every kind of rule that makes obligations, as documents and as TOML.

A document is drawn so that the product takes it: rules of one family never ask for overlapping channels or purposes,
a window never ends before it opens, and versions of a rule hang on the same events.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from itertools import permutations
from typing import Any, TypeVar

from hypothesis import strategies as st

Document = dict[str, Any]
T = TypeVar("T")

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
HOURLY = "_by_hour"  # rules in hours and rules in days are not of one family
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


@cache
def _upto(count: int) -> st.SearchStrategy[int]:
    return st.sampled_from(range(count))


def pick(draw: st.DrawFn, options: Sequence[T]) -> T:
    """Draw one of the options; the first is the simplest."""
    return options[draw(_upto(len(options)))]


def some(draw: st.DrawFn, options: Sequence[T], most: int) -> list[T]:
    """Draw at least one and at most so many different ones, in any order."""
    left = list(dict.fromkeys(options))
    return [left.pop(draw(_upto(len(left)))) for _ in range(pick(draw, range(1, min(most, len(left)) + 1)))]


def one_in(draw: st.DrawFn, count: int) -> bool:
    """Draw true one time in so many; what is rare is left out of the simplest example."""
    return pick(draw, range(count)) == count - 1


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
        "families": dict.fromkeys((*MANNERS, *(name + HOURLY for name in MANNERS), *MINIMUMS), WORDS),
        "categories": dict.fromkeys(VALUES["category"], WORDS),
        "tiers": dict.fromkeys(VALUES["tier"], WORDS),
        "urgencies": dict.fromkeys(VALUES["urgency"], WORDS),
        "purposes": dict.fromkeys(PURPOSES, WORDS),
        "rule": [],
    }


def scopes(draw: st.DrawFn) -> Document:
    """Return whom a rule is for: everybody most times, else one value or a list in which "" may stand."""
    if not one_in(draw, 5):
        return {}
    scope = pick(draw, sorted(VALUES))
    if one_in(draw, 3):
        return {"other_than": {scope: some(draw, (*VALUES[scope], ""), 2)}}
    if one_in(draw, 2):
        return {scope: some(draw, (*VALUES[scope], ""), 2)}
    return {scope: pick(draw, VALUES[scope])}


def asked(draw: st.DrawFn, family: str) -> Document:
    """Return what a callback must be for a rule of a family, and whom the rule is for."""
    found = {"family": family, **pick(draw, MANNERS.get(family, ({},))), **scopes(draw)}
    if one_in(draw, 4):
        found["role"] = pick(draw, ROLES)
    return found


def contact(draw: st.DrawFn) -> Document:
    """Return a contact role to reach, now and then."""
    return {"contact_role": pick(draw, CONTACTS[:2])} if one_in(draw, 3) else {}


def lifting(draw: st.DrawFn) -> Document:
    """Return what lifts a milestone and what brings its end forward."""
    found: Document = {}
    reasons = [
        {"event": pick(draw, EVENTS), "when": pick(draw, ("before_opens", "by_anchor", "known"))}
        for _ in range(pick(draw, (0, 0, 0, 1, 2)))
    ]
    if reasons:
        found["unless"] = reasons[0] if len(reasons) == 1 else reasons
    if one_in(draw, 4):
        found["not_after"] = {"event": PLAN, "offset": pick(draw, ("-1d", "0d", "-1wd", "3d"))}
    return found


def windowed(draw: st.DrawFn, *, anchors: int = 2) -> Document:
    """Return an anchor of one or two events (none for 0) with a window and what lifts it."""
    found: Document = {}
    if anchors:
        found["anchor"] = some(draw, EVENTS, anchors)
    hourly = len(found.get("anchor", ())) < 2 and one_in(draw, 4)
    found["window"] = list(pick(draw, HOUR_WINDOWS if hourly else DAY_WINDOWS))
    found |= lifting(draw)
    if hourly:
        found.pop("not_after", None)
    return found


def happenings(draw: st.DrawFn) -> Document:
    """Return a conditional rule on a moment of the ledger."""
    moments = ("not_reached", "dissatisfied", "rescheduled", "promised", "problem_resolved", "problem_raised")
    when = pick(draw, moments)
    found = {"when": when, **windowed(draw, anchors=0)}
    if when.startswith("problem_") and one_in(draw, 2):
        found["problem_kind"] = pick(draw, ("complaint", "question"))
    if not when.startswith("problem_") and one_in(draw, 2):
        asked = {"purpose": PURPOSES, "channels": ("phone", "visit"), "role": ROLES}
        found["source"] = {key: some(draw, asked[key], 2) for key in some(draw, tuple(asked), 2)}
    return found


def span(draw: st.DrawFn) -> Document:
    """Return from and until which event a rule recurs, where it says so."""
    found: Document = {}
    if one_in(draw, 4):
        found["start"] = pick(draw, EVENTS)
    if one_in(draw, 4):
        found["until"] = pick(draw, EVENTS)
    return found


def recurrings(draw: st.DrawFn) -> Document:
    """Return a recurring rule by the calendar or by intervals."""
    if one_in(draw, 2):
        every = pick(draw, sorted(BEGINNINGS))
        return {"every": every, "times": pick(draw, (1, 2, 3)), **span(draw)}
    found = {"every": pick(draw, ("10d", "2w", "1m", "3m")), **span(draw)}
    if one_in(draw, 2):
        found["after"] = pick(draw, ("0d", "5d", "1m", "1m 1d"))
    return found


def quotas(draw: st.DrawFn) -> Document:
    """Return a quota in a window or by the calendar, of all or of a drawn sample."""
    found: Document = {"level": 0.5}
    if one_in(draw, 2):
        found |= windowed(draw)
    else:
        every = pick(draw, sorted(BEGINNINGS))
        found |= {"every": every, **span(draw)}
        if one_in(draw, 2):
            found["months"] = sorted(some(draw, BEGINNINGS[every], 2))
    if len(found.get("anchor", ())) < 2 and one_in(draw, 2):
        found["sample"] = pick(draw, (0.1, 0.3, 0.5, 1.0))
    return found


def minimums(draw: st.DrawFn) -> Document:
    """Return a minimum with any end."""
    opens_at, closes_at = pick(draw, list(permutations(EVENTS, 2)))
    due = pick(draw, ("0d", "7d", "5wd", "1m", "1m -1d", "month_end"))
    return {"needed": pick(draw, (1, 2, 3)), "opens_at": opens_at, "closes_at": closes_at, "due": due}


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


def later_version(draw: st.DrawFn, rule: Document) -> Document:
    """Return the rule as it is from a day on: another window, other cases, another role."""
    found = {**rule, "from": pick(draw, CHANGES)}
    if "window" in rule:
        same_unit = HOUR_WINDOWS if rule["window"][0].endswith("h") else DAY_WINDOWS
        found["window"] = list(pick(draw, same_unit))
    if rule["kind"] == "minimum":
        found |= {"needed": pick(draw, (1, 2, 3)), "due": pick(draw, ("0d", "14d", "1m"))}
    if one_in(draw, 2):
        found = {key: value for key, value in found.items() if key not in (*VALUES, "other_than")} | scopes(draw)
    if one_in(draw, 4):
        found["role"] = pick(draw, ROLES)
    return found


def documents(draw: st.DrawFn, sort: str = "") -> Document:
    """Return a pack of up to four rules, some with a later version, and now and then a rule of contact roles.

    The first rule is of the *sort* asked for; "contact_roles" asks for such a rule with its rounds.
    """
    found = head(pick(draw, ("", "end")))
    sorts = [sort if sort in SORTS else pick(draw, ROUNDS)]
    sorts += [pick(draw, sorted(SORTS)) for _ in range(pick(draw, range(4)))]
    rounds = []
    for number, one in enumerate(sorts, start=1):
        kind, drawn = SORTS[one]
        family = MINIMUMS[number] if kind == "minimum" else pick(draw, sorted(MANNERS))
        rule = {"id": f"r{number}", "kind": kind, "title": WORDS, "clause": "T9"}
        rule |= {**asked(draw, family), **contact(draw), **drawn(draw)}
        if str(rule.get("window", [""])[0]).endswith("h"):
            rule["family"] += HOURLY
        found["rule"].append(rule)
        # What brings a due end forward is another event's day: whether it bears on the choice of version is not said.
        if "not_after" not in rule and one_in(draw, 3):
            found["rule"].append(later_version(draw, rule))
        if one in ROUNDS:
            rounds.append(rule["id"])
    if rounds and (sort == "contact_roles" or one_in(draw, 3)):
        contacts = some(draw, CONTACTS, 3)
        named = some(draw, rounds, 2)
        rule = {"id": "contacts", "kind": "contact_roles", "title": WORDS, "clause": "T9"}
        found["rule"].append(rule | asked(draw, "strict") | {"rounds": named, "contacts": contacts})
    return found
