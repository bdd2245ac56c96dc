"""What the workbench computes in SQL is what plain loops compute, on random small ledgers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from analytics.measures.catalogue import CATALOGUE
from analytics.measures.evaluate import Reading, evaluate
from analytics.periods import Period
from analytics.policy.obligations import obligations
from analytics.policy.pack import check_pack, load_policy, shipped
from tests.lib import oracle, strategies
from tests.lib.direct import reading_of
from tests.lib.table_text import Ledger

POLICY = load_policy("decoration")
ORACLE = replace(oracle.D1, roles=tuple(POLICY.roles))


@settings(max_examples=12, deadline=None)
@given(ledger=strategies.ledgers(), as_of=strategies.as_ofs())
def test_every_obligation_has_the_window_and_bucket_that_plain_loops_give_it(ledger: Ledger, as_of: date) -> None:
    """No difference in any obligation: window, expiry, bucket, callback."""
    reading = reading_of(ledger, POLICY, as_of)

    assert oracle.obligations(ledger, ORACLE, as_of) == [
        {**row, "seq": str(row["seq"])} for row in obligations(reading.con, reading.schema)
    ]


GROUPS = (
    ("coverage", ("rule",)),
    ("coverage", ("category", "tier")),
    ("coverage", ("role", "category")),
    ("coverage", ("caller",)),
    ("coverage", ("party:crew",)),
    ("on_time_coverage", ("channel",)),
    ("attempt_coverage", ("role",)),
    ("reach_rate", ("caller", "area")),
    ("case_coverage", ("area",)),
    ("satisfaction_rate", ("dimension",)),
    ("satisfaction_rate", ("party:designer",)),
    ("satisfaction_score", ("category",)),
    ("complaint_ratio", ("party:crew",)),
    ("complaint_ratio", ("party:designer", "category")),
    ("complaint_rate", ("party:crew",)),
    ("resolution_rate", ("problem_kind", "cause")),
    ("resolution_rate", ("component", "verified")),
    ("resolution_rate", ("party:inspector",)),
    ("timely_feedback_rate", ("severity",)),
)
UNSET = ("timely_resolution_rate", "deadline_rate", "calling_hours_rate", "record_completeness", "item_completeness")
"""Measures of rules that the decoration policy does not have, or has for another measure as well; they are specified in
tests/spec."""


def counted(
    reading: Reading,
    ledger: Ledger,
    name: str,
    span: tuple[date, date],
    as_of: date,
    by: tuple[str, ...],
    policy: oracle.Policy = ORACLE,
) -> None:
    """Assert that both ways count the same members in every group that has any.

    A group that could have answered but did not is a row of nought or no row: only those that did are compared.
    """
    period = Period(*span, "P", "month")
    least = 1 if set(by) & set(CATALOGUE[name].fact.credited) else 0
    ours = {
        tuple(figure.group.values()): (round(figure.numerator, 6), figure.denominator)
        for figure in evaluate(reading, CATALOGUE[name], [period], by=by)
        if figure.denominator and figure.numerator >= least
    }
    theirs = {
        tuple(row[dimension] or "" for dimension in by): (round(float(row["numerator"]), 6), row["denominator"])
        for row in oracle.measure(name, ledger, policy, span, as_of, by=by)
        if row["denominator"] and float(row["numerator"]) >= least
    }

    assert theirs == ours, (name, by)


@settings(max_examples=12, deadline=None)
@given(ledger=strategies.ledgers(), as_of=strategies.as_ofs(), span=strategies.periods())
def test_every_measure_counts_what_plain_loops_count(ledger: Ledger, as_of: date, span: tuple[date, date]) -> None:
    """Numerator and denominator of each measure, in total and by group."""
    reading = reading_of(ledger, POLICY, as_of)
    for name in CATALOGUE:
        if name not in UNSET:
            counted(reading, ledger, name, span, as_of, ())
    for name, by in GROUPS:
        counted(reading, ledger, name, span, as_of, by)


INSPECTED = """
[[rule]]
id = "summer_hours"
kind = "hours"
spans = [["08:30", "11:00"], ["14:00", "16:30"]]
season = ["02-15", "03-31"]
title = { zh = "时", en = "hours" }
clause = "test"
[[rule]]
id = "winter_hours"
kind = "hours"
spans = [["09:00", "11:00"]]
season = ["10-01", "02-10"]
rest_days = false
title = { zh = "时", en = "hours" }
clause = "test"
[[rule]]
id = "reached_record"
kind = "record"
fields = ["satisfaction", "caller"]
when = "reached"
title = { zh = "登记", en = "record" }
clause = "test"
[[rule]]
id = "failed_record"
kind = "record"
fields = ["caller_role"]
when = "not_reached"
category = "whole"
title = { zh = "登记", en = "record" }
clause = "test"
[[rule]]
id = "phone_record"
kind = "record"
fields = ["caller", "satisfaction.design"]
channels = ["phone"]
title = { zh = "登记", en = "record" }
clause = "test"
"""
INSPECTED_ORACLE = replace(
    ORACLE,
    hours=(
        oracle.Hours((("08:30", "11:00"), ("14:00", "16:30")), season=("02-15", "03-31")),
        oracle.Hours((("09:00", "11:00"),), rest_days=False, season=("10-01", "02-10")),
    ),
    required_fields=(
        oracle.Required("satisfaction", "reached"),
        oracle.Required("caller", "reached"),
        oracle.Required("caller_role", "not_reached", "whole"),
        oracle.Required("caller", channel="phone"),
        oracle.Required("satisfaction.design", channel="phone"),
        oracle.Required("comment", fulfils="overdue"),
    ),
)


@settings(max_examples=12, deadline=None)
@given(ledger=strategies.ledgers(), as_of=strategies.as_ofs(), span=strategies.periods())
def test_hours_and_records_are_kept_as_plain_loops_find_them(
    ledger: Ledger, as_of: date, span: tuple[date, date]
) -> None:
    """With seasons over New Year, and fields that are asked of some callbacks only."""
    policy, faults = check_pack(shipped()["decoration"].read_text("utf-8") + INSPECTED)
    assert policy is not None, faults
    reading = reading_of(ledger, policy, as_of)
    for name, by in (
        ("calling_hours_rate", ()),
        ("calling_hours_rate", ("caller",)),
        ("record_completeness", ()),
        ("record_completeness", ("channel",)),
        ("record_completeness", ("category",)),
    ):
        counted(reading, ledger, name, span, as_of, by, INSPECTED_ORACLE)


@pytest.mark.parametrize("name", UNSET)
def test_a_measure_of_a_rule_that_the_policy_lacks_has_no_value(name: str) -> None:
    """An empty value, never 0 or 100 %."""
    empty: Ledger = {"cases": [], "callbacks": [], "problems": [], "staff": []}
    reading = reading_of(empty, POLICY, date(2026, 3, 31))
    (figure,) = evaluate(reading, CATALOGUE[name], [Period(date(2026, 3, 1), date(2026, 3, 31), "2026-03", "month")])

    assert (figure.numerator, figure.denominator, figure.value) == (0, 0, None)
