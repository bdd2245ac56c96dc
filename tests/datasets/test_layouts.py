"""Other people's ledgers in a workspace whose only content is configuration and the file as it was received."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.policy.profile import workspace_profile
from analytics.settings import Workspace
from tests.datasets.torture_table import ABSENT, FOLDER

HERE = Path(__file__).parent
LAYOUTS = sorted(folder.parent.name for folder in HERE.glob("*/workbench.toml"))
with_data = pytest.mark.skipif(not FOLDER.is_dir(), reason=ABSENT)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_configuration_holds_no_fault(layout: str) -> None:
    workspace = Workspace.open(HERE / layout)
    (organisation,) = workspace.settings.organisation
    assert workspace_profile(workspace, organisation).forms


def loaded(layout: str, root: Path, *files: str) -> tuple[int, Path]:
    """Load the files as they were received into a copy of the configuration; return exit code and workspace."""
    workspace = root / layout
    shutil.copytree(HERE / layout, workspace)
    (workspace / "ledgers").mkdir()
    for file in files:
        shutil.copyfile(FOLDER / layout / file, workspace / "ledgers" / file)
    return main(["load", "--workspace", str(workspace)]), workspace


def measured(workspace: Path, capsys: pytest.CaptureFixture[str], *given: str) -> list[tuple[float, float, str]]:
    """Return numerator, denominator and value of what ``analytics measure`` prints."""
    capsys.readouterr()
    assert main(["measure", *given, "--workspace", str(workspace), "--format", "csv"]) == 0
    rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
    return [(float(row["numerator"]), float(row["denominator"]), f"{float(row['value']):.4f}") for row in rows]


@with_data
def test_the_published_figures_of_the_call_centre_are_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, workspace = loaded("pwc_call_centre", tmp_path, "01 Call-Center-Dataset.xlsx")
    assert code == 0
    quarter = ("--period", "2021-Q1")
    assert measured(workspace, capsys, "reach_rate", *quarter) == [(4054, 5000, "0.8108")]
    assert measured(workspace, capsys, "resolution_rate", *quarter) == [(3646, 5000, "0.7292")]
    assert measured(workspace, capsys, "satisfaction_score", *quarter) == [(13798, 4054, "3.4036")]


@with_data
def test_a_copy_of_the_call_list_that_somebody_cleaned_changes_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # Its first sheet is the original; the one whose blanks were filled with averages is of no confirmed shape.
    code, workspace = loaded("pwc_call_centre", tmp_path, "01 Call-Center-Dataset (Cleaned).xlsx")
    assert code == 0
    assert measured(workspace, capsys, "satisfaction_score", "--period", "2021-Q1") == [(13798, 4054, "3.4036")]


@with_data
def test_answers_without_ids_are_counted_each_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, workspace = loaded("gp_fft_responses", tmp_path, "gp_fft_responses.csv")
    assert code == 0
    # 19 of the 3,882 do not know, which is no answer.
    found = [
        row for year in ("2023", "2024") for row in measured(workspace, capsys, "satisfaction_rate", "--period", year)
    ]
    assert sum(row[0] for row in found) == 2616 + 901
    assert sum(row[1] for row in found) == 3882 - 19


@with_data
def test_days_without_a_year_are_told_by_the_order_of_the_rows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, workspace = loaded("bank_telemarketing_uci", tmp_path, "bank-full.csv")
    assert code == 0
    found = [
        measured(workspace, capsys, "satisfaction_rate", "--period", year)[0][:2] for year in ("2008", "2009", "2010")
    ]
    assert found == [(1401, 27729), (2536, 14862), (1352, 2620)]
    assert sum(row[0] for row in found) == 5289


@with_data
def test_a_sheet_of_work_orders_is_read_below_its_merged_header(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, workspace = loaded("cn_workorder_sheet_merged", tmp_path, "工单.xlsx")
    assert code == 0
    told = capsys.readouterr().out
    assert "读到 1 行" in told or "read 1 rows" in told
    assert "columns R " in told  # the small table beside it
    query = "select case_id, outcome from cases"
    assert main(["sql", query, "--workspace", str(workspace), "--format", "csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == ["1,未完成"]


@with_data
def test_tables_of_counts_are_left_out_and_it_is_said_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [f"FFT_{kind}_template.xlsm" for kind in ("AE", "Amb", "IP")]
    code, _ = loaded("nhs_fft_workbook_layouts", tmp_path, *names)
    told = capsys.readouterr().out
    assert code == 0
    assert "read 0 rows" in told
    assert told.count("counts by organisation, not one row per answer") == 4 + 4 + 5
    assert told.count("lists behind the workbook's own buttons") == 3
