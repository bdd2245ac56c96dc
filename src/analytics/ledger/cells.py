"""What a cell says whatever its column means: its text, nothing, an id, a fault of the spreadsheet program itself.

Pure functions, one value at a time. Each that reads returns the canonical text, or None where the cell says "nothing", or
raises :class:`CellError`, whose ``check`` is the finding that it becomes. What can be read in two ways is refused, never
guessed. Days and instants stand in :mod:`.moments`, names and telephones in :mod:`.people`, numbers in :mod:`.quantities`.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from analytics.ledger.grid import Cell

NOTHING = frozenset(
    {"", "-", "--", "---", "—", "——", "/", "//", "\\", "无", "暂无", "空", "请选择", "--请选择--", "-请选择-", "n/a", "na",
     "null", "none", "nan"}
)  # fmt: skip
_DITTO = frozenset({"同上", "同前", "〃", "′′", '"', "ditto"})
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
NOT_YET = re.compile(
    r"[未没](开工|完工|竣工|完成|结束|回访|上报|报告|答复|解决|处理|收回|安装|出院|归档|定|知|评价|填|完|交付|访)|待定|不详|未"
    r"|[尚还]未.{0,4}|还?没有.{0,4}|在建|在施|在院|住院中|正在.{1,4}|(施工|进行|处理|维修|安装)中|至今|在职"
    r"|open|pending|ongoing|in progress|outstanding|unresolved|not yet.{0,12}|tb[cda]",
    re.IGNORECASE,
)
_BOXES = re.compile(r"(?:[☑✓✔√■□☐○]\s*[^\s☑✓✔√■□☐○,、;/]+[\s,、;/]*){2,}")
# The number of an answer in a list: A.满意, 5-非常满意, ①满意, 满意(4分).
_NUMBERED = re.compile(
    r"(?:[A-Za-z\d]{1,2}\s*[.、:\-)]|\d(?=[^\d\W]))\s*(?P<word>[^\d\W].*)|(?P<word2>[^\d\W].*?)\s*\(\d{1,3}分?\)"
)
_TICKED = re.compile(r"[☑✓✔√■]\s*([^\s☑✓✔√■□☐○,、;/]+)")
MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# A spreadsheet keeps fifteen digits of a number, and writes longer ones as 1.23E+17.
_EXACT = 1e15
# How a text file holds the 3-5 that a spreadsheet program took for a day.
DATE_SIGNS = tuple(sign for month in MONTHS for sign in (f"-{month.title()}", f"{month.title()}-"))
_MONTH_SHOWN = "|".join(month.title() for month in MONTHS)
_SHOWN_DATE = re.compile(rf"\d{{1,2}}月\d{{1,2}}日|\d{{1,2}}-(?:{_MONTH_SHOWN})|(?:{_MONTH_SHOWN})-\d\d")
_SHORTENED = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)


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
    return not is_nothing(text) and not NOT_YET.fullmatch(text)


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
        return as_moment(cell)
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


def as_moment(when: datetime) -> str:
    """Return a date cell in the canonical form: to the second, midnight as the day."""
    if when.microsecond:
        # The last second of all time cannot be rounded up.
        rounded = when + timedelta(milliseconds=500) if when.year < date.max.year else when
        when = rounded.replace(microsecond=0)
    return without_midnight(when.isoformat(" "))


def without_midnight(text: str) -> str:
    """Return an instant in the canonical form as its day, where it is midnight."""
    return text[:10] if text.endswith(" 00:00:00") else text
