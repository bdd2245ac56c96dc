"""The sheets of the figures: results -> tables with their charts, without arithmetic."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from analytics.language import Text
from analytics.present import labels
from analytics.report.workbook.edition import Edition
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.styles import BUCKET_COLOURS, Form, Tone
from analytics.report.workbook.wording import change_of, finding_of, name_of, signal_of, status_of
from analytics.results.contents import PROBLEMS_BY

STATUS_TONES: dict[str, Tone] = {"met": "good", "near": "near", "missed": "bad"}
SIGNAL_TONES: dict[str, Tone] = {"worse": "bad", "better": "good"}
_BUCKETS = tuple(BUCKET_COLOURS)
_LONG = 26  # rows; a longer table has its chart beside it


def headline(edition: Edition) -> Sheet:
    """Return the headline figures beside their target, the period before and a year before."""
    say = edition.say
    before = {
        name: {figure["measure"]: figure for figure in edition.figures("headline", name)}
        for name in ("previous", "year_before")
    }
    counted = {
        figure["measure"]
        for figure in edition.figures("headline")
        if any(
            row and row["denominator"] for row in (figure, *(rows.get(figure["measure"]) for rows in before.values()))
        )
    }
    # The chart takes the first rows: ratios, those that counted something before the others.
    figures = sorted(
        edition.figures("headline"),
        key=lambda figure: (edition.unit(figure["measure"]) == "score", figure["measure"] not in counted),
    )
    ratios = [
        figure for figure in figures if edition.unit(figure["measure"]) == "ratio" and figure["value"] is not None
    ]
    missed = [edition.label("measure", figure["measure"]) for figure in figures if figure["status"] == "missed"]
    rows = []
    for figure in figures:
        unit = edition.unit(figure["measure"])
        change: Form = "score_change" if unit == "score" else "ratio_change"
        values: dict[str, Any] = {"measure": edition.label("measure", figure["measure"]), **_counted(figure)}
        forms: dict[str, Form] = dict.fromkeys(("value", "low", "high", "target"), unit)
        values |= {"target": figure["target"], "status": status_of(edition, figure)}
        signals = [signal_of(edition, figure)] if figure["signal"] else []
        for name, earlier in before.items():
            other = earlier.get(figure["measure"])
            if other is None:
                continue
            values |= {f"{name}:{key}": other[key] for key in ("value", "numerator", "denominator")}
            values[f"{name}:change"] = change_of(edition, other)
            forms |= {f"{name}:value": unit, f"{name}:change": change}
            if other["signal"]:
                against = (
                    say("比上期", " against previous") if name == "previous" else say("比同期", " against year before")
                )
                signals.append(edition.say(against + signal_of(edition, other), signal_of(edition, other) + against))
        values["signal"] = edition.joined(signals)
        if figure["target"] is None:
            values["status"] = say("未设目标", "No target")
        tones: dict[str, Tone] = {"status": STATUS_TONES.get(figure["status"] or "", "muted")}
        rows.append(Row(values, forms=forms, tones=tones))
    previous = edition.period_title(edition.of_meta("previous_period"))
    year_before = edition.period_title(edition.of_meta("year_before_period"))
    return Sheet(
        code="headline",
        name=say("主要指标", "Headline figures"),
        title=say(f"{edition.period}主要指标", f"Headline figures, {edition.period}"),
        notes=(
            edition.scope(
                say(f"上期＝{previous}", f"previous = {previous}"),
                say(f"同期＝{year_before}", f"a year before = {year_before}"),
            ),
            say(
                "区间为 95% 置信区间。“较上期”“较同期”为本期减去该期：比率为百分点，得分为分。“新增”表示该期没有可比的数。"
                "空白表示没有分母，不计算。“变化”只在超出偶然波动时填写。",
                "Intervals are 95 %. Changes are this period less the other: percentage points for ratios, points for scores."
                " “new” = nothing to compare with. Empty = no denominator. “Signal” is given only beyond chance.",
            ),
            edition.source,
        ),
        columns=(
            Column("measure", say("指标", "Measure"), narrowest=13, longest=22, grow=1),
            *_figure_columns(edition),
            Column("target", say("目标", "Target"), "ratio"),
            Column("status", say("达标 情况", "Status"), narrowest=9.5, longest=11),
            Column("previous:value", say("上期", "Previous"), "ratio", 8),
            Column("previous:numerator", say("上期 分子", "Previous numerator"), "count"),
            Column("previous:denominator", say("上期 分母", "Previous denominator"), "count"),
            Column("previous:change", say("较上期", "Change"), "ratio_change", 8),
            Column("year_before:value", say("同期", "Year before"), "ratio", 8),
            Column("year_before:numerator", say("同期 分子", "Year before numerator"), "count"),
            Column("year_before:denominator", say("同期 分母", "Year before denominator"), "count"),
            Column("year_before:change", say("较同期", "Change on year before"), "ratio_change", 8),
            Column("signal", say("变化", "Signal"), narrowest=9.5, longest=16),
        ),
        rows=rows,
        empty=say("本期没有指标。", "No figures in this period."),
        landscape=True,
        charts=(
            Chart(
                "columns",
                (
                    say("未达标：", "Target missed: ") + labels.listed(missed, edition.language, most=6)
                    if missed
                    else say("有目标的指标都达标或接近目标", "Every target is met or near")
                    if any(figure["status"] for figure in figures)
                    else say("本期与上期、去年同期", "This period, the one before and a year before")
                ),
                categories="measure",
                series=("value", "previous:value", "year_before:value"),
                axis_title=say("比率", "Ratio"),
                lowest=0,
                highest=1,
                rows=sum(edition.unit(measure) == "ratio" for measure in counted),
            ),
        )
        if ratios
        else (),
    )


def _figure_columns(
    edition: Edition, numerator: str = "", denominator: str = "", value: str = ""
) -> tuple[Column, ...]:
    """Return the columns of a figure: value, its two counts, its interval."""
    say = edition.say
    return (
        Column("value", value or say("本期", "Value"), "ratio", 8),
        Column("numerator", numerator or say("分子", "Numerator"), "count", 8),
        Column("denominator", denominator or say("分母", "Denominator"), "count", 8),
        Column("low", say("区间 下限", "Interval low"), "ratio", 8),
        Column("high", say("区间 上限", "Interval high"), "ratio", 8),
    )


def _counted(figure: Mapping[str, Any]) -> dict[str, Any]:
    return {key: figure[key] for key in ("value", "numerator", "denominator", "low", "high")}


def coverage(edition: Edition) -> Sheet:
    """Return coverage by role and category: a matrix of shares with their counts; the longer dimension goes down."""
    say, section = edition.say, "coverage_role_category"
    cells = edition.figures(section)
    totals = edition.figures(section, "total")
    down, across = "role", "category"
    members = {name: list(dict.fromkeys(cell["group"].get(name) for cell in cells)) for name in (down, across)}
    if len(members[across]) > max(4, len(members[down])):
        down, across = across, down
    columns = [Column("member", _dimension(edition, down), narrowest=12, longest=24, grow=0.6)]
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
    shares = tuple(f"{code}:value" for code in members[across])
    numerator, denominator = edition.definition("coverage")
    return Sheet(
        code=section,
        name=say("回访率", "Coverage"),
        title=say("回访率：按角色与类别", "Coverage by role and category"),
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
        return _lowest(edition, categories, lambda figure: edition.label("category", figure["group"]["category"]), name)
    value, counts = labels.percent(whole["value"]), labels.counts(whole["numerator"], whole["denominator"])
    return edition.say(f"{name} {value}（{counts}）", f"{name} {value} ({counts})")


def _dimension(edition: Edition, name: str) -> str:
    words = {
        "role": Text("回访角色", "Role"),
        "category": Text("类别", "Category"),
        "problem_kind": Text("问题类别", "Kind of problem"),
        "component": Text("部位", "Part"),
        "cause": Text("原因", "Cause"),
    }
    return edition.in_language(words[name])


def _lowest(edition: Edition, figures: list[dict[str, Any]], name: Callable[[dict[str, Any]], str], what: str) -> str:
    """Return the title that names the lowest share; the first of equals."""
    known = [figure for figure in figures if figure["value"] is not None]
    if not known:
        return edition.say(f"{what}：本期没有可算的数", f"{what}: nothing to count in this period")
    low = min(known, key=lambda figure: figure["value"])
    said = f"{name(low)} {labels.percent(low['value'])}"
    counts = labels.counts(low["numerator"], low["denominator"])
    return edition.say(f"{what}最低：{said}（{counts}）", f"{what}, lowest: {said} ({counts})")


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
            values |= _counted(figure) | {"target": figure["target"], "status": status_of(edition, figure)}
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
                + _lowest(
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


def party(edition: Edition, role: str) -> Sheet:
    """Return the complaint ratio of every party of a role, with counts and interval; few cases carry no flag."""
    say, section = edition.say, f"complaint_{role}"
    name = edition.label("party", role)
    figures = edition.figures(section)
    rows, worse, faint = [], [], []
    for number, figure in enumerate(figures):
        member = figure["group"][f"party:{role}"] or edition.label("party", "")
        flag = signal_of(edition, figure)
        tone = SIGNAL_TONES.get(figure["signal"] or "", "")
        if figure["few"]:
            flag, tone = say("数量少，不作判断", "Few cases, no flag"), "muted"
            faint.append(number)
        elif figure["signal"] == "worse":
            worse.append((number, member))
        rows.append(Row({"member": member, **_counted(figure), "flag": flag}, tones={"flag": tone}))
    rows += [
        Row({"member": say("合计", "Total"), **_counted(figure)}, total=True)
        for figure in edition.figures(section, "total")
    ]
    numerator, denominator = edition.definition("complaint_ratio")
    names = edition.joined(str(member) for _, member in worse)
    long = len(figures) > _LONG
    return Sheet(
        code=section,
        name=name,
        title=say(f"{name}的被投诉比率", f"Complaint ratio by {name.lower()}"),
        notes=(
            edition.scope(),
            say(
                f"被投诉数：{numerator}。经手数：{denominator}。",
                f"Complained of: {numerator}. Handled: {denominator}.",
            ),
            say(
                "合计行：有两名责任人的只计一次，所以可以小于各行之和。提示只在超出偶然时给出；数量少的不排名、不提示（图中浅灰）。",
                "Total: what has two parties counts once, so that it may be less than the sum. A flag is given only beyond"
                " chance; few cases carry none (light grey in the chart).",
            ),
            edition.source,
        ),
        columns=(
            Column("member", name, narrowest=12, longest=24, grow=1),
            *_figure_columns(
                edition,
                say("被投诉数", "Complained of"),
                say("经手数", "Handled"),
                say("被投诉 比率", "Complaint ratio"),
            ),
            Column("flag", say("提示", "Flag"), narrowest=21, longest=26, grow=0.3),
        ),
        rows=rows,
        empty="",
        landscape=long,
        beside=long,
        arms=_arms(edition),
        charts=(
            Chart(
                "bars",
                say(f"{name}：{names}的被投诉比率明显偏高（超出偶然）", f"{name}: {names} clearly high, beyond chance")
                if worse
                else say(f"{name}：没有被投诉比率明显偏高的", f"{name}: none is clearly high"),
                categories="member",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("被投诉比率与 95% 区间", "Complaint ratio and 95 % interval"),
                lowest=0,
                highest=_ceiling(figures),
                marked=frozenset(number for number, _ in worse),
                faint=frozenset(faint),
            ),
        ),
    )


def _ceiling(figures: list[dict[str, Any]]) -> float:
    """Return the tenth above the highest limit, where the chart's scale ends."""
    highest = max((figure["high"] for figure in figures if figure["high"] is not None), default=1.0)
    return min(1.0, math.ceil(highest * 10) / 10)


def _arms(edition: Edition) -> tuple[str, str]:
    return (
        edition.say("误差线 下（作图用）", "whisker down (for the chart)"),
        edition.say("误差线 上（作图用）", "whisker up (for the chart)"),
    )


def callers(edition: Edition) -> Sheet:
    """Return the reach rate of every caller beside the period before."""
    say = edition.say
    before = {figure["group"]["caller"]: figure for figure in edition.figures("callers", "previous")}
    rows = []
    for figure in edition.figures("callers"):
        caller = figure["group"]["caller"]
        values: dict[str, Any] = {"caller": name_of(edition, "caller", caller), **_counted(figure)}
        if caller in before:
            values |= {f"previous:{key}": before[caller][key] for key in ("value", "numerator", "denominator")}
            values["change"] = change_of(edition, before[caller])
        values["signal"] = signal_of(edition, figure)
        rows.append(Row(values))
    absent = [
        name_of(edition, "caller", entry["group"]["caller"])
        for entry in edition.listed("observations")
        if entry["kind"] == "caller_absent"
    ]
    names = edition.joined(absent)
    numerator, denominator = edition.definition("reach_rate")
    figures = edition.figures("callers")
    long = len(figures) > _LONG
    return Sheet(
        code="callers",
        name=say("回访人", "Callers"),
        title=say("各回访人的接通率", "Reach rate by caller"),
        notes=(
            edition.scope(say("上期＝", "previous = ") + edition.period_title(edition.of_meta("previous_period"))),
            say(
                f"接通：{numerator}。拨访：{denominator}。空白表示本期没有拨访。较上期为百分点。",
                f"Reached: {numerator}. Tried: {denominator}. Empty = no callback in the period. Change in percentage points.",
            ),
            edition.source,
        ),
        columns=(
            Column("caller", say("回访人", "Caller"), narrowest=12, longest=24, grow=1),
            *_figure_columns(edition, say("接通", "Reached"), say("拨访", "Tried"), say("接通率", "Reach rate")),
            Column("previous:value", say("上期", "Previous"), "ratio", 8),
            Column("previous:numerator", say("上期 接通", "Previous reached"), "count", 8),
            Column("previous:denominator", say("上期 拨访", "Previous tried"), "count", 8),
            Column("change", say("较上期", "Change"), "ratio_change", 8),
            Column("signal", say("变化", "Signal"), narrowest=8, longest=11),
        ),
        rows=rows,
        empty="",
        landscape=long,
        beside=long,
        arms=_arms(edition),
        charts=(
            Chart(
                "bars",
                say(f"{names} 本期没有拨访记录", f"No callback by {names} in this period")
                if absent
                else _lowest(
                    edition,
                    figures,
                    lambda figure: name_of(edition, "caller", figure["group"]["caller"]),
                    edition.label("measure", "reach_rate"),
                ),
                categories="caller",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("接通率与 95% 区间", "Reach rate and 95 % interval"),
                lowest=0,
                highest=1,
            ),
        ),
    )


def trend(edition: Edition) -> Sheet:
    """Return satisfaction month by month, the share of the satisfied and the score, with a line chart of each."""
    say = edition.say
    by_period: dict[str, dict[str, dict[str, Any]]] = {}
    for figure in edition.figures("satisfaction_trend", "trend"):
        by_period.setdefault(figure["period"], {})[figure["measure"]] = figure
    rows = []
    for period, figures in by_period.items():
        values: dict[str, Any] = {"period": period}
        for measure, figure in figures.items():
            values |= {f"{measure}:{key}": value for key, value in _counted(figure).items()}
        values["target"] = figures.get("satisfaction_rate", {}).get("target")
        rows.append(Row(values))
    rates = [figures["satisfaction_rate"] for figures in by_period.values() if "satisfaction_rate" in figures]
    scores = [figures["satisfaction_score"] for figures in by_period.values() if "satisfaction_score" in figures]
    has_target = any(figure["target"] is not None for figure in rates)
    columns = [
        Column("period", say("月份", "Month"), narrowest=9),
        Column("satisfaction_rate:value", say("满意率", "Satisfied"), "ratio", 7.5),
        Column("satisfaction_rate:numerator", say("满意", "Satisfied count"), "count", 6.5),
        Column("satisfaction_rate:denominator", say("回答", "Answers"), "count", 6.5),
        Column("satisfaction_rate:low", say("满意率 下限", "Low"), "ratio", 7.5),
        Column("satisfaction_rate:high", say("满意率 上限", "High"), "ratio", 7.5),
    ]
    if has_target:
        columns.append(Column("target", say("满意率 目标", "Target"), "ratio", 7.5))
    columns += [
        Column("satisfaction_score:value", say("满意度 得分", "Score"), "score", 7.5),
        Column("satisfaction_score:low", say("得分 下限", "Score low"), "score", 7),
        Column("satisfaction_score:high", say("得分 上限", "Score high"), "score", 7),
    ]
    return Sheet(
        code="satisfaction_trend",
        name=say("满意度趋势", "Satisfaction trend"),
        title=say(f"满意度：最近 {len(rows)} 个月", f"Satisfaction, the last {len(rows)} months"),
        notes=(
            edition.scope(),
            say(
                "满意率＝满意及以上的回答÷回答；得分为 0–100 分，与满意率用同一批回答。上下限为 95% 置信区间。",
                "Satisfied = answers at or above satisfied / answers; the score runs from 0 to 100 over the same answers."
                " Low and high are the 95 % interval.",
            ),
            edition.source,
        ),
        columns=columns,
        rows=rows,
        empty="",
        landscape=True,
        beside=True,
        charts=(
            Chart(
                "line",
                _trend_title(edition, "satisfaction_rate", rates),
                categories="period",
                series=("satisfaction_rate:value", "target") if has_target else ("satisfaction_rate:value",),
                interval=("satisfaction_rate:low", "satisfaction_rate:high"),
                axis_title=say("满意率", "Satisfied"),
                lowest=_floor(rates, 10) / 10,
                highest=1,
            ),
            Chart(
                "line",
                _trend_title(edition, "satisfaction_score", scores),
                categories="period",
                series=("satisfaction_score:value",),
                interval=("satisfaction_score:low", "satisfaction_score:high"),
                form="score",
                axis_title=say("得分", "Score"),
                lowest=_floor(scores, 0.1) * 10,
                highest=100,
            ),
        ),
    )


def _floor(figures: list[dict[str, Any]], steps: float) -> int:
    """Return the step below the lowest limit, where the chart's scale begins."""
    return math.floor(min((figure["low"] for figure in figures if figure["low"] is not None), default=0) * steps)


def _trend_title(edition: Edition, measure: str, figures: list[dict[str, Any]]) -> str:
    """Return what the line says: the last value, and since when it changes if that is beyond chance."""
    name = edition.label("measure", measure)
    known = [figure for figure in figures if figure["value"] is not None]
    if not known:
        return name
    last = known[-1]
    value = labels.amount(last["value"], edition.unit(measure))
    month = edition.period_title(last["period"])
    title = edition.say(f"{name}：{month} {value}", f"{name}: {value} in {month}")
    for entry in edition.listed("observations"):
        if entry["kind"] == "change" and entry["measure"] == measure:
            found = finding_of(edition, entry)
            return edition.say(f"{title}，{found}", f"{title}, {found[:1].lower()}{found[1:]}")
    return title


def dimensions(edition: Edition) -> Sheet:
    """Return the satisfied share of every question asked."""
    say = edition.say
    figures = edition.figures("satisfaction_dimension")
    rows = [
        Row(
            {
                "dimension": edition.label("dimension", figure["group"]["dimension"]),
                **_counted(figure),
                "target": figure["target"],
                "status": status_of(edition, figure),
            },
            tones={"status": STATUS_TONES.get(figure["status"] or "", "")},
        )
        for figure in figures
    ]
    return Sheet(
        code="satisfaction_dimension",
        name=say("满意度分项", "Satisfaction by item"),
        title=say("满意率：按分项", "Satisfied share by item"),
        notes=(
            edition.scope(),
            say("满意：满意及以上的回答。回答：接通回访中对该项的回答。", "Satisfied: answers at or above satisfied."),
            edition.source,
        ),
        columns=(
            Column("dimension", say("分项", "Item"), narrowest=12, longest=24, grow=1),
            *_figure_columns(
                edition, say("满意", "Satisfied count"), say("回答", "Answers"), say("满意率", "Satisfied")
            ),
            Column("target", say("目标", "Target"), "ratio", 8),
            Column("status", say("达标 情况", "Status"), narrowest=9.5),
        ),
        rows=rows,
        empty="",
        arms=_arms(edition),
        charts=(
            Chart(
                "bars",
                _lowest(
                    edition,
                    figures,
                    lambda figure: edition.label("dimension", figure["group"]["dimension"]),
                    edition.label("measure", "satisfaction_rate"),
                ),
                categories="dimension",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("满意率与 95% 区间", "Satisfied share and 95 % interval"),
                lowest=0,
                highest=1,
            ),
        ),
    )


_PROBLEMS = {
    "problems_kind": (Text("问题类别", "Problems by kind"), Text("问题件：按类别", "Problem items by kind")),
    "problems_component": (Text("问题部位", "Problems by part"), Text("问题件：按部位", "Problem items by part")),
    "problems_cause": (Text("问题原因", "Problems by cause"), Text("问题件：按原因", "Problem items by cause")),
    "problems_component_cause": (
        Text("部位与原因", "Part and cause"),
        Text("问题件：按部位与原因", "Problem items by part and cause"),
    ),
}


def problems_by(edition: Edition, section: str) -> Sheet:
    """Return the problem items of the period by one or two of their columns, and how many are resolved."""
    say = edition.say
    figures = edition.figures(section)
    by = PROBLEMS_BY[section]
    rows = [
        Row({name: name_of(edition, name, figure["group"][name]) for name in by} | _counted(figure))
        for figure in figures
    ]
    most = max(figures, key=lambda figure: figure["denominator"])
    name = edition.joined(name_of(edition, name, most["group"][name]) for name in by)
    sheet, title = (edition.in_language(words) for words in _PROBLEMS[section])
    return Sheet(
        code=section,
        name=sheet,
        title=title,
        notes=(
            edition.scope(),
            say(
                "提出：本期提出的问题件。已解决：截止日前已解决的。解决率＝已解决÷提出。",
                "Raised: problem items raised in the period. Resolved: of those, by the as-of day.",
            ),
            edition.source,
        ),
        columns=(
            *(Column(name, _dimension(edition, name), narrowest=14, longest=30, grow=1) for name in by),
            Column("denominator", say("提出", "Raised"), "count", 9),
            Column("numerator", say("已解决", "Resolved"), "count", 9),
            Column("value", say("解决率", "Resolution rate"), "ratio", 10),
            Column("low", say("区间 下限", "Interval low"), "ratio", 10),
            Column("high", say("区间 上限", "Interval high"), "ratio", 10),
        ),
        rows=rows,
        empty="",
        charts=(
            Chart(
                "bars",
                say(
                    f"最多：{name} {most['denominator']:,.0f} 件，已解决 {most['numerator']:,.0f} 件",
                    f"Most: {name}, {most['denominator']:,.0f} raised, {most['numerator']:,.0f} resolved",
                ),
                categories=by[0],
                series=("denominator", "numerator"),
                form="count",
                axis_title=say("件", "Items"),
                lowest=0,
            ),
        )
        if len(by) == 1
        else (),
    )
