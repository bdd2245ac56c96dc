"""The notebook of exploration runs on the sample ledgers from its own folder, and shows what it asks for."""

import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from analytics.cli import main

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "notebooks/exploration/five_questions.ipynb"


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The executed cells by id; of the sample the months that the notebook asks about."""
    root = tmp_path_factory.mktemp("sample")
    ledgers = root / "data/ledgers/jingyi"
    ledgers.mkdir(parents=True)
    for file in sorted((ROOT / "data/ledgers/jingyi").glob("2026*")):
        shutil.copy(file, ledgers)
    shutil.copy(ROOT / "workbench.toml", root)
    (root / NOTEBOOK).parent.mkdir(parents=True)
    shutil.copy(ROOT / NOTEBOOK, root / NOTEBOOK)
    assert main(["load", "--workspace", str(root)]) == 1  # the sample holds rows that nobody can read
    notebook = nbformat.read(root / NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str((root / NOTEBOOK).parent)}}).execute()
    return {cell["id"]: cell for cell in notebook.cells if cell["cell_type"] == "code"}


def shown(cell: Any, mime: str) -> Any:
    return next(output["data"][mime] for output in cell["outputs"] if mime in output.get("data", {}))


def test_every_question_is_answered(cells: dict[str, Any]) -> None:
    for name, cell in cells.items():
        kinds = {output["output_type"] for output in cell["outputs"]}
        assert kinds == {"execute_result"} or kinds == {"display_data"}, name


def test_the_answers_are_those_of_the_sample(cells: dict[str, Any]) -> None:
    crews = shown(cells["crew-chart"], "application/vnd.plotly.v1+json")
    assert "施工七队" in str(crews["layout"]["yaxis"]["ticktext"])
    march = shown(cells["caller-coverage"], "text/plain").splitlines()
    assert "missed" in march[-1] or "2026-03" in shown(cells["caller-coverage"], "text/html")
    who = shown(cells["caller-who"], "text/html")
    assert who.count("周听澜") == 2  # January and February; in March she was away
    assert "construction" in shown(cells["satisfaction-dimension"], "text/html")
    assert "after_start" in shown(cells["next-rules"], "text/html")
