"""Rows of one sheet that have the same id: repeated, contradictory, or further attempts in vain on one day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ledger.rows import DERIVED_IDS
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.tables.staged import Staged


def settle_repeats(staged: Staged) -> None:
    """Keep of each id the last row of the sheet; the earlier rows that say something else go to the history."""
    found = run(
        staged.con, "select 1 from (select 1 from arrived group by id, part having count(*) > 1) limit 1"
    ).fetchall()
    if not found:
        return
    if staged.ledger == "callbacks":
        _number_attempts(staged)
    run(
        staged.con,
        """
        create or replace temp table steps as
        with repeated as (select id, part from arrived group by id, part having count(*) > 1)
        select row_number, id, part, fingerprint,
            lag(fingerprint) over same_row as before,
            lag(row_number) over same_row as row_before
        from arrived
        where (id, part) in (select id, part from repeated)
        window same_row as (partition by id, part order by row_number)
        """,
    )
    run(
        staged.con,
        f"""
        create or replace temp table superseded as
        with versions as (
            select row_number, id, part
            from steps
            where before is distinct from fingerprint
            qualify lead(row_number) over (partition by id, part order by row_number) is not null
        )
        select versions.row_number, versions.id, versions.part, cast(to_json({staged.content()}) as varchar) as content
        from versions
        inner join staged on staged.row_number = versions.row_number and {staged.part()} = versions.part
        """,
    )
    for row, name, row_before, same in run(
        staged.con,
        "select distinct row_number, id, row_before, before = fingerprint from steps where before is not null "
        "order by row_number, id",
    ).fetchall():
        staged.find("duplicate" if same else "contradictory", row, name, str(row_before))
    run(
        staged.con,
        """
        create or replace temp table earlier as
        select row_number, part from steps where before = fingerprint
        union all
        select row_number, part from superseded
        """,
    )
    staged.leave_out("earlier", "arrived")
    # In the history already, they are not loaded but unchanged.
    run(
        staged.con,
        "create or replace temp table new_to_history as "
        "select row_number, id, part, content "
        "from superseded where not exists (select 1 from ledger_rows_history as old "
        "where old.organisation = $organisation and old.ledger = $ledger and old.id = superseded.id "
        "and old.part = superseded.part and old.content = superseded.content)",
        staged.key,
    )
    run(
        staged.con,
        "insert into ledger_rows_history "
        "select $organisation, $ledger, id, part, content, $load_id, $sheet, row_number, $load_id from new_to_history",
        {**staged.key, **staged.place},
    )
    staged.count_taken("new_to_history")


def _number_attempts(staged: Staged) -> None:
    """Give attempts on one day that were all in vain ids of their own, in the order of the sheet.

    Known by its cells alone, one that is told otherwise than the one before it is another: a person is reached once a
    day by one caller, but may be rung in vain several times.
    """
    if not {"at", "outcome"} <= set(staged.columns):
        return
    run(
        staged.con,
        f"""
        create or replace temp table further as
        with attempts as (
            select arrived.row_number, arrived.id,
                min(arrived.row_number) over (partition by arrived.id, arrived.fingerprint) as first_row
            from arrived
            inner join staged on staged.row_number = arrived.row_number
            where arrived.id = rtrim({staged.joined(DERIVED_IDS["callbacks"][1])}, '|') and length("at") = 10
                and outcome <> 'reached'
        )
        select row_number, id, min(first_row) over (partition by id) as row_before,
            dense_rank() over (partition by id order by first_row) as number
        from attempts
        qualify number > 1
        """,
    )
    for table, name in (("staged", "callback_id"), ("arrived", "id")):
        run(
            staged.con,
            f"update {table} set {name} = concat({table}.{name}, '#', further.number) from further "
            f"where further.row_number = {table}.row_number",
        )
    for row, name, row_before in run(
        staged.con, "select row_number, id, row_before from further order by row_number"
    ).fetchall():
        staged.find("further_attempt", row, name, str(row_before))
