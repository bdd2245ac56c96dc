"""What a workbook shows beside what its cells hold."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from analytics.ledger import packages, slices
from tests.unit.ledger.conftest import PROFILE, Bench

HEADER = ["工程编号", "联系电话", "回访日期", "接通情况"]


def filled(bench: Bench, ids: list[object], number_format: str) -> Path:
    path = bench.xlsx([HEADER, *([name, 1012345678, "2026-10-03", "接通"] for name in ids)])
    book = load_workbook(path)
    for row in range(2, len(ids) + 2):
        book.worksheets[0].cell(row, 1).number_format = number_format
        book.worksheets[0].cell(row, 2).number_format = "00000000000"
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("000", ["007", "1234", "A7"]), ('"GC-"0000', ["GC-0007", "GC-1234", "A7"]), ("General", ["7", "1234", "A7"]),
        ("0.00", ["7", "1234", "A7"]), ('0"号"', ["7", "1234", "A7"]),
    ],
)  # fmt: skip
def test_an_id_is_what_its_cell_shows(bench: Bench, number_format: str, shown: list[str]) -> None:
    sheet = bench.sheet(filled(bench, [7, 1234, "A7"], number_format))
    assert sheet.columns["case_id"] == shown
    assert sheet.columns["field.person.phone"] == ["01012345678"] * 3


@pytest.mark.parametrize("number_format", ["0%", "0.00%", "0.0%"])
def test_a_percentage_is_what_its_cell_shows(bench: Bench, number_format: str) -> None:
    path = bench.xlsx(
        [[*HEADER, "满意度"], *(["G1", "", "2026-10-03", "接通", share] for share in (1, 0.95, 1.2, "满意"))]
    )
    book = load_workbook(path)
    for row in range(2, 6):
        book.worksheets[0].cell(row, 5).number_format = number_format
    book.save(path)
    sheet = bench.sheet(path, replace(PROFILE, scores={"very_satisfied": 100, "satisfied": 75, "dissatisfied": 0}))
    assert sheet.columns["satisfaction"] == ["very_satisfied", "very_satisfied", "satisfied"]
    assert [(finding.check, finding.row, finding.value) for finding in sheet.findings] == [("answer", 4, "120%")]


def test_so_it_is_in_a_sheet_that_is_read_in_slices(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "LONG_SHEET", 1_000)
    monkeypatch.setattr(slices, "SLICE", 1_000)
    monkeypatch.setattr(packages, "_PIECE", 4_000)
    sheet = bench.sheet(filled(bench, list(range(1, 400)), "000"))
    assert sheet.columns["case_id"] == [f"{number:03}" for number in range(1, 400)]


def filter_on(path: Path, hidden: list[int]) -> Path:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    sheet.sheet_properties.filterMode = True
    for row in hidden:
        sheet.row_dimensions[row].hidden = True
    book.save(path)
    return path


def test_rows_that_a_filter_hides_are_read_and_told(bench: Bench) -> None:
    path = bench.xlsx([HEADER, *([f"G{row}", "", "2026-10-03", "接通"] for row in range(2, 6)), [], ["合计", 4]])
    file = bench.parse(filter_on(path, [3, 4, 7]))
    [sheet] = file.sheets
    assert sheet.columns["case_id"] == ["G2", "G3", "G4", "G5"]
    assert [(finding.check, finding.detail) for finding in file.findings] == [("filtered_rows", "2")]


def test_a_filter_that_hides_no_row_of_a_ledger_is_not_told(bench: Bench) -> None:
    assert bench.parse(filter_on(bench.xlsx([HEADER, ["G2", "", "2026-10-03", "接通"]]), [])).findings == []
