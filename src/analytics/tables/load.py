"""Load one parsed file into the store: all of it with its journal, or nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.ledger.ahead import days_far_ahead
from analytics.tables.arrived import Arrived
from analytics.tables.case_keys import find_cases_of_held
from analytics.tables.checks import check_load
from analytics.tables.items import settle_items
from analytics.tables.journal import LoadReport, SheetCounts, close_load, is_loaded, open_load
from analytics.tables.lineage import source_of
from analytics.tables.merge import Merged, Merging
from analytics.tables.parts import parts_of
from analytics.tables.store import told_of_full_disk
from analytics.tables.vanished import settle_vanished

if TYPE_CHECKING:
    from datetime import datetime

    from analytics.findings import Finding
    from analytics.ledger.profile import CaseKey
    from analytics.ledger.rows import LedgerFile
    from analytics.tables.store import Store


def load_file(
    store: Store,
    ledger_file: LedgerFile,
    *,
    organisation: str,
    file_name: str,
    profile_digest: str,
    loaded_at: datetime,
    withdraws: bool = False,
    sender: str = "",
    case_key: CaseKey | None = None,
    done: frozenset[str] = frozenset(),
) -> LoadReport:
    """Put one file's rows into the store and report what came of each.

    A file that is in the store already, read the same way, changes nothing, whatever its name; one that is to be read
    otherwise since leaves what later files have said of its rows. ``file_name`` is the path below the workspace; a newer
    version of it replaces the rows that it names. Those that it no longer holds are told, and taken out if it ``withdraws``
    them. The events named by ``done`` are no plans, so none lies years ahead.
    """
    known = is_loaded(
        store, organisation=organisation, file=file_name, sha256=ledger_file.sha256, profile_digest=profile_digest
    )
    if known is not None:
        return known
    with told_of_full_disk(file_name), store.transaction() as con:
        source = source_of(con, ledger_file, organisation=organisation, file=file_name, sender=sender)
        open_load(con, ledger_file, source, profile_digest, loaded_at)
        findings: list[Finding] = list(ledger_file.findings)
        counts: dict[tuple[str, str], SheetCounts] = {}
        arrived = Arrived(con, source)
        merging = Merging(store, source, case_key)

        def count(sheet: str, ledger: str, **numbers: int) -> None:
            counts[sheet, ledger] = counts.get((sheet, ledger), SheetCounts(sheet, ledger)).plus(**numbers)

        def note(merged: Merged) -> None:
            count(merged.sheet, merged.ledger, loaded=merged.loaded, unchanged=merged.unchanged)
            findings.extend(merged.findings)

        # A long file comes in parts that are let go one after the other; what is counted of a sheet is their sum.
        with closing(parts_of(ledger_file.sheets, store)) as parts:
            for part in parts:
                for merged in merging.take(part):
                    note(merged)
                sheet = part.sheet
                count(
                    sheet.sheet,
                    sheet.table,
                    read=sheet.read_count,
                    set_aside=len(sheet.set_aside),
                    not_rows=sheet.not_rows,
                    keyed=sheet.keyed,
                    totals=len(sheet.totals),
                    totals_wrong=sum(finding.check == "printed_total" for finding in sheet.findings),
                )
                counted = counts[sheet.sheet, sheet.table]
                header = counted.case_header or sheet.headings.get("case_id", "")
                counts[sheet.sheet, sheet.table] = replace(counted, case_header=header)
                arrived.add(sheet)
                findings += [*sheet.findings, *days_far_ahead(sheet, loaded_at.date(), done)]
                del part, sheet  # before the next is taken
        for merged in merging.finish():
            note(merged)
        late = find_cases_of_held(con, organisation, case_key) if case_key is not None and case_key.parts else []
        vanished = settle_vanished(store, source, arrived, withdraws=withdraws)
        settled = settle_items(store, source, arrived, vanished)
        findings += (*vanished, *settled.findings)
        findings = [replace(finding, file=file_name) for finding in findings]
        report = LoadReport(
            organisation,
            file_name,
            source.load_id,
            skipped=False,
            sheets=tuple(counts.values()),
            findings=tuple(findings),
            closed=settled.closed,
        )
        close_load(store, report, arrived.set_aside)
        check_load(con, report)
    return replace(report, findings=(*report.findings, *late))
