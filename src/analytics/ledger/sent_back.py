"""What a workbook that was sent back has and the sender's own had not: a first sheet and a last column, both read over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from analytics.ledger.grid import Cell, Grid

RETURNED_SHEET = "退回说明"
RETURNED_TITLE = "退回说明 / Sent back: "
RETURNED_VERSION = "原件版本 / Version of the file: "
PROBLEM_HEADER = "问题 / Problem"

_T = TypeVar("_T")


def made_of(first_sheet: Grid) -> tuple[str, str]:
    """Return the file that the workbook was made of and the first digits of its digest, each empty where it is not told."""
    title, version = str(first_sheet.rows[0][0]), str(first_sheet.rows[0][-1])
    if not title.startswith(RETURNED_TITLE):
        return "", ""
    digits = version.removeprefix(RETURNED_VERSION) if version.startswith(RETURNED_VERSION) else ""
    return title.removeprefix(RETURNED_TITLE), digits


def is_added(header: str) -> bool:
    """Tell whether a header is that of the column that we added."""
    return header.endswith(PROBLEM_HEADER)


def added(names: Sequence[str]) -> list[int]:
    """Return the places of the column that we added."""
    return [at for at, name in enumerate(names) if is_added(name)]


def empty_added(body: Sequence[list[Cell]], names: Sequence[str]) -> None:
    """Empty what we added: a row that holds nothing else was cleared by its sender."""
    for at in added(names):
        for row in body:
            row[at : at + 1] = [""] * len(row[at : at + 1])


def received(cells_or_columns: Sequence[_T], names: Sequence[str]) -> list[_T]:
    """Return those of a sender's own columns."""
    ours = added(names)
    return [one for at, one in enumerate(cells_or_columns) if at not in ours]
