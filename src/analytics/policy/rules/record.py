"""The fields that the record of a callback must hold."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator

from analytics.policy.rules.base import BaseRule, Codes, listed

Outcome = Literal[
    "reached",
    "no_answer",
    "busy",
    "switched_off",
    "out_of_service",
    "vacant_number",
    "wrong_number",
    "refused",
    "rescheduled",
    "other",
]

COLUMNS = (
    *("callback_id", "case_id", "at", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome"),
    *("reason", "satisfaction", "comment", "duration_s"),
    *("person.name", "person.phone", "person.address", "person.sex", "person.age"),
)
"""The columns of a callback in the canonical ledger, and those of its case about the person."""

NAMED = ("field.", "satisfaction.", "note.", "event.", "party.")
"""Columns that the office names itself; the last three are of the case."""


class Record(BaseRule):
    """Every callback of its scope holds all of *fields*, named as in the canonical ledger; its case holds its own.

    ``when`` tells whether it is asked of every attempt, of those that reached, or of those that did not: "a failed
    attempt has its reason"; ``outcome`` names those of which it is asked: "a wrong number is put right"; ``fulfils``
    the rules that the callback fulfilled: "who is overdue says when it will be done". ``category`` (of the case) and
    ``channels`` narrow it; left out, it is asked of all.
    """

    kind: Literal["record"]
    fields: tuple[str, ...] = Field(min_length=1)
    when: Literal["always", "reached", "not_reached"] = "always"
    outcome: Annotated[tuple[Outcome, ...], BeforeValidator(listed)] = ()
    fulfils: Codes = ()
    category: Codes = ()
    channels: Codes = ()

    @field_validator("fields")
    @classmethod
    def _of_a_callback(cls, fields: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in fields if name not in COLUMNS and not name.startswith(NAMED)]
        if unknown:
            raise ValueError(
                f"不是回访的字段 / no field of a callback: {', '.join(unknown)}; "
                f"{', '.join((*COLUMNS, *(f'{prefix}<name>' for prefix in NAMED)))}"
            )
        return fields

    @field_validator("outcome")
    @classmethod
    def _instead_of_when(cls, outcome: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if outcome and info.data.get("when", "always") != "always":
            raise ValueError("outcome 与 when 择一 / either outcome or when, not both")
        return outcome

    @property
    def rows(self) -> list[tuple[str, str, str, str, str, str]]:
        """Each requirement as SQL reads it: field, category, channel, when, outcome, rule fulfilled; empty is any."""
        return [
            (field, category, channel, "" if self.when == "always" else self.when, outcome, rule)
            for field in self.fields
            for category in self.category or ("",)
            for channel in self.channels or ("",)
            for outcome in self.outcome or ("",)
            for rule in self.fulfils or ("",)
        ]
