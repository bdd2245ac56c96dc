"""A pack with faults is refused with every fault at once, each with its line and key."""

from __future__ import annotations

import pytest

from analytics.errors import UsageError
from analytics.policy.pack import check_pack, load_policy, shipped

PACK = shipped()["decoration"].read_text("utf-8")


def line_of(text: str, words: str) -> int:
    """Return the first line of *text* that holds *words*."""
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_shipped_packs_have_no_fault() -> None:
    """Every pack loads."""
    for name, path in shipped().items():
        policy, faults = check_pack(path.read_text("utf-8"))

        assert faults == [], name
        assert policy is not None
        assert policy.name == name


@pytest.mark.parametrize(
    ("name", "done", "not_yet"),
    [
        ("repair_roles", {"done"}, set()),
        ("decoration", {"start", "end"}, {"planned_end", "warranty_end"}),
        ("property_three", {"service_done", "move_in"}, {"move_out"}),
    ],
)
def test_an_event_is_done_unless_it_is_a_plan_or_an_end_that_may_be_agreed_in_advance(
    name: str, done: set[str], not_yet: set[str]
) -> None:
    told = load_policy(name).done
    assert done <= told
    assert not not_yet & told


def test_a_pack_that_was_looked_through_before_says_the_same_and_another_is_another() -> None:
    """Whatever a caller does with the faults; an organisation's own numbers and a changed text count."""
    faulty = PACK.replace('window = ["7d", "13d"]', 'window = ["7q", "13d"]')
    _, faults = check_pack(faulty)
    told = list(faults)
    faults.clear()
    assert check_pack(faulty) == (None, told)
    assert told
    assert check_pack(PACK)[0] == check_pack(PACK)[0]
    assert check_pack(PACK)[0] != check_pack(PACK.replace("家装", "装修"))[0]
    assert check_pack(PACK, {"nobody": 1})[1] != check_pack(PACK)[1]


def test_every_fault_is_told_at_once_with_its_line_and_key() -> None:
    """A wrong unit, an unknown key, a target above 100 %, an event nobody declared, an id used twice."""
    text = (
        PACK.replace('window = ["7d", "13d"]', 'window = ["7q", "13d"]')
        .replace("needed = 3", "needed = 3\nmost = 5")
        .replace("level = 1.0\nfamily", "level = 1.2\nfamily")
        .replace('anchor = ["warranty_done"]', 'anchor = ["waranty"]')
        .replace('id = "midway"', 'id = "after_start"')
    )
    policy, faults = check_pack(text)

    assert policy is None
    assert [
        (line_of(text, "7q"), "rule.after_start.window.0"),
        (line_of(PACK, 'id = "midway"'), "rule.after_start.id"),
        (line_of(text, "most = 5"), "rule.minimum.most"),
        (line_of(text, "waranty"), "rule.form.anchor"),
        (line_of(text, "level = 1.2"), "rule.coverage_target.level"),
    ] == [(fault.line, fault.key) for fault in faults]


def test_a_target_of_no_measure_is_refused() -> None:
    """A slip in the name would otherwise be a target that nobody ever misses."""
    _, faults = check_pack(PACK.replace('measure = "coverage"', 'measure = "coverige"'))

    assert [fault.key for fault in faults] == ["rule.coverage_target.measure"]


def test_a_pack_of_which_no_rule_holds_is_told_its_rules_faults_and_nothing_else() -> None:
    """That no rule is left is no fault of its own; a number out of bounds is told in both languages."""
    head = PACK.partition("[[rule]]")[0]
    words = 'title = { zh = "全部", en = "All" }\nclause = "D1"\n'
    _, faults = check_pack(f'{head}[[rule]]\nid = "all"\nkind = "target"\nmeasure = "coverage"\nlevel = 1.5\n{words}')

    assert [(fault.key, fault.message) for fault in faults] == [("rule.all.level", "应 / expected ≤ 1, 实际 / got 1.5")]
    assert "rule" in [fault.key for fault in check_pack(head)[1]]


def test_a_window_that_is_due_before_it_opens_is_refused() -> None:
    """With both languages in the message."""
    _, faults = check_pack(PACK.replace('window = ["7d", "13d"]', 'window = ["14d", "13d"]'))

    assert [fault.message for fault in faults] == ["到期早于开始 / due before it opens"]


def test_an_organisation_sets_its_own_numbers_without_touching_the_pack() -> None:
    """rule.parameter = value; a parameter that the pack does not have is refused."""
    policy = load_policy("decoration", {"after_start.window": ["8d", "14d"], "minimum_cases": 5})

    assert policy.rule[0].window[0].days == 8  # type: ignore[union-attr]
    assert policy.minimum_cases == 5
    assert load_policy("decoration", {"coverage_target.tolerance": 0.02}).numbers["coverage_target.tolerance"] == "0.02"
    with pytest.raises(UsageError, match=r"after_start\.windows: .*, after_start\.window, "):
        load_policy("decoration", {"after_start.windows": ["8d", "14d"]})


def test_what_is_wrong_with_an_organisations_own_numbers_is_said_of_its_settings_not_of_the_pack() -> None:
    """Both at once, by the names under which they were set."""
    with pytest.raises(UsageError) as refused:
        load_policy("decoration", {"after_start.window": ["14d", "8d"], "coverage_target.level": 1.5})
    assert refused.value.text.in_language("en") == (
        "[organisation.parameters] of workbench.toml is wrong: after_start: 到期早于开始 / due before it opens; "
        "coverage_target.level: 应 / expected ≤ 1, 实际 / got 1.5. The numbers that can be set: "
        "analytics policy show decoration"
    )


def test_what_is_no_toml_is_refused_with_its_line() -> None:
    """The parser's own words and line."""
    _, faults = check_pack('code = "D1"\nname = \n')

    assert [fault.line for fault in faults] == [2]


def test_where_a_case_becomes_active_by_several_events_a_periodic_rule_names_its_own() -> None:
    """Otherwise nobody could say from which of them its periods run."""
    rule = '[[rule]]\nid = "monthly"\nkind = "recurring"\nfamily = "progress"\nevery = "month"\n'
    text = PACK.replace('active_from = "start"', 'active_from = ["start", "warranty_done"]') + rule
    words = 'title = { zh = "每月", en = "Monthly" }\nclause = "D1"\n'

    assert check_pack(text + words)[1][0].key == "rule.monthly.start"
    assert check_pack(text + 'start = "start"\n' + words)[1] == []


def test_an_event_of_a_list_that_nobody_declared_is_told() -> None:
    """Beside those that are."""
    _, faults = check_pack(PACK.replace('active_until = "end"', 'active_until = ["end", "handover"]'))

    declared = "start, planned_end, end, warranty_end, warranty_done, feedback_form"
    told = f"没有声明 / not declared: 'handover'; 可用 / valid: {declared}"
    assert [(fault.key, fault.message) for fault in faults] == [("active_until", told)]


EVENTS = "start, planned_end, end, warranty_end, warranty_done, feedback_form"
ROLES = "service, supervisor, manager"
PARTIES = "designer, inspector, crew"
CHANNELS = "phone, visit, sms, letter, wechat, email, questionnaire, interview"
KINDS = "complaint, suggestion, request, discrepancy, defect, question"


@pytest.mark.parametrize(
    ("kind", "keys", "key", "name", "valid"),
    [
        ("spot_check", 'of = "callbacks"\nshare = 0.1\nevery = "month"\nchannels = "fone"', "channels", "fone", CHANNELS),
        ("listing", 'category = "a"\nnot_reached_by = "fone"', "not_reached_by", "fone", CHANNELS),
        ("response", 'moment = "resolved"\nwithin = "1d"\nproblem_kind = "complain"', "problem_kind", "complain", KINDS),
        ("target", 'measure = "coverage"\nlevel = 1\nscope = { role = "chief" }', "scope", "chief", ROLES),
        ("target", 'measure = "coverage"\nlevel = 1\nscope = { "party:cook" = "x" }', "scope", "cook", PARTIES),
        ("record", 'fields = ["event.hand_over"]', "fields", "hand_over", EVENTS),
        ("record", 'fields = ["party.cook"]', "fields", "cook", PARTIES),
        ("report", 'every = "month"\ntables = ["complaint_cook"]', "tables", "cook", PARTIES),
    ],
)  # fmt: skip
def test_a_name_that_nothing_can_hold_is_a_slip(kind: str, keys: str, key: str, name: str, valid: str) -> None:
    """Such a rule would ask for what never comes, and its table would be empty without a word."""
    words = 'title = { zh = "新", en = "New" }\nclause = "D1"\n'
    _, faults = check_pack(f'{PACK}\n[[rule]]\nid = "new"\nkind = "{kind}"\n{keys}\n{words}')

    told = f"没有声明 / not declared: '{name}'; 可用 / valid: {valid}"
    assert [(fault.key, fault.message) for fault in faults] == [(f"rule.new.{key}", told)]


def test_a_target_for_groups_that_its_measure_does_not_have_is_refused() -> None:
    """A slip in the dimension would set it for nobody."""
    _, faults = check_pack(PACK.replace('level = 1.0\nfamily = "progress"', 'level = 1.0\nscope = { categry = "a" }'))

    assert [fault.key for fault in faults] == ["rule.coverage_target.scope"]


def test_what_is_of_the_wrong_sort_is_told_in_both_languages() -> None:
    """No kind at all, a list that is a word, a number in words, a day that there is none of, an id with a blank."""
    text = (
        PACK.replace('kind = "access"\n', "")
        .replace("needed = 3", 'needed = "three"')
        .replace('window = ["7d", "13d"]', 'window = "7d"')
        .replace('id = "form"\n', 'id = "form"\nfrom = "2026-13-01"\n')
        .replace('id = "warranty_sample"', 'id = "Warranty sample"')
    )
    name = "小写字母、数字和下划线，字母开头 / lower-case letters, digits and _, a letter first"
    assert [(fault.key, fault.message) for fault in check_pack(text)[1]] == [
        ("rule.after_start.window", "应为 / expected 列表 / a list: [\"…\"], 实际 / got '7d'"),
        ("rule.minimum.needed", "应为 / expected 整数 / a whole number, 实际 / got 'three'"),
        (
            "rule.form.from",
            "应为 / expected 2026-01-31 这样的日期 / a date such as 2026-01-31, 实际 / got '2026-13-01'",
        ),
        (
            "rule.Warranty sample.id",
            f"应为 / expected {name}, 实际 / got 'Warranty sample'",
        ),
        ("rule.callback_sheets.kind", "缺少此键 / this key is missing"),
    ]


def test_words_and_headers_lead_to_what_is_there() -> None:
    """A word to a role that is declared, a header to a column of the ledger and an event of the pack."""
    text = PACK.replace('"客服" = "service"', '"客服" = "servise"') + (
        '\n[words.outcome]\n"留言" = "voicemail"\n[headers]\n"单号" = "caseid"\n"交房" = "event.hand_over"\n"项目" = "client"\n'
    )
    outcomes = "reached, no_answer, busy, switched_off, out_of_service, vacant_number, wrong_number, refused, rescheduled, other"
    columns = "case_id, event.<name>, party.<name>, field.<name>, note.<name>"
    assert [(fault.line, fault.key, fault.message) for fault in check_pack(text)[1]] == [
        (
            line_of(text, "servise"),
            "words.role.客服",
            "没有声明 / not declared: 'servise'; 可用 / valid: service, supervisor, manager",
        ),
        (
            line_of(text, "留言"),
            "words.outcome.留言",
            f"没有声明 / not declared: 'voicemail'; 可用 / valid: {outcomes}",
        ),
        (line_of(text, "caseid"), "headers.单号", f"没有这一列 / no such column: 'caseid'; {columns}"),
        (line_of(text, "交房"), "headers.交房", f"没有声明 / not declared: 'hand_over'; 可用 / valid: {EVENTS}"),
    ]
