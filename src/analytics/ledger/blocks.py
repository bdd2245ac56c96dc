"""Part a sheet into its ledgers: one below the other, side by side, or one with something else beside or below it.

What stands beside a ledger behind a blank column, without a header that a ledger has, is never mixed into its rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analytics.ledger.cells import written
from analytics.ledger.grid import Body, Cell, Grid
from analytics.ledger.headers import Spellings
from analytics.ledger.layouts import (
    DEEPEST_HEADER,
    SEARCHED_ROWS,
    Layout,
    best_layout,
    carry_down,
    entitle,
    find_layout,
)
from analytics.ledger.moments import Dating
from analytics.ledger.not_rows import is_signature
from analytics.ledger.titles import dating_of
from analytics.ledger.vocabulary import spelling

_LOOKED_AT = 200
_LAST_ROWS = 30
_LONGEST_HEADER = 30
_LONGEST_TITLE = 60
# What a title says beside its date, in signs: 回访, 台账.
_FEWEST_SIGNS = 2
_CHINESE = re.compile("[\u3400-\u9fff]")
_DATES = re.compile(r"[\d〇零一二三四五六七八九十]+\s*[年月日号]|度|份")
_A_DAY = re.compile("月.*[日号]")
_FIRST_COLUMNS = 4
_DIGITS = frozenset("0123456789")


@dataclass(slots=True)
class Region:
    """One ledger of a sheet: its layout, and the rows below its header.

    ``first`` is the spreadsheet's number of the first of the rows; ``above`` counts the filled rows of header and title;
    ``beside`` names the columns (first and last) that were left out as something else, ``kept`` those that were not, where
    it is not all of them; ``is_beside`` tells that another ledger stands in the same rows,
    ``headings`` are the spreadsheet's numbers of the rows that hold one cell, merged over the table.
    """

    layout: Layout
    body: Body
    first: int
    above: int
    beside: list[tuple[int, int]] = field(default_factory=list)
    kept: tuple[tuple[int, int], ...] = ()
    is_beside: bool = False
    headings: frozenset[int] = frozenset()


def regions(grid: Grid, known: Spellings) -> list[Region]:
    """Return the ledgers of a sheet from the left and from above; empty when there is none."""
    blocks = _blocks(grid)
    if len(blocks) == 1:
        return _stacked(grid, known)
    alone = [
        (block, layout) for block in blocks if (layout := _layout_within(grid, block, known)) and not layout.missing
    ]
    if len(alone) > 1:
        return _side_by_side(grid, blocks, [block for block, _ in alone], known)
    layout = find_layout(grid, known)
    if layout is None or (layout.missing and alone):
        return _side_by_side(grid, blocks, [block for block, _ in alone], known) if alone else []
    own = [block for block in blocks if any(layout.columns[at] for at in range(*block) if at < len(layout.columns))]
    beside = [block for block in blocks if block not in own]
    if not beside:
        return _stacked(grid, known)
    kept = _only(grid, own)
    found = _stacked(kept, known)
    for number, region in enumerate(found):
        region.kept = tuple(own)
        region.beside = [] if number else [(start, end - 1) for start, end in beside]
    return found


def note_what_is_around(
    found: Sequence[Region], first: Sequence[Sequence[Cell]], last: Sequence[Sequence[Cell]]
) -> None:
    """Give the layouts of a sheet the words beside its ledgers in the *first* rows, and alone in the *last* rows."""
    beside = [place for region in found for place in region.beside]
    words = [row[at] for row in first[:_LOOKED_AT] for start, end in beside for at in range(start, end + 1)]
    for row in last[-_LAST_ROWS:]:
        filled = {cell for cell in row if cell != ""}
        words += filled if len(filled) == 1 else ()
    notes = " ".join(written(cell) for cell in words if cell != "")
    for region in found:
        region.layout.notes = notes


def _side_by_side(
    grid: Grid, blocks: list[tuple[int, int]], ledgers: list[tuple[int, int]], known: Spellings
) -> list[Region]:
    found: list[Region] = []
    rest = [(start, end - 1) for start, end in blocks if (start, end) not in ledgers]
    for block in ledgers:
        below = _stacked(_only(grid, [block]), known)
        for region in below:
            region.kept = (block,)
        found += below
    for region in found[:1]:
        region.beside = rest
    return found


def continued(region: Region, grid: Grid, known: Spellings) -> list[Region]:
    """Return what a further part of the sheet adds to its last ledger, and the ledgers that begin in it."""
    rows = only(grid.rows, region.kept)
    return [
        Region(layout, piece, grid.first_row + start, above, kept=region.kept)
        for layout, piece, start, above in split_below(grid, region.layout, Body(rows), known)
    ]


def _layout_within(grid: Grid, block: tuple[int, int], known: Spellings) -> Layout | None:
    rows = [row[block[0] : block[1]] for row in grid.rows[: SEARCHED_ROWS + DEEPEST_HEADER]]
    return find_layout(Grid(grid.sheet, rows, merged=_moved(grid, block[0], block[1])), known)


def _words(layout: Layout) -> frozenset[str]:
    return frozenset(spelling(header) for header in layout.headers if header)


def _blocks(grid: Grid) -> list[tuple[int, int]]:
    """Return the runs of columns that hold anything, as (first, one past the last); a merged title joins no columns."""
    rows = grid.rows
    width = len(rows[0]) if rows else 0
    head = rows[:_LOOKED_AT]
    blank = [at for at in range(width) if all(row[at] == "" for row in head)]
    blank = [at for at in blank if all(row[at] == "" for row in rows[_LOOKED_AT:])] if len(rows) > _LOOKED_AT else blank
    # A cell merged across a blank column below the titles ties its two sides together: a header of several columns.
    tied = {
        column
        for (_, left), (_, right) in grid.merged
        if right - left < max(6, width // 2)
        for column in range(left + 1, right + 1)
    }
    gaps = [-1, *(at for at in blank if at not in tied), width]
    return [(left + 1, right) for left, right in pairwise(gaps) if right > left + 1] or [(0, width)]


def only(rows: list[list[Cell]], kept: Sequence[tuple[int, int]]) -> list[list[Cell]]:
    """Return *rows* with the cells of the columns *kept* only; all of them where none are named."""
    return [[cell for start, end in kept for cell in row[start:end]] for row in rows] if kept else rows


def _only(grid: Grid, blocks: Sequence[tuple[int, int]]) -> Grid:
    """Return the sheet with the columns of *blocks* only, blank ones between them dropped."""
    merged = []
    placed = 0
    for start, end in blocks:
        merged += [
            ((top, left + placed), (bottom, right + placed))
            for (top, left), (bottom, right) in _moved(grid, start, end)
        ]
        placed += end - start
    return Grid(grid.sheet, only(grid.rows, blocks), grid.first_row, grid.hidden, merged, grid.member, grid.is_text)


def _moved(grid: Grid, start: int, end: int) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [
        ((top, max(left, start) - start), (bottom, min(right, end - 1) - start))
        for (top, left), (bottom, right) in grid.merged
        if left < end and right >= start
    ]


def _stacked(grid: Grid, known: Spellings) -> list[Region]:
    layout = _first_layout(grid, known)
    if layout is None:
        return []
    if grid.merged:
        carry_down(grid, layout.body)
    above = sum(1 for row in grid.rows[: layout.body] if any(cell != "" for cell in row))
    body = Body(grid.rows[layout.body :])
    first = grid.first_row + layout.body
    headings = frozenset(_headings(grid, layout.body))
    found = []
    for current, piece, start, counted in split_below(grid, layout, body, known):
        found.append(Region(current, piece, first + start, above + counted, headings=headings))
        above = 0
    return found


def _headings(grid: Grid, body: int) -> Iterator[int]:
    """Yield the rows of the body that hold one cell only, merged over half of the columns at least."""
    for (top, left), (bottom, right) in grid.merged:
        if body <= top == bottom < len(grid.rows) and (right - left + 1) * 2 >= len(grid.rows[top]):
            others = [cell for at, cell in enumerate(grid.rows[top]) if cell != "" and at != left]
            if not others:
                yield grid.first_row + top


def _first_layout(grid: Grid, known: Spellings) -> Layout | None:
    """Return the best layout of the first rows, or one above it that is a whole ledger with rows of its own."""
    best = find_layout(grid, known)
    if best is None or best.header < 2:
        return best
    above = best_layout(grid, range(best.header - 1), known)
    if above is None or above.missing or above.body >= best.header:
        return best
    between = grid.rows[above.body : best.header]
    at = above.columns.index("case_id") if "case_id" in above.columns else 0
    # Something of a row: a key, and more than the key.
    if not any(row[at] != "" and sum(cell != "" for cell in row) > 1 for row in between):
        return best
    entitle(above, grid, 0)
    return above


def split_below(grid: Grid, layout: Layout, body: Body, known: Spellings) -> Iterator[tuple[Layout, Body, int, int]]:
    """Yield the ledgers that follow each other in *body*: layout, rows, index of the first, filled lines over them."""
    begin, above, current = 0, 0, layout
    heads, rows = _FirstColumns(body), body.rows
    for at in _further_headers(heads, known):
        if at < begin:
            continue
        piece = Grid(
            grid.sheet,
            rows[at : at + DEEPEST_HEADER + 1],
            merged=[
                ((top - at - layout.body, left), (bottom - at - layout.body, right))
                for (top, left), (bottom, right) in grid.merged
                if top >= at + layout.body
            ],
        )
        found = best_layout(piece, (0,), known)
        if found is None or found.missing or _words(found) <= _words(current):
            continue
        title = _title_above(rows, at, begin)
        yield from _retitled(current, _FirstColumns(Body(rows[begin:title])), begin, above)
        found.dating = _dated(rows[title:at], current.dating)
        found.title = " ".join(str(cell) for row in rows[title:at] for cell in row if cell != "")
        above = sum(1 for row in rows[title : at + found.body] if any(cell != "" for cell in row))
        begin, current = at + found.body, found
    yield from _retitled(current, _FirstColumns(Body(rows[begin:])) if begin else heads, begin, above)


class _FirstColumns:
    """The first columns of some rows: what begins anew below a ledger shows in them. Each is gone through once."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self._cells = body.columns[:_FIRST_COLUMNS]
        self.words = [body.words(at) for at in range(len(self._cells))]

    def rows_with(self, wanted: Sequence[Collection[str]]) -> set[int]:
        """Return the rows that hold, in one of the columns, one of the texts *wanted* there."""
        return {
            number
            for texts, cells in zip(wanted, self._cells, strict=True)
            if texts
            for number, cell in enumerate(cells)
            if cell in texts
        }


def _retitled(layout: Layout, heads: _FirstColumns, begin: int, above: int) -> Iterator[tuple[Layout, Body, int, int]]:
    """Yield the parts of a ledger below titles of their own that name another month or year than the one before."""
    rows = heads.body.rows
    start, current = 0, layout
    for at in _dated_titles(heads):
        dating = dating_of([str(cell) for cell in rows[at]])
        if dating == current.dating:
            continue
        yield current, Body(rows[start:at]), begin + start, above
        title = " ".join(str(cell) for cell in rows[at] if cell != "")
        current = replace(
            current, columns=list(current.columns), headers=list(current.headers), dating=dating, title=title
        )
        start, above = at + 1, 1
    yield current, Body(rows[start:]) if start else heads.body, begin + start, above


def _dated_titles(heads: _FirstColumns) -> list[int]:
    """Return the rows that hold one text only, which names a year among other words: 2026年1月回访登记."""
    titles = [
        {text for text in words if ("年" in text or "20" in text) and _is_dated_title(text)} for words in heads.words
    ]
    found = heads.rows_with(titles)
    return sorted(number for number in found if len({cell for cell in heads.body.rows[number] if cell != ""}) == 1)


def _is_dated_title(cell: str) -> bool:
    if len(cell) > _LONGEST_TITLE:
        return False
    rest = _DATES.sub("", cell)
    # A line that says 2026年1月 and nothing else stands over the rows of that month; a day may be a cell of a row.
    says_more = len(_CHINESE.findall(rest)) >= _FEWEST_SIGNS or (not rest.strip() and not _A_DAY.search(cell))
    return says_more and not is_signature(cell) and bool(dating_of([cell]).year)


def _further_headers(heads: _FirstColumns, known: Spellings) -> list[int]:
    """Return the rows below the header whose first words are headers of some ledger."""
    headers = [
        {
            text
            for text in words
            if text[-1] not in _DIGITS and len(text) <= _LONGEST_HEADER and spelling(text) in known.words
        }
        for words in heads.words
    ]
    found = heads.rows_with(headers)
    return sorted(
        number for number in found if sum(isinstance(cell, str) and cell != "" for cell in heads.body.rows[number]) > 1
    )


def _title_above(body: Sequence[Sequence[Cell]], at: int, begin: int) -> int:
    """Return where the title of a header at row *at* begins: lines above it that hold one word only, and blank ones."""
    start = at
    while (
        start > begin and at - start < DEEPEST_HEADER + 1 and len({cell for cell in body[start - 1] if cell != ""}) <= 1
    ):
        start -= 1
    return start


def _dated(titles: Sequence[Sequence[Cell]], before: Dating) -> Dating:
    dating = dating_of([str(cell) for row in titles for cell in row if cell != ""])
    return dating if dating.year else before
