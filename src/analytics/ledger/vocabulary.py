"""The words that offices write in a cell, and the codes of the canonical ledger that they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analytics.findings import detail_of
from analytics.language import Text
from analytics.ledger.cells import half_width

_BLANKS = re.compile(r"\s+")

CHANNELS: Mapping[str, str] = {
    **dict.fromkeys(("电话", "电话回访", "手机", "座机", "去电", "拨打电话", "致电", "打电话", "phone", "call", "phone call",
        "telephone"), "phone"),
    **dict.fromkeys(("上门", "上门回访", "登门", "入户", "走访", "实地", "现场", "现场回访", "拜访", "visit", "home visit"),
        "visit"),
    **dict.fromkeys(("短信", "短信回访", "手机短信", "sms", "text", "text message"), "sms"),
    **dict.fromkeys(("信函", "书信", "信件", "写信", "信函回访", "letter", "mail"), "letter"),
    **dict.fromkeys(("微信", "微信回访", "公众号", "wechat"), "wechat"),
    **dict.fromkeys(("邮件", "电子邮件", "邮箱", "email", "e-mail"), "email"),
    **dict.fromkeys(("问卷", "问卷调查", "调查表", "满意度调查表", "questionnaire", "survey"), "questionnaire"),
    **dict.fromkeys(("面谈", "面访", "座谈", "约谈", "当面", "interview"), "interview"),
}  # fmt: skip

OUTCOMES: Mapping[str, str] = {
    **dict.fromkeys(
        ("已接通", "接通", "成功", "回访成功", "已回访", "已访", "接听", "已接听", "已接", "成功接通", "完成",
         "已完成", "reached", "answered", "contacted", "spoke", "spoken to", "completed", "打通", "打通了", "通", "电话接通",
         "本人接听", "connected", "success", "是", "√", "✓", "✔", "☑", "v", "y", "yes", "true"),
        "reached",
    ),
    **dict.fromkeys(
        ("无人接听", "无人接", "未接听", "未接", "没人接", "没接", "无应答", "不接电话", "未应答", "家中无人", "不在家",
         "no_answer", "电话无人接", "无人接电话", "no answer", "no reply", "no response", "not answered", "unanswered",
         "voicemail", "left message", "left voicemail"),
        "no_answer",
    ),
    **dict.fromkeys(("占线", "正忙", "忙音", "通话中", "忙线", "用户忙", "busy", "engaged"), "busy"),
    **dict.fromkeys(("关机", "已关机", "switched_off", "switched off", "off"), "switched_off"),
    **dict.fromkeys(
        ("停机", "已停机", "欠费停机", "不在服务区", "无法接通", "暂时无法接通", "暂停服务", "out_of_service", "out of service"),
            "out_of_service"
    ),
    **dict.fromkeys(("空号", "号码不存在", "vacant_number", "vacant number"), "vacant_number"),
    **dict.fromkeys(("错号", "号码错误", "打错", "非本人", "号码有误", "错误号码", "wrong_number", "wrong number",
        "wrong no", "wrong no."),
        "wrong_number"),
    **dict.fromkeys(
        ("拒访", "拒接", "拒接电话", "拒绝", "拒绝回访", "拒绝接受回访", "挂断", "直接挂断", "不愿接受", "不配合", "拒绝接听",
            "refused", "declined"),
            "refused"
    ),
    **dict.fromkeys(
        ("改约", "另约", "约时间", "另约时间", "改期", "改天", "稍后再打", "稍后回访", "不方便", "不便接听", "预约",
            "rescheduled", "call back later"),
        "rescheduled",
    ),
    **dict.fromkeys(("其他", "其它", "其他原因", "other"), "other"),
}  # fmt: skip

# An outcome that says only that nobody was reached; the column 未接通原因 says why.
NOT_REACHED = frozenset(
    {
        "未接通",
        "不通",
        "没接通",
        "打不通",
        "未打通",
        "没打通",
        "未成功",
        "失败",
        "未访",
        "回访失败",
        "否",
        "×",
        "✗",
        "✘",
        "☒",
        "x",
        "n",
        "no",
        "false",
        "未通",
        "notreached",
        "notconnected",
        "unreachable",
        "unsuccessful",
        "failed",
    }
)

KINDS: Mapping[str, str] = {
    **dict.fromkeys(("投诉", "客户投诉", "抱怨", "complaint"), "complaint"),
    **dict.fromkeys(("建议", "意见", "意见建议", "意见和建议", "suggestion"), "suggestion"),
    **dict.fromkeys(("要求", "需求", "报修", "维修", "求助", "诉求", "request"), "request"),
    **dict.fromkeys(("不符", "数量不符", "质量不符", "差异", "discrepancy"), "discrepancy"),
    **dict.fromkeys(("缺陷", "质量问题", "质量缺陷", "故障", "问题", "隐患", "defect"), "defect"),
    **dict.fromkeys(("咨询", "疑问", "询问", "提问", "question", "enquiry", "inquiry"), "question"),
}

SEVERITIES: Mapping[str, str] = {
    **dict.fromkeys(("轻微", "较轻", "轻", "小", "低", "minor"), "minor"),
    **dict.fromkeys(("一般", "普通", "中", "中等", "ordinary"), "ordinary"),
    **dict.fromkeys(("严重", "较重", "重", "大", "高", "serious"), "serious"),
    **dict.fromkeys(("重大", "特别严重", "特大", "紧急", "critical"), "critical"),
}

URGENCIES: Mapping[str, str] = {
    **dict.fromkeys(("高", "紧急", "急", "加急", "特急", "high"), "high"),
    **dict.fromkeys(("中", "一般", "普通", "正常", "normal"), "normal"),
    **dict.fromkeys(("低", "不急", "low"), "low"),
}

YES_NO: Mapping[str, str] = {
    **dict.fromkeys(
        ("是", "√", "✓", "✔", "☑", "v", "对", "有", "y", "yes", "true", "1", "已核实", "核实", "属实"), "yes"
    ),
    **dict.fromkeys(("否", "×", "✗", "✘", "☒", "x", "错", "无", "n", "no", "false", "0", "未核实", "不属实"), "no"),
}

PARTY_ROLES: Mapping[str, str] = {
    **dict.fromkeys(("设计师", "设计人员", "设计", "designer"), "designer"),
    **dict.fromkeys(("巡检", "巡检员", "质检", "工程监理", "监理", "inspector"), "inspector"),
    **dict.fromkeys(("施工队", "施工班组", "工队", "施工", "crew"), "crew"),
    **dict.fromkeys(("医生", "医师", "管床医生", "主管医师", "主管医生", "doctor"), "doctor"),
    **dict.fromkeys(("护士", "责任护士", "护理", "nurse"), "nurse"),
    **dict.fromkeys(("科室", "部门", "department"), "department"),
    **dict.fromkeys(("维修人员", "维修工", "维修员", "repairer"), "repairer"),
    **dict.fromkeys(("管家", "客服管家", "steward"), "steward"),
    **dict.fromkeys(("工程师", "安装工程师", "engineer"), "engineer"),
}

BASE: Mapping[str, Mapping[str, str]] = {
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "kind": KINDS,
    "severity": SEVERITIES,
    "urgency": URGENCIES,
    "verified": YES_NO,
    "party_role": PARTY_ROLES,
}

# Columns whose words are all agreed: any other word sets the row aside. In every other one it is kept as written.
CLOSED = frozenset({"channel", "outcome", "kind", "verified"})


def spelling(text: str) -> str:
    """Return the form in which spellings are compared: ordinary width, no blanks, lower case."""
    return _BLANKS.sub("", half_width(text)).lower()


def listed_in_both(codes: Mapping[str, str]) -> str:
    """Return the words as the detail of a finding: in Chinese, and as the codes themselves for those who read English."""
    return detail_of(Text(zh=listed(codes), en=", ".join(dict.fromkeys(filter(None, codes.values())))))


def listed(codes: Mapping[str, str]) -> str:
    """Return one Chinese word (or the code) for every code, in their order; words that say nothing are left out."""
    words: dict[str, str] = {}
    for word, code in codes.items():
        if code:
            words.setdefault(code, word)
    return "、".join(words.values())
