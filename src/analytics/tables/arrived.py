"""What a file brings that matters to open items: the rows that they wait for, and rows that were set aside once more."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from analytics.ledger.rows import OWN_ID
from analytics.tables.journal import Aside
from analytics.tables.lineage import LATEST
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.ledger.rows import SheetRows
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection


class Item(NamedTuple):
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
    """What a file brings that matters to open items: the ids of its rows that are awaited, and its rows set aside.

    ``brought`` are the open items without an id that it brings in, ``rows_brought`` the rows that do, by ledger and id.
    """

    con: Connection
    source: Source
    found: set[tuple[str, str]] = field(default_factory=set)
    set_aside: list[Aside] = field(default_factory=list)
    brought: set[Item] = field(default_factory=set)
    rows_brought: set[tuple[str, str]] = field(default_factory=set)
    read: Counter[str] = field(default_factory=Counter)
    places: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.open = _open_items(self.con, self.source)
        self.former = _former_counts(self.con, self.source)
        self.awaited_places = {item.row_number for item in self.open if item.id is None}
        self.awaited: dict[str, set[str]] = {}
        for item in self.open:
            if item.id is not None:
                self.awaited.setdefault(item.ledger, set()).add(item.id)

    def add(self, sheet: SheetRows) -> None:
        """Look at the rows of one sheet, or of one part of it."""
        self.read[sheet.table] += sheet.read_count
        if self.awaited_places:
            self.places |= self.awaited_places.intersection([*sheet.rows, *(row.row for row in sheet.set_aside)])
        awaited = self.awaited.get(sheet.table)
        if awaited and (column := sheet.columns.get(OWN_ID[sheet.table])):
            self.found |= {(sheet.table, name) for name in awaited.intersection(name for name in column if name)}
        self._look_for_rows_without_id(sheet)
        self.set_aside += [
            Aside(sheet.sheet, sheet.table, row.row, row.id, json.dumps(row.cells, ensure_ascii=False), row.known_by)
            for row in sheet.set_aside
        ]

    def _look_for_rows_without_id(self, sheet: SheetRows) -> None:
        awaited = [item for item in self.open if item.ledger == sheet.table and item.known_by]
        if not awaited or (names := sheet.columns.get(OWN_ID[sheet.table])) is None:
            return
        of_case: dict[str, list[Item]] = {}
        of_row: dict[int, list[Item]] = {}
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
                        self.rows_brought.add((sheet.table, str(name)))

    def is_shorter(self, ledger: str) -> bool:
        """Whether the file holds fewer rows of a ledger than the version of it that came before."""
        return self.read[ledger] < self.former.get(ledger, 0)

    def lacks(self, item: Item) -> bool:
        """Whether the file that an item is of says nothing of it any more: of one without an id, stands no row in its place."""
        return item.id is not None or (self.is_shorter(item.ledger) and item.row_number not in self.places)


def _open_items(con: Connection, source: Source) -> list[Item]:
    found = run(
        con,
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
        {"organisation": source.organisation},
    ).fetchall()
    return [Item(*row) for row in found]


def _former_counts(con: Connection, source: Source) -> dict[str, int]:
    """Return how many rows of each ledger the version held that the file is the next of, or was made of."""
    found = run(
        con,
        f"""
        select sheets.ledger, sum(sheets.read_count)
        from load_sheets as sheets
        inner join loads on loads.load_id = sheets.load_id
        where loads.organisation = $organisation and loads.file = $family and loads.load_id <> $load_id and {LATEST}
        group by sheets.ledger
        """,
        {"organisation": source.organisation, "family": source.family, "load_id": source.load_id},
    ).fetchall()
    return {ledger: int(count) for ledger, count in found}
