"""From what stands in a cell to canonical text: pure functions, one value at a time.

Each returns the canonical text, or None where the cell says "nothing", or raises :class:`CellError`, whose ``check``
is the finding that it becomes. What can be read in two ways is refused, never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from analytics.ledger import numerals
from analytics.ledger.grid import Cell

FIRST_YEAR, LAST_YEAR = 1950, 2100
# Two figures of a year are those of 2000 to 2049; what 98 means is not told.
LAST_SHORT_YEAR = 49
_EXCEL_EPOCH = datetime(1899, 12, 30)
_FROM_1904 = timedelta(1462)
_FIRST_SERIAL, _LAST_SERIAL = 18264, 73415  # 1950-01-01 and 2100-12-31

NOTHING = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "—",
        "——",
        "/",
        "//",
        "\\",
        "无",
        "暂无",
        "空",
        "请选择",
        "--请选择--",
        "-请选择-",
        "n/a",
        "na",
        "null",
        "none",
        "nan",
    }
)
_DITTO = frozenset({"同上", "同前", "〃", "′′", '"', "ditto"})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_NOT_YET = re.compile(
    r"[未没](开工|完工|竣工|完成|结束|回访|上报|报告|答复|解决|处理|收回|安装|出院|归档|定|知|评价|填|完|交付|访)|待定|不详|未"
    r"|[尚还]未.{0,4}|还?没有.{0,4}|在建|在施|在院|住院中|正在.{1,4}|(施工|进行|处理|维修|安装)中|至今|在职"
)
_BOXES = re.compile(r"(?:[☑✓✔√■□☐○]\s*[^\s☑✓✔√■□☐○,、;/]+[\s,、;/]*){2,}")
# The number of an answer in a list: A.满意, 5-非常满意, ①满意, 满意(4分).
_NUMBERED = re.compile(
    r"(?:[A-Za-z\d]{1,2}\s*[.、:\-)]|\d(?=[^\d\W]))\s*(?P<word>[^\d\W].*)|(?P<word2>[^\d\W].*?)\s*\(\d{1,3}分?\)"
)
_MOBILE_BESIDE = re.compile(r"(?<=.)[\s/、,;:(]*1[3-9]\d{9}\)?")
_TICKED = re.compile(r"[☑✓✔√■]\s*([^\s☑✓✔√■□☐○,、;/]+)")
_CHINESE = "\u3400-\u9fff"
_DAY_OF_MOON = re.compile(r"农历|阴历|初[一二三四五六七八九十]|腊月|正月|冬月")
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
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
_ANY_CHINESE = re.compile(f"[{_CHINESE}]")
_GAP_IN_NAME = re.compile(rf"(?<=[{_CHINESE}])\s+(?=[{_CHINESE}])")
_OFFICE_HELD = "副?(?:主任|医生|医师|护士|经理|主管|师傅|[组队班科院]长|老师|先生|女士|教授|工程师)"
# 张三 李四 are two people, as 一组 二组 are two crews; 张 三, 欧阳 修, 李四 主任 and 华东 施工队 are one.
_NAMES_APART = re.compile(
    rf"[{_CHINESE}]{{2,3}}(?<![队组班部科室司店处所站厂])(?:\s+(?!{_OFFICE_HELD})[{_CHINESE}]{{2,3}}(?<![队组班部科室司店处所站厂]))+"
    rf"|[{_CHINESE}]+(?P<crew>[队组班])(?:\s+[{_CHINESE}]+(?P=crew))+"
)
# 和 and its like part names only where a whole name stands on either side: 李和平 is one person.
_AND = re.compile(rf"(?<=[{_CHINESE}]{{2}})\s*(?:以及|和|及|与)\s*(?=[{_CHINESE}]{{2}})")
# 疼痛与康复科 is one department, 内科和外科 are two.
_OFFICE = re.compile(r".*(?:[队组班部科室司店处所站厂院区系]|中心)")
_BRACKET_BELOW = re.compile(r"\n\(")
_LATIN = r"[A-Za-zÀ-ɏ'’.-]+"
_FAMILY_NAME_FIRST = re.compile(rf"(?:^|[;、])\s*{_LATIN}\s*,\s*{_LATIN}(?:\s+{_LATIN})*\s*(?=[;、]|$)")
_FAMILY_AND_GIVEN = re.compile(rf"({_LATIN}(?: {_LATIN})*)\s*,\s*({_LATIN}(?: {_LATIN})*)")
_OFFICE_MARKS = re.compile(r"[、，,/;；\n\r|+]+")
# A&E is one department.
_NAME_MARKS = re.compile(r"(?:[、，,/;；\n\r|＆+]|(?<!\b[A-Za-z])&)+")

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
_COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:\.0+)?(?P<rest>)")
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
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_MOBILE_ALONE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(
    r"(?:(?:\+|00)?86)?(010|02\d|0[3-9]\d\d)(\d{7,8})(?:(?:转|x|ext\.?|#|分机号?)(\d{1,6}))?", re.IGNORECASE
)
_SERVICE = re.compile(r"([48]00\d{7}|\d{7,8}|[19]\d{4})(?:(?:转|x|ext\.?|#|分机号?)(\d{1,6}))?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=\d{7})\s*[-—－]\s*(?=\d{1,6}$)")
_POWER_OF_TEN = re.compile(r"1\.\d{10}e\+?10", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(?<=^\d{11})\.0+$")
# A spreadsheet keeps fifteen digits of a number, and writes longer ones as 1.23E+17.
_EXACT = 1e15
# How a text file holds the 3-5 that a spreadsheet program took for a day.
DATE_SIGNS = tuple(sign for month in MONTHS for sign in (f"-{month.title()}", f"{month.title()}-"))
_MONTH_SHOWN = "|".join(month.title() for month in MONTHS)
_SHOWN_DATE = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-(?:{_MONTH_SHOWN})|(?:{_MONTH_SHOWN})-\d\d")
_SHORTENED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
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
_NUMBER_MARKS = re.compile(r"[、，,/;；\n|]+")
_GAPS = re.compile(r"[\s\-()（）—.]")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|[-+]?\.\d+")


class CellError(ValueError):
    """A cell that does not say what its column needs; ``check`` names the finding, ``detail`` completes it."""

    def __init__(self, check: str, detail: str = "") -> None:
        super().__init__(f"{check}: {detail}" if detail else check)
        self.check = check
        self.detail = detail


class Formula(str):
    """The text of a formula whose result was not saved with the workbook: what it says nobody knows."""

    __slots__ = ()


ERRORS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
     "#CONNECT!", "#GETTING_DATA", "Err:502", "Err:508", "Err:522"}
)  # fmt: skip


def check_for_fault(cell: Cell) -> None:
    """Raise CellError for what the spreadsheet program itself failed to work out: an error value, a lost result."""
    if isinstance(cell, Formula):
        raise CellError("uncached_formula")
    if isinstance(cell, str) and cell in ERRORS:
        raise CellError("error_cell")


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


def half_width(text: str) -> str:
    """Return *text* with full-width digits, letters and marks as ordinary ones, and without outer blanks and unseen signs."""
    if text.isascii():
        return text.strip()
    text = unicodedata.normalize("NFKC", text)
    return text.strip() if text.isprintable() else _UNSEEN.sub("", text).strip()


def check_for_ditto(text: str) -> None:
    """Raise CellError for a word that means what stands above: alone it means nothing, and rows do not stay where they were."""
    if text in _DITTO:
        raise CellError("ditto")


def ticked(text: str) -> str:
    """Return the one answer that is ticked among several, 满意 of ☑满意 □不满意; any other text as it is."""
    if not text.isascii() and _BOXES.fullmatch(text) and len(found := _TICKED.findall(text)) == 1:
        return str(found[0])
    return text


def without_number(text: str) -> str:
    """Return an answer without its number in a list, 满意 of A.满意 and 满意(4分); any other text as it is."""
    found = _NUMBERED.fullmatch(text)
    return (found["word"] or found["word2"]) if found else text


def is_nothing(text: str) -> bool:
    """Tell whether a cell of a date, a code or a number says that there is none."""
    return text.lower() in NOTHING


def says_something(cell: Cell) -> bool:
    """Tell whether a cell holds more than a sign for nothing, or a word that it is not yet so: /, 未回访."""
    if not isinstance(cell, str):
        return cell != time(0)
    text = half_width(cell)
    return not is_nothing(text) and not _NOT_YET.fullmatch(text)


def plain_text(cell: Cell) -> str | None:
    """Return the words of a cell as they stand; None for an empty one."""
    if isinstance(cell, str):
        return cell.strip() or None
    return written(cell)


def written(cell: Cell) -> str:
    """Return any cell as text: whole numbers without a point, midnight as a day."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and -1e16 < cell < 1e16 else repr(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return str(cell)


def check_for_date(cell: Cell) -> None:
    """Raise CellError for a date or time where a word or an id belongs: 3-5, which a spreadsheet program took for a day."""
    if isinstance(cell, (date, time, timedelta)):
        raise CellError("became_date")


def identifier(cell: Cell) -> str | None:
    """Return an id as text: ``1001.0`` is ``1001``, full-width becomes ordinary, an apostrophe in front is dropped.

    A number with more digits than a spreadsheet keeps has lost its last ones, so that several ids became one: CellError.
    """
    check_for_date(cell)
    if isinstance(cell, float) and abs(cell) >= _EXACT:
        raise CellError("shortened_id")
    text = half_width(cell) if isinstance(cell, str) else written(cell)
    text = text.lstrip("'").strip() if text[:1] == "'" else text
    check_for_ditto(text)
    if _SHORTENED.fullmatch(text):
        raise CellError("shortened_id")
    if _SHOWN_DATE.fullmatch(text):
        raise CellError("became_date")
    return None if is_nothing(text) else text


def names(cell: Cell, *, family_first: bool = False, is_office: bool = False) -> str | None:
    """Return one or several names, separated by ``;``, each once, in their order.

    ``Smith, John`` may be one person or two: CellError, but where it is agreed that the family's name stands first.
    Obs & Gynae is one department, Amy & Bob are two people.
    """
    check_for_date(cell)
    text = half_width(written(cell))
    if is_nothing(text):
        return None
    check_for_ditto(text)
    if "\n" in text:
        text = _unwrapped(text)
    text = _MOBILE_BESIDE.sub("", text) if "1" in text else text
    if "," in text and family_first and not _ANY_CHINESE.search(text):
        text = ";".join(map(_with_family_last, text.split(";")))
    elif "," in text and _FAMILY_NAME_FIRST.search(text):
        raise CellError("one_or_two")
    found: dict[str, None] = {}
    for part in (_OFFICE_MARKS if is_office else _NAME_MARKS).split(text):
        if _NAMES_APART.fullmatch(part.strip()):
            found.update(dict.fromkeys(part.split()))
            continue
        for piece in _joined_by_and(part):
            name = " ".join(_GAP_IN_NAME.sub("", piece).split())
            if name and not is_nothing(name):
                found[name] = None
    return ";".join(found) or None


def _with_family_last(part: str) -> str:
    if "," not in part:
        return part
    found = _FAMILY_AND_GIVEN.fullmatch(part.strip())
    if found is None:
        raise CellError("one_or_two")
    return f"{found[2]} {found[1]}"


def _unwrapped(text: str) -> str:
    """Return a name that was written on two lines as one: 神经 over 内科, 骨科 over (三病区)."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    is_one = _OFFICE.fullmatch(lines[-1]) and not any(map(_OFFICE.fullmatch, lines[:-1]))
    return "".join(lines) if is_one else _BRACKET_BELOW.sub("(", "\n".join(lines))


def _joined_by_and(part: str) -> list[str]:
    pieces = _AND.split(part)
    is_one = len(pieces) > 1 and _OFFICE.fullmatch(pieces[-1].strip()) and not all(map(_OFFICE.fullmatch, pieces))
    return [part] if is_one else pieces


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
        when: _without_midnight(when.isoformat(" "))
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


def phone(cell: Cell) -> str | None:
    """Return phone numbers as digits, several separated by ``;``, an extension after ``转``.

    A number that no telephone has raises CellError; the caller keeps it as it stands.
    """
    # Nearly every cell is this; the rest is for those that are not.
    if isinstance(cell, str) and len(cell) == 11 and cell.isdecimal() and cell.isascii() and "13" <= cell[:2] <= "19":
        return cell
    if isinstance(cell, float) and cell.is_integer() and 13e9 <= cell < 2e10:
        return str(int(cell))
    text = half_width(written(cell))
    if is_nothing(text):
        return None
    if _MOBILE_ALONE.fullmatch(text):
        return text
    found = []
    if _POWER_OF_TEN.fullmatch(text):
        text = str(int(float(text)))
    text = _POINT_ZERO.sub("", text.lstrip("'"))
    parts = _NUMBER_MARKS.split(text)
    if len(parts) == 1 and len(apart := text.split()) > 1 and all(map(_line, apart)):
        parts = apart
    for part in parts:
        if not _GAPS.sub("", part):
            continue
        line = _line(part)
        if line is None:
            raise CellError("person")
        found.append(line)
    return ";".join(dict.fromkeys(found)) or None


def _line(part: str) -> str | None:
    # Only where the number is none with it can what follows the last dash be an extension.
    return _one_phone(_GAPS.sub("", part)) or _one_phone(_GAPS.sub("", _EXTENSION.sub("转", part.strip())))


def _one_phone(digits: str) -> str | None:
    if match := _MOBILE.fullmatch(digits):
        return match[1]
    if match := _LANDLINE.fullmatch(digits):
        return f"{match[1]}{match[2]}" + (f"转{match[3]}" if match[3] else "")
    if match := _SERVICE.fullmatch(digits):
        return match[1] + (f"转{match[2]}" if match[2] else "")
    return None


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


def age(cell: Cell) -> str | None:
    """Return an age as written, without ``岁``."""
    text = half_width(written(cell))
    return None if is_nothing(text) else text.removesuffix("岁").removesuffix("周").strip()


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


def _within_reason(when: datetime) -> str:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise CellError("date")
    return _moment(when)


def _moment(when: datetime) -> str:
    if when.microsecond:
        # The last second of all time cannot be rounded up.
        rounded = when + timedelta(milliseconds=500) if when.year < date.max.year else when
        when = rounded.replace(microsecond=0)
    return _without_midnight(when.isoformat(" "))


def _without_midnight(text: str) -> str:
    return text[:10] if text.endswith(" 00:00:00") else text


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
    return _moment(day)


def _text_as_moment(cell: str, dating: Dating) -> str | None:
    text = half_width(cell).lstrip("'")
    if is_nothing(text) or _NOT_YET.fullmatch(text):
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
