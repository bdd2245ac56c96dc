"""What holds of loads whatever the ledgers say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ledger.rows import DERIVED_IDS, SetAside, SheetRows, derived_id
from analytics.tables.checks import faults
from analytics.tables.schema import STORED
from analytics.tables.store import Store
from tests.lib.ledger_files import contents, load, sheet
from tests.lib.table_text import Row

# An example is several loads, each with its commit to the disk.
SOME = settings(max_examples=max(10, settings().max_examples // 4))
# Where a row was read is not part of what it says.
PLACE = ("load_id", "replaced_by_load_id", "sheet", "row_number", "fingerprint")
SAID = (
    *("cases", "case_events", "case_parties", "case_contacts", "persons", "case_notes", "contact_persons"),
    *("callbacks", "answers", "callback_words", "problems", "problem_words", "staff"),
)
WORDS = st.one_of(st.none(), st.sampled_from(["a", "b", "二 行\n", '"', "'", "x|y"]))
NAMES = st.one_of(st.none(), st.lists(st.sampled_from(["丙", "甲", "乙"]), min_size=1, unique=True).map(";".join))
TIMES = st.one_of(st.none(), st.sampled_from(["2026-03-05", "2026-03-05 00:00:00", "2026-10-31 23:59:59"]))
NUMBERS = st.one_of(st.none(), st.sampled_from(["0", "30", "30.5", "1200"]))
DAYS = st.one_of(st.none(), st.sampled_from(["2026-03-05", "2026-03-06"]))
COLUMNS: dict[str, dict[str, st.SearchStrategy[str | None]]] = {
    "cases": dict.fromkeys(("category", "area", "person.name", "person.phone", "note.a", "note.b c;'"), WORDS)
    | dict.fromkeys(("event.start", "event.end"), TIMES)
    | dict.fromkeys(("party.crew", "party.designer", "contact.owner"), NAMES)
    | {"excluded_on": DAYS},
    "callbacks": dict.fromkeys(("case_id", "channel", "outcome", "comment", "reason", "field.a"), WORDS)
    | dict.fromkeys(("satisfaction", "satisfaction.design"), WORDS)
    | {"at": TIMES, "caller": NAMES, "duration_s": NUMBERS},
    "problems": dict.fromkeys(("case_id", "kind", "verified", "party_role", "text", "field.a"), WORDS)
    | dict.fromkeys(("raised_at", "resolved_at"), TIMES)
    | {"party": NAMES},
    "staff": {"role": WORDS, "department": WORDS, "from": DAYS, "to": DAYS},
}
KEY = {"cases": "case_id", "callbacks": "callback_id", "problems": "problem_id", "staff": "name"}


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Store]]:
    """Two stores for all examples, because making one takes longer than most examples."""
    folder = tmp_path_factory.mktemp("stores")
    with Store.open(folder / "one.duckdb") as one, Store.open(folder / "two.duckdb") as two:
        yield one, two


def emptied(store: Store) -> Store:
    with store.transaction() as con:
        for table in STORED:
            con.execute(f"delete from {table.name}")
    return store


@st.composite
def sheets(draw: st.DrawFn, prefix: str = "") -> SheetRows:
    """Return a sheet of one ledger with some of its columns; few ids, so that rows meet each other."""
    table = draw(st.sampled_from(sorted(COLUMNS)))
    chosen = draw(st.sets(st.sampled_from(sorted(COLUMNS[table]))))
    ids = st.sampled_from([f"{prefix}1", f"{prefix}2", f"{prefix}3"])
    body: list[Row] = [
        {KEY[table]: draw(ids), **{column: draw(COLUMNS[table][column]) for column in sorted(chosen)}}
        for _ in range(draw(st.integers(0, 5)))
    ]
    aside = [SetAside(100 + number, ["?", ""]) for number in range(draw(st.integers(0, 2)))]
    return sheet(table, body, name=draw(st.sampled_from(["甲", "乙"])) + table, set_aside=aside)


def files(prefix: str = "") -> st.SearchStrategy[list[SheetRows]]:
    """Return the sheets of one file, each with a name of its own."""
    return st.lists(sheets(prefix), max_size=3, unique_by=lambda part: part.sheet)


@st.composite
def tables_of_equal_shape(draw: st.DrawFn) -> tuple[SheetRows, SheetRows]:
    """Return two versions of one sheet: the same ids and columns, other cells."""
    first = draw(sheets().filter(lambda part: bool(part.rows) and part.table != "staff"))
    last = replace(first, columns=dict(first.columns))
    for column in first.columns:
        if column != KEY[first.table]:
            cells = COLUMNS[first.table][column]
            last.columns[column] = draw(st.lists(cells, min_size=len(first.rows), max_size=len(first.rows)))
    return first, last


@st.composite
def long_sheets(draw: st.DrawFn) -> tuple[SheetRows, SheetRows, list[SheetRows]]:
    """Return a sheet, another with some of its ids, and the second cut into parts; callbacks may be known by their cells."""
    table = draw(st.sampled_from(["cases", "callbacks"]))
    columns = {**COLUMNS[table], "case_id": st.sampled_from(["G1", "G2"])}
    if table == "callbacks":
        columns |= {"at": DAYS.filter(bool), "outcome": st.sampled_from(["reached", "no_answer", "busy"])}
    else:
        del columns["case_id"]
    chosen = draw(st.sets(st.sampled_from(sorted(columns)))) | ({"at", "case_id", "outcome"} & set(columns))
    ids = st.sampled_from([str(number) for number in range(8)])
    is_known_by_cells = table == "callbacks" and draw(st.booleans())
    key, parts = DERIVED_IDS["callbacks"]

    def rows() -> list[Row]:
        body: list[Row] = [
            {KEY[table]: draw(ids), **{column: draw(columns[column]) for column in sorted(chosen)}}
            for _ in range(draw(st.integers(1, 9)))
        ]
        for row in body if is_known_by_cells else []:
            row[key] = derived_id(row.get(part) for part in parts)
        return body

    before, whole = sheet(table, rows(), name="之前"), sheet(table, rows())
    cuts = sorted({0, len(whole.rows), *draw(st.lists(st.integers(1, 9), max_size=4))})
    pieces = [
        replace(
            whole,
            columns={column: cells[start:end] for column, cells in whole.columns.items()},
            rows=whole.rows[start:end],
        )
        for start, end in pairwise(cuts)
        if start < len(whole.rows)
    ]
    return before, whole, pieces


def said(store: Store) -> dict[str, list[tuple[object, ...]]]:
    held = contents(store.con, without=PLACE)
    return {table: held[table] for table in SAID}


@SOME
@given(received=st.lists(files(), max_size=4))
def test_every_row_is_loaded_unchanged_or_set_aside_and_the_store_is_sound(
    stores: tuple[Store, Store], received: list[list[SheetRows]]
) -> None:
    store = emptied(stores[0])
    for number, parts in enumerate(received):
        report = load(store, *parts, file=f"{number}.xlsx")
        assert report.read == sum(part.read_count for part in parts)
        for counts in report.sheets:
            assert counts.loaded + counts.unchanged + counts.set_aside == counts.read
            assert min(counts.loaded, counts.unchanged, counts.set_aside) >= 0

    assert faults(store.con) == []


@SOME
@given(received=st.lists(files(), min_size=1, max_size=3))
def test_loading_twice_changes_nothing(stores: tuple[Store, Store], received: list[list[SheetRows]]) -> None:
    store = emptied(stores[0])
    for number, parts in enumerate(received):
        load(store, *parts, file=f"{number}.xlsx")
    before = contents(store.con)
    for number, parts in enumerate(received):
        load(store, *parts, file=f"{number}.xlsx")

    assert contents(store.con) == before


@SOME
@given(parts=files())
def test_what_a_file_says_is_still_said_when_it_is_saved_anew(
    stores: tuple[Store, Store], parts: list[SheetRows]
) -> None:
    store = emptied(stores[0])
    load(store, *parts)
    before = said(store)
    again = load(store, *parts, profile="profile-2")

    assert said(store) == before
    if len({part.table for part in parts}) == len(parts):
        assert again.loaded == 0


@SOME
@given(one=files("G"), two=files("H"), three=files("J"))
def test_the_order_of_files_about_different_things_does_not_matter(
    stores: tuple[Store, Store], one: list[SheetRows], two: list[SheetRows], three: list[SheetRows]
) -> None:
    store, other = emptied(stores[0]), emptied(stores[1])
    for number, parts in ((1, one), (2, two), (3, three)):
        load(store, *parts, file=f"{number}.xlsx")
    for number, parts in ((3, three), (1, one), (2, two)):
        load(other, *parts, file=f"{number}.xlsx")

    assert said(store) == said(other)


@SOME
@given(sheets=long_sheets(), is_first=st.booleans())
def test_a_sheet_in_parts_is_loaded_as_the_whole_of_it(
    stores: tuple[Store, Store], sheets: tuple[SheetRows, SheetRows, list[SheetRows]], is_first: bool
) -> None:
    before, whole, parts = sheets
    held, reports = [], []
    for store, received in zip(map(emptied, stores), ([whole], parts), strict=True):
        if not is_first:
            load(store, before, file="before.xlsx")
        report = load(store, *received)
        reports.append((report.sheets, report.findings))
        held.append(contents(store.con, without=("sha256", "bytes")))
        assert faults(store.con) == []

    assert reports[0] == reports[1]
    assert held[0] == held[1]


@SOME
@given(versions=tables_of_equal_shape())
def test_a_corrected_file_is_all_that_the_tables_say_and_the_old_rows_are_in_the_history(
    stores: tuple[Store, Store], versions: tuple[SheetRows, SheetRows]
) -> None:
    store, fresh = emptied(stores[0]), emptied(stores[1])
    first, last = versions
    load(store, first)
    held = set(store.con.execute("select id, part, fingerprint from ledger_rows").fetchall())
    load(store, last)
    load(fresh, last)

    assert said(store) == said(fresh)
    replaced = held - set(store.con.execute("select id, part, fingerprint from ledger_rows").fetchall())
    history = store.con.execute("select id, part from ledger_rows_history where load_id = 1").fetchall()
    assert {(name, part) for name, part, _ in replaced} <= set(history)
    assert faults(store.con) == []


@SOME
@given(first=sheets().filter(lambda part: bool(part.rows) and part.table != "staff"))
def test_a_sheet_with_one_column_leaves_all_others_as_they_are(stores: tuple[Store, Store], first: SheetRows) -> None:
    store = emptied(stores[0])
    key, column = KEY[first.table], {"cases": "tier", "callbacks": "purpose", "problems": "severity"}[first.table]
    hidden = (*PLACE, column, "filled_columns")
    load(store, first)
    before = contents(store.con, without=hidden)
    body: list[Row] = [{key: name, column: "c"} for name in sorted(set(first.columns[key]), key=str)]
    report = load(store, sheet(first.table, body), file="b.xlsx")
    after = contents(store.con, without=hidden)

    assert report.loaded == len(body)
    assert {table: after[table] for table in SAID} == {table: before[table] for table in SAID}
