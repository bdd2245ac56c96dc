"""Workbooks through python-calamine: what it gives, and what becomes of what it cannot take."""

from __future__ import annotations

import io
import re

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from analytics.ledger import opendocument, packages, records
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.guard import answer_with, read_guarded
from analytics.ledger.packages import MAX_CELLS
from analytics.ledger.refusals import DAMAGED, ENCRYPTED, TOO_LARGE, refusal, short
from analytics.ledger.shown import Seen
from analytics.ledger.slices import LongSheets, UncutError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# The record FILEPASS right after a beginning of a stream: an old workbook with a password.
_FILE_PASS = re.compile(rb"\x09\x08(?:\x10\x00.{16}|\x08\x00.{8})\x2f\x00", re.DOTALL)


def read(file: str, data: bytes) -> list[Grid]:
    """Return the sheets of a workbook, hidden ones too; raises InputError that says why it cannot be read."""
    if not data.startswith(ZIP):
        if "EncryptedPackage".encode("utf-16-le") in data or _FILE_PASS.search(data):
            raise refusal(file, ENCRYPTED)
        return read_guarded(file, data)
    long = LongSheets(data)
    seen = packages.look_into(file, data, long.parts)
    if not packages.is_xlsx(data):
        return read_guarded(file, data)
    grids = read_in_place(file, data, long, seen)
    if any(seen.values()):
        packages.tell_grids(data, seen, grids)
    return grids


def answer() -> None:
    """Be the guarded process."""
    answer_with(read_in_place)


def read_in_place(
    file: str, data: bytes, long: LongSheets | None = None, seen: dict[str, Seen] | None = None
) -> list[Grid]:
    """Read in this process; raises InputError. What *long* sheets tell, which are read in slices, joins *seen*."""
    try:
        grids = _grids(file, data, long, seen if seen is not None else {})
    except PasswordError:
        raise refusal(file, ENCRYPTED) from None
    except (CalamineError, OSError, ValueError, OverflowError, MemoryError) as fault:
        if "password" in str(fault).lower():
            raise refusal(file, ENCRYPTED) from None
        raise refusal(file, DAMAGED, fault=short(fault)) from None
    except BaseException as fault:
        # A panic of the Rust reader is no Exception; it means a file that the reader's authors did not foresee.
        if type(fault).__name__ != "PanicException":
            raise
        raise refusal(file, DAMAGED, fault=short(fault)) from None
    _complete(data, grids)
    if packages.counts_from_1904(data) or records.counts_from_1904(data):
        for grid in grids:
            grid.is_1904 = True
    return grids


def _complete(data: bytes, grids: list[Grid]) -> None:
    """Add what the reader leaves out of the kinds of workbook that are not looked into beforehand."""
    if not data.startswith(ZIP):
        records.complete_xls(data, grids)
        return
    names = packages.names(data)
    if "content.xml" in names:
        opendocument.complete(data, grids)
    elif "xl/workbook.bin" in names:
        records.complete_xlsb(data, grids)


def _grids(file: str, data: bytes, long: LongSheets | None, found: dict[str, Seen]) -> list[Grid]:
    grids: list[Grid] = []
    faults: list[BaseException] = []
    parts = packages.parts_of_sheets(data) if long and long.parts else {}
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
        for index, about in enumerate(workbook.sheets_metadata):
            if about.typ is not SheetTypeEnum.WorkSheet:
                continue
            hidden = about.visible is not SheetVisibleEnum.Visible
            part = parts.get(about.name, "")
            if long and part in long.parts:
                try:
                    sliced = long.read(part, index)
                except UncutError:
                    found[part] = packages.look_into_sheet(file, data, long.parts[part], long.formats)
                else:
                    found[part] = sliced.seen
                    grids.append(Grid(about.name, trimmed(sliced.rows), 1, hidden, sliced.merged))
                    continue
            try:
                sheet = workbook.get_sheet_by_index(index)
            except (CalamineError, OSError) as fault:
                faults.append(fault)
                continue
            if sheet.total_height * sheet.total_width > MAX_CELLS:
                raise refusal(file, TOO_LARGE, what=f"{about.name}: {sheet.total_height} × {sheet.total_width}")
            merged = list(sheet.merged_cell_ranges or [])
            rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
            del sheet
            grids.append(Grid(about.name, trimmed(rows), 1, hidden, merged))
    if faults:
        raise faults[0]
    return grids


def trimmed(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Drop the empty rows at the end; a sheet without a filled cell has no rows."""
    while rows and not any(cell != "" for cell in rows[-1]):
        rows.pop()
    return rows
