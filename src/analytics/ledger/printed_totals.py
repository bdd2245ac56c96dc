"""Totals that a ledger prints, compared with the rows that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analytics.findings import Finding
from analytics.ledger.grid import Cell
from analytics.ledger.not_rows import Total
from analytics.ledger.rows import OWN_ID, PrintedTotal, SheetRows


@dataclass(slots=True)
class Count:
    """What a ledger held so far: its rows, in all and since its last total, and the unknown words that were told."""

    rows: int = 0
    since: int = 0
    unknown_words: set[tuple[str, Cell]] = field(default_factory=set)


def compared(totals: Sequence[Total], gone: set[int], *, length: int, first: int, count: Count) -> list[PrintedTotal]:
    """Return what the totals tell beside the number of rows above them, since the last total or all in all.

    One that stands above all rows counts those below.
    """
    found = []
    is_first = count.rows == 0
    done = 0
    for index, total in [*((total.index, total) for total in totals), (length, None)]:
        rows = index - done - sum(1 for number in gone if done <= number < index)
        count.rows += rows
        count.since += rows
        done = index
        if total is None:
            break
        if total.number is not None:
            below = length - len(gone) if is_first and not count.rows else 0
            read = below or (count.since if total.number == count.since else count.rows)
            found.append(PrintedTotal(total.label, total.number, first + index, read))
        count.since = 0
    return found


def wrong(sheet: SheetRows, file: str) -> Iterator[Finding]:
    """Tell of each printed total that fits neither the rows above it nor the records that they are."""
    differing = [total for total in sheet.totals if total.number != total.read and "累计" not in total.label]
    if not differing:
        return
    # A record that stands on two lines, or was typed twice, counts once in the office and in the store.
    ids = sheet.columns.get(OWN_ID[sheet.table]) or []
    first_rows = dict(zip(reversed(ids), reversed(sheet.rows), strict=False))
    repeats = [row for row, name in zip(sheet.rows, ids, strict=False) if first_rows[name] != row]
    for total in differing:
        if total.number != total.read - sum(row < total.row for row in repeats):
            told = f"{total.number} ≠ {total.read}"
            yield Finding("printed_total", file, sheet.sheet, total.row, value=total.label, detail=told)
