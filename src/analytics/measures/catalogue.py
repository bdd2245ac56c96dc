"""All measures by name (definitions, "Measures")."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.errors import unknown
from analytics.language import Text
from analytics.measures.measure import (
    ACTIVE,
    ANSWERS,
    ASKED_ITEMS,
    CALLBACKS,
    COMPLAINED_CASES,
    COMPLAINTS,
    OBLIGATIONS,
    PROBLEMS,
    REACHED_CASES,
    RESPONSES,
    Measure,
)
from analytics.policy.pack import Policy
from analytics.policy.rules import ItemRecord, Response

_DUE = Text(
    zh="期内到期的应访项，不含免访和未到期",
    en="obligations due in the period, less excluded and pending",
)
_IN_DENOMINATOR = "f.bucket not in ('excluded', 'pending')"
_RAISED = Text(zh="期内提出的问题件", en="problem items raised in the period")

_MEASURES = (
    Measure(
        "coverage",
        Text(zh="回访率", en="Coverage"),
        Text(zh="按期完成与逾期完成的应访项", en="obligations fulfilled on time or late"),
        _DUE,
        OBLIGATIONS,
        of=_IN_DENOMINATOR,
        counted="f.bucket in ('on_time', 'late')",
        note=Text(
            zh="按角色、回访人或渠道分组时，分子是该组完成的应访项，分母是全部应访项（规则限定角色的除外）。",
            en="By role, caller or channel the numerator is what that group fulfilled, over all obligations unless the "
            "rule requires the role.",
        ),
    ),
    Measure(
        "on_time_coverage",
        Text(zh="按期回访率", en="On-time coverage"),
        Text(zh="按期完成的应访项", en="obligations fulfilled on time"),
        _DUE,
        OBLIGATIONS,
        of=_IN_DENOMINATOR,
        counted="f.bucket = 'on_time'",
    ),
    Measure(
        "attempt_coverage",
        Text(zh="拨访率", en="Attempt coverage"),
        Text(zh="不是漏访的应访项", en="obligations that were not missed"),
        _DUE,
        OBLIGATIONS,
        of=_IN_DENOMINATOR,
        counted="f.bucket <> 'missed'",
    ),
    Measure(
        "reach_rate",
        Text(zh="接通率", en="Reach rate"),
        Text(zh="期内有接通回访的应访对象", en="cases with a reached callback in the period"),
        Text(zh="期内有任何回访的应访对象", en="cases with any callback in the period"),
        CALLBACKS,
        of="f.is_known_case",
        counted="f.outcome = 'reached'",
        unit="case_id",
    ),
    Measure(
        "case_coverage",
        Text(zh="在访覆盖率", en="Case coverage"),
        Text(zh="其中截至统计日有过接通回访的应访对象", en="of these, cases with a reached callback by the as-of day"),
        Text(zh="期内在访的应访对象", en="cases active in the period"),
        REACHED_CASES,
        of="true",
        counted="f.is_reached",
        unit="case_id",
        note=Text(
            zh="按角色、回访人、渠道或受访角色分组时，分子是该组接通过的，分母是全部在访对象。",
            en="By role, caller, channel or contact role the numerator is what that group reached, over all active cases.",
        ),
    ),
    Measure(
        "ended_rate",
        Text(zh="结束率", en="Ended rate"),
        Text(zh="其中在期内结束的，如休眠会员被唤醒", en="of these, ended in the period: dormant members woken, say"),
        Text(zh="期内在访的应访对象", en="cases active in the period"),
        ACTIVE,
        of="true",
        counted="f.ended_on between p.first_on and p.last_on",
        unit="case_id",
        better=None,
    ),
    Measure(
        "satisfaction_rate",
        Text(zh="满意率", en="Satisfaction rate"),
        Text(zh="达到满意等级的回答", en="answers at or above the scale's satisfied level"),
        Text(zh="期内接通回访中的回答", en="answers given in reached callbacks of the period"),
        ANSWERS,
        of="true",
        counted="f.satisfied",
        note=Text(
            zh="合计按每次回访的总体评价；没有总体评价的按其各项评价。",
            en="The total takes each callback's overall answer, or all of its answers where it has no overall one.",
        ),
    ),
    Measure(
        "satisfaction_score",
        Text(zh="满意度得分", en="Satisfaction score"),
        Text(zh="回答得分之和（0–100）", en="sum of the answers' scores (0-100)"),
        Text(zh="期内接通回访中的回答", en="answers given in reached callbacks of the period"),
        ANSWERS,
        of="true",
        counted="true",
        kind="score",
    ),
    Measure(
        "complaint_ratio",
        Text(zh="被投诉比率", en="Complaint ratio"),
        Text(
            zh="其中期内对该责任人有投诉的应访对象",
            en="of these, cases with a complaint against the party in the period",
        ),
        Text(
            zh="该责任人经手的、期内在访或期内被投诉的应访对象",
            en="cases the party handled, active or complained of in the period",
        ),
        COMPLAINTS,
        of="f.scope = 'party'",
        counted="f.is_against",
        unit="case_id",
        better="lower",
        note=Text(
            zh="一个应访对象有两位责任人时各计一次，合计只计一次。按原因、严重程度等分组时，分母仍是全部经手对象。",
            en="A case with two parties counts for each; the total counts it once. By cause, severity and the like the "
            "denominator is still all that they handled.",
        ),
    ),
    Measure(
        "complaint_rate",
        Text(zh="投诉率", en="Complaint rate"),
        Text(zh="其中期内有投诉的应访对象", en="of these, cases with any complaint in the period"),
        Text(zh="期内在访或期内被投诉的应访对象", en="cases active, or complained of, in the period"),
        COMPLAINED_CASES,
        of="f.scope = 'case'",
        counted="f.is_against",
        unit="case_id",
        better="lower",
    ),
    Measure(
        "resolution_rate",
        Text(zh="问题解决率", en="Resolution rate"),
        Text(zh="其中截至统计日已解决的", en="of these, resolved by the as-of day"),
        _RAISED,
        PROBLEMS,
        of="true",
        counted="f.is_resolved",
        unit="problem_id",
    ),
    Measure(
        "timely_feedback_rate",
        Text(zh="反馈及时率", en="Timely feedback rate"),
        Text(zh="其中在制度期限内上报的", en="of these, reported within the policy's deadline"),
        Text(
            zh="期内提出、上报期限已过或已上报的问题件",
            en="problem items raised in the period that are due or reported",
        ),
        PROBLEMS,
        of="f.feedback_judged",
        counted="f.feedback_timely",
        unit="problem_id",
    ),
    Measure(
        "timely_resolution_rate",
        Text(zh="按期解决率", en="Timely resolution rate"),
        Text(zh="其中在期限内解决的", en="of these, resolved within their deadline"),
        Text(
            zh="期内提出、解决期限已过或已解决的问题件",
            en="problem items raised in the period that are due or resolved",
        ),
        PROBLEMS,
        of="f.resolution_judged",
        counted="f.resolution_timely",
        unit="problem_id",
    ),
    Measure(
        "deadline_rate",
        Text(zh="时限达成率", en="Deadlines met"),
        Text(zh="其中在期限内办到的", en="of these, met in time"),
        Text(
            zh="期内提出的问题件的各项时限，已到期或已办到的",
            en="deadlines of the problem items raised in the period that have passed or were met",
        ),
        RESPONSES,
        of="f.is_judged",
        counted="f.is_timely",
        unit="deadline_id",
        note=Text(
            zh="一件问题有几项时限（上报、通知、答复、解决、回访）的，各计一次。",
            en="An item with several deadlines (reported, notified, answered, resolved, called back) counts for each.",
        ),
    ),
    Measure(
        "calling_hours_rate",
        Text(zh="合规时段率", en="Calling-hours rate"),
        Text(zh="其中在制度时段内的", en="of these, inside the policy's hours"),
        Text(zh="期内登记了时刻的电话回访", en="callbacks by phone of the period that hold a time of day"),
        CALLBACKS,
        of="f.in_hours is not null",
        counted="f.in_hours",
    ),
    Measure(
        "record_completeness",
        Text(zh="登记完整率", en="Record completeness"),
        Text(zh="其中必填项齐全的", en="of these, holding every required field"),
        Text(zh="期内回访", en="callbacks of the period"),
        CALLBACKS,
        of="f.is_complete is not null",
        counted="f.is_complete",
    ),
    Measure(
        "item_completeness",
        Text(zh="问题件登记完整率", en="Item completeness"),
        Text(zh="其中必填项齐全的", en="of these, holding every required field"),
        Text(
            zh="期内提出的、制度要求登记的问题件",
            en="problem items raised in the period of which the policy asks for fields",
        ),
        ASKED_ITEMS,
        of="true",
        counted="f.is_complete",
        note=Text(
            zh="一件问题涉及两个责任人时各计一次。",
            en="An item against two parties counts for each.",
        ),
    ),
)

CATALOGUE: Mapping[str, Measure] = {measure.name: measure for measure in _MEASURES}


def published(policy: Policy) -> list[Measure]:
    """Return the measures that a report under *policy* shows.

    Deadlines have a figure of their own only where others are set than reporting and resolving, which have theirs; fields of
    problem items only where some are asked for, ended cases only where a rule speaks of them.
    """
    hidden = set()
    if not any(rule.moment not in ("reported", "resolved") for rule in policy.rules(Response)):
        hidden.add("deadline_rate")
    if not policy.rules(ItemRecord):
        hidden.add("item_completeness")
    if "ended_rate" not in policy.spoken_of:
        hidden.add("ended_rate")
    return [measure for measure in _MEASURES if measure.name not in hidden]


def measure_named(name: str) -> Measure:
    """Return one measure; raises UsageError with those that there are."""
    if name not in CATALOGUE:
        raise unknown(Text(zh="指标", en="measure"), name, CATALOGUE)
    return CATALOGUE[name]
