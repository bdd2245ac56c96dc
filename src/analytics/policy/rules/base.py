"""What every rule has: an id, words in both languages, the clause that it cites."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analytics.language import Text


def _text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
        return Text(**value)
    raise ValueError('应为 { zh = "…", en = "…" } / expected { zh = "…", en = "…" }')


def listed(value: object) -> object:
    """Return one value as a list of one; a pack may write either."""
    return (value,) if isinstance(value, (str, dict)) else value


Words = Annotated[Text, BeforeValidator(_text)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Scope = Literal["category", "tier", "urgency", "area"]
Codes = Annotated[tuple[str, ...], BeforeValidator(listed)]


class BaseRule(BaseModel):
    """The part that all rules share; unknown keys are faults.

    ``since`` (``from`` in the pack) is the day from which this version of the rule judges what falls due.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Name
    title: Words
    clause: str
    since: date | None = Field(default=None, alias="from")


class Scoped(BaseRule):
    """A rule for some of the cases; an empty scope means all.

    In a scope ``""`` stands for cases that have no such value. ``other_than`` names the cases that it is not for.
    """

    category: Codes = ()
    tier: Codes = ()
    urgency: Codes = ()
    area: Codes = ()
    other_than: Mapping[Scope, Annotated[Codes, Field(min_length=1)]] = {}


class Obliging(Scoped):
    """A rule that makes obligations, for the cases of its scope; an empty requirement means any."""

    family: Name
    role: str = ""
    contact_role: str = ""
    channels: Codes = ()
    purpose: str = ""
