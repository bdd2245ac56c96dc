"""From a received file to rows in the canonical form, with a finding for every cell that was not understood."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from analytics.findings import Finding, detail_of
from analytics.ledger import blocks, complaints, mapped, rounds, together
from analytics.ledger.grid import Body, Grid, collector_at_rest
from analytics.ledger.ledger_kinds import NOTES_SHEETS
from analytics.ledger.printed_totals import Count
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import WORKBOOK_SUFFIXES, read_file, whole
from analytics.ledger.refusals import NOT_A_SPREADSHEET, refusal
from analytics.ledger.rows import LedgerFile, SheetRows
from analytics.ledger.sent_back import RETURNED_SHEET, made_of
from analytics.ledger.sheet import SheetReading
from analytics.ledger.texts import TextTable


def parse_file(path: Path, profile: ReadingProfile) -> LedgerFile:
    """Read every ledger sheet of *path* as *profile* says.

    A long text file is read in parts as they are asked for, each time they are, and never held whole. Raises InputError when
    the file cannot be read, for a long text also while its parts are read; whatever is wrong with its rows is a finding.
    """
    with collector_at_rest():
        file = _parsed(path, profile)
    if not file.sheets and all(finding.check == "no_ledger" for finding in file.findings):
        file.findings.insert(0, Finding("nothing_read", path.name))
    return file


def _parsed(path: Path, profile: ReadingProfile) -> LedgerFile:
    received = read_file(path)
    file = LedgerFile(path, received.sha256, received.size, [])
    for member, refused in received.refused:
        file.findings.append(Finding("unreadable_member", path.name, member, detail=detail_of(refused.text)))
    file.findings += [Finding("no_ledger", path.name, member) for member in received.others]
    sheets: list[SheetRows] = []
    is_text = all(not isinstance(source, Grid) or source.is_text for source in received.sources)
    for position, source in enumerate(received.sources):
        # The cells of one sheet at a time: what was read is let go before the next.
        received.sources[position] = Grid("", [])
        if isinstance(source, Grid):
            sheets += _sheets_of(source, file, profile)
        elif len(received.sources) == 1:
            if next(iter(parts := Parts(source, file, profile)), None) is None:
                file.findings.append(Finding("no_ledger", path.name, source.sheet))
            else:
                file.sheets = parts
            return file
        else:
            sheets += Parts(source, file, profile)
    if is_text and not sheets and path.suffix.lower() in WORKBOOK_SUFFIXES:
        # A csv that an office renamed holds a ledger; what is neither workbook nor ledger is no spreadsheet.
        raise refusal(path.name, NOT_A_SPREADSHEET)
    file.sheets = _with_one_word_of_cases(sheets)
    return file


def parse_grid(grid: Grid, profile: ReadingProfile, *, file: str) -> LedgerFile:
    """Read one sheet that is held already as *profile* says, and leave it as it is."""
    held = LedgerFile(Path(file), "", 0, [])
    rows = [list(row) for row in grid.rows]
    held.sheets = _sheets_of(replace(grid, rows=rows), held, profile)
    return held


def _with_one_word_of_cases(sheets: list[SheetRows]) -> list[SheetRows]:
    """Return the ledgers without the cases beside callbacks where the file has a list of cases of its own, which counts."""
    if any(sheet.table == "cases" and not sheet.is_beside for sheet in sheets):
        return [sheet for sheet in sheets if not sheet.is_beside]
    return sheets


def _sheets_of(grid: Grid, file: LedgerFile, profile: ReadingProfile) -> list[SheetRows]:
    if grid.rows and grid.sheet == RETURNED_SHEET:
        if not grid.member:
            file.sent_back_as, file.sent_back_version = made_of(grid)
        return []
    if not grid.rows:
        return []
    found, form = mapped.regions(grid, profile)
    if form is None and profile.forms:
        file.findings += _resembling(grid, found, profile, file.path.name)
    blocks.note_what_is_around(found, grid.rows, grid.rows)
    grid.rows = []
    if form is not None and form.leave_out:
        file.findings.append(Finding("left_out", file.path.name, grid.place, detail=form.reason or form.name))
        return []
    if not found:
        if grid.sheet not in NOTES_SHEETS.values():
            file.findings.append(Finding("no_ledger", file.path.name, grid.place))
        return []
    sheets = []
    told: set[Finding] = set()
    counts: dict[object, Count] = {}
    for region in _ledgers_of(found, profile, file, grid):
        layout = region.layout
        # The parts of a ledger below titles of their own are one ledger to its last total.
        ledger = (layout.table, tuple(layout.headers), region.kept, id(layout.filling), layout.complaints is None)
        repeated = ledger in counts
        count = counts.setdefault(ledger, Count())
        sheet = SheetReading(file.path.name, grid, region, profile, count, is_repeated=repeated).read()
        _tell_once(sheet, told)
        sheets.append(sheet)
        region.body = Body([])
    if grid.hidden:
        file.findings.append(Finding("hidden_sheet", file.path.name, grid.place))
    if grid.filtered and (filtered := {row for sheet in sheets for row in sheet.row_numbers} & grid.filtered):
        file.findings.append(Finding("filtered_rows", file.path.name, grid.place, detail=str(len(filtered))))
    return sheets


def _ledgers_of(
    found: Sequence[blocks.Region], profile: ReadingProfile, file: LedgerFile, grid: Grid, *, tell: bool = True
) -> list[blocks.Region]:
    """Return the ledgers; behind each those that its rows tell of, too."""
    regions = []
    for region in found:
        other = together.ledger_beside(region, profile)
        if tell and (words := "、".join(rounds.not_told_apart(region.layout))):
            file.findings.append(Finding("several_callbacks", file.path.name, grid.place, detail=words))
        callbacks = rounds.of_each(region, profile)
        regions += callbacks
        if beside := complaints.beside(callbacks[0], profile.headers):
            regions.append(beside)
            if tell:
                words = "、".join(complaints.headers_of(beside))
                file.findings.append(Finding("complaints_beside", file.path.name, grid.place, detail=words))
        if other is not None:
            regions.append(other)
    return regions


def _tell_once(sheet: SheetRows, told: set[Finding]) -> None:
    """Leave out what was told of the same cell when its row was read as another ledger."""
    fresh = [finding for finding in sheet.findings if finding not in told]
    told.update(sheet.findings)
    sheet.findings = fresh


def _resembling(grid: Grid, found: Sequence[blocks.Region], profile: ReadingProfile, file: str) -> list[Finding]:
    """Say that a sheet is nearly of a confirmed form: it was read by its words alone, which may not be what was confirmed."""
    layouts = [region.layout.headers for region in found] or mapped.possible_headers(grid, profile.forms)
    told = []
    for header in layouts:
        if near := mapped.like(header, profile.forms):
            form, new, gone = near
            words = [f"+{word}" for word in new] + [f"−{word}" for word in gone]
            told.append(Finding("form_changed", file, grid.place, detail=f"{form.name} ({', '.join(words)})"))
    return told[:1]


class Parts:
    """The sheets of a long text file, a part at a time; the file is read anew whenever they are gone through."""

    def __init__(self, table: TextTable, file: LedgerFile, profile: ReadingProfile) -> None:
        self.table = table
        self.file = file
        self.profile = profile

    def __iter__(self) -> Iterator[SheetRows]:
        table, name = self.table, self.file.path.name
        counts: dict[int, Count] = {}
        current: list[blocks.Region] = []
        first = 1
        for rows in table.parts():
            grid = Grid(table.sheet, rows, first, member=table.member, is_text=True)
            tell = not current
            if not current:
                found, form = mapped.regions(grid, self.profile)
                if form is None and self.profile.forms:
                    self.file.findings += _resembling(grid, found, self.profile, name)
                if form is not None and form.leave_out:
                    self.file.findings.append(Finding("left_out", name, grid.place, detail=form.reason or form.name))
                if not found:
                    return
                if len({region.kept for region in found}) > 1:
                    yield from _sheets_of(whole(table), self.file, self.profile)
                    return
                blocks.note_what_is_around(found, rows, table.last_rows())
            else:
                found = mapped.continued(current, grid, self.profile)
            first += len(rows)
            del rows
            grid.rows = []
            told: set[Finding] = set()
            for region in _ledgers_of(found, self.profile, self.file, grid, tell=tell):
                repeated = id(region.layout) in counts
                count = counts.setdefault(id(region.layout), Count())
                with collector_at_rest():
                    sheet = SheetReading(name, grid, region, self.profile, count, is_repeated=repeated).read()
                _tell_once(sheet, told)
                yield sheet
            current = found if found[-1].layout.filling else found[-1:]
