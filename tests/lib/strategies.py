"""Hypothesis strategies: small canonical ledgers whose dates crowd around the boundaries of the decoration policy."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from tests.lib.table_text import COLUMNS, Ledger, Row

FIRST_DAY = date(2026, 1, 20)
CATEGORIES = ("whole", "part")
TIERS = ("large", "ordinary")
AREAS = ("east", "west")
ROLES = ("manager", "supervisor")
CALLERS = ("Lin", "Qiao", "Tang")
PARTIES = ("An", "Bo", "Cai")  # few, so that one name stands in two roles of a case
PARTY_ROLES = ("crew", "designer", "inspector")
LEVELS = ("very_satisfied", "satisfied", "fairly", "dissatisfied", "very_dissatisfied")
DIMENSIONS = ("design", "workmanship")
CHANNELS = ("phone", "phone", "phone", "visit", "wechat")
OUTCOMES = ("reached", "reached", "reached", "no_answer", "refused", "refused", "busy")
KINDS = ("complaint", "complaint", "complaint", "defect", "question")
CLOCKS = (None, None, "00:00:01", "09:00:00", "09:00:00", "16:30:00", "23:59:59")
# The ends of every window of the policy, a day inside and a day outside.
NEAR = (-8, -6, -5, -4, -1, 0, 0, 1, 4, 5, 6, 7, 8, 12, 13, 14)


def optional(values: st.SearchStrategy[str]) -> st.SearchStrategy[str | None]:
    """Return the values, or unknown one time in a few."""
    return st.one_of(values, values, st.none())


def days() -> st.SearchStrategy[date]:
    """Return days of about sixty."""
    return st.integers(0, 60).map(lambda count: FIRST_DAY + timedelta(days=count))


def as_ofs() -> st.SearchStrategy[date]:
    """Return days through which a ledger may be read: before, within and well after its dates."""
    return st.one_of(days(), days(), st.just(date(2026, 2, 28)), st.just(date(2026, 6, 30)))


def periods() -> st.SearchStrategy[tuple[date, date]]:
    """Return periods as (first, last): the months around the ledger's dates and their quarter."""
    months = [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 2, 28))]
    months += [(date(2026, 3, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 4, 30))]
    return st.sampled_from([*months, (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 2, 10), date(2026, 2, 16))])


@st.composite
def near(draw: st.DrawFn, anchors: list[date]) -> date:
    """Return a day at or beside a boundary that one of the anchors makes; without anchors any day."""
    if not anchors or draw(st.integers(0, 5)) == 0:
        return draw(days())
    return draw(st.sampled_from(anchors)) + timedelta(days=draw(st.sampled_from(NEAR)))


@st.composite
def moments(draw: st.DrawFn, anchors: list[date]) -> str:
    """Return a canonical date, or an instant, near the anchors."""
    day, clock = draw(near(anchors)), draw(st.sampled_from(CLOCKS))
    return day.isoformat() if clock is None else f"{day.isoformat()} {clock}"


def anchors_of(case: Row) -> list[date]:
    """Return the days around which a case's boundaries lie: its events and the middle of its plan."""
    found = [date.fromisoformat(text[:10]) for name, text in case.items() if name.startswith("event.") and text]
    start, planned = case["event.start"], case["event.planned_end"]
    if start and planned:
        first, last = date.fromisoformat(start[:10]), date.fromisoformat(planned[:10])
        found.append(first + (last - first) // 2)
    return found


def people() -> st.SearchStrategy[str]:
    """Return one name, or two in one cell."""
    return st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True).map(";".join)


@st.composite
def cases(draw: st.DrawFn, case_id: str) -> Row:
    """Return one case: most have a start and a plan, about half an end, and a few contradict themselves."""
    row: Row = dict.fromkeys(COLUMNS["cases"])
    row |= {
        "case_id": case_id,
        "category": draw(optional(st.sampled_from(CATEGORIES))),
        "tier": draw(optional(st.sampled_from(TIERS))),
        "area": draw(optional(st.sampled_from(AREAS))),
    }
    start = draw(days())
    lengths = st.integers(-3, 45)
    if draw(st.integers(0, 5)):
        row["event.start"] = draw(st.sampled_from([start.isoformat(), f"{start.isoformat()} 08:30:00"]))
    if draw(st.integers(0, 3)):
        row["event.planned_end"] = (start + timedelta(days=draw(lengths))).isoformat()
    if draw(st.booleans()):
        row["event.end"] = draw(moments(anchors_of(row))) if draw(st.booleans()) else None
        row["event.end"] = row["event.end"] or (start + timedelta(days=draw(lengths))).isoformat()
    if row["event.end"] and draw(st.booleans()):
        row["event.warranty_end"] = date(2028, 3, 1).isoformat()
        row["event.warranty_done"] = draw(optional(moments(anchors_of(row))))
    if row["event.warranty_done"] and draw(st.integers(0, 2)) == 0:
        row["event.feedback_form"] = draw(moments(anchors_of(row)))
    for role in PARTY_ROLES:
        row[f"party.{role}"] = draw(optional(people()))
    if draw(st.integers(0, 4)) == 0:
        row["excluded_on"] = draw(near(anchors_of(row))).isoformat()
        row["exclusion_reason"] = draw(optional(st.just("moved abroad")))
    return row


@st.composite
def known_or_not(draw: st.DrawFn, known: list[Row]) -> Row | None:
    """Return one of the known cases, or None one time in ten."""
    if not known or draw(st.integers(0, 9)) == 0:
        return None
    return draw(st.sampled_from(known))


@st.composite
def callbacks(draw: st.DrawFn, callback_id: str, known: list[Row]) -> Row:
    """Return one callback, nearly always of a known case."""
    case = draw(known_or_not(known))
    row: Row = dict.fromkeys((*COLUMNS["callbacks"], *(f"satisfaction.{one}" for one in DIMENSIONS)))
    row |= {
        "callback_id": callback_id,
        "case_id": case["case_id"] if case else "X1",
        "at": draw(moments(anchors_of(case) if case else [])),
        "channel": draw(st.sampled_from(CHANNELS)),
        "caller": draw(optional(st.sampled_from(CALLERS))),
        "caller_role": draw(optional(st.sampled_from(ROLES))),
        "outcome": draw(st.sampled_from(OUTCOMES)),
        "satisfaction": draw(optional(st.sampled_from(LEVELS))),
    }
    for one in DIMENSIONS:
        row[f"satisfaction.{one}"] = draw(optional(st.sampled_from(LEVELS)))
    return row


@st.composite
def problems(draw: st.DrawFn, problem_id: str, known: list[Row], calls: list[Row]) -> list[Row]:
    """Return one problem item: a row for each of its one or two parties, or one row without a party."""
    case = draw(known_or_not(known))
    raised = draw(moments(anchors_of(case) if case else []))
    later = [date.fromisoformat(raised[:10])]
    shared: Row = dict.fromkeys(COLUMNS["problems"])
    shared |= {
        "problem_id": problem_id,
        "case_id": case["case_id"] if case else "X1",
        "callback_id": draw(optional(st.sampled_from([str(call["callback_id"]) for call in calls]))) if calls else None,
        "kind": draw(st.sampled_from(KINDS)),
        "component": draw(optional(st.sampled_from(("roof", "wall")))),
        "cause": draw(optional(st.sampled_from(("material", "delay")))),
        "severity": draw(optional(st.sampled_from(("small", "large")))),
        "verified": draw(optional(st.sampled_from(("yes", "no")))),
        "raised_at": raised,
        "reported_at": draw(optional(moments(later))),
        "resolved_at": draw(optional(moments(later))),
    }
    against: list[str | None] = [*draw(st.lists(st.sampled_from(PARTIES), max_size=2, unique=True))] or [None]
    return [
        shared | {"party": party, "party_role": draw(optional(st.sampled_from(PARTY_ROLES))) if party else None}
        for party in against
    ]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    """Return a ledger of up to six cases, fourteen callbacks and six problem items, rows in any order."""
    known = [draw(cases(f"C{number}")) for number in range(1, draw(st.integers(0, 6)) + 1)]
    # Ids come in any order, so that a tie in time is broken by the id and not by the place in the file.
    ids = draw(st.permutations([f"K{number:02d}" for number in range(1, 15)]))
    calls = [draw(callbacks(one, known)) for one in ids[: draw(st.integers(0, 14))]]
    items = [draw(problems(f"P{number}", known, calls)) for number in range(1, draw(st.integers(0, 6)) + 1)]
    staff = [dict.fromkeys(COLUMNS["staff"]) | {"name": name, "role": ROLES[0]} for name in CALLERS[:2]]
    return {"cases": known, "callbacks": calls, "problems": [row for item in items for row in item], "staff": staff}
