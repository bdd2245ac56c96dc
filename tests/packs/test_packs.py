"""Every pack on small ledgers of its own: the expected obligations, buckets and figures were worked out by hand.

A scenario is a text file: a sentence in English and in Chinese, then sections of tables whose cells are parted by ``|``::

    # A discharge is called back from the seventh to the tenth day.
    # 出院后第 7 天至第 10 天回访。
    as of 2026-10-31
    [cases] [callbacks] [problems] [staff]       the ledger; of callbacks phone and reached go without saying
    [obligations]                                all of them, by case, rule of the pack and seq; the columns that matter
    [measures]                                   measure, period, by, group, numerator, denominator, status; cells may be empty
    [parameters]                                 name | value: the organisation's own numbers, the value as in TOML
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import Reading, evaluate
from analytics.periods import parse_period
from analytics.policy.obligations import obligations
from analytics.policy.pack import load_policy, shipped
from tests.lib.direct import reading_of
from tests.lib.table_text import Row, ledger, rows

FOLDER = Path(__file__).parent
SCENARIOS = sorted(FOLDER.glob("*/*.txt"))
LEDGER = ("cases", "callbacks", "problems", "staff")


@dataclass(frozen=True)
class Scenario:
    """One hand-worked ledger."""

    as_of: date
    sections: dict[str, str]


def scenario(path: Path) -> Scenario:
    """Read a scenario; a section that does not exist is refused."""
    english, chinese, as_of, *lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert english.startswith("# ")
    assert chinese.startswith("# ")
    assert not chinese.isascii(), "the second line is the sentence in Chinese"
    sections: dict[str, str] = {}
    name = ""
    for line in lines:
        if line.startswith("["):
            name = line.strip("[] ")
            assert name in (*LEDGER, "obligations", "measures", "parameters"), line
            sections[name] = ""
        else:
            sections[name] += line + "\n"
    return Scenario(date.fromisoformat(as_of.removeprefix("as of ")), sections)


@cache
def pack_of(code: str) -> str:
    """Return the name of the pack with this code."""
    return next(name for name in shipped() if load_policy(name).code == code)


def test_every_pack_has_a_ledger_of_its_own() -> None:
    """One folder a code, one scenario at least."""
    assert {load_policy(name).code for name in shipped()} == {path.parent.name for path in SCENARIOS}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_pack_gives_what_was_worked_out_by_hand(path: Path) -> None:
    """Obligations with their buckets, and figures."""
    case = scenario(path)
    own = {
        str(row["name"]): tomllib.loads(f"value = {row['value']}")["value"]
        for row in rows(case.sections.get("parameters", ""))
    }
    policy = load_policy(pack_of(path.parent.name), own)
    reading = reading_of(ledger(**{name: case.sections.get(name, "") for name in LEDGER}), policy, case.as_of)
    expected = rows(case.sections.get("obligations", ""))
    if expected:
        found = obligations(reading.con, reading.schema)
        texts = [{name: None if row[name] is None else str(row[name]) for name in expected[0]} for row in found]
        assert expected == texts
    for row in rows(case.sections.get("measures", "")):
        assert figure(reading, row) == {name: row.get(name) for name in ("numerator", "denominator", "status")}


def figure(reading: Reading, row: Row) -> Row:
    """Return what the product says of one row of a scenario's measures; what the row leaves open stays open."""
    by = [row["by"]] if row.get("by") else []
    found = evaluate(reading, measure_named(str(row["measure"])), [parse_period(str(row["period"]))], by=by)
    wanted = [one for one in found if not by or one.group[by[0]] == (row.get("group") or "")]
    assert len(wanted) == 1, (row, [one.group for one in found])
    (one,) = wanted
    return {
        "numerator": f"{one.numerator:g}",
        "denominator": str(one.denominator),
        "status": one.status if row.get("status") else None,
    }
