"""Distances in time, as a manager says them: 后 7 天, 5 working days before, to the end of the quarter."""

from __future__ import annotations

from analytics.language import Text
from analytics.policy.offsets import Offset

_ENDS = {
    "month": Text(zh="当月月底", en="the end of its month"),
    "quarter": Text(zh="当季季末", en="the end of its quarter"),
    "half": Text(zh="当半年末", en="the end of its half-year"),
    "year": Text(zh="当年年底", en="the end of its year"),
}


def side(offset: Offset) -> Text:
    """Return where an end of a window lies: before, on or after the anchor."""
    if offset.end is not None:
        return _ENDS[offset.end]
    if is_anchor(offset):
        return Text(zh="当日", en="the day of")
    far = distance(offset)
    if offset.rough_days < 0:
        return Text(zh="前 {far}", en="{far} before").format(far=far)
    return Text(zh="后 {far}", en="{far} after").format(far=far)


def is_anchor(offset: Offset) -> bool:
    """Return whether a distance is none at all."""
    return offset.end is None and not (offset.months or offset.days or offset.workdays or offset.hours)


def distance(offset: Offset) -> Text:
    """Return the length of a distance, without its direction: what goes along with it, less what goes against it."""
    if offset.hours is not None:
        return _amount(abs(offset.hours), "小时", "hour")
    forward = offset.rough_days >= 0
    years, months = divmod(abs(offset.months), 12)
    along: list[Text] = []
    against: list[Text] = []
    for number, sign, zh, en in (
        (years, offset.months, "年", "year"),
        (months, offset.months, "个月", "month"),
        (abs(offset.days), offset.days, "天", "day"),
        (abs(offset.workdays), offset.workdays, "个工作日", "working day"),
    ):
        if number:
            (along if (sign > 0) == forward else against).append(_amount(number, zh, en))
    said = _joined(along or [_amount(0, "天", "day")])
    less = _joined(against)
    return Text(zh=f"{said.zh}减 {less.zh}", en=f"{said.en} less {less.en}") if against else said


def _joined(parts: list[Text]) -> Text:
    return Text(zh="零 ".join(part.zh for part in parts), en=" and ".join(part.en for part in parts))


def _amount(number: int, zh: str, en: str) -> Text:
    return Text(zh=f"{number} {zh}", en=f"{number} {en}{'' if number == 1 else 's'}")
