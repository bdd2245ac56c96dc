"""Appraisal: how much somebody did and with what effect, side by side, of persons, roles, departments, the whole."""

from tests.spec.test_score import WORDS, lines

AGENTS = (
    'id = "agents"\nkind = "appraisal"\nby = "caller"\n'
    f'measures = ["callbacks_made", "callbacks_reached", "satisfaction_rate"]\n{WORDS}'
)
TABLES = {
    "cases": """
        case_id | event.start
        A       | 2026-01-01
        B       | 2026-01-01""",
    "callbacks": """
        case_id | at         | caller | caller_role | outcome   | satisfaction
        A       | 2026-01-05 | Lin    | service     | reached   | satisfied
        A       | 2026-01-06 | Lin    | service     | no_answer |
        B       | 2026-01-20 | Qiao   | manager     | reached   | fairly
        B       | 2026-02-01 | Lin    | service     | reached   | fairly""",
    "staff": """
        name | role    | department | from       | to
        Lin  | service | West       | 2025-01-01 | 2026-01-05
        Lin  | service | East       | 2026-01-06 |
        Qiao | manager | East       |            | 2026-01-19
        Qiao | manager | West       | 2026-01-20 |""",
}


def told(rule: str) -> list[tuple[object, ...]]:
    return [(one.group, one.measure, one.numerator, one.denominator, one.note) for one in lines(rule, **TABLES)]


def test_the_callbacks_that_each_agent_made_and_their_effect() -> None:
    """Lin made two, one reached; the call of February is February's."""
    assert told(AGENTS) == [
        ("Lin", "callbacks_made", 2, None, ""),
        ("Qiao", "callbacks_made", 1, None, ""),
        ("", "callbacks_made", 3, None, "total"),
        ("Lin", "callbacks_reached", 1, None, ""),
        ("Qiao", "callbacks_reached", 1, None, ""),
        ("", "callbacks_reached", 2, None, "total"),
        ("Lin", "satisfaction_rate", 1, 1, ""),
        ("Qiao", "satisfaction_rate", 0, 1, ""),
        ("", "satisfaction_rate", 1, 2, "total"),
    ]


def test_a_department_is_the_callers_on_the_day_of_the_call() -> None:
    """Lin went from West to East on 6 January, Qiao to West on the 20th."""
    rule = AGENTS.replace('"caller"', '"department"').replace(', "callbacks_reached", "satisfaction_rate"', "")

    assert told(rule) == [
        ("East", "callbacks_made", 1, None, ""),
        ("West", "callbacks_made", 2, None, ""),
        ("", "callbacks_made", 3, None, "total"),
    ]


def test_of_the_whole_organisation_there_is_one_line_a_measure() -> None:
    """The organisation is the group and the total in one."""
    rule = AGENTS.replace('by = "caller"\n', "")

    assert told(rule) == [
        ("test", "callbacks_made", 3, None, ""),
        ("test", "callbacks_reached", 2, None, ""),
        ("test", "satisfaction_rate", 1, 2, ""),
    ]


def test_a_policy_without_such_rules_appraises_nobody() -> None:
    """No line, no invented standard."""
    assert lines(**TABLES) == []
