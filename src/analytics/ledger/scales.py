"""What an answer says on the policy's scale of satisfaction, however it was marked: pure functions.

Words and marks that the policy knows come first. Stars are its marks from 1 to 5. Percentages and fractions name their own
full marks; a bare number needs the full marks that the profile tells. The level is the one whose score is nearest; an
answer half-way between two, and a number that the scale does not know, are refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from analytics.ledger import cells, vocabulary
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
_POINTS = re.compile(r"(\d{1,3}(?:\.\d+)?)分?")
_CHINESE_STARS = {sign: number for number, sign in enumerate("一二三四五", 1)}


def level(cell: Cell, profile: ReadingProfile) -> str | None:
    """Return the code of the level that a cell says; None where no answer was given."""
    text = cells.half_width(cells.written(cell)).replace("\ufe0f", "")
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
    raise CellError("code", vocabulary.listed(scale))


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
        raise CellError("code", vocabulary.listed(profile.scale))
    # A scale may count up to five marks as well as up to a hundred.
    share = given / full * Fraction(str(max(profile.scores.values())))
    distances = sorted((abs(Fraction(str(score)) - share), code) for code, score in profile.scores.items())
    if len(distances) > 1 and distances[0][0] == distances[1][0]:
        raise CellError("code", vocabulary.listed(profile.scale))
    return distances[0][1]
