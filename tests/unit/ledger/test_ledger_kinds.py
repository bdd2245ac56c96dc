"""Which kind of ledger a sheet is."""

from __future__ import annotations

import pytest

from analytics.ledger.ledger_kinds import table_of_sheet_name


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("cases", "cases"), ("callbacks", "callbacks"), ("在施工程", "cases"), ("竣工工程", "cases"), ("电话回访单",
            "callbacks"),
        ("投诉与问题", "problems"), ("客户回访", "callbacks"), ("人员", "staff"), ("Sheet1", None),
    ],
)  # fmt: skip
def test_the_name_of_a_sheet_speaks_for_a_table(name: str, table: str | None) -> None:
    assert table_of_sheet_name(name) == table
