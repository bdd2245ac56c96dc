"""An executed notebook as one page that opens offline: no address of a network in it, nothing loaded, nothing run but ours.

Markdown and outputs stand in the order of the notebook; code is left out. A content policy names the page's two scripts
by their digests, so text of a ledger could not run even if it were not escaped.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from analytics.language import Text
from analytics.present.labels import day, period
from analytics.present.sections import METADATA_KEY, PLOTLY_MIME, style_sheet

if TYPE_CHECKING:
    from jinja2 import Environment
    from nbformat import NotebookNode

NOTEBOOK_ONLY = "notebook-only"
"""Tag of a markdown cell that speaks to whoever opens the notebook; cells tagged ``zh`` or ``en`` are for one language."""

_EMPTY_CHART = '<div class="chart"'
_LOADS_SOMETHING = re.compile(
    r"<(script|link|iframe|object|embed|meta|base|form)\b|\bsrc\s*=|\bhref\s*=|url\s*\(|@import|\bon\w+\s*=",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page, with its place in the contents when it has a title."""

    html: str
    key: str = ""
    title: str = ""


def render_page(executed: NotebookNode, meta: Mapping[str, Any], language: str) -> str:
    """Return the page of an executed notebook; *meta* is that of its results."""
    blocks = [block for cell in executed.cells for block in _blocks(cell, language)]
    charts: list[str] = []
    body = [_with_chart_places(block.html, charts) for block in blocks]
    header = next((block for block in blocks if block.key == "header"), Block("", title=str(meta["kind"])))
    name = Text(**meta["organisation_name"]).in_language(language)
    library, drawing = plotly_source(), _own("page.js")
    scripts = [library, drawing] if charts else []
    return (
        environment()
        .get_template("page.html")
        .render(
            language="en" if language == "en" else "zh-CN",
            title=f"{name} {header.title} {period(meta['period'], language)}",
            policy=_content_policy(scripts),
            style=_own("page.css") + style_sheet(),
            contents=[block for block in blocks if block.title and block.key != "header"],
            contents_title=Text(zh="目录", en="Contents").in_language(language),
            body=body,
            charts=charts,
            scripts=scripts,
            foot=Text(
                zh="数据截至 {day}。本页为单个文件，可离线打开、转发和打印。",
                en="As of {day}. One file: opens offline.",
            )
            .format(day=Text(zh=day(meta["as_of"], "zh"), en=day(meta["as_of"], "en")))
            .in_language(language),
        )
    )


@cache
def environment() -> Environment:
    """Return the template environment of pages; everything is escaped unless a template says otherwise."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("analytics.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def plotly_source() -> str:
    """Return plotly.js without an address of a network in it.

    The names of XML vocabularies look like addresses and must stay what they are: their slashes are written as escapes.
    Every other address (map tiles, fonts, help pages) becomes one that leads nowhere.
    """
    source = files("plotly").joinpath("package_data", "plotly.min.js").read_text(encoding="utf-8")
    # A browser reads CR LF as LF before it takes the digest.
    source = source.replace("\r\n", "\n").replace("</script", "<\\/script")
    source = re.sub(r"http://www\.w3\.org/", r"http:\\x2f\\x2fwww.w3.org/", source)
    return re.sub(r"(?:https?|wss?|ftp)://", "about:blank#", source)


def _own(name: str) -> str:
    return files("analytics.report").joinpath("templates", name).read_text(encoding="utf-8")


def _content_policy(scripts: list[str]) -> str:
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _blocks(cell: NotebookNode, language: str) -> Iterator[Block]:
    tags = set(cell.metadata.get("tags", []))
    other = "zh" if language == "en" else "en"
    if NOTEBOOK_ONLY in tags or other in tags:
        return
    if cell.cell_type == "markdown":
        yield Block(f'<div class="cb prose">{_markdown(cell.source)}</div>')
    elif cell.cell_type == "code":
        for output in cell.outputs:
            yield from _output(output)


def _output(output: NotebookNode) -> Iterator[Block]:
    if output.output_type not in {"execute_result", "display_data"}:
        return
    data = output.data
    section = output.metadata.get(METADATA_KEY)
    figure = data.get(PLOTLY_MIME)
    if section:
        fragment = re.sub(r"<style>.*?</style>", "", data["text/html"], flags=re.DOTALL)
        yield Block(_with_figure(fragment, figure), section["key"], section["title"])
    elif figure:
        title = html.escape(str(data.get("text/plain", "")))
        yield Block(
            _with_figure(f'<section class="cb"><p class="message">{title}</p>{_EMPTY_CHART}></div></section>', figure)
        )
    elif "image/png" in data:
        yield Block(f'<p class="cb"><img alt="" src="data:image/png;base64,{"".join(data["image/png"].split())}"></p>')
    elif "text/html" in data and not _LOADS_SOMETHING.search(data["text/html"]):
        yield Block(f'<div class="cb wide">{data["text/html"]}</div>')
    elif "text/plain" in data:
        yield Block(f'<pre class="cb">{html.escape(data["text/plain"])}</pre>')


def _with_figure(fragment: str, figure: Mapping[str, Any] | None) -> str:
    """Put the chart's data beside its place; the page prints the message itself, so the chart gives up its title."""
    if not figure:
        return fragment
    layout = {key: value for key, value in figure["layout"].items() if key not in {"title", "meta", "template"}}
    space = (figure["layout"].get("meta") or {}).get("title_space", 0)
    if space:
        layout["height"] -= space
        layout["margin"] = {**layout["margin"], "t": layout["margin"]["t"] - space}
    data = json.dumps({"data": figure["data"], "layout": layout}, ensure_ascii=False, separators=(",", ":"))
    # Inside a script element nothing is escaped; only a "<" could end it.
    data = data.replace("<", "\\u003c")
    place = f'{_EMPTY_CHART} data-chart style="height:{layout.get("height", 400)}px"'
    script = f'<script type="application/json">{data}</script>'
    return fragment.replace(_EMPTY_CHART, place, 1).replace("</section>", f"{script}</section>")


def _with_chart_places(fragment: str, charts: list[str]) -> str:
    """Number the chart of a fragment, and the script that holds its data."""
    if "data-chart" not in fragment:
        return fragment
    charts.append(f"chart-{len(charts) + 1}")
    return fragment.replace(" data-chart ", f' data-chart="{charts[-1]}" ', 1).replace(
        '<script type="application/json">', f'<script type="application/json" id="{charts[-1]}">', 1
    )


def _markdown(source: str) -> str:
    import mistune

    rendered = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])(source)
    # A link would be an address; its words stay.
    return re.sub(r"</?a\b[^>]*>|<img\b[^>]*>", "", str(rendered))
