"""The sheets of satisfaction: month by month, and question by question."""

from __future__ import annotations

import math
from typing import Any

from analytics.present import labels
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    STATUS_TONES,
    arms_of,
    counted_of,
    figure_columns,
    lowest_of,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.wording import finding_of, status_of


def trend(edition: Edition) -> Sheet:
    """Return satisfaction month by month, the share of the satisfied and the score, with a line chart of each."""
    say = edition.say
    by_period: dict[str, dict[str, dict[str, Any]]] = {}
    for figure in edition.figures("satisfaction_trend", "trend"):
        by_period.setdefault(figure["period"], {})[figure["measure"]] = figure
    rows = []
    for period, figures in by_period.items():
        values: dict[str, Any] = {"period": period}
        for measure, figure in figures.items():
            values |= {f"{measure}:{key}": value for key, value in counted_of(figure).items()}
        values["target"] = figures.get("satisfaction_rate", {}).get("target")
        rows.append(Row(values))
    rates = [figures["satisfaction_rate"] for figures in by_period.values() if "satisfaction_rate" in figures]
    scores = [figures["satisfaction_score"] for figures in by_period.values() if "satisfaction_score" in figures]
    has_target = any(figure["target"] is not None for figure in rates)
    columns = [
        Column("period", say("月份", "Month"), narrowest=9),
        Column("satisfaction_rate:value", say("满意率", "Satisfied"), "ratio", 7.5),
        Column("satisfaction_rate:numerator", say("满意", "Satisfied count"), "count", 6.5),
        Column("satisfaction_rate:denominator", say("回答", "Answers"), "count", 6.5),
        Column("satisfaction_rate:low", say("满意率 下限", "Low"), "ratio", 7.5),
        Column("satisfaction_rate:high", say("满意率 上限", "High"), "ratio", 7.5),
    ]
    if has_target:
        columns.append(Column("target", say("满意率 目标", "Target"), "ratio", 7.5))
    columns += [
        Column("satisfaction_score:value", say("满意度 得分", "Score"), "score", 7.5),
        Column("satisfaction_score:low", say("得分 下限", "Score low"), "score", 7),
        Column("satisfaction_score:high", say("得分 上限", "Score high"), "score", 7),
    ]
    return Sheet(
        code="satisfaction_trend",
        name=say("满意度趋势", "Satisfaction trend"),
        title=say(f"满意度：最近 {len(rows)} 个月", f"Satisfaction, the last {len(rows)} months"),
        notes=(
            edition.scope(),
            say(
                "满意率＝满意及以上的回答÷回答；得分为 0–100 分，与满意率用同一批回答。上下限为 95% 置信区间。",
                "Satisfied = answers at or above satisfied / answers; the score runs from 0 to 100 over the same answers."
                " Low and high are the 95 % interval.",
            ),
            edition.source,
        ),
        columns=columns,
        rows=rows,
        empty="",
        landscape=True,
        beside=True,
        charts=(
            Chart(
                "line",
                _trend_title(edition, "satisfaction_rate", rates),
                categories="period",
                series=("satisfaction_rate:value", "target") if has_target else ("satisfaction_rate:value",),
                interval=("satisfaction_rate:low", "satisfaction_rate:high"),
                axis_title=say("满意率", "Satisfied"),
                lowest=_floor(rates, 10) / 10,
                highest=1,
            ),
            Chart(
                "line",
                _trend_title(edition, "satisfaction_score", scores),
                categories="period",
                series=("satisfaction_score:value",),
                interval=("satisfaction_score:low", "satisfaction_score:high"),
                form="score",
                axis_title=say("得分", "Score"),
                lowest=_floor(scores, 0.1) * 10,
                highest=100,
            ),
        ),
    )


def _floor(figures: list[dict[str, Any]], steps: float) -> int:
    """Return the step below the lowest limit, where the chart's scale begins."""
    return math.floor(min((figure["low"] for figure in figures if figure["low"] is not None), default=0) * steps)


def _trend_title(edition: Edition, measure: str, figures: list[dict[str, Any]]) -> str:
    """Return what the line says: the last value, and since when it changes if that is beyond chance."""
    name = edition.label("measure", measure)
    known = [figure for figure in figures if figure["value"] is not None]
    if not known:
        return name
    last = known[-1]
    value = labels.amount(last["value"], edition.unit(measure))
    month = edition.period_title(last["period"])
    title = edition.say(f"{name}：{month} {value}", f"{name}: {value} in {month}")
    for entry in edition.listed("observations"):
        if entry["kind"] == "change" and entry["measure"] == measure:
            found = finding_of(edition, entry)
            return edition.say(f"{title}，{found}", f"{title}, {found[:1].lower()}{found[1:]}")
    return title


def dimensions(edition: Edition) -> Sheet:
    """Return the satisfied share of every question asked."""
    say = edition.say
    figures = edition.figures("satisfaction_dimension")
    rows = [
        Row(
            {
                "dimension": edition.label("dimension", figure["group"]["dimension"]),
                **counted_of(figure),
                "target": figure["target"],
                "status": status_of(edition, figure),
            },
            tones={"status": STATUS_TONES.get(figure["status"] or "", "")},
        )
        for figure in figures
    ]
    return Sheet(
        code="satisfaction_dimension",
        name=say("满意度分项", "Satisfaction by item"),
        title=say("满意率：按分项", "Satisfied share by item"),
        notes=(
            edition.scope(),
            say("满意：满意及以上的回答。回答：接通回访中对该项的回答。", "Satisfied: answers at or above satisfied."),
            edition.source,
        ),
        columns=(
            Column("dimension", say("分项", "Item"), narrowest=12, longest=24, grow=1),
            *figure_columns(
                edition, say("满意", "Satisfied count"), say("回答", "Answers"), say("满意率", "Satisfied")
            ),
            *(
                (
                    Column("target", say("目标", "Target"), "ratio", 8),
                    Column("status", say("达标 情况", "Status"), narrowest=9.5),
                )
                if any(figure["target"] is not None for figure in figures)
                else ()
            ),
        ),
        rows=rows,
        empty="",
        arms=arms_of(edition),
        charts=(
            Chart(
                "bars",
                lowest_of(
                    edition,
                    figures,
                    lambda figure: edition.label("dimension", figure["group"]["dimension"]),
                    edition.label("measure", "satisfaction_rate"),
                ),
                categories="dimension",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("满意率与 95% 区间", "Satisfied share and 95 % interval"),
                lowest=0,
                highest=1,
            ),
        ),
    )
