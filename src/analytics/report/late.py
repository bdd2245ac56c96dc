"""What came late: reports that lie there already, of periods that a load brought rows of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.errors import UsageError
from analytics.settings import Workspace
from analytics.tables.store import Connection

# Every day that a row of these loads tells, and told before one of them changed it.
_MOMENTS = """
    create or replace temp table moments as
    select 'callbacks' as ledger, callback_id as id, cast(called_at as date) as day
    from callbacks
    where organisation = $organisation and list_contains($loads, load_id)
    union all
    select 'problems', problem_id, cast(unnest([raised_at, reported_at, answered_at, resolved_at]) as date)
    from problems
    where organisation = $organisation and list_contains($loads, load_id)
    union all
    select 'cases', events.case_id, cast(events.happened_at as date)
    from case_events as events
    inner join cases on cases.organisation = events.organisation and cases.case_id = events.case_id
    where cases.organisation = $organisation and list_contains($loads, cases.load_id)
    union all
    select ledger, id, try_cast(coalesce(content ->> '$.at', content ->> '$.raised_at') as date)
    from ledger_rows_history
    where organisation = $organisation and list_contains($loads, replaced_by_load_id)
        and not list_contains($loads, load_id)
"""


@dataclass(frozen=True, slots=True)
class Published:
    """A published report, and how many rows of its period came after it."""

    kind: str
    period: str
    rows: int


def published_before(con: Connection, workspace: Workspace, organisation: str, loads: Sequence[int]) -> list[Published]:
    """Return the published reports of an organisation whose period holds a day of the rows that these loads brought.

    By kind and period. A folder whose name is no period is left out; *con* is the store's.
    """
    calendar = workspace.organisation(organisation).calendar
    folders = sorted((workspace.reports / organisation).glob("*/*/manifest.json"))
    if not loads or not folders:
        return []
    con.execute(_MOMENTS, {"organisation": organisation, "loads": list(loads)})
    found = []
    for manifest in folders:
        kind, label = manifest.parent.parent.name, manifest.parent.name
        try:
            period = calendar.parse(label)
        except UsageError:
            continue
        [(rows,)] = con.execute(
            "select count(distinct concat(ledger, ' ', id)) from moments where day between $first and $last",
            {"first": period.first, "last": period.last},
        ).fetchall()
        if rows:
            found.append(Published(kind, label, rows))
    return found
