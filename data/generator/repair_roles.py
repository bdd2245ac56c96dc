"""Write the sample ledgers of a property manager's repairs: ``python data/generator/repair_roles.py --out data/ledgers/banmu``.

One workbook a year with the repair orders, the callbacks of three offices and the owners' complaints; days are typed without a
year, which stands in the title. Everything is drawn from one seed; the same seed writes the same files.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from company import Deck
from sheets import Line, Page, save_workbook

SEED = 20241102
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
MANAGER_OF_ESTATES = "半亩物业"

# The story: what is told in STORY.md under this property manager.
MANAGER_BUSY = (date(2026, 7, 1), date(2026, 9, 30))
WORSE_REPAIRER, WORSE_FROM = "石不移", date(2026, 5, 1)
NOTICES_LATE_FROM = date(2026, 10, 1)

REPAIRERS = (WORSE_REPAIRER, "丁一卯", "木成林", "沈水生", "方圆")
MANAGER, SUPERVISORS, LEADS = "顾全", ("余在心", "何守拙"), ("马前行", "石敢当", "金不换")
ESTATES = ("半亩园", "小隐居", "拾光里")
GENERAL, SAFETY, LEAK = "一般维修", "安全维修", "渗漏维修"
LIMITS = {GENERAL: 7, SAFETY: 2, LEAK: 3}
_WORKS = {
    GENERAL: ("更换龙头", "疏通下水", "更换灯具", "修理门锁", "更换开关面板"),
    SAFETY: ("楼道扶手松动", "配电箱跳闸", "消防门不能关闭", "外墙面砖松动"),
    LEAK: ("卫生间渗水到楼下", "外窗渗水", "屋面漏水", "暖气管渗漏"),
}
_OPINIONS = ("修得好", "上门及时", "师傅客气", "希望提前打电话", "现场收拾干净了", "等了半天才来", "价格公道")
_COMPLAINTS = (
    ("质量", "修好两天又坏了"),
    ("服务", "没按约定时间上门"),
    ("清洁", "现场没有清理"),
    ("收费", "收费没有事先说明"),
)
_REPEATED = (("质量", "同一处又漏水"), ("质量", "修后仍然渗水"), ("质量", "换上的配件又松了"))


@dataclass(slots=True)
class Order:
    """One repair order, done."""

    number: str
    category: str
    work: str
    estate: str
    house: str
    owner: str
    phone: str
    repairer: str
    reported: date
    done: date


@dataclass(slots=True)
class Call:
    """One callback or attempt, with what was looked at on the spot."""

    order: Order
    day: date
    caller: str
    role: str
    on_site: bool
    reason: str
    level: str
    opinion: str
    signed: bool


@dataclass(slots=True)
class Complaint:
    """What an owner complained of, and when the repairer was told in writing."""

    order: Order
    cause: str
    text: str
    raised: datetime
    notified: datetime
    resolved: date


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


def orders(random: Random) -> list[Order]:
    """Return every order, sixty a month."""
    surnames, marks = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
    names = random.sample([a + b + c for a in surnames for b in marks for c in marks], 1600)
    phones = random.sample(range(10_000), 1600)
    categories = Deck(random, (GENERAL,) * 10 + (SAFETY,) * 4 + (LEAK,) * 6)
    repairers, estates = Deck(random, REPAIRERS), Deck(random, ESTATES)
    found: list[Order] = []
    for first, last in months():
        for count, at in enumerate(sorted(random.randrange(last.day) for _ in range(60)), 1):
            done, category, place = first + days(at), categories.draw(), len(found)
            found.append(
                Order(
                    number=f"WX{first:%Y%m}{count:02d}",
                    category=category,
                    work=random.choice(_WORKS[category]),
                    estate=estates.draw(),
                    house=f"{random.randint(1, 18)}-{random.randint(1, 6)}0{random.randint(1, 4)}",
                    owner=names[place],
                    phone=f"1300000{phones[place]:04d}",
                    repairer=repairers.draw(),
                    reported=max(FIRST, done - days(random.randrange(3))),
                    done=done,
                )
            )
    return found


def calls(everything: Sequence[Order], random: Random) -> list[Call]:
    """Return the callbacks of each office: somewhat above its share, but for the manager's busy quarter."""
    ours = {
        "经理": Deck(random, (True, *[False] * 7)),
        "主管": Deck(random, (*[True] * 3, *[False] * 5)),
        "维修领班": Deck(random, (True, True, False)),
    }
    busy = Deck(random, (True, *[False] * 29))
    vain, late = Deck(random, (True, *[False] * 11)), Deck(random, (True, *[False] * 24))
    pleased, signed = Deck(random, (False, *[True] * 9)), Deck(random, (False, *[True] * 19))
    callers = {"经理": (MANAGER,), "主管": SUPERVISORS, "维修领班": LEADS}
    made: list[Call] = []
    for order in everything:
        for role, deck in ours.items():
            away = role == "经理" and MANAGER_BUSY[0] <= order.done <= MANAGER_BUSY[1]
            if not (busy if away else deck).draw():
                continue
            limit = LIMITS[order.category]
            day = order.done + days(limit + 2 if late.draw() else random.randint(0, limit - 1))
            caller = random.choice(callers[role])
            on_site = role == "维修领班" or random.random() < 0.3
            if vain.draw() and day <= LAST:
                reason = "家中无人" if on_site else random.choice(("无人接听", "关机", "占线"))
                made.append(Call(order, day, caller, role, on_site, reason, "", "", signed=False))
                day += days(1)
            if day <= LAST:
                level = (
                    random.choice(("满意", "满意", "非常满意"))
                    if pleased.draw()
                    else random.choice(("基本满意", "不满意"))
                )
                opinion = random.choice(_OPINIONS)
                made.append(Call(order, day, caller, role, on_site, "", level, opinion, signed=signed.draw()))
    return sorted(made, key=lambda call: (call.day, call.order.number, call.role))


def complaints(everything: Sequence[Order], random: Random) -> list[Complaint]:
    """Return what owners complained of: one order in thirty, of one repairer one in four."""
    ordinary, worse = Deck(random, (True, *[False] * 29)), Deck(random, (True, *[False] * 3))
    punctual, seldom = Deck(random, (False, *[True] * 24)), Deck(random, (True, False, False))
    made: list[Complaint] = []
    for order in everything:
        his = order.repairer == WORSE_REPAIRER and order.done >= WORSE_FROM
        if not (worse if his else ordinary).draw():
            continue
        day = order.done + days(random.randint(0, 4))
        if day > LAST - days(2):
            continue
        raised = datetime.combine(day, time(random.randint(8, 17), random.randrange(60)))
        in_time = (seldom if day >= NOTICES_LATE_FROM else punctual).draw()
        notified = raised + timedelta(hours=random.randint(1, 20) if in_time else random.randint(26, 40))
        cause, text = random.choice(_REPEATED if his else _COMPLAINTS)
        made.append(Complaint(order, cause, text, raised, notified, day + days(random.randint(2, 6))))
    return sorted(made, key=lambda complaint: (complaint.raised, complaint.order.number))


# How the office types it


def workbook(year: int, done: Sequence[Order], made: Sequence[Call], told: Sequence[Complaint]) -> list[Page]:
    """Return the three sheets of one year."""
    title = f"{MANAGER_OF_ESTATES}管理处　{year}年度"
    slips = Page(
        "维修派工单",
        [[f"{title}维修派工单汇总"], []],
        [
            *_columns("序号 维修单号"),
            *_under("业主", "小区 房号 业主姓名 联系电话"),
            *_under("维修", "维修类别 报修内容 报修日期 维修人员 维修完成日期"),
        ],
    )
    for one in done:
        where: Line = [one.estate, one.house, one.owner, one.phone]
        slips.rows.append(
            [None, one.number, *where, one.category, one.work, _short(one.reported), one.repairer, _short(one.done)]
        )
    log = Page(
        "回访登记表",
        [[f"{title}维修回访登记表"], ["回访比例：经理 10%、主管 30%、领班 60%"]],
        [
            *_columns("序号 维修单号 回访日期 回访人 回访人职务 回访方式 回访结果 未接通原因"),
            *_columns("维修质量查验 服务态度 收费情况 业主意见 签字 满意度"),
        ],
    )
    for call in made:
        seen: Line = [None] * 6
        if not call.reason:
            fine = call.level != "不满意"
            charge = "已核对" if call.order.category == GENERAL else "不收费"
            looked = "合格" if fine else "需返修"
            signed = "已签" if call.signed else None
            seen = [looked, "好" if fine else "一般", charge, call.opinion, signed, call.level]
        how = "上门" if call.on_site else "电话"
        outcome: Line = ["未访" if call.reason else "已访", call.reason or None]
        log.rows.append([None, call.order.number, _short(call.day), call.caller, call.role, how, *outcome, *seen])
    register = Page(
        "业主投诉",
        [[f"{title}业主投诉登记"]],
        _columns("问题编号 维修单号 投诉时间 问题类型 原因 投诉内容 责任方 被投诉人 通知时间 办结日期 处理结果"),
    )
    for count, one_told in enumerate(told, 1):
        end: Line = [one_told.resolved, "返修并致歉"] if one_told.resolved <= LAST else [None, None]
        what: Line = ["投诉", one_told.cause, one_told.text, "维修人员", one_told.order.repairer]
        number = f"TS{year}{count:03d}"
        register.rows.append([number, one_told.order.number, one_told.raised, *what, one_told.notified, *end])
    return [slips, log, register]


def _columns(names: str) -> list[tuple[str, ...]]:
    return [(name,) for name in names.split()]


def _under(above: str, names: str) -> list[tuple[str, ...]]:
    return [(above, name) for name in names.split()]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def mistakes(pages: Sequence[Page], random: Random) -> None:
    """Make the year's mistakes: five or so, as in a careful office."""
    slips, log, register = pages
    log.mistype(random, "回访日期", "2月30日")
    log.mistype(random, "回访结果", "下次再访")
    log.mistype(random, "维修单号", "WX20261399")
    register.repeat(random)
    slips.repeat(random)
    slips.mistype(random, "维修单号", "")
    for page in (slips, log):
        page.number()


def write(out: Path, seed: int = SEED) -> int:
    """Write every ledger into *out*; return the number of files."""
    everything = orders(Random(f"{seed}/orders"))
    made = calls(everything, Random(f"{seed}/calls"))
    told = complaints(everything, Random(f"{seed}/complaints"))
    years = range(FIRST.year, LAST.year + 1)
    out.mkdir(parents=True, exist_ok=True)
    for year in years:
        pages = workbook(
            year,
            [order for order in everything if order.done.year == year],
            [call for call in made if call.day.year == year],
            [complaint for complaint in told if complaint.raised.year == year],
        )
        mistakes(pages, Random(f"{seed}/{year}"))
        name = f"半亩物业维修与回访{year}.xlsx"
        save_workbook(out / name, pages, creator=MANAGER_OF_ESTATES, saved_at=datetime(2026, 11, 2, 10, 0))
    return len(years)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the ledgers")
    chosen = parser.parse_args(arguments)
    sys.stdout.write(f"{chosen.out}: {write(chosen.out)} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
