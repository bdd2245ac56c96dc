"""What a policy asks for and no ledger holds, as reports keep it: known without a policy at hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lack:
    """One name that a rule needs and no ledger holds: what it is of, and the name."""

    rule: str
    what: str
    name: str
