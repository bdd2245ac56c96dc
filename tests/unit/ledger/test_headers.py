"""Headers as offices write them, and the columns that they are."""

from __future__ import annotations

import pytest

from analytics.errors import UsageError
from analytics.ledger import headers
from analytics.ledger.headers import column_of, known_spellings, nearest
from analytics.ledger.profile import ReadingProfile

KNOWN = known_spellings()

# Every Chinese header of the contract, in the table where it stands.
CONTRACT = {
    "cases": {
        "case_id": "工程编号 项目编号 病历号 住院号 工单号 会员号 客户编号 编号",
        "event.start": "开工日期", "event.planned_end": "预计竣工日期 计划完工日期", "event.end": "竣工日期 完工日期",
        "event.discharge": "出院日期", "event.done": "维修完成日期", "event.install": "安装日期",
        "event.archive": "归档日期",
        "event.visit": "就诊日期", "party.designer": "设计师", "party.inspector": "巡检", "party.crew": "施工队",
        "party.doctor": "管床医生 主管医师", "party.nurse": "责任护士", "party.department": "科室",
        "party.repairer": "维修人员",
        "person.name": "姓名 客户姓名", "person.phone": "电话 联系电话", "person.address": "地址",
        "person.sex": "性别",
        "person.age": "年龄", "category": "类别", "tier": "等级", "note.note": "备注",
    },
    "callbacks": {
        "case_id": "工程编号 项目编号 病历号 住院号 工单号 会员号 客户编号 编号", "at": "回访日期 回访时间",
        "caller": "回访人 回访员",
        "caller_role": "回访人职务 角色", "channel": "回访方式", "outcome": "回访结果 接通情况",
        "reason": "未接通原因",
        "satisfaction": "满意度", "comment": "意见和建议 客户意见", "field.person.name": "姓名 客户姓名",
        "field.person.phone": "电话 联系电话", "field.note": "备注",
    },
    "problems": {
        "text": "投诉内容", "party": "被投诉人", "raised_at": "提出时间", "reported_at": "上报时间",
        "resolved_at": "解决时间 处理完成时间", "case_id": "工程编号 编号",
    },
}  # fmt: skip

OTHERS = {
    "cases": {
        "患者ID": "case_id", "报修单号": "case_id", "主治医生": "party.doctor", "维修师傅": "party.repairer",
        "病人姓名": "person.name", "业主电话": "person.phone",
        "Patient Name": "person.name", "Phone number": "person.phone", "Work order no.": "case_id",
        "Ticket No": "case_id", "Job number": "case_id", "Request ID": "case_id", "Date of discharge": "event.discharge",
        "Completed on": "event.done",
    },
    "callbacks": {
        "呼叫时间": "at", "外呼日期": "at", "坐席": "caller", "话务员": "caller", "接通状态": "outcome", "外呼结果": "outcome",
        "客户满意度": "satisfaction", "业主满意度": "satisfaction", "患者满意度": "satisfaction",
        "意见": "comment", "意见及建议": "comment", "患者意见": "comment", "业主意见": "comment", "患者意见和建议": "comment",
        "Ticket number": "case_id", "Agent name": "caller",
    },
    "problems": {
        "Ticket No": "case_id", "Complaint date": "raised_at", "Date raised": "raised_at", "Date resolved": "resolved_at",
    },
}  # fmt: skip

# The sheets of the decoration company, as regulations.md and the sample write them.
DECORATION = {
    "cases": {
        "序号": "-", "工期>开工日期": "event.start", "工期>预计竣工日期": "event.planned_end",
        "工期>竣工日期": "event.end",
        "保修到期日": "event.warranty_end", "保修维修日期": "event.warranty_done",
        "反馈单收回日期": "event.feedback_form",
        "免访日期": "excluded_on", "免访原因": "exclusion_reason", "工程地址": "person.address", "区域": "area",
    },
    "callbacks": {
        "满意度>总体": "satisfaction", "满意度>设计": "satisfaction.design",
        "满意度>施工": "satisfaction.construction",
        "满意度>服务": "satisfaction.service",
    },
    "problems": {
        "问题编号": "problem_id", "问题类型": "kind",
        "部位": "component", "问题部位": "component", "故障部位": "component",
        "原因": "cause", "严重程度": "severity",
        "责任方类别": "party_role",
        "答复时间": "answered_at", "是否核实": "verified", "处理措施": "measure",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "header", "column"),
    [
        *(
            (table, word, column)
            for table, all_ in CONTRACT.items()
            for column, words in all_.items()
            for word in words.split()
        ),
        *(
            (table, word, column)
            for sheets in (DECORATION, OTHERS)
            for table, all_ in sheets.items()
            for word, column in all_.items()
        ),
    ],
)
def test_every_header_of_the_contract_and_of_the_decoration_sheets_is_known(
    table: str, header: str, column: str
) -> None:
    assert column_of(table, header, KNOWN[table]) == column


@pytest.mark.parametrize("table", headers.TABLES)
def test_every_canonical_column_is_a_spelling_of_itself(table: str) -> None:
    dynamic = [f"{prefix}some_name" for prefix in headers.DYNAMIC[table]]
    for column in (*headers.COLUMNS[table], *dynamic):
        assert column_of(table, column, KNOWN[table]) == column


@pytest.mark.parametrize("table", headers.TABLES)
def test_every_built_in_spelling_leads_to_a_column_of_its_table(table: str) -> None:
    inner = {headers.IGNORED, headers.MINUTES, headers.BARE_DURATION}
    assert [c for c in headers.BASE[table].values() if not headers.is_column(table, c) and c not in inner] == []


@pytest.mark.parametrize(
    "header",
    [
        "工程编号",
        " 工程 编号 ",
        "工程\n编号",
        "工程编号*",
        "工程编号：",
        "工程编号（必填）",
        "基本信息>工程编号",
        "Case ID",
        "CASE_ID",
    ],
)
def test_blanks_stars_brackets_and_an_upper_line_do_not_hide_a_header(header: str) -> None:
    assert column_of("cases", header, KNOWN["cases"]) == "case_id"


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("计划工期>开工日期", None), ("计划工期>竣工日期", "event.planned_end"), ("合同工期>竣工日期", "event.planned_end"),
        ("实际工期>开工日期", "event.start"), ("实际工期>竣工日期", "event.end"), ("计划工期>预计竣工日期", "event.planned_end"),
        ("开工日期（计划）", None), ("竣工日期（预计）", "event.planned_end"), ("竣工日期（实际或预计）", None),
        ("竣工日期（必填）", "event.end"), ("合同信息>工程编号", "case_id"), ("上次就诊>就诊日期", None),
        ("下次>约定时间", None),
    ],
)  # fmt: skip
def test_a_day_below_or_beside_a_word_of_planning_is_none_that_came(header: str, column: str | None) -> None:
    assert column_of("cases", header, KNOWN["cases"]) == column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("业主信息>姓名", "person.name"), ("客户>电话", "person.phone"), ("设计师>姓名", "party.designer"),
        ("施工队>姓名", "party.crew"), ("施工队>电话", None), ("项目经理>姓名", None), ("项目经理>电话", None),
        ("姓名（施工队）", "party.crew"), ("电话（紧急联系人）", None), ("联系电话（本人或家属）", "person.phone"),
        ("施工>地址", "person.address"), ("Crew>Name", "party.crew"), ("Project manager>Phone", None),
    ],
)  # fmt: skip
def test_the_details_of_another_person_are_not_the_clients(header: str, column: str | None) -> None:
    assert column_of("cases", header, KNOWN["cases"]) == column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("下次回访>回访日期", None), ("本次回访>回访日期", "at"), ("应回访>日期", None), ("回访情况>日期", "at"),
        ("上次回访>满意度", None), ("上次回访>回访结果", None), ("本次回访>满意度", "satisfaction"),
        ("上次回访>客户姓名", "field.person.name"),
    ],
)  # fmt: skip
def test_the_day_of_another_callback_is_not_that_of_this_one(header: str, column: str | None) -> None:
    assert column_of("callbacks", header, KNOWN["callbacks"]) == column


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("工程编号\nProject No.", "case_id"), ("竣工日期/End date", "event.end"), ("Name 客户姓名", "person.name"),
        ("设计师Designer", "party.designer"), ("等级 Level", "tier"),
        ("VIP等级", None), ("联系人 Contact", None), ("设计师 Crew", None),
    ],
)  # fmt: skip
def test_a_header_may_stand_in_two_languages(header: str, column: str | None) -> None:
    assert column_of("cases", header, KNOWN["cases"]) == column


@pytest.mark.parametrize(
    ("table", "header"),
    [
        ("cases", "note.甲"), ("cases", "party.设计师"), ("callbacks", "field.天气"), ("problems", "field.区"),
        ("cases", "note.紧急联系人>电话"), ("callbacks", "field.上次回访>日期"), ("callbacks", "field.其他>意见"),
    ],
)  # fmt: skip
def test_a_canonical_column_is_itself_whatever_its_name_says(table: str, header: str) -> None:
    assert column_of(table, header, KNOWN[table]) == header


def test_what_is_asked_of_satisfaction_may_be_called_an_evaluation_or_a_survey() -> None:
    known = KNOWN["callbacks"]
    assert column_of("callbacks", "满意度评价>设计", known) == "satisfaction.design"
    assert column_of("callbacks", "客户满意度调查>物业", known) == "satisfaction.物业"
    assert column_of("callbacks", "满意度评价>设计>不满意", known) == "satisfaction.design"


def test_no_spelling_is_named_where_the_upper_line_makes_something_else_of_a_known_one() -> None:
    assert nearest("计划工期>开工日期", KNOWN["cases"]) == "—"


def test_a_dimension_of_satisfaction_that_is_not_known_keeps_its_own_name() -> None:
    assert column_of("callbacks", "满意度>响应速度", KNOWN["callbacks"]) == "satisfaction.响应速度"


def test_the_nearest_known_spelling_is_named() -> None:
    assert nearest("开工日其", KNOWN["cases"]) == "开工日期"
    assert nearest("工期>预计竣工日", KNOWN["cases"]) == "预计竣工日期"
    assert nearest("qqqq", KNOWN["cases"]) == "—"
    assert nearest("房号", KNOWN["cases"]) == "—"


def test_an_organisations_own_header_wins_and_goes_to_every_table_with_its_column() -> None:
    profile = ReadingProfile.build(headers={"房号": "case_id", "备注": "client", "进场": "event.entry"})
    assert column_of("callbacks", "房号", profile.headers["callbacks"]) == "case_id"
    assert column_of("cases", "备注", profile.headers["cases"]) == "client"
    assert column_of("callbacks", "备注", profile.headers["callbacks"]) == "field.note"
    assert column_of("cases", "进场", profile.headers["cases"]) == "event.entry"


def test_a_header_for_a_column_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match="房号 = room"):
        ReadingProfile.build(headers={"房号": "room"})


def test_the_digest_moves_with_anything_that_changes_how_a_file_is_read() -> None:
    plain = ReadingProfile.build()
    others = [
        ReadingProfile.build(headers={"房号": "case_id"}), ReadingProfile.build(scale={"好": "good"}),
        ReadingProfile.build(roles={"经理": "manager"}), ReadingProfile.build(party_roles={"甲方": "owner"}),
        ReadingProfile.build(words={"channel": {"面谈会": "interview"}}),
    ]  # fmt: skip
    assert plain.digest == ReadingProfile.build().digest
    assert len({profile.digest for profile in [plain, *others]}) == 6
