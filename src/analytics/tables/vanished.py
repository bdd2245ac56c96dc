"""What a newer version of a file no longer holds: rows that it brought under another id, and rows that are gone.

Whatever only this file gave, and gives no longer, is told every time, and goes on counting unless the workspace says that
it shall be withdrawn. The history keeps it either way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.findings import Finding
from analytics.tables.lineage import LATEST, OF_FAMILY
from analytics.tables.retired import retire_wanted
from analytics.tables.statements import run
from analytics.tables.superseded import replace_read_otherwise, supersede

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.tables.arrived import Arrived
    from analytics.tables.journal import Aside
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection, Store

# A version that lacks more than these, and more than half of its rows, is most likely of another month or cut short.
MANY = 20


def settle_vanished(store: Store, source: Source, arrived: Arrived, *, withdraws: bool) -> list[Finding]:
    """Find what earlier versions of the file held and neither this one nor another file does; return what to tell of it.

    Called when all rows of the file have been merged, within its transaction. A row that is set aside now is not gone. A
    workbook that was sent back may hold some of its file's rows only: it corrects rows, and no row is gone for its lack.
    """
    con = store.con
    before = _find(con, source)
    if not before:
        return []
    findings: list[Finding] = []
    if run(con, "select 1 from vanished limit 1").fetchall():
        if source.is_again:
            replace_read_otherwise(con, source)
        _leave_set_aside(store, arrived.set_aside)
        supersede(con, source, arrived)
        if source.returned_from is None:
            findings = _told(con, source, before, withdraws=withdraws)
    if source.returned_from is None:
        _forget(con, source)
    return findings


def rows_only_in(con: Connection, organisation: str, files: Sequence[str]) -> dict[str, int]:
    """Return how many rows count that only these files hold, those of an earlier version too; a file without any is left out."""
    found = run(
        con,
        """
        select loads.file, count(distinct (seen.ledger, seen.row_hash))
        from seen_rows as seen
        inner join loads on loads.load_id = seen.load_id
        inner join ledger_rows as row
            on row.organisation = $organisation and row.ledger = seen.ledger and hash(row.id, row.part) = seen.row_hash
        where loads.organisation = $organisation and list_contains($files, loads.file)
            and (seen.ledger, seen.row_hash) not in (
                select (other.ledger, other.row_hash)
                from seen_rows as other
                inner join loads as kept on kept.load_id = other.load_id
                where kept.organisation = $organisation and not list_contains($files, kept.file)
            )
        group by loads.file
        order by loads.file
        """,
        {"organisation": organisation, "files": list(files)},
    ).fetchall()
    return dict(found)


def _find(con: Connection, source: Source) -> int:
    """Make the tables ``missing`` and, to work on, ``vanished``; return how many rows the earlier versions held."""
    place = {"organisation": source.organisation, "family": source.family, "load_id": source.load_id}
    run(
        con,
        f"""
        create or replace temp table former as
        select distinct seen.ledger, seen.row_hash
        from seen_rows as seen
        inner join loads on loads.load_id = seen.load_id
        where {OF_FAMILY} and seen.load_id <> $load_id
        """,
        place,
    )
    [(before,)] = run(con, "select count(*) from former").fetchall()
    if before:
        run(
            con,
            f"""
            create or replace temp table missing as
            select row.ledger, row.id, row.part, row.sheet, row.row_number
            from ledger_rows as row
            inner join former on former.ledger = row.ledger and former.row_hash = hash(row.id, row.part)
            where row.organisation = $organisation and (row.ledger, hash(row.id, row.part)) not in (
                select (seen.ledger, seen.row_hash)
                from seen_rows as seen
                inner join loads on loads.load_id = seen.load_id
                where loads.organisation = $organisation
                    and (loads.load_id = $load_id or (loads.current and not ({OF_FAMILY})))
            )
            """,
            place,
        )
        run(con, "create or replace temp table vanished as select * from missing")
    return int(before)


def _leave_set_aside(store: Store, set_aside: Sequence[Aside]) -> None:
    """Take out of ``vanished`` what this version holds but could not be read."""
    if not set_aside:
        return
    store.stage(
        "aside",
        {name: [getattr(one, name) for one in set_aside] for name in ("sheet", "ledger", "id")},
        {"row_number": [one.row_number for one in set_aside]},
    )
    run(
        store.con,
        """
        delete from vanished
        where exists (
            select 1 from aside
            where aside.ledger = vanished.ledger and (
                aside.id = vanished.id
                or (aside.id is null and aside.sheet = vanished.sheet and aside.row_number = vanished.row_number)
            )
        )
    """,
    )


def _told(con: Connection, source: Source, before: int, *, withdraws: bool) -> list[Finding]:
    rows = run(
        con, "select ledger, id, part, sheet, row_number from vanished order by ledger, sheet, row_number, part"
    ).fetchall()
    if len(rows) > max(MANY, before // 2):
        return [Finding("vanished_many", source.file, detail=f"{len(rows)} / {before}")]
    check = "withdrawn" if withdraws else "vanished"
    if withdraws:
        for ledger in dict.fromkeys(row[0] for row in rows):
            run(
                con,
                "create or replace temp table wanted as select id, part from vanished where ledger = $ledger",
                {"ledger": ledger},
            )
            retire_wanted(con, ledger, source)
    # A row of a problem item with several parties is told once.
    places = dict.fromkeys((sheet, row, name) for _, name, _, sheet, row in rows)
    return [
        # Of an id that was put together from cells only the case and the day are told: the rest may be a name.
        Finding(check, source.file, sheet, value=" ".join(name.split("|")[:2]), detail=str(row))
        for sheet, row, name in places
    ]


def _forget(con: Connection, source: Source) -> None:
    """Keep of the earlier versions only what is still missing: the next version is to tell it again.

    Those whose bytes may be read again under a name of their own, as workbooks that were sent back, are kept whole: what
    they said and a later version corrected is not to come back.
    """
    run(
        con,
        f"""
        delete from seen_rows
        where load_id <> $load_id
            and load_id in (select load_id from loads where {OF_FAMILY} and not {LATEST})
            and (ledger, row_hash) not in (select (ledger, hash(id, part)) from missing)
        """,
        {"organisation": source.organisation, "family": source.family, "load_id": source.load_id},
    )
