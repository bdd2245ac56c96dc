"""Workbooks to fill: a ledger for a policy with its own words, drop-down lists, date formats and notes.

What comes back filled loads without a finding: headers and words are those of the policy's reading profile.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.language import Language, Text
from analytics.ledger.headers import BASE, column_of
from analytics.ledger.ledger_kinds import NOTES_SHEETS
from analytics.ledger.vocabulary import BASE as WORDS
from analytics.policy.pack import Policy
from analytics.policy.profile import reading_profile
from analytics.policy.rules import Conditional, ItemRecord, Record, Report, Response
from analytics.policy.rules.appraisal import Appraising

ROWS = 20_000  # as far down as lists reach
LONGEST_LIST = 255  # of a list that is written into the cell's own rule
OF_THE_CASE = ("note.", "person.sex", "person.age")
OF_THE_CALLBACK = ("reason", "duration_s", "field.")
# Where the policy has titles for the codes of a column.
_VOCABULARIES = {
    "category": "categories",
    "tier": "tiers",
    "urgency": "urgencies",
    "purpose": "purposes",
    "caller_role": "roles",
    "contact_role": "contacts",
    "party_role": "parties",
}
_DAY, _INSTANT, _TEXT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"
_HEADER_FILL = "DCE6F1"
_REQUIRED_FILL = "FCE4D6"


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet: its header, how its cells are written, the words to choose from, a note."""

    header: str
    form: str = _TEXT
    words: tuple[str, ...] = ()
    note: str = ""
    required: bool = False


def write_template(policy: Policy, path: Path, language: Language) -> None:
    """Write the empty ledger workbook of *policy*; raises RunError when the file cannot be written."""
    from openpyxl import Workbook

    from analytics.report.workbook.saving import save

    book = Workbook()
    book.remove(book.active)
    sheets = _sheets(policy, language)
    for title, fields in sheets.items():
        _fill(book.create_sheet(title), fields)
    _notes(book.create_sheet(NOTES_SHEETS[language]), policy, sheets, language)
    book.properties.creator = "analytics"
    save(book, path)


def _sheets(policy: Policy, language: Language) -> dict[str, list[Field]]:
    """Return the columns of each sheet by its name; the policy decides which there are."""
    name = Headers(policy, language)
    yes_no = ("是", "否") if language == "zh" else ("yes", "no")
    roles = tuple(title.in_language(language) for title in policy.roles.values())
    parties = tuple(title.in_language(language) for title in policy.parties.values())
    levels = tuple(level.title.in_language(language) for level in policy.scale.levels)
    categories = tuple(title.in_language(language) for title in policy.categories.values())
    cases = [
        Field(name("cases", "case_id"), required=True, note=name.told("每个对象一个编号，不重复", "one id per case")),
        Field(name("cases", "category"), words=categories),
        *([Field(name("cases", "tier"), words=_titles(policy.tiers, language))] if policy.tiers else []),
        Field(name("cases", "area")),
        *([Field(name("cases", "urgency"), words=_titles(policy.urgencies, language))] if policy.urgencies else []),
        *(
            Field(
                name("cases", f"event.{event}"),
                _DAY,
                note=name.told("计划日期", "a planned day") if event in policy.plans else "",
            )
            for event in policy.events
        ),
        *(
            Field(name("cases", f"party.{role}"), note=name.told("几个人用；隔开", "several names: ;"))
            for role in policy.parties
        ),
        *(Field(name("cases", f"contact.{role}")) for role in policy.contacts),
        *(Field(name("cases", f"person.{part}")) for part in ("name", "phone", "address")),
        *(Field(name("cases", column)) for column in _recorded(policy, OF_THE_CASE)),
        Field(name("cases", "excluded_on"), _DAY),
        Field(name("cases", "exclusion_reason")),
        *([Field(name("cases", "outcome"))] if _reports(policy, "outcomes") else []),
        Field(name("cases", "note.note")),
    ]
    callbacks = [
        Field(name("callbacks", "case_id"), required=True),
        Field(
            name("callbacks", "at"),
            _INSTANT,
            required=True,
            note=name.told("不知时刻可只写日期", "a day alone will do"),
        ),
        Field(name("callbacks", "caller")),
        Field(name("callbacks", "caller_role"), words=roles),
        Field(name("callbacks", "channel"), words=name.words("channel")),
        *(
            [Field(name("callbacks", "contact_role"), words=_titles(policy.contacts, language))]
            if policy.contacts
            else []
        ),
        *([Field(name("callbacks", "purpose"), words=_titles(policy.purposes, language))] if policy.purposes else []),
        Field(name("callbacks", "outcome"), words=name.words("outcome"), required=True),
        *([Field(name("callbacks", "agreed_at"), _INSTANT)] if _may_be_put_off(policy) else []),
        Field(name("callbacks", "satisfaction"), words=levels),
        *(Field(name("callbacks", f"satisfaction.{item}"), words=levels) for item in policy.dimensions),
        Field(name("callbacks", "comment")),
        *(Field(name("callbacks", column)) for column in _recorded(policy, OF_THE_CALLBACK)),
    ]
    moments = dict.fromkeys(("reported", "resolved", *(rule.moment for rule in policy.rules(Response))))
    moments.pop("called_back", None)  # a callback says that itself
    asked = dict.fromkeys(column for rule in policy.rules(ItemRecord) for column in rule.fields)
    problems = [
        Field(
            name("problems", "problem_id"),
            note=name.told("一件投诉涉及两方时写两行，同一编号", "two parties: two rows, one id"),
        ),
        Field(name("problems", "case_id"), required=True),
        Field(name("problems", "kind"), words=name.words("kind"), required=True),
        *([Field(name("problems", "component"))] if _reports(policy, "faults") or "component" in asked else []),
        Field(name("problems", "cause")),
        *(
            [Field(name("problems", "severity"), words=name.words("severity"))]
            if _grades(policy) or "severity" in asked
            else []
        ),
        Field(name("problems", "party_role"), words=parties),
        Field(name("problems", "party")),
        Field(name("problems", "text")),
        Field(name("problems", "raised_at"), _INSTANT, required=True),
        *(Field(name("problems", f"{moment}_at"), _INSTANT) for moment in moments),
        *([Field(name("problems", "agreed_at"), _INSTANT)] if "agreed_at" in asked else []),
        Field(name("problems", "verified"), words=yes_no),
        Field(name("problems", "measure")),
        *(Field(name("problems", column)) for column in asked if column.startswith("field.")),
    ]
    staff = [
        Field(name("staff", "name"), required=True),
        Field(name("staff", "role"), words=roles),
        *([Field(name("staff", "department"))] if _appraises_departments(policy) else []),
        Field(name("staff", "from"), _DAY),
        Field(name("staff", "to"), _DAY),
    ]
    titles = {"cases": f"{policy.case.zh}登记", "callbacks": "回访登记", "problems": "投诉与问题", "staff": "人员"}
    return {
        titles[table] if language == "zh" else table: fields
        for table, fields in (("cases", cases), ("callbacks", callbacks), ("problems", problems), ("staff", staff))
    }


def _titles(titles: Mapping[str, Text], language: Language) -> tuple[str, ...]:
    return tuple(title.in_language(language) for title in titles.values())


def _recorded(policy: Policy, columns: tuple[str, ...]) -> list[str]:
    """Return what the policy wants to be recorded beside the columns that every template has."""
    asked = dict.fromkeys(column for rule in policy.rules(Record) for column in rule.fields)
    return [column for column in asked if column.startswith(columns)]


def _may_be_put_off(policy: Policy) -> bool:
    return any(rule.when in ("rescheduled", "promised") for rule in policy.rules(Conditional))


def _reports(policy: Policy, table: str) -> bool:
    return any(table in rule.tables for rule in policy.rules(Report))


def _grades(policy: Policy) -> bool:
    return any(rule.severity for rule in policy.rules(Response))


def _appraises_departments(policy: Policy) -> bool:
    return any(rule.by == "department" for rule in policy.rules(Appraising))


class Headers:
    """Headers and words in one language: Chinese as offices write them, English as the canonical ledger has them.

    What a ledger holds beyond what the policy declares is called as the canonical ledger has it.
    """

    def __init__(self, policy: Policy, language: Language) -> None:
        self.language = language
        self.policy = policy
        self.known = reading_profile(policy).headers

    def __call__(self, table: str, column: str) -> str:
        if self.language == "en":
            return column
        kind, _, name = column.partition(".")
        own = [header for header, meaning in self.policy.headers.items() if meaning == column]
        if kind == "event" and name in self.policy.events:
            own.append(f"{self.policy.events[name].title.zh}日期")
        elif kind == "party" and name in self.policy.parties:
            own.append(self.policy.parties[name].zh)
        elif kind == "contact" and name in self.policy.contacts:
            own.append(self.policy.contacts[name].zh)
        elif kind == "satisfaction" and name in self.policy.dimensions:
            own.append(f"{self.policy.dimensions[name].zh}满意度")
        own += [spelling for spelling, meaning in BASE[table].items() if meaning == column]
        return next((header for header in own if column_of(table, header, self.known[table]) == column), column)

    def words(self, column: str) -> tuple[str, ...]:
        """Return one word for every code of a column: the first that is written for it, or the code itself."""
        first: dict[str, str] = {}
        for word, code in WORDS[column].items():
            first.setdefault(code, word)
        return tuple(first.values() if self.language == "zh" else first)

    def word(self, column: str, code: object) -> str:
        """Return the policy's title of a code of a column, else the first word written for it; no code stands as it is."""
        if self.language == "en":
            return str(code)
        titles: Mapping[str, Text] = {}
        if column.startswith("satisfaction"):
            titles = {level.code: level.title for level in self.policy.scale.levels}
        elif column in _VOCABULARIES:
            titles = getattr(self.policy, _VOCABULARIES[column])
        if str(code) in titles:
            return titles[str(code)].zh
        return next((word for word, meaning in WORDS.get(column, {}).items() if meaning == code), str(code))

    def told(self, zh: str, en: str) -> str:
        """Return one of two texts."""
        return Text(zh=zh, en=en).in_language(self.language)


def _header(sheet: Any, fields: Sequence[Field]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for place, field in enumerate(fields, start=1):
        cell = sheet.cell(1, place, field.header)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", start_color=_REQUIRED_FILL if field.required else _HEADER_FILL)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = max(12, 2 * len(field.header) + 4)
    sheet.freeze_panes = "A2"


def _fill(sheet: Any, fields: Sequence[Field]) -> None:
    """Write the header; give each column below it its format and its list."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    _header(sheet, fields)
    for place, field in enumerate(fields, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].number_format = field.form
        listed = ",".join(field.words)
        if listed and len(listed) <= LONGEST_LIST:
            choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
            choice.add(f"{letter}2:{letter}{ROWS + 1}")
            sheet.add_data_validation(choice)


def _notes(sheet: Any, policy: Policy, sheets: Mapping[str, Sequence[Field]], language: Language) -> None:
    """Say how to fill each column."""
    from openpyxl.styles import Alignment, Font

    lines = [
        policy.title.in_language(language),
        Text(
            zh="橙色列必填；日期写 2026-03-05，时刻写 2026-03-05 14:30；有下拉的列请从中选择。一行一条，不要合并单元格。",
            en="Orange columns must be filled. Write days as 2026-03-05 and moments as 2026-03-05 14:30; choose from the "
            "list where there is one. One row each, no merged cells.",
        ).in_language(language),
        "",
    ]
    for title, fields in sheets.items():
        lines.append(title)
        for field in fields:
            parts = [Text(zh="必填", en="required").in_language(language)] if field.required else []
            parts += [field.note] if field.note else []
            parts += ["、".join(field.words) if language == "zh" else ", ".join(field.words)] if field.words else []
            parts += [{_DAY: "2026-03-05", _INSTANT: "2026-03-05 14:30"}[field.form]] if field.form != _TEXT else []
            if parts:
                lines.append(f"    {field.header} · {' · '.join(parts)}")
        lines.append("")
    for number, line in enumerate(lines, start=1):
        cell = sheet.cell(number, 1, line or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if line in sheets or number == 1:
            cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 100
