"""Which year and months the titles of a sheet speak of, so that a day written without its year gets the right one or none.

A title may name a month, a quarter, half a year or a range of months; the number of a form, the year of its revision and
the day on which the sheet was filled in are no part of it. Titles that name several years, and no range of them, tell none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analytics.ledger import numerals
from analytics.ledger.cells import MONTHS, half_width
from analytics.ledger.moments import Dating

_TO = r"\s*(?:[-—–~至到]|to)\s*"
_YEAR_NAMED = r"(?<!\d)(20\d\d|\d\d(?=\s*年))"
_MONTH_NUMBER = r"(1[0-2]|0?[1-9])"
_MONTH_WORD = (
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_TWO_YEARS = re.compile(r"(?<!\d)20(\d\d)\s*年?度?\s*[-—–/~至]\s*(?:20)?(\d\d)(?!\d|\s*[-./月])")
# 2026年3号楼 and 2026年3季度 name no month.
_MONTH = re.compile(
    rf"{_YEAR_NAMED}\s*(?:年度?\s*{_MONTH_NUMBER}(?=\s*(?:月|[-./]\d|[—–~至到]|$|[)\]]))|[-./]\s*{_MONTH_NUMBER}(?!\d))"
)
_MONTHS = re.compile(rf"{_YEAR_NAMED}\s*(?:年度?|[-./])\s*{_MONTH_NUMBER}\s*(?:月份?)?{_TO}{_MONTH_NUMBER}\s*月")
# 2026年1月1日至12月31日; 2026年3月1日-31日 is one month.
_DAYS = re.compile(
    rf"{_YEAR_NAMED}\s*[-./年]\s*{_MONTH_NUMBER}\s*[-./月]\s*\d{{1,2}}\s*[日号]?{_TO}{_MONTH_NUMBER}\s*[-./月]\s*\d{{1,2}}(?!\d)"
)
_PART = re.compile(r"(?<!\d)(20\d\d)\s*年?度?\s*(?:第?([1-4])季度?|q([1-4])(?!\d)|([上下])半年)", re.IGNORECASE)
_ENGLISH = re.compile(rf"{_MONTH_WORD}(?:{_TO}{_MONTH_WORD})?,?[\s-]*(20\d\d)(?!\d)", re.IGNORECASE)
_MONTH_ALONE = re.compile(rf"{_MONTH_NUMBER}\s*月份?")
_SINCE = re.compile(r"\d\s*月?\s*(?:以来|起|开始|至今)")
# QR-KF-2019-05, ISO9001:2015, 客服(2025)12号, 2020年修订, 编号:2019-05-001
_NO_DATE = re.compile(
    r"(?<![A-Za-z])(?!Q[1-4]|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC))"
    r"[A-Z]{1,6}[-/.]?(?:[A-Z0-9]+[-/.:])*20\d\d(?:[-/.:]\d+)*(?!\d)"
    r"|[(\[【〔]20\d\d[)\]】〕]\s*第?\s*\d+\s*号"
    r"|20\d\d\s*年?(?:\s*\d{1,2}\s*月)?\s*(?:第.)?(?:版|修订|修改|修正|制订|制定|颁布|发布|实施|成立|交付)"
    r"|(?:编号|表号|文号|档号|版本号?)\s*:\s*[A-Za-z0-9./_-]+"
)
_FULL_DAY = (
    r"(?:20\d\d\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?)?|\d{1,2}[-./ ]\w{1,9}[-./ ]20\d\d)"
    r"(?: \d\d:\d\d(?::\d\d)?)?"
)
_FILLED_IN = re.compile(
    r"(?:制表|填表|填报|填写|编制|打印|导出|报送|上报|制作|更新|录入|审核|printed|exported|prepared|updated|created)"
    rf"[^:]{{0,8}}?[: ]?[^:]{{0,8}}?{_FULL_DAY}|^(?:日期\s*:\s*)?{_FULL_DAY}$",
    re.IGNORECASE,
)


def dating_of(titles: Sequence[str]) -> Dating:
    """Return the year and months that *titles* speak of; a title of only a year and a sheet called after a month tell both.

    The first title with a month counts. The days on which a sheet was filled in count only where no title says more.
    """
    texts = [_NO_DATE.sub(" ", numerals.with_digits(half_width(title))).strip() for title in titles]
    filled_in = [found[0] for text in texts for found in _FILLED_IN.finditer(text)]
    return _told([_FILLED_IN.sub(" ", text).strip() for text in texts]) or _told([" ".join(filled_in)]) or Dating()


def _told(titles: Sequence[str]) -> Dating | None:
    years = {year for title in titles for year in _years_of(title)}
    found = next((dating for title in titles if (dating := _months_of(title))), None)
    if found is not None:
        return found if all(found.spans(year) for year in years) else Dating()
    if len(years) != 1:
        return Dating() if years else None
    months = {int(alone[1]) for title in titles if (alone := _MONTH_ALONE.fullmatch(title))}
    return Dating(min(years), min(months) if len(months) == 1 else None)


def _years_of(title: str) -> Iterator[int]:
    """Yield the years that a title names, both of 2025/26; 2025-11 is a month."""
    yield from map(int, _YEAR.findall(title))
    for first, last in _TWO_YEARS.findall(title):
        if int(last) == int(first) + 1:
            yield from (2000 + int(first), 2000 + int(last))


def _months_of(title: str) -> Dating | None:
    found = _MONTHS.search(title) or _DAYS.search(title)
    if found and int(found[2]) <= int(found[3]):
        return Dating(_whole(found[1]), int(found[3]), first=int(found[2]))
    if found := _PART.search(title):
        half, last = found[4], 3 * int(found[2] or found[3] or 0)
        last = {"上": 6, "下": 12}.get(half, last)
        return Dating(int(found[1]), last, first=last - (5 if half else 2))
    named = [(_whole(found[1]), int(found[2] or found[3])) for found in _MONTH.finditer(title)]
    named += [month for found in _ENGLISH.finditer(title) for month in _english_months(found)]
    if not named:
        return None
    (first_year, first), (year, last) = min(named), max(named)
    if (first_year, first) == (year, last):
        return Dating(year, None if _SINCE.search(title) else last)
    return Dating(year, last, first=first, first_year=first_year if first_year < year else None)


def _english_months(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield the months of March 2026 and of Nov-Jan 2026."""
    year, last = int(found[3]), MONTHS[(found[2] or found[1])[:3].lower()]
    yield year, last
    first = MONTHS[found[1][:3].lower()]
    yield year if first <= last else year - 1, first


def _whole(figures: str) -> int:
    return int(figures) + (2000 if len(figures) == 2 else 0)
