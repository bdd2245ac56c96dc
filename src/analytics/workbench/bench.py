"""Everything that can be asked of the published tables, as frames for analysts and as plain rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.errors import UsageError, unknown
from analytics.language import Language, Text
from analytics.measures.appraisal import Line, appraise
from analytics.measures.catalogue import CATALOGUE, measure_named
from analytics.measures.evaluate import Figure, Reading, evaluate
from analytics.periods import GRAINS, Period, parse_day
from analytics.policy.applied import policy_of
from analytics.policy.obligations import obligations as listed_obligations
from analytics.policy.pack import Policy
from analytics.policy.worklist import worklist as listed_work
from analytics.settings import Organisation, Workspace
from analytics.tables.store import Connection, interruptible, open_snapshot, read_only_query
from analytics.workbench.dimensions import check_values

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure as PlotlyFigure

    from analytics.results.document import Results

RESULT_COLUMNS = ("numerator", "denominator", "value", "low", "high", "target", "status")
OBLIGATION_COLUMNS = (
    "case_id",
    "rule",
    "seq",
    "family",
    "category",
    "role",
    "contact_role",
    "opens",
    "due",
    "expires",
    "bucket",
    "callback_id",
    "fulfilled_at",
)
WORKLIST_COLUMNS = (
    "case_id",
    "rule",
    "role",
    "opens",
    "due",
    "days_left",
    "bucket",
    "attempts",
    "last_caller",
    "category",
    "reason",
    "last_tried",
    "last_outcome",
    "contact_role",
    "tier",
    "urgency",
    "seq",
)
APPRAISAL_COLUMNS = tuple(one.name for one in fields(Line))
Row = dict[str, Any]
Day = str | date


class Workbench:
    """One workspace's published tables, and everything that can be asked of them.

    ``organisation`` may be left out where the workspace has one; ``as_of`` is the period's last day unless given.
    Unknown names raise UsageError with those that are valid.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.language: Language = workspace.settings.language
        self._con: Connection = open_snapshot(workspace.snapshot)
        self._readings: dict[tuple[str, date], Reading] = {}

    def measure(
        self,
        name: str,
        *,
        organisation: str | None = None,
        period: str,
        by: str | Sequence[str] = (),
        where: Mapping[str, str] | None = None,
        grain: str | Sequence[str] = (),
        as_of: Day | None = None,
    ) -> pd.DataFrame:
        """Return one measure as tidy rows: ``measure, period``, a column per dimension, counts, value, interval, target.

        One row per period and group. Ratios are unrounded; ``value`` is empty where the denominator is zero.
        """
        figures = self.figures(
            name, organisation=organisation, period=period, by=by, where=where, grain=grain, as_of=as_of
        )
        return _frame(figure_columns(listed(by)), map(row_of, figures))

    def figures(
        self,
        name: str,
        *,
        organisation: str | None = None,
        period: str,
        by: str | Sequence[str] = (),
        where: Mapping[str, str] | None = None,
        grain: str | Sequence[str] = (),
        as_of: Day | None = None,
    ) -> list[Figure]:
        """Return what :meth:`measure` shows, as plain figures."""
        measure = measure_named(name)
        asked = self.period(organisation, period)
        self.check_values(where or {}, organisation=organisation)
        reading = self.reading(organisation, asked, as_of)
        return evaluate(reading, measure, periods_of(asked, listed(grain)), by=listed(by), where=where)

    def total(
        self,
        name: str,
        *,
        organisation: str | None = None,
        period: str,
        by: str | Sequence[str] = (),
        where: Mapping[str, str] | None = None,
        as_of: Day | None = None,
    ) -> Figure:
        """Return the total that belongs to the groups *by*, counted anew: what belongs to several counts once."""
        measure = measure_named(name)
        asked = self.period(organisation, period)
        reading = self.reading(organisation, asked, as_of)
        role = next((one.removeprefix("party:") for one in listed(by) if one.startswith("party:")), None)
        if role is not None and measure.fact.party == "own":
            measure = measure.restricted_to_party(role)
        return evaluate(reading, measure, [asked], where=where)[0]

    def obligations(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> pd.DataFrame:
        """Return every obligation due in *period* with its bucket; one row per case, rule and sequence number."""
        rows = self.obligation_rows(organisation=organisation, period=period, as_of=as_of)
        return _frame(OBLIGATION_COLUMNS, rows)

    def obligation_rows(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> list[Row]:
        """Return what :meth:`obligations` shows, as plain rows."""
        asked = self.period(organisation, period)
        reading = self.reading(organisation, asked, as_of)
        return listed_obligations(self._con, reading.schema, first=asked.first, last=asked.last)

    def worklist(self, *, organisation: str | None = None, as_of: Day) -> pd.DataFrame:
        """Return who is due or overdue on *as_of*, what can still be done in time and is most urgent first.

        No person's data; the same obligations as :meth:`obligations` has in an open bucket.
        """
        return _frame(WORKLIST_COLUMNS, self.worklist_rows(organisation=organisation, as_of=as_of))

    def worklist_rows(self, *, organisation: str | None = None, as_of: Day) -> list[Row]:
        """Return what :meth:`worklist` shows, as plain rows."""
        reading = self.reading(organisation, None, as_of)
        return listed_work(
            self._con, reading.schema, reading.policy, organisation=reading.organisation, as_of=reading.as_of
        )

    def check_values(self, where: Mapping[str, str], *, organisation: str | None = None) -> None:
        """Raise UsageError for a value of a dimension that neither the policy nor a ledger knows."""
        check_values(self._con, self.policy(organisation), self.organisation(organisation).id, where)

    def spot_checks(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> pd.DataFrame:
        """Return the drawn samples of the policy's spot checks, the same ones each time; ids only."""
        from analytics.results.inspected import SAMPLE_COLUMNS

        return _frame(SAMPLE_COLUMNS, self.spot_check_rows(organisation=organisation, period=period, as_of=as_of))

    def spot_check_rows(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> list[Row]:
        """Return what :meth:`spot_checks` shows, as plain rows."""
        from analytics.results.inspected import spot_checks

        asked = self.period(organisation, period)
        return spot_checks(self.reading(organisation, asked, as_of), asked)

    def implausible(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> pd.DataFrame:
        """Return the callbacks of *period* that are hard to believe, one row each and reason; ids only."""
        from analytics.results.inspected import IMPLAUSIBLE_COLUMNS

        return _frame(IMPLAUSIBLE_COLUMNS, self.implausible_rows(organisation=organisation, period=period, as_of=as_of))

    def implausible_rows(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> list[Row]:
        """Return what :meth:`implausible` shows, as plain rows; by the usual limits where the policy sets none."""
        from analytics.policy.rules import Plausibility
        from analytics.policy.versions import in_force
        from analytics.results.inspected import USUAL, implausible

        asked = self.period(organisation, period)
        reading = self.reading(organisation, asked, as_of)
        rules = in_force(reading.policy.rules(Plausibility), asked.last) or [USUAL]
        return [row for rule in rules for row in implausible(reading, asked, rule)]

    def appraisal(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> pd.DataFrame:
        """Return the arithmetic of the policy's appraisal line by line: counts, shortfall, steps, points, tier."""
        lines = self.appraisal_lines(organisation=organisation, period=period, as_of=as_of)
        return _frame(APPRAISAL_COLUMNS, [asdict(line) for line in lines])

    def appraisal_lines(self, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> list[Line]:
        """Return what :meth:`appraisal` shows, as plain lines."""
        asked = self.period(organisation, period)
        return appraise(self.reading(organisation, asked, as_of), asked)

    def callbacks(self, *, organisation: str | None = None, period: str) -> pd.DataFrame:
        """Return the callbacks dated in *period*, one row each, with their overall answer; no person's data."""
        asked = self.period(organisation, period)
        found = self._con.execute(
            "select callbacks.callback_id, callbacks.case_id, callbacks.called_at, callbacks.has_time, "
            "callbacks.channel, callbacks.purpose, callbacks.caller, callbacks.caller_role, callbacks.contact_role, "
            "callbacks.outcome, callbacks.duration_s, answers.level as satisfaction from callbacks "
            "left join answers on answers.organisation = callbacks.organisation "
            "and answers.callback_id = callbacks.callback_id and answers.dimension = 'overall' "
            "where callbacks.organisation = $organisation "
            "and cast(callbacks.called_at as date) between $first and $last "
            "order by callbacks.called_at, callbacks.callback_id",
            {"organisation": self.organisation(organisation).id, "first": asked.first, "last": asked.last},
        )
        return found.df()

    def sql(self, query: str) -> pd.DataFrame:
        """Return the rows of one reading query over the published tables."""
        con = self.query(query)
        try:
            return interruptible(con, con.df)
        finally:
            con.close()

    def query(self, query: str) -> Connection:
        """Run one reading query on a connection of its own, which can reach nothing else; the caller closes it."""
        return read_only_query(open_snapshot(self.workspace.snapshot), query)

    def chart(
        self,
        name: str,
        *,
        organisation: str | None = None,
        period: str,
        by: str | Sequence[str] = (),
        where: Mapping[str, str] | None = None,
        grain: str = "",
        as_of: Day | None = None,
        language: Language | None = None,
    ) -> PlotlyFigure:
        """Draw a measure with its intervals: over time when a grain is given, else its groups against the total."""
        from analytics.present.explore import groups_chart, trend_chart

        spoken = language or self.language
        asked = listed(by)
        if grain and asked:
            raise UsageError(
                Text(
                    zh="一张图要么按时间（grain），要么按分组（by），不能同时。",
                    en="A chart shows a measure over time (grain) or by groups (by), not both.",
                )
            )
        figures = self.figures(
            name, organisation=organisation, period=period, by=asked, where=where, grain=grain, as_of=as_of
        )
        measure, policy = measure_named(name), self.policy(organisation)
        if grain:
            return trend_chart(measure, figures, spoken)
        total = self.total(name, organisation=organisation, period=period, by=asked, where=where, as_of=as_of)
        return groups_chart(measure, policy, figures, total, spoken)

    def catalogue(self) -> pd.DataFrame:
        """Return all measures: name, title, numerator, denominator, direction."""
        return _frame(CATALOGUE_COLUMNS, catalogue_rows(self.language))

    def results(self, kind: str, *, organisation: str | None = None, period: str, as_of: Day | None = None) -> Results:
        """Compute all that one report says."""
        from analytics.results.compute import compute

        found, asked = self.organisation(organisation), self.period(organisation, period)
        return compute(
            self._con,
            self.policy(organisation),
            organisation=found.id,
            title=found.title,
            kind=kind,
            period=asked,
            as_of=day_of(as_of) or asked.last,
        )

    def organisation(self, identifier: str | None = None) -> Organisation:
        """Return one organisation, by default the only one."""
        return self.workspace.organisation(identifier)

    def period(self, organisation: str | None, text: str) -> Period:
        """Return a period as the organisation counts its months and weeks; raises UsageError with the valid forms."""
        return self.organisation(organisation).calendar.parse(text)

    def policy(self, organisation: str | None = None) -> Policy:
        """Return the policy of an organisation, with its own parameters."""
        found = self.organisation(organisation)
        return policy_of(self.workspace, found)

    def reading(self, organisation: str | None, period: Period | None, as_of: Day | None) -> Reading:
        """Return an organisation's tables as they were known on a day, prepared once for each day."""
        found = self.organisation(organisation)
        day = day_of(as_of) or (period.last if period else None)
        if day is None:
            raise UsageError(Text(zh="请指明截至日 as_of。", en="Say the day read: as_of."))
        key = (found.id, day)
        if key not in self._readings:
            self._readings[key] = Reading(self._con, self.policy(found.id), found.id, day)
        return self._readings[key]

    def close(self) -> None:
        """Let go of the snapshot."""
        self._con.close()


CATALOGUE_COLUMNS = ("name", "title", "numerator", "denominator", "direction")


def catalogue_rows(language: Language) -> list[Row]:
    """Return the catalogue of measures in words."""
    return [
        {
            "name": measure.name,
            "title": measure.title.in_language(language),
            "numerator": measure.numerator.in_language(language),
            "denominator": measure.denominator.in_language(language),
            "direction": measure.better,
        }
        for measure in CATALOGUE.values()
    ]


def figure_columns(by: Sequence[str]) -> tuple[str, ...]:
    """Return the columns of tidy rows grouped by these dimensions."""
    return ("measure", "period", *by, *RESULT_COLUMNS)


def row_of(figure: Figure) -> Row:
    """Return a figure as a tidy row."""
    counted = {column: getattr(figure, column) for column in RESULT_COLUMNS}
    return {"measure": figure.measure, "period": figure.period, **figure.group, **counted}


def listed(names: str | Sequence[str]) -> tuple[str, ...]:
    """Return one name or several as several."""
    return ((names,) if names else ()) if isinstance(names, str) else tuple(names)


def periods_of(period: Period, grains: Sequence[str]) -> list[Period]:
    """Return the period itself, or its parts of each grain; raises UsageError for an unknown grain."""
    if not grains:
        return [period]
    parts: list[Period] = []
    for grain in grains:
        if grain not in GRAINS:
            raise unknown(Text(zh="时间粒度", en="grain"), grain, GRAINS)
        parts += period.split(grain)
    return parts


def day_of(day: Day | None) -> date | None:
    """Return a day that was given as text or as a date; empty stays empty."""
    if isinstance(day, str):
        return parse_day(day) if day else None
    return day


def _frame(columns: Sequence[str], rows: Any) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([[row[column] for column in columns] for row in rows], columns=list(columns))
