"""What readers get: the public tables, whole, without what is nobody's business."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.findings import Finding
from analytics.ledger.rows import SetAside
from analytics.tables import publish as publish_module
from analytics.tables.publish import publish
from analytics.tables.store import Store, open_snapshot
from tests.lib.ledger_files import load, sheet


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "workbench.duckdb") as opened:
        yield opened


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "out" / "published.duckdb"


def seen(target: Path, query: str) -> list[tuple[object, ...]]:
    con = open_snapshot(target)
    try:
        return con.execute(query).fetchall()
    finally:
        con.close()


def load_people(store: Store) -> None:
    caller = "林静"
    body = {
        "callback_id": f"G1|2026-03-05|{caller}|phone",
        "case_id": "G1",
        "at": "2026-03-05",
        "caller": caller,
        "satisfaction": "fairly",
        "comment": "赵客户的话",
    }
    case = {
        "case_id": "G1",
        "party.crew": "一队",
        "party.designer": caller,
        "person.name": "赵客户",
        "note.x": "赵客户的话",
    }
    problem = {
        "problem_id": "T1",
        "case_id": "G1",
        "callback_id": body["callback_id"],
        "party_role": "crew",
        "party": "一队",
    }
    load(
        store,
        sheet("cases", [case]),
        sheet("callbacks", [body]),
        sheet("problems", [problem]),
        sheet("staff", [{"name": caller, "role": "caller"}]),
    )


def test_nothing_is_written_when_the_snapshot_shows_this_state(store: Store, target: Path) -> None:
    load(store, sheet("cases", "case_id | area\nG1 | 浦东"))
    assert publish(store, target, staff_names=False)
    before = target.stat()
    assert not publish(store, target, staff_names=False)
    assert target.stat().st_ino == before.st_ino

    assert publish(store, target, staff_names=True)
    load(store, sheet("cases", "case_id | area\nG2 | 徐汇"), file="b.xlsx")
    assert publish(store, target, staff_names=True)


def test_another_version_of_the_workbench_publishes_anew(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What readers may see of a table is for the version to say."""
    publish(store, target, staff_names=True)
    monkeypatch.setattr("analytics.tables.publish.__version__", "99.0")
    assert publish(store, target, staff_names=True)


def test_a_damaged_snapshot_is_written_anew(store: Store, target: Path) -> None:
    load(store, sheet("cases", "case_id | area\nG1 | 浦东"))
    target.parent.mkdir()
    target.write_bytes(b"x" * 5000)

    assert publish(store, target, staff_names=False)
    assert seen(target, "select case_id from cases") == [("G1",)]


@pytest.mark.parametrize(
    ("check", "value", "told"),
    [
        ("date", "2026年13月5日", "2026年13月5日"),
        ("date", "2026-02-30 10:30", "2026-02-30 10:30"),
        ("date", "20261305", "20261305"),
        ("date", "10月卅二", "10月卅二"),
        ("error_cell", "#DIV/0!", "#DIV/0!"),
        ("number", "120", "120"),
        ("code", "她说太吵了", "…"),
        ("answer", "她说太吵了", "…"),
        ("time", "她说太吵了", "…"),
        ("full_marks", "8", "8"),
        ("date", "赵客户", "…"),
        ("date", "Smith", "…"),
        ("date", "13800138000", "…"),
        ("number", "138 0013 8000", "…"),
        ("number", "0512-65123456", "…"),
        ("code", "65123456", "…"),
        ("unknown_role", "副经理", "副经理"),
    ],
)
def test_a_cell_that_was_not_understood_is_told_only_where_it_can_be_nobodys_words(
    store: Store, target: Path, check: str, value: str, told: str
) -> None:
    """A clerk who writes what was said into the outcome, or a phone into the day, does not publish it."""
    cases = sheet("cases", "case_id\nG1", set_aside=[SetAside(3, [value])])
    cases.findings.append(Finding(check, "a.xlsx", "cases", 3, "x", value))
    load(store, cases)
    publish(store, target, staff_names=True)
    assert seen(target, "select value from findings") == seen(target, "select value from open_findings") == [(told,)]


def test_no_name_phone_address_or_word_is_in_the_file(store: Store, target: Path) -> None:
    load_people(store)
    publish(store, target, staff_names=False)

    held = target.read_bytes()
    for secret in ("赵客户", "林静", "一队"):
        assert secret.encode() not in held


def test_codes_stand_for_names_wherever_they_are(store: Store, target: Path) -> None:
    load_people(store)
    publish(store, target, staff_names=False)

    assert seen(target, "select party_role, party from case_parties order by 1") == [
        ("crew", "员工-0001"),
        ("designer", "员工-0002"),
    ]
    identity = "G1|2026-03-05|员工-0002|phone"
    assert seen(target, "select callback_id, caller from callbacks") == [(identity, "员工-0002")]
    assert seen(target, "select callback_id from answers") == [(identity,)]
    assert seen(target, "select distinct callback_id from callback_fields") == [(identity,)]
    assert seen(target, "select callback_id, party from problems") == [(identity, "员工-0001")]
    assert seen(target, "select name from staff") == [("员工-0002",)]


def test_names_are_shown_when_the_workspace_says_so(store: Store, target: Path) -> None:
    load_people(store)
    publish(store, target, staff_names=True)

    assert seen(target, "select callback_id, caller from callbacks") == [("G1|2026-03-05|林静|phone", "林静")]
    assert seen(target, "select name from staff") == [("林静",)]
    assert "赵客户".encode() not in target.read_bytes()


def test_a_code_stays_when_other_names_come(store: Store, target: Path) -> None:
    load(store, sheet("staff", "name | role\n林静 | caller"))
    publish(store, target, staff_names=False)
    load(store, sheet("staff", "name | role\n丁一 | caller\n林静 | manager"), file="b.xlsx")
    load(store, sheet("staff", "name | role\n林静 | caller"), file="b.xlsx", organisation="other")
    publish(store, target, staff_names=False)

    assert seen(target, "select organisation, role, name from staff order by organisation, role, name") == [
        ("jingyi", "caller", "员工-0001"),
        ("jingyi", "caller", "员工-0002"),
        ("jingyi", "manager", "员工-0001"),
        ("other", "caller", "员工-0001"),
    ]


def test_a_personal_value_is_masked(store: Store, target: Path) -> None:
    part = sheet("cases", "case_id\nG1")
    part.findings += [
        Finding("person", "a.xlsx", "cases", 2, "电话", "138", "11 位", personal=True),
        Finding("date", "a.xlsx", "cases", 3, "开工日期", "31/7"),
    ]
    load(store, part)
    publish(store, target, staff_names=False)

    assert seen(target, "select value from findings order by row_number") == [("…",), ("31/7",)]


def test_findings_are_open_until_a_newer_version_of_the_file_comes(store: Store, target: Path) -> None:
    first = sheet("cases", "case_id | area\nG1 | a", set_aside=[SetAside(3, ["G2", "31/7"])])
    second = sheet("cases", "case_id | area\nG1 | b")
    first.findings.append(Finding("date", "a.xlsx", "cases", 3, "开工日期", "31/7"))
    load(store, first)
    publish(store, target, staff_names=False)
    assert seen(target, "select check_name, row_number from open_findings") == [("date", 3)]

    load(store, second)
    publish(store, target, staff_names=False)
    assert seen(target, "select check_name from open_findings") == []
    assert seen(target, "select count(*) from findings") == [(1,)]


def test_callbacks_and_problems_of_unknown_cases_are_listed_until_the_case_comes(store: Store, target: Path) -> None:
    load(
        store,
        sheet("callbacks", "callback_id | case_id\nK1 | G1\nK2 | G2\nK3 |"),
        sheet("problems", "problem_id | case_id | party_role | party\nT1 | G1 | crew | 一队\nT1 | G1 | crew | 二队"),
        sheet("cases", "case_id | area\nG2 | a"),
    )
    publish(store, target, staff_names=True)
    assert seen(target, "select ledger, id, case_id, row_number from unknown_cases order by 1, 2") == [
        ("callbacks", "K1", "G1", 2),
        ("callbacks", "K3", None, 4),
        ("problems", "T1", "G1", 2),
    ]
    assert seen(target, "select check_name, file, sheet, row_number, value from open_findings order by sheet, 4") == [
        ("unknown_case", "ledgers/a.xlsx", "callbacks", 2, "G1"),
        ("unknown_case", "ledgers/a.xlsx", "callbacks", 4, ""),
        ("unknown_case", "ledgers/a.xlsx", "problems", 2, "G1"),
    ]

    load(store, sheet("cases", "case_id | area\nG1 | a"), file="b.xlsx")
    publish(store, target, staff_names=True)
    assert seen(target, "select id from unknown_cases") == [("K3",)]


def test_callback_fields_has_a_row_per_filled_column(store: Store, target: Path) -> None:
    load(
        store,
        sheet("callbacks", "callback_id | case_id | at | comment | field.x\nK1 | G1 | 2026-03-05 | | y\nK2 | | | |"),
    )
    publish(store, target, staff_names=True)

    assert seen(target, "select callback_id, field from callback_fields order by 1, 2") == [
        ("K1", "at"),
        ("K1", "case_id"),
        ("K1", "field.x"),
    ]


def test_a_publication_that_fails_leaves_the_former_snapshot_and_no_half_file(
    store: Store, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(store, sheet("cases", "case_id | area\nG1 | a"))
    publish(store, target, staff_names=False)
    load(store, sheet("cases", "case_id | area\nG2 | a"), file="b.xlsx")

    def fail(*given: object, **more: object) -> str:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(publish_module, "_shown", fail)
        with pytest.raises(OSError, match="disk full"):
            publish(store, target, staff_names=False)
    assert seen(target, "select case_id from cases") == [("G1",)]

    assert publish(store, target, staff_names=False)
    assert [path.name for path in target.parent.iterdir()] == ["published.duckdb"]
    assert seen(target, "select count(*) from cases") == [(2,)]


SAID = "客户对施工质量表示满意"


def test_same_words_are_published_as_a_number_that_tells_nothing_of_them(store: Store, target: Path) -> None:
    """Only longer comments, only those that stand more than once, and never one organisation's with another's."""
    said = {
        "K1": f"{SAID}。",
        "K2": f" {SAID} ",
        "K3": "满意",
        "K4": "满意",
        "K5": "墙面有两处需要修补打磨",
        "K6": "换橱柜门要等三个星期了",
        "K7": "换橱柜门，要等三个星期了！",
    }
    rows = [
        {"callback_id": name, "case_id": "G1", "at": "2026-03-05", "comment": words} for name, words in said.items()
    ]
    load(store, sheet("callbacks", rows))
    load(store, sheet("callbacks", [{**rows[0], "callback_id": "S1"}]), organisation="south")
    publish(store, target, staff_names=False)

    assert seen(target, "select callback_id, words from repeated_words order by callback_id") == [
        ("K1", 1),
        ("K2", 1),
        ("K6", 2),
        ("K7", 2),
    ]
    con = open_snapshot(target)
    con.close()
    assert SAID.encode() not in target.read_bytes()


def test_which_columns_about_a_person_are_filled_is_published_and_not_what_they_hold(
    store: Store, target: Path
) -> None:
    """For the completeness of records."""
    load_people(store)
    publish(store, target, staff_names=False)

    assert seen(target, "select case_id, field from case_fields order by field") == [
        ("G1", "note.x"),
        ("G1", "party.crew"),
        ("G1", "party.designer"),
        ("G1", "person.name"),
    ]
    assert "赵客户".encode() not in target.read_bytes()
