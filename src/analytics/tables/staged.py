"""The rows of one sheet while they wait to be merged.

The table ``staged`` holds their cells, ``arrived`` what they are known by.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analytics.findings import Finding
from analytics.tables.spread import LEDGERS, Values
from analytics.tables.statements import run
from analytics.tables.store import identifier, quoted

if TYPE_CHECKING:
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection


class Staged:
    """One sheet; of the sheet itself only its name and its columns are kept."""

    def __init__(self, con: Connection, source: Source, sheet: str, ledger: str, columns: Iterable[str]) -> None:
        self.con = con
        self.source = source
        self.sheet = sheet
        self.ledger = ledger
        self.columns = sorted(columns)
        self.key: Values = {"organisation": source.organisation, "ledger": ledger}
        self.place: Values = {"organisation": source.organisation, "load_id": source.load_id, "sheet": sheet}
        self.findings: list[Finding] = []
        run(con, "create or replace temp table taken (row_number bigint)")

    def describe_arrived(self) -> None:
        """Make the table ``arrived``: id, part and fingerprint of each row that is staged."""
        cells = ", ".join(identifier(column) for column in self.columns)
        run(
            self.con,
            f"create or replace temp table arrived as select row_number, {self.id()} as id, {self.part()} as part, "
            f"hash($columns, {cells}) as fingerprint from staged",
            {"columns": self.columns},
        )

    def content(self) -> str:
        """Return the expression for the filled columns of a row of ``staged``, as a map."""
        cells = ", ".join(f"{{'key': {quoted(column)}, 'value': {identifier(column)}}}" for column in self.columns)
        return f"map_from_entries([cell for cell in [{cells}] if cell.value is not null])"

    def id(self) -> str:
        """Return the expression for the id of a row of ``staged``."""
        if self.ledger != "staff":
            return LEDGERS[self.ledger].id
        return self.joined(("name", "role", "from"))

    def part(self) -> str:
        """Return the expression for what tells several rows of one id apart: of problem items the party."""
        if self.ledger != "problems":
            return "''"
        return self.joined(("party_role", "party"))

    def joined(self, columns: Iterable[str]) -> str:
        """Return the expression for these cells of a row of ``staged`` as one word; of one that the sheet lacks nothing."""
        cells = [f"coalesce({identifier(name)}, '')" if name in self.columns else "''" for name in columns]
        return f"concat_ws('|', {', '.join(cells)})"

    def leave_out(self, rows: str, *tables: str) -> None:
        """Take the rows (row_number, part) out of ``staged`` and of those *tables* that were made of it."""
        run(
            self.con, f"delete from staged where (row_number, {self.part()}) in (select (row_number, part) from {rows})"
        )
        for table in tables:
            run(self.con, f"delete from {table} where (row_number, part) in (select (row_number, part) from {rows})")

    def count_taken(self, rows: str) -> None:
        """Count rows as loaded."""
        run(self.con, f"insert into taken select row_number from {rows}")

    def find(self, check: str, row: int, name: str, detail: str) -> None:
        """Tell something of a row."""
        # An id that the reader put together from cells may hold a name, and the row says it all.
        value = "" if "|" in name else name
        self.findings.append(Finding(check, self.source.file, self.sheet, row, value=value, detail=detail))


def count(con: Connection, table: str) -> int:
    """Return how many rows a table holds."""
    [(count,)] = run(con, f"select count(*) from {table}").fetchall()
    return int(count)
