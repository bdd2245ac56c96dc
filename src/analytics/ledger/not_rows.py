"""What stands below a header and is no row of the ledger: totals, signatures, footnotes, examples, repeated headers.

They are counted, never loaded. A row that fits none of these is a row, however little it holds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice

from analytics.ledger.cells import half_width, written
from analytics.ledger.columns import is_dated
from analytics.ledger.grid import Body, Cell
from analytics.ledger.headers import IGNORED, JOINT, REQUIRED
from analytics.ledger.layouts import Layout
from analytics.ledger.vocabulary import spelling

_TOTAL_WORD = r"(合计|小计|总计|共计|累计|汇总|总数|总共)"
_COUNT = r"(共|计|共计)?\d[\d,]*(\.0+)?(项|条|户|人|人次|件|个|单|次|笔|家|套|台|行|份|宗|例|名|位)?"
_TOTAL = re.compile(
    rf"((本[日周月季年页]|全[月季年]|累计|总)?{_TOTAL_WORD}(数|金额|户数|人数|件数|次数)?[::]?({_COUNT}|共?\d[\d.,]*\D{{0,4}})?|(sub-?|grand)?totals?(:?\d.*|:.*)?)"
)
# 客服部小计: whose total it is stands before the word.
_TOTAL_OF = re.compile(rf"[^\d::,,。;]{{1,12}}{_TOTAL_WORD}[::]?({_COUNT})?")
_TOTAL_LATIN = frozenset({"total", "Total", "TOTAL", "sum", "Sum", "SUM"})
# Whatever sums up or is an example has one of these signs; most names have not.
_MAY_CLOSE = re.compile("[计汇总率均共例范Ａ-ｚ]")
_COUNTED = re.compile(_COUNT)
_NUMBER_IN = re.compile(r"\d[\d,]*")
_SIGNATURE = re.compile(
    r"(制表|审核|填表|填报|复核|经办|批准|审批|签字|签名|记录|汇报|统计|校对|部门负责|单位负责|负责|主管|盖章|日期|制表日期|填表日期|填报日期)"
    r"[人员者]?(签字|签名|签章)?[::].*|(制表|审核|填表|填报|复核|经办)(人|员)?|[^\d::]{0,8}(签字|签名|签章|盖章)[::].*"
)
_FOOTNOTE = re.compile(
    r"(注|备注|说明|填表说明|附注|note)[::0-9].*|[※*].*|第\d+页.*|page\d+.*|共\d+页"
    r"|以下空白|以下无正文|过次页|承前页|[接续][上下]页|(审批|领导|审核|主管)?(意见|批示)[::].*|(填报|报送|编制)单位\W.*"
    r"|endof(list|report|sheet|table)|continued.*|(prepared|checked|approved|reviewed)by.*",
    re.DOTALL | re.IGNORECASE,
)
# 平均工期, 满意率 95% and 共回访2户 sum the rows up.
_SUMMARY = re.compile(
    r"平均.{0,8}|.{1,8}率[::]?[\d.]*%?|(截至.{1,8}|(截止|本|全)[日周月季年度]{0,2})?(一?共|共计)(回访|完成|接待|受理)?\d.*|average.{0,12}"
)
# 示范 alone is a kind of project.
_EXAMPLE = re.compile(r"(填写)?(示?例|样例|范例)([::].*)?|填写示范([::].*)?|example(:.*)?")
_A_DAY = re.compile(r"\d\s*[-./年月]\s*\d")
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?")
# 一、整装工程 stands over a group of rows.
_GROUP = re.compile(r"(第?[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)).{1,30}")
# What goes on with a number is a footnote only below another: 2. 本表于每月5日前上报.
_FURTHER_NOTE = re.compile(r"\(?\d{1,2}[).、][^\d].*", re.DOTALL)
_ENOUGH_KEYS = 1000
_LONG_NUMBER = 4
_SHORTEST_TITLE = 4
_FIGURES = re.compile(r"\d+")
_LETTERS = re.compile(r"[a-z]+")
_NO_KEYS = (_SUMMARY, _EXAMPLE, _SIGNATURE, _COUNTED, _FOOTNOTE, _FURTHER_NOTE, _GROUP)


@dataclass(frozen=True, slots=True)
class Total:
    """A line of the ledger that says how many rows stand above it; ``number`` is None where it counts something else."""

    index: int
    label: str
    number: int | None


def not_rows(body: Body, layout: Layout) -> tuple[set[int], set[int], list[Total]]:
    """Return the indices of the rows below the header that are blank, of those that are something else, and the totals.

    Only rows whose key is empty or a mere count, whose key is such a word itself, or that begin with one, are looked at
    closely; every other row that holds a key is a row.
    """
    width = len(layout.columns)
    key = REQUIRED[layout.table][0]
    position = layout.columns.index(key)
    heads = frozenset(spelling(part) for header in layout.headers for part in (header, *header.split(JOINT)) if part)
    title = spelling(layout.title)
    rows, columns = body.rows, body.columns
    keys = columns[position] if rows else ()
    no_keys = {cell for cell in body.words(position) if _is_no_key(cell, heads) or _is_title(cell, title)}
    if "" in keys:
        no_keys.add("")
    suspects = {number for number, cell in enumerate(keys) if cell in no_keys} if no_keys else set()
    for at, cells in enumerate(columns[:position]):
        # A total may have its count in the key's column; then its word stands to the left.
        words = {cell for cell in body.words(at) if _MAY_CLOSE.search(cell) or cell[:5] in _TOTAL_LATIN}
        closing = {cell for cell in words if _is_total(word := spelling(cell)) or _is_summary_or_example(word)}
        if closing:
            suspects.update(number for number, cell in enumerate(cells) if cell in closing)
    blank: set[int] = set()
    other: set[int] = set()
    found: list[Total] = []
    is_noted = False
    if rows and _numbers_columns(rows[0]):
        suspects.add(0)
    is_key_of_table = _KeysAlike(keys, suspects)
    empty = [""] * (len(rows[0]) if rows else 0)
    for number in sorted(suspects):
        row = rows[number]
        if row == empty or _is_blank(row, layout.columns, width):
            blank.add(number)
        elif is_key_of_table(row[position]) and not _is_example(row):
            continue
        elif _is_something_else(row, position, heads, layout, is_key_of_table, is_noted=is_noted):
            other.add(number)
            is_noted = is_noted or any(_FOOTNOTE.fullmatch(spelling(written(cell))) for cell in row if cell != "")
            if total := _total_of(row, position, layout.columns):
                found.append(Total(number, *total))
    return blank, other, found


class _KeysAlike:
    """Tells a key that is written as others of its table are, A-12 as A-7: whatever its row begins with, it is a row."""

    def __init__(self, keys: Sequence[Cell], suspects: Collection[int]) -> None:
        self._keys = keys
        self._suspects = suspects

    def __call__(self, key: Cell) -> bool:
        shape = shape_of_key(key)
        # A number alone may be a count.
        return bool(shape.strip("9")) and "9" in shape and shape in self._shapes

    def is_long_number(self, key: str) -> bool:
        """Tell whether a number is no count of rows: as long as other keys that are numbers, and higher than there are rows."""
        return key.isdecimal() and int(key) > len(self._keys) and len(key) in self._lengths

    @cached_property
    def _others(self) -> list[Cell]:
        keys = (key for number, key in enumerate(self._keys) if number not in self._suspects)
        return list(islice(keys, _ENOUGH_KEYS))

    @cached_property
    def _shapes(self) -> frozenset[str]:
        return frozenset(map(shape_of_key, self._others))

    @cached_property
    def _lengths(self) -> frozenset[int]:
        words = map(spelling, map(written, self._others))
        return frozenset(len(word) for word in words if word.isdecimal() and len(word) >= _LONG_NUMBER)


def shape_of_key(key: Cell) -> str:
    """Return how a key is written, 9 for its figures and A for its letters; nothing of one that is a number."""
    return _LETTERS.sub("A", _FIGURES.sub("9", spelling(key))) if isinstance(key, str) else ""


def is_signature(cell: str) -> bool:
    """Tell whether a cell says who wrote the sheet, or when, or is a footnote."""
    word = spelling(cell)
    return bool(_SIGNATURE.fullmatch(word) or _FOOTNOTE.fullmatch(word) or _FURTHER_NOTE.fullmatch(word))


def _is_total(word: str) -> bool:
    return bool(_TOTAL.fullmatch(word) or _TOTAL_OF.fullmatch(word))


def _is_title(cell: str, title: str) -> bool:
    return len(cell) >= _SHORTEST_TITLE and not cell.isascii() and spelling(cell) in title


def _is_no_key(cell: str, heads: frozenset[str]) -> bool:
    if cell.isascii():
        word = "".join(cell.split()).lower()
        return (
            not word or word in heads or any(sign.fullmatch(word) for sign in (_FOOTNOTE, _TOTAL, _SUMMARY, _EXAMPLE))
        )
    word = spelling(cell)
    return word in heads or not word or _is_total(word) or any(sign.fullmatch(word) for sign in _NO_KEYS)


def _is_summary_or_example(word: str) -> bool:
    return bool(_SUMMARY.fullmatch(word) or _EXAMPLE.fullmatch(word))


def _is_example(row: Sequence[Cell]) -> bool:
    """Tell whether a row shows how to fill in the others."""
    first = next(filter(None, (spelling(written(cell)) for cell in row)), "")
    return bool(_EXAMPLE.fullmatch(first))


def _numbers_columns(row: Sequence[Cell]) -> bool:
    """Tell whether a row numbers the columns of a form: 1, 2, 3 or (1), (2), (3)."""
    words = [spelling(written(cell)) for cell in row if cell != ""]
    found = [_COLUMN_NUMBER.fullmatch(word) for word in words]
    return len(found) > 2 and [one and one[1] for one in found] == [str(number) for number in range(1, len(found) + 1)]


def _total_of(row: Sequence[Cell], position: int, columns: Sequence[str | None]) -> tuple[str, int | None] | None:
    """Return the word of a total's row and the number of rows that it tells, if it tells one."""
    words = [spelling(written(cell)) for cell in row]
    at = next((index for index, word in enumerate(words) if _is_total(word)), None)
    if at is None:
        return None
    label = words[at]
    counts = [label, *(words[index] for index in (position,) if index != at)]
    counts += [word for index, word in enumerate(words) if index not in {at, position} and _with_unit(word)]
    if at + 1 < len(words) and at + 1 < len(columns) and columns[at + 1] in {IGNORED, "", None}:
        counts.append(words[at + 1])
    for word in counts:
        if _COUNTED.fullmatch(word) or (word is label and _NUMBER_IN.search(word)):
            digits = _NUMBER_IN.search(word)
            if digits and "元" not in word:
                return label, int(digits[0].replace(",", ""))
    return label, None


def _with_unit(word: str) -> bool:
    return bool(_COUNTED.fullmatch(word)) and not word[-1].isdigit() and word[:1] in {"共", "计"}


def _is_blank(row: Sequence[Cell], columns: Sequence[str | None], width: int) -> bool:
    """A row is blank, too, when it holds nothing but the running number that was filled in beforehand."""
    return all(
        cell == ""
        or (isinstance(cell, str) and not cell.strip())
        or (index < width and columns[index] == IGNORED and _is_number(cell))
        for index, cell in enumerate(row)
    )


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and half_width(cell).isdigit())


def _is_something_else(
    row: Sequence[Cell], position: int, heads: frozenset[str], layout: Layout, alike: _KeysAlike, *, is_noted: bool
) -> bool:
    words = [spelling(written(cell)) for cell in row]
    filled = [word for word in words if word]
    first = filled[0]
    if _EXAMPLE.fullmatch(first) or _numbers_columns(row):
        return True
    key = words[position]
    is_told = _holds_a_day(row, layout.columns) or alike.is_long_number(key)
    if any(_is_total(word) or _SUMMARY.fullmatch(word) or _SIGNATURE.fullmatch(word) for word in (first, key)):
        return not _is_named_like_a_total(first, key, is_told=is_told)
    if not key or _COUNTED.fullmatch(key):
        closing = next(filter(_is_total, words[:position]), None)
        if closing and not _is_named_like_a_total(closing, key, is_told=is_told):
            return True
    if not key[:1].isdigit() and _COUNTED.fullmatch(key) and len(filled) == 1:
        return True
    if sum(word in heads for word in filled) * 2 > len(filled):
        return True
    distinct = set(filled)
    if len(distinct) > 1:
        return False
    is_note = _FOOTNOTE.fullmatch(first) or _GROUP.fullmatch(first) or (is_noted and _FURTHER_NOTE.fullmatch(first))
    return bool(is_note) or first in spelling(layout.title)


def _is_named_like_a_total(first: str, key: str, *, is_told: bool) -> bool:
    """A row whose first word only looks like a total, as a customer 某某汇总 does, is a row when it holds a real key.

    A number alone may be a count, and a key that looks so itself a rate; beside a day of the row, or where the key is as long
    as the others (``is_told``), they are an id and a name.
    """
    if not key or any(_TOTAL.fullmatch(word) or _SIGNATURE.fullmatch(word) for word in (first, key)):
        return False
    if is_told and (key.isdecimal() or not _COUNTED.fullmatch(key)):
        return True
    return key != first and not _COUNTED.fullmatch(key) and not _is_total(key)


def _holds_a_day(row: Sequence[Cell], columns: Sequence[str | None]) -> bool:
    return any(
        isinstance(cell, date) or (isinstance(cell, str) and bool(_A_DAY.search(cell)))
        for cell, column in zip(row, columns, strict=False)
        if column and is_dated(column)
    )
