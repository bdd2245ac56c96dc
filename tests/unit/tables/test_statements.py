"""A statement is parsed once and means, whenever it is run, what it means then and there."""

from __future__ import annotations

import duckdb
import pytest

from analytics.tables import statements
from analytics.tables.statements import run

COUNT = "select count(*) from calls where called > $since"


def test_a_text_that_was_run_before_reads_the_tables_and_values_of_now() -> None:
    one, other = duckdb.connect(), duckdb.connect()
    one.execute("create table calls as select 1 as called")
    other.execute("create table calls as select range as called from range(5)")
    assert run(one, COUNT, {"since": 0}).fetchall() == [(1,)]
    assert run(other, COUNT, {"since": 0}).fetchall() == [(4,)]
    assert run(other, COUNT, {"since": 2}).fetchall() == [(2,)]
    one.execute("create or replace table calls as select date '2026-10-01' as called, 'phone' as channel")
    assert run(one, COUNT, {"since": "2026-09-30"}).fetchall() == [(1,)]


def test_no_more_texts_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[str, object] = {}
    monkeypatch.setattr(statements, "_PARSED", kept)
    monkeypatch.setattr(statements, "_PARSED_AT_MOST", 3)
    con = duckdb.connect()
    for number in [*range(5), 0, 4]:
        assert run(con, f"select {number}").fetchall() == [(number,)]
    assert 0 < len(kept) <= 3


def test_two_statements_at_once_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="too many values"):
        run(duckdb.connect(), "select 1; select 2")
