"""Every obligation and every measure a second way: plain loops over rows of text, straight from the definitions.

A ledger is ``{"cases": [...], "callbacks": [...], "problems": [...], "staff": [...]}``, each row a dict of canonical
column to text or None.
Nothing here is shared with the product, so that a misreading has to be made twice to stay unseen.
Where the definitions leave a choice, the comment beside the line says which one was made.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from tests.lib.oracle_owed import Ledger, Obligation, Order, Row, event, known_callbacks, owed
from tests.lib.oracle_policy import (
    D1,
    After,
    ContactRoles,
    Hours,
    Milestone,
    Minimum,
    Policy,
    Recurring,
    Required,
    Unless,
    policy_of,
)
from tests.lib.oracle_time import (
    MIDNIGHT,
    Edge,
    Stamp,
    Value,
    day_of,
    in_hours,
    instant,
    is_working_day,
    shift,
    stamp,
)

__all__ = [
    "BUCKETS",
    "D1",
    "MEASURES",
    "After",
    "ContactRoles",
    "Hours",
    "Ledger",
    "Milestone",
    "Minimum",
    "Policy",
    "Recurring",
    "Required",
    "Row",
    "Unless",
    "is_working_day",
    "judged",
    "measure",
    "obligations",
    "policy_of",
    "shift",
]

COMPLETE = ("on_time", "late")
BUCKETS = ("excluded", "on_time", "late", "pending", "refused", "unreached", "missed")


# --- obligations -----------------------------------------------------------------------------------------------------


def obligations(ledger: Ledger, policy: Policy, as_of: date) -> list[Row]:
    """List every obligation of the ledger with its bucket, by case, rule and seq; every cell is text or None."""
    return [one.row() for one in judged(ledger, policy, as_of)]


def judged(ledger: Ledger, policy: Policy, as_of: date) -> list[Obligation]:
    """List every obligation with its window, its bucket and the callbacks that decided it."""
    found = owed(ledger, policy, as_of)
    of_case: dict[Value, list[Obligation]] = defaultdict(list)
    for one in found:
        of_case[one.case["case_id"]].append(one)
    for case_id, own in of_case.items():
        for one in own:
            one.overtaken = overtaker(one, own)
            one.expires = one.opens if one.overtaken else expiry(one, own)
            one.ends = expiry(one, own)
        calls = [(order, call) for order, _, call in known_callbacks(ledger, as_of) if call["case_id"] == case_id]
        together: dict[Hashable, list[Obligation]] = defaultdict(list)
        for one in own:
            rule = one.rule
            key = (
                rule.family,
                rule.role,
                one.contact_role,
                rule.channels,
                rule.purpose,
                instant(one.opens),
                one.window.after,
            )
            together[key].append(one)
        for group in together.values():
            settle(group, calls, as_of)
    return found


def expiry(one: Obligation, own: Iterable[Obligation]) -> Edge | None:
    """Return when the next obligation of the same family, role and contact role opens strictly later, if any does."""
    later = [
        other.opens
        for other in own
        if (other.rule.family, other.rule.role, other.contact_role)
        == (one.rule.family, one.rule.role, one.contact_role)
        and instant(other.opens) > instant(one.opens)
    ]
    return min(later, key=instant) if later else None


def overtaker(one: Obligation, own: Iterable[Obligation]) -> Order | None:
    """Return the callback that gave rise to the next obligation of the same scope opening on the same day, if any did."""
    later = [
        other.window.after
        for other in own
        if (other.rule.family, other.rule.role, other.contact_role)
        == (one.rule.family, one.rule.role, one.contact_role)
        and instant(other.opens) == instant(one.opens)
        and other.window.after is not None
        and (one.window.after is None or other.window.after > one.window.after)
    ]
    return min(later, default=None)


def counts_for(order: Order, call: Row, one: Obligation) -> bool:
    """Say whether a callback of the same case is an attempt at this obligation."""
    rule = one.rule
    wanted = (
        (rule.role is None or call.get("caller_role") == rule.role)
        and (one.contact_role is None or call.get("contact_role") == one.contact_role)
        and (rule.purpose is None or call.get("purpose") == rule.purpose)
        and (not rule.channels or call.get("channel") in rule.channels)
    )
    made = stamp(call["at"])
    if not wanted or made is None or (one.window.after is not None and order <= one.window.after):
        return False
    if one.overtaken is not None and order > one.overtaken:
        return False
    if isinstance(one.opens, datetime):
        return one.opens <= made.answering and (one.ends is None or made.answering < instant(one.ends))
    return one.opens <= made.day and (one.ends is None or made.day < day_of(one.ends))


def settle(group: list[Obligation], calls: Sequence[tuple[Order, Row]], as_of: date) -> None:
    """Put every one of some obligations that open together into its bucket.

    Each in turn takes the first callback that counts for it and fills none before it: where the same callbacks count
    for all of them, the k-th fills the k-th.
    """
    group.sort(key=lambda one: (instant(one.due), one.position, one.seq))
    taken: set[Value] = set()
    for one in group:
        attempts = [call for order, call in calls if counts_for(order, call, one)]
        reached = [c for c in attempts if c["outcome"] == "reached" and c["callback_id"] not in taken]
        failed = [call for call in attempts if call["outcome"] != "reached"]
        if isinstance(one.rule, Minimum):
            filling = reached[: one.rule.n]
            one.fulfilled_by = filling[-1] if len(filling) == one.rule.n else None
        else:
            filling = reached[:1]
            one.fulfilled_by = filling[0] if filling else None
            one.last_attempt = failed[-1] if failed else None
        taken |= {call["callback_id"] for call in filling}
        one.bucket = bucket_of(one, as_of)


def bucket_of(one: Obligation, as_of: date) -> str:
    """Return the first bucket that holds."""
    excluded = stamp(one.case.get("excluded_on"))
    reason = (one.case.get("exclusion_reason") or "").strip()
    if excluded and reason and excluded.day <= one.due_on and excluded.day <= as_of:
        return "excluded"
    done = stamp(one.fulfilled_by["at"]) if one.fulfilled_by else None
    if done:
        in_time = done.answering <= one.due if isinstance(one.due, datetime) else done.day <= one.due
        return "on_time" if in_time else "late"
    if one.due_on > as_of:
        return "pending"
    if one.last_attempt:
        return "refused" if one.last_attempt["outcome"] == "refused" else "unreached"
    return "missed"


# --- measures --------------------------------------------------------------------------------------------------------

CASE = ("category", "tier", "area")
CREDIT = {"role": "caller_role", "caller": "caller", "channel": "channel", "contact_role": "contact_role"}
PROBLEM = {
    "problem_kind": "kind",
    "component": "component",
    "cause": "cause",
    "severity": "severity",
    "verified": "verified",
}


@dataclass(frozen=True)
class Fact:
    """One unit of a denominator: the values it has in each dimension, and what it adds to the numerator there.

    A unit may come as several facts (a case as its callbacks); in a group it counts once, with its largest amount.
    """

    unit: Hashable
    values: Mapping[str, Sequence[Value]]
    amount: Callable[[Mapping[str, Value]], int]


@dataclass(frozen=True)
class Question:
    """One measure asked of one ledger for one period."""

    name: str
    ledger: Ledger
    policy: Policy
    first: date
    last: date
    as_of: date
    dimensions: tuple[str, ...]
    wanted: Mapping[str, Value]

    @property
    def cases(self) -> dict[Value, Row]:
        """The cases by id."""
        return {case["case_id"]: case for case in self.ledger["cases"]}

    def dated(self, text: Value) -> bool:
        """Say whether a time lies in the period and is already known."""
        found = stamp(text)
        return found is not None and self.first <= found.day <= min(self.last, self.as_of)

    def known(self, text: Value) -> Stamp | None:
        """Return a time if it is known at *as_of*."""
        found = stamp(text)
        return found if found and found.day <= self.as_of else None

    def active(self, case: Row) -> bool:
        """Say whether a case was started on or before the period's end and not ended before its start."""
        start, end = (event(case, name, self.policy, self.as_of) for name in ("start", "end"))
        return start is not None and start.day <= self.last and (end is None or end.day >= self.first)


def measure(
    name: str,
    ledger: Ledger,
    policy: Policy,
    period: tuple[date, date],
    as_of: date,
    by: Sequence[str] = (),
    where: Mapping[str, Value] | None = None,
) -> list[dict[str, str | int | float | None]]:
    """Compute one measure, one row per group in order of the group (unknown last); without groups always one row.

    ``value`` is None where the denominator is 0. A unit that lacks a value in a dimension of the ledger's rows stands
    under None; a case without a party, and a row of an unknown case, is in no group of parties or of case dimensions.
    """
    wanted = dict(where or {})
    dimensions = tuple(dict.fromkeys([*by, *wanted]))
    facts_of, allowed = MEASURES[name]
    refused = [one for one in dimensions if one not in allowed and not one.startswith("party:")]
    if refused:
        raise ValueError(f"{name} has the dimensions {', '.join(allowed)} and party:<role>, not {', '.join(refused)}")
    question = Question(name, ledger, policy, *period, as_of, dimensions, wanted)
    groups: dict[tuple[Value, ...], dict[Hashable, int]] = {} if by else {(): {}}
    for fact in facts_of(question):
        for values in itertools.product(*(fact.values[one] for one in dimensions)):
            place = dict(zip(dimensions, values, strict=True))
            if any(place[one] != value for one, value in wanted.items()):
                continue
            units = groups.setdefault(tuple(place[one] for one in by), {})
            units[fact.unit] = max(units.get(fact.unit, 0), fact.amount(place))
    rows: list[dict[str, str | int | float | None]] = []
    for key in sorted(groups, key=lambda values: [(value is None, value or "") for value in values]):
        numerator, denominator = sum(groups[key].values()), len(groups[key])
        rows.append(
            {
                "measure": name,
                **dict(zip(by, key, strict=True)),
                "numerator": numerator,
                "denominator": denominator,
                "value": numerator / denominator if denominator else None,
            }
        )
    return rows


def certain(*, numerator: bool, weight: int = 1) -> Callable[[Mapping[str, Value]], int]:
    """Add the same in whatever group the unit stands."""
    return lambda _: weight if numerator else 0


def names(text: Value) -> list[str]:
    """Split several people separated by ``;``."""
    return list(dict.fromkeys(name for part in (text or "").split(";") if (name := part.strip())))


def case_values(case: Row | None, dimensions: Iterable[str]) -> dict[str, Sequence[Value]]:
    """Return the values of a case in the dimensions that belong to cases; of an unknown case none."""
    values: dict[str, Sequence[Value]] = {}
    for one in dimensions:
        if one.startswith("party:"):
            values[one] = names(case.get(f"party.{one[6:]}")) if case else []
        elif one in CASE:
            values[one] = [case.get(one)] if case else []
    return values


def obligation_facts(question: Question) -> Iterable[Fact]:
    """Coverage: obligations due in the period, less excluded and pending."""
    due = [
        one
        for one in judged(question.ledger, question.policy, question.as_of)
        if question.first <= one.due_on <= question.last and one.bucket not in ("excluded", "pending")
    ]
    credited = {id(one): credit(one, question.name) for one in due}
    seen: dict[str, list[Value]] = {}
    for dimension, column in CREDIT.items():
        of_policy = question.policy.roles if dimension == "role" else ()
        found = [call.get(column) for call in credited.values() if call]
        asked = [question.wanted[dimension]] if dimension in question.wanted else []
        seen[dimension] = list(dict.fromkeys([*of_policy, *found, *asked]))
    for position, one in enumerate(due):
        call = credited[id(one)]
        own = required(one)
        values: dict[str, Sequence[Value]] = case_values(one.case, question.dimensions)
        values |= {"rule": [one.rule.id], "family": [one.rule.family]}
        values |= {dimension: own.get(dimension) or seen[dimension] for dimension in CREDIT}
        yield Fact(position, values, credited_amount(call, counted=counted(one, question.name)))


def required(one: Obligation) -> dict[str, Sequence[Value]]:
    """Return what an obligation requires of the callback, as dimension to allowed values."""
    return {
        "role": [one.rule.role] if one.rule.role else [],
        "contact_role": [one.contact_role] if one.contact_role else [],
        "channel": one.rule.channels,
    }


def counted(one: Obligation, name: str) -> bool:
    """Say whether an obligation of the denominator is in the numerator."""
    if name == "on_time_coverage":
        return one.bucket == "on_time"
    return one.bucket != "missed" if name == "attempt_coverage" else one.bucket in COMPLETE


def credit(one: Obligation, name: str) -> Row | None:
    """Return the callback whose role, caller and channel an obligation is credited to."""
    return one.fulfilled_by or (one.last_attempt if name == "attempt_coverage" else None)


def credited_amount(call: Row | None, *, counted: bool) -> Callable[[Mapping[str, Value]], int]:
    """Add one where the obligation counts and, in a role, caller or channel, where that one did it."""

    def amount(place: Mapping[str, Value]) -> int:
        asked = [one for one in place if one in CREDIT]
        return int(counted and all(call is not None and call.get(CREDIT[one]) == place[one] for one in asked))

    return amount


def period_callbacks(question: Question) -> Iterable[tuple[Row, dict[str, Sequence[Value]]]]:
    """List the callbacks dated in the period with their values."""
    cases = question.cases
    for call in question.ledger["callbacks"]:
        if question.dated(call["at"]):
            values = case_values(cases.get(call["case_id"]), question.dimensions)
            yield call, values | {one: [call.get(column)] for one, column in CREDIT.items()}


def reach_facts(question: Question) -> Iterable[Fact]:
    """Reach rate: cases with a callback dated in the period."""
    cases = question.cases
    for call, values in period_callbacks(question):
        if call["case_id"] in cases:
            yield Fact(call["case_id"], values, certain(numerator=call["outcome"] == "reached"))


def case_coverage_facts(question: Question) -> Iterable[Fact]:
    """Case coverage: cases active in the period."""
    reached = {
        call["case_id"]
        for call in question.ledger["callbacks"]
        if question.known(call["at"]) and call["outcome"] == "reached"
    }
    for case_id, case in question.cases.items():
        if question.active(case):
            values = case_values(case, question.dimensions)
            yield Fact(case_id, values, certain(numerator=case_id in reached))


def ended_facts(question: Question) -> Iterable[Fact]:
    """Ended rate: cases active in the period."""
    for case_id, case in question.cases.items():
        if question.active(case):
            end = event(case, "end", question.policy, question.as_of)
            ended = end is not None and question.first <= end.day <= question.last
            yield Fact(case_id, case_values(case, question.dimensions), certain(numerator=ended))


def satisfaction_facts(question: Question) -> Iterable[Fact]:
    """Satisfaction: answers given in reached callbacks dated in the period."""
    for call, values in period_callbacks(question):
        if call["outcome"] != "reached":
            continue
        answers = {
            "overall" if column == "satisfaction" else column.removeprefix("satisfaction."): level
            for column, level in call.items()
            if column == "satisfaction" or column.startswith("satisfaction.")
        }
        scale = question.policy.scale  # a word that is not on it is no answer
        given = {one: scale[level] for one, level in answers.items() if level is not None and level in scale}
        # The overall answer speaks for its callback, except where the dimensions are asked for.
        if "dimension" not in question.dimensions and "overall" in given:
            given = {"overall": given["overall"]}
        for dimension, score in given.items():
            if question.name == "satisfaction_score":
                amount = certain(numerator=True, weight=score)
            else:
                amount = certain(numerator=score >= question.policy.satisfied_from)
            yield Fact((call["callback_id"], dimension), values | {"dimension": [dimension]}, amount)


def complaints(question: Question) -> list[Row]:
    """List the complaints that are known at *as_of*."""
    known = [problem for problem in question.ledger["problems"] if question.known(problem["raised_at"])]
    return [problem for problem in known if problem["kind"] == "complaint"]


def party_role(problem: Row, case: Row | None) -> Value:
    """Return the role of a problem's party: its own, else the first in which the party stands on the case."""
    if problem.get("party_role") or not case:
        return problem.get("party_role")
    columns = sorted(column for column in case if column.startswith("party."))
    return next((one.removeprefix("party.") for one in columns if problem.get("party") in names(case[one])), None)


def complaint_rate_facts(question: Question) -> Iterable[Fact]:
    """Complaint rate: cases active in the period, or complained of in it."""
    complained = {one["case_id"] for one in complaints(question) if question.dated(one["raised_at"])}
    for case_id, case in question.cases.items():
        if question.active(case) or case_id in complained:
            values = case_values(case, question.dimensions)
            yield Fact(case_id, values, certain(numerator=case_id in complained))


def complaint_ratio_facts(question: Question) -> Iterable[Fact]:
    """Complaint ratio: cases that a party handled, active in the period or complained of in it.

    "Complained of" is said of the case, as in the complaint rate: by anyone, against whichever party.
    """
    party_dimensions = [one for one in question.dimensions if one.startswith("party:")]
    if len(party_dimensions) > 1:
        raise ValueError("complaint_ratio is against one party: expected at most one party:<role>")
    for case_id, case in question.cases.items():
        about = [one for one in complaints(question) if one["case_id"] == case_id]
        in_period = [one for one in about if question.dated(one["raised_at"])]
        if not question.active(case) and not in_period:
            continue
        standing = {
            (column.removeprefix("party."), name)
            for column, text in case.items()
            if column.startswith("party.")
            for name in names(text)
        }
        handled = standing | named_parties(about, case)
        if not handled:
            continue
        values = case_values(case, [one for one in question.dimensions if one in CASE])
        for one in party_dimensions:
            values[one] = sorted(name for role, name in handled if role == one[6:])
        yield Fact(case_id, values, against(named_parties(in_period, case)))


def named_parties(about: Iterable[Row], case: Row) -> set[tuple[Value, str]]:
    """Return the (role, party) pairs that complaints about a case name."""
    return {(party_role(one, case), str(one["party"])) for one in about if one.get("party")}


def against(named: set[tuple[Value, str]]) -> Callable[[Mapping[str, Value]], int]:
    """Add one where the party of the group was complained of; without a party of the group, where any was."""

    def amount(place: Mapping[str, Value]) -> int:
        parties = [(one[6:], str(value)) for one, value in place.items() if one.startswith("party:")]
        return int(bool(named) and all(party in named for party in parties))

    return amount


def period_problems(question: Question) -> Iterable[tuple[Row, dict[str, Sequence[Value]]]]:
    """List the rows of the problem items raised in the period with their values."""
    cases = question.cases
    for problem in question.ledger["problems"]:
        if not question.dated(problem["raised_at"]):
            continue
        case = cases.get(problem["case_id"])
        values = case_values(case, [one for one in question.dimensions if one in CASE])
        for one in question.dimensions:
            if one.startswith("party:"):  # whom the item is attributed to, not everybody on its case
                own = problem.get("party") if party_role(problem, case) == one[6:] else None
                values[one] = [own] if own else []
        yield problem, values | {one: [problem.get(column)] for one, column in PROBLEM.items()}


def resolution_facts(question: Question) -> Iterable[Fact]:
    """Resolution rate: problem items raised in the period."""
    for problem, values in period_problems(question):
        resolved = question.known(problem["resolved_at"]) is not None
        yield Fact(problem["problem_id"], values, certain(numerator=resolved))


def timely_facts(question: Question) -> Iterable[Fact]:
    """Timeliness: problem items raised in the period whose deadline has passed, or that were answered."""
    feedback = question.name == "timely_feedback_rate"
    for problem, values in period_problems(question):
        within = question.policy.feedback_within if feedback else resolution_deadline(problem, question.policy)
        raised = stamp(problem["raised_at"])
        if within is None or raised is None:  # without a deadline there is nothing to be in time for
            continue
        hourly = in_hours(within)
        from_ = raised.opening if hourly else datetime.combine(raised.day, MIDNIGHT)
        deadline = shift(from_, within, question.policy.working)
        answered = question.known(problem["reported_at" if feedback else "resolved_at"])
        if answered is None and deadline.date() > question.as_of:
            continue
        in_time = answered is not None and (
            answered.answering <= deadline if hourly else answered.day <= deadline.date()
        )
        yield Fact(problem["problem_id"], values, certain(numerator=in_time))


def resolution_deadline(problem: Row, policy: Policy) -> str | None:
    """Return the deadline of a problem item's severity, else of its kind, else None."""
    keys = (("severity", problem.get("severity") or ""), ("kind", problem.get("kind") or ""))
    return next((policy.resolution_within[key] for key in keys if key in policy.resolution_within), None)


def hours_facts(question: Question) -> Iterable[Fact]:
    """Calling hours: callbacks by phone dated in the period that hold a time of day."""
    for call, values in period_callbacks(question):
        made = stamp(call["at"])
        if made and made.clock and call.get("channel") == "phone":
            yield Fact(call["callback_id"], values, certain(numerator=allowed_at(made, question.policy)))


def allowed_at(made: Stamp, policy: Policy) -> bool:
    """Say whether the policy allows a callback at that time; one without hours allows every time."""
    clock = made.clock or MIDNIGHT
    return not policy.hours or any(
        any(time.fromisoformat(a) <= clock <= time.fromisoformat(b) for a, b in hours.windows)
        and (hours.rest_days or policy.working(made.day))
        and in_season(made.day, hours.season)
        for hours in policy.hours
    )


def in_season(day: date, season: tuple[str, str]) -> bool:
    """Say whether a day lies in a part of the year, which may go over New Year."""
    first, last = season
    text = day.isoformat()[5:]
    return first <= text <= last if first <= last else text >= first or text <= last


def record_facts(question: Question) -> Iterable[Fact]:
    """Record completeness: callbacks dated in the period."""
    fulfilled = {
        (one.fulfilled_by["callback_id"], one.rule.id)
        for one in judged(question.ledger, question.policy, question.as_of)
        if one.fulfilled_by
    }
    for call, values in period_callbacks(question):
        case = question.cases.get(call["case_id"]) or {}
        complete = all(
            (call.get(one.field) or "").strip()
            for one in question.policy.required_fields
            if (one.when == "always" or (one.when == "reached") == (call["outcome"] == "reached"))
            and one.category in (None, case.get("category"))
            and one.channel in (None, call.get("channel"))
            and one.outcome in (None, call["outcome"])
            and (one.fulfils is None or (call["callback_id"], one.fulfils) in fulfilled)
        )
        yield Fact(call["callback_id"], values, certain(numerator=complete))


OF_OBLIGATIONS = (*CASE, *CREDIT, "rule", "family")
OF_CALLBACKS = (*CASE, *CREDIT)
OF_PROBLEMS = (*CASE, *PROBLEM)
MEASURES: dict[str, tuple[Callable[[Question], Iterable[Fact]], tuple[str, ...]]] = {
    "coverage": (obligation_facts, OF_OBLIGATIONS),
    "on_time_coverage": (obligation_facts, OF_OBLIGATIONS),
    "attempt_coverage": (obligation_facts, OF_OBLIGATIONS),
    "reach_rate": (reach_facts, OF_CALLBACKS),
    "case_coverage": (case_coverage_facts, CASE),
    "ended_rate": (ended_facts, CASE),
    "satisfaction_rate": (satisfaction_facts, (*OF_CALLBACKS, "dimension")),
    "satisfaction_score": (satisfaction_facts, (*OF_CALLBACKS, "dimension")),
    "complaint_ratio": (complaint_ratio_facts, CASE),
    "complaint_rate": (complaint_rate_facts, CASE),
    "resolution_rate": (resolution_facts, OF_PROBLEMS),
    "timely_feedback_rate": (timely_facts, OF_PROBLEMS),
    "timely_resolution_rate": (timely_facts, OF_PROBLEMS),
    "calling_hours_rate": (hours_facts, OF_CALLBACKS),
    "record_completeness": (record_facts, OF_CALLBACKS),
}
