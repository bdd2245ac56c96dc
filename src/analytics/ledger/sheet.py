"""Read one ledger of a sheet: which of its lines are rows, what its columns say, and which rows cannot be counted.

A row with a bad cell in a column that a figure could depend on is set aside whole; a bad cell in a person's details or a
note is kept as it stands, with a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import compress, islice
from typing import TypeVar, cast

from analytics.findings import Finding, detail_of
from analytics.language import Text
from analytics.ledger import (
    astray,
    blocks,
    case_keys,
    cells,
    choices,
    headers,
    moments,
    outcomes,
    printed_totals,
    worklists,
)
from analytics.ledger.cells import CellError
from analytics.ledger.columns import CLASSES, DATES, ColumnReading
from analytics.ledger.grid import Body, Cell, Grid, letters_of
from analytics.ledger.not_rows import not_rows
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import DERIVED_IDS, OWN_ID, Column, SetAside, SheetRows, derived_id
from analytics.ledger.sent_back import added, empty_added, received
from analytics.ledger.strays import lone_lines, stray_rows
from analytics.ledger.together import name_once

_T = TypeVar("_T")
_FEW = 50
_FAULTS = frozenset({"error_cell", "uncached_formula"})
# A row without one of these cells is set aside. A callback without outcome is looked at apart.
_FILLED: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "callbacks": ("case_id", "at"),
    "problems": ("case_id", "kind", "raised_at"),
    "staff": ("name",),
}
# Tables of which a row needs so little that a stray line could pass for one.
_LOOSE = frozenset({"cases", "staff"})


class SheetReading:
    """One ledger of a sheet, or one part of it, while it is read."""

    def __init__(
        self,
        file: str,
        grid: Grid,
        region: blocks.Region,
        profile: ReadingProfile,
        count: printed_totals.Count,
        *,
        is_repeated: bool = False,
    ) -> None:
        self.file = file
        self.grid = grid
        self.place = grid.place
        self.region = region
        self.layout = region.layout
        form = region.layout.filling
        self.profile = profile.with_words(form.table.words) if form else profile
        self.count = count
        self.is_repeated = is_repeated
        self.table = region.layout.table
        dating = replace(self.layout.dating, is_1904=grid.is_1904)
        orders: Mapping[str, str] = form.table.dates if form else {}
        self.reading = ColumnReading(self.table, self.profile, dating, orders, grid.is_text)
        self.findings: list[Finding] = []
        self.bad_rows: set[int] = set()
        self.numbers: list[int] = []
        self.silenced: frozenset[int] = frozenset()
        self.headings: dict[str, str] = {}

    def read(self) -> SheetRows:
        """Return the rows of the ledger; those of the region are let go."""
        layout, body, first = self.layout, self.region.body, self.region.first
        rows = body.rows
        self.region.body = Body([])
        empty_added(rows, layout.headers)
        sheet = SheetRows(self.place, self.table, {}, [], findings=self.findings, not_rows=self.region.above)
        for start, end in self.region.beside:
            letters = letters_of(start) if start == end else f"{letters_of(start)}–{letters_of(end)}"
            self.findings.append(Finding("side_table", self.file, self.place, detail=letters))
        sheet.keyed = case_keys.fill(layout, rows, self.profile.case_key)
        if layout.missing:
            return self._refuse_sheet(sheet, rows, first)
        if sheet.keyed or layout.is_keyed or added(layout.headers):  # the rows have changed
            body = Body(rows)
        blank, other, totals = not_rows(body, layout)
        other |= worklists.unfilled(rows, layout) - blank
        other |= {row - first for row in self.region.headings if 0 <= row - first < len(rows)} - blank
        sheet.not_rows += len(other)
        gone = blank | other
        stray = stray_rows(rows, blank, other) if blank and self.table in _LOOSE else set()
        lone = lone_lines(rows, layout, gone | stray) if self.table == "cases" else set()
        sheet.totals = printed_totals.compared(totals, gone | lone, length=len(rows), first=first, count=self.count)
        shifted = self._shifted_rows(rows, gone)
        self.numbers = list(range(first, first + len(rows)))
        raw: list[tuple[Cell, ...]] = body.columns or [()] * len(layout.columns)
        if gone:
            kept = [number for number in range(len(rows)) if number not in gone]
            stray, lone, shifted = (
                {at for at, number in enumerate(kept) if number in found} for found in (stray, lone, shifted)
            )
            keep = [number not in gone for number in range(len(rows))]
            raw = [tuple(compress(column, keep)) for column in raw]
            self.numbers = _kept(self.numbers, keep)
        # Columns take the place of rows; the rows' own lists are let go at once.
        del body, rows
        for check, found in (("stray_row", stray), ("lone_cell", lone), ("shifted_row", shifted)):
            for number in sorted(found - self.bad_rows):
                words = cells.written(next(column[number] for column in raw if column[number] != ""))
                # Which column the cell belongs to is not known, so it may be a person's.
                self._refuse(check, number, "", words, personal=True)
        # Nothing more is said of the cells of such rows, and none of them makes a column of its own.
        self.silenced = frozenset(stray | lone | shifted)
        columns = self._columns(*choices.joined(layout, raw))
        self._tell_kind(columns)
        self._check_filled(columns)
        if self.table == "callbacks":
            self._check_outcome(columns)
        self._tell_astray(columns)
        self._tell_dateless(columns)
        if self.bad_rows:
            nothing: Column = [None] * len(self.numbers)
            own = columns.get(OWN_ID[self.table]) or nothing
            own_columns = received(raw, layout.headers)
            parts = [columns.get(part) or nothing for part in DERIVED_IDS.get(self.table, ("", ()))[1]]
            for number in sorted(self.bad_rows):
                texts = [cells.written(column[number]) for column in own_columns]
                known_by = derived_id(part[number] for part in parts) if own[number] is None else None
                sheet.set_aside.append(SetAside(self.numbers[number], texts, own[number], known_by or None))
            keep = [number not in self.bad_rows for number in range(len(self.numbers))]
            columns = {name: _kept(column, keep) for name, column in columns.items()}
            sheet.rows = _kept(self.numbers, keep)
        else:
            sheet.rows = self.numbers
        sheet.columns, sheet.headings = columns, self.headings
        self._derive_id(sheet)
        if self.region.is_beside:
            self._tell_beside(sheet)
        self.findings += printed_totals.wrong(sheet, self.file)
        self.findings.sort(key=lambda finding: (finding.row is not None, finding.row or 0))
        return sheet

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
        if not self.is_repeated:
            lacking = [_spellings_of(self.table, column) for column in self.layout.missing]
            listed = Text(zh="、".join(one.zh for one in lacking), en=", ".join(one.en for one in lacking))
            self.findings.append(Finding("missing_header", self.file, self.place, detail=detail_of(listed)))
            if "case_id" in self.layout.missing and not headers.PERSON_KEYS.isdisjoint(self.layout.columns):
                self.findings.append(Finding("known_by_person", self.file, self.place))
        other: set[int] = set()
        if headers.REQUIRED[self.table][0] in self.layout.columns:
            other = not_rows(Body(body), self.layout)[1]
        sheet.not_rows += len(other)
        own = OWN_ID[self.table]
        place = self.layout.columns.index(own) if own in self.layout.columns else None
        for number, row in enumerate(body):
            texts = [cells.written(cell) for cell in received(row, self.layout.headers)]
            if any(texts) and number not in other:
                name = None if place is None else cells.written(row[place]).strip()
                sheet.set_aside.append(SetAside(first + number, texts, name or None))
        return sheet

    def _columns(self, meant: Sequence[str | None], raw: Sequence[Sequence[Cell]]) -> dict[str, Column]:
        """Return the canonical columns; two that mean the same thing are joined (day and time) or the second kept apart."""
        columns: dict[str, Column] = {}
        headings = self.headings
        for index in _days_before_times(meant, raw):
            column, header = meant[index], self.layout.headers[index]
            if column == headers.IGNORED:
                continue
            if column is None or column == "":
                if column is None or any(
                    cell != "" and number not in self.silenced for number, cell in enumerate(raw[index])
                ):
                    self._keep_unknown(columns, header, index, raw[index])
                continue
            name = headers.SECONDS if column.startswith(headers.SECONDS) else column
            if name in columns and name in DATES:
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
            told = "" if near == "—" else detail_of(Text(zh=f"，最接近的是：{near}", en=f"; nearest: {near}"))
            self.findings.append(Finding("unknown_header", self.file, self.place, column=shown, detail=told))
        self._keep(columns, header, index, raw)

    def _keep(self, columns: dict[str, Column], header: str, index: int, raw: Sequence[Cell]) -> None:
        prefix = {"cases": "note.", "staff": ""}.get(self.table, "field.")
        if not prefix:
            return
        name = prefix + (header or letters_of(index))
        while name in columns:
            name += "_"
        columns[name] = self._read(name, header, raw)

    def _read(self, column: str, header: str, raw: Sequence[Cell]) -> Column:
        """Read one column; a cell that is not understood sets its rows aside, or is kept where it is a person's."""
        if not raw:
            return []
        read = self.reading.read(column, raw, (header, self.layout.title, self.layout.notes))
        if read.faults:
            for number, cell in enumerate(read.cells):
                if cell in read.faults and number not in self.silenced:
                    fault = read.faults[cell]
                    check = "unread_note" if read.personal and fault.check in _FAULTS else fault.check
                    tell = self._find if check in {"person", "unread_note"} else self._refuse
                    tell(check, number, header, cells.written(cell), fault.detail, personal=read.personal)
        for cell in read.unknown_words:
            if (header, cell) not in self.count.unknown_words:
                self.count.unknown_words.add((header, cell))
                check = "unknown_class" if column in CLASSES else "unknown_role"
                self._find(check, read.cells.index(cell), header, cells.written(cell))
        return read.values

    def _find(
        self, check: str, number: int, header: str, value: str = "", detail: str = "", *, personal: bool = False
    ) -> None:
        row = self.numbers[number]
        self.findings.append(
            Finding(check, self.file, self.place, row, header, value, detail=detail, personal=personal)
        )

    def _refuse(
        self, check: str, number: int, header: str, value: str = "", detail: str = "", *, personal: bool = False
    ) -> None:
        """Set a row aside, and say why."""
        self.bad_rows.add(number)
        self._find(check, number, header, value, detail, personal=personal)

    def _tell_kind(self, columns: dict[str, Column]) -> None:
        """Give the rows of a sheet without kinds the one that its headers tell, and say so."""
        if self.table == "problems" and "kind" not in columns:
            kind = headers.kind_told(self.table, self.layout.headers)
            columns["kind"] = [kind] * len(self.numbers)
            if not self.is_repeated:
                self.findings.append(Finding("kind_told", self.file, self.place, detail=kind or ""))

    def _tell_astray(self, columns: Mapping[str, Column]) -> None:
        dating = self.layout.dating
        column = astray.column_of(self.table, dating, self.layout.title)
        if column is None:
            return
        values = columns[column]
        for number in astray.astray(values, dating):
            if number not in self.bad_rows:
                self._find(
                    "astray", number, self._heading(column), values[number] or "", f"{dating.year}-{dating.month:02}"
                )

    def _tell_dateless(self, columns: Mapping[str, Column]) -> None:
        """Tell of cases none of whose events has a day, where most have one."""
        events = [name for name in columns if name.startswith("event.") and name not in headers.PLANS]
        if not events:
            return
        dates = zip(*(columns[name] for name in events), strict=True)
        dateless = [number for number, days in enumerate(dates) if not any(days) and number not in self.bad_rows]
        if dateless and len(dateless) * 2 < len(self.numbers):
            self._find("no_event", dateless[0], self._heading(events[0]), detail=str(len(dateless)))

    def _check_filled(self, columns: Mapping[str, Column]) -> None:
        for column in _FILLED[self.table]:
            values = columns[column]
            if None not in values:
                continue
            header = self._heading(column)
            for number, value in enumerate(values):
                if value is None and number not in self.bad_rows:
                    self._refuse("missing", number, header)

    def _check_outcome(self, columns: dict[str, Column]) -> None:
        """Look at what the outcome says together with the reason and with the answers given.

        No outcome at all is unknown, and is refused beside an answer.
        """
        codes = self.profile.words.get("outcome", {})
        reasons = columns.get("reason", [])
        columns["outcome"] = told = outcomes.told_apart(columns["outcome"], reasons, codes)
        header = self._heading("outcome")
        for number in outcomes.contradicted(told, reasons, codes):
            if number not in self.bad_rows:
                self._refuse("two_outcomes", number, header, detail=reasons[number] or "")
        if None not in told:
            return
        answers = [values for column, values in columns.items() if column.startswith("satisfaction")]
        for number, outcome in enumerate(told):
            if outcome is not None or number in self.bad_rows:
                continue
            if any(values[number] is not None for values in answers):
                self._refuse("missing", number, header)
            else:
                self._find("outcome_unknown", number, header)

    def _join_time(self, days: Column, header: str, raw: Sequence[Cell]) -> None:
        for number, cell in enumerate(raw):
            day = days[number]
            if cell == "" or day is None:
                continue
            try:
                clock = self._clock_on(day[:10], cell)
                if clock is None or clock == day[11:]:
                    continue
                if len(day) > 10:
                    raise CellError("two_times", day[11:16])
            except CellError as fault:
                self._refuse(fault.check, number, header, cells.written(cell), fault.detail)
                continue
            if clock != "00:00:00":
                days[number] = f"{day} {clock}"

    def _clock_on(self, day: str, cell: Cell) -> str | None:
        """Return the time in a cell, which may tell its *day* once more."""
        try:
            return moments.time_of_day(cell)
        except CellError:
            with suppress(CellError):
                told = moments.moment(cell, self.reading.dating) or ""
                if told[:10] == day:
                    return told[11:] or None
            raise

    def _tell_beside(self, sheet: SheetRows) -> None:
        """Tell what was read as another ledger's in the same rows; of cases, each is named once."""
        if self.table == "cases":
            sheet.is_beside = True
            name_once(sheet)
        if not self.is_repeated:
            words = [header for name, header in self.headings.items() if name != "case_id"]
            self.findings.append(Finding(f"{self.table}_beside", self.file, self.place, detail="、".join(words)))

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


def _days_before_times(meant: Sequence[str | None], raw: Sequence[Sequence[Cell]]) -> list[int]:
    """Return the columns in their order; one of times of day comes after that of the days, wherever it stands."""
    order = list(range(len(meant)))
    twice = {column for column in meant if column in DATES and meant.count(column) > 1}
    times = [at for at in order if meant[at] in twice and _holds_times(raw[at])] if twice else []
    return [at for at in order if at not in times] + times


def _holds_times(raw: Sequence[Cell]) -> bool:
    some = list(islice((cell for cell in raw if cell != ""), _FEW))
    with suppress(CellError):
        return bool(some) and all(map(moments.time_of_day, some))
    return False


def _spellings_of(table: str, column: str) -> Text:
    """Return a header in either language that would be understood as the column."""
    words = [word for word, meaning in headers.BASE[table].items() if meaning == column]
    chinese, english = ([word for word in words if word.isascii() == is_english] for is_english in (False, True))
    return Text(zh=next(iter([*chinese, column])), en=next(iter([*english, column])))


def _kept(values: list[_T], keep: Sequence[bool]) -> list[_T]:
    return list(compress(values, keep))
