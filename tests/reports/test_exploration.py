"""The notebook of exploration runs on the sample ledgers from its own folder, and shows what it asks for."""

from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from analytics.settings import Workspace
from tests.lib.sample_workspace import ROOT

NOTEBOOK = "notebooks/exploration/five_questions.ipynb"


@pytest.fixture(scope="module")
def cells(sample: Workspace) -> dict[str, Any]:
    """The executed cells by id."""
    folder = (sample.root / NOTEBOOK).parent
    folder.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.read(ROOT / NOTEBOOK, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}}).execute()
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
