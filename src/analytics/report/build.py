"""Build one edition: results computed once and stored, notebook run, page and workbook made of it, swapped in whole.

An edition is made in a folder beside the published ones and moved into its place when all of it is there, so a run
that is killed leaves the edition as it was, or absent.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from analytics.errors import UsageError, unknown
from analytics.language import Text
from analytics.measures.evaluate import Reading
from analytics.periods import Grain, Period
from analytics.policy.applied import policy_of
from analytics.report.manifest import write_manifest
from analytics.report.notebook import run_notebook
from analytics.report.page import render_page
from analytics.report.workbook import write_workbook
from analytics.results.compute import compute
from analytics.settings import Organisation, Workspace
from analytics.tables.store import open_snapshot

KINDS: dict[str, Grain] = {"weekly": "week", "monthly": "month", "quarterly": "quarter", "yearly": "year"}
STAGING = ".staging"


def build_report(
    workspace: Workspace,
    organisation: Organisation,
    kind: str,
    period: Period,
    *,
    as_of: date,
    language: str,
    progress: Callable[[Text], None],
) -> Path:
    """Build the edition of *period* and return its folder.

    Raises UsageError for a kind or period that does not fit, RunError when the notebook fails; then its copy lies
    beside the editions as ``<period>.failed.ipynb`` and what was published before still stands.
    """
    source = notebook_of(workspace, kind)
    kinds_of(period, [kind])
    target = workspace.reports / organisation.id / kind / period.label
    failed = target.with_name(f"{period.label}.failed.ipynb")
    stage = _stage(workspace.reports, f"{organisation.id}-{kind}-{period.label}")
    try:
        progress(Text(zh="计算指标", en="computing the figures"))
        policy = policy_of(workspace, organisation)
        con = open_snapshot(workspace.snapshot)
        results = compute(
            con,
            policy,
            organisation=organisation.id,
            title=organisation.title,
            kind=kind,
            period=period,
            as_of=as_of,
        )
        results.write(stage / "results.json")
        parameters = {
            "organisation": organisation.id,
            "period": period.label,
            "as_of": as_of.isoformat(),
            "language": language,
            "edition": ".",
        }
        progress(Text(zh="运行笔记本", en="running the notebook"))
        executed = run_notebook(source, stage / "report.ipynb", parameters, cwd=stage, failed=failed)
        progress(Text(zh="生成网页和工作簿", en="making page and workbook"))
        (stage / "report.html").write_text(render_page(executed, results.meta, language), "utf-8")
        write_workbook(results, stage / "report.xlsx", language)
        write_manifest(stage, results, Reading(con, policy, organisation.id, as_of), parameters)
        con.close()
        _swap(stage, target)
        failed.unlink(missing_ok=True)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return target


def kinds_of(period: Period, kinds: Sequence[str]) -> list[str]:
    """Return those of *kinds* that report on such a period; raises UsageError where none does."""
    fitting = [kind for kind in kinds if KINDS[kind] == period.grain]
    if not fitting:
        raise UsageError(
            Text(
                zh="期间“{period}”不适用于这种报告（{kinds}）。月报用 2026-10，季报用 2026-Q3，年报用 2026，周报用 2026-W42。",
                en='The period "{period}" does not fit a {kinds} report. Monthly takes 2026-10, quarterly 2026-Q3, yearly '
                "2026, weekly 2026-W42.",
            ).format(period=period.label, kinds=Text(zh="、".join(kinds), en=" or ".join(kinds)))
        )
    return fitting


def notebook_of(workspace: Workspace, kind: str) -> Path:
    """Return the notebook of a kind of report: the workspace's own, else the one that came with the workbench."""
    shipped = Path(__file__).parents[3] / "notebooks" / "reports"
    installed = Path(__file__).parent / "notebooks"
    folders = (workspace.root / "notebooks" / "reports", installed, shipped)
    for folder in folders:
        if (folder / f"{kind}.ipynb").is_file():
            return folder / f"{kind}.ipynb"
    available = {file.stem for folder in folders for file in folder.glob("*.ipynb")} & set(KINDS)
    raise unknown(Text(zh="报告种类", en="kind of report"), kind, sorted(available))


def _stage(reports: Path, name: str) -> Path:
    """Return an empty folder for an edition in the making; what a killed run of the same edition left goes."""
    staging = reports / STAGING
    for leftover in staging.glob(f"{name}.*"):
        shutil.rmtree(leftover, ignore_errors=True)
    stage = staging / f"{name}.{secrets.token_hex(4)}"
    stage.mkdir(parents=True)
    return stage


def _swap(stage: Path, target: Path) -> None:
    """Put *stage* into the place of *target*: whole, or absent for the moment between two renames."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(stage.with_suffix(".old"))
    stage.rename(target)
    shutil.rmtree(stage.with_suffix(".old"), ignore_errors=True)
