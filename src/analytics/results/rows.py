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


def parties_of(reading: Reading) -> dict[tuple[str, str], str]:
    """Return who is responsible for a case, by case and party role; several names in one text."""
    found = rows_of(
        reading,
        "select case_id, party_role, string_agg(party, '、' order by party) as party from case_parties"
        " where organisation = $organisation group by case_id, party_role",
        organisation=reading.organisation,
    )
    return {(row["case_id"], row["party_role"]): row["party"] for row in found}


def _shown(name: str, cell: Any) -> Any:
    """Return a cell as JSON holds it; of a ledger's path the name that its sender knows."""
    if name == "file" and cell:
        return PurePosixPath(cell).name
    return cell.isoformat() if isinstance(cell, date) else cell
