"""Which tables the workbook has, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.report.workbook import (
    callers,
    cases,
    complaints,
    coverage,
    data_notes,
    definitions,
    headline,
    inspections,
    observations,
    overdue,
    problems,
    satisfaction,
)
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Sheet
from analytics.results.contents import PROBLEMS_BY


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """Yield the sheets of a report in the order of its sections; a section that the report does not have gives none."""
    if edition.results.figures:
        yield observations.observations(edition)
    for section in edition.results.sections:
        yield from _sheets_of(edition, section)
    yield data_notes.data_notes(edition)
    if edition.listed("quality"):
        yield data_notes.quality(edition)
    yield data_notes.findings(edition)
    yield data_notes.set_aside(edition)
    yield data_notes.unknown_cases(edition)
    if edition.results.figures:
        yield definitions.definitions(edition)


def _sheets_of(edition: Edition, section: str) -> Iterator[Sheet]:
    match section:
        case _ if section in cases.SHEETS:
            yield cases.SHEETS[section](edition)
        case "complaints":
            for role in edition.results.labels.get("party", {}):
                if edition.figures(f"complaint_{role}"):
                    yield complaints.party(edition, role)
        case "problems":
            for table in PROBLEMS_BY:
                if edition.figures(table):
                    yield problems.problems_by(edition, table)
            yield problems.problems(edition)
        case "overdue":
            yield overdue.overdue(edition)
        case "spot_checks":
            yield inspections.spot_checks(edition)
        case "implausible":
            yield inspections.implausible(edition)
        case "appraisal":
            yield inspections.appraisal(edition)
        case _:
            yield from _measured(edition, section)


def _measured(edition: Edition, section: str) -> Iterator[Sheet]:
    if section == "headline":
        yield headline.headline(edition)
    elif section == "coverage" and edition.figures("coverage_role_category", "total"):
        yield coverage.coverage(edition)
    elif section == "rules" and edition.listed("buckets"):
        yield coverage.rules(edition)
    elif section == "callers" and edition.figures("callers"):
        yield callers.callers(edition)
    elif section == "satisfaction" and edition.figures("satisfaction_trend", "trend"):
        yield satisfaction.trend(edition)
    elif section == "dimensions" and edition.figures("satisfaction_dimension"):
        yield satisfaction.dimensions(edition)
