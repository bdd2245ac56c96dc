"""One small organisation end to end: ledgers to edition, every figure as it was worked out and agreed.

``make golden`` rewrites ``small/figures.csv``; a change of it is a change of published numbers and needs its entry
under *Numbers* in the changelog.
"""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.report.page import plotly_source
from analytics.results.document import Results
from tests.lib.workbook_reader import shown_values, stored_values

SMALL = Path(__file__).parent / "small"
SETTINGS = """
[privacy]
staff_names = true

[[organisation]]
id = "small"
name = "小公司"
name_en = "Small company"
policy = "decoration"
ledgers = "ledgers"
"""


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The monthly report of March 2026, through the command line."""
    folder = tmp_path_factory.mktemp("small")
    shutil.copytree(SMALL / "ledgers", folder / "ledgers")
    (folder / "workbench.toml").write_text(SETTINGS, "utf-8")
    assert main(["--workspace", str(folder), "load"]) == 0
    assert main(["--workspace", str(folder), "report", "monthly", "2026-03"]) == 0
    return folder / "reports" / "small" / "monthly" / "2026-03"


def as_text(results: Results) -> str:
    """Return the figures as a small readable table, in the order of the report."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ("section", "comparison", "period", "measure", "group", "numerator", "denominator", "status", "signal")
    )
    for row in results.figures:
        if row["denominator"]:
            group = ";".join(f"{name}={value}" for name, value in row["group"].items())
            counts = (f"{row['numerator']:g}", row["denominator"], row["status"], row["signal"])
            writer.writerow((row["section"], row["comparison"], row["period"], row["measure"], group, *counts))
    return out.getvalue()


def test_the_figures_of_a_small_organisation_are_those_agreed(edition: Path) -> None:
    """Numerators, denominators, status and signal of every section."""
    found = as_text(Results.read(edition / "results.json"))
    if os.environ.get("GOLDEN") == "rewrite":
        (SMALL / "figures.csv").write_text(found, "utf-8")

    assert (SMALL / "figures.csv").read_text("utf-8") == found


def test_the_workbook_shows_the_figures_of_the_results(edition: Path) -> None:
    """Every figure of the workbook, found by its headings, is the stored one."""
    results = Results.read(edition / "results.json")

    assert stored_values(results) == shown_values(edition / "report.xlsx", results, "zh")


def test_the_page_shows_the_headline_figures_of_the_results(edition: Path) -> None:
    """The tile that names a measure, alone or with its kin, shows its value and, of a ratio, its counts, as they are stored."""
    page = (edition / "report.html").read_text("utf-8")
    results = Results.read(edition / "results.json")
    shown = [row for row in results.figures_of("headline", "current") if row["denominator"]]

    tiles = {
        name: " ".join(re.sub(r"<[^>]+>", " ", tile).split())
        for names, tile in re.findall(r"(?s)<article[^>]*>\s*<p class=\"head\"><b>(.*?)</b>(.*?)</article>", page)
        for name in names.split(" · ")
    }

    assert set(tiles) == {results.label("measure", row["measure"], "zh") for row in shown}
    for row in shown:
        tile = tiles[results.label("measure", row["measure"], "zh")]
        if row["measure"] == "satisfaction_score":
            figure = f"{row['value']:.1f} {row['denominator']} 份回答"
        else:
            figure = f"{row['value'] * 100:.1f}% {row['numerator']}/{row['denominator']}"
        assert figure in tile, (figure, tile)


def test_the_buckets_of_every_rule_sum_to_its_obligations(edition: Path) -> None:
    """And coverage by rule is made of them."""
    results = Results.read(edition / "results.json")
    names = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")
    coverage = {
        row["group"]["rule"]: row for row in results.figures_of("coverage_rule") if row["measure"] == "coverage"
    }
    for row in results.lists["buckets"]:
        assert sum(row[name] for name in names) == row["obligations"]
        if row["obligations"] > row["excluded"] + row["pending"]:
            assert coverage[row["rule"]]["numerator"] == row["on_time"] + row["late"]


PERSONAL = ("赵某某", "13000000001", "城东路 1 号", "墙角开裂", "何时刷漆", "都好", "查无此项")


def test_no_published_file_holds_a_persons_name_phone_address_or_words(edition: Path) -> None:
    """Searched in every file of the edition, unpacked where it is a workbook."""
    import zipfile

    texts = {}
    for file in edition.iterdir():
        if file.suffix == ".xlsx":
            with zipfile.ZipFile(file) as book:
                texts |= {f"{file.name}/{name}": book.read(name).decode("utf-8", "ignore") for name in book.namelist()}
        else:
            texts[file.name] = file.read_text("utf-8")

    assert {"report.html", "report.ipynb", "results.json", "manifest.json"} <= set(texts)
    assert [(name, word) for name, text in texts.items() for word in PERSONAL if word in text] == []


def test_the_page_names_no_address_of_a_network_and_no_folder_of_the_machine(edition: Path) -> None:
    """One file that opens offline; the notebook beside it tells nothing of where it ran."""
    page = (edition / "report.html").read_text("utf-8")

    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page)
    assert plotly_source() in page
    for file in ("report.html", "report.ipynb", "results.json", "manifest.json"):
        assert str(Path.home()) not in (edition / file).read_text("utf-8")
        assert str(edition.parents[3]) not in (edition / file).read_text("utf-8")


def test_the_manifest_names_inputs_versions_parameters_and_outputs(edition: Path) -> None:
    """Every file of the edition but the manifest itself, every ledger with its digest."""
    manifest = json.loads((edition / "manifest.json").read_text("utf-8"))

    assert {file.name for file in edition.iterdir()} - {"manifest.json"} == {row["file"] for row in manifest["outputs"]}
    assert [row["file"] for row in manifest["inputs"]] == [
        "ledgers/callbacks.csv",
        "ledgers/cases.csv",
        "ledgers/problems.csv",
    ]
    assert manifest["parameters"]["as_of"] == "2026-03-31"
    assert manifest["counts"]["rows_read"] == 6 + 10 + 4
