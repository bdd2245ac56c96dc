"""Workbooks and text files made for one test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import LedgerFile, SheetRows

PROFILE = ReadingProfile.build(
    scale={"非常满意": "very_satisfied", "满意": "satisfied", "不满意": "dissatisfied", "5": "very_satisfied"},
    roles={"客服专员": "service", "经理": "manager"},
)


class Bench:
    """Writes a file into the test's own folder and reads it as a ledger."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def xlsx(
        self, rows: list[list[Any]], *, sheet: str = "Sheet1", merged: tuple[str, ...] = (), name: str = "book.xlsx"
    ) -> Path:
        """Write one sheet; ``merged`` names areas such as ``A1:C1``."""
        book = Workbook()
        page = book.active
        page.title = sheet
        for row in rows:
            page.append(row)
        for area in merged:
            page.merge_cells(area)
        book.save(self.folder / name)
        return self.folder / name

    def file(self, name: str, data: bytes) -> Path:
        """Write bytes."""
        (self.folder / name).write_bytes(data)
        return self.folder / name

    def csv(self, text: str, name: str = "ledger.csv") -> Path:
        """Write UTF-8 text, one row a line, without the indentation that makes a test readable."""
        return self.file(name, "\n".join(line.strip() for line in text.strip().splitlines()).encode())

    def parse(self, path: Path, profile: ReadingProfile = PROFILE) -> LedgerFile:
        """Read a whole file."""
        return parse_file(path, profile)

    def sheet(self, path: Path, profile: ReadingProfile = PROFILE) -> SheetRows:
        """Read a file of one ledger sheet."""
        (sheet,) = parse_file(path, profile).sheets
        return sheet


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
