"""Results of one monthly report, written by hand: a decoration company in October 2026.

The story: crew 三队 is complained of far more than the rest, designer D-09 only looks worse (2 cases), satisfaction has
been falling since June 2026, one caller was away. Counts are literal; ratios and intervals follow from them.
``change`` and ``signal`` stand on the rows of the compared period: the current value less that row's value, in the
measure's own unit, and whether that is more than chance.
"""

from __future__ import annotations

from copy import deepcopy
from math import sqrt
from typing import Any

ORGANISATION = "jingyi"
CURRENT, PREVIOUS, YEAR_BEFORE = "2026-10", "2026-09", "2025-10"
TREND_PERIODS = [f"{year}-{month:02}" for year in (2024, 2025, 2026) for month in range(1, 13)][10:34]


def _wilson(numerator: int, denominator: int) -> tuple[float, float]:
    z = 1.959963984540054
    share = numerator / denominator
    centre = (share + z * z / (2 * denominator)) / (1 + z * z / denominator)
    half = z * sqrt(share * (1 - share) / denominator + z * z / (4 * denominator**2)) / (1 + z * z / denominator)
    return max(0.0, centre - half), min(1.0, centre + half)


def figure(section: str, measure: str, numerator: float, denominator: int, **given: Any) -> dict[str, Any]:
    """Return one figure; a score is told by its measure, everything else is a ratio with its Wilson interval."""
    low: float | None = None
    high: float | None = None
    value = numerator / denominator if denominator else None
    if value is not None and measure == "satisfaction_score":
        low, high = value - 60 / sqrt(denominator), min(100.0, value + 60 / sqrt(denominator))
    elif value is not None:
        low, high = _wilson(int(numerator), denominator)
    target = given.get("target")
    status = None
    if value is not None and target is not None:
        higher = measure not in {"complaint_ratio", "complaint_rate"}
        gap = target - value if higher else value - target
        status = "met" if gap <= 0 else "near" if gap <= 0.02 else "missed"
    return {
        "section": section,
        "measure": measure,
        "comparison": given.get("comparison", "current"),
        "period": given.get("period", CURRENT),
        "group": given.get("group", {}),
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "low": low,
        "high": high,
        "target": target,
        "status": status,
        "change": given.get("change"),
        "change_note": given.get("change_note"),
        "signal": given.get("signal"),
        "few": given.get("few", False),
    }


def _compared(
    section: str,
    measure: str,
    counts: dict[str, tuple[float, int]],
    target: float | None = None,
    signal: str | None = None,
    group: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    periods = {"current": CURRENT, "previous": PREVIOUS, "year_before": YEAR_BEFORE}
    given: dict[str, Any] = {"target": target, "group": group or {}}
    current = figure(section, measure, *counts["current"], **given)
    rows = [current]
    for comparison in list(counts)[1:]:
        row = figure(section, measure, *counts[comparison], comparison=comparison, period=periods[comparison], **given)
        if current["value"] is not None and row["value"]:
            row["change"] = current["value"] - row["value"]
            row["signal"] = signal if comparison == "year_before" else None
        elif current["value"] is not None:
            row["change_note"] = "new"
        rows.append(row)
    return rows


_HEADLINE: list[tuple[str, list[tuple[float, int]], float | None, str | None]] = [
    ("coverage", [(187, 203), (191, 198), (169, 190)], 1.0, None),
    ("on_time_coverage", [(164, 203), (176, 198), (151, 190)], None, None),
    ("attempt_coverage", [(197, 203), (195, 198), (186, 190)], None, None),
    ("case_coverage", [(171, 186), (170, 181), (150, 166)], 1.0, None),
    ("reach_rate", [(168, 189), (172, 188), (155, 171)], None, None),
    ("satisfaction_rate", [(132, 171), (141, 174), (142, 156)], 0.9, "fall"),
    ("satisfaction_score", [(13194.0, 171), (13626.0, 174), (12684.0, 156)], None, "fall"),
    ("complaint_rate", [(14, 188), (11, 183), (7, 167)], None, None),
    ("resolution_rate", [(19, 24), (18, 21), (13, 13)], None, None),
    ("timely_feedback_rate", [(21, 24), (20, 21), (0, 0)], 1.0, None),
    ("timely_resolution_rate", [(0, 0), (0, 0), (0, 0)], None, None),
]

_ROLES = {
    "service": ("客服专员", "Service desk"),
    "supervisor": ("工程监理", "Site supervisor"),
    "design": ("设计部", "Design department"),
}
_CATEGORIES = {
    "whole": ("整装", "Whole home"),
    "partial": ("局部改造", "Partial"),
    "commercial": ("工装", "Commercial"),
}
# role -> category -> callbacks fulfilled; of the obligations below
_FULFILLED = {
    "service": {"whole": 78, "partial": 41, "commercial": 11},
    "supervisor": {"whole": 26, "partial": 12, "commercial": 9},
    "design": {"whole": 7, "partial": 3, "commercial": 0},
}
_OBLIGATIONS = {"whole": 117, "partial": 61, "commercial": 25}

_RULES = {
    "after_start": ("progress", "开工后回访", "After start", (52, 4, 1, 2, 1, 3, 0)),
    "midway": ("progress", "中期回访", "Midway", (43, 6, 0, 3, 3, 11, 1)),
    "overdue": ("progress", "超期回访", "Overdue project", (9, 4, 0, 1, 0, 0, 0)),
    "completion": ("progress", "竣工回访", "On completion", (44, 6, 2, 1, 1, 12, 0)),
    "three_calls": ("minimum", "施工期间至少三次", "At least three calls", (13, 3, 0, 0, 1, 4, 0)),
    "form": ("form", "保修完成未交回访表", "Feedback form missing", (3, 0, 0, 0, 0, 1, 0)),
}

_PARTIES: dict[str, list[tuple[str, int, int]]] = {
    "designer": [
        ("D-01", 1, 29), ("D-02", 2, 27), ("D-03", 1, 26), ("D-04", 3, 25), ("D-05", 0, 22), ("D-06", 2, 21),
        ("D-07", 1, 18), ("D-08", 1, 18), ("D-09", 1, 2),
    ],
    "inspector": [("I-01", 3, 48), ("I-02", 2, 45), ("I-03", 4, 51), ("I-04", 1, 44)],
    "crew": [
        ("一队", 1, 24), ("二队", 1, 23), ("三队", 7, 26), ("四队", 0, 22), ("五队", 1, 21), ("六队", 2, 24),
        ("七队", 0, 19), ("八队", 1, 18), ("九队", 1, 8), ("外协队", 0, 3),
    ],
}  # fmt: skip
_PARTY_TOTAL = {"designer": (12, 188), "inspector": (10, 188), "crew": (14, 188)}
_FEWEST_CASES = 10

_CALLERS: dict[str, tuple[tuple[int, int], tuple[int, int]] | None] = {
    "K-01": ((52, 57), (49, 53)),
    "K-02": ((61, 66), (58, 61)),
    "K-03": ((55, 66), (65, 74)),
    "K-04": None,
}

_TREND = [
    (131, 143), (129, 142), (138, 150), (98, 108), (127, 139), (136, 149), (134, 147), (140, 153), (137, 151),
    (139, 152), (141, 155), (142, 156), (146, 160), (143, 158), (139, 153), (101, 111), (134, 147), (144, 158),
    (147, 161), (138, 160), (139, 165), (138, 168), (141, 174), (132, 171),
]  # fmt: skip

DIMENSIONS = {
    "overall": ("总体", "Overall", 132, 171),
    "design": ("设计", "Design", 118, 131),
    "construction": ("施工", "Construction", 97, 140),
    "materials": ("材料", "Materials", 112, 128),
    "service": ("服务态度", "Service", 125, 139),
}
_PROBLEM_KINDS = {
    "complaint": ("投诉", "Complaint", 10, 14),
    "defect": ("质量缺陷", "Defect", 5, 6),
    "request": ("要求", "Request", 3, 3),
    "question": ("咨询", "Question", 1, 1),
}
_CAUSES = {
    "工期延误": (4, 7), "水电": (5, 6), "泥瓦": (4, 4), "油漆": (2, 3), "材料不符": (3, 3), "": (1, 1),
}  # fmt: skip

_MEASURES: dict[str, tuple[str, str, str, str, str, str, str | None, str]] = {
    "coverage": (
        "回访率",
        "Coverage",
        "按期与逾期完成的应访项",
        "obligations fulfilled, on time or late",
        "本期到期的应访项，免访与未到期除外",
        "obligations due in the period, less excluded and pending",
        "higher",
        "ratio",
    ),
    "on_time_coverage": (
        "按期回访率",
        "On-time coverage",
        "按期完成的应访项",
        "obligations fulfilled on time",
        "同回访率",
        "same as coverage",
        "higher",
        "ratio",
    ),
    "attempt_coverage": (
        "拨访率",
        "Attempt coverage",
        "有过拨访的应访项",
        "obligations with any attempt",
        "同回访率",
        "same as coverage",
        "higher",
        "ratio",
    ),
    "case_coverage": (
        "在访覆盖率",
        "Case coverage",
        "截止日前已接通回访的工程",
        "cases reached at or before the as-of day",
        "本期在施的工程",
        "cases active in the period",
        "higher",
        "ratio",
    ),
    "reach_rate": (
        "接通率",
        "Reach rate",
        "本期有接通回访的工程",
        "cases with a reached callback",
        "本期有回访的工程",
        "cases with any callback",
        "higher",
        "ratio",
    ),
    "satisfaction_rate": (
        "满意率",
        "Satisfaction rate",
        "满意及以上的回答",
        "answers at or above satisfied",
        "接通回访中的回答",
        "answers given in reached callbacks",
        "higher",
        "ratio",
    ),
    "satisfaction_score": (
        "满意度得分",
        "Satisfaction score",
        "回答得分之和",
        "sum of the answers' scores",
        "回答数",
        "answers",
        "higher",
        "score",
    ),
    "complaint_ratio": (
        "被投诉比率",
        "Complaint ratio",
        "本期被投诉到该责任人的工程",
        "cases with a complaint against that party",
        "该责任人经手的工程",
        "cases that the party handled",
        "lower",
        "ratio",
    ),
    "complaint_rate": (
        "投诉率",
        "Complaint rate",
        "本期有投诉的工程",
        "cases with any complaint",
        "本期在施或被投诉的工程",
        "cases active or complained of",
        "lower",
        "ratio",
    ),
    "resolution_rate": (
        "问题解决率",
        "Resolution rate",
        "截止日前已解决的",
        "of those, resolved by the as-of day",
        "本期提出的问题件",
        "problem items raised in the period",
        "higher",
        "ratio",
    ),
    "timely_feedback_rate": (
        "反馈及时率",
        "Timely feedback",
        "当日上报的",
        "of those, reported within the deadline",
        "本期提出且已到期限的问题件",
        "problem items raised whose deadline has passed",
        "higher",
        "ratio",
    ),
    "timely_resolution_rate": (
        "按期解决率",
        "Timely resolution",
        "期限内解决的",
        "of those, resolved within the deadline",
        "有解决期限且已到期的问题件",
        "problem items with a deadline that has passed",
        "higher",
        "ratio",
    ),
}


def _figures() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for measure, counts, target, signal in _HEADLINE:
        named = dict(zip(("current", "previous", "year_before"), counts, strict=True))
        rows += _compared("headline", measure, named, target, signal)
    section = "coverage_role_category"
    for role, done in _FULFILLED.items():
        for category, count in done.items():
            group = {"role": role, "category": category}
            rows.append(figure(section, "coverage", count, _OBLIGATIONS[category], group=group, target=1.0))
    due = sum(_OBLIGATIONS.values())
    for role, done in _FULFILLED.items():
        rows.append(
            figure(section, "coverage", sum(done.values()), due, group={"role": role}, comparison="total", target=1.0)
        )
    for category in _CATEGORIES:
        done_by_all = sum(done[category] for done in _FULFILLED.values())
        given: dict[str, Any] = {"group": {"category": category}, "comparison": "total", "target": 1.0}
        rows.append(figure(section, "coverage", done_by_all, _OBLIGATIONS[category], **given))
    rows.append(figure(section, "coverage", 187, due, comparison="total", target=1.0))
    for rule, (_, _, _, (on_time, late, refused, unreached, missed, _, _)) in _RULES.items():
        counted = on_time + late + refused + unreached + missed
        rows.append(figure("coverage_rule", "coverage", on_time + late, counted, group={"rule": rule}, target=1.0))
        rows.append(figure("coverage_rule", "on_time_coverage", on_time, counted, group={"rule": rule}))
    for role, parties in _PARTIES.items():
        section = f"complaint_{role}"
        for party, complained, handled in parties:
            few = handled < _FEWEST_CASES
            worse = party == "三队"
            rows.append(
                figure(
                    section,
                    "complaint_ratio",
                    complained,
                    handled,
                    group={f"party:{role}": party},
                    few=few,
                    signal="worse" if worse else None,
                )
            )
        rows.append(figure(section, "complaint_ratio", *_PARTY_TOTAL[role], comparison="total"))
    for caller, reached in _CALLERS.items():
        current, previous = reached or ((0, 0), (48, 52))
        both: dict[str, tuple[float, int]] = {"current": current, "previous": previous}
        rows += _compared("callers", "reach_rate", both, group={"caller": caller})
    for period, (satisfied, answers) in zip(TREND_PERIODS, _TREND, strict=True):
        given = {"comparison": "trend", "period": period}
        rows.append(figure("satisfaction_trend", "satisfaction_rate", satisfied, answers, target=0.9, **given))
        total = float(satisfied * 84 + (answers - satisfied) * 54)
        rows.append(figure("satisfaction_trend", "satisfaction_score", total, answers, **given))
    for dimension, (_, _, satisfied, answers) in DIMENSIONS.items():
        group = {"dimension": dimension}
        rows.append(figure("satisfaction_dimension", "satisfaction_rate", satisfied, answers, group=group, target=0.9))
    for kind, (_, _, resolved, items) in _PROBLEM_KINDS.items():
        rows.append(figure("problems_kind", "resolution_rate", resolved, items, group={"problem_kind": kind}))
    for cause, (resolved, items) in _CAUSES.items():
        rows.append(figure("problems_cause", "resolution_rate", resolved, items, group={"cause": cause}))
    return rows


def _lists() -> dict[str, list[dict[str, Any]]]:
    bucket_names = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")
    buckets = [
        {"family": family, "rule": rule, **dict(zip(bucket_names, counts, strict=True)), "obligations": sum(counts)}
        for rule, (family, _, _, counts) in _RULES.items()
    ]
    states = ("unreached", "missed", "refused", "unreached")
    overdue = [
        {
            "case_id": f"JY-2026-{480 + 3 * number}",
            "rule": list(_RULES)[number % 4],
            "role": "",
            "opens": f"2026-10-{1 + number % 9:02}",
            "due": f"2026-10-{8 + number % 20:02}",
            "days_overdue": 23 - number % 20,
            "bucket": states[number % 4],
            "attempts": (2, 0, 1, 3)[number % 4],
            "category": list(_CATEGORIES)[number % 3],
            "area": ("城东", "城西", "")[number % 3],
            "designer": f"D-{1 + number % 8:02}",
            "inspector": f"I-{1 + number % 4:02}",
            "crew": _PARTIES["crew"][number % 8][0],
        }
        for number in range(63)
    ]
    overdue.sort(key=lambda row: (-int(str(row["days_overdue"])), str(row["case_id"])))
    observations: list[dict[str, Any]] = [
        {"kind": "target_missed", "measure": "coverage", "direction": "below", "value": 187 / 203, "reference": 1.0,
         "numerator": 187, "denominator": 203},
        {"kind": "target_missed", "measure": "satisfaction_rate", "direction": "below", "value": 132 / 171,
         "reference": 0.9, "numerator": 132, "denominator": 171},
        {"kind": "change", "measure": "satisfaction_rate", "direction": "fall", "value": 132 / 171,
         "reference": 142 / 156, "numerator": 132, "denominator": 171, "period": YEAR_BEFORE},
        {"kind": "party", "measure": "complaint_ratio", "group": {"party:crew": "三队"}, "direction": "worse",
         "value": 7 / 26, "reference": 14 / 188, "numerator": 7, "denominator": 26},
        {"kind": "caller_absent", "measure": "reach_rate", "group": {"caller": "K-04"}, "direction": "fall",
         "value": None, "reference": 48 / 52, "numerator": 0, "denominator": 0},
    ]  # fmt: skip
    ledgers = [
        ("2026-10 回访台账.xlsx", "在施工程", "cases", 126, 61, 62, 3, 5),
        ("2026-10 回访台账.xlsx", "竣工工程", "cases", 62, 62, 0, 0, 5),
        ("2026-10 回访台账.xlsx", "电话回访单", "callbacks", 241, 236, 2, 3, 4),
        ("2026-10 回访台账.xlsx", "投诉与问题", "problems", 25, 24, 0, 1, 4),
        ("2026-09 补录.csv", "", "callbacks", 18, 17, 1, 0, 1),
    ]
    data_notes = [
        {"file": file, "sheet": sheet, "table": table, "read": read, "loaded": loaded, "unchanged": unchanged,
         "set_aside": aside, "open": aside, "not_rows": other, "sender": "东区" if table == "callbacks" else "", "totals": 1,
         "totals_wrong": int(table == "problems"), "keyed": read if table == "callbacks" else 0}
        for file, sheet, table, read, loaded, unchanged, aside, other in ledgers
    ]  # fmt: skip
    book = "2026-10 回访台账.xlsx"
    found = [
        ("date", "set_aside", 5, "电话回访单", 41, "回访日期"),
        ("code", "set_aside", 2, "在施工程", 17, "状态"),
        ("unknown_header", "warning", 1, "电话回访单", 3, "备注二"),
        ("contradictory", "warning", 1, "在施工程", 58, ""),
        ("duplicate", "note", 3, "电话回访单", 122, ""),
        ("unknown_case", "warning", 2, "电话回访单", 88, "工程编号"),
    ]
    findings = [
        {"check": check, "severity": severity, "count": count, "example_file": book, "example_sheet": sheet,
         "example_row": row, "column": column}
        for check, severity, count, sheet, row, column in found
    ]  # fmt: skip
    aside = [
        ("电话回访单", 41, "回访日期", "date", "31/7"),
        ("电话回访单", 97, "回访日期", "date", "下周三"),
        ("电话回访单", 180, "回访日期", "date", "2026-13-02"),
        ("在施工程", 17, "状态", "code", "在等材料"),
        ("在施工程", 22, "状态", "code", "？"),
        ("在施工程", 60, "开工日期", "date", "待定"),
        ("投诉与问题", 9, "提出时间", "date", "十月中"),
    ]
    return {
        "observations": [{"group": {}, "period": CURRENT, **observation} for observation in observations],
        "buckets": buckets,
        "overdue": overdue,
        "problems": [
            {
                "kind": kind,
                "component": "",
                "cause": cause,
                "items": items,
                "resolved": resolved,
                "open": items - resolved,
            }
            for kind, cause, items, resolved in (
                ("complaint", "工期延误", 7, 4),
                ("complaint", "水电", 4, 4),
                ("complaint", "油漆", 3, 2),
                ("defect", "水电", 2, 1),
                ("defect", "泥瓦", 4, 4),
                ("request", "材料不符", 3, 3),
                ("question", "", 1, 1),
            )
        ],
        "spot_checks": [
            {"rule": "warranty_sample", "period": "2026-Q4", "case_id": f"JY-2025-{number}", "reached_on": reached}
            for number, reached in ((611, "2026-10-12"), (624, None), (640, "2026-10-20"))
        ],
        "data_notes": data_notes,
        "quality": [
            {
                "by": by,
                "name": name,
                "numerator": sound,
                "denominator": all_rows,
                "value": sound / all_rows,
                "low": 0.8 * sound / all_rows,
                "high": 1.0,
            }
            for by, name, sound, all_rows in (
                ("sender", "", 100, 110),
                ("sender", "东区", 350, 362),
                ("caller", "李娜", 120, 124),
                ("month", "2026-10", 290, 300),
            )
        ],
        "findings": findings,
        "set_aside": [
            {"file": book, "sheet": sheet, "row": row, "column": column, "check": check, "value": value}
            for sheet, row, column, check, value in aside
        ],
        "unknown_cases": [
            {"table": "callbacks", "case_id": "JY-2062-511", "id": "C-2026-10-077"},
            {"table": "callbacks", "case_id": "JY-2026-9", "id": "C-2026-10-154"},
        ],
    }


def _both(names: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    return {code: {"zh": zh, "en": en} for code, (zh, en) in names.items()}


def _labels() -> dict[str, dict[str, dict[str, str]]]:
    return {
        "measure": _both({code: words[:2] for code, words in _MEASURES.items()}),
        "rule": _both({code: (zh, en) for code, (_, zh, en, _) in _RULES.items()})
        | _both({"warranty_sample": ("保修期抽访", "Warranty sample calls")}),
        "family": _both(
            {"progress": ("进度回访", "Progress"), "minimum": ("最低次数", "Minimum"), "form": ("回访表", "Form")}
        ),
        "role": _both(_ROLES),
        "category": _both(_CATEGORIES),
        "party": _both(
            {"designer": ("设计师", "Designer"), "inspector": ("巡检", "Inspector"), "crew": ("施工队", "Crew")}
        ),
        "channel": _both({"phone": ("电话", "Phone"), "visit": ("上门", "Visit")}),
        "bucket": _both(
            {
                "on_time": ("按期", "On time"),
                "late": ("逾期完成", "Late"),
                "refused": ("拒访", "Refused"),
                "unreached": ("未接通", "Not reached"),
                "missed": ("漏访", "Missed"),
                "pending": ("未到期", "Not yet due"),
                "excluded": ("免访", "Excluded"),
            }
        ),
        "problem_kind": _both({code: words[:2] for code, words in _PROBLEM_KINDS.items()}),
        "dimension": _both({code: words[:2] for code, words in DIMENSIONS.items()}),
        "check": _both(
            {
                "date": ("日期读不懂", "Date not understood"),
                "code": ("用词不在约定之内", "Word not among the agreed ones"),
                "unknown_header": ("表头不认识", "Unknown header"),
                "contradictory": ("同一编号内容不同", "Same id, different content"),
                "duplicate": ("重复行", "Duplicate row"),
                "unknown_case": ("找不到应访对象", "Case not in the ledger"),
            }
        ),
        "status": _both({"met": ("达标", "Met"), "near": ("接近", "Near"), "missed": ("未达标", "Missed")}),
        "section": _both(
            {
                "headline": ("主要指标", "Headline figures"),
                "coverage_role_category": ("各角色、各类别回访率", "Coverage by role and category"),
                "coverage_rule": ("各规则回访率", "Coverage by rule"),
                "complaint_designer": ("设计师被投诉比率", "Complaint ratio by designer"),
                "complaint_inspector": ("巡检被投诉比率", "Complaint ratio by inspector"),
                "complaint_crew": ("施工队被投诉比率", "Complaint ratio by crew"),
                "callers": ("回访人", "Callers"),
                "satisfaction_trend": ("满意度走势", "Satisfaction over time"),
                "satisfaction_dimension": ("分项满意率", "Satisfaction by dimension"),
                "problems_kind": ("问题件类别", "Problem items by kind"),
                "problems_cause": ("问题件原因", "Problem items by cause"),
            }
        ),
    }


def sample_results() -> dict[str, Any]:
    """Return a fresh copy of the whole document, in the shape of ``results.json``."""
    document: dict[str, Any] = {
        "meta": {
            "kind": "monthly",
            "organisation": ORGANISATION,
            "organisation_name": {"zh": "精艺装饰", "en": "Jingyi Decoration"},
            "policy": "decoration",
            "policy_title": {"zh": "装饰公司客户回访制度", "en": "Interior decoration: customer callbacks"},
            "period": CURRENT,
            "first": "2026-10-01",
            "last": "2026-10-31",
            "as_of": "2026-10-31",
            "previous_period": PREVIOUS,
            "year_before_period": YEAR_BEFORE,
            "package_version": "0.1.0",
            "policy_version": "2024-09",
            "sources": {"files": 27, "digest": "3f9a1c0b7d52a1f04c6e8b90d2f7a315"},
        },
        "figures": _figures(),
        "lists": _lists(),
        "labels": _labels(),
        "definitions": [
            {
                "measure": code,
                "title": {"zh": zh, "en": en},
                "numerator": {"zh": numerator_zh, "en": numerator_en},
                "denominator": {"zh": denominator_zh, "en": denominator_en},
                "note": {"zh": "", "en": ""},
                "direction": direction,
                "unit": unit,
            }
            for code, (
                zh,
                en,
                numerator_zh,
                numerator_en,
                denominator_zh,
                denominator_en,
                direction,
                unit,
            ) in _MEASURES.items()
        ],
    }
    return deepcopy(document)
