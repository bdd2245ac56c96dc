"""The words for the fields that a record may have to hold."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.language import Text
from analytics.policy.pack import Policy

_FIELDS: Mapping[str, Text] = {
    "callback_id": Text(zh="回访编号", en="its id"),
    "case_id": Text(zh="应访对象编号", en="the case"),
    "at": Text(zh="回访时间", en="the time"),
    "channel": Text(zh="回访方式", en="the channel"),
    "purpose": Text(zh="回访目的", en="the purpose"),
    "caller": Text(zh="回访人", en="the caller"),
    "caller_role": Text(zh="回访人职务", en="the caller's role"),
    "contact_role": Text(zh="受访人职务", en="the contact's role"),
    "outcome": Text(zh="回访结果", en="the outcome"),
    "reason": Text(zh="未接通原因", en="the reason"),
    "satisfaction": Text(zh="满意度", en="satisfaction"),
    "comment": Text(zh="意见和建议", en="the comment"),
    "duration_s": Text(zh="通话时长", en="the duration"),
    "person.name": Text(zh="姓名", en="the name"),
    "person.phone": Text(zh="电话", en="the phone number"),
    "person.address": Text(zh="地址", en="the address"),
    "person.sex": Text(zh="性别", en="the sex"),
    "person.age": Text(zh="年龄", en="the age"),
    "component": Text(zh="部位", en="the part"),
    "cause": Text(zh="原因", en="the cause"),
    "severity": Text(zh="严重程度", en="the severity"),
    "party": Text(zh="责任人", en="who is responsible"),
    "agreed_at": Text(zh="约定时间", en="the appointed time"),
    "verified": Text(zh="是否核实", en="whether it was verified"),
    "measure": Text(zh="处理措施", en="the measure taken"),
    "text": Text(zh="内容", en="what it is about"),
}


def field_title(name: str, policy: Policy) -> Text:
    """Return the words for a field: in Chinese the first header that the pack gives it, where it gives one."""
    kind, _, own = name.partition(".")
    header = next((header for header, column in policy.headers.items() if column == name), "")
    if name in _FIELDS:
        return Text(zh=header or _FIELDS[name].zh, en=_FIELDS[name].en)
    if kind == "event" and own in policy.events:
        return Text(zh="{event}日期", en="the day of {event}").format(event=policy.events[own].title)
    if kind == "party" and own in policy.parties:
        return Text(zh=policy.parties[own].zh, en=policy.parties[own].en.lower())
    if kind == "satisfaction" and own in policy.dimensions:
        return policy.dimensions[own]
    return Text(zh=header or f"“{own}”", en=own.replace("_", " "))
