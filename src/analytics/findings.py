"""What is wrong with the data: one shape, collected, never raised.

A finding names file, sheet, row, column and value, says what was expected and what to do.
Its ``check`` is a key of :data:`CHECKS`, which holds the words; the store keeps only the key and the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from analytics.language import Text

Severity = Literal["set_aside", "warning", "note"]
MASK = "…"


@dataclass(frozen=True, slots=True)
class Check:
    """What a kind of finding means: how grave it is, what was expected, what to do."""

    severity: Severity
    title: Text
    expected: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a ledger that needs a look.

    ``row`` is the row number that the spreadsheet shows, empty for a whole sheet; ``detail`` completes the expectation
    (a near spelling, the words that would be understood); the value of a ``personal`` finding stays in the store.
    """

    check: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    detail: str = ""
    personal: bool = False

    @property
    def severity(self) -> Severity:
        """How grave it is: the row was set aside, loaded with a warning, or merely noted."""
        return CHECKS[self.check].severity

    def sentence(self, language: str) -> str:
        """Return where, what was expected, what came and what to do, as one sentence a clerk can act on."""
        check = CHECKS[self.check]
        place = [self.file]
        if self.sheet:
            place.append(Text(zh=f"工作表“{self.sheet}”", en=f'sheet "{self.sheet}"').in_language(language))
        if self.row is not None:
            place.append(Text(zh=f"第 {self.row} 行", en=f"row {self.row}").in_language(language))
        if self.column:
            place.append(Text(zh=f"“{self.column}”列", en=f'column "{self.column}"').in_language(language))
        where = "，".join(place) if language != "en" else ", ".join(place)
        value = MASK if self.personal else self.value
        expected = check.expected.in_language(language).format(detail=self.detail)
        remedy = check.remedy.in_language(language).format(detail=self.detail)
        if language == "en":
            return f'{where}: {expected}{f", got: {value!r}" if value else ""}. {remedy}'
        return f"{where}：{expected}{f'，实际为“{value}”' if value else ''}。{remedy}"


def _check(severity: Severity, title: tuple[str, str], expected: tuple[str, str], remedy: tuple[str, str]) -> Check:
    return Check(severity, Text(*title), Text(*expected), Text(*remedy))


_CORRECT_ROW = ("请更正后重新加载该文件。", "Correct the cell and load the file again.")

CHECKS: Mapping[str, Check] = {
    "date": _check(
        "set_aside",
        ("日期读不懂", "Date not understood"),
        ("应为日期，如 2026-03-05", "expected a date like 2026-03-05"),
        _CORRECT_ROW,
    ),
    "date_without_year": _check(
        "set_aside",
        ("日期没有年份", "Date without a year"),
        ("日期没有年份，表题里也没有", "the date has no year and the sheet's title names none"),
        ("请写全年月日，或在表题中写明年份。", "Write the full date, or name the year in the sheet's title."),
    ),
    "missing": _check(
        "set_aside",
        ("必填项为空", "Required cell is empty"),
        ("此列必须填写", "this column must be filled"),
        ("请补填后重新加载该文件。", "Fill the cell and load the file again."),
    ),
    "code": _check(
        "set_aside",
        ("用词不在约定之内", "Word not among the agreed ones"),
        ("应为约定用词之一：{detail}", "expected one of: {detail}"),
        ("请改用约定用词，或把这个写法加入工作区设置。", "Use one of them, or add this spelling to the workspace."),
    ),
    "number": _check(
        "set_aside", ("数字读不懂", "Number not understood"), ("应为数字", "expected a number"), _CORRECT_ROW
    ),
    "person": _check(
        "warning",
        ("个人资料格式可疑", "Personal detail looks wrong"),
        ("{detail}", "{detail}"),
        ("该行已加载，请核对此格。", "The row is loaded; please verify the cell."),
    ),
    "unknown_header": _check(
        "warning",
        ("表头不认识", "Unknown header"),
        ("这个表头不认识，最接近的是：{detail}", "this header is not known; nearest: {detail}"),
        (
            "该列按备注保存；请改用已知表头，或在工作区设置里登记。",
            "The column is kept as a note; use a known header or register it in the workspace.",
        ),
    ),
    "repeated_header": _check(
        "warning",
        ("表头重复", "Header repeated"),
        ("与“{detail}”列意思相同，只能有一列", 'means the same as column "{detail}", of which there can be one'),
        (
            "以左边一列为准，该列按备注保存；请改名或删去其中一列。",
            "The column to the left counts, this one is kept as a note; rename or delete one of them.",
        ),
    ),
    "outcome_unknown": _check(
        "warning",
        ("没有写回访结果", "Outcome not written"),
        ("没有写是否接通", "the outcome of the attempt is not written"),
        ("该行按结果不明的一次拨访加载；请补填。", "Loaded as an attempt of unknown outcome; please fill the cell."),
    ),
    "missing_header": _check(
        "warning",
        ("缺少表头", "Header missing"),
        ("工作表缺少应有的列：{detail}", "the sheet lacks a column that it needs: {detail}"),
        ("整张表没有加载；请补上表头后重新加载。", "The sheet was not loaded; add the header and load again."),
    ),
    "no_ledger": _check(
        "note",
        ("不是台账的工作表", "Sheet that is not a ledger"),
        ("没有找到台账表头", "no ledger header was found"),
        ("如果这是台账，请检查表头写法。", "If it is a ledger, look at the spelling of its headers."),
    ),
    "unknown_role": _check(
        "note",
        ("职务不在制度之内", "Role not in the policy"),
        ("这个职务不在制度的角色之内", "this role is not one of the policy's"),
        ("按原文保存；可在工作区设置里登记。", "Kept as written; it can be registered in the workspace."),
    ),
    "duplicate": _check(
        "note",
        ("重复行", "Duplicate row"),
        ("与同一文件第 {detail} 行完全相同", "the same as row {detail} of this file"),
        ("只计一次，无需处理。", "Counted once; nothing to do."),
    ),
    "contradictory": _check(
        "warning",
        ("同一编号内容不同", "Same id, different content"),
        ("与同一文件第 {detail} 行编号相同而内容不同", "has the id of row {detail} of this file but other content"),
        ("以后一行为准，前一行留在历史中；请核对。", "The later row counts, the earlier is in the history; please verify."),
    ),
    "unknown_case": _check(
        "warning",
        ("找不到应访对象", "Case not in the ledger"),
        ("编号在台账中没有对应的应访对象", "no case of the ledger has this id"),
        ("记录已保存，但不计入覆盖率；请核对编号。", "Kept, but outside coverage; please verify the id."),
    ),
}
