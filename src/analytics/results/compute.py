"""Compute the results of one report: organisation, kind, period, as of a day.

Every figure is evaluated here and nowhere else; page and workbook only show them.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from analytics import __version__
from analytics.language import Text
from analytics.measures.catalogue import measure_named, published
from analytics.measures.evaluate import Figure, Reading, evaluate
from analytics.periods import Calendar, Grain, Period
from analytics.policy.pack import Policy
from analytics.policy.without_data import rules_without_data
from analytics.results.comparison import beside, change_signal, worse_than_chance
from analytics.results.contents import PROBLEMS_BY, contents
from analytics.results.document import Results, Row
from analytics.results.inspected import inspected
from analytics.results.labels import definitions, labels_of
from analytics.results.lists import listed
from analytics.results.observations import observed
from analytics.results.standing import TABLES
from analytics.workdays import WorkingDays

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TREND_MONTHS = 24
NEVER_EMPTY = ("coverage", "complaints")
"""Sections that are left out rather than shown without a figure: what they lack is told by the rules without data."""

_HOLDS = {
    "callers": "select 1 from callbacks where organisation = $organisation and caller <> '' limit 1",
    "satisfaction": "select 1 from answers where organisation = $organisation limit 1",
    "dimensions": "select 1 from answers where organisation = $organisation limit 1",
    "problems": "select 1 from problems where organisation = $organisation limit 1",
}


def compute(
    con: DuckDBPyConnection,
    policy: Policy,
    *,
    organisation: str,
    title: Text,
    kind: str,
    period: Period,
    as_of: date,
) -> Results:
    """Return all that the report of *period* says, as it was known on *as_of*."""
    report = _Report(con, policy, organisation, period, as_of)
    parts = {name: report.figures(name) for name in contents(policy, kind) if report.has_data(name)}
    sections = [name for name, rows in parts.items() if rows or name not in NEVER_EMPTY]
    figures = [row for rows in parts.values() for row in rows]
    lists = {
        "observations": observed(figures, report.rules_before() if "rules" in sections else []),
        **listed(report.now, period),
        **inspected(report.now, period),
        **{name: TABLES[name](report.now, period) for name in sections if name in TABLES},
        "without_data": [asdict(lack) for lack in rules_without_data(con, policy, organisation)],
    }
    sources = report.now.rows(
        "select count(*), md5(string_agg(sha256, ',' order by sha256)) from loads"
        " where organisation = $organisation and current",
        {"organisation": organisation},
    )[0]
    meta = {
        "kind": kind,
        "organisation": organisation,
        "organisation_name": title.as_dict(),
        "policy": policy.name,
        "policy_title": policy.title.as_dict(),
        "case": policy.case.as_dict(),
        # Cases of several kinds begin by several events; then no single one names the column.
        "active_from": policy.active_from[0] if len(policy.active_from) == 1 else "",
        "active_until": policy.active_until[0] if len(policy.active_until) == 1 else "",
        "sections": sections,
        "period": period.label,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "as_of": as_of.isoformat(),
        "previous_period": period.previous().label,
        "year_before_period": period.year_before().label,
        "package_version": __version__,
        "policy_version": policy.version,
        "sources": {"files": sources[0], "digest": sources[1] or ""},
    }
    categories = {row["group"]["category"] for row in figures if "category" in row["group"]}
    return Results(meta, figures, lists, labels_of(policy, sorted(categories)), definitions())


class _Report:
    """The readings that a report needs: now, and as of the last day of each period beside."""

    def __init__(self, con: DuckDBPyConnection, policy: Policy, organisation: str, period: Period, as_of: date) -> None:
        self.policy = policy
        self.period = period
        self.now = Reading(con, policy, organisation, as_of)
        self.beside = {
            name: (Reading(con, policy, organisation, other.last), other)
            for name, other in beside(period, as_of).items()
        }

    def has_data(self, section: str) -> bool:
        """Return whether the ledgers hold, for any period at all, what *section* is about."""
        query = _HOLDS.get(section)
        return query is None or bool(self.now.rows(query, {"organisation": self.now.organisation}))

    def figures(self, section: str) -> list[Row]:
        """Return the figures of a section; none for one that lists instead."""
        match section:
            case "headline":
                return self.headline()
            case "coverage":
                return self.coverage_by_role_and_category()
            case "rules":
                return self.coverage_by_rule()
            case "complaints":
                return [row for role in self.policy.parties for row in self.complaints(role)]
            case "callers":
                return self.callers()
            case "satisfaction":
                return self.satisfaction_trend()
            case "dimensions":
                return self.satisfaction_by_dimension()
            case "problems":
                return self.problems()
            case _:
                return []

    def headline(self) -> list[Row]:
        """Every measure, now, the period before and a year before."""
        rows: list[Row] = []
        for measure in published(self.policy):
            now = evaluate(self.now, measure, [self.period])[0]
            rows.append(_row("headline", "current", now))
            for comparison, (reading, other) in self.beside.items():
                before = evaluate(reading, measure, [other])[0]
                rows.append(_row("headline", comparison, before, **_change(measure.name, now, before)))
        return rows

    def coverage_by_role_and_category(self) -> list[Row]:
        """Coverage by role and category, where there are several of either; the totals are counted anew, not summed.

        Of a role that answered nothing and that no rule asks for there is no row, unless that is all of them.
        Without named categories it is by role alone.
        """
        measure = measure_named("coverage")
        cells, roles, categories, whole = (
            evaluate(self.now, measure, [self.period], by=by)
            for by in (["role", "category"], ["role"], ["category"], [])
        )
        asked = {getattr(rule, "role", None) for rule in self.policy.rule}
        idle = {one.group["role"] for one in roles if not one.numerator and one.target is None} - asked
        if len(idle) < len(roles):
            cells, roles = ([one for one in those if one.group["role"] not in idle] for those in (cells, roles))
        if not any(len({cell.group[name] for cell in cells}) > 1 for name in ("role", "category")):
            return []
        if not any(one.group["category"] for one in categories):
            cells, categories = [], []
        totals = [*roles, *categories, *whole]
        return [
            *(_row("coverage_role_category", "current", figure) for figure in cells),
            *(_row("coverage_role_category", "total", figure) for figure in totals),
        ]

    def coverage_by_rule(self) -> list[Row]:
        """Coverage and on-time coverage of every rule that made an obligation."""
        return [
            _row("coverage_rule", "current", figure)
            for name in ("coverage", "on_time_coverage")
            for figure in evaluate(self.now, measure_named(name), [self.period], by=["rule"])
        ]

    def rules_before(self) -> list[Row]:
        """On-time coverage of every rule in the periods beside, with the signal of its change; no figures of the report."""
        measure = measure_named("on_time_coverage")
        now = {figure.group["rule"]: figure for figure in evaluate(self.now, measure, [self.period], by=["rule"])}
        return [
            _row("coverage_rule", comparison, before, **_change(measure.name, now[rule], before))
            for comparison, (reading, other) in self.beside.items()
            for before in evaluate(reading, measure, [other], by=["rule"])
            if (rule := before.group["rule"]) in now
        ]

    def complaints(self, role: str) -> list[Row]:
        """Complaint ratio of each party of a role; too few cases stand without a flag; nothing if none is named."""
        measure = measure_named("complaint_ratio")
        dimension, section = f"party:{role}", f"complaint_{role}"
        parties = evaluate(self.now, measure, [self.period], by=[dimension])
        total = evaluate(self.now, measure.restricted_to_party(role), [self.period])[0]
        if not parties:
            return []
        flags = worse_than_chance(parties, self.policy.minimum_cases)
        rows = [
            _row(
                section,
                "current",
                figure,
                signal="worse" if flag else None,
                few=figure.denominator < self.policy.minimum_cases,
            )
            for figure, flag in zip(parties, flags, strict=True)
        ]
        rows.sort(key=lambda row: (row["few"], -(row["value"] or 0), row["group"][dimension]))
        return [*rows, _row(section, "total", total)]

    def callers(self) -> list[Row]:
        """Reach rate of each caller, now and the period before; who made no callback stands with none."""
        measure = measure_named("reach_rate")
        reading, other = self.beside["previous"]
        now = {figure.group["caller"]: figure for figure in evaluate(self.now, measure, [self.period], by=["caller"])}
        before = {figure.group["caller"]: figure for figure in evaluate(reading, measure, [other], by=["caller"])}
        rows: list[Row] = []
        for caller in sorted({*now, *before} - {""}):
            group = {"caller": caller}
            current = now.get(caller, _none(measure.name, self.period, group))
            earlier = before.get(caller, _none(measure.name, other, group))
            rows.append(_row("callers", "current", current))
            rows.append(_row("callers", "previous", earlier, **_change(measure.name, current, earlier)))
        return rows

    def satisfaction_trend(self) -> list[Row]:
        """Satisfaction month by month over two years."""
        months = [self.period.calendar.period_of(self.period.last, "month")]
        while len(months) < TREND_MONTHS:
            months.insert(0, months[0].previous())
        return [
            _row("satisfaction_trend", "trend", figure)
            for name in ("satisfaction_rate", "satisfaction_score")
            for figure in evaluate(self.now, measure_named(name), months)
        ]

    def satisfaction_by_dimension(self) -> list[Row]:
        """Satisfaction rate of each dimension that was asked about."""
        measure = measure_named("satisfaction_rate")
        return [
            _row("satisfaction_dimension", "current", figure)
            for figure in evaluate(self.now, measure, [self.period], by=["dimension"])
        ]

    def problems(self) -> list[Row]:
        """Resolution rate of the problem items, by kind and by cause; by part too where any item names one."""
        measure = measure_named("resolution_rate")
        return [
            _row(section, "current", figure)
            for section, by in PROBLEMS_BY.items()
            for figures in [evaluate(self.now, measure, [self.period], by=by)]
            if "component" not in by or any(figure.group["component"] for figure in figures)
            for figure in sorted(figures, key=lambda figure: -figure.denominator)
        ]


def _row(section: str, comparison: str, figure: Figure, **given: object) -> Row:
    row = {"section": section, "comparison": comparison, **asdict(figure)}
    return {**row, "change": None, "change_note": None, "signal": None, "few": False, **given}


def _none(measure: str, period: Period, group: dict[str, str]) -> Figure:
    return Figure(measure, period.label, group, 0, 0, None, None, None, None, None)


def _change(name: str, now: Figure, before: Figure) -> Row:
    """From a zero or empty base the change is new, not a number."""
    if now.value is None:
        return {}
    if not before.value:
        return {"change_note": "new"}
    return {"change": now.value - before.value, "signal": change_signal(measure_named(name), now, before)}


def covered_until(con: DuckDBPyConnection, organisation: str) -> date | None:
    """Return the day of the last callback in the ledgers; empty when there is none."""
    [(day,)] = con.execute(
        "select max(cast(called_at as date)) from callbacks where organisation = $organisation",
        {"organisation": organisation},
    ).fetchall()
    return day if isinstance(day, date) else None


def last_complete(grain: Grain, until: date, calendar: Calendar) -> Period:
    """Return the last period of *grain* that ledgers reaching to *until* cover: to its last working day."""
    running = calendar.period_of(until, grain)
    return running if until >= WorkingDays().last(running.first, running.last) else running.previous()
