"""Several editions at once: the one place that builds a matrix, by several processes where there are several editions.

An edition that fails leaves the others, and so does a process that is ended. The processes end with the one that
started them, however that ends, and clear away what they were at.
"""

from __future__ import annotations

import subprocess
import sys
from collections import deque
from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing import Pipe
from multiprocessing.connection import wait
from pathlib import Path

from analytics.errors import RunError, WorkbenchError
from analytics.language import Text
from analytics.periods import Period
from analytics.report.build import build_report
from analytics.settings import Organisation, Workspace

PATIENCE_S = 10
"""How long a process that was told to end may take to clear away what it was at."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One edition to build: whose, of which kind and period, as it was known on which day."""

    organisation: Organisation
    kind: str
    period: Period
    as_of: date


Outcome = Path | WorkbenchError
Progress = Callable[[Wanted, Text], None]


def build_editions(
    workspace: Workspace, wanted: Sequence[Wanted], *, language: str, workers: int, progress: Progress
) -> Generator[tuple[Wanted, Outcome]]:
    """Build every edition and yield, in the order they are wanted, its folder or the error that it ended in.

    One alone is built by this process, several by up to *workers* others. To stop half-way, close the generator.
    """
    if len(wanted) == 1:
        yield wanted[0], outcome_of(workspace, wanted[0], language, lambda step: progress(wanted[0], step))
        return
    waiting = deque(enumerate(wanted))
    outcomes: dict[int, Outcome] = {}
    crew: list[_Worker] = []
    try:
        for place, one in enumerate(wanted):
            while place not in outcomes:
                while waiting and len(crew) < workers:
                    crew.append(_Worker(workspace, language))
                    crew[-1].begin(*waiting.popleft())
                ready = wait([worker.pipe for worker in crew])
                for worker in [worker for worker in crew if worker.pipe in ready]:
                    said = worker.said()
                    if isinstance(said, Text):
                        progress(wanted[worker.place], said)
                        continue
                    outcomes[worker.place] = said
                    if waiting and not worker.has_ended:
                        worker.begin(*waiting.popleft())
                    else:
                        crew.remove(worker)
                        worker.end()
            yield one, outcomes.pop(place)
    finally:
        for worker in crew:
            worker.pipe.close()
        for worker in crew:
            worker.end()


def outcome_of(workspace: Workspace, one: Wanted, language: str, progress: Callable[[Text], None]) -> Outcome:
    """Build one edition; return its folder or the error that it ended in."""
    try:
        return build_report(
            workspace,
            one.organisation,
            one.kind,
            one.period,
            as_of=one.as_of,
            language=language,
            progress=progress,
        )
    except WorkbenchError as error:
        return error


class _Worker:
    """Another process, which builds one edition after the other (:mod:`analytics.report.worker`)."""

    def __init__(self, workspace: Workspace, language: str) -> None:
        self.pipe, theirs = Pipe()
        with theirs:
            # In a group of its own: a terminal's Ctrl-C is for the one that started it.
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "analytics.report.worker", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                process_group=0,
            )
        self.place = -1
        self.has_ended = False
        self._give((workspace, language))

    def begin(self, place: int, one: Wanted) -> None:
        """Give it the edition at *place* to build."""
        self.place = place
        self._give(one)

    def said(self) -> Text | Outcome:
        """Return the step that it has begun or what came of its edition; an error where the process itself ended."""
        try:
            said: Text | Outcome = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.has_ended = True
            return RunError(
                Text(
                    zh="生成报告的进程中途结束（退出码 {code}），这一期没有生成，其余照常。请重试；如再发生，请检查内存。",
                    en="The process that built the edition ended before its time (exit code {code}); this edition was not "
                    "made, the rest was. Run it again, and if it happens again, check that there is memory.",
                ).format(code=self.process.wait())
            )
        return said

    def end(self) -> None:
        """Have it clear away what it is at, and wait until it has ended."""
        self.pipe.close()
        try:
            self.process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _give(self, given: object) -> None:
        # A process that has ended cannot be given anything; what it says next is that it has.
        with suppress(BrokenPipeError):
            self.pipe.send(given)
