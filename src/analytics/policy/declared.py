"""The names that a pack uses and does not declare: of events, parties, roles, categories, channels and kinds of items.

A slip in one of them would be a rule that asks for what never comes, without a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
# The codes that every ledger knows, and no other.
_AGREED = {"channels": CHANNELS, "kinds": KINDS, "outcomes": OUTCOMES}
_COLUMNS = {"event": "events", "party": "parties", "contact": "contacts", "satisfaction": "dimensions"}
# What the words of a column may mean.
_MEANINGS = {
    "role": ("roles", "contacts"),
    "party_role": ("parties",),
    "category": ("categories",),
    "tier": ("tiers",),
    "urgency": ("urgencies",),
    "purpose": ("purposes",),
    "channel": ("channels",),
    "kind": ("kinds",),
    "outcome": ("outcomes",),
}
OBLIGING = frozenset({"milestone", "conditional", "recurring", "minimum", "quota"})
_EVENTS = ("opens_at", "closes_at", "start", "until", "anchor")
_EVENTS_OF_SAMPLES = ("after", "before")
_TABLES_OF_NAMES = ("other_than", "source", "where", "scope")


def undeclared(document: Document, rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    """Yield where a pack uses a name that it does not declare, and which there are, in both languages."""
    for key, kind in (("active_from", "events"), ("active_until", "events"), ("channel_order", "channels")):
        for name in listed(document.get(key)):
            if name not in (declared := _declared(document, kind)):
                yield (key,), _not_declared(name, declared)
    owing = [str(rule.get("id")) for rule in rules if rule.get("kind") in OBLIGING]
    ids = [str(rule.get("id")) for rule in rules]
    for number, rule in enumerate(rules):
        for key, kind, name in _names(rule):
            if kind == "rule":
                declared = owing if key in ("rounds", "fulfils") else ids
            else:
                declared = _declared(document, kind)
            if name not in declared and (declared or kind not in _OPTIONAL):
                yield ("rule", number, key), _not_declared(name, declared)
    yield from _spellings(document)


def _names(rule: Document) -> Iterator[tuple[str, str, str]]:
    """Yield the names that a rule uses: its key, what the name is of, the name."""
    yield from _events(rule)
    for key, kind in _VOCABULARY:
        for place, named in ((key, rule), *((of, table(rule, of)) for of in _TABLES_OF_NAMES)):
            for name in listed(named.get(key)):
                if name != "":
                    yield place, kind, str(name)
    for name in listed(rule.get("fields")):
        what, _, own = str(name).partition(".")
        if what in _COLUMNS and own:
            yield "fields", _COLUMNS[what], own
    for key, prefix in (("by", "party:"), ("tables", "complaint_"), ("scope", "party:"), ("where", "party:")):
        for name in listed(rule.get(key)) if key in ("by", "tables") else table(rule, key):
            if str(name).startswith(prefix):
                yield key, "parties", str(name).removeprefix(prefix)
    for key, rules in (
        ("rounds", rule.get("rounds")),
        ("fulfils", rule.get("fulfils")),
        *((of, table(rule, of).get("rule")) for of in ("scope", "where")),
    ):
        for name in listed(rules):
            yield key, "rule", str(name)


def _events(rule: Document) -> Iterator[tuple[str, str, str]]:
    for key in (*_EVENTS, *(_EVENTS_OF_SAMPLES if rule.get("kind") == "spot_check" else ())):
        for name in listed(rule.get(key)):
            yield key, "events", str(name)
    for key in ("unless", "not_after"):
        for one in listed(rule.get(key)):
            if isinstance(one, Mapping) and "event" in one:
                yield key, "events", str(one["event"])


def _spellings(document: Document) -> Iterator[tuple[Where, str]]:
    """A word means a code that is declared, a header a column that is there."""
    words = table(document, "words")
    for column, kinds in _MEANINGS.items():
        declared = [code for kind in kinds for code in _declared(document, kind)]
        for word, code in table(words, column).items():
            if declared and code not in declared:
                yield ("words", column, word), _not_declared(code, declared)
    for header, column in table(document, "headers").items():
        what, _, own = str(column).partition(".")
        declared = _declared(document, _COLUMNS[what]) if what in _COLUMNS else []
        if own and what in _COLUMNS and own not in declared and (declared or _COLUMNS[what] not in _OPTIONAL):
            yield ("headers", header), _not_declared(own, declared)
        elif not any(is_column(table, str(column)) for table in TABLES):
            yield (
                ("headers", header),
                f"没有这一列 / no such column: {column!r}; case_id, event.<name>, party.<name>, field.<name>, note.<name>",
            )


def _declared(document: Document, kind: str) -> list[str]:
    return list(_AGREED[kind].values() if kind in _AGREED else table(document, kind))


def _not_declared(name: object, declared: Sequence[str]) -> str:
    valid = ", ".join(dict.fromkeys(declared)) or "（没有 / none）"
    return f"没有声明 / not declared: {name!r}; 可用 / valid: {valid}"


def listed(value: object) -> list[Any]:
    """Return one value or several as several; nothing as none."""
    if value is None or value == "":
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def table(document: Document, name: str) -> Document:
    """Return a table of the document; an empty one where there is none, or something else."""
    found = document.get(name)
    return found if isinstance(found, dict) else {}
