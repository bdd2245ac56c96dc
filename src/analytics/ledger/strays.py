"""Lines among the rows of a list that are most likely none of them.

In a list of cases a line of one cell, which is no key like the others: a remark, a heading, a telephone number; behind a
blank line what fills less than half of the cells: another list.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analytics.ledger.grid import Cell
from analytics.ledger.headers import IGNORED, REQUIRED
from analytics.ledger.layouts import Layout
from analytics.ledger.not_rows import shape_of_key

_LOOKED_AT = 200
# What a name has not, unless others of its list have it: a figure, and the marks of a sentence.
_SENTENCE = frozenset("9,。.:;!?、，：；！？")


def lone_lines(body: Sequence[Sequence[Cell]], layout: Layout, gone: Collection[int]) -> set[int]:
    """Return the rows that hold their key only, where it is not written like the keys of whole rows, all with figures or none."""
    key = layout.columns.index(REQUIRED[layout.table][0])
    others = [at for at, column in enumerate(layout.columns) if column != IGNORED and at != key]
    sample = body[:_LOOKED_AT]
    if not sample or not others:
        return set()
    # A line of one cell lacks what most rows have, so only those without it are looked at.
    usual = max(others, key=lambda at: sum(row[at] != "" for row in sample))
    lone = {
        number
        for number, row in enumerate(body)
        if row[usual] == "" and number not in gone and row[key] != "" and all(row[at] == "" for at in others)
    }
    if not lone:
        return lone
    whole = [row[key] for number, row in enumerate(body) if number not in gone and number not in lone]
    if len(whole) < 2:
        return set()
    shapes = set(map(shape_of_key, whole))
    words = {shape for shape in shapes if shape and "9" not in shape}
    if not words:
        return {number for number in lone if shape_of_key(body[number][key]) not in shapes}
    if words != shapes:
        return set()
    longest = 2 * max(map(len, words))
    signs = _SENTENCE - set("".join(words))
    return {
        number
        for number in lone
        if len(shape := shape_of_key(body[number][key])) > longest or not signs.isdisjoint(shape)
    }


def stray_rows(body: Sequence[Sequence[Cell]], blank: set[int], other: set[int]) -> set[int]:
    """Return the rows behind a blank line that fill less than half of what the rows before it do: another list, most likely."""
    gaps = sorted(blank)
    before = [row for number, row in enumerate(body[: gaps[0]]) if number not in other]
    if len(before) < 2:
        return set()
    usual = [at for at in range(len(before[0])) if sum(map(_is_filled, (row[at] for row in before))) * 2 >= len(before)]
    stray: set[int] = set()
    if len(usual) < 4:
        return stray
    for start, end in zip(gaps, [*gaps[1:], len(body)], strict=True):
        block = [number for number in range(start + 1, end) if number not in other]
        if block and all(sum(_is_filled(body[number][at]) for at in usual) * 2 < len(usual) for number in block):
            stray.update(block)
    return stray


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())
