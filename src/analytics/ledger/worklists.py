"""A printed work-list that comes back: the rows that somebody filled in are callbacks, the others are no rows."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ledger.grid import Cell
from analytics.ledger.headers import IGNORED, WORKLIST_HEADERS
from analytics.ledger.layouts import Layout
from analytics.ledger.vocabulary import spelling

_MARKS = frozenset(spelling(headers[0]) for headers in WORKLIST_HEADERS.values())
_PREPARED = frozenset({IGNORED, "case_id", "caller", "caller_role", "contact_role", "channel", "purpose"})


def unfilled(rows: Sequence[Sequence[Cell]], layout: Layout) -> set[int]:
    """Return the indices of the rows of a work-list in which nothing was filled in; of any other sheet none.

    The list itself fills in who is to call whom; a row counts as soon as it holds a day, an outcome or an answer.
    """
    if layout.table != "callbacks" or not any(spelling(header) in _MARKS for header in layout.headers):
        return set()
    own = [place for place, column in enumerate(layout.columns) if column not in _PREPARED]
    return {number for number, row in enumerate(rows) if all(row[place] == "" for place in own)}
