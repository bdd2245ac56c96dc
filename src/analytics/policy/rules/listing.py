"""Cases that a report names, one by one, because of what they are or because nobody could be reached."""

from __future__ import annotations

from typing import Literal

from pydantic import model_validator

from analytics.policy.rules.base import Codes, Scoped


class Listing(Scoped):
    """The cases of the scope are listed; with *not_reached_by* only those that were tried that way, and never reached so.

    ``channels`` are how they are to be called instead; a case that was reached so says when. It makes no obligation.
    """

    kind: Literal["listing"]
    not_reached_by: Codes = ()
    channels: Codes = ()

    @model_validator(mode="after")
    def _names_somebody(self) -> Listing:
        if not (self.category or self.tier or self.urgency or self.area or self.other_than or self.not_reached_by):
            raise ValueError(
                "须说明列出哪些对象 / say which cases: category, tier, urgency, area, other_than or not_reached_by"
            )
        return self
