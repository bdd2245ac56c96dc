"""A process that builds editions for :mod:`analytics.report.matrix`: they come through a pipe, and so goes what came of them.

It ends when the other end of the pipe is closed, by whom or whatever it be, and clears away what it was at.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from threading import Thread
from typing import NoReturn

from analytics.errors import RunError, is_interruption
from analytics.report.matrix import outcome_of


def main() -> NoReturn:
    """Build what comes through the pipe whose number is the only argument."""
    code = 0
    pipe = Connection(int(sys.argv[1]))
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    watching = Thread(target=_end_with, args=(pipe,), daemon=True)
    watching.start()
    try:
        with suppress(EOFError, BrokenPipeError, ConnectionResetError):
            workspace, language = pipe.recv()
            while True:
                pipe.send(outcome_of(workspace, pipe.recv(), language, pipe.send))
        watching.join()
    except BaseException as error:  # noqa: BLE001 -- shown whole
        if not is_interruption(error):
            traceback.print_exc()
            code = RunError.exit_code
    # At once: the interpreter would wait for the libraries' threads.
    os._exit(code)


def _end_with(pipe: Connection) -> None:
    """Interrupt this process when the other end of *pipe* is closed."""
    closed = select.poll()
    closed.register(pipe.fileno(), 0)
    closed.poll()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
