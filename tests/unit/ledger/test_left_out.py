"""What the reader leaves out of ods, xls and xlsb: error values, formulas without a result, merged cells of ods."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from datetime import date

import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ledger import opendocument, records
from analytics.ledger.grid import Grid
from analytics.ledger.read import read_file
from tests.unit.ledger.conftest import Bench

NAMES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
ERROR = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value="" {}>{}</table:table-cell>'


def text(words: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {attributes}><text:p>{words}</text:p></table:table-cell>'


def ods(*rows: str, sheet: str = "一月") -> bytes:
    """An OpenDocument workbook of one sheet whose rows are given as XML."""
    body = "".join(
        f"<table:table-row>{row}</table:table-row>" if not row.startswith("<table:table-row") else row for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}><office:body><office:spreadsheet>'
        f'<table:table table:name="{sheet}">{body}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", content)
        out.writestr("META-INF/manifest.xml", manifest)
    return stream.getvalue()


def test_an_error_value_of_ods_is_told_and_not_taken_for_nothing_or_for_zero(bench: Bench) -> None:
    note = "<office:annotation><text:p>see #N/A</text:p></office:annotation>"
    data = ods(
        text("a") + ERROR.format('calcext:value-type="error"', f"{note}<text:p>#DIV/0!</text:p>"),
        # Older programs wrote a zero beside the error that they showed.
        '<table:table-cell table:formula="oooc:=1/0" office:value-type="float" office:value="0"><text:p>Err:502</text:p>'
        "</table:table-cell>" + text("#N/A"),
        ERROR.format('calcext:value-type="error"', "<text:p>#名称?</text:p>")
        + '<table:table-cell table:formula="of:=[.A1]"/>',
    )
    (grid,) = read_file(bench.file("a.ods", data)).grids
    assert grid.rows == [["a", "#DIV/0!"], ["Err:502", "#N/A"], ["#N/A", "=[.A1]"]]


def test_an_error_of_ods_stands_below_repeated_rows_and_cells(bench: Bench) -> None:
    empty = '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
    data = ods(
        text("a"),
        empty,
        '<table:table-cell table:number-columns-repeated="2"/>'
        + ERROR.format('calcext:value-type="error" table:number-columns-repeated="2"', "<text:p>#REF!</text:p>"),
    )
    (grid,) = read_file(bench.file("a.ods", data)).grids
    assert grid.rows[3] == ["", "", "#REF!", "#REF!"]
    assert [row[0] for row in grid.rows] == ["a", "", "", ""]


def test_cells_merged_in_ods_are_carried_down_like_those_of_xlsx(bench: Bench) -> None:
    covered = "<table:covered-table-cell/>"
    merged = 'table:number-rows-spanned="2" table:number-columns-spanned="1"'
    data = ods(
        text("工程登记", 'table:number-columns-spanned="3" table:number-rows-spanned="1"') + covered * 2,
        text("工程编号") + text("施工队") + text("开工日期"),
        text("G1") + text("一队", merged) + text("2026-03-05"),
        text("G2") + covered + text("2026-03-06"),
    )
    path = bench.file("a.ods", data)
    (grid,) = read_file(path).grids
    assert grid.merged == [((0, 0), (0, 2)), ((2, 1), (3, 1))]
    sheet = bench.sheet(path)
    assert sheet.columns["party.crew"] == ["一队", "一队"]


def xls() -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet("一月")
    for column, words in enumerate(("工程编号", "开工日期", "施工队")):
        page.write(0, column, words)
    page.write(1, 0, "G1")
    page.row(1).set_cell_error(1, 0x0F)
    page.write(2, 0, "G2")
    page.write(2, 1, date(2026, 3, 5), xlwt.easyxf(num_format_str="yyyy-mm-dd"))
    page.row(2).set_cell_boolean(2, True)
    book.add_sheet("二月").row(3).set_cell_error(2, "#N/A!")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_an_error_value_of_xls_sets_its_row_aside_and_is_named(bench: Bench) -> None:
    path = bench.file("a.xls", xls())
    first, second = read_file(path).grids
    assert [row[1] for row in first.rows] == ["开工日期", "#VALUE!", date(2026, 3, 5)]
    assert second.rows[3] == ["", "", "#N/A"]
    file = bench.parse(path)
    (sheet,) = file.sheets
    assert [row.row for row in sheet.set_aside] == [2]
    assert [(finding.check, finding.value) for finding in sheet.findings] == [("error_cell", "#VALUE!")]


def record(kind: int, content: bytes) -> bytes:
    number = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    size = bytes([length]) if length < 0x80 else bytes([length & 0x7F | 0x80, length >> 7])
    return number + size + content


def wide(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb(sheet: bytes = b"") -> bytes:
    """The parts of a binary workbook that matter here: its sheet's name, and two errors, one of a formula."""
    book = record(156, struct.pack("<II", 0, 1) + wide("rId7") + wide("一月"))
    sheet = sheet or (
        record(0, struct.pack("<I", 0) + bytes(13)) + record(3, struct.pack("<II", 1, 0) + b"\x2a")
        + record(0, struct.pack("<I", 2) + bytes(150)) + record(11, struct.pack("<II", 0, 0) + b"\x07" + bytes(9))
    )  # fmt: skip
    relations = '<Relationships><Relationship Id="rId7" Target="worksheets/sheet1.bin"/></Relationships>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        out.writestr("xl/workbook.bin", book)
        out.writestr("xl/_rels/workbook.bin.rels", relations)
        out.writestr("xl/worksheets/sheet1.bin", sheet)
    return stream.getvalue()


def test_the_error_values_of_xlsb_stand_in_its_records() -> None:
    grid = Grid("一月", [["a", ""], ["b", 2.0], ["", "c"]])
    records.complete_xlsb(xlsb(), [grid, Grid("二月", [])])
    assert grid.rows == [["a", "#N/A"], ["b", 2.0], ["#DIV/0!", "c"]]


def test_rows_that_a_filter_hides_are_known_in_every_kind_of_workbook(bench: Bench) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("一月")
    for number in range(4):
        page.write(number, 0, f"G{number}")
    page.row(1).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    # Its program writes no record of a filter: three of them take the place of one that says how rows are grouped.
    start = stream.getvalue().index(b"\x80\x00\x08\x00")
    data = stream.getvalue()[:start] + b"\x9b\x00\x00\x00" * 3 + stream.getvalue()[start + 12 :]
    assert [grid.filtered for grid in read_file(bench.file("a.xls", data)).grids] == [{2}]
    assert [grid.filtered for grid in read_file(bench.file("b.xls", stream.getvalue())).grids] == [set()]

    hidden = '<table:table-row table:visibility="filter" table:number-rows-repeated="2">'
    (grid,) = read_file(bench.file("a.ods", ods(text("a"), f"{hidden}{text('b')}</table:table-row>", text("c")))).grids
    assert grid.filtered == {2, 3}

    parts = [
        record(0, struct.pack("<IIHBB", number, 0, 0, 0, flags) + bytes(5)) for number, flags in ((0, 0), (1, 0x10))
    ]
    for more, filtered in ((record(161, bytes(16)), {2}), (b"", set())):
        grid = Grid("一月", [["a"], ["b"]])
        records.complete_xlsb(xlsb(b"".join([*parts, more])), [grid])
        assert grid.filtered == filtered


SAMPLES = {"ods": ods(text("a") + ERROR.format("", "<text:p>#REF!</text:p>")), "xls": xls(), "xlsb": xlsb()}
COMPLETE = {"ods": opendocument.complete, "xls": records.complete_xls, "xlsb": records.complete_xlsb}


@given(kind=st.sampled_from(sorted(SAMPLES)), seed=st.integers(0, 10**9))
def test_changed_records_never_break_what_was_read(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(SAMPLES[kind])
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.choice([0, 1, 255, chance.randrange(256)])
    grids = [Grid("一月", [["a", ""], ["b", 2.0]]), Grid("二月", [["c"]])]
    COMPLETE[kind](bytes(data), grids)
    for grid in grids:
        assert len({len(row) for row in grid.rows}) <= 1


@settings(max_examples=100)
@given(seed=st.integers(0, 10**9))
def test_changed_parts_of_a_binary_workbook_never_break_what_was_read(seed: int) -> None:
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(SAMPLES["xlsb"])) as whole:
        parts = {name: bytearray(whole.read(name)) for name in whole.namelist()}
    victim = chance.choice(list(parts.values()))
    for _ in range(chance.randint(1, 5)):
        victim[chance.randrange(len(victim))] = chance.choice([0, 127, 128, 255])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as out:
        for name, content in parts.items():
            out.writestr(name, bytes(content))
    records.complete_xlsb(stream.getvalue(), [Grid("一月", [["a", ""]])])
