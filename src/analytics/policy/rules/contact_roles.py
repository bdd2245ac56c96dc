"""Every named contact of a case reached, in every round of callbacks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from analytics.policy.rules.base import Name, Obliging


class ContactRoles(Obliging):
    """For every obligation of the rules *rounds* one for each of *contacts* that the case names, in the same window."""

    kind: Literal["contact_roles"]
    rounds: tuple[Name, ...] = Field(min_length=1)
    contacts: tuple[Name, ...] = Field(min_length=1)
