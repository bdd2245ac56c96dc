"""Numbers written in Chinese, as they stand in dates, times and lengths of time: pure functions on text."""

from __future__ import annotations

import re

_DIGITS = {**{sign: value for value, sign in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "Ｏ": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰", "一二三四五六七八九十百")
_JOINED_TENS = {"廿": "二十", "卅": "三十"}
_RUN = re.compile(r"[零〇○一二三四五六七八九两十百廿卅壹贰叁肆伍陆柒捌玖拾佰]+")


def number_of(words: str) -> int | None:
    """Return the number below a thousand that *words* say, or the one whose digits they are; None when they are none.

    三十一 is 31, 二〇二六 is 2026, 两 is 2; 十二三 and 三百五 are said in more ways than one and are none.
    """
    words = words.translate(_FORMAL)
    for sign, tens in _JOINED_TENS.items():
        words = words.replace(sign, tens)
    if not words:
        return None
    if not any(unit in words for unit in _UNITS):
        if any(sign not in _DIGITS for sign in words) or ("两" in words and len(words) > 1):
            return None
        return int("".join(str(_DIGITS[sign]) for sign in words))
    return _positional(words)


def _positional(words: str) -> int | None:
    found = re.fullmatch(
        r"(?:(?P<hundreds>[一二三四五六七八九两])百)?(?P<none>零)?(?:(?P<tens>[一二三四五六七八九])?(?P<ten>十))?(?P<ones>[一二三四五六七八九])?",
        words,
    )
    if found is None or (found["none"] and (not found["hundreds"] or found["ten"] or not found["ones"])):
        return None
    if found["hundreds"] and (
        (found["ten"] and not found["tens"]) or (found["ones"] and not found["ten"] and not found["none"])
    ):
        return None
    hundreds = _DIGITS.get(found["hundreds"] or "零", 0)
    tens = _DIGITS[found["tens"]] if found["tens"] else int(bool(found["ten"]))
    return hundreds * 100 + tens * 10 + _DIGITS.get(found["ones"] or "零", 0)


def with_digits(text: str) -> str:
    """Return *text* with every Chinese number in it written in digits; what is no number stays as it stands."""

    def digits(run: re.Match[str]) -> str:
        value = number_of(run.group())
        return run.group() if value is None else str(value)

    return _RUN.sub(digits, text)
