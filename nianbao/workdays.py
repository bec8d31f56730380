"""Tell working days in China: weekends, public holidays, and the weekends that are worked to make up for them.

The State Council announces each year's days off late in the year before. Of a year that this version does not know yet,
the public holidays are reckoned and make-up days are not known; `is_announced` says so, and whoever plans tells people.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)


def is_workday(day: date) -> bool:
    """Say whether offices work on that day."""
    return bool(_china().is_working_day(day))


def is_announced(year: int) -> bool:
    """Say whether the days off of that year stand as they were announced."""
    return year in _china().special_public_holidays


def workday_by(day: date) -> date:
    """Return the day, or the last working day before it."""
    while not is_workday(day):
        day -= ONE_DAY
    return day


def workday_from(day: date) -> date:
    """Return the day, or the first working day after it."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def workdays_after(day: date, count: int) -> date:
    """Return the working day that is so many working days after the day."""
    for _ in range(count):
        day = workday_from(day + ONE_DAY)
    return day


@lru_cache(maxsize=1)
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")
