"""Which reports are due when and which of them are made: the policy's deadlines beside the editions that lie there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analytics.policy.deadlines import deadlines
from analytics.policy.pack import Policy
from analytics.report.manifest import FILE_NAME
from analytics.settings import Organisation

COLUMNS = (
    "organisation",
    "kind",
    "rule",
    "period",
    "first",
    "last",
    "hand_in",
    "days_left",
    "state",
    "made_as_of",
)


def due_reports(
    organisation: Organisation,
    policy: Policy,
    reports: Path,
    *,
    as_of: date,
) -> list[dict[str, Any]]:
    """Return one row per report to be handed in, the earliest first; ``days_left`` is negative once the day has passed.

    ``state`` is ``made``, ``partial`` (as of a day before its period was over), ``open`` or ``overdue`` (not made in time). A
    report counts as made when its edition is whole. Nothing is opened but its manifest.
    """
    rows = []
    for deadline in deadlines(policy, organisation.calendar, as_of):
        period = deadline.period
        made_as_of = _made_as_of(reports / organisation.id / deadline.kind / period.label)
        days_left = (deadline.day - as_of).days
        if made_as_of is None:
            state = "open" if days_left >= 0 else "overdue"
        else:
            state = "made" if made_as_of >= min(period.last, deadline.day).isoformat() else "partial"
        rows.append(
            {
                "organisation": organisation.id,
                "kind": deadline.kind,
                "rule": deadline.rule.id,
                "period": period.label,
                "first": period.first,
                "last": period.last,
                "hand_in": deadline.instant,
                "days_left": days_left,
                "state": state,
                "made_as_of": made_as_of,
            }
        )
    return rows


def _made_as_of(folder: Path) -> str | None:
    """Return the day that the edition in *folder* was read as of; None when there is no whole edition."""
    try:
        manifest = json.loads((folder / FILE_NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(manifest["as_of"]) if isinstance(manifest, Mapping) and manifest.get("as_of") else None
