"""The sheets of the problem items: by kind, part and cause."""

from __future__ import annotations

from analytics.language import Text
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    counted_of,
    dimension_of,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.wording import name_of
from analytics.results.contents import PROBLEMS_BY

_PROBLEMS = {
    "problems_kind": (Text("问题类别", "Problems by kind"), Text("问题件：按类别", "Problem items by kind")),
    "problems_component": (Text("问题部位", "Problems by part"), Text("问题件：按部位", "Problem items by part")),
    "problems_cause": (Text("问题原因", "Problems by cause"), Text("问题件：按原因", "Problem items by cause")),
    "problems_component_cause": (
        Text("部位与原因", "Part and cause"),
        Text("问题件：按部位与原因", "Problem items by part and cause"),
    ),
}


def problems_by(edition: Edition, section: str) -> Sheet:
    """Return the problem items of the period by one or two of their columns, and how many are resolved."""
    say = edition.say
    figures = edition.figures(section)
    by = PROBLEMS_BY[section]
    rows = [
        Row({name: name_of(edition, name, figure["group"][name]) for name in by} | counted_of(figure))
        for figure in figures
    ]
    most = max(figures, key=lambda figure: figure["denominator"])
    name = edition.joined(name_of(edition, name, most["group"][name]) for name in by)
    sheet, title = (edition.in_language(words) for words in _PROBLEMS[section])
    return Sheet(
        code=section,
        name=sheet,
        title=title,
        notes=(
            edition.scope(),
            say(
                "提出：本期提出的问题件。已解决：截止日前已解决的。解决率＝已解决÷提出。",
                "Raised: problem items raised in the period. Resolved: of those, by the as-of day.",
            ),
            edition.source,
        ),
        columns=(
            *(Column(name, dimension_of(edition, name), narrowest=14, longest=30, grow=1) for name in by),
            Column("denominator", say("提出", "Raised"), "count", 9),
            Column("numerator", say("已解决", "Resolved"), "count", 9),
            Column("value", say("解决率", "Resolution rate"), "ratio", 10),
            Column("low", say("区间 下限", "Interval low"), "ratio", 10),
            Column("high", say("区间 上限", "Interval high"), "ratio", 10),
        ),
        rows=rows,
        empty="",
        charts=(
            Chart(
                "bars",
                say(
                    f"最多：{name} {most['denominator']:,.0f} 件，已解决 {most['numerator']:,.0f} 件",
                    f"Most: {name}, {most['denominator']:,.0f} raised, {most['numerator']:,.0f} resolved",
                ),
                categories=by[0],
                series=("denominator", "numerator"),
                form="count",
                axis_title=say("件", "Items"),
                lowest=0,
            ),
        )
        if len(by) == 1
        else (),
    )


def problems(edition: Edition) -> Sheet:
    """Return the problem items by kind and cause together, and by part where one is named."""
    say = edition.say
    entries = edition.listed("problems")
    named = any(entry["component"] for entry in entries)
    part = [Column("component", say("部位", "Part"), narrowest=14, grow=1)] if named else []
    rows = [
        Row(
            {
                "kind": edition.label("problem_kind", entry["kind"]),
                **{column: name_of(edition, column, entry[column]) for column in ("component", "cause")},
                **{key: entry[key] for key in ("items", "resolved", "open")},
            },
            tones={"open": "bad" if entry["open"] else ""},
        )
        for entry in entries
    ]
    return Sheet(
        code="problems",
        name=say("问题件", "Problem items"),
        title=say("问题件：类别、部位与原因", "Problem items by kind, part and cause")
        if named
        else say("问题件：类别与原因", "Problem items by kind and cause"),
        notes=(
            edition.scope(),
            say(
                "本期提出的问题件；一件有几个原因的，在每个原因下各计一次。未结：截止日仍未解决。",
                "Problem items raised in the period; one with several causes counts under each. Open: not resolved by the"
                " as-of day.",
            ),
            edition.source,
        ),
        columns=(
            Column("kind", say("问题类别", "Kind"), narrowest=16, grow=1),
            *part,
            Column("cause", say("原因", "Cause"), narrowest=20, grow=2),
            Column("items", say("提出", "Raised"), "count", 11),
            Column("resolved", say("已解决", "Resolved"), "count", 11),
            Column("open", say("未结", "Open"), "count", 11),
        ),
        rows=rows,
        empty=say("本期没有问题件。", "No problem items in this period."),
        filtered=True,
    )
