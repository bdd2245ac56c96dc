"""Who may see what."""

from __future__ import annotations

from typing import Literal

from analytics.policy.rules.base import BaseRule, Words


class Access(BaseRule):
    """*what* is seen only under *condition*."""

    kind: Literal["access"]
    what: Words
    condition: Words
