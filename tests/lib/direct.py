"""A canonical ledger put straight into the public tables, for tests of what is computed from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

import duckdb

from analytics.measures.evaluate import Reading
from analytics.policy.pack import Policy
from analytics.tables.schema import TABLES

ORGANISATION = "test"
Row = Mapping[str, str | None]
Ledger = Mapping[str, Sequence[Row]]
Insert = Callable[..., None]
Filled = defaultdict[str, list[dict[str, object]]]
PRIVATE = ("callback_words", "persons", "case_notes", "problem_words")
GATHERED_FROM = {
    "case_columns": {"persons", "case_notes"},
    "repeated_words": {"callback_words"},
    "problem_columns": {"problem_words"},
}
DERIVED = ("case_fields", "callback_fields", "problem_fields")
_LAST: dict[str, Any] = {}  # the last reading, and what was asked for


@cache
def _database() -> duckdb.DuckDBPyConnection:
    """One database for all readings of a process: making one takes longer than most of what is read in it.

    It works on one processor: of so few rows there is nothing to share out.
    """
    con = duckdb.connect(config={"threads": 1})
    for table in TABLES.values():
        if table.name in DERIVED:
            con.execute(f"create view {table.name} as {table.select}")
        elif table.public or table.name in PRIVATE:
            con.execute(table.ddl)
    return con


def empty_tables() -> duckdb.DuckDBPyConnection:
    """Return a connection with every public table, empty, and with the private ones that some are gathered from.

    It is good until the next is asked for, which empties them again.
    """
    _LAST.clear()
    con = _database()
    made = con.execute("select schema_name from duckdb_schemas() where not internal and schema_name <> 'main'")
    for (schema,) in made.fetchall():
        con.execute(f'drop schema "{schema}" cascade')
    filled = con.execute("select table_name from duckdb_tables() where estimated_size > 0")
    for (table,) in filled.fetchall():
        con.execute(f"delete from {table}")
    return con.cursor()


def reading_of(ledger: Ledger, policy: Policy, as_of: date, *, beside: Ledger | None = None) -> Reading:
    """Return *ledger* as it was known on *as_of*, under *policy*; *beside* it stands that of another organisation.

    What is asked for several times in a row is read once.
    """
    asked = (ledger, policy, as_of, beside)
    if _LAST.get("asked") != asked:
        reading = Reading(tables_of(ledger, beside=beside), policy, ORGANISATION, as_of)
        _LAST.update(asked=asked, reading=reading)
    return _LAST["reading"]


def tables_of(ledger: Ledger, *, beside: Ledger | None = None) -> duckdb.DuckDBPyConnection:
    """Return the public tables with *ledger* in them, and with that of another organisation *beside* it."""
    con = empty_tables()
    filled: Filled = defaultdict(list)
    _put(filled, ledger, ORGANISATION)
    if beside is not None:
        _put(filled, beside, "beside")
    for table, rows in filled.items():
        _insert(con, table, rows)
    for made, sources in GATHERED_FROM.items():
        if not sources.isdisjoint(filled):
            con.execute(f"insert into {made} {TABLES[made].gather}")
    return con


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert all rows of a table at once: one statement each would take longer than most of what is read of them."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    kinds = TABLES[table].columns
    picked = ", ".join(f"unnest(cast(${place} as {kinds[name]}[]))" for place, name in enumerate(names, start=1))
    cells = [[row.get(name) for row in rows] for name in names]
    con.execute(f"insert into {table} ({', '.join(names)}) select {picked}", cells)


def _put(filled: Filled, ledger: Ledger, organisation: str) -> None:
    def insert(table: str, **values: object) -> None:
        filled[table].append({"organisation": organisation, **values})

    for case in ledger["cases"]:
        _case(insert, case)
        _person(insert, case)
    for callback in ledger["callbacks"]:
        _callback(insert, callback)
    for problem in ledger.get("problems", ()):
        _problem(insert, problem)
    for member in ledger.get("staff", ()):
        plain = {name: member.get(name) for name in ("name", "role", "department")}
        insert("staff", **plain, from_on=member.get("from"), to_on=member.get("to"))


def _has_time(text: str | None) -> bool | None:
    return None if text is None else len(text) > len("2026-03-05")


def _people(text: str | None) -> list[str]:
    return list(dict.fromkeys(name for name in (text or "").split(";") if name))


def _case(insert: Insert, case: Row) -> None:
    plain = ("case_id", "category", "tier", "client", "area", "urgency", "outcome", "excluded_on", "exclusion_reason")
    insert("cases", **{name: case.get(name) for name in plain})
    for name, text in case.items():
        kind, _, rest = name.partition(".")
        if kind == "event" and text:
            insert("case_events", case_id=case["case_id"], event=rest, happened_at=text, has_time=_has_time(text))
        if kind == "contact" and text:
            insert("case_contacts", case_id=case["case_id"], contact_role=rest)
        if kind == "note" and text:
            insert("case_notes", case_id=case["case_id"], note=rest, words=text)
        for person in _people(text) if kind == "party" else ():
            insert("case_parties", case_id=case["case_id"], party_role=rest, party=person)


def _person(insert: Insert, case: Row) -> None:
    held = {name.partition(".")[2]: text for name, text in case.items() if name.startswith("person.") and text}
    if held:
        insert("persons", case_id=case["case_id"], **held)


def _callback(insert: Insert, callback: Row) -> None:
    plain = ("callback_id", "case_id", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome")
    insert(
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
        insert("callback_words", callback_id=callback["callback_id"], field="comment", words=callback["comment"])
    for name, text in callback.items():
        if name.startswith("satisfaction") and text:
            dimension = name.partition(".")[2] or "overall"
            insert("answers", callback_id=callback["callback_id"], dimension=dimension, level=text)


def _problem(insert: Insert, problem: Row) -> None:
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
    insert("problems", **{name: problem.get(name) for name in plain}, **moments)
    key = {name: problem.get(name) for name in ("problem_id", "party_role", "party")}
    for name, text in problem.items():
        if text and (name in ("text", "measure") or name.startswith("field.")):
            insert("problem_words", **key, field=name, words=text)
