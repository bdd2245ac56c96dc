"""A canonical ledger put straight into the public tables, for tests of what is computed from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

import duckdb

from analytics.measures.evaluate import Reading
from analytics.policy.pack import Policy
from analytics.tables.schema import TABLES

ORGANISATION = "test"
Row = Mapping[str, str | None]


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database for all readings of a process: making one takes longer than most of what is read in it."""
    con = duckdb.connect()
    for table in TABLES.values():
        if table.public or table.name in ("callback_words", "persons", "case_notes", "problem_words"):
            con.execute(table.ddl)
    return con


def empty_tables() -> duckdb.DuckDBPyConnection:
    """Return a connection with every public table, empty, and with the private ones that some are gathered from.

    It is good until the next is asked for, which empties them again.
    """
    con = _database()
    made = con.execute("select schema_name from duckdb_schemas() where not internal and schema_name <> 'main'")
    for (schema,) in made.fetchall():
        con.execute(f'drop schema "{schema}" cascade')
    filled = con.execute("select table_name from duckdb_tables() where estimated_size > 0")
    for (table,) in filled.fetchall():
        con.execute(f"delete from {table}")
    return con.cursor()


def reading_of(
    ledger: Mapping[str, Sequence[Row]],
    policy: Policy,
    as_of: date,
    *,
    beside: Mapping[str, Sequence[Row]] | None = None,
) -> Reading:
    """Return *ledger* as it was known on *as_of*, under *policy*; *beside* it stands that of another organisation."""
    con = empty_tables()
    if beside is not None:
        _fill(con, beside)
        for (table,) in con.execute(
            "select table_name from duckdb_columns() where column_name = 'organisation'"
        ).fetchall():
            con.execute(f"update {table} set organisation = 'beside'")
    _fill(con, ledger)
    for made in (
        *("case_columns", "case_fields", "callback_fields", "repeated_words"),
        *("problem_columns", "problem_fields"),
    ):
        con.execute(f"insert into {made} {TABLES[made].select or TABLES[made].gather}")
    return Reading(con, policy, ORGANISATION, as_of)


def _fill(con: duckdb.DuckDBPyConnection, ledger: Mapping[str, Sequence[Row]]) -> None:
    for case in ledger["cases"]:
        _case(con, case)
        _person(con, case)
    for callback in ledger["callbacks"]:
        _callback(con, callback)
    for problem in ledger.get("problems", ()):
        _problem(con, problem)
    for member in ledger.get("staff", ()):
        plain = {name: member.get(name) for name in ("name", "role", "department")}
        _insert(con, "staff", **plain, from_on=member.get("from"), to_on=member.get("to"))


def _insert(con: duckdb.DuckDBPyConnection, table: str, **values: object) -> None:
    names = ", ".join(("organisation", *values))
    marks = ", ".join("?" * (len(values) + 1))
    con.execute(f"insert into {table} ({names}) values ({marks})", (ORGANISATION, *values.values()))


def _has_time(text: str | None) -> bool | None:
    return None if text is None else len(text) > len("2026-03-05")


def _people(text: str | None) -> list[str]:
    return list(dict.fromkeys(name for name in (text or "").split(";") if name))


def _case(con: duckdb.DuckDBPyConnection, case: Row) -> None:
    plain = ("case_id", "category", "tier", "client", "area", "urgency", "outcome", "excluded_on", "exclusion_reason")
    _insert(con, "cases", **{name: case.get(name) for name in plain})
    for name, text in case.items():
        kind, _, rest = name.partition(".")
        if kind == "event" and text:
            _insert(con, "case_events", case_id=case["case_id"], event=rest, happened_at=text, has_time=_has_time(text))
        if kind == "contact" and text:
            _insert(con, "case_contacts", case_id=case["case_id"], contact_role=rest)
        if kind == "note" and text:
            _insert(con, "case_notes", case_id=case["case_id"], note=rest, words=text)
        for person in _people(text) if kind == "party" else ():
            _insert(con, "case_parties", case_id=case["case_id"], party_role=rest, party=person)


def _person(con: duckdb.DuckDBPyConnection, case: Row) -> None:
    held = {name.partition(".")[2]: text for name, text in case.items() if name.startswith("person.") and text}
    if held:
        _insert(con, "persons", case_id=case["case_id"], **held)


def _callback(con: duckdb.DuckDBPyConnection, callback: Row) -> None:
    plain = ("callback_id", "case_id", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome")
    _insert(
        con,
        "callbacks",
        **{name: callback.get(name) for name in plain},
        called_at=callback["at"],
        has_time=_has_time(callback["at"]),
        agreed_at=callback.get("agreed_at"),
        agreed_has_time=_has_time(callback.get("agreed_at")),
        duration_s=callback.get("duration_s"),
        filled_columns=";".join(name for name, text in callback.items() if text and name != "callback_id"),
    )
    if callback.get("comment"):
        _insert(con, "callback_words", callback_id=callback["callback_id"], field="comment", words=callback["comment"])
    for name, text in callback.items():
        if name.startswith("satisfaction") and text:
            dimension = name.partition(".")[2] or "overall"
            _insert(con, "answers", callback_id=callback["callback_id"], dimension=dimension, level=text)


def _problem(con: duckdb.DuckDBPyConnection, problem: Row) -> None:
    plain = (
        "problem_id",
        "case_id",
        "callback_id",
        "kind",
        "component",
        "cause",
        "severity",
        "party_role",
        "party",
        "verified",
    )
    moments: dict[str, object] = {}
    for moment in ("raised", "reported", "notified", "agreed", "answered", "resolved"):
        text = problem.get(f"{moment}_at")
        moments |= {f"{moment}_at": text, f"{moment}_has_time": _has_time(text)}
    _insert(con, "problems", **{name: problem.get(name) for name in plain}, **moments)
    key = {name: problem.get(name) for name in ("problem_id", "party_role", "party")}
    for name, text in problem.items():
        if text and (name in ("text", "measure") or name.startswith("field.")):
            _insert(con, "problem_words", **key, field=name, words=text)
