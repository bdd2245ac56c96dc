"""Rows of a query as a results file holds them."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath
from typing import Any

from analytics.measures.evaluate import Reading
from analytics.results.document import Row


def rows_of(reading: Reading, query: str, **parameters: object) -> list[Row]:
    """Return the rows of one query among the tables of *reading*, days as text."""
    names, rows = reading.table(query, parameters)
    return [{name: _shown(name, cell) for name, cell in zip(names, row, strict=True)} for row in rows]


def _shown(name: str, cell: Any) -> Any:
    """Return a cell as JSON holds it; of a ledger's path the name that its sender knows."""
    if name == "file" and cell:
        return PurePosixPath(cell).name
    return cell.isoformat() if isinstance(cell, date) else cell
