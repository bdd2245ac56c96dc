"""One monthly report end to end, beside an empty notebook run and exported by the libraries' own commands.

And all that ``make report`` does after set-up: load of the sample organisations' ledgers into an empty store, the reports
of the last month and quarter of each, the rule book.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.bench.measuring import ROOT, Line, Run, compared, in_turn, run

ORGANISATION, PERIOD = "jingyi", "2026-10"
GOAL, GOAL_SECONDS = 2.0, 60.0


def lines(folder: Path, *, small: bool) -> Iterator[str | Line]:
    """Measure in a copy of the workspace, so that the reports of this checkout stay as they are."""
    workspace = folder / "workspace"
    (workspace / "data").mkdir(parents=True)
    shutil.copy(ROOT / "workbench.toml", workspace)
    shutil.copytree(ROOT / "data" / "ledgers", workspace / "data" / "ledgers")
    rounds = 1 if small else 3
    whole = _make_report(workspace)
    ledgers = sum(file.is_file() for file in (workspace / "data" / "ledgers").rglob("*"))
    editions = sum(1 for _ in workspace.glob("reports/*/*/*/manifest.json"))
    yield f"{ledgers} ledgers of the sample organisations, {editions} reports of them"
    ours, floor = in_turn(rounds, partial(_monthly, workspace), partial(_empty, folder))
    yield compared(f"monthly report {PERIOD} of {ORGANISATION}", ours, floor, goal=GOAL)
    yield f"make report after set-up: {whole.processor:.1f} s of processor time"
    yield Line("make report after set-up", whole.seconds, goal=GOAL_SECONDS, peak_mb=whole.peak_mb)


def _analytics(workspace: Path, *arguments: str, allowed: tuple[int, ...] = (0,)) -> Run:
    return run([sys.executable, "-m", "analytics", "--workspace", str(workspace), *arguments], allowed=allowed)


def _make_report(workspace: Path) -> Run:
    """Do what the recipes of ``make load`` and ``make report`` do, each command of them, from nothing."""
    for made in (*(workspace / "data").glob("*.duckdb*"), *workspace.glob("reports")):
        shutil.rmtree(made) if made.is_dir() else made.unlink()
    return _together(
        _analytics(workspace, "load", allowed=(0, 1)),
        _analytics(workspace, "report", "monthly,quarterly", "last"),
        _analytics(workspace, "policy", "book", "--examples", str(ROOT / "tests" / "packs")),
    )


def _monthly(workspace: Path) -> Run:
    shutil.rmtree(workspace / "reports", ignore_errors=True)
    return _analytics(workspace, "report", "monthly", PERIOD, "--organisation", ORGANISATION)


def _empty(folder: Path) -> Run:
    import nbformat

    empty = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    nbformat.write(empty, folder / "empty.ipynb")
    jupyter = Path(sys.executable).with_name("jupyter")
    return _together(
        run([str(Path(sys.executable).with_name("papermill")), "empty.ipynb", "run.ipynb"], cwd=folder),
        run([str(jupyter), "nbconvert", "--to", "html", "run.ipynb"], cwd=folder),
    )


def _together(*runs: Run) -> Run:
    return Run(
        sum(one.seconds for one in runs),
        sum(one.processor for one in runs),
        max(one.peak_mb for one in runs),
        {},
    )
