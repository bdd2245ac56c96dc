"""``check``, ``rejects`` and ``load``: read ledgers, send them back or store them."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analytics.cli import output
from analytics.cli.account import Account, Tally
from analytics.cli.received import Received, folders_without_ledgers, no_ledgers, received
from analytics.cli.workspace import opened
from analytics.errors import InputError, UsageError, WorkbenchError
from analytics.language import Language, Text
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import digest_of
from analytics.policy.applied import policy_of
from analytics.policy.profile import workspace_profile
from analytics.settings import Workspace
from analytics.tables.corrections import Corrections
from analytics.tables.items import rows_set_aside, rows_settled
from analytics.tables.journal import LoadReport, is_loaded, known_as, older_version, rename
from analytics.tables.lineage import SENT_BACK
from analytics.tables.load import load_file
from analytics.tables.publish import publish
from analytics.tables.store import Connection, Store, open_snapshot


def check(arguments: Namespace) -> int:
    """Say what a load of these ledgers alone would say; the store is not touched."""
    workspace = opened(arguments)
    with _scratch(workspace) as store:
        run = Run(workspace, store, arguments)
        run.rejects = Path(arguments.rejects) if arguments.rejects else None
        run.over(arguments.paths)
        if not arguments.paths:
            run.account.unknown_cases(run.organisations)
    output.say(run.account.total(Text(zh="检查完毕，没有保存", en="Checked, nothing stored"), run.tally))
    return run.tally.exit_code


def rejects(arguments: Namespace) -> int:
    """Write each ledger that has something to correct as a workbook to send back; the store is not touched.

    What came corrected since is not sent back again.
    """
    workspace = opened(arguments)
    with _scratch(workspace) as store, _published(workspace) as published:
        run = Run(workspace, store, arguments)
        run.published = published
        run.rejects = Path(arguments.out) if arguments.out else workspace.rejects
        run.is_brief = not arguments.all
        run.over(arguments.paths)
    words = Text(zh="写了 {count} 个退回工作簿", en="Workbooks to send back: {count}")
    output.say(run.account.total(words.format(count=run.written), run.tally))
    return run.tally.exit_code


@contextmanager
def _scratch(workspace: Workspace) -> Iterator[Store]:
    """Open a store for a moment, in the workspace: the machine's common folder is no place for people's data."""
    scratch = workspace.database.parent / "tmp"
    scratch.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory(prefix="check-", dir=scratch) as folder,
        Store.open(Path(folder) / "check.duckdb") as store,
    ):
        yield store


@contextmanager
def _published(workspace: Workspace) -> Iterator[Connection | None]:
    """Open what was published, if anything was that can be read."""
    try:
        con = open_snapshot(workspace.snapshot)
    except UsageError:
        yield None
        return
    try:
        yield con
    finally:
        con.close()


def load(arguments: Namespace) -> int:
    """Read and store ledgers, each file by itself, then publish what readers see."""
    workspace = opened(arguments)
    with Store.open(workspace.database) as store:
        run = Run(workspace, store, arguments)
        run.over(arguments.paths)
        output.show_progress(Text(zh="正在发布…", en="publishing …").in_language(arguments.lang))
        publish(store, workspace.snapshot, staff_names=workspace.settings.privacy.staff_names)
        account = run.account
        account.unknown_cases(run.organisations)
        account.rules_without_data(run.organisations)
        account.names_alike(run.organisations)
        for line in account.late(run.loads):
            output.say(line)
        if not arguments.paths:
            account.absent_files(run.organisations)
        account.open_items(run.organisations)
    output.say(account.total(Text(zh="加载完毕", en="Loaded"), run.tally))
    return run.tally.exit_code


class Run:
    """One pass over ledger files."""

    def __init__(self, workspace: Workspace, store: Store, arguments: Namespace) -> None:
        self.workspace = workspace
        self.store = store
        self.language: Language = arguments.lang
        self.named: str | None = arguments.organisation
        self.is_brief = False
        self.rejects: Path | None = None
        self.published: Connection | None = None
        self.names: list[str] = []
        self.written = 0
        self.tally = Tally()
        self.account = Account(workspace, store.con, arguments)
        self.profiles: dict[str, ReadingProfile] = {}
        self.corrections: dict[str, Corrections] = {}
        self.organisations: set[str] = set()
        self.loads: dict[str, list[int]] = {}

    def over(self, paths: Sequence[str]) -> None:
        """Read each file in a transaction of its own; one that cannot be read is named and the rest goes on."""
        there = list(self._received(paths))
        self.names = [self.name(one) for one in there]
        self.prepare(there, is_all=not paths)
        for number, one in enumerate(there, start=1):
            output.show_progress(f"[{number}/{len(there)}] {one.path.name}")
            try:
                report = self.load(one)
                sent_back = self._send_back(one, report)
            except WorkbenchError as error:
                if isinstance(error, UsageError):
                    raise
                self.tally.failed += 1
                output.complain(error.text, self.language)
                continue
            if not self.is_brief:
                self.account.of_file(report, self.name(one))
            if sent_back is not None:
                self.written += 1
                target, count = sent_back
                words = Text(zh="退回：{target}（{count} 处）", en="To send back: {target} ({count} to correct)")
                output.say(words.format(target=target, count=count).in_language(self.language))

    def _send_back(self, one: Received, report: LoadReport) -> tuple[Path, int] | None:
        """Write the workbook to send back, if one was asked for and there is something to correct."""
        if self.rejects is None or report.skipped:
            return None
        from analytics.report.rejects import write_rejects

        place = self._place(one)
        target = self.rejects / one.organisation.id / place.with_name(place.name + SENT_BACK)
        profile = self.profiles[one.organisation.id]
        count = write_rejects(one.path, profile, report, target)
        return (target, count) if count else None

    def load(self, one: Received) -> LoadReport:
        """Read and store one file; raises WorkbenchError when it cannot be read."""
        report = self._still_to_correct(one, self._loaded(one))
        self.tally.add(report)
        if not report.skipped:
            self.loads.setdefault(one.organisation.id, []).append(report.load_id)
        return report

    def _still_to_correct(self, one: Received, report: LoadReport) -> LoadReport:
        """Return the report without the rows that are not to be asked for in this file, as far as anything is published."""
        if self.published is None or not report.set_aside:
            return report
        aside = rows_set_aside(self.store.con, report.load_id)
        sha256 = digest_of(one.path)
        if older_version(self.published, report.organisation, self.name(one), sha256) is not None:
            settled = {row[:3] for row in aside}
        else:
            settled = rows_settled(self.published, report.organisation, sha256, self.names, aside)
        rows = {(sheet, row) for sheet, _, row in settled}
        findings = [
            finding
            for finding in report.findings
            if finding.severity != "set_aside" or (finding.sheet, finding.row) not in rows
        ]
        number = Counter((sheet, ledger) for sheet, ledger, _ in settled)
        sheets = [
            sheet.plus(set_aside=-number[sheet.sheet, sheet.ledger], unchanged=number[sheet.sheet, sheet.ledger])
            for sheet in report.sheets
        ]
        return replace(report, findings=tuple(findings), sheets=tuple(sheets))

    def _loaded(self, one: Received) -> LoadReport:
        name, corrections = self.name(one), self.corrections[one.organisation.id]
        profile = self.profiles[one.organisation.id]
        organisation, withdraws = one.organisation.id, one.organisation.deleted_rows == "withdraw"
        # Rows are withdrawn when their file is read, so it is read again once that has been decided.
        digest = "-".join(
            [corrections.digest(name, profile.digest), *["withdraw"] * withdraws, *one.organisation.senders]
        )
        # Whether it is in the store its bytes tell; what they say is read only if it is not.
        sha256, sender = digest_of(one.path), one.organisation.sender(self._place(one).as_posix())
        former = known_as(self.store.con, organisation, sha256, name)
        if former is not None and not (self.workspace.root / former).exists():
            rename(self.store, organisation, former, name, sender)
        known = is_loaded(self.store, organisation=organisation, file=name, sha256=sha256, profile_digest=digest)
        if known is not None:
            return known
        return load_file(
            self.store,
            corrections.applied(parse_file(one.path, profile), name),
            organisation=organisation,
            file_name=name,
            profile_digest=digest,
            loaded_at=datetime.now().replace(microsecond=0),
            withdraws=withdraws,
            sender=sender,
            case_key=profile.case_key,
            done=policy_of(self.workspace, one.organisation).done,
        )

    def _place(self, one: Received) -> Path:
        """Return where a file lies below its organisation's folder of ledgers, or of those that were sent back."""
        file = one.path.resolve()
        for folder in (self.workspace.ledgers(one.organisation), self.workspace.rejects / one.organisation.id):
            if file.is_relative_to(folder.resolve()):
                return file.relative_to(folder.resolve())
        return Path(file.name)

    def name(self, one: Received) -> str:
        """Return a file's path below the workspace, by which the store knows it."""
        return Path(os.path.relpath(one.path.resolve(), self.workspace.root.resolve())).as_posix()

    def prepare(self, received: Sequence[Received], *, is_all: bool) -> None:
        """Read what the organisations' ledgers are read by, and try their corrections before anything is loaded."""
        for organisation in {one.organisation.id: one.organisation for one in received}.values():
            self.organisations.add(organisation.id)
            profile = workspace_profile(self.workspace, organisation)
            corrections = Corrections.read(self.workspace.corrections(organisation), profile)
            self.profiles[organisation.id], self.corrections[organisation.id] = profile, corrections
            files = {self.name(one): one for one in received if one.organisation.id == organisation.id}
            for name, one in files.items():
                if any(correction.concerns(name) for correction in corrections.corrections):
                    output.show_progress(one.path.name)
                    # A file that cannot be read is named when its turn comes.
                    with suppress(InputError):
                        deque(corrections.applied(parse_file(one.path, profile), name).sheets, maxlen=0)
            corrections.check_matched(files, is_all=is_all, con=self.store.con)

    def _received(self, paths: Sequence[str]) -> Iterator[Received]:
        if not paths:
            for folder in folders_without_ledgers(self.workspace, self.named):
                self.tally.failed += 1
                output.complain(no_ledgers(folder), self.language)
        yield from received(self.workspace, self.named, paths)
