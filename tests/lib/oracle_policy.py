"""What an organisation owes, as the oracle reads it: the rules of every kind that makes obligations.

Nothing here is shared with the product: a pack written as TOML is read by :func:`policy_of` a second time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from datetime import date
from typing import Any, Literal

from tests.lib.oracle_time import MONTHS_OF, is_working_day

SCOPES = ("category", "tier", "urgency", "area")
ALWAYS_PLANS = ("planned_end", "appointment", "warranty_end")
When = Literal["dissatisfied", "not_reached", "rescheduled", "promised", "problem_resolved", "problem_raised"]


@dataclass(frozen=True)
class Unless:
    """A reason why a milestone is not owed: the event came before the window opens, by the anchor, or at all."""

    event: str
    when: Literal["before_opens", "by_anchor", "known"]


@dataclass(frozen=True)
class Rule:
    """What all of them have: whom it is for, what a callback must be, and from when it applies."""

    id: str
    family: str
    _: KW_ONLY
    scopes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # "" stands for cases without a value
    other_than: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # whom it is not for
    role: str | None = None
    contact_role: str | None = None
    channels: tuple[str, ...] = ()
    purpose: str | None = None
    since: date | None = None  # a later version of the rule of the same id


@dataclass(frozen=True)
class Windowed(Rule):
    """A rule with a window around a moment."""

    _: KW_ONLY
    unless: Unless | tuple[Unless, ...] | None = None
    not_after: tuple[str, str] | None = None  # event and offset

    @property
    def lifting(self) -> tuple[Unless, ...]:
        """The reasons why it is not owed."""
        return () if self.unless is None else self.unless if isinstance(self.unless, tuple) else (self.unless,)


@dataclass(frozen=True)
class Milestone(Windowed):
    """A window around an event, or around the midpoint of two."""

    anchor: str | tuple[str, str]
    opens: str
    due: str
    _: KW_ONLY
    once_anchor_passed: bool = False  # owed only from the anchor's own day on
    sample: float | None = None  # of the cases of the month of the anchor


@dataclass(frozen=True)
class After(Windowed):
    """A further callback after each of a case's callbacks or problem items of some sort."""

    when: When
    opens: str
    due: str
    _: KW_ONLY
    problem_kind: str | None = None
    source: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column of the callback that asks for it


@dataclass(frozen=True)
class Minimum(Rule):
    """At least n reached callbacks from one event to another."""

    n: int
    from_event: str
    to_event: str
    due: str


@dataclass(frozen=True)
class Recurring(Rule):
    """So many in every calendar period while the case is active, or one in every interval from an event."""

    every: str
    _: KW_ONLY
    times: int = 1
    after: str = "0d"
    start: str | None = None
    until: str | None = None
    sample: float | None = None  # of the cases active on the period's first day
    months: tuple[int, ...] = ()

    @property
    def by_calendar(self) -> bool:
        """Whether its periods are those of the calendar."""
        return self.every in MONTHS_OF


@dataclass(frozen=True)
class ContactRoles(Rule):
    """One for every contact role that the case names, in each obligation of the rules named as rounds."""

    rounds: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True)
class Hours:
    """The hours of the day, both ends included, whether rest days are allowed, and in which part of the year."""

    windows: tuple[tuple[str, str], ...]
    rest_days: bool = True
    season: tuple[str, str] = ("01-01", "12-31")


@dataclass(frozen=True)
class Required:
    """A field that a callback holds: every one, or those that reached or did not, of a category, by a channel, for a rule."""

    field: str
    when: Literal["always", "reached", "not_reached"] = "always"
    category: str | None = None
    channel: str | None = None
    outcome: str | None = None
    fulfils: str | None = None


@dataclass(frozen=True)
class Policy:
    """What an organisation owes: its rules in order, and the parameters of its measures."""

    rules: tuple[Rule, ...]
    plans: tuple[str, ...] = ALWAYS_PLANS
    roles: tuple[str, ...] = ()
    scale: Mapping[str, int] = field(default_factory=dict)
    satisfied_from: int = 80
    feedback_within: str = "0d"
    resolution_within: Mapping[tuple[str, str], str] = field(default_factory=dict)  # ("severity"|"kind", code)
    hours: tuple[Hours, ...] = ()
    required_fields: tuple[Required, ...] = ()
    working: Callable[[date], bool] = is_working_day
    organisation: str = "test"
    active_from: str = "start"
    active_until: str | None = "end"

    def versions(self) -> list[list[Rule]]:
        """Return the rules in order, each with its later versions in the order of their days."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            found.setdefault(rule.id, []).append(rule)
        return [sorted(same, key=lambda rule: rule.since or date.min) for same in found.values()]


SCALE = {"very_satisfied": 100, "satisfied": 80, "fairly": 60, "dissatisfied": 30, "very_dissatisfied": 0}
ENDED_BEFORE = Unless("end", "before_opens")
D1 = Policy(
    rules=(
        Milestone("after_start", "progress", "start", "7d", "13d", unless=ENDED_BEFORE),
        Milestone("midway", "progress", ("start", "planned_end"), "-5d", "5d", unless=ENDED_BEFORE),
        Milestone(
            "overdue", "progress", "planned_end", "0d", "7d", unless=Unless("end", "by_anchor"), once_anchor_passed=True
        ),
        Milestone("completion", "progress", "end", "0d", "7d"),
        Minimum("minimum", "minimum", 3, "start", "end", "7d"),
        Milestone("form", "form", "warranty_done", "0d", "7d", unless=Unless("feedback_form", "known")),
    ),
    scale=SCALE,
)


def policy_of(document: Mapping[str, Any], organisation: str = "test") -> Policy:
    """Read a pack that is known to be without fault; rules that make no obligations are left out."""
    plans = [name for name, event in document["events"].items() if event.get("plan")]
    return Policy(
        rules=tuple(rule for written in document["rule"] if (rule := rule_of(written))),
        plans=(*ALWAYS_PLANS, *plans),
        roles=tuple(document.get("roles", {})),
        scale=SCALE,
        organisation=organisation,
        active_from=document["active_from"],
        active_until=document["active_until"] or None,
    )


def rule_of(written: Mapping[str, Any]) -> Rule | None:
    """Read one rule, or None where its kind makes no obligations."""
    name, family = written["id"], written.get("family", "")
    common: dict[str, Any] = {
        "scopes": {scope: _listed(written[scope]) for scope in SCOPES if scope in written},
        "other_than": {scope: _listed(values) for scope, values in written.get("other_than", {}).items()},
        "role": written.get("role"),
        "contact_role": written.get("contact_role"),
        "channels": tuple(written.get("channels", ())),
        "purpose": written.get("purpose"),
        "since": written.get("from"),
    }
    match written["kind"]:
        case "milestone" | "conditional" | "quota" if "anchor" in written:
            anchor = tuple(written["anchor"])
            opens, due = written["window"]
            return Milestone(
                name,
                family,
                anchor[0] if len(anchor) == 1 else (anchor[0], anchor[1]),
                opens,
                due,
                once_anchor_passed=written["kind"] == "conditional",
                sample=written.get("sample"),
                **_lifting(written),
                **common,
            )
        case "conditional":
            when, kind = written["when"], written.get("problem_kind")
            opens, due = written["window"]
            columns = {"purpose": "purpose", "channels": "channel", "role": "caller_role"}
            source = {columns[key]: _listed(values) for key, values in written.get("source", {}).items()}
            return After(
                name, family, when, opens, due, problem_kind=kind, source=source, **_lifting(written), **common
            )
        case "recurring" | "quota":
            keys = ("times", "after", "start", "until", "sample", "months")
            own = {key: written[key] for key in keys if key in written}
            own["months"] = tuple(own.get("months", ()))
            return Recurring(name, family, written["every"], **own, **common)
        case "minimum":
            span = written["opens_at"], written["closes_at"]
            return Minimum(name, family, written["needed"], *span, written["due"], **common)
        case "contact_roles":
            return ContactRoles(name, family, tuple(written["rounds"]), tuple(written["contacts"]), **common)
    return None


def _lifting(written: Mapping[str, Any]) -> dict[str, Any]:
    unless = written.get("unless", ())
    reasons: Sequence[Mapping[str, Any]] = [unless] if isinstance(unless, Mapping) else unless
    latest = written.get("not_after")
    return {
        "unless": tuple(Unless(one["event"], one["when"]) for one in reasons),
        "not_after": (latest["event"], latest["offset"]) if latest else None,
    }


def _listed(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
