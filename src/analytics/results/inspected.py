"""What somebody should look at: the drawn samples of spot checks, and records that are hard to believe."""

from __future__ import annotations

from dataclasses import asdict

from analytics.language import Text
from analytics.measures.appraisal import appraise
from analytics.measures.evaluate import Reading
from analytics.periods import Period
from analytics.policy.rules import Plausibility, SpotCheck
from analytics.policy.rules.plausibility import REASONS
from analytics.policy.versions import in_force, lasting
from analytics.results.document import Row
from analytics.results.rows import rows_of
from analytics.tables.statements import statement

SAMPLE_COLUMNS = ("rule", "period", "of", "caller", "case_id", "callback_id", "called_at", "reached_on")
IMPLAUSIBLE_COLUMNS = ("rule", "reason", "caller", "case_id", "callback_id", "called_at", "together")

USUAL = Plausibility(
    id="plausibility",
    title=Text(zh="记录可信度", en="Plausibility of records"),
    clause="",
    kind="plausibility",
)
"""The limits for a policy that sets none."""


def inspected(reading: Reading, period: Period) -> dict[str, list[Row]]:
    """Return the lists of a report by name; a policy without such rules has them empty."""
    return {
        "spot_checks": spot_checks(reading, period),
        "implausible": [
            row
            for rule in in_force(reading.policy.rules(Plausibility), period.last)
            for row in implausible(reading, period, rule)
        ],
        "appraisal": appraised(reading, period),
    }


def appraised(reading: Reading, period: Period) -> list[Row]:
    """Return the lines of the policy's appraisal."""
    return [asdict(line) for line in appraise(reading, period)]


def spot_checks(reading: Reading, period: Period) -> list[Row]:
    """Return the samples of every spot check of the policy, for each calendar period that overlaps *period*."""
    return [
        row
        for rule, since, until in lasting(reading.policy.rules(SpotCheck))
        for sampled in period.split(rule.every)
        if since <= sampled.last < until
        for row in drawn(reading, sampled, rule)
    ]


def drawn(reading: Reading, sampled: Period, rule: SpotCheck) -> list[Row]:
    """Return the sample of one calendar period: a row per case, or per callback by caller; no person's data.

    The seed is organisation, period and rule, so that the same ledger gives the same sample.
    """
    bound: dict[str, object] = {
        "seed": f"{reading.organisation}/{sampled.label}/{rule.id}/",
        "first_on": sampled.first,
        "last_on": sampled.last,
        "share": rule.share,
    }
    file = "spot_check_active"
    if rule.of == "callbacks":
        file = "spot_check_callbacks"
        channels = f" {' '.join(rule.channels)} " if rule.channels else ""
        bound |= {"channels": channels, "reached_only": rule.reached_only}
    elif rule.after is not None:
        file = "spot_check"
        bound |= {"after_event": rule.after, "before_event": rule.before}
    else:
        reading.fact("fact_active")
    rows = rows_of(reading, statement("analytics.policy", file), **bound)
    return [{"rule": rule.id, "period": sampled.label, "of": rule.of, **row} for row in rows]


def implausible(reading: Reading, period: Period, rule: Plausibility) -> list[Row]:
    """Return a row per callback of *period* and reason for which it is hard to believe, by reason, caller and time.

    ``together`` is how many callbacks the reason ties together. Ids only; no person's data, no words.
    """
    rows = rows_of(
        reading,
        statement("analytics.policy", "implausible"),
        organisation=reading.organisation,
        first_on=period.first,
        last_on=period.last,
        checks=f" {' '.join(rule.checks)} ",
        same_words=rule.same_words,
        waking_from=_minutes(rule.waking[0]),
        waking_until=_minutes(rule.waking[1]),
        shortest_s=rule.shortest_s,
        longest_s=rule.longest_minutes * 60,
        burst_calls=rule.burst_calls,
        burst_s=rule.burst_minutes * 60,
    )
    place = {reason: number for number, reason in enumerate(REASONS)}
    return [{"rule": rule.id, **row} for row in sorted(rows, key=lambda row: place[row["reason"]])]


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
