"""What the sections say of the planted story, and that every chart is one that plotly knows."""

import re
import sys

import pytest

from analytics.present.charts import Mark, Series, intervals, trend, wrapped
from analytics.present.sections import METADATA_KEY, PLOTLY_MIME, ReportView
from analytics.results.document import Results
from tests.lib.sample_results import sample_results


@pytest.fixture
def document():
    return sample_results()


def view(document, language: str = "zh") -> ReportView:
    return ReportView(Results.from_document(document), language)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_chart_is_valid_to_plotly_and_carries_its_message(document, language: str) -> None:
    charts = [section.chart for section in view(document, language).sections() if section.chart]
    assert len(charts) == 6
    for chart in charts:
        figure = chart.figure()
        assert "".join(figure.layout.title.text.split("<br>")).replace(" ", "") == chart.title.replace(" ", "")


def test_a_section_is_a_mime_bundle_with_its_place_in_the_contents(document) -> None:
    data, metadata = view(document).complaints("crew")._repr_mimebundle_()
    assert set(data) == {"text/html", "text/plain", PLOTLY_MIME}
    assert metadata == {METADATA_KEY: {"key": "complaint_crew", "title": "施工队被投诉比率"}}
    assert set(view(document).headline()._repr_mimebundle_()[0]) == {"text/html", "text/plain"}


def test_the_truly_worse_crew_is_named_and_the_designer_with_two_cases_is_not(document) -> None:
    shown = view(document)
    assert shown.complaints("crew").chart.title == "三队被投诉比率 26.9%（7/26），明显高于总体 7.4%"
    assert shown.complaints("designer").chart.title.startswith("没有设计师明显高于总体")
    looks = {
        trace["marker"]["symbol"]: len(trace["x"])
        for trace in shown.complaints("designer").chart.data
        if trace["mode"] == "markers"
    }
    assert looks == {"circle": 8, "circle-open": 1, "arrow-right": 1}


def test_where_every_party_has_few_cases_nobody_is_said_to_be_within_chance(document) -> None:
    for row in document["figures"]:
        if row["section"] == "complaint_crew" and row["group"]:
            row["few"] = True
    assert view(document).complaints("crew").chart.title == "各施工队经手都太少，不作评判；总体 7.4%（14/188）"


@pytest.mark.parametrize(
    ("complained_of", "said"),
    [(0, "本期台账没有登记投诉。"), (7, "本期有 7 个应访对象被投诉，台账没有写明投诉的是哪个施工队。")],
)
def test_no_crew_is_called_free_of_complaints_that_name_nobody(document, complained_of: int, said: str) -> None:
    for row in document["figures"]:
        if row["section"] == "complaint_crew":
            row.update(numerator=0, value=0.0, signal=None)
        elif (row["section"], row["comparison"], row["measure"]) == ("headline", "current", "complaint_rate"):
            row["numerator"] = complained_of
    assert view(document).complaints("crew").chart.title == said


def test_a_party_with_few_cases_is_not_flagged_even_if_it_says_worse(document) -> None:
    for row in document["figures"]:
        if row["group"].get("party:designer") == "D-09":
            row["signal"] = "worse"
    assert view(document).complaints("designer").chart.title.startswith("没有设计师")


def test_several_worse_parties_are_listed(document) -> None:
    for row in document["figures"]:
        if row["group"].get("party:crew") in {"一队", "六队"}:
            row["signal"] = "worse"
    assert view(document).complaints("crew").chart.title == "三队、六队、一队被投诉比率明显高于总体 7.4%"


def test_changes_of_one_figure_against_two_periods_are_one_key_point_with_the_month_it_began(document) -> None:
    fall = {
        "kind": "change", "measure": "satisfaction_rate", "group": {}, "direction": "fall",
        "value": 132 / 171, "numerator": 132, "denominator": 171,
    }  # fmt: skip
    document["lists"]["observations"] = [
        {**fall, "period": "2026-09", "reference": 0.81},
        {**fall, "period": "2025-10", "reference": 0.91},
    ]
    html = view(document).observations().html
    assert html.count("▼") == 1
    assert "满意率 77.2%（132/171），明显低于2026年9月的 81.0%、2025年10月的 91.0%；自2026年6月起低于以往各月。" in html


def test_a_rise_of_what_should_be_high_is_good_news_and_of_complaints_bad(document) -> None:
    rise = {
        "kind": "change", "group": {}, "direction": "rise", "period": "2025-10",
        "value": 0.2, "reference": 0.1, "numerator": 2, "denominator": 10,
    }  # fmt: skip
    document["lists"]["observations"] = [{**rise, "measure": m} for m in ("on_time_coverage", "complaint_rate")]
    html = view(document).observations().html
    assert [html.index('<li class="good">') < html.index('<li class="worse">'), html.count("▲")] == [True, 2]


def test_what_is_noted_of_a_figure_that_several_measures_have_is_told_once_under_their_names(document) -> None:
    fall = {
        "kind": "change", "group": {}, "direction": "fall", "period": "2025-10",
        "value": 0.2, "reference": 0.4, "numerator": 2, "denominator": 10,
    }  # fmt: skip
    measures = ("coverage", "on_time_coverage", "case_coverage")
    document["lists"]["observations"] = [{**fall, "measure": measure} for measure in measures]
    html = view(document).observations().html
    assert "回访率、按期回访率 20.0%（2/10），明显低于2025年10月的 40.0%。" in html
    assert "</span>在访覆盖率 20.0%（2/10），明显低于2025年10月的 40.0%。" in html
    document["lists"]["observations"][1]["reference"] = 0.5
    assert view(document).observations().html.count("▼") == 3


def test_a_target_missed_and_a_change_of_the_same_figure_are_one_key_point(document) -> None:
    html = view(document).observations().html
    assert html.count("满意率") == 1
    assert "满意率 77.2%（132/171），未达到目标 90%，明显低于2025年10月的 91.0%" in html


def test_categories_below_the_target_of_a_role_are_told_where_the_role_as_a_whole_is_not_below(document) -> None:
    rows = [row for row in document["figures"] if row["section"] == "coverage_role_category" and "role" in row["group"]]
    for row in rows:
        row.update(target=0.1, status="met")
    (cell, *_) = (row for row in rows if row["comparison"] == "current")
    (whole, *_) = (row for row in rows if row["comparison"] == "total")
    told = '分到各类别有 1 处未达到角色的目标：见<a href="#coverage">'
    assert told not in view(document).observations().html
    cell["status"] = "missed"
    assert told in view(document).observations().html
    whole["status"] = "missed"
    assert told not in view(document).observations().html


def test_half_of_what_is_overdue_names_its_contact_in_the_title_and_the_key_point(document) -> None:
    rows = document["lists"]["overdue"][:4]
    for row, contact in zip(rows, ("mine_director", "mine_director", "captain", "engineer"), strict=True):
        row["contact_role"] = contact
    document["lists"]["overdue"] = rows
    document["labels"]["contact_role"] = {"mine_director": {"zh": "矿长", "en": "Mine director"}}
    assert "；其中“矿长”2 项。" in view(document).overdue().html
    assert '；其中“矿长”2 项：见<a href="#overdue">' in view(document).observations().html
    assert "; 2 are of &#34;Mine director&#34;." in view(document, "en").overdue().html
    rows[3]["contact_role"] = "captain"
    assert "矿长" not in view(document).overdue().html.split("<table")[0], "two halves: neither stands out"


def test_the_key_points_end_with_what_is_still_to_be_done_and_where_it_is_listed(document) -> None:
    html = view(document).observations().html
    assert '63 项应访过期未完成，最久的已逾期 23 天：见<a href="#overdue">逾期清单</a>。' in html
    assert '还有 5 件没有解决：见<a href="#problems">问题件</a>。' in html
    document["meta"]["sections"] = ["headline"]
    assert "<a " not in view(document).observations().html


def test_coverage_names_the_role_that_misses_its_target_and_otherwise_the_lowest_category(document) -> None:
    assert "；“工装”最低：80.0%（20/25）。" in view(document).coverage().html
    for row in document["figures"]:
        if row["section"] == "coverage_role_category" and row["group"] == {"role": "design"}:
            row |= {"target": 0.1, "status": "missed"}
    html = view(document).coverage().html
    assert "；设计部 4.9%（10/203），未达到目标 10%。" in html
    assert "设计部 <small>目标 10%</small>" in html
    assert html.count("✕ 未达标") == 4


def test_coverage_of_a_single_category_shows_the_total_only(document) -> None:
    document["figures"] = [
        row
        for row in document["figures"]
        if row["section"] != "coverage_role_category" or row["group"].get("category") in (None, "whole")
    ]
    html = view(document).coverage().html
    assert ("整装" in html, "合计" in html) == (False, True)


def test_the_rule_kept_on_time_least_is_named_with_what_became_of_the_rest(document) -> None:
    assert view(document).rules().chart.title == "按期最少的是“超期回访”：应访 14 项，按期 9、逾期完成 4、未接通 1"


def test_what_a_share_leaves_over_is_not_drawn_as_missed(document) -> None:
    for row in document["lists"]["buckets"]:
        row["is_share"] = row["rule"] == "after_start"
    drawn = {trace["name"]: trace["x"] for trace in view(document).rules().chart.data}
    at = [row["rule"] for row in document["lists"]["buckets"]].index("after_start")
    assert (drawn["漏访"][at], drawn["份额以外未访"][at]) == (0, 1)
    assert sum(drawn["份额以外未访"]) == 1


def test_the_legend_of_complaints_explains_only_what_is_drawn(document) -> None:
    note = view(document).complaints("inspector").html.split("<details>")[0].split("</div>")[1]
    assert ("在偶然波动之内" in note, "明显高于总体" in note, "经手太少" in note) == (True, False, False)


def test_a_year_is_compared_once(document) -> None:
    document["meta"] |= {"kind": "yearly", "period": "2026", "previous_period": "2025", "year_before_period": "2025"}
    shown = view(document)
    assert shown.header().html.count("2025年<") == 1
    assert ("环比" in shown.headline().html, "比上年" in shown.headline().html) == (False, True)


def test_topics_are_left_out_where_only_the_overall_question_was_asked(document) -> None:
    document["figures"] = [
        row
        for row in document["figures"]
        if row["section"] != "satisfaction_dimension" or row["group"]["dimension"] == "overall"
    ]
    assert view(document).show("dimensions") == ()


def test_overall_answers_that_are_fewer_than_those_of_the_rate_are_explained(document) -> None:
    assert "满意率计 171 份回答，这里的“总体”只有" not in view(document).dimensions().html
    for row in document["figures"]:
        if row["section"] == "satisfaction_dimension" and row["group"]["dimension"] == "overall":
            row["denominator"] = 160
    assert "满意率计 171 份回答，这里的“总体”只有 160 份" in view(document).dimensions().html


def test_the_last_value_of_a_quarterly_trend_says_its_month(document) -> None:
    def ends(shown) -> list[str]:
        return [note["text"] for note in shown.satisfaction().chart.layout["annotations"] if "<b>" in note["text"]]

    assert ends(view(document))[0] == "<b>77.2%</b>"
    document["meta"]["period"] = "2026-Q3"
    assert ends(view(document))[0] == "<b>10月 77.2%</b>"


def test_only_the_figures_of_the_report_are_defined(document) -> None:
    definitions = view(document).definitions().html
    document["figures"] = [row for row in document["figures"] if row["measure"] != "timely_resolution_rate"]
    assert "按期解决率" in definitions
    assert "按期解决率" not in view(document).definitions().html


def test_a_caller_without_callbacks_is_said_to_be_absent(document) -> None:
    assert "K-04 本期没有回访记录" in view(document).callers().html
    assert "本期无回访" in view(document).callers().html


def test_a_caller_of_a_single_call_in_the_period_before_is_not_named_as_absent(document) -> None:
    """Only one who had many cases then is a key point; the row says it of anybody."""
    lists = document["lists"]
    lists["observations"] = [one for one in lists["observations"] if one["kind"] != "caller_absent"]
    html = view(document).callers().html
    assert "K-04 本期没有" not in html
    assert "本期有回访的 3 人，上期有而本期没有的 1 人。" in html
    assert "本期无回访" in html


def test_a_measure_without_a_target_has_no_status_and_a_missed_one_has_word_and_shape(document) -> None:
    html = view(document).headline().html
    assert html.count("✕</b> 未达标") == 4
    assert "4 项有目标的指标中，4 项未达标" in html


def test_a_measure_with_nothing_to_count_in_any_period_gets_a_line_and_no_tile(document) -> None:
    html = view(document).headline().html
    assert "<b>按期解决率</b>" not in html
    assert "按期解决率：本期、上期和去年同期都没有可计的数据" in html
    assert "<b>反馈及时率</b>" in html, "counted in this period though not a year before"


def test_measures_of_one_kin_with_the_same_figures_are_one_tile_and_otherwise_two(document) -> None:
    def tiles() -> list[str]:
        return re.findall('class="head"><b>(.*?)</b>', view(document).headline().html)

    rows = [row for row in document["figures"] if row["section"] == "headline"]
    whole, on_time = (
        {row["comparison"]: row for row in rows if row["measure"] == measure}
        for measure in ("coverage", "on_time_coverage")
    )
    assert {"回访率", "按期回访率"} <= set(tiles())
    for comparison, row in whole.items():
        on_time[comparison].update({**row, "measure": "on_time_coverage"})
    assert "回访率 · 按期回访率" in tiles()
    assert not {"回访率", "按期回访率"} & set(tiles())
    on_time["year_before"]["numerator"] -= 1
    assert {"回访率", "按期回访率"} <= set(tiles())


def test_overall_satisfaction_stands_first_then_the_topics_from_the_lowest(document) -> None:
    section = view(document).dimensions()
    assert [text.strip() for text in section.chart.layout["yaxis"]["ticktext"]] == [
        *("总体", "施工", "材料", "服务态度", "设计")
    ]
    assert section.chart.title.startswith("“施工”满意率最低")


def test_the_lowest_topic_is_named_even_if_the_overall_answer_is_lower(document) -> None:
    for row in document["figures"]:
        if row["section"] == "satisfaction_dimension" and row["group"]["dimension"] == "overall":
            row["value"] = 0.1
    assert view(document).dimensions().chart.title.startswith("“施工”满意率最低")


@pytest.fixture
def falling(document):
    """The planted months, whose last five lie below every other month."""
    assert view(document).satisfaction().chart.title.count("去年同期明显下降") == 1
    return document


def monthly_rates(document) -> list[dict]:
    rows = [row for row in document["figures"] if row["section"] == "satisfaction_trend"]
    return sorted((row for row in rows if row["measure"] == "satisfaction_rate"), key=lambda row: row["period"])


def test_a_fall_is_dated_by_the_first_month_that_stays_below_all_before_it(falling) -> None:
    chart = view(falling).satisfaction().chart
    assert "自2026年6月起低于以往各月" in chart.title
    assert [(note["x"], note["text"]) for note in chart.layout["annotations"] if note["showarrow"]] == [
        (19, "自2026年6月起")
    ]
    assert "since June 2026 below every earlier month" in view(falling, "en").satisfaction().chart.title


def test_a_fall_against_the_month_before_is_not_dated(falling) -> None:
    for row in falling["figures"]:
        if row["section"] == "headline" and row["comparison"] == "previous" and row["measure"] == "satisfaction_rate":
            row["signal"] = "fall"
    assert "起低于" not in view(falling).satisfaction().chart.title


def test_one_low_month_is_not_a_run_and_two_are(falling) -> None:
    rows = monthly_rates(falling)
    for row in rows:
        row["value"] = 0.9
    rows[-1]["value"] = 0.8
    assert "起低于" not in view(falling).satisfaction().chart.title
    rows[-2]["value"] = 0.8
    assert "自2026年9月起低于以往各月" in view(falling).satisfaction().chart.title


def test_a_run_needs_six_earlier_months(falling) -> None:
    rows = monthly_rates(falling)
    for row in rows:
        row["value"] = None
    for row in rows[-7:]:
        row["value"] = 0.9
    for row in rows[-2:]:
        row["value"] = 0.8
    assert "起低于" not in view(falling).satisfaction().chart.title
    rows[-8]["value"] = 0.9
    assert "自2026年9月起低于以往各月" in view(falling).satisfaction().chart.title


def test_a_sample_of_a_spot_check_says_rule_and_period_once(document) -> None:
    html = view(document).spot_checks().html
    assert html.count("2026年第4季度") == 1
    assert html.count("<li>") == 3
    assert 'JY-2025-611 <b class="d">✓ 2026-10-12</b>' in html
    assert html.index("<details>") < html.index("JY-2025-611")


def test_the_code_of_a_person_reads_in_the_language_of_the_page(document) -> None:
    for row in document["figures"]:
        if row["group"].get("party:crew") == "三队":
            row["group"]["party:crew"] = "员工-0009"
    assert "Staff 0009" in view(document, "en").complaints("crew").chart.title
    assert "员工-0009" in view(document).complaints("crew").chart.title


def test_a_change_beyond_chance_is_marked_and_others_are_not(document) -> None:
    assert view(document).headline().html.count("明显</span>") == 2


def test_the_overdue_list_is_cut_at_fifty_and_counts_the_rest(document) -> None:
    html = view(document).overdue().html
    assert html.count('<tr><th scope="row"') == 50
    assert "还有 13 项" in html


def test_the_overdue_that_waits_longest_is_open_and_the_rest_is_folded(document) -> None:
    html = view(document).overdue().html
    before, folded = html.split("<details>")
    assert [part.count('<tr><th scope="row"') for part in (before, folded)] == [15, 35]
    assert "其余 48 项" in folded


def test_english_counts_in_english(document) -> None:
    document["lists"]["overdue"][0]["attempts"] = 1
    assert "<small>1 attempt</small>" in view(document, "en").overdue().html
    assert "Rows set aside (" in view(document, "en").data_notes().html
    assert not re.findall("[（）]", view(document, "en").data_notes().html)


def test_what_was_read_is_the_sum_of_its_parts(document) -> None:
    html = view(document).data_notes().html
    assert "读入 472 行 = 加载 400 + 未变 65 + 搁置 7" in html
    assert "印有合计 5 处，与读到的行数相符 4 处。259 行没有编号" in html


def test_data_quality_is_told_by_sender_caller_and_month(document) -> None:
    html = view(document).data_notes().html
    assert [word in html for word in ("东区", "350/362", "李娜", "120/124", "290/300")] == [True] * 5
    document["lists"]["quality"] = [row for row in document["lists"]["quality"] if row["name"] != "东区"]
    assert "报送单位" not in view(document).data_notes().html


def test_an_unknown_code_of_a_ledger_reads_as_it_stands(document) -> None:
    document["lists"]["findings"][0]["check"] = "later_check"
    document["figures"][0]["measure"] = "later_measure"
    shown = view(document)
    assert "later_check" in shown.data_notes().html
    assert "later_measure" in shown.headline().html


def test_charts_are_made_without_plotly(document) -> None:
    for name in [name for name in sys.modules if name.split(".")[0] == "plotly"]:
        sys.modules.pop(name)
    view(document).complaints("crew")._repr_mimebundle_()
    assert "plotly" not in sys.modules


def test_a_chart_label_wraps_by_width_and_escapes() -> None:
    assert wrapped("施工期间至少三次回访", 8, most=2) == ["施工期间", "至少三…"]
    assert wrapped("At least three calls", 10) == ["At least", "three", "calls"]
    assert wrapped("abcdefghijkl", 5) == ["abcde", "fghij", "kl"]
    assert wrapped("<b>一</b>", 20) == ["&lt;b&gt;一&lt;/b&gt;"]


def test_gaps_in_a_trend_stay_gaps() -> None:
    series = Series("x", [0.5, None, 0.6], [0.4, None, 0.5], [0.6, None, 0.7], ["", "", ""], "60%")
    bands = [trace for trace in trend("t", ["a", "b", "c"], [series]).data if trace.get("fill")]
    assert [trace["x"] for trace in bands] == [[0], [2]]


def test_no_value_leaves_the_picture_though_an_interval_may() -> None:
    marks = [Mark("a", 0.05, 0.01, 0.2, "", ""), Mark("b", 0.5, 0.1, 0.9, "", "", look="few")]
    low, high = intervals("t", marks, reference=0.06, reference_label="").layout["xaxis"]["range"]
    assert low < 0
    assert 0.5 < high < 0.9


def test_an_interval_that_runs_out_of_the_picture_ends_at_its_edge_with_a_mark() -> None:
    marks = [Mark("a", 0.05, 0.01, 0.2, "", ""), Mark("b", 0.33, 0.06, 0.8, "", "", look="few")]
    chart = intervals("t", marks, reference=0.06, reference_label="")
    end = chart.layout["xaxis"]["range"][1]
    drawn = [x for trace in chart.data for x in trace["x"] if x is not None]
    assert max(drawn) == end < 0.8
    assert [trace["y"] for trace in chart.data if trace.get("marker", {}).get("symbol") == "arrow-right"] == [[1]]
