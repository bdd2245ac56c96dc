"""Every kind of rule makes in SQL the obligations that plain loops make, on random packs and small ledgers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.policy.obligations import obligations
from analytics.policy.pack import check_pack
from analytics.workdays import WorkingDays
from tests.lib import oracle
from tests.lib.direct import reading_of
from tests.lib.random_packs import SORTS, written
from tests.lib.random_worlds import World, worlds


@pytest.mark.parametrize("sort", [*SORTS, "contact_roles"])
@settings(max_examples=settings.default.max_examples // 8, deadline=None)  # each fills a store
@given(data=st.data())
def test_every_obligation_of_every_sort_of_rule_is_what_plain_loops_make(sort: str, data: st.DataObject) -> None:
    """No difference in any obligation: window, expiry, bucket, callback."""
    world: World = data.draw(worlds(sort))
    text = written(world.document)
    policy, faults = check_pack(text)
    assert policy is not None, f"{'; '.join(map(str, faults))}\n{text}"
    reading = reading_of(world.ledger, policy, world.as_of)
    found = [{**row, "seq": str(row["seq"])} for row in obligations(reading.con, reading.schema)]

    expected = oracle.obligations(world.ledger, oracle.policy_of(world.document), world.as_of)
    assert found == expected, text


def test_the_two_calendars_of_2026_agree() -> None:
    year = [date(2026, 1, 1) + timedelta(days=count) for count in range(365)]

    assert [day for day in year if day in WorkingDays()] == [day for day in year if oracle.is_working_day(day)]
