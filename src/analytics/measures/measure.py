"""What a measure is: a definition that somebody can sign, and nothing that runs.

A fact is a set of rows that measures count; a measure says which of its rows are the denominator and which of those
the numerator, so that the numerator's members are members of the denominator by construction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from analytics.language import Text

CASE_DIMENSIONS = {"category": "category", "tier": "tier", "area": "area"}
_CALLER = {"role": "role", "caller": "caller", "channel": "channel", "contact_role": "contact_role"}
_PROBLEM = {name: name for name in ("problem_kind", "component", "cause", "severity", "verified")}


@dataclass(frozen=True, slots=True)
class Fact:
    """A table of countable rows.

    ``within`` tells which rows belong to a period ``p``; ``dimensions`` are its groups by name; ``credited`` are those
    that say who did it: there a group's share is taken of the whole population, unless the rule requires the group.
    ``shared`` are those of the numerator alone, columns of ``shared_from``, of which a member may be in several: there too
    the share is taken of the whole population.
    ``party`` is how a party's rows are found: by joining the parties of the case, or by columns of its own. Where the
    rows may be of an unknown case, they are in no group of a case's dimension.
    """

    table: str
    within: str
    dimensions: Mapping[str, str]
    credited: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    shared: Mapping[str, str] = field(default_factory=dict)
    shared_from: str = ""
    party: Literal["of_case", "own"] = "of_case"
    has_unknown_cases: bool = False


OBLIGATIONS = Fact(
    "fact_obligations",
    "f.due_on between p.first_on and p.last_on",
    {**CASE_DIMENSIONS, "rule": "rule", "family": "family"},
    {
        "role": ("by_role", "required_role"),
        "caller": ("by_caller", ""),
        "channel": ("by_channel", ""),
        "contact_role": ("by_contact_role", "required_contact_role"),
    },
)
CALLBACKS = Fact(
    "fact_callbacks",
    "f.called_on between p.first_on and p.last_on",
    {**CASE_DIMENSIONS, **_CALLER, "department": "department"},
    has_unknown_cases=True,
)
ANSWERS = Fact(
    "fact_answers",
    "f.called_on between p.first_on and p.last_on",
    {**CASE_DIMENSIONS, **_CALLER, "department": "department", "dimension": "dimension"},
    has_unknown_cases=True,
)
ACTIVE = Fact(
    "fact_active", "f.started_on <= p.last_on and (f.ended_on is null or f.ended_on >= p.first_on)", CASE_DIMENSIONS
)
REACHED_CASES = replace(
    ACTIVE,
    shared={**_CALLER, "role": "caller_role"},
    shared_from="known_callbacks as s on s.case_id = f.case_id and s.outcome = 'reached'",
)
COMPLAINTS = Fact(
    "fact_complaints",
    "(f.started_on <= p.last_on and (f.ended_on is null or f.ended_on >= p.first_on))"
    " or f.complained_on between p.first_on and p.last_on",
    CASE_DIMENSIONS,
    party="own",
    shared=_PROBLEM,
    shared_from="fact_problems as s on s.problem_kind = 'complaint' and s.case_id = f.case_id"
    " and s.raised_on = f.complained_on"
    " and (f.scope = 'case' or (s.party_role = f.party_role and s.party = f.party))",
)
COMPLAINED_CASES = replace(COMPLAINTS, party="of_case")
PROBLEMS = Fact(
    "fact_problems",
    "f.raised_on between p.first_on and p.last_on",
    {**CASE_DIMENSIONS, **_CALLER, **_PROBLEM},
    party="own",
    has_unknown_cases=True,
)
ASKED_ITEMS = replace(PROBLEMS, table="fact_asked_items")
RESPONSES = replace(
    PROBLEMS,
    table="fact_responses",
    dimensions={**PROBLEMS.dimensions, "rule": "rule", "moment": "moment"},
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure that is published, defined once.

    ``of`` and ``counted`` are conditions on the fact's rows; ``unit`` is what is counted, rows when empty. A score is
    the mean of ``score`` over the counted rows. ``better`` is empty where no direction is. ``party_role`` narrows a
    measure of parties to those of one role.
    """

    name: str
    title: Text
    numerator: Text
    denominator: Text
    fact: Fact
    of: str
    counted: str
    unit: str = ""
    kind: Literal["ratio", "score"] = "ratio"
    better: Literal["higher", "lower"] | None = "higher"
    note: Text = field(default_factory=lambda: Text("", ""))
    party_role: str = ""

    @property
    def count(self) -> str:
        """How its units are counted, as SQL over the fact's rows ``f``."""
        return f"count(distinct f.{self.unit})" if self.unit else "count(*)"

    @property
    def tallies(self) -> str:
        """Numerator, denominator and sum of squares, as SQL over the fact's rows ``f``."""
        if self.kind == "score":
            return "sum(f.score), count(*), sum(f.score * f.score)"
        return f"{self.count} filter (where {self.counted}), {self.count}, 0"

    def restricted_to_party(self, role: str) -> Measure:
        """Return the same measure over the parties of one role: the total that stands below their rows."""
        return replace(self, party_role=role)
