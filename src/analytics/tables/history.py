"""What a row said before: every version of it, where it came from, and what each changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.findings import MASK
from analytics.tables.gather import gather
from analytics.tables.spread import LEDGERS
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from analytics.tables.store import Connection

# People's details and words are never told; names of staff only where the workspace says so.
_PERSONAL = ("person.", "contact.", "note.", "field.", "comment", "reason", "text", "measure")
_STAFF = ("caller", "party", "name", "callback_id", "problem_id")


@dataclass(frozen=True, slots=True)
class Change:
    """One cell that a version says otherwise than the one before; empty for an empty cell, masked if it is personal."""

    column: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a row: where it came from and what it changed; the first changes nothing."""

    ledger: str
    id: str
    part: str
    number: int
    load_id: int
    file: str
    sheet: str
    row: int
    loaded_at: datetime
    changes: tuple[Change, ...]


def versions(con: Connection, organisation: str, identifier: str, *, staff_names: bool) -> list[Version]:
    """Return every version of the rows with this id, by ledger and part, the oldest first; the last is what counts.

    A row that was withdrawn, as a party that its problem item no longer names, has an empty one until it was put back.
    """
    found: list[Version] = []
    for ledger in LEDGERS:
        told = run(
            con,
            """
            select part, load_id, sheet, row_number, content, replaced_by_load_id
            from ledger_rows_history
            where organisation = $organisation and ledger = $ledger and id = $id
            order by replaced_by_load_id, load_id, rowid
            """,
            {"organisation": organisation, "ledger": ledger, "id": identifier},
        ).fetchall()
        present = [row[1:] for row in _present(con, organisation, ledger, [identifier])]
        for part in dict.fromkeys(row[0] for row in (*told, *present)):
            before: Mapping[str, str] = {}
            rows = list(_with_ends([row for row in told if row[0] == part], [row for row in present if row[0] == part]))
            for number, (_, load_id, sheet, row_number, content) in enumerate(rows, start=1):
                after = json.loads(content)
                changes = _changes(before, after, staff_names=staff_names) if number > 1 else ()
                file, loaded_at = _load(con, load_id)
                shown = part if staff_names else MASK if part.strip("|") else part
                found.append(
                    Version(ledger, identifier, shown, number, load_id, file, sheet, row_number, loaded_at, changes)
                )
                before = after
    return found


def _with_ends(former: Sequence[tuple[Any, ...]], present: Sequence[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    """Yield the versions of one row, and an empty one where a load took it out and did not put another in its place."""
    following: list[tuple[Any, ...] | None] = [*former[1:], *present, None]
    for (part, load_id, sheet, row_number, content, by), after in zip(former, following, strict=False):
        yield part, load_id, sheet, row_number, content
        if after is None or after[1] != by:
            yield part, by, sheet, row_number, "{}"
    yield from present


def count_changed(con: Connection, organisation: str, load_id: int) -> int:
    """Return how many rows of earlier loads this load changed."""
    return changed_rows(con, organisation, load_id, first=0, staff_names=False)[0]


def changed_rows(
    con: Connection, organisation: str, load_id: int, *, first: int, staff_names: bool
) -> tuple[int, list[Version]]:
    """Return how many rows of earlier loads this load changed, and the first of them as they are now."""
    replaced = """
        from ledger_rows_history as old
        inner join ledger_rows as row
            on row.organisation = old.organisation and row.ledger = old.ledger and row.id = old.id
            and row.part = old.part and row.load_id = old.replaced_by_load_id
        where old.organisation = $organisation and old.replaced_by_load_id = $load_id and old.load_id <> $load_id
    """
    values = {"organisation": organisation, "load_id": load_id}
    any_replaced = run(
        con,
        "select 1 from ledger_rows_history where organisation = $organisation and replaced_by_load_id = $load_id "
        "and load_id <> $load_id limit 1",
        values,
    )
    if not any_replaced.fetchall():
        return 0, []
    [(count,)] = run(con, f"select count(*) {replaced}", values).fetchall()
    told = run(
        con,
        f"select old.ledger, old.id, old.part, old.content {replaced} order by old.rowid limit $first",
        {**values, "first": first},
    ).fetchall()
    present: dict[tuple[str, str, str], tuple[str, int, str]] = {}
    for ledger in dict.fromkeys(row[0] for row in told):
        identifiers = [row[1] for row in told if row[0] == ledger]
        for identifier, part, _, sheet, row_number, held in _present(con, organisation, ledger, identifiers):
            present[ledger, identifier, part] = (sheet, row_number, held)
    file, loaded_at = _load(con, load_id)
    shown: list[Version] = []
    for ledger, identifier, part, content in told:
        sheet, row_number, held = present[ledger, identifier, part]
        changes = _changes(json.loads(content), json.loads(held), staff_names=staff_names)
        shown.append(Version(ledger, identifier, part, 0, load_id, file, sheet, row_number, loaded_at, changes))
    lost, items = _items_with_other_parties(con, organisation, load_id, first=first - len(shown))
    for identifier, before, after, sheet, row_number in items:
        changes = _changes({"party": before}, {"party": after}, staff_names=staff_names)
        shown.append(Version("problems", identifier, "", 0, load_id, file, sheet, row_number, loaded_at, changes))
    return int(count) + lost, shown


def _items_with_other_parties(
    con: Connection, organisation: str, load_id: int, *, first: int
) -> tuple[int, list[tuple[str, str, str, str, int]]]:
    """Return of how many problem items this load took a party away, and of the first of them their parties before and now."""
    lost = """
        with lost as (
            select distinct old.id, old.part
            from ledger_rows_history as old
            where old.organisation = $organisation and old.ledger = 'problems' and old.replaced_by_load_id = $load_id
                and old.load_id <> $load_id
        ),
        held as (
            select row.id, row.part, row.sheet, row.row_number, row.load_id = $load_id and not exists (
                    select 1 from ledger_rows_history as old
                    where old.organisation = row.organisation and old.ledger = 'problems' and old.id = row.id
                        and old.part = row.part
                ) as is_new
            from ledger_rows as row
            where row.organisation = $organisation and row.ledger = 'problems' and row.id in (select id from lost)
        ),
        gone as (select id, part from lost where (id, part) not in (select (id, part) from held))
    """
    values = {"organisation": organisation, "load_id": load_id}
    in_gone = "id in (select id from gone)"
    [(count,)] = run(con, f"{lost} select count(distinct id) from held where {in_gone}", values).fetchall()
    if not count:
        return 0, []
    found = run(
        con,
        f"""
        {lost},
        said as (
            select id, part, sheet, row_number, not is_new as before, true as now from held where {in_gone}
            union all
            select id, part, null, null, true, false from gone where id in (select id from held)
        )
        select id, string_agg(substr(part, strpos(part, '|') + 1), '、' order by part) filter (before),
            coalesce(string_agg(substr(part, strpos(part, '|') + 1), '、' order by part) filter (now), ''),
            min(sheet), min(row_number)
        from said
        group by id
        order by id
        limit $first
        """,
        {**values, "first": first},
    ).fetchall()
    return int(count), found


def _present(
    con: Connection, organisation: str, ledger: str, identifiers: Iterable[str]
) -> list[tuple[str, str, int, str, int, str]]:
    """Return id, part, load, sheet, row and content of the rows with these ids as they are now."""
    values = {"organisation": organisation, "ledger": ledger, "ids": list(identifiers)}
    run(
        con,
        "create or replace temp table wanted as select id, part from ledger_rows "
        "where organisation = $organisation and ledger = $ledger and list_contains($ids, id)",
        values,
    )
    gather(con, ledger, organisation)
    return run(
        con,
        """
        select row.id, row.part, row.load_id, row.sheet, row.row_number, cast(to_json(held.content) as varchar)
        from ledger_rows as row
        inner join held on held.id = row.id and held.part = row.part
        where row.organisation = $organisation and row.ledger = $ledger and list_contains($ids, row.id)
        order by row.part
        """,
        values,
    ).fetchall()


def _load(con: Connection, load_id: int) -> tuple[str, datetime]:
    [(file, loaded_at)] = run(
        con, "select file, loaded_at from loads where load_id = $load_id", {"load_id": load_id}
    ).fetchall()
    return file, loaded_at


def _changes(before: Mapping[str, str], after: Mapping[str, str], *, staff_names: bool) -> tuple[Change, ...]:
    hidden = _PERSONAL if staff_names else (*_PERSONAL, *_STAFF)

    def shown(column: str, value: str) -> str:
        return MASK if value and column.startswith(hidden) else value

    return tuple(
        Change(column, shown(column, before.get(column, "")), shown(column, after.get(column, "")))
        for column in sorted({*before, *after})
        if before.get(column, "") != after.get(column, "")
    )
