"""The sheet of the definitions."""

from __future__ import annotations

from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Column, Row, Sheet


def definitions(edition: Edition) -> Sheet:
    """Return what every figure means."""
    say = edition.say
    key = "en" if edition.language == "en" else "zh"
    directions = {"higher": say("越高越好", "Higher"), "lower": say("越低越好", "Lower")}
    units = {"ratio": say("比率（%）", "Ratio (%)"), "score": say("得分（0–100）", "Score (0–100)")}
    rows = [
        Row(
            {
                "title": entry["title"][key],
                "numerator": entry["numerator"][key],
                "denominator": entry["denominator"][key],
                "direction": directions.get(entry["direction"] or "", ""),
                "unit": units.get(entry["unit"], entry["unit"]),
                "note": entry["note"][key] if "note" in entry else "",
            }
        )
        for entry in edition.results.definitions
    ]
    return Sheet(
        code="definitions",
        name=say("指标定义", "Definitions"),
        title=say("指标定义", "What the figures mean"),
        notes=(
            edition.scope(),
            say(
                "比率一律为分子合计÷分母合计，不对比率求和或平均；分子中的每一项都在分母之中。分母为零时不给数。",
                "A ratio is always the sum of numerators over the sum of denominators, never a mean of ratios; every member of"
                " the numerator is one of the denominator. No denominator, no figure.",
            ),
            edition.source,
        ),
        columns=(
            Column("title", say("指标", "Measure"), narrowest=14, longest=22),
            Column("numerator", say("分子", "Numerator"), narrowest=26, longest=38, grow=1),
            Column("denominator", say("分母", "Denominator"), narrowest=26, longest=38, grow=1),
            Column("direction", say("方向", "Better"), narrowest=10),
            Column("unit", say("单位", "Unit"), narrowest=13),
            Column("note", say("说明", "Note"), narrowest=16, longest=40, grow=0.5),
        ),
        rows=rows,
        empty="",
        landscape=True,
    )
