"""A notebook run as a function: what it refuses, what it leaves, what it does not tell."""

import json
import logging
from pathlib import Path

import nbformat
import pytest

from analytics.errors import RunError, UsageError
from analytics.report.notebook import parameters_of, run_notebook

PARAMETERS = 'period = "2020-01"  # the month\nlanguage = "zh"  # zh | en'

FAILED = "failed/2026-10.failed.ipynb"


def notebook(folder: Path, *cells: str, parameters: str = PARAMETERS, tags: tuple[str, ...] = ("parameters",)) -> Path:
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(parameters, metadata={"tags": list(tags)}, id="parameters")]
    made.cells += [nbformat.v4.new_code_cell(cell, id=f"cell-{place}") for place, cell in enumerate(cells)]
    made.metadata = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    path = folder / "source {braces}.ipynb"
    nbformat.write(made, path)
    return path


def test_it_runs_with_the_parameters_given_and_leaves_the_copy(tmp_path: Path, capfd, caplog) -> None:
    source = notebook(tmp_path, "from pathlib import Path\n(period, language, Path.cwd().name)")
    before = source.read_bytes()
    here = tmp_path / "workspace"
    here.mkdir()
    target = tmp_path / "report.ipynb"
    with caplog.at_level(logging.INFO):
        executed = run_notebook(source, target, {"period": "2026-10", "language": "en"}, cwd=here, failed=here / FAILED)
    assert executed.cells[-1].outputs[0].data["text/plain"] == "('2026-10', 'en', 'workspace')"
    assert nbformat.read(target, as_version=4) == executed
    assert source.read_bytes() == before
    assert str(tmp_path) not in target.read_text("utf-8")
    assert executed.cells[1].id == "injected-parameters"
    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "")
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


def test_the_help_of_its_parameters_can_be_read(tmp_path: Path) -> None:
    assert parameters_of(notebook(tmp_path)) == {"period": "the month", "language": "zh | en"}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"period": "2026-10", "language": "zh", "perod": "x"}, "不认识的参数：perod。它的参数是：period、language"),
        ({"period": "2026-10"}, "缺少参数：language"),
    ],
)
def test_an_unknown_or_missing_parameter_is_refused_and_nothing_runs(tmp_path: Path, given, said: str) -> None:
    target = tmp_path / "report.ipynb"
    with pytest.raises(UsageError, match=said):
        run_notebook(notebook(tmp_path), target, given, cwd=tmp_path, failed=tmp_path / FAILED)
    assert not target.exists()


def test_a_notebook_without_a_parameters_tag_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有带“parameters”标签"):
        run_notebook(
            notebook(tmp_path, tags=()),
            tmp_path / "report.ipynb",
            {"period": "2026-10"},
            cwd=tmp_path,
            failed=tmp_path / FAILED,
        )


def test_a_failing_cell_leaves_the_copy_and_names_cell_and_fault(tmp_path: Path) -> None:
    source = notebook(tmp_path, "1", "raise ValueError('first line\\nno such month')", "2")
    target = tmp_path / "report.ipynb"
    with pytest.raises(RunError, match=r"raise ValueError.*no such month") as caught:
        run_notebook(source, target, {"period": "2026-10", "language": "zh"}, cwd=tmp_path, failed=tmp_path / FAILED)
    assert str(tmp_path / FAILED) in caught.value.text.en
    assert not target.exists()
    kept = json.loads((tmp_path / FAILED).read_text("utf-8"))
    assert kept["metadata"]["papermill"]["output_path"] == Path(FAILED).name
    assert any(output["output_type"] == "error" for cell in kept["cells"] for output in cell.get("outputs", []))


def test_a_kernel_that_dies_is_a_failed_run(tmp_path: Path) -> None:
    source = notebook(tmp_path, "import os\nos._exit(7)")
    with pytest.raises(RunError, match="没有跑完"):
        run_notebook(
            source,
            tmp_path / "report.ipynb",
            {"period": "2026-10", "language": "zh"},
            cwd=tmp_path,
            failed=tmp_path / FAILED,
        )


@pytest.mark.parametrize("content", [None, "not a notebook", "{}"])
def test_what_is_not_a_notebook_is_refused(tmp_path: Path, content: str | None) -> None:
    source = tmp_path / "monthly.ipynb"
    if content is not None:
        source.write_text(content)
    with pytest.raises(RunError, match=r"monthly\.ipynb.*打不开"):
        run_notebook(source, tmp_path / "report.ipynb", {"period": "2026-10"}, cwd=tmp_path, failed=tmp_path / FAILED)


@pytest.mark.parametrize("kind", ["monthly", "quarterly"])
def test_the_notebooks_of_the_reports_say_what_each_parameter_is(kind: str) -> None:
    source = Path(__file__).parents[2] / "notebooks" / "reports" / f"{kind}.ipynb"
    declared = parameters_of(source)
    assert list(declared) == ["organisation", "period", "as_of", "language", "edition"]
    assert all(declared.values())
