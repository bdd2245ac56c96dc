"""The rule book: one page a policy pack, in words and drawings, made from the pack and from the sentences of its examples."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analytics.language import Language, Text
from analytics.measures.catalogue import CATALOGUE
from analytics.policy.pack import Policy
from analytics.policy.rules import Access, Report, Rule, Target
from analytics.policy.rules.base import BaseRule, Obliging
from analytics.present.policies import NUMBERS, introduced, told
from analytics.present.timelines import timeline
from analytics.report.page import environment

FOLDER = "rules"
_OBLIGATIONS = Text(zh="应访规定", en="Callbacks that are due")
_OTHERS = Text(zh="其他规定", en="Other rules")
_TARGETS = Text(zh="目标", en="Targets")
_REPORTS = Text(zh="报告日历", en="Report calendar")
_ACCESS = Text(zh="查阅权限", en="Access")


def write_rule_book(
    policies: Sequence[Policy], folder: Path, language: Language, examples: Mapping[str, Sequence[Text]]
) -> Path:
    """Write a page for each policy and one that leads to them below *folder*; return the path of the latter.

    *examples* are sentences by the code of a pack, each of which its tests show to be true.
    """
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for policy in policies:
        page = _rendered("rules.html", language, **_page(policy, language, examples.get(policy.code, ())))
        (target / f"{policy.name}.html").write_text(page, encoding="utf-8", newline="\n")
    ordered = sorted(policies, key=lambda policy: _in_order(policy.code))
    packs = [
        (
            policy.name,
            policy.code,
            policy.title.in_language(language),
            policy.case.in_language(language),
            len(policy.rule),
        )
        for policy in ordered
    ]
    index = target / "index.html"
    index.write_text(_rendered("rules_index.html", language, packs=packs), encoding="utf-8", newline="\n")
    return index


def _in_order(code: str) -> list[tuple[int, str]]:
    """Return the place of a code among others: H2 before H10, and an office's own code, however it is written."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", code) if part]


def read_examples(folder: Path) -> dict[str, list[Text]]:
    """Return the sentence of every example below ``<folder>/<code>/``, by code; empty where there is no such folder.

    An example begins with its sentence in English and in Chinese, a line each after ``#``.
    """
    found: dict[str, list[Text]] = {}
    for file in sorted(folder.glob("*/*.txt")):
        english, chinese, *_ = file.read_text("utf-8").splitlines()
        found.setdefault(file.parent.name, []).append(
            Text(zh=chinese.removeprefix("# "), en=english.removeprefix("# "))
        )
    return found


def _page(policy: Policy, language: Language, examples: Sequence[Text]) -> dict[str, Any]:
    groups: dict[Text, list[Rule]] = {group: [] for group in (_OBLIGATIONS, _TARGETS, _OTHERS, _REPORTS, _ACCESS)}
    for rule in policy.rule:
        groups[_group(rule)].append(rule)
    return {
        "title": policy.title.in_language(language),
        "code": policy.code,
        "version": policy.version,
        "introduction": introduced(policy, language)[1:],
        "groups": [
            (heading.in_language(language), [_rule(rule, policy, language) for rule in rules])
            for heading, rules in groups.items()
            if rules
        ],
        "numbers_heading": NUMBERS.in_language(language),
        "numbers": list(policy.numbers.items()),
        "measures": [
            (
                measure.title.in_language(language),
                measure.numerator.in_language(language),
                measure.denominator.in_language(language),
            )
            for measure in CATALOGUE.values()
            if measure.name in {"coverage", *policy.spoken_of}
        ],
        "examples": [sentence.in_language(language) for sentence in examples],
    }


def _group(rule: BaseRule) -> Text:
    match rule:
        case Obliging():
            return _OBLIGATIONS
        case Target():
            return _TARGETS
        case Report():
            return _REPORTS
        case Access():
            return _ACCESS
        case _:
            return _OTHERS


def _rule(rule: Rule, policy: Policy, language: Language) -> dict[str, str]:
    return {
        "id": rule.id,
        "title": rule.title.in_language(language),
        "told": told(rule, policy).in_language(language),
        "clause": rule.clause,
        "family": policy.families[rule.family].in_language(language) if isinstance(rule, Obliging) else "",
        "drawing": timeline(rule, policy, language) if isinstance(rule, Obliging) else "",
    }


def _rendered(template: str, language: Language, **content: Any) -> str:
    return (
        environment()
        .get_template(template)
        .render(
            language="en" if language == "en" else "zh-CN",
            t=lambda zh, en: Text(zh=zh, en=en).in_language(language),
            **content,
        )
    )
