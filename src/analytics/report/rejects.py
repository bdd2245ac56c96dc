"""The sender's own file back: bad cells marked, the reason beside each, and a first sheet that lists them all.

A workbook keeps its styles; every other kind of file is rebuilt from its cells as they were read. Formulas become the
values that were read: what comes back must read the same without the program that worked them out. Loading the corrected
workbook reads over the added sheet and column.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook

from analytics.errors import InputError
from analytics.findings import Finding
from analytics.language import Text
from analytics.ledger.grid import collector_at_rest
from analytics.ledger.packages import is_xlsx
from analytics.ledger.read import digest_of
from analytics.ledger.sent_back import RETURNED_SHEET
from analytics.report.marking import FILLS, MAKER, mark, put, unmark
from analytics.report.pictures import has_pictures, keep_pictures
from analytics.report.to_correct import SheetToCorrect, described, placed
from analytics.report.workbook.saving import save

if TYPE_CHECKING:
    from analytics.ledger.grid import Grid
    from analytics.ledger.profile import ReadingProfile
    from analytics.tables.journal import LoadReport

_DIGITS = 12  # of a digest: enough to tell the versions of a file apart


def write_rejects(path: Path, profile: ReadingProfile, report: LoadReport, target: Path) -> int:
    """Write the workbook to send back for one received file; return how many things there are to correct.

    Nothing is written when no row was set aside and no cell needs a look. Raises InputError when the file is too long for a
    workbook, or when *target* was edited since it was written.
    """
    findings = [finding for finding in report.findings if finding.severity in FILLS]
    if not report.set_aside and not any(finding.row is not None for finding in findings):
        return 0
    _check_unedited(target)
    with collector_at_rest():
        return _write(path, profile, report, findings, target)


def _write(path: Path, profile: ReadingProfile, report: LoadReport, findings: Sequence[Finding], target: Path) -> int:
    sheets = described(path, profile)
    items = list(placed(findings, sheets))
    book, is_whole = _book(path, sheets)
    mark(book, sheets, items, report, version=digest_of(path)[:_DIGITS], is_whole=is_whole)
    book.properties.lastModifiedBy = MAKER
    save(book, target)
    return len(items)


def _check_unedited(target: Path) -> None:
    if not target.exists():
        return
    try:
        book = load_workbook(target, read_only=True)
        editor = book.properties.lastModifiedBy
        book.close()
    except (BadZipFile, OSError, KeyError, ValueError):
        editor = ""
    if editor != MAKER:
        raise InputError(
            Text(
                zh="{path} 已被改过，没有覆盖。请先加载它，再把它移走。",
                en="{path} was edited and was not overwritten. Load it first, then move it away.",
            ).format(path=target)
        )


def _book(path: Path, sheets: Sequence[SheetToCorrect]) -> tuple[Any, bool]:
    """Return the workbook to mark, the sender's own where it is one, else one with the same cells; and whether it shows all."""
    with path.open("rb") as file:
        start = file.read(4)
    if start == b"PK\x03\x04" and is_xlsx(path.read_bytes()):
        own = _own_book(path, sheets)
        if own is not None:
            return own, keep_pictures(own, path)
    book = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _rebuild(book.create_sheet(sheet.title), sheet.grid)
    return book, not has_pictures(path)


def _own_book(path: Path, sheets: Sequence[SheetToCorrect]) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that the library cannot keep
            book = load_workbook(path, data_only=True, keep_links=False)
    except (BadZipFile, OSError, KeyError, ValueError, TypeError, AttributeError, IndexError):
        return None  # the ledger's reader forgives more than this library
    if RETURNED_SHEET in book.sheetnames:
        del book[RETURNED_SHEET]
        for sheet in book.worksheets:
            unmark(sheet)
    if not all(sheet.title in book.sheetnames for sheet in sheets):
        return None
    return book


def _rebuild(into: Any, grid: Grid) -> None:
    for number, row in enumerate(grid.rows, start=grid.first_row):
        for place, cell in enumerate(row, start=1):
            if cell != "":
                put(into.cell(number, place), cell)
    for (top, left), (bottom, right) in grid.merged:
        into.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    if grid.hidden:
        into.sheet_state = "hidden"
