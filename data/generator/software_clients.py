"""Write the sample ledgers of a maker of mine-safety software: ``python data/generator/software_clients.py --out FOLDER``.

The same seed writes the same files. STORY.md says what is planted in them.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

from people import Names, is_workday, workday
from sheets import Value, page_of, save_workbook

MAKER = "淮岳矿安软件"
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
SEED = 20241101
SAVED_AT = datetime(2026, 11, 2, 10, 0)
ENGINEERS = ("郭永年", "汤立群", "裴少川", "祝明远", "阎海波")
AGENTS = ("许安宁", "柳知夏", "方若水")
MANAGER = "鲁志恒"
AREAS = ("淮北矿区", "两渡矿区", "河东矿区", "灵武矿区", "晋中矿区")
CONTACTS = ("技术负责人", "矿长", "总工程师", "通风队长", "主要使用人")
SIZES = ("特大客户", "大客户", "普通客户")

# The story.
WORSE_ENGINEER, WORSE, ORDINARY = "郭永年", 0.17, 0.008  # complaints a client and month
DIRECTORS_FROM, DIRECTORS_REACHED = date(2026, 4, 1), 0.35
NO_TRAVEL = (date(2026, 7, 1), date(2026, 9, 30))

# What was found, and its cause.
_FAULTS = {
    "巷道风量解算结果与实测不符": "程序",
    "通风网络图导入后节点丢失": "程序",
    "报表打印格式错位": "程序",
    "瓦斯曲线刷新慢": "机房设备",
    "加密狗偶尔识别不到": "机房设备",
}
_COMPLAINTS = {
    "安装后数据库未备份": "安装",
    "培训只讲了半小时": "培训",
    "承诺的补丁一直没装": "服务",
    "现场调试未完就离开": "安装",
    "测点参数录错未改": "安装",
}
_WISHES = {
    "希望增加应急预案模板": "功能",
    "希望手机也能看报表": "功能",
    "希望每年培训一次": "培训",
    "希望接入人员定位数据": "功能",
}


@dataclass
class Client:
    """One mine where the software is installed."""

    number: str
    mine: str
    area: str
    size: str
    installed: date
    engineer: str
    contacts: dict[str, str]
    phone: str
    retired: date | None = None

    def is_active(self, day: date) -> bool:
        """Tell whether the software is in use on *day*."""
        return self.installed <= day and (self.retired is None or day <= self.retired)


@dataclass
class Book:
    """All that was written down."""

    clients: list[Client]
    calls: list[list[Value]] = field(default_factory=list)
    problems: list[list[Value]] = field(default_factory=list)


def plus_months(day: date, months: int) -> date:
    """Return the day *months* later, in a shorter month its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), after - timedelta(days=1))


def clients(random: Random, names: Names) -> list[Client]:
    """Return the mines: 26 from the weeks before the ledgers begin, then some two a month."""
    starts = [date(2024, 8, 5) + timedelta(days=3 * number) for number in range(26)]
    for month in range(23):
        first = plus_months(FIRST, month)
        starts += [first + timedelta(days=random.randrange(2, 26)) for _ in range(2 + month % 3 // 2)]
    found = []
    for number, start in enumerate(sorted(starts), 1):
        size = SIZES[0] if number % 8 == 3 else SIZES[1] if number % 4 == 1 else SIZES[2]
        held = [one for one in CONTACTS if size != SIZES[2] or one in CONTACTS[:2] or random.random() < 0.8]
        found.append(
            Client(
                number=f"KH{number:04d}",
                mine=f"{'石平清安双龙白长青新'[number % 10]}{'沟岭河泉山台湾洼岗坪'[number // 10 % 10]}煤矿",
                area=AREAS[random.randrange(len(AREAS))],
                size=size,
                installed=workday(start),
                engineer=ENGINEERS[number % len(ENGINEERS)],
                contacts={one: names.name() for one in held},
                phone=names.phone(),
                retired=workday(start + timedelta(days=430)) if number in (4, 11, 22) else None,
            )
        )
    return found


def rounds(client: Client) -> list[tuple[date, date]]:
    """Return the windows of the client's rounds: the month after the installation, then every three months."""
    edges = [plus_months(client.installed, months) for months in range(1, 30, 3)]
    windows = [(client.installed, edges[0])]
    windows += [(opens + timedelta(days=1), due) for opens, due in pairwise(edges)]
    return [(opens, due) for opens, due in windows if opens <= LAST and client.is_active(due)]


def _answer(random: Random, client: Client) -> str:
    happy = 0.80 if client.engineer == WORSE_ENGINEER else 0.95
    if random.random() < happy:
        return "非常满意" if random.random() < 0.4 else "满意"
    return random.choice(("基本满意", "不满意"))


def _call(book: Book, random: Random, client: Client, day: date, contact: str, visit: bool, reached: bool) -> None:
    caller = (client.engineer, "技术工程师") if visit else (AGENTS[int(client.number[2:]) % len(AGENTS)], "客服专员")
    if visit and client.size == SIZES[0] and random.random() < 0.3:
        caller = (MANAGER, "区域经理")
    result = "已回访" if reached else random.choice(("无人接听", "无人接听", "占线", "关机"))
    answer = _answer(random, client) if reached else None
    wish = random.choice(list(_WISHES)) if reached and random.random() < 0.06 else None
    if day <= LAST:
        book.calls.append(
            [client.number, day, contact, client.contacts[contact], "上门" if visit else "电话", result, answer, wish,
             *caller]
        )  # fmt: skip


def _some_workday(random: Random, first: date, last: date) -> date:
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return random.choice([day for day in days if is_workday(day)] or [last])


def _follow_up(book: Book, random: Random, client: Client) -> None:
    for opens, due in rounds(client):
        if random.random() < 0.03:
            continue
        start = _some_workday(random, max(opens, due - timedelta(days=28)), due - timedelta(days=6))
        for contact in client.contacts:
            if random.random() < 0.02:
                continue
            day = min(workday(start + timedelta(days=random.randrange(3))), workday(due, -1))
            likely = DIRECTORS_REACHED if contact == "矿长" and day >= DIRECTORS_FROM else 0.96
            reached = random.random() < likely
            if not reached or random.random() < 0.05:
                _call(book, random, client, day, contact, visit=False, reached=False)
                day = min(workday(day + timedelta(days=1)), workday(due, -1))
            _call(book, random, client, day, contact, visit=False, reached=reached)


def _visits(book: Book, random: Random, client: Client) -> None:
    if client.size == SIZES[2]:
        return
    spans = {SIZES[0]: 3, SIZES[1]: 6}[client.size]
    first = date(2024, 7, 1)
    while first <= LAST:
        last = plus_months(first, spans) - timedelta(days=1)
        opens = max(first, client.installed + timedelta(days=7))
        if opens + timedelta(days=14) < last and client.is_active(last):
            day = _some_workday(random, opens, last)
            stays = NO_TRAVEL[0] <= last <= NO_TRAVEL[1] and client.size == SIZES[0]
            if random.random() < (0.2 if stays else 0.97):
                for contact in ("总工程师", "主要使用人"):
                    _call(book, random, client, day, contact, visit=True, reached=True)
        first = last + timedelta(days=1)


def _problems(book: Book, random: Random) -> None:
    month = FIRST
    while month <= LAST:
        end = plus_months(month, 1) - timedelta(days=1)
        for client in book.clients:
            if not client.is_active(month):
                continue
            worse = WORSE if client.engineer == WORSE_ENGINEER else ORDINARY
            for kind, likely, texts in (("投诉", worse, _COMPLAINTS), ("故障", 0.05, _FAULTS), ("建议", 0.03, _WISHES)):
                if random.random() >= likely:
                    continue
                raised = _some_workday(random, max(month, client.installed), end)
                solved = workday(raised + timedelta(days=random.randrange(2, 18)))
                charged = kind != "建议"
                text = random.choice(list(texts))
                book.problems.append(
                    [None, client.number, kind, text, texts[text], "安装工程师" if charged else None,
                     client.engineer if charged else None, raised, raised,
                     solved if solved <= LAST and random.random() < 0.93 else None,
                     "远程处理" if random.random() < 0.6 else "现场处理"]
                )  # fmt: skip
        month = plus_months(month, 1)
    book.problems.sort(key=lambda row: (row[7], row[1]))
    for number, row in enumerate(book.problems, 1):
        row[0] = f"WT{row[7]:%y%m}-{number:03d}"


def history(seed: int) -> Book:
    """Return all that happened and was written down, without a mistake."""
    random = Random(seed)
    book = Book(clients(random, Names(random)))
    for client in book.clients:
        _follow_up(book, random, client)
        _visits(book, random, client)
    book.calls.sort(key=lambda row: (row[1], row[0], CONTACTS.index(row[2])))
    _problems(book, random)
    return book


def _dotted(day: Value) -> Value:
    return f"{day.year}.{day.month}.{day.day}" if isinstance(day, date) else day


def _quarter(day: date) -> tuple[int, int]:
    return max((day.year, (day.month + 2) // 3), (2024, 4))


_CALLS = (
    "回访编号", "客户编号", "回访日期", "受访人>受访人岗位", "受访人>姓名", "回访情况>回访方式", "回访情况>回访结果",
    "回访情况>满意度", "意见和建议", "回访人", "回访人职务",
)  # fmt: skip
_PROBLEMS = (
    "问题编号", "客户编号", "问题类型", "问题描述", "问题原因", "责任方", "责任人", "提出日期", "上报日期",
    "解决日期", "处理措施",
)  # fmt: skip
_ARCHIVE = (
    "序号", "客户编号", "煤矿名称", "矿区", "客户规模", "安装日期", "停用日期", "安装人员",
    *(f"联系人>{contact}" for contact in CONTACTS), "联系电话",
)  # fmt: skip


def write(out: Path, seed: int = SEED) -> int:
    """Write all ledgers into *out*; return the number of files."""
    book = history(seed)
    out.mkdir(parents=True, exist_ok=True)
    kept = {_write_archive(out, book)}
    for year, quarter in sorted({_quarter(row[1]) for row in book.calls}):
        calls = [row for row in book.calls if _quarter(row[1]) == (year, quarter)]
        rows: list[list[Value]] = [
            [f"HF{year % 100}{quarter}-{number:03d}", *row] for number, row in enumerate(calls, 1)
        ]
        problems = [list(row) for row in book.problems if _quarter(row[7]) == (year, quarter)]
        if year < 2026:  # typed with dots until the office was asked for real dates
            rows = [[_dotted(value) for value in row] for row in rows]
        _mistakes(rows, problems, year, quarter)
        path = out / f"{year}年第{'一二三四'[quarter - 1]}季度用户回访.xlsx"
        title = f"{MAKER}{year}年第{'一二三四'[quarter - 1]}季度用户回访记录"
        below = ("注：每轮须访到该矿在册的各岗位；上门走访由工程师填写。", "审核：鲁志恒")
        save_workbook(
            path,
            [
                page_of("回访记录", _CALLS, rows, (title, "填报部门：用户服务部"), below),
                page_of("问题台账", _PROBLEMS, problems, (f"{year}年第{'一二三四'[quarter - 1]}季度用户问题",)),
            ],
            creator=MAKER,
            saved_at=SAVED_AT,
        )
        kept.add(path)
    for stale in set(out.glob("*.xlsx")) - kept:
        stale.unlink()
    return len(kept)


def _write_archive(out: Path, book: Book) -> Path:
    path = out / "用户安装档案.xlsx"
    sheets = []
    for year in (2024, 2025, 2026):
        rows: list[list[Value]] = [
            [number, one.number, one.mine, one.area, one.size, one.installed, one.retired, one.engineer,
             *(one.contacts.get(contact) for contact in CONTACTS), one.phone]
            for number, one in enumerate((one for one in book.clients if one.installed.year == year), 1)
        ]  # fmt: skip
        sheets.append(page_of(f"{year}年安装", _ARCHIVE, rows, (f"{year}年安装用户档案",)))
    staff: list[list[Value]] = [[name, "技术工程师", "技术部", date(2024, 8, 1)] for name in ENGINEERS]
    staff += [[name, "客服专员", "用户服务部", date(2024, 8, 1)] for name in AGENTS]
    staff.append([MANAGER, "区域经理", "用户服务部", date(2024, 8, 1)])
    sheets.append(page_of("人员", ("姓名", "职务", "部门", "任职日期"), staff))
    save_workbook(path, sheets, creator=MAKER, saved_at=SAVED_AT)
    return path


def _mistakes(calls: list[list[Value]], problems: list[list[Value]], year: int, quarter: int) -> None:
    """Type as offices do: a day that is none, an unknown word, a missing number, one line twice, a mine that nobody knows."""
    match (year, quarter):
        case (2024, 4):
            calls[17][2] = "2024.11.31"
        case (2025, 1):
            calls.append(list(calls[40]))
        case (2025, 2):
            calls[63][6] = "见备注"
        case (2025, 3):
            calls[9][1] = None
            calls.append([*calls[77][:7], "满意", *calls[77][8:]])
        case (2025, 4):
            calls[120][1] = "KH0918"
        case (2026, 1):
            calls[30][2] = "2026.2.30"
        case (2026, 2):
            problems.append(list(problems[3]))
            calls[88][7] = "还行吧"
        case (2026, 3):
            calls[15][6] = "？"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the ledgers")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    print(f"{chosen.out}: {write(chosen.out, chosen.seed)} files")


if __name__ == "__main__":
    main()
