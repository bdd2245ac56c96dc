"""The workbook shows the results' figures, every one and no other, and is safe and ready to print."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.report.workbook import write_workbook
from analytics.results.document import Results
from tests.lib.sample_results import sample_results
from tests.lib.workbook_reader import Table, group_of, kept, open_workbook, shown_figures, shown_values, stored_values

Write = Callable[..., Path]


@pytest.fixture
def results() -> Results:
    return Results.from_document(sample_results())


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(results: Results, language: str = "zh") -> Path:
        target = tmp_path / f"report-{language}.xlsx"
        write_workbook(results, target, language)
        return target

    return written


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("workbook") / "report.xlsx"
    write_workbook(Results.from_document(sample_results()), target, "zh")
    return target


@pytest.fixture(scope="module")
def book(path: Path) -> Any:
    """Return the workbook for tests that only look at it."""
    return open_workbook(path)


def cells_of(book: Any) -> list[Any]:
    return [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def text_of(sheet: Any) -> str:
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


def links_of(sheet: Any) -> list[str]:
    return [cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_stored_figure_is_shown_and_no_other(results: Results, write: Write, language: str) -> None:
    assert shown_values(write(results, language), results, language) == stored_values(results)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_counts_intervals_targets_and_changes_stand_with_their_figure(
    results: Results, write: Write, language: str
) -> None:
    shown = shown_figures(write(results, language), results, language)
    compared = 0
    for figure in results.figures:
        cells = shown[figure["section"], group_of(figure), figure["comparison"]]
        for name in set(cells) - {"value"}:
            expected = figure[name]
            if name == "change" and figure["change_note"] == "new":
                expected = {"zh": "新增", "en": "new"}[language]
            assert cells[name] == kept(expected), (figure["section"], figure["group"], name)
            compared += 1
    assert compared > 500


def test_nothing_is_a_formula_or_an_error(book: Any) -> None:
    assert {cell.data_type for cell in cells_of(book)} <= {"s", "n", "d"}


@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "#N/A", "七队\x07\x00"])
def test_a_name_of_a_ledger_stays_text(write: Write, name: str) -> None:
    document = sample_results()
    for figure in document["figures"]:
        if figure["group"] == {"party:crew": "一队"}:
            figure["group"] = {"party:crew": name}
    document["lists"]["overdue"][0]["crew"] = name
    document["lists"]["set_aside"][0]["value"] = name
    book = open_workbook(write(Results.from_document(document)))
    safe = name.replace("\x07\x00", "")
    for code in ("complaint_crew", "overdue", "set_aside"):
        table = Table(book, code)
        found = [cell for row in table.worksheet.iter_rows() for cell in row if cell.value == safe]
        assert found, code
        assert all(cell.data_type == "s" and cell.number_format == "@" for cell in found)
        assert all(cell.quotePrefix for cell in found) == (name[0] in "=+-@\t")
        others = [cell for row in table.worksheet.iter_rows() for cell in row if cell not in found]
        assert not any(cell.quotePrefix for cell in others)


def test_numbers_are_numbers_with_formats(book: Any) -> None:
    sheet = Table(book, "headline").worksheet
    formats = {cell.number_format for cell in sheet["B"][6:] if isinstance(cell.value, float)}
    assert formats == {"0.0%_ ", "0.0_ "}
    due = [cell for cell in Table(book, "overdue").worksheet[6] if cell.number_format == "yyyy-mm-dd"]
    assert [cell.is_date for cell in due] == [True, True]


def test_text_keeps_off_the_figures_to_its_left(book: Any) -> None:
    table = book["逾期清单"]
    aligned = {cell.alignment.indent for row in table.iter_rows(min_row=5) for cell in row if cell.data_type == "s"
               and cell.alignment.horizontal == "left" and cell.border.left.style}  # fmt: skip
    assert aligned == {1}
    figures = [cell for row in table.iter_rows(min_row=5) for cell in row if cell.data_type == "n" and cell.value]
    assert {cell.alignment.indent for cell in figures} == {0}


def test_the_seven_buckets_stand_with_their_rule(book: Any, results: Results) -> None:
    words = {code: both["zh"] for code, both in results.labels["bucket"].items()}
    table = Table(book, "coverage_rule")
    for entry, row in zip(results.lists["buckets"], table.rows, strict=True):
        assert row["规则"] == results.label("rule", entry["rule"], "zh")
        assert {code: row[word] for code, word in words.items()} == {code: entry[code] for code in words}
        assert row["应访项"] == entry["obligations"]


@pytest.mark.parametrize(
    ("code", "name", "columns"),
    [
        ("problems", "problems", {"提出": "items", "已解决": "resolved", "未结": "open"}),
        ("data_notes", "data_notes", {"文件": "file", "读入": "read", "加载": "loaded", "未变": "unchanged",
                                      "搁置": "set_aside", "非台账行": "not_rows", "无编号": "keyed", "合计处": "totals",
                                      "不符": "totals_wrong"}),
        ("quality", "quality", {"无须更正": "numerator", "行数": "denominator", "比例": "value", "上限": "high"}),
        ("findings", "findings", {"处数": "count", "例：文件": "example_file"}),
        ("set_aside", "set_aside", {"行号": "row", "原文": "value", "文件": "file"}),
        ("overdue", "overdue", {"编号": "case_id", "逾期天数": "days_overdue", "已拨次数": "attempts"}),
        ("spot_checks", "spot_checks", {"编号": "case_id"}),
        ("unknown_cases", "unknown_cases", {"台账上写的编号": "case_id", "记录号": "id"}),
        ("observations", "observations", {"本期": "value", "分子": "numerator", "分母": "denominator", "参照": "reference"}),
    ],
)  # fmt: skip
def test_a_list_is_shown_row_by_row(book: Any, results: Results, code: str, name: str, columns: dict[str, str]) -> None:
    shown = [{heading: row[heading] for heading in columns} for row in Table(book, code).rows]
    listed = results.lists[name]
    assert shown[: len(listed)] == [{heading: kept(entry[key]) for heading, key in columns.items()} for entry in listed]


def test_what_was_read_is_added_up(book: Any) -> None:
    *sheets, total = Table(book, "data_notes").rows
    assert (total["文件"], total["读入"], total["合计处"], total["不符"], total["无编号"]) == ("合计", 472, 5, 1, 259)
    assert total["读入"] == total["加载"] + total["未变"] + total["搁置"] == sum(row["读入"] for row in sheets)


def test_flags_stand_only_where_the_results_have_them(book: Any) -> None:
    flags = {row["施工队"]: row["提示"] for row in Table(book, "complaint_crew").rows}
    assert {crew: flag for crew, flag in flags.items() if flag} == {
        "三队": "明显偏高",
        "九队": "数量少，不作判断",
        "外协队": "数量少，不作判断",
    }
    designers = {row["设计师"]: row["提示"] for row in Table(book, "complaint_designer").rows}
    assert designers["D-09"] == "数量少，不作判断"


def test_the_charts_say_what_is_to_be_seen(path: Path) -> None:
    with zipfile.ZipFile(path) as file:
        charts = {name: file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")}
        drawings = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/drawings/drawing")]
    titles = [" ".join(re.findall(r"<a:t>(.*?)</a:t>", chart)) for chart in charts.values()]
    assert any("施工队：三队的被投诉比率明显偏高" in title for title in titles)
    assert any("设计师：没有被投诉比率明显偏高的" in title for title in titles)
    assert any("K-04 本期没有拨访记录" in title for title in titles)
    assert all("<c:f>" in chart or "<f>" in chart for chart in charts.values()), "a chart is bound to cells"
    assert all('<delete val="1"' not in chart for chart in charts.values()), "axes are shown"
    assert sum(drawing.count("descr=") for drawing in drawings) == len(charts)


def title_of(path: Path, words: str) -> str:
    with zipfile.ZipFile(path) as file:
        charts = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")]
    return next(title for title in ("".join(re.findall(r"<a:t>(.*?)</a:t>", one)) for one in charts) if words in title)


def test_the_chart_of_coverage_names_a_category_not_the_smallest_share(write: Write) -> None:
    document = sample_results()
    assert "回访率最低：工装 80.0%（20/25）" in title_of(write(Results.from_document(document)), "工装")
    for row in document["figures"]:
        if row["section"] == "coverage_role_category" and row["group"] == {"role": "design"}:
            row |= {"target": 0.1, "status": "missed"}
    assert "设计部 4.9%（10/203），未达到目标 10%" in title_of(write(Results.from_document(document)), "设计部")


def test_the_chart_of_headline_figures_speaks_of_targets_only_where_there_are_some(write: Write) -> None:
    document = sample_results()
    assert title_of(write(Results.from_document(document)), "未达标：")
    for row in document["figures"]:
        row |= {"target": None, "status": None}
    assert title_of(write(Results.from_document(document)), "本期与上期、去年同期")


def test_what_a_share_leaves_over_is_grey_in_the_chart_and_explained(write: Write) -> None:
    document = sample_results()
    assert "份额以外" not in text_of(open_workbook(write(Results.from_document(document)))["规则"])
    document["lists"]["buckets"][0]["is_share"] = True
    path = write(Results.from_document(document))
    assert "份额以外没有访的" in text_of(open_workbook(path)["规则"])
    with zipfile.ZipFile(path) as file:
        charts = [file.read(name).decode() for name in file.namelist() if name.startswith("xl/charts/chart")]
    stacked = next(chart for chart in charts if "percentStacked" in chart)
    assert re.findall(r'<(?:c:)?dPt><(?:c:)?idx val="(\d+)"', stacked) == ["0"]


def test_a_change_that_is_shown_as_nought_has_no_sign(write: Write) -> None:
    document = sample_results()
    row = next(row for row in document["figures"] if row["section"] == "headline" and row["comparison"] == "previous")
    row["change"] = -0.0004
    sheet = open_workbook(write(Results.from_document(document)))["主要指标"]
    assert -0.0004 not in [cell.value for line in sheet.iter_rows() for cell in line]


def test_whiskers_are_the_interval_of_the_table(book: Any) -> None:
    sheet = Table(book, "complaint_crew").worksheet
    head = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "误差线 下（作图用）")
    rows = Table(book, "complaint_crew").rows
    for offset, row in enumerate(rows[:-1], start=1):
        lower, upper = (sheet.cell(head.row + offset, head.column + arm).value for arm in (0, 1))
        assert lower == pytest.approx(row["被投诉 比率"] - row["区间 下限"], abs=1e-12)
        assert upper == pytest.approx(row["区间 上限"] - row["被投诉 比率"], abs=1e-12)


def test_every_sheet_is_ready_to_print(book: Any) -> None:
    for sheet in book:
        assert str(sheet.page_setup.paperSize) == sheet.PAPERSIZE_A4
        assert sheet.page_setup.fitToWidth == 1
        assert sheet.print_area
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"
        assert sheet.oddHeader.left.text == "精艺装饰"
        if sheet.title != "封面":
            assert re.fullmatch(r"\$1:\$\d+", sheet.print_title_rows)
            assert sheet.freeze_panes
            assert not sheet.merged_cells.ranges


def test_a_table_begins_with_title_scope_and_source(book: Any) -> None:
    for name in book.defined_names:
        first = [cell.value for cell in Table(book, name.removeprefix("t_")).worksheet["A"][:6]]
        assert first[0]
        assert first[1].startswith("范围：精艺装饰 · 2026年10月（2026-10-01 至 2026-10-31，截至 2026-10-31）")
        assert any(str(line).startswith("来源：") for line in first)


def test_the_cover_leads_to_every_sheet_and_has_room_to_sign(book: Any) -> None:
    cover = book["封面"]
    assert links_of(cover) == [f"'{sheet.title}'!A1" for sheet in book.worksheets[1:]]
    words = text_of(cover)
    for expected in ("精艺装饰", "2026年10月回访质量月报", "装饰公司客户回访制度", "制表", "审核", "批准", "日期"):
        assert expected in words
    for sheet in book.worksheets[1:]:
        assert links_of(sheet) == ["'封面'!A1"]


def test_a_long_title_of_the_cover_stays_on_its_line(results: Results, write: Write) -> None:
    chinese, english = (open_workbook(write(results, language)).worksheets[0]["A2"] for language in ("zh", "en"))
    assert (chinese.font.size, english.value) == (24, "October 2026 · Monthly callback report")
    assert english.font.size == 20


def test_an_empty_list_says_so(write: Write) -> None:
    document = sample_results()
    document["lists"] = {name: [] for name in document["lists"]}
    book = open_workbook(write(Results.from_document(document)))
    assert "截至统计日没有逾期未访的应访项。" in text_of(book["逾期清单"])
    assert "t_overdue" not in book.defined_names


def test_a_report_without_a_section_has_no_such_sheet(write: Write) -> None:
    document = sample_results()
    document["figures"] = [row for row in document["figures"] if row["section"] != "complaint_designer"]
    book = open_workbook(write(Results.from_document(document)))
    assert "设计师" not in book.sheetnames
    assert "施工队" in book.sheetnames


def test_many_parties_put_the_chart_beside_their_table(write: Write) -> None:
    document = sample_results()
    crew = next(row for row in document["figures"] if row["group"] == {"party:crew": "一队"})
    document["figures"] += [{**crew, "group": {"party:crew": f"外协{number}队"}} for number in range(40)]
    results = Results.from_document(document)
    path = write(results)
    assert shown_values(path, results, "zh") == stored_values(results)
    sheet = Table(open_workbook(path), "complaint_crew").worksheet
    assert sheet.page_setup.orientation == "landscape"
    assert sheet._charts[0].anchor._from.col >= 7


def test_many_categories_go_down_the_matrix(write: Write) -> None:
    document = sample_results()
    names = {"whole": "整装", "partial": "局部改造", "commercial": "工装"}
    more = {f"c{number}": {"zh": f"类{number}", "en": f"Class {number}"} for number in range(5)}
    document["labels"]["category"] |= more
    cell = next(row for row in document["figures"] if set(row["group"]) == {"role", "category"})
    document["figures"] += [{**cell, "group": {"role": "service", "category": code}} for code in more]
    results = Results.from_document(document)
    path = write(results)
    assert shown_values(path, results, "zh") == stored_values(results)
    assert Table(open_workbook(path), "coverage_role_category").headings[0] == "类别"
    assert names["whole"] in [row["类别"] for row in Table(open_workbook(path), "coverage_role_category").rows]


def test_an_ampersand_in_the_organisations_name_is_no_print_code(write: Write) -> None:
    document = sample_results()
    document["meta"]["organisation_name"] = {"zh": "A&P装饰", "en": "A&P"}
    with zipfile.ZipFile(write(Results.from_document(document))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    assert "A&amp;&amp;P装饰" in sheet


def test_the_same_results_give_the_same_bytes(results: Results, tmp_path: Path) -> None:
    first, second = tmp_path / "first.xlsx", tmp_path / "second.xlsx"
    write_workbook(results, first, "zh")
    write_workbook(results, second, "zh")
    assert first.read_bytes() == second.read_bytes()


def test_english_says_everything_in_english(results: Results, write: Write) -> None:
    book = open_workbook(write(results, "en"))
    assert book.sheetnames[:3] == ["Cover", "Points to note", "Headline figures"]
    # What stays Chinese is the ledgers' own: names of crews, causes, files, sheets and columns.
    own = {"一队", "二队", "三队"}
    words = text_of(book["Headline figures"]) + text_of(book["Rules"]) + text_of(book["Definitions"])
    assert not re.search(r"[\u4e00-\u9fff]", words)
    assert own <= {row["Crew"] for row in Table(book, "complaint_crew").rows}


def test_a_quarterly_report_calls_itself_so(write: Write) -> None:
    document = sample_results()
    document["meta"] |= {
        "kind": "quarterly",
        "period": "2026-Q3",
        "previous_period": "2026-Q2",
        "year_before_period": "2025-Q3",
    }
    book = open_workbook(write(Results.from_document(document)))
    assert "2026年第3季度回访质量季报" in text_of(book["封面"])
    assert book.properties.title == "精艺装饰 2026年第3季度 回访质量季报"
