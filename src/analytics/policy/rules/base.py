"""What every rule has: an id, words in both languages, the clause that it cites."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from analytics.language import Text


def _text(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, dict) and set(value) == {"zh", "en"} and all(isinstance(v, str) for v in value.values()):
        return Text(**value)
    raise ValueError('应为 { zh = "…", en = "…" } / expected { zh = "…", en = "…" }')


Words = Annotated[Text, BeforeValidator(_text)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class BaseRule(BaseModel):
    """The part that all rules share; unknown keys are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: Name
    title: Words
    clause: str


class Obliging(BaseRule):
    """A rule that makes obligations; an empty scope or requirement means any."""

    family: Name
    category: str = ""
    role: str = ""
    contact_role: str = ""
    channels: tuple[str, ...] = ()
    purpose: str = ""
