"""Which tables the workbook has, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.present.sections import STANDARD
from analytics.report.workbook import cases, inspections, listed, measured
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Sheet
from analytics.results.contents import PROBLEMS_BY


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """Yield the sheets of a report in the order of its sections; a section that the report does not have gives none."""
    if edition.results.figures:
        yield listed.observations(edition)
    for section in edition.results.meta.get("sections", STANDARD):
        yield from _sheets_of(edition, section)
    yield listed.data_notes(edition)
    if edition.listed("quality"):
        yield listed.quality(edition)
    yield listed.findings(edition)
    yield listed.set_aside(edition)
    yield listed.unknown_cases(edition)
    if edition.results.figures:
        yield listed.definitions(edition)


def _sheets_of(edition: Edition, section: str) -> Iterator[Sheet]:
    match section:
        case _ if section in cases.SHEETS:
            yield cases.SHEETS[section](edition)
        case "complaints":
            for role in edition.results.labels.get("party", {}):
                if edition.figures(f"complaint_{role}"):
                    yield measured.party(edition, role)
        case "problems":
            for table in PROBLEMS_BY:
                if edition.figures(table):
                    yield measured.problems_by(edition, table)
            yield listed.problems(edition)
        case "overdue":
            yield listed.overdue(edition)
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
        yield measured.headline(edition)
    elif section == "coverage" and edition.figures("coverage_role_category"):
        yield measured.coverage(edition)
    elif section == "rules" and edition.listed("buckets"):
        yield measured.rules(edition)
    elif section == "callers" and edition.figures("callers"):
        yield measured.callers(edition)
    elif section == "satisfaction" and edition.figures("satisfaction_trend", "trend"):
        yield measured.trend(edition)
    elif section == "dimensions" and edition.figures("satisfaction_dimension"):
        yield measured.dimensions(edition)
