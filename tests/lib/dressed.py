"""Hypothesis strategies: ledgers whose meaning is known, written down as offices write them.

Every way of writing here can be read in one way only, so what is read has to be what was meant.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from analytics.ledger.grid import Area, Cell, Grid

if TYPE_CHECKING:
    from analytics.ledger.profile import ReadingProfile

Meant = dict[str, str | None]

YEAR = 2026
TITLES = ("2026年电话回访单", "静宜装饰公司2026年度回访登记表", "二〇二六年回访台账", "2026年登记簿（全部）")
MONTH_TITLES = ("{year}年{month}月电话回访单", "静宜装饰 {year}年{month:02}月份回访登记表", "{year}.{month:02}回访台账")
SHEETS = {"callbacks": "回访", "cases": "工程", "problems": "投诉"}
# The first of each table are always there.
NEEDED = 3
HEADERS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "callbacks": {
        "case_id": ("工程编号", "项目编号", "工程号", "合同编号"),
        "at": ("回访日期", "实际回访日期", "回访日"),
        "outcome": ("回访结果", "接通情况", "回访状态", "是否接通"),
        "callback_id": ("回访编号", "回访单号", "Callback ID"),
        "caller": ("回访人", "回访员", "回访人员", "回访人姓名"),
        "caller_role": ("回访人职务", "职务", "角色"),
        "channel": ("回访方式", "回访渠道", "回访形式"),
        "satisfaction": ("满意度", "客户满意度", "总体满意度"),
        "satisfaction.design": ("设计满意度", "满意度（设计）", "对设计的满意度"),
        "duration_s": ("通话时长（秒）", "通话时长"),
    },
    "cases": {
        "case_id": ("工程编号", "项目编号", "工程号", "合同编号"),
        "event.start": ("开工日期", "实际开工日期", "开工时间"),
        "event.planned_end": ("预计竣工日期", "计划完工日期"),
        "category": ("类别", "工程类别", "项目类别"),
        "event.end": ("竣工日期", "完工日期", "实际竣工日期"),
        "party.designer": ("设计师", "设计师姓名"),
        "party.crew": ("施工队", "施工班组"),
        "person.name": ("客户姓名", "业主姓名", "姓名"),
        "person.phone": ("联系电话", "业主电话", "手机"),
    },
    "problems": {
        "case_id": ("工程编号", "项目编号", "工程号", "合同编号"),
        "kind": ("问题类型", "问题类别", "问题性质"),
        "raised_at": ("提出时间", "投诉时间", "投诉日期"),
        "problem_id": ("问题编号", "投诉编号"),
        "severity": ("严重程度", "问题等级"),
        "party": ("被投诉人", "责任人"),
        "resolved_at": ("解决时间", "解决日期"),
        "verified": ("是否核实", "是否属实"),
    },
}
NAMES = ("王小丽", "李和平", "欧阳修", "陈静", "张三", "Lin Qiao")
FULL_WIDTH = str.maketrans({chr(sign): chr(sign + 0xFEE0) for sign in range(ord("-"), ord("Z") + 1)})
ONES = "〇一二三四五六七八九"
FIRST_DAY = datetime(1899, 12, 30)


@dataclass(slots=True)
class Dressed:
    """A sheet, and what each of its rows means, by the spreadsheet's number of the row."""

    grid: Grid
    meant: dict[int, Meant] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Manner:
    """How one office writes one sheet: whether a title tells the year or the month, and whether the sheet is a text file."""

    profile: ReadingProfile
    is_text: bool
    is_dated: bool
    month: int | None

    def moments(self, *, with_clock: bool) -> st.SearchStrategy[str]:
        """Days of the year, or of the month that the title names, at times with an hour, in the canonical form."""
        first, last = datetime(YEAR, self.month or 1, 1), 365
        if self.month:
            last = calendar.monthrange(YEAR, self.month)[1]
        minutes = st.sampled_from((0, 1)) if with_clock else st.just(0)
        return st.tuples(st.integers(0, last - 1), minutes, st.integers(1, 24 * 60 - 1)).map(
            lambda drawn: str(first + timedelta(days=drawn[0], minutes=drawn[1] * drawn[2])).removesuffix(" 00:00:00")
        )

    def meanings(self, column: str, number: int) -> st.SearchStrategy[str | None]:
        """Return what a cell of a column may mean in a row."""
        words = self.words(column)
        if column == "case_id":
            return st.sampled_from((f"GC2026-{number:03}", f"JY{number:06}", f"{number + 1000}", f"A-{number}b"))
        if column in {"callback_id", "problem_id"}:
            return st.just(f"HF{number:05}")
        if column in {"at", "raised_at", "event.start"}:
            return self.moments(with_clock=column != "event.start")
        if column == "outcome":
            return st.sampled_from([*["reached"] * 8, *sorted(set(words.values()) - {"reached"})])
        if column == "kind":
            return st.sampled_from(sorted(set(words.values())))
        return st.one_of(st.none(), *[self._possible(column, words)] * 2)

    def _possible(self, column: str, words: Mapping[str, str]) -> st.SearchStrategy[str]:
        if words:
            return st.sampled_from(sorted(set(words.values()) - {""}))
        if column.startswith("event.") or column == "resolved_at":
            return Manner(self.profile, self.is_text, self.is_dated, None).moments(with_clock=False)
        if column == "person.phone":
            return st.integers(0, 10**8 - 1).map(lambda last: f"138{last:08}")
        if column == "duration_s":
            return st.integers(1, 5000).map(str)
        if column == "category":
            return st.sampled_from(("整装", "局部改造", "软装"))
        if column.startswith(("party", "caller")):
            most = 1 if column == "caller" else 2
            return st.lists(st.sampled_from(NAMES), min_size=1, max_size=most, unique=True).map(";".join)
        return st.sampled_from(NAMES)

    def words(self, column: str) -> Mapping[str, str]:
        """Return the words of a column of codes, and what they mean."""
        if column.startswith("satisfaction"):
            return self.profile.scale
        return self.profile.roles if column == "caller_role" else self.profile.words.get(column, {})

    def written(self, column: str, header: str, value: str | None) -> st.SearchStrategy[Cell]:
        """Return how a cell of a column may be written for it to mean *value*."""
        if value is None:
            # What stands for a person is kept as it is written, and 无 is an answer to whether something is so.
            nothing = ("", "", " ") if column in {"person.name", "verified"} else ("", "", "", " ", "/", "-", "无")
            return st.sampled_from(nothing)
        words = self.words(column)
        if words:
            return st.sampled_from(self._ways_of_word(column, value, words))
        if column in {"at", "raised_at", "resolved_at"} or column.startswith("event."):
            return st.sampled_from(self.ways_of_moment(value, is_plan="planned" in column))
        if column in {"case_id", "callback_id", "problem_id"}:
            return st.sampled_from(self._ways_of_id(value))
        if column == "person.phone":
            return st.sampled_from(self._ways_of_phone(value))
        if column == "duration_s":
            return st.sampled_from(self._ways_of_duration(value, header))
        if column in {"category", "person.name"}:
            return st.sampled_from((value, f" {value}", f"{value}　"))
        return st.sampled_from(_ways_of_names(value))

    def ways_of_moment(self, value: str, *, is_plan: bool = False) -> list[Cell]:
        """Return how a moment may be written; without its year or month only where a title tells it."""
        when = datetime.fromisoformat(value)
        month, day, has_clock = when.month, when.day, len(value) > 10
        days = [
            *(f"{when:%Y-%m-%d}", f"{YEAR}-{month}-{day}", f"{YEAR}/{month}/{day}", f"{when:%Y.%m.%d}"),
            *(f"{YEAR}. {month}. {day}", f"{YEAR}年{month}月{day}日", f"{YEAR} 年 {month} 月 {day} 日"),
            *(f"{when:%Y年%m月%d号}", f"26年{month}月{day}日", f"二〇二六年{in_words(month)}月{in_words(day)}日"),
            *(f"{day} {when:%b} {YEAR}", f"{when:%B} {day}, {YEAR}"),
        ]
        if self.is_dated and not is_plan and self.month in {None, month}:
            days += [f"{month}月{day}日", f"{when:%m月%d号}", f"{in_words(month)}月{in_words(day)}日"]
            if self.month:
                days += [f"{day}日", f"{day}号"]
        ways: list[Cell] = [f"{one} {clock}" for one in days for clock in clocks(when)] if has_clock else [*days]
        programs = ("%Y%m%d %H%M", "%Y-%m-%dT%H:%M:%S", "%Y%m%d%H%M%S") if has_clock else ("%Y%m%d",)
        ways += [when.strftime(program) for program in programs]
        ways += [str(way).translate(FULL_WIDTH) for way in ways[:3]]
        # A program writes the most of them.
        return ways if self.is_text else [*ways, *[when] * len(ways), (when - FIRST_DAY) / timedelta(days=1)]

    def _ways_of_word(self, column: str, value: str, words: Mapping[str, str]) -> list[Cell]:
        ways: list[Cell] = [word for word, meaning in sorted(words.items()) if meaning == value]
        if column.startswith("satisfaction"):
            marks = [word for word in ways if str(word).isdigit()]
            ways += [f"{mark}分" for mark in marks]
            ways += ["★" * int(str(mark)) + "☆" * (5 - int(str(mark))) for mark in marks]
        return [*ways, f" {ways[0]}", f"{ways[0]}　"]

    def _ways_of_id(self, value: str) -> list[Cell]:
        ways: list[Cell] = [value, value, f" {value}", f"{value}　", value.translate(FULL_WIDTH), f"'{value}"]
        return [*ways, float(value), int(value)] if value.isdigit() and not self.is_text else ways

    def _ways_of_phone(self, value: str) -> list[Cell]:
        parts = value[:3], value[3:7], value[7:]
        ways: list[Cell] = [value, "-".join(parts), " ".join(parts), f"+86{value}", value.translate(FULL_WIDTH)]
        return ways if self.is_text else [*ways, float(value), int(value)]

    def _ways_of_duration(self, value: str, header: str) -> list[Cell]:
        minutes, seconds = divmod(int(value), 60)
        ways: list[Cell] = [
            f"{minutes}分{seconds}秒",
            f"{value}秒",
            f"{minutes}分钟{seconds}秒",
            f"{minutes}'{seconds}\"",
        ]
        return [*ways, value, *([] if self.is_text else [int(value)])] if "秒" in header else ways


def _ways_of_names(value: str) -> list[Cell]:
    names = value.split(";")
    ways: list[Cell] = [mark.join(names) for mark in ("、", "，", "/", "；", "、 ", "\n")]
    return [*ways, f"{value[0]} {value[1]}"] if len(value) == 2 else ways


def in_words(number: int) -> str:
    """Return a number from 1 to 99 as Chinese words."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else ONES[tens]) + ("十" if tens else "") + (ONES[ones] if ones else "")


def clocks(when: datetime) -> list[str]:
    """Return how a time of day may be written beside its day."""
    hour, minute = when.hour, when.minute
    ways = [f"{when:%H:%M}", f"{hour}:{minute:02}", f"{when:%H:%M:%S}", f"{hour}时{minute}分", f"{hour}点{minute:02}分"]
    if 6 <= hour < 12:
        ways += [f"上午{hour}:{minute:02}", f"上午 {hour}点{minute}分", f"{hour}:{minute:02} AM"]
    if 13 <= hour < 18:
        ways += [f"下午{hour - 12}:{minute:02}", f"下午{hour - 12}点{minute}分", f"{hour - 12}:{minute:02}pm"]
    return ways


@st.composite
def ledgers(draw: st.DrawFn, table: str, profile: ReadingProfile, *, is_text: bool) -> Dressed:
    """Draw a sheet of one table: title or none, headers in any order, rows, and what offices put between and below them."""
    month = draw(st.one_of(st.none(), st.integers(1, 12)))
    titles = [title.format(year=YEAR, month=month) for title in MONTH_TITLES] if month else TITLES
    title = draw(st.sampled_from(titles)) if month else draw(st.one_of(st.none(), st.sampled_from(titles)))
    manner = Manner(profile, is_text, bool(title), month)
    known = list(HEADERS[table])
    more = draw(st.lists(st.sampled_from(known[NEEDED:]), unique=True))
    columns = draw(st.permutations([*known[:NEEDED], *more]))
    heads = {column: draw(st.sampled_from(HEADERS[table][column])) for column in columns}
    has_clock = table == "callbacks" and draw(st.booleans())
    is_numbered = draw(st.booleans())
    header: list[Cell] = [
        *(["序号"] if is_numbered else []),
        *heads.values(),
        *(["回访时间"] if has_clock else []),
        "备注",
    ]
    rows: list[list[Cell]] = [*([[title]] if title else []), [*header]]
    merged: list[Area] = []
    dressed = Dressed(Grid(SHEETS[table], rows, merged=merged, is_text=is_text))
    if title and not is_text and draw(st.booleans()):
        merged.append(((0, 0), (0, len(header) - 1)))
    count = draw(st.integers(1, 8))
    for number in range(1, count + 1):
        if number > 1:
            total: list[list[Cell]] = [["小计", number - 1]] if is_numbered else []
            rows += {"nothing": [], "blank": [[]], "header": [[*header]], "total": total}[
                draw(st.sampled_from(("nothing", "nothing", "nothing", "blank", "header", "total")))
            ]
        meant = {column: draw(manner.meanings(column, number)) for column in columns}
        if meant.get("outcome", "reached") != "reached":
            meant.update((column, None) for column in meant if column.startswith("satisfaction"))
        written = {column: meant[column] for column in columns}
        clock: list[Cell] = []
        if has_clock:
            written["at"], clock = draw(_apart(str(meant["at"]), is_text=is_text))
        cells = [draw(manner.written(column, heads[column], written[column])) for column in columns]
        note = draw(st.sampled_from(("", "", "客户在外地", "合计两次", "无")))
        rows.append([*([number] if is_numbered else []), *cells, *clock, note])
        dressed.meant[len(rows)] = meant
    below: tuple[list[Cell], ...] = ([], ["合计", count], ["制表人：王某", "", "审核："], ["注：以上为全部记录"])
    last = draw(st.sampled_from(below))
    if last[:1] != ["合计"] or is_numbered:
        rows.append([*last])
    width = max(map(len, rows))
    for row in rows:
        row.extend([""] * (width - len(row)))
    return dressed


def _apart(value: str, *, is_text: bool) -> st.SearchStrategy[tuple[str, list[Cell]]]:
    """Return the day of a moment, and how its time of day, if it has one, may be written in a column of its own."""
    if len(value) == 10:
        return st.just((value, [""]))
    when = datetime.fromisoformat(value)
    ways: list[Cell] = [*clocks(when)]
    if not is_text:
        ways += [time(when.hour, when.minute), (when.hour * 60 + when.minute) / 1440]
    return st.sampled_from(ways).map(lambda way: (value[:10], [way]))


# Ways to write a day of which some, or all, can be read in two ways.
DOUBTFUL: Mapping[str, Callable[[date], Cell]] = {
    "3.5": lambda day: f"{day.month}.{day.day}",
    "03.05": lambda day: f"{day:%m.%d}",
    "3.5 as a number": lambda day: float(f"{day.month}.{day.day}"),
    "3-5": lambda day: f"{day.month}-{day.day}",
    "3/5": lambda day: f"{day.month}/{day.day}",
    "26/3/5": lambda day: f"{day:%y}/{day.month}/{day.day}",
    "26.3.5": lambda day: f"{day:%y}.{day.month}.{day.day}",
    "260305": lambda day: f"{day:%y%m%d}",
    "5/3/2026": lambda day: f"{day.day}/{day.month}/{day.year}",
    "3/5/2026": lambda day: f"{day.month}/{day.day}/{day.year}",
    "5.3.26": lambda day: f"{day.day}.{day.month}.{day:%y}",
    "3-5-26": lambda day: f"{day.month}-{day.day}-{day:%y}",
    "5-Mar": lambda day: f"{day.day}-{day:%b}",
    "Mar-5": lambda day: f"{day:%b}-{day.day}",
    "5-Mar-26": lambda day: f"{day.day}-{day:%b}-{day:%y}",
    "5": lambda day: str(day.day),
    "5 as a number": lambda day: float(day.day),
    "5日": lambda day: f"{day.day}日",
}


@st.composite
def days_in_doubt(draw: st.DrawFn, way: str, *, is_text: bool) -> tuple[Grid, dict[int, str]]:
    """Draw a sheet whose days are all written in one way, and the day of each row; its title tells year or month or nothing."""
    told = draw(st.sampled_from(("nothing", "year", "month")))
    first = date(YEAR, draw(st.integers(1, 12)), 1)
    until = {"nothing": 700, "year": 364 - (first - date(YEAR, 1, 1)).days, "month": 27}[told]
    days = draw(
        st.lists(st.integers(0, until).map(lambda after: first + timedelta(days=after)), min_size=1, max_size=25)
    )
    if draw(st.booleans()):
        days.sort()
    title = {"nothing": [], "year": [f"{YEAR}年电话回访单"], "month": [f"{YEAR}年{first.month}月电话回访单"]}[told]
    rows: list[list[Cell]] = [[cell, "", "", ""] for cell in title]
    rows.append(["工程编号", "回访日期", "接通情况", "回访人"])
    meant = {}
    for number, day in enumerate(days):
        cell = DOUBTFUL[way](day)
        rows.append([f"GC{number}", str(cell) if is_text else cell, "已接通", "王小丽"])
        meant[len(rows)] = str(day)
    return Grid("回访", rows, is_text=is_text), meant
