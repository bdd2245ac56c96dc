"""One evaluator for all measures: measure x periods x groups -> tidy rows.

A figure is never the sum or mean of ratios: every row, the total too, is counted anew (definitions, "Measures").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING

from analytics.errors import UsageError, unknown
from analytics.language import Text
from analytics.measures.measure import CASE_DIMENSIONS, Measure
from analytics.measures.targets import Status, status_of, target_of
from analytics.periods import GRAINS, Period
from analytics.policy.obligations import prepare
from analytics.policy.pack import Policy
from analytics.stats.intervals import Interval, mean_interval, wilson
from analytics.tables.statements import materialise, reader_of, run

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FACTS = (
    "fact_obligations",
    "fact_callbacks",
    "fact_answers",
    "fact_active",
    "fact_problems",
    "fact_responses",
    "fact_asked_items",
    "fact_complaints",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One published number: numerator over denominator of a group in a period.

    ``value``, ``low`` and ``high`` are unrounded and empty where the denominator is zero; a score's numerator is the
    sum of scores and its interval comes from the mean's standard error.
    """

    measure: str
    period: str
    group: Mapping[str, str]
    numerator: float
    denominator: int
    value: float | None
    low: float | None
    high: float | None
    target: float | None
    status: Status | None


@dataclass(frozen=True)
class Reading:
    """An organisation's tables under its policy, as they were known on one day."""

    con: DuckDBPyConnection
    policy: Policy
    organisation: str
    as_of: date
    schema: str = field(init=False)
    _facts: set[str] = field(init=False, default_factory=set, repr=False, compare=False)

    def __post_init__(self) -> None:
        schema = prepare(self.con, self.policy, organisation=self.organisation, as_of=self.as_of)
        object.__setattr__(self, "schema", schema)

    @cached_property
    def _reader(self) -> DuckDBPyConnection:
        return reader_of(self.con, self.schema)

    def fact(self, table: str) -> None:
        """Make a fact table and those that it is made of, once."""
        for name in FACTS[: FACTS.index(table) + 1]:
            if name not in self._facts and (name == table or name in _MADE_OF[table]):
                materialise(
                    self._reader,
                    name,
                    package="analytics.measures",
                    file=name,
                    once=True,
                    organisation=self.organisation,
                    as_of=self.as_of,
                )
                self._facts.add(name)

    def rows(self, query: str, parameters: Mapping[str, object]) -> list[tuple[object, ...]]:
        """Run one query among the tables of this reading."""
        return self.table(query, parameters)[1]

    def table(self, query: str, parameters: Mapping[str, object]) -> tuple[list[str], list[tuple[object, ...]]]:
        """Run one query among the tables of this reading; return its column names too."""
        cursor = run(self._reader, query, parameters)
        return [column[0] for column in cursor.description or []], cursor.fetchall()

    @cached_property
    def party_roles(self) -> list[str]:
        """Return the party roles that the policy or the ledger names."""
        seen = self.rows(
            "select distinct party_role from case_parties where organisation = $organisation",
            {"organisation": self.organisation},
        )
        return sorted({*self.policy.parties, *(str(row[0]) for row in seen)})


_MADE_OF: Mapping[str, frozenset[str]] = {
    "fact_obligations": frozenset(),
    "fact_callbacks": frozenset(),
    "fact_answers": frozenset({"fact_callbacks"}),
    "fact_active": frozenset(),
    "fact_problems": frozenset(),
    "fact_responses": frozenset({"fact_problems"}),
    "fact_asked_items": frozenset({"fact_problems"}),
    "fact_complaints": frozenset({"fact_active", "fact_problems"}),
}


def dimensions_of(measure: Measure, reading: Reading) -> list[str]:
    """Return the dimensions that *measure* can be grouped by in this ledger."""
    own = ["organisation", "policy", *measure.fact.dimensions, *measure.fact.credited, *measure.fact.shared]
    return own + [f"party:{role}" for role in reading.party_roles]


def evaluate(
    reading: Reading,
    measure: Measure,
    periods: Sequence[Period],
    *,
    by: Sequence[str] = (),
    where: Mapping[str, str] | None = None,
) -> list[Figure]:
    """Count *measure* over *periods*, one row per period and group, in order of period and group.

    Without *by*, a period in which nothing is to be counted has a row too, with an empty value. Groups that nothing
    falls into have none, except the roles of the policy where they are the only groups. A period that is given twice counts once.
    Raises UsageError for a dimension that is given twice or that the measure does not have, naming those that it has.
    """
    where = where or {}
    periods = list(dict.fromkeys(periods))
    valid = dimensions_of(measure, reading)
    for place, dimension in enumerate(by):
        if dimension in by[:place]:
            raise UsageError(
                Text(
                    zh="分组里“{dimension}”出现了两次；同一维度只分一次组。",
                    en='The groups name "{dimension}" twice; a dimension groups once.',
                ).format(dimension=dimension)
            )
    for dimension in (*by, *where):
        if dimension in GRAINS:
            raise UsageError(
                Text(
                    zh='“{grain}”是时间的粗细，不是分组，请写 --grain {grain}（Python 里 grain="{grain}"）。',
                    en='"{grain}" is a grain of time and no group: write --grain {grain} (in Python grain="{grain}").',
                ).format(grain=dimension)
            )
        if dimension not in valid:
            raise unknown(Text(zh="维度", en="dimension"), dimension, valid)
    parties = sorted({dimension for dimension in (*by, *where) if dimension.startswith("party:")})
    if measure.fact.party == "own" and len(parties) > 1:
        raise UsageError(
            Text(
                zh="“{measure}”一次只按一类责任人：一件投诉或问题是对其中一方的，实际为 {parties}。请分别查询。",
                en='"{measure}" goes by one kind of party at a time, since an item is about one of them, got {parties}. '
                "Ask for each by itself.",
            ).format(measure=measure.name, parties=", ".join(parties))
        )
    reading.fact(measure.fact.table)
    constants = {"organisation": reading.organisation, "policy": reading.policy.name}
    if any(constants[dimension] != value for dimension, value in where.items() if dimension in constants):
        return []
    counts = _count(reading, measure, periods, by=by, where=where)
    if not by:
        for period in periods:
            counts.setdefault((period.label, ()), [0, 0, 0])
    order = {period.label: place for place, period in enumerate(periods)}
    figures = []
    for (label, values), (numerator, denominator, squares) in sorted(
        counts.items(), key=lambda item: (order[item[0][0]], item[0][1])
    ):
        group = dict(zip(by, values, strict=True))
        period = periods[order[label]]
        figures.append(_figure(reading.policy, measure, period, group, numerator, int(denominator), squares))
    return figures


def _figure(
    policy: Policy,
    measure: Measure,
    period: Period,
    group: dict[str, str],
    numerator: float,
    denominator: int,
    squares: float,
) -> Figure:
    interval: Interval | None
    if measure.kind == "score":
        interval = mean_interval(numerator, squares, denominator)
    else:
        interval = wilson(int(numerator), denominator)
    low, high = interval or (None, None)
    value = numerator / denominator if denominator else None
    target = target_of(policy, measure.name, group, period.last)
    return Figure(
        measure.name,
        period.label,
        group,
        numerator,
        denominator,
        value,
        low,
        high,
        target.level if target else None,
        status_of(value, target),
    )


Key = tuple[str, tuple[str, ...]]


def _count(
    reading: Reading, measure: Measure, periods: Sequence[Period], *, by: Sequence[str], where: Mapping[str, str]
) -> dict[Key, list[float]]:
    """Return numerator, denominator and sum of squares for each period and group."""
    fact = measure.fact
    asked = dict.fromkeys((*by, *where))
    credited = [name for name in asked if name in fact.credited]
    shared = [name for name in asked if name in fact.shared]
    columns: dict[str, str] = {}
    joins: list[str] = []
    conditions = [f"({measure.of})"]
    parameters: dict[str, object] = {}
    if measure.party_role:
        conditions.append("f.party_role = $only_party_role")
        parameters["only_party_role"] = measure.party_role
    for number, name in enumerate(asked):
        if name in fact.dimensions:
            columns[name] = f"f.{fact.dimensions[name]}"
        elif name.startswith("party:"):
            parameters[f"party_role_{number}"] = name.removeprefix("party:")
            if fact.party == "own":
                columns[name] = "f.party"
                conditions.append(f"f.party_role = $party_role_{number}")
            else:
                parameters["organisation"] = reading.organisation
                columns[name] = f"c{number}.party"
                joins.append(
                    f"inner join case_parties as c{number} on c{number}.organisation = $organisation"
                    f" and c{number}.case_id = f.case_id and c{number}.party_role = $party_role_{number}"
                )
    if fact.has_unknown_cases and not CASE_DIMENSIONS.keys().isdisjoint(columns):
        conditions.append("f.is_known_case")
    if "dimension" in fact.dimensions and "dimension" not in columns:
        conditions.append("f.in_total")
    for number, (name, value) in enumerate(where.items()):
        if name in columns:
            conditions.append(f"{columns[name]} = $where_{number}")
            parameters[f"where_{number}"] = value
    spans, bound = _listed(periods)
    parameters |= bound
    natural = [name for name in by if name in columns]
    groups = [columns[name] for name in natural]
    for name in credited:
        credit, required = fact.credited[name]
        groups += [f"f.{credit}", f"f.{required}" if required else "''"]
    source = f"{fact.table} as f inner join (values {spans}) as p (label, first_on, last_on) on {fact.within}"
    joined, filtered = " ".join(joins), " and ".join(conditions)
    rows = reading.rows(_grouped(groups, measure.tallies, f"{source} {joined}", filtered), parameters)
    tallied = _credit(reading, rows, len(natural), credited, where) if credited else _plain(rows)
    if shared:
        groups += [f"s.{fact.shared[name]}" for name in shared]
        source = f"{source} inner join {fact.shared_from} {joined}"
        parts = reading.rows(_grouped(groups, measure.count, source, f"{filtered} and ({measure.counted})"), parameters)
        tallied = _share(reading, tallied, parts, shared, where)
    constants = {"organisation": reading.organisation, "policy": reading.policy.name}
    counts: dict[Key, list[float]] = defaultdict(lambda: [0, 0, 0])
    for label, values, credits, tally in tallied:
        at_hand = {
            **constants,
            **dict(zip(natural, values, strict=True)),
            **dict(zip((*credited, *shared), credits, strict=True)),
        }
        total = counts[label, tuple(at_hand[name] for name in by)]
        for place, amount in enumerate(tally):
            total[place] += amount
    return dict(counts)


def _grouped(groups: Sequence[str], tallies: str, source: str, filtered: str) -> str:
    """Return the query for *tallies* of each period and group."""
    listed = "".join(f", {group} as g{number}" for number, group in enumerate(groups))
    names = "".join(f", g{number}" for number in range(len(groups)))
    return f"select p.label{listed}, {tallies} from {source} where {filtered} group by p.label{names}"


def _listed(periods: Sequence[Period]) -> tuple[str, dict[str, object]]:
    """Return the rows (label, first day, last day) of *periods* as SQL, and what is bound in them."""
    rows: list[str] = []
    bound: dict[str, object] = {}
    for number, period in enumerate(periods):
        rows.append(f"($label_{number}, cast($first_{number} as date), cast($last_{number} as date))")
        bound |= {f"label_{number}": period.label, f"first_{number}": period.first, f"last_{number}": period.last}
    return ", ".join(rows), bound


Tallied = tuple[str, tuple[str, ...], tuple[str, ...], list[float]]


def _plain(rows: Sequence[tuple[object, ...]]) -> list[Tallied]:
    return [(str(row[0]), tuple(map(str, row[1:-3])), (), _amounts(row)) for row in rows]


def _amounts(row: tuple[object, ...]) -> list[float]:
    numerator, denominator, squares = row[-3:]
    return [
        float(numerator) if isinstance(numerator, float) else int(str(numerator)),
        int(str(denominator)),
        float(str(squares)),
    ]


def _credit(
    reading: Reading,
    rows: Sequence[tuple[object, ...]],
    natural: int,
    credited: Sequence[str],
    where: Mapping[str, str],
) -> list[Tallied]:
    """Give each group the obligations that it answered, out of all that it could have answered.

    An obligation whose rule requires a group belongs to that group alone.
    """
    seen: list[set[str]] = [set() for _ in credited]
    members: dict[tuple[str, tuple[str, ...]], list[tuple[tuple[str, ...], tuple[str, ...], list[float]]]]
    members = defaultdict(list)
    for row in rows:
        pairs = [str(cell) for cell in row[1 + natural : -3]]
        answered, required = tuple(pairs[::2]), tuple(pairs[1::2])
        tally = _amounts(row)
        members[str(row[0]), tuple(map(str, row[1 : 1 + natural]))].append((answered, required, tally))
        for place, group in enumerate((*answered, *required)):
            # Nobody in particular is a group only where it answered something: the shares then add up to the whole.
            if group or (place < len(credited) and tally[0]):
                seen[place % len(credited)].add(group)
    universes = [
        [where[name]] if name in where else sorted(groups | set(reading.policy.roles if name == "role" else ()))
        for name, groups in zip(credited, seen, strict=True)
    ]
    tallied: list[Tallied] = []
    for (label, values), population in members.items():
        for share in product(*universes):
            numerator = denominator = 0.0
            for answered, required, tally in population:
                if all(need in ("", group) for need, group in zip(required, share, strict=True)):
                    denominator += tally[1]
                    if answered == share:
                        numerator += tally[0]
            if not denominator and len(values) + len(share) > 1:
                continue  # nothing here is of this role: its rule, say, asks for another
            tallied.append((label, values, share, [int(numerator), int(denominator), 0]))
    return tallied


def _share(
    reading: Reading,
    population: Sequence[Tallied],
    parts: Sequence[tuple[object, ...]],
    shared: Sequence[str],
    where: Mapping[str, str],
) -> list[Tallied]:
    """Give each group what of the numerator is its own, over the whole population: a member may be in several groups."""
    own: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    for row in parts:
        cells = tuple(map(str, row[1:-1]))
        own[str(row[0]), cells[: -len(shared)], cells[-len(shared) :]] = int(str(row[-1]))
    universes = [
        [where[name]]
        if name in where
        else sorted({groups[place] for _, _, groups in own} | set(reading.policy.roles if name == "role" else ()))
        for place, name in enumerate(shared)
    ]
    return [
        (label, values, groups, [own.get((label, values, groups), 0), tally[1], 0])
        for label, values, _, tally in population
        for groups in product(*universes)
    ]
