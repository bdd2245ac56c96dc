"""The one place where a header, as an office writes it, becomes a column of the canonical ledger.

Headers of two or three lines are joined with ``>``: 满意度>设计. A spelling that is not known joined is looked up by its
last line alone: 工期>开工日期 is 开工日期. Where the lines above make something else of it they are heeded: 计划工期>开工日期
is no 开工日期, and the 电话 of a 施工队 is not the client's.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches
from functools import cached_property, lru_cache

from analytics.ledger.sent_back import PROBLEM_HEADER
from analytics.ledger.vocabulary import CHANNELS, KINDS, NOT_REACHED, OUTCOMES, YES_NO, spelling

JOINT = ">"
IGNORED = "-"  # a column that holds nothing of the case: 序号
SECONDS, MINUTES = "duration_s", "duration_s:min"
BARE_DURATION = "duration_s:?"

TABLES = ("cases", "callbacks", "problems", "staff")

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "cases": (
        "case_id", "category", "tier", "client", "area", "urgency", "outcome", "excluded_on", "exclusion_reason",
        "person.name", "person.phone", "person.address", "person.sex", "person.age",
    ),
    "callbacks": (
        "callback_id", "case_id", "at", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome",
        "reason", "agreed_at", "satisfaction", "comment", "duration_s",
    ),
    "problems": (
        "problem_id", "case_id", "callback_id", "kind", "component", "cause", "severity", "party_role", "party",
        "raised_at", "reported_at", "notified_at", "agreed_at", "answered_at", "resolved_at", "verified", "measure",
        "text",
    ),
    "staff": ("name", "role", "department", "from", "to"),
}  # fmt: skip

DYNAMIC: Mapping[str, tuple[str, ...]] = {
    "cases": ("event.", "party.", "contact.", "note."),
    "callbacks": ("satisfaction.", "field."),
    "problems": ("field.",),
    "staff": (),
}

_PREFIXES = ("person.", *{prefix for prefixes in DYNAMIC.values() for prefix in prefixes})
# Above columns of whatever words, these make each of them known.
SPREADING = frozenset({"满意度", "satisfaction"})

# Days that may lie ahead.
PLANS = frozenset({"event.planned_end", "event.appointment", "event.warranty_end", "agreed_at"})

# Without these a sheet is not loaded: no row of it could be counted.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "cases": ("case_id",),
    "callbacks": ("case_id", "at", "outcome"),
    "problems": ("case_id", "kind", "raised_at"),
    "staff": ("name",),
}

# A sheet whose headers speak of complaints needs no column that says so of every row.
_COMPLAINED = re.compile(r"被?投诉|complain")

WORKLIST_HEADERS = {
    "zh": ("应访项", "对象分类", "应访止", "剩余天数", "此前情况"),
    "en": ("obligation", "kind of case", "to be called by", "days left", "so far"),
}
"""What a printed work-list says beside the columns of a callback, in the order of its sheet; the first marks it as one."""


def _each(column: str, *spellings: str) -> dict[str, str]:
    return dict.fromkeys(spellings, column)


_CASE_ID = _each(
    "case_id", "工程编号", "项目编号", "工程号", "项目号", "病历号", "病案号", "住院号", "工单号", "工单编号",
    "会员号", "会员编号", "客户编号", "户号", "合同编号", "编号", "患者编号", "患者id", "病人id", "报修单号",
    "维修单号", "派工单号", "case id", "case no", "case number", "project no", "project number", "order no",
    "work order no", "customer no", "customer id", "patient no", "patient id", "account no", "member no",
    "ticket", "ticket no", "ticket number", "ticket id", "job no", "job number", "request no", "request number", "request id",
)  # fmt: skip

_PERSON = {
    **_each("person.name", "姓名", "客户姓名", "业主姓名", "患者姓名", "会员姓名", "客户名称", "户名",
        "病人姓名", "用户姓名", "用户名称", "住户姓名", "业主", "客户",
        "name", "customer name", "customer", "patient name", "client name", "full name"),
    **_each("person.phone", "电话", "联系电话", "客户电话", "手机", "手机号", "手机号码", "联系方式", "电话号码",
        "业主电话", "患者电话", "病人电话", "用户电话", "会员电话", "客户手机", "客户联系电话",
        "phone", "telephone", "mobile", "phone number", "phone no", "contact number", "tel"),
    **_each("person.address", "地址", "工程地址", "联系地址", "家庭住址", "住址", "客户地址", "施工地址", "address"),
    **_each("person.sex", "性别", "sex", "gender"),
    **_each("person.age", "年龄", "age"),
}  # fmt: skip

_IGNORED = _each(IGNORED, "序号", "序", "行号", "no.", "#", "serial", "s/n", PROBLEM_HEADER)

DIMENSIONS: Mapping[str, tuple[str, ...]] = {
    "design": ("设计", "design"),
    "construction": ("施工", "construction"),
    "service": ("服务", "服务态度", "service"),
    "material": ("材料", "主材", "material"),
    "quality": ("质量", "quality"),
    "doctor": ("医生", "医师", "doctor"),
    "nursing": ("护理", "护士", "nursing"),
    "environment": ("环境", "environment"),
    "reception": ("前台", "导诊", "reception"),
    "cashier": ("收费", "cashier"),
    "technical": ("技术", "technical"),
    "attitude": ("态度", "attitude"),
}

_SATISFACTION = {
    **_each(
        "satisfaction", "满意度", "总体满意度", "整体满意度", "满意程度", "满意度评价", "满意度>总体", "满意度>整体",
        "满意度>总体评价", "满意度>综合", "客户满意度", "业主满意度", "患者满意度", "病人满意度", "用户满意度", "会员满意度",
        "overall satisfaction", "satisfaction>overall",
    ),
    **{
        form.format(word): f"satisfaction.{dimension}"
        for dimension, words in DIMENSIONS.items()
        for word in words
        for form in ("满意度>{}", "满意度>{}满意度", "满意度({})", "{}满意度", "对{}的满意度", "satisfaction>{}",
            "satisfaction({})")
    },
}  # fmt: skip

BASE: Mapping[str, Mapping[str, str]] = {
    "cases": {
        **_IGNORED, **_CASE_ID, **_PERSON,
        **_each("category", "类别", "工程类别", "项目类别", "分类", "类型", "工程类型", "病人类别"),
        **_each("tier", "等级", "级别", "客户等级", "客户级别"),
        **_each("client", "客户单位", "单位名称", "委托单位", "建设单位"),
        **_each("area", "区域", "片区", "地区", "所属区域", "district", "region"),
        **_each("urgency", "紧急程度", "缓急"),
        **_each("outcome", "办理结果", "整改情况", "整改结果", "case outcome"),
        **_each("excluded_on", "免访日期", "excluded on"),
        **_each("exclusion_reason", "免访原因", "免访理由", "exclusion reason"),
        **_each("event.start", "开工日期", "开工时间", "实际开工日期", "start date", "started on"),
        **_each("event.planned_end", "预计竣工日期", "计划完工日期", "计划竣工日期", "预计完工日期", "planned end",
            "planned end date"),
        **_each("event.end", "竣工日期", "完工日期", "实际竣工日期", "竣工时间", "完工时间", "end date"),
        **_each("event.warranty_end", "保修到期日", "保修到期日期", "保修期至", "质保到期日", "warranty end"),
        **_each("event.warranty_done", "保修维修日期", "保修完成日期", "保修维修完成日期", "warranty repair date"),
        **_each("event.feedback_form", "反馈单收回日期", "反馈单日期", "反馈表收回日期", "feedback form"),
        **_each("event.discharge", "出院日期", "出院时间", "discharge date", "date of discharge",
            "discharged on"),
        **_each("event.done", "维修完成日期", "维修完成时间", "completion date", "completed on",
            "date completed"),
        **_each("event.install", "安装日期", "安装时间", "installation date"),
        **_each("event.archive", "归档日期", "归档时间", "archive date"),
        **_each("event.visit", "就诊日期", "就诊时间", "visit date"),
        **_each("party.designer", "设计师", "设计人员", "设计师姓名", "designer"),
        **_each("party.inspector", "巡检", "巡检员", "巡检人", "质检员", "inspector"),
        **_each("party.crew", "施工队", "施工班组", "施工队伍", "工队", "crew"),
        **_each("party.doctor", "管床医生", "主管医师", "主管医生", "经治医生", "主治医生", "主治医师", "责任医生", "doctor"),
        **_each("party.nurse", "责任护士", "主管护士", "nurse"),
        **_each("party.department", "科室", "所在科室", "出院科室", "department"),
        **_each("party.repairer", "维修人员", "维修工", "维修员", "维修师傅", "repairer"),
        **_each("note.note", "备注", "说明", "备注说明", "note", "notes", "remark", "remarks"),
    },
    "callbacks": {
        **_IGNORED, **_CASE_ID, **_each(IGNORED, *WORKLIST_HEADERS["zh"], *WORKLIST_HEADERS["en"]),
        **{words: f"field.{column}" for words, column in _PERSON.items()},
        **_SATISFACTION,
        **_each("callback_id", "回访编号", "回访单号", "回访序号", "回访记录编号", "callback id", "callback no"),
        **_each("at", "回访日期", "回访时间", "实际回访日期", "实际回访时间", "回访日", "随访日期", "随访时间",
            "callback date", "called at", "callback time", "拨打时间", "拨打日期", "呼叫时间", "呼叫日期",
            "外呼时间", "外呼日期", "call date", "date of call"),
        **_each("channel", "回访方式", "回访渠道", "回访形式", "随访方式", "method", "contact method"),
        **_each("purpose", "回访目的", "回访类型", "回访事由", "回访性质"),
        **_each("caller", "回访人", "回访员", "回访人员", "回访人姓名", "随访人", "坐席", "座席", "坐席员",
            "话务员", "回访专员", "called by", "caller name", "agent", "agent name"),
        **_each("caller_role", "回访人职务", "角色", "回访人角色", "职务", "回访人岗位", "caller role"),
        **_each("contact_role", "受访人职务", "受访人角色", "受访人身份", "contact role"),
        **_each("agreed_at", "约定时间", "约定回访时间", "改约时间", "预约回访时间", "下次回访时间",
            "agreed time"),
        **_each("outcome", "回访结果", "接通情况", "回访状态", "接听情况", "是否接通", "是否接听", "接通与否",
            "拨打结果", "通话结果", "随访结果", "接通状态", "呼叫结果", "外呼结果", "result", "call result",
            "call outcome", "callback result", "contacted", "answered"),
        **_each("reason", "未接通原因", "未回访原因", "失败原因", "未成功原因"),
        **{
            f"{who}{words}": "comment"
            for who in ("", "客户", "患者", "病人", "业主", "用户", "会员")
            for words in ("意见", "意见和建议", "意见建议", "意见与建议", "意见及建议", "意见或建议")
        },
        **_each("comment", "反馈意见", "回访内容", "客户反馈", "comments"),
        **_each(BARE_DURATION, "通话时长", "通话时间", "时长", "duration"),
        **_each(SECONDS, "通话时长(秒)", "时长(秒)", "通话时长/秒", "时长/秒", "通话秒数", "duration(s)"),
        **_each(MINUTES, "通话时长(分钟)", "时长(分钟)", "通话时长(分)", "通话时长/分钟", "时长/分钟", "通话分钟数",
            "duration(min)"),
        **_each("field.note", "备注", "说明", "备注说明", "note", "notes", "remark", "remarks"),
    },
    "problems": {
        **_IGNORED, **_CASE_ID,
        **{words: f"field.{column}" for words, column in _PERSON.items()},
        **_each("problem_id", "问题编号", "投诉编号", "问题单号", "投诉单号", "问题件编号", "problem no",
            "complaint no"),
        **_each("callback_id", "回访编号", "回访单号", "callback id"),
        **_each("kind", "问题类型", "问题类别", "类型", "类别", "问题性质", "problem kind"),
        **_each("component", "部位", "问题部位", "故障部位", "报修部位", "维修部位", "缺陷部位", "损坏部位", "part",
            "faulty part"),
        **_each("cause", "原因", "问题原因", "投诉原因", "原因分类", "原因类别"),
        **_each("severity", "严重程度", "问题等级", "等级", "级别"),
        **_each("party_role", "责任方类别", "责任方", "被投诉人类别", "被投诉方类别", "被投诉人职务", "party role"),
        **_each("party", "被投诉人", "被投诉方", "责任人", "责任方名称", "被投诉对象", "complained of"),
        **_each("raised_at", "提出时间", "提出日期", "投诉时间", "投诉日期", "受理时间", "受理日期", "登记日期",
            "登记时间", "raised on", "date raised", "complaint date", "date of complaint"),
        **_each("reported_at", "上报时间", "上报日期", "报告时间", "报告日期", "reported on"),
        **_each("notified_at", "通知时间", "通知日期", "告知时间", "notified on"),
        **_each("agreed_at", "约定答复时间", "约定答复日期", "约定回复时间", "承诺答复时间", "约定时间",
            "appointed for"),
        **_each("answered_at", "答复时间", "答复日期", "回复时间", "回复日期", "answered on"),
        **_each("resolved_at", "解决时间", "解决日期", "处理完成时间", "处理完成日期", "办结时间", "办结日期",
            "resolved on", "date resolved"),
        **_each("verified", "是否核实", "是否属实", "核实情况", "核实"),
        **_each("measure", "处理措施", "处理结果", "整改措施", "处理意见", "解决措施", "measure taken"),
        **_each("text", "投诉内容", "问题内容", "问题描述", "内容", "具体内容", "意见内容", "description"),
        **_each("field.note", "备注", "说明", "备注说明", "note", "notes", "remark", "remarks"),
    },
    "staff": {
        **_IGNORED,
        **_each("name", "姓名", "人员姓名", "员工姓名"),
        **_each("role", "职务", "角色", "岗位", "职位"),
        **_each("department", "部门", "科室", "所属部门"),
        **_each("from", "任职日期", "开始日期", "起始日期", "任职开始", "from date"),
        **_each("to", "离任日期", "结束日期", "离职日期", "任职结束", "to date"),
    },
}  # fmt: skip

# Each of these words may stand over a column of ticks.
_ANSWERS: Mapping[str, frozenset[str]] = {
    "satisfaction": frozenset(
        {
            *(
                f"{much}{word}"
                for word in ("满意", "不满意")
                for much in ("", "非常", "很", "十分", "比较", "较", "基本")
            ),
            *("一般", "尚可", "不太满意", "优", "良", "中", "差", "好", "较好", "优秀", "良好", "很好"),
            *("verysatisfied", "satisfied", "fairlysatisfied", "neutral", "dissatisfied", "verydissatisfied"),
        }
    ),
    "outcome": frozenset(map(spelling, (*OUTCOMES, *NOT_REACHED))),
    "channel": frozenset(map(spelling, CHANNELS)),
    "kind": frozenset(map(spelling, KINDS)),
    "verified": frozenset(map(spelling, YES_NO)),
}
_UNIT = re.compile(r"\((?!.*\().*\)$")
_PLANNED = re.compile("计划|预计|预定|预期|拟定|合同工期|合同约定|planned|expected|scheduled")
_OTHER_TIME = re.compile("应访|应回访|上次|上月|上年|去年|历史|下次|变更前|调整前|previous|lastyear|next")
_OTHER_PERSON = re.compile(
    "设计师|设计人|施工[队班方人]|施工单位|监理|经理|工长|巡检|质检|医生|医师|护士|维修[人工员]|师傅|员工|工作人员|回访[人员]|紧急联系|家属"
    "|陪护|监护|管家|销售|业务员|推荐人|介绍人|责任人|负责人|被投诉|designer|inspector|crew|doctor|nurse|manager|engineer|staff|agent|caller"
)
_THE_PERSON = re.compile("本人|业主|客户|患者|病人|会员|用户|住户")
_IN_SECONDS = re.compile(r"[(:](?:秒钟?|s|secs?|seconds?)\)")
_IN_MINUTES = re.compile(r"[(:](?:分钟?|m|mins?|minutes?)\)")
_ASKED_OF_SATISFACTION = re.compile("^(?:客户|业主|患者)?满意(?:度|程度|情况)(?:评价|调查|测评)?>")
_NAME = frozenset({"姓名", "名称", "名字", "name"})
# What stands over a group of columns says so: 日期 below 回访情况 is 回访日期.
_OF_A_GROUP = re.compile(f"(?:情况|记录|登记|信息){JOINT}")
_BILINGUAL = re.compile(
    r"(?:(?P<zh>[^A-Za-z\n/]*[\u3400-\u9fff][^A-Za-z\n/]*?)(?P<mark>[\s/]*)(?P<en>[A-Za-z][A-Za-z .#()'-]*)"
    r"|(?P<en2>[A-Za-z][A-Za-z .#()'-]*?)(?P<mark2>[\s/]*)(?P<zh2>[\u3400-\u9fff][^A-Za-z\n/]*))\s*"
)
_ROUND = re.compile(
    r"第([一二三四五六七八九\d])次|([首一二三四五])次(?=回访|随访)|(first|second|third|1st|2nd|3rd)(?=call)"
    r"|\(([一二三四五\d])\)$|(?<=[\u3400-\u9fff])([1-9])(?=$|>)"
)
_NUMBERS = {
    **{sign: number for number, sign in enumerate("一二三四五六七八九", 1)},
    "首": 1, "first": 1, "second": 2, "third": 3, "1st": 1, "2nd": 2, "3rd": 3,
}  # fmt: skip
# By these a case may be known that has no number.
PERSON_KEYS = frozenset(f"{prefix}person.{part}" for part in ("name", "phone") for prefix in ("", "field."))
_OF_A_PERSON = frozenset({"person.name", "person.phone", "person.sex", "person.age"})


def is_column(table: str, column: str) -> bool:
    """Tell whether *column* is one of the canonical ledger's columns of *table*."""
    if column in COLUMNS[table]:
        return True
    if any(column.startswith(prefix) and len(column) > len(prefix) for prefix in DYNAMIC[table]):
        return True
    return column in {IGNORED, MINUTES} and table != "staff"


class Spellings(dict[str, dict[str, str]]):
    """The spellings of headers that are understood: table -> compared spelling -> column."""

    @cached_property
    def words(self) -> frozenset[str]:
        """Every line of every spelling, whatever the table."""
        return frozenset(line for spellings in self.values() for words in spellings for line in words.split(JOINT))

    def may_know(self, word: str) -> bool:
        """Tell whether a cell with this word could be one line of a known header."""
        forms = _forms(word)
        if not self.words.isdisjoint(forms) or forms[0].startswith(_PREFIXES):
            return True
        if in_rounds("callbacks", word, self.get("callbacks", {})):
            return True
        found = None if word.isascii() else _BILINGUAL.fullmatch(word.strip())
        return found is not None and not self.words.isdisjoint(_forms(found["zh"] or found["zh2"]))


def known_spellings(own: Mapping[str, str] | None = None) -> Spellings:
    """Return the built-in spellings, then those of *own*, which win.

    *own* has no tables: each spelling goes to every table that has its column. Raises ValueError, naming the pairs, for
    columns that no table has.
    """
    known = Spellings(
        {
            table: {
                **{spelling(words): column for words, column in spellings.items()},
                **{spelling(column): column for column in COLUMNS[table]},
            }
            for table, spellings in BASE.items()
        }
    )
    nowhere = []
    for words, column in (own or {}).items():
        tables = [table for table in TABLES if is_column(table, column)]
        if not tables:
            nowhere.append(f"{words} = {column}")
        for table in tables:
            known[table][spelling(words)] = column
    if nowhere:
        raise ValueError("; ".join(nowhere))
    return known


def column_of(table: str, header: str, known: Mapping[str, str]) -> str | None:
    """Return the canonical column of a (joined) header, or None when its spelling is not known."""
    forms = _forms(header)
    words, last = forms[0], forms[4]
    if not words:
        return None
    as_usual = _ASKED_OF_SATISFACTION.sub("满意度>", words)
    if as_usual != words and words not in known:
        return column_of(table, as_usual, known)
    if JOINT in words and (asked := column_of(table, words.rpartition(JOINT)[0], known)) and is_answer_of(asked, words):
        return asked
    if words.startswith(DYNAMIC[table]) and words not in DYNAMIC[table] and words not in known:
        prefix, _, name = header.strip().partition(".")
        return f"{prefix.lower()}.{name.strip()}"
    for form in forms:
        if column := known.get(form):
            return column if form in (forms[0], forms[2]) else _within(words.replace(form, ""), form, column, known)
    if table != "cases" and words.startswith("person."):
        return f"field.{words}" if table != "staff" else None
    if table == "callbacks" and words.startswith(tuple(word + JOINT for word in SPREADING)) and last:
        return f"satisfaction.{last.removesuffix('满意度') or last}"
    if JOINT not in words and (found := _BILINGUAL.fullmatch(header.strip())):
        return _in_two_languages(table, found, known)
    return None


def _in_two_languages(table: str, found: re.Match[str], known: Mapping[str, str]) -> str | None:
    """Return the column of a header that is written in Chinese and English, where the two do not contradict each other."""
    chinese = column_of(table, found["zh"] or found["zh2"], known)
    english = column_of(table, found["en"] or found["en2"], known)
    is_parted = bool(found["mark"] or found["mark2"])
    return chinese if english == chinese or (english is None and is_parted) else None


def in_rounds(table: str, header: str, known: Mapping[str, str]) -> str | None:
    """Return the column and the number of a header that counts callbacks, ``at:2`` for 第二次回访日期; None for any other."""
    words = spelling(header)
    found = _ROUND.search(words) if table == "callbacks" and words not in known else None
    if found is None:
        return None
    rest = (words[: found.start()] + words[found.end() :]).replace(JOINT * 2, JOINT).strip(JOINT)
    column = column_of(table, rest, known) or ""
    figure = next(filter(None, found.groups()))
    is_said = column in COLUMNS[table] and column != "case_id"
    return f"{column}:{_NUMBERS.get(figure) or int(figure)}" if is_said else None


def round_of(column: str | None) -> tuple[str | None, int]:
    """Return the column that :func:`in_rounds` told, and its number; 0 for any other column."""
    name, _, number = (column or "").partition(":")
    return (name, int(number)) if number.isdecimal() else (column, 0)


def is_answer_of(column: str, header: str) -> bool:
    """Tell whether the last line of a header is an answer to what its column asks: 满意度>不满意, 接通情况>未接通."""
    upper, _, last = spelling(header).rpartition(JOINT)
    return bool(upper) and last in _ANSWERS.get(column.partition(".")[0], ())


def _within(context: str, form: str, column: str, known: Mapping[str, str]) -> str | None:
    """Return what a known header is below or before other words; None where they make something unknown of it."""
    if column == BARE_DURATION:
        return SECONDS if _IN_SECONDS.search(context) else MINUTES if _IN_MINUTES.search(context) else column
    is_moment = column.startswith("event.") or column == "at" or column.endswith("_at")
    if _OTHER_TIME.search(context) and not (column in PLANS or column == "case_id" or "person." in column):
        return None
    if is_moment and column not in PLANS and _PLANNED.search(context) and not _PLANNED.search(form):
        return None if "实际" in context else known.get(f"计划{form}") or known.get(f"planned{form}")
    if (
        column.removeprefix("field.") in _OF_A_PERSON
        and _OTHER_PERSON.search(context)
        and not _THE_PERSON.search(context)
    ):
        return known.get(context.strip("()" + JOINT)) if form in _NAME else None
    return column


@lru_cache(maxsize=16384)
def _forms(header: str) -> tuple[str, ...]:
    """Return the spellings under which a (joined) header may be known: whole, and its last line, without a unit and as it is.

    Between them its lines as one word: 日期 below 回访 is 回访日期.
    """
    words = spelling(header).strip("*:").replace("*", "")
    words = words.removesuffix(".") if len(words) > len("no.") else words
    last = words.rpartition(JOINT)[2]
    one = _OF_A_GROUP.sub("", words).replace(JOINT, "")
    return words, _UNIT.sub("", words), one, _UNIT.sub("", one), last, _UNIT.sub("", last)


def kind_told(table: str, headers: Iterable[str]) -> str | None:
    """Return the kind of problem that the headers of a sheet tell of all its rows, if they do: 投诉内容, 被投诉人."""
    lines = (spelling(header).rpartition(JOINT)[2] for header in headers)
    return "complaint" if table == "problems" and any(map(_COMPLAINED.match, lines)) else None


def lacking(table: str, columns: Iterable[str | None], headers: Iterable[str]) -> list[str]:
    """Return the columns that a sheet of *table* needs and does not have, nor tells by its headers."""
    found = {*columns, "kind" if kind_told(table, headers) else None}
    return [need for need in REQUIRED[table] if need not in found]


def nearest(header: str, known: Collection[str]) -> str:
    """Return the known spelling most like *header*, or a dash when none is like it."""
    upper, _, words = spelling(header).rpartition(JOINT)
    if upper and words in known:
        return "—"  # what stands over it makes something else of it
    found = get_close_matches(words, known, n=1, cutoff=0.6)
    return found[0] if found else "—"
