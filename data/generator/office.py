"""How the office keeps its ledgers: one file a month, typed by people.

Turns the history into sheets of cells as they would be typed, with every habit of writing a date or a phone number,
and then makes the mistakes of ``_MISTAKES``. Every mistake is remembered with its place, so that a load can be checked
against it. A row is written the same way in every month that repeats it, as if it had been copied.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from company import DIMENSIONS, PARTY_ROLES, STORY, Callback, History, Problem, Project, months

IN_PROGRESS, COMPLETED, CALLBACKS, PROBLEMS = "在施工程", "竣工工程", "电话回访单", "投诉与问题"
TABLE_OF_SHEET = {IN_PROGRESS: "cases", COMPLETED: "cases", CALLBACKS: "callbacks", PROBLEMS: "problems"}
CSV_MONTH, XLS_MONTH = "2025-05", "2024-12"
NOTES_MONTH, EMPTY_SHEET_MONTH = "2024-09", "2025-01"
HEADER_ROWS = 4  # title, month, and a header of two lines

_PROJECT_HEADER = (
    ("序号", ""), ("工程编号", ""), ("客户姓名", ""), ("联系电话", ""), ("工程地址", ""), ("类别", ""), ("区域", ""),
    ("设计师", ""), ("巡检", ""), ("施工队", ""), ("工期", "开工日期"), ("工期", "预计竣工日期"),
)  # fmt: skip
_HEADERS: dict[str, tuple[tuple[str, str], ...]] = {
    IN_PROGRESS: (*_PROJECT_HEADER, ("免访日期", ""), ("免访原因", ""), ("备注", "")),
    COMPLETED: (
        *_PROJECT_HEADER, ("工期", "竣工日期"), ("保修到期日", ""), ("保修维修日期", ""), ("反馈单收回日期", ""),
        ("免访日期", ""), ("免访原因", ""), ("备注", ""),
    ),
    CALLBACKS: (
        ("序号", ""), ("工程编号", ""), ("客户姓名", ""), ("联系电话", ""), ("回访日期", ""), ("回访人", ""), ("回访人职务", ""),
        ("回访方式", ""), ("接通情况", ""), ("未接通原因", ""), *(("满意度", name) for name in DIMENSIONS.values()),
        ("意见和建议", ""),
    ),
    PROBLEMS: (
        ("序号", ""), ("问题编号", ""), ("工程编号", ""), ("提出时间", ""), ("问题类型", ""), ("投诉内容", ""), ("原因", ""),
        ("严重程度", ""), ("责任方类别", ""), ("被投诉人", ""), ("上报时间", ""), ("答复时间", ""), ("解决时间", ""),
        ("是否核实", ""), ("处理措施", ""),
    ),
}  # fmt: skip
_WIDTHS = {
    "序号": 5, "工程编号": 14, "客户姓名": 9, "联系电话": 14, "工程地址": 42, "类别": 9, "区域": 8, "设计师": 8,
    "巡检": 8, "施工队": 10, "免访原因": 22, "备注": 20, "回访日期": 16, "回访人": 8, "回访人职务": 10,
    "回访方式": 8, "接通情况": 8, "未接通原因": 10, "意见和建议": 30, "问题编号": 13, "提出时间": 17,
    "问题类型": 9, "投诉内容": 26, "原因": 7, "严重程度": 8, "责任方类别": 10, "被投诉人": 11, "是否核实": 8,
    "处理措施": 24, "满意度": 9,
}  # fmt: skip

DAY, DAY_SLASH, DAY_CN, DAY_SHORT = "yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'm"月"d"日"'
MINUTE = "yyyy-mm-dd hh:mm"
GENERAL = "General"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_EPOCH = date(1899, 12, 30)

_PROJECT_HABITS = (
    ("real", 44), ("real/", 12), ("real年", 6), ("midnight", 2), ("iso", 12), ("dot", 8), ("年月日", 6), ("slash", 4),
    ("serial", 5), ("wide", 1),
)  # fmt: skip
_CALLBACK_HABITS = (
    ("real", 40), ("real/", 10), ("real月", 6), ("月日", 15), ("iso", 8), ("dot", 8), ("年月日", 5), ("slash", 4), ("serial", 4),
)  # fmt: skip
_PROBLEM_HABITS = (("real", 60), ("iso", 15), ("slash", 10), ("dot", 10), ("年月日", 5))

# Month, sheet, mistake, and what was typed instead. One or two a month, as in a careful office.
_MISTAKES: tuple[tuple[str, str, str, str], ...] = (
    ("2024-09", CALLBACKS, "duplicate", ""),
    ("2024-10", IN_PROGRESS, "bad_date", "2024-9-31"),
    ("2024-10", CALLBACKS, "bad_date", "10月32日"),
    ("2024-11", CALLBACKS, "unknown_outcome", "转语音信箱"),
    ("2024-11", PROBLEMS, "contradictory", ""),
    ("2024-12", IN_PROGRESS, "duplicate", ""),
    ("2025-01", IN_PROGRESS, "missing_id", ""),
    ("2025-01", CALLBACKS, "duplicate", ""),
    ("2025-02", CALLBACKS, "bad_date", "二月三十"),
    ("2025-02", IN_PROGRESS, "contradictory", ""),
    ("2025-03", CALLBACKS, "unknown_case", "JY202413-007"),
    ("2025-03", PROBLEMS, "duplicate", ""),
    ("2025-04", IN_PROGRESS, "short_phone", "1300000123"),
    ("2025-04", CALLBACKS, "unknown_level", "还凑合"),
    ("2025-05", CALLBACKS, "bad_date", "2025.4.31"),
    ("2025-05", CALLBACKS, "duplicate", ""),
    ("2025-06", PROBLEMS, "bad_date", "2025.6.31"),
    ("2025-06", IN_PROGRESS, "bad_date", "下月底"),
    ("2025-07", CALLBACKS, "bad_date", "31/7"),
    ("2025-07", COMPLETED, "duplicate", ""),
    ("2025-08", CALLBACKS, "contradictory", ""),
    ("2025-08", IN_PROGRESS, "missing_id", ""),
    ("2025-09", CALLBACKS, "unknown_outcome", "转接"),
    ("2025-10", CALLBACKS, "unknown_case", "JY202590-012"),
    ("2025-10", PROBLEMS, "contradictory", ""),
    ("2025-11", CALLBACKS, "missing_id", ""),
    ("2025-12", IN_PROGRESS, "duplicate", ""),
    ("2025-12", CALLBACKS, "unknown_outcome", "？"),
    ("2026-01", COMPLETED, "contradictory", ""),
    ("2026-01", CALLBACKS, "bad_date", "13月5日"),
    ("2026-02", IN_PROGRESS, "bad_date", "2026-02-30"),
    ("2026-03", CALLBACKS, "duplicate", ""),
    ("2026-04", PROBLEMS, "bad_date", "31/4"),
    ("2026-04", IN_PROGRESS, "short_phone", "130000045"),
    ("2026-05", CALLBACKS, "unknown_level", "马马虎虎"),
    ("2026-05", IN_PROGRESS, "contradictory", ""),
    ("2026-06", CALLBACKS, "contradictory", ""),
    ("2026-07", CALLBACKS, "unknown_case", "JY202600-003"),
    ("2026-07", IN_PROGRESS, "missing_id", ""),
    ("2026-08", PROBLEMS, "duplicate", ""),
    ("2026-08", CALLBACKS, "unknown_outcome", "转人工"),
    ("2026-09", IN_PROGRESS, "bad_date", "2026.9.31"),
    ("2026-10", CALLBACKS, "duplicate", ""),
    ("2026-10", PROBLEMS, "contradictory", ""),
    ("2026-10", CALLBACKS, "bad_date", "10月卅二"),
)
# The check of the workbench that finds each mistake; these set the row aside.
CHECK_OF_MISTAKE = {
    "bad_date": "date",
    "missing_id": "missing",
    "unknown_outcome": "code",
    "unknown_level": "code",
    "duplicate": "duplicate",
    "contradictory": "contradictory",
    "unknown_case": "unknown_case",
    "short_phone": "person",
}
SET_ASIDE = frozenset({"bad_date", "missing_id", "unknown_outcome", "unknown_level"})


class Cell(NamedTuple):
    """What one cell holds, and the number format that shows it."""

    value: str | int | float | date | datetime | None = None
    number_format: str = GENERAL


@dataclass(slots=True)
class Row:
    """One row under the header; without cells it was left blank."""

    cells: list[Cell]
    record: Project | Callback | Problem | None = None
    mistake: str = ""
    column: str = ""

    def copy(self) -> Row:
        """The same cells once more, to be changed on their own."""
        return Row(list(self.cells), self.record)


@dataclass(slots=True)
class Sheet:
    """One sheet of a month's ledger."""

    name: str
    title: str
    month: str
    header: tuple[tuple[str, str], ...]
    rows: list[Row]
    total: list[str]
    signature: str

    def column(self, name: str) -> int:
        """The place of a column, by the lower line of its header where there is one."""
        return [lower or upper for upper, lower in self.header].index(name)

    @property
    def widths(self) -> list[int]:
        """The width of each column in characters."""
        return [_WIDTHS.get(upper, 15) for upper, _ in self.header]


@dataclass(slots=True)
class Ledger:
    """One file: its name without suffix, how it was saved, its sheets."""

    name: str
    suffix: str
    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)
    has_empty_sheet: bool = False

    @property
    def file(self) -> str:
        """The file's name."""
        return self.name + self.suffix

    def sheet_name(self, sheet: Sheet) -> str:
        """The name under which a reader sees the sheet: text files have none but their own."""
        return self.name if self.suffix == ".csv" else sheet.name


class Mistake(NamedTuple):
    """One mistake that was made, and where it can be seen."""

    file: str
    sheet: str
    table: str
    row: int
    column: str
    kind: str
    value: str
    record_id: str


# Typing


def _pick(random: Random, habits: Sequence[tuple[str, int]]) -> str:
    return random.choices([habit for habit, _ in habits], [weight for _, weight in habits])[0]


def typed_day(day: date | None, habit: str, *, clock: time | None = None) -> Cell:
    """Write one day, or one moment, in one of the office's ways."""
    if day is None:
        return Cell()
    if clock is not None:
        return _typed_moment(datetime.combine(day, clock), habit)
    year, month, number = day.year, day.month, day.day
    match habit:
        case "real/":
            return Cell(day, DAY_SLASH)
        case "real年":
            return Cell(day, DAY_CN)
        case "real月":
            return Cell(day, DAY_SHORT)
        case "midnight":
            return Cell(datetime(year, month, number), MINUTE)
        case "iso":
            return Cell(day.isoformat())
        case "dot":
            return Cell(f"{year}.{month}.{number}")
        case "年月日":
            return Cell(f"{year}年{month}月{number}日")
        case "月日":
            return Cell(f"{month}月{number}日")
        case "slash":
            return Cell(f"{year}/{month}/{number}")
        case "serial":
            return Cell((day - _EPOCH).days)
        case "wide":
            return Cell(day.isoformat().translate(_WIDE))
    return Cell(day, DAY)


def _typed_moment(at: datetime, habit: str) -> Cell:
    if habit.startswith("real") or habit == "serial":
        return Cell(at, MINUTE)
    day = typed_day(at.date(), habit).value
    return Cell(f"{day} {at.hour}:{at:%M}")


def _typed_phone(phone: str, random: Random) -> Cell:
    lot = random.random()
    if lot < 0.70:
        return Cell(int(phone))
    if lot < 0.94:
        return Cell(phone)
    return Cell(phone.translate(_WIDE) if lot < 0.97 else f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")


def _typed_id(identifier: str, random: Random) -> Cell:
    lot = random.random()
    if lot < 0.015:
        return Cell(identifier.translate(_WIDE))
    return Cell(identifier + " " if lot < 0.025 else identifier)


def _text(value: str) -> Cell:
    return Cell(value or None)


def _seen(day: date | None, last: date) -> date | None:
    """What was already known when the month's ledger was closed."""
    return day if day is not None and day <= last else None


class _Clerk:
    """Types records into rows; knows every project, for its client's name and phone."""

    def __init__(self, history: History, seed: int) -> None:
        self.seed = seed
        self.projects = {project.project_id: project for project in history.projects}

    def project(self, project: Project, last: date, *, completed: bool) -> Row:
        """Type one project as it was known at the end of a month."""
        random = Random(f"{self.seed}/project/{project.project_id}")
        habit = _pick(random, _PROJECT_HABITS)
        excluded_on = _seen(project.excluded_on, last)
        cells = [
            Cell(),
            _typed_id(project.project_id, random),
            Cell(project.client + (" " if random.random() < 0.02 else "")),
            _typed_phone(project.phone, random),
            Cell(project.address),
            Cell(project.category),
            Cell(project.area),
            Cell(project.designer),
            Cell(project.inspector),
            Cell(project.crew),
            typed_day(project.started_on, habit),
            typed_day(project.planned_end_on, habit),
        ]
        if completed:
            cells += [
                typed_day(project.ended_on, habit),
                typed_day(project.warranty_end_on, habit),
                typed_day(_seen(project.warranty_done_on, last), habit),
                typed_day(_seen(project.feedback_form_on, last), habit),
            ]
        cells += [
            typed_day(excluded_on, habit),
            _text(project.exclusion_reason if excluded_on else ""),
            _text(project.note),
        ]
        return Row(cells, project)

    def callback(self, callback: Callback, number: int) -> Row:
        """Type one callback."""
        random = Random(f"{self.seed}/callback/{callback.project_id}/{number}")
        project = self.projects[callback.project_id]
        cells = [
            Cell(),
            _typed_id(callback.project_id, random),
            Cell(project.client),
            _typed_phone(project.phone, random),
            typed_day(callback.called_on, _pick(random, _CALLBACK_HABITS), clock=callback.called_at),
            Cell(callback.caller),
            Cell(callback.caller_role),
            Cell(callback.channel),
            Cell("接通" if callback.reached else "未接通"),
            _text(callback.reason),
            *(_text(callback.answers.get(dimension, "")) for dimension in DIMENSIONS),
            _text(callback.comment),
        ]
        return Row(cells, callback)

    def problem(self, problem: Problem, last: date) -> Row:
        """Type one problem item as it stood at the end of a month."""
        random = Random(f"{self.seed}/problem/{problem.problem_id}/{problem.party}")
        habit = _pick(random, _PROBLEM_HABITS)
        resolved_on = _seen(problem.resolved_on, last)
        cells = [
            Cell(),
            Cell(problem.problem_id),
            _typed_id(problem.project_id, random),
            typed_day(problem.raised_on, habit, clock=problem.raised_at),
            Cell(problem.kind),
            Cell(problem.text),
            Cell(problem.cause),
            Cell(problem.severity),
            _text(PARTY_ROLES.get(problem.party_role, "")),
            _text(problem.party),
            typed_day(_seen(problem.reported_on, last), habit),
            typed_day(_seen(problem.answered_on, last), habit),
            typed_day(resolved_on, habit),
            _text(problem.verified),
            _text(problem.measure if resolved_on else ""),
        ]
        return Row(cells, problem)


# The ledgers of a month


def ledgers(history: History, seed: int = STORY["seed"]) -> tuple[list[Ledger], list[Mistake]]:
    """Return all files of the office, and the mistakes in them."""
    clerk = _Clerk(history, seed)
    bound: list[Ledger] = []
    made: list[Mistake] = []
    for first, last in months():
        sheets = _sheets(history, clerk, first, last)
        month = f"{first:%Y-%m}"
        random = Random(f"{seed}/mistakes/{month}")
        for when, name, kind, typed in _MISTAKES:
            if when == month:
                _make_mistake(sheets[name], kind, typed, first, random)
        for sheet in sheets.values():
            _leave_blank_rows(sheet, random)
            _number(sheet)
        files = _bind(month, first, sheets)
        made += [mistake for ledger in files for mistake in _mistakes_in(ledger)]
        bound += files
    return bound, made


def _bind(month: str, first: date, sheets: dict[str, Sheet]) -> list[Ledger]:
    stem = f"{first:%Y}年{first:%m}月"
    alone: list[Ledger] = []
    if month == CSV_MONTH:
        alone = [Ledger(f"{stem}{CALLBACKS}", ".csv", [sheets.pop(CALLBACKS)])]
    suffix = ".xls" if month == XLS_MONTH else ".xlsx"
    book = Ledger(f"{stem}工程回访台账", suffix, list(sheets.values()), has_empty_sheet=month == EMPTY_SHEET_MONTH)
    if month == NOTES_MONTH:
        book.notes = [
            "填表说明",
            "一、每月末由客服部汇总，次月二日前交工程部。",
            "二、开工后十天左右、工期过半、逾期、竣工后各回访一次，全程接通不少于三次。",
            "三、客户提出的问题当日上报部门负责人。",
            "四、免访的工程须写明日期和原因。",
        ]
    return [book, *alone]


def _sheets(history: History, clerk: _Clerk, first: date, last: date) -> dict[str, Sheet]:
    running = [p for p in history.projects if p.started_on <= last and not _seen(p.ended_on, last)]
    completed = [
        project
        for project in history.projects
        if any(
            day is not None and first <= day <= last
            for day in (project.ended_on, project.warranty_done_on, project.feedback_form_on)
        )
    ]
    completed.sort(key=lambda project: (project.ended_on or last, project.project_id))
    called = [callback for callback in history.callbacks if first <= callback.called_on <= last]
    items = [problem for problem in history.problems if _belongs(problem, first, last)]
    reached = sum(callback.reached for callback in called)
    seen: Counter[str] = Counter()
    rows: list[Row] = []
    for callback in called:
        seen[callback.project_id] += 1
        rows.append(clerk.callback(callback, callback.called_on.toordinal() * 10 + seen[callback.project_id]))
    return {
        IN_PROGRESS: _sheet(
            IN_PROGRESS,
            "在施工程回访台账",
            last,
            [clerk.project(project, last, completed=False) for project in running],
            ["合计", "", f"共 {len(running)} 项"],
        ),
        COMPLETED: _sheet(
            COMPLETED,
            "竣工工程回访台账",
            last,
            [clerk.project(project, last, completed=True) for project in completed],
            ["合计", "", f"共 {len(completed)} 项"],
        ),
        CALLBACKS: _sheet(
            CALLBACKS,
            "电话回访单",
            last,
            rows,
            ["合计", "", f"共 {len(called)} 次", "", "", "", "", "", f"接通 {reached} 次"],
        ),
        PROBLEMS: _sheet(
            PROBLEMS,
            "投诉与问题登记表",
            last,
            [clerk.problem(problem, last) for problem in items],
            ["合计", "", "", f"共 {len({problem.problem_id for problem in items})} 件"],
        ),
    }


def _belongs(problem: Problem, first: date, last: date) -> bool:
    """An item stands in the ledger of its month, and again when it moved in a later one."""
    moved = (problem.reported_on, problem.answered_on, problem.resolved_on)
    return first <= problem.raised_on <= last or (
        problem.raised_on < first and any(day is not None and first <= day <= last for day in moved)
    )


def _sheet(name: str, title: str, last: date, rows: list[Row], total: list[str]) -> Sheet:
    return Sheet(
        name=name,
        title=f"静宜装饰工程有限公司{title}（{last.year}年{last.month}月）",
        month=f"统计月份：{last.year}年{last.month}月      填报部门：客服部",
        header=_HEADERS[name],
        rows=rows,
        total=total,
        signature=f"制表：冯语冰            审核：石开山            填表日期：{last.year}年{last.month}月{last.day}日",
    )


def _leave_blank_rows(sheet: Sheet, random: Random) -> None:
    """Now and then a row stays empty, between two days' work."""
    if len(sheet.rows) > 20 and random.random() < 0.3:
        sheet.rows.insert(random.randrange(5, len(sheet.rows) - 5), Row([]))


def _number(sheet: Sheet) -> None:
    number = 0
    for row in sheet.rows:
        if row.cells:
            number += 1
            row.cells[0] = Cell(number)


# Mistakes


def _make_mistake(sheet: Sheet, kind: str, typed: str, first: date, random: Random) -> None:
    """Make one mistake in the sheet, in a row on which no figure of the story depends."""
    index = random.choice([i for i, row in enumerate(sheet.rows) if _may_go_wrong(row, sheet, kind, first)])
    row = sheet.rows[index]
    if kind in ("duplicate", "contradictory", "unknown_case"):
        twin = row.copy()
        if kind == "contradictory":
            _contradict(sheet, twin)
        elif kind == "unknown_case":
            twin.cells[sheet.column("工程编号")] = Cell(typed)
        # Of two rows the later one counts, so what is wrong was typed first and what is repeated was typed last.
        sheet.rows.insert(index if kind == "contradictory" else index + 1, twin)
        marked = row if kind == "contradictory" else twin
        column = {"unknown_case": "工程编号"}.get(kind, "")
    else:
        marked = row
        column = _column_of(sheet, kind, typed)
        row.cells[sheet.column(column)] = Cell(typed or None)
        if kind == "unknown_outcome":
            row.cells[sheet.column("未接通原因")] = Cell()
    marked.mistake, marked.column = kind, column


def _column_of(sheet: Sheet, kind: str, typed: str) -> str:
    if kind == "bad_date":
        dates = {
            IN_PROGRESS: "预计竣工日期" if typed == "下月底" else "开工日期",
            CALLBACKS: "回访日期",
            PROBLEMS: "提出时间",
        }
        return dates[sheet.name]
    columns = {
        "missing_id": "工程编号",
        "unknown_outcome": "接通情况",
        "unknown_level": "总体",
        "short_phone": "联系电话",
    }
    return columns[kind]


def _may_go_wrong(row: Row, sheet: Sheet, kind: str, first: date) -> bool:
    if row.mistake:
        return False
    record = row.record
    if isinstance(record, Project):
        # A project that stood in an earlier ledger stays known when its row is set aside.
        return sheet.name == COMPLETED or record.started_on < first
    if isinstance(record, Callback):
        if kind in ("contradictory", "unknown_level"):
            return record.reached and "overall" in record.answers and record.rule == "after_start"
        if kind in SET_ASIDE:
            return not record.reached and record.reason == "无人接听"
        return record.reached
    if isinstance(record, Problem):
        if kind == "bad_date":
            # One that is settled within the month is not entered again in the next.
            settled = record.resolved_on is not None and record.resolved_on < first + timedelta(days=28)
            return record.kind == "建议" and record.raised_on >= first and settled
        return record.resolved_on is not None and record.raised_on >= first
    return False


def _contradict(sheet: Sheet, twin: Row) -> None:
    record = twin.record
    if isinstance(record, Project):
        name = "竣工日期" if sheet.name == COMPLETED else "预计竣工日期"
        day = record.ended_on if sheet.name == COMPLETED else record.planned_end_on
        twin.cells[sheet.column(name)] = typed_day(day - timedelta(days=3) if day else None, "iso")
    elif isinstance(record, Callback):
        at = sheet.column("总体")
        twin.cells[at] = Cell("基本满意" if twin.cells[at].value != "基本满意" else "满意")
    else:
        twin.cells[sheet.column("解决时间")] = Cell()
        twin.cells[sheet.column("处理措施")] = Cell("待处理")


def _mistakes_in(ledger: Ledger) -> list[Mistake]:
    found: list[Mistake] = []
    for sheet in ledger.sheets:
        for number, row in enumerate(sheet.rows, HEADER_ROWS + 1):
            if row.mistake:
                value = row.cells[sheet.column(row.column)].value if row.column else ""
                record = row.record
                record_id = record.problem_id if isinstance(record, Problem) else getattr(record, "project_id", "")
                found.append(
                    Mistake(
                        file=ledger.file,
                        sheet=ledger.sheet_name(sheet),
                        table=TABLE_OF_SHEET[sheet.name],
                        row=number,
                        column=row.column,
                        kind=row.mistake,
                        value=str(value or ""),
                        record_id=record_id,
                    )
                )
    return found


def rows_read(sheet: Sheet) -> int:
    """How many rows of a sheet a reader must account for: all but blank, title, total and signature rows."""
    return sum(bool(row.cells) for row in sheet.rows)


def distinct_records(history: History, mistakes: Sequence[Mistake]) -> dict[str, int]:
    """How many cases, callbacks and problem items the store must hold when every ledger is loaded."""
    lost: dict[str, int] = defaultdict(int)
    for mistake in mistakes:
        # A case whose row is set aside stands in another month's ledger as well.
        if mistake.kind in SET_ASIDE and mistake.table != "cases":
            lost[mistake.table] += 1
        if mistake.kind == "unknown_case":
            lost[mistake.table] -= 1
    return {
        "cases": len(history.projects),
        "callbacks": len(history.callbacks) - lost["callbacks"],
        "problems": len({problem.problem_id for problem in history.problems}) - lost["problems"],
    }
