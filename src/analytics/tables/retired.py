"""Rows that leave the tables: into the history, or altogether."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.tables.gather import gather
from analytics.tables.spread import Values, withdraw
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection


def retire_wanted(con: Connection, ledger: str, source: Source) -> None:
    """Move the rows of the table ``wanted`` (id, part) into the history as they are, and out of the tables."""
    gather(con, ledger, source.organisation)
    run(con, "create or replace temp table gone as select id, part, content from held")
    retire(con, ledger, source)


def retire(con: Connection, ledger: str, source: Source) -> None:
    """Move the rows of the table ``gone`` (id, part, content) into the history and out of the tables."""
    key: Values = {"organisation": source.organisation, "ledger": ledger}
    run(
        con,
        """
        insert into ledger_rows_history
        select row.organisation, row.ledger, row.id, row.part, cast(to_json(gone.content) as varchar), row.load_id,
            row.sheet, row.row_number, $load_id
        from ledger_rows as row
        inner join gone on gone.id = row.id and gone.part = row.part
        where row.organisation = $organisation and row.ledger = $ledger
        """,
        {**key, "load_id": source.load_id},
    )
    remove(con, ledger, source.organisation)


def remove(con: Connection, ledger: str, organisation: str) -> None:
    """Take the rows of the table ``gone`` (id, part) out of the tables."""
    run(
        con,
        "delete from ledger_rows "
        "where organisation = $organisation and ledger = $ledger and (id, part) in (select id, part from gone)",
        {"organisation": organisation, "ledger": ledger},
    )
    withdraw(con, ledger, organisation)
