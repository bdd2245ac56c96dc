"""Rows without the number of their case, where the office agreed on what knows a case: a phone, a name, an address.

Such a row gets an id made of those cells and a secret of the workspace: the same in every ledger, and nothing can be read
from it. The store finds the case that has them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from analytics.ledger import cells, people
from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell
from analytics.ledger.layouts import Layout
from analytics.ledger.profile import CaseKey

PREFIX = "K-"
LENGTH = 16
BETWEEN = "\x1f"
# 王 五 is 王五.
BLANKS = r"[\s\x{3000}\x{a0}]+"
_BLANKS = re.compile(r"[\s\u3000\xa0]+")


def fill(layout: Layout, body: list[list[Cell]], key: CaseKey) -> int:
    """Give each row without a case id the one that its key makes, in place; return how many got one.

    A row that lacks a cell of the key stays without. A sheet without a column for case ids gets one in front.
    """
    names = [name if layout.table == "cases" else f"field.{name}" for name in (f"person.{part}" for part in key.parts)]
    if not key.parts or layout.table == "staff" or not set(names) <= set(layout.columns):
        return 0
    if "case_id" not in layout.columns:
        # What is missing where no key can be made is one of these.
        layout.headers.insert(0, "、".join(layout.headers[layout.columns.index(name)] for name in names))
        layout.columns.insert(0, "case_id")
        layout.is_keyed = True
        layout.missing = [name for name in layout.missing if name != "case_id"]
    at = layout.columns.index("case_id")
    if layout.is_keyed:
        for row in body:
            row.insert(0, "")
    places = [layout.columns.index(name) for name in names]
    count = 0
    for row in body:
        if row[at] == "" and (made := _made([row[place] for place in places], key)):
            row[at] = made
            count += 1
    return count


def _made(values: Sequence[Cell], key: CaseKey) -> str:
    words = [_words(value, part) for value, part in zip(values, key.parts, strict=True)]
    if not all(words):
        return ""
    return PREFIX + hashlib.sha256(BETWEEN.join([key.secret, *words]).encode()).hexdigest()[:LENGTH]


def _words(value: Cell, part: str) -> str:
    """Return a cell as the store holds it of a case, without blanks."""
    try:
        return _BLANKS.sub("", (people.phone(value) if part == "phone" else cells.plain_text(value)) or "")
    except CellError:
        return ""
