"""The sheets of the complaint ratio, one for the parties of each role."""

from __future__ import annotations

import math
from typing import Any

from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    LONG_TABLE,
    SIGNAL_TONES,
    arms_of,
    counted_of,
    figure_columns,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.wording import signal_of


def party(edition: Edition, role: str) -> Sheet:
    """Return the complaint ratio of every party of a role, with counts and interval; few cases carry no flag."""
    say, section = edition.say, f"complaint_{role}"
    name = edition.label("party", role)
    figures = edition.figures(section)
    rows, worse, faint = [], [], []
    for number, figure in enumerate(figures):
        member = figure["group"][f"party:{role}"] or edition.label("party", "")
        flag = signal_of(edition, figure)
        tone = SIGNAL_TONES.get(figure["signal"] or "", "")
        if figure["few"]:
            flag, tone = say("数量少，不作判断", "Few cases, no flag"), "muted"
            faint.append(number)
        elif figure["signal"] == "worse":
            worse.append((number, member))
        rows.append(Row({"member": member, **counted_of(figure), "flag": flag}, tones={"flag": tone}))
    rows += [
        Row({"member": say("合计", "Total"), **counted_of(figure)}, total=True)
        for figure in edition.figures(section, "total")
    ]
    numerator, denominator = edition.definition("complaint_ratio")
    names = edition.joined(str(member) for _, member in worse)
    long = len(figures) > LONG_TABLE
    return Sheet(
        code=section,
        name=name,
        title=say(f"{name}的被投诉比率", f"Complaint ratio by {name.lower()}"),
        notes=(
            edition.scope(),
            say(
                f"被投诉数：{numerator}。经手数：{denominator}。",
                f"Complained of: {numerator}. Handled: {denominator}.",
            ),
            say(
                "合计行：有两名责任人的只计一次，所以可以小于各行之和。提示只在超出偶然时给出；数量少的不排名、不提示（图中浅灰）。",
                "Total: what has two parties counts once, so that it may be less than the sum. A flag is given only beyond"
                " chance; few cases carry none (light grey in the chart).",
            ),
            edition.source,
        ),
        columns=(
            Column("member", name, narrowest=12, longest=24, grow=1),
            *figure_columns(
                edition,
                say("被投诉数", "Complained of"),
                say("经手数", "Handled"),
                say("被投诉 比率", "Complaint ratio"),
            ),
            Column("flag", say("提示", "Flag"), narrowest=21, longest=26, grow=0.3),
        ),
        rows=rows,
        empty="",
        landscape=long,
        beside=long,
        arms=arms_of(edition),
        charts=(
            Chart(
                "bars",
                say(f"{name}：{names}的被投诉比率明显偏高（超出偶然）", f"{name}: {names} clearly high, beyond chance")
                if worse
                else say(f"{name}：没有被投诉比率明显偏高的", f"{name}: none is clearly high"),
                categories="member",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("被投诉比率与 95% 区间", "Complaint ratio and 95 % interval"),
                lowest=0,
                highest=_ceiling(figures),
                marked=frozenset(number for number, _ in worse),
                faint=frozenset(faint),
            ),
        ),
    )


def _ceiling(figures: list[dict[str, Any]]) -> float:
    """Return the tenth above the highest limit, where the chart's scale ends."""
    highest = max((figure["high"] for figure in figures if figure["high"] is not None), default=1.0)
    return min(1.0, math.ceil(highest * 10) / 10)
