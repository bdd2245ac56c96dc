"""Corrections as data: known errors of the ledgers, each with what is right, why, who says so and when.

They are applied to rows as they were read, before they are stored, and each is told as a note. One that matches nothing,
or whose old value is gone, is an error: nothing is corrected that is not as it was when the correction was written.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from analytics.errors import UsageError, told_of
from analytics.findings import MASK, Finding
from analytics.language import Text
from analytics.ledger.headers import REQUIRED, is_column
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import DERIVED_IDS, LedgerFile, SheetRows, derived_id
from analytics.ledger.vocabulary import CLOSED
from analytics.tables.lineage import SENT_BACK
from analytics.tables.store import Connection

_IDS = {"cases": "case_id", "callbacks": "callback_id", "problems": "problem_id", "staff": "name"}
_DAYS = frozenset({"excluded_on", "from", "to"})
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(rf"{_DAY.pattern}( \d\d:\d\d:\d\d)?")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_WORDS = ("person.", "contact.", "note.", "field.", "party.")
_PERSONAL = frozenset({"comment", "reason", "text", "measure", "caller", "party", "name"})


class Correction(BaseModel):
    """One known error: where it stands, what stands there, what is right, and who says so.

    ``file`` is the path below the workspace, ``id`` the id of the row; one of them, or both. ``column`` and both values are
    those of the canonical ledger; an empty value is an empty cell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    ledger: Literal["cases", "callbacks", "problems", "staff"]
    column: str
    before: str = Field(alias="from")
    after: str = Field(alias="to")
    reason: str = Field(min_length=1)
    by: str = Field(min_length=1)
    dated: date
    file: str = ""
    id: str = ""

    @model_validator(mode="after")
    def _makes_sense(self) -> Correction:
        if not self.file and not self.id:
            raise ValueError("file or id is missing / 缺少 file 或 id")
        if not is_column(self.ledger, self.column):
            raise ValueError(f"no such column in {self.ledger}: {self.column} / 没有这一列")
        if self.before == self.after:
            raise ValueError("from and to are the same / from 与 to 相同")
        if not self.after and self.column in REQUIRED[self.ledger]:
            raise ValueError(f"{self.column} cannot be empty / 不能为空")
        if self.after and self._form is not None:
            if not self._form.fullmatch(self.after):
                raise ValueError(f"not as the canonical ledger has it: {self.after} / 不是规范台账的写法")
            if self._form is not _NUMBER:
                datetime.fromisoformat(self.after)
        return self

    @property
    def _form(self) -> re.Pattern[str] | None:
        if self.column in _DAYS:
            return _DAY
        if self.column == "at" or self.column.endswith("_at") or self.column.startswith("event."):
            return _MOMENT
        return _NUMBER if self.column == "duration_s" else None

    @property
    def is_personal(self) -> bool:
        """Whether its values may be or hold a person's name or words."""
        return self.column.startswith(_WORDS) or self.column in _PERSONAL

    def concerns(self, file: str) -> bool:
        """Whether it may be about a row of *file*."""
        return self.file in ("", file)

    @property
    def detail(self) -> str:
        """What is told of a row that it corrected; it tells it from every other correction."""
        told = "" if self.is_personal else f"“{self.before}” → “{self.after}”；"
        return f"{self.column} {told}{self.reason} ({self.by}, {self.dated.isoformat()})"

    def words(self) -> str:
        """Return it as a line that finds it in its file; a value that may be personal is not told."""
        place = ", ".join(part for part in (self.file, self.id) if part)
        before, after = (MASK, MASK) if self.is_personal else (self.before, self.after)
        return f"{place}, {self.ledger}.{self.column}: “{before}” → “{after}” ({self.by}, {self.dated.isoformat()})"


@dataclass(frozen=True, slots=True)
class _Corrected:
    """The sheets of a file with the corrections applied; they are read as often as they are gone through."""

    sheets: Iterable[SheetRows]
    corrections: Sequence[Correction]
    counted: Counter[Correction]
    met: set[Correction]

    def __iter__(self) -> Iterator[SheetRows]:
        for sheet in self.sheets:
            yield self._corrected(sheet)

    def _corrected(self, sheet: SheetRows) -> SheetRows:
        for correction in self.corrections:
            if correction.ledger == sheet.table:
                sheet = self._apply(correction, sheet)
        return sheet

    def _apply(self, correction: Correction, sheet: SheetRows) -> SheetRows:
        column = sheet.columns.get(correction.column)
        ids = sheet.columns.get(_IDS[sheet.table], [])
        rows = [at for at, name in enumerate(ids) if name == correction.id] if correction.id else range(len(sheet.rows))
        if column is None or not rows:
            return sheet
        self.met.add(correction)
        hits = [at for at in rows if (column[at] or "") == correction.before]
        if not hits:
            return sheet
        self.counted[correction] += len(hits)
        changed = list(column)
        for at in hits:
            changed[at] = correction.after or None
        columns = {**sheet.columns, correction.column: changed}
        if sheet.table in DERIVED_IDS:
            _derive_again(columns, sheet, hits)
        findings = [
            Finding(
                "corrected",
                "",
                sheet.sheet,
                sheet.rows[at],
                sheet.headings.get(correction.column, correction.column),
                correction.before,
                detail=correction.detail,
                personal=correction.is_personal,
            )
            for at in hits
        ]
        return replace(sheet, columns=columns, findings=[*sheet.findings, *findings])


def _derive_again(columns: dict[str, list[str | None]], sheet: SheetRows, rows: Sequence[int]) -> None:
    """Make the ids of corrected rows anew where they were made of the cells."""
    name, parts = DERIVED_IDS[sheet.table]
    ids = list(columns[name])
    for at in rows:
        before, after = (
            derived_id(held[part][at] if part in held else None for part in parts) for held in (sheet.columns, columns)
        )
        if ids[at] == before:
            ids[at] = after
    columns[name] = ids


class Corrections:
    """The corrections of one organisation, and which of them matched in a run."""

    def __init__(self, path: Path, corrections: Sequence[Correction]) -> None:
        self.path = path
        self.corrections = tuple(corrections)
        self._counted: Counter[Correction] = Counter()
        self._met: set[Correction] = set()

    @classmethod
    def read(cls, path: Path, profile: ReadingProfile) -> Corrections:
        """Read a file of corrections, none when it is not there; raises UsageError that names every fault in it."""
        if not path.exists():
            return cls(path, ())
        try:
            entries = tomllib.loads(path.read_text("utf-8-sig")).get("correction", [])
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
            raise _faulty(path, [str(fault)]) from None
        found, faults = [], []
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], start=1):
            try:
                found.append(correction := Correction.model_validate(entry))
            except ValidationError as fault:
                faults += [
                    f"[{number}] {' '.join([*map(str, one['loc']), told_of(dict(one))])}" for one in fault.errors()
                ]
                continue
            codes = _codes(correction, profile)
            if codes and correction.after and correction.after not in codes:
                faults.append(f"[{number}] {correction.column} {correction.after}: {', '.join(sorted(codes))}")
        if faults:
            raise _faulty(path, faults)
        return cls(path, found)

    def digest(self, file: str, profile: str) -> str:
        """Return what tells how *file* is read: the profile's digest, and the corrections that may concern the file."""
        # What else a workbook is about that was sent back, only its first sheet tells.
        told = [one.model_dump_json() for one in self.corrections if one.concerns(file) or file.endswith(SENT_BACK)]
        return hashlib.sha256("\n".join([profile, *told]).encode()).hexdigest() if told else profile

    def applied(self, ledger_file: LedgerFile, file: str) -> LedgerFile:
        """Return the file with those corrections applied that concern it, or the file that it was made of."""
        names = {file, ledger_file.sent_back_as}
        own = [one for one in self.corrections if any(one.concerns(name) for name in names)]
        if not own:
            return ledger_file
        return replace(ledger_file, sheets=_Corrected(ledger_file.sheets, own, self._counted, self._met))

    def check_matched(self, files: Iterable[str], *, is_all: bool, con: Connection) -> None:
        """Raise UsageError with every correction that these files should match and none of their rows does.

        One that names a row by its id alone is looked for in all files of the organisation only: ``is_all``. Of some of the
        files only, one that a file in the store still needs fits.
        """
        there = set(files)
        gone = [one for one in self.corrections if one in self._met and not self._counted[one]]
        if gone and not is_all:
            needed = _needed(con, there)
            gone = [one for one in gone if (one.before, one.detail) not in needed]
        nowhere = [
            one
            for one in self.corrections
            if one not in self._met and (is_all or (one.file in there if one.file else False))
        ]
        if gone or nowhere:
            raise UsageError(
                Text(
                    zh="{path} 里有更正对不上，什么也没有加载。{gone}{nowhere}请改正或删去这些更正；搁置的行要在台账里改。",
                    en="{path} holds corrections that do not fit, and nothing was loaded. {gone}{nowhere}Correct or delete "
                    "them; a row set aside is corrected in its ledger.",
                ).format(
                    path=self.path,
                    gone=_listed(Text(zh="旧值已不是这样", en="The old value is another now"), gone),
                    nowhere=_listed(Text(zh="找不到这样的行", en="No such row"), nowhere),
                )
            )


def _needed(con: Connection, but: set[str]) -> set[tuple[str, str]]:
    """Return old value and words of the corrections that were applied to files in the store, *but* these."""
    found = con.execute(
        """
        select distinct findings.value, findings.detail
        from findings
        inner join loads on loads.load_id = findings.load_id
        where findings.check_name = 'corrected' and loads.current and not list_contains($but, loads.file)
        """,
        {"but": sorted(but)},
    ).fetchall()
    return set(found)


def _codes(correction: Correction, profile: ReadingProfile) -> set[str]:
    """Return the codes that the column can hold; none where it holds anything."""
    if correction.column.partition(".")[0] == "satisfaction":
        return set(profile.scale.values())
    if correction.column in CLOSED and correction.ledger != "cases":
        return set(profile.words.get(correction.column, {}).values())
    return set()


def _listed(said: Text, corrections: Sequence[Correction]) -> Text:
    words = "; ".join(one.words() for one in corrections)
    return Text(zh=f"{said.zh}：{words}。", en=f"{said.en}: {words}. ") if words else Text(zh="", en="")


def _faulty(path: Path, faults: Sequence[str]) -> UsageError:
    return UsageError(
        Text(
            zh="{path} 写得不对，什么也没有加载：{faults}。每条 [[correction]] 要有 ledger、column、from、to、reason、by、dated，"
            "以及 file 或 id。",
            en="{path} is not written right, and nothing was loaded: {faults}. Each [[correction]] has ledger, column, from, "
            "to, reason, by, dated, and file or id.",
        ).format(path=path, faults="; ".join(faults))
    )
