"""What no single key of a pack shows: names that are not declared, ids used twice, rules that contradict one another.

Reads the document as it is written, so that it speaks up beside the faults of single keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from analytics.ledger.headers import TABLES, is_column
from analytics.ledger.vocabulary import CHANNELS, KINDS, OUTCOMES

Where = tuple[str | int, ...]
Document = Mapping[str, Any]

_VOCABULARY = (
    ("family", "families"),
    ("role", "roles"),
    ("contact_role", "contacts"),
    ("contacts", "contacts"),
    ("category", "categories"),
    ("tier", "tiers"),
    ("urgency", "urgencies"),
    ("purpose", "purposes"),
    ("channels", "channels"),
    ("channel", "channels"),
    ("not_reached_by", "channels"),
    ("problem_kind", "kinds"),
)
# These may be words of the ledger alone; once a pack declares some, the others are slips.
_OPTIONAL = frozenset({"categories", "tiers", "urgencies", "purposes", "dimensions"})
# The codes that every ledger knows; a pack may add its own through the words that mean them.
_AGREED = {"channels": ("channel", CHANNELS), "kinds": ("kind", KINDS)}
_FIELDS = {"event": "events", "party": "parties", "contact": "contacts", "satisfaction": "dimensions"}
# What the words of a column may mean.
_MEANINGS = {
    "role": ("roles", "contacts"),
    "party_role": ("parties",),
    "category": ("categories",),
    "tier": ("tiers",),
    "urgency": ("urgencies",),
    "purpose": ("purposes",),
}
_OBLIGING = frozenset({"milestone", "conditional", "recurring", "minimum", "quota"})
_EVENTS = ("opens_at", "closes_at", "start", "until", "anchor")
_ONE_CALLBACK = (
    "与规则 {other} 同族，方式或目的不同却可由同一次回访完成，请另立一族 / "
    "of one family with {other}, asks in another way, and one callback could meet both: give it a family of its own"
)
_OTHER_EVENTS = (
    "同一规则的各版本须依据同一事件，并同以小时或日计 / "
    "all versions of a rule hang on the same events, all in hours or all in days"
)
_OTHER_COUNT = (
    "与规则 {other} 同族，计法不同（小时与日、最低次数与单次不能同族），请另立一族 / "
    "of one family with {other}, counted in another way (hours beside days, a minimum beside others): "
    "give it a family of its own"
)
_TABLES_OF_NAMES = ("other_than", "source", "where", "scope")
_HANGS_ON = ("kind", "anchor", "when", "problem_kind", "source", "start", "rounds")
_EVENTS_OF_SAMPLES = ("after", "before")


def contradictions(document: Document) -> Iterator[tuple[Where, str]]:
    """Yield where a pack contradicts itself, and how, in both languages."""
    rules = _rules(document)
    yield from _undeclared(document, rules)
    yield from _spellings(document)
    yield from _starts(document, rules)
    yield from _versions(rules)
    yield from _overlaps(rules)
    yield from _scale(document)


def _undeclared(document: Document, rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    for key, kind in (("active_from", "events"), ("active_until", "events"), ("channel_order", "channels")):
        for name in _listed(document.get(key)):
            if name not in (declared := _declared(document, kind)):
                yield (key,), _not_declared(name, declared)
    owing = [str(rule.get("id")) for rule in rules if rule.get("kind") in _OBLIGING]
    ids = [str(rule.get("id")) for rule in rules]
    for number, rule in enumerate(rules):
        for key, kind, name in _names(rule):
            if kind == "rule":
                declared = owing if key == "rounds" else ids
            else:
                declared = _declared(document, kind)
            if name not in declared and (declared or kind not in _OPTIONAL):
                yield ("rule", number, key), _not_declared(name, declared)


def _spellings(document: Document) -> Iterator[tuple[Where, str]]:
    """A word means a code that is declared, a header a column that is there."""
    words = _table(document, "words")
    for column, kinds in _MEANINGS.items():
        declared = [code for kind in kinds for code in _declared(document, kind)]
        for word, code in _table(words, column).items():
            if declared and code not in declared:
                yield ("words", column, word), _not_declared(code, declared)
    outcomes = list(OUTCOMES.values())
    for word, code in _table(words, "outcome").items():
        if code not in outcomes:
            yield ("words", "outcome", word), _not_declared(code, outcomes)
    for header, column in _table(document, "headers").items():
        what, _, own = str(column).partition(".")
        declared = _declared(document, _FIELDS[what]) if what in _FIELDS else []
        if own and what in _FIELDS and own not in declared and (declared or _FIELDS[what] not in _OPTIONAL):
            yield ("headers", header), _not_declared(own, declared)
        elif not any(is_column(table, str(column)) for table in TABLES):
            yield (
                ("headers", header),
                f"没有这一列 / no such column: {column!r}; case_id, event.<name>, party.<name>, field.<name>, note.<name>",
            )


def _declared(document: Document, kind: str) -> list[str]:
    if kind in _AGREED:
        column, agreed = _AGREED[kind]
        return [*agreed.values(), *_table(_table(document, "words"), column).values()]
    return list(_table(document, kind))


def _not_declared(name: object, declared: Sequence[str]) -> str:
    valid = ", ".join(dict.fromkeys(declared)) or "（没有 / none）"
    return f"没有声明 / not declared: {name!r}; 可用 / valid: {valid}"


def _names(rule: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the names that a rule uses: its key, what the name is of, the name."""
    for key in (*_EVENTS, *(_EVENTS_OF_SAMPLES if rule.get("kind") == "spot_check" else ())):
        for name in _listed(rule.get(key)):
            yield key, "events", str(name)
    for key in ("unless", "not_after"):
        for one in _listed(rule.get(key)):
            if isinstance(one, Mapping) and "event" in one:
                yield key, "events", str(one["event"])
    for key, kind in _VOCABULARY:
        for place, named in ((key, rule), *((table, _table(rule, table)) for table in _TABLES_OF_NAMES)):
            for name in _listed(named.get(key)):
                if name != "":
                    yield place, kind, str(name)
    for name in _listed(rule.get("fields")):
        what, _, own = str(name).partition(".")
        if what in _FIELDS and own:
            yield "fields", _FIELDS[what], own
    for key, prefix in (("by", "party:"), ("tables", "complaint_")):
        for name in _listed(rule.get(key)):
            if str(name).startswith(prefix):
                yield key, "parties", str(name).removeprefix(prefix)
    for place in ("scope", "where"):
        for name in _table(rule, place):
            if name.startswith("party:"):
                yield place, "parties", name.removeprefix("party:")
        for name in _listed(_table(rule, place).get("rule")):
            yield place, "rule", str(name)
    for name in _listed(rule.get("rounds")):
        yield "rounds", "rule", str(name)


def _starts(document: Document, rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    """Where a case may become active by several events, a rule of calendar periods says from which it runs."""
    if len(_listed(document.get("active_from"))) < 2:
        return
    for number, rule in enumerate(rules):
        if rule.get("every") and rule.get("kind") in {"recurring", "quota"} and not rule.get("start"):
            yield (
                ("rule", number, "start"),
                "active_from 有几个事件，须写 start / active_from names several events: start is needed",
            )


def _versions(rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    """An id is used twice only by versions of one rule, each from a day of its own."""
    first: dict[str, Document] = {}
    days: dict[str, set[object]] = {}
    for number, rule in enumerate(rules):
        if not isinstance(name := rule.get("id"), str):
            continue
        since = rule.get("from")
        if name not in first:
            first[name], days[name] = rule, {since}
            continue
        if since is None or since in days[name]:
            yield (
                ("rule", number, "id"),
                "两条规则同一 id；新版本须写 from / two rules with one id; a new version says from when",
            )
        elif any(_listed(rule.get(key)) != _listed(first[name].get(key)) for key in _HANGS_ON) or (
            _counts_in_hours(rule) != _counts_in_hours(first[name])
        ):
            yield (
                ("rule", number, "id"),
                _OTHER_EVENTS,
            )
        days[name].add(since)


def _overlaps(rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    """In a family one callback fills one obligation: rules that ask for it in different ways must not both get it."""
    # Of contact roles each obligation asks for somebody else; of versions of one rule only one holds.
    asking = [
        (number, rule)
        for number, rule in enumerate(rules)
        if isinstance(rule.get("family"), str) and rule.get("kind") in _OBLIGING
    ]
    for (_, one), (number, other) in combinations(asking, 2):
        if one.get("id") == other.get("id") or any(
            one.get(key) != other.get(key) for key in ("family", "role", "contact_role")
        ):
            continue
        if any(_apart(one, other, scope) for scope in ("category", "tier", "urgency", "area")):
            continue
        if _counts_in_hours(one) != _counts_in_hours(other) or "minimum" in (one.get("kind"), other.get("kind")):
            yield ("rule", number, "family"), _OTHER_COUNT.format(other=one.get("id"))
            continue
        channels = set(_listed(one.get("channels"))), set(_listed(other.get("channels")))
        purposes = set(_listed(one.get("purpose"))), set(_listed(other.get("purpose")))
        if channels[0] == channels[1] and purposes[0] == purposes[1]:
            continue
        if all(not left or not right or left & right for left, right in (channels, purposes)):
            yield ("rule", number, "family"), _ONE_CALLBACK.format(other=one.get("id"))


def _counts_in_hours(rule: Document) -> bool:
    window = rule.get("window")
    return isinstance(window, list) and any(str(end).endswith("h") for end in window)


def _apart(one: Document, other: Document, scope: str) -> bool:
    """Return whether the scopes of two rules have no case in common."""
    for left, right in ((one, other), (other, one)):
        values = set(_listed(left.get(scope)))
        if values and values <= set(_listed(_table(right, "other_than").get(scope))):
            return True
    left_values, right_values = set(_listed(one.get(scope))), set(_listed(other.get(scope)))
    return bool(left_values and right_values and not left_values & right_values)


def _scale(document: Document) -> Iterator[tuple[Where, str]]:
    scale = _table(document, "scale")
    levels = [level.get("code") for level in scale.get("levels", []) if isinstance(level, dict)]
    if levels and scale.get("satisfied") not in levels:
        yield ("scale", "satisfied"), f"不在等级之中 / not one of the levels: {levels}"


def _listed(value: object) -> list[Any]:
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _table(document: Document, name: str) -> Document:
    found = document.get(name)
    return found if isinstance(found, dict) else {}


def _rules(document: Document) -> list[Document]:
    found = document.get("rule")
    return [rule for rule in found if isinstance(rule, dict)] if isinstance(found, list) else []
