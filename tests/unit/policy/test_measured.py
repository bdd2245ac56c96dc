"""What rules know of the measures is what the measures are."""

from analytics.measures.appraisal import COUNTS
from analytics.measures.catalogue import CATALOGUE
from analytics.policy.measured import MEASURES


def test_rules_may_name_every_measure_of_the_catalogue_and_every_count() -> None:
    """In the same order, with the same unit."""
    assert list(MEASURES) == [*CATALOGUE, *COUNTS]
    assert {name: MEASURES[name].unit for name in CATALOGUE} == {name: one.kind for name, one in CATALOGUE.items()}
    assert {MEASURES[name].unit for name in COUNTS} == {"count"}


def test_rules_may_group_a_measure_by_what_it_can_be_grouped_by() -> None:
    """The dimensions of its fact, beside organisation and policy."""
    for name, measure in {**CATALOGUE, **COUNTS}.items():
        own = {"organisation", "policy", *measure.fact.dimensions, *measure.fact.credited, *measure.fact.shared}
        assert set(MEASURES[name].dimensions) == own, name
