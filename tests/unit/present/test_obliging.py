"""A rule in words: what it asks for, as it is said aloud in both languages."""

from __future__ import annotations

import pytest

from analytics.policy.pack import check_pack
from analytics.policy.rules.base import Obliging
from analytics.present.obliging import told, within_sentence

PACK = """
code = "Z1"
name = "words"
version = "1"
title = { zh = "措辞", en = "words" }
case = { zh = "客户", en = "client" }
active_from = "done"
events = { done = { zh = "完成", en = "done" } }
families = { calls = { zh = "回访", en = "Calls" } }
categories = { key = { zh = "重点", en = "key clients" } }
purposes = { survey = { zh = "满意度调查", en = "survey" } }
roles = { manager = { zh = "经理", en = "Manager" } }

[[rule]]
id = "only"
family = "calls"
title = { zh = "回访", en = "Callback" }
clause = "Z1 words"
"""


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["0d", "7d"]',
            "“完成”后 7 天内",
            'within 7 days after "done"',
        ),
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["6m -15d", "6m 15d"]',
            "“完成”后 6 个月的前后 15 天内",
            'within 15 days on either side of 6 months after "done"',
        ),
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["7d", "10d"]',
            "“完成”后 7 天至后 10 天",
            'from 7 days after "done" to 10 days after',
        ),
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["1m -1w", "1m -2wd"]',
            "“完成”后 1 个月减 7 天至后 1 个月减 2 个工作日",
            'from 1 month less 7 days after "done" to 1 month less 2 working days after',
        ),
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["-1m 3d", "1y 1m 2d"]',
            "“完成”前 1 个月减 3 天至后 1 年零 1 个月零 2 天",
            'from 1 month less 3 days before "done" to 1 year and 1 month and 2 days after',
        ),
        ('kind = "milestone"\nanchor = ["done"]\nwindow = ["-1wd", "-1wd"]', "“完成”前 1 个工作日", None),
        (
            'kind = "conditional"\nwhen = "problem_resolved"\nproblem_kind = "complaint"\nwindow = ["0h", "24h"]',
            "每件投诉解决后 24 小时内",
            "within 24 hours after the resolution of every complaint",
        ),
        (
            (
                'kind = "conditional"\nwhen = "dissatisfied"\nwindow = ["0d", "7d"]\n'
                'source = { purpose = "survey", channels = "sms" }'
            ),
            "每次答复不满意（限满意度调查、短信的回访）后 7 天内",
            "within 7 days after every dissatisfied answer (callbacks: survey, SMS)",
        ),
        (
            'kind = "milestone"\nanchor = ["done"]\nwindow = ["0d", "7d"]\ncategory = "key"\nother_than = { area = "东区" }',
            "“完成”后 7 天内；限重点；东区除外",
            'within 7 days after "done"; only for key clients; for all but 东区',
        ),
        (
            'kind = "recurring"\nevery = "month"\ntimes = 3\nrole = "manager"\nchannels = ["visit", "sms"]',
            "每月 3 次，自“完成”起；由经理回访；方式：上门、短信",
            '3 times every calendar month, from "done" on; by the manager; by visit or SMS',
        ),
    ],
)
def test_a_rule_is_said_as_a_manager_says_it(rule: str, zh: str, en: str | None) -> None:
    """Windows from the event itself, around a moment, and between two; how often, by whom, how."""
    policy, faults = check_pack(PACK + rule)
    assert policy is not None, faults
    said = told(policy.rules(Obliging)[0], policy)
    assert said.zh == zh
    assert en is None or said.en == en


@pytest.mark.parametrize(
    ("title", "expected"), [("Service agent", "service agent"), ("SMS", "SMS"), ("WeChat", "WeChat")]
)
def test_a_title_within_a_sentence_begins_small_unless_it_is_a_name(title: str, expected: str) -> None:
    """English only: Chinese has no case."""
    assert within_sentence(title) == expected
