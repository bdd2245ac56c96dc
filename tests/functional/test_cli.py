"""The command line as a clerk and a script meet it: what it prints, where, and its exit codes."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.lib.workspaces import BAD_ROW, make_workspace

Run = Callable[..., tuple[int, str, str]]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# Usage


def test_a_wrong_command_is_one_paragraph_and_2(workspace: Path, run: Run) -> None:
    for arguments, told in (
        ([], "缺少参数 命令"),
        (["fly"], "命令 不能是 'fly'"),
        (["measure", "coverage"], "缺少参数 --period"),
        (["measure", "coverage", "--period"], "--period 后面缺少值"),
        (["measures", "--colour"], "不认识的参数 --colour"),
        (["report", "daily", "last"], "不能是 'daily'"),
    ):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert told in err
        assert "用法见：analytics" in err
        assert err.count("\n") == 1


def test_the_language_is_known_before_the_command_is_parsed(tmp_path: Path, run: Run, monkeypatch) -> None:
    make_workspace(tmp_path, language="en")
    monkeypatch.chdir(tmp_path)
    assert "these arguments are missing" in run("measure")[2]
    assert "缺少参数" in run("measure", "--lang", "zh")[2]
    assert "缺少参数" in run("--lang=zh", "measure")[2]


def test_help_is_in_the_language_and_names_every_command(workspace: Path, run: Run) -> None:
    code, out, err = run("--help")
    assert (code, err) == (0, "")
    assert "用法：" in out
    assert "usage:" in run("--help", "--lang", "en")[1]
    commands = "init template check load measure obligations worklist report policy measures sql export"
    for command in commands.split():
        assert re.search(rf"^    {command} ", out, re.MULTILINE)
        assert run(command, "--help")[0] == 0


def test_the_workspace_is_found_from_a_folder_below_it(loaded: Path, run: Run, monkeypatch) -> None:
    monkeypatch.chdir(loaded / "ledgers")
    assert run("sql", "select count(*) as n from cases", "--format", "csv") == (0, "n\n3\n", "")


def test_outside_of_any_workspace_one_is_asked_for(tmp_path: Path, run: Run) -> None:
    code, out, err = run("measure", "coverage", "--period", "2026-10", "--workspace", str(tmp_path))
    assert (code, out) == (2, "")
    assert "里面没有 workbench.toml" in err


def test_before_a_load_the_reader_is_told_to_load(workspace: Path, run: Run) -> None:
    code, _, err = run("measure", "coverage", "--period", "2026-10")
    assert code == 2
    assert "请先加载台账" in err


def test_a_bug_keeps_its_traceback_and_is_no_set_aside_row(workspace: Path, run: Run, monkeypatch) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("analytics.cli.numbers.measures", broken)
    code, _, err = run("measures")
    assert code == 3
    assert "Traceback" in err


def test_an_interruption_is_quiet(workspace: Path, run: Run, monkeypatch) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("analytics.cli.numbers.measures", stopped)
    assert run("measures") == (130, "", "")


def open_files(process: subprocess.Popen[bytes]) -> Iterator[Path]:
    return Path(f"/proc/{process.pid}/fd").iterdir()


def test_a_query_that_runs_for_ever_ends_at_the_first_interruption(loaded: Path) -> None:
    query = "select count(*) from range(100000000000) as n (n) where n % 7 = 3"
    command = [sys.executable, "-m", "analytics", "sql", query]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=loaded) as process:
        while not any(file.resolve() == loaded / "data" / "published.duckdb" for file in open_files(process)):
            time.sleep(0.05)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        process.send_signal(signal.SIGINT)
        try:
            assert process.communicate(timeout=20) == (b"", b"")
        finally:
            process.kill()
        assert process.returncode == 130


def test_a_reader_that_has_seen_enough_is_no_fault(loaded: Path) -> None:
    command = [sys.executable, "-m", "analytics", "sql", "select range as n from range(200000)", "--format", "csv"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=loaded) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"n\n"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (["--help"], "pandas duckdb openpyxl papermill plotly pydantic"),
        (["load"], "pandas openpyxl papermill plotly"),
        (["sql", "select count(*) from cases"], "numpy pandas openpyxl papermill plotly"),
    ],
)
def test_a_command_starts_without_the_heavy_libraries(loaded: Path, arguments: list[str], heavy: str) -> None:
    code = (
        "import sys; from analytics.cli import main\n"
        f"try: main({arguments})\n"
        "except SystemExit: pass\n"
        f"print([name for name in {heavy.split()} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


# Ledgers


def test_a_load_counts_every_row(workspace: Path, run: Run) -> None:
    code, out, err = run("load")
    assert (code, err) == (0, "")
    assert "读到 3 行 = 加载 3 + 未变 0 + 搁置 0" in out
    assert out.splitlines()[-1] == "加载完毕：3 个文件，读到 7 行 = 加载 7 + 未变 0 + 搁置 0。"
    assert run("load")[1].splitlines()[-1] == "加载完毕：3 个文件，读到 7 行 = 加载 0 + 未变 7 + 搁置 0。"


def test_a_file_that_is_loaded_already_is_not_read_again(loaded: Path, run: Run, monkeypatch) -> None:
    def read(*_: object) -> None:
        raise AssertionError("a file whose bytes are known was read")

    monkeypatch.setattr("analytics.cli.ledgers.parse_file", read)
    code, out, err = run("load")

    assert (code, err) == (0, "")
    assert out.count("与上次加载的相同") == 3


def test_a_row_set_aside_is_told_and_makes_1(workspace: Path, run: Run) -> None:
    (workspace / "ledgers/north/4-bad.csv").write_text(BAD_ROW, "utf-8")
    told = "ledgers/north/4-bad.csv，工作表“4-bad”，第 2 行，“at”列：应为日期，如 2026-03-05，实际为“10月卅二”"
    for command in ("check", "load"):
        code, out, err = run(command)
        assert (code, err) == (1, "")
        assert told in out
        assert "搁置 1" in out.splitlines()[-1]
    assert run("load")[0] == 1


def test_of_a_kind_that_fills_pages_the_first_are_told(workspace: Path, run: Run) -> None:
    head, row = BAD_ROW.splitlines()
    (workspace / "bad.csv").write_text("\n".join([head, *(row.replace("K9", f"K{n}") for n in range(30))]), "utf-8")
    code, out, _ = run("check", "bad.csv")
    assert code == 1
    assert out.count("[搁置]") == 20
    assert "同类（日期读不懂）还有 10 处" in out
    assert run("check", "bad.csv", "--all")[1].count("[搁置]") == 30


def test_a_file_that_cannot_be_read_makes_3_and_the_rest_is_loaded(workspace: Path, run: Run) -> None:
    (workspace / "ledgers/north/0-broken.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    (workspace / "ledgers/north/~$open.xlsx").write_bytes(b"x")
    (workspace / "ledgers/north/README.md").write_text("not a ledger", "utf-8")
    (workspace / "ledgers/north/.hidden").write_text("not a ledger", "utf-8")
    code, out, err = run("load")
    assert code == 3
    assert len(err.splitlines()) == 2
    assert "0-broken.xlsx" in err
    assert "~$open.xlsx" in err
    assert "2 处读不了" in out.splitlines()[-1]
    assert "加载 7" in out.splitlines()[-1]


def test_why_the_system_refuses_a_file_is_told_in_the_language(workspace: Path, run: Run) -> None:
    assert "absent.csv 打不开：没有这个文件或文件夹。请检查" in run("load", "absent.csv")[2]
    assert "absent.toml 打不开：没有这个文件或文件夹。" in run("policy", "check", "absent.toml")[2]
    assert "cannot be opened: there is no such file or folder." in run("load", "absent.csv", "--lang", "en")[2]


def test_check_stores_nothing(workspace: Path, run: Run) -> None:
    code, out, _ = run("check")
    assert code == 0
    assert "检查完毕，没有保存" in out.splitlines()[-1]
    assert sorted(path.name for path in workspace.rglob("*") if path.suffix == ".duckdb") == []
    assert list((workspace / "data/tmp").iterdir()) == []


@pytest.mark.parametrize("command", ["load", "check"])
def test_a_callback_of_an_unknown_case_is_listed(workspace: Path, run: Run, command: str) -> None:
    (workspace / "ledgers/north/4-more.csv").write_text(
        "callback_id,case_id,at,channel,caller,outcome\nK5,G404,2026-10-20,phone,李一,reached\n", "utf-8"
    )
    code, out, _ = run(command)
    assert code == 0
    assert "没有对应的应访对象，实际为“G404”" in out


@pytest.mark.parametrize(("language", "place"), [("zh", "“工程编号”列"), ("en", 'column "工程编号"')])
def test_an_unknown_case_is_told_under_the_header_that_its_sheet_has(
    workspace: Path, run: Run, language: str, place: str
) -> None:
    (workspace / "ledgers/north/4-more.csv").write_text(
        "工程编号,回访日期,回访人,回访结果\nG404,2026-10-20,李一,接通\n", "utf-8"
    )

    out = run("load", "--lang", language)[1]

    assert [place in line for line in out.splitlines() if "G404" in line] == [True]
    assert run("sql", "select column_name from open_findings", "--format", "csv")[1] == "column_name\n工程编号\n"


def test_of_many_unknown_cases_the_first_are_listed_and_the_rest_counted(workspace: Path, run: Run) -> None:
    (workspace / "ledgers/north/4-more.csv").write_text(
        "callback_id,case_id,at,outcome\n" + "".join(f"L{number:02},G404,2026-10-20,reached\n" for number in range(25)),
        "utf-8",
    )

    out = run("load")[1]

    assert out.count("实际为“G404”") == 20
    assert "同类（找不到应访对象）还有 5 处" in out
    assert run("load", "--all")[1].count("实际为“G404”") == 25


def test_a_persons_cell_is_masked(workspace: Path, run: Run) -> None:
    (workspace / "ledgers/north/4-more.csv").write_text(
        "case_id,category,event.start,person.name,person.phone\nG9,整装,2026-10-20,钱八,1380000000123\n", "utf-8"
    )
    code, out, err = run("load")
    assert code == 0
    assert "“person.phone”列" in out
    assert "1380000000123" not in out + err


def test_a_path_belongs_to_the_organisation_whose_folder_holds_it(tmp_path: Path, run: Run, monkeypatch) -> None:
    monkeypatch.chdir(make_workspace(tmp_path, second=True))
    (tmp_path / "elsewhere.csv").write_bytes((tmp_path / "ledgers/south/cases.csv").read_bytes())
    assert run("load", "ledgers/south/cases.csv")[0] == 0
    by_organisation = "select organisation, count(*) as n from cases group by 1 order by 1"
    assert run("sql", by_organisation, "--format", "csv")[1] == "organisation,n\nsouth,3\n"

    code, _, err = run("load", "elsewhere.csv")
    assert code == 2
    assert "请加 --organisation，可用的有：north, south" in err
    assert run("load", "elsewhere.csv", "--organisation", "north")[0] == 0
    assert run("sql", by_organisation, "--format", "csv")[1] == "organisation,n\nnorth,3\nsouth,3\n"

    code, _, err = run("measure", "coverage", "--period", "2026-10")
    assert code == 2
    assert "请指明是哪一个：north, south" in err


def test_a_folder_without_ledgers_is_named(workspace: Path, run: Run) -> None:
    for file in (workspace / "ledgers/north").iterdir():
        file.unlink()
    code, _, err = run("load")
    assert code == 3
    assert "里没有台账" in err


# Numbers


def test_a_measure_as_csv(loaded: Path, run: Run) -> None:
    code, out, err = run(
        "measure", "coverage", "--period", "2026-10", "--by", "rule", "--by", "category", "--format", "csv"
    )
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "measure,period,rule,category,numerator,denominator,value,low,high,target,status"
    found = {(row["rule"], row["category"]): (row["numerator"], row["denominator"], row["value"]) for row in rows(out)}
    assert found == {("after_start", "半包"): ("0", "1", "0.0"), ("after_start", "整装"): ("1", "2", "0.5")}


def test_a_measure_as_json_holds_what_the_csv_holds(loaded: Path, run: Run) -> None:
    asked = ("measure", "complaint_ratio", "--period", "2026-10", "--by", "party:crew", "--format")
    listed = json.loads(run(*asked, "json")[1])
    assert [(row["party:crew"], row["numerator"], row["denominator"]) for row in listed] == [
        ("一队", 0, 2),
        ("二队", 1, 2),
    ]
    assert [list(row) for row in listed] == [list(row) for row in rows(run(*asked, "csv")[1])]
    assert listed[0]["target"] is None


def test_the_table_for_people_has_a_total_that_counts_a_case_once(loaded: Path, run: Run) -> None:
    _, out, _ = run("measure", "complaint_ratio", "--period", "2026-10", "--by", "party:crew")
    assert re.search(r"二队 +50\.0% +1/2", out)
    # The project with a complaint against its designer is none of the crews'.
    assert re.search(r"合计 +33\.3% +1/3", out)
    assert "合计只计一次" in out


def test_an_empty_value_is_never_zero(loaded: Path, run: Run) -> None:
    _, out, _ = run("measure", "coverage", "--period", "2020-01", "--format", "csv")
    assert rows(out)[0]["denominator"] == "0"
    assert rows(out)[0]["value"] == ""


def test_grains_split_the_period(loaded: Path, run: Run) -> None:
    _, out, _ = run(
        "measure", "reach_rate", "--period", "2026-Q4", "--grain", "month", "--grain", "quarter", "--format", "csv"
    )
    assert [row["period"] for row in rows(out)] == ["2026-10", "2026-11", "2026-12", "2026-Q4"]


def test_where_restricts_and_as_of_looks_back(loaded: Path, run: Run) -> None:
    asked = ("measure", "coverage", "--period", "2026-10", "--format", "csv")
    _, out, _ = run(*asked, "--where", "category=整装")
    assert (rows(out)[0]["numerator"], rows(out)[0]["denominator"]) == ("1", "2")
    # By the 15th only G1 is due: the window of G2 lasts to the 18th.
    _, out, _ = run(*asked, "--as-of", "2026-10-15")
    assert (rows(out)[0]["numerator"], rows(out)[0]["denominator"]) == ("1", "1")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("measure", "speed", "--period", "2026-10"), "没有这个指标：“speed”。可用的有：coverage、"),
        (("measure", "coverage", "--period", "Oct"), "期间“Oct”读不懂。可用写法：2026-10"),
        (("measure", "coverage", "--period", "2026-10", "--by", "month"), "请写 --grain month"),
        (
            ("measure", "coverage", "--period", "2026-10", "--by", "colour"),
            "没有这个维度：“colour”。可用的有：organisation、",
        ),
        (("measure", "coverage", "--period", "2026-10", "--where", "role"), "--where 应写成 维度=值"),
        (("measure", "coverage", "--period", "2026-10", "--where", "area=a", "--where", "area=b"), "出现了两次"),
        (
            ("measure", "coverage", "--period", "2026-10", "--organisation", "east"),
            "没有这个机构：“east”。可用的有：north",
        ),
        (("measure", "coverage", "--period", "2026-10", "--as-of", "31/10"), "日期“31/10”读不懂"),
        (("worklist", "--as-of", "2026-10-31", "--role", "boss"), "没有这个角色：“boss”。可用的有：service、"),
        (("worklist", "--as-of", "2026-10-31", "--caller", "李二"), "没有这个回访人：“李二”。可用的有：李一。"),
        (
            ("measure", "coverage", "--period", "2026-10", "--where", "caller=李二"),
            "没有这个回访人：“李二”。可用的有：李一。",
        ),
        (
            ("measure", "coverage", "--period", "2026-10", "--where", "category=精装"),
            "没有这个类别：“精装”。可用的有：半包、整装。",
        ),
        (
            ("measure", "complaint_ratio", "--period", "2026-10", "--where", "party:crew=三队"),
            "没有这个责任人：“三队”。可用的有：一队、二队。",
        ),
        (
            ("measure", "complaint_rate", "--period", "2026-10", "--where", "channel=fax"),
            "没有这个方式：“fax”。可用的有：phone、",
        ),
        (
            ("measure", "coverage", "--period", "2026-10", "--where", "rule=after"),
            "没有这个规则：“after”。可用的有：after_start、",
        ),
        (("measure", "coverage", "--period", "2026-10", "--by", "role", "--by", "role"), "“role”出现了两次"),
        (("policy", "show", "nope"), "没有这个制度包：“nope”。可用的有：audit_followup、"),
        (("template", "--policy", "nope", "--out", "x.xlsx"), "没有这个制度包：“nope”"),
        (("report", "monthly", "2026-Q3"), "不适用于这种报告"),
        (("report", "monthly", "soon"), "期间“soon”读不懂"),
        (("sql", "delete from cases"), "只能运行一条查询语句"),
        (("sql", "select * from persons"), "可查询的表：answers"),
    ],
)
def test_an_unknown_name_makes_2_and_says_what_is_valid(
    loaded: Path, run: Run, arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_obligations_have_the_columns_of_the_contract(loaded: Path, run: Run) -> None:
    _, out, _ = run("obligations", "--period", "2026-10", "--format", "csv")
    head = "case_id,rule,seq,family,category,role,contact_role,opens,due,expires,bucket,callback_id,fulfilled_at"
    assert out.splitlines()[0] == head
    assert {
        row["case_id"]: (row["due"], row["bucket"], row["callback_id"], row["fulfilled_at"]) for row in rows(out)
    } == {
        "G1": ("2026-10-14", "on_time", "K1", "2026-10-10 09:30:00"),
        "G2": ("2026-10-18", "unreached", "", ""),
        "G3": ("2026-10-23", "missed", "", ""),
    }


def test_the_worklist_names_the_same_obligations(loaded: Path, run: Run) -> None:
    _, out, _ = run("worklist", "--as-of", "2026-10-20", "--format", "csv")
    found = [
        (row["case_id"], row["days_left"], row["bucket"], row["attempts"], row["last_caller"], row["reason"])
        for row in rows(out)
    ]
    # What can still be done in time comes first.
    assert found == [
        ("G3", "3", "pending", "0", "", "never_tried"),
        ("G2", "-2", "unreached", "1", "李一", "not_reached"),
    ]
    assert re.search(
        r"G2 +半包 +开工后回访 +2026-10-18 +-2 +未接通 1 次，最近 2026-10-14 +李一",
        run("worklist", "--as-of", "2026-10-20")[1],
    )
    assert [
        row["case_id"]
        for row in rows(run("worklist", "--as-of", "2026-10-20", "--caller", "李一", "--format", "csv")[1])
    ] == ["G2"]
    # An obligation is handed on when the next of its family opens: here the one halfway.
    assert [row["rule"] for row in rows(run("worklist", "--as-of", "2026-11-07", "--format", "csv")[1])].count(
        "after_start"
    ) == 0


def test_the_worklist_as_a_workbook(loaded: Path, run: Run) -> None:
    code, out, _ = run("worklist", "--as-of", "2026-10-20", "--out", "list.xlsx")
    assert (code, out) == (0, "list.xlsx\n")
    book = openpyxl.load_workbook("list.xlsx")
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[0].value == "编号")
    assert [cell.value for cell in head] == [
        *(
            "编号",
            "应访项",
            "对象分类",
            "应访止",
            "剩余天数",
            "此前情况",
            "回访日期",
            "回访人",
            "回访人职务",
            "回访方式",
        ),
        *("回访结果", "满意度", "意见和建议"),
    ]
    assert [cell.value for cell in sheet[head[0].row + 1]][:3] == ["G3", "开工后回访", "整装"]
    assert sheet.print_title_rows == f"$1:${head[0].row}"
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    code, _, told = run("worklist", "--as-of", "2026-10-20", "--out", "list.xlsx")
    assert (code, "可能已填了结果" in told) == (2, True)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_worklist_that_was_filled_in_loads_as_callbacks(loaded: Path, run: Run, language: str) -> None:
    assert run("--lang", language, "worklist", "--as-of", "2026-10-20", "--out", "list.xlsx")[0] == 0
    book = openpyxl.load_workbook("list.xlsx")
    sheet = book.active
    head = next(row for row in sheet.iter_rows() if row[0].value in ("编号", "case_id"))
    place = {cell.value: cell.column for cell in head}
    chosen = dict(_choices(sheet))
    for header in ("回访方式", "channel", "回访结果", "outcome", "满意度", "satisfaction"):
        if header in place:
            sheet.cell(head[0].row + 1, place[header], chosen[place[header]])
    sheet.cell(head[0].row + 1, place.get("回访日期") or place["at"], "2026-10-21")
    sheet.cell(head[0].row + 1, place.get("回访人") or place["caller"], "李一")
    book.save("list.xlsx")
    code, out, err = run("load", "list.xlsx", "--organisation", "north")
    assert (code, err) == (0, "")
    assert "[" not in out, "no finding: the row that nobody filled in is none"
    assert "加载 1 + 未变 0 + 搁置 0" in out or "1 loaded + 0 unchanged + 0 set aside" in out
    _, out, _ = run("obligations", "--period", "2026-10", "--format", "csv")
    assert {row["case_id"]: row["bucket"] for row in rows(out)}["G3"] == "on_time"
    assert [row["case_id"] for row in rows(run("worklist", "--as-of", "2026-10-21", "--format", "csv")[1])] == ["G2"]


def test_the_worklist_is_the_open_obligations_of_the_report(loaded: Path, run: Run) -> None:
    """Those opened and not handed on, whatever the day; nothing of the list is anywhere but in an open bucket."""
    for day in ("2026-10-08", "2026-10-20", "2026-10-31", "2026-11-15", "2026-12-31"):
        _, out, _ = run("obligations", "--period", "2026-Q4", "--as-of", day, "--format", "csv")
        owed = {
            (row["case_id"], row["rule"], row["seq"], row["bucket"])
            for row in rows(out)
            if row["bucket"] in ("missed", "unreached", "refused", "pending")
            and row["opens"][:10] <= day
            and (not row["expires"] or row["expires"][:10] > day)
        }
        _, out, _ = run("worklist", "--as-of", day, "--format", "csv")
        listed = {(row["case_id"], row["rule"], row["seq"], row["bucket"]) for row in rows(out)}
        assert listed == owed, day


def test_due_reports_need_no_ledger_and_say_what_is_made(workspace: Path, run: Run) -> None:
    code, printed, _ = run("due-reports", "--as-of", "2026-10-24", "--format", "csv")
    assert code == 0
    found = {(row["kind"], row["period"]): row for row in rows(printed)}
    assert found["weekly", "2026-W43"]["hand_in"] == "2026-10-25 12:00"
    assert [found["weekly", "2026-W43"][key] for key in ("days_left", "state", "made_as_of")] == ["1", "open", ""]
    _, table, _ = run("--lang", "en", "due-reports", "--as-of", "2026-10-24", "--organisation", "north")
    assert re.search(
        r"North +Weekly +Weekly pack of four tables +Week 43, 2026 +2026-10-25 12:00 +1  not made\n", table
    )
    assert run("due-reports", "--as-of", "2026-10-24", "--organisation", "south")[0] == 2


def test_sql_in_three_forms(loaded: Path, run: Run) -> None:
    query = "select case_id, excluded_on, 1.5 as x, 1 as x from cases order by 1 limit 1"
    assert run("sql", query, "--format", "csv")[1] == "case_id,excluded_on,x,x_2\nG1,,1.5,1\n"
    assert json.loads(run("sql", query, "--format", "json")[1])[0]["excluded_on"] is None
    assert run("sql", query)[1].splitlines()[0].split() == ["case_id", "excluded_on", "x", "x_2"]


def test_the_catalogue_in_both_languages(workspace: Path, run: Run) -> None:
    _, out, _ = run("measures", "--format", "csv")
    assert out.splitlines()[0] == "name,title,numerator,denominator,direction"
    assert rows(out)[0]["title"] == "回访率"
    assert rows(run("measures", "--format", "csv", "--lang", "en")[1])[0]["title"] == "Coverage"


# Policies, workspaces, exports


def test_a_policy_in_words(workspace: Path, run: Run) -> None:
    _, out, _ = run("policy", "show", "decoration")
    assert "after_start 开工后回访：“开工”后 7 天至后 13 天；此前已“竣工”则免" in out
    assert "回访率（进度回访）不低于 100%" in out
    assert 'from 7 days after "start" to 13 days after' in run("policy", "show", "decoration", "--lang", "en")[1]
    assert "decoration" in run("policy", "list")[1]


def test_a_policy_in_words_names_the_numbers_that_can_be_set_and_those_that_are(workspace: Path, run: Run) -> None:
    """Written in the pack or left to their default; of an organisation with its own."""
    assert '  "after_start.window" = ["7d", "13d"]\n' in run("policy", "show", "decoration")[1]
    with Path("workbench.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[organisation.parameters]\n"after_start.window" = ["8d", "14d"]\n"coverage_target.tolerance" = 0.02\n'
        )
    _, out, _ = run("policy", "show", "--organisation", "north")
    assert "after_start 开工后回访：“开工”后 8 天至后 14 天" in out
    assert "差 2% 以内为接近" in out
    assert '  "after_start.window" = ["8d", "14d"]\n' in out
    assert '  "coverage_target.tolerance" = 0.02\n' in out
    assert '["7d", "13d"]' in run("policy", "show", "decoration")[1]
    assert run("policy", "show")[0] == 2
    assert run("policy", "show", "decoration", "--organisation", "north")[0] == 2


def test_every_fault_of_a_pack_has_its_line(workspace: Path, run: Run) -> None:
    pack = Path("mine.toml")
    pack.write_text('code = "D1"\nname = "mine"\nminimum_cases = -1\ncolour = "red"\n', "utf-8")
    code, out, _ = run("policy", "check", "mine.toml")
    assert code == 1
    assert "mine.toml:3: minimum_cases" in out
    assert "mine.toml:4: colour" in out
    assert run("policy", "check", "none.toml")[0] == 3


def test_a_template_comes_back_without_a_finding(tmp_path: Path, run: Run, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for language in ("zh", "en"):
        folder = f"office-{language}"
        code, out, _ = run("init", folder, "--organisation", "office", "--policy", "decoration", "--lang", language)
        assert code == 0
        assert "load --workspace" in out
        ledger = next(Path(folder, "data/ledgers/office").iterdir())
        book = openpyxl.load_workbook(ledger)
        cases, callbacks, problems = book.worksheets[:3]
        words = [dict(_choices(sheet)) for sheet in book.worksheets]
        cases.append(_filled(cases, {1: "G1", 4: "2026-10-01", 5: "2026-12-01", 14: "13800000001"}))
        callbacks.append(_filled(callbacks, {1: "G1", 2: "2026-10-10 09:30", 3: "李一", **words[1]}))
        problems.append(_filled(problems, {2: "G1", 8: "2026-10-11", **words[2]}))
        book.save(ledger)
        code, out, err = run("load", "--workspace", folder)
        assert (code, err) == (0, "")
        assert "[" not in out
        _, out, _ = run("measure", "coverage", "--period", "2026-10", "--workspace", folder, "--format", "csv")
        assert (rows(out)[0]["numerator"], rows(out)[0]["denominator"]) == ("1", "1")
        assert run("init", folder, "--organisation", "office", "--policy", "decoration")[0] == 2


def _choices(sheet) -> list[tuple[int, str]]:
    """The first word of each drop-down list, by column."""
    return [
        (next(iter(rule.sqref.ranges)).min_col, rule.formula1.strip('"').split(",")[0])
        for rule in sheet.data_validations.dataValidation
    ]


def _filled(sheet, cells: dict[int, str]) -> list[str | None]:
    return [cells.get(place) for place in range(1, sheet.max_column + 1)]


def test_a_filled_template_is_not_overwritten(workspace: Path, run: Run) -> None:
    assert run("template", "--policy", "decoration", "--out", "t.xlsx")[0] == 0
    code, _, err = run("template", "--policy", "decoration", "--out", "t.xlsx")
    assert code == 2
    assert "没有改动" in err


def test_an_export_opens_in_a_spreadsheet_and_holds_no_person(loaded: Path, run: Run) -> None:
    code, out, _ = run("export", "--period", "2026-10", "--out", "out")
    assert code == 0
    assert out.splitlines()[-1] == "out"
    assert (loaded / "out/cases.csv").read_bytes().startswith(b"\xef\xbb\xbforganisation,case_id")
    assert {path.suffix for path in (loaded / "out").iterdir()} == {".csv", ".parquet"}
    text = "".join(path.read_text("utf-8-sig") for path in (loaded / "out").glob("*.csv"))
    for secret in ("王五", "13800000001", "地板有划痕"):
        assert secret not in text
    counts = {path.stem: len(path.read_text("utf-8-sig").splitlines()) - 1 for path in (loaded / "out").glob("*.csv")}
    assert (counts["cases"], counts["callbacks"], counts["problems"], counts["obligations"]) == (3, 2, 2, 3)
    # Of another month nothing but the cases that are still running.
    run("export", "--period", "2026-11", "--out", "later")
    assert len((loaded / "later/callbacks.csv").read_text("utf-8-sig").splitlines()) == 1


def test_text_of_a_ledger_is_no_formula_where_an_exported_csv_is_opened(workspace: Path, run: Run) -> None:
    (workspace / "ledgers" / "north" / "9-odd.csv").write_text(
        'case_id,event.start,party.designer\n=1+1,2026-10-01,"@SUM(1)"\n-7,2026-10-01,"=HYPERLINK(""x"")"\n', "utf-8"
    )
    run("load")
    run("export", "--period", "2026-10", "--out", "out")
    lines = (workspace / "out" / "case_parties.csv").read_text("utf-8-sig").splitlines()
    assert "north,'=1+1,designer,'@SUM(1)" in lines
    assert """north,'-7,designer,"'=HYPERLINK(""x"")\"""" in lines
    with duckdb.connect() as con:
        exact = con.sql(f"select party from '{workspace / 'out' / 'case_parties.parquet'}' where case_id = '=1+1'")
        assert exact.fetchall() == [("@SUM(1)",)]


def test_the_command_is_installed(workspace: Path) -> None:
    command = Path(sys.executable).with_name("analytics")
    environment = {**os.environ, "LC_ALL": "C"}
    done = subprocess.run([command, "measures"], capture_output=True, check=True, env=environment, cwd=workspace)
    assert "回访率" in done.stdout.decode("utf-8")


def test_a_load_tells_names_that_differ_only_in_capitals_spaces_or_marks(workspace: Path, run: Run) -> None:
    cases = workspace / "ledgers" / "north" / "1-cases.csv"
    cases.write_text(cases.read_text("utf-8").replace("一队", "Crew A", 1).replace("一队", "crew a."), "utf-8")
    told = [line for line in run("--lang", "en", "load")[1].splitlines() if "counted apart" in line]
    assert len(told) == 1
    assert 'got: "Crew A / crew a."' in told[0]
