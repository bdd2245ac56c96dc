"""Parsed ledger files from table literals, and all that a store holds, to compare one store with another."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path

from analytics.ledger.rows import LedgerFile, SetAside, SheetRows
from analytics.tables.journal import LoadReport
from analytics.tables.load import load_file
from analytics.tables.schema import STORED
from analytics.tables.store import Connection, Store
from tests.lib.table_text import Row, rows

LOADED_AT = datetime(2026, 11, 1, 8, 30)
PROFILE = "profile-1"


def sheet(table: str, text: str | list[Row], *, name: str = "", set_aside: list[SetAside] | None = None) -> SheetRows:
    """Return a sheet whose header is in row 1; a literal's columns are those of its first line."""
    body = rows(text) if isinstance(text, str) else text
    columns = {column: [row[column] for row in body] for column in (body[0] if body else {})}
    return SheetRows(name or table, table, columns, list(range(2, 2 + len(body))), set_aside or [])


def ledger_file(*sheets: SheetRows) -> LedgerFile:
    """Return a file of these sheets; its digest is that of what it holds."""
    held = repr([(part.sheet, part.table, part.columns, part.rows, part.set_aside) for part in sheets])
    return LedgerFile(Path("any.xlsx"), hashlib.sha256(held.encode()).hexdigest(), len(held), list(sheets))


def load(
    store: Store,
    *sheets: SheetRows,
    file: str = "ledgers/a.xlsx",
    organisation: str = "jingyi",
    profile: str = PROFILE,
    done: frozenset[str] = frozenset(),
) -> LoadReport:
    """Load one file of these sheets."""
    return load_file(
        store,
        ledger_file(*sheets),
        organisation=organisation,
        file_name=file,
        profile_digest=profile,
        loaded_at=LOADED_AT,
        done=done,
    )


def contents(con: Connection, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every stored table, sorted; *without* leaves columns out."""
    held = {}
    for table in STORED:
        columns = [column for column in table.columns if column not in without]
        found = con.execute(f"select {', '.join(columns)} from {table.name}").fetchall()
        held[table.name] = sorted(found, key=repr)
    return held
