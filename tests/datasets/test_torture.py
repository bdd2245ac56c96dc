"""Files that broke other readers: each is read or refused in a paragraph, none crashes, hangs or is read wrong in silence."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import InputError
from analytics.ledger.read import read_file
from tests.datasets.torture_table import ABSENT, FOLDER, files, lines

FILES = files()
LARGE_BYTES = 100_000
CALAMINE = "torture_calamine"
TABLES = "torture_messytables"
FRICTIONLESS = "torture_misc/frictionless"

pytestmark = pytest.mark.skipif(not FILES, reason=ABSENT)


@pytest.mark.parametrize(
    "chosen",
    [
        pytest.param([path for path in FILES if path.stat().st_size < LARGE_BYTES][::5], id="a fifth of the small"),
        pytest.param(FILES, id="all", marks=pytest.mark.long),
    ],
)
def test_every_file_is_read_or_refused_by_its_name_in_bounded_time(chosen: list[Path]) -> None:
    told = list(lines(chosen))
    assert [line.file for line in told if not line.refused and not line.sheets] == []
    assert [line.file for line in told if line.refused and Path(line.file).name not in line.refused] == []
    assert [line.file for line in told if "\n" in line.refused] == []
    assert [line.file for line in told if line.seconds > 60] == []


SPAN = timedelta(days=10, hours=15, minutes=10, seconds=10)
DATES = [[date(2021, 1, 1), 15], [date(2021, 1, 2), 16], [SPAN, 17]]


@pytest.mark.parametrize(
    ("name", "sheet", "expected"),
    [
        (f"{CALAMINE}/date_1904.xlsx", 0, DATES),
        (f"{CALAMINE}/date_1904.xls", 0, DATES),
        (f"{CALAMINE}/date_1904.xlsb", 0, DATES),
        (f"{CALAMINE}/date.xlsx", 0, DATES),
        (f"{CALAMINE}/errors.xlsx", 0, [["#DIV/0!"], ["#NAME?"], ["#VALUE!"], ["#NULL!"], ["#REF!"], ["#NUM!"], ["#N/A"]]),
        (f"{CALAMINE}/merge_cells.xlsx", 0, [["Row Merge", "", "Not Merged"], ["Column Merge", "Chunk Merged", ""]]),
        (f"{CALAMINE}/encoded_entities.xlsx", 0, [["&"]]),
        (f"{CALAMINE}/covered.ods", 0, [["a1"], ["a2"], ["a3"]]),
        (f"{TABLES}/skip_initials.csv", 0, [["field1", "field2"], ["hello", "    goodbye"], ["hello2", "goodbye2"]]),
        (f"{TABLES}/utf8bom.csv", 0, [["kitten", "win"]]),
        (f"{FRICTIONLESS}/table.tsv", 0, [["id", "name"], ["1", "english"], ["2", "中国人"], ["3", "\\N"]]),
        (f"{FRICTIONLESS}/delimiter.csv", 0, [["id", "name"], ["1", "english"], ["2", "中国人"]]),
        ("torture_misc/agate/test_utf16_big.csv", 0, [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]]),
        ("torture_misc/agate/test_utf16_little.csv", 0, [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]]),
        ("torture_misc/duckdb_excel/with_xml_prefix.xlsx", 0, [["Col1", "Col2"], ["foo", "bar"]]),
        ("torture_misc/duckdb_excel/row_without_r_attribute.xlsx", 0, [["ID", "NAME"], [1.0, "TEST123"]]),
    ],
)  # fmt: skip
def test_a_file_whose_content_is_known_is_read_as_it_stands(name: str, sheet: int, expected: list[list[Any]]) -> None:
    assert read_file(FOLDER / name).grids[sheet].rows == expected


@pytest.mark.parametrize(
    ("name", "shape", "first", "last"),
    [
        (f"{TABLES}/utf-16le_encoded.csv", (328, 19), "Organisation_code", "NYA04"),
        (f"{TABLES}/null.csv", (10, 4), "1", "10"),
        (f"{TABLES}/simple.ssv", (7, 3), "date", "2011-01-03"),
        (f"{TABLES}/simple.zip", (7, 3), "date", "2011-01-03"),
        (f"{TABLES}/long.csv", (4000, 1), "foo", "foo"),
        (f"{TABLES}/simple.psv", (29, 6), "Year", "2013"),
        (f"{FRICTIONLESS}/issue-1066-largecellsize.csv", (20, 2), "Description", None),
        (f"{FRICTIONLESS}/multiline-headers.xlsx", (6, 4), "Region", None),
    ],
)
def test_a_larger_file_keeps_its_shape_and_its_corners(
    name: str, shape: tuple[int, int], first: str, last: str | None
) -> None:
    rows = read_file(FOLDER / name).grids[0].rows
    assert (len(rows), len(rows[0])) == shape
    assert rows[0][0] == first
    assert last is None or rows[-1][0] == last


def test_lines_over_the_header_shift_no_row() -> None:
    rows = read_file(FOLDER / TABLES / "mixedGLB.csv").grids[0].rows
    assert rows[3][:3] == ["Year", "Jan", "Feb"]
    assert rows[4][:3] == ["1880", "-43", "-27"]
    padded = read_file(FOLDER / TABLES / "weird_head_padding.csv").grids[0].rows
    assert len(padded) == 94
    assert len({len(row) for row in padded}) == 1


@pytest.mark.parametrize(
    "name",
    [
        f"{CALAMINE}/pass_protected.xlsx", f"{CALAMINE}/pass_protected.xlsb", f"{CALAMINE}/pass_protected.ods",
        f"{CALAMINE}/issue_385.xls", f"{TABLES}/encrypted_no_password.xls",
    ],
)  # fmt: skip
def test_a_password_is_told_from_damage(name: str) -> None:
    with pytest.raises(InputError, match="打开密码"):
        read_file(FOLDER / name)


@pytest.mark.parametrize(
    "name",
    [
        f"{TABLES}/characters.csv", f"{TABLES}/spanish_chars.csv", f"{FRICTIONLESS}/latin1.csv",
        f"{FRICTIONLESS}/table-infer-iso-8859-7.csv", f"{FRICTIONLESS}/table-with-accents.csv",
    ],
)  # fmt: skip
def test_text_of_another_encoding_is_not_taken_for_chinese(name: str) -> None:
    with pytest.raises(InputError, match="文字编码"):
        read_file(FOLDER / name)


def test_rows_that_repeat_for_ever_are_refused() -> None:
    with pytest.raises(InputError, match="太大"):
        read_file(FOLDER / CALAMINE / "issue_594_dos.ods")
