"""A sheet as a value: one table with its title, scope and source, the charts that are bound to it, and how it prints.

Built first, written last: nothing here knows what the figures mean, and nothing that builds a sheet knows a cell address.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from analytics.report.workbook.styles import Form, Tone

Value = str | int | float | date | None
ChartKind = Literal["bars", "columns", "stacked", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its code (never shown), its heading, how its cells are written, and the narrowest it may be.

    ``grow`` is how much of the room that is left on the page it takes; ``longest`` the widest it may become.
    """

    code: str
    head: str
    form: Form = "text"
    narrowest: float = 7.5
    longest: float = 42.0
    grow: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row by column code; a column that is not named stays empty.

    ``forms`` overrides the form of single cells, ``tones`` marks them; a total row stands under the table, outside its charts.
    """

    values: Mapping[str, Value]
    forms: Mapping[str, Form] = field(default_factory=dict)
    tones: Mapping[str, Tone] = field(default_factory=dict)
    total: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart of some columns of its sheet's table.

    ``interval`` names the columns of the lower and upper limit: whiskers on bars, thin lines beside a line.
    ``rows`` limits it to the first rows of the table; of its rows, counted from 0, ``marked`` are drawn in the colour of
    a flag and ``faint`` in grey; of stacked bars it is the part named ``faint_series`` that is grey.
    """

    kind: ChartKind
    title: str
    categories: str
    series: tuple[str, ...]
    form: Form = "ratio"
    interval: tuple[str, str] | None = None
    axis_title: str = ""
    category_title: str = ""
    lowest: float | None = None
    highest: float | None = None
    colours: Mapping[str, str] = field(default_factory=dict)
    rows: int | None = None
    marked: frozenset[int] = frozenset()
    faint: frozenset[int] = frozenset()
    faint_series: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook.

    ``code`` names its range (``t_<code>``); ``notes`` are the lines under the title: scope, how to read it, source;
    ``empty`` is what stands there when the table has no row; ``heat`` names the columns coloured as a heat map;
    ``beside`` puts the charts beside the table instead of under it; ``arms`` are the headings over the lengths of the
    whiskers, which lie beside the print area.
    """

    code: str
    name: str
    title: str
    notes: Sequence[str]
    columns: Sequence[Column]
    rows: Sequence[Row]
    empty: str
    landscape: bool = False
    filtered: bool = False
    heat: Sequence[str] = ()
    charts: Sequence[Chart] = ()
    beside: bool = False
    arms: tuple[str, str] = ("", "")
