"""Which tables the workbook has, and what stands in them: results -> sheets as values, without arithmetic."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.present import labels
from analytics.report.workbook.edition import Edition, day
from analytics.report.workbook.sheet import Chart, Column, Row, Sheet
from analytics.report.workbook.styles import BUCKET_COLOURS, Form, Tone

STATUS_TONES: dict[str, Tone] = {"met": "good", "near": "near", "missed": "bad"}
_BUCKETS = tuple(BUCKET_COLOURS)
_LONG = 26  # rows; a longer table has its chart beside it
_SIGNALS = {code: words for code, (_, words) in labels.SIGNALS.items()} | {
    "below": Text("低于目标", "Below target"),
    "above": Text("高于目标", "Above target"),
}
_SEVERITIES = {
    "set_aside": Text("未载入", "Set aside"),
    "warning": Text("已载入，请核对", "Loaded, please verify"),
    "note": Text("提示", "Note"),
}
_TABLES = {
    "cases": Text("应访对象", "Cases"),
    "callbacks": Text("回访记录", "Callbacks"),
    "problems": Text("问题件", "Problem items"),
    "staff": Text("人员", "Staff"),
}
_OBSERVATIONS = {
    "target_missed": Text("未达目标", "Target missed"),
    "change": Text("变化", "Change"),
    "party": Text("责任人", "Party"),
    "caller_absent": Text("回访人无记录", "Caller without records"),
}


def sheets_of(edition: Edition) -> Iterator[Sheet]:
    """Yield the sheets of a report in their order; a section that the report does not have gives none."""
    yield observations(edition)
    yield headline(edition)
    if edition.figures("coverage_role_category"):
        yield coverage(edition)
    if edition.listed("buckets"):
        yield rules(edition)
    for role in edition.results.labels.get("party", {}):
        if edition.figures(f"complaint_{role}"):
            yield party(edition, role)
    if edition.figures("callers"):
        yield callers(edition)
    if edition.figures("satisfaction_trend", "trend"):
        yield trend(edition)
    if edition.figures("satisfaction_dimension"):
        yield dimensions(edition)
    if edition.figures("problems_kind"):
        yield problems_by(edition, "problem_kind")
    if edition.figures("problems_cause"):
        yield problems_by(edition, "cause")
    yield problems(edition)
    yield overdue(edition)
    yield spot_checks(edition)
    yield data_notes(edition)
    yield findings(edition)
    yield set_aside(edition)
    yield unknown_cases(edition)
    yield definitions(edition)


def observations(edition: Edition) -> Sheet:
    """Return what deserves a look, with room for the cause, the measure taken, who and until when."""
    say = edition.say
    rows = []
    for entry in edition.listed("observations"):
        unit = edition.unit(entry["measure"])
        kind, direction = entry["kind"], entry.get("direction")
        rows.append(
            Row(
                {
                    "kind": edition.in_language(_OBSERVATIONS[kind]) if kind in _OBSERVATIONS else kind,
                    "measure": edition.label("measure", entry["measure"]),
                    "about": edition.joined(_member(edition, dim, code) for dim, code in entry["group"].items())
                    or say("全部", "All"),
                    "finding": _finding_of(edition, entry)
                    if kind != "caller_absent"
                    else say("本期没有回访记录", "No callback in the period"),
                    "value": entry["value"],
                    "numerator": entry["numerator"],
                    "denominator": entry["denominator"],
                    "reference": entry["reference"],
                },
                forms={"value": unit, "reference": unit},
                tones={"kind": "bad" if direction in ("worse", "below", "fall") else ""},
            )
        )
    return Sheet(
        code="observations",
        name=say("要点", "Points to note"),
        title=say(f"{edition.period}需要注意的事项", f"Points to note, {edition.period}"),
        notes=(
            edition.scope(),
            say(
                "目标未达到的指标，以及超出偶然波动的变化。参照：目标、去年同期、总体或上期。右侧三栏由责任部门手工填写。",
                "Targets missed, and changes beyond chance. Reference: target, year before, overall or previous period."
                " The last three columns are filled by hand.",
            ),
            edition.source,
        ),
        columns=(
            Column("kind", say("类别", "Kind"), narrowest=11, longest=18),
            Column("measure", say("指标", "Measure"), narrowest=11, longest=18),
            Column("about", say("对象", "About"), narrowest=10, longest=22),
            Column("finding", say("情况", "Finding"), narrowest=12, longest=24),
            Column("value", say("本期", "Value"), "ratio"),
            Column("numerator", say("分子", "Numerator"), "count"),
            Column("denominator", say("分母", "Denominator"), "count"),
            Column("reference", say("参照", "Reference"), "ratio"),
            Column("cause", say("原因与措施", "Cause and measure"), grow=1, narrowest=22),
            Column("owner", say("责任人", "Owner"), narrowest=10),
            Column("until", say("完成期限", "Until"), narrowest=11),
        ),
        rows=rows,
        empty=say("本期没有需要注意的事项。", "Nothing to note in this period."),
        landscape=True,
    )


def _finding_of(edition: Edition, entry: Mapping[str, Any]) -> str:
    direction = entry["direction"]
    words = edition.in_language(_SIGNALS[direction]) if direction in _SIGNALS else ""
    if entry["kind"] == "change":
        then = edition.period_title(entry["period"])
        return edition.say(f"比{then}{words}", f"{words} on {then}")
    return words


def _member(edition: Edition, dimension: str, code: object) -> str:
    """Return a member of a dimension in words; a party is told with its role."""
    if dimension.startswith("party:"):
        return f"{edition.label('party', dimension.removeprefix('party:'))} {code}"
    if dimension in ("caller", "cause"):
        return edition.label("caller", code) if code in (None, "") else str(code)
    return edition.label(dimension, code)


def headline(edition: Edition) -> Sheet:
    """Return the headline figures beside their target, the period before and a year before."""
    say = edition.say
    before = {
        name: {figure["measure"]: figure for figure in edition.figures("headline", name)}
        for name in ("previous", "year_before")
    }
    figures = sorted(edition.figures("headline"), key=lambda figure: edition.unit(figure["measure"]) == "score")
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
        values |= {"target": figure["target"], "status": _status(edition, figure)}
        signals = [_signal(edition, figure)] if figure["signal"] else []
        for name, earlier in before.items():
            other = earlier.get(figure["measure"])
            if other is None:
                continue
            values |= {f"{name}:{key}": other[key] for key in ("value", "numerator", "denominator")}
            values[f"{name}:change"] = _change(edition, other)
            forms |= {f"{name}:value": unit, f"{name}:change": change}
            if other["signal"]:
                against = say("比上期", " on previous") if name == "previous" else say("比同期", " on year before")
                signals.append(edition.say(against + _signal(edition, other), _signal(edition, other) + against))
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
                    else say("设有目标的指标都没有低于容差", "No target is missed")
                ),
                categories="measure",
                series=("value", "previous:value", "year_before:value"),
                axis_title=say("比率", "Ratio"),
                lowest=0,
                highest=1,
                rows=sum(edition.unit(figure["measure"]) == "ratio" for figure in figures),
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


def _status(edition: Edition, figure: Mapping[str, Any]) -> str:
    return edition.label("status", figure["status"]) if figure["status"] else ""


def _signal(edition: Edition, figure: Mapping[str, Any]) -> str:
    signal = figure["signal"]
    return edition.in_language(_SIGNALS[signal]) if signal in _SIGNALS else ""


def _change(edition: Edition, figure: Mapping[str, Any]) -> float | str | None:
    change: float | None = figure["change"]
    if change is None and figure["change_note"] == "new":
        return edition.say("新增", "new")
    return change


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
                _lowest(edition, cells, lambda cell: " · ".join(edition.label(d, c) for d, c in cell["group"].items())),
                categories="member",
                series=shares,
                axis_title=say("回访率", "Coverage"),
                lowest=0,
                highest=1,
            ),
        ),
    )


def _dimension(edition: Edition, name: str) -> str:
    words = {
        "role": Text("回访角色", "Role"),
        "category": Text("类别", "Category"),
        "problem_kind": Text("问题类别", "Kind of problem"),
        "cause": Text("原因", "Cause"),
    }
    return edition.in_language(words[name])


def _lowest(edition: Edition, figures: list[dict[str, Any]], name: Any) -> str:
    """Return the title that names the lowest share; the first of equals."""
    known = [figure for figure in figures if figure["value"] is not None]
    if not known:
        return edition.say("本期没有应访项", "No obligations in this period")
    low = min(known, key=lambda figure: figure["value"])
    counts = labels.counts(low["numerator"], low["denominator"])
    return edition.say(
        f"最低：{name(low)} {labels.percent(low['value'])}（{counts}）",
        f"Lowest: {name(low)} {labels.percent(low['value'])} ({counts})",
    )


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
            values |= _counted(figure) | {"target": figure["target"], "status": _status(edition, figure)}
            tones["status"] = STATUS_TONES.get(figure["status"] or "", "")
        if on_time is not None:
            values |= {"on_time_coverage": on_time["value"]}
        rows.append(Row(values, tones=tones))
    covered = [figure for (measure, _), figure in by_rule.items() if measure == "coverage"]
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
            edition.source,
        ),
        columns=(
            Column("rule", say("规则", "Rule"), narrowest=16, longest=26, grow=1),
            Column("family", say("回访类", "Family"), narrowest=10, longest=14),
            Column("obligations", say("应访项", "Obliga-tions"), "count", 7.5),
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
                say(
                    "应访项的去向（各规则＝100%）。回访率", "Where the obligations went (each rule = 100 %). Coverage: "
                )
                + _lowest(edition, covered, lambda figure: edition.label("rule", figure["group"]["rule"])),
                categories="rule",
                series=_BUCKETS,
                colours=BUCKET_COLOURS,
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
        flag = _signal(edition, figure)
        tone: Tone = {"worse": "bad", "better": "good"}.get(figure["signal"] or "", "")  # type: ignore[assignment]
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
                say("被投诉比率", "Complaint ratio"),
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
        values: dict[str, Any] = {"caller": _member(edition, "caller", caller), **_counted(figure)}
        if caller in before:
            values |= {f"previous:{key}": before[caller][key] for key in ("value", "numerator", "denominator")}
            values["change"] = _change(edition, before[caller])
        values["signal"] = _signal(edition, figure)
        rows.append(Row(values))
    absent = [
        _member(edition, "caller", entry["group"]["caller"])
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
                else say("接通率", "Reach rate: ")
                + _lowest(edition, figures, lambda figure: _member(edition, "caller", figure["group"]["caller"])),
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
            return title + edition.say("，", ", ") + _finding_of(edition, entry)
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
                "status": _status(edition, figure),
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
                say("满意率", "Satisfied, ")
                + _lowest(edition, figures, lambda figure: edition.label("dimension", figure["group"]["dimension"])),
                categories="dimension",
                series=("value",),
                interval=("low", "high"),
                axis_title=say("满意率与 95% 区间", "Satisfied share and 95 % interval"),
                lowest=0,
                highest=1,
            ),
        ),
    )


def problems_by(edition: Edition, dimension: str) -> Sheet:
    """Return the problem items of the period by kind or by cause, and how many are resolved."""
    say = edition.say
    section = "problems_kind" if dimension == "problem_kind" else "problems_cause"
    figures = edition.figures(section)
    rows = [
        Row({"member": _member(edition, dimension, figure["group"][dimension]), **_counted(figure)})
        for figure in figures
    ]
    by_kind = dimension == "problem_kind"
    most = max(figures, key=lambda figure: figure["denominator"])
    name = _member(edition, dimension, most["group"][dimension])
    return Sheet(
        code=section,
        name=say("问题类别", "Problems by kind") if by_kind else say("问题原因", "Problems by cause"),
        title=say("问题件：按类别", "Problem items by kind")
        if by_kind
        else say("问题件：按原因", "Problem items by cause"),
        notes=(
            edition.scope(),
            say(
                "提出：本期提出的问题件。已解决：截止日前已解决的。解决率＝已解决÷提出。",
                "Raised: problem items raised in the period. Resolved: of those, by the as-of day.",
            ),
            edition.source,
        ),
        columns=(
            Column("member", _dimension(edition, dimension), narrowest=14, longest=30, grow=1),
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
                categories="member",
                series=("denominator", "numerator"),
                form="count",
                axis_title=say("件", "Items"),
                lowest=0,
            ),
        ),
    )


def problems(edition: Edition) -> Sheet:
    """Return the problem items by kind and cause together."""
    say = edition.say
    rows = [
        Row(
            {
                "kind": edition.label("problem_kind", entry["kind"]),
                "cause": _member(edition, "cause", entry["cause"]),
                **{key: entry[key] for key in ("items", "resolved", "open")},
            },
            tones={"open": "bad" if entry["open"] else ""},
        )
        for entry in edition.listed("problems")
    ]
    return Sheet(
        code="problems",
        name=say("问题件", "Problem items"),
        title=say("问题件：类别与原因", "Problem items by kind and cause"),
        notes=(
            edition.scope(),
            say(
                "本期提出的问题件；一件有几个原因的，在每个原因下各计一次。未结：截止日仍未解决。",
                "Problem items raised in the period; one with several causes counts under each. Open: not resolved by the"
                " as-of day.",
            ),
            edition.source,
        ),
        columns=(
            Column("kind", say("问题类别", "Kind"), narrowest=16, grow=1),
            Column("cause", say("原因", "Cause"), narrowest=20, grow=2),
            Column("items", say("提出", "Raised"), "count", 11),
            Column("resolved", say("已解决", "Resolved"), "count", 11),
            Column("open", say("未结", "Open"), "count", 11),
        ),
        rows=rows,
        empty=say("本期没有问题件。", "No problem items in this period."),
        filtered=True,
    )


def overdue(edition: Edition) -> Sheet:
    """Return the obligations past their due day and not fulfilled, the longest first; without persons' data."""
    say = edition.say
    entries = edition.listed("overdue")
    parties = [role for role in edition.results.labels.get("party", {}) if any(role in entry for entry in entries)]
    rows = [
        Row(
            {
                "case_id": entry["case_id"],
                "rule": edition.label("rule", entry["rule"]),
                "role": edition.label("role", entry["role"]) if entry["role"] else "",
                "opens": day(entry["opens"]),
                "due": day(entry["due"]),
                "days_overdue": entry["days_overdue"],
                "bucket": edition.label("bucket", entry["bucket"]),
                "attempts": entry["attempts"],
                "category": edition.label("category", entry["category"]) if entry["category"] else "",
                "area": entry["area"] or "",
                **{role: entry.get(role) or "" for role in parties},
            }
        )
        for entry in entries
    ]
    by_role = any(entry["role"] for entry in entries)
    return Sheet(
        code="overdue",
        name=say("逾期清单", "Overdue"),
        title=say(f"逾期未访清单（{len(rows)} 项）", f"Overdue callbacks ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "应访日已过、截至统计日仍未接通的应访项，逾期最久的在前。不含客户姓名、电话与地址，凭编号在台账中查找。",
                "Obligations past their due day and not fulfilled as of the day, the longest first. No persons' data: look up"
                " the number in the ledger.",
            ),
            edition.source,
        ),
        columns=(
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24),
            Column("rule", say("规则", "Rule"), narrowest=14, longest=26, grow=1),
            *([Column("role", say("回访角色", "Role"), narrowest=10, longest=16)] if by_role else []),
            Column("opens", say("应访起", "Opens"), "day", 11.5),
            Column("due", say("应访止", "Due"), "day", 11.5),
            Column("days_overdue", say("逾期天数", "Days overdue"), "count", 9),
            Column("bucket", say("状态", "State"), narrowest=10),
            Column("attempts", say("已拨次数", "Attempts"), "count", 9),
            Column("category", say("类别", "Category"), narrowest=10, longest=18),
            Column("area", say("区域", "Area"), narrowest=8, longest=18),
            *(Column(role, edition.label("party", role), narrowest=9, longest=18) for role in parties),
        ),
        rows=rows,
        empty=say("截至统计日没有逾期未访的应访项。", "Nothing is overdue as of the day."),
        landscape=True,
        filtered=True,
    )


def spot_checks(edition: Edition) -> Sheet:
    """Return the drawn samples, with the day on which each case was reached."""
    say = edition.say
    rows = [
        Row(
            {
                "rule": edition.label("rule", entry["rule"]),
                "period": entry["period"],
                "case_id": entry["case_id"],
                "reached_on": day(entry["reached_on"]),
                "state": say("已接通", "Reached") if entry["reached_on"] else say("待回访", "To be called"),
            },
            tones={"state": "" if entry["reached_on"] else "near"},
        )
        for entry in edition.listed("spot_checks")
    ]
    return Sheet(
        code="spot_checks",
        name=say("抽查", "Spot checks"),
        title=say("抽查名单与完成情况", "Spot-check samples"),
        notes=(
            edition.scope(),
            say(
                "由规则按固定种子随机抽取，重复运行名单不变。",
                "Drawn at random from a fixed seed: the same sample every time.",
            ),
            edition.source,
        ),
        columns=(
            Column("rule", say("抽查规则", "Rule"), narrowest=20, grow=1),
            Column("period", say("抽查期", "Period"), narrowest=12),
            Column("case_id", say("编号", "Case"), narrowest=18),
            Column("reached_on", say("接通日期", "Reached on"), "day", 13),
            Column("state", say("状态", "State"), narrowest=11),
        ),
        rows=rows,
        empty=say("本期没有抽查名单。", "No sample in this period."),
        filtered=True,
    )


def data_notes(edition: Edition) -> Sheet:
    """Return what was read of every sheet and what became of it."""
    say = edition.say
    rows = [
        Row(
            {
                "file": entry["file"],
                "sheet": entry["sheet"] or "",
                "table": edition.in_language(_TABLES[entry["table"]]) if entry["table"] in _TABLES else "",
                **{key: entry[key] for key in ("read", "loaded", "unchanged", "set_aside", "not_rows")},
            },
            tones={"set_aside": "near" if entry["set_aside"] else ""},
        )
        for entry in edition.listed("data_notes")
    ]
    return Sheet(
        code="data_notes",
        name=say("数据核对", "Data notes"),
        title=say("读入核对：每张工作表读了多少、用了多少", "Reconciliation: what was read, and what became of it"),
        notes=(
            edition.scope(),
            say(
                "每行都平：读入＝新载入＋无变化＋未载入。标题、表头、合计、签名行不是台账行，单列在末栏，不计入读入。",
                "Every row balances: read = loaded + unchanged + set aside. Titles, headings, totals and signatures are no rows"
                " of a ledger; they stand in the last column and outside the balance.",
            ),
            edition.source,
        ),
        columns=(
            Column("file", say("文件", "File"), narrowest=22, longest=46, grow=1),
            Column("sheet", say("工作表", "Sheet"), narrowest=12, longest=24),
            Column("table", say("内容", "Content"), narrowest=10),
            Column("read", say("读入", "Read"), "count", 8.5),
            Column("loaded", say("新载入", "Loaded"), "count", 8.5),
            Column("unchanged", say("无变化", "Unchanged"), "count", 8.5),
            Column("set_aside", say("未载入", "Set aside"), "count", 8.5),
            Column("not_rows", say("非台账行", "Not rows"), "count", 9),
        ),
        rows=rows,
        empty=say("没有读入任何台账。", "No ledger was read."),
        landscape=True,
        filtered=True,
    )


def _remedy(edition: Edition, check: str) -> str:
    return edition.in_language(CHECKS[check].remedy) if check in CHECKS else ""


def _expected(edition: Edition, entry: Mapping[str, Any]) -> str:
    if entry["check"] not in CHECKS:
        return ""
    return edition.in_language(CHECKS[entry["check"]].expected.format(detail=entry.get("detail") or "…"))


def _place(edition: Edition, sheet: str, row: object) -> str:
    parts = [sheet or ""]
    if row is not None:
        parts.append(edition.say(f"第 {row} 行", f"row {row}"))
    return " ".join(part for part in parts if part)


def findings(edition: Edition) -> Sheet:
    """Return what is wrong with the ledgers, how often, an example of each, and what to do."""
    say = edition.say
    tones: dict[str, Tone] = {"set_aside": "bad", "warning": "near"}
    rows = [
        Row(
            {
                "check": edition.label("check", entry["check"]),
                "severity": edition.in_language(_SEVERITIES[entry["severity"]]),
                "count": entry["count"],
                "file": entry["example_file"],
                "place": _place(edition, entry["example_sheet"], entry["example_row"]),
                "column": entry["column"] or "",
                "remedy": _remedy(edition, entry["check"]),
            },
            tones={"severity": tones.get(entry["severity"], "")},
        )
        for entry in edition.listed("findings")
    ]
    return Sheet(
        code="findings",
        name=say("数据问题", "Findings"),
        title=say("台账中发现的问题与处理办法", "What was found in the ledgers, and what to do"),
        notes=(
            edition.scope(),
            say("每类问题一行，给出处数与一个例子。", "One row a kind of finding: how many, and one example."),
            edition.source,
        ),
        columns=(
            Column("check", say("问题", "Finding"), narrowest=16, longest=24),
            Column("severity", say("处理", "Severity"), narrowest=12, longest=16),
            Column("count", say("处数", "Count"), "count", 7.5),
            Column("file", say("例：文件", "Example: file"), narrowest=18, longest=30),
            Column("place", say("例：位置", "Example: place"), narrowest=16, longest=24),
            Column("column", say("例：列", "Example: column"), narrowest=10, longest=18),
            Column("remedy", say("怎么办", "What to do"), narrowest=30, longest=44, grow=1),
        ),
        rows=rows,
        empty=say("台账中没有发现问题。", "Nothing was found wrong with the ledgers."),
        landscape=True,
    )


def set_aside(edition: Edition) -> Sheet:
    """Return every row that could not be read, with its place and what was expected."""
    say = edition.say
    rows = [
        Row(
            {
                "file": entry["file"],
                "sheet": entry["sheet"] or "",
                "row": entry["row"],
                "column": entry["column"] or "",
                "value": "" if entry["value"] is None else str(entry["value"]),
                "check": edition.label("check", entry["check"]),
                "expected": _expected(edition, entry),
            }
        )
        for entry in edition.listed("set_aside")
    ]
    return Sheet(
        code="set_aside",
        name=say("未载入的行", "Rows set aside"),
        title=say(f"未载入的行（{len(rows)} 行）", f"Rows set aside ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "读不懂的行不猜、不丢：原样保存在一旁，更正台账后重新加载即可。个人资料以“…”代替。",
                "A row that cannot be read is neither guessed nor dropped: correct the ledger and load it again. Personal"
                " details are shown as “…”.",
            ),
            edition.source,
        ),
        columns=(
            Column("file", say("文件", "File"), narrowest=20, longest=34),
            Column("sheet", say("工作表", "Sheet"), narrowest=12, longest=20),
            Column("row", say("行号", "Row"), "count", 7.5),
            Column("column", say("列", "Column"), narrowest=10, longest=18),
            Column("value", say("原文", "Value"), narrowest=14, longest=26),
            Column("check", say("问题", "Finding"), narrowest=16, longest=24),
            Column("expected", say("应为", "Expected"), narrowest=26, longest=40, grow=1),
        ),
        rows=rows,
        empty=say("所有台账行都已载入。", "Every row of the ledgers was loaded."),
        landscape=True,
        filtered=True,
    )


def unknown_cases(edition: Edition) -> Sheet:
    """Return the records whose case is in no ledger: kept, but outside coverage."""
    say = edition.say
    rows = [
        Row(
            {
                "table": edition.in_language(_TABLES[entry["table"]]) if entry["table"] in _TABLES else entry["table"],
                "case_id": entry["case_id"],
                "id": entry["id"],
                "file": entry.get("file") or "",
                "place": _place(edition, entry.get("sheet") or "", entry.get("row")),
            }
        )
        for entry in edition.listed("unknown_cases")
    ]
    return Sheet(
        code="unknown_cases",
        name=say("无主记录", "Unknown cases"),
        title=say("编号对不上应访对象的记录", "Records of a case that no ledger holds"),
        notes=(
            edition.scope(),
            say("记录已保存，但不计入回访率；请核对编号。", "Kept, but outside coverage; please verify the number."),
            edition.source,
        ),
        columns=(
            Column("table", say("内容", "Content"), narrowest=18),
            Column("case_id", say("台账上写的编号", "Case as written"), narrowest=26, grow=1),
            Column("id", say("记录号", "Record"), narrowest=26, longest=44, grow=1),
            Column("file", say("文件", "File"), narrowest=20, longest=34, grow=0.5),
            Column("place", say("位置", "Place"), narrowest=16, longest=24),
        ),
        rows=rows,
        empty=say("所有记录都对得上应访对象。", "Every record has its case."),
        landscape=True,
        filtered=True,
    )


def definitions(edition: Edition) -> Sheet:
    """Return what every figure means."""
    say = edition.say
    key = "en" if edition.language == "en" else "zh"
    directions = {"higher": say("越高越好", "Higher"), "lower": say("越低越好", "Lower")}
    units = {"ratio": say("比率（%）", "Ratio (%)"), "score": say("得分（0–100）", "Score (0–100)")}
    rows = [
        Row(
            {
                "title": entry["title"][key],
                "numerator": entry["numerator"][key],
                "denominator": entry["denominator"][key],
                "direction": directions.get(entry["direction"] or "", ""),
                "unit": units.get(entry["unit"], entry["unit"]),
                "note": entry["note"][key] if "note" in entry else "",
            }
        )
        for entry in edition.results.definitions
    ]
    return Sheet(
        code="definitions",
        name=say("指标定义", "Definitions"),
        title=say("指标定义", "What the figures mean"),
        notes=(
            edition.scope(),
            say(
                "比率一律为分子合计÷分母合计，不对比率求和或平均；分子中的每一项都在分母之中。分母为零时不给数。",
                "A ratio is always the sum of numerators over the sum of denominators, never a mean of ratios; every member of"
                " the numerator is one of the denominator. No denominator, no figure.",
            ),
            edition.source,
        ),
        columns=(
            Column("title", say("指标", "Measure"), narrowest=14, longest=22),
            Column("numerator", say("分子", "Numerator"), narrowest=26, longest=38, grow=1),
            Column("denominator", say("分母", "Denominator"), narrowest=26, longest=38, grow=1),
            Column("direction", say("方向", "Better"), narrowest=10),
            Column("unit", say("单位", "Unit"), narrowest=13),
            Column("note", say("说明", "Note"), narrowest=16, longest=40, grow=0.5),
        ),
        rows=rows,
        empty="",
        landscape=True,
    )
