"""Row by row for a meeting: cases in progress and completed, the callbacks of the period, what items lack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from analytics.measures.evaluate import Reading
from analytics.periods import Period
from analytics.results.document import Row
from analytics.results.rows import parties_of, rows_of
from analytics.tables.statements import statement

COMPLETED_DAYS = 91
"""A case stays among the completed ones for a quarter after its end: what is older is in the overdue list."""


def in_progress(reading: Reading, period: Period) -> list[Row]:
    """One row per case that is active on the period's last day; those with something open first."""
    last = period.last.isoformat()
    return [row for row in _standing(reading, period) if row["ended_on"] is None or row["ended_on"] > last]


def completed(reading: Reading, period: Period) -> list[Row]:
    """One row per case that ended in the thirteen weeks up to the period's last day."""
    return _ended(reading, period, period.last - timedelta(days=COMPLETED_DAYS - 1))


def completed_in_period(reading: Reading, period: Period) -> list[Row]:
    """One row per case that ended in the period."""
    return _ended(reading, period, period.first)


def callbacks(reading: Reading, period: Period) -> list[Row]:
    """One row per callback of the period."""
    return rows_of(
        reading,
        statement("analytics.results", "period_callbacks"),
        organisation=reading.organisation,
        first=period.first,
        last=period.last,
    )


def outcomes(reading: Reading, period: Period) -> list[Row]:
    """One row per outcome of the cases active in the period; the shares sum to one."""
    reading.fact("fact_active")
    return rows_of(
        reading,
        statement("analytics.results", "outcomes"),
        organisation=reading.organisation,
        first=period.first,
        last=period.last,
    )


def listed_cases(reading: Reading, period: Period) -> list[Row]:
    """One row per case that the policy's rules list, with the reasons and who is responsible; no person's data."""
    reading.fact("fact_active")
    parties = parties_of(reading)
    found = rows_of(
        reading,
        statement("analytics.results", "listed_cases"),
        organisation=reading.organisation,
        first=period.first,
        last=period.last,
        as_of=reading.as_of,
    )
    return [
        {**row, **{role: parties.get((row["case_id"], role), "") for role in reading.policy.parties}} for row in found
    ]


def lacking_items(reading: Reading, period: Period) -> list[Row]:
    """One row per problem item and party that lacks what the policy asks for; no words of anybody."""
    reading.fact("fact_asked_items")
    return rows_of(
        reading,
        statement("analytics.results", "lacking_items"),
        first=period.first,
        last=period.last,
        as_of=reading.as_of,
    )


def verified_complaints(reading: Reading, period: Period) -> list[Row]:
    """One row per party complained of in the period: how many complaints were verified, and have a measure on record.

    Whether a measure was taken is counted; what it says stays in the ledger.
    """
    reading.fact("fact_problems")
    return rows_of(
        reading,
        statement("analytics.results", "verified_complaints"),
        organisation=reading.organisation,
        first=period.first,
        last=period.last,
    )


TABLES: Mapping[str, Callable[[Reading, Period], list[Row]]] = {
    "in_progress": in_progress,
    "completed": completed,
    "week_callbacks": callbacks,
    "completed_this_week": completed_in_period,
    "outcomes": outcomes,
    "listed_cases": listed_cases,
    "lacking_items": lacking_items,
    "verified_complaints": verified_complaints,
}


def _ended(reading: Reading, period: Period, since: date) -> list[Row]:
    ends = (since.isoformat(), period.last.isoformat())
    return [row for row in _standing(reading, period) if row["ended_on"] and ends[0] <= row["ended_on"] <= ends[1]]


def _standing(reading: Reading, period: Period) -> list[Row]:
    reading.fact("fact_active")
    parties = parties_of(reading)
    return [
        {**row, **{role: parties.get((row["case_id"], role), "") for role in reading.policy.parties}}
        for row in rows_of(reading, statement("analytics.results", "standing"), last=period.last)
    ]
