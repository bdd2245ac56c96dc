"""Figures as charts: one message each, labelled directly, with target and uncertainty; no arithmetic on figures.

A chart is plain data in plotly's form, so that a report draws it without importing plotly; ``Chart.figure()`` gives the
plotly object to whoever wants to change it. Colours are Okabe and Ito's, told apart by colour-blind readers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

BLUE, SKY, GREEN, ORANGE, VERMILLION, PURPLE = "#0072B2", "#56B4E9", "#009E73", "#E69F00", "#D55E00", "#CC79A7"
DARK_PURPLE = "#a03f7a"
INK, SOFT_INK, GRID = "#1b1f24", "#57606a", "#e3e6ea"
FONT = (
    '-apple-system,"Segoe UI",Roboto,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",'
    '"WenQuanYi Micro Hei",Arial,sans-serif'
)
REST = "rest"
"""What is left of a rule that asks for a share only: nobody in particular was missed."""
BUCKET_COLOURS = {
    "on_time": GREEN,
    "late": SKY,
    "refused": PURPLE,
    "unreached": ORANGE,
    "missed": VERMILLION,
    "pending": "#b6bcc4",
    "excluded": "#e1e4e8",
    REST: "#cdd3d9",
}
# A pattern beside the colour, so that the states stay apart on a grey print.
BUCKET_PATTERNS = {"late": "/", "refused": "x", "missed": "\\", "excluded": "."}
TITLE_WIDTH = 76
TITLE_LINE = 24
FEW_SPACE = 1.12  # room for the end mark of an interval that is cut right of its value
# Where nobody has a complaint there is still an axis to see it on.
LEAST_SPACE = 0.1


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: the message it tells and plotly's data for it."""

    title: str
    data: list[dict[str, Any]]
    layout: dict[str, Any] = field(default_factory=dict)

    def as_plotly(self) -> dict[str, Any]:
        """Return the chart with its message as title, as a notebook shows it.

        ``layout.meta.title_space`` is what the title takes of the height: a page that prints the message itself takes it off.
        """
        lines = wrapped(self.title, TITLE_WIDTH)
        space = TITLE_LINE * len(lines) + 12
        margin = dict(self.layout["margin"])
        margin["t"] += space
        title = {
            "text": "<br>".join(lines),
            "x": 0,
            "xref": "paper",
            "xanchor": "left",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 8},
            "font": {"size": 16},
        }
        layout = {**self.layout, "title": title, "margin": margin, "height": self.layout["height"] + space}
        return {"data": self.data, "layout": {**layout, "meta": {"title_space": space}}}

    def figure(self) -> Any:
        """Return the chart as a plotly figure, checked by plotly."""
        from plotly.graph_objects import Figure

        return Figure(self.as_plotly())

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        return {"application/vnd.plotly.v1+json": self.as_plotly(), "text/plain": self.title}


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of an interval chart: a name, a value with its interval, and how it is drawn.

    ``look`` is ``plain``, ``flag`` (more than chance) or ``few`` (too few cases to judge: hollow, never flagged).
    """

    name: str
    value: float | None
    low: float | None
    high: float | None
    label: str
    hover: str
    look: str = "plain"


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time, with its interval and target; periods without a value are gaps."""

    name: str
    values: Sequence[float | None]
    lows: Sequence[float | None]
    highs: Sequence[float | None]
    hovers: Sequence[str]
    last_label: str
    target: float | None = None
    target_label: str = ""
    is_ratio: bool = True


def escaped(text: str) -> str:
    """Return a ledger's text so that plotly shows it as it stands: its labels understand markup."""
    return html.escape(text, quote=False)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wrapped(text: str, width: int, most: int = 3) -> list[str]:
    """Return *text* in lines of at most *width* (a Chinese character counts two), escaped; the rest is cut with …."""
    lines = [""]
    for token in re.findall(r"\s+|[\u2e80-\uffff]|[^\s\u2e80-\uffff]+", text):
        if _width(lines[-1] + token) > width and lines[-1]:
            lines.append("")
        rest = token if lines[-1] else token.lstrip()
        while _width(rest) > width:
            lines[-1] = rest[:width]
            lines.append("")
            rest = rest[width:]
        lines[-1] += rest
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return [escaped(line.rstrip()) for line in lines]


def _hover(text: str) -> str:
    return escaped(text).replace("\n", "<br>")


def _layout(height: int, **given: Any) -> dict[str, Any]:
    return {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 8, "r": 72, "t": 30, "b": 34},
        "showlegend": False,
        "hovermode": "closest",
        "hoverlabel": {"bgcolor": "#ffffff", "font": {"color": INK}},
        "dragmode": False,
        **given,
    }


def _names_axis(names: Sequence[str], places: Sequence[int]) -> dict[str, Any]:
    return {
        "tickvals": list(places),
        "ticktext": ["<br>".join(wrapped(name, 18, most=2)) + "  " for name in names],
        "range": [len(names) - 0.4, -0.6],
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "showgrid": False,
        "tickfont": {"size": 13},
    }


def _beside(places: Sequence[int], labels: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "x": 1,
            "xref": "paper",
            "xanchor": "left",
            "xshift": 8,
            "y": place,
            "yref": "y",
            "text": label,
            "align": "left",
            "showarrow": False,
            "font": {"size": 12},
        }
        for place, label in zip(places, labels, strict=True)
    ]


def intervals(title: str, marks: Sequence[Mark], *, reference: float | None, reference_label: str) -> Chart:
    """Draw values with their intervals, one line each, against one reference line.

    The axis ends where the longest interval of a judged value ends; one of few cases that runs on is cut there and its
    end marked.
    """
    places = list(range(len(marks)))
    data: list[dict[str, Any]] = []
    # Intervals of parties with few cases run far out and would squeeze the others; values all stay in the picture.
    ends = [mark.high for mark in marks if mark.look != "few" and mark.high is not None]
    ends += [mark.value * (FEW_SPACE if mark.look == "few" else 1.0) for mark in marks if mark.value is not None]
    ends += [reference] if reference is not None else []
    starts = [mark.low for mark in marks if mark.low is not None] + ([reference] if reference is not None else [])
    far_from_zero = min(starts, default=0.0) > 0.5
    end = min(1.02, max(max(ends, default=1.0) * 1.06, LEAST_SPACE))
    axis = {
        "tickformat": ".0%",
        "range": [min(starts) - 0.03 if far_from_zero else -0.01, end],
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "nticks": 6,
    }
    cut = [
        (place, mark) for place, mark in zip(places, marks, strict=True) if mark.high is not None and mark.high > end
    ]
    looks = {
        "plain": {"symbol": "circle", "color": BLUE, "size": 10},
        "flag": {"symbol": "diamond", "color": VERMILLION, "size": 13},
        "few": {"symbol": "circle-open", "color": SOFT_INK, "size": 10, "line": {"width": 1.5}},
    }
    for look, marker in looks.items():
        chosen = [(place, mark) for place, mark in zip(places, marks, strict=True) if mark.look == look]
        if not chosen:
            continue
        line = {
            "color": marker["color"],
            "width": 3 if look == "flag" else 2,
            "dash": "dot" if look == "few" else "solid",
        }
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [x for _, mark in chosen for x in (mark.low, mark.high and min(mark.high, end), None)],
                "y": [y for place, _ in chosen for y in (place, place, None)],
                "line": line,
                "hoverinfo": "skip",
            }
        )
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [mark.value for _, mark in chosen],
                "y": [place for place, _ in chosen],
                "marker": marker,
                "customdata": [_hover(mark.hover) for _, mark in chosen],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        )
    if cut:
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [end] * len(cut),
                "y": [place for place, _ in cut],
                "marker": {"symbol": "arrow-right", "color": SOFT_INK, "size": 9},
                "hoverinfo": "skip",
            }
        )
    notes = _beside(places, [mark.label for mark in marks])
    yaxis = _names_axis([mark.name for mark in marks], places)
    if reference is not None:
        # A line of data rather than a shape: the grid runs over shapes, and marks belong in front.
        line = {"color": INK, "width": 1.5, "dash": "dash"}
        upright = {"x": [reference, reference], "y": yaxis["range"]}
        data.insert(0, {"type": "scatter", "mode": "lines", **upright, "line": line, "hoverinfo": "skip"})
        notes.append(
            {
                "x": reference,
                "y": 1,
                "yref": "paper",
                "yanchor": "bottom",
                "text": escaped(reference_label),
                "showarrow": False,
                "font": {"size": 12},
            }
        )
    height = 76 + 40 * len(marks)
    return Chart(title, data, _layout(height, xaxis=axis, yaxis=yaxis, annotations=notes))


def states(
    title: str, names: Sequence[str], parts: Sequence[tuple[str, str, Sequence[int]]], labels: Sequence[str]
) -> Chart:
    """Draw how the obligations of each rule ended: one bar a rule, one part a bucket (code, name, counts)."""
    places = list(range(len(names)))
    data = []
    for bucket, bucket_name, numbers in parts:
        if not any(numbers):
            continue
        data.append(
            {
                "type": "bar",
                "orientation": "h",
                "name": bucket_name,
                "x": list(numbers),
                "y": places,
                "text": [str(number) if number else "" for number in numbers],
                "textposition": "inside",
                "insidetextanchor": "middle",
                "textangle": 0,
                "marker": {
                    "color": BUCKET_COLOURS[bucket],
                    "line": {"color": "#ffffff", "width": 1},
                    "pattern": {
                        "shape": BUCKET_PATTERNS.get(bucket, ""),
                        "fgcolor": "rgba(255,255,255,0.45)",
                        "size": 6,
                        "solidity": 0.2,
                        "fillmode": "overlay",
                    },
                },
                "customdata": [[escaped(name), number] for name, number in zip(names, numbers, strict=True)],
                "hovertemplate": "%{customdata[0]}<br>" + bucket_name + " %{customdata[1]}<extra></extra>",
            }
        )
    xaxis = {"visible": False, "fixedrange": True, "range": [0, 100]}
    layout = _layout(
        20 + 46 * len(names),
        xaxis=xaxis,
        yaxis=_names_axis(names, places),
        barmode="stack",
        barnorm="percent",
        bargap=0.34,
        uniformtext={"mode": "hide", "minsize": 10},
        annotations=_beside(places, labels),
        margin={"l": 8, "r": 72, "t": 6, "b": 6},
    )
    return Chart(title, data, layout)


def trend(
    title: str, periods: Sequence[str], series: Sequence[Series], *, since: tuple[int, str] | None = None
) -> Chart:
    """Draw measures over the same periods below each other: line, interval band, target, last value in words.

    ``since`` names one place of the first measure, where something began that the title tells.
    """
    spaces = {1: [(0.0, 1.0)], 2: [(0.48, 1.0), (0.0, 0.32)]}[len(series)]
    data: list[dict[str, Any]] = []
    notes: list[dict[str, Any]] = []
    layout = _layout(260 + 160 * (len(series) - 1), margin={"l": 8, "r": 84, "t": 30, "b": 48})
    every = max(1, len(periods) // 6)
    ticks = list(range(len(periods) - 1, -1, -every))[::-1]
    layout["xaxis"] = {
        "tickvals": ticks,
        "ticktext": ["<br>".join(escaped(line) for line in periods[place].split("\n")) for place in ticks],
        "range": [-0.5, len(periods) - 0.5],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": GRID,
        "anchor": f"y{len(series)}" if len(series) > 1 else "y",
        "tickangle": 0,
        "tickfont": {"size": 11},
    }
    for number, (line, (bottom, top)) in enumerate(zip(series, spaces, strict=True)):
        name = f"y{number + 1}" if number else "y"
        layout[f"yaxis{number + 1 if number else ''}"] = {
            "domain": [bottom, top],
            "tickformat": ".0%" if line.is_ratio else ".0f",
            "gridcolor": GRID,
            "zeroline": False,
            "fixedrange": True,
            "automargin": True,
            "nticks": 5,
            "tickfont": {"size": 11},
        }
        data += _line(line, name, BLUE if number == 0 else PURPLE)
        notes.append(
            {
                "x": 0,
                "xref": "paper",
                "xanchor": "left",
                "y": top,
                "yref": "paper",
                "yanchor": "bottom",
                "text": escaped(line.name),
                "showarrow": False,
                "font": {"size": 13, "color": SOFT_INK},
                "yshift": 6,
            }
        )
        notes += _last_labels(line, name, BLUE if number == 0 else DARK_PURPLE)
    if since is not None:
        place, words = since
        notes.append(
            {
                "x": place,
                "y": series[0].values[place],
                "text": escaped(words),
                "showarrow": True,
                "arrowhead": 0,
                "arrowwidth": 1,
                "arrowcolor": SOFT_INK,
                "ax": 14,
                "ay": -44,
                "xanchor": "left",
                "font": {"size": 12},
            }
        )
    layout["annotations"] = notes
    return Chart(title, data, layout)


def _last_labels(line: Series, axis: str, colour: str) -> list[dict[str, Any]]:
    """Name the last value and the target at the right end; each stands on its own side, so that they never meet."""
    last = max((place for place, value in enumerate(line.values) if value is not None), default=None)
    if last is None:
        return []
    value = line.values[last]
    is_above = line.target is None or (value is not None and value >= line.target)
    anchors = ("middle", "middle") if line.target is None else ("bottom", "top") if is_above else ("top", "bottom")
    ends = [(value, f"<b>{escaped(line.last_label)}</b>", colour, 14, anchors[0])]
    if line.target is not None:
        ends.append((line.target, escaped(line.target_label), INK, 12, anchors[1]))
    return [
        {
            "x": len(line.values) - 0.5,
            "y": height,
            "yref": axis,
            "xanchor": "left",
            "yanchor": anchor,
            "text": text,
            "showarrow": False,
            "font": {"size": size, "color": ink},
        }
        for height, text, ink, size, anchor in ends
    ]


def _line(line: Series, axis: str, colour: str) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = []
    for run in _runs(line.lows, line.highs):
        bound = {"type": "scatter", "mode": "lines", "x": run, "yaxis": axis, "line": {"width": 0}, "hoverinfo": "skip"}
        data.append({**bound, "y": [line.lows[place] for place in run]})
        fill = f"rgba({int(colour[1:3], 16)},{int(colour[3:5], 16)},{int(colour[5:7], 16)},0.16)"
        data.append({**bound, "y": [line.highs[place] for place in run], "fill": "tonexty", "fillcolor": fill})
    places = list(range(len(line.values)))
    if line.target is not None:
        data.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [places[0], places[-1]],
                "y": [line.target, line.target],
                "yaxis": axis,
                "line": {"color": INK, "width": 1.5, "dash": "dash"},
                "hoverinfo": "skip",
            }
        )
    data.append(
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": places,
            "y": list(line.values),
            "yaxis": axis,
            "connectgaps": False,
            "line": {"color": colour, "width": 2.5},
            "marker": {"size": 5},
            "customdata": [_hover(hover) for hover in line.hovers],
            "hovertemplate": "%{customdata}<extra></extra>",
        }
    )
    return data


def _runs(lows: Sequence[float | None], highs: Sequence[float | None]) -> list[list[int]]:
    """Return the stretches of places that have an interval; a band is drawn for each alone."""
    runs: list[list[int]] = [[]]
    for place, (low, high) in enumerate(zip(lows, highs, strict=True)):
        if low is None or high is None:
            runs.append([])
        else:
            runs[-1].append(place)
    return [run for run in runs if run]
