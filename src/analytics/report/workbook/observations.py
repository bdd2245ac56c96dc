"""The sheet of the points to note, with room for what is done about them."""

from __future__ import annotations

from analytics.language import Text
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Column, Row, Sheet
from analytics.report.workbook.wording import finding_of, name_of

_OBSERVATIONS = {
    "target_missed": Text("未达目标", "Target missed"),
    "change": Text("变化", "Change"),
    "party": Text("责任人", "Party"),
    "caller_absent": Text("回访人无记录", "Caller without records"),
}


def observations(edition: Edition) -> Sheet:
    """Return what deserves a look, with room for the cause, the measure taken, who and until when."""
    say = edition.say
    rows = []
    for entry in edition.listed("observations"):
        unit = edition.unit(entry["measure"])
        kind, direction = entry["kind"], entry.get("direction")
        rows.append(
            Row(
                {
                    "kind": edition.in_language(_OBSERVATIONS[kind]) if kind in _OBSERVATIONS else kind,
                    "measure": edition.label("measure", entry["measure"]),
                    "about": edition.joined(name_of(edition, dim, code) for dim, code in entry["group"].items())
                    or say("全部", "All"),
                    "finding": finding_of(edition, entry)
                    if kind != "caller_absent"
                    else say("本期没有回访记录", "No callback in the period"),
                    "value": entry["value"],
                    "numerator": entry["numerator"],
                    "denominator": entry["denominator"],
                    "reference": entry["reference"],
                },
                forms={"value": unit, "reference": unit},
                tones={"kind": "good" if direction in ("better", edition.wished(entry["measure"])) else "bad"},
            )
        )
    return Sheet(
        code="observations",
        name=say("要点", "Points to note"),
        title=say(f"{edition.period}需要注意的事项", f"Points to note, {edition.period}"),
        notes=(
            edition.scope(),
            say(
                "目标未达到的指标，以及超出偶然波动的变化。参照：目标、去年同期、总体或上期。右侧三栏由责任部门手工填写。",
                "Targets missed, and changes beyond chance. Reference: target, year before, overall or previous period."
                " The last three columns are filled by hand.",
            ),
            edition.source,
        ),
        columns=(
            Column("kind", say("类别", "Kind"), narrowest=11, longest=18),
            Column("measure", say("指标", "Measure"), narrowest=11, longest=18),
            Column("about", say("对象", "About"), narrowest=10, longest=22),
            Column("finding", say("情况", "Finding"), narrowest=12, longest=24),
            Column("value", say("本期", "Value"), "ratio"),
            Column("numerator", say("分子", "Numerator"), "count"),
            Column("denominator", say("分母", "Denominator"), "count"),
            Column("reference", say("参照", "Reference"), "ratio"),
            Column("cause", say("原因与措施", "Cause and measure"), grow=1, narrowest=22),
            Column("owner", say("责任人", "Owner"), narrowest=10),
            Column("until", say("完成期限", "Until"), narrowest=11),
        ),
        rows=rows,
        empty=say("本期没有需要注意的事项。", "Nothing to note in this period."),
        landscape=True,
    )
