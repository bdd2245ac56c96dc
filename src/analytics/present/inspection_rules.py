"""The rules about how callbacks are made, written down, inspected and appraised, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.language import Text
from analytics.measures.appraisal import titled
from analytics.policy.measured import MEASURES
from analytics.policy.pack import Policy
from analytics.policy.rules import Appraisal, Hours, ItemRecord, Listing, Plausibility, Record, Score, SpotCheck, Tier
from analytics.policy.rules.hours import WHOLE_YEAR
from analytics.policy.rules.tier import Band
from analytics.present import labels
from analytics.present.obliging import within_scope, within_sentence
from analytics.results.fields import field_title
from analytics.results.labels import labels_of

Inspecting = SpotCheck | Plausibility | Hours | Record | ItemRecord | Listing | Score | Tier | Appraisal

_EACH = {
    "month": Text(zh="每月", en="every month"),
    "quarter": Text(zh="每季度", en="every quarter"),
    "half": Text(zh="每半年", en="every half-year"),
    "year": Text(zh="每年", en="every year"),
}
_WHO = {
    "organisation": Text(zh="全机构", en="the organisation"),
    "policy": Text(zh="全机构", en="the organisation"),
    "role": Text(zh="每个角色", en="each role"),
    "caller": Text(zh="每位回访人", en="each caller"),
    "department": Text(zh="每个科室", en="each department"),
    "category": Text(zh="每个类别", en="each category"),
    "tier": Text(zh="每个等级", en="each tier"),
    "area": Text(zh="每个区域", en="each area"),
    "channel": Text(zh="每种方式", en="each channel"),
    "contact_role": Text(zh="每种受访人", en="each contact role"),
    "rule": Text(zh="每条规则", en="each rule"),
    "family": Text(zh="每个规则组", en="each family"),
    "moment": Text(zh="每项时限", en="each deadline"),
    "problem_kind": Text(zh="每类问题件", en="each kind of problem item"),
    "component": Text(zh="每个部位", en="each part"),
    "cause": Text(zh="每种原因", en="each cause"),
    "severity": Text(zh="每级严重程度", en="each severity"),
    "verified": Text(zh="核实与否", en="verified or not"),
    "dimension": Text(zh="每个评价项", en="each item asked about"),
}


def asked(rule: Inspecting, policy: Policy) -> Text:
    """Return what the rule asks for, in one phrase."""
    match rule:
        case SpotCheck():
            told = _drawn(rule, policy)
        case Plausibility():
            told = _believed(rule, policy)
        case Hours():
            told = _hours(rule)
        case Record():
            told = _fields(rule, policy)
        case ItemRecord():
            told = _item_fields(rule, policy)
        case Listing():
            told = _listing(rule, policy)
        case Score():
            told = _score(rule, policy)
        case Tier():
            bands = [_band(band, rule.measure) for band in rule.bands]
            told = Text(zh="{who}的{measure}：{bands}", en="{measure} of {who}: {bands}").format(
                who=_who(rule, policy), measure=titled(rule.measure), bands=_listed(bands, "；", "; ")
            )
        case Appraisal():
            told = Text(zh="考核{who}：{measures}", en="{who} appraised by: {measures}").format(
                who=_who(rule, policy), measures=_listed(map(titled, rule.measures))
            )
    return told


def _drawn(rule: SpotCheck, policy: Policy) -> Text:
    what = Text(zh="期内在访的对象", en="the cases active in it")
    if rule.of == "callbacks":
        what = Text(zh="期内的回访记录，按回访人分层、每人至少一条", en="its callbacks, of each caller at least one")
        if rule.reached_only:
            what = _joined(what, Text(zh="，限接通的", en=", those that reached"))
        if rule.channels:
            channels = _words(policy, "channel", rule.channels)
            what = _joined(what, Text(zh="，限{channels}", en=", by {channels}").format(channels=channels))
    elif rule.after is not None and rule.before is not None:
        what = Text(zh="在“{after}”与“{before}”之间的对象", en='the cases between "{after}" and "{before}"').format(
            after=policy.events[rule.after].title, before=policy.events[rule.before].title
        )
    return Text(
        zh="{every}抽查 {share}：{what}；名单可重现", en="{every} {share} drawn of {what}; the same sample each time"
    ).format(every=_EACH[rule.every], share=labels.goal(rule.share, "ratio"), what=what)


def _believed(rule: Plausibility, policy: Policy) -> Text:
    limits = {
        "same_words": Text(
            zh=f"同一回访人连续 {rule.same_words} 次接通记录文字雷同",
            en=f"{rule.same_words} reached callbacks in a row of one caller with the same words",
        ),
        "night": Text(
            zh=f"在 {rule.waking[0]}–{rule.waking[1]} 以外回访", en=f"outside {rule.waking[0]}–{rule.waking[1]}"
        ),
        "duration": Text(
            zh=f"接通不足 {rule.shortest_s} 秒或超过 {rule.longest_minutes} 分钟",
            en=f"a call of under {rule.shortest_s} seconds or over {rule.longest_minutes} minutes",
        ),
        "burst": Text(
            zh=f"{rule.burst_minutes} 分钟内接通 {rule.burst_calls} 次及以上",
            en=f"{rule.burst_calls} or more reached within {rule.burst_minutes} minutes",
        ),
    }
    named = {
        code: Text(zh=words["zh"], en=within_sentence(words["en"]))
        for code, words in labels_of(policy, [])["reason"].items()
    }
    told = [limits.get(check, named[check]) for check in rule.checks]
    return Text(zh="列出可疑记录：{told}", en="records listed for inspection: {told}").format(
        told=_listed(told, "；", "; ")
    )


def _hours(rule: Hours) -> Text:
    spans = [Text(zh=f"{first}–{last}", en=f"{first}–{last}") for first, last in rule.spans]
    told = Text(zh="只在 {spans} 打电话", en="calls only at {spans}").format(spans=_listed(spans))
    if not rule.rest_days:
        told = _joined(told, Text(zh="，休息日不打", en=", on working days only"))
    if rule.season != WHOLE_YEAR:
        first, last = rule.season
        told = _joined(told, Text(zh=f"（{first} 至 {last}）", en=f" (from {first} to {last})"))
    return told


def _fields(rule: Record, policy: Policy) -> Text:
    fields = [field_title(name, policy) for name in rule.fields]
    told = Text(zh="必填：{fields}", en="required: {fields}").format(fields=_listed(fields))
    if rule.when != "always":
        when = {
            "reached": Text(zh="接通的回访", en="when reached"),
            "not_reached": Text(zh="未接通的回访", en="when not reached"),
        }[rule.when]
        told = Text(zh=f"{when.zh}{told.zh}", en=f"{when.en}, {told.en}")
    if rule.outcome:
        outcomes = _words(policy, "outcome", rule.outcome)
        told = Text(zh="结果为{one}的回访{told}", en="when the outcome was {one}, {told}").format(
            one=outcomes, told=told
        )
    if rule.fulfils:
        rules = _listed(next(one.title for one in policy.rule if one.id == name) for name in rule.fulfils)
        told = Text(zh="完成“{rules}”的回访{told}", en='what fulfils "{rules}": {told}').format(rules=rules, told=told)
    if rule.category:
        categories = _words(policy, "category", rule.category)
        told = _joined(told, Text(zh="；限{one}", en="; only for {one}").format(one=categories))
    if rule.channels:
        told = _joined(told, Text(zh="；限{one}", en="; by {one}").format(one=_words(policy, "channel", rule.channels)))
    return told


def _item_fields(rule: ItemRecord, policy: Policy) -> Text:
    told = Text(zh="必填：{fields}", en="required: {fields}").format(
        fields=_listed(field_title(name, policy) for name in rule.fields)
    )
    kinds = (
        _words(policy, "problem_kind", rule.problem_kind) if rule.problem_kind else Text(zh="问题件", en="problem item")
    )
    of = {
        "always": Text(zh="每件{kinds}", en="every {kinds}"),
        "unanswered": Text(zh="尚未答复的{kinds}", en="every {kinds} not yet answered"),
        "unresolved": Text(zh="尚未解决的{kinds}", en="every {kinds} not yet resolved"),
        "verified": Text(zh="经核实的{kinds}", en="every verified {kinds}"),
    }[rule.when].format(kinds=kinds)
    told = Text(zh=f"{of.zh}{told.zh}", en=f"{of.en}, {told.en}")
    if rule.category:
        categories = _words(policy, "category", rule.category)
        told = _joined(told, Text(zh="；限{one}", en="; only for {one}").format(one=categories))
    return told


def _listing(rule: Listing, policy: Policy) -> Text:
    told = Text(zh="列出名单", en="listed")
    if rule.not_reached_by:
        tried = _words(policy, "channel", rule.not_reached_by)
        told = Text(zh="{tried}回访过而从未访到的，列出名单", en="tried and never reached by {tried}: listed").format(
            tried=tried
        )
    if rule.channels:
        how = _words(policy, "channel", rule.channels)
        told = _joined(told, Text(zh="，待{how}回访", en=", to be called back by {how}").format(how=how))
    return within_scope(rule, told, policy)


def _score(rule: Score, policy: Policy) -> Text:
    unit = MEASURES[rule.measure].unit
    told = Text(
        zh="{who}的{measure}{side} {level}，每差 {step}{begun}扣 {points} 分",
        en="{measure} of {who} {side} {level}: each {begun} {step} costs {points} {word}",
    ).format(
        who=_who(rule, policy),
        measure=titled(rule.measure),
        side=Text(zh="低于", en="below") if rule.better == "higher" else Text(zh="高于", en="above"),
        level=_number(rule.level, unit),
        step=_step(rule.step, unit),
        begun=Text(zh="（不足亦计）", en="whole or begun") if rule.begun else Text(zh="（满级才计）", en="whole"),
        points=f"{rule.points:g}",
        word="point" if rule.points == 1 else "points",
    )
    if rule.most is not None:
        told = _joined(told, Text(zh=f"，最多扣 {rule.most:g} 分", en=f", {rule.most:g} at most"))
    return told


def _who(rule: Score | Tier | Appraisal, policy: Policy) -> Text:
    role = rule.by.removeprefix("party:")
    if rule.by.startswith("party:"):
        party = policy.parties.get(role, Text(zh=role, en=role))
        who = Text(zh="每个{party}", en="each {party}").format(party=Text(zh=party.zh, en=party.en.lower()))
    else:
        who = _WHO[rule.by]
    if not rule.where:
        return who
    known = labels_of(policy, sorted(set(rule.where.values())))
    within = [_word(known, dimension, code) for dimension, code in rule.where.items()]
    return Text(zh="{who}（{within}）", en="{who} ({within})").format(who=who, within=_listed(within))


def _band(band: Band, measure: str) -> Text:
    unit = MEASURES[measure].unit
    ends = [
        Text(zh=f"{zh} {_number(edge, unit)}", en=f"{en} {_number(edge, unit)}")
        for edge, zh, en in (
            (band.above, "高于", "above"),
            (band.at_least, "不低于", "at least"),
            (band.below, "低于", "below"),
            (band.at_most, "不高于", "at most"),
        )
        if edge is not None
    ]
    return Text(zh="{ends}为“{title}”", en='{ends}: "{title}"').format(
        ends=_listed(ends, "且", " and "), title=band.title
    )


def _number(value: float, unit: str) -> str:
    return f"{value:g}" if unit == "count" else labels.goal(value, unit)


def _step(value: float, unit: str) -> Text:
    if unit != "ratio":
        return Text(zh=f"{value:g}", en=f"{value:g}")
    size = labels.goal(value, unit).removesuffix("%")
    return Text(zh=f"{size} 个百分点", en=f"{size} percentage points")


def _words(policy: Policy, kind: str, codes: Iterable[str]) -> Text:
    listed = list(codes)
    known = labels_of(policy, listed)
    return _listed(_word(known, kind, code) for code in listed)


def _word(known: Mapping[str, Mapping[str, Mapping[str, str]]], kind: str, code: str) -> Text:
    words = known.get(kind, {}).get(code)
    return Text(zh=words["zh"], en=words["en"].lower()) if words else Text(zh=code, en=code)


def _listed(texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
    said = list(texts)
    return Text(zh=zh.join(text.zh for text in said), en=en.join(text.en for text in said))


def _joined(first: Text, second: Text) -> Text:
    return Text(zh=first.zh + second.zh, en=first.en + second.en)
