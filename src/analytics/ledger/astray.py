"""Days of another year than the months that the sheet's title names: in a ledger of January 2026 one of January 2025 is a slip.

Where many rows lie so, or the title names the months of the cases (2025年1月出院患者), it is about something else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from analytics.ledger.moments import Dating

_COLUMNS = {"callbacks": "at", "problems": "raised_at"}
_OF_CASES = re.compile("出院|就诊|[开竣完]工|交付|入住|安装|归档|discharge|complet", re.IGNORECASE)
# A callback may be put down a while after the months of its ledger, or be one of half a year ago.
_BEFORE, _AFTER = 6, 2
# With its year put right, a slip lies in those months or next to them.
_NEXT = 1
_YEAR = 12
# One in so many rows is a slip.
_SLIP = 5


def column_of(table: str, dating: Dating, title: str) -> str | None:
    """Return the column whose days should lie near the title's months; None where it names none, or those of the cases."""
    return _COLUMNS.get(table) if dating.year and dating.month and not _OF_CASES.search(title) else None


def astray(values: Sequence[str | None], dating: Dating) -> list[int]:
    """Return the places of the days that fit the months of *dating* in another year only; none where they are many."""
    last = _months(dating.year or 0, dating.month or 0)
    first = _months(dating.first_year or dating.year or 0, dating.first or dating.month or 0)
    far = {day for day in set(values) if day and _is_of_another_year(_months(int(day[:4]), int(day[5:7])), first, last)}
    if not far:
        return []
    found = [number for number, value in enumerate(values) if value in far]
    return found if len(found) * _SLIP <= len(values) else []


def _is_of_another_year(month: int, first: int, last: int) -> bool:
    if first - _BEFORE <= month <= last + _AFTER:
        return False
    # How far behind the month before the title's it lies, whatever its year.
    return (month - (first - _NEXT)) % _YEAR <= last - first + 2 * _NEXT


def _months(year: int, month: int) -> int:
    return year * _YEAR + month
