"""What the tables say of a row, gathered again into the columns of its ledger: the inverse of spreading it.

Needed only where a row changes: for the columns that the new version lacks, and for the history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from analytics.tables.schema import TABLES
from analytics.tables.spread import LEDGERS
from analytics.tables.statements import run
from analytics.tables.store import identifier, quoted

if TYPE_CHECKING:
    from analytics.tables.store import Connection


def gather(con: Connection, ledger: str, organisation: str) -> None:
    """Make the table ``held``: id, part and content, a map of the filled columns, of each row of ``wanted``."""
    # Maps of whole rows do not wait on the disk: where many rows change, the load may hold more than others.
    run(con, "reset memory_limit")
    run(
        con,
        f"""
        create or replace temp table held as
        with {_entries(ledger)}
        select id, part, map_from_entries(list_sort(list({{'key': name, 'value': words}}))) as content
        from entries
        group by id, part
        """,
        {"organisation": organisation},
    )


def gather_columns(con: Connection, ledger: str, organisation: str, columns: Sequence[str]) -> None:
    """Make the table ``held_cells``: held_id, held_part and each of *columns* of the rows of ``wanted``."""
    cells = ", ".join(f"max(words) filter (where name = {quoted(name)}) as {identifier(name)}" for name in columns)
    run(
        con,
        f"""
        create or replace temp table held_cells as
        with {_entries(ledger)}
        select id as held_id, part as held_part, {cells}
        from entries
        group by id, part
        """,
        {"organisation": organisation},
    )


def whole_ledger(
    con: Connection, ledger: str, organisation: str, *, first: Sequence[str]
) -> tuple[list[str], Iterator[tuple[str | None, ...]]]:
    """Return the columns that any row of a ledger fills, those of *first* in front, and its rows by id and part.

    No columns when the ledger has no row. The rows are to be taken before anything else is asked of *con*.
    """
    run(
        con,
        "create or replace temp table wanted as select id, part from ledger_rows "
        "where organisation = $organisation and ledger = $ledger",
        {"organisation": organisation, "ledger": ledger},
    )
    gather(con, ledger, organisation)
    found = run(con, "select distinct unnest(map_keys(content)) as name from held order by name").fetchall()
    names = [name for (name,) in found]
    columns = [*first, *(name for name in names if name not in first)] if names else []
    cells = ", ".join(f"content[{quoted(column)}]" for column in columns)
    if not columns:
        return [], iter(())
    return columns, _fetched(run(con, f"select {cells} from held order by id, part"))


def _fetched(rows: Connection) -> Iterator[tuple[str | None, ...]]:
    while batch := rows.fetchmany(10_000):
        yield from batch


def _entries(ledger: str) -> str:
    """Return the common table ``entries``: id, part, name and words of each filled column of the rows of ``wanted``."""
    kind = LEDGERS[ledger]
    pieces = "\nunion all\n".join(
        f"select id, part, name, words from ({query}) where words is not null"
        for query in (_main(ledger), *_DETAILS[ledger])
    )
    return f"{', '.join(_narrowed(table, kind.id, kind.part) for table in kind.tables)}, entries as ({pieces})"


def _narrowed(table: str, identity: str, part: str) -> str:
    return (
        f"told_{table} as (select {identity} as id, {part} as part, {table}.*, {table}.rowid as place from {table} "
        f"where organisation = $organisation and ({identity}, {part}) in (select id, part from wanted))"
    )


def _main(ledger: str) -> str:
    """Return the query that gives the columns of the main table back, each as a row."""
    kind = LEDGERS[ledger]
    table = TABLES[kind.tables[0]]
    entries = []
    for column, sort in table.columns.items():
        if sort == "BOOLEAN" or column in ("organisation", "load_id", "sheet", "row_number", "filled_columns"):
            continue
        name = kind.columns.get(column, column)
        entries.append(f"{{'name': '{name}', 'words': {_words(table.columns, column)}}}")
    return f"select id, part, unnest([{', '.join(entries)}], recursive := true) from told_{table.name}"


def _words(columns: Mapping[str, str], column: str) -> str:
    sort = columns[column]
    if sort == "TIMESTAMP":
        beside = column.removesuffix("_at") + "_has_time"
        return _moment(column, beside if beside in columns else "has_time")
    if sort == "DOUBLE":
        return f"regexp_replace(cast({column} as varchar), '[.]0$', '')"
    return f"cast({column} as varchar)"


def _moment(column: str, has_time: str) -> str:
    return f"left(strftime({column}, '%Y-%m-%d %H:%M:%S'), case when {has_time} then 19 else 10 end)"


def _several(prefix: str, table: str, role: str, name: str) -> str:
    return (
        f"select id, part, concat('{prefix}.', {role}) as name, string_agg({name}, ';' order by place) as words "
        f"from told_{table} group by id, part, {role}"
    )


_PERSON = ", ".join(
    f"{{'name': 'person.{column}', 'words': {column}}}" for column in list(TABLES["persons"].columns)[2:]
)
_EVENT = _moment("happened_at", "has_time")
_DIMENSION = "case when dimension = 'overall' then 'satisfaction' else concat('satisfaction.', dimension) end"
_DETAILS: Mapping[str, tuple[str, ...]] = {
    "cases": (
        f"select id, part, concat('event.', event) as name, {_EVENT} as words from told_case_events",
        _several("party", "case_parties", "party_role", "party"),
        _several("contact", "contact_persons", "contact_role", "name"),
        f"select id, part, unnest([{_PERSON}], recursive := true) from told_persons",
        "select id, part, concat('note.', note) as name, words from told_case_notes",
    ),
    "callbacks": (
        f"select id, part, {_DIMENSION} as name, level as words from told_answers",
        "select id, part, field as name, words from told_callback_words",
    ),
    "problems": ("select id, part, field as name, words from told_problem_words",),
    "staff": (),
}
