"""Obligations and buckets of any pack: 1 million cases and 3 million callbacks, beside a scan of what is read and made.

Cases hold every event, category, tier, urgency and contact role that the pack names, by chance; callbacks every role. The
floor counts the rows of the tables of the ledger and of the obligations, and takes one least, greatest or mean value of
each of their columns. Each measurement is a process of its own with two threads.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.fulfilment import scan
from tests.bench.measuring import ChildFailedError, Line, Run, child, compared, in_turn, inner, timed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from analytics.policy.pack import Policy

CASES, SMALL_CASES = 1_000_000, 400
MEASURED = ("repair_roles", "software_clients", "cement_deliveries", "power_supply")
"""A quota by role, rounds of contacts, several callbacks a month, working days; the others are like one of them."""
ORGANISATION, AS_OF = "bench", date(2026, 10, 31)
GOAL = 20.0
TIGHT = ("500MB", "1GB")
READ: Mapping[str, str] = {"cases": "category", "case_events": "event", "callbacks": "outcome", "problems": "kind"}


def lines(folder: Path, *, small: bool) -> Iterator[str | Line]:
    """Measure each pack in turn with its floor, then once with little memory."""
    for name in MEASURED:
        path = folder / f"{name}.duckdb"
        child("packs", "make", path, name, SMALL_CASES if small else CASES)
        counts = child("packs", "keep", path, name).said
        yield f"{name}: " + ", ".join(f"{count:,} {table}" for table, count in counts.items())
        ours, floor = in_turn(
            1 if small else 3, partial(_measured, "ours", path, name), partial(_measured, "floor", path, name)
        )
        yield replace(compared(f"obligations of {name}", ours, floor), goal=GOAL)
        yield from _tight(path, name)
        path.unlink()


def _tight(path: Path, name: str) -> Iterator[str | Line]:
    for limit in TIGHT:
        try:
            done = _measured("ours", path, name, limit)
        except ChildFailedError as fault:
            if "Out of Memory" not in str(fault):
                raise
            yield f"{name}: {limit} of memory are not enough"
        else:
            yield Line(f"  the same with memory_limit {limit}", done.seconds, peak_mb=done.peak_mb)
            return


def _measured(kind: str, path: Path, name: str, limit: str = "") -> Run:
    return inner(child("packs", kind, path, name, limit))


# --- in processes of their own ---------------------------------------------------------------------------------------


def make(path: Path, name: str, cases: int) -> None:
    """Write the public tables of one pack."""
    import duckdb

    from analytics.policy.pack import load_policy
    from analytics.tables.schema import PUBLISHED

    policy = load_policy(name)
    con = duckdb.connect(str(path), config={"threads": 2})
    for table in PUBLISHED:
        con.execute(table.ddl)
    con.execute(f"""
        create temp table drawn as
        select concat('C', lpad(cast(n as varchar), 8, '0')) as case_id, n,
            date '2024-11-01' + cast(hash(n, 3) % 720 as integer) as started_on
        from range({cases}) as numbers (n)
    """)
    con.execute(f"""
        insert into cases (organisation, case_id, category, tier, urgency)
        select '{ORGANISATION}', case_id, {_one_of(policy.categories, 1)}, {_one_of(policy.tiers, 2)},
            {_one_of(policy.urgencies, 4)}
        from drawn order by n
    """)
    for place, event in enumerate(policy.events):
        far = f"cast(hash(n, {10 + place}) % {400 if event in policy.active_until else 40} as integer)"
        share = 10 if event in policy.active_from else 5
        con.execute(f"""
            insert into case_events
            select '{ORGANISATION}', case_id, '{event}', started_on + {far if share < 10 else 0}, false
            from drawn where hash(n, {40 + place}) % 10 < {share}
        """)
    for place, contact in enumerate(policy.contacts):
        con.execute(f"""
            insert into case_contacts
            select '{ORGANISATION}', case_id, '{contact}' from drawn where hash(n, {70 + place}) % 10 < 8
        """)
    con.execute(f"""
        insert into callbacks (organisation, callback_id, case_id, called_at, has_time, channel, purpose, caller_role,
            contact_role, outcome)
        select '{ORGANISATION}', concat('K', lpad(cast(k.n as varchar), 9, '0')), d.case_id,
            d.started_on + cast(hash(k.n, 5) % 300 as integer) + hash(k.n, 6) % 600 * interval 1 minute, true,
            {_one_of(("phone", "phone", "visit"), 7, "k.n")}, {_one_of(policy.purposes, 8, "k.n")},
            {_one_of(policy.roles, 9, "k.n")}, {_one_of(policy.contacts, 91, "k.n")},
            {_one_of(("reached", "reached", "no_answer", "refused"), 92, "k.n")}
        from range({cases * 3}) as k (n) inner join drawn as d on d.n = hash(k.n, 93) % {cases}
        order by k.n
    """)
    con.execute("checkpoint")
    print(json.dumps({}))


def _one_of(values: object, seed: int, number: str = "n") -> str:
    listed = list(values)  # type: ignore[call-overload]
    if not listed:
        return "null"
    return f"{listed!r}[cast(1 + hash({number}, {seed}) % {len(listed)} as integer)]"


def keep(path: Path, name: str, _: str = "") -> None:
    """Write the obligations of the pack beside the ledger, for the floor, and say how many there are."""
    con = _opened(path, "")
    schema, _policy = _prepared(con, name)
    con.execute(f'create table ledger.obligations as select * from "{schema}".obligations')
    tables = ("cases", "callbacks", "obligations")
    print(json.dumps({table: con.execute(f"select count(*) from ledger.{table}").fetchall()[0][0] for table in tables}))


def ours(path: Path, name: str, limit: str) -> None:
    """Make everything from the tables of the ledger to buckets, in memory."""
    con = _opened(path, limit)
    print(json.dumps(timed(lambda: _prepared(con, name))))


def floor(path: Path, name: str, limit: str) -> None:
    """Scan the tables of the ledger and the obligations."""
    con = _opened(path, limit)
    tables = {**READ, "obligations": "rule"}
    scans = [
        scan(con, table, group, [str(row[0]) for row in con.execute(f"describe {table}").fetchall()])
        for table, group in tables.items()
    ]

    def scanned() -> None:
        for one in scans:
            con.execute(one).fetchall()

    print(json.dumps(timed(scanned)))


def _opened(path: Path, limit: str) -> DuckDBPyConnection:
    import duckdb

    from analytics.tables.store import make_room

    con = duckdb.connect(config={"threads": 2, "temp_directory": f"{path}.spill"})
    if limit:
        con.execute(f"set memory_limit = '{limit}'")
        make_room(con, path.with_suffix(".room"))
    con.execute(f"attach '{path}' as ledger")
    for (table,) in con.execute("select table_name from duckdb_tables() where database_name = 'ledger'").fetchall():
        con.execute(f"create view {table} as select * from ledger.{table}")
    return con


def _prepared(con: DuckDBPyConnection, name: str) -> tuple[str, Policy]:
    from analytics.policy.obligations import prepare
    from analytics.policy.pack import load_policy
    from analytics.workdays import announced

    # The made-up dates reach into a year whose holidays nobody has announced yet.
    policy = load_policy(name, working_days=announced({"2027": {"rest": ["2027-01-01"], "work": []}}))
    return prepare(con, policy, organisation=ORGANISATION, as_of=AS_OF), policy


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    else:
        {"keep": keep, "ours": ours, "floor": floor}[sys.argv[1]](Path(sys.argv[2]), *(*sys.argv[3:], "")[:2])
