"""``analytics map``: a clerk sees how a file will be read, says what is not known, and is not asked again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from analytics.cli import main, output
from tests.lib.workspaces import make_workspace

WHAT_IS_MEANT = (
    "--set", "客户编码=客户编号", "--set", "回访情况>哪天打的=at", "--set", "回访情况>通了没=回访结果",
    "--set", "回访情况>打分=满意度", "--set", "经办=caller", "--set", "联系号码=-", "--constant", "channel=phone",
    "--word", "outcome:通了=已接通", "--word", "outcome:没通=no_answer", "--dates", "at=day-month-year",
)  # fmt: skip


def messy(path: Path, *, more: str = "") -> Path:
    """Write a sheet whose headers nobody knows, in two lines and merged, below a title and above a total."""
    book = Workbook()
    page = book.active
    page.title = "十月"
    for row in (
        ["静安物业 10月 回访登记"],
        [],
        ["序号", "客户编码", "回访情况", "", "", "经办", "联系号码", more],
        ["", "", "哪天打的", "通了没", "打分", "", "", ""],
        [1, "G1", "03/10/2026", "通了", "满意", "张三", "13800000001"],
        [2, "G2", "04/10/2026", "没通", "", "张三", "13800000002"],
        [3, "G3", "15/10/2026", "通了", "满意", "李四", ""],
        ["合计", 3],
    ):
        page.append(row)
    for area in ("C3:E3", "A3:A4", "B3:B4", "F3:F4"):
        page.merge_cells(area)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_workspace(tmp_path)


def mapping(root: Path) -> Path:
    return root / "data" / "mappings" / "north.toml"


def test_both_ledgers_of_the_same_rows_are_shown(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / "ledgers" / "north" / "both.csv"
    file.write_text("工程编号,竣工日期,回访日期,回访人,接通情况\nG1,2026-10-01,2026-10-03,李,接通\n", "utf-8")
    assert main(["map", str(file), "--workspace", str(root)]) == 0
    assert "同一行也读作应访对象（cases）：工程编号 = case_id、竣工日期 = event.end" in capsys.readouterr().out


def test_what_is_shown_is_not_yet_remembered(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = messy(root / "ledgers" / "north" / "任意.xlsx")
    assert main(["map", str(file), "--workspace", str(root)]) == 0
    told = capsys.readouterr().out
    assert "表头在第 3 行，共 2 行" in told
    assert "客户编号 = case_id" in told
    assert "缺少 outcome" in told
    assert "没有写入" in told
    assert not mapping(root).exists()


def test_a_form_confirmed_once_reads_next_months_file_whatever_it_is_called(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = messy(root / "ledgers" / "north" / "任意.xlsx")
    assert main(["map", str(file), *WHAT_IS_MEANT, "--accept", "--workspace", str(root)]) == 0
    told = capsys.readouterr().out
    assert "读到 3 行 = 可加载 3 + 搁置 0" in told
    assert "2026-10-03" in told
    assert "13800000001" not in told
    other = messy(root / "elsewhere" / "another name.xlsx")
    assert main(["check", str(other), "--workspace", str(root)]) == 0
    assert "十月（回访）：读到 3 行 = 可加载 3" in capsys.readouterr().out
    assert main(["map", str(other), "--workspace", str(root)]) == 0
    assert "这个形状已确认" in capsys.readouterr().out


def test_a_sheet_may_be_confirmed_as_several_ledgers_one_after_the_other(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = messy(root / "one.xlsx")
    shared = ("--accept", "--workspace", str(root))
    assert main(["map", str(file), *WHAT_IS_MEANT, *shared]) == 0
    cases = ("--table", "cases", "--set", "客户编码=case_id", "--set", "回访情况>哪天打的=event.start")
    assert main(["map", str(file), *cases, "--dates", "event.start=day-month-year", *shared]) == 0
    capsys.readouterr()
    assert main(["check", str(file), "--workspace", str(root)]) == 0
    told = capsys.readouterr().out
    assert "十月（回访）：读到 3 行" in told
    assert "十月（应访对象）：读到 3 行" in told


def test_a_form_with_faults_is_refused_with_all_of_them_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = messy(root / "one.xlsx")
    wrong = (
        "--set",
        "客户编码=case_id",
        "--set",
        "经办=case_id",
        "--set",
        "打分=rating",
        "--constant",
        "channel=telegram",
    )
    assert main(["map", str(file), *wrong, "--accept", "--workspace", str(root), "--lang", "en"]) == 2
    told = capsys.readouterr().err
    for fault in ("“客户编码” is that already", "'rating'", "'telegram'", "outcome is missing", "at is missing"):
        assert fault in told
    assert not mapping(root).exists()


def test_a_sheet_that_is_left_out_stays_left_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = messy(root / "one.xlsx")
    assert main(["map", str(file), "--leave-out", "--accept", "--workspace", str(root)]) == 0
    capsys.readouterr()
    assert main(["check", str(file), "--workspace", str(root)]) == 0
    told = capsys.readouterr().out
    assert "按已确认的表格形状不读这张表" in told
    assert "读到 0 行" in told


def test_a_sheet_without_a_header_is_left_out_by_its_name(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / "one.xlsx"
    book = Workbook()
    book.active.title = "说明"
    book.active.append(["本表由客服填写"])
    book.save(file)
    assert main(["map", str(file), "--leave-out", "--accept", "--workspace", str(root)]) == 0
    assert "按名称认" in capsys.readouterr().out
    assert main(["check", str(file), "--workspace", str(root)]) == 0
    assert "按已确认的表格形状不读这张表" in capsys.readouterr().out


def test_a_line_of_formulas_is_no_header(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = root / "one.xlsx"
    book = Workbook()
    book.active.append(["机构", "数量"])
    book.active.append(["全部", "=SUBTOTAL(9,B3:B9)", "=B2", "=C2"])
    book.active.append(["东院", 3])
    book.save(file)
    assert main(["map", str(file), "--workspace", str(root)]) == 0
    assert "表头在第 1 行" in capsys.readouterr().out


def test_a_header_whose_second_line_is_the_longer_begins_with_its_first(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = root / "one.xlsx"
    book = Workbook()
    page = book.active
    for row in (["机构", "答卷", "", ""], ["", "很好", "好", "差"], ["东院", 3, 2, 1]):
        page.append(row)
    page.merge_cells("A1:A2")
    page.merge_cells("B1:D1")
    book.save(file)
    assert main(["map", str(file), "--workspace", str(root)]) == 0
    told = capsys.readouterr().out
    assert "表头在第 1 行，共 2 行" in told
    assert "答卷>很好" in told


def test_nearly_the_form_is_asked_about_again(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", str(messy(root / "one.xlsx")), *WHAT_IS_MEANT, "--accept", "--workspace", str(root)]) == 0
    changed = messy(root / "two.xlsx", more="满意原因")
    capsys.readouterr()
    assert main(["check", str(changed), "--workspace", str(root)]) == 0
    assert "+满意原因" in capsys.readouterr().out


def test_on_a_terminal_each_unknown_thing_is_asked_in_the_clerks_own_words(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answers: Iterator[str] = iter(
        [
            "9",
            "2",
            "客户编号",
            "?",
            "回访日期",
            "无此列",
            "回访结果",
            "满意度",
            "回访人",
            "-",
            "1",
            "已接通",
            "无人接听",
            "y",
        ]
    )

    def answer(prompt: str) -> str:
        asked.append(prompt)
        return next(answers)

    monkeypatch.setattr(output, "is_dialogue", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["map", str(messy(root / "one.xlsx")), "--workspace", str(root)]) == 0
    assert next(answers, None) is None
    assert "哪种台账" in asked[0]
    assert "先写日还是先写月" in asked[-4]
    assert "“没通”" in asked[-2]
    told = capsys.readouterr().out
    assert "回访结果 = outcome" in told
    assert "读到 3 行 = 可加载 3 + 搁置 0" in told
    assert mapping(root).exists()


def test_at_the_end_of_the_answers_nothing_is_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr(output, "is_dialogue", lambda: True)
    monkeypatch.setattr("builtins.input", answer)
    assert main(["map", str(messy(root / "one.xlsx")), "--workspace", str(root)]) == 0
    assert not mapping(root).exists()


@pytest.mark.parametrize(
    ("option", "expected"),
    [
        (("--set", "客户编码"), "HEADER=COLUMN"),
        (("--dates", "at=dmy"), "day-month-year"),
        (("--table", "calls"), "callbacks"),
        (("--sheet", "九月"), "十月"),
    ],
)
def test_an_option_that_is_not_written_right_says_what_would_be(
    root: Path, capsys: pytest.CaptureFixture[str], option: tuple[str, str], expected: str
) -> None:
    assert main(["map", str(messy(root / "one.xlsx")), *option, "--workspace", str(root)]) == 2
    assert expected in capsys.readouterr().err
