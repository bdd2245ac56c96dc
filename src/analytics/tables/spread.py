"""Rows in the canonical form, spread over the tables of their ledger, and withdrawn from them again.

The tables hold what the rows of ``ledger_rows`` say and nothing else: a changed row is withdrawn and spread anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.tables.schema import TABLES
from analytics.tables.statements import run
from analytics.tables.store import identifier, quoted

if TYPE_CHECKING:
    from analytics.tables.store import Connection

Values = dict[str, str | int]

_MOMENTS = ("raised", "reported", "notified", "agreed", "answered", "resolved")


@dataclass(frozen=True, slots=True)
class Ledger:
    """One kind of ledger: its tables, and how their rows find back to the row of the ledger.

    ``columns`` maps a column of the main table to the ledger's column where the two differ; ``id`` and ``part`` are
    expressions over a row of the tables.
    """

    tables: tuple[str, ...]
    id: str
    part: str
    columns: Mapping[str, str]


_PARTY = "concat(coalesce(party_role, ''), '|', coalesce(party, ''))"
LEDGERS: Mapping[str, Ledger] = {
    "cases": Ledger(
        ("cases", "case_events", "case_parties", "case_contacts", "persons", "case_notes", "contact_persons"),
        "case_id",
        "''",
        {},
    ),
    "callbacks": Ledger(
        ("callbacks", "answers", "callback_words"),
        "callback_id",
        "''",
        {"called_at": "at", "has_time": "at", "agreed_has_time": "agreed_at"},
    ),
    "problems": Ledger(
        ("problems", "problem_words"),
        "problem_id",
        _PARTY,
        {f"{moment}_has_time": f"{moment}_at" for moment in _MOMENTS},
    ),
    "staff": Ledger(
        ("staff",),
        "concat(name, '|', coalesce(role, ''), '|', coalesce(cast(from_on as varchar), ''))",
        "''",
        {"from_on": "from", "to_on": "to"},
    ),
}
_WORDS = {"callbacks": ("comment", "reason"), "problems": ("text", "measure")}


def each_name(column: str) -> str:
    """Return the expression for each name in a cell, one a row, in its order, none twice; an empty cell stays."""
    names = f"string_split({column}, ';')"
    return (
        f"unnest(case when contains({column}, ';') then list_filter({names}, "
        f"lambda name, place: name <> '' and list_position({names}, name) = place) else [{column}] end)"
    )


def withdraw(con: Connection, ledger: str, organisation: str) -> None:
    """Take the rows of the table ``gone`` (id, part) out of all tables of a ledger."""
    kind = LEDGERS[ledger]
    for table in kind.tables:
        run(
            con,
            f"delete from {table} where organisation = $organisation "
            f"and ({kind.id}, {kind.part}) in (select id, part from gone)",
            {"organisation": organisation},
        )


def spread(con: Connection, ledger: str, relation: str, columns: Iterable[str], source: Values) -> None:
    """Put the rows of a table (row_number and canonical columns) into the tables of their ledger.

    *source* gives organisation, load_id and sheet. Columns that are absent are empty in every row.
    """
    there = sorted(columns)
    organisation: Values = {"organisation": source["organisation"]}
    _insert_main(con, ledger, relation, there, source)
    if ledger == "cases":
        _spread_cases(con, relation, there, organisation)
    elif ledger == "callbacks":
        answers = {name: name.removeprefix("satisfaction.") for name in there if name.startswith("satisfaction.")}
        answers |= {name: "overall" for name in there if name == "satisfaction"}
        if rows := _one_a_cell(relation, answers, "callback_id"):
            run(con, f"insert into answers select $organisation, callback_id, name, words from {rows}", organisation)
        _spread_words(con, ledger, relation, there, organisation, "callback_id")
    elif ledger == "problems":
        party = [name if name in there else f"cast(null as varchar) as {name}" for name in ("party_role", "party")]
        _spread_words(con, ledger, relation, there, organisation, "problem_id", *party)


def _spread_cases(con: Connection, relation: str, there: list[str], organisation: Values) -> None:
    each = each_name("words")
    for prefix, statements in {
        "event.": [
            "insert into case_events select $organisation, case_id, name, cast(words as timestamp), length(words) > 10"
        ],
        "party.": [f"insert into case_parties select $organisation, case_id, name, {each}"],
        "contact.": [
            "insert into case_contacts select $organisation, case_id, name",
            f"insert into contact_persons select $organisation, case_id, name, {each}",
        ],
        "note.": ["insert into case_notes select $organisation, case_id, name, words"],
    }.items():
        names = {name: name.removeprefix(prefix) for name in there if name.startswith(prefix)}
        if rows := _one_a_cell(relation, names, "case_id"):
            for statement in statements:
                run(con, f"{statement} from {rows}", organisation)
    person = [name for name in there if name.startswith("person.")]
    if person:
        fields = [f"person.{name}" for name in TABLES["persons"].columns][2:]
        picked = ", ".join(identifier(name) if name in person else "null" for name in fields)
        filled = " or ".join(f"{identifier(name)} is not null" for name in person)
        run(
            con,
            f"insert into persons select $organisation, case_id, {picked} from {relation} where {filled}",
            organisation,
        )


def _spread_words(
    con: Connection, ledger: str, relation: str, there: list[str], organisation: Values, *key: str
) -> None:
    table = {"callbacks": "callback_words", "problems": "problem_words"}[ledger]
    names = ", ".join(TABLES[table].columns)
    keys = ", ".join(list(TABLES[table].columns)[1:-2])
    words = {name: name for name in there if name in _WORDS[ledger] or name.startswith("field.")}
    if rows := _one_a_cell(relation, words, *key):
        run(con, f"insert into {table} ({names}) select $organisation, {keys}, name, words from {rows}", organisation)


def _one_a_cell(relation: str, names: Mapping[str, str], *key: str) -> str:
    """Return the relation of the filled cells of some columns, one a row: key, name (what each is called) and words.

    Empty when there is no column. Columns one below the other are read side by side, which UNPIVOT does not.
    """
    rows = " union all ".join(
        f"select {', '.join(key)}, {quoted(name)} as name, {identifier(column)} as words "
        f"from {relation} where {identifier(column)} is not null"
        for column, name in names.items()
    )
    return f"({rows})" if rows else ""


def _insert_main(con: Connection, ledger: str, relation: str, there: list[str], source: Values) -> None:
    table = TABLES[LEDGERS[ledger].tables[0]]
    origin = LEDGERS[ledger].columns
    values = dict(source)
    picked = []
    for column, kind in table.columns.items():
        name = origin.get(column, column)
        if column in source:
            picked.append(f"${column}")
        elif column == "row_number":
            picked.append(column)
        elif column == "filled_columns":
            filled = [other for other in there if other != "callback_id"]
            picked.append(_names_of_filled(filled))
        elif name not in there:
            picked.append(f"cast(null as {kind})")
        elif kind == "BOOLEAN":
            picked.append(f"length({identifier(name)}) > 10")
        else:
            picked.append(f"cast({identifier(name)} as {kind})")
    run(
        con, f"insert into {table.name} ({', '.join(table.columns)}) select {', '.join(picked)} from {relation}", values
    )


def _names_of_filled(columns: list[str]) -> str:
    pieces = []
    for column in columns:
        shown = column.replace(";", "；")  # the list is parted by ;
        pieces.append(f"case when {identifier(column)} is not null then {quoted(shown)} end")
    return f"concat_ws(';', {', '.join(pieces)})" if pieces else "''"
