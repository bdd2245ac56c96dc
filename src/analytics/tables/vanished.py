"""What a newer version of a file no longer holds: rows that it corrected out of their id, and rows that are gone.

A row without an id of its own is known by its cells, so that a corrected one arrives as another: it takes the place of
the one that it corrects. Whatever else only this file gave, and gives no longer, is told every time, and goes on
counting unless the workspace says that it shall be withdrawn. The history keeps it either way.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from analytics.findings import Finding
from analytics.tables.gather import gather
from analytics.tables.lineage import LATEST, OF_FAMILY
from analytics.tables.retired import retire
from analytics.tables.spread import LEDGERS, withdraw
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analytics.tables.items import Arrived
    from analytics.tables.journal import Aside
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection, Store

# A version that lacks more than these, and more than half of its rows, is most likely of another month or cut short.
MANY = 20


class _Known(NamedTuple):
    """A row that is known by its cells: where it stands, and the cells that a correction of one of them leaves."""

    id: str
    part: str
    sheet: str
    row_number: int
    case_id: str
    same: tuple[object, ...]


_KEYS: tuple[Callable[[_Known], object], ...] = (
    lambda row: (row.case_id, row.part, row.same),
    lambda row: (row.case_id, row.part, row.sheet, row.row_number),
    # The number of the case was corrected: in its place all else is as it was.
    lambda row: (row.id.partition("|")[2], row.part, row.sheet, row.row_number),
)
# Ledgers whose rows have an id that a cell may hold.
_KEYED = ("cases", "callbacks", "problems")
# Of a callback the outcome is what is corrected most, of a problem item its kind.
_SAME: Mapping[str, tuple[str, str]] = {
    "callbacks": ("callback_id", "cast(told.called_at as varchar), told.caller, told.channel"),
    "problems": ("problem_id", "cast(told.raised_at as varchar)"),
}


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
            _replace_read_otherwise(con, source)
        _leave_set_aside(store, arrived.set_aside)
        for ledger in _SAME:
            _supersede(con, ledger, source, arrived)
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


def _supersede(con: Connection, ledger: str, source: Source, arrived: Arrived) -> None:
    """Move each vanished row of which this load brought a corrected one into the history of that one."""
    key, same = _SAME[ledger]
    values = {"organisation": source.organisation, "ledger": ledger}
    columns = f"row.id, row.part, row.sheet, row.row_number, told.case_id, [{same}]"
    joined = (
        f"inner join {ledger} as told on told.organisation = $organisation and told.{key} = row.id "
        f"and {LEDGERS[ledger].part.replace('party', 'told.party')} = row.part and contains(row.id, '|')"
    )
    old = _known(
        con,
        f"select distinct {columns} from vanished as row {joined} where row.ledger = $ledger order by row.row_number",
        values,
    )
    if not old:
        return
    new = _known(
        con,
        f"select distinct {columns} from ledger_rows as row {joined} "
        f"where row.organisation = $organisation and row.ledger = $ledger and row.load_id = $load_id "
        f"and (told.case_id in (select case_id from {ledger} as lost inner join vanished on vanished.ledger = $ledger "
        f"and vanished.id = lost.{key} where lost.organisation = $organisation) "
        f"or (row.sheet, row.row_number) in (select (sheet, row_number) from vanished where ledger = $ledger)) "
        f"and (row.id, row.part) not in (select (former.id, former.part) from ledger_rows_history as former "
        f"where former.organisation = $organisation and former.ledger = $ledger and former.replaced_by_load_id = $load_id) "
        f"order by row.row_number",
        {**values, "load_id": source.load_id},
    )
    # A row that had been set aside was none of those that are missing now.
    new = [row for row in new if (ledger, row.id) not in arrived.rows_brought]
    # Where some of the rows were sent back, the place in the sheet says nothing.
    is_part = source.returned_from is not None and arrived.is_shorter(ledger)
    pairs = list(_pairs(old, new, _KEYS[:1] if is_part else _KEYS))
    if not pairs:
        return
    run(con, "create or replace temp table corrected (id varchar, part varchar, new_id varchar, new_part varchar)")
    con.executemany(
        "insert into corrected values ($1, $2, $3, $4)", [(one.id, one.part, two.id, two.part) for one, two in pairs]
    )
    _put_in_their_place(con, ledger, source)


def _replace_read_otherwise(con: Connection, source: Source) -> None:
    """Replace the rows that the same bytes gave under other ids when they were read before.

    Corrections and settings may tell an id otherwise; the row is still the same, and the former id was no word of the sender.
    It is known by all that it says beside its id, or by its place.
    """
    same_word = """
        select load_id from loads
        where organisation = $organisation and load_id <> $load_id and coalesce(word_of, load_id) = $word_of
    """
    for ledger in _KEYED:
        key: dict[str, object] = {"organisation": source.organisation, "ledger": ledger}
        values = {**key, "load_id": source.load_id, "word_of": source.word_of}
        run(
            con,
            f"""
            create or replace temp table wanted as
            select id, part, true as is_former from vanished
            where ledger = $ledger and hash(id, part) in (
                select row_hash from seen_rows where ledger = $ledger and load_id in ({same_word})
            )
            """,
            values,
        )
        if not run(con, "select 1 from wanted limit 1").fetchall():
            continue
        run(
            con,
            """
            insert into wanted
            select id, part, false from ledger_rows
            where organisation = $organisation and ledger = $ledger and load_id = $load_id and (id, part) not in (
                select (id, part) from ledger_rows_history
                where organisation = $organisation and ledger = $ledger and replaced_by_load_id = $load_id
            )
            """,
            {**key, "load_id": source.load_id},
        )
        gather(con, ledger, source.organisation)
        run(
            con,
            f"""
            create or replace temp table told as
            select row.id, row.part, row.sheet, row.row_number, wanted.is_former,
                not wanted.is_former or row.load_id in ({same_word}) as is_in_place, list_sort([
                    entry for entry in map_entries(held.content) if entry.key <> '{LEDGERS[ledger].id}'
                ]) as rest
            from ledger_rows as row
            inner join wanted on wanted.id = row.id and wanted.part = row.part
            inner join held on held.id = row.id and held.part = row.part
            where row.organisation = $organisation and row.ledger = $ledger
            """,
            values,
        )
        run(con, "create or replace temp table corrected (id varchar, part varchar, new_id varchar, new_part varchar)")
        for alike, which in (("rest", "true"), ("sheet, row_number", "is_in_place")):
            run(
                con,
                f"""
                insert into corrected
                with waiting as (
                    select *, row_number() over (partition by is_former, part, {alike} order by row_number, id) as turn
                    from told
                    where {which} and (id, part) not in (
                        select (id, part) from corrected union all select (new_id, new_part) from corrected
                    )
                ),
                present as (select * from waiting where not is_former)
                select waiting.id, waiting.part, present.id, present.part
                from waiting
                inner join present using (part, {alike}, turn)
                where waiting.is_former
                """,
            )
        if run(con, "select 1 from corrected limit 1").fetchall():
            _put_in_their_place(con, ledger, source)
            run(
                con,
                "delete from seen_rows where ledger = $ledger and row_hash in (select hash(id, part) from corrected) "
                f"and load_id in ({same_word})",
                values,
            )


def _put_in_their_place(con: Connection, ledger: str, source: Source) -> None:
    """Move each row of the table ``corrected`` (id, part, new_id, new_part) into the history of the new one.

    An id that was put together from cells is no cell that has changed.
    """
    key = LEDGERS[ledger].id
    values = {"organisation": source.organisation, "ledger": ledger}
    run(con, "create or replace temp table wanted as select id, part from corrected")
    gather(con, ledger, source.organisation)
    run(
        con,
        f"""
        insert into ledger_rows_history
        select row.organisation, row.ledger, corrected.new_id, corrected.new_part,
            cast(to_json(case
                when contains(corrected.new_id, '|') then map_concat(held.content, map {{'{key}': corrected.new_id}})
                else held.content
            end) as varchar),
            row.load_id, row.sheet, row.row_number, $load_id
        from ledger_rows as row
        inner join corrected on corrected.id = row.id and corrected.part = row.part
        inner join held on held.id = row.id and held.part = row.part
        where row.organisation = $organisation and row.ledger = $ledger
        """,
        {**values, "load_id": source.load_id},
    )
    run(con, "create or replace temp table gone as select id, part from corrected")
    run(
        con,
        "delete from ledger_rows "
        "where organisation = $organisation and ledger = $ledger and (id, part) in (select (id, part) from gone)",
        values,
    )
    withdraw(con, ledger, source.organisation)
    run(
        con,
        "delete from vanished where ledger = $ledger and (id, part) in (select (id, part) from gone)",
        {"ledger": ledger},
    )


def _known(con: Connection, query: str, values: Mapping[str, object]) -> list[_Known]:
    found = run(con, query, values).fetchall()
    return [_Known(name, part, sheet, row, case, tuple(same)) for name, part, sheet, row, case, same in found]


def _pairs(
    old: Sequence[_Known], new: Sequence[_Known], keys: Sequence[Callable[[_Known], object]]
) -> Iterable[tuple[_Known, _Known]]:
    """Pair each old row with the new one that agrees with it but for what was corrected; several in their order."""
    left_old, left_new = list(old), list(new)
    for key in keys:
        waiting: dict[object, list[_Known]] = defaultdict(list)
        for row in left_new:
            waiting[key(row)].append(row)
        unpaired = []
        for row in left_old:
            if found := waiting[key(row)]:
                yield row, found.pop(0)
            else:
                unpaired.append(row)
        left_old, left_new = unpaired, [row for rows in waiting.values() for row in rows]


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
            gather(con, ledger, source.organisation)
            run(con, "create or replace temp table gone as select id, part, content from held")
            retire(con, ledger, source)
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
