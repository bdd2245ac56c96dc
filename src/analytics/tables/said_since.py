"""Rows of a file that is read again, or was sent back, of which something else has been said since: they are left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.tables.spread import LEDGERS
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.tables.staged import Staged


def leave_later_words(staged: Staged) -> None:
    """Leave the rows alone that a later file has changed, replaced or withdrawn since these bytes were first read."""
    run(
        staged.con,
        """
        create or replace temp table later as
        select row.id
        from ledger_rows as row
        inner join loads on loads.load_id = row.load_id
        where row.organisation = $organisation and row.ledger = $ledger
            and coalesce(loads.word_of, loads.load_id) > $word_of
            and row.id in (select id from arrived)
        union
        select arrived.id
        from arrived
        where hash(arrived.id, arrived.part) in (
                select seen.row_hash
                from seen_rows as seen
                inner join loads on loads.load_id = seen.load_id
                where seen.ledger = $ledger and seen.load_id <> $load_id
                    and coalesce(loads.word_of, loads.load_id) = $word_of
            )
            and arrived.id not in (
                select row.id from ledger_rows as row where row.organisation = $organisation and row.ledger = $ledger
            )
        union
        -- What was set aside and came corrected in another file was not understood when that was said.
        select row.id
        from set_aside_items as items
        inner join loads on loads.load_id = items.load_id
        inner join loads as closing on closing.load_id = items.closed_by_load_id
        inner join ledger_rows as row
            on row.organisation = items.organisation and row.ledger = items.ledger and row.id = items.id
        where items.organisation = $organisation and items.ledger = $ledger
            and coalesce(loads.word_of, loads.load_id) = $word_of and closing.file <> $file
            """,
        {
            **staged.key,
            "load_id": staged.source.load_id,
            "word_of": staged.source.word_of,
            "file": staged.source.file,
        },
    )
    run(
        staged.con,
        "create or replace temp table left_alone as "
        "select row_number, part from arrived where id in (select id from later)",
    )
    staged.leave_out("left_alone", "arrived", "known")


def leave_what_was_not_corrected(staged: Staged) -> None:
    """Leave the rows of a workbook that was sent back that say what was known then, and something else has been said since.

    A row without an id that was corrected since has another one now, and is known by its place.
    """
    own_id = LEDGERS[staged.ledger].id
    told, known = (
        f"list_sort([entry for entry in map_entries({content}) if list_contains($told, entry.key)])"
        for content in (staged.content(), "cast(cast(old.content as json) as map(varchar, varchar))")
    )
    run(
        staged.con,
        f"""
        create or replace temp table left_alone as
        select distinct arrived.row_number, arrived.part
        from arrived
        inner join staged on staged.row_number = arrived.row_number and {staged.part()} = arrived.part
        inner join ledger_rows_history as old
            on old.organisation = $organisation and old.ledger = $ledger and old.part = arrived.part
            and old.load_id <= $made_of and old.replaced_by_load_id > $made_of
            and (
                old.id = arrived.id
                or (contains(arrived.id, '|') and old.sheet = $sheet and old.row_number = arrived.row_number)
            )
        where {told} = {known}
        """,
        {
            **staged.key,
            "sheet": staged.sheet,
            "made_of": staged.source.made_of,
            "told": [column for column in staged.columns if column != own_id],
        },
    )
    staged.leave_out("left_alone", "arrived", "known")
