"""Open a received file and return what stands in it; nothing else in the package opens a ledger.

What a file is, is told by its first bytes, not by its name: offices rename.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from analytics.errors import InputError, reason_of
from analytics.ledger import archives, texts, workbooks
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.refusals import (
    EMPTY,
    LOCKED,
    NESTED,
    NO_MEMBERS,
    NOT_A_SPREADSHEET,
    TOO_LARGE,
    UNREADABLE,
    WPS,
    refusal,
)
from analytics.ledger.texts import TextTable

WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
SUFFIXES = WORKBOOK_SUFFIXES | {".csv", ".tsv", ".txt", ".psv", ".ssv", ".zip"}
MAX_FILE_BYTES = 1_000_000_000
MAX_WORKBOOK_BYTES = 300_000_000
# A longer text file is read in parts and never held whole.
LONG_TEXT_BYTES = 16_000_000

Source = Grid | TextTable


@dataclass(slots=True)
class Received:
    """A file as it was received: its digest, its size, its sheets, and the members of an archive that were refused.

    ``sources`` yields each sheet once; a long text file is a table that is still to be read.
    """

    path: Path
    sha256: str
    size: int
    sources: list[Source] = field(default_factory=list)
    refused: list[tuple[str, InputError]] = field(default_factory=list)
    others: list[str] = field(default_factory=list)

    @property
    def grids(self) -> list[Grid]:
        """All sheets as grids; long text files are held whole."""
        return [source if isinstance(source, Grid) else whole(source) for source in self.sources]


def read_file(path: Path) -> Received:
    """Read every sheet of *path*; raises InputError when no sheet can be read or none holds a cell."""
    _check_name(path.name)
    try:
        size = path.stat().st_size
        if size > MAX_FILE_BYTES:
            raise refusal(path.name, TOO_LARGE, what=f"{size / 1e9:.1f} GB")
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith((workbooks.ZIP, workbooks.OLE)) and size > MAX_WORKBOOK_BYTES:
            raise refusal(path.name, TOO_LARGE, what=f"{size / 1e6:.0f} MB")
        if size > LONG_TEXT_BYTES and not start.startswith((workbooks.ZIP, workbooks.OLE)):
            received = Received(path, _digest(path), size)
            received.sources.append(texts.table_of(path.name, path.stem, path))
            return received
        data = path.read_bytes()
    except OSError as fault:
        raise refusal(path.name, UNREADABLE, fault=reason_of(fault)) from None
    received = Received(path, hashlib.sha256(data).hexdigest(), len(data))
    if data.startswith(workbooks.ZIP) and archives.is_archive(data):
        _open_archive(received, data)
    else:
        received.sources += _sources(path.name, path.stem, data)
        if not any(not isinstance(source, Grid) or source.rows for source in received.sources):
            raise refusal(path.name, EMPTY)
    return received


def whole(table: TextTable) -> Grid:
    """Return a text file as one grid."""
    rows: list[list[Cell]] = [row for part in table.parts() for row in part]
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    return Grid(table.sheet, workbooks.trimmed(rows), member=table.member, is_text=True)


def _check_name(name: str) -> None:
    if name.startswith(("~$", ".~")):
        raise refusal(name, LOCKED)
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".et":
        raise refusal(name, WPS)
    if suffix not in SUFFIXES:
        raise refusal(name, NOT_A_SPREADSHEET)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file that may be a ledger, without reading what it says; raises InputError."""
    _check_name(path.name)
    try:
        return _digest(path)
    except OSError as fault:
        raise refusal(path.name, UNREADABLE, fault=reason_of(fault)) from None


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sources(file: str, stem: str, data: bytes, member: str = "") -> list[Source]:
    """Return the sheets of one file of a workbook's or a text's bytes; raises InputError."""
    if not data.strip(b"\x00 \t\r\n"):
        raise refusal(file, EMPTY)
    if data.startswith((workbooks.ZIP, workbooks.OLE)):
        grids = workbooks.read(file, data)
        for grid in grids:
            grid.member = member
        return list(grids)
    table = texts.table_of(file, stem, data, member)
    return [table if len(data) > LONG_TEXT_BYTES else whole(table)]


def _open_archive(received: Received, data: bytes) -> None:
    """Read each file of an archive as one of its own; one that cannot be read does not stop the others."""
    archive = received.path.name
    for name, content in archives.members(archive, data):
        member = PurePosixPath(name)
        file = f"{archive}/{name}"
        if member.suffix.lower() not in SUFFIXES | {".et"} or member.name.startswith(("~$", ".")):
            received.others.append(name)
            continue
        try:
            _check_name(member.name)
            if member.suffix.lower() == ".zip" or (content.startswith(workbooks.ZIP) and archives.is_archive(content)):
                raise refusal(file, NESTED)
            received.sources += _sources(file, member.stem, content, name)
        except InputError as fault:
            received.refused.append((name, fault))
    if not received.sources:
        raise received.refused[0][1] if received.refused else refusal(archive, NO_MEMBERS)
