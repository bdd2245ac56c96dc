"""What a report lists rather than counts: obligations by bucket, who is overdue, what was set aside."""

from __future__ import annotations

from datetime import date

from analytics.findings import MASK
from analytics.measures.evaluate import Reading
from analytics.periods import Period
from analytics.policy.obligations import BUCKETS
from analytics.results.document import Row
from analytics.results.rows import parties_of
from analytics.results.rows import rows_of as _rows
from analytics.tables.quality import Dimension, Quality, quality

MONTHS_OF_QUALITY = 13


def listed(reading: Reading, period: Period) -> dict[str, list[Row]]:
    """Return every list of the report by name."""
    return {
        "buckets": buckets(reading, period),
        "overdue": overdue(reading, period),
        "problems": problems(reading, period),
        "data_notes": data_notes(reading),
        "quality": data_quality(reading, period),
        "findings": findings(reading),
        "set_aside": set_aside(reading),
        "unknown_cases": unknown_cases(reading),
    }


def buckets(reading: Reading, period: Period) -> list[Row]:
    """One row per rule: the obligations due in the period, by bucket; the buckets sum to the obligations.

    ``is_share`` tells that the rule asks for a share of its cases only.
    """
    counted = ", ".join(f"count(*) filter (where bucket = '{bucket}') as {bucket}" for bucket in BUCKETS)
    rows = _rows(
        reading,
        f"select family, rule, {counted}, count(*) as obligations from obligations"
        " where due_on between $first and $last group by family, rule order by min(rule_order)",
        first=period.first,
        last=period.last,
    )
    return [{**row, "is_share": row["rule"] in reading.policy.shares} for row in rows]


def overdue(reading: Reading, period: Period) -> list[Row]:
    """One row per obligation due in the period and not fulfilled, the longest overdue first; no person's data.

    Rules that ask for a share of their cases are left out: their target says how many are enough.
    """
    due = _rows(
        reading,
        "select case_id, rule, required_role as role, required_contact_role as contact_role,"
        " cast(opens_at as date) as opens, due_on as due,"
        " date_diff('day', due_on, cast($as_of as date)) as days_overdue, bucket, attempt_count as attempts,"
        " category, cast(expires_at as date) as expires from obligations"
        " where bucket in ('missed', 'unreached', 'refused') and due_on between $first and $last"
        " order by due_on, case_id, rule, seq",
        first=period.first,
        last=period.last,
        as_of=reading.as_of,
    )
    rows = [row for row in due if row["rule"] not in reading.policy.shares]
    areas = _rows(
        reading,
        "select case_id, coalesce(area, '') as area from cases where organisation = $organisation",
        organisation=reading.organisation,
    )
    party_of = parties_of(reading)
    area_of = {row["case_id"]: row["area"] for row in areas}
    return [
        {
            **row,
            "area": area_of.get(row["case_id"], ""),
            **{role: party_of.get((row["case_id"], role), "") for role in reading.policy.parties},
        }
        for row in rows
    ]


def problems(reading: Reading, period: Period) -> list[Row]:
    """One row per kind, part and cause: the problem items raised in the period, and how many are resolved."""
    reading.fact("fact_problems")
    return _rows(
        reading,
        "select problem_kind as kind, component, cause, count(distinct problem_id) as items,"
        " count(distinct problem_id) filter (where is_resolved) as resolved,"
        " count(distinct problem_id) filter (where not is_resolved) as open from fact_problems"
        " where raised_on between $first and $last group by problem_kind, component, cause"
        " order by items desc, kind, component, cause",
        first=period.first,
        last=period.last,
    )


def data_notes(reading: Reading) -> list[Row]:
    """One row per ledger sheet in force: read = loaded + unchanged + set aside, of which ``open`` wait to be corrected.

    ``keyed`` of the rows have no id and are known by their cells; ``totals`` were printed, ``totals_wrong`` differ.
    """
    return _rows(
        reading,
        'select l.file, s.sheet, s.ledger as "table", s.read_count as read, s.loaded_count as loaded,'
        " s.unchanged_count as unchanged, s.set_aside_count as set_aside, s.not_rows_count as not_rows,"
        " coalesce(l.sender, '') as sender, coalesce(s.keyed_count, 0) as keyed, coalesce(s.totals_count, 0) as totals,"
        " coalesce(s.totals_wrong_count, 0) as totals_wrong,"
        " (select count(*) from set_aside_items as i where i.load_id = s.load_id and i.sheet = s.sheet"
        " and i.ledger = s.ledger and i.closed_by_load_id is null) as open"
        " from loads as l inner join load_sheets as s on s.load_id = l.load_id"
        " where l.organisation = $organisation and l.current order by l.file, s.sheet, s.ledger",
        organisation=reading.organisation,
    )


def data_quality(reading: Reading, period: Period) -> list[Row]:
    """One row per sender, caller and month: the rows with nothing to correct, of all.

    By sender of the rows of its ledgers, by caller of the attempts of the period, by month of those up to the last day read.
    """
    con, name = reading.con, reading.organisation
    by: dict[Dimension, list[Quality]] = {
        "sender": quality(con, name, ["sender"]),
        "caller": quality(con, name, ["caller"], first=period.first, last=period.last),
        "month": quality(con, name, ["month"], first=date(1900, 1, 1), last=reading.as_of)[-MONTHS_OF_QUALITY:],
    }
    return [
        {
            "by": dimension,
            "name": one.names[0] or "",
            **{key: getattr(one, key) for key in ("numerator", "denominator", "value", "low", "high")},
        }
        for dimension, groups in by.items()
        for one in groups
    ]


# What was found of a row set aside stands while the row waits, whatever has become of its file, and no longer.
_STANDS = (
    "case when f.severity = 'set_aside' and f.row_number is not null then exists (select 1 from set_aside_items as i"
    " where i.load_id = f.load_id and i.sheet = f.sheet and i.row_number = f.row_number and i.closed_by_load_id is null)"
    " else l.current end"
)


def findings(reading: Reading) -> list[Row]:
    """One row per check that found something that stands: how often, and the first place."""
    found = _rows(
        reading,
        "select f.check_name, f.severity, f.file, f.sheet, f.row_number, f.column_name from findings as f"
        " inner join loads as l on l.load_id = f.load_id where f.organisation = $organisation"
        f" and {_STANDS} order by f.file, f.sheet, f.row_number",
        organisation=reading.organisation,
    )
    grouped: dict[str, Row] = {}
    for row in found:
        first = grouped.setdefault(
            row["check_name"],
            {
                "check": row["check_name"],
                "severity": row["severity"],
                "count": 0,
                "example_file": row["file"],
                "example_sheet": row["sheet"],
                "example_row": row["row_number"],
                "column": row["column_name"],
            },
        )
        first["count"] += 1
    unknown = unknown_cases(reading)
    if unknown:
        grouped["unknown_case"] = {
            "check": "unknown_case",
            "severity": "warning",
            "count": len(unknown),
            "example_file": unknown[0]["file"],
            "example_sheet": unknown[0]["sheet"],
            "example_row": unknown[0]["row"],
            "column": "",
        }
    gravest = {"set_aside": 0, "warning": 1, "note": 2}
    return sorted(grouped.values(), key=lambda row: (gravest[row["severity"]], -row["count"], row["check"]))


def set_aside(reading: Reading) -> list[Row]:
    """One row per cell for which a row was set aside that still waits; a personal value is masked."""
    rows = _rows(
        reading,
        'select f.file, f.sheet, f.row_number as "row", f.column_name as "column", f.check_name as "check", f.value,'
        " f.detail, f.personal from findings as f inner join loads as l on l.load_id = f.load_id"
        f" where f.organisation = $organisation and f.severity = 'set_aside' and {_STANDS}"
        " order by f.file, f.sheet, f.row_number",
        organisation=reading.organisation,
    )
    return [
        {key: value for key, value in row.items() if key != "personal"} | ({"value": MASK} if row["personal"] else {})
        for row in rows
    ]


def unknown_cases(reading: Reading) -> list[Row]:
    """One row per callback or problem item whose case the ledger does not hold: kept, outside coverage."""
    return _rows(
        reading,
        " union all ".join(
            f'select \'{ledger}\' as "table", t.case_id, t.{key} as id, l.file, t.sheet, t.row_number as "row"'
            f" from {ledger} as t left join loads as l on l.load_id = t.load_id"
            " left join cases as c on c.organisation = t.organisation and c.case_id = t.case_id"
            " where t.organisation = $organisation and c.case_id is null"
            for ledger, key in (("callbacks", "callback_id"), ("problems", "problem_id"))
        )
        + " order by 1, 2, 3",
        organisation=reading.organisation,
    )
