"""The whole ledger of an organisation as one workbook in the canonical form: what was loaded, to take elsewhere or load again.

It holds everything, people's details and words too, so it is written only where the office says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from analytics.ledger.headers import REQUIRED
from analytics.report.workbook.saving import save
from analytics.settings import Organisation, Workspace
from analytics.tables.gather import whole_ledger
from analytics.tables.spread import LEDGERS
from analytics.tables.store import Store

ROWS_OF_A_SHEET = 1_000_000


def write_ledger(workspace: Workspace, organisation: Organisation, path: Path) -> dict[str, int]:
    """Write what the store holds of *organisation* to a workbook, a sheet for each kind of ledger; return their rows.

    A row a record, by id; a problem item has one for each party. Empty is unknown. Every cell is text, none a formula.
    Raises RunError when the file cannot be written.
    """
    book = Workbook(write_only=True)
    counts = {}
    with Store.open(workspace.database) as store:
        for ledger in LEDGERS:
            columns, rows = whole_ledger(store.con, ledger, organisation.id, first=REQUIRED[ledger])
            if columns:
                counts[ledger] = _write(book, ledger, columns, rows)
    if not counts:
        book.create_sheet("cases").append(list(REQUIRED["cases"]))
    save(book, path)
    return counts


def _write(book: Workbook, ledger: str, columns: list[str], rows: Iterator[tuple[str | None, ...]]) -> int:
    count = 0
    for count, row in enumerate(rows, start=1):
        if count % ROWS_OF_A_SHEET == 1:
            part = count // ROWS_OF_A_SHEET
            sheet = book.create_sheet(ledger if part == 0 else f"{ledger} {part + 1}")
            sheet.append(columns)
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            if value is not None:
                cell.data_type = "s"  # what looks like a formula is the words of a ledger
            cells.append(cell)
        sheet.append(cells)
    return count
