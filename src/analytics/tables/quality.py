"""How well ledgers are kept: the share of rows that were neither set aside nor carry a warning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from analytics.stats.intervals import wilson

if TYPE_CHECKING:
    from analytics.tables.store import Connection

Dimension = Literal["file", "caller", "month"]
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
_BY_FILE = f"""
    with {_DOUBTFUL},
    counted as (
        select loads.file, sum(load_sheets.read_count) as rows_read, sum(load_sheets.set_aside_count) as rows_aside
        from loads
        inner join load_sheets on load_sheets.load_id = loads.load_id
        where loads.organisation = $organisation and loads.current
        group by loads.file
    ),
    looked_at as (
        select loads.file, count(*) as rows_doubtful
        from doubtful
        inner join loads on loads.load_id = doubtful.load_id
        where loads.current
        group by loads.file
    )
    select counted.file as name, counted.rows_read - counted.rows_aside - coalesce(looked_at.rows_doubtful, 0),
        counted.rows_read
    from counted
    left join looked_at on looked_at.file = counted.file
    order by name
"""
_BY_ATTEMPT = f"""
    with {_DOUBTFUL},
    attempts as (
        select {{name}} as name, doubtful.load_id is null as is_sound
        from callbacks
        left join doubtful
            on doubtful.load_id = callbacks.load_id and doubtful.sheet = callbacks.sheet
            and doubtful.row_number = callbacks.row_number
        where callbacks.organisation = $organisation
        union all
        select null as name, false as is_sound
        from set_aside_items
        where organisation = $organisation and ledger = 'callbacks' and closed_by_load_id is null
    )
    select name, count(*) filter (where is_sound), count(*)
    from attempts
    group by name
    order by name nulls last
"""
_NAMES = {"caller": "callbacks.caller", "month": "strftime(callbacks.called_at, '%Y-%m')"}


@dataclass(frozen=True, slots=True)
class Quality:
    """One group: sound rows of all its rows, with the 95 % interval of their share; empty where there is no row."""

    name: str | None
    numerator: int
    denominator: int
    value: float | None
    low: float | None
    high: float | None


def quality(con: Connection, organisation: str, by: Dimension | None = None) -> list[Quality]:
    """Return the share of sound rows of an organisation, whole or one row per group.

    Whole and by file: of the rows read of the current version of each file, as they were received. By caller and month:
    of the attempts in the store, each under its own; attempts set aside and still open have neither and stand under none.
    """
    if by is None or by == "file":
        counts = con.execute(_BY_FILE, {"organisation": organisation}).fetchall()
    else:
        counts = con.execute(_BY_ATTEMPT.format(name=_NAMES[by]), {"organisation": organisation}).fetchall()
    if by is None:
        counts = [(None, sum(sound for _, sound, _ in counts), sum(read for _, _, read in counts))]
    return [_rated(name, int(sound), int(read)) for name, sound, read in counts]


def _rated(name: str | None, sound: int, read: int) -> Quality:
    low, high = wilson(sound, read) or (None, None)
    return Quality(name, sound, read, sound / read if read else None, low, high)
