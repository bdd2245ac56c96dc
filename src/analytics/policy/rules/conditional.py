"""A further callback when something happened, or did not happen in time."""

from __future__ import annotations

from typing import Literal

from analytics.policy.rules.milestone import Windowed


class Conditional(Windowed):
    """One callback due because the anchor's day has come and nothing lifted it; owed only from that day on."""

    kind: Literal["conditional"]
