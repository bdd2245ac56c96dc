"""The sheets of a file on their way into the store; a long text file is read by a process of its own while it is stored.

Its parts are told through a pipe. Their cells, which are most of it, lie in files that the store reads by itself.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import DEVNULL, Popen

from analytics.errors import RunError, WorkbenchError
from analytics.language import Text
from analytics.ledger.parse import Parts
from analytics.ledger.rows import SheetRows
from analytics.tables.store import Store


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet, or a part of a long one, and the names of its columns.

    The cells of the columns stand in ``sheet``, or in the file ``cells``; then ``sheet`` holds only those of the rows' ids.
    """

    sheet: SheetRows
    columns: tuple[str, ...]
    cells: Path | None = None


def parts_of(sheets: Iterable[SheetRows], store: Store) -> Generator[Part]:
    """Yield the sheets of a file; where they are parts of a long file on disk, the next are read while one is stored.

    A file of cells is there until the next part is asked for. Raises what reading the sheets raises, and RunError when the
    process that reads them is ended.
    """
    if not isinstance(sheets, Parts) or not isinstance(sheets.table.source, Path) or sys.platform == "win32":
        for sheet in sheets:
            yield Part(sheet, tuple(sheet.columns))
        return
    folder = store.spill / "parts"
    folder.mkdir(parents=True, exist_ok=True)
    pipe, theirs = Pipe()
    with pipe, store.on_one_processor():
        with theirs:
            # In a group of its own: a terminal's Ctrl-C is for the one that started it.
            process = Popen(
                [sys.executable, "-P", "-m", "analytics.tables.beside", str(theirs.fileno())],
                stdin=DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        try:
            pipe.send((sheets, folder))
            while (part := _said(pipe, process, sheets.table.file)) is not None:
                yield part
                if part.cells:
                    part.cells.unlink()
        finally:
            process.kill()
            process.wait()
            shutil.rmtree(folder)


def _said(pipe: Connection, process: Popen[bytes], file: str) -> Part | None:
    try:
        said: Part | WorkbenchError | None = pipe.recv()
    except (EOFError, ConnectionResetError):
        raise RunError(
            Text(
                zh="{file}：读取它的进程中途结束（退出码 {code}），这个文件没有加载。请重试；如再发生，请检查内存。",
                en="{file}: the process that read it ended before its time (exit code {code}); the file was not loaded. Run it "
                "again, and if it happens again, check that there is memory.",
            ).format(file=file, code=process.wait())
        ) from None
    if isinstance(said, WorkbenchError):
        raise said
    return said
