"""Distances in time as a policy writes them: ``7d``, ``24h``, ``6m -15d``.

Months are added first, then days (definitions, "Time"); hours stand alone, because they compare instants.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_PART = re.compile(r"([+-]?\d+)(h|d|w|m|y)")


@dataclass(frozen=True, slots=True)
class Offset:
    """A distance from an event; ``hours`` is empty for a rule that compares dates."""

    months: int = 0
    days: int = 0
    hours: int | None = None

    @classmethod
    def parse(cls, text: str) -> Offset:
        """Return the offset written as *text*; raises ValueError that says what would be valid."""
        parts = text.split()
        found = [_PART.fullmatch(part) for part in parts]
        if not parts or not all(found):
            raise ValueError(
                f"应为 7d、24h、2w、6m、1y 或 6m -15d / expected 7d, 24h, 2w, 6m, 1y or 6m -15d, got {text!r}"
            )
        amounts = [(int(match[1]), match[2]) for match in found if match]
        hours = [amount for amount, unit in amounts if unit == "h"]
        if hours and len(amounts) > 1:
            raise ValueError(f"小时不能与其他单位合用 / hours stand alone, got {text!r}")
        months = sum(amount * {"m": 1, "y": 12}[unit] for amount, unit in amounts if unit in "my")
        days = sum(amount * {"d": 1, "w": 7}[unit] for amount, unit in amounts if unit in "dw")
        return cls(months, days, hours[0] if hours else None)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))
