"""A question with a column for each answer, one of them ticked: 满意度 over 满意, 基本满意 and 不满意 is one column."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.ledger import cells, headers
from analytics.ledger.grid import Cell
from analytics.ledger.layouts import Layout
from analytics.ledger.vocabulary import spelling

_TICKS = frozenset({"√", "✓", "✔", "☑", "■", "●", "v", "y", "yes", "是", "有", "对", "1", "true"})
_NO_TICKS = cells.NOTHING | {"×", "✗", "✘", "x", "n", "no", "否", "0", "false", "□"}


def joined(layout: Layout, raw: Sequence[tuple[Cell, ...]]) -> tuple[list[str | None], list[tuple[Cell, ...]]]:
    """Return the columns of a ledger and their cells, the first column of each question holding the answer that is ticked.

    Where several are ticked, or something else than a tick is written, the cell says so, and no answer is understood.
    """
    columns, answered = list(layout.columns), list(raw)
    for places in _questions(layout):
        words = [layout.headers[at].rpartition(headers.JOINT)[2] for at in places]
        answered[places[0]] = tuple(_answer(words, given) for given in zip(*(raw[at] for at in places), strict=True))
        for at in places[1:]:
            columns[at] = headers.IGNORED
    return columns, answered


def _questions(layout: Layout) -> list[list[int]]:
    found: dict[tuple[str, str], list[int]] = {}
    for at, (column, header) in enumerate(zip(layout.columns, layout.headers, strict=True)):
        if column and headers.is_answer_of(column, header):
            found.setdefault((column, header.rpartition(headers.JOINT)[0]), []).append(at)
    return list(found.values())


def _answer(words: Sequence[str], given: Sequence[Cell]) -> str:
    said = []
    for word, cell in zip(words, given, strict=True):
        text = spelling(cells.written(cell))
        if text in _TICKS or text == spelling(word):
            said.append(word)
        elif text not in _NO_TICKS:
            said.append(f"{word} {cells.written(cell)}")
    return "、".join(said)
