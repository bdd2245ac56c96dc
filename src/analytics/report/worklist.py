"""The work-list as a workbook: to be printed on A4, filled in by whoever calls, and loaded back as callbacks.

Its columns are those of a callback, with lists to choose from; what stands beside them says whom to call and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from analytics.errors import UsageError
from analytics.language import Language, Text
from analytics.ledger.headers import WORKLIST_HEADERS
from analytics.policy.pack import Policy
from analytics.present.work import reason_in_words
from analytics.report.workbook.edition import day
from analytics.report.workbook.saving import save
from analytics.report.workbook.sheet import Column, Row, Sheet
from analytics.report.workbook.writing import write_sheet
from analytics.results.labels import fixed_titles, labels_of

LONGEST_LIST = 255  # of a list that is written into the cell's own rule
_HEADERS = {
    "case_id": Text("编号", "case_id"),
    "at": Text("回访日期", "at"),
    "caller": Text("回访人", "caller"),
    "caller_role": Text("回访人职务", "caller_role"),
    "contact_role": Text("受访人职务", "contact_role"),
    "channel": Text("回访方式", "channel"),
    "outcome": Text("回访结果", "outcome"),
    "satisfaction": Text("满意度", "satisfaction"),
    "comment": Text("意见和建议", "comment"),
}


def write_worklist(
    path: Path,
    rows: Sequence[Mapping[str, Any]],
    policy: Policy,
    language: Language,
    *,
    organisation: Text,
    as_of: date,
) -> None:
    """Write *rows* of the work-list; raises UsageError for a file that exists, RunError where none can be written.

    It names cases and callers, never a person who is to be called.
    """
    if path.suffix.lower() != ".xlsx" or path.exists():
        raise UsageError(
            Text(
                zh="{path} 已经存在或不是 .xlsx，没有改动：其中可能已填了结果。请换一个文件名。",
                en="{path} exists already or is not .xlsx; nothing was changed, it may have been filled. Name another file.",
            ).format(path=path)
        )
    from openpyxl import Workbook

    book: Any = Workbook()
    sheet = _sheet(rows, policy, language, organisation, as_of)
    worksheet = book.active
    worksheet.title = sheet.name
    running = (organisation.in_language(language), sheet.title)
    footer = Text(zh="第 &P 页，共 &N 页", en="Page &P of &N").in_language(language)
    head = write_sheet(worksheet, sheet, running, footer)
    _offer(worksheet, head, len(rows), [column.code for column in sheet.columns], _choices(policy, language))
    book.properties.creator = "analytics"
    save(book, path)


def _sheet(
    rows: Sequence[Mapping[str, Any]], policy: Policy, language: Language, organisation: Text, as_of: date
) -> Sheet:
    words = labels_of(policy, sorted({row["category"] for row in rows if row["category"]}))
    item, kind, due, left, so_far = WORKLIST_HEADERS[language]
    channels: dict[str, tuple[str, ...]] = {rule.id: getattr(rule, "channels", ()) for rule in policy.rule}

    def said(vocabulary: str, code: str | None) -> str:
        known = words.get(vocabulary, {}).get(code or "")
        return Text(**known).in_language(language) if known else code or ""

    def head(column: str) -> str:
        return _HEADERS[column].in_language(language)

    listed = [
        Row(
            {
                "case_id": row["case_id"],
                "item": said("rule", row["rule"]),
                "kind": " · ".join(said(name, row[name]) for name in ("urgency", "tier", "category") if row[name]),
                "due": day(row["due"]),
                "left": row["days_left"],
                "so_far": reason_in_words(row, language),
                "caller": row["last_caller"],
                "caller_role": said("role", row["role"]),
                "contact_role": said("contact_role", row["contact_role"]),
                "channel": said("channel", channels[row["rule"]][0]) if len(channels[row["rule"]]) == 1 else None,
            },
            tones={"left": "bad" if row["days_left"] < 0 else "near" if row["reason"] == "due_soon" else ""},
        )
        for row in rows
    ]
    late = sum(1 for row in rows if row["days_left"] < 0)
    return Sheet(
        code="worklist",
        name=Text(zh="待访清单", en="worklist").in_language(language),
        title=Text(
            zh=f"待访清单（{len(rows)} 项，其中已逾期 {late} 项）",
            en=f"Work-list ({len(rows)}, {late} of them overdue)",
        ).in_language(language),
        notes=(
            Text(zh="{name} · 截至 {day}", en="{name} · as of {day}")
            .format(name=organisation, day=as_of)
            .in_language(language),
            Text(
                zh="还来得及的在前，其后是已逾期的；各按缓急、等级和剩余天数排列。填好回访日期和结果后照台账加载即可，没填的行不算。",
                en="What can still be done in time comes first, then what is overdue; each by urgency, tier and days left."
                " Fill in day and outcome and load it like a ledger; rows left empty do not count.",
            ).in_language(language),
        ),
        columns=(
            Column("case_id", head("case_id"), narrowest=12, longest=20),
            Column("item", item, narrowest=12, longest=20),
            *([Column("kind", kind, narrowest=10, longest=16)] if any(row.values["kind"] for row in listed) else []),
            Column("due", due, "day", 11),
            Column("left", left, "count", 7),
            Column("so_far", so_far, narrowest=14, longest=20),
            Column("at", head("at"), "day", 12),
            Column("caller", head("caller"), narrowest=9, longest=14),
            Column("caller_role", head("caller_role"), narrowest=9, longest=12),
            *(
                [Column("contact_role", head("contact_role"), narrowest=9, longest=12)]
                if any(row["contact_role"] for row in rows)
                else []
            ),
            Column("channel", head("channel"), narrowest=7, longest=9),
            Column("outcome", head("outcome"), narrowest=10),
            Column("satisfaction", head("satisfaction"), narrowest=9, longest=11),
            Column("comment", head("comment"), narrowest=16, grow=1),
        ),
        rows=listed,
        empty=Text(zh="没有到期或逾期的应访项。", en="Nothing is due or overdue.").in_language(language),
        landscape=True,
        filtered=True,
    )


def _choices(policy: Policy, language: Language) -> dict[str, list[str]]:
    """Return the words to choose from, by column; all of them are read back as what they say."""
    titles = {
        "outcome": fixed_titles("outcome").values(),
        "channel": fixed_titles("channel").values(),
        "caller_role": policy.roles.values(),
        "contact_role": policy.contacts.values(),
        "satisfaction": [level.title for level in policy.scale.levels],
    }
    return {column: [title.in_language(language) for title in words] for column, words in titles.items()}


def _offer(worksheet: Any, head: int, count: int, columns: Sequence[str], choices: Mapping[str, Sequence[str]]) -> None:
    """Give the columns to fill their lists; a longer list than a cell may hold is left out, any word may be written."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for place, column in enumerate(columns, start=1):
        listed = ",".join(choices.get(column, ()))
        if count and listed and len(listed) <= LONGEST_LIST:
            choice = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=True)
            choice.add(f"{get_column_letter(place)}{head + 1}:{get_column_letter(place)}{head + count}")
            worksheet.add_data_validation(choice)
