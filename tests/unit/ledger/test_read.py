"""Files that open, and the paragraph that the others get."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
import xlwt
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from analytics.errors import InputError
from analytics.ledger import packages
from analytics.ledger.read import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.unit.ledger.conftest import Bench

TABLE = "工程编号,客户姓名\nGC1,张三\n"


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("utf-8"), TABLE.encode("utf-8-sig"), TABLE.encode("gb18030"), TABLE.encode("utf-16"),
        b"\xff\xfe" + TABLE.encode("utf-16-le"), b"\xfe\xff" + TABLE.encode("utf-16-be"), TABLE.replace("\n",
            "\r").encode(),
        TABLE.replace("\n", "\r\n").encode(), TABLE.replace(",", "\t").encode(), TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "|").encode(),
    ],
)  # fmt: skip
def test_a_text_file_is_read_in_every_encoding_and_delimiter_of_the_ladder(bench: Bench, data: bytes) -> None:
    (grid,) = read_file(bench.file("七月.csv", data)).grids
    assert grid.rows == [["工程编号", "客户姓名"], ["GC1", "张三"]]
    assert grid.sheet == "七月"


def test_a_short_gbk_file_is_not_taken_for_korean(bench: Bench) -> None:
    (grid,) = read_file(bench.file("a.csv", "满意\n不满意\n".encode("gbk"))).grids
    assert grid.rows == [["满意"], ["不满意"]]


def test_a_semicolon_inside_a_cell_is_no_delimiter(bench: Bench) -> None:
    (grid,) = read_file(bench.csv("case_id,party.designer\n1,甲;乙;丙\n2,甲;乙;丙")).grids
    assert grid.rows[1] == ["1", "甲;乙;丙"]


def test_short_rows_are_filled_up_and_quoted_lines_keep_their_row(bench: Bench) -> None:
    (grid,) = read_file(bench.file("a.csv", b'a,b,c\n1\n2,"x\ny",3\n')).grids
    assert grid.rows == [["a", "b", "c"], ["1", "", ""], ["2", "x\ny", "3"]]


def test_cells_wrapped_against_a_spreadsheet_program_are_what_they_hold(bench: Bench) -> None:
    (grid,) = read_file(bench.file("a.csv", b'a,b,c\n="0012",="138","=""x"""\n=1,="a"b,"a=""b"""\n')).grids
    assert grid.rows[1:] == [["0012", "138", "x"], ["=1", '="a"b', 'a="b"']]


def test_what_calamine_makes_of_cells_is_known(bench: Bench) -> None:
    path = bench.xlsx(
        [
            [
                datetime(2026, 3, 5),
                datetime(2026, 3, 5, 15, 20),
                13812345678,
                1,
                "x",
                True,
                time(12, 0),
                None,
                timedelta(1),
            ]
        ]
    )
    (grid,) = read_file(path).grids
    midnight, instant, phone, one, word, truth, noon, blank, span = grid.rows[0]
    assert midnight == date(2026, 3, 5)
    assert type(midnight) is date
    assert instant == datetime(2026, 3, 5, 15, 20)
    assert type(phone) is float
    assert (type(one), word, truth, noon, blank) == (float, "x", True, time(12, 0), "")
    assert span == timedelta(1)


def test_error_cells_and_formulas_without_a_value_are_not_blank(bench: Bench) -> None:
    (grid,) = read_file(bench.xlsx([["a", "=NA()", "=1+1", "#N/A"]])).grids
    assert grid.rows == [["a", "=NA()", "=1+1", "#N/A"]]


def test_rows_and_columns_keep_their_place_when_the_first_are_empty(bench: Bench) -> None:
    (grid,) = read_file(bench.xlsx([[None], [None], [None, None, "x"]])).grids
    assert grid.rows == [["", "", ""], ["", "", ""], ["", "", "x"]]


def test_a_hidden_sheet_is_read_and_says_so(bench: Bench) -> None:
    book = Workbook()
    book.active.append(["a"])
    hidden = book.create_sheet("藏")
    hidden.append(["b"])
    hidden.sheet_state = "hidden"
    book.save(bench.folder / "h.xlsx")
    assert [(grid.sheet, grid.hidden) for grid in read_file(bench.folder / "h.xlsx").grids] == [
        ("Sheet", False),
        ("藏", True),
    ]


def test_a_workbook_is_known_by_its_bytes_and_not_by_its_name(bench: Bench) -> None:
    renamed = bench.file("really.xls", bench.xlsx([["a"]]).read_bytes())
    text = bench.file("text.xls", b"a\tb\n1\t2\n")
    assert read_file(renamed).grids[0].rows == [["a"]]
    assert read_file(text).grids[0].rows == [["a", "b"], ["1", "2"]]


def test_digest_and_size_are_those_of_the_file(bench: Bench) -> None:
    received = read_file(bench.file("a.csv", b"a\n"))
    assert received.size == 2
    assert received.sha256 == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"


def _refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as fault:
        read_file(path)
    assert path.name in fault.value.text.zh
    assert path.name in fault.value.text.en
    assert "\n" not in fault.value.text.zh
    return fault.value


@pytest.mark.parametrize(
    ("name", "data", "chinese", "english"),
    [
        ("~$台账.xlsx", b"x", "锁文件", "lock file"),
        ("台账.et", b"x", "另存为", "Save it as xlsx in WPS"),
        ("台账.pdf", b"%PDF-1.7", "不是表格文件", "not a spreadsheet"),
        ("台账.zip", b"PK\x03\x04", "已损坏", "damaged"),
        ("空.xlsx", b"", "是空的", "is empty"),
        ("空.csv", b" \r\n\r\n", "是空的", "is empty"),
        ("零.csv", b"a,b\n1,\x002\n", "空字节", "null bytes"),
        ("坏.xlsx", b"PK\x03\x04" + b"garbage" * 50, "已损坏", "damaged"),
        ("坏.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "已损坏", "damaged"),
        (
            "密.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "打开密码",
            "password",
        ),
        ("西.csv", "naïve café".encode("latin-1") + b"\xff,\xff\n", "文字编码", "neither UTF-8 nor GB18030"),
        ("页.xls", b"<html><table><tr><td>1</td></tr></table></html>", "其实是网页", "web page"),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_paragraph_with_the_remedy(
    bench: Bench, name: str, data: bytes, chinese: str, english: str
) -> None:
    fault = _refusal(bench.file(name, data))
    assert chinese in fault.text.zh
    assert english in fault.text.en
    assert fault.exit_code == 3


def test_a_file_that_is_not_there_is_refused_as_such(bench: Bench) -> None:
    assert "打不开" in _refusal(bench.folder / "fehlt.xlsx").text.zh


def test_a_workbook_cut_short_is_damaged(bench: Bench) -> None:
    whole = bench.xlsx([["a", "b"]] * 50).read_bytes()
    assert "已损坏" in _refusal(bench.file("cut.xlsx", whole[: len(whole) // 2])).text.zh


def test_a_workbook_without_a_filled_cell_is_empty(bench: Bench) -> None:
    assert "是空的" in _refusal(bench.xlsx([])).text.zh


def test_a_lone_cell_at_the_far_corner_is_refused_before_it_fills_the_memory(bench: Bench) -> None:
    book = Workbook()
    book.active["A1"] = "a"
    book.active["XFD1048576"] = "b"
    book.save(bench.folder / "far.xlsx")
    assert "1048576 × 16384" in _refusal(bench.folder / "far.xlsx").text.zh


def test_a_bomb_is_refused_before_it_is_unpacked(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MAX_UNPACKED_BYTES", 1_000_000)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 1_000_001)
    assert "太大" in _refusal(bench.file("bomb.xlsx", bomb.getvalue())).text.zh


@pytest.mark.parametrize("is_1904", [True, False])
def test_a_workbook_tells_whether_it_counts_from_1904(bench: Bench, is_1904: bool) -> None:
    old = xlwt.Workbook()
    old.dates_1904 = is_1904
    old.add_sheet("表").write(0, 0, "工程编号")
    old.save(bench.folder / "old.xls")
    new = Workbook()
    new.epoch = CALENDAR_MAC_1904 if is_1904 else CALENDAR_WINDOWS_1900
    new.active.append(["工程编号"])
    new.save(bench.folder / "new.xlsx")
    for name in ("old.xls", "new.xlsx"):
        (grid,) = read_file(bench.folder / name).grids
        assert grid.is_1904 is is_1904
