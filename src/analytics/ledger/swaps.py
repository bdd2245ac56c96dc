"""Dates whose day and month a spreadsheet program has swapped while it opened a file of another country.

It shows in a column as a whole: 2026-03-05 became 3 May, while 2026-03-25 could not be swapped. The days after the twelfth
say in which months the column lies; when the other days lie outside them, and would lie inside with day and month
swapped, they are doubtful. Which they are is not guessed.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from analytics.ledger.cells import CellError
from analytics.ledger.grid import Cell
from analytics.ledger.moments import Dating

# How likely a column may be to look like this by chance.
CHANCE = 1e-4
# The fewest days, and months, that can show it.
FEWEST = 3
# The share of days up to the twelfth, which alone can be taken for a month; and how likely it may be that only such days
# became dates, where others were left as text with their year last, which is doubtful enough by itself.
EARLY = 12 / 30.4
CHANCE_BESIDE_TEXT = 0.01
_YEAR_LAST = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*\d{4}\b.*", re.DOTALL)
_YEAR_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.*", re.DOTALL)

Month = tuple[int, int]


def doubtful(meanings: Mapping[Cell, str | None], dating: Dating, *, is_text: bool = False) -> dict[Cell, CellError]:
    """Return the cells of a date column whose day and month were most likely swapped, each with what to report.

    ``meanings`` gives the day that each distinct cell was read as. In a workbook only date cells can have been swapped;
    in a text file (``is_text``) any that begin with the year.
    """
    if _is_sound(meanings, dating, is_text=is_text):
        return {}
    days = {cell: date.fromisoformat(meaning[:10]) for cell, meaning in meanings.items() if meaning}
    exposed = {cell: day for cell, day in days.items() if _could_be_swapped(cell, is_text)}
    swappable = {cell: day for cell, day in exposed.items() if day.day <= 12 and day.day != day.month}
    if len(swappable) < FEWEST:
        return {}
    firm = {(day.year, day.month) for day in days.values() if day.day > 12}
    if firm and dating.year and dating.month:
        firm.add((dating.year, dating.month))
    if _only_early_days_became_dates(meanings, set(exposed.values())):
        marked = list(swappable)
    elif _fit_only_swapped(swappable, firm):
        marked = [cell for cell, day in swappable.items() if (day.year, day.day) in firm]
    else:
        return {}
    fault = CellError("swapped_dates", f"{len(marked)}/{len(exposed)}")
    return dict.fromkeys(marked, fault)


def _is_sound(meanings: Mapping[Cell, str | None], dating: Dating, *, is_text: bool) -> bool:
    """Tell at a glance that no day can be doubtful.

    It is so when a late day stands where it could have been swapped, and the days that lie in a month without a late one
    lie in fewer months than it takes to tell a swap from chance.
    """
    texts = {meaning[:10] for meaning in meanings.values() if meaning}
    firm = {text[:7] for text in texts if text[8:] > "12"}
    if dating.year and dating.month and firm:
        firm.add(f"{dating.year}-{dating.month:02}")
    return len({text[:7] for text in texts} - firm) < FEWEST and any(
        meaning and meaning[8:10] > "12" and _could_be_swapped(cell, is_text) for cell, meaning in meanings.items()
    )


def _could_be_swapped(cell: Cell, is_text: bool) -> bool:
    return isinstance(cell, date) or (is_text and isinstance(cell, str) and bool(_YEAR_FIRST.fullmatch(cell)))


def _only_early_days_became_dates(meanings: Iterable[Cell], exposed: Collection[date]) -> bool:
    """Text such as 25/3/2026 was left as it came, and all that was taken for a date is one on a day before the 13th.

    The first days of a month that has just begun are no sign: swapped, they would lie in several months.
    """
    left = {tuple(map(int, found.groups())) for cell in meanings if (found := _left_as_it_came(cell))}
    places = {(first > 12, second > 12) for first, second in left}
    return (
        len(places) == 1
        and (False, False) not in places
        and all(day.day <= 12 for day in exposed)
        and len({(day.year, day.month) for day in exposed}) >= FEWEST
        and EARLY ** len(exposed) * (1 - EARLY) ** len(left) < CHANCE_BESIDE_TEXT
    )


def _left_as_it_came(cell: Cell) -> re.Match[str] | None:
    return _YEAR_LAST.fullmatch(cell.strip()) if isinstance(cell, str) else None


def _fit_only_swapped(swappable: Mapping[Cell, date], firm: set[Month]) -> bool:
    outside = [day for day in swappable.values() if (day.year, day.month) not in firm]
    hits = {day for day in outside if (day.year, day.day) in firm}
    months = max((len([month for year, month in firm if year == day.year]) for day in hits), default=0)
    if not 0 < months < 12:
        return False
    needed = max(FEWEST, math.ceil(math.log(CHANCE) / math.log(months / 12)))
    return len(hits) >= needed and len({day.month for day in hits}) >= FEWEST and len(hits) >= 0.9 * len(set(outside))
