"""How a specification is written: a table in, a table out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import evaluate
from analytics.periods import parse_period
from analytics.policy.obligations import obligations
from analytics.policy.pack import Policy, check_pack, load_policy, shipped
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger, rows

Spec = Callable[..., None]
DECORATION = load_policy("decoration")
# Further families, contacts and tiers for the rules that a specification adds.
FAMILIES = """[contacts]
owner = { zh = "业主", en = "owner" }
foreman = { zh = "工长", en = "foreman" }

[families]
regular = { zh = "定期回访", en = "Regular" }
again = { zh = "再次回访", en = "Again" }"""


def policy_with(*rules: str) -> Policy:
    """Return the decoration policy with further rules, each written as in a pack."""
    text = shipped()["decoration"].read_text("utf-8").replace("[families]", FAMILIES)
    policy, faults = check_pack("\n".join((text, *(f"[[rule]]\n{rule}" for rule in rules))))
    assert policy is not None, faults
    return policy


@pytest.fixture
def owed() -> Spec:
    """Assert which obligations a ledger makes: *expect* names the columns that matter."""

    def check(*, expect: str, as_of: str, rule: str = "", policy: Policy = DECORATION, **tables: str) -> None:
        reading = reading_of(ledger(**tables), policy, date.fromisoformat(as_of))
        expected = rows(expect)
        columns = list(rows(expect)[0]) if expected else expect.replace(" ", "").split("|")
        found = [row for row in obligations(reading.con, reading.schema) if not rule or row["rule"] == rule]

        told = [{name: None if row[name] is None else str(row[name]) for name in columns} for row in found]
        assert expected == told

    return check


@pytest.fixture
def measured() -> Spec:
    """Assert numerator and denominator of a measure, in total or by one or more dimensions."""

    def check(
        name: str,
        period: str,
        *,
        expect: Any,
        by: tuple[str, ...] = (),
        where: dict[str, str] | None = None,
        as_of: str = "",
        policy: Policy = DECORATION,
        **tables: str,
    ) -> None:
        asked = parse_period(period)
        reading = reading_of(ledger(**tables), policy, date.fromisoformat(as_of) if as_of else asked.last)
        figures = evaluate(reading, measure_named(name), [asked], by=by, where=where)
        found = {tuple(figure.group.values()): (figure.numerator, figure.denominator) for figure in figures}
        if not by:
            assert expect == found[()]
        else:
            assert expect == {key[0] if len(key) == 1 else key: counts for key, counts in found.items()}

    return check
