"""The fields that a problem item must hold."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from analytics.policy.rules.base import BaseRule, Codes

COLUMNS = ("component", "cause", "severity", "party", "agreed_at", "verified", "measure", "text")
"""What an item may be asked to hold; by when it comes so far is the matter of deadlines."""


class ItemRecord(BaseRule):
    """Every problem item of its scope holds all of *fields*, named as in the canonical ledger.

    ``when`` tells of which it is asked: of all, of those that are neither answered nor resolved (an open question has its
    appointed time), of those not resolved, or of those verified (a verified complaint has its measure). An item that was
    raised in a callback with an agreed time holds that time. ``problem_kind`` and ``category`` (of the case) narrow it.
    """

    kind: Literal["item_record"]
    fields: tuple[str, ...] = Field(min_length=1)
    when: Literal["always", "unanswered", "unresolved", "verified"] = "always"
    problem_kind: Codes = ()
    category: Codes = ()

    @field_validator("fields")
    @classmethod
    def _of_an_item(cls, fields: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in fields if name not in COLUMNS and not name.startswith("field.")]
        if unknown:
            raise ValueError(
                f"不是问题件的字段 / no field of a problem item: {', '.join(unknown)}; {', '.join((*COLUMNS, 'field.<name>'))}"
            )
        return fields

    @property
    def rows(self) -> list[tuple[str, str, str, str]]:
        """Each requirement as SQL reads it: field, kind of item, category, when; empty is any."""
        return [
            (field, kind, category, "" if self.when == "always" else self.when)
            for field in self.fields
            for kind in self.problem_kind or ("",)
            for category in self.category or ("",)
        ]
