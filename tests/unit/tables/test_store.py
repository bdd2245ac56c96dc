"""The store is one load's; the snapshot is every reader's, and only to be read."""

import fcntl
from datetime import date
from pathlib import Path

import duckdb
import pytest

from analytics.errors import RunError, UsageError
from analytics.policy.obligations import obligations, prepare
from analytics.policy.pack import load_policy
from analytics.tables.publish import publish
from analytics.tables.schema import STORED, TABLES
from analytics.tables.store import Store, identifier, make_room, open_snapshot, read_only_query
from tests.lib.ledger_files import contents, load, sheet


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    target = tmp_path / "published.duckdb"
    with Store.open(tmp_path / "workbench.duckdb") as store:
        load(store, sheet("cases", "case_id | category | event.start\nG1 | whole | 2026-03-05"))
        publish(store, target, staff_names=True)
    return target


def test_a_new_store_has_every_table_of_the_contract(tmp_path: Path) -> None:
    with Store.open(tmp_path / "data" / "workbench.duckdb") as store:
        found = store.con.execute("select table_name from duckdb_tables() where database_name = 'store'").fetchall()

    assert {name for (name,) in found} == {table.name for table in STORED}


def test_a_second_load_is_told_that_another_is_running(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    with (
        Store.open(path),
        pytest.raises(RunError, match="另一个命令正在用数据库（加载、查历史）") as refused,
        Store.open(path),
    ):
        pass

    assert refused.value.exit_code == 3
    assert "Another command (load, history) has the store open" in refused.value.text.en


def test_the_lock_of_a_load_that_was_killed_does_not_stay(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    path.with_name("workbench.duckdb.lock").touch()
    with Store.open(path) as store:
        assert store.path == path


def test_the_store_is_locked_until_the_load_ends(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    with Store.open(path):
        pass
    with path.with_name("workbench.duckdb.lock").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_a_file_that_is_no_store_is_left_alone_and_named(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(RunError, match=r"workbench\.duckdb 打不开"), Store.open(path):
        pass

    assert path.read_bytes().startswith(b"not a database")


def test_a_store_of_another_version_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    with Store.open(path) as store:
        store.con.execute("alter table cases add column colour varchar")
    with pytest.raises(RunError, match="不是这个版本的工作台写的"), Store.open(path):
        pass


def test_a_store_of_an_older_version_is_brought_up_with_all_that_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "workbench.duckdb"
    with Store.open(path) as store:
        for tier in ("A", "B"):
            load(store, sheet("cases", f"case_id | tier | event.start\nG1 | {tier} | 2026-03-05"))
        before = contents(store.con)
        store.con.execute("drop table staff_codes")
        store.con.execute("alter table cases drop column urgency")
        store.con.execute("alter table ledger_rows_history drop column part")

    with Store.open(path) as store:
        after = contents(store.con)
        assert store.con.execute("select content, part from ledger_rows_history").fetchall() == [
            ('{"case_id":"G1","event.start":"2026-03-05","tier":"A"}', None)
        ]
        load(store, sheet("cases", "case_id | urgency\nG1 | high"), file="b.xlsx")
        assert store.con.execute("select tier, urgency from cases").fetchall() == [("B", "high")]

    assert {name: rows for name, rows in after.items() if name != "ledger_rows_history"} == {
        name: rows for name, rows in before.items() if name != "ledger_rows_history"
    }


def test_what_a_transaction_began_is_undone_when_it_fails(tmp_path: Path) -> None:
    with Store.open(tmp_path / "workbench.duckdb") as store:

        def half() -> None:
            with store.transaction() as con:
                con.execute("insert into staff_codes values ('o', 'n', 'c')")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            half()
        assert store.con.execute("select count(*) from staff_codes").fetchone() == (0,)


def test_a_staged_column_is_text_whatever_it_holds(tmp_path: Path) -> None:
    with Store.open(tmp_path / "workbench.duckdb") as store:
        store.stage("staged", {"empty": [None, None], "digits": ["1", None]}, {"row_number": [1, 2]})
        kinds = store.con.execute("select typeof(empty), typeof(digits), typeof(row_number) from staged").fetchall()

    assert kinds[0] == ("VARCHAR", "VARCHAR", "BIGINT")


def test_without_a_snapshot_the_reader_is_told_to_load(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="请先加载台账：analytics load"):
        open_snapshot(tmp_path / "published.duckdb")


def test_a_snapshot_that_is_not_ours_asks_for_a_load(tmp_path: Path) -> None:
    target = tmp_path / "published.duckdb"
    target.write_bytes(b"x" * 5000)
    with pytest.raises(UsageError, match="请重新加载"):
        open_snapshot(target)


def test_every_public_table_is_there_by_its_name_and_no_private_one(snapshot: Path) -> None:
    con = open_snapshot(snapshot)
    for table in TABLES.values():
        if table.public:
            found = con.execute(f"select * from {table.name} limit 0").description or []
            assert [column for column, *_ in found] == list(table.columns)
        else:
            with pytest.raises(UsageError, match=table.name):
                read_only_query(con, f"select * from {table.name}")


def test_what_is_made_of_a_large_snapshot_lies_in_a_file_that_nobody_sees(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is as it would be in memory, and nothing of it is left when the reader is killed."""
    before = set(snapshot.parent.iterdir())
    readings = {}
    for size in (0, 10**9):
        monkeypatch.setattr("analytics.tables.store.LARGE_SNAPSHOT", size)
        con = open_snapshot(snapshot)
        schema = prepare(con, load_policy("decoration"), organisation="jingyi", as_of=date(2026, 12, 31))
        readings[size] = obligations(con, schema)
        [(place,)] = con.execute("select database_name from duckdb_tables() where table_name = 'owed'").fetchall()
        assert place == ("memory" if size else "room")
        assert {one.name for one in set(snapshot.parent.iterdir()) - before if one.suffix == ".duckdb"} == set()
    assert readings[0] == readings[10**9] != []


def test_where_nothing_can_be_written_memory_has_to_do(tmp_path: Path) -> None:
    con = duckdb.connect()
    make_room(con, tmp_path / "no such folder" / "room.duckdb")
    assert con.execute("select current_database()").fetchall() == [("memory",)]


def test_a_reader_does_not_hold_up_a_load(tmp_path: Path, snapshot: Path) -> None:
    con = open_snapshot(snapshot)
    with Store.open(tmp_path / "workbench.duckdb") as store:
        load(store, sheet("cases", "case_id | category\nG2 | part"), file="b.xlsx")
        publish(store, snapshot, staff_names=True)

    assert con.execute("select case_id from cases").fetchall() == [("G1",)]
    assert open_snapshot(snapshot).execute("select case_id from cases order by 1").fetchall() == [("G1",), ("G2",)]


@pytest.mark.parametrize(
    "sql",
    [
        "select case_id from cases",
        "with made as (select 1 as one) select one from made",
        "describe cases",
        "show tables",
        "explain select case_id from cases",
        "explain analyze select case_id from cases;",
        "from cases",
    ],
)
def test_reading_statements_run(snapshot: Path, sql: str) -> None:
    assert read_only_query(open_snapshot(snapshot), sql).fetchall()


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "select 1; select 2",
        "create table mine (a integer)",
        "insert into cases values (1)",
        "delete from cases",
        "with a as (select 1) insert into cases select * from a",
        "explain analyze delete from cases",
        "explain (format json) drop view cases",
        "copy cases to 'out.csv'",
        "attach 'other.duckdb'",
        "set threads = 1",
        "pragma database_list",
        "call pragma_version()",
        "use published",
    ],
)
def test_everything_else_is_refused(snapshot: Path, sql: str) -> None:
    with pytest.raises(UsageError, match="只能运行一条查询语句"):
        read_only_query(open_snapshot(snapshot), sql)


@pytest.mark.parametrize(
    "sql", ["select * from no_such", "select no_such from cases", "select from where", "select $a"]
)
def test_a_wrong_name_is_answered_with_the_right_ones(snapshot: Path, sql: str) -> None:
    with pytest.raises(UsageError, match="可查询的表：answers, callback_fields, callbacks, case_"):
        read_only_query(open_snapshot(snapshot), sql)


def test_a_query_reaches_nothing_but_the_snapshot(snapshot: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    con = open_snapshot(snapshot)
    for sql in (
        f"select * from read_csv('{secret}')",
        f"select * from '{secret}'",
        f"select * from read_text('{secret}')",
        f"select * from glob('{tmp_path}/*')",
    ):
        with pytest.raises(UsageError):
            read_only_query(con, sql)


def test_a_reader_keeps_working_when_a_query_needs_the_disk(snapshot: Path) -> None:
    con = open_snapshot(snapshot)
    con.execute("create temp table many as select range as n, range::varchar || 'x' as t from range(200000)")
    count = con.execute("select count(*) from (select t, row_number() over (order by t) as r from many)").fetchone()

    assert count == (200000,)


def test_an_identifier_is_quoted_whatever_it_holds() -> None:
    assert identifier('a"b') == '"a""b"'
