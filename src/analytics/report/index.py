"""The index of all editions: one page for every organisation, kind and period, made from what lies in the folder.

Nothing is remembered beside the editions themselves, so the page is right after any run, deletion or copy.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analytics.language import Text
from analytics.present import labels
from analytics.report.page import environment

SHOWN_MEASURES = ("coverage", "satisfaction_rate", "complaint_rate")
"""Shown of every edition; whatever has a target is shown with them."""
EDITIONS_SHOWN = 3
KINDS = {
    "monthly": Text(zh="月报", en="Monthly"),
    "quarterly": Text(zh="季报", en="Quarterly"),
    "weekly": Text(zh="周报", en="Weekly"),
    "yearly": Text(zh="年报", en="Yearly"),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One whole edition: where its page and workbook lie, from the index, and its headline figures."""

    organisation: str
    kind: str
    period: str
    folder: str
    name: Mapping[str, str]
    as_of: str
    figures: tuple[tuple[str, str, str, str], ...]
    has_workbook: bool


def write_index(reports_dir: Path, language: str) -> Path:
    """Write ``index.html`` over the editions below *reports_dir* and return its path.

    An edition counts when its manifest is there, which is written last; the page is replaced in one step.
    """
    found = editions(reports_dir, language)
    organisations = []
    for organisation in sorted({edition.organisation for edition in found}):
        own = [edition for edition in found if edition.organisation == organisation]
        kinds: list[dict[str, Any]] = []
        for kind in [*KINDS, *sorted({edition.kind for edition in own} - set(KINDS))]:
            newest_first = sorted(
                (edition for edition in own if edition.kind == kind), key=lambda edition: edition.period, reverse=True
            )
            if newest_first:
                title = KINDS[kind].in_language(language) if kind in KINDS else kind
                shelves = (newest_first[:EDITIONS_SHOWN], newest_first[EDITIONS_SHOWN:])
                kinds.append({"title": title, "latest": shelves[0], "earlier": shelves[1]})
        name = Text(**max(own, key=lambda edition: edition.as_of).name).in_language(language)
        latest = [edition for kind in kinds for edition in kind["latest"]]
        organisations.append({"name": name, "kinds": kinds, "latest": latest})
    page = (
        environment()
        .get_template("index.html")
        .render(
            language="en" if language == "en" else "zh-CN",
            organisations=organisations,
            titles={kind: title.in_language(language) for kind, title in KINDS.items()},
            has_rules=(reports_dir / "rules" / "index.html").is_file(),
            t=lambda zh, en: Text(zh=zh, en=en).in_language(language),
            day=lambda value: labels.day(value, language),
            period=lambda label: labels.period(label, language),
            statuses={code: (mark, words.in_language(language)) for code, (mark, words) in labels.STATUS.items()},
        )
    )
    reports_dir.mkdir(parents=True, exist_ok=True)
    target = reports_dir / "index.html"
    _replace(target, page)
    return target


def editions(reports_dir: Path, language: str) -> list[Edition]:
    """Return every whole edition below the folder; one whose results cannot be read is listed without figures."""
    found = []
    for manifest in sorted(reports_dir.glob("*/*/*/manifest.json")):
        folder = manifest.parent
        organisation, kind, period = folder.relative_to(reports_dir).parts
        if organisation.startswith(".") or not (folder / "report.html").is_file():
            continue
        results = _results(folder / "results.json")
        meta = results.get("meta", {})
        found.append(
            Edition(
                organisation=organisation,
                kind=kind,
                period=period,
                folder=folder.relative_to(reports_dir).as_posix(),
                name=meta.get("organisation_name") or {"zh": organisation, "en": organisation},
                as_of=str(meta.get("as_of") or ""),
                figures=_figures(results, language),
                has_workbook=(folder / "report.xlsx").is_file(),
            )
        )
    return found


def _results(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}


def _figures(results: Mapping[str, Any], language: str) -> tuple[tuple[str, str, str, str], ...]:
    """Return name, value, counts and status of the figures that the index shows."""
    rows = {
        row["measure"]: row
        for row in results.get("figures", [])
        if row["section"] == "headline" and row["comparison"] == "current" and not row["group"]
    }
    names = results.get("labels", {}).get("measure", {})
    units = {row["measure"]: row["unit"] for row in results.get("definitions", [])}
    return tuple(
        (
            Text(**names[measure]).in_language(language) if measure in names else measure,
            labels.amount(row["value"], units.get(measure) or "ratio"),
            labels.counts(row["numerator"], row["denominator"]) if units.get(measure) != "score" else "",
            row["status"] or "",
        )
        for measure, row in rows.items()
        if measure in SHOWN_MEASURES or row["status"]
    )


def _replace(target: Path, text: str) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".index-", suffix=".html")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        # A temporary file is its owner's alone; the index is for everybody.
        Path(temporary).chmod(0o644)
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
