"""The analysts' door: tidy frames, charts and report sections of a published snapshot."""

import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from analytics import workbench
from analytics.cli import main
from analytics.errors import UsageError
from analytics.workbench.bench import OBLIGATION_COLUMNS, Workbench
from tests.lib.workspaces import make_workspace


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("workspace"))
    assert main(["load", "--workspace", str(root)]) == 0
    return root


@pytest.fixture
def bench(loaded: Path) -> Workbench:
    return workbench.open(loaded)


def test_a_measure_is_a_tidy_frame(bench: Workbench) -> None:
    found = bench.measure("complaint_ratio", period="2026-10", by="party:crew")
    expected = pd.DataFrame(
        {
            "measure": ["complaint_ratio"] * 2,
            "period": ["2026-10"] * 2,
            "party:crew": ["一队", "二队"],
            "numerator": [0, 1],
            "denominator": [2, 2],
            "value": [0.0, 0.5],
        }
    )
    assert_frame_equal(found[list(expected)], expected)
    assert list(found)[6:] == ["low", "high", "target", "status"]


def test_one_dimension_or_several_one_grain_or_several(bench: Workbench) -> None:
    assert_frame_equal(
        bench.measure("coverage", period="2026-10", by="category"),
        bench.measure("coverage", organisation="north", period="2026-10", by=["category"]),
    )
    months = bench.measure("coverage", period="2026-Q4", grain=["month", "quarter"])
    assert list(months["period"]) == ["2026-10", "2026-11", "2026-12", "2026-Q4"]
    # A period that is asked for twice is still one.
    assert_frame_equal(
        bench.measure("coverage", period="2026-10", grain=["month", "month"]),
        bench.measure("coverage", period="2026-10"),
    )


def test_the_day_read_is_a_text_or_a_date(bench: Workbench) -> None:
    early = bench.measure("coverage", period="2026-10", as_of="2026-10-15")
    assert list(early["denominator"]) == [1]
    assert_frame_equal(early, bench.measure("coverage", period="2026-10", as_of=date(2026, 10, 15)))


def test_obligations_and_worklist(bench: Workbench) -> None:
    due = bench.obligations(period="2026-10")
    assert list(due) == list(OBLIGATION_COLUMNS)
    assert dict(zip(due["case_id"], due["bucket"], strict=True)) == {"G1": "on_time", "G2": "unreached", "G3": "missed"}
    assert list(bench.worklist(as_of="2026-10-20")["case_id"]) == ["G3", "G2"]


def test_callbacks_of_a_period_name_nobody_who_was_called(bench: Workbench) -> None:
    found = bench.callbacks(period="2026-10")
    assert list(found["callback_id"]) == ["K1", "K2"]
    assert found["satisfaction"].iloc[0] == "satisfied"
    assert "王五" not in found.to_csv()
    assert bench.callbacks(period="2026-11").empty


def test_a_query_and_a_measure_do_not_get_in_each_others_way(bench: Workbench) -> None:
    assert bench.sql("select count(*) as n from cases")["n"].tolist() == [3]
    assert bench.measure("reach_rate", period="2026-10")["value"].tolist() == [0.5]
    assert bench.sql("select 1 as one")["one"].tolist() == [1]
    for query in (
        "create table mine (a integer)",
        "select * from persons",
        "select * from read_text('workbench.toml')",
    ):
        with pytest.raises(UsageError):
            bench.sql(query)


def test_a_query_does_not_see_what_a_measure_prepared(bench: Workbench) -> None:
    bench.measure("coverage", period="2026-10")
    assert set(bench.sql("select schema_name from duckdb_schemas() where not internal")["schema_name"]) <= {"main"}


def test_a_chart_shows_what_the_measure_says(bench: Workbench) -> None:
    groups = bench.chart("complaint_ratio", period="2026-10", by="party:crew")
    # Two projects each: too few to judge, so both are hollow.
    marks = [trace for trace in groups.data if trace.marker.symbol == "circle-open"]
    assert [list(trace.x) for trace in marks] == [[0.0, 0.5]]
    assert "33.3%" in str(groups.layout.annotations)
    assert "被投诉比率" in groups.layout.title.text

    trend = bench.chart("reach_rate", period="2026-Q4", grain="month", language="en")
    line = next(trace for trace in trend.data if trace.customdata is not None)
    assert line.y[0] == 0.5
    assert "Reach rate" in trend.layout.title.text

    score = bench.chart("satisfaction_score", period="2026-10", by="category")
    assert tuple(score.layout.xaxis.range) == (0, 100)


def test_a_chart_is_over_time_or_by_groups(bench: Workbench) -> None:
    with pytest.raises(UsageError, match="不能同时"):
        bench.chart("coverage", period="2026-Q4", by="category", grain="month")


def test_unknown_names_are_answered_with_those_that_are_valid(bench: Workbench) -> None:
    with pytest.raises(UsageError, match="没有这个指标：“speed”。可用的有：coverage"):
        bench.measure("speed", period="2026-10")
    with pytest.raises(UsageError, match="没有这个时间粒度：“day”。可用的有：week"):
        bench.measure("coverage", period="2026-10", grain="day")
    with pytest.raises(UsageError, match="没有这个机构：“east”。可用的有：north"):
        bench.obligations(organisation="east", period="2026-10")
    with pytest.raises(UsageError, match="请指明截至日"):
        bench.worklist(as_of="")


def test_the_catalogue_is_in_the_workspaces_language(bench: Workbench) -> None:
    found = bench.catalogue()
    assert list(found) == ["name", "title", "numerator", "denominator", "direction"]
    assert found.set_index("name").loc["coverage", "title"] == "回访率"


def test_a_report_is_computed_now_or_read_from_its_edition(
    loaded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(loaded)
    now = workbench.report("monthly", organisation="", period="2026-10", as_of="", language="", edition="")
    assert (now.language, now.results.meta["as_of"]) == ("zh", "2026-10-31")
    now.results.write(tmp_path / "results.json")

    # The notebook of a report is run beside its results and needs no workspace.
    monkeypatch.chdir(tmp_path)
    stored = workbench.report("monthly", organisation="north", period="2026-10", language="en", edition=".")
    assert stored.results == now.results
    assert stored.language == "en"
    with pytest.raises(UsageError, match="没有这个语言"):
        workbench.report("monthly", period="2026-10", language="fr")


def test_without_a_load_there_is_nothing_to_open(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="请先加载台账"):
        workbench.open(make_workspace(tmp_path))
    with pytest.raises(UsageError, match=r"里面没有 workbench\.toml"):
        workbench.open(str(tmp_path / "ledgers"))


def test_an_open_workbench_does_not_hold_up_a_load(loaded: Path, tmp_path: Path) -> None:
    root = tmp_path / "copy"
    shutil.copytree(loaded, root)
    bench = workbench.open(root)
    more = "callback_id,case_id,at,channel,caller,outcome,satisfaction\nK3,G3,2026-10-20,phone,李一,reached,满意\n"
    (root / "ledgers/north/9.csv").write_text(more, "utf-8")
    assert main(["load", "--workspace", str(root)]) == 0
    assert len(bench.callbacks(period="2026-10")) == 2
    assert len(workbench.open(root).callbacks(period="2026-10")) == 3


def test_an_organisation_may_count_its_own_months_and_weeks(tmp_path: Path) -> None:
    root = make_workspace(tmp_path)
    settings = root / "workbench.toml"
    own = 'id = "north"\nmonth_ends_on = 12\nweek_ends_on = "friday"'
    settings.write_text(settings.read_text("utf-8").replace('id = "north"', own), "utf-8")
    assert main(["load", "--workspace", str(root)]) == 0
    bench = workbench.open(root)
    months = bench.measure("reach_rate", period="2026-Q4", grain="month")
    assert list(zip(months["period"], months["numerator"], months["denominator"], strict=True)) == [
        ("2026-10", 1, 1),  # the 10th
        ("2026-11", 0, 1),  # the 14th
        ("2026-12", 0, 0),
    ]
    assert list(bench.measure("reach_rate", period="2026-W41")["denominator"]) == [0], "it ends on Friday the 9th"
    assert list(bench.callbacks(period="2026-10")["callback_id"]) == ["K1"]
    results = bench.results("monthly", period="2026-11")
    assert [results.meta[key] for key in ("first", "last", "as_of")] == ["2026-10-13", "2026-11-12", "2026-11-12"]
    assert [
        row["denominator"] for row in results.figures_of("headline", "previous") if row["measure"] == "reach_rate"
    ] == [1]


def test_a_stored_report_is_shown_without_the_libraries_that_compute_one() -> None:
    """Each report opens its stored results in a fresh kernel, which has nothing else to do with them."""
    code = (
        "import sys; from analytics import workbench; import analytics.present.sections, analytics.results.document;"
        "print({'duckdb', 'numpy', 'pandas', 'plotly', 'pydantic'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"
