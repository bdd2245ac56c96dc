"""The sheet of the headline figures, beside their target, the period before and a year before."""

from __future__ import annotations

from typing import Any

from analytics.present import labels
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    STATUS_TONES,
    counted_of,
    figure_columns,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.styles import Form, Tone
from analytics.report.workbook.wording import change_of, signal_of, status_of


def headline(edition: Edition) -> Sheet:
    """Return the headline figures beside their target, the period before and a year before."""
    say = edition.say
    before = {
        name: {figure["measure"]: figure for figure in edition.figures("headline", name)}
        for name in ("previous", "year_before")
    }
    counted = {
        figure["measure"]
        for figure in edition.figures("headline")
        if any(
            row and row["denominator"] for row in (figure, *(rows.get(figure["measure"]) for rows in before.values()))
        )
    }
    # The chart takes the first rows: ratios, those that counted something before the others.
    figures = sorted(
        edition.figures("headline"),
        key=lambda figure: (edition.unit(figure["measure"]) == "score", figure["measure"] not in counted),
    )
    ratios = [
        figure for figure in figures if edition.unit(figure["measure"]) == "ratio" and figure["value"] is not None
    ]
    missed = [edition.label("measure", figure["measure"]) for figure in figures if figure["status"] == "missed"]
    rows = []
    for figure in figures:
        unit = edition.unit(figure["measure"])
        change: Form = "score_change" if unit == "score" else "ratio_change"
        values: dict[str, Any] = {"measure": edition.label("measure", figure["measure"]), **counted_of(figure)}
        forms: dict[str, Form] = dict.fromkeys(("value", "low", "high", "target"), unit)
        values |= {"target": figure["target"], "status": status_of(edition, figure)}
        signals = [signal_of(edition, figure)] if figure["signal"] else []
        for name, earlier in before.items():
            other = earlier.get(figure["measure"])
            if other is None:
                continue
            values |= {f"{name}:{key}": other[key] for key in ("value", "numerator", "denominator")}
            values[f"{name}:change"] = change_of(edition, other)
            forms |= {f"{name}:value": unit, f"{name}:change": change}
            if other["signal"]:
                against = (
                    say("比上期", " against previous") if name == "previous" else say("比同期", " against year before")
                )
                signals.append(edition.say(against + signal_of(edition, other), signal_of(edition, other) + against))
        values["signal"] = edition.joined(signals)
        if figure["target"] is None:
            values["status"] = say("未设目标", "No target")
        tones: dict[str, Tone] = {"status": STATUS_TONES.get(figure["status"] or "", "muted")}
        rows.append(Row(values, forms=forms, tones=tones))
    previous = edition.period_title(edition.of_meta("previous_period"))
    year_before = edition.period_title(edition.of_meta("year_before_period"))
    return Sheet(
        code="headline",
        name=say("主要指标", "Headline figures"),
        title=say(f"{edition.period}主要指标", f"Headline figures, {edition.period}"),
        notes=(
            edition.scope(
                say(f"上期＝{previous}", f"previous = {previous}"),
                say(f"同期＝{year_before}", f"a year before = {year_before}"),
            ),
            say(
                "区间为 95% 置信区间。“较上期”“较同期”为本期减去该期：比率为百分点，得分为分。“新增”表示该期没有可比的数。"
                "空白表示没有分母，不计算。“变化”只在超出偶然波动时填写。",
                "Intervals are 95 %. Changes are this period less the other: percentage points for ratios, points for scores."
                " “new” = nothing to compare with. Empty = no denominator. “Signal” is given only beyond chance.",
            ),
            edition.source,
        ),
        columns=(
            Column("measure", say("指标", "Measure"), narrowest=13, longest=22, grow=1),
            *figure_columns(edition),
            Column("target", say("目标", "Target"), "ratio"),
            Column("status", say("达标 情况", "Status"), narrowest=9.5, longest=11),
            Column("previous:value", say("上期", "Previous"), "ratio", 8),
            Column("previous:numerator", say("上期 分子", "Previous numerator"), "count"),
            Column("previous:denominator", say("上期 分母", "Previous denominator"), "count"),
            Column("previous:change", say("较上期", "Change"), "ratio_change", 8),
            Column("year_before:value", say("同期", "Year before"), "ratio", 8),
            Column("year_before:numerator", say("同期 分子", "Year before numerator"), "count"),
            Column("year_before:denominator", say("同期 分母", "Year before denominator"), "count"),
            Column("year_before:change", say("较同期", "Change on year before"), "ratio_change", 8),
            Column("signal", say("变化", "Signal"), narrowest=9.5, longest=16),
        ),
        rows=rows,
        empty=say("本期没有指标。", "No figures in this period."),
        landscape=True,
        charts=(
            Chart(
                "columns",
                (
                    say("未达标：", "Target missed: ") + labels.listed(missed, edition.language, most=6)
                    if missed
                    else say("有目标的指标都达标或接近目标", "Every target is met or near")
                    if any(figure["status"] for figure in figures)
                    else say("本期与上期、去年同期", "This period, the one before and a year before")
                ),
                categories="measure",
                series=("value", "previous:value", "year_before:value"),
                axis_title=say("比率", "Ratio"),
                lowest=0,
                highest=1,
                rows=sum(edition.unit(measure) == "ratio" for measure in counted),
            ),
        )
        if ratios
        else (),
    )
