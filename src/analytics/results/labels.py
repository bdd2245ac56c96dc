"""The words for every code of a report, so that page and workbook need to know no policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.measures.catalogue import CATALOGUE
from analytics.policy.pack import Policy
from analytics.policy.rules import ItemRecord, Tier
from analytics.results.fields import field_title

Labels = dict[str, dict[str, dict[str, str]]]

_FIXED: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "bucket": {
        "on_time": ("按期", "On time"),
        "late": ("逾期完成", "Late"),
        "refused": ("拒访", "Refused"),
        "unreached": ("未接通", "Not reached"),
        "missed": ("漏访", "Missed"),
        "pending": ("未到期", "Pending"),
        "excluded": ("免访", "Excluded"),
    },
    "status": {"met": ("达标", "Met"), "near": ("接近", "Near"), "missed": ("未达标", "Missed")},
    "channel": {
        "phone": ("电话", "Phone"),
        "visit": ("上门", "Visit"),
        "sms": ("短信", "SMS"),
        "letter": ("信函", "Letter"),
        "wechat": ("微信", "WeChat"),
        "email": ("邮件", "E-mail"),
        "questionnaire": ("问卷", "Questionnaire"),
        "interview": ("面谈", "Interview"),
    },
    "outcome": {
        "reached": ("接通", "Reached"),
        "no_answer": ("无人接听", "No answer"),
        "busy": ("占线", "Busy"),
        "switched_off": ("关机", "Switched off"),
        "out_of_service": ("停机", "Out of service"),
        "vacant_number": ("空号", "Vacant number"),
        "wrong_number": ("错号", "Wrong number"),
        "refused": ("拒访", "Refused"),
        "rescheduled": ("改约", "Rescheduled"),
        "other": ("其他", "Other"),
    },
    "case_outcome": {
        "rectified": ("已整改", "Rectified"),
        "in_progress": ("整改中", "In progress"),
        "not_rectified": ("未整改", "Not rectified"),
        "refused": ("拒绝整改", "Refused"),
        "": ("未登记", "Not recorded"),
    },
    "problem_kind": {
        "complaint": ("投诉", "Complaint"),
        "suggestion": ("建议", "Suggestion"),
        "request": ("要求", "Request"),
        "discrepancy": ("不符", "Discrepancy"),
        "defect": ("质量缺陷", "Defect"),
        "question": ("咨询", "Question"),
    },
    "reason": {
        "same_words": ("多次记录文字雷同", "Same words in a row"),
        "night": ("通话时刻不合理", "Called at night"),
        "duration": ("通话时长不合理", "Too short or too long a call"),
        "before_case": ("早于应访对象的一切事件", "Earlier than every event of the case"),
        "burst": ("短时间内密集接通", "Many reached within minutes"),
        "two_at_once": ("同一人同时两通", "One caller in two calls at once"),
        "answer_without_contact": ("未接通却有满意度", "An answer without contact"),
    },
    "of": {"cases": ("对象", "cases"), "callbacks": ("回访记录", "callbacks")},
    "dimension": {
        "overall": ("总体", "Overall"),
        "design": ("设计", "Design"),
        "construction": ("施工", "Construction"),
        "service": ("服务", "Service"),
        "material": ("材料", "Material"),
        "quality": ("质量", "Quality"),
        "doctor": ("医生", "Doctor"),
        "nursing": ("护理", "Nursing"),
        "environment": ("环境", "Environment"),
        "reception": ("前台", "Reception"),
        "cashier": ("收费", "Cashier"),
        "technical": ("技术", "Technical"),
        "attitude": ("态度", "Attitude"),
    },
    "section": {
        "headline": ("主要指标", "Headline figures"),
        "coverage_role_category": ("各角色、各类别回访率", "Coverage by role and category"),
        "coverage_rule": ("各规则回访率", "Coverage by rule"),
        "callers": ("回访人", "Callers"),
        "satisfaction_trend": ("满意度走势", "Satisfaction over time"),
        "satisfaction_dimension": ("分项满意率", "Satisfaction by dimension"),
        "problems_kind": ("问题件类别", "Problem items by kind"),
        "problems_cause": ("问题件原因", "Problem items by cause"),
        "problems_component": ("问题件部位", "Problem items by part"),
        "problems_component_cause": ("问题件部位与原因", "Problem items by part and cause"),
    },
}


def fixed_titles(kind: str) -> Mapping[str, Text]:
    """Return the words for the codes that every policy shares: channels, kinds of problem item, buckets."""
    return {code: Text(*words) for code, words in _FIXED[kind].items()}


def labels_of(policy: Policy, categories: Iterable[str]) -> Labels:
    """Return code -> words by kind, for one policy."""
    labels: Labels = {
        kind: {code: Text(*words).as_dict() for code, words in codes.items()} for kind, codes in _FIXED.items()
    }
    labels["measure"] = {name: measure.title.as_dict() for name, measure in CATALOGUE.items()}
    labels["rule"] = {rule.id: rule.title.as_dict() for rule in policy.rule}
    labels["band"] = {band.code: band.title.as_dict() for rule in policy.rules(Tier) for band in rule.bands}
    labels["family"] = {name: words.as_dict() for name, words in policy.families.items()}
    labels["role"] = {name: words.as_dict() for name, words in policy.roles.items()}
    labels["contact_role"] = {name: words.as_dict() for name, words in policy.contacts.items()}
    labels["party"] = {name: words.as_dict() for name, words in policy.parties.items()}
    labels["event"] = {name: event.title.as_dict() for name, event in policy.events.items()}
    labels["tier"] = {name: words.as_dict() for name, words in policy.tiers.items()}
    labels["purpose"] = {name: words.as_dict() for name, words in policy.purposes.items()}
    labels["urgency"] = {name: words.as_dict() for name, words in policy.urgencies.items()}
    labels["level"] = {level.code: level.title.as_dict() for level in policy.scale.levels}
    labels["check"] = {name: check.title.as_dict() for name, check in CHECKS.items()}
    labels["field"] = {
        name: field_title(name, policy).as_dict() for rule in policy.rules(ItemRecord) for name in rule.fields
    }
    labels["category"] = {
        name: policy.categories[name].as_dict() if name in policy.categories else {"zh": name, "en": name}
        for name in categories
    }
    labels["dimension"] |= {name: words.as_dict() for name, words in policy.dimensions.items()}
    for role, words in policy.parties.items():
        labels["section"][f"complaint_{role}"] = Text(
            zh=f"{words.zh}被投诉比率", en=f"Complaint ratio by {words.en.lower()}"
        ).as_dict()
    return labels


def definitions() -> list[dict[str, object]]:
    """Return the catalogue as it is printed in a report."""
    return [
        {
            "measure": measure.name,
            "title": measure.title.as_dict(),
            "numerator": measure.numerator.as_dict(),
            "denominator": measure.denominator.as_dict(),
            "note": measure.note.as_dict(),
            "direction": measure.better,
            "unit": measure.kind,
        }
        for measure in CATALOGUE.values()
    ]
