"""The sheets about the data: what was read, how well it is kept, what is wrong with it and what was set aside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.findings import CHECKS, completion_of
from analytics.language import Text
from analytics.present.lacks import lacks_in_words
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Column, Row, Sheet
from analytics.report.workbook.styles import Tone

_SEVERITIES = {
    "set_aside": Text("搁置", "Set aside"),
    "warning": Text("已加载，请核对", "Loaded, please verify"),
    "note": Text("提示", "Note"),
}
TABLES = {
    "cases": Text("应访对象", "Cases"),
    "callbacks": Text("回访记录", "Callbacks"),
    "problems": Text("问题件", "Problem items"),
    "staff": Text("人员", "Staff"),
}


def data_notes(edition: Edition) -> Sheet:
    """Return what was read of every sheet and what became of it, with the sum of all."""
    say = edition.say
    counted = ("read", "loaded", "unchanged", "set_aside", "not_rows", "keyed", "totals", "totals_wrong")
    rows = [
        Row(
            {
                "file": entry["file"],
                "sheet": entry["sheet"] or "",
                "table": edition.in_language(TABLES[entry["table"]]) if entry["table"] in TABLES else "",
                "sender": entry.get("sender", ""),
                **{key: entry.get(key, 0) for key in counted},
            },
            tones={key: "near" if entry.get(key) else "" for key in ("set_aside", "totals_wrong")},
        )
        for entry in edition.listed("data_notes")
    ]
    if rows:
        sums = {key: sum(entry.get(key, 0) for entry in edition.listed("data_notes")) for key in counted}
        rows.append(Row({"file": say("合计", "Total"), **sums}, total=True))
    return Sheet(
        code="data_notes",
        name=say("数据核对", "Data notes"),
        title=say("读入核对：每张工作表读了多少、用了多少", "Reconciliation: what was read, and what became of it"),
        notes=(
            edition.scope(),
            say(
                "每行都平：读入＝加载＋未变＋搁置。标题、表头、合计、签名行不是台账行，单列一栏，不计入读入。",
                "Every row balances: read = loaded + unchanged + set aside. Titles, headings, totals and signatures are no rows"
                " of a ledger; they stand in a column of their own, outside the balance.",
            ),
            say(
                "无编号：没有编号、按单元格识别的行。合计：台账上印的合计；不符的，既不等于行数，也不等于去重后的记录数。",
                "No id: rows known by their cells. Totals: those printed on the ledger; wrong are those that equal neither the"
                " rows nor the records that they are.",
            ),
            *(
                say(
                    f"制度有规定、台账无数据：{sentence}。", f"Asked for by the policy, not in the ledgers: {sentence}."
                )
                for sentence in lacks_in_words(edition.results.lacks, edition.results.labels, edition.language)
            ),
            edition.source,
        ),
        columns=(
            Column("file", say("文件", "File"), narrowest=22, longest=46, grow=1),
            Column("sheet", say("工作表", "Sheet"), narrowest=12, longest=24),
            Column("table", say("内容", "Content"), narrowest=10),
            Column("read", say("读入", "Read"), "count", 8.5),
            Column("loaded", say("加载", "Loaded"), "count", 8.5),
            Column("unchanged", say("未变", "Unchanged"), "count", 8.5),
            Column("set_aside", say("搁置", "Set aside"), "count", 8.5),
            Column("not_rows", say("非台账行", "Not rows"), "count", 9),
            Column("keyed", say("无编号", "No id"), "count", 8),
            Column("totals", say("合计处", "Totals"), "count", 8),
            Column("totals_wrong", say("不符", "Wrong"), "count", 8),
            Column("sender", say("报送单位", "Sender"), narrowest=10, longest=20),
        ),
        rows=rows,
        empty=say("没有读入任何台账。", "No ledger was read."),
        landscape=True,
        filtered=True,
    )


def quality(edition: Edition) -> Sheet:
    """Return how well the ledgers are kept, by sender, caller and month."""
    say = edition.say
    words = {
        "sender": say("报送单位", "Sender"),
        "caller": say("回访人", "Caller"),
        "month": say("回访月份", "Month"),
    }
    rows = [
        Row({"by": words[entry["by"]], "name": entry["name"] or say("未注明", "not told"), **_share(entry)})
        for entry in edition.listed("quality")
    ]
    return Sheet(
        code="quality",
        name=say("数据质量", "Data quality"),
        title=say("台账记得怎样：无须更正的行所占比例", "How well the ledgers are kept: rows with nothing to correct"),
        notes=(
            edition.scope(),
            say(
                "无须更正：没有搁置，也没有需要核对之处。报送单位看其台账的全部行，回访人看本期回访，月份看各月回访。",
                "Nothing to correct: neither set aside nor with a warning. By sender of all rows of its ledgers, by caller of the"
                " period's callbacks, by month of that month's.",
            ),
            edition.source,
        ),
        columns=(
            Column("by", say("按", "By"), narrowest=12, longest=16),
            Column("name", say("名称", "Name"), narrowest=16, longest=32, grow=1),
            Column("numerator", say("无须更正", "Sound"), "count", 9),
            Column("denominator", say("行数", "Rows"), "count", 9),
            Column("value", say("比例", "Share"), "ratio", 9),
            Column("low", say("下限", "Low"), "ratio", 9),
            Column("high", say("上限", "High"), "ratio", 9),
        ),
        rows=rows,
        empty=say("没有读入任何台账。", "No ledger was read."),
        filtered=True,
    )


def _share(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: entry[key] for key in ("numerator", "denominator", "value", "low", "high")}


def _remedy(edition: Edition, check: str) -> str:
    return edition.in_language(CHECKS[check].remedy) if check in CHECKS else ""


def _expected(edition: Edition, entry: Mapping[str, Any]) -> str:
    if entry["check"] not in CHECKS:
        return ""
    return edition.in_language(CHECKS[entry["check"]].expected.format(detail=completion_of(entry.get("detail") or "…")))


def _place(edition: Edition, sheet: str, row: object) -> str:
    parts = [sheet or ""]
    if row is not None:
        parts.append(edition.say(f"第 {row} 行", f"row {row}"))
    return " ".join(part for part in parts if part)


def findings(edition: Edition) -> Sheet:
    """Return what is wrong with the ledgers, how often, an example of each, and what to do."""
    say = edition.say
    tones: dict[str, Tone] = {"set_aside": "bad", "warning": "near"}
    rows = [
        Row(
            {
                "check": edition.label("check", entry["check"]),
                "severity": edition.in_language(_SEVERITIES[entry["severity"]]),
                "count": entry["count"],
                "file": entry["example_file"],
                "place": _place(edition, entry["example_sheet"], entry["example_row"]),
                "column": entry["column"] or "",
                "remedy": _remedy(edition, entry["check"]),
            },
            tones={"severity": tones.get(entry["severity"], "")},
        )
        for entry in edition.listed("findings")
    ]
    return Sheet(
        code="findings",
        name=say("数据问题", "Findings"),
        title=say("台账中发现的问题与处理办法", "What was found in the ledgers, and what to do"),
        notes=(
            edition.scope(),
            say("每类问题一行，给出处数与一个例子。", "One row a kind of finding: how many, and one example."),
            edition.source,
        ),
        columns=(
            Column("check", say("问题", "Finding"), narrowest=16, longest=24),
            Column("severity", say("处理", "Severity"), narrowest=12, longest=16),
            Column("count", say("处数", "Count"), "count", 7.5),
            Column("file", say("例：文件", "Example: file"), narrowest=18, longest=30),
            Column("place", say("例：位置", "Example: place"), narrowest=16, longest=24),
            Column("column", say("例：列", "Example: column"), narrowest=10, longest=18),
            Column("remedy", say("怎么办", "What to do"), narrowest=30, longest=44, grow=1),
        ),
        rows=rows,
        empty=say("台账中没有发现问题。", "Nothing was found wrong with the ledgers."),
        landscape=True,
    )


def set_aside(edition: Edition) -> Sheet:
    """Return every row that could not be read, with its place and what was expected."""
    say = edition.say
    rows = [
        Row(
            {
                "file": entry["file"],
                "sheet": entry["sheet"] or "",
                "row": entry["row"],
                "column": entry["column"] or "",
                "value": "" if entry["value"] is None else str(entry["value"]),
                "check": edition.label("check", entry["check"]),
                "expected": _expected(edition, entry),
            }
        )
        for entry in edition.listed("set_aside")
    ]
    return Sheet(
        code="set_aside",
        name=say("搁置的行", "Rows set aside"),
        title=say(f"搁置的行（{len(rows)} 行）", f"Rows set aside ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "读不懂的行不猜、不丢：原样保存在一旁，更正台账后重新加载即可。个人资料以“…”代替。",
                "A row that cannot be read is neither guessed nor dropped: correct the ledger and load it again. Personal"
                " details are shown as “…”.",
            ),
            edition.source,
        ),
        columns=(
            Column("file", say("文件", "File"), narrowest=20, longest=34),
            Column("sheet", say("工作表", "Sheet"), narrowest=12, longest=20),
            Column("row", say("行号", "Row"), "count", 7.5),
            Column("column", say("列", "Column"), narrowest=10, longest=18),
            Column("value", say("原文", "Value"), narrowest=14, longest=26),
            Column("check", say("问题", "Finding"), narrowest=16, longest=24),
            Column("expected", say("应为", "Expected"), narrowest=26, longest=40, grow=1),
        ),
        rows=rows,
        empty=say("所有台账行都已加载。", "Every row of the ledgers was loaded."),
        landscape=True,
        filtered=True,
    )


def unknown_cases(edition: Edition) -> Sheet:
    """Return the records whose case is in no ledger: kept, but outside coverage."""
    say = edition.say
    rows = [
        Row(
            {
                "table": edition.in_language(TABLES[entry["table"]]) if entry["table"] in TABLES else entry["table"],
                "case_id": entry["case_id"],
                "id": entry["id"],
                "file": entry.get("file") or "",
                "place": _place(edition, entry.get("sheet") or "", entry.get("row")),
            }
        )
        for entry in edition.listed("unknown_cases")
    ]
    return Sheet(
        code="unknown_cases",
        name=say("无主记录", "Unknown cases"),
        title=say("编号对不上应访对象的记录", "Records of a case that no ledger holds"),
        notes=(
            edition.scope(),
            say("记录已保存，但不计入回访率；请核对编号。", "Kept, but outside coverage; please verify the number."),
            edition.source,
        ),
        columns=(
            Column("table", say("内容", "Content"), narrowest=18),
            Column("case_id", say("台账上写的编号", "Case as written"), narrowest=26, grow=1),
            Column("id", say("记录号", "Record"), narrowest=26, longest=44, grow=1),
            Column("file", say("文件", "File"), narrowest=20, longest=34, grow=0.5),
            Column("place", say("位置", "Place"), narrowest=16, longest=24),
        ),
        rows=rows,
        empty=say("所有记录都对得上应访对象。", "Every record has its case."),
        landscape=True,
        filtered=True,
    )
