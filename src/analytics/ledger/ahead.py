"""Days of what has been done that lie far ahead of the day on which the ledger is loaded: 2062 is a slip for 2026."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from analytics.findings import Finding
from analytics.ledger.rows import SheetRows

# A clock that runs behind, or a ledger made ahead of its time, is no slip.
FAR = timedelta(days=2 * 366)
_PAST: Mapping[str, tuple[str, ...]] = {
    "callbacks": ("at",),
    "problems": ("raised_at", "reported_at", "notified_at", "answered_at", "resolved_at"),
}


def days_far_ahead(sheet: SheetRows, today: date, events: Collection[str]) -> list[Finding]:
    """Return a finding for each moment of a callback, a problem item or one of *events* that cannot have been yet."""
    latest = (today + FAR).isoformat()
    found = []
    for column in _PAST.get(sheet.table) or [f"event.{event}" for event in sorted(events)]:
        values = sheet.columns.get(column, [])
        if max(filter(None, values), default="")[:10] <= latest:
            continue
        found += [
            Finding("far_ahead", "", sheet.sheet, row, sheet.headings.get(column, column), value)
            for row, value in zip(sheet.rows, values, strict=True)
            if value and value[:10] > latest
        ]
    return found
