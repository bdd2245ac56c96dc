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
    if offset.rough_days == 0:
        return Text(zh="当日", en="the day of")
    far = distance(offset)
    if offset.rough_days < 0:
        return Text(zh="前 {far}", en="{far} before").format(far=far)
    return Text(zh="后 {far}", en="{far} after").format(far=far)


def distance(offset: Offset) -> Text:
    """Return the length of a distance, without its direction."""
    if offset.hours is not None:
        return _amount(abs(offset.hours), "小时", "hour")
    parts = []
    years, months = divmod(abs(offset.months), 12)
    if years:
        parts.append(_amount(years, "年", "year"))
    if months:
        parts.append(_amount(months, "个月", "month"))
    if offset.workdays:
        parts.append(_amount(abs(offset.workdays), "个工作日", "working day"))
    if offset.days or not parts:
        parts.append(_amount(abs(offset.days), "天", "day"))
    minus = offset.months and offset.days and (offset.months > 0) != (offset.days > 0)
    joint = Text(zh="减 " if minus else "零 ", en=" less " if minus else " and ")
    return Text(zh=joint.zh.join(part.zh for part in parts), en=joint.en.join(part.en for part in parts))


def _amount(number: int, zh: str, en: str) -> Text:
    return Text(zh=f"{number} {zh}", en=f"{number} {en}{'' if number == 1 else 's'}")
