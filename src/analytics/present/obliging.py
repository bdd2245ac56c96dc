"""What a rule that makes obligations asks for, in one phrase."""

from __future__ import annotations

from calendar import month_name
from collections.abc import Mapping, Sequence

from analytics.language import Text
from analytics.policy.offsets import Offset
from analytics.policy.pack import Policy
from analytics.policy.rules import Conditional, ContactRoles, Milestone, Minimum, Quota, Recurring
from analytics.policy.rules.base import Obliging, Scoped
from analytics.policy.rules.conditional import Source
from analytics.policy.rules.windows import Windowed
from analytics.present import labels
from analytics.present.distances import distance, is_anchor, side
from analytics.results.labels import fixed_titles

_EACH = {
    "month": Text(zh="每月", en="every calendar month"),
    "quarter": Text(zh="每季度", en="every calendar quarter"),
    "half": Text(zh="每半年", en="every half-year"),
    "year": Text(zh="每年", en="every calendar year"),
}
_CONDITIONS = {
    "dissatisfied": Text(zh="每次答复不满意", en="every dissatisfied answer"),
    "not_reached": Text(zh="每次未接通", en="every callback that did not reach"),
    "rescheduled": Text(zh="改约的时间", en="every time that was agreed on anew"),
    "promised": Text(zh="约定的答复时间", en="every time appointed for an answer"),
    "problem_resolved": Text(zh="每件{kind}解决", en="the resolution of every {kind}"),
    "problem_raised": Text(zh="每件{kind}提出", en="the raising of every {kind}"),
}
_LIFTED = {
    "known": Text(zh="；已“{event}”则免", en='; not if "{event}" has come'),
    "by_anchor": Text(zh="；届时已“{event}”则免", en='; not if "{event}" has come by then'),
    "before_opens": Text(zh="；此前已“{event}”则免", en='; not if "{event}" comes before'),
}


def told(rule: Obliging, policy: Policy) -> Text:
    """Return what *rule* asks for, of whom and by whom."""
    match rule:
        case Quota():
            said = _quota(rule, policy)
        case Milestone() | Conditional():
            said = _window(rule, policy)
        case Recurring():
            said = _recurring(rule, policy)
        case Minimum():
            said = _minimum(rule, policy)
        case ContactRoles():
            titles = {one.id: one.title for one in policy.rule}
            said = Text(
                zh="在“{rounds}”的每一轮中访到：{contacts}", en='in every round of "{rounds}" reach: {contacts}'
            )
            said = said.format(
                rounds=_joined([titles[name] for name in rule.rounds]),
                contacts=_joined(
                    [
                        Text(zh=who.zh, en=within_sentence(who.en))
                        for who in map(policy.contacts.get, rule.contacts)
                        if who
                    ]
                ),
            )
        case _:
            said = rule.title
    return _required(rule, said, policy)


def _window(rule: Windowed, policy: Policy) -> Text:
    opens, due = rule.window or (Offset(), Offset())
    if isinstance(rule, Conditional) and rule.when is not None:
        kind = fixed_titles("problem_kind").get(rule.problem_kind, Text(zh="问题", en="problem item"))
        anchor = _CONDITIONS[rule.when].format(kind=Text(zh=kind.zh, en=within_sentence(kind.en)))
        anchor = _given_by(rule.source, anchor, policy)
    else:
        anchors = [policy.events[name].title for name in rule.anchor]
        anchor = Text(zh=f"“{anchors[0].zh}”", en=f'"{anchors[0].en}"')
        if len(anchors) == 2:
            anchor = Text(
                zh=f"“{anchors[0].zh}”与“{anchors[1].zh}”的中点",
                en=f'the midpoint of "{anchors[0].en}" and "{anchors[1].en}"',
            )
    said = _span(anchor, opens, due)
    for when, lifted in _LIFTED.items():
        events = [policy.events[unless.event].title for unless in rule.unless if unless.when == when]
        if events:
            said = _added(said, lifted.format(event=either(events)))
    if rule.not_after is not None:
        latest = Text(zh="；不迟于“{event}”{side}", en='; not later than {side} "{event}"')
        said = _added(
            said,
            latest.format(event=policy.events[rule.not_after.event].title, side=side(rule.not_after.offset)),
        )
    return said


def _span(anchor: Text, opens: Offset, due: Offset) -> Text:
    """Return the window from *opens* to *due*, as it is said of *anchor*."""
    if opens == due:
        return Text(zh="{anchor}{due}", en="{due} {anchor}").format(anchor=anchor, due=side(due))
    if is_anchor(opens) and due.end is None and due.rough_days > 0:
        return Text(zh="{anchor}后 {far}内", en="within {far} after {anchor}").format(anchor=anchor, far=distance(due))
    about = Offset(months=opens.months)
    if opens == Offset(about.months, -due.days) and due == Offset(about.months, due.days):
        middle = Text(zh="{anchor}{far}的", en="{far} {anchor}").format(anchor=anchor, far=side(about))
        return Text(zh="{middle}前后 {far}内", en="within {far} on either side of {middle}").format(
            middle=middle if about.months else anchor, far=distance(Offset(days=due.days))
        )
    return Text(zh="{anchor}{opens}至{due}", en="from {opens} {anchor} to {due}").format(
        anchor=anchor, opens=side(opens), due=side(due)
    )


def _recurring(rule: Recurring, policy: Policy) -> Text:
    start = either([policy.events[name].title for name in ((rule.start,) if rule.start else policy.active_from)])
    if isinstance(rule.every, Offset):
        said = Text(
            zh="自“{start}”{after}起每 {every}一次", en='once every {every}, counted from {after} "{start}"'
        ).format(
            start=start,
            after=side(rule.after) if rule.after != Offset() else Text(zh="", en=""),
            every=distance(rule.every),
        )
        said = Text(zh=said.zh, en=said.en.replace("from  ", "from "))
    else:
        said = Text(zh="{every} {times} 次，自“{start}”起", en='{times} {every}, from "{start}" on').format(
            every=_EACH[rule.every],
            times=Text(zh=str(rule.times), en="once" if rule.times == 1 else f"{rule.times} times"),
            start=start,
        )
    until = (rule.until,) if rule.until else policy.active_until
    if until:
        end = either([policy.events[name].title for name in until])
        said = _added(said, Text(zh="，至“{end}”止", en=' until "{end}"').format(end=end))
    return said


def _quota(rule: Quota, policy: Policy) -> Text:
    if rule.every is None:
        whole = _window(rule, policy)
    else:
        each = _EACH[rule.every]
        if rule.months and rule.every == "month":
            months = "、".join(map(str, rule.months))
            names = " and ".join(month_name[month] for month in rule.months)
            each = Text(zh=f"每年 {months} 月", en=f"{names} of every year")
        elif rule.months:
            months = "、".join(map(str, rule.months))
            names = " or ".join(month_name[month] for month in rule.months)
            each = Text(zh=f"{each.zh}（{months} 月起的）", en=f"{each.en} that begins in {names}")
        whole = Text(zh="{each}在访的对象", en="the cases active in {each}").format(each=each)
    if rule.sample is not None:
        share = labels.goal(rule.sample, "ratio")
        whole = _added(whole, Text(zh="，随机抽取 {share}", en=", a random sample of {share}").format(share=share))
    if rule.level is None:
        return whole
    if rule.level == 1:
        return _added(whole, Text(zh="；全部回访", en="; all of them"))
    level = labels.goal(rule.level, "ratio")
    return _added(whole, Text(zh="；至少回访 {level}", en="; at least {level} of them").format(level=level))


def _minimum(rule: Minimum, policy: Policy) -> Text:
    return Text(
        zh="“{first}”至“{last}”之间至少接通 {needed} 次，“{last}”后 {due}内到期",
        en='at least {needed} reached callbacks from "{first}" to "{last}", due within {due} after "{last}"',
    ).format(
        first=policy.events[rule.opens_at].title,
        last=policy.events[rule.closes_at].title,
        needed=rule.needed,
        due=distance(rule.due),
    )


def _required(rule: Obliging, said: Text, policy: Policy) -> Text:
    """Add who must call whom, how and what about, and the cases that it is for, where the rule says so."""
    if rule.role:
        who = policy.roles[rule.role]
        said = _added(said, Text(zh=f"；由{who.zh}回访", en=f"; by the {within_sentence(who.en)}"))
    if rule.contact_role:
        who = policy.contacts[rule.contact_role]
        said = _added(said, Text(zh=f"；访{who.zh}", en=f"; to the {within_sentence(who.en)}"))
    if rule.channels:
        channels = fixed_titles("channel")
        how = _joined([channels[channel] for channel in rule.channels])
        said = _added(
            said,
            Text(
                zh=f"；方式：{how.zh}",
                en=f"; by {' or '.join(within_sentence(channels[channel].en) for channel in rule.channels)}",
            ),
        )
    if rule.purpose:
        what = policy.purposes.get(rule.purpose, Text(zh=rule.purpose, en=rule.purpose))
        said = _added(said, Text(zh=f"；事由：{what.zh}", en=f"; about {what.en}"))
    said = within_scope(rule, said, policy)
    if rule.since is not None:
        said = _added(said, Text(zh=f"（自 {rule.since} 起）", en=f" (from {rule.since} on)"))
    return said


def within_scope(rule: Scoped, said: Text, policy: Policy) -> Text:
    """Add the cases that a rule is for, and those that it is not for, where it says so."""
    for scope, titles in (
        ("category", policy.categories),
        ("tier", policy.tiers),
        ("urgency", policy.urgencies),
        ("area", {}),
    ):
        if values := vars(rule)[scope]:
            cases = _alternatives(values, titles)
            said = _added(said, Text(zh=f"；限{cases.zh}", en=f"; only for {cases.en}"))
        if others := vars(rule)["other_than"].get(scope):
            cases = _alternatives(others, titles)
            said = _added(said, Text(zh=f"；{cases.zh}除外", en=f"; for all but {cases.en}"))
    return said


def _given_by(source: Source, moment: Text, policy: Policy) -> Text:
    """Add to a moment of which callbacks it is, where the rule says so."""
    asked = [
        _alternatives(codes, titles)
        for codes, titles in (
            (source.purpose, policy.purposes),
            (source.channels, fixed_titles("channel")),
            (source.role, policy.roles),
        )
        if codes
    ]
    if not asked:
        return moment
    return Text(zh="{moment}（限{what}的回访）", en="{moment} (callbacks: {what})").format(
        moment=moment, what=_joined(asked)
    )


def _alternatives(codes: Sequence[str], titles: Mapping[str, Text]) -> Text:
    """Return several codes of which any will do; nothing stands for what is not stated."""
    nobody = Text(zh="未注明的", en="unstated")
    named = [titles.get(code, Text(zh=code, en=code)) if code else nobody for code in codes]
    return Text(zh=_joined(named).zh, en=" or ".join(within_sentence(title.en) for title in named))


def within_sentence(title: str) -> str:
    """Return an English title as it stands within a sentence: a small letter first, unless it is a name like SMS."""
    return title[:1].lower() + title[1:] if title[1:] == title[1:].lower() else title


def _added(said: Text, more: Text) -> Text:
    return Text(zh=said.zh + more.zh, en=said.en + more.en)


def either(titles: Sequence[Text]) -> Text:
    """Return several titles that each stand in quotation marks, the outer ones being those of the sentence."""
    return Text(zh="”或“".join(title.zh for title in titles), en='" or "'.join(title.en for title in titles))


def _joined(titles: Sequence[Text]) -> Text:
    return Text(zh="、".join(title.zh for title in titles), en=", ".join(title.en for title in titles))
