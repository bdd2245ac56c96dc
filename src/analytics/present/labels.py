"""Numbers, days and periods as text; the only place where a figure is rounded.

>>> percent(0.9211), counts(187, 203), interval(0.876, 0.951, "ratio")
('92.1%', '187/203', '87.6–95.1%')
>>> period("2026-Q3", "zh"), period("2026-Q3", "en")
('2026年第3季度', 'Q3 2026')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from analytics.language import Text

EMPTY = "—"
STAFF_CODE = re.compile(r"员工-(\d+)")
MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
UNIT_OF_CHANGE = {"ratio": Text(zh="个百分点", en="pp"), "score": Text(zh="分", en="points")}
STATUS = {
    "met": ("✓", Text(zh="达标", en="Met")),
    "near": ("≈", Text(zh="接近目标", en="Near target")),
    "missed": ("✕", Text(zh="未达标", en="Missed")),
}
SIGNALS = {
    "rise": ("▲", Text(zh="明显上升", en="Clear rise")),
    "fall": ("▼", Text(zh="明显下降", en="Clear fall")),
    "worse": ("◆", Text(zh="明显偏高", en="Clearly high")),
    "better": ("◇", Text(zh="明显偏低", en="Clearly low")),
}
BUCKETS = {
    "on_time": Text(zh="按期", en="On time"),
    "late": Text(zh="逾期完成", en="Late"),
    "refused": Text(zh="拒访", en="Refused"),
    "unreached": Text(zh="未接通", en="Not reached"),
    "missed": Text(zh="漏访", en="Missed"),
    "pending": Text(zh="未到期", en="Not yet due"),
    "excluded": Text(zh="免访", en="Excluded"),
}


def _rounded(value: float, digits: int) -> str:
    # Half up on the decimal digits, as a spreadsheet does: page and workbook show the same figure.
    return str(Decimal(repr(value)).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP))


def percent(value: float | None, digits: int = 1) -> str:
    """Return a ratio as a percentage with one decimal; empty stays empty."""
    return EMPTY if value is None else f"{_rounded(float(Decimal(repr(value)) * 100), digits)}%"


def amount(value: float | None, unit: str) -> str:
    """Return a figure in its unit: a ratio as a percentage, a score with one decimal."""
    if unit == "ratio":
        return percent(value)
    return EMPTY if value is None else _rounded(value, 1)


def goal(value: float | None, unit: str) -> str:
    """Return a target, without a decimal that says nothing: 90 %, not 90.0 %."""
    return amount(value, unit).replace(".0", "") if value is not None else EMPTY


def counts(numerator: float | None, denominator: float | None) -> str:
    """Return the counts behind a ratio, such as 187/203."""
    if numerator is None or denominator is None:
        return EMPTY
    return f"{numerator:.0f}/{denominator:.0f}"


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Return the interval of a figure, such as 87.6–95.1%; empty without one."""
    if low is None or high is None:
        return EMPTY
    lower = amount(low, unit)
    return f"{lower.removesuffix('%')}–{amount(high, unit)}"


def change(figure: Mapping[str, Any], unit: str, language: str) -> str:
    """Return how the current figure stands to the period of *figure*; from an empty or zero base it is new."""
    if figure.get("change_note") == "new":
        return Text(zh="新增", en="new").in_language(language)
    value = figure.get("change")
    if value is None:
        return EMPTY
    scaled = float(Decimal(repr(value)) * 100) if unit == "ratio" else float(value)
    size = _rounded(abs(scaled), 1)
    if Decimal(size) == 0:
        return Text(zh="持平", en="unchanged").in_language(language)
    word = UNIT_OF_CHANGE[unit].in_language(language)
    return f"{'▲' if scaled > 0 else '▼'} {size} {word}"


def day(iso: str | None, language: str) -> str:
    """Return a day in words: 2026年10月31日, 31 October 2026."""
    if not iso:
        return EMPTY
    when = date.fromisoformat(iso[:10])
    if language == "en":
        return f"{when.day} {MONTHS[when.month - 1]} {when.year}"
    return f"{when.year}年{when.month}月{when.day}日"


def period(label: str | None, language: str) -> str:
    """Return a period in words; a label of another form stays as it is."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})|-Q(\d)|-H(\d)|-W(\d{2}))?", label or "")
    if match is None:
        return label or EMPTY
    year, month, quarter, half, week = match.groups()
    if month:
        words = Text(zh=f"{year}年{int(month)}月", en=f"{MONTHS[int(month) - 1]} {year}")
    elif quarter:
        words = Text(zh=f"{year}年第{quarter}季度", en=f"Q{quarter} {year}")
    elif half:
        words = Text(zh=f"{year}年{'上' if half == '1' else '下'}半年", en=f"H{half} {year}")
    elif week:
        words = Text(zh=f"{year}年第{int(week)}周", en=f"Week {int(week)}, {year}")
    else:
        words = Text(zh=f"{year}年", en=year)
    return words.in_language(language)


def tick(label: str, language: str) -> str:
    """Return a month for an axis, in two short lines; another period stays as it is."""
    match = re.fullmatch(r"(\d{4})-(\d{2})", label)
    if match is None:
        return label
    year, month = match[1], int(match[2])
    return Text(zh=f"{month}月\n{year}", en=f"{MONTHS[month - 1][:3]}\n{year}").in_language(language)


def person(name: object, language: str) -> str:
    """Return a name as it stands; the code that stands for a person's name (员工-0009) reads Staff 0009 in English."""
    code = STAFF_CODE.fullmatch(str(name))
    return f"Staff {code[1]}" if code and language == "en" else str(name)


def own_id(identifier: str) -> str:
    """Return the id that the ledger gives a record; empty where it gave none and its cells stand in for one."""
    return "" if "|" in identifier else identifier


def listed(names: list[str], language: str, most: int = 3) -> str:
    """Return names as one phrase; beyond *most* the rest is counted."""
    comma = "、" if language != "en" else ", "
    if len(names) <= most:
        return comma.join(names)
    rest = Text(zh=f"等 {len(names)} 个", en=f" and {len(names) - most} more").in_language(language)
    return f"{comma.join(names[:most])}{rest}"
