"""How well ledgers are kept: the share of rows that were neither set aside nor carry a warning."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from analytics.stats.intervals import wilson
from analytics.tables.statements import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.tables.store import Connection

Dimension = Literal["file", "sender", "caller", "month"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)

# A row that needs a look counts once, however many findings it has; a total is no row.
_DOUBTFUL = """
    doubtful as (
        select distinct load_id, sheet, row_number
        from findings
        where organisation = $organisation and severity = 'warning' and row_number is not null
            and check_name <> 'printed_total'
            and (load_id, sheet, row_number) not in (
                select (aside.load_id, aside.sheet, aside.row_number)
                from findings as aside
                where aside.severity = 'set_aside' and aside.row_number is not null
            )
    )
"""
# What can be asked of rows as they were received; caller and month are known of attempts in the store only.
_OF_FILES: frozenset[Dimension] = frozenset({"file", "sender"})
_NAMES: Mapping[Dimension, tuple[str, str]] = {
    "file": ("loads.file", "loads.file"),
    "sender": ("coalesce(loads.sender, '')", "coalesce(loads.sender, '')"),
    "caller": ("callbacks.caller", "null"),
    "month": ("strftime(callbacks.called_at, '%Y-%m')", "null"),
}
_BY_FILE = f"""
    with {_DOUBTFUL},
    counted as (
        select load_id, sum(read_count) as rows_read, sum(set_aside_count) as rows_aside
        from load_sheets
        group by load_id
    ),
    looked_at as (select load_id, count(*) as rows_doubtful from doubtful group by load_id)
    select {{names}} sum(counted.rows_read - counted.rows_aside - coalesce(looked_at.rows_doubtful, 0)),
        sum(counted.rows_read)
    from loads
    inner join counted on counted.load_id = loads.load_id
    left join looked_at on looked_at.load_id = loads.load_id
    where loads.organisation = $organisation and loads.current
    group by all
    order by all
"""
_BY_ATTEMPT = f"""
    with {_DOUBTFUL},
    attempts as (
        select {{names}} doubtful.load_id is null as is_sound
        from callbacks
        left join loads on loads.load_id = callbacks.load_id
        left join doubtful
            on doubtful.load_id = callbacks.load_id and doubtful.sheet = callbacks.sheet
            and doubtful.row_number = callbacks.row_number
        where callbacks.organisation = $organisation
            and ($first is null or cast(callbacks.called_at as date) between $first and $last)
        union all
        select {{unknown}} false as is_sound
        from set_aside_items
        left join loads on loads.load_id = set_aside_items.load_id
        where set_aside_items.organisation = $organisation and ledger = 'callbacks' and closed_by_load_id is null
            and $first is null
    )
    select {{groups}} count(*) filter (where is_sound), count(*)
    from attempts
    group by all
    order by all nulls last
"""


@dataclass(frozen=True, slots=True)
class Quality:
    """One group, by its names: sound rows of all its rows, with the 95 % interval of their share; empty without a row."""

    names: tuple[str | None, ...]
    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None


def quality(
    con: Connection,
    organisation: str,
    by: Sequence[Dimension] = (),
    *,
    first: date | None = None,
    last: date | None = None,
) -> list[Quality]:
    """Return the share of sound rows of an organisation, whole or one row per group.

    Whole, by file and by sender: of the rows read of the current version of each file, as they were received. By caller or
    month: of the attempts in the store, each under its own, of the days from *first* to *last* where they are given; without,
    attempts set aside and still open have neither and stand under none.
    """
    place = {"organisation": organisation}
    if _OF_FILES.issuperset(by):
        names = "".join(f"{_NAMES[one][0]} as {one}, " for one in by)
        counts = run(con, _BY_FILE.format(names=names), place).fetchall()
    else:
        known, unknown = ("".join(f"{_NAMES[one][at]} as {one}, " for one in by) for at in (0, 1))
        query = _BY_ATTEMPT.format(names=known, unknown=unknown, groups="".join(f"{one}, " for one in by))
        counts = run(con, query, {**place, "first": first, "last": last}).fetchall()
    return [_rated(tuple(names), int(sound or 0), int(read or 0)) for *names, sound, read in counts]


def _rated(names: tuple[str | None, ...], sound: int, read: int) -> Quality:
    low, high = wilson(sound, read) or (None, None)
    return Quality(names, sound, read, sound / read if read else None, low, high)
