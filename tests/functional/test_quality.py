"""The share of rows with nothing to correct, whole and by file, caller and month."""

import csv
import io
import shutil
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from analytics.cli import main
from analytics.stats.intervals import wilson
from tests.lib.workspaces import make_workspace

Run = Callable[..., tuple[int, str, str]]
# Sound, the same again, set aside for its day, sound, without outcome, and a total that does not fit.
MORE = """\
工程编号,回访时间,回访人,回访结果
G1,2026-11-02,李一,接通
G1,2026-11-02,李一,接通
G2,11月卅二,李一,
G2,2026-11-03,赵四,接通
G3,2026-11-03,赵四,
合计,共9条,,
"""


@pytest.fixture(scope="module")
def messy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_workspace(tmp_path_factory.mktemp("messy"))
    (folder / "ledgers" / "north" / "4-more.csv").write_text(MORE, "utf-8")
    doubly_bad = "case_id,category,event.start,person.phone\nG4,整装,卅二,无\nG5,整装,卅二,call me\n"
    (folder / "ledgers" / "north" / "5-bad.csv").write_text(doubly_bad, "utf-8")
    with redirect_stdout(io.StringIO()) as told:
        assert main(["--workspace", str(folder), "load"]) == 1
    assert "9 ≠ 5" in told.getvalue()
    return folder


@pytest.fixture
def loaded(messy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Its ledgers loaded, a copy of the test's own."""
    shutil.copytree(messy, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def rated(loaded: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., list[dict[str, str]]]:
    def rated(*options: str) -> list[dict[str, str]]:
        assert main(["quality", "--format", "csv", *options]) == 0
        return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))

    return rated


def test_the_whole_is_the_sum_of_the_files(rated: Callable[..., list[dict[str, str]]]) -> None:
    [whole] = rated()
    assert (whole["measure"], whole["organisation"]) == ("data_quality", "north")
    assert (whole["numerator"], whole["denominator"]) == ("10", "14")
    assert float(whole["value"]) == 10 / 14
    assert (float(whole["low"]), float(whole["high"])) == wilson(10, 14)
    assert [(one["file"], one["numerator"], one["denominator"]) for one in rated("--by", "file")] == [
        ("ledgers/north/1-cases.csv", "3", "3"),
        ("ledgers/north/2-callbacks.csv", "2", "2"),
        ("ledgers/north/3-problems.csv", "2", "2"),
        ("ledgers/north/4-more.csv", "3", "5"),
        ("ledgers/north/5-bad.csv", "0", "2"),
    ]


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("zh", ["月份     无须更正  行数  95% 区间", "2026-11  66.7%     2/3   20.8–93.9%"]),
        ("en", ["month    nothing to correct  rows  95% interval", "2026-11  66.7%               2/3   20.8–93.9%"]),
    ],
)
def test_for_people_a_share_is_a_percentage(
    loaded: Path, capsys: pytest.CaptureFixture[str], language: str, lines: list[str]
) -> None:
    assert main(["--lang", language, "quality", "--by", "month"]) == 0
    assert set(lines) <= set(capsys.readouterr().out.splitlines())


def test_attempts_by_caller_and_month_with_those_set_aside_under_none(
    rated: Callable[..., list[dict[str, str]]],
) -> None:
    assert [(one["caller"], one["numerator"], one["denominator"]) for one in rated("--by", "caller")] == [
        ("李一", "3", "3"),
        ("赵四", "1", "2"),
        ("", "0", "1"),
    ]
    assert [(one["month"], one["numerator"], one["denominator"]) for one in rated("--by", "month")] == [
        ("2026-10", "2", "2"),
        ("2026-11", "2", "3"),
        ("", "0", "1"),
    ]


def test_a_file_corrected_counts_as_it_is_now(
    loaded: Path, rated: Callable[..., list[dict[str, str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    text = MORE.replace("11月卅二,李一,", "2026-11-02,李一,接通").replace("赵四,\n", "赵四,占线\n")
    (loaded / "ledgers" / "north" / "4-more.csv").write_text(text, "utf-8")
    assert main(["load"]) == 1
    capsys.readouterr()
    assert rated("--by", "file")[3]["numerator"] == "5"


def test_nothing_read_has_no_share(loaded: Path, rated: Callable[..., list[dict[str, str]]]) -> None:
    settings = loaded / "workbench.toml"
    second = (
        settings.read_text("utf-8").split("[[organisation]]")[1].replace("north", "south").replace("North", "South")
    )
    settings.write_text(settings.read_text("utf-8") + "[[organisation]]" + second, "utf-8")
    assert [(one["numerator"], one["denominator"], one["value"]) for one in rated("--organisation", "south")] == [
        ("0", "0", "")
    ]


def test_by_the_folder_that_a_file_came_in_or_as_the_workspace_names_it(
    loaded: Path, rated: Callable[..., list[dict[str, str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    folder = loaded / "ledgers" / "north"
    (folder / "east").mkdir()
    (folder / "4-more.csv").rename(folder / "east" / "4-more.csv")
    settings = loaded / "workbench.toml"
    settings.write_text(settings.read_text("utf-8") + '[organisation.senders]\n"5-*" = "西区"\n', "utf-8")
    (loaded / "data" / "workbench.duckdb").unlink()
    assert main(["load"]) == 1
    capsys.readouterr()
    found = [(one["sender"], one["numerator"], one["denominator"]) for one in rated("--by", "sender")]
    assert found == [("", "7", "7"), ("east", "3", "5"), ("西区", "0", "2")]
    assert [(one["sender"], one["month"], one["denominator"]) for one in rated("--by", "sender", "--by", "month")] == [
        ("", "2026-10", "2"),
        ("east", "2026-11", "3"),
        ("east", "", "1"),
    ]
