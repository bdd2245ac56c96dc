"""The sheets that go case by case: in progress, completed, the callbacks of the period, outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from analytics.language import Text
from analytics.present import labels
from analytics.report.workbook.edition import Edition, day
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet

_STANDING = {
    "in_progress": (
        Text("进行中", "In progress"),
        Text("进行中的{case}：回访情况", "In progress: callback status"),
        Text("期末仍在进行的，有到期未访的在前。", "Active on the period's last day; those with something open first."),
    ),
    "completed": (
        Text("近期结束", "Completed"),
        Text("近期结束的{case}：回访情况", "Completed lately: callback status"),
        Text("期末前 13 周内结束的，有到期未访的在前。", "Ended in the 13 weeks to the period's end; open ones first."),
    ),
    "completed_this_week": (
        Text("本期结束", "Completed in period"),
        Text("本期结束的{case}", "Completed in the period"),
        Text("结束日期在本期之内的。", "Those whose end lies in the period."),
    ),
}


def standing(edition: Edition, name: str) -> Sheet:
    """Return how each case stands: what was owed and done, what is open, the last callback; no person's data."""
    say = edition.say
    entries = edition.listed(name)
    parties = [role for role in edition.results.labels.get("party", {}) if any(entry.get(role) for entry in entries)]
    ended = name != "in_progress"
    rows = [
        Row(
            {
                "case_id": entry["case_id"],
                "category": edition.label("category", entry["category"]) if entry["category"] else "",
                "area": entry["area"],
                "started_on": day(entry["started_on"]),
                "planned_on": day(entry["planned_on"]),
                "ended_on": day(entry["ended_on"]),
                "days_late": None if entry["days_late"] is None else max(0, entry["days_late"]),
                **{key: entry[key] for key in ("owed", "done", "open")},
                "next_due": day(entry["next_due"]),
                "last_called_on": day(entry["last_called_on"]),
                "last_outcome": edition.label("outcome", entry["last_outcome"]) if entry["last_outcome"] else "",
                **{role: entry.get(role) or "" for role in parties},
            },
            tones={"open": "bad" if entry["open"] else ""},
        )
        for entry in entries
    ]
    sheet, title, note = (edition.in_language(text.format(case=_case(edition))) for text in _STANDING[name])
    return Sheet(
        code=name,
        name=sheet,
        title=f"{title}（{len(rows)}）" if edition.language != "en" else f"{title} ({len(rows)})",
        notes=(
            edition.scope(note),
            say(
                "应访：已到期、未免访的应访项；未访：其中没有访到的。不含客户姓名、电话与地址，凭编号在台账中查找。",
                "Due: obligations that are due and not excluded; open: those of them not done. No persons' data: look up the"
                " number in the ledger.",
            ),
            edition.source,
        ),
        columns=(
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24),
            *_if_any(entries, "category", Column("category", say("类别", "Category"), narrowest=10, longest=18)),
            *_if_any(entries, "area", Column("area", say("区域", "Area"), narrowest=8, longest=18)),
            Column("started_on", _event(edition, "active_from"), "day", 11.5),
            *_if_any(
                entries,
                "planned_on",
                Column("planned_on", edition.label("event", "planned_end").capitalize(), "day", 11.5),
            ),
            *([Column("ended_on", _event(edition, "active_until"), "day", 11.5)] if ended else []),
            *(
                _if_any(entries, "days_late", Column("days_late", say("超期天数", "Days late"), "count", 9))
                if ended
                else []
            ),
            Column("owed", say("应访", "Due"), "count", 7.5),
            Column("done", say("已访", "Done"), "count", 7.5),
            Column("open", say("未访", "Open"), "count", 7.5),
            Column("next_due", say("下次到期", "Next due"), "day", 11.5),
            Column("last_called_on", say("最近回访", "Last callback"), "day", 11.5),
            Column("last_outcome", say("最近结果", "Its outcome"), narrowest=10, longest=16),
            *(Column(role, edition.label("party", role), narrowest=9, longest=18) for role in parties),
        ),
        rows=rows,
        empty=say("没有。", "None."),
        landscape=True,
        filtered=True,
    )


def callbacks(edition: Edition) -> Sheet:
    """Return every callback of the period, one row each, without the words of the person called."""
    say = edition.say
    entries = edition.listed("week_callbacks")
    reached = sum(1 for entry in entries if entry["outcome"] == "reached")
    rows = [
        Row(
            {
                "called": entry["called"],
                "case_id": entry["case_id"],
                "caller": labels.person(entry["caller"], edition.language) if entry["caller"] else "",
                **{
                    column: edition.label(kind, entry[column]) if entry[column] else ""
                    for column, kind in (
                        ("role", "role"),
                        ("channel", "channel"),
                        ("outcome", "outcome"),
                        ("satisfaction", "level"),
                    )
                },
            }
        )
        for entry in entries
    ]
    return Sheet(
        code="week_callbacks",
        name=say("本期回访", "Callbacks"),
        title=say(
            f"本期回访（{len(rows)} 次，接通 {reached} 次）",
            f"Callbacks of the period ({len(rows)}, {reached} reached)",
        ),
        notes=(edition.scope(), edition.source),
        columns=(
            Column("called", say("时间", "When"), narrowest=16),
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24, grow=1),
            Column("caller", say("回访人", "Caller"), narrowest=10, longest=18),
            Column("role", say("角色", "Role"), narrowest=10, longest=18),
            Column("channel", say("方式", "Channel"), narrowest=8, longest=14),
            Column("outcome", say("结果", "Outcome"), narrowest=10, longest=16),
            Column("satisfaction", say("满意度", "Satisfaction"), narrowest=10, longest=18),
        ),
        rows=rows,
        empty=say("本期没有回访。", "No callbacks in this period."),
        filtered=True,
    )


def outcomes(edition: Edition) -> Sheet:
    """Return how the cases of the period came out, classified, with each class's share."""
    say = edition.say
    entries = edition.listed("outcomes")
    rows = [
        Row({"outcome": _outcome(edition, entry), "cases": entry["cases"], "share": entry["share"]})
        for entry in entries
    ]
    most = entries[0] if entries else None
    told = f"{_outcome(edition, most)} {labels.percent(most['share'])}" if most else ""
    return Sheet(
        code="outcomes",
        name=say("处理结果", "Outcomes"),
        title=say("处理结果分类", "Outcomes classified"),
        notes=(
            edition.scope(),
            say(
                "本期内在访的全部对象，按登记的处理结果分类。",
                "All cases active in the period, by the outcome on record.",
            ),
            edition.source,
        ),
        columns=(
            Column("outcome", say("处理结果", "Outcome"), narrowest=16, grow=1),
            Column("cases", say("数量", "Cases"), "count", 11),
            Column("share", say("占比", "Share"), "ratio", 11),
        ),
        rows=rows,
        empty=say("本期没有对象。", "No cases in this period."),
        charts=(
            Chart(
                "bars",
                say(f"最多：{told}", f"Most: {told}"),
                categories="outcome",
                series=("cases",),
                form="count",
                axis_title=say("数量", "Cases"),
                lowest=0,
            ),
        ),
    )


def listed_cases(edition: Edition) -> Sheet:
    """Return the cases that rules list, those still to be reached first, with room for the day; no person's data."""
    say = edition.say
    entries = edition.listed("listed_cases")
    parties = [role for role in edition.results.labels.get("party", {}) if any(entry.get(role) for entry in entries)]
    rows = [
        Row(
            {
                **{key: entry[key] for key in ("case_id", "area", "attempts")},
                "reasons": edition.joined(edition.label("rule", name) for name in entry["reasons"].split(";")),
                "category": edition.label("category", entry["category"]) if entry["category"] else "",
                "tier": edition.label("tier", entry["tier"]) if entry["tier"] else "",
                "last_called_on": day(entry["last_called_on"]),
                "last_outcome": edition.label("outcome", entry["last_outcome"]) if entry["last_outcome"] else "",
                "reached_on": day(entry["reached_on"]),
                **{role: entry.get(role) or "" for role in parties},
            }
        )
        for entry in entries
    ]
    return Sheet(
        code="listed_cases",
        name=say("名单", "Listed"),
        title=say(f"按规则列出的名单（{len(rows)}）", f"Cases listed by rule ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "本期在访或有到期应访项的；已访到：按名单要求的方式访到的日期。不含姓名、电话与地址，凭编号在台账中查找。",
                "Active in the period or due in it. Reached on: when reached in the way that the list asks for. No persons'"
                " data: look up the number in the ledger.",
            ),
            edition.source,
        ),
        columns=(
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24),
            Column("reasons", say("原因", "Because"), narrowest=20, grow=1),
            *_if_any(entries, "category", Column("category", say("类别", "Category"), narrowest=10, longest=18)),
            *_if_any(entries, "tier", Column("tier", say("等级", "Tier"), narrowest=10, longest=18)),
            *_if_any(entries, "area", Column("area", say("区域", "Area"), narrowest=8, longest=18)),
            Column("attempts", say("已拨", "Attempts"), "count", 8),
            Column("last_called_on", say("最近回访", "Last callback"), "day", 11.5),
            Column("last_outcome", say("最近结果", "Its outcome"), narrowest=10, longest=16),
            Column("reached_on", say("已访到", "Reached on"), "day", 11.5),
            *(Column(role, edition.label("party", role), narrowest=9, longest=18) for role in parties),
        ),
        rows=rows,
        empty=say("没有。", "None."),
        landscape=True,
        filtered=True,
    )


def lacking_items(edition: Edition) -> Sheet:
    """Return the problem items that lack a required field, the oldest first, with room for what was done about it."""
    say = edition.say
    entries = edition.listed("lacking_items")
    rows = [
        Row(
            {
                **{key: entry[key] for key in ("problem_id", "case_id", "days")},
                "problem_kind": edition.label("problem_kind", entry["problem_kind"]),
                "raised_on": day(entry["raised_on"]),
                "lacking": edition.joined(edition.label("field", name) for name in entry["lacking"].split(";")),
                "party": labels.person(entry["party"], edition.language) if entry["party"] else "",
            }
        )
        for entry in entries
    ]
    return Sheet(
        code="lacking_items",
        name=say("登记不全", "Lacking items"),
        title=say(f"登记不全的问题件（{len(rows)}）", f"Problem items that lack a required field ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "本期提出的，以及此前提出、截止日仍未解决的。凭编号在台账中补登。",
                "Raised in the period, or before it and not resolved by the as-of day. Look up the number in the ledger.",
            ),
            edition.source,
        ),
        columns=(
            Column("problem_id", say("问题件", "Item"), narrowest=14, longest=24),
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24),
            Column("problem_kind", say("类型", "Kind"), narrowest=10, longest=16),
            Column("raised_on", say("提出日期", "Raised on"), "day", 11.5),
            Column("days", say("距今天数", "Days since"), "count", 9),
            Column("lacking", say("缺少", "Lacks"), narrowest=18, grow=1),
            *_if_any(entries, "party", Column("party", say("责任人", "Responsible"), narrowest=9, longest=18)),
        ),
        rows=rows,
        empty=say("没有。", "None."),
        filtered=True,
    )


def verified_complaints(edition: Edition) -> Sheet:
    """Return by party how many complaints were verified, and how many of those have a measure on record."""
    say = edition.say
    counts = ("complaints", "verified", "with_measure", "untrue", "unstated")
    rows = [
        Row(
            {
                "role": edition.label("party", entry["party_role"]) if entry["party_role"] else "",
                "party": labels.person(entry["party"], edition.language)
                if entry["party"]
                else say("未指明责任方", "Nobody in particular"),
                **{key: entry[key] for key in counts},
            },
            tones={"with_measure": "bad" if entry["with_measure"] < entry["verified"] else ""},
        )
        for entry in edition.listed("verified_complaints")
    ]
    return Sheet(
        code="verified_complaints",
        name=say("核实的投诉", "Verified complaints"),
        title=say("核实的投诉与处理措施：按责任方", "Verified complaints and measures, by party"),
        notes=(
            edition.scope(),
            say(
                "本期提出的投诉；涉及两方的各计一次。措施的内容见台账，这里只计是否登记。",
                "Complaints raised in the period; one against two parties counts for each. What a measure says is in the"
                " ledger: here it is counted whether one is on record.",
            ),
            edition.source,
        ),
        columns=(
            Column("role", say("责任方类别", "Role"), narrowest=12, longest=20),
            Column("party", say("责任方", "Party"), narrowest=14, grow=1),
            Column("complaints", say("投诉", "Complaints"), "count", 11),
            Column("verified", say("核实", "Verified"), "count", 11),
            Column("with_measure", say("有处理措施", "With a measure"), "count", 13),
            Column("untrue", say("不属实", "Untrue"), "count", 11),
            Column("unstated", say("未注明", "Not stated"), "count", 11),
        ),
        rows=rows,
        empty=say("本期没有投诉。", "No complaints in this period."),
        filtered=True,
    )


def _outcome(edition: Edition, entry: Mapping[str, Any]) -> str:
    return edition.results.label("case_outcome", entry["outcome"], edition.language)


def _case(edition: Edition) -> Text:
    words = edition.results.meta.get("case", {"zh": "对象", "en": "case"})
    return Text(words["zh"], words["en"])


def _event(edition: Edition, which: str) -> str:
    event = edition.of_meta(which)
    if not event:
        return edition.say("开始", "Start") if which == "active_from" else edition.say("结束", "End")
    name = edition.label("event", event)
    return name[:1].upper() + name[1:]


def _if_any(entries: list[dict[str, Any]], key: str, column: Column) -> list[Column]:
    return [column] if any(entry[key] not in (None, "") for entry in entries) else []


SHEETS: Mapping[str, Callable[[Edition], Sheet]] = {
    **{name: partial(standing, name=name) for name in _STANDING},
    "week_callbacks": callbacks,
    "outcomes": outcomes,
    "listed_cases": listed_cases,
    "lacking_items": lacking_items,
    "verified_complaints": verified_complaints,
}
"""What makes the sheet of each table that goes row by row."""
