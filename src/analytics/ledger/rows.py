"""What a ledger file is read into: rows in the canonical form, rows set aside, and what has to be told of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analytics.findings import Finding

Column = list[str | None]

OWN_ID: Mapping[str, str] = {"cases": "case_id", "callbacks": "callback_id", "problems": "problem_id", "staff": ""}
# The id of a row that has none of its own: what tells it from others, joined.
DERIVED_IDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "callbacks": ("callback_id", ("case_id", "at", "caller", "channel", "outcome", "contact_role")),
    "problems": ("problem_id", ("case_id", "raised_at", "kind")),
}


def derived_id(parts: Iterable[str | None]) -> str:
    """Return the id that the cells of a row make; who was reached is part of it only where the ledger says so."""
    return "|".join([part or "" for part in parts]).removesuffix("|")


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not loaded, with all its cells as text; its findings say why.

    ``id`` is the row's own id where it has one that was understood; ``known_by`` joins the cells by which a row without one
    is known, those that were not understood being empty.
    """

    row: int
    cells: list[str]
    id: str | None = None
    known_by: str | None = None


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A line of the ledger that tells its number of rows, and how many rows were read above it."""

    label: str
    number: int
    row: int
    read: int


@dataclass(slots=True)
class SheetRows:
    """The rows of one ledger sheet in the canonical form.

    Every list of ``columns`` is as long as ``rows``, the spreadsheet's row numbers; None is unknown. Rows read are
    ``rows`` and ``set_aside``; ``not_rows`` counts the titles, headers, totals, signatures and footnotes, ``keyed`` the rows
    that are known by their cells because they have no id; ``headings`` are the sheet's own headers of the columns. One sheet
    may give several of these: ledgers below each other, or the parts of a long text file. ``is_beside`` tells of cases that
    stand in the rows of their callbacks.
    """

    sheet: str
    table: str
    columns: dict[str, Column]
    rows: list[int]
    set_aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_rows: int = 0
    totals: list[PrintedTotal] = field(default_factory=list)
    keyed: int = 0
    headings: Mapping[str, str] = field(default_factory=dict)
    is_beside: bool = False

    @property
    def row_numbers(self) -> Iterator[int]:
        """The spreadsheet's numbers of all rows that were read, those set aside last."""
        yield from self.rows
        yield from (aside.row for aside in self.set_aside)

    @property
    def read_count(self) -> int:
        """How many rows of the ledger were read: those that can be loaded and those set aside."""
        return len(self.rows) + len(self.set_aside)


@dataclass(slots=True)
class LedgerFile:
    """A received file as it was read; ``findings`` are those that belong to none of its ledger sheets.

    Of a workbook that was sent back ``sent_back_as`` is the file that it was made of, and ``sent_back_version`` the first
    digits of that file's digest, as its first sheet tells.
    """

    path: Path
    sha256: str
    bytes: int
    sheets: Iterable[SheetRows]
    findings: list[Finding] = field(default_factory=list)
    sent_back_as: str = ""
    sent_back_version: str = ""

    @property
    def all_findings(self) -> Iterator[Finding]:
        """All findings of the file, sheet by sheet."""
        yield from self.findings
        for sheet in self.sheets:
            yield from sheet.findings
