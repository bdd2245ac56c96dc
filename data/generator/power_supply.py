"""Write the sample ledgers of a county power company: ``python data/generator/power_supply.py --out FOLDER``.

The same seed writes the same files. STORY.md says what is planted in them.
"""

from __future__ import annotations

import argparse
import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

from people import Names, workday, workdays_after
from sheets import Value, page_of, save_text, save_workbook

COMPANY = "清沅县供电公司"
ORGANISATION = "qingyuan"
FIRST, LAST = date(2024, 11, 1), date(2026, 10, 31)
SEED = 20241102
SAVED_AT = datetime(2026, 11, 2, 10, 0)
STATIONS = ("城关供电所", "沅口供电所", "白石供电所", "龙潭供电所", "柳河供电所")
CREWS = ("抢修一班", "抢修二班", "抢修三班", "抢修四班")
AGENTS = ("温静姝", "程若兰", "彭嘉禾")
MANAGERS = ("尹国梁", "左明轩")
QUESTIONS = (
    "供电可靠性", "电压质量", "业扩报装", "故障抢修", "停电通知", "抄表计量", "电费电价", "服务态度", "营业厅服务", "投诉处理",
)  # fmt: skip

# The story.
WORSE_CREW, WORSE, ORDINARY = "抢修三班", 0.20, 0.025
FLOOD = (date(2026, 7, 6), date(2026, 7, 24))
NOTICE_FROM, NOTICE = date(2026, 6, 1), 0.55  # answers at least 较满意 to 停电通知

# Letters that the sales department answers for; all others go to the repairs.
_SALES = ("电费与用量不符", "换表未通知")


@dataclass
class Client:
    """One client who uses power."""

    number: str
    name: str
    kind: str
    tier: str
    station: str
    since: date
    ended: date | None
    phone: str

    def is_active(self, first: date, last: date) -> bool:
        """Tell whether the account is open on any day of a period."""
        return self.since <= last and (self.ended is None or self.ended >= first)


@dataclass
class Book:
    """All that was written down, each row after its day."""

    clients: list[Client]
    orders: list[list[Value]] = field(default_factory=list)
    calls: list[list[Value]] = field(default_factory=list)
    cards: list[list[Value]] = field(default_factory=list)
    letters: list[list[Value]] = field(default_factory=list)
    complaints: list[list[Value]] = field(default_factory=list)


def months() -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of every month of the ledgers."""
    first = FIRST
    while first <= LAST:
        after = (first + timedelta(days=31)).replace(day=1)
        yield first, after - timedelta(days=1)
        first = after


def clients(random: Random, names: Names) -> list[Client]:
    """Return the clients: 5 key, 20 large, 130 other works and shops, 320 households."""
    found = []
    for number in range(475):
        kind = "非居民" if number < 155 else "居民"
        tier = "重要客户" if number < 5 else "10kV及以上" if number < 25 else "一般客户"
        since = date(2012, 1, 4) + timedelta(days=random.randrange(4600))
        if number >= 25 and number % 12 == 0:
            since = FIRST + timedelta(days=random.randrange(20, 640))
        works = f"{random.choice('永宏兴盛恒嘉祥裕')}{random.choice('源达泰丰顺康')}"
        title = f"{works}{random.choice(('建材厂', '超市', '食品厂', '机械厂', '宾馆', '砂石厂'))}"
        found.append(
            Client(
                number=f"0431{number + 1:06d}",
                name=title if kind == "非居民" else names.name(),
                kind=kind,
                tier=tier,
                station=STATIONS[random.randrange(len(STATIONS))],
                since=since,
                ended=date(2026, 3, 10) if number in (60, 200, 310) else None,
                phone=names.phone(),
            )
        )
    return found


def _at(random: Random, day: date, first: int = 8, last: int = 19) -> datetime:
    return datetime.combine(day, time(random.randrange(first, last), random.randrange(60)))


def _within(random: Random, start: datetime, hours: int) -> datetime:
    """Return a moment at most *hours* after *start* at which people are called."""
    latest = start + timedelta(hours=hours)
    moments = [start + timedelta(minutes=minutes) for minutes in range(40, hours * 60 - 20, 7)]
    fit = [moment for moment in moments if 8 <= moment.hour < 20]
    return random.choice(fit) if fit else latest


def _level(random: Random, happy: float) -> str:
    """Return an answer, *happy* of them at or above 较满意."""
    if random.random() < happy:
        return "满意" if random.random() < 0.75 else "较满意"
    return "基本满意" if random.random() < 0.7 else "不满意"


def _call(
    book: Book, random: Random, case: str, at: datetime, sheet: str, caller: tuple[str, str], happy: float
) -> bool:
    """Write down a callback, before it now and then one in vain; tell whether somebody was reached."""
    reached = random.random() < 0.965
    for number in range(1 + (random.random() < 0.08)):
        last = number == 0
        moment = at if last else at - timedelta(minutes=random.randrange(15, 35))
        got = reached and last
        outcome = "成功" if got else random.choice(("无人接听", "占线", "停机", "空号"))
        if moment.date() <= LAST:
            book.calls.append([sheet, case, moment, "电话", outcome, _level(random, happy) if got else None, *caller])
    return reached


def _orders(book: Book, random: Random, names: Names) -> None:
    """Works that were finished: new connections, faults, and in the flood repairs beside them."""
    for first, last in months():
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        for _ in range(random.randrange(12, 17)):
            day = workday(random.choice(days), -1)
            _order(book, random, names, "新装增容", _at(random, max(day, FIRST), 9, 17))
        for _ in range(random.randrange(32, 40)):
            _order(book, random, names, "故障抢修", _at(random, random.choice(days), 6, 23))
        if first <= FLOOD[0] <= last:
            spell = [day for day in days if FLOOD[0] <= day <= FLOOD[1]]
            for _ in range(70):
                _order(book, random, names, "灾害期间抢修", _at(random, random.choice(spell), 6, 23))
    book.orders.sort(key=lambda row: (row[2], row[3]))


def _order(book: Book, random: Random, names: Names, kind: str, archived: datetime) -> None:
    case = f"GD{archived:%y%m}{len(book.orders) + 1:05d}"
    crew = None if kind == "新装增容" else CREWS[len(book.orders) % len(CREWS)]
    department = "营销部" if kind == "新装增容" else "运维检修部"
    station = STATIONS[random.randrange(len(STATIONS))]
    book.orders.append([case, kind, archived, names.name(), names.phone(), station, department, crew])
    agent = (AGENTS[random.randrange(len(AGENTS))], "客服专员")
    flooded = kind == "故障抢修" and FLOOD[0] <= archived.date() <= FLOOD[1]
    if random.random() < 0.03:
        return
    if kind == "新装增容":
        wait = random.randrange(1, 7) if random.random() < 0.95 else random.randrange(8, 14)
        at = _at(random, workdays_after(archived.date(), wait))
    elif random.random() < (0.25 if flooded else 0.95):
        at = _within(random, archived, 48 if kind == "灾害期间抢修" else 24)
    else:
        at = _at(random, archived.date() + timedelta(days=random.randrange(3, 6)))
    worse = WORSE if crew == WORSE_CREW else ORDINARY
    complains = crew is not None and random.random() < worse
    reached = _call(
        book, random, case, at, "报装回访" if crew is None else "抢修回访", agent, 0.3 if complains else 0.95
    )
    if complains and reached and at.date() <= LAST:
        text = random.choice(("到场太慢", "修完现场没清理", "没说明原因就走了", "态度生硬", "当晚又停电"))
        solved = workdays_after(at.date(), random.randrange(1, 7))
        book.complaints.append(
            [case, "投诉", "抢修班组", crew, text, at.date(), at.date(), solved if solved <= LAST else None,
             "约谈班组并回访客户"]
        )  # fmt: skip


def _letters(book: Book, random: Random) -> None:
    """Letters of complaint and of report, four or five a month, and when they were answered."""
    for first, last in months():
        for number in range(random.randrange(4, 6)):
            kind, limit = ("举报", 10) if number == 3 else ("投诉", 5)
            came = workday(first + timedelta(days=random.randrange((last - first).days - 2)))
            days = random.randrange(2, limit + 1) if random.random() < 0.92 else limit + random.randrange(1, 4)
            answered = workdays_after(came, days)
            subjects = ("反映施工人员索要好处",) if kind == "举报" else ("频繁停电", "电压低", *_SALES)
            (text,) = random.choices(subjects, (9, 7, 2, 1)[: len(subjects)])
            book.letters.append(
                [f"XJ{came:%y%m}{number + 1:02d}", kind, text, came,
                 "责任部门", "营销部" if text in _SALES else "运维检修部", answered if answered <= LAST else None,
                 workday(answered + timedelta(days=3)) if answered + timedelta(days=9) <= LAST else None]
            )  # fmt: skip


def _yearly(book: Book, random: Random) -> None:
    """Every large client once a calendar year, and a good tenth of the others."""
    for year, opens, ends in ((2024, FIRST, date(2024, 12, 31)), (2025, None, None), (2026, date(2026, 1, 1), LAST)):
        first, last = opens or date(year, 1, 1), ends or date(year, 12, 31)
        known = [one for one in book.clients if one.is_active(first, last) and one.ended is None]
        large = [one for one in known if one.tier != "一般客户" and random.random() < (0.9 if year == 2026 else 0.97)]
        others = [one for one in known if one.tier == "一般客户"]
        for client in [*large, *random.sample(others, round(0.11 * len(others)))]:
            day = workday(
                max(first, client.since) + timedelta(days=random.randrange((last - max(first, client.since)).days + 1)),
                -1,
            )
            big = client.tier != "一般客户"
            caller = (
                (MANAGERS[int(client.number[-1]) % 2], "客户经理")
                if big
                else (AGENTS[int(client.number[-1]) % 3], "客服专员")
            )
            _call(book, random, client.number, _at(random, max(day, first), 9, 17), "年度回访", caller, 0.94)


def drawn(population: Sequence[Client], rule: str, month: str, share: float) -> list[Client]:
    """Return the clients whom the work-list of the month names for a survey card."""
    seed = f"{ORGANISATION}/{rule}/{month}/"
    lots = sorted(population, key=lambda one: hashlib.md5(f"{seed}{one.number}".encode()).hexdigest())
    return lots[: math.ceil(len(lots) * share)]


def _cards(book: Book, random: Random) -> None:
    """Survey cards of June and December: to those drawn, and to every key client."""
    for first, last in months():
        if first.month not in (6, 12):
            continue
        known = [one for one in book.clients if one.is_active(first, last)]
        works = [one for one in known if one.kind == "非居民" and one.tier != "重要客户"]
        homes = [one for one in known if one.kind == "居民"]
        month = f"{first:%Y-%m}"
        asked = [one for one in known if one.tier == "重要客户"]
        asked += drawn(works, "survey_non_residential", month, 0.10) + drawn(homes, "survey_residential", month, 0.01)
        for client in asked:
            if random.random() < 0.05:
                continue
            day = first + timedelta(days=random.randrange(3, 27))
            back = random.random() < 0.95
            happy = [NOTICE if words == "停电通知" and first >= NOTICE_FROM else 0.95 for words in QUESTIONS]
            answers: list[Value] = [_level(random, one) if back else None for one in happy]
            if back and random.random() < 0.04:
                answers[9] = None
            book.cards.append(
                [client.number, client.name, day, "调查表", "成功" if back else "其他", *answers, AGENTS[0], "客服专员"]
            )


def history(seed: int) -> Book:
    """Return all that happened and was written down, without a mistake."""
    random = Random(seed)
    names = Names(random)
    book = Book(clients(random, names))
    _orders(book, random, names)
    _letters(book, random)
    _yearly(book, random)
    _cards(book, random)
    book.calls.sort(key=lambda row: (row[2], row[1]))
    book.complaints.sort(key=lambda row: (row[5], row[0]))
    return book


_CLIENTS = ("用电客户编号", "客户名称", "用电类别", "客户等级", "供电所", "立户日期", "销户日期", "联系电话")
_ORDERS = ("工作单号", "用电类别", "归档时间", "客户姓名", "联系电话", "供电所", "责任部门", "抢修班组")
_CALLS = ("工作单号", "回访时间", "回访方式", "接通情况", "满意度", "回访人", "回访人职务")
_CARDS = (
    "用电客户编号", "客户名称", "回访日期", "回访方式", "回访结果", *(f"满意度>{words}" for words in QUESTIONS), "回访人",
    "回访人职务",
)  # fmt: skip
_LETTERS = ("工作单号", "用电类别", "备注")
_ANSWERS = ("工作单号", "问题类型", "投诉原因", "受理日期", "责任方", "被投诉对象", "答复日期", "办结日期")
_COMPLAINTS = (
    "工作单号", "问题类型", "责任方", "被投诉对象", "投诉原因", "提出时间", "上报时间", "解决时间", "处理措施",
)  # fmt: skip


def write(out: Path, seed: int = SEED) -> int:
    """Write all ledgers into *out*; return the number of files."""
    book = history(seed)
    out.mkdir(parents=True, exist_ok=True)
    kept = {_write_clients(out, book)}
    for year in (2024, 2025, 2026):
        orders = [list(row) for row in book.orders if row[2].year == year]
        path = out / f"工单归档导出_{year}.csv"
        rows = {sheet: [row[1:] for row in book.calls if row[0] == sheet and row[2].year == year] for sheet in _SHEETS}
        _mistakes(orders, rows, year)
        save_text(path, page_of("", _ORDERS, orders), "utf-8-sig")
        kept |= {path, _write_register(out, book, year, rows)}
    for stale in {path for path in out.iterdir() if path.suffix in (".xlsx", ".csv")} - kept:
        stale.unlink()
    return len(kept)


_SHEETS = ("报装回访", "抢修回访", "年度回访")


def _write_clients(out: Path, book: Book) -> Path:
    path = out / "用电客户台账.xlsx"
    sheets = []
    for kind in ("非居民", "居民"):
        rows: list[list[Value]] = [
            [one.number, one.name, one.kind, one.tier, one.station, one.since, one.ended, one.phone]
            for one in book.clients
            if one.kind == kind
        ]
        sheets.append(page_of(f"{kind}客户", _CLIENTS, rows))
    save_workbook(path, sheets, creator=COMPANY, saved_at=SAVED_AT)
    return path


def _write_register(out: Path, book: Book, year: int, calls: dict[str, list[list[Value]]]) -> Path:
    path = out / f"{year}年客户回访登记簿.xlsx"
    unit = f"单位：{COMPANY}供电服务指挥中心"
    cards = [row for row in book.cards if row[2].year == year]
    letters = [row for row in book.letters if row[3].year == year]
    complaints = [row for row in book.complaints if row[5].year == year]
    sheets = [page_of(sheet, _CALLS, calls[sheet], (f"{year}年{sheet}登记", unit)) for sheet in _SHEETS]
    if cards:
        sheets.append(page_of("满意度调查卡", _CARDS, cards, (f"{year}年满意度调查卡汇总", unit)))
    sheets += [
        page_of(
            "来信登记", _LETTERS, [[row[0], f"{row[1]}信件", row[2]] for row in letters], (f"{year}年来信登记", unit)
        ),
        page_of("来信办理", _ANSWERS, letters, (f"{year}年来信办理", unit)),
        page_of("回访投诉", _COMPLAINTS, complaints, (f"{year}年回访中受理的投诉", unit)),
    ]
    save_workbook(path, sheets, creator=COMPANY, saved_at=SAVED_AT)
    return path


def _mistakes(orders: list[list[Value]], calls: dict[str, list[list[Value]]], year: int) -> None:
    """Type as offices do: moments that are none, unknown words, missing numbers, lines twice, orders that nobody knows."""
    repairs, works = calls["抢修回访"], calls["报装回访"]
    match year:
        case 2024:
            repairs[11][3] = "详见录音"
            works.append(list(works[4]))
        case 2025:
            orders[70][2] = "2025-02-29 10:15:00"
            orders.append(list(orders[200]))
            repairs[45][0] = None
            repairs[180][0] = "GD250499999"
            repairs[260][1] = "2025/9/31 9:20"
            works[33][4] = "凑合"
        case 2026:
            orders[110][0] = None
            repairs.append(list(repairs[90]))
            repairs[210][3] = "？"
            works[50][1] = "待补"


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the ledgers")
    parser.add_argument("--seed", type=int, default=SEED)
    chosen = parser.parse_args(arguments)
    print(f"{chosen.out}: {write(chosen.out, chosen.seed)} files")


if __name__ == "__main__":
    main()
