"""A report that is killed at any moment leaves the edition whole, as it was, or absent."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import time
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
