"""Buckets: every obligation is in exactly one, the first that holds."""

from tests.spec.conftest import Spec


def test_what_was_done_and_when_puts_an_obligation_into_its_bucket(owed: Spec) -> None:
    """An exclusion with a reason comes first, then fulfilment, then what is not yet due, then attempts.

    One that is dated after the as-of day is not yet known, though the callback is due later still.
    """
    owed(
        rule="after_start",
        as_of="2026-01-14",
        cases="""
            case_id   | event.start | excluded_on | exclusion_reason
            excluded  | 2026-01-01  | 2026-01-14  | moved abroad
            too_late  | 2025-12-31  | 2026-01-14  | moved abroad
            not_known | 2026-01-03  | 2026-01-15  | moved abroad
            no_reason | 2026-01-01  | 2026-01-10  |
            pending   | 2026-01-02  |             |
            refused   | 2026-01-01  |             |
            tried     | 2026-01-01  |             |
            recovered | 2026-01-01  |             |
            missed    | 2026-01-01  |             |
            unknown   | 2026-01-01  |             |""",
        callbacks="""
            case_id   | at               | outcome
            excluded  | 2026-01-09       | reached
            refused   | 2026-01-09       | no_answer
            refused   | 2026-01-10       | refused
            tried     | 2026-01-09       | refused
            tried     | 2026-01-09 10:00 | busy
            tried     | 2026-01-10       | no_answer
            recovered | 2026-01-09       | refused
            recovered | 2026-01-10       | reached
            unknown   | 2026-01-15       | reached""",
        expect="""
            case_id   | bucket
            excluded  | excluded
            missed    | missed
            no_reason | missed
            not_known | pending
            pending   | pending
            recovered | on_time
            refused   | refused
            too_late  | missed
            tried     | unreached
            unknown   | missed""",
    )
