"""Answers however they were marked, on the policy's scale."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger.cells import Cell, CellError
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.scales import doubtful, level, told_by

SCORES = {"very": 100.0, "satisfied": 80.0, "fairly": 60.0, "dissatisfied": 30.0, "never": 0.0}
WORDS = {"非常满意": "very", "满意": "satisfied", "一般": "fairly", "不满意": "dissatisfied", "非常不满意": "never"}
MARKS = {"5": "very", "4": "satisfied", "3": "fairly", "2": "dissatisfied", "1": "never"}
PACK = ReadingProfile.build(scale={**WORDS, **MARKS}, scores=SCORES)
OF_TEN = ReadingProfile.build(scale={**WORDS, **MARKS}, scores=SCORES, full_marks=10)
OF_A_HUNDRED = ReadingProfile.build(scale={**WORDS, **MARKS}, scores=SCORES, full_marks=100)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("满意", "satisfied"), (" 非常 满意", "very"),
        (4.0, "satisfied"), ("4.0", "satisfied"), ("４", "satisfied"), ("05", "very"), ("5分", "very"),
        ("★★★★☆", "satisfied"), ("★★★★★", "very"), ("⭐⭐⭐", "fairly"), ("4星", "satisfied"), ("五星", "very"),
        ("三颗星", "fairly"),
        ("80%", "satisfied"), ("95%", "very"), ("8/10", "satisfied"), ("9.5分(10分制)", "very"), ("4/5", "satisfied"),
        ("", None), ("/", None), ("未评价", None),
    ],
)  # fmt: skip
def test_an_answer_is_read_in_every_form_it_is_marked_in(cell: Cell, expected: str | None) -> None:
    assert level(cell, PACK) == expected


@pytest.mark.parametrize("cell", ["4.5", "90%", "★★☆", "★★★★★★", "6星", "0星", "12/10", "还行", "45%", "5/0", "-1"])
def test_a_mark_that_may_mean_two_levels_or_none_is_refused(cell: Cell) -> None:
    with pytest.raises(CellError) as fault:
        level(cell, PACK)
    assert fault.value.check == "answer"


@pytest.mark.parametrize("cell", [7.0, "8", "0", 0.8, "90分"])
def test_a_mark_beyond_those_of_the_policy_asks_for_the_full_marks(cell: Cell) -> None:
    with pytest.raises(CellError) as fault:
        level(cell, PACK)
    assert (fault.value.check, fault.value.detail) == ("full_marks", "1–5")


@pytest.mark.parametrize(
    ("column", "doubted"),
    [
        ([8.0, 10.0, 5.0, "满意", 4.0], [5.0, 4.0]),
        (["100", "95", "5"], ["5"]),
        ([0.8, 1.0, 0.9], [1.0]),
        ([1.0, 1.0, "满意"], [1.0]),
        ([1.0, 2.0], []),
        (["1", "1"], []),
        (["5", "4", "0"], []),
        (["5"] * 19 + ["55"], []),
        (["5"] * 18 + ["55"], ["5"]),
        (["5", "4.5", "4"], []),
        ([1.0] * 8 + [2.0, 3.0], [1.0, 2.0, 3.0]),
        (["1"] * 9, []),
        (["1"] * 9 + ["4"], []),
        (["1"] * 10 + ["满意"], []),
    ],
)
def test_beside_marks_beyond_the_policys_a_five_is_not_the_best_answer(column: list[Cell], doubted: list[Cell]) -> None:
    meanings = {}
    for cell in column:
        try:
            meanings[cell] = level(cell, PACK)
        except CellError:
            meanings[cell] = None
    assert list(doubtful(column, meanings, PACK)) == doubted
    assert doubtful(column, meanings, OF_TEN) == {}


@pytest.mark.parametrize(
    ("cell", "expected"), [(8.0, "satisfied"), ("10", "very"), (5, "fairly"), (0, "never"), ("7.5分", "satisfied")]
)
def test_a_bare_number_needs_its_full_marks(cell: Cell, expected: str) -> None:
    assert level(cell, OF_TEN) == expected
    with pytest.raises(CellError):
        level("11", OF_TEN)


def test_without_scores_a_percentage_is_refused() -> None:
    with pytest.raises(CellError):
        level("80%", ReadingProfile.build(scale=WORDS))


@given(points=st.integers(0, 100))
def test_the_level_is_the_nearest_and_never_one_of_two(points: int) -> None:
    distances = sorted(abs(score - points) for score in SCORES.values())
    if distances[0] == distances[1]:
        with pytest.raises(CellError):
            level(float(points), OF_A_HUNDRED)
    else:
        code = level(float(points), OF_A_HUNDRED)
        assert code is not None
        assert abs(SCORES[code] - points) == distances[0]


@given(
    cell=st.one_of(st.text(alphabet="★☆星分%/0123456789.满意()", max_size=8), st.floats(allow_nan=False), st.booleans())
)
def test_whatever_is_marked_is_a_level_nothing_or_refused(cell: Cell) -> None:
    try:
        code = level(cell, OF_TEN)
    except CellError:
        return
    assert code in {*SCORES, None}


def test_the_full_marks_and_scores_are_part_of_the_digest() -> None:
    assert len({PACK.digest, OF_TEN.digest, ReadingProfile.build(scale={**WORDS, **MARKS}).digest}) == 3


@pytest.mark.parametrize(
    ("header", "cell", "expected"),
    [
        ("满意度（10分制）", 5.0, "fairly"),
        ("满意度（十分制）", "8", "satisfied"),
        ("满意度(满分100分)", "80", "satisfied"),
        ("满意度（10分）", 5.0, "fairly"),
        ("满意度(百分制)", "80", "satisfied"),
        ("满意度（%）", "80", "satisfied"),
        ("满意度（0～10）", "10", "very"),
        ("Satisfaction (out of 10)", 10.0, "very"),
        ("满意度(1-5)", "5", "very"),
        ("满意度（1非常满意 2满意 3一般 4不满意）", 1.0, "very"),
        ("满意度（1非常满意 2满意 3一般 4不满意）", "4", "dissatisfied"),
        ("满意度（1、非常满意，2、满意，3、一般）", "2", "satisfied"),
        ("满意度（非常满意=3 满意=2 不满意=1）", "3", "very"),
        ("满意度（非常满意5满意4一般3）", "4", "satisfied"),
        ("满意度（1非常满意 2满意）>设计", "1", "very"),
        ("满意度（1非常满意 2满意）", "一般", "fairly"),
    ],
)
def test_a_header_may_say_what_its_numbers_mean(header: str, cell: Cell, expected: str) -> None:
    assert level(cell, told_by([header], PACK)) == expected


@pytest.mark.parametrize(
    ("header", "cell"),
    [("满意度（1非常满意 2满意 3一般 4不满意）", 5.0), ("满意度（1分最好）", "1"), ("满意度（1 is best）", "2")],
)
def test_a_number_that_the_header_does_not_explain_is_no_answer(header: str, cell: Cell) -> None:
    with pytest.raises(CellError, match=r"answer|full_marks"):
        level(cell, told_by([header], PACK))


def test_a_title_tells_what_numbers_mean_where_it_speaks_of_satisfaction() -> None:
    assert level("1", told_by(["满意度", "说明：满意度按1非常满意、2满意、3不满意填写"], PACK)) == "very"
    assert level("5", told_by(["满意度", "1-10号楼业主满意度回访"], PACK)) == "very"
    assert level("5", told_by(["满意度", "满意度满分10分"], PACK)) == "fairly"
    assert told_by(["满意度", "考核满分10分"], PACK) is PACK


@pytest.mark.parametrize(
    "title", ["本月满意12户 不满意3户", "非常满意1 满意2 一般3", "满意:3 一般:2 不满意:1", "3满意 2一般 满意度"]
)
def test_counts_in_a_title_explain_no_numbers(title: str) -> None:
    assert told_by(["满意度", title], PACK) is PACK


def test_out_of_a_hundred_a_fraction_of_one_is_no_mark() -> None:
    column: list[Cell] = [0.95, 1.0, 80.0, "95"]
    meanings = {cell: level(cell, OF_A_HUNDRED) for cell in column}
    assert list(doubtful(column, meanings, OF_A_HUNDRED)) == [0.95, 1.0]


def test_the_points_of_an_appraisal_below_the_rows_are_no_full_marks() -> None:
    rule = "注：客户不满意的扣5分，满分100分"
    assert told_by(["满意度", "", rule], PACK) is PACK
    assert level("5", told_by(["满意度", "", "注：满意度满分10分"], PACK)) == "fairly"


def test_months_in_a_header_are_no_marks() -> None:
    assert told_by(["满意度（2026年1-3月）"], PACK) is PACK
