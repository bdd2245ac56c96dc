"""From what stands in a cell to names, telephone numbers and ages: pure functions, which guess nothing."""

from __future__ import annotations

import re

from analytics.ledger.cells import (
    CellError,
    check_for_date,
    check_for_ditto,
    half_width,
    is_nothing,
    written,
)
from analytics.ledger.grid import Cell

_MOBILE_BESIDE = re.compile(r"(?<=.)[\s/、,;:(]*1[3-9]\d{9}\)?")
_CHINESE = "\u3400-\u9fff"
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
_MOBILE = re.compile(r"(?:(?:\+|00)?86)?(1[3-9]\d{9})")
_MOBILE_ALONE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(
    r"(?:(?:\+|00)?86)?(010|02\d|0[3-9]\d\d)(\d{7,8})(?:(?:转|x|ext\.?|#|分机号?)(\d{1,6}))?", re.IGNORECASE
)
_INTERNATIONAL = re.compile(r"\+(?!86)[1-9]\d{7,14}")
_SERVICE = re.compile(r"([48]00\d{7}|\d{7,8}|[19]\d{4})(?:(?:转|x|ext\.?|#|分机号?)(\d{1,6}))?", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=\d{7})\s*[-—－]\s*(?=\d{1,6}$)")
_POWER_OF_TEN = re.compile(r"1\.\d{10}e\+?10", re.IGNORECASE)
_POINT_ZERO = re.compile(r"(?<=^\d{11})\.0+$")
_NUMBER_MARKS = re.compile(r"[、，,/;；\n|]+")
_GAPS = re.compile(r"[\s\-()（）—.]")


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
    return digits if _INTERNATIONAL.fullmatch(digits) else None


def age(cell: Cell) -> str | None:
    """Return an age as written, without ``岁``."""
    text = half_width(written(cell))
    return None if is_nothing(text) else text.removesuffix("岁").removesuffix("周").strip()
