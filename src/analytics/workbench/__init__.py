"""The analysts' door: ask the published snapshot for a measure, a list, a chart, a report. All that a notebook imports.

It reads what the last load published and never waits for a load, nor a load for it. Nothing in it names a person whom
the organisation served. A stored report is opened without the libraries that compute one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from analytics.errors import unknown
from analytics.language import LANGUAGES, Text

if TYPE_CHECKING:
    from analytics.present.sections import ReportView
    from analytics.workbench.bench import Day, Workbench


def open(workspace: str | Path | None = None) -> Workbench:  # noqa: A001 -- reads as it is used: workbench.open()
    """Open the published snapshot of a workspace; by default that of the current folder or the nearest above it.

    Raises UsageError when there is no workspace, or nothing has been loaded.
    """
    from analytics.settings import Workspace
    from analytics.workbench.bench import Workbench

    found = Workspace.nearest(Path()) if workspace is None else Workspace.open(Path(workspace))
    return Workbench(found)


def report(
    kind: str,
    *,
    organisation: str = "",
    period: str,
    as_of: Day = "",
    language: str = "",
    edition: str = "",
) -> ReportView:
    """Return the sections of one report: of the results stored in the folder *edition*, else computed now.

    An empty organisation is the workspace's only one, an empty ``as_of`` the period's last day, an empty language the
    workspace's.
    """
    from analytics.present.sections import ReportView
    from analytics.results.document import Results

    if language and language not in LANGUAGES:
        raise unknown(Text(zh="语言", en="language"), language, LANGUAGES)
    if edition:
        return ReportView(Results.read(Path(edition) / "results.json"), language or "zh")
    bench = open()
    results = bench.results(kind, organisation=organisation or None, period=period, as_of=as_of or None)
    return ReportView(results, language or bench.language)
