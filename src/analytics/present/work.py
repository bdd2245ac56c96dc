"""The work-list in words: why somebody is on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.language import Text

_REASONS = {
    "more_needed": Text(zh="已接通 {reached} 次，还不够", en="reached {reached} times, more needed"),
    "due_soon": Text(zh="即将到期，从未拨打", en="due soon, never tried"),
    "never_tried": Text(zh="从未拨打", en="never tried"),
    "refused": Text(zh="拒访，最近 {day}", en="refused, last on {day}"),
    "rescheduled": Text(zh="改约，最近 {day}", en="rescheduled, last on {day}"),
    "not_reached": Text(zh="未接通 {attempts} 次，最近 {day}", en="not reached {attempts} times, last on {day}"),
}


def reason_in_words(row: Mapping[str, Any], language: str) -> str:
    """Return why the obligation of a row of the work-list is still open."""
    words = _REASONS[row["reason"]].format(reached=row["reached"], attempts=row["attempts"], day=row["last_tried"])
    return words.in_language(language).replace(" 1 times", " once")
