"""Which case a row without a case id is about: the one whose person has the agreed cells, by the day if there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from analytics.findings import Finding
from analytics.ledger.case_keys import BETWEEN, BLANKS, LENGTH, PREFIX
from analytics.tables.statements import run

if TYPE_CHECKING:
    from analytics.ledger.profile import CaseKey
    from analytics.tables.store import Connection

# The day of a row as it is read, and as it is held; and what tells a held one from others.
_READ_DAY = {"callbacks": "at", "problems": "raised_at"}
_HELD = {"callbacks": ("callback_id", "called_at"), "problems": ("problem_id", "raised_at")}


class Several(NamedTuple):
    """A row that fits several cases: its number, the one that was taken, empty if none could be, and how many fit."""

    row: int
    case_id: str
    fitting: int


def find_cases(con: Connection, ledger: str, organisation: str, key: CaseKey) -> list[Several]:
    """Put the case into each row of ``staged`` that is known by its key; return those rows that fit several.

    Of several the one counts that began last on or before the day of the row; where none did, the row keeps its key.
    """
    if ledger not in _READ_DAY or not _list_keys(con, organisation, key):
        return []
    _choose(con, "staged", "row_number", f'try_cast("{_READ_DAY[ledger]}" as date)')
    run(
        con,
        "update staged set case_id = chosen.case_id from chosen "
        "where chosen.place = staged.row_number and chosen.case_id is not null",
    )
    found = run(
        con, "select place, coalesce(case_id, ''), fitting from chosen where fitting > 1 order by place"
    ).fetchall()
    return [Several(*row) for row in found]


def find_cases_of_held(con: Connection, organisation: str, key: CaseKey) -> list[Finding]:
    """Do so for the rows in the store that came before their case; of those that fit several each is told in its own file."""
    found: list[Finding] = []
    if not _list_keys(con, organisation, key):
        return found
    for ledger, (identity, day) in _HELD.items():
        run(
            con,
            f"create or replace temp table waiting as select * from {ledger} "
            f"where organisation = $organisation and starts_with(case_id, '{PREFIX}')",
            {"organisation": organisation},
        )
        _choose(con, "waiting", identity, f"cast({day} as date)")
        run(
            con,
            f"update {ledger} set case_id = chosen.case_id from chosen "
            f"where {ledger}.organisation = $organisation and chosen.place = {ledger}.{identity} "
            f"and starts_with({ledger}.case_id, '{PREFIX}') and chosen.case_id is not null",
            {"organisation": organisation},
        )
        several = run(
            con,
            "select loads.file, waiting.sheet, waiting.row_number, chosen.case_id, chosen.fitting from chosen "
            f"inner join waiting on waiting.{identity} = chosen.place inner join loads on loads.load_id = waiting.load_id "
            "where chosen.fitting > 1 and chosen.case_id is not null order by all",
        ).fetchall()
        found += [
            Finding("case_by_key", file, sheet, row, value=case_id, detail=str(fitting))
            for file, sheet, row, case_id, fitting in several
        ]
    return found


def _list_keys(con: Connection, organisation: str, key: CaseKey) -> int:
    """Make the table ``case_keys``: the key of each case that has a number of its own; return how many there are."""
    cells = ", ".join(f"regexp_replace(persons.{part}, '{BLANKS}', '', 'g')" for part in key.parts)
    filled = " and ".join(f"persons.{part} is not null" for part in key.parts)
    run(
        con,
        f"""
        create or replace temp table case_keys as
        select concat('{PREFIX}', left(sha256(concat_ws($between, $secret, {cells})), {LENGTH})) as key, persons.case_id,
            min(cast(case_events.happened_at as date)) as began_on
        from persons
        left join case_events
            on case_events.organisation = persons.organisation and case_events.case_id = persons.case_id
        where persons.organisation = $organisation and {filled} and not starts_with(persons.case_id, '{PREFIX}')
        group by all
        """,
        {"organisation": organisation, "between": BETWEEN, "secret": key.secret},
    )
    [(count,)] = run(con, "select count(*) from case_keys").fetchall()
    return int(count)


def _choose(con: Connection, relation: str, place: str, day: str) -> None:
    """Make the table ``chosen``: the case of each row of *relation* that fits any; empty where it cannot be told."""
    run(
        con,
        f"""
        create or replace temp table chosen as
        with fitting as (
            select told.{place} as place, case_keys.case_id, case_keys.began_on, {day} as day
            from {relation} as told
            inner join case_keys on case_keys.key = told.case_id
        )
        select place,
            case
                when count(distinct case_id) = 1 then min(case_id)
                else arg_max(case_id, concat(began_on, case_id)) filter (began_on <= day)
            end as case_id,
            count(distinct case_id) as fitting
        from fitting
        group by place
        """,
    )
