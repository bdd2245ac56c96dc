"""A named pack of tables, its period, and when it must be handed in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, Literal

from pydantic import Field, GetCoreSchemaHandler, field_validator
from pydantic_core import CoreSchema, core_schema

from analytics.language import Text
from analytics.periods import Period
from analytics.policy.rules.base import BaseRule, Words
from analytics.workdays import WorkingDays

TABLES: Mapping[str, Text] = {
    "headline": Text(zh="主要指标", en="headline figures"),
    "coverage": Text(zh="按角色与类别的回访率", en="coverage by role and category"),
    "rules": Text(zh="各规则完成情况", en="callbacks by rule"),
    "complaints": Text(zh="各责任方被投诉比率", en="complaint ratio of every party"),
    "callers": Text(zh="回访人", en="callers"),
    "satisfaction": Text(zh="满意度走势", en="satisfaction over time"),
    "dimensions": Text(zh="分项满意率", en="satisfaction by item"),
    "problems": Text(zh="问题件", en="problem items"),
    "listed_cases": Text(zh="按规则列出的对象", en="cases listed by rule"),
    "lacking_items": Text(zh="登记不全的问题件", en="problem items that lack a required field"),
    "verified_complaints": Text(zh="核实的投诉与处理措施", en="verified complaints and whether a measure was taken"),
    "faults": Text(zh="按部位和原因的问题件", en="problem items by part and cause"),
    "overdue": Text(zh="逾期清单", en="overdue callbacks"),
    "spot_checks": Text(zh="抽查", en="spot checks"),
    "implausible": Text(zh="可疑记录", en="records to be looked at"),
    "appraisal": Text(zh="考核", en="the appraisal"),
    "in_progress": Text(zh="在访对象的回访情况", en="callback status of the cases in progress"),
    "completed": Text(zh="已结束对象的回访情况", en="callback status of the completed cases"),
    "week_callbacks": Text(zh="本期回访", en="the period's callbacks"),
    "completed_this_week": Text(zh="本期结束的对象", en="cases completed in the period"),
    "outcomes": Text(zh="处理结果分类", en="outcomes classified"),
}
"""The tables that a report may ask for; ``complaint_<party>`` asks for those of one party role."""

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FORM = re.compile(
    rf"(?:(?P<weekday>{'|'.join(_WEEKDAYS)})|day (?P<day>[1-9]|1\d|2[0-8])|(?P<end>end)|(?P<next>next end)"
    r"|(?P<after>\d+)(?P<unit>d|wd))(?: (?P<time>(?:[01]\d|2[0-3]):[0-5]\d))?"
)


@dataclass(frozen=True, slots=True)
class HandIn:
    """When a report must be there: a day that follows from its period, perhaps with a time of day.

    ``how`` is ``weekday`` (the period's last such day, of a week the one nearest to its end), ``day`` (the first such day
    of a month after the period), ``end`` (the period's last day), ``next`` (the last day of the period after it), ``d``
    or ``wd`` (so many days or working days after the period's end).
    """

    how: Literal["weekday", "day", "end", "next", "d", "wd"]
    number: int = 0
    before: time | None = None

    @classmethod
    def parse(cls, text: str) -> HandIn:
        """Return the hand-in written as *text*; raises ValueError that says what would be valid."""
        found = _FORM.fullmatch(text.strip())
        if found is None:
            raise ValueError(
                "应为 sunday 12:00、day 7 16:00、end、next end、5d 或 5wd，时刻可省 / expected sunday 12:00, day 7 16:00, "
                f"end, next end, 5d or 5wd, the time may be left out, got {text!r}"
            )
        before = time.fromisoformat(found["time"]) if found["time"] else None
        if found["weekday"]:
            return cls("weekday", _WEEKDAYS.index(found["weekday"]), before)
        if found["day"]:
            return cls("day", int(found["day"]), before)
        if found["after"]:
            return cls("wd" if found["unit"] == "wd" else "d", int(found["after"]), before)
        return cls("next" if found["next"] else "end", 0, before)

    def day_for(self, period: Period, working: WorkingDays) -> date:
        """Return the day on which the report of *period* must be there."""
        match self.how:
            case "weekday":
                back = (period.last.weekday() - self.number) % 7
                return period.last - timedelta(days=back - 7 if period.grain == "week" and back > 3 else back)
            case "day":
                following = period.last + timedelta(days=1)
                while following.day != self.number:
                    following += timedelta(days=1)
                return following
            case "end":
                return period.last
            case "next":
                return period.following().last
            case "d":
                return period.last + timedelta(days=self.number)
            case "wd":
                return working.after(period.last, self.number)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.parse, core_schema.str_schema(strict=True))


class Report(BaseRule):
    """*tables* for every period, handed in by *due*; without one whenever it is asked for.

    A hand-in that falls on a rest day stays there, or goes to the working day before or after it. ``handed_in`` adds what
    no date says, such as the meeting that it is for.
    """

    kind: Literal["report"]
    every: Literal["week", "month", "quarter", "year"]
    tables: tuple[str, ...] = Field(min_length=1)
    due: HandIn | None = None
    rest_days: Literal["keep", "before", "after"] = "keep"
    handed_in: Words | None = None

    @field_validator("tables")
    @classmethod
    def _known_tables(cls, tables: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in tables if name not in TABLES and not name.startswith("complaint_")]
        if unknown:
            raise ValueError(
                f"没有这样的表 / no such table: {', '.join(unknown)}; "
                f"可用 / valid: {', '.join((*TABLES, 'complaint_<party>'))}"
            )
        return tables

    def due_day(self, period: Period, working: WorkingDays) -> date | None:
        """Return the day on which the report of *period* must be handed in; None where the rule names none."""
        if self.due is None:
            return None
        day = self.due.day_for(period, working)
        if self.rest_days == "keep" or day in working:
            return day
        return working.after(day, -1 if self.rest_days == "before" else 1)
