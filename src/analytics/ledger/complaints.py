"""Complaints that an office writes beside its callbacks: what was complained of and against whom, in the callback's own row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analytics.ledger import cells
from analytics.ledger.blocks import Region
from analytics.ledger.grid import Body, Cell
from analytics.ledger.headers import IGNORED, column_of, kind_told, lacking
from analytics.ledger.layouts import Layout
from analytics.ledger.vocabulary import YES_NO, spelling

_SHARED = {"case_id": "case_id", "callback_id": "callback_id", "at": "raised_at"}
# Filled in, these tell of a complaint.
TELLING = frozenset({"text", "party"})
_KIND = "complaint"
_DENIAL = "(?:暂?没有?|暂?无|未有?|不)(?:任何|提出|反映|其他|什么)?(?:(?:投诉|意见|建议|问题|异议|不满意?|情况)[和与及]?){0,2}"
_PRAISE = (
    "(?:对?(?:服务|态度|施工|质量|设计|整体|总体|师傅|工人)的?){0,2}[都均]?"
    "(?:[很较挺]|非常|比较|基本|十分)?(?:满意|好|不错)"
)
_NO_COMPLAINT = re.compile(
    f"(?:客户|业主|患者|病人|用户|住户)?(?:目前|暂时|表示|[均都])*"
    f"(?:{_DENIAL}|{_PRAISE})(?:[、,;。 ]+(?:{_DENIAL}|{_PRAISE}))*[。.!]?"
    "|否|×|0|正常|nil|no(?: complaints?)?",
    re.IGNORECASE,
)
# 有无投诉 says of a row whether what follows is one.
_ASKED = re.compile("(?:有无|是否有?|有没有)被?投诉")


def beside(region: Region, known: Mapping[str, Mapping[str, str]]) -> Region | None:
    """Return the complaints in the rows of a callback ledger as a ledger below it; None where its headers tell of none.

    A row without a complaint is blank in it, so that every row keeps its number. The day of the callback stands for the day
    of the complaint where the sheet has none. The callbacks leave out the columns that speak of the complaint.
    """
    layout = region.layout
    if layout.table != "callbacks" or layout.filling is not None:
        return None
    if layout.complaints is None:
        layout.complaints = _layout(layout, known)
    if layout.complaints is None:
        return None
    columns = layout.complaints.columns
    telling = [at for at, column in enumerate(columns) if column in TELLING]
    asking = [at for at, header in enumerate(layout.headers) if _ASKED.fullmatch(spelling(header))]
    blank: list[Cell] = [""] * len(columns)
    width = len(layout.columns)
    rows = [
        [*row[:width], _KIND][: len(columns)]
        if any(_says_something(row[at]) for at in telling) and not any(_denies(row[at]) for at in asking)
        else [*blank]
        for row in region.body.rows
    ]
    return replace(region, layout=layout.complaints, body=Body(rows), above=0, beside=[])


def _layout(layout: Layout, known: Mapping[str, Mapping[str, str]]) -> Layout | None:
    """Return how the complaints beside callbacks are laid out, and take their columns from the callbacks."""
    taken = {
        at: column
        for at, (header, meaning) in enumerate(zip(layout.headers, layout.columns, strict=True))
        # What a sheet of cases calls so too (类别, 等级) speaks of the case.
        if meaning is None and column_of("cases", header, known["cases"]) is None
        if (column := column_of("problems", header, known["problems"])) and column != IGNORED
    }
    told = kind_told("problems", [layout.headers[at] for at, column in taken.items() if column in TELLING])
    if told != _KIND or "case_id" not in layout.columns:
        return None
    shared = {name: meaning for name, meaning in _SHARED.items() if meaning not in taken.values()}
    columns: list[str | None] = [
        taken.get(at, shared.get(meaning or "", IGNORED)) for at, meaning in enumerate(layout.columns)
    ]
    headers = [*layout.headers]
    if "kind" not in columns:
        columns.append("kind")
        headers.append(headers[next(at for at, column in taken.items() if column in TELLING)])
    if lacking("problems", columns, headers):
        return None
    for at in taken:
        layout.columns[at] = IGNORED
    return replace(layout, table="problems", headers=headers, columns=columns, missing=[])


def headers_of(complaints: Region) -> Sequence[str]:
    """Return the headers under which a callback ledger speaks of complaints."""
    layout = complaints.layout
    return [header for header, column in zip(layout.headers, layout.columns, strict=True) if column in TELLING]


def _says_something(cell: Cell) -> bool:
    text = cells.half_width(cells.written(cell))
    return not cells.is_nothing(text) and not _NO_COMPLAINT.fullmatch(text)


def _denies(cell: Cell) -> bool:
    return YES_NO.get(spelling(cells.written(cell))) == "no"
