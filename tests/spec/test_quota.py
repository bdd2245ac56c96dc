"""Quota: a share of the cases of a period that is to be called back; the target says how many are enough."""

from datetime import date

from analytics.language import Text
from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import evaluate
from analytics.measures.targets import status_of
from analytics.periods import parse_period
from analytics.policy.rules import Target
from tests.lib.direct import reading_of
from tests.lib.table_text import ledger
from tests.spec.conftest import Spec, policy_with

SHARES = policy_with("""
id = "by_managers"
kind = "quota"
family = "regular"
role = "manager"
anchor = ["end"]
window = ["0d", "quarter_end"]
level = 0.5
category = "whole"
title = { zh = "经理回访一半", en = "Managers call half" }
clause = "spec"
""")
DRAWN = policy_with("""
id = "drawn"
kind = "quota"
family = "again"
every = "year"
level = 1.0
sample = 0.25
title = { zh = "每年抽四分之一", en = "A quarter drawn each year" }
clause = "spec"
""")
SURVEY = policy_with("""
id = "survey"
kind = "quota"
family = "again"
every = "month"
months = [6]
level = 0.1
title = { zh = "六月调查", en = "Survey in June" }
clause = "spec"
""")
PROJECTS = """
    case_id | category | event.end
    A       | whole    | 2026-01-10
    B       | whole    | 2026-03-31
    C       | whole    | 2026-04-01
    D       | part     | 2026-01-10"""
CALLS = """
    case_id | at         | caller_role
    A       | 2026-03-31 | manager
    B       | 2026-03-31 | supervisor
    C       | 2026-07-01 | manager"""


def test_every_case_of_the_population_is_owed_and_the_window_ends_with_the_quarter(owed: Spec) -> None:
    """Another category is not in the population, another role's callback does not count."""
    owed(
        rule="by_managers",
        policy=SHARES,
        as_of="2026-07-31",
        cases=PROJECTS,
        callbacks=CALLS,
        expect="""
            case_id | role    | opens      | due        | bucket
            A       | manager | 2026-01-10 | 2026-03-31 | on_time
            B       | manager | 2026-03-31 | 2026-03-31 | missed
            C       | manager | 2026-04-01 | 2026-06-30 | late""",
    )


def test_the_level_of_a_quota_is_the_target_of_its_coverage() -> None:
    """One of two is the half that was asked for; no other rule has this target."""
    reading = reading_of(ledger(cases=PROJECTS, callbacks=CALLS), SHARES, date(2026, 7, 31))
    figures = evaluate(reading, measure_named("coverage"), [parse_period("2026-Q1")], by=["rule"])
    told = {one.group["rule"]: (one.numerator, one.denominator, one.target, one.status) for one in figures}

    assert told == {"by_managers": (1, 2, 0.5, "met"), "completion": (1, 2, 1.0, "missed")}


def test_a_drawn_sample_is_the_rounded_up_share_of_those_active_on_the_first_day(owed: Spec) -> None:
    """Of five projects running on New Year's day two are drawn; one that began later or ended before is not among them."""
    projects = "case_id | event.start | event.end\nlate | 2026-01-02 |\nover | 2025-01-02 | 2025-12-31\n"
    projects += "\n".join(f"P{number} | 2025-05-01 | " for number in range(1, 6))
    owed(
        rule="drawn",
        policy=DRAWN,
        as_of="2026-12-31",
        cases=projects,
        expect="""
            case_id | seq | opens      | due        | bucket
            P2      | 1   | 2026-01-01 | 2026-12-31 | missed
            P3      | 1   | 2026-01-01 | 2026-12-31 | missed""",
    )


def test_only_the_named_months_have_a_quota(owed: Spec) -> None:
    """A survey each June of those active in it, from the day on which they became so."""
    owed(
        rule="survey",
        policy=SURVEY,
        as_of="2026-12-31",
        cases="""
            case_id | event.start | event.end
            A       | 2025-06-30  | 2026-06-01
            B       | 2026-07-01  |""",
        expect="""
            case_id | seq | opens      | due        | bucket
            A       | 1   | 2025-06-30 | 2025-06-30 | missed
            A       | 2   | 2026-06-01 | 2026-06-30 | missed""",
    )


def test_a_quota_without_a_level_is_judged_by_the_target_of_its_role(measured: Spec) -> None:
    """A share over several rules at once, here with the callback that a completion asks of anybody: none alone is judged."""
    shares = policy_with(
        *(
            f'id = "{category}"\nkind = "quota"\nfamily = "regular"\nrole = "manager"\nanchor = ["end"]\n'
            f'window = ["0d", "7d"]\ncategory = "{category}"\n'
            f'title = {{ zh = "{category}", en = "{category}" }}\nclause = "spec"'
            for category in ("whole", "part")
        ),
        'id = "share"\nkind = "target"\nmeasure = "coverage"\nlevel = 0.3\nscope = { role = "manager" }\n'
        'title = { zh = "三成", en = "Three in ten" }\nclause = "spec"',
    )
    projects = """
        case_id | category | event.end
        A       | whole    | 2026-01-10
        B       | whole    | 2026-01-10
        C       | part     | 2026-01-10"""
    calls = """
        case_id | at         | caller_role
        C       | 2026-01-17 | manager"""
    reading = reading_of(ledger(cases=projects, callbacks=calls), shares, date(2026, 1, 31))
    period = [parse_period("2026-01")]
    by_role = evaluate(reading, measure_named("coverage"), period, by=["role"], where={"role": "manager"})
    by_rule = evaluate(reading, measure_named("coverage"), period, by=["rule"], where={"rule": "whole"})

    assert [(figure.numerator, figure.denominator, figure.status) for figure in by_role] == [(2, 6, "met")]
    assert [(figure.numerator, figure.denominator, figure.status) for figure in by_rule] == [(0, 2, None)]


def test_what_is_near_is_measured_against_the_level() -> None:
    """Nine in a hundred are not near ten, ninety-five are near a hundred; a tolerance of its own wins."""
    target = {"kind": "target", "title": Text(zh="目标", en="target"), "clause": "spec", "measure": "coverage"}
    tenth, whole = (Target(id="t", level=level, **target) for level in (0.1, 1.0))
    own = Target(id="t", level=0.1, tolerance=0.05, **target)

    assert [status_of(value, tenth) for value in (0.1, 0.095, 0.09)] == ["met", "near", "missed"]
    assert [status_of(value, whole) for value in (0.95, 0.94)] == ["near", "missed"]
    assert status_of(0.06, own) == "near"
