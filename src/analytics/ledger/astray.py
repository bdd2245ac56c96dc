"""Days that lie far from the months that the sheet's title names: in a ledger of January 2026 a day of January 2025 is a slip.

Where many rows lie far from it, the title is about something else.
"""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ledger.moments import Dating

_COLUMNS = {"callbacks": "at", "problems": "raised_at"}
# A callback may be put down a while after the months of its ledger, or be one of half a year ago.
_BEFORE, _AFTER = 6, 2
# One in so many rows is a slip.
_SLIP = 5


def column_of(table: str, dating: Dating) -> str | None:
    """Return the column whose days should lie near the title's months; None where it names none."""
    return _COLUMNS.get(table) if dating.year and dating.month else None


def astray(values: Sequence[str | None], dating: Dating) -> list[int]:
    """Return the places of the days that lie far from the months that *dating* names; none where they are many."""
    first = _months(dating.first_year or dating.year or 0, dating.first or dating.month or 0) - _BEFORE
    last = _months(dating.year or 0, dating.month or 0) + _AFTER
    far = {day for day in set(values) if day and not first <= _months(int(day[:4]), int(day[5:7])) <= last}
    if not far:
        return []
    found = [number for number, value in enumerate(values) if value in far]
    return found if len(found) * _SLIP <= len(values) else []


def _months(year: int, month: int) -> int:
    return year * 12 + month
