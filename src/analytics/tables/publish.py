"""Publish the public tables as a snapshot that readers share: a new file beside it, then one rename."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import duckdb

from analytics import __version__
from analytics.findings import CHECKS, MASK
from analytics.tables.schema import PUBLISHED, TABLES, contract_digest
from analytics.tables.statements import run
from analytics.tables.store import FILE_OPTIONS, first_row, quoted, told_of_full_disk

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.tables.store import Connection, Store

# Where the tables name people of the organisation.
_STAFF = {
    "case_parties": "party",
    "callbacks": "caller",
    "problems": "party",
    "problem_columns": "party",
    "staff": "name",
}

# What stood in a cell that set its row aside, a date, number or word that was none, may be what a person said, or a name
# or phone that has slipped into the column. Only what reads like a day, a time or a small number, or is an error value, is
# told.
_UNREAD = tuple(name for name, check in CHECKS.items() if check.severity == "set_aside")
_MOMENT = r"[0-9〇零一二三四五六七八九十廿卅\s年月日号时点分秒上下午:：,，/.\-TZ%]*"
_ERROR_VALUE = r"#[A-Z0-9/?!]+|Err:[0-9]+"
_PHONE = r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}|\d{9,}|(^|\D)([03-9]\d|1[0-8]|2[1-9])\d{5,6}($|\D)"
_MAY_BE_WORDS = (
    f"shown.check_name in {_UNREAD} and shown.value <> '' and ("
    f"not regexp_full_match(shown.value, '{_MOMENT}|{_ERROR_VALUE}') or regexp_matches(shown.value, '{_PHONE}'))"
)


def publish(store: Store, target: Path, *, staff_names: bool) -> bool:
    """Write the snapshot of the store's present state; return whether it was not there already.

    Without ``staff_names`` a stable code stands for each name of staff, crew or party. Readers that have the former
    snapshot open keep it. Private tables and personal values of findings are never in it. Raises RunError when the disk is
    full; the former snapshot stays.
    """
    for left in target.parent.glob(f"{target.name}.*.tmp*"):  # of publications that were killed
        left.unlink(missing_ok=True)
    state = _state(store.con)
    if _published(store.con, target) == (state, contract_digest(), staff_names):
        return False
    if not staff_names:
        with store.transaction() as con:
            _give_codes(con)
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f"{target.name}.{os.getpid()}.tmp")
    with told_of_full_disk(target.name):
        store.con.execute(f"attach {quoted(new)} as publication ({FILE_OPTIONS})")
        try:
            with store.transaction() as con:
                _fill(con, state, staff_names=staff_names)
            store.con.execute("checkpoint publication")
        finally:
            store.con.execute("detach publication")
    _keep(new)
    new.replace(target)
    _keep(target.parent)
    return True


def _fill(con: Connection, state: str, *, staff_names: bool) -> None:
    for table in PUBLISHED:
        run(con, table.ddl.replace(f"create table {table.name}", f"create table publication.{table.name}", 1))
        columns = ", ".join(table.columns)
        if table.name == "publication":
            run(
                con,
                "insert into publication.publication values ($state, $contract, $staff_names)",
                {"state": state, "contract": contract_digest(), "staff_names": staff_names},
            )
        else:
            run(
                con,
                f"insert into publication.{table.name} ({columns}) {_shown(con, table.name, staff_names=staff_names)}",
            )


def _shown(con: Connection, table: str, *, staff_names: bool) -> str:
    """Return the query for what readers may see of a table."""
    columns = {column: f"shown.{column}" for column in _columns(table)}
    joins = ""
    if table == "findings":
        columns["value"] = f"case when shown.personal or ({_MAY_BE_WORDS}) then '{MASK}' else shown.value end"
    if not staff_names:
        if table in _STAFF:
            name = _STAFF[table]
            columns[name] = "staff_codes.code"
            joins = (
                f" left join staff_codes on staff_codes.organisation = shown.organisation "
                f"and staff_codes.name = shown.{name}"
            )
        if "callback_id" in columns and _names_in_ids(con):
            # An id that was put together from the cells of its row holds the caller's name.
            columns["callback_id"] = "coalesce(coded.code, shown.callback_id)"
            joins += (
                " left join (select callbacks.organisation, callbacks.callback_id, "
                "replace(callbacks.callback_id, concat('|', callbacks.caller, '|'), "
                "concat('|', staff_codes.code, '|')) as code from callbacks "
                "inner join staff_codes on staff_codes.organisation = callbacks.organisation "
                "and staff_codes.name = callbacks.caller) as coded "
                "on coded.organisation = shown.organisation and coded.callback_id = shown.callback_id"
            )
    source = f"({TABLES[table].gather})" if TABLES[table].gather else table
    return f"select {', '.join(columns.values())} from {source} as shown{joins}"


def _columns(table: str) -> list[str]:
    return list(TABLES[table].columns)


def _names_in_ids(con: Connection) -> bool:
    return bool(first_row(con, "select 1 from callbacks where contains(callback_id, concat('|', caller, '|')) limit 1"))


def _give_codes(con: Connection) -> None:
    """Give each new name of an organisation the next number; a name keeps its code for ever."""
    names = " union ".join(
        f"select organisation, {column} as name from {table} where {column} is not null"
        for table, column in _STAFF.items()
        if not TABLES[table].gather
    )
    con.execute(f"""
        insert into staff_codes (organisation, name, code)
        with named as ({names}),
        counted as (select organisation, count(*) as given_count from staff_codes group by organisation)
        select named.organisation, named.name,
            format('员工-{{:04d}}', coalesce(counted.given_count, 0)
                + row_number() over (partition by named.organisation order by named.name))
        from named
        left join counted on counted.organisation = named.organisation
        where not exists (
            select 1 from staff_codes
            where staff_codes.organisation = named.organisation and staff_codes.name = named.name
        )
    """)


def _state(con: Connection) -> str:
    """Return what tells this state of the store from any other: the versions of the files that made it.

    What readers may see of them is for the version of the workbench to say, so another one publishes anew.
    """
    row = first_row(
        con,
        "select md5(string_agg(concat_ws('|', load_id, organisation, file, sha256, profile, loaded_at, current), ';' "
        "order by load_id)) from loads",
    )
    return f"{__version__} {row[0] if row else ''}"


def _published(con: Connection, target: Path) -> tuple[str, str, bool] | None:
    """Return what the snapshot says of itself; None when there is none that can be read."""
    if not target.is_file():
        return None
    try:
        con.execute(f"attach {quoted(target)} as published (read_only)")
    except duckdb.Error:
        return None
    try:
        row = first_row(con, "select state, contract, staff_names from published.publication")
        return (row[0], row[1], row[2]) if row else None
    except duckdb.Error:
        return None
    finally:
        con.execute("detach published")


def _keep(path: Path) -> None:
    """Make sure that what was written is on the disk before anybody relies on it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
