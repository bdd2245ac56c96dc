"""Several editions in one command: built side by side by other processes, each for itself."""

from __future__ import annotations

import shutil
from collections.abc import Generator, Sequence
from datetime import date
from pathlib import Path

import nbformat
import pytest

from analytics.cli import main, reports
from analytics.periods import parse_period
from analytics.report.build import build_report
from analytics.report.matrix import Wanted, build_editions
from analytics.settings import Workspace
from tests.functional.conftest import Run
from tests.reports.test_golden import SETTINGS, SMALL

SECOND = SETTINGS.replace("[privacy]\nstaff_names = true\n", "").replace('"small"', '"second"')
PARAMETERS = "\n".join(f'{name} = ""' for name in ("organisation", "period", "as_of", "language", "edition"))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two organisations with the same ledgers, loaded."""
    folder = tmp_path_factory.mktemp("matrix")
    shutil.copytree(SMALL / "ledgers", folder / "ledgers")
    (folder / "workbench.toml").write_text(SETTINGS + SECOND, "utf-8")
    assert main(["--workspace", str(folder), "load"]) == 0
    return folder


@pytest.fixture
def workspace(loaded: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.rmtree(loaded / "reports", ignore_errors=True)
    shutil.rmtree(loaded / "notebooks", ignore_errors=True)
    monkeypatch.chdir(loaded)
    return loaded


@pytest.fixture
def named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editions are only named, for tests of which are asked for; whether they are built is a test of its own."""

    def name(opened: Workspace, wanted: Sequence[Wanted], **options: object) -> Generator[tuple[Wanted, Path]]:
        for one in wanted:
            yield one, opened.reports / one.organisation.id / one.kind / one.period.label

    monkeypatch.setattr(reports, "build_editions", name)


def own_notebook(workspace: Path, cell: str) -> None:
    """Have the workspace's own monthly notebook do *cell* and nothing else."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}, "language_info": {"name": "python"}}
    )
    notebook.cells = [
        nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(cell),
    ]
    folder = workspace / "notebooks" / "reports"
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / "monthly.ipynb")


def test_editions_built_side_by_side_are_those_built_one_by_one(workspace: Path) -> None:
    opened = Workspace.open(workspace)
    wanted = [
        Wanted(one, "monthly", parse_period("2026-03"), date(2026, 3, 31)) for one in opened.settings.organisation
    ]
    steps = []
    built = build_editions(opened, wanted, language="zh", workers=2, progress=lambda one, step: steps.append(one))
    folders = []
    for one, folder in built:
        assert isinstance(folder, Path)
        assert folder.relative_to(opened.reports).parts == (one.organisation.id, one.kind, one.period.label)
        folders.append(folder.rename(folder.with_name("side by side")))
    assert all(steps.count(one) == 3 for one in wanted)
    for one, side_by_side in zip(wanted, folders, strict=True):
        alone = build_report(
            opened, one.organisation, one.kind, one.period, as_of=one.as_of, language="zh", progress=lambda step: None
        )
        for name in ("results.json", "report.html", "report.xlsx"):
            assert (side_by_side / name).read_bytes() == (alone / name).read_bytes()


def test_each_period_goes_to_the_kind_that_it_fits(workspace: Path, run: Run) -> None:
    own_notebook(workspace, "pass")
    code, out, err = run("report", "monthly,yearly", "2026-03", "2026-02", "--organisation", "small")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "reports/small/monthly/2026-03",
        "reports/small/monthly/2026-02",
        "reports/index.html",
    ]

    code, out, err = run("report", "monthly,yearly", "2026-03", "2026-Q1")
    assert (code, out) == (2, "")
    assert "期间“2026-Q1”不适用于这种报告（monthly、yearly）" in err


def test_an_edition_that_fails_leaves_the_others_and_the_exit_code_is_3(workspace: Path, run: Run) -> None:
    """One fails in its notebook, one takes its process with it."""
    own_notebook(
        workspace,
        "if period == '2026-02' and organisation == 'small':\n"
        "    raise ValueError('不好')\n"
        "if period == '2026-02' and organisation == 'second':\n"
        "    import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    )
    code, out, err = run("report", "monthly", "2026-02", "2026-03")
    assert code == 3
    failed, ended = err.splitlines()
    assert "出错：ValueError: 不好" in failed
    assert "生成报告的进程中途结束（退出码 -9），这一期没有生成" in ended
    assert out.splitlines() == [
        *(f"reports/{organisation}/monthly/2026-03" for organisation in ("small", "second")),
        "reports/index.html",
    ]
    for organisation in ("small", "second"):
        assert not (workspace / "reports" / organisation / "monthly" / "2026-02").exists()


def test_an_organisation_without_a_callback_has_no_last_period_and_the_others_are_built(
    workspace: Path, named: None, run: Run
) -> None:
    settings = workspace / "workbench.toml"
    before = settings.read_text("utf-8")
    settings.write_text(before + SECOND.replace('"second"', '"third"'), "utf-8")
    code, out, err = run("report", "monthly", "last")
    settings.write_text(before, "utf-8")
    assert code == 3
    assert "小公司的台账里没有回访，不知道最后一个完整期间" in err
    assert len(out.splitlines()) == 3
