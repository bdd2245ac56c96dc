"""The page of a report: one file, whole, offline, legible on a phone, and deaf to whatever a ledger holds."""

import base64
import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from analytics.present.sections import ReportView
from analytics.report.index import write_index
from analytics.report.page import plotly_source, render_page
from analytics.results.document import Results
from tests.lib.sample_results import sample_results

EVIL = "<script>window.stolen=1</script><img src=x onerror=window.stolen=1>队"
# Whatever reaches beyond the page or is cut by a box that hides what does not fit. What only a screen reader reads is
# one pixel large on purpose; a chart's own layers lie over each other and are drawn inside its frame.
CLIPPED = """
() => [...document.querySelectorAll('body *')].filter(element => {
  if (element.closest('#js-plotly-tester')) return false;
  const box = element.getBoundingClientRect();
  if (box.width <= 1 || element.closest('thead, .hidden')?.getBoundingClientRect().width <= 1) return false;
  if (element.closest('svg') && !['svg', 'text'].includes(element.tagName)) return false;
  if (box.right > innerWidth + 0.5 || box.left < -0.5) return true;
  const clips = getComputedStyle(element).overflowX !== 'visible' && !element.closest('[data-chart]');
  return clips && element.scrollWidth > element.clientWidth;
}).map(element => `${element.tagName}.${element.className.baseVal ?? element.className} ${element.textContent.slice(0, 40)}`)
"""
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


def executed(results: Results, language: str = "zh"):
    notebook = nbformat.v4.new_notebook()
    for section in ReportView(results, language).sections():
        data, metadata = section._repr_mimebundle_()
        output = nbformat.v4.new_output("execute_result", data=data, metadata=metadata, execution_count=1)
        notebook.cells.append(nbformat.v4.new_code_cell(f"report.{section.key}()", outputs=[output]))
    return notebook


def page_of(document, language: str = "zh") -> str:
    results = Results.from_document(document)
    return render_page(executed(results, language), results.meta, language)


def with_evil_crew():
    document = sample_results()
    for row in document["figures"]:
        if row["group"].get("party:crew") == "三队":
            row["group"]["party:crew"] = EVIL
    for row in document["lists"]["observations"]:
        if row["group"].get("party:crew") == "三队":
            row["group"]["party:crew"] = EVIL
    for row in document["lists"]["overdue"]:
        row["crew"] = EVIL
        row["case_id"] = f"{row['case_id']}{EVIL}"
    for row in document["lists"]["set_aside"]:
        row["value"] = EVIL
    return document


class Addresses(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        self.found += [value or "" for name, value in attrs if name in {"src", "href", "srcset", "action", "data"}]


@pytest.fixture(scope="module")
def page() -> str:
    return page_of(sample_results())


def test_the_page_names_no_address_of_a_network(page: str) -> None:
    assert re.findall(r"(?:https?|wss?|ftp)://[^\s\"']{0,40}", page) == []
    own = page.replace(plotly_source(), "")
    assert "//" not in re.sub(r"^\s*//.*$|; // .*$", "", own, flags=re.MULTILINE)
    parser = Addresses()
    parser.feed(own)
    assert [address for address in parser.found if not re.fullmatch(r"#[\w-]+", address)] == []
    assert re.findall(r"url\(|@import", own) == []


def test_the_chart_library_is_inlined_once(page: str) -> None:
    assert page.count(plotly_source()) == 1


def test_every_section_is_in_the_contents(page: str) -> None:
    keys = re.findall(r'<section class="cb" id="([\w-]+)"', page)
    assert keys == re.findall(r'<li><a href="#([\w-]+)"', page)
    assert {"headline", "complaint_crew", "satisfaction", "data_notes", "definitions"} <= set(keys)


def test_the_message_of_a_chart_is_printed_once_and_its_data_parses(page: str) -> None:
    charts = [json.loads(found) for found in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page)]
    assert len(charts) == 6
    assert all("title" not in chart["layout"] for chart in charts)
    assert page.count("三队被投诉比率 26.9%（7/26），明显高于总体 7.4%</p>") == 1


def test_counts_stand_beside_ratios_and_totals_are_sums_over_sums(page: str) -> None:
    heat = page[page.index('<table class="heat">') : page.index("</table>")]
    assert "<b>92.1%</b><small>187/203</small>" in heat
    assert "<b>64.0%</b><small>130/203</small>" in heat


def test_an_empty_value_is_a_dash_not_nought() -> None:
    document = sample_results()
    for row in document["figures"]:
        if row["section"] == "headline" and row["measure"] == "reach_rate" and row["comparison"] == "current":
            row.update(numerator=0, denominator=0, value=None, low=None, high=None)
    page = page_of(document)
    tile = page[page.index("<b>接通率</b>") :][:400]
    assert "—" in tile
    assert "0/0" in tile
    assert "0.0%" not in tile


def test_text_of_a_ledger_is_escaped_everywhere() -> None:
    page = page_of(with_evil_crew())
    assert "<script>window" not in page
    assert "<img" not in page
    assert "&lt;script&gt;" in page


def test_the_english_page_holds_only_chinese_of_the_ledger() -> None:
    document = sample_results()
    page = page_of(document, "en")
    own = re.sub(r"<script.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL)
    for chinese in ("回访率", "目标", "本期", "区间", "搁置", "合计"):
        assert chinese not in own
    assert "Monthly callback report" in own


def test_the_same_results_make_the_same_page(page: str) -> None:
    assert page == page_of(sample_results())


def test_a_markdown_cell_of_an_analyst_is_shown_and_one_for_the_notebook_is_not() -> None:
    results = Results.from_document(sample_results())
    notebook = executed(results)
    said = nbformat.v4.new_markdown_cell("**三队** <script>x</script> [更多](https://example.org)")
    hidden = nbformat.v4.new_markdown_cell("how to run", metadata={"tags": ["notebook-only"]})
    english = nbformat.v4.new_markdown_cell("only english", metadata={"tags": ["en"]})
    notebook.cells += [said, hidden, english]
    page = render_page(notebook, results.meta, "zh")
    assert "<strong>三队</strong> &lt;script&gt;" in page
    assert "example.org" not in page
    assert "how to run" not in page
    assert "only english" not in page


def test_an_output_that_would_load_something_is_shown_as_text() -> None:
    results = Results.from_document(sample_results())
    notebook = executed(results)
    data = {"text/html": '<script src="https://cdn.example.org/x.js"></script>', "text/plain": "a widget"}
    pixel = base64.b64encode(b"png").decode()
    outputs = [
        nbformat.v4.new_output("display_data", data=data),
        nbformat.v4.new_output("display_data", data={"image/png": pixel}),
        nbformat.v4.new_output("display_data", data={"text/html": "<table><tr><td>7</td></tr></table>"}),
        nbformat.v4.new_output("stream", name="stderr", text="a warning"),
    ]
    notebook.cells.append(nbformat.v4.new_code_cell("x", outputs=outputs))
    page = render_page(notebook, results.meta, "zh")
    assert "example.org" not in page
    assert "a widget" in page
    assert f"data:image/png;base64,{pixel}" in page
    assert "<td>7</td>" in page
    assert "a warning" not in page


def test_a_report_without_any_figures_still_makes_a_page() -> None:
    document = sample_results()
    document["figures"] = []
    document["lists"] = {name: [] for name in document["lists"]}
    for language in ("zh", "en"):
        page = page_of(document, language)
        assert "<h1>" in page
        assert "data-chart=" not in page
        assert plotly_source() not in page


def test_the_index_leads_to_every_whole_edition_and_to_no_other(tmp_path: Path) -> None:
    for period in ("2026-09", "2026-10"):
        folder = tmp_path / "jingyi" / "monthly" / period
        folder.mkdir(parents=True)
        (folder / "report.html").write_text("page")
        (folder / "report.xlsx").write_text("workbook")
        (folder / "results.json").write_text(json.dumps(sample_results()), "utf-8")
        (folder / "manifest.json").write_text("{}")
    unfinished = tmp_path / "jingyi" / "monthly" / "2026-11"
    unfinished.mkdir()
    (unfinished / "report.html").write_text("page")
    broken = tmp_path / "other" / "quarterly" / "2026-Q3"
    broken.mkdir(parents=True)
    for name in ("report.html", "manifest.json", "results.json"):
        (broken / name).write_text("{")
    page = write_index(tmp_path, "zh").read_text("utf-8")
    parser = Addresses()
    parser.feed(page)
    assert parser.found == [
        "jingyi/monthly/2026-10/report.html",
        "jingyi/monthly/2026-10/report.xlsx",
        "jingyi/monthly/2026-09/report.html",
        "jingyi/monthly/2026-09/report.xlsx",
        "other/quarterly/2026-Q3/report.html",
    ]
    assert "<b>92.1%</b> <small>187/203</small>" in page
    assert "<small>月报</small> 2026年10月</h3>" in page
    assert page.count('<div class="editions">') == 2, "one shelf an organisation, whatever the kinds"
    assert "://" not in page
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["index.html"]


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-gpu"]
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield launched
        launched.close()


@pytest.mark.page
@pytest.mark.parametrize(("width", "language"), [(1280, "zh"), (390, "zh"), (768, "en"), (360, "en")])
def test_a_browser_draws_every_chart_asks_for_nothing_and_scrolls_only_down(
    browser, tmp_path: Path, width: int, language: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text(page_of(with_evil_crew(), language), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 844})
    requests, faults = [], []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("console", lambda message: faults.append(message.text))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(path.as_uri())
    drawn = "document.querySelectorAll('[data-drawn=done] .main-svg').length"
    assert tab.evaluate("document.querySelectorAll('[data-drawn]').length") < 6, "charts far below are not drawn yet"
    for chart in tab.query_selector_all("[data-chart]"):
        chart.scroll_into_view_if_needed()
        tab.wait_for_function("e => e.dataset.drawn === 'done'", arg=chart)
    assert tab.evaluate(drawn) >= 6
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    assert tab.evaluate(CLIPPED) == []
    assert tab.evaluate("window.stolen") is None
    assert tab.evaluate("document.querySelectorAll('main img').length") == 0
    links = tab.evaluate("[...document.querySelectorAll('main a')].map(link => link.getAttribute('href'))")
    assert links == ["#overdue", "#problems"]
    assert "<script>" in tab.inner_text("#complaint_crew .message")
    assert requests == [path.as_uri()]
    assert faults == []
    tab.close()


@pytest.mark.page
@pytest.mark.parametrize("width", [1280, 390])
def test_the_index_fits_a_phone_and_its_links_are_large_enough_for_a_thumb(browser, tmp_path: Path, width: int) -> None:
    for period in ("2026-07", "2026-08", "2026-09", "2026-10"):
        folder = tmp_path / "jingyi" / "monthly" / period
        folder.mkdir(parents=True)
        for name in ("report.html", "report.xlsx", "manifest.json"):
            (folder / name).write_text("{}")
        (folder / "results.json").write_text(json.dumps(sample_results()), "utf-8")
    tab = browser.new_page(viewport={"width": width, "height": 844})
    tab.goto(write_index(tmp_path, "zh").as_uri())
    assert tab.locator("article:visible").count() == 3, "an earlier edition is one tap away"
    tab.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert tab.locator("article:visible").count() == 4
    assert tab.evaluate(CLIPPED) == []
    assert min(link.bounding_box()["height"] for link in tab.locator("a").all()) >= 44
    tab.close()
