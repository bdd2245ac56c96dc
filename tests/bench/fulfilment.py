"""Obligations, buckets and coverage of 3 million cases and 10 million callbacks, beside a scan of what each step reads.

A floor counts the rows of each table that the step reads and takes one least, greatest or mean value of each column
that it reads, by group and without a join; coverage and fulfilment go by numbers of cases and rules, their floors read
the names. Every measurement is a process of its own with two threads; the tables that a step reads come from a database
file, what it makes stays in memory, as in a report.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.measuring import ChildFailedError, Line, Run, child, compared, in_turn, inner, timed

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

CASES, SMALL_CASES = 3_000_000, 600
SAMPLE = 300
ORGANISATION, AS_OF, PERIOD = "bench", date(2026, 10, 31), "2026-10"
SCHEMA = f"{ORGANISATION}@{AS_OF.isoformat()}"
TIGHT = ("500MB", "700MB", "1GB")
_CALLBACK = ("called_at", "has_time", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome")
_RULE = ("family", "required_role", "required_contact_role")
_DUE = ("case_no", "seq", "opens_at", "due_at", "by_hour", "raised_turn")
_WINDOW = ("seq", "opens_at", "due_at", "by_hour", "expires_at")
_BY = ("by_role", "by_caller", "by_channel", "by_contact_role")


@dataclass(frozen=True)
class Step:
    """What is measured: the tables that it makes and, for its floor, group and columns of each table that it reads."""

    title: str
    makes: tuple[str, ...]
    reads: dict[str, tuple[str, tuple[str, ...]]]
    goal: float | None = None


STEPS = {
    "coverage": Step(
        "coverage by role, category, month",
        ("fact_obligations",),
        {
            "obligations": ("bucket", ("case_id", "due_on", "rule", *_RULE, *_BY)),
            "cases": ("category", ("case_id", "tier", "area")),
        },
        goal=8,
    ),
    "fulfilment": Step(
        "fulfilment: callbacks to buckets",
        ("known_callbacks", "attempts", "fulfilment"),
        {
            "obligations": ("rule_order", ("case_id", "rule", *_RULE, "category", *_WINDOW)),
            "cases": ("exclusion_reason", ("case_id", "excluded_on")),
            "callbacks": ("outcome", ("callback_id", "case_id", *_CALLBACK)),
        },
        goal=15,
    ),
    "owed": Step(
        "owed: windows to obligations",
        ("owed",),
        {
            "windows": ("rule_order", _DUE),
            "minimums": ("rule_order", _DUE),
        },
    ),
}


def lines(folder: Path, *, small: bool) -> Iterator[str | Line]:
    """Make the tables once, then measure each step in turn with its floor."""
    path = folder / "bench.duckdb"
    cases = SMALL_CASES if small else CASES
    child("fulfilment", "make", path, cases)
    counts = child("fulfilment", "prepare", path).said
    yield ", ".join(f"{count:,} {table}" for table, count in counts.items())
    yield str(child("fulfilment", "agree", path).said["agreement"])
    for name, step in STEPS.items():
        ours, floor = in_turn(
            1 if small else 3, partial(_measured, "ours", path, name), partial(_measured, "floor", path, name)
        )
        line = compared(step.title, ours, floor)
        yield replace(line, goal=step.goal)
        yield from _tight(path, name)


def _tight(path: Path, name: str) -> Iterator[str | Line]:
    """Do the step once with little memory; where that is too little, say so and give it more."""
    for limit in TIGHT:
        try:
            done = _measured("ours", path, name, limit)
        except ChildFailedError as fault:
            if "Out of Memory" not in str(fault):
                raise
            yield f"{STEPS[name].title}: {limit} of memory are not enough"
        else:
            yield Line(f"  the same with memory_limit {limit}", done.seconds, peak_mb=done.peak_mb)
            return


def _measured(kind: str, path: Path, name: str, limit: str = "") -> Run:
    return inner(child("fulfilment", kind, path, name, limit))


# --- in processes of their own ---------------------------------------------------------------------------------------


def make(path: Path, cases: int) -> None:
    """Write the public tables: cases of 26 months, most unfinished, and callbacks around the windows of the policy."""
    import duckdb

    from analytics.tables.schema import PUBLISHED

    con = duckdb.connect(str(path), config={"threads": 2})
    for table in PUBLISHED:
        con.execute(table.ddl)
    started = "date '2024-09-01' + cast({} % 790 as integer)"
    con.execute(f"""
        create temp table drawn as
        select concat('C', lpad(cast(n as varchar), 8, '0')) as case_id, n, hash(n, 1) as a, hash(n, 2) as b,
            {started.format("hash(n, 3)")} as started_on
        from range({cases}) as numbers (n)
    """)
    con.execute(f"""
        insert into cases (organisation, case_id, category, tier, area, excluded_on, exclusion_reason)
        select '{ORGANISATION}', case_id,
            ['whole', 'part', 'kitchen', 'bath', 'floor', 'office'][cast(1 + a % 6 as integer)],
            ['large', 'ordinary'][cast(1 + b % 2 as integer)], concat('area ', a // 8 % 40),
            case when a % 50 = 0 then started_on + cast(b % 90 as integer) end, case when a % 50 = 0 then 'moved' end
        from drawn order by n
    """)
    con.execute(f"""
        insert into case_events
        select '{ORGANISATION}', case_id, 'start', started_on, false from drawn
        union all
        select '{ORGANISATION}', case_id, 'planned_end', started_on + cast(40 + a % 60 as integer), false
        from drawn where a // 64 % 100 < 26
        union all
        select '{ORGANISATION}', case_id, 'end', started_on + cast(40 + b % 60 as integer), false
        from drawn where b // 64 % 100 < 38
    """)
    con.execute(f"""
        insert into callbacks
            (organisation, callback_id, case_id, called_at, has_time, channel, caller, caller_role, outcome)
        with numbered as (select n, hash(n, 4) % {cases} as c, hash(n, 5) as d from range({cases} * 10 // 3) as numbers (n)),
        dated as (
            select n, c, d, {started.format("hash(cast(c as bigint), 3)")} + cast(d % 110 as integer) as called_on,
                d // 128 % 10 < 7 as has_time
            from numbered
        )
        select '{ORGANISATION}', concat('K', lpad(cast(n as varchar), 9, '0')), concat('C', lpad(cast(c as varchar), 8, '0')),
            called_on + case when has_time then 480 + d // 2048 % 600 else 0 end * interval 1 minute, has_time,
            ['phone', 'phone', 'phone', 'phone', 'visit'][cast(1 + d // 3 % 5 as integer)],
            concat('caller ', d // 7 % 120),
            ['service', 'service', 'supervisor', 'manager'][cast(1 + d // 11 % 4 as integer)],
            ['reached', 'reached', 'reached', 'no_answer', 'refused'][cast(1 + d // 13 % 5 as integer)]
        from dated
        order by n
    """)
    con.execute("checkpoint")


def prepare(path: Path) -> None:
    """Add what the policy makes of the tables, step by step, to the same file: the inputs of the later steps."""
    import duckdb

    from analytics.policy import obligations
    from analytics.policy.pack import load_policy
    from analytics.tables.statements import materialise

    con = duckdb.connect(str(path), config={"threads": 2, "temp_directory": f"{path}.spill"})
    obligations.prepare(con, load_policy("decoration"), organisation=ORGANISATION, as_of=AS_OF)
    con.execute(f'create table main.obligations as select * from "{SCHEMA}".obligations')
    made = con.execute(f"select table_name from duckdb_tables() where schema_name = '{SCHEMA}'").fetchall()
    for (table,) in made:
        con.execute(f'create table main.{table} as select * from "{SCHEMA}".{table}')
        con.execute(f'drop table "{SCHEMA}".{table}')
    materialise(
        con, "fact_obligations", package="analytics.measures", file="fact_obligations", organisation=ORGANISATION
    )
    con.execute("checkpoint")
    tables = ("cases", "callbacks", "obligations")
    print(json.dumps({table: _one(con, f"select count(*) from {table}") for table in tables}))


def ours(path: Path, name: str, limit: str) -> None:
    """Make the tables of a step in memory; coverage is then counted by role and category, month by month."""
    step = STEPS[name]
    con = _opened(path, limit, without=step.makes)
    work = _coverage if name == "coverage" else _made
    print(json.dumps(timed(lambda: work(con, step.makes))))


def floor(path: Path, name: str, limit: str) -> None:
    """Scan the columns that the step reads."""
    con = _opened(path, limit)
    scans = [scan(con, table, group, columns) for table, (group, columns) in STEPS[name].reads.items()]

    def scanned() -> None:
        for scan in scans:
            con.execute(scan).fetchall()

    print(json.dumps(timed(scanned)))


def agree(path: Path) -> None:
    """Compare some of the cases with plain loops: every obligation, and coverage by role and category."""
    from analytics.measures.catalogue import measure_named
    from analytics.measures.evaluate import evaluate
    from analytics.periods import parse_period
    from analytics.policy.obligations import obligations
    from analytics.policy.pack import load_policy
    from tests.lib import oracle
    from tests.lib.direct import reading_of

    con = _opened(path, "")
    policy = load_policy("decoration")
    plain = replace(oracle.D1, roles=tuple(policy.roles))
    con.execute(f"create temp table sampled as select case_id from cases order by hash(case_id) limit {SAMPLE}")
    ledger = _ledger(con)
    expected = oracle.obligations(ledger, plain, AS_OF)
    con.execute("create temp view whole as select * from published.obligations")
    con.execute("create schema sample")
    con.execute("create table sample.obligations as select * from whole where case_id in (select case_id from sampled)")
    found = [{**row, "seq": str(row["seq"])} for row in obligations(con, "sample")]
    if found != expected:
        raise AssertionError("the obligations of the big tables are not those of plain loops")
    reading = reading_of(ledger, policy, AS_OF)
    period = parse_period(PERIOD)
    figures = evaluate(reading, measure_named("coverage"), [period], by=["role", "category"])
    counted = {tuple(one.group.values()): (one.numerator, one.denominator) for one in figures if one.numerator}
    rows = oracle.measure("coverage", ledger, plain, (period.first, period.last), AS_OF, by=("role", "category"))
    if counted != {
        (row["role"], row["category"]): (row["numerator"], row["denominator"]) for row in rows if row["numerator"]
    }:
        raise AssertionError("coverage is not that of plain loops")
    words = (
        f"{len(expected):,} obligations of {SAMPLE} cases out of the same tables, and coverage: equal to plain loops"
    )
    print(json.dumps({"agreement": words}))


def _opened(path: Path, limit: str, without: Sequence[str] = ()) -> DuckDBPyConnection:
    """Return a connection to memory that sees every table of the file but those *without*, in the schema of a run."""
    import duckdb

    con = duckdb.connect(config={"threads": 2, "temp_directory": f"{path}.spill"})
    if limit:
        con.execute(f"set memory_limit = '{limit}'")
    con.execute(f"attach '{path}' as published (read_only)")
    con.execute(f'create schema "{SCHEMA}"')
    for (table,) in con.execute("select table_name from duckdb_tables() where database_name = 'published'").fetchall():
        if table not in without:
            con.execute(f"create view {table} as select * from published.{table}")
    return con


def _made(con: DuckDBPyConnection, tables: Sequence[str]) -> None:
    from analytics.tables.statements import materialise, within_schema

    with within_schema(con, SCHEMA):
        for table in tables:
            package = "analytics.measures" if table.startswith("fact_") else "analytics.policy"
            materialise(con, table, package=package, file=table, organisation=ORGANISATION, as_of=AS_OF)


def _coverage(con: DuckDBPyConnection, _: Sequence[str]) -> None:
    from analytics.measures.catalogue import measure_named
    from analytics.measures.evaluate import Reading, evaluate
    from analytics.periods import parse_period
    from analytics.policy.pack import load_policy

    reading = Reading(con, load_policy("decoration"), ORGANISATION, AS_OF)
    months = [month for year in ("2025", "2026") for month in parse_period(year).split("month")]
    evaluate(reading, measure_named("coverage"), months, by=["role", "category"])


_LEAST, _GREATEST, _MEAN = "min", "max", "avg"


def scan(con: DuckDBPyConnection, table: str, group: str, columns: Sequence[str]) -> str:
    """Return the query that reads every one of *columns* of a table once, by group."""
    kinds = {name: str(kind) for name, kind, *_ in con.execute(f"describe {table}").fetchall()}

    def taken(column: str) -> str:
        if kinds[column] in ("TIMESTAMP", "DATE"):
            return _LEAST
        return _GREATEST if kinds[column] in ("VARCHAR", "BOOLEAN") else _MEAN

    listed = ", ".join(f"{taken(column)}({column})" for column in columns if column != group)
    return f"select {group}, count(*), {listed} from {table} group by {group}"


def _ledger(con: DuckDBPyConnection) -> dict[str, list[dict[str, str | None]]]:
    """Return the sampled cases and their callbacks as rows of canonical text."""
    moment = "left(cast({} as varchar), case when {} then 19 else 10 end)"
    cases = _rows(
        con,
        "select case_id, category, tier, area, cast(excluded_on as varchar) as excluded_on, exclusion_reason from cases "
        "where case_id in (select case_id from sampled)",
    )
    events = con.execute(
        f"select case_id, event, {moment.format('happened_at', 'has_time')} from case_events "
        "where case_id in (select case_id from sampled)"
    ).fetchall()
    by_case = {case["case_id"]: case for case in cases}
    for case_id, event, text in events:
        by_case[case_id][f"event.{event}"] = text
    callbacks = _rows(
        con,
        f"select callback_id, case_id, {moment.format('called_at', 'has_time')} as at, channel, caller, caller_role, outcome "
        "from callbacks where case_id in (select case_id from sampled)",
    )
    return {"cases": cases, "callbacks": callbacks, "problems": [], "staff": []}


def _rows(con: DuckDBPyConnection, query: str) -> list[dict[str, str | None]]:
    cursor = con.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _one(con: DuckDBPyConnection, query: str) -> int:
    row = con.execute(query).fetchone()
    return int(row[0]) if row else 0


CHILDREN: dict[str, Callable[..., None]] = {"ours": ours, "floor": floor, "prepare": prepare, "agree": agree}

if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        CHILDREN[sys.argv[1]](Path(sys.argv[2]), *sys.argv[3:])
