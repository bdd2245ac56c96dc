"""The process that reads a long text file for the one that stores it: see :mod:`analytics.tables.parts`.

It ends when all is told, or when the other end of the pipe is closed, by whom or whatever it be.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

from analytics.errors import WorkbenchError
from analytics.ledger.rows import SheetRows
from analytics.tables.parts import Part
from analytics.tables.spread import LEDGERS
from analytics.tables.store import CellsWriter


def main() -> None:
    """Read what is asked for through the pipe whose number is the only argument."""
    with Connection(int(sys.argv[1])) as pipe, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            sheets, folder = pipe.recv()
            writer = CellsWriter(sheets.table.file)
            for number, sheet in enumerate(sheets):
                pipe.send(_laid_down(sheet, folder / f"{number}.parquet", writer))
            pipe.send(None)
        except WorkbenchError as error:
            pipe.send(error)


def _laid_down(sheet: SheetRows, cells: Path, writer: CellsWriter) -> Part:
    names = tuple(sheet.columns)
    if not sheet.rows:
        return Part(sheet, names)
    writer.write(cells, sheet.columns, {"row_number": sheet.rows})
    sheet.columns = {name: values for name, values in sheet.columns.items() if name == LEDGERS[sheet.table].id}
    return Part(sheet, names, cells)


if __name__ == "__main__":
    main()
