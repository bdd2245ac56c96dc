"""From a received file to rows in the canonical form, with a finding for every cell that was not understood.

Work goes column by column: each distinct cell of a column is read once. A row with a bad cell in a column that a figure
could depend on is set aside whole; a bad cell in a person's details or a note is kept as it stands, with a warning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from analytics.findings import Finding
from analytics.ledger import blocks, case_keys, cells, grids, headers, mapped, scales, swaps, vocabulary, worklists
from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell, Grid, collector_at_rest
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import WORKBOOK_SUFFIXES, read_file, whole
from analytics.ledger.refusals import NOT_A_SPREADSHEET, refusal
from analytics.ledger.texts import TextTable

Column = list[str | None]
_T = TypeVar("_T")
_Reader = Callable[[Cell], str | None]

_PLANS = frozenset({"event.planned_end", "event.appointment", "event.warranty_end", "agreed_at"})
_DATES = frozenset(
    {
        "excluded_on",
        "at",
        "agreed_at",
        "raised_at",
        "reported_at",
        "notified_at",
        "answered_at",
        "resolved_at",
        "from",
        "to",
    }
)
_FAULTS = frozenset({"error_cell", "uncached_formula"})
_IDS = frozenset({"case_id", "callback_id", "problem_id"})
_NAMES = frozenset({"caller", "party", "name"})
_ROLES = frozenset({"caller_role", "contact_role", "role"})
# Cells that look like this, each on a line of its own, are what they say and need no reading.
_PLAIN: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(_IDS, re.compile(r"[A-Za-z0-9_-]+(?:\n[A-Za-z0-9_-]+)*+")),
    "person.phone": re.compile(r"1[3-9][0-9]{9}(?:\n1[3-9][0-9]{9})*+"),
}
_OPEN = frozenset(
    {
        "category",
        "tier",
        "area",
        "urgency",
        "severity",
        "purpose",
        "component",
        "cause",
        "client",
        "department",
        "outcome",
    }
)
# A row without one of these cells is set aside. A callback without outcome is looked at apart.
_FILLED: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "callbacks": ("case_id", "at"),
    "problems": ("case_id", "kind", "raised_at"),
    "staff": ("name",),
}
# Tables of which a row needs so little that a stray line could pass for one.
_LOOSE = frozenset({"cases", "staff"})
_OWN_ID: Mapping[str, str] = {"cases": "case_id", "callbacks": "callback_id", "problems": "problem_id", "staff": ""}
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
    that are known by their cells because they have no id. One sheet may give several of these: ledgers below each other, or
    the parts of a long text file.
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

    @property
    def read_count(self) -> int:
        """How many rows of the ledger were read: those that can be loaded and those set aside."""
        return len(self.rows) + len(self.set_aside)


@dataclass(slots=True)
class LedgerFile:
    """A received file as it was read; ``findings`` are those that belong to none of its ledger sheets."""

    path: Path
    sha256: str
    bytes: int
    sheets: Iterable[SheetRows]
    findings: list[Finding] = field(default_factory=list)

    @property
    def all_findings(self) -> Iterator[Finding]:
        """All findings of the file, sheet by sheet."""
        yield from self.findings
        for sheet in self.sheets:
            yield from sheet.findings


def parse_file(path: Path, profile: ReadingProfile) -> LedgerFile:
    """Read every ledger sheet of *path* as *profile* says.

    A long text file is read in parts as they are asked for, each time they are, and never held whole. Raises InputError when
    the file cannot be read, for a long text also while its parts are read; whatever is wrong with its rows is a finding.
    """
    with collector_at_rest():
        return _parsed(path, profile)


def _parsed(path: Path, profile: ReadingProfile) -> LedgerFile:
    received = read_file(path)
    file = LedgerFile(path, received.sha256, received.size, [])
    for member, refused in received.refused:
        detail = f"{refused.text.zh} / {refused.text.en}"
        file.findings.append(Finding("unreadable_member", path.name, member, detail=detail))
    file.findings += [Finding("no_ledger", path.name, member) for member in received.others]
    sheets: list[SheetRows] = []
    is_text = all(not isinstance(source, Grid) or source.is_text for source in received.sources)
    for position, source in enumerate(received.sources):
        # The cells of one sheet at a time: what was read is let go before the next.
        received.sources[position] = Grid("", [])
        if isinstance(source, Grid):
            sheets += _sheets_of(source, file, profile)
        elif len(received.sources) == 1:
            if next(iter(parts := _Parts(source, file, profile)), None) is None:
                file.findings.append(Finding("no_ledger", path.name, source.sheet))
            else:
                file.sheets = parts
            return file
        else:
            sheets += _Parts(source, file, profile)
    if is_text and not sheets and path.suffix.lower() in WORKBOOK_SUFFIXES:
        # A csv that an office renamed holds a ledger; what is neither workbook nor ledger is no spreadsheet.
        raise refusal(path.name, NOT_A_SPREADSHEET)
    file.sheets = sheets
    return file


def parse_grid(grid: Grid, profile: ReadingProfile, *, file: str) -> LedgerFile:
    """Read one sheet that is held already as *profile* says, and leave it as it is."""
    held = LedgerFile(Path(file), "", 0, [])
    rows = [list(row) for row in grid.rows]
    held.sheets = _sheets_of(
        Grid(grid.sheet, rows, grid.first_row, grid.hidden, grid.merged, grid.member, grid.is_text), held, profile
    )
    return held


def _sheets_of(grid: Grid, file: LedgerFile, profile: ReadingProfile) -> list[SheetRows]:
    if not grid.rows or grid.sheet == headers.RETURNED_SHEET:
        return []
    found, form = mapped.regions(grid, profile)
    if form is None and profile.forms:
        file.findings += _resembling(grid, found, profile, file.path.name)
    grid.rows = []
    if form is not None and form.leave_out:
        file.findings.append(Finding("left_out", file.path.name, grid.place, detail=form.reason or form.name))
        return []
    if not found:
        if grid.sheet not in headers.NOTES_SHEETS.values():
            file.findings.append(Finding("no_ledger", file.path.name, grid.place))
        return []
    sheets = []
    told: set[Finding] = set()
    for region in found:
        sheet = _Sheet(file.path.name, grid, region, profile, _Count()).read()
        _tell_once(sheet, told)
        sheets.append(sheet)
        region.rows = []
    if grid.hidden:
        file.findings.append(Finding("hidden_sheet", file.path.name, grid.place))
    return sheets


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


class _Parts:
    """The sheets of a long text file, a part at a time; the file is read anew whenever they are gone through."""

    def __init__(self, table: TextTable, file: LedgerFile, profile: ReadingProfile) -> None:
        self.table = table
        self.file = file
        self.profile = profile

    def __iter__(self) -> Iterator[SheetRows]:
        table, name = self.table, self.file.path.name
        counts: dict[int, _Count] = {}
        current: list[blocks.Region] = []
        first = 1
        for rows in table.parts():
            grid = Grid(table.sheet, rows, first, member=table.member, is_text=True)
            begun = {id(region.layout) for region in current}
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
            else:
                found = mapped.continued(current, grid, self.profile)
            first += len(rows)
            del rows
            grid.rows = []
            told: set[Finding] = set()
            for region in found:
                repeated = id(region.layout) in begun
                count = counts.setdefault(id(region.layout), _Count())
                with collector_at_rest():
                    sheet = _Sheet(name, grid, region, self.profile, count, is_repeated=repeated).read()
                _tell_once(sheet, told)
                yield sheet
            current = found if found[-1].layout.mapped else found[-1:]


@dataclass(slots=True)
class _Count:
    """How many rows a ledger held so far, in all and since its last total."""

    rows: int = 0
    since: int = 0


class _Sheet:
    """One ledger of a sheet, or one part of it, while it is read."""

    def __init__(
        self,
        file: str,
        grid: Grid,
        region: blocks.Region,
        profile: ReadingProfile,
        count: _Count,
        *,
        is_repeated: bool = False,
    ) -> None:
        self.file = file
        self.grid = grid
        self.place = grid.place
        self.region = region
        self.layout = region.layout
        form = region.layout.mapped
        self.profile = profile.with_words(form.table.words) if form else profile
        self.orders: Mapping[str, str] = form.table.dates if form else {}
        self.count = count
        self.is_repeated = is_repeated
        self.table = region.layout.table
        self.findings: list[Finding] = []
        self.bad_rows: set[int] = set()
        self.numbers: list[int] = []
        self.silenced: frozenset[int] = frozenset()

    def read(self) -> SheetRows:
        layout, body, first = self.layout, self.region.rows, self.region.first
        self.region.rows = []
        sheet = SheetRows(self.place, self.table, {}, [], findings=self.findings, not_rows=self.region.above)
        for start, end in self.region.beside:
            letters = letters_of(start) if start == end else f"{letters_of(start)}–{letters_of(end)}"
            self.findings.append(Finding("side_table", self.file, self.place, detail=letters))
        sheet.keyed = case_keys.fill(layout, body, self.profile.case_key)
        if layout.missing:
            return self._refuse_sheet(sheet, body, first)
        blank, other, totals = grids.not_rows(body, layout)
        other |= worklists.unfilled(body, layout) - blank
        sheet.not_rows += len(other)
        gone = blank | other
        self._compare_totals(sheet, totals, gone, len(body), first)
        stray = _stray_rows(body, blank, other) if blank and self.table in _LOOSE else set()
        shifted = self._shifted_rows(body, gone)
        self.numbers = list(range(first, first + len(body)))
        if gone:
            kept = [number for number in range(len(body)) if number not in gone]
            stray, shifted = ({at for at, number in enumerate(kept) if number in rows} for rows in (stray, shifted))
            body = [body[number] for number in kept]
            self.numbers = [self.numbers[number] for number in kept]
        for check, rows in (("stray_row", stray), ("shifted_row", shifted)):
            for number in sorted(rows - self.bad_rows):
                self.bad_rows.add(number)
                words = cells.written(next(cell for cell in body[number] if cell != ""))
                # Which column the cell belongs to is not known, so it may be a person's.
                self._find(check, number, "", words, personal=True)
        # Nothing more is said of the cells of such rows, and none of them makes a column of its own.
        self.silenced = frozenset(stray | shifted)
        # Columns take the place of rows; the rows' own lists are let go at once.
        raw: list[tuple[Cell, ...]] = list(zip(*body, strict=True)) if body else [()] * len(layout.columns)
        del body
        columns = self._columns(raw)
        self._tell_kind(columns)
        self._check_filled(columns)
        if self.table == "callbacks":
            self._check_outcome(columns)
        if self.bad_rows:
            nothing: Column = [None] * len(self.numbers)
            own = columns.get(_OWN_ID[self.table]) or nothing
            parts = [columns.get(part) or nothing for part in DERIVED_IDS.get(self.table, ("", ()))[1]]
            for number in sorted(self.bad_rows):
                texts = [cells.written(column[number]) for column in raw]
                known_by = derived_id(part[number] for part in parts) if own[number] is None else None
                sheet.set_aside.append(SetAside(self.numbers[number], texts, own[number], known_by or None))
            keep = [number not in self.bad_rows for number in range(len(self.numbers))]
            columns = {name: _kept(column, keep) for name, column in columns.items()}
            sheet.rows = _kept(self.numbers, keep)
        else:
            sheet.rows = self.numbers
        sheet.columns = columns
        self._derive_id(sheet)
        self._report_totals(sheet)
        self.findings.sort(key=lambda finding: (finding.row is not None, finding.row or 0))
        return sheet

    def _compare_totals(
        self, sheet: SheetRows, totals: Sequence[grids.Total], gone: set[int], length: int, first: int
    ) -> None:
        """Compare what the ledger's own totals tell with the rows above them, since the last total or all in all."""
        ends = {total.index: total for total in totals}
        count = self.count
        done = 0
        for index in [*sorted(ends), length]:
            rows = index - done - sum(1 for number in gone if done <= number < index)
            count.rows += rows
            count.since += rows
            done = index
            total = ends.get(index)
            if total is None:
                continue
            if total.number is not None:
                read = count.since if total.number == count.since else count.rows
                sheet.totals.append(PrintedTotal(total.label, total.number, first + index, read))
            count.since = 0

    def _report_totals(self, sheet: SheetRows) -> None:
        """Tell of each printed total that fits neither the rows above it nor the records that they are."""
        wrong = [total for total in sheet.totals if total.number != total.read and "累计" not in total.label]
        if not wrong:
            return
        # A record that stands on two lines, or was typed twice, counts once in the office and in the store.
        ids = sheet.columns.get(_OWN_ID[self.table]) or []
        first_rows = dict(zip(reversed(ids), reversed(sheet.rows), strict=False))
        repeats = [row for row, name in zip(sheet.rows, ids, strict=False) if first_rows[name] != row]
        for total in wrong:
            if total.number != total.read - sum(row < total.row for row in repeats):
                told = f"{total.number} ≠ {total.read}"
                self.findings.append(
                    Finding("printed_total", self.file, self.place, total.row, value=total.label, detail=told)
                )

    def _shifted_rows(self, body: Sequence[Sequence[Cell]], gone: set[int]) -> set[int]:
        """Return the rows of a text file with more cells than the header: a mark inside a cell has moved what follows it."""
        width = max((at + 1 for at, header in enumerate(self.layout.headers) if header), default=0)
        if not body or len(body[0]) <= width:
            return set()
        longer = {
            number for number, row in enumerate(body) if number not in gone and any(cell != "" for cell in row[width:])
        }
        if self.grid.is_text and len(longer) * 2 < len(body) - len(gone):
            return longer
        added = len(body[0]) - len(self.layout.columns)
        if longer and added > 0 and not self.grid.is_text:
            columns = f"{letters_of(len(self.layout.columns))}–{letters_of(len(body[0]) - 1)}"
            self.findings.append(Finding("side_table", self.file, self.place, detail=columns))
        elif added > 0:
            self.layout.columns.extend([""] * added)
            self.layout.headers.extend([""] * added)
        return set()

    def _refuse_sheet(self, sheet: SheetRows, body: list[list[Cell]], first: int) -> SheetRows:
        """Set all rows aside: a column is missing without which none of them could be counted."""
        listed = "、".join(_spellings_of(self.table, column) for column in self.layout.missing)
        self.findings.append(Finding("missing_header", self.file, self.place, detail=listed))
        for number, row in enumerate(body):
            texts = [cells.written(cell) for cell in row]
            if any(texts):
                sheet.set_aside.append(SetAside(first + number, texts))
        return sheet

    def _columns(self, raw: Sequence[Sequence[Cell]]) -> dict[str, Column]:
        """Return the canonical columns; two that mean the same thing are joined (day and time) or the second kept apart."""
        columns: dict[str, Column] = {}
        headings: dict[str, str] = {}
        for index, column in enumerate(self.layout.columns):
            header = self.layout.headers[index]
            if column == headers.IGNORED:
                continue
            if column is None or column == "":
                if column is None or any(
                    cell != "" and number not in self.silenced for number, cell in enumerate(raw[index])
                ):
                    self._keep_unknown(columns, header, index, raw[index])
                continue
            name = headers.SECONDS if column.startswith(headers.SECONDS) else column
            if name in columns and name in _DATES:
                self._join_time(columns[name], header, raw[index])
            elif name in columns:
                if not self.is_repeated:
                    detail = headings[name]
                    self.findings.append(
                        Finding("repeated_header", self.file, self.place, column=header, detail=detail)
                    )
                self._keep(columns, header, index, raw[index])
            else:
                headings[name] = header
                columns[name] = self._read(column, header, raw[index])
        return columns

    def _keep_unknown(self, columns: dict[str, Column], header: str, index: int, raw: Sequence[Cell]) -> None:
        shown = header or letters_of(index)
        if not self.is_repeated:
            near = headers.nearest(header, self.profile.headers[self.table])
            self.findings.append(Finding("unknown_header", self.file, self.place, column=shown, detail=near))
        self._keep(columns, header, index, raw)

    def _keep(self, columns: dict[str, Column], header: str, index: int, raw: Sequence[Cell]) -> None:
        prefix = {"cases": "note.", "staff": ""}.get(self.table, "field.")
        if not prefix:
            return
        name = prefix + (header or letters_of(index))
        while name in columns:
            name += "_"
        columns[name] = self._words(header, raw)

    def _read(self, column: str, header: str, raw: Sequence[Cell]) -> Column:
        """Read one column, each distinct cell once; a cell that is not understood sets its rows aside or is kept."""
        if not raw:
            return []
        reader = self._reader(column)
        if reader is None:
            return self._words(header, raw)
        if column in _PLAIN and _PLAIN[column].fullmatch(_lines_of(raw)):
            return list(cast("Sequence[str]", raw))
        meanings = _Meanings(reader)
        is_dated = column in _DATES or column.startswith("event.")
        if is_dated:
            plain = cells.PLAIN_MOMENTS.findall(_lines_of(raw))
            meanings.update(zip(plain, plain, strict=True))
        values: Column = list(map(meanings.__getitem__, raw))
        if meanings.holds_truth_or_number and bool in set(map(type, raw)):
            # True and 1.0 are one key of a dictionary, but not one word.
            raw = [cells.written(cell) if isinstance(cell, bool) else cell for cell in raw]
            meanings = _Meanings(reader)
            values = list(map(meanings.__getitem__, raw))
        if is_dated:
            meanings.faults.update(swaps.doubtful(meanings, self.layout.dating, is_text=self.grid.is_text))
        if meanings.faults:
            self._report(column, header, raw, meanings.faults)
        if column in _ROLES or column == "party_role":
            self._note_unknown_roles(column, header, raw, meanings)
        return values

    def _report(self, column: str, header: str, raw: Sequence[Cell], faults: Mapping[Cell, CellError]) -> None:
        personal = column.startswith(("person.", "note.", "field."))
        for number, cell in enumerate(raw):
            if cell in faults and number not in self.silenced:
                fault = faults[cell]
                check = "unread_note" if personal and fault.check in _FAULTS else fault.check
                if check not in {"person", "unread_note"}:
                    self.bad_rows.add(number)
                self._find(check, number, header, cells.written(cell), fault.detail, personal=personal)

    def _words(self, header: str, raw: Sequence[Cell]) -> Column:
        """Return the words of a column as they stand; what the spreadsheet failed to work out is reported and left empty."""
        values = _texts(raw)
        faults: set[Cell] = set(cells.ERRORS.intersection(raw))
        if cells.Formula in set(map(type, raw)):
            faults.update(cell for cell in raw if isinstance(cell, cells.Formula))
        if faults:
            for number, cell in enumerate(raw):
                if cell in faults:
                    values[number] = None
                    self._find("unread_note", number, header, cells.written(cell), personal=True)
        return values

    def _note_unknown_roles(
        self, column: str, header: str, raw: Sequence[Cell], meanings: Mapping[Cell, str | None]
    ) -> None:
        codes = self.profile.party_roles if column == "party_role" else self.profile.roles
        if not codes:
            return
        unknown = {cell for cell in meanings if cell != "" and vocabulary.spelling(cells.written(cell)) not in codes}
        unknown = {cell for cell in unknown if meanings[cell] is not None}
        for number, cell in enumerate(raw):
            if not unknown:
                return
            if cell in unknown:
                unknown.discard(cell)
                self._find("unknown_role", number, header, cells.written(cell))

    def _find(
        self, check: str, number: int, header: str, value: str = "", detail: str = "", *, personal: bool = False
    ) -> None:
        row = self.numbers[number]
        self.findings.append(
            Finding(check, self.file, self.place, row, header, value, detail=detail, personal=personal)
        )

    def _reader(self, column: str) -> _Reader | None:
        """Return the function that reads a cell of *column*; None for words that are kept as they stand."""
        profile, table = self.profile, self.table
        if column in _IDS:
            return cells.identifier
        if column in _DATES or column.startswith("event."):
            order = self.orders.get(column, "")
            return partial(cells.moment, dating=replace(self.layout.dating, plan=column in _PLANS, order=order))
        if column in _NAMES or column.startswith(("party.", "contact.")):
            return cells.names
        if column in _ROLES:
            return partial(_open_word, codes=profile.roles)
        if column == "party_role":
            return partial(_open_word, codes=profile.party_roles)
        if column == "satisfaction" or column.startswith("satisfaction."):
            return partial(scales.level, profile=profile)
        if column == "outcome" and table == "callbacks":
            return self._outcome
        if column in vocabulary.CLOSED and column != "outcome":
            return partial(_closed_word, codes=profile.words.get(column, {}))
        if column in _OPEN:
            word = "case_outcome" if column == "outcome" else column
            return partial(_open_word, codes=profile.words.get(word, {}))
        if column.startswith(headers.SECONDS):
            unit = {headers.SECONDS: "s", headers.MINUTES: "min"}.get(column, "")
            return partial(cells.duration, unit=unit)
        if column == "person.phone":
            return cells.phone
        return cells.age if column == "person.age" else None

    def _outcome(self, cell: Cell) -> str | None:
        word = vocabulary.spelling(cells.written(cell))
        codes = self.profile.words.get("outcome", {})
        if word in vocabulary.NOT_REACHED and word not in codes:
            return _NOT_REACHED
        return _closed_word(cell, codes)

    def _tell_kind(self, columns: dict[str, Column]) -> None:
        """Give the rows of a sheet without kinds the one that its headers tell, and say so."""
        if self.table == "problems" and "kind" not in columns:
            kind = headers.kind_told(self.table, self.layout.headers)
            columns["kind"] = [kind] * len(self.numbers)
            if not self.is_repeated:
                self.findings.append(Finding("kind_told", self.file, self.place, detail=kind or ""))

    def _check_filled(self, columns: Mapping[str, Column]) -> None:
        for column in _FILLED[self.table]:
            values = columns[column]
            if None not in values:
                continue
            header = self._heading(column)
            for number, value in enumerate(values):
                if value is None and number not in self.bad_rows:
                    self.bad_rows.add(number)
                    self._find("missing", number, header)

    def _check_outcome(self, columns: dict[str, Column]) -> None:
        """Look at what the outcome says together with the reason and with the answers given.

        未接通 alone is told apart by the reason; no outcome at all is unknown, and is refused beside an answer.
        """
        outcomes = columns["outcome"]
        if _NOT_REACHED in outcomes:
            reasons = columns.get("reason", [None] * len(outcomes))
            codes = self.profile.words.get("outcome", {})
            told = {reason: _outcome_of_reason(reason, codes) for reason in set(reasons)}
            columns["outcome"] = outcomes = [
                outcome if outcome != _NOT_REACHED else told[reason]
                for outcome, reason in zip(outcomes, reasons, strict=True)
            ]
        if None not in outcomes:
            return
        answers = [values for column, values in columns.items() if column.startswith("satisfaction")]
        header = self._heading("outcome")
        for number, outcome in enumerate(outcomes):
            if outcome is not None or number in self.bad_rows:
                continue
            if any(values[number] is not None for values in answers):
                self.bad_rows.add(number)
                self._find("missing", number, header)
            else:
                self._find("outcome_unknown", number, header)

    def _join_time(self, days: Column, header: str, raw: Sequence[Cell]) -> None:
        for number, cell in enumerate(raw):
            day = days[number]
            if cell == "" or day is None:
                continue
            try:
                clock = cells.time_of_day(cell)
                if clock is None:
                    continue
                if len(day) > 10:
                    raise CellError("date")
            except CellError as fault:
                self.bad_rows.add(number)
                self._find(fault.check, number, header, cells.written(cell), fault.detail)
                continue
            if clock != "00:00:00":
                days[number] = f"{day} {clock}"

    def _derive_id(self, sheet: SheetRows) -> None:
        """Give every row without an id of its own one made of what tells it from others."""
        if sheet.table not in DERIVED_IDS:
            return
        name, parts = DERIVED_IDS[sheet.table]
        own = sheet.columns.get(name)
        if own is not None and None not in own:
            return
        nothing: Column = [None] * len(sheet.rows)
        sheet.keyed = max(sheet.keyed, len(sheet.rows) if own is None else own.count(None))
        sources = [sheet.columns.get(part, nothing) for part in parts]
        derived = [derived_id(values) for values in zip(*sources, strict=True)]
        if own is None:
            sheet.columns = {name: cast("Column", derived), **sheet.columns}
        else:
            sheet.columns[name] = [value or made for value, made in zip(own, derived, strict=True)]

    def _heading(self, column: str) -> str:
        return self.layout.headers[self.layout.columns.index(column)]


_TRUTHS = frozenset({0, 1})


class _Meanings(dict[Cell, str | None]):
    """What each distinct cell of a column means, found when it is first asked for: one look at each cell, no more."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self.reader = reader
        self.faults: dict[Cell, CellError] = {}
        self.holds_truth_or_number = False

    def __missing__(self, cell: Cell) -> str | None:
        meaning: str | None = None
        if not isinstance(cell, str):
            self.holds_truth_or_number = self.holds_truth_or_number or cell in _TRUTHS
        try:
            if cell in cells.ERRORS or type(cell) is cells.Formula:
                cells.check_for_fault(cell)
            meaning = self.reader(cell)
        except CellError as fault:
            self.faults[cell] = fault
            meaning = cells.written(cell) if fault.check == "person" else None
        self[cell] = meaning
        return meaning


# Stands in the outcome column only until the reason has been looked at.
_NOT_REACHED = "not_reached"


def _outcome_of_reason(reason: str | None, codes: Mapping[str, str]) -> str:
    code = codes.get(vocabulary.spelling(reason or ""), "other")
    return "other" if code == "reached" else code


def _closed_word(cell: Cell, codes: Mapping[str, str]) -> str | None:
    text = cells.half_width(cells.written(cell))
    code = codes.get(vocabulary.spelling(text))
    if code is not None:
        return code or None
    if cells.is_nothing(text):
        return None
    raise CellError("code", vocabulary.listed(codes))


def _open_word(cell: Cell, codes: Mapping[str, str]) -> str | None:
    text = cells.half_width(cells.written(cell))
    code = codes.get(vocabulary.spelling(text))
    if code is not None:
        return code or None
    return None if cells.is_nothing(text) else text


def _stray_rows(body: Sequence[Sequence[Cell]], blank: set[int], other: set[int]) -> set[int]:
    """Return the rows behind a blank line that fill less than half of what the rows before it do: another list, most likely."""
    gaps = sorted(blank)
    before = [row for number, row in enumerate(body[: gaps[0]]) if number not in other]
    if len(before) < 2:
        return set()
    usual = [at for at in range(len(before[0])) if sum(row[at] != "" for row in before) * 2 >= len(before)]
    stray: set[int] = set()
    if len(usual) < 4:
        return stray
    for start, end in zip(gaps, [*gaps[1:], len(body)], strict=True):
        block = [number for number in range(start + 1, end) if number not in other]
        if block and all(sum(body[number][at] != "" for at in usual) * 2 < len(usual) for number in block):
            stray.update(block)
    return stray


def _lines_of(raw: Sequence[Cell]) -> str:
    """Return the cells of a column as lines; nothing when they are not all text of one line."""
    try:
        lines = "\n".join(cast("Sequence[str]", raw))
    except TypeError:
        return ""
    return lines if lines.count("\n") == len(raw) - 1 else ""


def _spellings_of(table: str, column: str) -> str:
    words = [word for word, meaning in headers.BASE[table].items() if meaning == column]
    return words[0] if words else column


def _texts(raw: Sequence[Cell]) -> Column:
    if set(map(type, raw)) <= {str}:
        return [cell or None for cell in map(str.strip, cast("Sequence[str]", raw))]
    return [cells.plain_text(cell) for cell in raw]


def _kept(values: list[_T], keep: Sequence[bool]) -> list[_T]:
    return [value for value, kept in zip(values, keep, strict=True) if kept]


def letters_of(index: int) -> str:
    """Return the spreadsheet's letters of a column."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
