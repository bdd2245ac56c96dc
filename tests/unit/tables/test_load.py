"""What a load makes of rows: new, unchanged, replaced, duplicate, contradictory, set aside."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.errors import InputError, RunError
from analytics.findings import Finding
from analytics.language import Text
from analytics.ledger.rows import LedgerFile, SetAside, SheetRows
from analytics.tables import load as load_module
from analytics.tables.checks import faults
from analytics.tables.journal import LoadReport, is_loaded
from analytics.tables.merge import Merged, Merging
from analytics.tables.store import Store
from tests.lib.ledger_files import LOADED_AT, PROFILE, contents, ledger_file, load, sheet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "workbench.duckdb") as opened:
        yield opened
        assert faults(opened.con) == []


def rows(store: Store, query: str) -> list[tuple[object, ...]]:
    return store.con.execute(query).fetchall()


def counts(report: LoadReport) -> tuple[int, int, int, int]:
    return report.read, report.loaded, report.unchanged, report.set_aside


CASES = """
    case_id | category | event.start | event.end           | party.crew | person.name | person.phone | contact.owner | note.x
    G1      | whole    | 2026-03-05  | 2026-06-01 10:30:00 | 一队;二队    | 张三         | 13800000001  | 张三;李四      | 加急
    G2      |          |             |                     |            |             |              |               |
"""


def test_a_case_is_spread_over_its_tables(store: Store) -> None:
    assert counts(load(store, sheet("cases", CASES, name="在施工程"))) == (2, 2, 0, 0)

    assert rows(store, "select organisation, case_id, category, load_id, sheet, row_number from cases order by 2") == [
        ("jingyi", "G1", "whole", 1, "在施工程", 2),
        ("jingyi", "G2", None, 1, "在施工程", 3),
    ]
    assert rows(store, "select event, cast(happened_at as varchar), has_time from case_events order by 1") == [
        ("end", "2026-06-01 10:30:00", True),
        ("start", "2026-03-05 00:00:00", False),
    ]
    assert rows(store, "select party_role, party from case_parties order by rowid") == [
        ("crew", "一队"),
        ("crew", "二队"),
    ]
    assert rows(store, "select contact_role from case_contacts") == [("owner",)]
    assert rows(store, "select name from contact_persons order by rowid") == [("张三",), ("李四",)]
    assert rows(store, "select case_id, name, phone, address from persons") == [("G1", "张三", "13800000001", None)]
    assert rows(store, "select note, words from case_notes") == [("x", "加急")]


def test_a_callback_is_spread_over_its_tables(store: Store) -> None:
    load(
        store,
        sheet(
            "callbacks",
            """
            callback_id | case_id | at                  | satisfaction | satisfaction.design | comment | duration_s | field.a;b
            K1          | G1      | 2026-03-05 09:00:00 | satisfied    | fairly              | 好      | 30         | x
            K2          |         | 2026-03-05          |              |                     |         |            |
            """,
        ),
    )

    assert rows(
        store, "select callback_id, case_id, has_time, duration_s, filled_columns from callbacks order by 1"
    ) == [
        ("K1", "G1", True, 30.0, "at;case_id;comment;duration_s;field.a；b;satisfaction;satisfaction.design"),
        ("K2", None, False, None, "at"),
    ]
    assert rows(store, "select dimension, level from answers order by 1") == [
        ("design", "fairly"),
        ("overall", "satisfied"),
    ]
    assert rows(store, "select field, words from callback_words order by 1") == [("comment", "好"), ("field.a;b", "x")]


def test_a_problem_against_two_parties_is_two_rows_of_one_item(store: Store) -> None:
    text = """
        problem_id | case_id | kind      | party_role | party    | raised_at  | resolved_at         | text
        T1         | G1      | complaint | crew       | 一队;二队 | 2026-03-05 | 2026-03-06 11:00:00 | 漏水
        T1         | G1      | complaint | designer   | 王五     | 2026-03-05 | 2026-03-06 11:00:00 | 漏水
    """
    assert counts(load(store, sheet("problems", text))) == (2, 2, 0, 0)

    assert rows(store, "select party_role, party, raised_has_time, resolved_has_time from problems order by rowid") == [
        ("crew", "一队", False, True),
        ("crew", "二队", False, True),
        ("designer", "王五", False, True),
    ]
    assert rows(store, "select count(*) from problem_words where field = 'text'") == [(3,)]


def test_staff_are_known_by_name_role_and_start(store: Store) -> None:
    text = "name | role | department | from | to\n王五 | manager | 客服 | 2026-01-01 |\n王五 | caller | 客服 | 2026-01-01 |"
    assert counts(load(store, sheet("staff", text))) == (2, 2, 0, 0)
    corrected = text.replace("2026-01-01 |\n", "2026-01-01 | 2026-06-30\n")
    assert counts(load(store, sheet("staff", corrected))) == (2, 1, 1, 0)

    assert rows(store, "select role, cast(to_on as varchar) from staff order by 1") == [
        ("caller", None),
        ("manager", "2026-06-30"),
    ]


def test_a_callback_that_cannot_have_been_yet_is_told_and_kept(store: Store) -> None:
    text = "callback_id | case_id | at | outcome\nK1 | G1 | 2062-03-05 | reached\nK2 | G1 | 2026-03-05 | reached"
    report = load(store, sheet("callbacks", text))
    assert counts(report) == (2, 2, 0, 0)
    assert [(finding.check, finding.row, finding.value) for finding in report.findings] == [
        ("far_ahead", 2, "2062-03-05")
    ]


def test_an_event_that_cannot_have_been_yet_is_told_and_one_that_may_be_agreed_in_advance_is_not(store: Store) -> None:
    text = "case_id | event.done | event.warranty_end\nG1 | 2062-03-05 | 2062-03-05\nG2 | 2026-03-05 | 2062-03-05"
    report = load(store, sheet("cases", text), done=frozenset({"done"}))
    assert [(finding.check, finding.row, finding.column) for finding in report.findings] == [
        ("far_ahead", 2, "event.done")
    ]


def test_the_same_file_again_changes_nothing_under_any_name(store: Store) -> None:
    first = load(store, sheet("cases", CASES))
    before = contents(store.con)
    again = load(store, sheet("cases", CASES), file="ledgers/copy.xlsx")

    assert contents(store.con) == before
    assert (again.skipped, counts(again)) == (True, (2, 0, 2, 0))
    assert again.load_id == first.load_id


def test_whether_a_file_is_loaded_is_known_before_it_is_parsed(store: Store) -> None:
    file = ledger_file(sheet("cases", CASES, set_aside=[SetAside(9, ["?"])]))
    file.findings.append(Finding("no_ledger", "any.xlsx", "说明"))
    kept = {"organisation": "jingyi", "file": "a.csv", "sha256": file.sha256, "profile_digest": PROFILE}
    assert is_loaded(store, **kept) is None
    load_module.load_file(
        store, file, organisation="jingyi", file_name="a.xlsx", profile_digest=PROFILE, loaded_at=LOADED_AT
    )

    known = is_loaded(store, **kept)
    assert known is not None
    assert counts(known) == (3, 0, 2, 1)
    assert known.findings == (Finding("no_ledger", "a.xlsx", "说明"),)
    assert is_loaded(store, **{**kept, "profile_digest": "other"}) is None
    assert is_loaded(store, **{**kept, "organisation": "other"}) is None


def test_a_file_read_another_way_is_loaded_again_and_its_rows_are_unchanged(store: Store) -> None:
    load(store, sheet("cases", CASES))
    again = load(store, sheet("cases", CASES), profile="profile-2")

    assert counts(again) == (2, 0, 2, 0)
    assert rows(store, "select load_id, current from loads order by 1") == [(1, False), (2, True)]


def test_a_corrected_file_replaces_its_rows_and_keeps_the_old_ones(store: Store) -> None:
    load(store, sheet("cases", CASES))
    corrected = CASES.replace("2026-03-05", "2026-03-06").replace("一队;二队", "二队    ")
    assert counts(load(store, sheet("cases", corrected))) == (2, 1, 1, 0)

    assert rows(store, "select cast(happened_at as varchar) from case_events where event = 'start'") == [
        ("2026-03-06 00:00:00",)
    ]
    assert rows(store, "select party from case_parties") == [("二队",)]
    ((ledger, identity, content, load_id, replaced_by),) = rows(
        store, "select ledger, id, content, load_id, replaced_by_load_id from ledger_rows_history"
    )
    assert (ledger, identity, load_id, replaced_by) == ("cases", "G1", 1, 2)
    assert json.loads(str(content)) == {
        "case_id": "G1",
        "category": "whole",
        "contact.owner": "张三;李四",
        "event.end": "2026-06-01 10:30:00",
        "event.start": "2026-03-05",
        "note.x": "加急",
        "party.crew": "一队;二队",
        "person.name": "张三",
        "person.phone": "13800000001",
    }
    assert rows(store, "select load_id from cases order by case_id") == [(2,), (1,)]
    assert rows(store, "select file, current from loads order by load_id") == [
        ("ledgers/a.xlsx", False),
        ("ledgers/a.xlsx", True),
    ]


def test_a_file_put_back_to_its_former_version_is_loaded_again(store: Store) -> None:
    former, corrected = "case_id | category\nG1 | whole", "case_id | category\nG1 | part"
    for text in (former, corrected):
        load(store, sheet("cases", text))
    report = load(store, sheet("cases", former))

    assert (report.skipped, counts(report)) == (False, (1, 1, 0, 0))
    assert rows(store, "select category from cases") == [("whole",)]


def test_an_empty_cell_empties_and_an_absent_column_keeps(store: Store) -> None:
    load(store, sheet("cases", CASES))
    load(store, sheet("cases", "case_id | category | area\nG1 | | 浦东"), file="b.xlsx")

    assert rows(store, "select category, area from cases where case_id = 'G1'") == [(None, "浦东")]
    assert rows(store, "select event, has_time from case_events order by 1") == [("end", True), ("start", False)]
    assert rows(store, "select party from case_parties order by rowid") == [("一队",), ("二队",)]
    assert rows(store, "select name from contact_persons order by rowid") == [("张三",), ("李四",)]
    assert rows(store, "select phone from persons") == [("13800000001",)]


def test_a_sheet_with_fewer_columns_that_says_the_same_changes_nothing(store: Store) -> None:
    load(store, sheet("cases", CASES))
    before = contents(store.con)["ledger_rows"]
    again = load(store, sheet("cases", "case_id | event.end\nG1 | 2026-06-01 10:30:00"), file="b.xlsx")

    assert counts(again) == (1, 0, 1, 0)
    assert contents(store.con)["ledger_rows"] == before


def test_a_case_told_beside_callbacks_loses_nothing_that_another_ledger_says_of_it(store: Store) -> None:
    load(store, sheet("cases", CASES))
    beside = "case_id | event.start | event.end\nG1 | 2026-03-06 |"
    load(store, replace(sheet("cases", beside), is_beside=True), file="callbacks.xlsx")
    assert rows(store, "select event, cast(happened_at as varchar) from case_events order by 1") == [
        ("end", "2026-06-01 10:30:00"), ("start", "2026-03-06 00:00:00"),
    ]  # fmt: skip

    load(
        store,
        replace(sheet("cases", "case_id | event.start | event.end\nG1 | |"), is_beside=True),
        file="callbacks.xlsx",
    )
    assert rows(store, "select event from case_events") == []


@pytest.mark.parametrize("duration", ["30", "30.5", "0"])
def test_a_number_is_the_same_however_it_is_kept(store: Store, duration: str) -> None:
    load(store, sheet("callbacks", f"callback_id | duration_s | at\nK1 | {duration} | 2026-03-05"))
    again = load(store, sheet("callbacks", f"callback_id | duration_s\nK1 | {duration}"), file="b.xlsx")

    assert counts(again) == (1, 0, 1, 0)


@pytest.mark.parametrize("duration", ["30", "30.5"])
def test_every_kind_of_callback_column_is_kept_when_a_sheet_lacks_it(store: Store, duration: str) -> None:
    text = f"""
        callback_id | case_id | at         | caller | outcome | reason | satisfaction | satisfaction.x | duration_s | field.y
        K1          | G1      | 2026-03-05 | 林     | reached | 忙     | satisfied    | fairly         | {duration} | z
    """
    load(store, sheet("callbacks", text))
    before = contents(store.con, without=("load_id", "filled_columns", "fingerprint"))
    load(store, sheet("callbacks", "callback_id | purpose\nK1 | 保修"), file="b.xlsx")
    load(store, sheet("callbacks", "callback_id | purpose\nK1 |"), file="c.xlsx")
    after = contents(store.con, without=("load_id", "filled_columns", "fingerprint"))

    for table in ("callbacks", "answers", "callback_words"):
        assert after[table] == before[table]


def test_a_problem_item_keeps_what_a_sheet_lacks_and_takes_its_parties(store: Store) -> None:
    text = """
        problem_id | case_id | kind      | party_role | party | raised_at           | text
        T1         | G1      | complaint | crew       | 一队  | 2026-03-05 08:00:00 | 漏水
        T1         | G1      | complaint | crew       | 二队  | 2026-03-05 08:00:00 | 漏水
    """
    load(store, sheet("problems", text))
    assert counts(load(store, sheet("problems", "problem_id | verified\nT1 | yes"), file="b.xlsx")) == (1, 1, 0, 0)
    assert rows(store, "select party, verified, kind from problems order by 1") == [
        ("一队", "yes", "complaint"),
        ("二队", "yes", "complaint"),
    ]

    load(store, sheet("problems", "problem_id | party_role | party\nT1 | crew | 三队"), file="c.xlsx")
    assert rows(store, "select party, verified, cast(raised_at as varchar) from problems") == [
        ("三队", "yes", "2026-03-05 08:00:00")
    ]
    assert rows(store, "select words from problem_words") == [("漏水",)]
    assert rows(store, "select count(*) from ledger_rows_history") == [(4,)]


def test_a_party_keeps_its_role_when_a_sheet_names_only_the_party(store: Store) -> None:
    load(store, sheet("problems", "problem_id | party_role | party\nT1 | crew | 一队\nT2 | crew | 一队"))
    report = load(store, sheet("problems", "problem_id | party\nT1 | 一队\nT2 | 二队"), file="b.xlsx")

    assert counts(report) == (2, 1, 1, 0)
    assert rows(store, "select problem_id, party_role, party from problems order by 1") == [
        ("T1", "crew", "一队"),
        ("T2", None, "二队"),
    ]


def test_two_sheets_of_a_file_may_each_name_a_party_of_one_item(store: Store) -> None:
    parts = (
        sheet("problems", "problem_id | text\nT1 | 漏水", name="甲"),
        sheet("problems", "problem_id | party_role | party\nT1 | crew | 一队", name="乙"),
        sheet("problems", "problem_id | party_role | party\nT1 | crew | 二队", name="丙"),
    )
    for profile in ("profile-1", "profile-2"):
        load(store, *parts, profile=profile)

        assert rows(store, "select party from problems order by 1") == [("一队",), ("二队",)]
        assert rows(store, "select party, words from problem_words order by 1") == [("一队", "漏水"), ("二队", "漏水")]


def test_an_exact_duplicate_counts_once(store: Store) -> None:
    report = load(store, sheet("cases", "case_id | category\nG1 | whole\nG2 | part\nG1 | whole"))

    assert counts(report) == (3, 2, 1, 0)
    assert report.findings == (Finding("duplicate", "ledgers/a.xlsx", "cases", 4, value="G1", detail="2"),)
    assert rows(store, "select case_id, row_number from cases order by 1") == [("G1", 2), ("G2", 3)]


def test_of_two_contradictory_rows_the_later_counts(store: Store) -> None:
    text = "case_id | category\nG1 | whole\nG1 | part"
    report = load(store, sheet("cases", text))

    assert counts(report) == (2, 2, 0, 0)
    assert report.findings == (Finding("contradictory", "ledgers/a.xlsx", "cases", 3, value="G1", detail="2"),)
    assert rows(store, "select category, row_number from cases") == [("part", 3)]
    assert rows(store, "select content, row_number from ledger_rows_history") == [
        ('{"case_id":"G1","category":"whole"}', 2)
    ]


def test_a_file_with_contradictory_rows_saved_anew_adds_nothing_to_the_history(store: Store) -> None:
    text = "case_id | category\nG1 | whole\nG1 | part\nG1 | part\nG1 | whole"
    load(store, sheet("cases", text))
    before = rows(store, "select content from ledger_rows_history order by row_number")
    again = load(store, sheet("cases", text), profile="profile-2")

    assert [json.loads(str(content))["category"] for (content,) in before] == ["whole", "part"]
    assert counts(again) == (4, 0, 4, 0)
    assert rows(store, "select content from ledger_rows_history order by row_number") == before


def test_a_long_sheet_that_comes_in_parts_is_one_sheet(store: Store) -> None:
    first = sheet("cases", "case_id | category\nG1 | whole\nG2 | part\nG3 | part")
    second = sheet("cases", "case_id | category\nG1 | whole\nG2 | whole\nG4 | part")
    second.rows = [5, 6, 7]
    report = load(store, first, second)

    assert [(counts.read, counts.loaded, counts.unchanged) for counts in report.sheets] == [(6, 5, 1)]
    assert [(found.check, found.row, found.detail) for found in report.findings] == [
        ("duplicate", 5, "2"),
        ("contradictory", 6, "3"),
    ]


@pytest.mark.parametrize(
    ("table", "first", "again"),
    [
        (
            "cases",
            (
                "case_id | category | tier | event.start | event.end | party.crew | person.name | contact.owner | note.x\n"
                "G1 | whole | a | 2026-03-05 | 2026-06-01 10:30:00 | 二队;一队 | 张三 | 李四;张三 | 加急\n"
                "G2 | part |  |  |  |  |  |  | "
            ),
            "G1 | part | b | 2026-03-06 |  | 三队 | 王五 |  | ",
        ),
        (
            "callbacks",
            (
                "callback_id | case_id | at | outcome | caller | agreed_at | duration_s | satisfaction | satisfaction.design | "
                "comment | field.a\n"
                "K1 | G1 | 2026-03-05 09:00:00 | reached | 李一 | 2026-03-09 | 30.5 | satisfied | fairly | 好 | x;y\n"
                "K2 | G1 | 2026-03-06 | no_answer |  | 2026-03-09 10:00:00 | 30 |  |  |  | "
            ),
            "K1 | G2 | 2026-03-07 | busy |  |  |  |  |  |  | ",
        ),
    ],
)
def test_a_row_that_a_further_part_says_otherwise_goes_to_the_history_with_every_cell(
    store: Store, table: str, first: str, again: str
) -> None:
    whole = sheet(table, f"{first}\n{again}")
    parts = [
        replace(whole, columns={name: cells[at] for name, cells in whole.columns.items()}, rows=whole.rows[at])
        for at in (slice(0, 2), slice(2, 3))
    ]
    report = load(store, *parts)

    filled = {name: cells[0] for name, cells in whole.columns.items() if cells[0] is not None}
    [(content, row)] = rows(store, "select content, row_number from ledger_rows_history")
    assert (json.loads(str(content)), row) == (filled, 2)
    assert (report.loaded, [(found.check, found.row, found.detail) for found in report.findings]) == (
        3,
        [("contradictory", 4, "2")],
    )


def test_two_sheets_that_fill_one_cell_differently_contradict(store: Store) -> None:
    report = load(
        store,
        sheet(
            "cases",
            "case_id | tier | category | event.end | note.x\nG1 | | whole | | a\nG2 | large | whole | | a",
            name="甲",
        ),
        sheet("cases", "case_id | tier | event.end | note.x\nG1 | large | 2026-03-05 | b\nG2 | small | | b", name="乙"),
    )

    assert [(found.check, found.sheet, found.row, found.detail) for found in report.findings] == [
        ("contradictory", "乙", 3, "甲!3")
    ]
    assert rows(store, "select case_id, tier, category from cases order by 1") == [
        ("G1", "large", "whole"),
        ("G2", "small", "whole"),
    ]


def test_an_id_put_together_from_cells_is_not_repeated_in_a_finding(store: Store) -> None:
    report = load(store, sheet("staff", "name | role\n王五 | manager\n王五 | manager"))

    assert [(found.check, found.value) for found in report.findings] == [("duplicate", "")]


def test_rows_set_aside_are_kept_whole_with_their_findings(store: Store) -> None:
    part = sheet("cases", "case_id | category\nG1 | whole", set_aside=[SetAside(7, ["G9", '31"/7', "王"])])
    part.findings.append(Finding("date", "any.xlsx", "cases", 7, "开工日期", '31"/7'))
    part.not_rows = 3

    assert counts(load(store, part)) == (2, 1, 0, 1)
    assert rows(store, "select sheet, row_number, cells from set_aside_rows") == [
        ("cases", 7, '["G9", "31\\"/7", "王"]')
    ]
    assert rows(store, "select check_name, severity, file, row_number, column_name, value, personal from findings") == [
        ("date", "set_aside", "ledgers/a.xlsx", 7, "开工日期", '31"/7', False)
    ]
    assert rows(store, "select read_count, loaded_count, set_aside_count, not_rows_count from load_sheets") == [
        (2, 1, 1, 3)
    ]


def test_organisations_do_not_see_each_other(store: Store) -> None:
    load(store, sheet("cases", "case_id | category\nG1 | whole"))
    assert counts(load(store, sheet("cases", "case_id | category\nG1 | part"), organisation="other")) == (1, 1, 0, 0)
    assert counts(load(store, sheet("cases", "case_id | category\nG1 | whole"), organisation="third")) == (1, 1, 0, 0)

    assert rows(store, "select organisation, category from cases order by 1") == [
        ("jingyi", "whole"),
        ("other", "part"),
        ("third", "whole"),
    ]
    assert rows(store, "select count(*) from loads where current") == [(3,)]


def test_odd_headers_and_cells_arrive_as_they_are(store: Store) -> None:
    odd = {"case_id": 'G"1', "note.a'b\"c; d\n二": 'x\n"y"\x1f,\\', "event.e'x": "2026-01-01"}
    load(store, sheet("cases", [odd]))
    load(store, sheet("cases", [{"case_id": 'G"1', "category": "whole"}]), file="b.xlsx")

    assert rows(store, "select case_id, note, words from case_notes") == [('G"1', "a'b\"c; d\n二", 'x\n"y"\x1f,\\')]
    assert rows(store, "select event from case_events") == [("e'x",)]


def test_a_column_without_a_single_value_is_text_all_the_same(store: Store) -> None:
    load(store, sheet("cases", "case_id | party.crew | event.start | note.x\nG1 | | |"))
    load(store, sheet("problems", "problem_id | party\nT1 |"), file="b.xlsx")

    assert rows(store, "select case_id from cases") == [("G1",)]
    assert rows(store, "select problem_id, party from problems") == [("T1", None)]


def test_an_empty_sheet_has_its_counts_and_no_rows(store: Store) -> None:
    assert counts(load(store, sheet("cases", []))) == (0, 0, 0, 0)
    assert rows(store, "select read_count from load_sheets") == [(0,)]


def test_a_load_whose_counts_do_not_add_up_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Miscounting(Merging):
        def finish(self) -> Iterator[Merged]:
            for merged in super().finish():
                yield replace(merged, unchanged=5)

    monkeypatch.setattr(load_module, "Merging", Miscounting)
    before = contents(store.con)
    with pytest.raises(RunError, match="行数对不上"):
        load(store, sheet("cases", CASES))

    assert contents(store.con) == before


def test_a_long_file_that_cannot_be_read_to_its_end_leaves_nothing_of_its_first_parts(store: Store) -> None:
    def parts() -> Iterator[SheetRows]:
        for row in (2, 3, 4):
            part = sheet("cases", f"case_id | category\nG{row} | whole")
            part.rows = [row]
            yield part
        raise InputError(Text(zh="第 5 行读不出", en="Row 5 cannot be read"))

    before = contents(store.con)
    with pytest.raises(InputError, match="第 5 行"):
        load_module.load_file(
            store,
            LedgerFile(Path("long.csv"), "digest", 1, parts()),
            organisation="jingyi",
            file_name="long.csv",
            profile_digest=PROFILE,
            loaded_at=LOADED_AT,
        )

    assert contents(store.con) == before
    assert counts(load(store, sheet("cases", CASES))) == (2, 2, 0, 0)


def test_a_value_that_is_not_canonical_leaves_nothing_of_its_file(store: Store) -> None:
    before = contents(store.con)
    with pytest.raises(Exception, match="31/7"):
        load(store, sheet("cases", CASES), sheet("callbacks", "callback_id | at\nK1 | 31/7"))

    assert contents(store.con) == before
