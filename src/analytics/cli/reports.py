"""``report`` and ``due-reports``: the editions of a kind, and which reports must be handed in when."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import product
from pathlib import Path

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import RunError, UsageError, WorkbenchError
from analytics.language import Language, Text
from analytics.periods import parse_day, parse_period
from analytics.policy.applied import policy_of
from analytics.present import labels
from analytics.report.build import KINDS, kinds_of
from analytics.report.due import COLUMNS as DUE_COLUMNS
from analytics.report.due import due_reports as listed_due
from analytics.report.index import KINDS as REPORT_KINDS
from analytics.report.index import write_index
from analytics.report.matrix import Wanted, build_editions
from analytics.results.compute import covered_until, last_complete
from analytics.settings import Organisation, Workspace
from analytics.tables.store import open_snapshot

LAST = "last"
# A process holds what one edition needs, with its notebook half a gigabyte at the most.
WORKERS_AT_MOST = 4
NOTHING_COVERED = Text(
    zh="{organisation}的台账里没有回访，不知道最后一个完整期间。请先加载台账，或写明期间。",
    en="The ledgers of {organisation} hold no callback, so there is no last complete period. Load them, or name the period.",
)
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
    """Build the editions that are asked for and end with the path of the index that leads to all there are."""
    workspace = opened(arguments)
    names = dict.fromkeys(arguments.organisation) or [one.id for one in workspace.settings.organisation]
    organisations = [workspace.organisation(name) for name in names]
    language: Language = arguments.lang
    code = 0

    def failed(error: WorkbenchError) -> None:
        nonlocal code
        output.complain(error.text, language)
        code = RunError.exit_code

    def show(one: Wanted, step: Text) -> None:
        place = f"[{wanted.index(one) + 1}/{len(wanted)}]"
        title = one.organisation.title.in_language(language)
        output.show_progress(f"{place} {title} {one.period.label} {step.in_language(language)}…")

    planned = list(_planned(workspace, organisations, arguments))
    wanted = [one for one in planned if isinstance(one, Wanted)]
    for error in planned:
        if isinstance(error, WorkbenchError):
            failed(error)
    workers = min(os.cpu_count() or 1, WORKERS_AT_MOST)
    building = build_editions(workspace, wanted, language=language, workers=workers, progress=show)
    with closing(building):
        for _, outcome in building:
            if isinstance(outcome, Path):
                output.say(str(outcome))
            elif isinstance(outcome, UsageError) and len(planned) == 1:
                raise outcome
            else:
                failed(outcome)
    output.say(str(write_index(workspace.reports, language)))
    return code


def _planned(
    workspace: Workspace, organisations: Sequence[Organisation], arguments: Namespace
) -> Iterator[Wanted | WorkbenchError]:
    """Yield the editions that are asked for: by kind, organisation and period, each period under the kinds that it fits.

    An organisation that has no last period yields the error that says so.
    """
    as_of = parse_day(arguments.as_of) if arguments.as_of else None
    labels_asked = list(dict.fromkeys(arguments.periods))
    kinds = {
        label: arguments.kinds if label == LAST else kinds_of(parse_period(label), arguments.kinds)
        for label in labels_asked
    }
    until = _covered(workspace, organisations) if LAST in kinds else {}
    for kind, organisation, label in product(arguments.kinds, organisations, labels_asked):
        if kind not in kinds[label]:
            continue
        if label != LAST:
            period = organisation.calendar.parse(label)
        elif (day := until[organisation.id]) is not None:
            period = last_complete(KINDS[kind], day, organisation.calendar)
        else:
            yield RunError(NOTHING_COVERED.format(organisation=organisation.title))
            continue
        yield Wanted(organisation, kind, period, as_of or period.last)


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


def _covered(workspace: Workspace, organisations: Sequence[Organisation]) -> dict[str, date | None]:
    """Return the last day that the ledgers of each organisation cover; empty where they hold no callback."""
    con = open_snapshot(workspace.snapshot)
    try:
        return {one.id: covered_until(con, one.id) for one in organisations}
    finally:
        con.close()
