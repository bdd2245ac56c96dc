"""The sheets of coverage: by role and category, and by rule."""

from __future__ import annotations

from typing import Any

from analytics.present import labels
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.figures import (
    STATUS_TONES,
    counted_of,
    dimension_of,
    lowest_of,
)
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.styles import BUCKET_COLOURS, Tone
from analytics.report.workbook.wording import status_of

_BUCKETS = tuple(BUCKET_COLOURS)


def coverage(edition: Edition) -> Sheet:
    """Return coverage by role and category: a matrix of shares with their counts; the longer dimension goes down."""
    say, section = edition.say, "coverage_role_category"
    cells = edition.figures(section)
    totals = edition.figures(section, "total")
    down, across = "role", "category"
    members = {
        name: list(dict.fromkeys(cell["group"][name] for cell in (*cells, *totals) if name in cell["group"]))
        for name in (down, across)
    }
    if len(members[across]) > max(4, len(members[down])):
        down, across = across, down
    columns = [Column("member", dimension_of(edition, down), narrowest=12, longest=24, grow=0.6)]
    for number, code in enumerate([*members[across], None]):
        last = number == len(members[across])
        name = say("合计", "Total") if last else edition.label(across, code)
        key = "total" if last else str(code)
        columns += [
            Column(f"{key}:value", say(f"{name} 回访率", f"{name} coverage"), "ratio", 9, 14, grow=0.2),
            Column(f"{key}:numerator", say(f"{name} 已访", f"{name} done"), "count", 8, 12, grow=0.1),
            Column(f"{key}:denominator", say(f"{name} 应访", f"{name} due"), "count", 8, 12, grow=0.1),
        ]

    def row_of(member: object, figures: list[dict[str, Any]], whole: list[dict[str, Any]], *, total: bool) -> Row:
        values: dict[str, Any] = {"member": say("合计", "Total") if total else edition.label(down, member)}
        for key, figure in [(str(one["group"][across]), one) for one in figures] + [("total", one) for one in whole]:
            values |= {f"{key}:{name}": figure[name] for name in ("value", "numerator", "denominator")}
        return Row(values, total=total)

    rows = [
        row_of(
            member,
            [cell for cell in cells if cell["group"].get(down) == member],
            [cell for cell in totals if set(cell["group"]) == {down} and cell["group"][down] == member],
            total=False,
        )
        for member in members[down]
    ]
    rows.append(
        row_of(
            None,
            [cell for cell in totals if set(cell["group"]) == {across}],
            [cell for cell in totals if not cell["group"]],
            total=True,
        )
    )
    shares = tuple(f"{code}:value" for code in members[across]) or ("total:value",)
    by_category = bool(members["category"])
    numerator, denominator = edition.definition("coverage")
    return Sheet(
        code=section,
        name=say("回访率", "Coverage"),
        title=say("回访率：按角色与类别", "Coverage by role and category")
        if by_category
        else say("回访率：按角色", "Coverage by role"),
        notes=(
            edition.scope(),
            say(f"已访：{numerator}。应访：{denominator}。", f"Done: {numerator}. Due: {denominator}."),
            say(
                "制度不指定回访角色的规则，以全部应访项为分母，所以各角色相加得合计；指定角色的规则，以该角色的应访项为分母。颜色越深，比率越高。",
                "A rule that names no role counts over all its obligations, so that the roles add up to the total; one that"
                " names a role over its own. The deeper the colour, the higher the share.",
            ),
            edition.source,
        ),
        columns=columns,
        rows=rows,
        empty="",
        landscape=True,
        heat=shares,
        charts=(
            Chart(
                "bars",
                _coverage_title(edition, totals),
                categories="member",
                series=shares,
                axis_title=say("回访率", "Coverage"),
                lowest=0,
                highest=1,
            ),
        ),
    )


def _coverage_title(edition: Edition, totals: list[dict[str, Any]]) -> str:
    """Name the roles that miss a target of their own, or else the lowest category: a role's share alone says little."""
    whole = next((figure for figure in totals if not figure["group"]), None)
    goal = whole["target"] if whole else None
    missed = [
        figure
        for figure in totals
        if set(figure["group"]) == {"role"} and figure["status"] == "missed" and figure["target"] != goal
    ]
    if missed:
        said = []
        for figure in missed:
            role, goal = edition.label("role", figure["group"]["role"]), labels.goal(figure["target"], "ratio")
            value = labels.percent(figure["value"])
            counts = labels.counts(figure["numerator"], figure["denominator"])
            said.append(
                edition.say(
                    f"{role} {value}（{counts}），未达到目标 {goal}", f"{role} {value} ({counts}) misses {goal}"
                )
            )
        return edition.say("；", "; ").join(said)
    categories = [figure for figure in totals if set(figure["group"]) == {"category"}]
    name = edition.label("measure", "coverage")
    if len(categories) > 1 or whole is None:
        return lowest_of(
            edition, categories, lambda figure: edition.label("category", figure["group"]["category"]), name
        )
    value, counts = labels.percent(whole["value"]), labels.counts(whole["numerator"], whole["denominator"])
    return edition.say(f"{name} {value}（{counts}）", f"{name} {value} ({counts})")


def rules(edition: Edition) -> Sheet:
    """Return coverage by rule with the seven buckets that every obligation falls into."""
    say = edition.say
    by_rule = {(figure["measure"], figure["group"]["rule"]): figure for figure in edition.figures("coverage_rule")}
    rows = []
    for entry in edition.listed("buckets"):
        values: dict[str, Any] = {
            "family": edition.label("family", entry["family"]),
            "rule": edition.label("rule", entry["rule"]),
            "obligations": entry["obligations"],
            **{bucket: entry[bucket] for bucket in _BUCKETS},
        }
        figure = by_rule.get(("coverage", entry["rule"]))
        on_time = by_rule.get(("on_time_coverage", entry["rule"]))
        tones: dict[str, Tone] = {}
        if figure is not None:
            values |= counted_of(figure) | {"target": figure["target"], "status": status_of(edition, figure)}
            tones["status"] = STATUS_TONES.get(figure["status"] or "", "")
        if on_time is not None:
            values |= {"on_time_coverage": on_time["value"]}
        rows.append(Row(values, tones=tones))
    covered = [figure for (measure, _), figure in by_rule.items() if measure == "coverage"]
    shares = frozenset(place for place, entry in enumerate(edition.listed("buckets")) if entry.get("is_share"))
    return Sheet(
        code="coverage_rule",
        name=say("规则", "Rules"),
        title=say("各项回访规则的完成情况", "Callbacks by rule"),
        notes=(
            edition.scope(),
            say(
                "每个应访项必归入七类之一：按期、逾期完成、拒访、未接通、漏访、未到期、免访；七类相加等于应访项。"
                "应访（分母）不含免访与未到期；已访＝按期＋逾期完成。按期回访率＝按期÷应访。",
                "Every obligation is in exactly one of seven buckets, which add up to the obligations. Due leaves out excluded"
                " and pending; done = on time + late; on-time coverage = on time / due.",
            ),
            *(
                [
                    say(
                        "只要求回访一部分对象的规则，“漏访”是份额以外没有访的，不是哪一个漏了；图中为灰色。",
                        "Of a rule that asks for a share only, those missed are what the share leaves over; grey in the chart.",
                    )
                ]
                if shares
                else []
            ),
            edition.source,
        ),
        columns=(
            Column("rule", say("规则", "Rule"), narrowest=16, longest=26, grow=1),
            Column("family", say("回访类", "Family"), narrowest=10, longest=14),
            Column("obligations", say("应访项", "Obligations"), "count", 7.5),
            *(Column(bucket, edition.label("bucket", bucket), "count", 7, 9) for bucket in _BUCKETS),
            Column("numerator", say("已访", "Done"), "count", 7),
            Column("denominator", say("应访", "Due"), "count", 7),
            Column("value", say("回访率", "Coverage"), "ratio", 8),
            Column("low", say("区间 下限", "Interval low"), "ratio", 8),
            Column("high", say("区间 上限", "Interval high"), "ratio", 8),
            Column("target", say("目标", "Target"), "ratio", 8),
            Column("status", say("达标 情况", "Status"), narrowest=9),
            Column("on_time_coverage", say("按期 回访率", "On-time coverage"), "ratio", 8),
        ),
        rows=rows,
        empty="",
        landscape=True,
        charts=(
            Chart(
                "stacked",
                say("应访项的去向（各规则＝100%）。", "Where the obligations went (each rule = 100 %). ")
                + lowest_of(
                    edition,
                    covered,
                    lambda figure: edition.label("rule", figure["group"]["rule"]),
                    edition.label("measure", "coverage"),
                ),
                categories="rule",
                series=_BUCKETS,
                colours=BUCKET_COLOURS,
                faint=shares,
                faint_series="missed",
                axis_title=say("占应访项的份额", "Share of the obligations"),
            ),
        ),
    )
