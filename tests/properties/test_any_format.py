"""The same ledger says the same in whatever format it is saved, and where it is read in parts."""

from __future__ import annotations

import csv
import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from analytics.ledger import read, texts, workbooks
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.parse import parse_file
from analytics.policy.pack import load_policy
from analytics.policy.profile import reading_profile
from tests.lib.dressed import HEADERS, ledgers
from tests.unit.ledger.test_left_out import ods

PROFILE = reading_profile(load_policy("decoration"))
# What a column, or the rows before a gap, tell of a cell: a part of a long text may tell less than the whole.
TOLD_BY_OTHERS = {"swapped_dates", "stray_row"}
FEW = settings(
    max_examples=settings().max_examples // 4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def as_xlsx(grid: Grid) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.title = grid.sheet
    for row, column, cell in filled(grid):
        page.cell(row + 1, column + 1, cell)
    for (top, left), (bottom, right) in grid.merged:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    return saved(book.save)


def as_xls(grid: Grid) -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(grid.sheet)
    shown = {
        datetime: xlwt.easyxf(num_format_str="yyyy-mm-dd hh:mm:ss"),
        time: xlwt.easyxf(num_format_str="hh:mm:ss"),
    }
    for row, column, cell in filled(grid):
        page.write(row, column, cell, shown.get(type(cell), xlwt.Style.default_style))
    for (top, left), (bottom, right) in grid.merged:
        page.merge(top, bottom, left, right)
    return saved(book.save)


def as_ods(grid: Grid) -> bytes:
    spans = {
        first: f'table:number-columns-spanned="{right - first[1] + 1}" table:number-rows-spanned="{bottom - first[0] + 1}"'
        for first, (bottom, right) in grid.merged
    }
    rows = [
        "".join(ods_cell(cell, spans.get((row, column), "")) for column, cell in enumerate(cells))
        for row, cells in enumerate(grid.rows)
    ]
    return ods(*rows, sheet=grid.sheet)


def ods_cell(cell: Cell, span: str) -> str:
    if cell == "":
        return "<table:table-cell/>"
    if isinstance(cell, datetime):
        value = f'"date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, time):
        value = f'"time" office:time-value="PT{cell:%HH%MM%SS}"'
    else:
        value = '"string"' if isinstance(cell, str) else f'"float" office:value="{cell!r}"'
    lines = [re.sub("^ | $|(?<= ) ", "<text:s/>", html.escape(line)) for line in str(cell).split("\n")]
    shown = "".join(f"<text:p>{line}</text:p>" for line in lines)
    return f"<table:table-cell {span} office:value-type={value}>{shown}</table:table-cell>"


def as_text(grid: Grid, encoding: str = "utf-8", mark: str = ",") -> bytes:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=mark).writerows(grid.rows)
    return file.getvalue().encode(encoding)


def as_zip(name: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr(name, data)
    return stream.getvalue()


def filled(grid: Grid) -> Iterator[tuple[int, int, Cell]]:
    for row, cells in enumerate(grid.rows):
        yield from ((row, column, cell) for column, cell in enumerate(cells) if cell != "")


def saved(save: Callable[[Any], None]) -> bytes:
    stream = io.BytesIO()
    save(stream)
    return stream.getvalue()


@contextmanager
def in_parts() -> Iterator[None]:
    with patch.object(read, "LONG_TEXT_BYTES", 0), patch.object(texts, "PART_ROWS", 5):
        yield


def told(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    """Return what is read of a file: rows by their numbers, those set aside, how many are none, and what is told."""
    (folder / name).write_bytes(data)
    with patch.object(workbooks, "read_guarded", workbooks.read_in_place):
        sheets = list(parse_file(folder / name, PROFILE).sheets)
    return {
        "tables": {sheet.table for sheet in sheets},
        "rows": {
            row: {column: values[at] for column, values in sheet.columns.items() if values[at] is not None}
            for sheet in sheets
            for at, row in enumerate(sheet.rows)
        },
        "set aside": {aside.row: aside for sheet in sheets for aside in sheet.set_aside},
        "no rows": sum(sheet.not_rows for sheet in sheets),
        "totals": [total for sheet in sheets for total in sheet.totals],
        "findings": Counter(
            (finding.check, finding.row, finding.column, finding.value)
            for sheet in sheets
            for finding in sheet.findings
        ),
    }


@FEW
@pytest.mark.parametrize("table", sorted(HEADERS))
@given(data=st.data())
def test_a_workbook_says_the_same_in_every_format(table: str, data: st.DataObject, tmp_path: Path) -> None:
    grid = data.draw(ledgers(table, PROFILE, is_text=False)).grid
    expected = told(tmp_path, "a.xlsx", as_xlsx(grid))
    assert told(tmp_path, "a.xls", as_xls(grid)) == expected
    assert told(tmp_path, "a.ods", as_ods(grid)) == expected
    assert told(tmp_path, "a.zip", as_zip("a.xlsx", as_xlsx(grid))) == expected


@FEW
@pytest.mark.parametrize("table", sorted(HEADERS))
@given(data=st.data())
def test_a_text_says_the_same_in_every_encoding_and_in_parts(table: str, data: st.DataObject, tmp_path: Path) -> None:
    grid = data.draw(ledgers(table, PROFILE, is_text=True)).grid
    name = f"{grid.sheet}.csv"
    expected = told(tmp_path, name, as_text(grid))
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        assert told(tmp_path, name, as_text(grid, encoding)) == expected
    assert told(tmp_path, name, as_text(grid, mark="\t")) == expected
    assert told(tmp_path, "a.zip", as_zip(name, as_text(grid, "gb18030"))) == expected
    assert told(tmp_path, "a.xlsx", as_xlsx(grid)) == expected
    if TOLD_BY_OTHERS.isdisjoint(check for check, *_ in expected["findings"]):
        with in_parts():
            assert told(tmp_path, name, as_text(grid)) == expected
