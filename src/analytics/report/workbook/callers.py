"""The sheet of the callers: whom they reached, now and in the period before."""

from __future__ import annotations

from typing import Any

from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    LONG_TABLE,
    arms_of,
    counted_of,
    figure_columns,
    lowest_of,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.wording import change_of, name_of, signal_of


def callers(edition: Edition) -> Sheet:
    """Return the reach rate of every caller beside the period before."""
    say = edition.say
    before = {figure["group"]["caller"]: figure for figure in edition.figures("callers", "previous")}
    rows = []
    for figure in edition.figures("callers"):
        caller = figure["group"]["caller"]
        values: dict[str, Any] = {"caller": name_of(edition, "caller", caller), **counted_of(figure)}
        if caller in before:
            values |= {f"previous:{key}": before[caller][key] for key in ("value", "numerator", "denominator")}
            values["change"] = change_of(edition, before[caller])
        values["signal"] = signal_of(edition, figure)
        rows.append(Row(values))
    absent = [
        name_of(edition, "caller", entry["group"]["caller"])
        for entry in edition.listed("observations")
        if entry["kind"] == "caller_absent"
    ]
    names = edition.joined(absent)
    numerator, denominator = edition.definition("reach_rate")
    figures = edition.figures("callers")
    long = len(figures) > LONG_TABLE
    return Sheet(
        code="callers",
        name=say("回访人", "Callers"),
        title=say("各回访人的接通率", "Reach rate by caller"),
        notes=(
            edition.scope(say("上期＝", "previous = ") + edition.period_title(edition.of_meta("previous_period"))),
            say(
                f"接通：{numerator}。拨访：{denominator}。空白表示本期没有拨访。较上期为百分点。",
                f"Reached: {numerator}. Tried: {denominator}. Empty = no callback in the period. Change in percentage points.",
            ),
            edition.source,
        ),
        columns=(
            Column("caller", say("回访人", "Caller"), narrowest=12, longest=24, grow=1),
            *figure_columns(edition, say("接通", "Reached"), say("拨访", "Tried"), say("接通率", "Reach rate")),
            Column("previous:value", say("上期", "Previous"), "ratio", 8),
            Column("previous:numerator", say("上期 接通", "Previous reached"), "count", 8),
            Column("previous:denominator", say("上期 拨访", "Previous tried"), "count", 8),
            Column("change", say("较上期", "Change"), "ratio_change", 8),
            Column("signal", say("变化", "Signal"), narrowest=8, longest=11),
        ),
        rows=rows,
        empty="",
        landscape=long,
        beside=long,
        arms=arms_of(edition),
        charts=(
            Chart(
                "bars",
                say(f"{names} 本期没有拨访记录", f"No callback by {names} in this period")
                if absent
                else lowest_of(
                    edition,
                    figures,
                    lambda figure: name_of(edition, "caller", figure["group"]["caller"]),
                    edition.label("measure", "reach_rate"),
                ),
                categories="caller",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("接通率与 95% 区间", "Reach rate and 95 % interval"),
                lowest=0,
                highest=1,
            ),
        ),
    )
