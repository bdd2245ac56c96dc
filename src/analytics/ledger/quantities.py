"""From what stands in a cell to numbers and lengths of time: pure functions, which guess nothing."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal

from analytics.ledger import numerals
from analytics.ledger.cells import (
    CellError,
    half_width,
    is_nothing,
    written,
)
from analytics.ledger.grid import Cell

_DURATION = re.compile(
    r"(?:(?P<hours>\d+)\s*(?:小时|时|h))?\s*(?:(?P<minutes>\d+)\s*(?:分钟|分|min|m|['′]))?"
    r"\s*(?:(?P<seconds>\d+(?:\.\d+)?)\s*(?:秒钟|秒|sec|s|\"|″|''|′′))?",
    re.IGNORECASE,
)
_CLOCK_DURATION = re.compile(r"(?:(?P<hours>\d+):)?(?P<minutes>\d{1,2}):(?P<seconds>\d{2})")
_MONEY = re.compile(r"^(?:人民币|RMB|CNY|USD|US\$|[¥￥$])\s*|\s*(?:元整?|圆整?|块钱?|人民币|RMB|CNY)$", re.IGNORECASE)
_UNIT = re.compile(
    r"(?<=[\d\s])(?:次|个|人|岁|周岁|天|日|件|项|户|套|台|条|家|位|单|笔|份|分|平方米|平米|㎡|m2|米|m|公里|km|kg|公斤|小时|分钟)$",
    re.IGNORECASE,
)
_MANY = {"万": 4, "亿": 8}
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")


def number(cell: Cell) -> str | None:
    """Return a plain number as text, without its unit or currency; 1.2万 is 12000."""
    if isinstance(cell, (bool, date, time, timedelta)):
        raise CellError("number")
    if isinstance(cell, (int, float)):
        return written(cell)
    text = half_width(cell)
    if is_nothing(text):
        return None
    plain = _UNIT.sub("", _MONEY.sub("", _MONEY.sub("", text))).strip()
    power = _MANY.get(plain[-1:], 0)
    if power:
        plain = plain[:-1].strip()
    if not _NUMBER.fullmatch(plain):
        raise CellError("number")
    value = plain.replace(",", "").lstrip("+")
    return f"{(Decimal(value).scaleb(power)):f}" if power else value


def duration(cell: Cell, unit: str = "") -> str | None:
    """Return a length of time in seconds.

    A bare number needs the *unit* (``s`` or ``min``) of its header; without one it is refused.
    """
    if isinstance(cell, timedelta):
        return _seconds(cell.total_seconds())
    if isinstance(cell, time):
        if cell.hour and not cell.second:
            # Whoever types 3:20 into a spreadsheet means minutes and seconds and gets a time of day.
            raise CellError("duration")
        return _seconds(cell.hour * 3600 + cell.minute * 60 + cell.second)
    if isinstance(cell, (bool, date)):
        raise CellError("duration")
    if isinstance(cell, (int, float)):
        return _seconds(_bare_duration(float(cell), unit))
    text = half_width(cell)
    if is_nothing(text):
        return None
    if _NUMBER.fullmatch(text):
        return _seconds(_bare_duration(float(text.replace(",", "")), unit))
    text = numerals.with_digits(text).replace("半小时", "30分") if not text.isascii() else text
    match = _CLOCK_DURATION.fullmatch(text) or _DURATION.fullmatch(text)
    if match is None or not match.group():
        raise CellError("duration")
    parts = {name: float(part) for name, part in match.groupdict().items() if part}
    return _seconds(parts.get("hours", 0) * 3600 + parts.get("minutes", 0) * 60 + parts.get("seconds", 0))


def _bare_duration(value: float, unit: str) -> float:
    if value < 0 or unit not in {"s", "min"}:
        raise CellError("duration")
    return value * 60 if unit == "min" else value


def _seconds(value: float) -> str:
    if value < 0:
        raise CellError("duration")
    return written(round(float(value), 3))
