"""From the cells of one column to canonical values: each distinct cell is read once, whatever the column means."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import cast

from analytics.ledger import cells, headers, moments, people, quantities, scales, short_days, swaps, vocabulary
from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell
from analytics.ledger.moments import Dating
from analytics.ledger.outcomes import NOT_REACHED
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import Column

_Reader = Callable[[Cell], str | None]

# Moments of a row; the time of day may stand in a column of its own.
DATES = frozenset(
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
_IDS = frozenset({"case_id", "callback_id", "problem_id"})
_NAMES = frozenset({"caller", "party", "name"})
_ROLES = frozenset({"caller_role", "contact_role", "role"})
# Cells that look like this, each on a line of its own, are what they say and need no reading. A word may say that there is
# no id; what holds a figure is one.
_ID = r"[A-Za-z_-]*+[0-9][A-Za-z0-9_-]*+"
_IDS_ALONE = re.compile(rf"{_ID}(?:\n{_ID})*+")
_PHONES_ALONE = re.compile(r"1[3-9][0-9]{9}(?:\n1[3-9][0-9]{9})*+")
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
# Why nobody was reached may stand behind it: 未接通(关机).
_REASONED = re.compile(r"([^(\-:]+)[(\-:]([^()]+)\)?")
_PERSONAL = ("person.", "note.", "field.")
CLASSES = frozenset({"category", "tier"})


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """What the cells of a column say, one value a cell, and what is to be told of which of its distinct cells.

    ``cells`` are the cells as they were read: TRUE beside numbers is a word. ``personal`` marks the words and details of a
    person; ``unknown_words`` are roles, categories and tiers that the policy does not name.
    """

    cells: Sequence[Cell]
    values: Column
    faults: Mapping[Cell, CellError]
    unknown_words: frozenset[Cell] = frozenset()
    personal: bool = False


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How the columns of one ledger are read: the words of its organisation, the date its title speaks of."""

    table: str
    profile: ReadingProfile
    dating: Dating
    orders: Mapping[str, str]
    is_text: bool

    def read(self, column: str, raw: Sequence[Cell], heads: Sequence[str] = ()) -> ReadColumn:
        """Read the cells of *column*; the value of one that is not understood is empty, or stands where it is a person's.

        *heads* are the header, the title over it and the notes beside it, which may tell what its numbers mean.
        """
        if heads and is_answer(column) and (told := scales.told_by(heads, self.profile)) is not self.profile:
            return replace(self, profile=told).read(column, raw)
        reader = self._reader(column)
        personal = reader is None or column.startswith(_PERSONAL)
        if _is_plain(column, raw):
            return ReadColumn(raw, list(cast("Sequence[str]", raw)), {}, personal=personal)
        if reader is None:
            return _words(raw)
        meanings = _Meanings(reader)
        if is_dated(column):
            meanings.update(_plain_moments(raw))
        values: Column = list(map(meanings.__getitem__, raw))
        if meanings.holds_truth_or_number and bool in set(map(type, raw)):
            # True and 1.0 are one key of a dictionary, but not one word.
            raw = [cells.written(cell) if isinstance(cell, bool) else cell for cell in raw]
            meanings = _Meanings(reader)
            values = list(map(meanings.__getitem__, raw))
        if is_dated(column):
            dating = replace(self.dating, order=self.orders.get(column, ""))
            doubts = swaps.doubtful(meanings, dating, is_text=self.is_text)
            meanings.faults.update(doubts | short_days.doubtful(meanings, dating, is_text=self.is_text))
        elif is_answer(column):
            meanings.faults.update(scales.doubtful(raw, meanings, self.profile))
        return ReadColumn(raw, values, meanings.faults, self._unknown_words(column, meanings), personal)

    def _unknown_words(self, column: str, meanings: Mapping[Cell, str | None]) -> frozenset[Cell]:
        if column in CLASSES:
            codes = self.profile.words.get(column, {})
        elif column in _ROLES or column == "party_role":
            codes = self.profile.party_roles if column == "party_role" else self.profile.roles
        else:
            return frozenset()
        return frozenset(
            cell
            for cell, meaning in meanings.items()
            if codes and meaning is not None and vocabulary.spelling(cells.written(cell)) not in codes
        )

    def _reader(self, column: str) -> _Reader | None:
        """Return the function that reads a cell of *column*; None for words that are kept as they stand."""
        profile, table = self.profile, self.table
        if column in _IDS:
            return cells.identifier
        if is_dated(column):
            order = self.orders.get(column, "")
            return partial(moments.moment, dating=replace(self.dating, plan=column in headers.PLANS, order=order))
        if column in _NAMES or column.startswith(("party.", "contact.")):
            is_office = column == "party.department"
            return partial(people.names, family_first=profile.family_name_first, is_office=is_office)
        if column in _ROLES:
            return partial(_open_word, codes=profile.roles)
        if column == "party_role":
            return partial(_open_word, codes=profile.party_roles)
        if is_answer(column):
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
            return partial(quantities.duration, unit=unit)
        if column == "person.phone":
            return people.phone
        return people.age if column == "person.age" else None

    def _outcome(self, cell: Cell) -> str | None:
        codes = self.profile.words.get("outcome", {})
        for word in _words_of(cells.half_width(cells.written(cell))):
            if word in vocabulary.NOT_REACHED and word not in codes:
                return NOT_REACHED
            reasoned = _REASONED.fullmatch(word)
            if reasoned and (reasoned[1] in vocabulary.NOT_REACHED or codes.get(reasoned[1]) == "no_answer"):
                why = codes.get(reasoned[2], "reached")
                if why != "reached":
                    return why
        return _closed_word(cell, codes)


def is_dated(column: str) -> bool:
    """Tell whether the cells of a column are days or instants."""
    return column in DATES or column.startswith("event.")


def is_answer(column: str) -> bool:
    """Tell whether the cells of a column are answers on the policy's scale of satisfaction."""
    return column == "satisfaction" or column.startswith("satisfaction.")


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
            # Without the frames that it passed, which would keep all cells of the sheet alive.
            self.faults[cell] = fault.with_traceback(None)
            meaning = cells.written(cell) if fault.check == "person" else None
        self[cell] = meaning
        return meaning


def _closed_word(cell: Cell, codes: Mapping[str, str]) -> str | None:
    text = cells.half_width(cells.written(cell))
    for word in _words_of(text):
        code = codes.get(word)
        if code is not None:
            return code or None
    if cells.is_nothing(text):
        return None
    raise CellError("code", vocabulary.listed_in_both(codes))


def _words_of(text: str) -> tuple[str, str]:
    """Return what a cell says of several answers: as it is written, and without its number in their list."""
    answer = cells.ticked(text)
    return vocabulary.spelling(answer), vocabulary.spelling(cells.without_number(answer))


def _open_word(cell: Cell, codes: Mapping[str, str]) -> str | None:
    cells.check_for_date(cell)
    text = cells.ticked(cells.half_width(cells.written(cell)))
    code = codes.get(vocabulary.spelling(text))
    if code is not None:
        return code or None
    cells.check_for_ditto(text)
    return None if cells.is_nothing(text) else text


def _is_plain(column: str, raw: Sequence[Cell]) -> bool:
    """Tell whether all cells of a column of ids or phones are what they say."""
    if column in _IDS:
        lines = _lines_of(raw)
        return bool(_IDS_ALONE.fullmatch(lines)) and not _holds_date(lines)
    return column == "person.phone" and bool(_PHONES_ALONE.fullmatch(_lines_of(raw)))


def _holds_date(lines: str) -> bool:
    # 2-May is what became of 5-2; most ids hold no small letter.
    return lines != lines.upper() and any(map(lines.__contains__, cells.DATE_SIGNS))


def _lines_of(raw: Sequence[Cell]) -> str:
    """Return the cells of a column as lines; nothing when they are not all text of one line."""
    try:
        lines = "\n".join(cast("Sequence[str]", raw))
    except TypeError:
        return ""
    return lines if lines.count("\n") == len(raw) - 1 else ""


def _plain_moments(raw: Sequence[Cell]) -> Mapping[Cell, str]:
    """Return those cells of a column whose moments are told in one look: what programs write, and date cells."""
    if lines := _lines_of(raw):
        return {line: line for line in moments.PLAIN_MOMENTS.findall(lines)}
    return moments.plain_moments({cell for cell in raw if type(cell) is datetime})


def _words(raw: Sequence[Cell]) -> ReadColumn:
    """Return the words of a column as they stand; what the spreadsheet failed to work out is left empty."""
    faulty: set[Cell] = set(cells.ERRORS.intersection(raw))
    kinds = set(map(type, raw))
    if kinds <= {str}:
        values: Column = [cell or None for cell in map(str.strip, cast("Sequence[str]", raw))]
    else:
        values = [cells.plain_text(cell) for cell in raw]
        if cells.Formula in kinds:
            faulty.update(cell for cell in raw if isinstance(cell, cells.Formula))
    if faulty:
        values = [None if cell in faulty else value for cell, value in zip(raw, values, strict=True)]
    return ReadColumn(raw, values, dict.fromkeys(faulty, CellError("unread_note")), personal=True)
