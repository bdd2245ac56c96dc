"""The workspace: a folder with ``workbench.toml``, read once and passed on.

It names the organisations, the language, where the store and the reports lie, and what may be shown of people.
"""

from __future__ import annotations

import secrets
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from analytics.errors import UsageError, told_of, unknown
from analytics.language import Language, Text
from analytics.periods import Calendar

FILE_NAME = "workbench.toml"
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Privacy(_Section):
    """What may be shown of people; everything is hidden unless it is said here."""

    staff_names: bool = False


class Organisation(_Section):
    """One organisation: its policy, its ledgers, its own spellings and numbers.

    ``headers`` maps a header as the office writes it to a canonical column; ``words`` a word of a column to its code
    (``[organisation.words.role]``); ``parameters`` a parameter of the policy to the organisation's own value;
    ``full_marks`` is what a bare number of satisfaction counts up to, say 10; ``family_name_first`` makes one person of
    ``Smith, John``. ``month_ends_on`` makes statistical months (25: from the 26th to the 25th, named after the month they
    end in), ``week_ends_on`` weeks that end on another day.
    ``deleted_rows`` says whether a row that a newer version of its file no longer holds goes on counting or is withdrawn;
    ``senders`` who sent a file, by its path below the ledgers' folder (``"east/*" = "东区"``);
    ``case_key`` which cells of the person tell the case of a row that has no number (``["phone", "name"]``).
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")
    name: str
    name_en: str = ""
    policy: str
    ledgers: str
    headers: Mapping[str, str] = {}
    words: Mapping[str, Mapping[str, str]] = {}
    parameters: Mapping[str, str | int | float | list[str]] = {}
    full_marks: float | None = Field(default=None, gt=0)
    family_name_first: bool = False
    deleted_rows: Literal["keep", "withdraw"] = "keep"
    senders: Mapping[str, str] = {}
    case_key: tuple[Literal["phone", "name", "address"], ...] = ()
    month_ends_on: int | None = Field(default=None, ge=1, le=28)
    week_ends_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] = "sunday"

    def sender(self, place: str) -> str:
        """Return who sent the file at *place* below the ledgers' folder: as is set, else its folder there, else empty."""
        for pattern, name in self.senders.items():
            if fnmatchcase(place, pattern):
                return name
        return PurePosixPath(place).parts[0] if "/" in place else ""

    @property
    def title(self) -> Text:
        """The organisation's name in both languages."""
        return Text(zh=self.name, en=self.name_en or self.name)

    @property
    def calendar(self) -> Calendar:
        """Where its months and weeks end."""
        return Calendar(self.month_ends_on, WEEKDAYS.index(self.week_ends_on))


class Settings(_Section):
    """All that ``workbench.toml`` says."""

    language: Language = "zh"
    database: str = "data/workbench.duckdb"
    snapshot: str = "data/published.duckdb"
    reports: str = "reports"
    rejects: str = "data/rejects"
    corrections: str = "data/corrections"
    mappings: str = "data/mappings"
    holidays: str = "holidays.toml"
    privacy: Privacy = Privacy()
    organisation: tuple[Organisation, ...] = Field(min_length=1)

    @field_validator("organisation")
    @classmethod
    def _one_id_each(cls, organisations: tuple[Organisation, ...]) -> tuple[Organisation, ...]:
        ids = [organisation.id for organisation in organisations]
        if len(ids) != len(set(ids)):
            raise ValueError("two organisations have one id / 两个机构的 id 相同")
        return organisations


class Workspace:
    """A folder and its settings; every path below it is made here."""

    def __init__(self, root: Path, settings: Settings) -> None:
        self.root = root
        self.settings = settings

    @classmethod
    def open(cls, folder: Path) -> Workspace:
        """Read the workspace of *folder*; raises UsageError that names the file and every fault in it."""
        file = folder / FILE_NAME
        if not file.is_file():
            raise UsageError(
                Text(
                    zh="{folder} 不是工作区：里面没有 {file}。请用 --workspace 指定工作区，或用 analytics init 新建一个。",
                    en="{folder} is no workspace: it holds no {file}. Name one with --workspace, or make one with "
                    "analytics init.",
                ).format(folder=folder, file=FILE_NAME)
            )
        return cls(folder, _read(file))

    @classmethod
    def nearest(cls, folder: Path) -> Workspace:
        """Read the workspace that *folder* lies in: its own, or that of the nearest folder above it.

        Raises UsageError when there is none.
        """
        for candidate in (folder, *folder.resolve().parents):
            if (candidate / FILE_NAME).is_file():
                return cls.open(candidate)
        return cls.open(folder.resolve())

    @property
    def database(self) -> Path:
        """The store, opened by loads only."""
        return self.root / self.settings.database

    @property
    def snapshot(self) -> Path:
        """The published snapshot, which every reader opens."""
        return self.root / self.settings.snapshot

    def secret(self) -> str:
        """Return the workspace's own secret, made when it is first asked for; it lies beside the store."""
        file = self.database.with_name("case_keys.secret")
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.touch(mode=0o600)
            file.write_text(secrets.token_hex(16), "utf-8")
        return file.read_text("utf-8")

    @property
    def reports(self) -> Path:
        """The folder of published reports."""
        return self.root / self.settings.reports

    @property
    def rejects(self) -> Path:
        """The folder of workbooks to send back; they hold people's data, so it is no part of the reports."""
        return self.root / self.settings.rejects

    def corrections(self, organisation: Organisation) -> Path:
        """The file of known errors in one organisation's ledgers and what is right; it need not exist."""
        return self.root / self.settings.corrections / f"{organisation.id}.toml"

    def mapping(self, organisation: Organisation) -> Path:
        """The file of confirmed forms of one organisation's ledgers; it need not exist."""
        return self.root / self.settings.mappings / f"{organisation.id}.toml"

    @property
    def holidays(self) -> Path:
        """The file of public holidays announced since the calendar was made; it need not exist."""
        return self.root / self.settings.holidays

    def ledgers(self, organisation: Organisation) -> Path:
        """The folder of received ledgers of one organisation."""
        return self.root / organisation.ledgers

    def organisation(self, identifier: str | None) -> Organisation:
        """Return one organisation, without a name the only one; raises UsageError with those that there are."""
        there = self.settings.organisation
        if not identifier and len(there) == 1:
            return there[0]
        if not identifier:
            raise UsageError(
                Text(
                    zh="工作区有多个机构，请指明是哪一个：{listed}。",
                    en="The workspace has several organisations; say which: {listed}.",
                ).format(listed=", ".join(one.id for one in there))
            )
        for organisation in self.settings.organisation:
            if organisation.id == identifier:
                return organisation
        raise unknown(
            Text(zh="机构", en="organisation"), identifier, (known.id for known in self.settings.organisation)
        )


def _read(file: Path) -> Settings:
    try:
        document: dict[str, Any] = tomllib.loads(file.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(
            Text(
                zh="{file} 不是正确的 TOML 文件：{fault}。请更正后重试。",
                en="{file} is not a correct TOML file: {fault}. Correct it and try again.",
            ).format(file=file, fault=fault)
        ) from None
    try:
        return Settings.model_validate(document)
    except ValidationError as faults:
        listed = "; ".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {told_of(dict(fault))}" for fault in faults.errors()
        )
        raise UsageError(
            Text(
                zh="{file} 里的设置有误：{listed}。请更正后重试。",
                en="{file} holds wrong settings: {listed}. Correct them and try again.",
            ).format(file=file, listed=listed)
        ) from None
