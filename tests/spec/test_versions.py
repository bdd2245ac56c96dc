"""A rule may change from a date: the old one judges what was due before."""

import pytest

from analytics.policy.pack import check_pack, shipped
from tests.spec.conftest import Spec, policy_with

RULE = """
id = "{id}"
kind = "milestone"
family = "{family}"
anchor = ["{anchor}"]
window = [{window}]
{more}
title = {{ zh = "回访", en = "Callback" }}
clause = "spec"
"""


def rule(window: str, more: str = "", name: str = "changing", anchor: str = "end", family: str = "regular") -> str:
    """Return a milestone after the end of a project."""
    return RULE.format(id=name, window=window, more=more, anchor=anchor, family=family)


def test_a_longer_window_holds_for_what_both_versions_make_due_after_the_day(owed: Spec) -> None:
    """Due on the last day before it: the old window; due on the day itself: the new one."""
    owed(
        rule="changing",
        policy=policy_with(rule('"0d", "7d"'), rule('"0d", "14d"', "from = 2026-03-01")),
        as_of="2026-03-31",
        cases="case_id | event.end\nbefore | 2026-02-21\non_day | 2026-02-22",
        expect="""
            case_id | opens      | due
            before  | 2026-02-21 | 2026-02-28
            on_day  | 2026-02-22 | 2026-03-08""",
    )


def test_a_rule_stands_in_the_list_where_its_first_version_is_written(owed: Spec) -> None:
    """Though the version that judges was written down after the next rule."""
    owed(
        policy=policy_with(
            rule('"0d", "7d"', name="first"),
            rule('"0d", "7d"', name="second", family="again"),
            rule('"0d", "14d"', "from = 2026-03-01", name="first"),
        ),
        as_of="2026-03-31",
        cases="case_id | event.end\nA | 2026-03-02",
        expect="""
            case_id | rule       | due
            A       | completion | 2026-03-09
            A       | first      | 2026-03-16
            A       | second     | 2026-03-09""",
    )


def test_a_shorter_window_takes_nothing_back(owed: Spec) -> None:
    """What the new one would have made due before its own day keeps the old window."""
    owed(
        rule="changing",
        policy=policy_with(rule('"0d", "14d"'), rule('"0d", "7d"', "from = 2026-03-01")),
        as_of="2026-03-31",
        cases="case_id | event.end\nold | 2026-02-21\nnew | 2026-02-22",
        expect="""
            case_id | opens      | due
            new     | 2026-02-22 | 2026-03-01
            old     | 2026-02-21 | 2026-03-07""",
    )


def test_rules_in_hours_change_with_the_instant_at_which_they_are_due(owed: Spec) -> None:
    """Due at midnight on the day of the change is already the new rule's."""
    owed(
        rule="changing",
        policy=policy_with(rule('"0h", "24h"'), rule('"0h", "48h"', "from = 2026-03-01")),
        as_of="2026-03-31",
        cases="case_id | event.end\nnew | 2026-02-28 00:00:01\nold | 2026-02-27 23:59:59",
        expect="""
            case_id | opens               | due
            new     | 2026-02-28 00:00:01 | 2026-03-02 00:00:01
            old     | 2026-02-27 23:59:59 | 2026-02-28 23:59:59""",
    )


@pytest.mark.parametrize(
    ("rules", "key", "words"),
    [
        ((rule('"0d", "7d"'), rule('"0d", "9d"')), "changing.id", "two rules with one id"),
        ((rule('"0d", "7d"'), rule('"0d", "9d"', "from = 2026-03-01", anchor="start")), "changing.id", "same events"),
        (
            (rule('"0d", "7d"'), rule('"0d", "7d"', 'channels = ["phone"]', "other")),
            "other.family",
            "one callback could meet both",
        ),
        ((rule('"0d", "7d"', 'category = "whole"\nfamily = "x"', "x"),), "TOML", "overwrite"),
    ],
)
def test_rules_that_contradict_one_another_are_refused(rules: tuple[str, ...], key: str, words: str) -> None:
    """An id used twice, versions that hang on other events, one family asking in two ways."""
    text = shipped()["decoration"].read_text("utf-8")
    text = text.replace("[families]", '[families]\nregular = { zh = "定期", en = "Regular" }')
    _, faults = check_pack("\n".join((text, *(f"[[rule]]\n{one}" for one in rules))))

    assert [fault.key.removeprefix("rule.") for fault in faults] == [key]
    assert words in faults[0].message
