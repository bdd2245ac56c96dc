"""Rows that an earlier version of a file held and this load brought under another id: that one takes their place.

A row without an id of its own is known by its cells, so that a corrected one arrives as another. A row that has one may be
read under another id when settings or corrections changed.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from analytics.tables.gather import gather
from analytics.tables.retired import remove
from analytics.tables.spread import LEDGERS
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from analytics.tables.arrived import Arrived
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection


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


def supersede(con: Connection, source: Source, arrived: Arrived) -> None:
    """Move each vanished row of which this load brought a corrected one into the history of that one."""
    for ledger in _SAME:
        _supersede(con, ledger, source, arrived)


def _supersede(con: Connection, ledger: str, source: Source, arrived: Arrived) -> None:
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


def replace_read_otherwise(con: Connection, source: Source) -> None:
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
    remove(con, ledger, source.organisation)
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
