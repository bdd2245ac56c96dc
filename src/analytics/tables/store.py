"""The only place that connects to DuckDB: the store for one load at a time, the snapshot for every reader.

A load holds the store's lock; readers never see the store, only the snapshot beside it, so neither waits for the other.
"""

from __future__ import annotations

import fcntl
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import IO, Any, TypeVar

import duckdb

from analytics.errors import RunError, UsageError
from analytics.language import Text
from analytics.tables.schema import DERIVED, PUBLISHED, STORED, contract_digest
from analytics.tables.statements import run

Connection = duckdb.DuckDBPyConnection
T = TypeVar("T")
# The oldest format that both supported lines of DuckDB read. Full groups of rows are written while more arrive, and by
# several processors; with DuckDB's own size of a group a load of 100,000 rows takes a fifth longer.
FILE_OPTIONS = "storage_version 'v1.5.0', row_group_size 20480"
# What a load of a million rows holds beyond this waits in the spill folder beside the store.
MEMORY_LIMIT = "144MB"
# Of a snapshot of more bytes, what a reader makes lies in a file; in memory it is made a fifth quicker.
LARGE_SNAPSHOT = 50_000_000
# Without a sample every object column is text, whatever its first values are.
_ALL_TEXT = "set pandas_analyze_sample = 0"
LOAD_FIRST = Text(
    zh="还没有可读的数据（{path}）。请先加载台账：analytics load",
    en="There is no published data yet ({path}). Load first: analytics load",
)
LOAD_AGAIN = Text(
    zh="已发布的数据（{path}）不是这个版本的工作台写的。请重新加载：analytics load",
    en="The published data ({path}) was not written by this version of the workbench. Load again: analytics load",
)


def identifier(name: str) -> str:
    """Return a name of a table or column as SQL reads it."""
    return '"' + name.replace('"', '""') + '"'


def quoted(text: object) -> str:
    """Return a text as an SQL string, where a value cannot be bound."""
    return "'" + str(text).replace("'", "''") + "'"


def first_row(con: Connection, query: str, values: Mapping[str, object] | None = None) -> tuple[Any, ...] | None:
    """Return the first row of a query, read to its end: DuckDB refuses other work while a result is half read."""
    found = run(con, query, values or {}).fetchall()
    return found[0] if found else None


class Store:
    """The workbench's own database, open for one load; what is in its folder ``spill`` is gone when it ends."""

    def __init__(self, con: Connection, path: Path, spill: Path) -> None:
        self.con = con
        self.path = path
        self.spill = spill

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Store]:
        """Open the store for a load and make its tables when it is new.

        Raises RunError when another command holds it, when the file is no store of this version, and when the disk is full.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        with _locked(path.with_name(f"{path.name}.lock")):
            spill = path.with_name(f"{path.name}.tmp")
            shutil.rmtree(spill, ignore_errors=True)  # what a killed load left
            con = _connect(path, spill)
            try:
                with told_of_full_disk(path.name):
                    _make_tables(con, path)
                    yield cls(con, path, spill)
                    con.execute("use memory")
                    con.execute("detach store")
            finally:
                con.close()
                shutil.rmtree(spill, ignore_errors=True)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Do everything within or nothing at all."""
        self.con.begin()
        try:
            yield self.con
        except BaseException:
            self.con.rollback()
            raise
        self.con.commit()

    @contextmanager
    def on_one_processor(self) -> Iterator[None]:
        """Leave the others to what is done beside; rows that come in parts then lie as close as if they came at once."""
        # Of all connections at once, so not of one whose transaction may have failed.
        with self.con.cursor() as settings:
            settings.execute("set threads = 1")
            try:
                yield
            finally:
                settings.execute("reset threads")

    def stage(
        self,
        name: str,
        texts: Mapping[str, Sequence[str | None]],
        numbers: Mapping[str, Sequence[int]],
        *,
        more: bool = False,
    ) -> None:
        """Put columns of texts and of whole numbers into a temporary table; replaces one of that name, or adds to it."""
        _execute_on_frame(self.con, f"{_into(name, more=more)} select * from frame", texts, numbers)

    def stage_cells(self, name: str, cells: Path, *, more: bool = False) -> None:
        """Put what a :class:`CellsWriter` wrote into a temporary table, as :meth:`stage` does."""
        self.con.execute(f"{_into(name, more=more)} select * from read_parquet({quoted(cells)})")


class CellsWriter:
    """Writes columns of *what* into files, in a process of its own beside the one that holds the store."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._con = duckdb.connect(":memory:", config={"threads": 1})
        self._con.execute(_ALL_TEXT)

    def write(
        self, file: Path, texts: Mapping[str, Sequence[str | None]], numbers: Mapping[str, Sequence[int]]
    ) -> None:
        """Write columns of texts and of whole numbers; raises RunError when the disk is full."""
        manner = "format parquet, parquet_version v2, compression uncompressed"
        with told_of_full_disk(self._what):
            _execute_on_frame(self._con, f"copy (select * from frame) to {quoted(file)} ({manner})", texts, numbers)


@contextmanager
def told_of_full_disk(what: str) -> Iterator[None]:
    """Turn into a RunError what DuckDB raises when there is no room for *what* it writes."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.TransactionException) as fault:
        if isinstance(fault, duckdb.TransactionException) and "Failed to commit" not in str(fault):
            raise
        raise RunError(
            Text(
                zh="{what}：写不下去，什么也没有改动（{fault}）。请检查磁盘空间和内存，再运行一次。",
                en="{what}: writing did not go on, and nothing was changed ({fault}). Look to the room on the disk and in "
                "memory and run it again.",
            ).format(what=what, fault=str(fault).split("\n")[0])
        ) from None


def _execute_on_frame(
    con: Connection, statement: str, texts: Mapping[str, Sequence[str | None]], numbers: Mapping[str, Sequence[int]]
) -> None:
    """Run a statement that reads the columns as the table ``frame``."""
    import numpy as np

    frame = {column: np.fromiter(values, dtype=object, count=len(values)) for column, values in texts.items()}
    frame |= {column: np.array(values, dtype=np.int64) for column, values in numbers.items()}
    # DuckDB finds the variable by its name. Registered, it would be kept until the transaction ends.
    con.execute(statement)


def _into(name: str, *, more: bool) -> str:
    return f"insert into {identifier(name)} by name" if more else f"create or replace temp table {identifier(name)} as"


def open_snapshot(path: Path, *, writable: Path | None = None) -> Connection:
    """Open the published snapshot for reading: every public table is there by its name.

    Views and tables that the reader makes live in memory, those of a large snapshot in a file that nobody else sees. Nothing
    else on the machine can be reached through it, but for the folder *writable* where one is given.
    Raises UsageError when nothing has been published, or not by this version.
    """
    if not path.is_file():
        raise UsageError(LOAD_FIRST.format(path=path))
    spill = path.with_name(f".spill-{secrets.token_hex(4)}")
    con = duckdb.connect(":memory:", config={"temp_directory": str(spill)})
    try:
        if path.stat().st_size > LARGE_SNAPSHOT:
            make_room(con, spill.with_suffix(".duckdb"))
        con.execute(f"attach {quoted(path)} as published (read_only)")
        if con.execute("select contract from published.publication").fetchall() != [(contract_digest(),)]:
            raise UsageError(LOAD_AGAIN.format(path=path))
        for table in PUBLISHED:
            columns = ", ".join(table.columns)
            run(con, f"create view {table.name} as select {columns} from published.{table.name}")
        for table in DERIVED:
            run(con, f"create view {table.name} as {table.select}")
        if writable is not None:
            con.execute(f"set allowed_directories = [{quoted(writable.resolve())}]")
        con.execute("set enable_external_access = false")
    except duckdb.Error:
        con.close()
        raise UsageError(LOAD_AGAIN.format(path=path)) from None
    except UsageError:
        con.close()
        raise
    return con


def make_room(con: Connection, file: Path) -> None:
    """Let the tables that a reader makes lie in *file*, which is gone with the connection, however that ends.

    Tables of millions of obligations in memory leave too little of it for the work on them. Where nothing can be written,
    memory has to do.
    """
    with suppress(duckdb.IOException):
        con.execute(f"attach {quoted(file)} as room (recovery_mode no_wal_writes)")
        con.execute("use room")
        file.unlink()


_EXPLAIN = re.compile(r"\s*explain\s+(analyze\s+)?(\([^)]*\)\s*)?", re.IGNORECASE)


def read_only_query(con: Connection, sql: str) -> Connection:
    """Run one reading statement (select, with, describe, show, explain) and return its result.

    The connection's settings are locked first and stay so: what a query may reach is not for it to decide.
    Raises UsageError for any other statement, for several at once, and for a name that is not there, with the tables
    that are.
    """
    try:
        if _kinds(con, sql) != ["SELECT"]:
            raise UsageError(
                Text(
                    zh="这里只能运行一条查询语句（select、with、describe、show、explain），不能写入。可查询的表：{tables}。",
                    en="Only one reading statement can be run here (select, with, describe, show, explain). "
                    "Tables: {tables}.",
                ).format(tables=_names(con))
            )
        _lock_settings(con)
        return interruptible(con, partial(con.execute, sql))
    except (duckdb.OutOfMemoryException, duckdb.IOException, duckdb.InternalException) as fault:
        raise RunError(
            Text(zh="查询没有完成：{fault}", en="The query did not come to its end: {fault}").format(fault=fault)
        ) from None
    except duckdb.Error as fault:
        raise UsageError(
            Text(
                zh="查询无法运行：{fault}。可查询的表：{tables}。",
                en="The query cannot be run: {fault}. Tables: {tables}.",
            ).format(fault=str(fault).split("\n")[0], tables=_names(con))
        ) from None


def interruptible(con: Connection, work: Callable[[], T]) -> T:
    """Return what *work* does on *con*, so that an interruption ends it at once and is nothing else.

    DuckDB looks for signals only while it executes, not while a result is fetched, and then tells of a RuntimeError.
    """
    with ThreadPoolExecutor(max_workers=1) as thread:
        working = thread.submit(work)
        try:
            return working.result()
        except KeyboardInterrupt:
            con.interrupt()
            raise


def _lock_settings(con: Connection) -> None:
    [(is_locked,)] = con.execute("select current_setting('lock_configuration')").fetchall()
    if not is_locked:
        con.execute("set lock_configuration = true")


def _kinds(con: Connection, sql: str) -> list[str]:
    """Return the kind of each statement; an explained statement counts as itself, because it may be run."""
    kinds = [statement.type.name for statement in con.extract_statements(sql)]
    if kinds == ["EXPLAIN"]:
        return _kinds(con, _EXPLAIN.sub("", sql, count=1))
    return kinds


def _names(con: Connection) -> str:
    found = con.execute("select distinct view_name from duckdb_views() where not internal order by view_name")
    return ", ".join(name for (name,) in found.fetchall())


@contextmanager
def _locked(path: Path) -> Iterator[IO[str]]:
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RunError(
                Text(
                    zh="另一个命令正在用数据库（加载、查历史）：{path}。这里什么也没有改动；请等它结束后重试。",
                    en="Another command (load, history) has the store open: {path}. Nothing was changed here; try again when "
                    "it has ended.",
                ).format(path=path)
            ) from None
        yield file


def _connect(path: Path, spill: Path) -> Connection:
    con = duckdb.connect(":memory:", config={"temp_directory": str(spill), "memory_limit": MEMORY_LIMIT})
    con.execute(_ALL_TEXT)
    # The order of rows says nothing. To keep it, DuckDB would write a wide table on one processor within this memory.
    con.execute("set preserve_insertion_order = false")
    try:
        con.execute(f"attach {quoted(path)} as store ({FILE_OPTIONS})")
    except duckdb.Error as fault:
        con.close()
        raise RunError(
            Text(
                zh="数据库 {path} 打不开：{fault}。它可以由台账重建：删除后重新加载。",
                en="The store {path} cannot be opened: {fault}. It can be made anew from the ledgers: delete it and "
                "load again.",
            ).format(path=path, fault=str(fault).split("\n")[0])
        ) from None
    con.execute("use store")
    return con


def _unspaced(ddl: str) -> str:
    return re.sub(r'[\s";]', "", ddl).lower()


def _columns(con: Connection) -> dict[str, dict[str, str]]:
    """Return the kind of each column of each table; DuckDB looks through all that it has of its own for it."""
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in con.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where database_name = current_database() and not internal order by table_name, column_index"
    ).fetchall():
        found.setdefault(table, {})[column] = kind
    return found


def _make_tables(con: Connection, path: Path) -> None:
    """Make the tables of a new store; bring one of an older version up to this one, with all that it holds."""
    made = con.execute(
        "select table_name, sql from duckdb_tables() where database_name = current_database()"
    ).fetchall()
    if {table: _unspaced(ddl) for table, ddl in made} == {stored.name: _unspaced(stored.ddl) for stored in STORED}:
        return
    found = _columns(con) if made else {}
    wanted = {stored.name: dict(stored.columns) for stored in STORED}
    if found and any(not columns.items() <= wanted.get(table, {}).items() for table, columns in found.items()):
        raise RunError(
            Text(
                zh="数据库 {path} 不是这个版本的工作台写的。它可以由台账重建：删除后重新加载。",
                en="The store {path} was not written by this version of the workbench. It can be made anew from the "
                "ledgers: delete it and load again.",
            ).format(path=path)
        )
    con.begin()
    for stored in STORED:
        held = found.get(stored.name)
        if held is None:
            run(con, stored.ddl)
        elif list(held) != list(stored.columns):
            # Rows are written by place, so that a new column stands where the contract has it.
            con.execute(f"create temp table held_before as select * from {stored.name}")
            con.execute(f"drop table {stored.name}")
            con.execute(stored.ddl)
            con.execute(f"insert into {stored.name} by name select * from held_before")
            con.execute("drop table held_before")
    con.commit()
