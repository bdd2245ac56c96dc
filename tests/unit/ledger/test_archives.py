"""Zip archives of ledgers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from analytics.errors import InputError
from analytics.ledger import archives

if TYPE_CHECKING:
    from tests.unit.ledger.conftest import Bench

LEDGER = "工程编号,开工日期,设计师\nGC1,2026-10-01,甲\n".encode()


def packed(**members: bytes) -> bytes:
    return packed_as(members)


def packed_as(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return archive.getvalue()


def workbook() -> bytes:
    book = Workbook()
    book.active.title = "在施工程"
    for row in (["工程编号", "开工日期", "设计师"], ["GC2", "2026-10-02", "乙"]):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_each_member_is_read_as_a_file_of_its_own(bench: Bench) -> None:
    file = bench.parse(bench.file("十月.zip", packed_as({"一/甲.csv": LEDGER, "乙.xlsx": workbook()})))
    assert [(sheet.sheet, sheet.columns["case_id"]) for sheet in file.sheets] == [
        ("一/甲.csv", ["GC1"]),
        ("乙.xlsx/在施工程", ["GC2"]),
    ]


def test_a_member_that_cannot_be_read_is_named_and_the_others_are_read(bench: Bench) -> None:
    members = {
        "坏.xlsx": b"PK\x03\x04oh",
        "说明.pdf": b"%PDF",
        "甲.csv": LEDGER,
        "__MACOSX/._甲.csv": b"\x00",
        "内.zip": packed(a=b""),
    }
    file = bench.parse(bench.file("十月.zip", packed_as(members)))
    assert [sheet.sheet for sheet in file.sheets] == ["甲.csv"]
    assert sorted((finding.check, finding.sheet) for finding in file.all_findings) == [
        ("no_ledger", "说明.pdf"), ("unreadable_member", "内.zip"), ("unreadable_member", "坏.xlsx"),
    ]  # fmt: skip
    assert "十月.zip/坏.xlsx" in next(finding.detail for finding in file.all_findings if finding.sheet == "坏.xlsx")


@pytest.mark.parametrize(
    ("members", "words"),
    [({"a.zip": packed(b=b"1")}, "压缩包里的压缩包"), ({"a.pdf": b"%PDF"}, "没有能读的表格"), ({}, "空字节")],
)
def test_an_archive_without_a_ledger_is_refused(bench: Bench, members: dict[str, bytes], words: str) -> None:
    with pytest.raises(InputError, match=words):
        bench.parse(bench.file("x.zip", packed_as(members)))


def test_names_of_chinese_windows_are_read_and_lead_nowhere(bench: Bench) -> None:
    info = zipfile.ZipInfo("x")
    info.filename = "回访.csv".encode("gbk").decode("cp437")
    assert archives.shown_name(info) == "回访.csv"
    for wicked in ("../../etc/passwd.csv", "/etc/passwd.csv", "C:\\etc\\passwd.csv", "a/../../etc/passwd.csv"):
        info.filename = wicked
        assert archives.shown_name(info).removeprefix("a/") == "etc/passwd.csv"


def test_an_archive_with_a_password_is_refused_with_the_remedy(bench: Bench) -> None:
    data = bytearray(packed(a=b"x,y"))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = data.index(mark) + (6 if mark.endswith(b"\x04") else 8)
        data[at] |= 1
    with pytest.raises(InputError, match="密码"):
        bench.parse(bench.file("x.zip", bytes(data)))


@pytest.mark.parametrize(("name", "value", "words"), [("MAX_MEMBERS", 1, "太多"), ("MAX_BYTES", 10, "太大")])
def test_only_so_many_and_so_large_members_are_unpacked(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, name: str, value: int, words: str
) -> None:
    monkeypatch.setattr(archives, name, value)
    with pytest.raises(InputError, match=words):
        bench.parse(bench.file("x.zip", packed_as({"a.csv": LEDGER, "b.csv": LEDGER})))


def test_a_member_that_holds_more_than_it_says_is_damaged(bench: Bench) -> None:
    data = bytearray(packed_as({"a.csv": LEDGER * 500}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (100).to_bytes(4, "little")
    with pytest.raises(InputError, match="已损坏"):
        bench.parse(bench.file("x.zip", bytes(data)))
