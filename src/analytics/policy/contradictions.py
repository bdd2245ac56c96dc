"""What no single key of a pack shows: ids used twice, rules that contradict one another, names that are not declared.

Reads the document as it is written, so that it speaks up beside the faults of single keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from analytics.policy.declared import OBLIGING, Document, Where, listed, table, undeclared

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
_HANGS_ON = ("kind", "anchor", "when", "problem_kind", "source", "start", "rounds")


def contradictions(document: Document) -> Iterator[tuple[Where, str]]:
    """Yield where a pack contradicts itself, and how, in both languages."""
    rules = _rules(document)
    yield from undeclared(document, rules)
    yield from _starts(document, rules)
    yield from _versions(rules)
    yield from _overlaps(rules)
    yield from _scale(document)


def _starts(document: Document, rules: Sequence[Document]) -> Iterator[tuple[Where, str]]:
    """Where a case may become active by several events, a rule of calendar periods says from which it runs."""
    if len(listed(document.get("active_from"))) < 2:
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
        elif any(listed(rule.get(key)) != listed(first[name].get(key)) for key in _HANGS_ON) or (
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
        if isinstance(rule.get("family"), str) and rule.get("kind") in OBLIGING
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
        channels = set(listed(one.get("channels"))), set(listed(other.get("channels")))
        purposes = set(listed(one.get("purpose"))), set(listed(other.get("purpose")))
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
        values = set(listed(left.get(scope)))
        if values and values <= set(listed(table(right, "other_than").get(scope))):
            return True
    left_values, right_values = set(listed(one.get(scope))), set(listed(other.get(scope)))
    return bool(left_values and right_values and not left_values & right_values)


def _scale(document: Document) -> Iterator[tuple[Where, str]]:
    scale = table(document, "scale")
    levels = [level.get("code") for level in scale.get("levels", []) if isinstance(level, dict)]
    if levels and scale.get("satisfied") not in levels:
        yield ("scale", "satisfied"), f"不在等级之中 / not one of the levels: {levels}"


def _rules(document: Document) -> list[Document]:
    found = document.get("rule")
    return [rule for rule in found if isinstance(rule, dict)] if isinstance(found, list) else []
