"""Files come again: in part unreadable, corrected, with rows gone, late for a report that was made."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.lib.workspaces import CALLBACKS

Run = Callable[..., tuple[int, str, str]]


def test_a_member_of_an_archive_that_is_refused_makes_3_and_the_rest_is_loaded(workspace: Path, run: Run) -> None:
    with zipfile.ZipFile(workspace / "ledgers" / "north" / "4-sent.zip", "w") as archive:
        archive.writestr("a.csv", CALLBACKS.replace("K1", "K8").replace("K2", "K9"))
        archive.writestr("b.xlsx", b"PK\x03\x04 cut short")

    code, out, _ = run("load")

    assert code == 3
    assert "a.csv" in out
    assert "b.xlsx" in out
    assert "载入 9 + 未变 0 + 搁置 0；1 处读不了，见上" in out
    code, out, _ = run("load")
    assert code == 3
    assert "b.xlsx" in out
