"""Days written without their whole year, judged by their column: which figures are the year, and which lost a zero.

26/3/5 is a day of 2026 and 25/03/26 may be one, too, or one of 2025. In a column the figures of the year hardly change
while those of the day do; where they do not tell, the cell may be two days and is none. So may 3/10 beside 25/10. 3.1 in a
text file may have been 3.10 before a spreadsheet program wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from datetime import date

from analytics.ledger.cells import CellError, half_width
from analytics.ledger.grid import Cell
from analytics.ledger.moments import LAST_SHORT_YEAR, Dating

# As many years apart, the later of two readings is meant: 26/3/5 is no day of 2005.
FAR = 5
# In two days the figures of the day may be the same by chance, and so look like those of the year.
FEWEST = 3
_LONGEST = 40
_SHORT = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})\s*[-./]\s*(\d{1,2})(?!\d).*", re.DOTALL)
_TWO_FIGURES = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{1,2})(?!\d|\s*[-./]\s*\d).*", re.DOTALL)
_LOST_ZERO = re.compile(r"(\d{1,2})\.([123])")
_KEPT_ZERO = re.compile(r"\d{1,2}\.[123]0")

Figures = tuple[int, int, int]


def doubtful(meanings: Mapping[Cell, str | None], dating: Dating, *, is_text: bool = False) -> dict[Cell, CellError]:
    """Return the cells of a date column that may be two days, each with both; none where an order was confirmed.

    ``meanings`` gives the day that each distinct cell was read as, with the year first; ``is_text`` tells that the cells
    come from a text file.
    """
    if dating.order:
        return {}
    # What begins with its year in full is no matter of doubt; most cells are what they mean.
    texts: dict[Cell, str] = {
        cell: half_width(cell)
        for cell, meaning in meanings.items()
        if meaning != cell and isinstance(cell, str) and not cell[:4].isdecimal() and len(cell) < _LONGEST
    }
    faults = _years_last(meanings, texts, dating) | _days_first(meanings, texts)
    if is_text and not any(_KEPT_ZERO.fullmatch(text) for text in texts.values()):
        faults.update(_lost_zeros(meanings, texts))
    return faults


def _years_last(
    meanings: Mapping[Cell, str | None], texts: Mapping[Cell, str], dating: Dating
) -> dict[Cell, CellError]:
    short: dict[Cell, Figures] = {}
    surely_first = 0
    for cell, text in texts.items():
        if found := _SHORT.fullmatch(text):
            first, second, third = map(int, found.groups())
            if len(found[3]) == 2:
                short[cell] = first, second, third
            else:  # one figure is no year
                surely_first += 1
    turned = {cell: days for cell, figures in short.items() if (days := _days_with_year_last(figures))}
    if not turned:
        return {}
    others = {int(meaning[:4]) for cell, meaning in meanings.items() if meaning and cell not in short}
    if dating.year:
        others |= {dating.year, dating.first_year or dating.year}
    if all(meanings[cell] for cell in turned) and _is_year_first(short.values(), others, surely_first):
        return {}
    told = {cell: " / ".join(dict.fromkeys([*_read_as(meanings[cell]), *days])) for cell, days in turned.items()}
    return {cell: CellError("date_order", days) for cell, days in told.items()}


def _days_first(meanings: Mapping[Cell, str | None], texts: Mapping[Cell, str]) -> dict[Cell, CellError]:
    """Return the cells without a year that were read with the month first though others of their column have it last."""
    pairs = {
        cell: (int(found[1]), int(found[2])) for cell, text in texts.items() if (found := _TWO_FIGURES.match(text))
    }
    days_first = sum(first > 12 >= second for first, second in pairs.values())
    if days_first == 0 or days_first < sum(second > 12 for _, second in pairs.values()):
        return {}
    return {
        cell: CellError("date_order", f"{meaning[:10]} / {second}-{first}")
        for cell, (first, second) in pairs.items()
        if (meaning := meanings[cell]) and first != second and second <= 12
    }


def _is_year_first(short: Collection[Figures], others: Collection[int], surely_first: int) -> bool:
    first, last = {figures[0] for figures in short}, {figures[2] for figures in short}
    if others:
        fits_first, fits_last = (all(2000 + year in others for year in years) for years in (first, last))
        if fits_first != fits_last:
            return fits_first
    spread_first, spread_last = (max(years) - min(years) for years in (first, last))
    if spread_first != spread_last and len(short) + surely_first >= FEWEST:
        return spread_first < spread_last
    return min(first) > max(last) + FAR


def _days_with_year_last(figures: Figures) -> list[str]:
    first, second, year = figures
    days = []
    if year <= LAST_SHORT_YEAR:
        for month, day in ((second, first), (first, second)):
            with suppress(ValueError):
                days.append(date(2000 + year, month, day).isoformat())
    return days


def _read_as(meaning: str | None) -> list[str]:
    return [meaning[:10]] if meaning else []


def _lost_zeros(meanings: Mapping[Cell, str | None], texts: Mapping[Cell, str]) -> dict[Cell, CellError]:
    faults = {}
    for cell, text in texts.items():
        found = _LOST_ZERO.fullmatch(text)
        if found and meanings[cell] and not (found[2] == "3" and int(found[1]) == 2):
            faults[cell] = CellError("date_order", f"{text} / {text}0")
    return faults
