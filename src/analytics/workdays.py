"""Working days of the China public-holiday calendar, make-up Saturdays and Sundays included.

Source: definitions, "Time"; the calendar is that of the chinesecalendar package, which knows the announced years only.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from analytics.errors import UsageError
from analytics.language import Text


def is_working_day(day: date) -> bool:
    """Return whether *day* is a working day; raises UsageError for a year that the calendar does not know yet."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        raise UsageError(
            Text(
                zh="节假日历还不包含 {year} 年，无法判断 {day} 是否工作日。请更新 chinesecalendar。",
                en="The public-holiday calendar does not know {year} yet, so whether {day} is a working day cannot be "
                "told. Update chinesecalendar.",
            ).format(year=day.year, day=day)
        ) from None


def last_working_day(first: date, last: date) -> date:
    """Return the last working day from *first* to *last*, or *last* itself when there is none."""
    day = last
    while day >= first:
        if is_working_day(day):
            return day
        day -= timedelta(days=1)
    return last
