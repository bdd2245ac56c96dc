"""Which tables the workbook has, in their order."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.report.workbook import listed, measured
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Sheet


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """Yield the sheets of a report in their order; a section that the report does not have gives none."""
    yield listed.observations(edition)
    yield measured.headline(edition)
    if edition.figures("coverage_role_category"):
        yield measured.coverage(edition)
    if edition.listed("buckets"):
        yield measured.rules(edition)
    for role in edition.results.labels.get("party", {}):
        if edition.figures(f"complaint_{role}"):
            yield measured.party(edition, role)
    if edition.figures("callers"):
        yield measured.callers(edition)
    if edition.figures("satisfaction_trend", "trend"):
        yield measured.trend(edition)
    if edition.figures("satisfaction_dimension"):
        yield measured.dimensions(edition)
    if edition.figures("problems_kind"):
        yield measured.problems_by(edition, "problem_kind")
    if edition.figures("problems_cause"):
        yield measured.problems_by(edition, "cause")
    yield listed.problems(edition)
    yield listed.overdue(edition)
    yield listed.spot_checks(edition)
    yield listed.data_notes(edition)
    if edition.listed("quality"):
        yield listed.quality(edition)
    yield listed.findings(edition)
    yield listed.set_aside(edition)
    yield listed.unknown_cases(edition)
    yield listed.definitions(edition)
