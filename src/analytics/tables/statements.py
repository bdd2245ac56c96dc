"""SQL files: one statement each, in the portable subset, bound by name and run in a schema of its own.

A file is a plain ``select``; the table that it fills has the name of the step that asks for it. Table names are
looked up in the schema of the run first and in the published tables after.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, Statement

_PARAMETER = re.compile(r"\$([a-z_]+)")


@cache
def statement(package: str, name: str) -> str:
    """Return the text of ``sql/<name>.sql`` of *package*."""
    return (resources.files(package) / "sql" / f"{name}.sql").read_text("utf-8")


_PARSED: dict[str, Statement] = {}
_PARSED_AT_MOST = 2000


def run(
    con: DuckDBPyConnection, text: str, parameters: Mapping[str, object] | Sequence[object] = ()
) -> DuckDBPyConnection:
    """Run one statement of the workbench's own; it is parsed once, however often and wherever it is run.

    On small tables DuckDB takes up to a third of its time to parse. Values are bound, so that there are few texts.
    """
    if text not in _PARSED:
        if len(_PARSED) == _PARSED_AT_MOST:
            _PARSED.clear()
        [_PARSED[text]] = con.extract_statements(text)
    return con.execute(_PARSED[text], parameters)


@contextmanager
def within_schema(con: DuckDBPyConnection, schema: str) -> Iterator[bool]:
    """Work in *schema*, made if need be; yields whether it is new. A schema that failed half-way is dropped."""
    [(before, database)] = con.execute("select current_setting('search_path'), current_database()").fetchall()
    [(found,)] = con.execute(
        "select count(*) from duckdb_schemas() where schema_name = $schema and database_name = $database",
        {"schema": schema, "database": database},
    ).fetchall()
    is_new = found == 0
    if is_new:
        con.execute(f"create schema {_quoted(schema)}")
    con.execute("set search_path = $path", {"path": _search_path(database, schema)})
    try:
        yield is_new
    except BaseException:
        if is_new:
            con.execute(f"drop schema {_quoted(schema)} cascade")
        raise
    finally:
        con.execute("set search_path = $path", {"path": before})


def reader_of(con: DuckDBPyConnection, schema: str) -> DuckDBPyConnection:
    """Return another connection to the database of *con*, which looks every name up in *schema* first."""
    [(database,)] = con.execute("select current_database()").fetchall()
    reader = con.cursor()
    reader.execute("set search_path = $path", {"path": _search_path(database, schema)})
    return reader


def _search_path(database: str, schema: str) -> str:
    return f"{_quoted(database)}.{_quoted(schema)},{_quoted(database)}.main"


def _quoted(schema: str) -> str:
    return '"' + schema.replace('"', '""') + '"'


@dataclass(frozen=True, slots=True)
class Rows:
    """A small table that is not read from anywhere: its columns with their types, and its rows."""

    columns: str
    rows: Sequence[Sequence[object]]


def fill(con: DuckDBPyConnection, table: str, content: Rows) -> None:
    """Make *table* of the rows of *content*."""
    if not content.rows:
        run(con, f"create table {table} ({content.columns})")
        return
    columns = [column.split() for column in content.columns.split(", ")]
    cells = [list(column) for column in zip(*content.rows, strict=True)]
    picked = ", ".join(
        f"unnest(cast(${number} as {kind}[])) as {name}" for number, (name, kind) in enumerate(columns, start=1)
    )
    run(con, f"create table {table} as select {picked}", cells)


def materialise(
    con: DuckDBPyConnection, table: str, *, package: str, file: str, once: bool = False, **parameters: object
) -> None:
    """Fill *table* with the rows of a SQL file, binding those of *parameters* that it names.

    With *once* a table that is there already is left as it is.
    """
    text = statement(package, file)
    named = set(_PARAMETER.findall(text))
    create = "create table if not exists" if once else "create table"
    run(con, f"{create} {table} as {text}", {name: parameters[name] for name in named})


def define(con: DuckDBPyConnection, view: str, *, package: str) -> None:
    """Let *view* stand for the rows of the SQL file of its name, which binds nothing: they are worked out when asked for."""
    con.execute(f"create view {view} as {statement(package, view)}")
