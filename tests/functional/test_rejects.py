"""A file that needs correcting goes back to its sender marked, is corrected, and loads."""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.lib.workspaces import BAD_ROW, CASES

Run = Callable[..., tuple[int, str, str]]


def received(folder: Path) -> Path:
    """A workbook as an office keeps it: a title, a header of its own colour, one bad day, a text that looks like a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "十月回访"
    sheet.append(["十月回访台账"])
    sheet.append(["序号", "工程编号", "回访时间", "回访人", "回访结果", "备注"])
    sheet["B2"].fill = PatternFill("solid", fgColor="00B050")
    sheet.append([1, "G1", datetime(2026, 10, 12, 9, 30), "李一", "接通", None])
    sheet.append([2, "G2", "10月卅二", "李一", "接通", "x"])
    sheet["F4"].value = "=cmd|'/c calc'!A1"
    sheet["F4"].data_type = "s"
    sheet.append([3, "G3", "2026-10-14", "李一", "也许", None])
    file = folder / "4-received.xlsx"
    book.save(file)
    return file


def cells(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.iter_rows(values_only=True))


def test_the_senders_workbook_comes_back_with_the_bad_cells_marked(workspace: Path, run: Run) -> None:
    received(workspace / "ledgers" / "north")

    code, out, err = run("rejects")

    target = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    assert (code, err) == (1, "")
    assert str(target.relative_to(workspace)) in out
    assert list((workspace / "data" / "rejects").rglob("*.xlsx")) == [target]  # the good files are not sent back
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["退回说明", "十月回访"]
    sheet = book["十月回访"]
    assert sheet["B2"].fill.fgColor.rgb == "0000B050"
    assert sheet["C3"].value == datetime(2026, 10, 12, 9, 30)
    marked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment]
    assert marked == ["C4", "E5"]
    assert all(sheet[place].fill.fgColor.rgb == "00FFC7CE" for place in marked)
    assert "应为日期" in sheet["C4"].comment.text
    assert "expected a date" in sheet["C4"].comment.text
    added = [row[-1] for row in cells(sheet)]
    assert added[:3] == [None, "问题 / Problem", None]
    assert added[3].startswith("回访时间：应为日期")
    assert "应为约定用词之一" in added[4]
    assert sheet["F4"].data_type == "s"
    summary = book["退回说明"]
    lines = cells(summary)
    assert ("十月回访", 3, 1, 2) in [line[:4] for line in lines]
    items = [line[:4] for line in lines if line[2] in ("回访时间", "回访结果")]
    assert items == [("十月回访", 4, "回访时间", "10月卅二"), ("十月回访", 5, "回访结果", "也许")]
    links = [
        cell.hyperlink.location or cell.hyperlink.target
        for row in summary.iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert [link.lstrip("#") for link in links] == ["'十月回访'!C4", "'十月回访'!C4", "'十月回访'!E5", "'十月回访'!E5"]


def test_a_corrected_workbook_loads_without_a_word_about_what_was_added(workspace: Path, run: Run) -> None:
    file = received(workspace / "ledgers" / "north")
    run("rejects")
    sent = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    book = openpyxl.load_workbook(sent)
    book["十月回访"]["C4"].value = "2026-10-13"
    book["十月回访"]["E5"].value = "无人接听"
    book.save(file)

    code, out, err = run("load")

    assert (code, err) == (0, "")
    assert "读到 3 行 = 加载 3 + 未变 0 + 搁置 0" in out
    assert "退回说明" not in out
    assert "问题" not in out.replace("问题件", "")


def test_the_first_sheet_prints_on_one_page_and_asks_of_the_sender_what_a_sender_can_do(
    workspace: Path, run: Run
) -> None:
    received(workspace / "ledgers" / "north")
    run("rejects")

    book = openpyxl.load_workbook(workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx")
    sheet = book["退回说明"]
    assert (sheet.page_setup.orientation, sheet.sheet_properties.pageSetUpPr.fitToPage) == ("landscape", True)
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    [told] = [row for row in sheet.iter_rows(min_row=6) if row[3].value == "也许"]
    assert told[5].value == "请改用约定用词。 / Use one of them."
    assert (
        sheet.row_dimensions[told[0].row].height > 2 * sheet.row_dimensions[2].height
    )  # all the agreed words are seen
    words = [cell.value for each in book.worksheets for row in each.iter_rows() for cell in row if cell.value]
    assert not [word for word in words if "workbench.toml" in str(word) or "重新加载" in str(word)]


def test_text_files_are_rebuilt_as_a_workbook(workspace: Path, run: Run) -> None:
    file = workspace / "ledgers" / "north" / "4-bad.csv"
    file.write_text(BAD_ROW.replace("李一", "=1+1"), "utf-8")

    code, _, err = run("check", "--rejects", "back")

    assert (code, err) == (1, "")
    sheet = openpyxl.load_workbook(workspace / "back" / "north" / "4-bad.csv.rejects.xlsx")["4-bad"]
    assert [cell.value for cell in sheet[2]][:6] == ["K9", "G1", "10月卅二", "phone", "=1+1", "reached"]
    assert sheet["E2"].data_type == "s"
    assert sheet["C2"].comment is not None


def test_a_workbook_that_was_edited_is_not_overwritten(workspace: Path, run: Run) -> None:
    received(workspace / "ledgers" / "north")
    run("rejects")
    sent = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    assert run("rejects")[0] == 1  # not edited: written anew
    book = openpyxl.load_workbook(sent)
    book.properties.lastModifiedBy = "clerk"
    book["十月回访"]["C4"].value = "2026-10-13"
    book.save(sent)

    code, _, err = run("rejects")

    assert code == 3
    assert "已被改过，没有覆盖" in err
    assert openpyxl.load_workbook(sent)["十月回访"]["C4"].value == "2026-10-13"


def test_a_workbook_can_go_back_twice(workspace: Path, run: Run) -> None:
    file = received(workspace / "ledgers" / "north")
    run("rejects")
    sent = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    book = openpyxl.load_workbook(sent)
    book["十月回访"]["C4"].value = "2026-10-13"
    book.save(file)

    run("rejects")

    book = openpyxl.load_workbook(sent)
    assert book.sheetnames == ["退回说明", "十月回访"]
    added = [row[6:] for row in cells(book["十月回访"])]
    assert [len(row) for row in added] == [1] * 5
    assert [bool(row[0]) for row in added] == [False, True, False, False, True]
    sheet = book["十月回访"]
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment] == ["E5"]
    assert sheet["C4"].fill.fill_type is None  # what was put right is marked no longer
    assert sheet["E5"].comment.text.count("应为约定用词之一") == 1


def listed(run: Run, *options: str) -> list[dict[str, str]]:
    code, out, err = run("items", "--format", "csv", *options)
    assert (code, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize(
    ("language", "head", "last"),
    [
        ("zh", "机构 文件 工作表 行 列 内容 问题 起于", "共 2 处。"),
        ("en", "organisation file sheet row column value what is wrong since", "2 in all."),
    ],
)
def test_for_people_items_are_listed_in_words(workspace: Path, run: Run, language: str, head: str, last: str) -> None:
    received(workspace / "ledgers" / "north")
    run("load")
    told = run("items", "--lang", language)[1].splitlines()
    assert told[0].split() == head.split()
    assert told[-1] == last
    assert {"zh": "日期读不懂", "en": "Date not understood"}[language] in told[2]


def test_items_stay_listed_until_the_corrected_workbook_is_loaded(workspace: Path, run: Run) -> None:
    received(workspace / "ledgers" / "north")
    code, out, _ = run("load")
    assert code == 1
    assert "还有 2 行搁置待改" in out
    assert [(one["row"], one["column"], one["value"], one["check"]) for one in listed(run)] == [
        ("4", "回访时间", "10月卅二", "date"),
        ("5", "回访结果", "…", "code"),
    ]
    run("rejects")
    sent = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    book = openpyxl.load_workbook(sent)
    book["十月回访"]["C4"].value = "2026-10-13"
    book.save(sent)
    assert run("load", str(sent))[0] == 1
    assert [one["row"] for one in listed(run)] == ["5"]
    book["十月回访"]["E5"].value = "无人接听"
    book.save(sent)

    code, out, _ = run("load", str(sent))

    assert code == 0
    assert "待改" not in out
    assert listed(run) == []
    closed = listed(run, "--closed")
    assert {one["closed_by_file"] for one in closed} == {"data/rejects/north/4-received.xlsx.rejects.xlsx"}
    assert {one["closed_by_load"] for one in closed} == {"5", "6"}
    code, out, _ = run("load")
    assert (code, "未变 1 + 搁置 2，其中 2 行另有文件已改好加载\n" in out) == (0, True)


def test_a_value_that_may_name_a_person_is_masked(workspace: Path, run: Run) -> None:
    (workspace / "ledgers" / "north" / "4-shifted.csv").write_text(
        "callback_id,case_id,at,outcome,caller\nK8,G1,2026-10-12,reached,李一\nK7,G1,2026-10-12,reached,李一\n"
        "王五电话,K9,G1,2026-10-12,reached,李一\n",
        "utf-8",
    )
    run("load")
    assert [(one["check"], one["value"]) for one in listed(run)] == [("shifted_row", "…")]


# What comes back is seldom what was sent

WITHOUT_IDS = """\
工程编号,回访时间,回访人,回访方式,回访结果
G1,2026-10-12,李一,电话,无人接听
G2,卅二,李一,电话,接通
"""


def sent_back(workspace: Path, run: Run, name: str) -> Any:
    run("rejects")
    return openpyxl.load_workbook(workspace / "data" / "rejects" / "north" / f"{name}.rejects.xlsx")


def half_corrected(loaded: Path, run: Run) -> tuple[Path, Any]:
    """A file of which two rows were set aside, and the workbook sent back, in which the first of them is put right."""
    file = loaded / "ledgers" / "north" / "4-bad.csv"
    file.write_text(BAD_ROW + "K8,G2,卅二,phone,李一,reached\n", "utf-8")
    run("load")
    book = sent_back(loaded, run, "4-bad.csv")
    book["4-bad"]["C2"].value = "2026-10-12"
    return file, book


def outcomes(run: Run) -> list[str]:
    code, out, err = run(
        "sql", "select callback_id || ' ' || outcome as told from callbacks order by all", "--format", "csv"
    )
    assert (code, err) == (0, "")
    return out.splitlines()[1:]


def test_a_row_that_does_not_come_back_stays_open_and_is_told(loaded: Path, run: Run) -> None:
    file, book = half_corrected(loaded, run)
    book["4-bad"].delete_rows(3)
    book.save(loaded / "back.xlsx")

    code, out, _ = run("load", "back.xlsx")

    assert code == 0
    assert "退回的一行（当时第 3 行）不在交回的工作簿里，实际为“K8”。它仍列为待改" in out
    assert [one["row"] for one in listed(run)] == ["3"]
    file.write_text(BAD_ROW.replace("10月卅二", "2026-10-12"), "utf-8")
    code, out, _ = run("load")
    assert (code, "以前搁置的一行（当时第 3 行）现在这个文件里没有了，实际为“K8”" in out) == (0, True)
    assert listed(run) == []


def test_one_row_waits_once_however_many_copies_of_the_workbook_come(loaded: Path, run: Run) -> None:
    file, book = half_corrected(loaded, run)
    for name in ("4-bad.csv.rejects (1).xlsx", "十月改好.xlsx"):
        book.properties.title = name
        book.save(loaded / name)
        assert run("load", name)[0] == 1
        assert [(one["row"], one["value"]) for one in listed(run)] == [("3", "卅二")]

    file.write_text(file.read_text("utf-8") + "K7,G3,2026-10-14,phone,李一,reached\n", "utf-8")
    run("load")

    assert [one["row"] for one in listed(run)] == ["3"]  # K9 is in, though its own file still has it wrong


def test_a_workbook_is_known_by_its_first_sheet_where_two_files_have_one_name(loaded: Path, run: Run) -> None:
    for folder in ("a", "b"):
        (loaded / "ledgers" / "north" / folder).mkdir()
        file = loaded / "ledgers" / "north" / folder / "calls.csv"
        file.write_text(WITHOUT_IDS.replace("李一", f"李{folder}").replace("G2", "?"), "utf-8")
    run("load")
    run("rejects")
    book = openpyxl.load_workbook(loaded / "data" / "rejects" / "north" / "b" / "calls.csv.rejects.xlsx")
    book["calls"]["A3"].value, book["calls"]["B3"].value = "G2", "2026-10-13"
    book.save(loaded / "mailed.xlsx")

    assert run("load", "mailed.xlsx")[0] == 0

    assert [one["file"] for one in listed(run)] == ["ledgers/north/a/calls.csv"]


def test_an_attempt_corrected_in_the_workbook_takes_the_place_of_the_old_one(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-calls.csv"
    file.write_text(WITHOUT_IDS, "utf-8")
    run("load")
    book = sent_back(loaded, run, "4-calls.csv")
    book["4-calls"]["E2"].value, book["4-calls"]["B3"].value = "接通", "2026-10-13"
    book.save(loaded / "back.xlsx")

    run("load", "back.xlsx")

    right = ["G1|2026-10-12|李一|phone|reached reached", "G2|2026-10-13|李一|phone|reached reached"]
    assert outcomes(run) == [*right, "K1 reached", "K2 no_answer"]
    with (loaded / "workbench.toml").open("a", encoding="utf-8") as settings:
        settings.write('[organisation.words.outcome]\n"嘟嘟后有人" = "reached"\n')
    assert run("load")[0] == 0  # read again, the file has nothing to say that was not corrected
    assert outcomes(run) == [*right, "K1 reached", "K2 no_answer"]
    file.write_text(WITHOUT_IDS + "G3,2026-10-14,李一,电话,接通\n", "utf-8")
    run("load")  # its next version has the last word
    old = ["G1|2026-10-12|李一|phone|no_answer no_answer", right[1], "G3|2026-10-14|李一|phone|reached reached"]
    assert outcomes(run) == [*old, "K1 reached", "K2 no_answer"]
    assert run("load", "back.xlsx")[0] == 0
    assert outcomes(run) == [*old, "K1 reached", "K2 no_answer"]


def test_a_row_that_its_sender_left_as_it_was_undoes_no_later_word(loaded: Path, run: Run) -> None:
    """K8 was put right in another file since; the workbook that comes back corrects K9 only, and then K8 too."""
    file = loaded / "ledgers" / "north" / "4-bad.csv"
    file.write_text(BAD_ROW + "K8,G2,2026-10-14,phone,李一,busy\n", "utf-8")
    book = sent_back(loaded, run, file.name)
    run("load")
    later = BAD_ROW.splitlines()[0] + "\nK8,G2,2026-10-14,phone,李一,refused\n"
    (loaded / "ledgers" / "north" / "5-later.csv").write_text(later, "utf-8")
    run("load")
    book["4-bad"]["C2"].value = "2026-10-12"
    book.save(loaded / "ledgers" / "north" / "6-back.xlsx")

    out = run("load")[1]

    assert "4-bad（回访）：读到 2 行 = 加载 1 + 未变 1 + 搁置 0" in out
    assert "改动" not in out
    outcomes = (
        "sql",
        "select callback_id, outcome from callbacks where callback_id > 'K7' order by 1",
        "--format",
        "csv",
    )
    assert run(*outcomes)[1].splitlines()[1:] == ["K8,refused", "K9,reached"]
    book["4-bad"]["F3"].value = "接通"
    book.save(loaded / "ledgers" / "north" / "6-back.xlsx")
    run("load")
    assert run(*outcomes)[1].splitlines()[1:] == ["K8,reached", "K9,reached"]


def test_a_workbook_that_comes_after_a_newer_version_undoes_nothing_that_it_corrected(loaded: Path, run: Run) -> None:
    """K8 has an id, the attempt on G3 has none; the sender corrects both in the file, and K9 in the workbook."""
    file = loaded / "ledgers" / "north" / "4-bad.csv"
    first = BAD_ROW + "K8,G2,2026-10-14,phone,李一,busy\n,G3,2026-10-15,phone,李一,reached\n"
    file.write_text(first, "utf-8")
    run("load")
    book = sent_back(loaded, run, file.name)
    file.write_text(first.replace("busy", "refused").replace("2026-10-15", "2026-10-16"), "utf-8")
    run("load")
    book["4-bad"]["C2"].value = "2026-10-12"
    book.save(loaded / "ledgers" / "north" / "6-back.xlsx")

    out = run("load")[1]

    assert "4-bad（回访）：读到 3 行 = 加载 1 + 未变 2 + 搁置 0" in out
    assert "改动" not in out
    asked = (
        "select case_id, cast(called_at as date) as day, outcome from callbacks where callback_id > 'G' order by all"
    )
    assert run("sql", asked, "--format", "csv")[1].splitlines()[1:] == [
        "G1,2026-10-10,reached",
        "G1,2026-10-12,reached",
        "G2,2026-10-14,no_answer",
        "G2,2026-10-14,refused",
        "G3,2026-10-16,reached",
    ]
    book["4-bad"]["F3"].value = "接通"  # now the sender says something else of K8
    book.save(loaded / "ledgers" / "north" / "6-back.xlsx")
    assert "K8: 回访结果 “拒访” → “已接通”" in run("load")[1]


def test_a_sender_may_take_back_what_an_earlier_workbook_said(loaded: Path, run: Run) -> None:
    (loaded / "ledgers" / "north" / "4-bad.csv").write_text(
        BAD_ROW + "K8,G2,2026-10-14,phone,李一,busy\nK7,G3,卅二,phone,李一,busy\n", "utf-8"
    )
    run("load")
    book = sent_back(loaded, run, "4-bad.csv")
    book["4-bad"]["F3"].value = "拒访"
    book["4-bad"]["C2"].value = "2026-10-12"
    book.save(loaded / "ledgers" / "north" / "6-back.xlsx")
    run("load")
    assert "K8 refused" in outcomes(run)

    book = sent_back(loaded, run, "6-back.xlsx")
    book["4-bad"]["F3"].value = "占线"
    book["4-bad"]["C4"].value = "2026-10-12"
    book.save(loaded / "ledgers" / "north" / "7-back.xlsx")
    run("load")

    assert "K8 busy" in outcomes(run)


def test_a_workbook_sent_back_takes_no_party_away_that_another_file_named_since(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    head = "problem_id,case_id,kind,party_role,party,raised_at\n"
    (folder / "4-bad.csv").write_text(
        head + "P7,G1,complaint,crew,一队,2026-10-20\nP8,G2,complaint,crew,二队,卅二\n", "utf-8"
    )
    book = sent_back(loaded, run, "4-bad.csv")
    run("load")
    (folder / "5-more.csv").write_text(
        head + "P7,G1,complaint,crew,一队,2026-10-20\nP7,G1,complaint,designer,周九,2026-10-20\n", "utf-8"
    )
    run("load")
    book["4-bad"]["F3"].value = "2026-10-21"
    book.save(folder / "6-back.xlsx")
    run("load")

    parties = run("sql", "select party from problems where problem_id = 'P7' order by 1", "--format", "csv")[1]
    assert parties.splitlines()[1:] == ["一队", "周九"]


def test_some_of_the_rows_sent_back_take_no_other_rows_place(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-calls.csv"
    file.write_text(WITHOUT_IDS.replace("G2,卅二", "G1,2026-10-12").replace("电话,接通", "电话,通了吗"), "utf-8")
    run("load")
    book = sent_back(loaded, run, "4-calls.csv")
    book["4-calls"]["E3"].value = "接通"
    book["4-calls"].delete_rows(2)
    book.save(loaded / "back.xlsx")

    run("load", "back.xlsx")

    assert outcomes(run)[:2] == [
        "G1|2026-10-12|李一|phone|no_answer no_answer",
        "G1|2026-10-12|李一|phone|reached reached",
    ]
    assert listed(run) == []


def test_what_came_corrected_is_not_sent_back_again(workspace: Path, run: Run) -> None:
    received(workspace / "ledgers" / "north")
    run("load")
    book = sent_back(workspace, run, "4-received.xlsx")
    book["十月回访"]["C4"].value = "2026-10-13"
    book.save(workspace / "back.xlsx")
    run("load", "back.xlsx")

    book = sent_back(workspace, run, "4-received.xlsx")

    assert [cell.coordinate for row in book["十月回访"].iter_rows() for cell in row if cell.comment] == ["E5"]
    assert ("十月回访", 3, 2, 1, "回访记录 / Callbacks") in [line[:5] for line in cells(book["退回说明"])]
    book["十月回访"]["C4"].value, book["十月回访"]["E5"].value = "2026-10-13", "无人接听"
    book.save(workspace / "back.xlsx")
    run("load", "back.xlsx")
    code, out, _ = run("rejects")
    assert (code, "写了 0 个退回工作簿：4 个文件，读到 10 行 = 可加载 8 + 重复 2 + 搁置 0" in out) == (0, True)


def test_the_first_sheet_tells_the_place_of_what_stands_in_no_row_or_column(workspace: Path, run: Run) -> None:
    file = received(workspace / "ledgers" / "north")
    book = openpyxl.load_workbook(file)
    sheet = book["十月回访"]
    sheet["G2"].value = "怪表头"
    sheet["A6"].value, sheet["B6"].value = "合计", 7
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["E"].hidden = True
    sheet["C4"].comment = Comment("客户说改天", "王主任")
    book.save(file)

    book = sent_back(workspace, run, file.name)

    places = [line[1:3] for line in cells(book["退回说明"]) if line[0] == "十月回访" and line[5]]
    assert places == [(2, "怪表头"), (4, "回访时间"), (5, "回访结果"), (6, "A")]
    sheet = book["十月回访"]
    assert not sheet.row_dimensions[4].hidden
    assert not sheet.column_dimensions["E"].hidden
    assert sheet["C4"].comment.text.startswith("客户说改天\n")
    assert sheet["C4"].comment.author == "王主任"


def test_the_first_sheet_leads_to_no_more_places_than_a_sheet_may_hold_links(
    workspace: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = received(workspace / "ledgers" / "north")
    monkeypatch.setattr("analytics.report.marking.MAX_LINKS", 3)

    summary = sent_back(workspace, run, file.name)["退回说明"]

    listed = [row for row in summary.iter_rows() if row[0].value == "十月回访" and row[5].value]
    assert [(row[2].value, bool(row[1].hyperlink), bool(row[2].hyperlink)) for row in listed] == [
        ("回访时间", True, True),
        ("回访结果", False, False),
    ]


PHOTO = base64.b64decode("R0lGODlhAQABAAAAACwAAAAAAQABAAA=")
DRAWING = """<wsDr xmlns="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><twoCellAnchor>
<from><col>7</col><colOff>0</colOff><row>3</row><rowOff>0</rowOff></from>
<to><col>9</col><colOff>0</colOff><row>9</row><rowOff>0</rowOff></to>
<pic><nvPicPr><cNvPr id="1" name="现场照片"/><cNvPicPr/></nvPicPr><blipFill><a:blip r:embed="rId1"/></blipFill>
<spPr><a:prstGeom prst="rect"/></spPr></pic><clientData/></twoCellAnchor>{more}</wsDr>"""
SHAPE = """<twoCellAnchor><from><col>1</col><colOff>0</colOff><row>9</row><rowOff>0</rowOff></from>
<to><col>2</col><colOff>0</colOff><row>11</row><rowOff>0</rowOff></to><sp macro="" textlink=""><nvSpPr>
<cNvPr id="2" name="文本框"/><cNvSpPr/></nvSpPr><spPr/></sp><clientData/></twoCellAnchor>"""
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/></Relationships>'
)


def put_photo(file: Path, *, more: str = "") -> None:
    """Put a photo beside row 4 of the first sheet, and *more* into its drawing."""
    with zipfile.ZipFile(file) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet, types = "xl/worksheets/sheet1.xml", "[Content_Types].xml"
    drawing = b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"/>'
    parts[sheet] = parts[sheet].replace(b"</worksheet>", drawing + b"</worksheet>")
    parts[types] = parts[types].replace(b"</Types>", b'<Default Extension="gif" ContentType="image/gif"/></Types>')
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = RELATION.format(
        kind="drawing", target="/xl/drawings/drawing1.xml"
    ).encode()
    parts["xl/drawings/_rels/drawing1.xml.rels"] = RELATION.format(kind="image", target="/xl/media/p1.gif").encode()
    parts["xl/drawings/drawing1.xml"] = DRAWING.format(more=more).encode()
    parts["xl/media/p1.gif"] = PHOTO
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)


@pytest.mark.parametrize(("more", "is_told"), [("", False), (SHAPE, True)])
def test_photos_of_the_file_go_back_in_their_place_and_what_is_left_behind_is_told(
    workspace: Path, run: Run, more: str, is_told: bool
) -> None:
    file = received(workspace / "ledgers" / "north")
    put_photo(file, more=more)

    told = [line[0] for line in cells(sent_back(workspace, run, file.name)["退回说明"]) if line[0]]

    target = workspace / "data" / "rejects" / "north" / "4-received.xlsx.rejects.xlsx"
    with zipfile.ZipFile(target) as package:
        drawn = [name for name in package.namelist() if name.startswith("xl/drawings/drawing")]
        assert [package.read(name) for name in package.namelist() if name.startswith("xl/media/")] == [PHOTO]
        assert all(b"<row>3</row>" in package.read(name) for name in drawn)
    assert len(drawn) == 1
    assert any(line.startswith("原件里有的图片或图形没有带过来") for line in told) == is_told


def test_the_report_tells_what_still_waits_and_names_files_of_one_name_apart(loaded: Path, run: Run) -> None:
    folder = loaded / "ledgers" / "north"
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "bad.csv").write_text(BAD_ROW.replace("K9", f"K{name}"), "utf-8")
    run("load")
    (loaded / "fixed.csv").write_text(BAD_ROW.replace("K9", "Ka").replace("10月卅二", "2026-10-12"), "utf-8")
    run("load", "fixed.csv")

    assert run("report", "monthly", "2026-10")[0] == 0

    edition = loaded / "reports" / "north" / "monthly" / "2026-10"
    lists = json.loads((edition / "results.json").read_text("utf-8"))["lists"]
    counted = [(row["file"], row["set_aside"], row["open"]) for row in lists["data_notes"] if row["set_aside"]]
    assert counted == [("a/bad.csv", 1, 0), ("b/bad.csv", 1, 1)]
    assert [(row["file"], row["row"]) for row in lists["set_aside"]] == [("b/bad.csv", 2)]
    assert [(row["example_file"], row["count"]) for row in lists["findings"] if row["check"] == "date"] == [
        ("b/bad.csv", 1)
    ]
    page = (edition / "report.html").read_text("utf-8")
    assert "搁置的行中现在还有 1 行待改。" in page
    assert "按文件与工作表（6 个文件）" in page
    assert run("sql", "select file from open_findings where check_name = 'date'", "--format", "csv")[1].splitlines()[
        1:
    ] == ["ledgers/north/b/bad.csv"]


def test_a_row_that_was_cleared_is_a_row_that_did_not_come_back(loaded: Path, run: Run) -> None:
    _, book = half_corrected(loaded, run)
    for letter in "ABCDEF":
        book["4-bad"][f"{letter}3"].value = None
    assert book["4-bad"]["G3"].value
    book.save(loaded / "back.xlsx")

    code, out, _ = run("load", "back.xlsx")

    assert (code, "读到 1 行 = 加载 1 + 未变 0 + 搁置 0" in out) == (0, True)
    assert [(one["row"], one["value"]) for one in listed(run)] == [("3", "卅二")]


def test_of_two_versions_in_the_folder_the_later_one_is_sent_back(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-bad.csv"
    file.write_text(BAD_ROW + "K8,G2,卅二,phone,李一,reached\n", "utf-8")
    run("load")
    book = sent_back(loaded, run, file.name)
    book["4-bad"]["C2"].value = "2026-10-12"
    book.save(loaded / "ledgers" / "north" / "改好.xlsx")
    run("load")

    out = run("rejects", "--out", "again")[1]

    assert [path.name for path in (loaded / "again").rglob("*.xlsx")] == ["改好.xlsx.rejects.xlsx"]
    assert "写了 1 个退回工作簿" in out


def test_a_row_that_is_a_callback_and_a_complaint_waits_as_one(loaded: Path, run: Run) -> None:
    (loaded / "ledgers" / "north" / "4-both.csv").write_text(
        "工程编号,回访时间,回访人,回访结果,投诉内容,被投诉人\nG1,卅二,李一,接通,地板划痕,二队\n", "utf-8"
    )

    out = run("load")[1]

    assert "还有 1 行搁置待改" in out
    assert len(listed(run)) == 1


NO_DAYS = """\
callback_id,case_id,wann,channel,caller,outcome
K8,G1,2026-10-12,phone,李一,reached
K9,G2,2026-10-13,phone,李一,reached
合计,2,,,,
"""


def test_a_sheet_without_a_header_is_marked_and_its_rows_are_known_when_it_has_one(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-headless.csv"
    file.write_text(NO_DAYS, "utf-8")
    code, out, _ = run("--lang", "en", "load")
    assert code == 1
    assert "read 2 rows = 0 loaded + 0 unchanged + 2 set aside; lines that are no rows: 2" in out
    assert "the sheet lacks a column that it needs: callback date." in out
    book = sent_back(loaded, run, file.name)
    sheet = book["4-headless"]
    assert sheet["A1"].fill.fgColor.rgb == "00FFC7CE"
    assert "工作表缺少应有的列：回访日期" in sheet["A1"].comment.text
    assert "工作表缺少应有的列：回访日期" in sheet["G2"].value
    sheet["C1"].value = "at"
    sheet.delete_rows(2)
    book.save(loaded / "back.xlsx")

    code, out, _ = run("load", "back.xlsx")

    assert (code, "加载 1 + 未变 0 + 搁置 0" in out) == (0, True)
    assert "（当时第 2 行）不在交回的工作簿里，实际为“K8”" in out
    assert [(one["file"], one["row"]) for one in listed(run)] == [("ledgers/north/4-headless.csv", "2")]


def test_a_row_without_an_id_that_is_corrected_is_not_told_as_gone(loaded: Path, run: Run) -> None:
    file = loaded / "ledgers" / "north" / "4-cases.csv"
    head, *rows = CASES.replace("G", "H").splitlines(keepends=True)
    file.write_text(head + rows[0].replace("H1", "") + rows[1] + rows[2].replace("H3", ""), "utf-8")
    run("load")
    book = sent_back(loaded, run, file.name)
    book["4-cases"]["A2"].value = "H1"
    book["4-cases"].delete_rows(4)
    book.save(loaded / "back.xlsx")

    code, out, _ = run("load", "back.xlsx")

    assert (code, out.count("不在交回的工作簿里")) == (0, 1)
    assert [one["row"] for one in listed(run)] == ["4"]
