"""A report that is killed at any moment leaves the edition whole, as it was, or absent."""

from __future__ import annotations

import hashlib
import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.report.index import editions
from tests.reports.test_golden import SETTINGS, SMALL


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small organisation, loaded."""
    folder = tmp_path_factory.mktemp("killed")
    shutil.copytree(SMALL / "ledgers", folder / "ledgers")
    (folder / "workbench.toml").write_text(SETTINGS, "utf-8")
    assert main(["--workspace", str(folder), "load"]) == 0
    return folder


def command(workspace: Path) -> list[str]:
    """Return the command that builds the report of March 2026."""
    return [sys.executable, "-m", "analytics", "--workspace", str(workspace), "report", "monthly", "2026-03"]


def is_whole(edition: Path) -> bool:
    """Return whether every output that the manifest names is there with its digest."""
    manifest = json.loads((edition / "manifest.json").read_text("utf-8"))
    return all(
        hashlib.sha256((edition / row["file"]).read_bytes()).hexdigest() == row["sha256"] for row in manifest["outputs"]
    )


def kill_when_staged(workspace: Path, file: str) -> None:
    """Begin to build the report and kill it (-9) as soon as *file* of the edition in the making is there."""
    process = subprocess.Popen(command(workspace), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list((workspace / "reports").glob(f".staging/*/{file}")):
        assert process.poll() is None, "it ended before it was killed"
        time.sleep(0.01)
    process.kill()
    process.wait()


def wait_until(it_is_so: Callable[[], bool]) -> None:
    """Wait for what must come within a minute."""
    for _ in range(600):
        if it_is_so():
            return
        time.sleep(0.1)
    raise AssertionError("it has not come within a minute")


def test_a_killed_report_is_whole_or_absent_and_the_next_one_runs(workspace: Path) -> None:
    """Killed in its notebook without an edition, then over one as its last file is written."""
    reports = workspace / "reports"
    edition = reports / "small" / "monthly" / "2026-03"
    kill_when_staged(workspace, "report.ipynb")
    assert not edition.exists()
    assert editions(reports, "zh") == []

    assert main(["--workspace", str(workspace), "report", "monthly", "2026-03"]) == 0
    assert is_whole(edition)
    assert not any((reports / ".staging").iterdir())

    kill_when_staged(workspace, "report.xlsx")
    assert is_whole(edition)
    assert [found.folder for found in editions(reports, "zh")] == ["small/monthly/2026-03"]


@pytest.mark.parametrize(("ended_by", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_a_matrix_that_is_ended_leaves_nothing_half_made_and_goes_on_with_nothing(
    workspace: Path, ended_by: signal.Signals, code: int
) -> None:
    """The processes that build its editions end with it, whoever ends it, and clear away what they were at."""
    reports = workspace / "reports"
    shutil.rmtree(reports, ignore_errors=True)
    process = subprocess.Popen([*command(workspace), "2026-02", "2026-01"], stderr=subprocess.PIPE)
    wait_until(lambda: any(reports.glob(".staging/*/results.json")))
    process.send_signal(ended_by)
    told = process.communicate()[1]

    assert (process.returncode, told) == (code, b"")
    wait_until(lambda: not any((reports / ".staging").iterdir()))
    assert not list(reports.glob("*/*/*"))
