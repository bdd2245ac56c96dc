"""Charts for exploring: one measure over time, or its groups against the total. No arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from analytics.language import Language, Text
from analytics.measures.evaluate import Figure
from analytics.measures.measure import Measure
from analytics.policy.pack import Policy
from analytics.present import charts, labels
from analytics.results.labels import Labels, labels_of

_NOT_GIVEN = Text(zh="未填写", en="Not given")


def trend_chart(measure: Measure, figures: Sequence[Figure], language: Language) -> Any:
    """Draw a measure period by period with its interval and target."""
    unit = measure.kind
    target = next((figure.target for figure in figures if figure.target is not None), None)
    shown = [figure for figure in figures if figure.value is not None]
    title = measure.title.in_language(language)
    series = charts.Series(
        name=Text(zh=f"{title}（带 95% 区间）", en=f"{title} with 95% interval").in_language(language),
        values=[figure.value for figure in figures],
        lows=[figure.low for figure in figures],
        highs=[figure.high for figure in figures],
        hovers=[f"{figure.period}\n{figure_words(figure, unit)}" for figure in figures],
        last_label=labels.amount(shown[-1].value, unit) if shown else "",
        target=target,
        target_label=Text(zh=f"目标 {labels.goal(target, unit)}", en=f"Target {labels.goal(target, unit)}").in_language(
            language
        ),
        is_ratio=unit == "ratio",
    )
    return charts.trend(title, [labels.tick(figure.period, language) for figure in figures], [series]).figure()


def groups_chart(measure: Measure, policy: Policy, figures: Sequence[Figure], total: Figure, language: Language) -> Any:
    """Draw each group of a measure with its interval against the total; parties with few cases are hollow."""
    unit = measure.kind
    words = group_labels(policy, figures)
    marks = []
    for figure in figures:
        name = " · ".join(group_words(words, figure, language)) or labels.period(figure.period, language)
        # The picture of a ratio cuts the long intervals of few cases; that of a score runs from 0 to 100 anyhow.
        is_party = unit == "ratio" and any(dimension.startswith("party:") for dimension in figure.group)
        marks.append(
            charts.Mark(
                name=name,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                label=f"<b>{labels.amount(figure.value, unit)}</b><br>{labels.counts(figure.numerator, figure.denominator)}",
                hover=f"{name}\n{figure_words(figure, unit)}",
                look="few" if is_party and figure.denominator < policy.minimum_cases else "plain",
            )
        )
    heading = f"{measure.title.in_language(language)} · {labels.period(total.period, language)}"
    whole = labels.amount(total.value, unit)
    reference = Text(zh=f"合计 {whole}", en=f"Total {whole}").in_language(language)
    chart = charts.intervals(heading, marks, reference=total.value, reference_label=reference)
    if unit == "score":
        axis = {**chart.layout["xaxis"], "tickformat": ".0f", "range": [0, 100]}
        chart = replace(chart, layout={**chart.layout, "xaxis": axis})
    return chart.figure()


def figure_words(figure: Figure, unit: str) -> str:
    """Return a figure as text: value, counts and interval."""
    interval = labels.interval(figure.low, figure.high, unit)
    return f"{labels.amount(figure.value, unit)}  {labels.counts(figure.numerator, figure.denominator)}  {interval}"


def group_labels(policy: Policy, figures: Sequence[Figure]) -> Labels:
    """Return the words for the codes of the groups."""
    categories = {figure.group["category"] for figure in figures if "category" in figure.group}
    return labels_of(policy, sorted(categories))


def group_words(words: Labels, figure: Figure, language: Language) -> list[str]:
    """Return the groups of a figure in words; a party or caller reads as it is written."""
    said = []
    for dimension, code in figure.group.items():
        known = words.get(dimension, {}).get(code)
        said.append((Text(**known) if known else Text(zh=code, en=code) if code else _NOT_GIVEN).in_language(language))
    return said
