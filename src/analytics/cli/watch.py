"""``load --watch``: take in files as they are finished being written, a line each, until it is told to end."""

from __future__ import annotations

import signal
import sys
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Event

from analytics.cli import ledgers, output
from analytics.cli.account import in_sum
from analytics.cli.ledgers import Run
from analytics.cli.received import Received, received
from analytics.cli.workspace import opened
from analytics.errors import UsageError, WorkbenchError
from analytics.language import Language, Text
from analytics.settings import Workspace
from analytics.tables.history import count_changed
from analytics.tables.journal import LoadReport
from analytics.tables.publish import publish
from analytics.tables.store import Store

# A file that did not change between two looks is taken to be finished.
SECONDS_BETWEEN_LOOKS = 2.0
# What the spreadsheet programs put beside a file that they have open.
_LOCKS = ("~$", ".~", ".~lock.")
# Told in full under a file's line; what else needs a look is counted.
_TOLD = frozenset({"vanished", "vanished_many", "withdrawn", "unreadable_member"})

State = tuple[int, int]


def load(arguments: Namespace) -> int:
    """Load what is there; with ``--watch`` go on with whatever comes, until interrupted."""
    if not arguments.watch:
        return ledgers.load(arguments)
    watch = _Watch(opened(arguments), arguments)
    with _asked_to_end() as ending:
        watch.begin()
        while not ending.is_set():
            watch.look(ending)
            ending.wait(SECONDS_BETWEEN_LOOKS)
    watch.end()
    return 0


@contextmanager
def _asked_to_end() -> Iterator[Event]:
    """Give the event that an interruption or a termination sets, so that the file at hand is finished first.

    A second interruption ends at once; the store keeps whole files only, so nothing is lost by it either.
    """
    ending = Event()

    def ask(*_: object) -> None:
        if ending.is_set():
            raise KeyboardInterrupt
        ending.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Watch:
    """What is there, what of it was dealt with, and what is said about it."""

    def __init__(self, workspace: Workspace, arguments: Namespace) -> None:
        self.workspace = workspace
        self.settings = _settings(workspace)
        self.arguments = arguments
        self.language: Language = arguments.lang
        self.seen: dict[Path, State] = {}
        self.done: dict[Path, State] = {}
        self.complaint = ""
        self.is_first = True

    def begin(self) -> None:
        """Say what is watched."""
        places = self.arguments.paths or [
            str(self.workspace.ledgers(one))
            for one in self.workspace.settings.organisation
            if self.arguments.organisation in (None, one.id)
        ]
        words = Text(
            zh="正在守候 {places}，新到的台账自动加载；按 Ctrl-C 结束。",
            en="Watching {places}; new ledgers are loaded as they come. Ctrl-C ends it.",
        )
        self._say(words.format(places=", ".join(places)))

    def end(self) -> None:
        """Say that it is over."""
        self._say(Text(zh="守候结束。", en="No longer watching."))

    def look(self, ending: Event) -> None:
        """Take in the files that have not changed since the last look and are not yet dealt with."""
        try:
            self._read_settings()
        except UsageError as error:
            self._complain_once(error)
            return
        there = list(received(self.workspace, self.arguments.organisation, self.arguments.paths))
        states = {one.path: state for one in there if (state := _state(one.path)) is not None}
        settled = {path for path, state in states.items() if self.seen.get(path) == state != self.done.get(path)}
        ready = [one for one in there if one.path in settled and not _is_open(one.path)]
        self.seen = states
        if not ready:
            return
        try:
            with Store.open(self.workspace.database) as store:
                run = Run(self.workspace, store, self.arguments)
                self._take_in(run, ready, ending)
                publish(store, self.workspace.snapshot, staff_names=self.workspace.settings.privacy.staff_names)
                late = run.account.late(run.loads)
        except WorkbenchError as error:
            # Another load has the store: the files wait for the next look.
            self._complain_once(error)
            return
        self.is_first = False
        for line in late:
            self._print(f"  {line}")

    def _read_settings(self) -> None:
        """Read the workspace again once somebody has changed how ledgers are read; all of them are looked at anew then."""
        settings = _settings(self.workspace)
        if settings != self.settings:
            self.workspace = opened(self.arguments)
            self.settings = settings
            self.done.clear()
            self.is_first = True

    def _take_in(self, run: Run, ready: Sequence[Received], ending: Event) -> None:
        for one in ready:
            if ending.is_set():
                return
            try:
                run.prepare([one], is_all=False)
                report = run.load(one)
            except UsageError as error:
                # A setting or a correction is wrong: once that is put right the file is loaded.
                self._complain_once(error)
                continue
            except WorkbenchError as error:
                output.complain(error.text, self.language)
                self.done[one.path] = self.seen[one.path]
                continue
            self.done[one.path] = self.seen[one.path]
            if not (report.skipped and self.is_first):
                self._tell(run, report, run.name(one))

    def _tell(self, run: Run, report: LoadReport, name: str) -> None:
        looks = sum(finding.severity == "warning" and finding.check not in _TOLD for finding in report.findings)
        words = Text(zh="{file}：{sum}", en="{file}: {sum}").format(file=name, sum=in_sum(report))
        line = words.in_language(self.language)
        if name != report.file:
            same = Text(zh="（与加载过的 {file} 相同）", en=" (the same as {file}, loaded before)")
            if report.is_outdated:
                same = Text(zh="（与 {file} 以前的版本相同）", en=" (the same as an earlier version of {file})")
            line += same.format(file=report.file).in_language(self.language)
        if report.set_aside > report.closed:
            line += Text(zh="（见 analytics items）", en=" (see: analytics items)").in_language(self.language)
        changed = 0 if report.skipped else count_changed(run.store.con, report.organisation, report.load_id)
        if changed:
            more = Text(
                zh="；改动了以前加载的 {changed} 行（见 analytics history）",
                en="; {changed} rows of earlier loads changed (see: analytics history)",
            )
            line += more.format(changed=changed).in_language(self.language)
        if looks:
            more = Text(zh="；{looks} 处请核对（见 analytics check）", en="; {looks} to verify (see: analytics check)")
            line += more.format(looks=looks).in_language(self.language)
        self._print(f"{datetime.now():%H:%M:%S} {line}")
        run.account.list_findings([finding for finding in report.findings if finding.check in _TOLD])
        sys.stdout.flush()

    def _complain_once(self, error: WorkbenchError) -> None:
        told = error.text.in_language(self.language)
        if told != self.complaint:
            self.complaint = told
            output.complain(error.text, self.language)

    def _say(self, words: Text) -> None:
        self._print(words.in_language(self.language))

    def _print(self, line: str) -> None:
        output.say(line)
        sys.stdout.flush()


def _settings(workspace: Workspace) -> dict[Path, State | None]:
    """Return the state of the files that say how ledgers are read."""
    corrections, mappings = (
        workspace.root / one for one in (workspace.settings.corrections, workspace.settings.mappings)
    )
    return {path: _state(path) for folder in (workspace.root, corrections, mappings) for path in folder.glob("*.toml")}


def _state(path: Path) -> State | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns


def _is_open(path: Path) -> bool:
    """Whether a spreadsheet program has the file open, or it is itself the mark of that."""
    if path.name.startswith(_LOCKS):
        return True
    marks = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    return any(path.with_name(mark).exists() for mark in marks)
