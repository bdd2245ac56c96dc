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
    """The executed cells by id; of the sample the months that it asks about and some before."""
    root = tmp_path_factory.mktemp("sample")
    ledgers = root / "data/ledgers/jingyi"
    ledgers.mkdir(parents=True)
    for file in sorted((ROOT / "data/ledgers/jingyi").iterdir()):
        if file.name >= "2025年09月":
            shutil.copy(file, ledgers)
    shutil.copy(ROOT / "workbench.toml", root)
    (root / NOTEBOOK).parent.mkdir(parents=True)
    shutil.copy(ROOT / NOTEBOOK, root / NOTEBOOK)
    assert (
        main(["load", "--workspace", str(root), "--organisation", "jingyi"]) == 1
    )  # the sample holds rows that nobody can read
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
    marks = next(trace for trace in crews["data"] if trace.get("customdata"))
    worst = max(zip(marks["x"], marks["customdata"], strict=True))
    assert "施工七队" in worst[1]
    assert worst[0] > 0.2
    months = shown(cells["caller-coverage"], "text/html").split("<tr")[2:]
    assert [("missed" in month) for month in months] == [False, False, True]
    who = shown(cells["caller-who"], "text/html")
    assert who.count("周听澜") == 2  # January and February; in March she was away
    assert "construction" in shown(cells["satisfaction-dimension"], "text/html")
    assert "after_start" in shown(cells["next-rules"], "text/html")
