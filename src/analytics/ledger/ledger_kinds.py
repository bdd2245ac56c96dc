"""Which kind of ledger a sheet is: by the columns that speak for one, and by its name."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.ledger.headers import TABLES
from analytics.ledger.vocabulary import spelling

# What a sheet of each table is known by; columns that every table may hold say nothing.
_TELLING: Mapping[str, tuple[str, ...]] = {
    "cases": ("category", "tier", "client", "excluded_on", "exclusion_reason", "event.", "party."),
    "callbacks": (
        "callback_id", "at", "channel", "purpose", "caller", "caller_role", "outcome", "satisfaction", "duration_s",
    ),
    "problems": (
        "problem_id", "kind", "component", "cause", "severity", "party_role", "party", "raised_at", "reported_at",
        "notified_at", "answered_at", "resolved_at", "verified", "measure", "text",
    ),
    "staff": ("name", "role", "department", "from", "to"),
}  # fmt: skip

_SHEET_WORDS: Mapping[str, tuple[str, ...]] = {
    "problems": ("problem", "complaint", "投诉", "问题"),
    "callbacks": ("callback", "回访", "随访"),
    "cases": ("case", "工程", "项目", "出院", "工单", "会员", "客户", "患者", "病人"),
    "staff": ("staff", "人员", "员工", "职员"),
}

# The sheet of our own template that says how to fill it: known to be no ledger, so nothing is said about it.
NOTES_SHEETS: Mapping[str, str] = {"zh": "填写说明", "en": "notes"}


def is_telling(table: str, column: str) -> bool:
    """Tell whether *column* speaks for *table* and not for any of the others."""
    stem = column.partition(":")[0]
    return any(
        column.startswith(sign) if sign.endswith(".") else stem.partition(".")[0] == sign for sign in _TELLING[table]
    )


def table_of_sheet_name(name: str) -> str | None:
    """Return the table that a sheet's name speaks of, if any."""
    words = spelling(name)
    if words in TABLES:
        return words
    return next((table for table, signs in _SHEET_WORDS.items() if any(sign in words for sign in signs)), None)
