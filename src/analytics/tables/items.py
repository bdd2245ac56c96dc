"""Rows that were set aside stay open items until they are loaded: what opens, what goes on, what closes.

An item closes when its file is loaded again and the row is no longer set aside, or when any file brings a row with its id.
For a row without an id that is one with the same cells, as far as they were understood: of the same case and day, or on the
same row. A workbook that was sent back counts as the file that it was made of.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from analytics.findings import MASK
from analytics.tables.journal import Aside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from analytics.ledger import SheetRows
    from analytics.tables.journal import Source
    from analytics.tables.store import Connection, Store

SENT_BACK = ".rejects.xlsx"
_IDS: Mapping[str, str] = {"cases": "case_id", "callbacks": "callback_id", "problems": "problem_id"}
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


class _Item(NamedTuple):
    """One open item; ``cells`` is the row as it was received, as JSON."""

    load_id: int
    sheet: str
    ledger: str
    row_number: int
    file: str
    id: str | None
    since_load_id: int
    cells: str
    known_by: str | None


@dataclass
class Arrived:
    """What a file brings that matters to open items: the ids of its rows that are awaited, and its rows set aside."""

    con: Connection
    organisation: str
    found: set[tuple[str, str]] = field(default_factory=set)
    set_aside: list[Aside] = field(default_factory=list)
    brought: set[_Item] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.open = _open_items(self.con, self.organisation)
        self.awaited: dict[str, set[str]] = {}
        for item in self.open:
            if item.id is not None:
                self.awaited.setdefault(item.ledger, set()).add(item.id)

    def add(self, sheet: SheetRows) -> None:
        """Look at the rows of one sheet, or of one part of it."""
        awaited = self.awaited.get(sheet.table)
        if awaited and (column := sheet.columns.get(_IDS[sheet.table])):
            self.found |= {(sheet.table, name) for name in awaited.intersection(name for name in column if name)}
        self._look_for_rows_without_id(sheet)
        self.set_aside += [
            Aside(sheet.sheet, sheet.table, row.row, row.id, json.dumps(row.cells, ensure_ascii=False), row.known_by)
            for row in sheet.set_aside
        ]

    def _look_for_rows_without_id(self, sheet: SheetRows) -> None:
        awaited = [item for item in self.open if item.ledger == sheet.table and item.known_by]
        if not awaited or (names := sheet.columns.get(_IDS[sheet.table])) is None:
            return
        of_case: dict[str, list[_Item]] = {}
        of_row: dict[int, list[_Item]] = {}
        for item in awaited:
            case, at, *_ = str(item.known_by).split("|")
            if case and at:
                of_case.setdefault(case, []).append(item)
            else:
                of_row.setdefault(item.row_number, []).append(item)
        for name, row in zip(names, sheet.rows, strict=True):
            case, bar, _ = str(name).partition("|")
            if bar and (case in of_case or row in of_row):
                parts = str(name).split("|")
                for item in (*of_case.get(case, ()), *of_row.get(row, ())):
                    known = str(item.known_by).split("|")
                    if len(known) == len(parts) and all(k in ("", p) for k, p in zip(known, parts, strict=True)):
                        self.brought.add(item)


def settle_items(store: Store, source: Source, arrived: Arrived) -> None:
    """Open an item for every row that the load set aside, and close those that it brought in, within its transaction."""
    if not arrived.open and not arrived.set_aside:
        return
    of_file = _same_file(source.file, arrived.open)
    by_cells = {(row.sheet, row.ledger, row.cells): at for at, row in enumerate(arrived.set_aside)}
    by_row = {(row.sheet, row.ledger, row.row_number): at for at, row in enumerate(arrived.set_aside)}
    since: dict[int, int] = {}
    gone: list[_Item] = []
    closed: list[_Item] = []
    for item in arrived.open:
        if item.file in of_file:
            place = (item.sheet, item.ledger)
            at = by_cells.get((*place, item.cells), by_row.get((*place, item.row_number)))
            if at is None:
                closed.append(item)
            else:
                gone.append(item)
                since[at] = min(since.get(at, item.since_load_id), item.since_load_id)
        elif item in arrived.brought or (item.id is not None and (item.ledger, item.id) in arrived.found):
            closed.append(item)
    _stage_keys(store, "staged_items", gone)
    store.con.execute(f"delete from set_aside_items where ({_KEY}) in (select {_KEY} from staged_items)")
    _stage_keys(store, "staged_items", closed)
    store.con.execute(
        f"update set_aside_items set closed_by_load_id = $load_id where ({_KEY}) in (select {_KEY} from staged_items)",
        {"load_id": source.load_id},
    )
    _insert(store, source, arrived.set_aside, since)


def listed_items(con: Connection, organisations: Sequence[str], *, with_closed: bool) -> list[dict[str, object]]:
    """Return the items of the snapshot, one row per thing that is wrong with a row; personal values are masked.

    So is a value of no column, which may be anything. A row of a sheet that was refused whole has the sheet's finding.
    """
    found = con.execute(
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


def open_count(con: Connection, organisations: Iterable[str]) -> int:
    """Return how many rows of these organisations are set aside and not yet loaded."""
    [(count,)] = con.execute(
        "select count(*) from set_aside_items "
        "where closed_by_load_id is null and list_contains($organisations, organisation)",
        {"organisations": list(organisations)},
    ).fetchall()
    return int(count)


def _open_items(con: Connection, organisation: str) -> list[_Item]:
    found = con.execute(
        """
        select items.load_id, items.sheet, items.ledger, items.row_number, items.file, items.id, items.since_load_id,
            any_value(coalesce(rows.cells, '')), any_value(rows.known_by)
        from set_aside_items as items
        left join set_aside_rows as rows
            on rows.load_id = items.load_id and rows.sheet = items.sheet and rows.row_number = items.row_number
        where items.organisation = $organisation and items.closed_by_load_id is null
        group by all
        order by all
        """,
        {"organisation": organisation},
    ).fetchall()
    return [_Item(*row) for row in found]


def _same_file(file: str, items: Iterable[_Item]) -> set[str]:
    """Return the names under which the file was received: its own, and that of the one that was sent back as it."""
    name = PurePosixPath(file).name
    own = {file}
    while name.endswith(SENT_BACK):
        name = name.removesuffix(SENT_BACK)
        # Of several files of one name it is not known which was meant: their items close by id, or not at all.
        named = {item.file for item in items if PurePosixPath(item.file).name == name}
        own |= named if len(named) == 1 else set()
    return own


def _stage_keys(store: Store, table: str, items: Sequence[_Item]) -> None:
    store.stage(
        table,
        {"sheet": [item.sheet for item in items], "ledger": [item.ledger for item in items]},
        {"load_id": [item.load_id for item in items], "row_number": [item.row_number for item in items]},
    )


def _insert(store: Store, source: Source, rows: Sequence[Aside], since: Mapping[int, int]) -> None:
    if not rows:
        return
    store.stage(
        "staged_items",
        {name: [getattr(row, name) for row in rows] for name in ("sheet", "ledger", "id")},
        {
            "row_number": [row.row_number for row in rows],
            "since_load_id": [since.get(at, source.load_id) for at in range(len(rows))],
        },
    )
    store.con.execute(
        "insert into set_aside_items (load_id, organisation, file, sheet, ledger, row_number, id, since_load_id) "
        "select $load_id, $organisation, $file, sheet, ledger, row_number, id, since_load_id from staged_items",
        {"load_id": source.load_id, "organisation": source.organisation, "file": source.file},
    )
