"""``check`` and ``load``: read ledgers, say what came of every row, and store them."""

from __future__ import annotations

import os
import tempfile
from argparse import Namespace
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from analytics.cli import output
from analytics.cli.questions import LEDGERS
from analytics.cli.received import Received, folders_without_ledgers, no_ledgers, received
from analytics.cli.workspace import opened
from analytics.errors import InputError, UsageError, WorkbenchError
from analytics.findings import CHECKS, Finding
from analytics.language import Language, Text
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import digest_of
from analytics.policy.applied import policy_of
from analytics.policy.profile import workspace_profile
from analytics.policy.without_data import rules_without_data
from analytics.present.lacks import lacks_in_words
from analytics.report.index import KINDS
from analytics.report.late import published_before
from analytics.report.template import Headers
from analytics.results.labels import labels_of
from analytics.settings import Workspace
from analytics.tables.corrections import Corrections
from analytics.tables.history import Change, changed_rows
from analytics.tables.items import open_count, rows_set_aside, rows_settled, rows_waiting_in
from analytics.tables.journal import LoadReport, SheetCounts, is_loaded, known_as, older_version, rename
from analytics.tables.lineage import SENT_BACK
from analytics.tables.load import load_file
from analytics.tables.publish import publish
from analytics.tables.store import Connection, Store, open_snapshot
from analytics.tables.unknown_cases import unknown_cases
from analytics.tables.vanished import rows_only_in

SHOWN_OF_A_KIND = 20
SHOWN_CHANGES = 3
_TOLD_AGAIN = frozenset({"unreadable_member", "nothing_read"})
_SEVERITIES = {
    "set_aside": Text(zh="搁置", en="set aside"),
    "warning": Text(zh="注意", en="warning"),
    "note": Text(zh="提示", en="note"),
}


@dataclass
class Tally:
    """What a run over several files came to."""

    files: int = 0
    failed: int = 0
    refused: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, report: LoadReport) -> None:
        """Add one file that was read."""
        self.files += 1
        self.refused += sum(finding.check == "unreadable_member" for finding in report.findings)
        for name in ("read", "loaded", "unchanged", "set_aside", "closed"):
            self.counts[name] += getattr(report, name)

    @property
    def exit_code(self) -> int:
        """3 when a file or a member of an archive could not be read, 1 when rows are set aside and not brought in since."""
        return 3 if self.failed or self.refused else 1 if self.counts["set_aside"] > self.counts["closed"] else 0


def check(arguments: Namespace) -> int:
    """Say what a load of these ledgers alone would say; the store is not touched."""
    workspace = opened(arguments)
    with _scratch(workspace) as store:
        run = Run(workspace, store, arguments)
        run.rejects = Path(arguments.rejects) if arguments.rejects else None
        run.over(arguments.paths)
        if not arguments.paths:
            run.unknown_cases()
    output.say(run.total(Text(zh="检查完毕，没有保存", en="Checked, nothing stored")))
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
    output.say(run.total(words.format(count=run.written)))
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
        run.unknown_cases()
        run.rules_without_data()
        for line in run.late():
            output.say(line)
        if not arguments.paths:
            run.absent_files()
        run.open_items()
    output.say(run.total(Text(zh="加载完毕", en="Loaded")))
    return run.tally.exit_code


class Run:
    """One pass over ledger files, with what is said about them."""

    def __init__(self, workspace: Workspace, store: Store, arguments: Namespace) -> None:
        self.workspace = workspace
        self.store = store
        self.language: Language = arguments.lang
        self.named: str | None = arguments.organisation
        self.limit = None if arguments.all else SHOWN_OF_A_KIND
        self.is_check = arguments.command in ("check", "rejects")
        self.is_brief = False
        self.rejects: Path | None = None
        self.published: Connection | None = None
        self.names: list[str] = []
        self.written = 0
        self.tally = Tally()
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
                self._tell(report, self.name(one))
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

    def _tell(self, report: LoadReport, name: str) -> None:
        if report.skipped:
            as_before = Text(zh="与上次加载的相同", en="as loaded before")
            if report.is_outdated:
                as_before = Text(
                    zh="与 {file} 以前的版本相同，不再加载（应以它为准的，请用那个文件名）",
                    en="the same as an earlier version of {file}, not loaded again (if it is to count, give it that name)",
                ).format(file=report.file)
            elif name != report.file:
                as_before = Text(zh="与加载过的 {file} 相同", en="the same as {file}, loaded before").format(
                    file=report.file
                )
            words = Text(
                zh="{file}：{as_before}，{read} 行 = 未变 {unchanged} + 搁置 {set_aside}{why}",
                en="{file}: {as_before}, {read} rows = {unchanged} unchanged + {set_aside} set aside{why}",
            )
            why = Text(zh="", en="")
            if report.closed:
                why = Text(
                    zh=f"，其中 {report.closed} 行另有文件已改好加载",
                    en=f", of which {report.closed} came corrected in another file",
                )
            if report.set_aside > report.closed:
                why = Text(
                    zh=f"{why.zh}（analytics check 可再看原因）", en=f"{why.en} (analytics check tells why again)"
                )
            counts = {"read": report.read, "unchanged": report.unchanged, "set_aside": report.set_aside, "why": why}
            output.say(words.format(file=name, as_before=as_before, **counts).in_language(self.language))
            # What could not be read of it still cannot.
            self.list_findings([finding for finding in report.findings if finding.check in _TOLD_AGAIN])
            return
        output.say(Text(zh=f"{report.file}：", en=f"{report.file}:").in_language(self.language))
        for sheet in report.sheets:
            output.say(f"  {self._counted(sheet)}")
        if report.closed:
            words = Text(
                zh="  搁置的行中有 {closed} 行与以前相同，另有文件已改好加载，不再列为待改",
                en="  Rows set aside as before that came corrected in another file, and are not listed again: {closed}",
            )
            output.say(words.format(closed=report.closed).in_language(self.language))
        self._tell_changes(report)
        asks_nothing = 0 < report.closed == report.set_aside
        self.list_findings(
            [finding for finding in report.findings if not (asks_nothing and finding.severity == "set_aside")]
        )

    def _tell_changes(self, report: LoadReport) -> None:
        """Say how many rows of earlier files this one changed, and how the first of them."""
        names = self.workspace.settings.privacy.staff_names
        count, first = changed_rows(
            self.store.con, report.organisation, report.load_id, first=SHOWN_CHANGES, staff_names=names
        )
        if not count:
            return
        organisation = self.workspace.organisation(report.organisation)
        headers = Headers(policy_of(self.workspace, organisation), self.language)
        words = Text(
            zh="  改动了以前加载的 {count} 行（全部版本：analytics history 编号）：",
            en="  Rows of earlier loads that it changed: {count} (every version: analytics history ID):",
        )
        output.say(words.format(count=count).in_language(self.language))
        for version in first:
            # An id that was put together from cells may hold a name.
            place = version.id if "|" not in version.id else f"{version.sheet}!{version.row}"
            cells = (
                Text(zh="；", en="; ")
                .in_language(self.language)
                .join(self._change(headers, version.ledger, change) for change in version.changes)
            )
            output.say(f"    {place}: {cells}")

    def _change(self, headers: Headers, ledger: str, change: Change) -> str:
        empty = Text(zh="（空）", en="(empty)").in_language(self.language)
        before, after = (
            f"“{headers.word(change.column, cell)}”" if cell else empty for cell in (change.before, change.after)
        )
        return f"{headers(ledger, change.column)} {before} → {after}"

    def _counted(self, sheet: SheetCounts) -> str:
        if self.is_check:
            words = Text(
                zh="{sheet}（{ledger}）：读到 {read} 行 = 可加载 {loaded} + 重复 {unchanged} + 搁置 {set_aside}；"
                "另有非数据行 {rest}",
                en="{sheet} ({ledger}): read {read} rows = {loaded} to load + {unchanged} repeated + {set_aside} set "
                "aside; lines that are no rows: {rest}",
            )
        else:
            words = Text(
                zh="{sheet}（{ledger}）：读到 {read} 行 = 加载 {loaded} + 未变 {unchanged} + 搁置 {set_aside}；"
                "另有非数据行 {rest}",
                en="{sheet} ({ledger}): read {read} rows = {loaded} loaded + {unchanged} unchanged + {set_aside} set "
                "aside; lines that are no rows: {rest}",
            )
        return words.format(
            sheet=sheet.sheet,
            ledger=LEDGERS[sheet.ledger],
            read=sheet.read,
            loaded=sheet.loaded,
            unchanged=sheet.unchanged,
            set_aside=sheet.set_aside,
            rest=sheet.not_rows,
        ).in_language(self.language)

    def list_findings(self, findings: Sequence[Finding]) -> None:
        """Say each finding, the gravest first; of a kind that fills pages only the first."""
        order = list(_SEVERITIES)
        said: Counter[str] = Counter()
        for finding in sorted(findings, key=lambda finding: order.index(finding.severity)):
            said[finding.check] += 1
            if self.limit is None or said[finding.check] <= self.limit:
                self._list(finding)
        for kind, number in said.items():
            self._count_others(kind, number)

    def _list(self, finding: Finding) -> None:
        mark = _SEVERITIES[finding.severity].in_language(self.language)
        output.say(f"  [{mark}] {finding.sentence(self.language)}")

    def _count_others(self, kind: str, number: int) -> None:
        """Say how many of a kind were found beside those that were listed."""
        if self.limit is not None and number > self.limit:
            words = Text(
                zh="  … 同类（{kind}）还有 {more} 处，加 --all 全部列出",
                en="  … {more} more of this kind ({kind}); --all lists them all",
            )
            told = words.format(kind=CHECKS[kind].title, more=number - self.limit)
            output.say(told.in_language(self.language))

    def late(self) -> list[str]:
        """Return a line for each report that was published before these loads brought rows of its period."""
        lines = []
        for organisation, loads in self.loads.items():
            for one in published_before(self.store.con, self.workspace, organisation, loads):
                words = Text(
                    zh="{period} {kind}以前已发布，这次加载了属于它的 {rows} 行，请重新生成："
                    "analytics report {command} {period} --organisation {organisation}",
                    en="{period} {kind} was published before, and this load brought {rows} row(s) of its period; run it "
                    "again: analytics report {command} {period} --organisation {organisation}",
                )
                told = words.format(
                    period=one.period,
                    kind=KINDS.get(one.kind, Text(zh=one.kind, en=one.kind)),
                    rows=one.rows,
                    command=one.kind,
                    organisation=organisation,
                )
                lines.append(told.in_language(self.language))
        return lines

    def unknown_cases(self) -> None:
        """Say which callbacks and problem items stand without a case after all that is in the store."""
        count, first = unknown_cases(self.store.con, self.organisations, first=self.limit)
        for finding in first:
            self._list(finding)
        self._count_others("unknown_case", count)

    def rules_without_data(self) -> None:
        """Say what the policies' rules are about and no ledger of their organisation holds."""
        findings = []
        for organisation in self.workspace.settings.organisation:
            if organisation.id in self.organisations:
                policy = policy_of(self.workspace, organisation)
                lacking = rules_without_data(self.store.con, policy, organisation.id)
                words = lacks_in_words(lacking, labels_of(policy, policy.categories), self.language)
                name = organisation.title.in_language(self.language)
                findings += [Finding("rule_without_data", name, detail=sentence) for sentence in words]
        self.list_findings(findings)

    def absent_files(self) -> None:
        """Say which files were loaded from the folders of ledgers, lie there no longer, and still matter; and what to do."""
        current = "select organisation, file from loads where current order by load_id"
        absent: dict[str, list[str]] = {}
        for organisation, file in self.store.con.execute(current).fetchall():
            if organisation in self.organisations:
                path = (self.workspace.root / file).resolve()
                folder = self.workspace.ledgers(self.workspace.organisation(organisation)).resolve()
                if path.is_relative_to(folder) and not path.exists():
                    absent.setdefault(organisation, []).append(file)
        for organisation, files in absent.items():
            counting = rows_only_in(self.store.con, organisation, files)
            waiting = rows_waiting_in(self.store.con, organisation, files)
            matter = [file for file in files if file in counting or file in waiting]
            if matter:
                words = Text(
                    zh="{files} 已不在台账文件夹里，仍有 {rows} 行照旧计入、{waiting} 行列为待改。误移走的请放回；"
                    "作废的，删除数据库 {database} 再运行 analytics load，由文件夹里的台账重建（改动历史和人员代号从头记起）。",
                    en="Files that lie in the folder of ledgers no longer: {files}. {rows} of their rows still count, {waiting} "
                    "are listed as open. Put back what was moved by mistake; if it is void, delete the database {database} and "
                    "run analytics load, which makes it anew from the folder (histories and codes of staff begin anew).",
                )
                told = words.format(
                    files=", ".join([*matter[:SHOWN_CHANGES], *["…"] * (len(matter) > SHOWN_CHANGES)]),
                    rows=sum(counting.values()),
                    waiting=sum(waiting.values()),
                    database=os.path.relpath(self.workspace.database),
                )
                output.say(told.in_language(self.language))

    def open_items(self) -> None:
        """Say how many rows of all loads still wait to be corrected."""
        count = open_count(self.store.con, self.organisations)
        if count:
            words = Text(
                zh="还有 {count} 行搁置待改，清单：analytics items；退回给填表人：analytics rejects",
                en="Rows set aside and still open: {count}. Listed by: analytics items; to send back: analytics rejects",
            )
            output.say(words.format(count=count).in_language(self.language))

    def total(self, done: Text) -> str:
        """Return the last line: the sums over all files."""
        words = Text(
            zh="{done}：{files} 个文件，读到 {read} 行 = 加载 {loaded} + 未变 {unchanged} + 搁置 {set_aside}{failed}。",
            en="{done}: {files} file(s), read {read} rows = {loaded} loaded + {unchanged} unchanged + {set_aside} set "
            "aside{failed}.",
        )
        if self.is_check:
            words = Text(
                zh="{done}：{files} 个文件，读到 {read} 行 = 可加载 {loaded} + 重复 {unchanged} + 搁置 {set_aside}{failed}。",
                en="{done}: {files} file(s), read {read} rows = {loaded} to load + {unchanged} repeated + {set_aside} "
                "set aside{failed}.",
            )
        unread = self.tally.failed + self.tally.refused
        failed = Text(
            zh=f"；{unread} 处读不了，见上" if unread else "",
            en=f"; {unread} could not be read, see above" if unread else "",
        )
        counts = {name: self.tally.counts[name] for name in ("read", "loaded", "unchanged", "set_aside")}
        return words.format(done=done, files=self.tally.files, failed=failed, **counts).in_language(self.language)
