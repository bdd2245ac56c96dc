"""Read a workbook in a process of its own, which may use only so much memory and time.

The old and binary formats say only while they are read how much they hold, and a reader that runs out of memory takes
its process with it. Ordinary xlsx files are looked into beforehand and read in place.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Any

from analytics.errors import InputError
from analytics.ledger.cells import Formula
from analytics.ledger.grid import Grid
from analytics.ledger.refusals import DAMAGED, TOO_COSTLY, refusal

MEMORY_GB = 3
SECONDS = 120

_ALLOWED: Mapping[tuple[str, str], type] = {
    (kind.__module__, kind.__name__): kind for kind in (date, datetime, time, timedelta, timezone, Formula)
}
_PROGRAM = "from analytics.ledger.workbooks import answer; answer()"


def read_guarded(file: str, data: bytes) -> list[Grid]:
    """Return the sheets of a workbook that may be anything; raises InputError when it breaks its reader or the bounds."""
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, file, str(MEMORY_GB), str(SECONDS)],
            input=data,
            capture_output=True,
            timeout=SECONDS * 2,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        raise refusal(file, TOO_COSTLY, memory=MEMORY_GB, seconds=SECONDS) from None
    if done.returncode == 0:
        return [Grid(*sheet) for sheet in _plain(done.stdout)]
    if done.returncode == InputError.exit_code:
        zh, en = _plain(done.stdout)
        raise InputError(_text(zh, en))
    if b"panicked" in done.stderr and b"memory" not in done.stderr:
        raise refusal(file, DAMAGED, fault="panic")
    raise refusal(file, TOO_COSTLY, memory=MEMORY_GB, seconds=SECONDS)


def answer_with(read: Callable[[str, bytes], list[Grid]]) -> None:
    """Be the guarded process: bytes in, sheets or the paragraph of a refusal out."""
    file, memory, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_AS, (memory << 30, memory << 30))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        grids = read(file, sys.stdin.buffer.read())
    except InputError as fault:
        pickle.dump((fault.text.zh, fault.text.en), sys.stdout.buffer)
        raise SystemExit(fault.exit_code) from None
    sheets = [tuple(getattr(grid, each.name) for each in fields(grid)) for grid in grids]
    pickle.dump(sheets, sys.stdout.buffer, protocol=pickle.HIGHEST_PROTOCOL)


def _text(zh: str, en: str) -> Any:
    from analytics.language import Text

    return Text(zh=zh, en=en)


class _PlainValues(pickle.Unpickler):
    """Takes in lists, text, numbers and dates, and nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ALLOWED:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return _ALLOWED[module, name]


def _plain(data: bytes) -> Any:
    return _PlainValues(io.BytesIO(data)).load()
