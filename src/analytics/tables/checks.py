"""What must hold of the store after every load, whatever the ledgers say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.errors import RunError
from analytics.language import Text
from analytics.tables.schema import STORED
from analytics.tables.spread import LEDGERS
from analytics.tables.store import first_row

if TYPE_CHECKING:
    from analytics.tables.journal import LoadReport
    from analytics.tables.store import Connection


def check_load(con: Connection, report: LoadReport) -> None:
    """Raise RunError, so that nothing of the file is stored, when the counts of a load do not add up."""
    wrong = first_row(
        con,
        "select sheet, read_count, loaded_count, unchanged_count, set_aside_count from load_sheets "
        "where load_id = $load_id and (read_count <> loaded_count + unchanged_count + set_aside_count "
        "or least(read_count, loaded_count, unchanged_count, set_aside_count) < 0)",
        {"load_id": report.load_id},
    )
    kept = first_row(con, "select count(*) from set_aside_rows where load_id = $load_id", {"load_id": report.load_id})
    if wrong is None and kept is not None and kept[0] == report.set_aside:
        return
    raise RunError(
        Text(
            zh="{file}：行数对不上（{wrong}），该文件没有加载。这是程序的错误，请报告。",
            en="{file}: the row counts do not add up ({wrong}); the file was not loaded. This is a bug; please "
            "report it.",
        ).format(file=report.file, wrong=wrong or kept)
    )


def faults(con: Connection) -> list[str]:
    """Return what is wrong with a store, one sentence each; an empty list when all is well.

    Every key is unique, every table holds exactly the rows that the ledgers' rows name, every load has its counts.
    """
    found = []
    for table in STORED:
        key = ", ".join(table.key)
        if key and _count(con, f"select 1 from {table.name} group by {key} having count(*) > 1"):
            found.append(f"{table.name}: a key stands twice")
    for ledger, kind in LEDGERS.items():
        held = f"select organisation, id, part from ledger_rows where ledger = '{ledger}'"
        main, *details = (f"select organisation, {kind.id}, {kind.part} from {table}" for table in kind.tables)
        if _count(con, f"({held}) except all ({main})") or _count(con, f"({main}) except all ({held})"):
            found.append(f"{ledger}: the tables do not hold the rows of the ledger")
        if any(_count(con, f"({detail}) except ({main})") for detail in details):
            found.append(f"{ledger}: a detail has no row")
    loads = "select load_id from loads"
    for table_name in ("load_sheets", "findings", "set_aside_rows", "ledger_rows", "ledger_rows_history", "seen_rows"):
        unknown = _count(con, f"select load_id from {table_name} except {loads}")
        found += [f"{table_name}: a load is not in the journal"] * bool(unknown)
    if _count(con, "select 1 from load_sheets where read_count <> loaded_count + unchanged_count + set_aside_count"):
        found.append("load_sheets: the counts do not add up")
    if _count(con, "select 1 from loads where current group by organisation, file having count(*) > 1"):
        found.append("loads: a file has two current versions")
    return found


def _count(con: Connection, query: str) -> int:
    row = first_row(con, f"select count(*) from ({query})")
    return int(row[0]) if row else 0
