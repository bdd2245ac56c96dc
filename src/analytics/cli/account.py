"""What is said of ledgers that were read: what came of each file, and how things stand after all of them."""

from __future__ import annotations

import os
from argparse import Namespace
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from analytics.cli import output
from analytics.cli.questions import LEDGERS
from analytics.findings import CHECKS, Finding
from analytics.language import Language, Text
from analytics.policy.applied import policy_of
from analytics.policy.without_data import rules_without_data
from analytics.present.lacks import lacks_in_words
from analytics.report.index import KINDS
from analytics.report.late import published_before
from analytics.report.template import Headers
from analytics.results.labels import labels_of
from analytics.settings import Workspace
from analytics.tables.history import Change, changed_rows
from analytics.tables.items import open_count, rows_waiting_in
from analytics.tables.journal import LoadReport, SheetCounts, current_files
from analytics.tables.names_alike import names_alike
from analytics.tables.store import Connection
from analytics.tables.unknown_cases import unknown_cases
from analytics.tables.vanished import rows_only_in

SHOWN_OF_A_KIND = 20
SHOWN_CHANGES = 3
_LOADED = Text(
    zh="读到 {read} 行 = 加载 {loaded} + 未变 {unchanged} + 搁置 {set_aside}",
    en="read {read} rows = {loaded} loaded + {unchanged} unchanged + {set_aside} set aside",
)
_CHECKED = Text(
    zh="读到 {read} 行 = 可加载 {loaded} + 重复 {unchanged} + 搁置 {set_aside}",
    en="read {read} rows = {loaded} to load + {unchanged} repeated + {set_aside} set aside",
)
_COUNTS = ("read", "loaded", "unchanged", "set_aside")
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
    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    set_aside: int = 0
    closed: int = 0

    def add(self, report: LoadReport) -> None:
        """Add one file that was read."""
        self.files += 1
        self.refused += sum(finding.check == "unreadable_member" for finding in report.findings)
        self.read += report.read
        self.loaded += report.loaded
        self.unchanged += report.unchanged
        self.set_aside += report.set_aside
        self.closed += report.closed

    @property
    def exit_code(self) -> int:
        """3 when a file or a member of an archive could not be read, 1 when rows are set aside and not brought in since."""
        return 3 if self.failed or self.refused else 1 if self.set_aside > self.closed else 0


def in_sum(counts: LoadReport | SheetCounts | Tally, *, is_check: bool = False) -> Text:
    """Return the sum of the rows that were read, by what came of them."""
    return (_CHECKED if is_check else _LOADED).format(**{name: getattr(counts, name) for name in _COUNTS})


class Account:
    """Says what came of a load, or would come of one."""

    def __init__(self, workspace: Workspace, con: Connection, arguments: Namespace) -> None:
        self.workspace = workspace
        self.con = con
        self.language: Language = arguments.lang
        self.limit = None if arguments.all else SHOWN_OF_A_KIND
        self.is_check = arguments.command in ("check", "rejects")

    def of_file(self, report: LoadReport, name: str) -> None:
        """Say what came of one file."""
        if report.skipped:
            self._of_skipped(report, name)
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

    def _of_skipped(self, report: LoadReport, name: str) -> None:
        """Say of a file that is in the store already what it came to before."""
        as_before = Text(zh="与上次加载的相同", en="as loaded before")
        if report.is_outdated:
            as_before = Text(
                zh="与 {file} 以前的版本相同，不再加载（如果要以它为准，请改用那个文件名）",
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
            why = Text(zh=f"{why.zh}（analytics check 可再看原因）", en=f"{why.en} (analytics check tells why again)")
        counts = {"read": report.read, "unchanged": report.unchanged, "set_aside": report.set_aside, "why": why}
        output.say(words.format(file=name, as_before=as_before, **counts).in_language(self.language))
        # What could not be read of it still cannot.
        self.list_findings([finding for finding in report.findings if finding.check in _TOLD_AGAIN])

    def _tell_changes(self, report: LoadReport) -> None:
        """Say how many rows of earlier files this one changed, and how the first of them."""
        names = self.workspace.settings.privacy.staff_names
        count, first = changed_rows(
            self.con, report.organisation, report.load_id, first=SHOWN_CHANGES, staff_names=names
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
        words = Text(
            zh="{sheet}（{ledger}）：{sum}；另有非数据行 {rest}",
            en="{sheet} ({ledger}): {sum}; lines that are no rows: {rest}",
        )
        told = words.format(
            sheet=sheet.sheet,
            ledger=LEDGERS[sheet.ledger],
            sum=in_sum(sheet, is_check=self.is_check),
            rest=sheet.not_rows,
        )
        return told.in_language(self.language)

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

    def late(self, loads_of: Mapping[str, Sequence[int]]) -> list[str]:
        """Return a line for each report that was published before these loads brought rows of its period."""
        lines = []
        for organisation, loads in loads_of.items():
            for one in published_before(self.con, self.workspace, organisation, loads):
                words = Text(
                    zh="{period} {kind}以前已发布，这次加载了属于它的 {rows} 行，请重新生成："
                    "analytics report {command} {period} --organisation {organisation}",
                    en="The {command} report of {period} was published before, and this load brought {rows} row(s) of its "
                    "period; run it again: analytics report {command} {period} --organisation {organisation}",
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

    def unknown_cases(self, organisations: Collection[str]) -> None:
        """Say which callbacks and problem items stand without a case after all that is in the store."""
        count, first = unknown_cases(self.con, organisations, first=self.limit)
        for finding in first:
            self._list(finding)
        self._count_others("unknown_case", count)

    def rules_without_data(self, organisations: Collection[str]) -> None:
        """Say what the policies' rules are about and no ledger of their organisation holds."""
        findings = []
        for organisation in self.workspace.settings.organisation:
            if organisation.id in organisations:
                policy = policy_of(self.workspace, organisation)
                lacking = rules_without_data(self.con, policy, organisation.id)
                words = lacks_in_words(lacking, labels_of(policy, policy.categories), self.language)
                name = organisation.title.in_language(self.language)
                findings += [Finding("rule_without_data", name, detail=sentence) for sentence in words]
        self.list_findings(findings)

    def names_alike(self, organisations: Collection[str]) -> None:
        """Say which names of parties and callers are counted apart and are most likely one."""
        hidden = not self.workspace.settings.privacy.staff_names
        self.list_findings(
            [
                Finding(
                    "names_alike",
                    organisation.title.in_language(self.language),
                    value=" / ".join(names),
                    personal=hidden,
                )
                for organisation in self.workspace.settings.organisation
                if organisation.id in organisations
                for names in names_alike(self.con, organisation.id)
            ]
        )

    def absent_files(self, organisations: Collection[str]) -> None:
        """Say which files were loaded from the folders of ledgers, lie there no longer, and still matter; and what to do."""
        for organisation in sorted(organisations):
            folder = self.workspace.ledgers(self.workspace.organisation(organisation)).resolve()
            places = {file: (self.workspace.root / file).resolve() for file in current_files(self.con, organisation)}
            files = [file for file, path in places.items() if path.is_relative_to(folder) and not path.exists()]
            if not files:
                continue
            counting = rows_only_in(self.con, organisation, files)
            waiting = rows_waiting_in(self.con, organisation, files)
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

    def open_items(self, organisations: Collection[str]) -> None:
        """Say how many rows of all loads still wait to be corrected."""
        count = open_count(self.con, organisations)
        if count:
            words = Text(
                zh="还有 {count} 行搁置待改，清单：analytics items；退回给填表人：analytics rejects",
                en="Rows set aside and still open: {count}. Listed by: analytics items; to send back: analytics rejects",
            )
            output.say(words.format(count=count).in_language(self.language))

    def total(self, done: Text, tally: Tally) -> str:
        """Return the last line: the sums over all files."""
        unread = tally.failed + tally.refused
        failed = Text(
            zh=f"；{unread} 处读不了，见上" if unread else "",
            en=f"; {unread} could not be read, see above" if unread else "",
        )
        words = Text(zh="{done}：{files} 个文件，{sum}{failed}。", en="{done}: {files} file(s), {sum}{failed}.")
        told = words.format(done=done, files=tally.files, sum=in_sum(tally, is_check=self.is_check), failed=failed)
        return told.in_language(self.language)
