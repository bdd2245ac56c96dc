"""``report.xlsx``: the workbook that the quality office signs and prints, of the same results as the page.

A cover, then one table a sheet with title, scope and source, native charts bound to the cells, ready for A4.
"""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from analytics.report.workbook.cover import cover_name, write_cover
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.saving import settle
from analytics.report.workbook.tables import sheets_of
from analytics.report.workbook.writing import write_sheet

if TYPE_CHECKING:
    from analytics.results.document import Results


def write_workbook(results: Results, target: Path, language: str) -> None:
    """Write the workbook of *results* to *target*; the same results give the same bytes.

    Numbers are the stored ones, unrounded, with number formats; an empty value is an empty cell; nothing is a formula.
    """
    edition = Edition(results, language)
    sheets = list(sheets_of(edition))
    book: Any = Workbook()
    running = (edition.organisation, edition.say(f"{edition.period}{edition.kind}", f"{edition.kind} {edition.period}"))
    footer = edition.say("第 &P 页，共 &N 页", "Page &P of &N")
    cover = book.active
    cover.title = cover_name(edition)
    write_cover(cover, edition, sheets, running, footer)
    back = (edition.say("← 返回目录", "← Contents"), cover.title)
    for sheet in sheets:
        write_sheet(book.create_sheet(sheet.name), sheet, running, footer, back)
    _describe(book, edition)
    stream = io.BytesIO()
    book.save(stream)
    target.write_bytes(settle(stream.getvalue(), edition.of_meta("as_of"), [_chart_titles(sheet) for sheet in sheets]))


def _chart_titles(sheet: Any) -> list[str]:
    return [chart.title for chart in sheet.charts] if any(not row.total for row in sheet.rows) else []


def _describe(book: Any, edition: Edition) -> None:
    properties = book.properties
    properties.title = f"{edition.organisation} {edition.period} {edition.kind}"
    properties.subject = edition.of_meta("policy_title")
    properties.creator = edition.say("回访分析工作台", "callback workbench")
    properties.lastModifiedBy = properties.creator
    properties.category = edition.kind
    properties.keywords = edition.of_meta("period")
    properties.description = edition.scope()
    properties.version = edition.of_meta("package_version")
    properties.language = "en" if edition.language == "en" else "zh-CN"
    properties.created = datetime.fromisoformat(edition.of_meta("as_of"))
