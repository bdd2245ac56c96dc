"""Which sections a report has: those that the policy asks for, and the standard ones of its kind.

A section that the policy has no words for is left out rather than shown empty: complaints without parties, spot checks
without such a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from analytics.policy.deadlines import KINDS
from analytics.policy.pack import Policy
from analytics.policy.rules import ItemRecord, Listing, Plausibility, Report, SpotCheck
from analytics.policy.rules.appraisal import Appraising
from analytics.policy.rules.base import BaseRule
from analytics.results.document import STANDARD
from analytics.results.standing import TABLES as CASE_TABLES

INSPECTING = ("implausible", "appraisal")
"""Sections of the longer reports where the policy has such rules."""

PROBLEMS_BY: Mapping[str, tuple[str, ...]] = {
    "problems_kind": ("problem_kind",),
    "problems_component": ("component",),
    "problems_cause": ("cause",),
    "problems_component_cause": ("component", "cause"),
}
"""By what the section of problem items tells them apart: the dimensions of each of its tables."""

_SPOKEN_OF: Mapping[str, type[BaseRule]] = {"listed_cases": Listing, "lacking_items": ItemRecord}
"""Tables of single rows that every report has whose policy has such a rule."""

BRIEF = ("headline", "rules", "overdue")
"""A week is too short for ratios by party; where the policy asks for nothing in particular, this is what it shows."""


def contents(policy: Policy, kind: str) -> tuple[str, ...]:
    """Return the sections between a report's head and its data notes, in reading order.

    A weekly report is what the policy asks for and nothing else. The longer ones have every standard section; tables of
    single cases or of outcomes stand before them where the policy asks for them.
    """
    asked = list(
        dict.fromkeys(
            "complaints" if name.startswith("complaint_") else "problems" if name == "faults" else name
            for rule in policy.rules(Report)
            if KINDS[rule.every] == kind
            for name in rule.tables
        )
    )
    for name, rule_kind in _SPOKEN_OF.items():
        if policy.rules(rule_kind) and name not in asked:
            asked.append(name)
    if kind == "weekly":
        wanted = asked or list(BRIEF)
    else:
        wanted = [*(name for name in asked if name in CASE_TABLES), *STANDARD, *INSPECTING]
    lacking = set()
    if not policy.parties:
        lacking.add("complaints")
    if not policy.rules(SpotCheck):
        lacking.add("spot_checks")
    if not policy.rules(Plausibility):
        lacking.add("implausible")
    if not policy.rules(Appraising):
        lacking.add("appraisal")
    return tuple(name for name in wanted if name not in lacking)
