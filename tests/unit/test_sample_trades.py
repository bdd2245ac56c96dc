"""The sample ledgers of each trade are what their generator writes, and within what was asked of them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "data" / "generator"
MEGABYTES = 1.5


TRADES = [
    ("service_desk", "tingzhu"),
    ("repair_roles", "banmu"),
    ("software_clients", "huaiyue"),
    ("power_supply", "qingyuan"),
]


@pytest.fixture(scope="module", params=TRADES, ids=lambda one: one[0])
def trade(request: pytest.FixtureRequest) -> tuple[ModuleType, Path]:
    """A generator, and the folder of the ledgers that were committed."""
    module, organisation = request.param
    sys.path.insert(0, str(GENERATOR))
    try:
        return importlib.import_module(module), ROOT / "data" / "ledgers" / organisation
    finally:
        sys.path.remove(str(GENERATOR))


def _content(folder: Path) -> dict[str, Any]:
    """Every file as it is read: the cells of a workbook, the bytes of a text."""
    return {file.name: _cells(file) if file.suffix == ".xlsx" else file.read_bytes() for file in folder.iterdir()}


def _cells(file: Path) -> dict[str, list[list[Any]]]:
    with CalamineWorkbook.from_path(file) as book:
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_committed_files_hold_what_the_generator_writes(trade, tmp_path):
    module, committed = trade
    module.write(tmp_path)
    assert _content(tmp_path) == _content(committed)


def test_another_seed_writes_other_ledgers(trade, tmp_path, monkeypatch):
    """What goes into the files is compared before it is saved."""
    module, _ = trade

    def written(seed: int) -> dict[str, Any]:
        files: dict[str, Any] = {}

        def keep(path: Path, content: Any, *_: Any, **__: Any) -> None:
            files[path.name] = content

        monkeypatch.setattr(module, "save_workbook", keep)
        monkeypatch.setattr(module, "save_text", keep, raising=False)
        module.write(tmp_path, seed=seed)
        return files

    assert written(seed=1) != written(module.SEED)


def test_the_ledgers_stay_small(trade):
    _, committed = trade
    assert sum(file.stat().st_size for file in committed.iterdir()) < MEGABYTES * 2**20
