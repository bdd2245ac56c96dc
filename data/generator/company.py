"""The life of a decoration company that does not exist: its projects, callbacks and problem items, day by day.

Everything is drawn from one seed and from ``story.toml``; no clock, no file, nothing random besides. Where chance would
blur a monthly ratio, shuffled decks and running credits are used instead of independent draws, so that what moves in
the reports is what the story says and nothing else.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Generic, TypeVar

T = TypeVar("T")

STORY: dict[str, Any] = tomllib.loads((Path(__file__).parent / "story.toml").read_text("utf-8"))
FACTS: dict[str, dict[str, Any]] = {fact["id"]: fact for fact in STORY["fact"]}
FIRST: date = STORY["first"]
LAST: date = STORY["last"]
ORDINARY: dict[str, float] = STORY["ordinary"]
WORSE_CREW: str = FACTS["worse_crew"]["party"]
NEW_DESIGNER: str = FACTS["few_cases_designer"]["party"]
AWAY_CALLER: str = FACTS["caller_away"]["caller"]

DESIGNERS = (
    "宋画棠", "温墨白", "林疏影", "顾清图", "沈彩屏", "陆丹青", "叶描云", "江绘澄", "秦素笺", "许砚秋", "方线平", "白构圆",
)  # fmt: skip
INSPECTORS = ("石准绳", "马规矩", "丁水平", "牛查验", "金见微", "铁巡山")
CREWS = (*(f"施工{number}队" for number in "一二三四五六七八九十"), "施工十一队")
AGENTS = (AWAY_CALLER, "郑知秋", "吴言之")
SUPERVISOR = "冯语冰"
MANAGER = "石开山"
ROLE_OF_CALLER = {**dict.fromkeys(AGENTS, "客服专员"), SUPERVISOR: "客服主管", MANAGER: "工程经理"}
DIMENSIONS = {"overall": "总体", "design": "设计", "construction": "施工", "service": "服务"}
LEVELS = ("非常不满意", "不满意", "基本满意", "满意", "非常满意")
PARTY_ROLES = {"designer": "设计师", "inspector": "巡检", "crew": "施工队"}

_AREAS = {
    "东篱区": ("采菊路", "悠然街", "见山大道"),
    "南浦区": ("折柳路", "归帆街", "春草巷"),
    "西窗区": ("剪烛路", "听雨街", "巴山里"),
    "北岭区": ("望云路", "松涛街", "石径巷"),
    "中庭区": ("种玉路", "步月街", "芭蕉里"),
}
_ESTATES = ("听雨苑", "半亩园", "拾光里", "明月湾", "小隐居", "知春府", "晴川阁", "南柯城")
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_DURATIONS = {"整装": (80, 100), "半包": (68, 88), "局部改造": (60, 72), "公装": (75, 100)}
_EXCLUSION_REASONS = ("客户长期出国", "客户书面要求免访", "合同纠纷处理中", "业主委托中介，无本人联系方式")
_NOTES = (
    "业主出差，周末可联系",
    "需提前预约上门",
    "老客户转介绍",
    "样板间项目",
    "业主工作日晚间方便",
    "物业要求九点后施工",
)

_UNREACHED = ("无人接听",) * 9 + ("关机",) * 3 + ("占线",) * 3 + ("改约",) * 2 + ("停机", "空号", "号码错误")
_SOON_REACHED = ("无人接听",) * 6 + ("占线",) * 2 + ("关机", "改约")
_PRAISE = ("师傅很负责", "进度正常，满意", "设计师沟通及时", "现场保护做得好", "希望保持", "巡检很细心", "卫生打扫干净")
_GRUMBLES = ("现场卫生需加强", "希望进度再快一些", "回复有点慢", "细节处理不够", "材料到货慢", "希望多沟通")
_NEW_MATERIAL = ("新板材气味大", "更换材料后颜色与样板不一致", "新到的瓷砖有色差", "板材封边不平", "新柜门有划痕")

_COMPLAINTS = {
    "designer": (
        ("设计", "图纸与现场尺寸不符", "重新量房并修改图纸"),
        ("设计", "插座位置设计不合理", "设计师到场重新定位"),
        ("沟通", "设计变更没有提前告知", "设计师致歉并补签变更单"),
        ("进度", "效果图修改拖了一周", "限期两日完成修改"),
    ),
    "inspector": (
        ("管理", "巡检没有按约定到场", "补检并登记巡检记录"),
        ("管理", "隐蔽工程验收没有通知业主", "重新组织验收"),
        ("沟通", "反映的情况没有答复", "巡检当面答复并致歉"),
    ),
    "crew": (
        ("工艺", "墙砖空鼓", "返工重贴"),
        ("工艺", "阴阳角不直", "重新找平"),
        ("工艺", "防水涂刷不到位", "补刷并做闭水试验"),
        ("进度", "连续三天无人施工", "调整班组，顺延工期"),
        ("卫生", "垃圾堆放在公共通道", "当日清运"),
        ("服务", "师傅态度不好", "班组长致歉并教育"),
        ("工艺", "水管接头渗水", "更换接头并试压"),
    ),
}
_OTHER_ITEMS = {
    "建议": (
        ("沟通", "建议每周发一次进度照片", "已采纳"),
        ("管理", "建议材料进场提前通知", "已转材料部"),
    ),
    "需求": (
        ("设计", "请求增加一处插座", "安排增项报价"),
        ("进度", "请求周末也安排施工", "与物业协商"),
    ),
    "咨询": (("服务", "询问保修范围", "电话答复"), ("材料", "询问地板保养方法", "发送保养说明")),
    "质量问题": (
        ("材料", "柜门五金松动", "更换五金"),
        ("工艺", "乳胶漆有裂纹", "修补重刷"),
        ("材料", "地漏返味", "更换地漏芯"),
    ),
}


@dataclass(frozen=True, slots=True)
class Project:
    """One project as it really went, known through the last day of the ledgers; ``planned_end_on`` is a plan."""

    project_id: str
    client: str
    phone: str
    address: str
    category: str
    area: str
    designer: str
    inspector: str
    crew: str
    started_on: date
    planned_end_on: date
    ended_on: date | None
    warranty_end_on: date | None
    warranty_done_on: date | None = None
    feedback_form_on: date | None = None
    excluded_on: date | None = None
    exclusion_reason: str = ""
    note: str = ""

    def active_in(self, first: date, last: date) -> bool:
        """Whether the project ran on any day of the period."""
        return self.started_on <= last and (self.ended_on is None or self.ended_on >= first)


@dataclass(frozen=True, slots=True)
class Callback:
    """One attempt to reach a client; ``reason`` is empty when reached, ``answers`` holds a word per dimension."""

    project_id: str
    called_on: date
    called_at: time | None
    caller: str
    channel: str
    reached: bool
    reason: str
    rule: str
    answers: dict[str, str]
    comment: str = ""

    @property
    def caller_role(self) -> str:
        """The caller's office."""
        return ROLE_OF_CALLER[self.caller]


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem item and party; a complaint against two parties is two of these with one ``problem_id``."""

    problem_id: str
    project_id: str
    raised_on: date
    raised_at: time | None
    kind: str
    text: str
    cause: str
    severity: str
    party_role: str
    party: str
    reported_on: date | None
    answered_on: date | None
    resolved_on: date | None
    verified: str
    measure: str


@dataclass(frozen=True, slots=True)
class History:
    """All that happened, before anybody typed it."""

    projects: list[Project]
    callbacks: list[Callback]
    problems: list[Problem]


@dataclass(frozen=True, slots=True)
class _Promise:
    """One callback that the company means to make: the first and last day in time, and the day that ends its turn."""

    project: Project
    rule: str
    opens: date
    due: date
    expires: date | None


class Deck(Generic[T]):
    """Cards drawn without replacement and shuffled anew when they run out: shares that hold in every short run."""

    def __init__(self, random: Random, cards: Sequence[T]) -> None:
        self._random = random
        self._cards = list(cards)
        self._left: list[T] = []

    def draw(self) -> T:
        """Return the next card."""
        if not self._left:
            self._left = self._random.sample(self._cards, len(self._cards))
        return self._left.pop()


def months() -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of every month of the ledgers."""
    first = FIRST
    while first <= LAST:
        following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, following - timedelta(days=1)
        first = following


def generate(seed: int = STORY["seed"]) -> History:
    """Return the company's whole history for one seed; the same seed gives the same history."""
    planned = _projects(Random(f"{seed}/projects"))
    callbacks = _progress_callbacks(planned, Random(f"{seed}/callbacks"))
    projects = [_as_known(project) for project in planned]
    callbacks += _second_callbacks(projects, callbacks, Random(f"{seed}/second"))
    projects, form_callbacks = _warranty(projects, callbacks, Random(f"{seed}/warranty"))
    callbacks = sorted(callbacks + form_callbacks, key=lambda made: (made.called_on, made.project_id))
    problems, told = _problems(projects, callbacks, Random(f"{seed}/problems"))
    callbacks = _answers(callbacks, told, Random(f"{seed}/answers"))
    return History(projects, callbacks, problems)


@cache
def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _month_of(text: str) -> tuple[int, int]:
    year, month = text.split("-")
    return int(year), int(month)


def _in_month(day: date, text: str) -> bool:
    return (day.year, day.month) == _month_of(text)


def _away(caller: str, day: date) -> bool:
    return caller == AWAY_CALLER and _in_month(day, FACTS["caller_away"]["first"])


# Projects


def _projects(random: Random) -> list[Project]:
    """Draw every project with its true end, even one that lies beyond the ledgers."""
    designers, inspectors, crews = Deck(random, DESIGNERS), Deck(random, INSPECTORS), Deck(random, CREWS)
    categories = Deck(random, ("整装",) * 9 + ("半包",) * 6 + ("局部改造",) * 4 + ("公装",))
    areas = Deck(random, tuple(_AREAS) * 4)
    punctual, excluded = Deck(random, (True,) * 7 + (False,) * 3), Deck(random, (True,) + (False,) * 49)
    sizes = Deck(random, (59, 60, 60, 61))
    names = random.sample([s + a + b for s in _SURNAMES for a in _BRANCHES for b in _STEMS], 2000)
    phones = random.sample(range(10_000), 2000)
    projects: list[Project] = []
    for first, last in months():
        size = sizes.draw()
        starts = sorted(first + _days(int((i + random.random()) * last.day / size)) for i in range(size))
        newcomers = _newcomer_starts(first)
        for number, started_on in enumerate(starts, 1):
            category, area = categories.draw(), areas.draw()
            designer = NEW_DESIGNER if number in newcomers else designers.draw()
            planned_end_on = started_on + _days(random.randint(*_DURATIONS[category]))
            # A late project ends well after its plan: one day late would leave no day for the overdue callback.
            ended_on = planned_end_on + _days(random.randint(-6, 0) if punctual.draw() else random.randint(9, 20))
            project = Project(
                project_id=f"JY{first:%Y%m}-{number:03d}",
                client=names[len(projects)],
                phone=f"1300000{phones[len(projects)]:04d}",
                address=_address(random, area),
                category=category,
                area=area,
                designer=designer,
                inspector=inspectors.draw(),
                crew=crews.draw(),
                started_on=started_on,
                planned_end_on=planned_end_on,
                ended_on=ended_on,
                warranty_end_on=ended_on.replace(year=ended_on.year + 2),
                note=random.choice(_NOTES) if random.random() < 0.12 else "",
            )
            if excluded.draw():
                project = replace(
                    project,
                    excluded_on=started_on + _days(random.randint(15, 45)),
                    exclusion_reason=random.choice(_EXCLUSION_REASONS),
                )
            projects.append(project)
    return projects


def _newcomer_starts(first: date) -> tuple[int, ...]:
    """The new designer's projects of a month, by number: one in the month of joining, two in the next."""
    joined = FACTS["few_cases_designer"]["joined"]
    if _in_month(first, joined):
        return (31,)
    return (9, 22) if _in_month(first, FACTS["few_cases_designer"]["first"]) else ()


def _address(random: Random, area: str) -> str:
    street, estate = random.choice(_AREAS[area]), random.choice(_ESTATES)
    house, block = random.randint(1, 199), random.randint(1, 28)
    flat = f"{random.randint(1, 4)}单元{random.randint(1, 18)}{random.randint(1, 4):02d}室"
    return f"云溪市{area}{street}{house}号{estate}{block}幢{flat}"


def _known(day: date | None) -> date | None:
    return day if day is not None and day <= LAST else None


def _as_known(project: Project) -> Project:
    """What the ledgers of the last day can hold of a project: nothing of the future but plans."""
    ended_on, excluded_on = _known(project.ended_on), _known(project.excluded_on)
    return replace(
        project,
        ended_on=ended_on,
        warranty_end_on=project.warranty_end_on if ended_on else None,
        excluded_on=excluded_on,
        exclusion_reason=project.exclusion_reason if excluded_on else "",
    )


# Callbacks


class _Desk:
    """The callers and their habits: who calls, when, how often in vain."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self._agents = Deck(random, (AWAY_CALLER,) * 9 + (AGENTS[1],) * 8 + (AGENTS[2],) * 8)
        self._agent_of: dict[str, str] = {}
        self._seats = Deck(random, ("",) * 17 + (SUPERVISOR,) * 2 + (MANAGER,))
        self._channels = Deck(random, ("电话",) * 46 + ("微信",) * 2 + ("上门",) * 2)
        self._tries = Deck(random, (0,) * 14 + (1,) * 5 + (2,))

    def caller(self, project: Project) -> str:
        """The project's own agent, or now and then the supervisor or the manager."""
        if project.project_id not in self._agent_of:
            self._agent_of[project.project_id] = self._agents.draw()
        return self._seats.draw() or self._agent_of[project.project_id]

    def day(self, first: date, last: date) -> date:
        """A day of the window, not a Sunday unless there is no other."""
        window = [first + _days(i) for i in range((last - first).days + 1)]
        return self.random.choice([day for day in window if day.weekday() != 6] or window)

    def attempt(self, project: Project, rule: str, day: date, caller: str, reason: str) -> Callback:
        """Write down one attempt; without a reason it reached the client."""
        random = self.random
        clock = time(random.choice((9, 10, 11, 14, 15, 16, 17)), random.randrange(0, 60, 5))
        return Callback(
            project_id=project.project_id,
            called_on=day,
            called_at=clock if random.random() < 0.15 else None,
            caller=caller,
            channel="电话" if reason else self._channels.draw(),
            reached=not reason,
            reason=reason,
            rule=rule,
            answers={},
        )

    def fulfil(self, promise: _Promise, fate: str) -> list[Callback]:
        """All attempts of one promise whose fate is on_time, late, unreached, refused or missed."""
        last = min(promise.due, promise.expires - _days(1)) if promise.expires else promise.due
        caller = self.caller(promise.project)
        tries = self._tries.draw()
        if fate == "missed":
            return []
        if fate in ("unreached", "refused"):
            return self._in_vain(promise, caller, last, refused=fate == "refused")
        if fate == "late":
            day = self.day(promise.due + _days(1), promise.due + _days(4))
            if promise.expires and day >= promise.expires:
                return []
        else:
            day = self.day(promise.opens, last)
        if _away(caller, day):
            # Nobody takes over; after the month she still makes those that are in time.
            back = [d for d in _window(promise.opens, last) if d > day and not _away(caller, d)]
            if not back or fate == "late":
                return []
            day = self.random.choice(back)
        before = [d for d in _window(promise.opens, day - _days(1)) if d.weekday() != 6 and not _away(caller, d)]
        attempts = [
            self.attempt(promise.project, promise.rule, d, caller, self.random.choice(_SOON_REACHED))
            for d in before[len(before) - min(tries, len(before)) :]
        ]
        return [*attempts, self.attempt(promise.project, promise.rule, day, caller, "")]

    def _in_vain(self, promise: _Promise, caller: str, last: date, *, refused: bool) -> list[Callback]:
        days = [d for d in _window(promise.opens, last) if d.weekday() != 6 and not _away(caller, d)]
        chosen = sorted(self.random.sample(days, min(len(days), 2 if refused else 3)))
        reasons = [self.random.choice(_UNREACHED) for _ in chosen]
        if refused and reasons:
            reasons[-1] = "拒访"
        return [
            self.attempt(promise.project, promise.rule, day, caller, reason)
            for day, reason in zip(chosen, reasons, strict=True)
        ]


def _window(first: date, last: date) -> list[date]:
    return [first + _days(i) for i in range((last - first).days + 1)]


class _Fates:
    """How promises go: on time, late, or not at all, in steady shares for each rule."""

    def __init__(self, random: Random) -> None:
        self._kept: dict[str, Deck[bool]] = defaultdict(lambda: Deck(random, (True,) * 19 + (False,)))
        self._otherwise = Deck(random, ("late", "late", "unreached", "refused", "missed"))

    def draw(self, rule: str) -> str:
        """Return the fate of the next promise of one rule."""
        return "on_time" if self._kept[rule].draw() else self._otherwise.draw()


def _promises(project: Project) -> list[_Promise]:
    """The progress callbacks of one project, in order, as the company's regulation wants them."""
    if project.ended_on is None:
        raise ValueError("a project is planned with its true end")
    middle = project.started_on + _days((project.planned_end_on - project.started_on).days // 2)
    windows = [
        ("after_start", project.started_on + _days(7), project.started_on + _days(13)),
        ("midway", middle - _days(5), middle + _days(5)),
        ("completion", project.ended_on, project.ended_on + _days(7)),
    ]
    if project.ended_on > project.planned_end_on:
        windows.insert(2, ("overdue", project.planned_end_on, project.planned_end_on + _days(7)))
    following = [opens for _, opens, _ in windows[1:]] + [None]
    return [
        _Promise(project, rule, opens, due, expires)
        for (rule, opens, due), expires in zip(windows, following, strict=True)
        if project.excluded_on is None or project.excluded_on > due
    ]


def _progress_callbacks(projects: list[Project], random: Random) -> list[Callback]:
    desk, fates = _Desk(random), _Fates(random)
    promises = [promise for project in projects for promise in _promises(project)]
    made: list[Callback] = []
    # In order of due date, so that every month gets its steady share of each fate.
    for promise in sorted(promises, key=lambda promise: (promise.due, promise.project.project_id)):
        made += [callback for callback in desk.fulfil(promise, fates.draw(promise.rule)) if callback.called_on <= LAST]
    return made


def _second_callbacks(projects: list[Project], callbacks: list[Callback], random: Random) -> list[Callback]:
    """Callbacks by the supervisor or the manager to clients whom fewer than three callbacks reached by the end.

    They are made after the completion callback and within its week, so they make up the minimum of three and hide no
    callback that was missed before.
    """
    desk = _Desk(random)
    reached: dict[str, list[Callback]] = defaultdict(list)
    for callback in callbacks:
        if callback.reached:
            reached[callback.project_id].append(callback)
    made: list[Callback] = []
    for project in sorted((p for p in projects if p.ended_on), key=lambda p: (p.ended_on, p.project_id)):
        mine = reached[project.project_id]
        completed = [callback.called_on for callback in mine if callback.rule == "completion"]
        if len(mine) >= 3 or not completed or project.excluded_on or project.ended_on is None:
            continue
        days = _window(completed[0] + _days(1), min(project.ended_on + _days(7), LAST))
        if len(days) >= 3 - len(mine):
            made += [
                desk.attempt(project, "second", day, random.choice((SUPERVISOR, MANAGER)), "")
                for day in sorted(random.sample(days, 3 - len(mine)))
            ]
    return made


def _warranty(
    projects: list[Project], callbacks: list[Callback], random: Random
) -> tuple[list[Project], list[Callback]]:
    """Draw the warranty repairs and the callbacks about feedback forms that did not come back."""
    desk, fates = _Desk(random), _Fates(random)
    forms = Deck(random, ("same_day",) * 12 + ("next_day",) + ("later",) * 3 + ("never",) * 4)
    # A later callback would fulfil a completion callback that is still open; repairs go where none is.
    settled = {callback.project_id for callback in callbacks if callback.reached and callback.rule == "completion"}
    repaired: dict[str, Project] = {}
    made: list[Callback] = []
    for first, last in months():
        waiting = [
            project
            for project in projects
            if project.ended_on
            and project.ended_on + _days(40) < first
            and project.project_id in settled
            and project.project_id not in repaired
            and not project.excluded_on
        ]
        if first < date(2025, 3, 1):
            continue
        for project in random.sample(waiting, 14):
            done_on = desk.day(first, last)
            form = forms.draw()
            back = {"same_day": 0, "next_day": 1, "later": random.randint(20, 40)}.get(form)
            form_on = None if back is None else _known(done_on + _days(back))
            repaired[project.project_id] = replace(project, warranty_done_on=done_on, feedback_form_on=form_on)
            if form in ("later", "never"):
                promise = _Promise(project, "form", done_on, done_on + _days(7), None)
                made += [made_ for made_ in desk.fulfil(promise, fates.draw("form")) if made_.called_on <= LAST]
    return [repaired.get(project.project_id, project) for project in projects], made


# Problem items


@dataclass(frozen=True, slots=True)
class _Grievance:
    """What will become a problem item: whose case, against whom."""

    project: Project
    party_role: str = ""
    party: str = ""


class _Book:
    """The problem items of a month, chosen so that nobody but the worse crew stands out."""

    def __init__(self, projects: list[Project], random: Random) -> None:
        self.projects = projects
        self.random = random
        self.credit: dict[str, float] = defaultdict(random.random)
        self.complained: dict[str, int] = defaultdict(int)

    def share(self, key: str, amount: float) -> int:
        """Pay *amount* into an account and take out what is whole: a rate without the noise of chance."""
        self.credit[key] += amount
        whole = int(self.credit[key])
        self.credit[key] -= whole
        return whole

    def month(self, first: date, last: date) -> list[_Grievance]:
        """All complaints of one month."""
        active = [project for project in self.projects if project.active_in(first, last)]
        grievances: list[_Grievance] = []
        for role, parties in (("designer", DESIGNERS), ("inspector", INSPECTORS), ("crew", CREWS)):
            for party in parties:
                theirs = [project for project in active if getattr(project, role) == party]
                ratio = FACTS["worse_crew"]["planted"] if party == WORSE_CREW else ORDINARY["complaint_ratio"]
                chosen = self._choose(theirs, self.share(f"{role}/{party}", ratio * len(theirs)), first, last)
                grievances += [_Grievance(project, role, party) for project in chosen]
        fact = FACTS["few_cases_designer"]
        if _in_month(first, fact["first"]):
            theirs = [project for project in active if project.designer == NEW_DESIGNER]
            chosen = self._choose(theirs, fact["complaints"], first, last)
            grievances += [_Grievance(project, "designer", NEW_DESIGNER) for project in chosen]
        return grievances

    def others(self, first: date, last: date) -> list[_Grievance]:
        """The suggestions, requests, questions and defects of one month."""
        active = [project for project in self.projects if project.active_in(first, last)]
        possible = [project for project in active if _days_for(project, first, last)]
        return [
            _Grievance(project) for project in self.random.sample(possible, self.share("other", 0.06 * len(active)))
        ]

    def _choose(self, theirs: list[Project], count: int, first: date, last: date) -> list[Project]:
        possible = [project for project in theirs if _days_for(project, first, last)]
        self.random.shuffle(possible)
        chosen = sorted(possible, key=lambda project: self.complained[project.project_id])[:count]
        for project in chosen:
            self.complained[project.project_id] += 1
        return chosen


def _days_for(project: Project, first: date, last: date) -> list[date]:
    """The days of the month on which the project can give cause for a problem item."""
    begin, end = max(project.started_on + _days(3), first), min(project.ended_on or LAST, last)
    return _window(begin, end)


def _problems(
    projects: list[Project], callbacks: list[Callback], random: Random
) -> tuple[list[Problem], dict[tuple[str, date], str]]:
    """Draw the problem items; also which of them were told in a callback, with the words."""
    spoken: dict[str, list[date]] = defaultdict(list)
    for callback in callbacks:
        if callback.reached:
            spoken[callback.project_id].append(callback.called_on)
    book = _Book(projects, random)
    kinds = Deck(random, ("建议",) * 4 + ("需求",) * 3 + ("咨询",) * 3 + ("质量问题",) * 3)
    severities = Deck(random, ("一般",) * 12 + ("轻微",) * 6 + ("严重",) * 2)
    timely = Deck(random, (True,) * 24 + (False,))
    timely_when_late = Deck(random, (True,) * 3 + (False,) * 7)
    solvable = Deck(random, (True,) * 32 + (False,))
    texts = {role: Deck(random, choices) for role, choices in _COMPLAINTS.items()}
    told: dict[tuple[str, date], str] = {}
    problems: list[Problem] = []
    for first, last in months():
        rows: list[Problem] = []
        for grievance in book.month(first, last) + book.others(first, last):
            kind = "投诉" if grievance.party else kinds.draw()
            cause, text, measure = (
                texts[grievance.party_role].draw() if grievance.party else random.choice(_OTHER_ITEMS[kind])
            )
            days = _days_for(grievance.project, first, last)
            spoken_days = [day for day in days if day in spoken[grievance.project.project_id]]
            in_callback = bool(spoken_days) and random.random() < 0.6
            raised_on = random.choice(spoken_days if in_callback else days)
            if in_callback:
                told[grievance.project.project_id, raised_on] = text
            in_time = (timely_when_late if _in_month(first, FACTS["late_reporting"]["first"]) else timely).draw()
            delay = 0 if in_time else random.randint(2, 6)
            reported_on = raised_on + _days(delay)
            answered_on = reported_on + _days(random.choice((0, 0, 0, 0, 1)))
            resolved_on = answered_on + _days(random.choice((0,) * 6 + (1, 1, 2, 3)))
            if not solvable.draw():
                resolved_on = LAST + _days(1)
            rows.append(
                Problem(
                    problem_id="",
                    project_id=grievance.project.project_id,
                    raised_on=raised_on,
                    raised_at=time(random.randint(9, 17), random.randrange(0, 60, 5))
                    if random.random() < 0.5
                    else None,
                    kind=kind,
                    text=text,
                    cause=cause,
                    severity=severities.draw(),
                    party_role=grievance.party_role,
                    party=grievance.party,
                    reported_on=_known(reported_on),
                    answered_on=_known(answered_on),
                    resolved_on=_known(resolved_on),
                    verified=("是" if random.random() < 0.85 else "否") if grievance.party else "",
                    measure=measure if _known(resolved_on) else "",
                )
            )
        problems += _numbered(rows, first, projects)
    return problems, told


def _numbered(rows: list[Problem], first: date, projects: list[Project]) -> list[Problem]:
    """Number the month's items by day; every third month one complaint is against an inspector and a crew."""
    rows = sorted(rows, key=lambda row: (row.raised_on, row.project_id, row.party_role))
    project_of = {project.project_id: project for project in projects}
    shared: Problem | None = None
    if first.month % 3 == 0:
        against_crew = {row.party: row for row in rows if row.party_role == "crew" and row.party != WORSE_CREW}
        taken = {(row.project_id, row.party) for row in rows}
        for row in rows:
            crew = project_of[row.project_id].crew
            if row.party_role == "inspector" and crew in against_crew and (row.project_id, crew) not in taken:
                rows.remove(against_crew[crew])
                shared = replace(row, party_role="crew", party=crew)
                rows.insert(rows.index(row) + 1, shared)
                break
    numbered: list[Problem] = []
    number = 0
    for row in rows:
        number += row is not shared
        numbered.append(replace(row, problem_id=f"WT{first:%Y%m}-{number:02d}"))
    return numbered


# Satisfaction


def _rate(dimension: str, day: date) -> float:
    fact = FACTS["satisfaction_fall"]
    year, month = _month_of(fact["first"])
    if day >= date(year, month, 1):
        return float(fact["planted_dimension"][dimension])
    return ORDINARY["satisfaction_rate"]


def _shares(rate: float) -> tuple[float, ...]:
    """The share of each level, from the worst to the best, when *rate* is satisfied or better."""
    rest = 1 - rate
    return (0.12 * rest, 0.38 * rest, 0.50 * rest, 0.54 * rate, 0.46 * rate)


def _answers(callbacks: list[Callback], told: dict[tuple[str, date], str], random: Random) -> list[Callback]:
    """Give the reached callbacks their answers, the low ones first to those who told of a problem."""
    done = list(callbacks)
    owed: dict[tuple[str, int], float] = defaultdict(float)
    by_month: dict[tuple[int, int], list[int]] = defaultdict(list)
    for index, callback in enumerate(done):
        if callback.reached:
            by_month[callback.called_on.year, callback.called_on.month].append(index)
    for indices in by_month.values():
        mood = {i: random.random() - 2 * ((done[i].project_id, done[i].called_on) in told) for i in indices}
        answers: dict[int, dict[str, str]] = defaultdict(dict)
        for dimension in DIMENSIONS:
            asked = [i for i in indices if random.random() < (0.97 if dimension == "overall" else 0.92)]
            if dimension != "overall":
                asked = [i for i in asked if done[i].rule not in ("form", "overdue")]
            asked.sort(key=lambda i: mood[i] + 0.4 * random.random())
            levels = _levels(len(asked), _rate(dimension, done[indices[0]].called_on), dimension, owed)
            for i, level in zip(asked, levels, strict=True):
                answers[i][dimension] = level
        for i in indices:
            done[i] = replace(done[i], answers=answers[i], comment=_comment(done[i], answers[i], told, random))
    return done


def _levels(count: int, rate: float, dimension: str, owed: dict[tuple[str, int], float]) -> list[str]:
    """Exactly *count* levels from the worst to the best, in shares that carry their fractions to the next month."""
    levels: list[str] = []
    for number, share in enumerate(_shares(rate)[:4]):
        owed[dimension, number] += share * count
        whole = int(owed[dimension, number])
        owed[dimension, number] -= whole
        levels += [LEVELS[number]] * whole
    return levels + [LEVELS[4]] * (count - len(levels))


def _comment(callback: Callback, answers: dict[str, str], told: dict[tuple[str, date], str], random: Random) -> str:
    text = told.get((callback.project_id, callback.called_on))
    if text:
        return f"反映{text}，已登记"
    lot = random.random()
    if callback.rule == "form":
        return "提醒交回保修反馈单"
    if callback.rule == "overdue":
        return f"预计{random.choice((5, 7, 10, 15))}天内完工" if lot < 0.8 else "等甲供材料到货"
    if any(level in LEVELS[:3] for level in answers.values()):
        changed = _rate("overall", callback.called_on) < ORDINARY["satisfaction_rate"]
        return random.choice(_NEW_MATERIAL if changed and lot < 0.7 else _GRUMBLES)
    if lot < 0.55:
        return ""
    return "无" if lot < 0.7 else random.choice(_PRAISE)
