"""The sample organisation in a workspace of its own, loaded once for all tests of a run."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

from analytics.cli import main
from analytics.settings import Workspace

ROOT = Path(__file__).parents[2]
SET_ASIDE = 1


def sample_workspace(shared: Path) -> Workspace:
    """Return a workspace below *shared* with the sample ledgers loaded; workers of one run share it."""
    folder = shared / "sample-workspace"
    shared.mkdir(parents=True, exist_ok=True)
    with (shared / "sample-workspace.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "loaded").exists():
            shutil.copytree(ROOT / "data" / "ledgers", folder / "data" / "ledgers")
            shutil.copy(ROOT / "workbench.toml", folder)
            assert main(["--workspace", str(folder), "load"]) == SET_ASIDE
            (folder / "loaded").touch()
    return Workspace.open(folder)
