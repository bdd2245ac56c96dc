"""Minimum: at least n reached callbacks from one event to another."""

from tests.spec.conftest import Spec


def test_the_third_reached_callback_fulfils_and_attempts_do_not_help(owed: Spec) -> None:
    """Three from the start to seven days after the end; two and any number of attempts stay missed."""
    owed(
        rule="minimum",
        as_of="2026-03-31",
        cases="""
            case_id | event.start | event.end
            three   | 2026-01-01  | 2026-03-01
            late    | 2026-01-01  | 2026-03-01
            two     | 2026-01-01  | 2026-03-01
            open    | 2026-01-01  |""",
        callbacks="""
            case_id | at         | outcome
            three   | 2026-01-01 | reached
            three   | 2026-02-01 | reached
            three   | 2026-03-08 | reached
            late    | 2026-01-01 | reached
            late    | 2026-02-01 | reached
            late    | 2026-03-09 | reached
            two     | 2025-12-31 | reached
            two     | 2026-01-01 | reached
            two     | 2026-02-01 | reached
            two     | 2026-02-02 | refused""",
        expect="""
            case_id | opens      | due        | bucket  | callback_id
            late    | 2026-01-01 | 2026-03-08 | late    | K6
            three   | 2026-01-01 | 2026-03-08 | on_time | K3
            two     | 2026-01-01 | 2026-03-08 | missed  |""",
    )
