"""Names of parties and callers that differ only in capitals, spaces or marks, and so are counted apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.tables.store import Connection


def names_alike(con: Connection, organisation: str) -> list[list[str]]:
    """Return the names that are most likely one, together: Technical Support and technical support."""
    named = run(
        con,
        "select party from case_parties where organisation = $organisation "
        "union select party from problems where organisation = $organisation "
        "union select caller from callbacks where organisation = $organisation",
        {"organisation": organisation},
    ).fetchall()
    alike: dict[str, list[str]] = {}
    for (name,) in named:
        if name:
            alike.setdefault("".join(filter(str.isalnum, name.casefold())), []).append(name)
    return sorted(sorted(names) for names in alike.values() if len(names) > 1)
