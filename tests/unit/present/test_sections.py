"""What the sections say of the planted story, and that every chart is one that plotly knows."""

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
    assert shown.complaints("crew").chart.title == "三队被投诉比率 26.9%（7/26），明显高于全公司 7.4%"
    assert shown.complaints("designer").chart.title.startswith("没有设计师明显高于全公司")
    looks = {
        trace["marker"]["symbol"]: len(trace["x"])
        for trace in shown.complaints("designer").chart.data
        if trace["mode"] == "markers"
    }
    assert looks == {"circle": 8, "circle-open": 1}


def test_a_party_with_few_cases_is_not_flagged_even_if_it_says_worse(document) -> None:
    for row in document["figures"]:
        if row["group"].get("party:designer") == "D-09":
            row["signal"] = "worse"
    assert view(document).complaints("designer").chart.title.startswith("没有设计师")


def test_several_worse_parties_are_listed(document) -> None:
    for row in document["figures"]:
        if row["group"].get("party:crew") in {"一队", "六队"}:
            row["signal"] = "worse"
    assert view(document).complaints("crew").chart.title == "三队、六队、一队被投诉比率明显高于全公司 7.4%"


def test_a_caller_without_callbacks_is_said_to_be_absent(document) -> None:
    assert "K-04 本期没有回访记录" in view(document).callers().html
    assert "本期无回访" in view(document).callers().html


def test_a_measure_without_a_target_has_no_status_and_a_missed_one_has_word_and_shape(document) -> None:
    html = view(document).headline().html
    assert html.count("✕</b> 未达标") == 4
    assert "4 项有目标的指标中，4 项未达标" in html


def test_a_change_beyond_chance_is_marked_and_others_are_not(document) -> None:
    assert view(document).headline().html.count("明显</span>") == 2


def test_the_overdue_list_is_cut_at_fifty_and_counts_the_rest(document) -> None:
    html = view(document).overdue().html
    assert html.count("<tr>") == 51
    assert "其余 13 项" in html


def test_what_was_read_is_the_sum_of_its_parts(document) -> None:
    assert "读入 472 行 = 加载 400 + 未变 65 + 搁置 7" in view(document).data_notes().html


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
