"""What a reader should see first: targets missed, changes and parties beyond chance, callers who were not there.

Each is a row that points at figures of the report, a fall of one rule also at that of a period beside; the words are made
where it is shown.
"""

from __future__ import annotations

from analytics.results.document import Row

ABSENT_FROM_CASES = 10
"""A caller is missed who called this many cases in the period before and none in this one."""


def observed(figures: list[Row], rules_before: list[Row]) -> list[Row]:
    """Return the observations, the gravest kind first.

    *rules_before* are the on-time figures of each rule in the periods beside: a rule that fell is told of a period in
    which the whole did not, so that one that fails is not hidden by those that are kept.
    """
    headline = {row["measure"]: row for row in figures if _is(row, "headline", "current")}
    return [
        *(
            _observation("target_missed", row, "below", row["target"])
            for row in headline.values()
            if row["status"] == "missed"
        ),
        *(_observation("target_missed", row, "below", row["target"]) for row in _own_targets_missed(figures, headline)),
        *(
            _observation("party", row, "worse", _total(figures, row["section"]))
            for row in figures
            if row["signal"] == "worse"
        ),
        *(
            {**_observation("change", headline[row["measure"]], row["signal"], row["value"]), "period": row["period"]}
            for row in figures
            if row["section"] == "headline" and row["signal"] in ("rise", "fall")
        ),
        *_fallen(figures, rules_before),
        *_absent(figures),
    ]


def _fallen(figures: list[Row], rules_before: list[Row]) -> list[Row]:
    now = {(row["measure"], row["group"]["rule"]): row for row in figures if _is(row, "coverage_rule", "current")}
    told = {
        (row["measure"], row["comparison"])
        for row in figures
        if row["section"] == "headline" and row["signal"] == "fall"
    }
    return [
        {
            **_observation("change", now[row["measure"], row["group"]["rule"]], "fall", row["value"]),
            "period": row["period"],
        }
        for row in sorted(rules_before, key=lambda row: str(row["group"]["rule"]))
        if row["signal"] == "fall" and (row["measure"], row["comparison"]) not in told
    ]


def _own_targets_missed(figures: list[Row], headline: dict[str, Row]) -> list[Row]:
    """Return the rules, roles and categories below a target of their own; what the whole has is told of the whole."""
    return [
        row
        for row in figures
        if row["status"] == "missed"
        and row["group"]
        and (_is(row, "coverage_rule", "current") or _is(row, "coverage_role_category", "total"))
        and row["target"] != headline[row["measure"]]["target"]
    ]


def _absent(figures: list[Row]) -> list[Row]:
    called = {row["group"]["caller"]: row for row in figures if _is(row, "callers", "current")}
    return [
        _observation("caller_absent", called[row["group"]["caller"]], "fall", row["value"])
        | {"reference_denominator": row["denominator"]}
        for row in figures
        if _is(row, "callers", "previous")
        and row["denominator"] >= ABSENT_FROM_CASES
        and called[row["group"]["caller"]]["denominator"] == 0
    ]


def _is(row: Row, section: str, comparison: str) -> bool:
    return bool(row["section"] == section and row["comparison"] == comparison)


def _total(figures: list[Row], section: str) -> float | None:
    return next((row["value"] for row in figures if _is(row, section, "total")), None)


def _observation(kind: str, row: Row, direction: str, reference: float | None) -> Row:
    return {
        "kind": kind,
        "measure": row["measure"],
        "group": row["group"],
        "period": row["period"],
        "direction": direction,
        "value": row["value"],
        "reference": reference,
        "numerator": row["numerator"],
        "denominator": row["denominator"],
    }
