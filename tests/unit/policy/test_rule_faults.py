"""A rule whose keys do not go together is refused with what would be right, in both languages."""

from __future__ import annotations

import pytest

from analytics.policy.pack import check_pack, shipped

PACK = shipped()["decoration"].read_text("utf-8")
WORDS = 'title = { zh = "新", en = "New" }\nclause = "D1"\n'
START = 'family = "form"\nrole = "manager"\nanchor = "start"\n'
EVERY = 'family = "form"\nrole = "manager"\n'
HOURS = "窗口两端须同用小时或同用日期 / both ends of a window are in hours, or neither"
ONE_OF = "anchor 与 every 须恰有其一 / either anchor or every, not both"
WITH_EVERY = "months、start、until 只与 every 合用 / months, start and until go with every"
WITH_ANCHOR = "window、unless、not_after 只与 anchor 合用 / window, unless and not_after go with anchor"
DAY = '间隔至少一天 / an interval is a day or more: every = "3m"'
BANDS = 'bands = [{ code = "a", title = { zh = "甲", en = "A" }'
RATE = 'measure = "reach_rate"\n'


@pytest.mark.parametrize(
    ("kind", "keys", "told"),
    [
        (
            "milestone",
            START + 'window = ["month_end", "month_end"]',
            "窗口不能从期末开始 / a window cannot open at the end of a period",
        ),
        ("milestone", START + 'window = ["0h", "1d"]', HOURS),
        ("milestone", START + 'window = ["0h", "month_end"]', HOURS),
        ("milestone", START + 'window = ["3d", "2d"]', "到期早于开始 / due before it opens"),
        ("milestone", START, '缺少 window / window is missing: window = ["0d", "7d"]'),
        ("milestone", EVERY + 'window = ["0d", "2d"]', '缺少 anchor / anchor is missing: anchor = ["end"]'),
        (
            "milestone",
            EVERY + 'anchor = ["start", "planned_end"]\nwindow = ["0h", "2h"]',
            "两个事件的中点以日计 / the midpoint of two events is counted in days",
        ),
        (
            "milestone",
            EVERY + 'anchor = ["start", "planned_end", "end"]\nwindow = ["0d", "2d"]',
            "最多两个事件 / at most two events",
        ),
        (
            "milestone",
            START + 'window = ["0h", "24h"]\nnot_after = { event = "end", offset = "-1d" }',
            "not_after 以日计 / not_after is counted in days",
        ),
        (
            "milestone",
            START + 'window = ["0d", "2d"]\nnot_after = { event = "end", offset = "-24h" }',
            "not_after 以日计 / not_after is counted in days",
        ),
        ("recurring", EVERY + 'every = "month"\nafter = "1m"', "after 只用于间隔 / after is for intervals only"),
        ("recurring", EVERY + 'every = "48h"', DAY),
        ("recurring", EVERY + 'every = "month_end"', DAY),
        ("recurring", EVERY + 'every = "0d"', DAY),
        (
            "recurring",
            EVERY + 'every = "3m"\ntimes = 2',
            "每个间隔只一次 / one callback an interval: times is for calendar periods",
        ),
        ("recurring", EVERY + "every = 3", '应为 "month" 或间隔 "3m" / expected "month" or an interval "3m", got 3'),
        ("quota", START + 'every = "month"', ONE_OF),
        ("quota", EVERY + "level = 0.5", ONE_OF),
        ("quota", START + 'window = ["3d", "2d"]', "到期早于开始 / due before it opens"),
        ("quota", START + 'window = ["0d", "2d"]\nmonths = [6]', WITH_EVERY),
        ("quota", START + 'window = ["0d", "2d"]\nstart = "start"', WITH_EVERY),
        ("quota", START + 'window = ["0d", "2d"]\nuntil = "end"', WITH_EVERY),
        (
            "quota",
            EVERY + 'anchor = ["start", "planned_end"]\nwindow = ["0d", "2d"]\nsample = 0.1',
            "抽样须按一个事件 / a sample is drawn by one event",
        ),
        ("quota", EVERY + 'every = "month"\nwindow = ["0d", "2d"]', WITH_ANCHOR),
        ("quota", EVERY + 'every = "month"\nunless = { event = "end", when = "known" }', WITH_ANCHOR),
        ("quota", EVERY + 'every = "month"\nnot_after = { event = "end", offset = "1d" }', WITH_ANCHOR),
        (
            "conditional",
            START + 'when = "not_reached"\nwindow = ["0d", "2d"]',
            "anchor 与 when 须恰有其一 / either anchor or when, not both",
        ),
        ("conditional", EVERY + 'window = ["0d", "2d"]', "anchor 与 when 须恰有其一 / either anchor or when, not both"),
        (
            "conditional",
            EVERY + 'when = "not_reached"\nproblem_kind = "complaint"\nwindow = ["0d", "2d"]',
            "problem_kind 只用于问题件 / problem_kind is for problem items only",
        ),
        (
            "conditional",
            START + 'source = { role = "manager" }\nwindow = ["0d", "2d"]',
            "source 只用于回访引起的 / source is for what a callback gave rise to",
        ),
        (
            "conditional",
            EVERY + 'when = "problem_raised"\nsource = { role = "manager" }\nwindow = ["0d", "2d"]',
            "source 只用于回访引起的 / source is for what a callback gave rise to",
        ),
        ("conditional", EVERY + 'when = "not_reached"\nwindow = ["3d", "2d"]', "到期早于开始 / due before it opens"),
        ("tier", RATE + BANDS + " }]", "a: 上下限各至多一个、至少共一个 / one lower, one upper end, or either"),
        (
            "tier",
            RATE + BANDS + ", above = 0.1, at_least = 0.2 }]",
            "a: 上下限各至多一个、至少共一个 / one lower, one upper end, or either",
        ),
        ("tier", RATE + BANDS + ", above = 0.5, at_most = 0.5 }]", "a: 区间为空 / nothing lies in it"),
        ("tier", RATE + BANDS + ", above = 90 }]", "a: 应不大于 1 / expected at most 1, got 90"),
        (
            "tier",
            RATE + BANDS + ", below = 0.5 }, " + BANDS.removeprefix("bands = [") + ", above = 0.5 }]",
            "a: 两档同名 / two bands with one code",
        ),
        ("score", RATE + "level = 90\nstep = 0.05", "应不大于 1 / expected at most 1, got 90"),
        (
            "listing",
            'channels = "visit"',
            "须说明列出哪些对象 / say which cases: category, tier, urgency, area, other_than or not_reached_by",
        ),
        (
            "spot_check",
            'share = 0.1\nevery = "month"\nafter = "end"',
            "after 与 before 须同时给出 / after and before go together",
        ),
        ("response", 'moment = "resolved"\nwithin = "-1d"', "期限不能在提出之前 / a deadline is not before the item was raised"),
        (
            "minimum",
            EVERY + 'needed = 3\nopens_at = "start"\ncloses_at = "end"\ndue = "-7d"',
            "不能早于第二个事件到期 / not due before the second event",
        ),
        ("recurring", EVERY + 'every = "3m"\nafter = "24h"', "after 以日计 / after is counted in days"),
        (
            "record",
            'fields = ["comment"]\nwhen = "reached"\noutcome = "refused"',
            "outcome 与 when 择一 / either outcome or when, not both",
        ),
        ("plausibility", 'waking = ["07:00", "07:00"]', "结束须晚于开始 / the end must be later than the beginning"),
        ("hours", 'spans = [["08:00", "08:00"]]', "结束须晚于开始 / ends before it begins: 08:00–08:00"),
        (
            "hours",
            'spans = [["08:00", "09:00"], ["09:00", "10:00"]]',
            "时段重叠 / spans overlap: 08:00–09:00, 09:00–10:00",
        ),
        (
            "hours",
            'spans = [["09:00", "10:00"], ["08:00", "09:00"]]',
            "时段重叠 / spans overlap: 09:00–10:00, 08:00–09:00",
        ),
    ],
)  # fmt: skip
def test_a_rule_whose_keys_do_not_go_together_is_refused(kind: str, keys: str, told: str) -> None:
    """One fault each, and of the new rule."""
    _, faults = check_pack(f'{PACK}\n[[rule]]\nid = "new"\nkind = "{kind}"\n{keys}\n{WORDS}')

    assert [fault.message for fault in faults] == [told]
    assert faults[0].key.startswith("rule.new")
