"""``report``: the editions of a kind, for each organisation and period; one that fails does not stop the others."""

from __future__ import annotations

from argparse import Namespace

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import RunError, UsageError, WorkbenchError
from analytics.language import Text
from analytics.periods import Period, parse_day, parse_period
from analytics.report.build import KINDS, build_report
from analytics.report.index import write_index
from analytics.results.compute import covered_until, last_complete
from analytics.settings import Organisation, Workspace
from analytics.tables.store import open_snapshot

LAST = "last"


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
