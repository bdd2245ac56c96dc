"""What an answer says on the policy's scale of satisfaction, however it was marked: pure functions.

Words and marks that the policy knows come first. Stars are its marks from 1 to 5. Percentages and fractions name their own
full marks; a bare number needs the full marks that the profile tells. The level is the one whose score is nearest; an
answer half-way between two, and a number that the scale does not know, are refused. Where such numbers are no mere slips
the others of their column are, too: beside 8 and 10 a 5 is not the best answer, and where nobody gave 4 or 5 the 1 may be.
A header or title may say what the numbers mean (10分制, 1非常满意 2满意 …), and then that counts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from analytics.ledger import cells, numerals, vocabulary
from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell

if TYPE_CHECKING:
    from analytics.ledger.profile import ReadingProfile

STARS = 5
_UNANSWERED = frozenset({"未评价", "未填", "未答", "未回答", "不适用", "不清楚", "未评"})
_DRAWN = re.compile(r"([★⭐✭🌟]+)([☆✩]*)")
_COUNTED_STARS = re.compile(r"(\d|[一二三四五])(?:颗)?星级?")
_FRACTION = re.compile(
    r"(\d{1,3}(?:\.\d+)?)(?:分)?/(\d{1,3})(?:分)?|(\d{1,3}(?:\.\d+)?)分?\((?:满分)?(\d{1,3})分?(?:制|满分)?\)"
)
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)%")
_POINTS = re.compile(r"0*(\d{1,3}(?:\.\d*[1-9])?)(?:\.?0+)?分?")
_FULL_MARKS = re.compile(r"满分(?:为|是|[:=])?(\d+)|(\d+)分制|outof(\d+)", re.IGNORECASE)
# In a title 1-10 may be buildings or months, and 10分 minutes.
_FROM_TO = re.compile(r"(?<!\d)[01]分?[-~—–至到](\d+)(?![\d年月季号])|\((\d+)分\)")
_NUMBER_THEN_WORD = re.compile(r"(?<!\d)(\d{1,3})分?(?:[=:、.\-—是为]|表示|代表)?([^\W\d_]+)")
_WORD_THEN_NUMBER = re.compile(r"([^\W\d_]+?)(?:[=:\-—是为]|表示|代表)?(\d{1,3})(?!\d)")
_ONE_IS_BEST = re.compile(r"(?<!\d)1分?(?:[=:是为]|表示|代表|is)?(?:最好|最高|最满意|最优|best)", re.IGNORECASE)
# Up to one in so many numbers of a column that the scale does not know, it is a slip.
_SLIP = 20
_HUNDRED = 100
# So many answers, none of them one of the two best of a scale of so many levels, are no bad month but another scale.
_ENOUGH, _FINE_SCALE = 10, 4
_CHINESE_STARS = {sign: number for number, sign in enumerate("一二三四五", 1)}


def level(cell: Cell, profile: ReadingProfile) -> str | None:
    """Return the code of the level that a cell says; None where no answer was given."""
    text = cells.ticked(cells.half_width(cells.written(cell)).replace("\ufe0f", ""))
    word = vocabulary.spelling(text)
    scale = profile.scale
    points = _POINTS.fullmatch(word)
    if points and profile.full_marks and profile.full_marks != _highest_mark(scale):
        return _nearest(Fraction(points[1]), Fraction(profile.full_marks), profile)
    if word in scale:
        return scale[word] or None
    if cells.is_nothing(text) or text in _UNANSWERED:
        return None
    if not scale:
        return text
    if (stars := _stars(word)) is not None:
        if str(stars) in scale:
            return scale[str(stars)]
        return _nearest(Fraction(stars), Fraction(STARS), profile)
    if points:
        if points[1] in scale:
            return scale[points[1]]
        if profile.full_marks:
            return _nearest(Fraction(points[1]), Fraction(profile.full_marks), profile)
    if percent := _PERCENT.fullmatch(word):
        return _nearest(Fraction(percent[1]), Fraction(100), profile)
    if fraction := _FRACTION.fullmatch(word):
        given, full = fraction[1] or fraction[3], fraction[2] or fraction[4]
        return _nearest(Fraction(given), Fraction(full), profile)
    if points and _is_beyond(Fraction(points[1]), highest := _highest_mark(scale)):
        raise CellError("full_marks", f"1–{highest}")
    if code := scale.get(vocabulary.spelling(cells.without_number(text))):
        return code
    raise CellError("answer", vocabulary.listed_in_both(scale))


def told_by(heads: Iterable[str], profile: ReadingProfile) -> ReadingProfile:
    """Return the profile as a column's header, the title over it and the notes beside and below have it.

    They tell which number is which answer, or out of how many it is.
    Where they say that 1 is the best, and not what the others are, numbers are not understood.
    """
    if not profile.scale:
        return profile
    for place, head in enumerate(heads):
        text = vocabulary.spelling(head)
        if place and "满意" not in text and "satisf" not in text:
            continue
        legend = _legend(text, profile.scale, is_title=bool(place))
        if legend or _ONE_IS_BEST.search(text):
            words = {word: code for word, code in profile.scale.items() if not word.isdecimal()}
            return replace(profile, scale={**words, **(legend or {})}, full_marks=None)
        text = numerals.with_digits(text.replace("百分制", "100分制").replace("(%)", "(100分)"))
        # Below the rows stand the points of appraisals, too.
        if place > 1 and "满意度满分" not in text:
            continue
        if found := _FULL_MARKS.search(text) or (not place and _FROM_TO.search(text)) or None:
            return replace(profile, full_marks=float(next(filter(None, found.groups()))))
    return profile


def _legend(text: str, scale: Mapping[str, str], *, is_title: bool) -> dict[str, str]:
    """Return the level of each number that a text explains, two at least: 1非常满意 2满意, or 非常满意5 满意4.

    In a title 满意12 不满意3 are counts, so only numbers from 1 on that stand first are explained there.
    """
    one = {number: scale[word] for number, word in _NUMBER_THEN_WORD.findall(text) if scale.get(word)}
    other = {number: scale[word] for word, number in _WORD_THEN_NUMBER.findall(text) if scale.get(word)}
    if is_title and (len(one) <= len(other) or sorted(map(int, one)) != list(range(1, len(one) + 1))):
        return {}
    legend = max(one, other, key=len)
    return legend if len(legend) > 1 else {}


def doubtful(
    raw: Sequence[Cell], meanings: Mapping[Cell, str | None], profile: ReadingProfile
) -> dict[Cell, CellError]:
    """Return the bare numbers of a column that do not tell out of how many they are.

    It is so where too many for slips go beyond the policy's marks, and where a workbook holds no other number than 1, which
    is also what it holds of 100 %. Out of a hundred, 0.95 may be 95 %.
    """
    highest = _highest_mark(profile.scale)
    is_of_hundred = (profile.full_marks or 0) >= _HUNDRED
    if (profile.full_marks or not highest) and not is_of_hundred:
        return {}
    marks = {}
    for cell in meanings:
        if found := _POINTS.fullmatch(vocabulary.spelling(cells.written(cell))):
            marks[cell] = Fraction(found[1])
    if is_of_hundred:
        return {cell: CellError("full_marks", "1–100") for cell, mark in marks.items() if 0 < mark <= 1}
    if _are_all_bad(marks, raw, meanings, profile):
        return {cell: CellError("full_marks", f"1–{highest}") for cell in marks if meanings[cell] is not None}
    beyond = {cell for cell, mark in marks.items() if mark and _is_beyond(mark, highest)}
    is_whole = set(marks.values()) == {1} and not any(isinstance(cell, str) for cell in marks)
    if not is_whole and not (beyond and _are_no_slips(beyond, Counter(cell for cell in raw if cell in marks))):
        return {}
    return {cell: CellError("full_marks", f"1–{highest}") for cell in marks if meanings[cell] is not None}


def _are_all_bad(
    marks: Mapping[Cell, Fraction], raw: Sequence[Cell], meanings: Mapping[Cell, str | None], profile: ReadingProfile
) -> bool:
    """Tell whether a column of bare numbers holds none of the two best answers, and enough of others: 1 may be the best there."""
    best = sorted(profile.scores, key=lambda code: profile.scores[code], reverse=True)[:2]
    told = {cell: meaning for cell, meaning in meanings.items() if meaning is not None}
    if (
        len(profile.scores) < _FINE_SCALE
        or not told
        or not marks.keys() >= told.keys()
        or set(told.values()) & set(best)
    ):
        return False
    counts = Counter(raw)
    return sum(counts[cell] for cell in told) >= _ENOUGH


def _are_no_slips(beyond: Collection[Cell], marks: Counter[Cell]) -> bool:
    return sum(marks[cell] for cell in beyond) * _SLIP > marks.total()


def _is_beyond(mark: Fraction, highest: int) -> bool:
    return bool(highest) and not 1 <= mark <= highest


def _highest_mark(scale: Mapping[str, str]) -> int:
    return max((int(word) for word in scale if word.isdecimal()), default=0)


def _stars(word: str) -> int | None:
    """Return how many of five stars; None for no stars at all, and for a row of stars of another length."""
    if drawn := _DRAWN.fullmatch(word):
        given, left = map(len, drawn.groups())
        return given if given <= STARS and (not left or given + left == STARS) else None
    if counted := _COUNTED_STARS.fullmatch(word):
        number = _CHINESE_STARS.get(counted[1]) or int(counted[1])
        return number if 1 <= number <= STARS else None
    return None


def _nearest(given: Fraction, full: Fraction, profile: ReadingProfile) -> str:
    if not profile.scores or not full or given > full:
        raise CellError("answer", vocabulary.listed_in_both(profile.scale))
    # A scale may count up to five marks as well as up to a hundred.
    share = given / full * Fraction(str(max(profile.scores.values())))
    distances = sorted((abs(Fraction(str(score)) - share), code) for code, score in profile.scores.items())
    if len(distances) > 1 and distances[0][0] == distances[1][0]:
        raise CellError("answer", vocabulary.listed_in_both(profile.scale))
    return distances[0][1]
