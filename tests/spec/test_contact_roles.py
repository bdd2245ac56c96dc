"""Contact roles: every named contact of a case reached, in every round of callbacks."""

from tests.spec.conftest import Spec, policy_with

ROUNDS = policy_with("""
id = "everybody"
kind = "contact_roles"
family = "again"
rounds = ["after_start", "completion"]
contacts = ["owner", "foreman"]
title = { zh = "各方都访到", en = "Everybody reached" }
clause = "spec"
""")


def test_each_contact_that_the_case_names_is_to_be_reached_in_each_round(owed: Spec) -> None:
    """A contact that the case does not name is not owed; a callback to one does not count for the other."""
    owed(
        rule="everybody",
        policy=ROUNDS,
        as_of="2026-03-31",
        cases="""
            case_id | event.start | event.end  | contact.owner | contact.foreman
            both    | 2026-01-01  | 2026-03-01 | An            | Bo
            one     | 2026-01-01  |            |               | Bo
            none    | 2026-01-01  |            |               |""",
        callbacks="""
            case_id | at         | contact_role
            both    | 2026-01-08 | owner
            both    | 2026-03-09 | foreman
            one     | 2026-01-08 |""",
        expect="""
            case_id | seq | contact_role | opens      | due        | expires    | bucket
            both    | 1   | owner        | 2026-01-08 | 2026-01-14 | 2026-03-01 | on_time
            both    | 2   | foreman      | 2026-01-08 | 2026-01-14 | 2026-03-01 | missed
            both    | 3   | owner        | 2026-03-01 | 2026-03-08 |            | missed
            both    | 4   | foreman      | 2026-03-01 | 2026-03-08 |            | late
            one     | 2   | foreman      | 2026-01-08 | 2026-01-14 |            | missed""",
    )
