"""Rows that were set aside stay open items until they are loaded: what opens, what goes on, what closes.

An item closes when its file is loaded again and the row is no longer set aside, or when any file brings a row with its id.
For a row without an id that is one with the same cells, as far as they were understood: of the same case and day, or on the
same row. A workbook that was sent back counts as the file that it was made of; a row of which it says nothing stays open.
What another file brought in does not open again when its own file comes with the same cells once more.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.findings import MASK, Finding
from analytics.tables.arrived import Arrived, Item
from analytics.tables.journal import Aside
from analytics.tables.lineage import LATEST, OF_FAMILY
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection, Store

_KEY = "load_id, sheet, ledger, row_number"
COLUMNS = (
    "organisation",
    "file",
    "sheet",
    "row",
    "column",
    "value",
    "check",
    "since_load",
    "since",
    "closed_by_load",
    "closed_by_file",
)

Row = tuple[str, str, int, str | None]
"""Sheet, ledger, row and id of a row that was set aside."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of open items: what has to be told, and how many rows set aside another file had brought in before."""

    findings: tuple[Finding, ...] = ()
    closed: int = 0


def settle_items(store: Store, source: Source, arrived: Arrived, vanished: Sequence[Finding]) -> Settled:
    """Open an item for every row that the load set aside, and close those that it brought in, within its transaction.

    ``vanished`` is what was found of rows that the file holds no longer. When that is most of them, another ledger was given
    the name of this one, and its items stay open as its rows go on counting.
    """
    if not arrived.open and not arrived.set_aside:
        return Settled()
    own = _family_files(store.con, source)
    is_other = any(finding.check == "vanished_many" for finding in vanished)
    alike = _ALIKE[:-1] if is_other else _ALIKE
    # A workbook that was sent back and that a newer version has followed asks for nothing anew when it is read again.
    asking = own if source.is_current else {source.file}
    still = _paired([item for item in arrived.open if item.file in asking], arrived.set_aside, alike)
    closed: list[Item] = []
    findings: list[Finding] = []
    for item in arrived.open:
        # What is read again settles nothing that was set aside of another file since.
        is_newer = source.word_of is not None and item.file != source.file and item.since_load_id > source.word_of
        if item in still or is_newer:
            continue
        if item in arrived.brought or (item.id is not None and (item.ledger, item.id) in arrived.found):
            closed.append(item)
        elif item.file in own and not is_other:
            is_left = source.returned_from is not None and arrived.is_shorter(item.ledger) and arrived.lacks(item)
            if not is_left:
                closed.append(item)
            if arrived.lacks(item):
                check = "aside_left" if is_left else "aside_gone"
                findings.append(
                    Finding(check, source.file, item.sheet, value=item.id or "", detail=str(item.row_number))
                )
    _stage_keys(store, "staged_items", list(still))
    run(store.con, f"delete from set_aside_items where ({_KEY}) in (select {_KEY} from staged_items)")
    _stage_keys(store, "staged_items", closed)
    run(
        store.con,
        f"update set_aside_items set closed_by_load_id = $load_id where ({_KEY}) in (select {_KEY} from staged_items)",
        {"load_id": source.load_id},
    )
    since = {at: item.since_load_id for item, at in still.items()}
    before = _closed_before(store.con, source, own, arrived.set_aside)
    asked = [at for at, row in enumerate(arrived.set_aside) if source.is_current or at in since or row in before]
    _insert(
        store,
        source,
        [arrived.set_aside[at] for at in asked],
        [since.get(at, source.load_id) for at in asked],
        [before.get(arrived.set_aside[at], 0) for at in asked],
    )
    return Settled(tuple(findings), len(before) + len(arrived.set_aside) - len(asked))


def _paired(
    items: Sequence[Item], rows: Sequence[Aside], alike: Sequence[Callable[[Item | Aside], Hashable]]
) -> dict[Item, int]:
    """Return which of the rows set aside, by its place among them, is which open item; each is one item's at most."""
    found: dict[Item, int] = {}
    left = set(range(len(rows)))
    for key in alike:
        places: dict[Hashable, list[int]] = defaultdict(list)
        for at in sorted(left, reverse=True):
            places[key(rows[at])].append(at)
        places.pop(None, None)
        for item in items:
            waiting = places.get(key(item)) if item not in found else None
            if waiting and (item.id is None or rows[waiting[-1]].id in (None, item.id)):
                found[item] = waiting.pop()
        left.difference_update(found.values())
    return found


_ALIKE: Sequence[Callable[[Item | Aside], Hashable]] = (
    lambda row: (row.sheet, row.ledger, row.cells) if row.cells else None,
    lambda row: (row.ledger, row.id) if row.id else None,
    lambda row: (row.ledger, row.cells) if row.cells else None,
    lambda row: (row.sheet, row.ledger, row.row_number),
)


def _closed_before(con: Connection, source: Source, own: set[str], rows: Sequence[Aside]) -> dict[Aside, int]:
    """Return which load has brought in each row set aside that is the same as an item of the file another file closed."""
    if not rows:
        return {}
    found = run(
        con,
        """
        select items.ledger, aside.cells, max(items.closed_by_load_id)
        from set_aside_items as items
        inner join set_aside_rows as aside
            on aside.load_id = items.load_id and aside.sheet = items.sheet and aside.row_number = items.row_number
        inner join loads as closing on closing.load_id = items.closed_by_load_id
        where items.organisation = $organisation and list_contains($own, items.file) and closing.file <> $file
            and (items.id is null or exists (
                select 1 from ledger_rows as row
                where row.organisation = items.organisation and row.ledger = items.ledger and row.id = items.id
            ))
        group by items.ledger, aside.cells
        """,
        {"organisation": source.organisation, "own": sorted(own), "file": source.file},
    ).fetchall()
    closed = {(ledger, cells): load_id for ledger, cells, load_id in found}
    return {row: closed[row.ledger, row.cells] for row in rows if (row.ledger, row.cells) in closed}


def listed_items(con: Connection, organisations: Sequence[str], *, with_closed: bool) -> list[dict[str, object]]:
    """Return the items of the snapshot, one row per thing that is wrong with a row; personal values are masked.

    So is a value of no column, which may be anything. A row of a sheet that was refused whole has the sheet's finding.
    """
    found = run(
        con,
        f"""
        with told as (
            select findings.load_id, findings.sheet, findings.row_number, findings.column_name, findings.check_name,
                case when findings.column_name = '' and findings.value <> '' then '{MASK}' else findings.value end as value,
                findings.check_name = 'missing_header' as is_whole
            from findings
            where findings.severity = 'set_aside' or findings.check_name = 'missing_header'
        )
        select distinct items.organisation, items.file, items.sheet, items.row_number, told.column_name, told.value,
            told.check_name, items.since_load_id, since.loaded_at, items.closed_by_load_id, closing.file
        from set_aside_items as items
        inner join loads as since on since.load_id = items.since_load_id
        left join loads as closing on closing.load_id = items.closed_by_load_id
        left join told
            on told.load_id = items.load_id and told.sheet = items.sheet
            and (told.row_number = items.row_number or told.is_whole)
        where list_contains($organisations, items.organisation) and ($with_closed or items.closed_by_load_id is null)
        order by items.organisation, items.file, items.sheet, items.row_number, told.column_name
        """,
        {"organisations": list(organisations), "with_closed": with_closed},
    ).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in found]


def rows_settled(
    con: Connection, organisation: str, sha256: str, files: Sequence[str], aside: Sequence[Row]
) -> set[tuple[str, str, int]]:
    """Return which of the rows set aside of a file in the snapshot are not to be asked for in it.

    They came corrected in another file, or are still wrong in another version of it that is among *files*. Where it is not
    known which row of another version a row is, all are to be asked for.
    """
    found = run(
        con,
        f"""
        with own as (
            select loads.file, coalesce(loads.returned_from, loads.file) as family
            from loads
            where loads.organisation = $organisation and loads.sha256 = $sha256 and {LATEST}
        )
        select own.file, items.sheet, items.ledger, items.row_number, items.id
        from own
        left join loads
            on loads.organisation = $organisation and coalesce(loads.returned_from, loads.file) = own.family
            and (loads.file = own.file or not list_contains($files, loads.file))
        left join set_aside_items as items on items.load_id = loads.load_id and items.closed_by_load_id is null
        """,
        {"organisation": organisation, "sha256": sha256, "files": list(files)},
    ).fetchall()
    if not found:
        return set()
    settled = {row[:3] for row in aside}
    for _, *waiting in found:
        if waiting[0] is None:
            continue
        sheet, ledger, number, name = waiting
        alike = {
            row[:3] for row in aside if row[:3] == (sheet, ledger, number) or (name and row[1::2] == (ledger, name))
        }
        if not alike:
            return set()
        settled -= alike
    return settled


def rows_set_aside(con: Connection, load_id: int) -> list[Row]:
    """Return sheet, ledger, number and id of the rows that a load set aside."""
    return run(
        con, "select sheet, ledger, row_number, id from set_aside_items where load_id = $load_id", {"load_id": load_id}
    ).fetchall()


def open_count(con: Connection, organisations: Iterable[str]) -> int:
    """Return how many rows of these organisations are set aside and not yet loaded; one of two ledgers is one row."""
    [(count,)] = run(
        con,
        "select count(distinct (load_id, sheet, row_number)) from set_aside_items "
        "where closed_by_load_id is null and list_contains($organisations, organisation)",
        {"organisations": list(organisations)},
    ).fetchall()
    return int(count)


def rows_waiting_in(con: Connection, organisation: str, files: Sequence[str]) -> dict[str, int]:
    """Return how many rows of each of these files are set aside and not yet loaded; a file without any is left out."""
    found = run(
        con,
        "select file, count(distinct (load_id, sheet, row_number)) from set_aside_items "
        "where organisation = $organisation and closed_by_load_id is null and list_contains($files, file) "
        "group by file order by file",
        {"organisation": organisation, "files": list(files)},
    ).fetchall()
    return dict(found)


def _family_files(con: Connection, source: Source) -> set[str]:
    """Return the names under which the file was received: its own, and those of the workbooks that were sent back as it."""
    found = run(
        con,
        f"select distinct file from loads where {OF_FAMILY}",
        {"organisation": source.organisation, "family": source.family},
    ).fetchall()
    return {file for (file,) in found}


def _stage_keys(store: Store, table: str, items: Sequence[Item]) -> None:
    store.stage(
        table,
        {"sheet": [item.sheet for item in items], "ledger": [item.ledger for item in items]},
        {"load_id": [item.load_id for item in items], "row_number": [item.row_number for item in items]},
    )


def _insert(store: Store, source: Source, rows: Sequence[Aside], since: Sequence[int], closed: Sequence[int]) -> None:
    if not rows:
        return
    store.stage(
        "staged_items",
        {name: [getattr(row, name) for row in rows] for name in ("sheet", "ledger", "id")},
        {
            "row_number": [row.row_number for row in rows],
            "since_load_id": since,
            "closed_by_load_id": closed,
        },
    )
    run(
        store.con,
        "insert into set_aside_items (load_id, organisation, file, sheet, ledger, row_number, id, since_load_id, "
        "closed_by_load_id) select $load_id, $organisation, $file, sheet, ledger, row_number, id, since_load_id, "
        "nullif(closed_by_load_id, 0) from staged_items",
        {"load_id": source.load_id, "organisation": source.organisation, "file": source.file},
    )
