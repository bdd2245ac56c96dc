"""When a record of a callback is hard to believe, so that somebody should look at it."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from pydantic import Field, field_validator

from analytics.policy.rules.base import BaseRule
from analytics.policy.rules.hours import Clock

Reason = Literal["same_words", "night", "duration", "before_case", "burst", "two_at_once", "answer_without_contact"]
REASONS: tuple[Reason, ...] = get_args(Reason)
"""Why a record is listed, in the order in which it is told."""

Several = Annotated[int, Field(ge=2)]


class Plausibility(BaseRule):
    """The limits beyond which a record is listed: what is listed is not proven wrong, it is to be inspected.

    ``same_words`` callbacks in a row of one caller with the same longer text; calls outside ``waking``; a reached call
    of fewer than ``shortest_s`` seconds or more than ``longest_minutes``; a callback earlier than every event of its
    case; ``burst_calls`` reached within ``burst_minutes`` by one caller. One caller in two calls at once and an answer
    without contact need no number. ``checks`` names those that are made.
    """

    kind: Literal["plausibility"]
    checks: Annotated[tuple[Reason, ...], Field(min_length=1)] = REASONS
    same_words: Several = 3
    waking: tuple[Clock, Clock] = ("07:00", "22:00")
    shortest_s: Annotated[int, Field(ge=0)] = 5
    longest_minutes: Annotated[int, Field(gt=0)] = 120
    burst_calls: Several = 5
    burst_minutes: Annotated[int, Field(gt=0)] = 5

    @field_validator("waking")
    @classmethod
    def _in_order(cls, waking: tuple[str, str]) -> tuple[str, str]:
        if waking[0] >= waking[1]:
            raise ValueError("结束须晚于开始 / the end must be later than the beginning")
        return waking
