"""The fields that the record of a callback must hold."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.policy.rules.base import BaseRule


class Record(BaseRule):
    """Every callback holds all of *fields*, named as in the canonical ledger."""

    kind: Literal["record"]
    fields: tuple[str, ...] = Field(min_length=1)
