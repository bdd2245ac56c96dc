"""Rows of a query as a results file holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from analytics.measures.evaluate import Reading
from analytics.results.document import Row


def rows_of(reading: Reading, query: str, **parameters: object) -> list[Row]:
    """Return the rows of one query among the tables of *reading*, days as text."""
    names, rows = reading.table(query, parameters)
    files = _known_names(reading) if "file" in names else {}
    return [{name: _shown(name, cell, files) for name, cell in zip(names, row, strict=True)} for row in rows]


def parties_of(reading: Reading) -> dict[tuple[str, str], str]:
    """Return who is responsible for a case, by case and party role; several names in one text."""
    found = rows_of(
        reading,
        "select case_id, party_role, string_agg(party, '、' order by party) as party from case_parties"
        " where organisation = $organisation group by case_id, party_role",
        organisation=reading.organisation,
    )
    return {(row["case_id"], row["party_role"]): row["party"] for row in found}


def _known_names(reading: Reading) -> dict[str, str]:
    """Return the name that its sender knows of each ledger's path: with its folders where several have one name."""
    _, rows = reading.table(
        "select distinct file from loads where organisation = $organisation", {"organisation": reading.organisation}
    )
    parts = {str(path): PurePosixPath(str(path)).parts for (path,) in rows}
    deepest = max(map(len, parts.values()), default=0)
    names: dict[str, str] = {}
    for depth in range(1, deepest + 1):
        short = {path: "/".join(parts[path][-depth:]) for path in parts if path not in names}
        shared = Counter("/".join(one[-depth:]) for one in parts.values())
        names |= {path: name for path, name in short.items() if shared[name] == 1}
    return names


def _shown(name: str, cell: Any, files: Mapping[str, str]) -> Any:
    """Return a cell as JSON holds it; of a ledger's path the name that its sender knows."""
    if name == "file" and cell:
        return files.get(cell, PurePosixPath(cell).name)
    return cell.isoformat() if isinstance(cell, date) else cell
