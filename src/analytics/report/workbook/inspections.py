"""The sheets about inspecting: drawn samples, records to be looked at, and the appraisal's arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.language import Text
from analytics.measures.appraisal import POINTS, titled
from analytics.policy.measured import MEASURES
from analytics.present import labels
from analytics.present.appraisal import NOTES, group
from analytics.report.workbook.edition import Edition, day
from analytics.report.workbook.sheet import Column, Row, Sheet
from analytics.report.workbook.styles import Form


def spot_checks(edition: Edition) -> Sheet:
    """Return the drawn samples, with the day on which each case was reached."""
    say = edition.say
    entries = edition.listed("spot_checks")
    rows = [
        Row(
            {
                "rule": edition.label("rule", entry["rule"]),
                "period": entry["period"],
                "caller": labels.person(entry.get("caller") or "", edition.language),
                "case_id": entry["case_id"],
                "callback_id": labels.own_id(entry.get("callback_id") or ""),
                "called_at": entry.get("called_at"),
                "reached_on": day(entry["reached_on"]),
                "state": _state(edition, entry),
            },
            tones={"state": "near" if _state(edition, entry) == say("待回访", "To be called") else ""},
        )
        for entry in entries
    ]
    of_callbacks = any(entry.get("callback_id") for entry in entries)
    return Sheet(
        code="spot_checks",
        name=say("抽查", "Spot checks"),
        title=say("抽查名单与完成情况", "Spot-check samples"),
        notes=(
            edition.scope(),
            say(
                "由规则按固定种子随机抽取，重复运行名单不变。",
                "Drawn at random from a fixed seed: the same sample every time.",
            ),
            edition.source,
        ),
        columns=(
            Column("rule", say("抽查规则", "Rule"), narrowest=20, grow=1),
            Column("period", say("抽查期", "Period"), narrowest=12),
            *([Column("caller", say("回访人", "Caller"), narrowest=11)] if of_callbacks else []),
            Column("case_id", say("编号", "Case"), narrowest=18),
            *_identified(edition, entries),
            *([Column("called_at", say("回访时间", "Called at"), narrowest=16)] if of_callbacks else []),
            Column("reached_on", say("接通日期", "Reached on"), "day", 13),
            Column("state", say("状态", "State"), narrowest=11),
        ),
        rows=rows,
        empty=say("本期没有抽查名单。", "No sample in this period."),
        filtered=True,
    )


def _identified(edition: Edition, entries: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Return the column of the callbacks' ids, if the ledgers give them any; else case, caller and time find them."""
    given = any(labels.own_id(entry.get("callback_id") or "") for entry in entries)
    return [Column("callback_id", edition.say("回访", "Callback"), narrowest=16)] if given else []


def _state(edition: Edition, entry: Mapping[str, Any]) -> str:
    """Return what remains to be done of what was drawn: a callback is inspected, a case is called."""
    if entry.get("callback_id"):
        return edition.say("待检查", "To be inspected")
    return edition.say("已接通", "Reached") if entry["reached_on"] else edition.say("待回访", "To be called")


def implausible(edition: Edition) -> Sheet:
    """Return the records to be looked at, with room for what the inspection found."""
    say = edition.say
    rows = [
        Row(
            {
                "reason": edition.label("reason", entry["reason"]),
                "caller": labels.person(entry["caller"], edition.language),
                "case_id": entry["case_id"],
                "callback_id": labels.own_id(entry["callback_id"]),
                "called_at": entry["called_at"],
                "together": entry["together"],
            }
        )
        for entry in edition.listed("implausible")
    ]
    return Sheet(
        code="implausible",
        name=say("可疑记录", "To be looked at"),
        title=say(f"有待核实的回访记录（{len(rows)} 条）", f"Records to be looked at ({len(rows)})"),
        notes=(
            edition.scope(),
            say("列出的记录有待核实，不等于有错。", "What is listed is to be looked at; it is not proven wrong."),
            edition.source,
        ),
        columns=(
            Column("reason", say("原因", "Reason"), narrowest=20, grow=1),
            Column("caller", say("回访人", "Caller"), narrowest=11),
            Column("case_id", say("编号", "Case"), narrowest=16),
            *_identified(edition, edition.listed("implausible")),
            Column("called_at", say("回访时间", "Called at"), narrowest=16),
            Column("together", say("涉及条数", "Together"), "count", 9),
            Column("found", say("核实结果", "Finding"), narrowest=14),
        ),
        rows=rows,
        empty=say("没有发现可疑的回访记录。", "No record is hard to believe."),
        landscape=True,
        filtered=True,
    )


def appraisal(edition: Edition) -> Sheet:
    """Return how points and tiers come about, line by line."""
    say = edition.say
    rows = [_line(edition, entry) for entry in edition.listed("appraisal")]
    return Sheet(
        code="appraisal",
        name=say("考核", "Appraisal"),
        title=say("考核：扣分、档次及算式", "Appraisal: points, tiers and how they come about"),
        notes=(
            edition.scope(),
            say(
                "差距＝目标与数值之差；级数＝差距除以每级幅度；数量少于制度规定的不计分、不分档。",
                "Shortfall: between target and value; steps: shortfall by the size of a step. Too few cases: no points, no tier.",
            ),
            edition.source,
        ),
        columns=(
            Column("rule", say("规则", "Rule"), narrowest=16, grow=1),
            Column("group", say("考核对象", "Of"), narrowest=12),
            Column("measure", say("指标", "Measure"), narrowest=12, grow=1),
            Column("numerator", say("分子", "Numerator"), "count", 9),
            Column("denominator", say("分母", "Denominator"), "count", 9),
            Column("value", say("数值", "Value"), "ratio", 9),
            Column("target", say("目标", "Target"), "ratio", 9),
            Column("shortfall", say("差距", "Shortfall"), "ratio", 9),
            Column("steps", say("级数", "Steps"), "count", 7.5),
            Column("points", say("扣分", "Points lost"), "score", 8),
            Column("tier", say("档次", "Tier"), narrowest=9),
            Column("note", say("说明", "Note"), narrowest=12),
        ),
        rows=rows,
        empty=say("本期没有可考核的数据。", "Nothing to appraise in this period."),
        landscape=True,
    )


def _line(edition: Edition, entry: Mapping[str, Any]) -> Row:
    name = entry["measure"]
    unit = MEASURES[name].unit if name in MEASURES else "count"
    form: Form = "count" if unit == "count" else "score" if unit == "score" else "ratio"
    title = Text(zh="扣分合计", en="Points lost in all") if name == POINTS else titled(name)
    return Row(
        {
            "rule": edition.label("rule", entry["rule"]) if entry["rule"] else "",
            "group": group(entry, edition.results.labels, edition.language),
            "measure": edition.in_language(title),
            **{
                key: entry[key]
                for key in ("numerator", "denominator", "value", "target", "shortfall", "steps", "points")
            },
            "tier": edition.label("band", entry["tier"]) if entry["tier"] else "",
            "note": edition.in_language(NOTES[entry["note"]]),
        },
        forms=dict.fromkeys(("value", "target", "shortfall"), form),
    )
