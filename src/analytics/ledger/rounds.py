"""Several callbacks side by side in one row: 第一次回访日期, 第一次回访结果, 第二次回访日期, 第二次回访结果.

Each of them is read as a row of its own. What stands there once goes for each of them, but for what was said in a callback:
in which one nobody tells, so that such a sheet is told and its rounds are not read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.ledger.blocks import Region
from analytics.ledger.headers import IGNORED, REQUIRED, lacking, round_of
from analytics.ledger.together import is_called

if TYPE_CHECKING:
    from analytics.ledger.layouts import Layout
    from analytics.ledger.profile import ReadingProfile

# A callback has one of each of these; callers and opinions may be several.
_ONCE = frozenset({"at", "outcome"})
_SHARED = frozenset({"case_id", "caller", "caller_role", "contact_role", "channel", "purpose"})


def of_each(region: Region, profile: ReadingProfile) -> list[Region]:
    """Return the callbacks of a region, those called first before those called again; every row keeps its number.

    A row without any callback is one of the first round, which it lacks. Where nothing tells whose callbacks they are, they
    are refused once.
    """
    layout = region.layout
    if not _rounds(layout):
        layout.columns = [None if round_of(column)[1] else column for column in layout.columns]
        return [region]
    rows = region.body.rows
    places = [
        [at for at, column in enumerate(layout.columns) if round_of(column)[1] == number] for number in _rounds(layout)
    ]
    called = [[any(row[at] != "" for at in own) for row in rows] for own in places]
    called[0] = [is_first or not any(others) for is_first, *others in zip(*called, strict=True)]
    found = [
        replace(region, layout=one, body=region.body.only(own))
        for one, own in zip(_rounds(layout).values(), called, strict=True)
    ]
    if found[0].layout.missing and not profile.case_key.parts:
        return found[:1]
    for further in found[1:]:
        further.above, further.beside = 0, []
    return found


def not_told_apart(layout: Layout) -> Sequence[str]:
    """Return the headers that speak of several callbacks which cannot be told apart; none where only callers are numbered."""
    numbered = {
        header: column for header, column in zip(layout.headers, layout.columns, strict=True) if round_of(column)[1]
    }
    is_called_again = any(round_of(column)[0] in _ONCE for column in numbered.values())
    return [] if _rounds(layout) or not is_called_again else list(numbered)


def _rounds(layout: Layout) -> dict[int, Layout]:
    if layout.rounds is None:
        layout.rounds = _laid_out(layout)
    return layout.rounds


def _laid_out(layout: Layout) -> dict[int, Layout]:
    """Return how each round is laid out, by its number; none where no header has one, or they are not told apart."""
    parted = [round_of(column) for column in layout.columns]
    numbers = sorted({number for _, number in parted if number})
    once = [column for column, number in parted if not number]
    if any(map(is_called, once)):
        return {}
    rounds = {}
    for number in numbers:
        columns = [
            column if own == number or (not own and _goes_for(column, number == numbers[0])) else IGNORED
            for column, own in parted
        ]
        if not set(REQUIRED["callbacks"]) - {"case_id"} <= set(columns):
            return {}
        missing = lacking("callbacks", columns, layout.headers)
        rounds[number] = replace(layout, headers=[*layout.headers], columns=columns, missing=missing, rounds={})
    return rounds


def _goes_for(column: str | None, is_first: bool) -> bool:
    """Tell whether a column that stands in a row once goes for a round; notes and the number of a callback are of the first."""
    return is_first or column in _SHARED or (column or "").startswith("field.person.")
