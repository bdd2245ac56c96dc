"""What a cell says whatever its column means."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ledger import cells, moments, people, quantities
from analytics.ledger.cells import CellError
from analytics.ledger.moments import Dating

OCTOBER_2026 = Dating(2026, 10)


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", cells.Formula("=TODAY()")])
def test_what_the_spreadsheet_did_not_work_out_is_told_from_what_was_typed(cell: str) -> None:
    with pytest.raises(CellError) as fault:
        cells.check_for_fault(cell)
    assert fault.value.check in {"error_cell", "uncached_formula"}
    cells.check_for_fault("=TODAY()")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (1001.0, "1001"), ("1001", "1001"), (" GC-1 ", "GC-1"), ("ＧＣ２０２６－００１", "GC2026-001"), ("'007",
            "007"), ("", None), ("无", None), ("/", None), ("—", None), ("A1\u200b", "A1"), ("\ufeffA1", "A1"),
        (999999999999999.0, "999999999999999"),
        (13812345678.0, "13812345678"), (1.5, "1.5"), (True, "TRUE"),
    ],
)  # fmt: skip
def test_an_id_is_text(cell: cells.Cell, expected: str | None) -> None:
    assert cells.identifier(cell) == expected


@pytest.mark.parametrize("cell", [2026030512345678.0, "2.02603E+15", "1.23e+17"])
def test_an_id_that_a_spreadsheet_cut_short_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="shortened_id"):
        cells.identifier(cell)


@pytest.mark.parametrize("cell", [datetime(2026, 5, 2), date(2026, 5, 2), time(5, 2), "5月2日", "2-May", "May-12"])
def test_an_id_that_became_a_date_is_refused(cell: cells.Cell) -> None:
    with pytest.raises(CellError, match="became_date"):
        cells.identifier(cell)


@given(
    cell=st.one_of(
        st.text(max_size=15),
        st.text(alphabet="0123456789-转()（）、/ 和及与李王明￥元万%★√×:.秒分", max_size=15),
        st.floats(allow_nan=True),
        st.booleans(),
        st.datetimes(),
        st.dates(),
        st.times(),
        st.timedeltas(),
    )
)
def test_whatever_stands_in_a_cell_is_read_or_refused(cell: cells.Cell) -> None:
    for reader in (
        lambda cell: moments.moment(cell, OCTOBER_2026), moments.time_of_day, people.phone, people.names, people.age,
        quantities.number, quantities.duration, cells.identifier, cells.plain_text,
    ):  # fmt: skip
        try:
            read = reader(cell)
        except CellError:
            continue
        assert read is None or (isinstance(read, str) and read != "")
