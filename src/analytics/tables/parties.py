"""The parties of problem items: a row each, and one unit, so that those that a file names replace all that were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.tables.lineage import OF_FAMILY
from analytics.tables.retired import retire_wanted
from analytics.tables.spread import each_name
from analytics.tables.staged import count
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.tables.lineage import Source
    from analytics.tables.staged import Staged
    from analytics.tables.store import Connection


def part_by_party(staged: Staged) -> None:
    """Make one row per party of a problem item.

    Where the sheet lacks party or role, those that the store knows of the item stand in.
    """
    if "party" in staged.columns:
        run(
            staged.con,
            f"create or replace temp table staged as select * replace ({each_name('party')} as party) from staged",
        )
    lacking = [name for name in ("party", "party_role") if name not in staged.columns]
    if lacking:
        told = {"party", "party_role"} - set(lacking)
        same = "".join(f" and known.{name} is not distinct from staged.{name}" for name in told)
        run(
            staged.con,
            f"create or replace temp table staged as "
            f"select staged.*, {', '.join(f'known.{name}' for name in lacking)} from staged "
            f"left join problems as known "
            f"on known.organisation = $organisation and known.problem_id = staged.problem_id{same}",
            {"organisation": staged.source.organisation},
        )
        staged.columns = sorted([*staged.columns, *lacking])


def retire_former_parties(con: Connection, source: Source) -> None:
    """Move the parties of problem items that the file names no longer into the history.

    The file's sheets are taken together: each may name a party of the same item. A sheet without parties names none. A
    workbook that was sent back takes away only what its own file had named.
    """
    if count(con, "named_parties") == 0:
        return
    is_own, values = "true", {"organisation": source.organisation}
    if source.returned_from is not None:
        is_own, values["family"] = f"row.load_id in (select load_id from loads where {OF_FAMILY})", source.family
    run(
        con,
        f"""
        create or replace temp table wanted as
        select row.id, row.part
        from ledger_rows as row
        where row.organisation = $organisation and row.ledger = 'problems'
            and row.id in (select id from named_parties)
            and (row.id, row.part) not in (select id, part from named_parties) and {is_own}
            """,
        values,
    )
    if count(con, "wanted"):
        retire_wanted(con, "problems", source)
