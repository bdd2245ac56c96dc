"""People who do not exist, and the days on which they work: shared by the smaller samples."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from random import Random

import chinese_calendar

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华魏陶姜谢邹窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳"
_FIRST = "建国文永志德明春秀桂玉海东立新长宏庆家金"
_SECOND = "军平华民强林生荣芳兰梅英山峰亮斌涛波安成"


class Names:
    """People who do not exist, each name once, with phones of a number range that is nobody's."""

    def __init__(self, random: Random) -> None:
        self._names = [a + b + c for a in _SURNAMES for b in _FIRST for c in _SECOND]
        self._phones = list(range(10_000))
        random.shuffle(self._names)
        random.shuffle(self._phones)

    def name(self) -> str:
        """Return a name that was not given before."""
        return self._names.pop()

    def phone(self) -> str:
        """Return a phone that was not given before."""
        return f"1300000{self._phones.pop():04d}"


@cache
def is_workday(day: date) -> bool:
    """Tell whether offices work on *day*; of 2027, whose holidays nobody knows yet, by the day of the week."""
    return bool(chinese_calendar.is_workday(day)) if day.year <= 2026 else day.weekday() < 5


def workday(day: date, step: int = 1) -> date:
    """Return *day*, or the nearest working day after it (before it where *step* is -1)."""
    while not is_workday(day):
        day += timedelta(days=step)
    return day


def workdays_after(day: date, count: int) -> date:
    """Return the *count*-th working day after *day*."""
    for _ in range(count):
        day = workday(day + timedelta(days=1))
    return day
