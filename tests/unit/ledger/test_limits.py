"""Files that would fill the memory or never end: refused before, or by a process of their own that is bounded."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from analytics.errors import InputError
from analytics.ledger import guard, packages, texts
from analytics.ledger import read as reading
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import read_file
from tests.unit.ledger.conftest import PROFILE, Bench
from tests.unit.ledger.test_left_out import ods, xlsb
from tests.unit.ledger.test_left_out import text as text_cell

if TYPE_CHECKING:
    from collections.abc import Mapping

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{}<sheetData>{}</sheetData></worksheet>'


def package(sheet: str, **parts: str) -> bytes:
    """A workbook of one sheet, whose XML is given as it is."""
    book = Workbook()
    book.active["A1"] = "x"
    stream, changed = io.BytesIO(), io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as whole, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as out:
        for name in whole.namelist():
            given = {"xl/worksheets/sheet1.xml": sheet, **parts}.get(name)
            out.writestr(name, whole.read(name) if given is None else given)
    return changed.getvalue()


def refused(bench: Bench, name: str, data: bytes) -> str:
    with pytest.raises(InputError) as fault:
        read_file(bench.file(name, data))
    return fault.value.text.zh


def cell(place: str, row: int, quote: str = '"') -> str:
    return f"<row r={quote}{row}{quote}><c r={quote}{place}{quote}><v>1</v></c></row>"


@pytest.mark.parametrize("quote", ['"', "'"])
@pytest.mark.parametrize("dimension", ["", '<dimension ref="A1:B2"/>'])
def test_a_dimension_that_lies_does_not_hide_a_cell_far_away(bench: Bench, dimension: str, quote: str) -> None:
    rows = cell("A1", 1, quote) + cell("XFD1048576", 1048576, quote)
    assert "太大" in refused(bench, "lie.xlsx", package(SHEET.format(dimension, rows)))


def test_a_dimension_that_boasts_costs_nothing(bench: Bench) -> None:
    data = package(SHEET.format('<dimension ref="A1:XFD1048576"/>', cell("B2", 2)))
    (grid,) = read_file(bench.file("boast.xlsx", data)).grids
    assert grid.rows == [["", ""], ["", 1.0]]


def test_cells_that_are_only_formatted_may_reach_as_far_as_they_like(bench: Bench) -> None:
    rows = cell("A1", 1) + '<row r="1048576"><c r="XFD1048576" s="0"/></row>'
    (grid,) = read_file(bench.file("styled.xlsx", package(SHEET.format("", rows)))).grids
    assert grid.rows == [[1.0]]


def test_an_entity_that_laughs_a_billion_times_is_never_told(bench: Bench) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE lolz [<!ENTITY l0 "lol">{laughs}]>'
    row = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    data = package(document + SHEET.format("", row), **{"xl/workbook.xml": ""})
    try:
        grids = read_file(bench.file("laughs.xlsx", data)).grids
    except InputError:
        return
    assert sum(len(str(cell)) for grid in grids for row in grid.rows for cell in row) < 1000


def test_a_part_that_holds_more_than_it_says_is_refused(bench: Bench) -> None:
    data = bytearray(package(SHEET.format("", cell("A1", 1) + " " * 5_000_000)))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 22
    assert int.from_bytes(data[at : at + 4], "little") > 5_000_000
    data[at : at + 4] = (1000).to_bytes(4, "little")
    assert "已损坏" in refused(bench, "more.xlsx", bytes(data))


def test_what_a_process_of_its_own_cannot_hold_is_refused(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    book = xlwt.Workbook()
    page = book.add_sheet("a")
    for row in range(3000):
        for column in range(100):
            page.write(row, column, row * column)
    book.save(str(bench.folder / "old.xls"))
    data = (bench.folder / "old.xls").read_bytes()
    assert len(read_file(bench.folder / "old.xls").grids[0].rows) == 3000
    monkeypatch.setattr(guard, "SECONDS", 0)
    assert "读不完" in refused(bench, "old2.xls", data)


def test_a_very_wide_text_is_refused(bench: Bench) -> None:
    assert "太大" in refused(bench, "wide.csv", b"a," * 20_000)


def test_a_quotation_mark_that_is_never_closed_swallows_no_rows_in_silence(bench: Bench) -> None:
    rows = "".join(f"GC{n},甲,2026-10-01,乙,好\n" for n in range(50))
    open_ended = f'工程编号,设计师,开工日期,巡检,备注\nGC,"甲,2026-10-01,乙,好\n{rows}'
    assert "引号" in refused(bench, "open.csv", open_ended.encode())
    assert "吞进" in refused(bench, "late.csv", f'{open_ended}GCX,甲",2026-10-01,乙,好\n'.encode())


def test_a_long_text_comes_in_parts_that_add_up_to_the_whole(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [f"GC{n},{'甲' if n % 2 else '乙'},2026-10-{n % 28 + 1:02}" for n in range(100)]
    rows[40], rows[70] = "GC40,甲,10月32日", "小计,30,"
    path = bench.file(
        "long.csv", ("工程编号,设计师,开工日期,旁注\n" + "\n".join(rows) + "\n合计,共99项,\n").encode("gb18030")
    )
    (whole,) = parse_file(path, PROFILE).sheets
    monkeypatch.setattr(reading, "LONG_TEXT_BYTES", 10)
    monkeypatch.setattr(texts, "PART_ROWS", 7)
    file = parse_file(path, PROFILE)
    parts = list(file.sheets)
    assert len(parts) == 15
    assert [row for part in parts for row in part.rows] == whole.rows
    assert [case for part in parts for case in part.columns["case_id"]] == whole.columns["case_id"]
    assert [aside for part in parts for aside in part.set_aside] == whole.set_aside
    assert sum(part.not_rows for part in parts) == whole.not_rows
    assert [total for part in parts for total in part.totals] == whole.totals
    assert [finding for part in parts for finding in part.findings] == whole.findings
    assert [sheet.rows for sheet in file.sheets] == [part.rows for part in parts]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "utf-16-be"])
def test_what_stands_below_a_long_text_says_what_its_numbers_mean(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    monkeypatch.setattr(reading, "LONG_TEXT_BYTES", 10)
    monkeypatch.setattr(texts, "PART_ROWS", 7)
    rows = [f"GC{n},2026-10-{n % 28 + 1:02},已接通,{n % 5 + 1}" for n in range(1, 100)]
    note = "满意度：1=非常满意，2=满意，3=基本满意，4=不满意，5=非常不满意"
    told = "\n".join(["工程编号,回访日期,接通情况,满意度", *rows, f'"{note}",,,', "", ""])
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    words = {"非常满意": "best", "满意": "good", "基本满意": "fair", "不满意": "bad", "非常不满意": "worst"}
    profile = ReadingProfile.build(scale={**words, **dict(zip("54321", words.values(), strict=True))})
    sheets = list(parse_file(bench.file("long.csv", (mark + told).encode(encoding)), profile).sheets)
    assert len(sheets) > 2
    assert sheets[0].columns["satisfaction"][:5] == ["good", "fair", "bad", "worst", "best"]


def test_the_last_rows_of_a_long_text_are_judged_with_those_before_them(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "LONG_TEXT_BYTES", 10)
    monkeypatch.setattr(texts, "PART_ROWS", 100)
    rows = [f"GC{n},26/3/{n % 28 + 1},已接通" for n in range(200)]
    first, second = parse_file(bench.csv("\n".join(["工程编号,回访日期,接通情况", *rows])), PROFILE).sheets
    assert (len(first.rows), len(second.rows)) == (99, 101)
    assert (first.set_aside, second.set_aside) == ([], [])


def test_what_is_said_of_a_long_text_as_a_whole_is_said_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LONG_TEXT_BYTES", 10)
    monkeypatch.setattr(texts, "PART_ROWS", 7)
    rows = [f"GC{n},2026-10-{n % 28 + 1:02},已接通,矿长" for n in range(20)]
    roles = bench.csv("\n".join(["工程编号,回访日期,接通情况,回访人职务", *rows]))
    ids = bench.csv("\n".join(["客户姓名,回访日期,接通情况,回访人职务", *rows]), "no_ids.csv")
    assert [finding.check for finding in parse_file(roles, PROFILE).all_findings] == ["unknown_role"]
    assert [finding.check for finding in parse_file(ids, PROFILE).all_findings] == ["missing_header", "known_by_person"]


def test_a_long_text_damaged_further_down_is_refused_while_it_is_read(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = bench.file(
        "long.csv", "工程编号,设计师,开工日期\n".encode("gb18030") + b"GC1,a,2026-10-01\n" * 5000 + b"GC2,\xff\xff,\n"
    )
    monkeypatch.setattr(reading, "LONG_TEXT_BYTES", 10)
    monkeypatch.setattr(texts, "PART_ROWS", 7)
    monkeypatch.setattr(texts, "_HEAD", 100)
    monkeypatch.setattr(texts, "_is_foreign", lambda samples: False)
    file = parse_file(path, PROFILE)
    with pytest.raises(InputError, match="文字编码"):
        list(file.sheets)


def _samples() -> Mapping[str, bytes]:
    book = Workbook()
    book.active.title = "电话回访单"
    for row in (
        ["工程编号", "回访日期", "接通情况", "满意度"],
        ["GC1", "2026-10-01", "接通", "满意"],
        ["GC2", "=1+1", "占线", None],
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    old = xlwt.Workbook()
    old.add_sheet("a").write(0, 0, "工程编号")
    old_stream = io.BytesIO()
    old.save(old_stream)
    text = "工程编号,回访日期,接通情况\nGC1,2026-10-01,接通\n"
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("a.csv", text)
    return {
        "a.xlsx": stream.getvalue(),
        "a.csv": text.encode("gb18030"),
        "a.txt": text.replace(",", "\t").encode("utf-16"),
        "a.tsv": text.replace(",", "\t").encode("utf-8-sig"),
        "a.zip": archive.getvalue(),
        "a.xls": old_stream.getvalue(),
        "a.ods": ods(text_cell("工程编号") + text_cell("回访日期"), text_cell("GC1")),
        "a.xlsb": xlsb(),
    }


SAMPLES = _samples()


def _read(folder: Path, name: str, data: bytes) -> None:
    (folder / name).write_bytes(data)
    try:
        file = parse_file(folder / name, PROFILE)
        sheets = list(file.sheets)
    except InputError:
        return
    for sheet in sheets:
        assert all(len(column) == len(sheet.rows) for column in sheet.columns.values())
    assert all(finding.sentence("zh") and finding.sentence("en") for finding in file.all_findings)


@given(name=st.sampled_from(["a.xlsx", "a.csv", "a.txt", "a.tsv", "a.zip"]), seed=st.integers(0, 10**9))
def test_a_file_changed_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(SAMPLES[name])
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data))
        data[at : at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
    _read(tmp_path_factory.mktemp("fuzz"), name, bytes(data))


@given(
    data=st.binary(max_size=400),
    start=st.sampled_from([b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04"]),
    name=st.sampled_from(["a.csv", "a.tsv", "a.txt", "a.zip", "a.xlsx", "a.xlsm", "a.xls", "a.xlsb", "a.ods"]),
)
def test_any_bytes_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes, name: str
) -> None:
    _read(tmp_path_factory.mktemp("fuzz"), name, start + data)


@settings(max_examples=4)
@pytest.mark.parametrize("name", ["a.xls", "a.ods", "a.xlsb"])
@given(seed=st.integers(0, 10**9))
def test_a_workbook_of_another_kind_changed_anywhere_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(SAMPLES[name])
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    _read(tmp_path_factory.mktemp("fuzz"), name, bytes(data))


@pytest.mark.long
def test_sheet_parts_changed_anywhere_are_read_or_refused(tmp_path: Path) -> None:
    chance = random.Random(7)
    with zipfile.ZipFile(io.BytesIO(SAMPLES["a.xlsx"])) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for _ in range(1500):
        changed = io.BytesIO()
        victim = chance.choice(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
        with zipfile.ZipFile(changed, "w") as out:
            for name, content in parts.items():
                data = bytearray(content)
                if name == victim and data:
                    for _ in range(chance.randint(1, 5)):
                        at = chance.randrange(len(data))
                        data[at : at + chance.randint(0, 3)] = chance.choice(
                            [b"9", b"", b"<", b"Z9", b'"', b"&", b"\x00", b"99999"]
                        )
                out.writestr(name, bytes(data))
        _read(tmp_path, "a.xlsx", changed.getvalue())


def test_limits_are_what_the_words_say() -> None:
    assert packages.MAX_CELLS == 32_000_000
    assert guard.MEMORY_GB == 3


def test_a_process_that_only_reads_cells_waits_for_no_library_of_rows_and_forms() -> None:
    """One is started for every workbook of another kind."""
    heavy = "{'pydantic', 'numpy', 'pandas', 'duckdb', 'openpyxl'}"
    program = f"import sys, analytics.ledger.workbooks; print({heavy}.intersection(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
