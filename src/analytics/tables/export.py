"""Write results of queries as Parquet and CSV for other programs; the CSV opens in a spreadsheet as it is."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import duckdb

from analytics.errors import RunError
from analytics.language import Text
from analytics.tables.store import Connection, identifier, open_snapshot, quoted

_BATCH = 10_000
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
Query = tuple[str, Mapping[str, object]]


def open_for_export(snapshot: Path, folder: Path) -> Connection:
    """Open the published snapshot so that files can be written to *folder*, and nowhere else."""
    return open_snapshot(snapshot, writable=folder)


def write_table(con: Connection, name: str, query: Query, folder: Path) -> int:
    """Write ``<name>.parquet`` and ``<name>.csv`` to *folder* and return the number of rows.

    CSV: UTF-8 with a byte order mark, which spreadsheets need to read Chinese; empty is unknown. Text that a spreadsheet
    would take for a formula has an apostrophe in front there; in Parquet it stands as it is. Raises RunError when the folder
    cannot be written to.
    """
    table = identifier(f"export of {name}")
    con.execute(f"create or replace temp table {table} as {query[0]}", dict(query[1]))
    try:
        target = quoted(folder.resolve() / f"{name}.parquet")
        con.execute(f"copy {table} to {target} (format parquet)").fetchall()
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            lines = csv.writer(file, lineterminator="\r\n")
            found = con.execute(f"select * from {table}")
            lines.writerow([column for column, *_ in found.description or []])
            count = 0
            while batch := found.fetchmany(_BATCH):
                lines.writerows([[_written(cell) for cell in row] for row in batch])
                count += len(batch)
    except (OSError, duckdb.IOException, duckdb.PermissionException) as fault:
        raise RunError(
            Text(
                zh="{folder} 写不进去：{fault}。请检查权限和磁盘空间。",
                en="{folder} cannot be written to: {fault}. Check its permissions and the space on the disk.",
            ).format(folder=folder, fault=str(fault).split("\n")[0])
        ) from None
    con.execute(f"drop table {table}")
    return count


def _written(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = "" if cell is None else str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA_SIGNS) else text
