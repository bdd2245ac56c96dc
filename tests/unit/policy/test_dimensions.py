"""The items that a pack asks about one by one: headers of a ledger, words of a report."""

from __future__ import annotations

import pytest

from analytics.ledger.headers import column_of
from analytics.policy.pack import load_policy
from analytics.policy.profile import reading_profile
from analytics.results.labels import labels_of


@pytest.mark.parametrize(
    "header",
    ["沟通满意度", "满意度>沟通", "对沟通的满意度", "satisfaction>communication", "satisfaction.communication"],
)
def test_the_title_of_an_item_is_a_header_of_its_answers(header: str) -> None:
    """In both languages, under a common header or alone."""
    known = reading_profile(load_policy("county_incidents")).headers["callbacks"]
    assert column_of("callbacks", header, known) == "satisfaction.communication"


def test_a_report_names_the_items_as_the_pack_does() -> None:
    """Its own words win over those that every policy shares."""
    assert labels_of(load_policy("county_incidents"), [])["dimension"]["handling"] == {"zh": "处置", "en": "handling"}
