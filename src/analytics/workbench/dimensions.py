"""What a figure can be asked for: the dimensions in words, and the values that each of them may have."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.errors import unknown
from analytics.language import Text
from analytics.policy.pack import Policy
from analytics.results.labels import labels_of
from analytics.tables.store import Connection

TITLES: Mapping[str, Text] = {
    "organisation": Text(zh="机构", en="organisation"),
    "policy": Text(zh="制度", en="policy"),
    "category": Text(zh="类别", en="category"),
    "tier": Text(zh="等级", en="tier"),
    "area": Text(zh="区域", en="area"),
    "role": Text(zh="角色", en="role"),
    "caller": Text(zh="回访人", en="caller"),
    "department": Text(zh="部门", en="department"),
    "contact_role": Text(zh="受访人", en="contact role"),
    "channel": Text(zh="方式", en="channel"),
    "rule": Text(zh="规则", en="rule"),
    "family": Text(zh="规则组", en="family"),
    "moment": Text(zh="时限", en="moment"),
    "dimension": Text(zh="评价项", en="dimension"),
    "problem_kind": Text(zh="问题类型", en="kind"),
    "component": Text(zh="部位", en="part"),
    "cause": Text(zh="原因", en="cause"),
    "severity": Text(zh="严重程度", en="severity"),
    "verified": Text(zh="是否核实", en="verified"),
}
# Where the ledgers hold them: tables and columns.
_HELD: Mapping[str, tuple[tuple[str, str], ...]] = {
    "category": (("cases", "category"),),
    "tier": (("cases", "tier"),),
    "area": (("cases", "area"),),
    "role": (("callbacks", "caller_role"),),
    "caller": (("callbacks", "caller"), ("staff", "name")),
    "department": (("staff", "department"),),
    "contact_role": (("callbacks", "contact_role"), ("case_contacts", "contact_role")),
    "channel": (("callbacks", "channel"),),
    "dimension": (("answers", "dimension"),),
    "problem_kind": (("problems", "kind"),),
    "component": (("problems", "component"),),
    "cause": (("problems", "cause"),),
    "severity": (("problems", "severity"),),
    "verified": (("problems", "verified"),),
}
_OF_RULES = ("category", "tier", "area", "severity", "moment")
_MOST = 40


def check_values(con: Connection, policy: Policy, organisation: str, where: Mapping[str, str]) -> None:
    """Raise UsageError for a value that there is none of: its share would be nothing, and look like a figure.

    An empty value asks for what the ledgers leave open. A dimension that is none is another's to refuse.
    """
    for dimension, value in where.items():
        valid = _values(con, policy, organisation, dimension)
        if value and (valid or dimension in TITLES) and value not in valid:
            listed = [*valid[:_MOST], *["…"] * (len(valid) > _MOST)]
            raise unknown(TITLES.get(dimension, Text(zh="责任人", en="party")), value, listed)


def _values(con: Connection, policy: Policy, organisation: str, dimension: str) -> list[str]:
    """Return the policy's words for a dimension in its order, and after them what else the ledgers hold."""
    named: list[str] = {"organisation": [organisation], "policy": [policy.name]}.get(dimension, [])
    if dimension in TITLES:
        named += labels_of(policy, policy.categories).get(dimension, {})
    if dimension in _OF_RULES:
        for rule in policy.rule:
            own = getattr(rule, dimension, ())
            named += [own] if isinstance(own, str) else own
    held = [
        f"select {column} as value from {table} where organisation = $organisation"
        for table, column in _HELD.get(dimension, ())
    ]
    values = {"organisation": organisation}
    if dimension.startswith("party:"):
        values["role"] = dimension.removeprefix("party:")
        held = [
            "select party as value from case_parties where organisation = $organisation and party_role = $role",
            "select party as value from problems where organisation = $organisation and party_role = $role",
        ]
    found = con.execute(f"select distinct value from ({' union '.join(held)}) order by value", values) if held else None
    named += [value for (value,) in found.fetchall()] if found else []
    return [value for value in dict.fromkeys(named) if value]
