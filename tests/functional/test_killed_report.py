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


def test_a_killed_report_is_whole_or_absent_and_the_next_one_runs(workspace: Path) -> None:
    """Killed (-9) at moments spread over the run, first without an edition, then over one."""
    edition = workspace / "reports" / "small" / "monthly" / "2026-03"
    started = time.monotonic()
    subprocess.run(command(workspace), check=True, capture_output=True)
    whole_run = time.monotonic() - started
    shutil.rmtree(edition)
    for moment in (0.6, 0.97):
        process = subprocess.Popen(command(workspace), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole_run * moment)
        process.kill()
        process.wait()

        assert not edition.exists() or is_whole(edition), moment
        assert all(is_whole(workspace / "reports" / found.folder) for found in editions(workspace / "reports", "zh"))

    assert main(["--workspace", str(workspace), "report", "monthly", "2026-03"]) == 0
    assert is_whole(edition)
    assert not any((workspace / "reports" / ".staging").iterdir())
