"""A policy in words: every rule with its window and target, as a manager reads it."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.language import Language, Text
from analytics.measures.catalogue import CATALOGUE
from analytics.policy.offsets import Offset
from analytics.policy.pack import Policy
from analytics.policy.rules import (
    Access,
    Appraisal,
    Hours,
    ItemRecord,
    Listing,
    Plausibility,
    Record,
    Report,
    Response,
    Rule,
    Score,
    SpotCheck,
    Target,
    Tier,
)
from analytics.policy.rules.base import Obliging
from analytics.policy.rules.report import TABLES
from analytics.present import labels, obliging
from analytics.present.distances import distance
from analytics.present.inspection_rules import asked
from analytics.results.labels import fixed_titles

_EVERY = {
    "week": Text(zh="每周", en="every week"),
    "month": Text(zh="每月", en="every month"),
    "quarter": Text(zh="每季度", en="every quarter"),
    "half": Text(zh="每半年", en="every half-year"),
    "year": Text(zh="每年", en="every year"),
}
WEEKDAYS = (
    Text(zh="周一", en="Monday"),
    Text(zh="周二", en="Tuesday"),
    Text(zh="周三", en="Wednesday"),
    Text(zh="周四", en="Thursday"),
    Text(zh="周五", en="Friday"),
    Text(zh="周六", en="Saturday"),
    Text(zh="周日", en="Sunday"),
)
_SEVERITIES = {
    "minor": Text(zh="轻微", en="minor"),
    "ordinary": Text(zh="一般", en="ordinary"),
    "serious": Text(zh="严重", en="serious"),
    "critical": Text(zh="重大", en="critical"),
}
_MOMENTS = {
    "reported": Text(zh="上报", en="reported"),
    "notified": Text(zh="通知责任方", en="notified"),
    "answered": Text(zh="答复", en="answered"),
    "resolved": Text(zh="解决", en="resolved"),
    "called_back": Text(zh="回访到本人", en="called back and reached"),
}


NUMBERS = Text(
    zh="机构可以自定的数（写在 workbench.toml 的 [organisation.parameters] 下）",
    en="Numbers that an organisation may set, under [organisation.parameters] of workbench.toml",
)


def described(policy: Policy, language: Language) -> list[str]:
    """Return the policy line by line: its vocabulary, its scale, every rule in its order, the numbers that can be set."""
    said = [*introduced(policy, language), Text(zh="规则：", en="Rules:").in_language(language)]
    for rule in policy.rule:
        words = Text(zh="  {id} {title}：{told}〔{clause}〕", en="  {id} {title}: {told} [{clause}]").format(
            id=rule.id, title=rule.title, told=told(rule, policy), clause=rule.clause
        )
        said.append(words.in_language(language))
    if policy.numbers:
        said.append(Text(zh=f"{NUMBERS.zh}：", en=f"{NUMBERS.en}:").in_language(language))
        said += [f'  "{name}" = {value}' for name, value in policy.numbers.items()]
    return said


def introduced(policy: Policy, language: Language) -> list[str]:
    """Return what a policy is about, line by line: its title, its cases, its vocabulary, its scale."""
    lines = [
        Text(zh="{title}（{name}，第 {version} 版）", en="{title} ({name}, version {version})").format(
            title=policy.title, name=policy.name, version=policy.version
        ),
        _active(policy),
        _vocabulary(Text(zh="事件", en="Events"), {name: event.title for name, event in policy.events.items()}),
        _vocabulary(Text(zh="责任方", en="Parties"), policy.parties),
        _vocabulary(Text(zh="角色", en="Roles"), policy.roles),
        *(
            _vocabulary(heading, titles)
            for heading, titles in (
                (Text(zh="受访角色", en="Contact roles"), policy.contacts),
                (Text(zh="类别", en="Categories"), policy.categories),
                (Text(zh="等级", en="Tiers"), policy.tiers),
                (Text(zh="紧急程度", en="Urgencies"), policy.urgencies),
                (Text(zh="事由", en="Purposes"), policy.purposes),
                (Text(zh="满意度分项", en="Satisfaction by item"), policy.dimensions),
            )
            if titles
        ),
        *([_channel_order(policy)] if policy.channel_order else []),
        _scale(policy),
    ]
    return [line.in_language(language) for line in lines]


def _active(policy: Policy) -> Text:
    """Return what a case is and when it counts as active: between two events, from one on, or on its day alone."""
    if policy.active_until == policy.active_from:
        said = Text(zh="应访对象：{case}，在“{first}”当日为在访", en='Case: {case}, active on the day of "{first}"')
    elif policy.active_until:
        said = Text(
            zh="应访对象：{case}，自“{first}”至“{last}”为在访", en='Case: {case}, active from "{first}" to "{last}"'
        )
    else:
        said = Text(zh="应访对象：{case}，自“{first}”起为在访", en='Case: {case}, active from "{first}" on')
    return said.format(
        case=policy.case,
        first=obliging.either([policy.events[name].title for name in policy.active_from]),
        last=obliging.either([policy.events[name].title for name in policy.active_until]),
    )


def _vocabulary(heading: Text, titles: Mapping[str, Text]) -> Text:
    return Text(
        zh=f"{heading.zh}：" + ("、".join(f"{words.zh}（{name}）" for name, words in titles.items()) or "无"),
        en=f"{heading.en}: " + (", ".join(f"{words.en} ({name})" for name, words in titles.items()) or "none"),
    )


def _channel_order(policy: Policy) -> Text:
    titles = [fixed_titles("channel")[channel] for channel in policy.channel_order]
    return Text(
        zh=f"回访方式的先后（供回访人遵照，不影响数字）：{'、'.join(title.zh for title in titles)}",
        en=f"Channels in this order, for callers to follow (no figure depends on it): "
        f"{', '.join(title.en for title in titles)}",
    )


def _scale(policy: Policy) -> Text:
    levels = policy.scale.levels
    least = next(level.title for level in levels if level.code == policy.scale.satisfied)
    return Text(
        zh=f"满意度：{'、'.join(f'{level.title.zh} {level.score:g}' for level in levels)}；“{least.zh}”及以上为满意",
        en=f'Satisfaction: {", ".join(f"{level.title.en} {level.score:g}" for level in levels)}; "{least.en}" and above '
        "counts as satisfied",
    )


def told(rule: Rule, policy: Policy) -> Text:
    """Return what the rule asks for, in one phrase."""
    match rule:
        case Obliging():
            said = obliging.told(rule, policy)
        case Response():
            said = _response(rule, policy)
        case Target():
            said = _target(rule, policy)
        case (
            SpotCheck()
            | Plausibility()
            | Hours()
            | Record()
            | ItemRecord()
            | Listing()
            | Score()
            | Tier()
            | Appraisal()
        ):
            said = asked(rule, policy)
        case Report():
            said = _report(rule, policy)
        case Access():
            said = Text(zh="{what}：{condition}", en="{what}: {condition}").format(
                what=rule.what, condition=rule.condition
            )
    return said


def _response(rule: Response, policy: Policy) -> Text:
    """Return which problem items must come how far by when."""
    scope = [("problem_kind", rule.problem_kind), ("severity", rule.severity)]
    scope += [("category", category) for category in rule.category]
    groups = [_group(dimension, value, policy) for dimension, value in scope if value]
    of = Text(
        zh="、".join(group.zh for group in groups) + ("：" if groups else ""),
        en=", ".join(obliging.within_sentence(group.en) for group in groups) + (": " if groups else ""),
    )
    said = Text(zh="{of}提出后 {within}内{moment}", en="{of}{moment} within {within} of being raised")
    if rule.within == Offset():
        said = Text(zh="{of}提出当日{moment}", en="{of}{moment} on the day it is raised")
    return said.format(of=of, moment=_MOMENTS[rule.moment], within=distance(rule.within))


def _report(rule: Report, policy: Policy) -> Text:
    """Return how often, by when and with which tables."""
    parts = [Text(zh="{every}一份", en="{every}").format(every=_EVERY[rule.every])]
    if rule.due is not None:
        parts.append(hand_in(rule))
    if rule.handed_in is not None:
        parts.append(rule.handed_in)
    tables = [_table(name, policy) for name in rule.tables]
    listed = Text(zh="、".join(table.zh for table in tables), en=", ".join(table.en for table in tables))
    parts.append(Text(zh="含{listed}", en="with {listed}").format(listed=listed))
    return Text(zh="，".join(part.zh for part in parts), en=", ".join(part.en for part in parts))


def hand_in(rule: Report) -> Text:
    """Return by when the report of a period must be handed in."""
    due = rule.due
    if due is None:
        return Text(zh="未定交期", en="no day set")
    day = {
        "weekday": Text(zh="{weekday}", en="on {weekday}").format(weekday=WEEKDAYS[due.number % 7])
        if rule.every == "week"
        else Text(zh="期内最后一个{weekday}", en="on the period's last {weekday}").format(
            weekday=WEEKDAYS[due.number % 7]
        ),
        "day": Text(zh=f"次月 {due.number} 日", en=f"on day {due.number} of the following month")
        if rule.every == "month"
        else Text(zh=f"期后首个 {due.number} 日", en=f"on the first day {due.number} of a month after the period"),
        "end": Text(zh="期末最后一天", en=f"on the {rule.every}'s last day"),
        "next": Text(zh="下一期期末", en="on the last day of the following period"),
        "d": Text(zh="期后 {far}", en="{far} after the period").format(far=distance(Offset(days=due.number))),
        "wd": Text(zh="期后第 {n} 个工作日", en="on working day {n} after the period").format(n=due.number),
    }[due.how]
    hour = f" {due.before:%H:%M}" if due.before else ""
    moved = {
        # Of a weekday nobody asks whether it moves.
        "keep": Text(zh="", en="")
        if due.how in ("weekday", "wd")
        else Text(zh="，遇休息日不变", en=", rest days or not"),
        "before": Text(zh="，遇休息日提前", en=", before that on a rest day"),
        "after": Text(zh="，遇休息日顺延", en=", after that on a rest day"),
    }[rule.rest_days]
    return Text(
        zh=f"{day.zh}{hour} 前交{moved.zh}" if hour else f"最迟{day.zh}交{moved.zh}",
        en=f"due {day.en}{' before' if hour else ''}{hour}{moved.en}",
    )


def _table(name: str, policy: Policy) -> Text:
    if name in TABLES:
        return TABLES[name]
    role = name.removeprefix("complaint_")
    party = policy.parties.get(role, Text(zh=role, en=role))
    return Text(zh="{party}被投诉比率", en="complaint ratio by {party}").format(
        party=Text(zh=party.zh, en=party.en.lower())
    )


def _target(rule: Target, policy: Policy) -> Text:
    measure = CATALOGUE[rule.measure].title if rule.measure in CATALOGUE else Text(zh=rule.measure, en=rule.measure)
    scope = Text(zh="", en="")
    if rule.family:
        family = policy.families[rule.family]
        scope = Text(zh=f"（{family.zh}）", en=f" ({family.en})")
    if rule.scope:
        groups = [_group(dimension, value, policy) for dimension, value in rule.scope.items()]
        scope = Text(
            zh=f"{scope.zh}（{'、'.join(group.zh for group in groups)}）",
            en=f"{scope.en} ({', '.join(group.en for group in groups)})",
        )
    sign = Text(zh="不低于", en="at least") if rule.better == "higher" else Text(zh="不高于", en="at most")
    return Text(
        zh="{measure}{scope}{sign} {level}，差 {tolerance} 以内为接近",
        en="{measure}{scope} {sign} {level}; within {tolerance} is near",
    ).format(
        measure=measure,
        scope=scope,
        sign=sign,
        level=labels.goal(rule.level, "ratio"),
        tolerance=labels.goal(rule.near, "ratio"),
    )


def _group(dimension: str, value: str, policy: Policy) -> Text:
    """Return the words for one group that a target is set for."""
    known: Mapping[str, Mapping[str, Text]] = {
        "rule": {rule.id: rule.title for rule in policy.rule},
        "family": policy.families,
        "category": policy.categories,
        "tier": policy.tiers,
        "role": policy.roles,
        "contact_role": policy.contacts,
        "dimension": policy.dimensions,
        "channel": fixed_titles("channel"),
        "problem_kind": fixed_titles("problem_kind"),
        "severity": _SEVERITIES,
    }
    return known.get(dimension, {}).get(value, Text(zh=value, en=value))
