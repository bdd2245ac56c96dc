"""Numbers written in Chinese."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger.numerals import number_of, with_digits

ONES = "零一二三四五六七八九"


def said(number: int) -> str:
    """A number below a thousand as it is said: 105 is 一百零五, 12 is 十二."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    words = f"{ONES[hundreds]}百" if hundreds else ""
    if tens:
        words += ("" if tens == 1 and not hundreds else ONES[tens]) + "十"
    elif hundreds and ones:
        words += "零"
    return words + (ONES[ones] if ones else "") or "零"


@given(number=st.integers(0, 999))
def test_any_number_comes_back_from_how_it_is_said(number: int) -> None:
    assert number_of(said(number)) == number


@given(number=st.integers(1000, 9999))
def test_any_year_comes_back_from_its_digits(number: int) -> None:
    assert number_of("".join(ONES[int(digit)] for digit in str(number))) == number


@pytest.mark.parametrize(
    ("words", "number"), [("二〇二六", 2026), ("廿三", 23), ("卅一", 31), ("两", 2), ("两百", 200), ("二○二六", 2026)]
)
def test_other_ways_of_writing_are_known(words: str, number: int) -> None:
    assert number_of(words) == number


@pytest.mark.parametrize("words", ["", "百", "十二三", "三百五", "一百十", "二二十", "零十", "两两", "百零"])
def test_what_is_said_in_two_ways_is_no_number(words: str) -> None:
    assert number_of(words) is None


@given(text=st.text(alphabet="零一二三十百年月日张王: 12", max_size=20))
def test_only_numbers_change(text: str) -> None:
    assert [sign for sign in with_digits(text) if sign in "年月日张王: "] == [
        sign for sign in text if sign in "年月日张王: "
    ]


def test_numbers_within_words_are_found() -> None:
    assert with_digits("二〇二六年三月五日下午三点二十") == "2026年3月5日下午3点20"
