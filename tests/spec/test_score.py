"""Score: points lost for each step by which a measure falls short; the arithmetic stands line by line."""

from typing import Any

import pytest

from analytics.measures.appraisal import appraise
from analytics.periods import parse_period
from analytics.policy.pack import check_pack, shipped
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import policy_with

WORDS = 'title = { zh = "考核", en = "appraisal" }\nclause = "test"\n'
POINTS = f'id = "points"\nkind = "score"\nstep = 0.05\n{WORDS}'
REACHED = f'measure = "reach_rate"\nlevel = 1.0\n{POINTS}'


def lines(*rules: str, minimum: int = 0, **tables: str) -> list[Any]:
    """Return the lines of January's appraisal."""
    asked = parse_period("2026-01")
    policy = policy_with(*rules).model_copy(update={"minimum_cases": minimum})
    return appraise(reading_of(ledger(**tables), policy, asked.last), asked)


def reached(*shares: tuple[str, int, int]) -> dict[str, str]:
    """Return cases and callbacks of callers who reached so many of so many cases."""
    called = [
        (f"{caller}{number}", caller, "reached" if number <= good else "no_answer")
        for caller, good, of in shares
        for number in range(1, of + 1)
    ]
    return {
        "cases": "case_id | event.start\n" + "\n".join(f"{case} | 2026-01-01" for case, _, _ in called),
        "callbacks": "case_id | caller | outcome | at\n"
        + "\n".join(f"{case} | {caller} | {outcome} | 2026-01-10" for case, caller, outcome in called),
    }


@pytest.mark.parametrize(("reached_of_100", "steps"), [(100, 0), (99, 1), (95, 1), (94, 2), (90, 2), (89, 3), (0, 20)])
def test_each_whole_or_begun_step_below_the_target_costs_one_point(reached_of_100: int, steps: int) -> None:
    """95 of 100 is exactly one step of five percentage points below 100 %, 94 begins the second."""
    line, total = lines(REACHED, **reached(("Lin", reached_of_100, 100)))

    assert (line.numerator, line.denominator, line.target) == (reached_of_100, 100, 1.0)
    assert (line.steps, line.points, line.note) == (steps, steps, "")
    assert (total.measure, total.points) == ("points", steps)


def test_a_rule_may_count_whole_steps_only_weigh_them_and_stop_at_a_most() -> None:
    """Six points below the level: one whole step; two points a step; at most three points."""
    tables = reached(("Lin", 94, 100))

    assert lines(REACHED + "begun = false\n", **tables)[0].steps == 1
    assert lines(REACHED + "points = 2\n", **tables)[0].points == 4
    assert lines(REACHED + "points = 2\nmost = 3\n", **tables)[0].points == 3


def test_of_a_measure_that_is_better_low_the_excess_costs() -> None:
    """A complaint rate of one in twenty, at most one per cent: four points over, a step each."""
    rule = f'measure = "complaint_rate"\nlevel = 0.01\nbetter = "lower"\nid = "x"\nkind = "score"\nstep = 0.01\n{WORDS}'
    cases = "case_id | event.start\n" + "\n".join(f"C{number} | 2026-01-01" for number in range(20))
    line, _ = lines(rule, cases=cases, problems="case_id | raised_at\nC1 | 2026-01-05")

    assert (line.numerator, line.denominator, line.steps) == (1, 20, 4)


def test_each_person_has_a_line_and_the_total_is_counted_anew_without_points() -> None:
    """Lin all of four, Qiao three of five: seven of nine, not the mean of the ratios."""
    found = lines(REACHED + 'by = "caller"\n', **reached(("Lin", 4, 4), ("Qiao", 3, 5)))

    assert [
        (one.group, one.measure, one.numerator, one.denominator, one.steps, one.points, one.note) for one in found
    ] == [
        ("Lin", "reach_rate", 4, 4, 0, 0, ""),
        ("Qiao", "reach_rate", 3, 5, 8, 8, ""),
        ("", "reach_rate", 7, 9, None, None, "total"),
        ("Lin", "points", None, None, None, 0, ""),
        ("Qiao", "points", None, None, None, 8, ""),
    ]


def test_with_fewer_cases_than_the_packs_minimum_there_are_counts_and_no_points() -> None:
    """Ten are enough, nine too few."""
    found = lines(REACHED + 'by = "caller"\n', minimum=10, **reached(("Lin", 9, 10), ("Qiao", 0, 9)))

    assert [(one.group, one.numerator, one.denominator, one.points, one.note) for one in found] == [
        ("Lin", 9, 10, 2, ""),
        ("Qiao", 0, 9, None, "few"),
        ("", 9, 19, None, "total"),
        ("Lin", None, None, 2, ""),
        ("Qiao", None, None, None, "few"),
    ]


def test_what_nobody_is_named_for_is_shown_and_costs_nobody_anything() -> None:
    """A callback without a caller is in the total and in a line of its own."""
    tables = reached(("Lin", 1, 1))
    tables["callbacks"] += "\nLin1 |  | no_answer | 2026-01-11"
    found = lines(REACHED + 'by = "caller"\n', **tables)

    assert [(one.group, one.points, one.note) for one in found if one.measure == "reach_rate"] == [
        ("", None, "unnamed"),
        ("Lin", 0, ""),
        ("", None, "total"),
    ]


def test_without_anything_to_count_there_is_no_value_and_there_are_no_points() -> None:
    """Nothing is not nought."""
    line, total = lines(REACHED)

    assert (line.denominator, line.value, line.points, line.note) == (0, None, None, "nothing")
    assert total.points is None


def test_the_points_of_several_scores_are_added_up() -> None:
    """One for reach, two for the number of callbacks made: forty of sixty, a point each begun ten."""
    number = f'id = "number"\nkind = "score"\nmeasure = "callbacks_made"\nlevel = 60\nstep = 10\nby = "caller"\n{WORDS}'
    found = lines(REACHED + 'by = "caller"\n', number, **reached(("Lin", 38, 40)))

    assert [(one.rule, one.numerator, one.denominator, one.points) for one in found if one.group == "Lin"] == [
        ("points", 38, 40, 1),
        ("number", 40, None, 2),
        ("", None, None, 3),
    ]


def test_a_score_may_be_of_a_part() -> None:
    """Only what went by phone."""
    tables = reached(("Lin", 1, 2))
    tables["callbacks"] = tables["callbacks"].replace("at\n", "at | channel\n").replace("01-10", "01-10 | phone")
    rule = REACHED + 'where = { channel = "visit" }\n'

    assert lines(REACHED, **tables)[0].denominator == 2
    assert lines(rule, **tables)[0].denominator == 0


def test_a_new_level_holds_from_its_day_for_the_periods_that_end_on_or_after_it() -> None:
    """The version of the period's last day; the old one judges the months before."""
    later = REACHED.replace("level = 1.0", "level = 0.9") + "from = "
    tables = reached(("Lin", 90, 100))

    assert lines(REACHED, f"{later}2026-01-31\n", **tables)[0].points == 0
    assert lines(REACHED, f"{later}2026-02-01\n", **tables)[0].points == 2


def faults(*rules: str) -> list[str]:
    """Return the faults of the decoration pack with further rules, as key and message."""
    text = "\n".join((shipped()["decoration"].read_text("utf-8"), *(f"[[rule]]\n{rule}" for rule in rules)))
    return [f"{fault.key}: {fault.message}" for fault in check_pack(text)[1]]


def test_a_party_or_a_role_that_the_pack_does_not_declare_is_refused() -> None:
    """A slip would appraise nobody."""
    assert faults(REACHED + 'by = "party:crow"\nwhere = { role = "boss" }\n') == [
        "rule.points.by: 没有声明 / not declared: 'crow'; 可用 / valid: designer, inspector, crew",
        "rule.points.where: 没有声明 / not declared: 'boss'; 可用 / valid: service, supervisor, manager",
    ]


def test_every_fault_of_a_score_is_told_at_once() -> None:
    """An unknown measure, a group that the measure does not have, a level above all, a step of nought."""
    told = faults(
        REACHED.replace('"reach_rate"', '"reech_rate"').replace("0.05", "0"),
        REACHED.replace('"points"', '"other"').replace("1.0", "1.2") + 'by = "moon"\n',
        REACHED.replace('"points"', '"third"').replace("reach_rate", "complaint_rate") + 'by = "caller"\n',
    )

    assert len(told) == 5
    assert told[0].startswith("rule.points.measure: 没有这个指标 / no such measure: 'reech_rate'; coverage, ")
    assert told[1].startswith("rule.points.step: ")
    assert told[2] == "rule.other.level: 应不大于 1 / expected at most 1, got 1.2"
    assert told[3].startswith("rule.other.by: ")
    assert "complaint_rate 不能按 'caller' 分组 / cannot be grouped by 'caller'; organisation, policy, " in told[4]
