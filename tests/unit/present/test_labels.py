"""Numbers and days as text."""

import pytest

from analytics.ledger.headers import DIMENSIONS
from analytics.present import labels
from analytics.results.labels import fixed_titles


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        (0.0, "0.0%"),
        (1.0, "100.0%"),
        (187 / 203, "92.1%"),
        (0.0625, "6.3%"),
        (0.125 / 10, "1.3%"),
        (1e-9, "0.0%"),
    ],
)
def test_a_ratio_is_rounded_half_up_to_one_decimal_as_a_spreadsheet_does(value, text: str) -> None:
    assert labels.percent(value) == text


def test_a_score_keeps_one_decimal_and_a_target_drops_an_empty_one() -> None:
    assert labels.amount(77.25, "score") == "77.3"
    assert labels.goal(0.9, "ratio") == "90%"
    assert labels.goal(0.955, "ratio") == "95.5%"
    assert labels.goal(80.0, "score") == "80"
    assert labels.goal(None, "ratio") == "—"


def test_an_interval_names_its_unit_once() -> None:
    assert labels.interval(0.876, 0.951, "ratio") == "87.6–95.1%"
    assert labels.interval(72.6, 81.7, "score") == "72.6–81.7"
    assert labels.interval(None, 0.2, "ratio") == "—"


@pytest.mark.parametrize(
    ("figure", "zh", "en"),
    [
        ({"change": -0.0434, "change_note": None}, "▼ 4.3 个百分点", "▼ 4.3 pp"),
        ({"change": 0.0316, "change_note": None}, "▲ 3.2 个百分点", "▲ 3.2 pp"),
        ({"change": 0.0001, "change_note": None}, "持平", "unchanged"),
        ({"change": None, "change_note": "new"}, "新增", "new"),
        ({"change": None, "change_note": None}, "—", "—"),
    ],
)
def test_a_change_is_a_difference_in_points_or_new(figure, zh: str, en: str) -> None:
    assert labels.change(figure, "ratio", "zh") == zh
    assert labels.change(figure, "ratio", "en") == en


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [
        ("2026-10", "2026年10月", "October 2026"),
        ("2026-Q3", "2026年第3季度", "Q3 2026"),
        ("2026-H1", "2026年上半年", "H1 2026"),
        ("2026", "2026年", "2026"),
        ("2026-W42", "2026年第42周", "Week 42, 2026"),
        ("else", "else", "else"),
    ],
)
def test_a_period_in_words(label: str, zh: str, en: str) -> None:
    assert (labels.period(label, "zh"), labels.period(label, "en")) == (zh, en)


def test_a_day_in_words() -> None:
    assert labels.day("2026-03-05", "zh") == "2026年3月5日"
    assert labels.day("2026-03-05", "en") == "5 March 2026"
    assert labels.day(None, "zh") == "—"


def test_a_long_list_of_names_is_counted() -> None:
    assert labels.listed(["一", "二"], "zh") == "一、二"
    assert labels.listed(["一", "二", "三", "四"], "zh") == "一、二、三等 4 个"
    assert labels.listed(["a", "b", "c", "d"], "en") == "a, b, c and 1 more"


def test_every_item_of_satisfaction_that_headers_know_has_a_title() -> None:
    """A report never shows the code of a question that the ledger reader itself gave it."""
    assert set(DIMENSIONS) <= set(fixed_titles("dimension"))
