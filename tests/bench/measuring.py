"""Work in processes of its own: seconds, processor seconds and peak memory of each, and a table of the ratios."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
DECIMALS = 2


class ChildFailedError(Exception):
    """A child process did not come to its end; its last words are the message."""


@dataclass(frozen=True)
class Run:
    """What one piece of work took. Peak memory is of the largest single process."""

    seconds: float
    processor: float
    peak_mb: float
    said: Mapping[str, object]


@dataclass(frozen=True)
class Line:
    """One row of the table; a floor or goal of None is not set."""

    subject: str
    ours: float
    floor: float | None = None
    goal: float | None = None
    processor_ratio: float | None = None
    peak_mb: float | None = None
    peak_goal_mb: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor it takes; of a goal in seconds without a floor, the seconds."""
        return self.ours / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """Whether the goals are met; empty where there is none."""
        held = []
        if self.goal is not None:
            held.append((self.ours if self.ratio is None else self.ratio) <= self.goal)
        if self.peak_goal_mb is not None and self.peak_mb is not None:
            held.append(self.peak_mb <= self.peak_goal_mb)
        return "" if not held else "met" if all(held) else "not met"


def run(command: Sequence[str], *, cwd: Path = ROOT, allowed: Sequence[int] = (0,)) -> Run:
    """Run one command to its end; what it prints in its last line as JSON is what it said."""
    begun = time.perf_counter()
    with subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        assert process.stdout is not None
        words = process.stdout.read().decode("utf-8", errors="replace")
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode not in allowed:
        raise ChildFailedError(f"{' '.join(command[:4])} … ended with {process.returncode}: {words[-2000:]}")
    last = words.strip().splitlines()[-1:] or [""]
    said = json.loads(last[0]) if last[0].startswith("{") else {}
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, said)


def child(module: str, *arguments: object) -> Run:
    """Run one of the modules beside this one, in a process of its own."""
    return run([sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)])


def in_turn(rounds: int, *works: Callable[[], Run]) -> list[list[Run]]:
    """Do the works one after the other, *rounds* times over, so that a busy moment of the machine meets all of them."""
    runs: list[list[Run]] = [[] for _ in works]
    for _ in range(rounds):
        for place, work in enumerate(works):
            runs[place].append(work())
    return runs


def compared(subject: str, ours: Sequence[Run], floor: Sequence[Run], **goals: float) -> Line:
    """Return the line of medians."""
    return Line(
        subject,
        median(one.seconds for one in ours),
        median(one.seconds for one in floor),
        processor_ratio=median(one.processor for one in ours) / median(one.processor for one in floor),
        peak_mb=max(one.peak_mb for one in ours),
        **goals,
    )


def timed(work: Callable[[], object]) -> dict[str, float]:
    """Do *work* in this process and return its seconds and processor seconds."""
    begun, processor = time.perf_counter(), time.process_time()
    work()
    return {"seconds": time.perf_counter() - begun, "processor": time.process_time() - processor}


def inner(outcome: Run) -> Run:
    """Take the seconds that the child said of itself in place of those of the whole process."""
    seconds, processor = (float(str(outcome.said[name])) for name in ("seconds", "processor"))
    return Run(seconds, processor, outcome.peak_mb, outcome.said)


def table(lines: Sequence[Line]) -> str:
    """Return the lines under each other."""
    rows = [("subject", "ours s", "floor s", "ratio", "goal", "", "ratio of CPU s", "peak MB", "goal MB")]
    for line in lines:
        goal = "" if line.goal is None else f"{line.goal:g} x" if line.floor else f"{line.goal:g} s"
        rows.append(
            (
                line.subject,
                f"{line.ours:.{DECIMALS}f}",
                _number(line.floor),
                _number(line.ratio),
                goal,
                line.verdict,
                _number(line.processor_ratio),
                "" if line.peak_mb is None else f"{line.peak_mb:.0f}",
                "" if line.peak_goal_mb is None else f"{line.peak_goal_mb:.0f}",
            )
        )
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell + " " * (width - _width(cell)) if place in (0, 5) else " " * (width - _width(cell)) + cell
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.{DECIMALS}f}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
