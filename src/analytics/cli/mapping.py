"""``map``: show how the sheets of a file will be read, ask what is not known, and remember what was confirmed."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analytics.cli import output
from analytics.cli.questions import LEDGERS, Questions
from analytics.cli.received import owner_of
from analytics.cli.workspace import opened
from analytics.errors import RunError, UsageError, reason_of, unknown
from analytics.findings import MASK
from analytics.language import Language, Text
from analytics.ledger.form_file import faults_of, written_forms
from analytics.ledger.forms import ORDERS, Form, with_form
from analytics.ledger.grid import Grid, letters_of
from analytics.ledger.headers import IGNORED, TABLES
from analytics.ledger.parse import parse_grid
from analytics.ledger.proposal import Proposal, Wishes, first_grid, proposed
from analytics.ledger.read import read_file
from analytics.ledger.rows import LedgerFile, SheetRows
from analytics.policy.profile import workspace_profile
from analytics.settings import Organisation, Workspace

SHOWN_ROWS = 3
SHOWN_FINDINGS = 6
_LONGEST_CELL = 24
_PERSONAL = ("person.", "contact.", "note.", "field.", "comment", "text")


def map_file(arguments: Namespace) -> int:
    """Show how each ledger sheet will be read; write the forms that were confirmed, by ``--accept`` or by answers."""
    workspace = opened(arguments)
    file = Path(arguments.file)
    named = arguments.organisation
    organisations = (workspace.organisation(named),) if named else workspace.settings.organisation
    run = _Run(workspace, owner_of(workspace, file, organisations), file, arguments.lang)
    return run.over(arguments.sheet, wishes_of(arguments), accept=arguments.accept)


def wishes_of(arguments: Namespace) -> Wishes:
    """Return what the options say; raises UsageError for one that is not written right."""
    words: dict[str, dict[str, str]] = {}
    for key, code in (_pair(one, "--word", "COLUMN:WORD=CODE") for one in arguments.word):
        column, _, word = key.partition(":")
        words.setdefault(column, {})[word] = code
    dates = dict(_pair(one, "--dates", "COLUMN=ORDER") for one in arguments.dates)
    for order in dates.values():
        if order not in ORDERS:
            raise unknown(Text(zh="日期次序", en="order of dates"), order, ORDERS)
    if arguments.table and arguments.table not in TABLES:
        raise unknown(Text(zh="台账", en="ledger"), arguments.table, TABLES)
    return Wishes(
        table=arguments.table or "",
        columns=dict(_pair(one, "--set", "HEADER=COLUMN") for one in arguments.set),
        constants=dict(_pair(one, "--constant", "COLUMN=VALUE") for one in arguments.constant),
        joins={
            column: tuple(headers.split("+"))
            for column, headers in (_pair(one, "--join", "COLUMN=HEADER+HEADER") for one in arguments.join)
        },
        words=words,
        dates=dates,
        year=arguments.year,
        header_row=arguments.header_row,
        header_lines=arguments.header_lines,
        leave_out=arguments.leave_out,
        name=arguments.name or "",
    )


def _pair(given: str, option: str, form: str) -> tuple[str, str]:
    # A header may hold the sign, a column and a code do not.
    left, sign, right = given.rpartition("=") if option == "--set" else given.partition("=")
    if not sign or not left.strip():
        raise UsageError(
            Text(
                zh="{option} 应写成 {form}，实际是“{given}”。", en='{option} takes {form}, and was given "{given}".'
            ).format(option=option, form=form, given=given)
        )
    return left.strip(), right.strip()


@dataclass
class _Run:
    """One file that is looked at, and the forms confirmed so far."""

    workspace: Workspace
    organisation: Organisation
    file: Path
    language: Language

    def __post_init__(self) -> None:
        self.path = self.workspace.mapping(self.organisation)
        self.profile = workspace_profile(self.workspace, self.organisation)
        self.asks = output.is_dialogue()
        self.questions = Questions(self.language)

    def over(self, sheet: str | None, wishes: Wishes, *, accept: bool) -> int:
        """Look at the sheets of the file, or at one of them; return the exit code."""
        grids = [grid for grid in map(first_grid, read_file(self.file).sources) if grid.rows]
        if sheet is not None:
            named = [grid for grid in grids if sheet in (grid.sheet, grid.place)]
            if not named:
                raise unknown(Text(zh="工作表", en="sheet"), sheet, (grid.place for grid in grids))
            grids = named
        seen, known, written = 0, 0, 0
        for grid in grids:
            proposal = proposed(grid, self.profile, wishes, file=self.file.stem)
            if proposal is None:
                self._say(
                    "工作表“{sheet}”：没有像表头的行。要读它，请用 --header-row 指明表头在第几行。\n",
                    'Sheet "{sheet}": no row looks like a header. To read it, name its row with --header-row.\n',
                    sheet=grid.place,
                )
                continue
            seen += 1
            known += proposal.confirmed
            self._show(proposal)
            confirmed = accept
            if self.asks and not accept and not proposal.confirmed:
                proposal = self._asked(proposal, wishes)
                confirmed = bool(proposal) and self.questions.confirmed(self.path)
            if confirmed and proposal is not None and not proposal.confirmed:
                self._remember(proposal.form)
                written += 1
        self._conclude(seen - known, written)
        return 0

    def _show(self, proposal: Proposal) -> None:
        """Say where the header stands and what each column becomes; then the first rows as they will be read."""
        grid, form, table = proposal.grid, proposal.form, proposal.table
        row = proposal.header + grid.first_row
        if table is None:
            self._say(
                "工作表“{sheet}”：整张表不读，按{how}认。\n",
                'Sheet "{sheet}": left out, known by its {how}.\n',
                sheet=grid.place,
                how=Text(zh=f"第 {row} 行的表头", en=f"headers in row {row}")
                if form.headers
                else Text(zh="名称", en="name"),
            )
            return
        self._say(
            "工作表“{sheet}”：表头在第 {row} 行{lines}，读作{ledger}（{table}）{state}",
            'Sheet "{sheet}": header in row {row}{lines}, read as {ledger} ({table}){state}',
            sheet=grid.place,
            row=row,
            lines=Text(
                zh=f"，共 {form.header_lines} 行" if form.header_lines > 1 else "",
                en=f", {form.header_lines} lines" if form.header_lines > 1 else "",
            ),
            ledger=LEDGERS[table.table],
            table=table.table,
            state=Text(zh="；这个形状已确认", en="; this shape is confirmed")
            if proposal.confirmed
            else Text(zh="；这个形状还没有确认", en="; this shape is not confirmed"),
        )
        heads = [
            word.in_language(self.language)
            for word in (
                Text(zh="列", en=""), Text(zh="表头", en="header"), Text(zh="读作", en="read as"),
                Text(zh="有内容的格", en="cells"), Text(zh="不认识；最接近的", en="not known; nearest"),
            )
        ]  # fmt: skip
        rows = [
            [
                letters_of(one.index),
                one.header,
                _shown_column(one.column),
                str(one.cells),
                "" if one.is_known else one.near or "?",
            ]
            for one in proposal.columns
            if one.header or one.cells
        ]
        rows += [["+", fill.value or " + ".join(fill.parts), fill.column, "", ""] for fill in table.fills]
        output.write_table(heads, rows, right=frozenset({3}))
        for other in form.table[:-1]:
            columns = (f"{header} = {column}" for header, column in other.columns.items() if column != IGNORED)
            self._say(
                "同一行也读作{ledger}（{table}）：{columns}",
                "The same rows are read as {ledger} ({table}) too: {columns}",
                ledger=LEDGERS[other.table],
                table=other.table,
                columns="、".join(columns),
            )
        self._preview(proposal)

    def _preview(self, proposal: Proposal) -> None:
        faults = list(faults_of(proposal.form, self.profile))
        if faults:
            self._say("还不能读：", "It cannot be read yet:")
            for fault in faults:
                output.say(f"  - {fault}")
            output.say("")
            return
        read = self._read(proposal)
        for sheet in read.sheets:
            if proposal.table is None or sheet.table != proposal.table.table:
                continue
            self._say(
                "将读成（{ledger}）：读到 {read} 行 = 可加载 {loaded} + 搁置 {aside}；另有非数据行 {rest}",
                "It will be read as ({ledger}): read {read} rows = {loaded} to load + {aside} set aside; {rest} lines that are "
                "no rows",
                ledger=LEDGERS[sheet.table],
                read=sheet.read_count,
                loaded=len(sheet.rows),
                aside=len(sheet.set_aside),
                rest=sheet.not_rows,
            )
            if sheet.rows:
                numbers = sheet.rows[:SHOWN_ROWS]
                row = Text(zh="第 {row} 行", en="row {row}")
                heads = ["", *(row.format(row=number).in_language(self.language) for number in numbers)]
                output.write_table(
                    heads, [[name, *map(_shown, values[:SHOWN_ROWS])] for name, values in _masked(sheet).items()]
                )
            for finding in sheet.findings[:SHOWN_FINDINGS]:
                output.say(f"  {finding.sentence(self.language)}")
            if len(sheet.findings) > SHOWN_FINDINGS:
                self._say("  … 还有 {more} 处", "  … {more} more", more=len(sheet.findings) - SHOWN_FINDINGS)
        output.say("")

    def _read(self, proposal: Proposal) -> LedgerFile:
        profile = replace(self.profile, forms=with_form(self.profile.forms, proposal.form))
        return parse_grid(proposal.grid, profile, file=self.file.name)

    def _remember(self, form: Form) -> None:
        """Write the form beside those that were confirmed before; raises UsageError with all of its faults."""
        faults = list(faults_of(form, self.profile))
        if faults:
            raise UsageError(
                Text(
                    zh="“{form}”还不能确认，没有写入：{faults}。",
                    en='"{form}" cannot be confirmed yet, and nothing was written: {faults}.',
                ).format(form=form.name, faults="; ".join(faults))
            )
        self.profile = replace(self.profile, forms=with_form(self.profile.forms, form))
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_name(f".{self.path.name}.new")
            beside.write_text(written_forms(self.profile.forms), "utf-8")
            beside.replace(self.path)
        except OSError as fault:
            raise RunError(
                Text(zh="{path} 写不了：{fault}。", en="{path} cannot be written: {fault}.").format(
                    path=self.path, fault=reason_of(fault)
                )
            ) from None

    def _conclude(self, unconfirmed: int, written: int) -> None:
        if written:
            self._say(
                "已确认 {count} 个形状，写入 {path}；以后同样表头的表都这样读。接着：analytics load",
                "Confirmed: {count}, written to {path}; sheets with these headers are read so from now on. Next: analytics load",
                count=written,
                path=self.path,
            )
        elif unconfirmed:
            self._say(
                "没有写入。改读法：--set 表头=列、--table、--constant 列=值、--word 列:词=代码；确认：再加 --accept。",
                "Nothing was written. To change it: --set HEADER=COLUMN, --table, --constant COLUMN=VALUE, --word "
                "COLUMN:WORD=CODE; to confirm it, add --accept.",
            )
        else:
            self._say("没有要确认的。", "There is nothing to confirm.")

    def _asked(self, proposal: Proposal, wishes: Wishes) -> Proposal | None:
        """Ask what is not known, one thing after the other, and show what the answers come to."""
        grid, ask = proposal.grid, self.questions
        wishes = ask.for_ledger(proposal, wishes)
        wishes = ask.for_columns(self._again(grid, wishes, proposal), wishes, self.profile)
        wishes = ask.for_missing(self._again(grid, wishes, proposal), wishes)
        proposal = self._again(grid, wishes, proposal)
        if proposal.table is not None and not list(faults_of(proposal.form, self.profile)):
            findings = [finding for sheet in self._read(proposal).sheets for finding in sheet.findings]
            wishes = ask.for_cells(proposal, wishes, findings, self.profile)
            proposal = self._again(grid, wishes, proposal)
        self._show(proposal)
        return None if list(faults_of(proposal.form, self.profile)) else proposal

    def _again(self, grid: Grid, wishes: Wishes, before: Proposal) -> Proposal:
        return proposed(grid, self.profile, wishes, file=self.file.stem) or before

    def _say(self, zh: str, en: str, **values: object) -> None:
        output.say(Text(zh=zh, en=en).format(**values).in_language(self.language))


def _shown_column(column: str) -> str:
    return "—" if column == IGNORED else column


def _masked(sheet: SheetRows) -> dict[str, Sequence[str | None]]:
    """Return the columns of a sheet; what a person is called, says or lives at is not shown."""
    return {
        name: [MASK if value else None for value in values[:SHOWN_ROWS]] if name.startswith(_PERSONAL) else values
        for name, values in sheet.columns.items()
    }


def _shown(value: str | None) -> str:
    text = " ".join((value or "").split())
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"
