"""Hand out the tables of one period: what a statistician takes elsewhere. Public tables only, no person's data."""

from __future__ import annotations

from pathlib import Path

from analytics.errors import UsageError
from analytics.language import Text
from analytics.measures.evaluate import Reading
from analytics.periods import Period
from analytics.policy.applied import policy_of
from analytics.settings import Organisation, Workspace
from analytics.tables.export import open_for_export, write_table
from analytics.tables.schema import TABLES
from analytics.tables.statements import within_schema

# Where a row came from is a matter of this workspace, not of whoever gets the tables.
_INTERNAL = frozenset({"load_id", "sheet", "row_number", "filled_columns"})

_CASES = (
    "select case_id from fact_active where started_on <= $last and (ended_on is null or ended_on >= $first) "
    "union select case_id from callbacks where organisation = $organisation and cast(called_at as date) between $first "
    "and $last union select case_id from problems where organisation = $organisation and cast(raised_at as date) "
    "between $first and $last"
)
_CALLED = "cast(callbacks.called_at as date) between $first and $last"

# What of each table belongs to a period.
_BELONGS = {
    **dict.fromkeys(("cases", "case_events", "case_parties", "case_contacts"), f"t.case_id in ({_CASES})"),
    "callbacks": "cast(t.called_at as date) between $first and $last",
    **dict.fromkeys(
        ("answers", "callback_fields"),
        f"t.callback_id in (select callback_id from callbacks where organisation = $organisation and {_CALLED})",
    ),
    "problems": "cast(t.raised_at as date) between $first and $last",
    "staff": "(t.from_on is null or t.from_on <= $last) and (t.to_on is null or t.to_on >= $first)",
}
_OBLIGATIONS = (
    "select case_id, rule, seq, family, category, required_role as role, required_contact_role as contact_role, "
    "opens_at, due_at, expires_at, bucket, callback_id, fulfilled_at from obligations where due_on between $first and "
    "$last order by case_id, rule, seq"
)


def export_period(workspace: Workspace, organisation: Organisation, period: Period, folder: Path) -> dict[str, int]:
    """Write every table of *period* as Parquet and CSV below *folder*; return the number of rows of each.

    Cases: those active in the period, called back or complaining in it, with all their events; callbacks dated in it and
    their answers; problem items raised in it; obligations due in it, as of its last day. Ordered by key.
    """
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            Text(zh="{folder} 不是文件夹。请换一个。", en="{folder} is not a folder. Name another.").format(
                folder=folder
            )
        )
    folder.mkdir(parents=True, exist_ok=True)
    con = open_for_export(workspace.snapshot, folder)
    try:
        policy = policy_of(workspace, organisation)
        reading = Reading(con, policy, organisation.id, period.last)
        reading.fact("fact_active")
        days = {"first": period.first, "last": period.last}
        counts = {}
        with within_schema(con, reading.schema):
            for name, belongs in _BELONGS.items():
                table = TABLES[name]
                columns = ", ".join(f"t.{column}" for column in table.columns if column not in _INTERNAL)
                query = (
                    f"select {columns} from {name} as t where t.organisation = $organisation and {belongs} "
                    f"order by {', '.join(f't.{key}' for key in table.key)}"
                )
                used = {key: day for key, day in days.items() if f"${key}" in query}
                counts[name] = write_table(con, name, (query, {"organisation": organisation.id, **used}), folder)
            counts["obligations"] = write_table(con, "obligations", (_OBLIGATIONS, days), folder)
    finally:
        con.close()
    return counts
