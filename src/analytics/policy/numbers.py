"""The numbers of a pack that an organisation may set as its own, under the names by which it sets them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

SETTABLE = (
    *("window", "due", "within", "not_after", "every", "times", "needed", "months", "level", "sample", "share"),
    *("tolerance", "step", "points", "most", "begun", "bands", "spans", "rest_days", "season"),
    *("same_words", "waking", "shortest_s", "longest_minutes", "burst_calls", "burst_minutes"),
)
"""The keys of a rule that hold a number, whether a pack writes them or leaves them to their default."""
_OWN = ("minimum_cases",)


def numbers_of(document: Mapping[str, Any]) -> dict[str, str]:
    """Return, by ``rule.key``, what an organisation may set, as it is written in TOML; a rule's last version counts."""
    rules = {str(rule["id"]): rule for rule in document["rule"]}
    named = {name: document[name] for name in _OWN if name in document}
    for name, rule in rules.items():
        keys = (*SETTABLE, "after") if rule["kind"] == "recurring" else SETTABLE
        named |= {f"{name}.{key}": rule[key] for key in keys if key in rule}
    return {name: _toml(value) for name, value in named.items()}


def _toml(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str | bool | int | float):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
