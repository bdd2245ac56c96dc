"""Rows that were set aside stay listed until they are loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.ledger.rows import SetAside, SheetRows
from analytics.tables.checks import faults
from analytics.tables.store import Store
from tests.lib.ledger_files import load, sheet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "workbench.duckdb") as opened:
        yield opened
        assert faults(opened.con) == []


def cases(ids: str, *aside: SetAside) -> SheetRows:
    return sheet("cases", "case_id\n" + "\n".join(ids.split()), set_aside=list(aside))


def items(store: Store) -> list[tuple[object, ...]]:
    """File, row, since which load, closed by which."""
    return store.con.execute(
        "select file, row_number, since_load_id, closed_by_load_id from set_aside_items order by all"
    ).fetchall()


WITHOUT_ID = SetAside(7, ["?", "x"])
G9 = SetAside(8, ["G9", "x"], "G9")


def test_a_row_set_aside_is_an_open_item(store: Store) -> None:
    load(store, cases("G1", WITHOUT_ID, G9))
    assert items(store) == [("ledgers/a.xlsx", 7, 1, None), ("ledgers/a.xlsx", 8, 1, None)]


def test_it_goes_on_while_its_file_still_holds_it_and_keeps_its_beginning(store: Store) -> None:
    load(store, cases("G1", WITHOUT_ID))
    load(store, cases("G1 G2", SetAside(9, ["?", "x"]), G9))  # the same cells, two rows further down
    assert items(store) == [("ledgers/a.xlsx", 8, 2, None), ("ledgers/a.xlsx", 9, 1, None)]


def test_it_closes_when_its_file_comes_without_it(store: Store) -> None:
    load(store, cases("G1", WITHOUT_ID, G9))
    load(store, cases("G1 G2"))
    assert items(store) == [("ledgers/a.xlsx", 7, 1, 2), ("ledgers/a.xlsx", 8, 1, 2)]


def test_another_file_closes_it_by_its_id_even_when_the_row_says_nothing_new(store: Store) -> None:
    load(store, cases("G9"), file="ledgers/0.xlsx")
    load(store, cases("G1", WITHOUT_ID, G9))
    load(store, cases("G8 G9"), file="ledgers/b.xlsx")
    assert items(store) == [("ledgers/a.xlsx", 7, 2, None), ("ledgers/a.xlsx", 8, 2, 3)]


def test_another_ledger_organisation_or_id_closes_nothing(store: Store) -> None:
    load(store, cases("G1", G9))
    load(store, cases("G8"), file="ledgers/b.xlsx")
    load(store, cases("G9"), file="ledgers/b.xlsx", organisation="other")
    load(store, sheet("callbacks", "callback_id | case_id\nG9 | G1"), file="ledgers/c.xlsx")
    assert items(store) == [("ledgers/a.xlsx", 8, 1, None)]


def test_the_workbook_that_was_sent_back_counts_as_its_file(store: Store) -> None:
    load(store, cases("G1", WITHOUT_ID, G9))
    load(store, cases("G1 G2", G9), file="inbox/a.xlsx.rejects.xlsx")
    assert items(store) == [("inbox/a.xlsx.rejects.xlsx", 8, 1, None), ("ledgers/a.xlsx", 7, 1, 2)]


def test_of_two_files_of_one_name_it_is_not_guessed_which_was_sent_back(store: Store) -> None:
    load(store, cases("G1", WITHOUT_ID), file="ledgers/x/a.xlsx")
    load(store, cases("G2", SetAside(5, ["!"])), file="ledgers/y/a.xlsx")
    load(store, cases("G1 G2"), file="inbox/a.xlsx.rejects.xlsx")
    assert [closed for *_, closed in items(store)] == [None, None]


def test_a_sheet_without_the_column_of_ids_closes_nothing(store: Store) -> None:
    load(store, sheet("callbacks", "callback_id | case_id", set_aside=[SetAside(3, ["G1", "?"], known_by="G1|")]))
    load(store, sheet("callbacks", "case_id", set_aside=[SetAside(2, ["x"])]), file="ledgers/b.xlsx")
    assert items(store) == [("ledgers/a.xlsx", 3, 1, None), ("ledgers/b.xlsx", 2, 2, None)]
