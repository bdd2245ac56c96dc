"""``report`` and ``due-reports``: the editions of a kind, and which reports must be handed in when."""

from __future__ import annotations

from argparse import Namespace

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import RunError, UsageError, WorkbenchError
from analytics.language import Language, Text
from analytics.periods import Period, parse_day, parse_period
from analytics.policy.applied import policy_of
from analytics.present import labels
from analytics.report.build import KINDS, build_report
from analytics.report.due import COLUMNS as DUE_COLUMNS
from analytics.report.due import due_reports as listed_due
from analytics.report.index import KINDS as REPORT_KINDS
from analytics.report.index import write_index
from analytics.results.compute import covered_until, last_complete
from analytics.settings import Organisation, Workspace
from analytics.tables.store import open_snapshot

LAST = "last"
_DUE_HEADS = {
    "organisation": Text(zh="机构", en="organisation"),
    "kind": Text(zh="报告", en="report"),
    "rule": Text(zh="规定", en="rule"),
    "period": Text(zh="期间", en="period"),
    "hand_in": Text(zh="交期", en="hand in by"),
    "days_left": Text(zh="剩余天数", en="days left"),
    "state": Text(zh="状态", en="state"),
}
_STATES = {
    "made": Text(zh="已生成", en="made"),
    "partial": Text(zh="已生成，只到 {day}", en="made, as of {day} only"),
    "open": Text(zh="未生成", en="not made"),
    "overdue": Text(zh="未生成，已过交期", en="not made, overdue"),
}


def report(arguments: Namespace) -> int:
    """Build each edition and end with the path of the index that leads to all of them."""
    workspace = opened(arguments)
    names = dict.fromkeys(arguments.organisation) or [one.id for one in workspace.settings.organisation]
    organisations = [workspace.organisation(name) for name in names]
    as_of = parse_day(arguments.as_of) if arguments.as_of else None
    for label in arguments.periods:
        if label != LAST:
            parse_period(label)
    code = 0
    wanted = [(one, label) for one in organisations for label in dict.fromkeys(arguments.periods)]
    for number, (organisation, label) in enumerate(wanted, start=1):
        try:
            period = (
                _last(workspace, organisation, arguments.kind) if label == LAST else organisation.calendar.parse(label)
            )
            where = f"[{number}/{len(wanted)}] {organisation.title.in_language(arguments.lang)} {period.label}"

            def progress(step: Text, where: str = where) -> None:
                output.show_progress(f"{where} {step.in_language(arguments.lang)}…")

            folder = build_report(
                workspace,
                organisation,
                arguments.kind,
                period,
                as_of=as_of or period.last,
                language=arguments.lang,
                progress=progress,
            )
        except UsageError:
            raise
        except WorkbenchError as error:
            output.complain(error.text, arguments.lang)
            code = 3
        else:
            output.say(str(folder))
    output.say(str(write_index(workspace.reports, arguments.lang)))
    return code


def due_reports(arguments: Namespace) -> int:
    """What must be handed in when, and what of it is made; nothing but manifests is read."""
    workspace = opened(arguments)
    as_of = parse_day(arguments.as_of)
    names = dict.fromkeys(arguments.organisation) or [one.id for one in workspace.settings.organisation]
    organisations = [workspace.organisation(name) for name in names]
    policies = {one.id: policy_of(workspace, one) for one in organisations}
    rows = [row for one in organisations for row in listed_due(one, policies[one.id], workspace.reports, as_of=as_of)]
    rows.sort(key=lambda row: row["hand_in"][:10])
    if arguments.format != "table":
        output.write(DUE_COLUMNS, rows, arguments.format)
        return 0
    language: Language = arguments.lang
    titles = {(one.id, rule.id): rule.title for one in organisations for rule in policies[one.id].rule}
    shown = [
        [
            workspace.organisation(row["organisation"]).title.in_language(language),
            REPORT_KINDS[row["kind"]].in_language(language),
            titles[row["organisation"], row["rule"]].in_language(language),
            labels.period(row["period"], language),
            row["hand_in"],
            str(row["days_left"]),
            _STATES[row["state"]].format(day=row["made_as_of"]).in_language(language),
        ]
        for row in rows
    ]
    output.write_table([head.in_language(language) for head in _DUE_HEADS.values()], shown, right=frozenset({5}))
    if not rows:
        output.say(
            Text(
                zh="这些机构的制度没有规定交报告的日期。",
                en="No policy of these organisations sets a day for a report.",
            ).in_language(language)
        )
    return 0


def _last(workspace: Workspace, organisation: Organisation, kind: str) -> Period:
    """Return the last complete period that the ledgers of *organisation* cover."""
    con = open_snapshot(workspace.snapshot)
    try:
        until = covered_until(con, organisation.id)
    finally:
        con.close()
    if until is None:
        raise RunError(
            Text(
                zh="{organisation}的台账里没有回访，不知道最后一个完整期间。请先加载台账，或写明期间。",
                en="The ledgers of {organisation} hold no callback, so there is no last complete period. Load them, or "
                "name the period.",
            ).format(organisation=organisation.title)
        )
    return last_complete(KINDS[kind], until, organisation.calendar)
