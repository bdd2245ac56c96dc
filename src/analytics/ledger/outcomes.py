"""What the outcome of a callback says together with the reason beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.ledger import vocabulary
from analytics.ledger.rows import Column

# Stands in the outcome column only until the reason has been looked at.
NOT_REACHED = "not_reached"


def told_apart(outcomes: Column, reasons: Column, codes: Mapping[str, str]) -> Column:
    """Return the outcomes, 未接通 alone told apart by the reason; *reasons* are empty where there is no such column."""
    if NOT_REACHED not in outcomes:
        return outcomes
    reasons = reasons or [None] * len(outcomes)
    told = {reason: _of_reason(reason, codes) for reason in set(reasons)}
    return [
        told[reason] if outcome == NOT_REACHED else outcome for outcome, reason in zip(outcomes, reasons, strict=True)
    ]


def contradicted(outcomes: Column, reasons: Column, codes: Mapping[str, str]) -> Sequence[int]:
    """Return the rows of callbacks that reached somebody and say why they reached nobody."""
    failures = {reason for reason in set(reasons) if _of_reason(reason, codes) != "other"}
    if not failures:
        return []
    return [
        number
        for number, (outcome, reason) in enumerate(zip(outcomes, reasons, strict=True))
        if outcome == "reached" and reason in failures
    ]


def _of_reason(reason: str | None, codes: Mapping[str, str]) -> str:
    """Return the outcome of a callback that did not reach, by the reason given for it."""
    code = codes.get(vocabulary.spelling(reason or ""), "other")
    return "other" if code == "reached" else code
