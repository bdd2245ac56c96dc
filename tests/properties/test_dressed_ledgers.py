"""Whatever dress a ledger comes in, what is read of it is what was meant, and what cannot be read for certain is told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ledger.parse import parse_grid
from analytics.policy.pack import load_policy
from analytics.policy.profile import reading_profile
from tests.lib.dressed import DOUBTFUL, HEADERS, days_in_doubt, ledgers

PROFILE = reading_profile(load_policy("decoration"))
# Days that a spreadsheet may have turned round, and a row behind a blank one that is much emptier than the others, are told.
TOLD = {"swapped_dates", "stray_row"}


@settings(suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("is_text", [False, True], ids=["workbook", "text"])
@pytest.mark.parametrize("table", sorted(HEADERS))
@given(data=st.data())
def test_what_is_read_is_what_was_meant(table: str, is_text: bool, data: st.DataObject) -> None:
    dressed = data.draw(ledgers(table, PROFILE, is_text=is_text))
    (sheet,) = parse_grid(dressed.grid, PROFILE, file="a").sheets
    told = {finding.row for finding in sheet.findings if finding.check in TOLD}
    loaded = {
        row: {column: sheet.columns[column][place] for column in dressed.meant[row]}
        for place, row in enumerate(sheet.rows)
    }
    assert sheet.table == table
    assert loaded == {row: meant for row, meant in dressed.meant.items() if row not in told}
    assert {aside.row for aside in sheet.set_aside} == told & set(dressed.meant)


@pytest.mark.parametrize("is_text", [False, True], ids=["workbook", "text"])
@pytest.mark.parametrize("way", DOUBTFUL)
@given(data=st.data())
def test_a_day_that_can_be_read_in_two_ways_is_told_and_not_guessed(
    way: str, is_text: bool, data: st.DataObject
) -> None:
    grid, meant = data.draw(days_in_doubt(way, is_text=is_text))
    (sheet,) = parse_grid(grid, PROFILE, file="a").sheets
    read = dict(zip(sheet.rows, sheet.columns["at"], strict=True))
    told = {aside.row for aside in sheet.set_aside}
    assert read == {row: day for row, day in meant.items() if row not in told}
    assert told <= {finding.row for finding in sheet.findings}
