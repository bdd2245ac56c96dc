"""Write the sample ledgers of a hospital's service desk: ``python data/generator/service_desk.py --out data/ledgers/tingzhu``.

One workbook a quarter (patients discharged, first visits, callbacks) and one text file of what patients brought forward.
Everything is drawn from one seed; the same seed writes the same files.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import chinese_calendar
from company import Deck
from sheets import Line, Page, save_text, save_workbook

SEED = 20241101
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
HOSPITAL = "听竹医院"

# The story: what is told in STORY.md under this hospital.
COMPLAINED, COMPLAINED_FROM = "骨科", date(2026, 4, 1)
NURSING_BETTER_FROM = date(2026, 7, 1)
LISTS_LATE_FROM = date(2026, 9, 18)  # lists of basic first visits come too late; they fall due in October

DOCTORS = {
    "骨科": ("顾青崖", "程远山"),
    "心内科": ("温如玉", "陆知白"),
    "普外科": ("秦越人", "白芷"),
    "妇产科": ("宋半夏", "苏合"),
    "口腔科": ("叶杜若", "江蓠"),
}
AGENTS = ("何听雨", "梁照影", "余闻钟")
SUPERVISOR = "章问渠"
INPATIENT, SPECIALIST, BASIC = "住院患者", "专科初诊", "基础初诊"
WINDOWS = {INPATIENT: (7, 10), SPECIALIST: (7, 10), BASIC: (10, 13)}
_IN_VAIN = ("无人接听",) * 6 + ("关机", "占线", "占线", "停机", "拒接")
_PRAISE = ("服务周到", "医生讲解仔细", "恢复得不错", "环境整洁", "感谢随访", "护士耐心")
_GRUMBLES = ("候诊时间长", "停车不方便", "病房夜里有点吵", "取药窗口排队久", "复查预约不好约")
_NEEDS = ("希望有专家号提醒", "想了解康复锻炼", "需要复印病历", "想预约复查", "希望有夜间门诊")
_COMPLAINTS = (
    ("等候", "换药等了一上午"),
    ("收费", "收费明细看不懂"),
    ("态度", "答复态度生硬"),
    ("出院指导", "出院医嘱没有讲清"),
)
_BONES = tuple(
    ("出院指导", text)
    for text in ("何时拆线没有交代", "康复锻炼没有人指导", "支具使用没有讲清", "复查时间前后说法不一")
)


@dataclass(slots=True)
class Patient:
    """One discharge or first visit."""

    number: str
    category: str
    day: date
    department: str
    doctor: str
    name: str
    sex: str
    age: int
    phone: str


@dataclass(slots=True)
class Call:
    """One attempt; without a reason the patient was reached."""

    patient: Patient
    at: datetime
    caller: str
    reason: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    need: str = ""
    seconds: int = 0


@dataclass(slots=True)
class Item:
    """What a patient brought forward."""

    call: Call
    kind: str
    cause: str
    text: str
    role: str = ""
    party: str = ""


def days(count: int) -> timedelta:
    """Return a number of days."""
    return timedelta(days=count)


def months() -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of every month."""
    first = FIRST
    while first <= LAST:
        after = (first + days(31)).replace(day=1)
        yield first, after - days(1)
        first = after


def patients(random: Random) -> list[Patient]:
    """Return everybody who left the hospital or came first, fifteen a month in each department."""
    surnames, marks = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    names = random.sample([a + b + c for a in surnames for b in marks for c in marks], 2000)
    phones = random.sample(range(10_000), 2000)
    kinds = Deck(random, (INPATIENT,) * 8 + (SPECIALIST,) * 4 + (BASIC,) * 3)
    found: list[Patient] = []
    for first, last in months():
        drawn = []
        for department, doctors in DOCTORS.items():
            deck = Deck(random, doctors)
            drawn += [(first + days(random.randrange(last.day)), department, deck.draw()) for _ in range(15)]
        for count, (day, department, doctor) in enumerate(sorted(drawn), 1):
            category = kinds.draw()
            number = f"{'ZY' if category == INPATIENT else 'MZ'}{day:%y%m}{count:03d}"
            sex = "女" if department == "妇产科" else random.choice("男女")
            age = random.randint(22, 44) if department == "妇产科" else random.randint(18, 82)
            place = len(found)
            phone = f"1300000{phones[place]:04d}"
            found.append(Patient(number, category, day, department, doctor, names[place], sex, age, phone))
    return found


def calls(everybody: Sequence[Patient], random: Random) -> list[Call]:
    """Return every attempt: on working days within the window where it has one, a second and third after one in vain."""
    forgotten, skipped = Deck(random, (True, *[False] * 39)), Deck(random, (True, True, True, False, False))
    vain, callers = Deck(random, (True, *[False] * 4)), Deck(random, (*AGENTS * 3, SUPERVISOR))
    made: list[Call] = []
    for patient in everybody:
        opens, due = (patient.day + days(count) for count in WINDOWS[patient.category])
        late_list = patient.category == BASIC and patient.day >= LISTS_LATE_FROM
        if forgotten.draw() or (late_list and skipped.draw()):
            continue
        day = random.choice(_working(opens, due) or [_next_working(due)])
        caller = callers.draw()
        for attempt in range(3):
            if day > LAST:
                break
            begin = random.choice((10, 15)) * 60 + random.randrange(118)
            call = Call(patient, datetime.combine(day, time(begin // 60, begin % 60)), caller)
            made.append(call)
            if not vain.draw():
                call.seconds = random.randint(45, 260)
                break
            call.reason = _IN_VAIN[(attempt + len(made)) % len(_IN_VAIN)]
            if call.reason == "拒接":
                break
            day = _next_working(day)
    return sorted(made, key=lambda call: (call.at, call.patient.number))


def answers(made: Sequence[Call], random: Random) -> list[Item]:
    """Give every reached call its answers, and return what patients brought forward."""
    before = {"overall": 5, "doctor": 13, "nursing": 4}  # so many pleased to one who is not
    after = {"overall": 19, "doctor": 13, "nursing": 24}
    decks = {
        better: {name: Deck(random, (False, *[True] * pleased)) for name, pleased in odds.items()}
        for better, odds in ((False, before), (True, after))
    }
    ordinary, bones = Deck(random, (True, *[False] * 39)), Deck(random, (True, True, *[False] * 5))
    others = Deck(random, ("建议", "需求", "咨询", *[""] * 47))
    items: list[Item] = []
    for call in made:
        if call.reason:
            continue
        pleased = {name: deck.draw() for name, deck in decks[call.at.date() >= NURSING_BETTER_FROM].items()}
        call.answers = {name: _level(yes, random) for name, yes in pleased.items()}
        call.comment = random.choice(_PRAISE if pleased["overall"] else _GRUMBLES) if random.random() < 0.5 else ""
        call.need = random.choice(_NEEDS) if random.random() < 0.15 else ""
        department = call.patient.department
        worse = department == COMPLAINED and call.at.date() >= COMPLAINED_FROM
        if (bones if worse else ordinary).draw():
            told = random.choice(_BONES if worse else _COMPLAINTS)
            against = ("科室", department) if worse or random.random() < 0.5 else ("主管医师", call.patient.doctor)
            items.append(Item(call, "投诉", *told, *against))
        elif kind := others.draw():
            about, text = ("复诊", "询问复查安排") if kind == "咨询" else ("便民", random.choice(_NEEDS))
            items.append(Item(call, kind, about, text))
    return items


def _level(pleased: bool, random: Random) -> str:
    return random.choice(("非常满意", "满意", "满意")) if pleased else random.choice(("基本满意", "不满意"))


def _working(first: date, last: date) -> list[date]:
    between = [first + days(count) for count in range((last - first).days + 1)]
    return [day for day in between if chinese_calendar.is_workday(day)]


def _next_working(day: date) -> date:
    return _working(day + days(1), day + days(15))[0]


# How the office types it


def workbook(label: str, everybody: Sequence[Patient], made: Sequence[Call]) -> list[Page]:
    """Return the three sheets of one quarter."""
    title = f"{HOSPITAL}客户服务中心　{label}"
    out = Page(
        "出院患者",
        [[title], ["填表：客服专员", None, None, "单位：人"]],
        _columns("序号 住院号 患者姓名 性别 年龄 联系电话 患者类别 科室 主管医师 出院日期"),
    )
    new = Page(
        "初诊患者",
        [[title]],
        _columns("序号 病历号 患者类别 首诊日期 科室 主管医师 患者姓名 性别 年龄 联系电话"),
    )
    for one in everybody:
        person: Line = [one.name, one.sex, one.age]
        if one.category == INPATIENT:
            day = f"{one.day:%Y.%m.%d}"
            out.rows.append([None, one.number, *person, one.phone, one.category, one.department, one.doctor, day])
        else:
            day = f"{one.day.year}年{one.day.month}月{one.day.day}日"
            new.rows.append([None, one.number, one.category, day, one.department, one.doctor, *person, one.phone])
    log = Page(
        "回访记录",
        [[f"{title}　电话回访记录"]],
        [
            *_columns("序号 病历号 回访时间 回访人 回访人职务 回访方式 接通情况 未接通原因"),
            *(("满意度", name) for name in ("总体", "医生", "护理")),
            *_columns("患者意见 患者需求 通话时长(秒)"),
        ],
    )
    for call in made:
        levels = [call.answers.get(name) for name in ("overall", "doctor", "nursing")]
        role = "客服主管" if call.caller == SUPERVISOR else "客服专员"
        log.rows.append(
            [None, call.patient.number, call.at, call.caller, role, "电话", "未接通" if call.reason else "接通",
             call.reason or None, *levels, call.comment or None, call.need or None, call.seconds or None]
        )  # fmt: skip
    return [out, new, log]


def register(items: Sequence[Item], random: Random) -> Page:
    """Return the register of complaints, suggestions, needs and questions."""
    page = Page(
        "患者意见与需求登记",
        [],
        _columns(
            "问题编号 病历号 登记时间 问题类型 原因 问题描述 责任方类别 被投诉人 上报时间 答复时间 解决时间 是否属实 处理措施"
        ),
    )
    for count, item in enumerate(items, 1):
        raised = item.call.at
        told = raised + timedelta(minutes=random.randrange(5, 90))
        settled = raised + days(random.randint(1, 6))
        known = settled.date() <= LAST
        complaint = item.kind == "投诉"
        page.rows.append(
            [f"TZ{count:04d}", item.call.patient.number, _spoken(raised), item.kind, item.cause, item.text, item.role or None,
             item.party or None, _spoken(told), _spoken(raised + days(1)) if known else None,
             _spoken(settled) if known else None, "属实" if complaint and known else None,
             ("科室整改并回电致歉" if complaint else "已答复") if known else None]
        )  # fmt: skip
    return page


def _columns(names: str) -> list[tuple[str, ...]]:
    return [(name,) for name in names.split()]


def _spoken(moment: datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分"


def mistakes(label: str, pages: Sequence[Page], random: Random) -> None:
    """Make the quarter's mistakes: two or three, as in a careful office."""
    out, new, log = pages
    log.repeat(random)
    if label.endswith(("一季度", "三季度")):
        log.mistype(random, "接通情况", "转语音信箱")
        out.mistype(random, "联系电话", "1300000123")
    else:
        new.mistype(random, "首诊日期", "2025年2月30日")
    if label == "2025年二季度":
        log.mistype(random, "病历号", "ZY2513001")
    for page in pages:
        page.number()


def write(out: Path, seed: int = SEED) -> int:
    """Write every ledger into *out*; return the number of files."""
    everybody = patients(Random(f"{seed}/patients"))
    made = calls(everybody, Random(f"{seed}/calls"))
    items = answers(made, Random(f"{seed}/answers"))
    quarters: dict[str, tuple[list[Patient], list[Call]]] = defaultdict(lambda: ([], []))
    for patient in everybody:
        quarters[_quarter(patient.day)][0].append(patient)
    for call in made:
        quarters[_quarter(call.at.date())][1].append(call)
    out.mkdir(parents=True, exist_ok=True)
    for label, (seen, called) in quarters.items():
        pages = workbook(label, seen, called)
        mistakes(label, pages, Random(f"{seed}/{label}"))
        name = f"客服中心回访登记（{label}）.xlsx"
        save_workbook(out / name, pages, creator=HOSPITAL, saved_at=datetime(2026, 11, 2, 9, 30))
    save_text(out / "患者意见与需求登记.csv", register(items, Random(f"{seed}/register")), "utf-8-sig")
    return len(quarters) + 1


def _quarter(day: date) -> str:
    return f"{day.year}年{'一二三四'[(day.month - 1) // 3]}季度"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the ledgers")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(f"{chosen.out}: {write(chosen.out)} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
