"""The journal of loads: which file, which version of it, how many rows came to what, and what needs a look."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from analytics.findings import Finding
from analytics.tables.lineage import LATEST
from analytics.tables.statements import run
from analytics.tables.store import first_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from analytics.ledger.rows import LedgerFile
    from analytics.tables.lineage import Source
    from analytics.tables.store import Connection, Store


class Aside(NamedTuple):
    """A row that a load sets aside; ``cells`` as JSON."""

    sheet: str
    ledger: str
    row_number: int
    id: str | None
    cells: str
    known_by: str | None


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """One ledger sheet of a load; read = loaded + unchanged + set_aside.

    ``keyed``: rows known by their cells because they have no id; ``totals`` and ``totals_wrong``: printed totals that were
    compared with the rows, and those of them that differ; ``case_header``: the sheet's own header of the case.
    """

    sheet: str
    ledger: str
    read: int = 0
    loaded: int = 0
    unchanged: int = 0
    set_aside: int = 0
    not_rows: int = 0
    keyed: int = 0
    totals: int = 0
    totals_wrong: int = 0
    case_header: str = ""

    def plus(self, **numbers: int) -> SheetCounts:
        """Return the counts with *numbers* added to those of their names."""
        return replace(self, **{name: getattr(self, name) + number for name, number in numbers.items()})


# The column of the journal for each count.
_COUNTS = ("read", "loaded", "unchanged", "set_aside", "not_rows", "keyed", "totals", "totals_wrong")


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of one file; ``skipped`` when this very version of it was in the store already.

    ``is_outdated`` tells of a copy of an older version of the file. ``closed`` counts those of its rows set aside that
    another file has brought in since.
    """

    organisation: str
    file: str
    load_id: int
    skipped: bool
    sheets: tuple[SheetCounts, ...]
    findings: tuple[Finding, ...]
    closed: int = 0
    is_outdated: bool = False

    @property
    def read(self) -> int:
        """How many rows the file holds."""
        return sum(sheet.read for sheet in self.sheets)

    @property
    def loaded(self) -> int:
        """How many rows were new or changed."""
        return sum(sheet.loaded for sheet in self.sheets)

    @property
    def unchanged(self) -> int:
        """How many rows said what the store knew already."""
        return sum(sheet.unchanged for sheet in self.sheets)

    @property
    def set_aside(self) -> int:
        """How many rows could not be read."""
        return sum(sheet.set_aside for sheet in self.sheets)


def is_loaded(store: Store, *, organisation: str, file: str, sha256: str, profile_digest: str) -> LoadReport | None:
    """Return the report of a *file* that is in the store already, read the same way; None when it must be loaded.

    Its readable rows are all unchanged, whatever they were at the time; what was set aside still is. An older version of
    another file, kept under a name of its own, is in the store too, however it would be read now.
    """
    found = first_row(
        store.con,
        "select load_id, file, coalesce(returned_from, file) from loads "
        f"where organisation = $organisation and sha256 = $sha256 and profile = $profile and {LATEST} "
        "order by load_id limit 1",
        {"organisation": organisation, "sha256": sha256, "profile": profile_digest},
    )
    if found is not None:
        return _report_of(store, organisation, *found, is_outdated=False)
    older = older_version(store.con, organisation, file, sha256)
    return _report_of(store, organisation, *older, is_outdated=True) if older is not None else None


def older_version(con: Connection, organisation: str, file: str, sha256: str) -> tuple[int, str, str] | None:
    """Return load, name and family of the version that these bytes were, where they are of none that counts.

    None where *file* has versions of its own: what comes under its name is the newest of them.
    """
    found = run(
        con,
        f"""
        select load_id, file, coalesce(returned_from, file), {LATEST},
            exists (select 1 from loads as own where own.organisation = $organisation and own.file = $file)
        from loads
        where organisation = $organisation and sha256 = $sha256
        order by load_id desc
        """,
        {"organisation": organisation, "sha256": sha256, "file": file},
    ).fetchall()
    if not found or any(is_latest or has_own for *_, is_latest, has_own in found):
        return None
    load_id, held_as, family, *_ = found[0]
    return load_id, held_as, family


def _report_of(
    store: Store, organisation: str, load_id: int, file: str, family: str, *, is_outdated: bool
) -> LoadReport:
    """Return the report of a load that is in the store, as one that is skipped."""
    sheets = run(
        store.con,
        "select sheet, ledger, read_count, 0, read_count - set_aside_count, set_aside_count, not_rows_count, "
        "coalesce(keyed_count, 0), coalesce(totals_count, 0), coalesce(totals_wrong_count, 0) "
        "from load_sheets where load_id = $load_id order by rowid",
        {"load_id": load_id},
    ).fetchall()
    findings = run(
        store.con,
        "select check_name, file, sheet, row_number, column_name, value, detail, personal "
        "from findings where load_id = $load_id order by rowid",
        {"load_id": load_id},
    ).fetchall()
    # A row that is still wrong may wait as one of another version of the file.
    [(closed,)] = run(
        store.con,
        """
        with waiting as (
            select items.sheet, items.row_number, aside.cells
            from set_aside_items as items
            inner join loads on loads.load_id = items.load_id
            left join set_aside_rows as aside
                on aside.load_id = items.load_id and aside.sheet = items.sheet and aside.row_number = items.row_number
            where items.organisation = $organisation and items.closed_by_load_id is null
                and coalesce(loads.returned_from, loads.file) = $family
        )
        select count(*)
        from set_aside_rows as row
        where row.load_id = $load_id and not exists (
            select 1 from waiting
            where waiting.cells = row.cells or (waiting.sheet = row.sheet and waiting.row_number = row.row_number)
        )
        """,
        {"organisation": organisation, "family": family, "load_id": load_id},
    ).fetchall()
    return LoadReport(
        organisation,
        file,
        load_id,
        skipped=True,
        sheets=tuple(SheetCounts(*counts) for counts in sheets),
        findings=tuple(Finding(*finding) for finding in findings),
        closed=closed,
        is_outdated=is_outdated,
    )


def current_files(con: Connection, organisation: str) -> list[str]:
    """Return the files whose newest versions are in the store, in the order in which they were loaded."""
    found = run(
        con,
        "select file from loads where organisation = $organisation and current order by load_id",
        {"organisation": organisation},
    )
    return [file for (file,) in found.fetchall()]


def known_as(con: Connection, organisation: str, sha256: str, file: str) -> str | None:
    """Return the other name under which these bytes are in the store; none where they, or *file*, are known by its own."""
    found = first_row(
        con,
        f"select min(file) from loads where organisation = $organisation and sha256 = $sha256 and {LATEST} and not exists "
        "(select 1 from loads as own where own.organisation = $organisation and own.file = $file)",
        {"organisation": organisation, "sha256": sha256, "file": file},
    )
    return found[0] if found else None


def rename(store: Store, organisation: str, former: str, file: str, sender: str) -> None:
    """Give a file that was renamed or moved its new name, in all its versions, so that the next one is known as one of it."""
    values = {"organisation": organisation, "former": former, "file": file}
    with store.transaction() as con:
        run(
            con,
            "update loads set sender = $sender where organisation = $organisation and file = $former and current",
            {"organisation": organisation, "former": former, "sender": sender},
        )
        for table, column in (
            ("loads", "file"),
            ("loads", "returned_from"),
            ("findings", "file"),
            ("set_aside_items", "file"),
        ):
            run(
                con,
                f"update {table} set {column} = $file where organisation = $organisation and {column} = $former",
                values,
            )


def open_load(con: Connection, ledger_file: LedgerFile, source: Source, profile: str, loaded_at: datetime) -> None:
    """Write the journal's row; of other versions of the file none is current any more.

    Bytes that are read again take their own place. A workbook that was sent back holds what its sender chose to send, so
    that its file counts beside it; the next version of the file has the last word over both.
    """
    former, same = ("sha256 = $same", ledger_file.sha256) if source.is_again else ("file = $same", source.file)
    if not source.is_again and source.returned_from is None:
        former = "(file = $same or returned_from = $same)"
    run(
        con,
        f"update loads set current = false where organisation = $organisation and {former} and current",
        {"organisation": source.organisation, "same": same},
    )
    run(
        con,
        "insert into loads (load_id, organisation, file, sha256, bytes, profile, loaded_at, current, sender, "
        "returned_from, word_of) "
        "values ($load_id, $organisation, $file, $sha256, $bytes, $profile, $loaded_at, $current, $sender, "
        "$returned_from, $word_of)",
        {
            "load_id": source.load_id,
            "organisation": source.organisation,
            "file": source.file,
            "sha256": ledger_file.sha256,
            "bytes": ledger_file.bytes,
            "profile": profile,
            "loaded_at": loaded_at,
            "current": source.is_current,
            "sender": source.sender,
            "returned_from": source.returned_from,
            "word_of": source.word_of,
        },
    )


def close_load(store: Store, report: LoadReport, set_aside: Sequence[Aside]) -> None:
    """Write what came of the load: counts, findings, and the rows that were set aside."""
    for sheet in report.sheets:
        values = {
            "load_id": report.load_id,
            "sheet": sheet.sheet,
            "ledger": sheet.ledger,
            **{f"{name}_count": getattr(sheet, name) for name in _COUNTS},
            "case_header": sheet.case_header,
        }
        run(
            store.con,
            f"insert into load_sheets ({', '.join(values)}) values ({', '.join(f'${name}' for name in values)})",
            values,
        )
    place = {"load_id": report.load_id, "organisation": report.organisation}
    if report.findings:
        _stage_findings(store, report.findings)
        run(
            store.con,
            "insert into findings (load_id, organisation, check_name, severity, file, sheet, row_number, column_name, "
            "value, detail, personal) "
            "select $load_id, $organisation, check_name, severity, $file, sheet, cast(row_number as bigint), "
            "column_name, value, detail, personal = 1 from staged_findings",
            {**place, "file": report.file},
        )
    if set_aside:
        store.stage(
            "staged_set_aside",
            {name: [getattr(row, name) for row in set_aside] for name in ("sheet", "cells", "known_by")},
            {"row_number": [row.row_number for row in set_aside]},
        )
        run(
            store.con,
            "insert into set_aside_rows (load_id, organisation, sheet, row_number, cells, known_by) "
            "select $load_id, $organisation, sheet, row_number, cells, known_by from staged_set_aside",
            place,
        )


def _stage_findings(store: Store, findings: Sequence[Finding]) -> None:
    store.stage(
        "staged_findings",
        {
            "check_name": [finding.check for finding in findings],
            "severity": [finding.severity for finding in findings],
            "sheet": [finding.sheet for finding in findings],
            "row_number": [None if finding.row is None else str(finding.row) for finding in findings],
            "column_name": [finding.column for finding in findings],
            "value": [finding.value for finding in findings],
            "detail": [finding.detail for finding in findings],
        },
        {"personal": [int(finding.personal) for finding in findings]},
    )
