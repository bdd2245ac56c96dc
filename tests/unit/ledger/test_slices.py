"""A long sheet that is read in slices says what it says when it is read whole."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import pytest
from openpyxl import Workbook

from analytics.errors import InputError
from analytics.ledger import packages, slices, workbooks
from analytics.ledger.grid import Grid

ROWS = 3_000


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Cut sheets of some kilobytes; returns the parts that were read in slices to their end."""
    monkeypatch.setattr(slices, "LONG_SHEET", 1_000)
    monkeypatch.setattr(slices, "SLICE", 1_000)
    monkeypatch.setattr(packages, "_PIECE", 10_000)
    read: list[str] = []

    class Watched(slices.LongSheets):
        def read(self, part: str, index: int) -> slices.Sliced:
            sliced = super().read(part, index)
            read.append(part)
            return sliced

    monkeypatch.setattr(workbooks, "LongSheets", Watched)
    return read


def workbook() -> bytes:
    """Return a short sheet and a long one with gaps, days, an error and a merged cell."""
    book = Workbook()
    assert book.active is not None
    book.active.append(["说明", 1])
    sheet = book.create_sheet("台账")
    for row in range(2, ROWS):
        if row % 500 and not 1_000 < row < 1_100:
            sheet.cell(row, 2, f"G{row}")
            sheet.cell(row, 3, datetime(2026, 1, 1 + row % 28, row % 24))
            sheet.cell(row, 4 + row % 2, row / 4)
    sheet.cell(ROWS - 100, 6, "#N/A")
    sheet.merge_cells("B2900:B2901")
    return saved(book)


def test_a_long_workbook_with_damaged_styles_is_refused(cut: list[str]) -> None:
    data = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        start = package.getinfo("xl/styles.xml").header_offset + 60
    data[start : start + 40] = b"\xff" * 40
    with pytest.raises(InputError):
        workbooks.read("a.xlsx", bytes(data))


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[bytes], bytes], part: str = "xl/worksheets/sheet2.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return made.getvalue()


def read(data: bytes) -> list[Grid]:
    return workbooks.read("台账.xlsx", data)


def test_slices_say_what_the_whole_says(cut: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook()
    found = read(data)
    assert cut == ["xl/worksheets/sheet2.xml"]
    monkeypatch.setattr(slices, "LONG_SHEET", 1 << 60)

    assert found == read(data)
    assert found[1].rows[ROWS - 101][5] == "#N/A"
    assert found[1].merged == [((2899, 1), (2900, 1))]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace(b'<row r="', b'<row spans="1:5" r="'), id="rows are written otherwise"),
        pytest.param(lambda text: text.replace(b'<c r="', b'<c  r="'), id="cells are written otherwise"),
        pytest.param(lambda text: text.replace(b'<c r="B2900"', b'<c r="B900"', 1), id="rows do not ascend"),
        pytest.param(lambda text: text.replace(b'<c r="B2900"', b'<c r="B99900"', 1), id="a cell is of another row"),
    ],
)
def test_a_sheet_that_is_not_written_as_usual_is_read_whole(
    cut: list[str], monkeypatch: pytest.MonkeyPatch, change: Callable[[bytes], bytes]
) -> None:
    data = rewritten(workbook(), change)
    found = read(data)
    assert cut == []
    monkeypatch.setattr(slices, "LONG_SHEET", 1 << 60)

    assert found == read(data)


def test_a_cell_that_lies_too_far_is_refused_before_it_is_read(cut: list[str]) -> None:
    far = b'<c r="XFD2600"><v>1</v></c></row></sheetData>'
    data = rewritten(workbook(), lambda text: text.replace(b"</row></sheetData>", far))

    with pytest.raises(InputError):
        read(rewritten(data, lambda text: text.replace(b'<row r="2999"', b'<row r="999999"')))
    assert cut == []


def test_a_damaged_sheet_is_refused(cut: list[str]) -> None:
    with pytest.raises(InputError):
        read(rewritten(workbook(), lambda text: text.replace(b"</v></c>", b"</v>", 2_000)))
    assert cut == []
