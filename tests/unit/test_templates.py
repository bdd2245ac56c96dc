"""A workbook to fill asks for what its policy needs, under headers that are read back as they were meant."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from analytics.language import LANGUAGES, Language
from analytics.ledger.headers import column_of
from analytics.ledger.parse import parse_file
from analytics.policy.pack import Policy, check_pack, load_policy, shipped
from analytics.policy.profile import reading_profile
from analytics.policy.rules import ItemRecord, Record
from analytics.report.template import Headers, write_template

RULES = """
[[rule]]
id = "told"
kind = "response"
moment = "called_back"
severity = "serious"
within = "3d"
title = { zh = "回访到本人", en = "Called back" }
clause = "spec"
[[rule]]
id = "outcomes"
kind = "report"
every = "year"
tables = ["outcomes", "faults"]
title = { zh = "处理结果", en = "Outcomes" }
clause = "spec"
[[rule]]
id = "departments"
kind = "appraisal"
by = "department"
measures = ["callbacks_made"]
title = { zh = "科室考核", en = "Departments" }
clause = "spec"
"""


def columns_of(policy: Policy, folder: Path) -> dict[str, list[str | None]]:
    """Return the canonical columns of each ledger of a pack's Chinese template, as they are read back."""
    path = folder / "template.xlsx"
    write_template(policy, path, "zh")
    known = reading_profile(policy).headers
    tables = ("cases", "callbacks", "problems", "staff")
    sheets = openpyxl.load_workbook(path).worksheets
    return {
        table: [column_of(table, str(cell.value), known[table]) for cell in sheet[1]]
        for table, sheet in zip(tables, sheets, strict=False)
    }


@pytest.mark.parametrize("name", shipped())
def test_every_header_of_a_template_is_read_as_one_column_and_every_required_field_has_one(
    name: str, tmp_path: Path
) -> None:
    """Days, parties, items of satisfaction and the record's fields under the pack's own words."""
    policy = load_policy(name)
    columns = columns_of(policy, tmp_path)

    for table, found in columns.items():
        assert None not in found, (table, found)
        assert len(found) == len(set(found)), (table, found)
    assert {f"event.{event}" for event in policy.events} <= set(columns["cases"])
    assert {f"satisfaction.{item}" for item in policy.dimensions} <= set(columns["callbacks"])
    required = {field for rule in policy.rules(Record) for field in rule.fields}
    assert required <= {*columns["cases"], *columns["callbacks"]}
    assert {field for rule in policy.rules(ItemRecord) for field in rule.fields} <= set(columns["problems"])


def test_degrees_parts_outcomes_and_departments_are_asked_for_only_where_a_rule_needs_them(tmp_path: Path) -> None:
    """A deadline of the callback itself needs no column: the callback says when it was."""
    pack = shipped()["decoration"].read_text("utf-8")
    before, after = (check_pack(text)[0] for text in (pack, pack + RULES))
    assert before is not None
    assert after is not None
    usual, more = columns_of(before, tmp_path), columns_of(after, tmp_path)
    assert {table: set(more[table]) - set(usual[table]) for table in usual} == {
        "cases": {"outcome"},
        "callbacks": set(),
        "problems": {"severity", "component"},
        "staff": {"department"},
    }


def test_a_hospital_names_its_cases_by_its_own_number(tmp_path: Path) -> None:
    """Not by the number of a building project."""
    write_template(load_policy("discharge_wards"), tmp_path / "wards.xlsx", "zh")
    cases = openpyxl.load_workbook(tmp_path / "wards.xlsx").worksheets[0]

    headers = [cell.value for cell in cases[1]]
    assert headers[:3] == ["住院号", "患者类别", "病情"]
    assert "疾病名称" in headers


def expected(policy: Policy) -> set[str]:
    """Return the columns that the pack's own vocabulary asks for."""
    found = {f"event.{event}" for event in policy.events}
    found |= {f"party.{role}" for role in policy.parties} | {f"contact.{role}" for role in policy.contacts}
    found |= {f"satisfaction.{code}" for code in policy.dimensions}
    for column, titles in (("tier", policy.tiers), ("urgency", policy.urgencies), ("purpose", policy.purposes)):
        found |= {column} if titles else set()
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", shipped())
def test_a_template_filled_with_its_own_words_loads_without_a_finding(
    tmp_path: Path, name: str, language: Language
) -> None:
    """One row a sheet: of every list its last word, elsewhere a day, a moment or a plain word."""
    policy = load_policy(name)
    path = tmp_path / "ledger.xlsx"
    write_template(policy, path, language)
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets[:-1]:
        lists = {
            str(rule.sqref).split(":")[0].rstrip("0123456789"): str(rule.formula1).strip('"').split(",")
            for rule in sheet.data_validations.dataValidation
        }
        for cell in sheet[1]:
            form = sheet.column_dimensions[cell.column_letter].number_format
            plain = "13800138000" if cell.value in ("电话", "person.phone") else "1"
            value: object = lists[cell.column_letter][-1] if cell.column_letter in lists else plain
            if "yyyy" in form.lower():
                value = datetime(2026, 3, 5, 14, 30) if "h" in form.lower() else datetime(2026, 3, 5)
            sheet.cell(2, cell.column, value)
    book.save(path)
    file = parse_file(path, reading_profile(policy))
    sheets = list(file.sheets)

    assert [finding.sentence("en") for finding in file.all_findings] == []
    assert [(sheet.table, len(sheet.rows), len(sheet.set_aside)) for sheet in sheets] == [
        (table, 1, 0) for table in ("cases", "callbacks", "problems", "staff")
    ]
    assert expected(policy) <= {column for sheet in sheets for column in sheet.columns}


@pytest.mark.parametrize(
    "column", ["event.survey", "party.broker", "contact.owner", "satisfaction.taste", "note.紧急联系人>电话"]
)
def test_what_the_policy_does_not_declare_is_called_as_the_canonical_ledger_has_it(column: str) -> None:
    table = "callbacks" if column.startswith("satisfaction") else "cases"
    assert Headers(load_policy("decoration"), "zh")(table, column) == column
