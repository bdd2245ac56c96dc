"""From a received file to rows in the canonical form, with a finding for every cell that was not understood.

Work goes column by column: each distinct cell of a column is read once. A row with a bad cell in a column that a figure
could depend on is set aside whole; a bad cell in a person's details or a note is kept as it stands, with a warning.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from analytics.findings import Finding
from analytics.ledger import cells, grids, headers, vocabulary
from analytics.ledger.cells import CellError
from analytics.ledger.grids import Layout
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import Cell, Grid, read_file

Column = list[str | None]
_T = TypeVar("_T")
_Reader = Callable[[Cell], str | None]

_PLANS = frozenset({"event.planned_end", "event.appointment", "event.warranty_end"})
_DATES = frozenset(
    {"excluded_on", "at", "raised_at", "reported_at", "notified_at", "answered_at", "resolved_at", "from", "to"}
)
_IDS = frozenset({"case_id", "callback_id", "problem_id"})
_NAMES = frozenset({"caller", "party", "name"})
_ROLES = frozenset({"caller_role", "contact_role", "role"})
_OPEN = frozenset(
    {"category", "tier", "area", "urgency", "severity", "purpose", "cause", "client", "department", "outcome"}
)
# A row without one of these cells is set aside. A callback without outcome is looked at apart.
_FILLED: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "callbacks": ("case_id", "at"),
    "problems": ("case_id", "kind", "raised_at"),
    "staff": ("name",),
}
_DERIVED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "callbacks": ("callback_id", ("case_id", "at", "caller", "channel", "outcome")),
    "problems": ("problem_id", ("case_id", "raised_at", "kind")),
}


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that was not loaded, with all its cells as text; its findings say why."""

    row: int
    cells: list[str]


@dataclass(slots=True)
class SheetRows:
    """The rows of one ledger sheet in the canonical form.

    Every list of ``columns`` is as long as ``rows``, the spreadsheet's row numbers; None is unknown. Rows read are
    ``rows`` and ``set_aside``; ``not_rows`` counts the titles, headers, totals, signatures and footnotes.
    """

    sheet: str
    table: str
    columns: dict[str, Column]
    rows: list[int]
    set_aside: list[SetAside] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    not_rows: int = 0

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
    sheets: list[SheetRows]
    findings: list[Finding] = field(default_factory=list)

    @property
    def all_findings(self) -> Iterator[Finding]:
        """All findings of the file, sheet by sheet."""
        yield from self.findings
        for sheet in self.sheets:
            yield from sheet.findings


def parse_file(path: Path, profile: ReadingProfile) -> LedgerFile:
    """Read every ledger sheet of *path* as *profile* says.

    Raises InputError when the file cannot be read; whatever is wrong with its rows is a finding.
    """
    received = read_file(path)
    file = LedgerFile(path, received.sha256, received.size, [])
    for position, grid in enumerate(received.grids):
        if not grid.rows:
            continue
        layout = grids.find_layout(grid, profile.headers)
        if layout is not None:
            file.sheets.append(_Sheet(path.name, grid, layout, profile).read())
        elif grid.sheet not in headers.NOTES_SHEETS.values():
            file.findings.append(Finding("no_ledger", path.name, grid.sheet))
        # The cells of one sheet at a time: what was read is let go before the next.
        received.grids[position] = Grid(grid.sheet, [])
    return file


class _Sheet:
    """One sheet while it is read."""

    def __init__(self, file: str, grid: Grid, layout: Layout, profile: ReadingProfile) -> None:
        self.file = file
        self.grid = grid
        self.layout = layout
        self.profile = profile
        self.table = layout.table
        self.findings: list[Finding] = []
        self.bad_rows: set[int] = set()
        self.numbers: list[int] = []

    def read(self) -> SheetRows:
        grid, layout = self.grid, self.layout
        if grid.merged:
            grids.carry_down(grid, layout.body)
        above = sum(1 for row in grid.rows[: layout.body] if any(cell != "" for cell in row))
        body = grid.rows[layout.body :]
        first = grid.first_row + layout.body
        sheet = SheetRows(grid.sheet, self.table, {}, [], findings=self.findings, not_rows=above)
        grid.rows = []
        if layout.missing:
            return self._refuse_sheet(sheet, body, first)
        blank, other = grids.not_rows(body, layout)
        sheet.not_rows += len(other)
        self.numbers = list(range(first, first + len(body)))
        if blank or other:
            gone = blank | other
            body = [row for number, row in enumerate(body) if number not in gone]
            self.numbers = [row for number, row in enumerate(self.numbers) if number not in gone]
        # Columns take the place of rows; the rows' own lists are let go at once.
        raw: list[tuple[Cell, ...]] = list(zip(*body, strict=True)) if body else [()] * len(layout.columns)
        del body
        columns = self._columns(raw)
        self._check_filled(columns)
        if self.table == "callbacks":
            self._check_outcome(columns)
        if self.bad_rows:
            for number in sorted(self.bad_rows):
                sheet.set_aside.append(
                    SetAside(self.numbers[number], [cells.written(column[number]) for column in raw])
                )
            keep = [number not in self.bad_rows for number in range(len(self.numbers))]
            columns = {name: _kept(column, keep) for name, column in columns.items()}
            sheet.rows = _kept(self.numbers, keep)
        else:
            sheet.rows = self.numbers
        sheet.columns = columns
        self._derive_id(sheet)
        self.findings.sort(key=lambda finding: (finding.row is not None, finding.row or 0))
        return sheet

    def _refuse_sheet(self, sheet: SheetRows, body: list[list[Cell]], first: int) -> SheetRows:
        """Set all rows aside: a column is missing without which none of them could be counted."""
        listed = "、".join(_spellings_of(self.table, column) for column in self.layout.missing)
        self.findings.append(Finding("missing_header", self.file, self.grid.sheet, detail=listed))
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
                if column is None or any(cell != "" for cell in raw[index]):
                    self._keep_unknown(columns, header, index, raw[index])
                continue
            name = headers.SECONDS if column.startswith(headers.SECONDS) else column
            if name in columns and name in _DATES:
                self._join_time(columns[name], header, raw[index])
            elif name in columns:
                detail = headings[name]
                self.findings.append(
                    Finding("repeated_header", self.file, self.grid.sheet, column=header, detail=detail)
                )
                self._keep(columns, header, index, raw[index])
            else:
                headings[name] = header
                columns[name] = self._read(column, header, raw[index])
        return columns

    def _keep_unknown(self, columns: dict[str, Column], header: str, index: int, raw: Sequence[Cell]) -> None:
        near = headers.nearest(header, self.profile.headers[self.table])
        shown = header or _letters(index)
        self.findings.append(Finding("unknown_header", self.file, self.grid.sheet, column=shown, detail=near))
        self._keep(columns, header, index, raw)

    def _keep(self, columns: dict[str, Column], header: str, index: int, raw: Sequence[Cell]) -> None:
        prefix = {"cases": "note.", "staff": ""}.get(self.table, "field.")
        if not prefix:
            return
        name = prefix + (header or _letters(index))
        while name in columns:
            name += "_"
        columns[name] = _texts(raw)

    def _read(self, column: str, header: str, raw: Sequence[Cell]) -> Column:
        """Read one column, each distinct cell once; a cell that is not understood sets its rows aside or is kept."""
        if not raw:
            return []
        reader = self._reader(column)
        if reader is None:
            return _texts(raw)
        meanings = _Meanings(reader)
        values: Column = list(map(meanings.__getitem__, raw))
        if meanings.holds_truth_or_number and bool in set(map(type, raw)):
            # True and 1.0 are one key of a dictionary, but not one word.
            raw = [cells.written(cell) if isinstance(cell, bool) else cell for cell in raw]
            meanings = _Meanings(reader)
            values = list(map(meanings.__getitem__, raw))
        if meanings.faults:
            self._report(column, header, raw, meanings.faults)
        if column in _ROLES or column == "party_role":
            self._note_unknown_roles(column, header, raw, meanings)
        return values

    def _report(self, column: str, header: str, raw: Sequence[Cell], faults: Mapping[Cell, CellError]) -> None:
        personal = column.startswith(("person.", "note.", "field."))
        for number, cell in enumerate(raw):
            if cell in faults:
                fault = faults[cell]
                if fault.check != "person":
                    self.bad_rows.add(number)
                self._find(fault.check, number, header, cells.written(cell), fault.detail, personal=personal)

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
            Finding(check, self.file, self.grid.sheet, row, header, value, detail=detail, personal=personal)
        )

    def _reader(self, column: str) -> _Reader | None:
        """Return the function that reads a cell of *column*; None for words that are kept as they stand."""
        profile, table = self.profile, self.table
        if column in _IDS:
            return cells.identifier
        if column in _DATES or column.startswith("event."):
            return partial(cells.moment, dating=replace(self.layout.dating, plan=column in _PLANS))
        if column in _NAMES or column.startswith(("party.", "contact.")):
            return cells.names
        if column in _ROLES:
            return partial(_open_word, codes=profile.roles)
        if column == "party_role":
            return partial(_open_word, codes=profile.party_roles)
        if column == "satisfaction" or column.startswith("satisfaction."):
            return partial(_level, scale=profile.scale)
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
            columns["outcome"] = outcomes = [
                outcome if outcome != _NOT_REACHED else _outcome_of_reason(reason, codes)
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
        if sheet.table not in _DERIVED:
            return
        name, parts = _DERIVED[sheet.table]
        own = sheet.columns.get(name)
        if own is not None and None not in own:
            return
        nothing: Column = [None] * len(sheet.rows)
        sources = [sheet.columns.get(part, nothing) for part in parts]
        derived = ["|".join([value or "" for value in values]) for values in zip(*sources, strict=True)]
        if own is None:
            sheet.columns = {name: cast("Column", derived), **sheet.columns}
        else:
            sheet.columns[name] = [value or made for value, made in zip(own, derived, strict=True)]

    def _heading(self, column: str) -> str:
        return self.layout.headers[self.layout.columns.index(column)]


class _Meanings(dict[Cell, str | None]):
    """What each distinct cell of a column means, found when it is first asked for: one look at each cell, no more."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self.reader = reader
        self.faults: dict[Cell, CellError] = {}
        self.holds_truth_or_number = False

    def __missing__(self, cell: Cell) -> str | None:
        meaning: str | None = None
        if cell in {0, 1}:
            self.holds_truth_or_number = True
        try:
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
        return code
    if cells.is_nothing(text):
        return None
    raise CellError("code", _listed(codes))


def _open_word(cell: Cell, codes: Mapping[str, str]) -> str | None:
    text = cells.half_width(cells.written(cell))
    code = codes.get(vocabulary.spelling(text))
    if code is not None:
        return code
    return None if cells.is_nothing(text) else text


def _level(cell: Cell, scale: Mapping[str, str]) -> str | None:
    text = cells.half_width(cells.written(cell))
    level = scale.get(vocabulary.spelling(text))
    if level is not None:
        return level
    if cells.is_nothing(text) or text in {"未评价", "未填", "未答", "未回答", "不适用"}:
        return None
    if not scale:
        return text
    raise CellError("code", _listed(scale))


def _listed(codes: Mapping[str, str]) -> str:
    """Return one Chinese word (or the code) for every code, in their order."""
    words: dict[str, str] = {}
    for word, code in codes.items():
        words.setdefault(code, word)
    return "、".join(words.values())


def _spellings_of(table: str, column: str) -> str:
    words = [word for word, meaning in headers.BASE[table].items() if meaning == column]
    return words[0] if words else column


def _texts(raw: Sequence[Cell]) -> Column:
    if set(map(type, raw)) <= {str}:
        return [cell.strip() or None for cell in cast("Sequence[str]", raw)]
    return [cells.plain_text(cell) for cell in raw]


def _kept(values: list[_T], keep: Sequence[bool]) -> list[_T]:
    return [value for value, kept in zip(values, keep, strict=True) if kept]


def _letters(index: int) -> str:
    """Return the spreadsheet's letters of a column."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
