"""A long text file is read by a process of its own, while the one that asked for it stores what has been read.

The parts come through a pipe, as :class:`analytics.ledger.parse.Parts` would give them; the process ends when they are told,
or when the other end of the pipe is closed, by whom or whatever it be.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterable
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import DEVNULL, Popen

from analytics.errors import RunError, WorkbenchError
from analytics.language import Text
from analytics.ledger.parse import Parts
from analytics.ledger.rows import SheetRows


def read_beside(sheets: Iterable[SheetRows]) -> Generator[SheetRows]:
    """Yield the sheets of a file; where they are parts of a long file on disk, the next are read while one is worked on.

    Raises what reading them raises, and RunError when the process that reads them is ended.
    """
    if not isinstance(sheets, Parts) or not isinstance(sheets.table.source, Path) or sys.platform == "win32":
        yield from sheets
        return
    pipe, theirs = Pipe()
    with pipe:
        with theirs:
            # In a group of its own: a terminal's Ctrl-C is for the one that started it.
            process = Popen(
                [sys.executable, "-P", "-m", "analytics.ledger.beside", str(theirs.fileno())],
                stdin=DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        try:
            pipe.send(sheets)
            while (said := _said(pipe, process)) is not None:
                yield said
                del said  # before the next is made
        finally:
            process.kill()
            process.wait()


def _said(pipe: Connection, process: Popen[bytes]) -> SheetRows | None:
    try:
        said: SheetRows | WorkbenchError | None = pipe.recv()
    except (EOFError, ConnectionResetError):
        raise RunError(
            Text(
                zh="读取文件的进程中途结束（退出码 {code}），这个文件没有加载。请重试；如再发生，请检查内存。",
                en="The process that read the file ended before its time (exit code {code}); the file was not loaded. Run it "
                "again, and if it happens again, check that there is memory.",
            ).format(code=process.wait())
        ) from None
    if isinstance(said, WorkbenchError):
        raise said
    return said


def main() -> None:
    """Read what is asked for through the pipe whose number is the only argument."""
    with Connection(int(sys.argv[1])) as pipe, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        try:
            for sheet in pipe.recv():
                pipe.send(sheet)
            pipe.send(None)
        except WorkbenchError as error:
            pipe.send(error)


if __name__ == "__main__":
    main()
