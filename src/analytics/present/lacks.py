"""What a policy asks for and no ledger holds, in words: said where an empty table would otherwise stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analytics.language import Text
from analytics.policy.lack import Lack

_WHAT = {
    "event": Text(zh="“{name}”的日期", en='date of "{name}"'),
    "role": Text(zh="“{name}”作的回访", en='callback by the role "{name}"'),
    "contact_role": Text(zh="受访人“{name}”", en='contact "{name}"'),
    "category": Text(zh="类别为“{name}”的对象", en='case of the category "{name}"'),
    "urgency": Text(zh="缓急为“{name}”的对象", en='case of the urgency "{name}"'),
    "area": Text(zh="区域为“{name}”的对象", en='case of the area "{name}"'),
    "purpose": Text(zh="事由为“{name}”的回访", en='callback about "{name}"'),
    "party": Text(zh="责任方“{name}”", en='party "{name}"'),
    "tier": Text(zh="等级为“{name}”的对象", en='case of the tier "{name}"'),
}


def lacks_in_words(
    lacks: Iterable[Lack], labels: Mapping[str, Mapping[str, Mapping[str, str]]], language: str
) -> list[str]:
    """Return one phrase for every rule that can say nothing of an organisation, in the order of the policy."""

    def name(kind: str, code: str) -> Text:
        words = labels.get(kind, {}).get(code)
        return Text(**words) if words else Text(zh=code, en=code)

    lacking: dict[str, list[Text]] = {}
    for one in lacks:
        words = _WHAT[one.what].format(name=name(one.what, one.name))
        lacking.setdefault(one.rule, []).append(words)
    told = Text(zh="规则“{rule}”：没有{what}", en='rule "{rule}": no {what}')
    return [
        told.format(
            rule=name("rule", rule),
            what=Text(zh="、没有".join(one.zh for one in words), en=", no ".join(one.en for one in words)),
        ).in_language(language)
        for rule, words in lacking.items()
    ]
