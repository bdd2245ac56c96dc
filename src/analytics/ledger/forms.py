"""Forms that an office has confirmed: how the sheets of one shape are read, whatever the file is called.

A form is known by the headers of its sheet. It says which ledgers the sheet holds, what each header means, what stands in
no cell of it but goes for every row, and which of its words mean what. Written by ``analytics map``, or by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from analytics.ledger.sent_back import PROBLEM_HEADER
from analytics.ledger.vocabulary import spelling

ALL_OTHERS = "*"  # as a header: every one that is not named
ORDERS = ("day-month-year", "month-day-year", "year-month-day")
Order = Literal["day-month-year", "month-day-year", "year-month-day"]
MOMENTS = frozenset(
    {"excluded_on", "at", "raised_at", "reported_at", "notified_at", "answered_at", "resolved_at", "from", "to"}
)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Fill(_Section):
    """A column of the canonical ledger that is no column of the sheet: what it is filled with in every row.

    ``value`` goes for every row; ``from`` joins the cells of several headers. ``where`` fills only the rows in which each
    header says one of its words. ``unique`` tells rows apart that would get the same: the second is ``…|2``. ``first_year``
    is the year of the first row where the days have none and the rows stand in their order.
    """

    column: str
    value: str = ""
    parts: tuple[str, ...] = Field(default=(), alias="from")
    where: Mapping[str, tuple[str, ...]] = {}
    unique: bool = False
    first_year: int | None = Field(default=None, ge=1950, le=2100)


class FormTable(_Section):
    """One ledger that the sheet holds: header -> column, what is filled in, the sheet's own words and order of dates."""

    table: str
    columns: Mapping[str, str] = {}
    constants: Mapping[str, str] = {}
    fill: tuple[Fill, ...] = ()
    words: Mapping[str, Mapping[str, str]] = {}
    dates: Mapping[str, Order] = {}
    year: int | None = Field(default=None, ge=1950, le=2100)

    @property
    def fills(self) -> tuple[Fill, ...]:
        """The constants and all other columns that are filled in."""
        return (*(Fill(column=column, value=value) for column, value in self.constants.items()), *self.fill)


class Form(_Section):
    """The sheets of one shape and how they are read.

    ``headers`` are those of the sheet, in any order, joined with ``>`` where they stand in several lines; ``sheet`` asks for
    a name as well, or instead where the sheet is left out. ``header_row`` is the spreadsheet's number of the header's first
    line, where it cannot be found.
    """

    name: str = ""
    sheet: str = ""
    headers: tuple[str, ...] = ()
    header_row: int | None = Field(default=None, ge=1)
    header_lines: int = Field(default=1, ge=1, le=3)
    leave_out: bool = False
    reason: str = ""
    table: tuple[FormTable, ...] = ()

    @property
    def shape(self) -> tuple[str, ...]:
        """What sheets of this form are known by: their headers as spellings are compared."""
        return shape_of(self.headers)


def shape_of(headers: Iterable[str]) -> tuple[str, ...]:
    """Return the headers of a sheet in the form in which sheets are compared: spellings in order, blank ones left out.

    So is the column that a workbook has which was sent back.
    """
    added = spelling(PROBLEM_HEADER)
    return tuple(sorted(words for header in headers if (words := spelling(header)) and not words.endswith(added)))


def form_of_shape(forms: Iterable[Form], headers: Sequence[str], sheet: str = "") -> Form | None:
    """Return the form that a sheet with these headers is read by."""
    shape, name = shape_of(headers), spelling(sheet)
    found = [one for one in forms if one.shape == shape and spelling(one.sheet) in ("", name)]
    return max(found, key=lambda one: bool(one.sheet), default=None)


def with_form(forms: Sequence[Form], form: Form) -> tuple[Form, ...]:
    """Return the forms with *form* in the place of the one of its shape, or after all others."""
    if not any(same_sheets(one, form) for one in forms):
        return (*forms, form)
    return tuple(form if same_sheets(one, form) else one for one in forms)


def same_sheets(one: Form, other: Form) -> bool:
    """Return whether two forms would be found for the same sheets."""
    return one.shape == other.shape and spelling(one.sheet) == spelling(other.sheet)
