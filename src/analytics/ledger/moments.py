"""From what stands in a cell to a day or an instant, and what a sheet's title says of the days below it.

Pure functions. What can be read in two ways is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from analytics.ledger import numerals
from analytics.ledger.cells import (
    MONTHS,
    NOT_YET,
    CellError,
    as_moment,
    half_width,
    is_nothing,
    without_midnight,
    written,
)
from analytics.ledger.grid import Cell

FIRST_YEAR, LAST_YEAR = 1950, 2100
# Two figures of a year are those of 2000 to 2049; what 98 means is not told.
LAST_SHORT_YEAR = 49
_EXCEL_EPOCH = datetime(1899, 12, 30)
_FROM_1904 = timedelta(1462)
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73415  # 1950-01-01 and 2100-12-31
_DAY_OF_MOON = re.compile(r"农历|阴历|初[一二三四五六七八九十]|腊月|正月|冬月")
_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})\s*[-./]\s*(?P<second>\d{1,2})\s*[-./]\s*(?P<year>\d{4})(?!\d)(?P<rest>.*)", re.DOTALL
)
_ENGLISH_DAY = re.compile(
    r"(?:(?P<day>\d{1,2})[-. /]*(?P<month>[a-z]{3,9})\.?|(?P<month2>[a-z]{3,9})\.?[- ]*(?P<day2>\d{1,2}))[-,. /]+(?P<year>\d{4})"
    r"(?!\d)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_ENGLISH_DAY_WITHOUT_YEAR = re.compile(
    r"(?P<day>\d{1,2})[-. /]*(?P<month>[a-z]{3,9})\.?|(?P<month2>[a-z]{3,9})\.?[- ]*(?P<day2>\d{1,2})", re.IGNORECASE
)
_SHORT_YEAR_LAST = re.compile(
    r"(?P<first>\d{1,2})\s*[-./]\s*(?P<second>\d{1,2})\s*[-./]\s*(?P<year>\d\d)(?!\d)(?P<rest>.*)", re.DOTALL
)
# Beside the name of a month, two figures at the end are the year: 5-Mar-26 is how spreadsheet programs write it.
_ENGLISH_DAY_SHORT_YEAR = re.compile(
    r"(?P<day>\d{1,2})[-. /]*(?P<month>[a-z]{3,9})\.?[-,. /]+(?P<year>\d\d)(?!\d)(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# Lines that are moments in the canonical form as they stand: a program wrote them. The last days of a month are looked at.
PLAIN_MOMENTS = re.compile(
    r"^(?:19[5-9]|20[0-9])[0-9]-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"(?: (?!00:00:00)(?:[01][0-9]|2[0-3])(?::[0-5][0-9]){2})?$",
    re.MULTILINE,
)
_USUAL_TIME = r"(\d{1,2}):(\d\d)(?::(\d\d))?"
_USUAL_MOMENT = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})(?:(?:日 ?|[ T]){_USUAL_TIME}|日)?")
# 10.3-5 is no day of 2010 but some days of October.
_DAY = re.compile(
    r"(?P<year>\d{4}|\d{2}(?=\s*(?:年|(?P<mark>[-./])\s*\d{1,2}\s*(?P=mark))))\s*(?:年|[-./])\s*(?P<month>\d{1,2})\s*(?:月|[-./])\s*(?P<day>\d{1,2})\s*[日号]?(?P<rest>.*)",
    re.DOTALL,
)
_DAY_WITHOUT_YEAR = re.compile(
    r"(?P<month>\d{1,2})\s*(?P<mark>月|[./-])\s*(?P<day>\d{1,2})\s*[日号]?(?P<rest>.*)", re.DOTALL
)
_DAY_ALONE = re.compile(r"(?P<day>\d{1,2})\s*[日号](?P<rest>.*)", re.DOTALL)
# 2026-3-112:20 is twenty past two on the 11th or past twelve on the 1st.
_HOUR_OF_ONE_FIGURE = re.compile(r"(\d)[:：]")
_COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)\d\d|2100)(?P<month>\d\d)(?P<day>\d\d)(?:\.0+)?(?P<rest>)")
_COMPACT_MOMENT = re.compile(
    r"(?P<year>20\d\d)(?P<month>\d\d)(?P<day>\d\d)\s?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?"
)
# A ledger's times are those of its place, which is what +08:00 says.
_FRACTION_OR_ZONE = re.compile(r"(?<=:\d\d)\.\d+(?=$|\+)|(?<=\d)\s?\+08:?00$")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_LETTER = re.compile("[A-Za-z]")
_ISO_MARK = re.compile(r"(?<=\d)T(?=\d)")
_ENGLISH_WEEKDAY = re.compile(
    r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b[.,]*|(?<=\d)(?:st|nd|rd|th)\b|\bat\b",
    re.IGNORECASE,
)
_ENGLISH_HOUR = re.compile(r"(?:(?<![:\d])(\d{1,2})(?:\.(\d\d))?|(?<=:\d\d))\s*([ap])\.?m\.?", re.IGNORECASE)
_WEEKDAY = re.compile(r"[(\[（【]?\s*(?:星期|周|礼拜)[一二三四五六日天][)\]）】]?")
_TIME = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚|am|pm)?\s*"
    r"(?P<hour>\d{1,2})\s*(?:[:：]|时|点)\s*(?:(?P<minute>\d{1,2}|半|整|[13]刻|一刻|三刻)\s*分?)?(?:\s*[:：]?\s*(?P<second>\d{1,2})(?:\.0*)?\s*秒?)?"
    r"\s*(?P<after>am|pm)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Dating:
    """The year, and where it is named the month, that a sheet's title speaks of.

    ``first`` is the month with which a range begins that ends with ``month``, of ``first_year`` where that is another year.
    ``plan`` is set for a column of planned days, which may lie in the year after. ``order`` is the order of day, month and
    year that was confirmed for a column: what could be two days is then one. ``is_1904`` tells of a workbook that counts its
    days from 1904: a bare number in it may be counted from there or from 1900.
    """

    year: int | None = None
    month: int | None = None
    plan: bool = False
    order: str = ""
    first: int | None = None
    is_1904: bool = False
    first_year: int | None = None

    @property
    def day_first(self) -> bool:
        """Whether the day stands before the month."""
        return self.order == "day-month-year"

    @property
    def year_last(self) -> bool:
        """Whether an order is confirmed in which the year stands last."""
        return self.order in {"day-month-year", "month-day-year"}

    def spans(self, year: int) -> bool:
        """Tell whether the title speaks of *year*."""
        return self.year is not None and (self.first_year or self.year) <= year <= self.year

    def year_of(self, month: int) -> int:
        """Return the year of a day that was written without one; raises CellError when it cannot be told.

        What was done lies in the nine months up to the title's or little after it, what is planned near it or ahead of it.
        December in a ledger of January is of the year before; August in it may be of either. A month that a title's range
        holds twice may be of either, too.
        """
        if self.year is None:
            raise CellError("date_without_year")
        if self.month is None:
            return self.year
        begin = self.first_year or self.year, self.first or self.month
        within = [year for year in range(begin[0], self.year + 1) if begin <= (year, month) <= (self.year, self.month)]
        if len(within) == 1:
            return within[0]
        if within:
            raise CellError("date_without_year")
        ahead = month - self.month
        earliest, latest = (-3, 6) if self.plan else (-9, 2)
        if earliest <= ahead <= latest:
            return self.year
        if not self.plan and ahead >= 9:
            return self.year - 1
        raise CellError("date_without_year")


def moment(cell: Cell, dating: Dating) -> str | None:
    """Return a day ``YYYY-MM-DD`` or an instant ``YYYY-MM-DD HH:MM:SS``; midnight counts as the day."""
    if isinstance(cell, str):
        return _usual_moment(cell) or _text_as_moment(cell, dating)
    if isinstance(cell, datetime):
        return _within_reason(cell)
    if isinstance(cell, date):
        return _within_reason(datetime(cell.year, cell.month, cell.day))
    if cell == time(0):
        # What a formula makes of an empty cell where it is shown as a day: 1900/1/0.
        return None
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _number_as_moment(float(cell), dating)
    raise CellError("date")


def plain_moments(whens: Iterable[datetime]) -> dict[Cell, str]:
    """Return what :func:`moment` does for those date cells of which nothing is to be told."""
    return {
        when: without_midnight(when.isoformat(" "))
        for when in whens
        if not when.microsecond and FIRST_YEAR <= when.year <= LAST_YEAR
    }


def _usual_moment(text: str) -> str | None:
    """Read what programs write and what most people type; None for every other spelling, which takes longer to read."""
    found = _USUAL_MOMENT.fullmatch(half_width(text))
    if found is None:
        return None
    year, month, day, hour, minute, second = map(int, found.groups("0"))
    try:
        when = datetime(year, month, day, hour, minute, second)
    except ValueError:  # who reads the others says what is wrong with it
        return None
    return _within_reason(when)


def time_of_day(cell: Cell) -> str | None:
    """Return a time ``HH:MM:SS`` for a cell that holds nothing else; None for an empty one."""
    if isinstance(cell, datetime):
        raise CellError("time")
    if isinstance(cell, time):
        return cell.replace(microsecond=0).isoformat()
    if isinstance(cell, float) and 0 <= cell < 1:
        return (_EXCEL_EPOCH + timedelta(seconds=round(cell * 86400))).time().isoformat()
    if not isinstance(cell, str):
        raise CellError("time")
    text = half_width(cell)
    if is_nothing(text):
        return None
    try:
        return _time(text if text.isascii() else numerals.with_digits(text)).isoformat()
    except CellError:
        raise CellError("time") from None


def _within_reason(when: datetime) -> str:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise CellError("date")
    return as_moment(when)


def _number_as_moment(value: float, dating: Dating) -> str:
    if _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
        return _counted(value, dating)
    text = written(value)
    if compact := _COMPACT_DAY.fullmatch(text):
        return _from_parts(int(compact["year"]), int(compact["month"]), int(compact["day"]), "")
    month, mark, day = text.partition(".")
    if dating.day_first:
        # 5.1 may have been typed as 5.10: the month cannot be told.
        raise CellError("date_order", f"{month}.{day} / {month}.{day}0")
    if not mark or not 1 <= int(month or 0) <= 12 or len(day) > 2:
        raise CellError("date")
    # A number cannot keep its last zero: 3.1 may have been typed as 3.10, which is another day.
    if day in {"1", "2"} or (day == "3" and month != "2"):
        raise CellError("date_order", f"{month}.{day} / {month}.{day}0")
    return _from_parts(dating.year_of(int(month)), int(month), int(day), "")


def _counted(value: float, dating: Dating) -> str:
    day = _EXCEL_EPOCH + timedelta(seconds=round(value * 86400))
    if dating.is_1904:
        raise CellError("date_order", f"{day.date()} / {day.date() + _FROM_1904}")
    return as_moment(day)


def _text_as_moment(cell: str, dating: Dating) -> str | None:
    text = half_width(cell).lstrip("'")
    if is_nothing(text) or NOT_YET.fullmatch(text):
        return None
    if not text.isascii():
        if _DAY_OF_MOON.search(text):
            raise CellError("date", "公历 / solar")
        text = numerals.with_digits(_WEEKDAY.sub(" ", text).replace("元月", "1月"))
    text = _FRACTION_OR_ZONE.sub("", _FRACTION_OR_ZONE.sub("", _ISO_MARK.sub(" ", text).strip()))
    if _LETTER.search(text):
        text = _ENGLISH_HOUR.sub(_hour_of_twelve, _ENGLISH_WEEKDAY.sub("", text)).strip()
    if found := _YEAR_LAST.fullmatch(text) or (dating.year_last and _SHORT_YEAR_LAST.fullmatch(text)):
        return _year_last(found, dating)
    if found := _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text):
        _check_run_together(found)
        return _from_parts(_whole_year(found["year"]), int(found["month"]), int(found["day"]), found["rest"])
    if found := _COMPACT_MOMENT.fullmatch(text):
        clock = f"{found['hour']}:{found['minute']}:{found['second'] or '00'}"
        return _from_parts(int(found["year"]), int(found["month"]), int(found["day"]), clock)
    if _SERIAL.fullmatch(text):
        value = float(text)
        if _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
            return _counted(value, dating)
        raise CellError("date")
    if found := _ENGLISH_DAY.fullmatch(text):
        return _from_parts(int(found["year"]), _english_month(found), int(found["day"] or found["day2"]), found["rest"])
    if found := _ENGLISH_DAY_SHORT_YEAR.fullmatch(text):
        return _from_parts(_whole_year(found["year"]), _month_named(found["month"]), int(found["day"]), found["rest"])
    return _text_without_year(text, dating)


def _text_without_year(text: str, dating: Dating) -> str:
    if found := _DAY_WITHOUT_YEAR.fullmatch(text):
        month, day = int(found["month"]), int(found["day"])
        if dating.day_first and found["mark"] != "月":
            month, day = day, month
        return _without_year(dating, month, day, found["rest"])
    if found := _ENGLISH_DAY_WITHOUT_YEAR.fullmatch(text):
        month, figures = _english_month(found), found["day2"] or ""
        if len(figures) > 1 and "-" in text:
            # How spreadsheet programs write a month with its year.
            raise CellError("date_order", f"{month:02}-{figures} / 20{figures}-{month:02}")
        return _without_year(dating, month, int(found["day"] or figures), "")
    if (found := _DAY_ALONE.fullmatch(text)) and dating.year and dating.month and not dating.first and not dating.plan:
        return _from_parts(dating.year, dating.month, int(found["day"]), found["rest"])
    raise CellError("date")


def _check_run_together(found: re.Match[str]) -> None:
    day, hour = found["day"], _HOUR_OF_ONE_FIGURE.match(found.string, found.end("day"))
    if hour and len(day) > 1 and day[0] != "0" and int(day[1] + hour[1]) < 24:
        month = f"{_whole_year(found['year'])}-{int(found['month']):02}"
        raise CellError("date_order", f"{month}-{day} {hour[1]}… / {month}-0{day[0]} {day[1]}{hour[1]}…")


def _hour_of_twelve(found: re.Match[str]) -> str:
    return f"{found[1]}:{found[2] or '00'}{found[3]}m" if found[1] else f"{found[3]}m"


def _whole_year(figures: str) -> int:
    year = int(figures)
    if len(figures) > 2:
        return year
    if year > LAST_SHORT_YEAR:
        raise CellError("date")
    return 2000 + year


def _english_month(found: re.Match[str]) -> int:
    return _month_named(found["month"] or found["month2"])


def _month_named(word: str) -> int:
    named = MONTHS.get(word[:3].lower())
    if named is None:
        raise CellError("date")
    return named


def _without_year(dating: Dating, month: int, day: int, rest: str) -> str:
    # The parts are looked at first, so that 13月5日 is called a wrong day and not one without a year.
    _from_parts(2024, month, day, rest)
    return _from_parts(dating.year_of(month), month, day, rest)


def _year_last(found: re.Match[str], dating: Dating) -> str:
    """Read 25/3/2026 and 3/25/2026, which can be one day only; 3/5/2026 can be two and needs a confirmed order."""
    first, second, year = int(found["first"]), int(found["second"]), _whole_year(found["year"])
    if dating.year_last:
        day, month = (first, second) if dating.day_first else (second, first)
        return _from_parts(year, month, day, found["rest"])
    if first != second and first <= 12 and second <= 12:
        raise CellError("date_order", f"{year}-{first:02}-{second:02} / {year}-{second:02}-{first:02}")
    day, month = (first, second) if second <= 12 else (second, first)
    return _from_parts(year, month, day, found["rest"])


def _from_parts(year: int, month: int, day: int, rest: str) -> str:
    try:
        when = datetime(year, month, day)
    except ValueError:
        raise CellError("date") from None
    rest = rest.strip(" ,，\t\r\n")
    if rest:
        clock = _time(rest)
        when = when.replace(hour=clock.hour, minute=clock.minute, second=clock.second)
    return _within_reason(when)


_MORNING = frozenset({"凌晨", "清晨", "早上", "早晨", "上午", "am"})
_AFTERNOON = frozenset({"下午", "pm"})
_EVENING = frozenset({"傍晚", "晚上", "晚"})


def _time(text: str) -> time:
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise CellError("date")
    hour = int(found["hour"])
    minute = {None: 0, "半": 30, "整": 0, "1刻": 15, "3刻": 45, "一刻": 15, "三刻": 45}.get(found["minute"])
    if minute is None:
        minute = int(found["minute"])
    half = (found["half"] or found["after"] or "").lower()
    if half in _MORNING:
        # 上午12:10 is ten past midnight to a clock and ten past noon to many people.
        if hour > 12 or (hour == 12 and half != "am"):
            raise CellError("date")
        hour %= 12
    elif half in _AFTERNOON:
        hour = hour + 12 if hour < 12 else hour
    elif half in _EVENING:
        # 晚上12点 and 晚上1点 are of the day after to most people, and nobody says which day they wrote down.
        if not 4 <= hour % 12 <= 11 or hour < 4:
            raise CellError("date")
        hour = hour + 12 if hour < 12 else hour
    elif half == "中午":
        if hour not in {1, 2, 11, 12, 13, 14}:
            raise CellError("date")
        hour = hour + 12 if hour < 3 else hour
    try:
        return time(hour, minute, int(found["second"] or 0))
    except ValueError:
        raise CellError("date") from None
