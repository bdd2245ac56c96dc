"""Find the ledger inside a sheet: title rows, header rows of one to three lines, and what its columns are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analytics.ledger.cells import half_width, written
from analytics.ledger.grid import Cell, Grid
from analytics.ledger.headers import (
    IGNORED,
    JOINT,
    REQUIRED,
    SPREADING,
    TABLES,
    Spellings,
    column_of,
    in_rounds,
    is_answer_of,
    lacking,
)
from analytics.ledger.ledger_kinds import is_telling, table_of_sheet_name
from analytics.ledger.moments import Dating
from analytics.ledger.titles import dating_of
from analytics.ledger.vocabulary import spelling

if TYPE_CHECKING:
    from analytics.ledger.filling import Filling

SEARCHED_ROWS = 40
FURTHEST_ROWS = 300
DEEPEST_HEADER = 3
WIDEST_HEADER = 400
# 类别 and 等级 are those of a case as well.
_OF_A_PROBLEM = frozenset(
    {"problem_id", "cause", "party", "raised_at", "reported_at", "resolved_at", "text", "measure"}
)


@dataclass(slots=True)
class Layout:
    """Where the ledger of a sheet lies and what its columns are.

    ``columns`` holds the canonical column of each column of the grid, None where the header is not known, ``""`` where
    there is no header. ``body`` is the index of the first row below the header; ``is_keyed`` whether a column for the case
    was put in front of those of the grid. ``filling`` is what a confirmed form says of this ledger, where it was found by
    one; ``complaints`` how the complaints beside its callbacks are laid out, ``beside`` another ledger in the same rows, if
    any, ``rounds`` each of several callbacks in one row. ``notes`` are the words that stand beside and below the rows.
    """

    table: str
    header: int
    body: int
    headers: list[str]
    columns: list[str | None]
    title: str
    missing: list[str]
    dating: Dating = field(default_factory=Dating)
    filling: Filling | None = None
    is_keyed: bool = False
    complaints: Layout | None = None
    beside: Layout | None = None
    notes: str = ""
    rounds: dict[int, Layout] | None = None


def find_layout(grid: Grid, known: Spellings) -> Layout | None:
    """Return the layout of *grid*, or None when none of its first rows looks like a ledger's header.

    Nearly all headers stand in the first forty rows; those below pages of explanation are looked for where there is none.
    """
    rows = range(min(FURTHEST_ROWS, len(grid.rows)))
    return best_layout(grid, rows[:SEARCHED_ROWS], known) or best_layout(grid, rows[SEARCHED_ROWS:], known)


def best_layout(grid: Grid, starts: Iterable[int], known: Spellings) -> Layout | None:
    """Return the layout whose header begins at one of *starts* and looks most like one, or None."""
    named = table_of_sheet_name(grid.sheet)
    best: tuple[tuple[float, ...], Layout] | None = None
    lines = _Lines(grid, known)
    memo: dict[tuple[str, str], str | None] = {}
    for start in starts:
        if _filled(grid.rows[start][:WIDEST_HEADER]) == 0:
            continue
        for depth in range(_lines_of(grid, start), min(DEEPEST_HEADER, len(grid.rows) - start) + 1):
            if not lines.may_be_header(start, depth):
                continue
            for table in TABLES:
                headers = lines.joined(start, depth)
                columns = columns_of(table, headers, known[table], memo)
                score = _score(table, columns, headers, named)
                rank = (score, -depth, -start)
                if not score or (best is not None and rank <= best[0]):
                    continue
                # A first line that adds nothing to those below it is a title over them.
                if depth > 1:
                    below = lines.joined(start + 1, depth - 1)
                    if _score(table, columns_of(table, below, known[table], memo), below, named) >= score:
                        continue
                missing = lacking(table, columns, headers)
                best = (rank, Layout(table, start, start + depth, headers, columns, "", missing))
    if best is None:
        return None
    layout = best[1]
    entitle(layout, grid, 0)
    return layout


def entitle(layout: Layout, grid: Grid, top: int) -> None:
    """Give a layout its title, the cells from row *top* down to its header, and the date that the title speaks of."""
    titles = [written(cell) for row in grid.rows[top : layout.header] for cell in row if cell != ""]
    layout.title = " ".join(titles)
    layout.dating = dating_of([*titles, grid.sheet, grid.member])


def join_lines(grid: Grid, start: int, depth: int) -> list[str]:
    """Return the header of every column: its lines joined with ``>``, each word once.

    A word of an upper line goes for the columns to its right that are merged with it, or that are blank there and filled
    below it, as long as no other word begins.
    """
    return _Lines(grid).joined(start, depth)


class _Lines:
    """The first rows of a sheet as lines of a header: each is read once, and joined once with those below it."""

    def __init__(self, grid: Grid, known: Spellings | None = None) -> None:
        self._grid = grid
        self._known = known or Spellings()
        self._words: dict[int, list[str]] = {}
        self._telling: dict[int, frozenset[int]] = {}
        self._joined: dict[tuple[int, int], list[str]] = {}

    def joined(self, start: int, depth: int) -> list[str]:
        """Return the header of every column, as :func:`join_lines` does."""
        if (start, depth) not in self._joined:
            width = len(self._line(start))
            rows = range(start, min(start + depth, len(self._grid.rows)))
            self._joined[start, depth] = _joined(self._grid, start, [self._line(row)[:width] for row in rows])
        return self._joined[start, depth]

    def may_be_header(self, start: int, depth: int) -> bool:
        """Tell whether two columns hold words of known headers, the least that a header needs; most rows do not."""
        return len(frozenset().union(*(self._telling_columns(row) for row in range(start, start + depth)))) > 1

    def _telling_columns(self, row: int) -> frozenset[int]:
        if row not in self._telling:
            words = list(enumerate(self._line(row)))
            telling = {column for column, word in words if word and self._known.may_know(word)}
            # A word that spreads makes those to its right known, whatever they hold.
            spread = {column + 1 for column in telling if spelling(words[column][1]) in SPREADING}
            self._telling[row] = frozenset(telling | spread)
        return self._telling[row]

    def _line(self, row: int) -> list[str]:
        if row not in self._words:
            self._words[row] = [half_width(written(cell)) for cell in self._grid.rows[row][:WIDEST_HEADER]]
        return self._words[row]


def _joined(grid: Grid, start: int, lines: list[list[str]]) -> list[str]:
    width = len(lines[0])
    for number, line in enumerate(lines[:-1]):
        below = lines[number + 1]
        spans = {
            left: right
            for (top, left), (bottom, right) in grid.merged
            if top == start + number and bottom == top and right > left
        }
        column = 0
        while column < width:
            word = line[column]
            end = column + 1
            if word and column in spans:
                end = min(spans[column] + 1, width)
            elif word and below[column]:
                while end < width and not line[end] and below[end] and not _starts_merge(grid, start + number, end):
                    end += 1
            for covered in range(column + 1, end):
                line[covered] = word
            column = end
    return [JOINT.join(dict.fromkeys(word for word in words if word)) for words in zip(*lines, strict=True)]


def carry_down(grid: Grid, body: int) -> None:
    """Fill the cells of the body that a cell above them is merged over with what stands in it."""
    for (top, left), (bottom, right) in grid.merged:
        if top < body or bottom == top or bottom >= len(grid.rows) or right >= len(grid.rows[top]):
            continue
        for row in grid.rows[top + 1 : bottom + 1]:
            row[left] = grid.rows[top][left]


def _filled(row: Sequence[Cell]) -> int:
    return sum(1 for cell in row if cell != "")


def _lines_of(grid: Grid, start: int) -> int:
    """Return how many lines a header that begins here has at least: merged upright, its cells span them."""
    spans = [
        bottom - top + 1
        for (top, left), (bottom, _) in grid.merged
        if top == start and DEEPEST_HEADER > bottom - top > 0
    ]
    return max(spans, default=1) if len(spans) > 1 else 1


def _starts_merge(grid: Grid, row: int, column: int) -> bool:
    return any(top <= row <= bottom and left <= column <= right for (top, left), (bottom, right) in grid.merged)


def columns_of(
    table: str, headers: Sequence[str], known: Mapping[str, str], memo: dict[tuple[str, str], str | None]
) -> list[str | None]:
    """Return the column of each header of a sheet; those that are known already are in *memo*."""
    found: list[str | None] = []
    for header in headers:
        if not header:
            found.append("")
            continue
        key = (table, header)
        if key not in memo:
            told = len(header) <= 200
            memo[key] = (in_rounds(table, header, known) or column_of(table, header, known)) if told else None
        found.append(memo[key])
    return found


def _answers(columns: Sequence[str | None], headers: Sequence[str]) -> int:
    """Return how many columns are an answer to a question that has several; below one answer stands the first row."""
    asked = Counter(
        header.rpartition(JOINT)[0]
        for column, header in zip(columns, headers, strict=True)
        if column and JOINT in header and is_answer_of(column, header)
    )
    return sum(count for count in asked.values() if count > 1)


def _score(table: str, columns: Sequence[str | None], headers: Sequence[str], named: str | None) -> float:
    """Rate a row as the header of *table*; 0 when it is not one.

    A header is mostly known words, three of them at least (two in a sheet named after the table), and one of them tells
    this table from the others. Each answer to a question of the header, below which it is ticked, counts too.
    """
    found = {column for column in columns if column and column != IGNORED}
    filled = sum(1 for header in headers if header)
    answers = _answers(columns, headers)
    if (len(found) + answers) * 3 < filled or len(found) < 2:
        return 0
    if table == "problems" and found.isdisjoint(_OF_A_PROBLEM):
        return 0
    telling = sum(1 for column in found if is_telling(table, column))
    present = sum(1 for need in REQUIRED[table] if need in found)
    if not telling or len(found) < (2 if named == table or present == len(REQUIRED[table]) else 3):
        return 0
    if table == "staff" and (named != "staff" and not {"name", "role"} <= found):
        return 0
    return len(found) + answers + telling + present + (3 if named == table else 0)
