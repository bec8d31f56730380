"""Tell the time where a run needs it; the domain never asks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

CHINA = timezone(timedelta(hours=8), "CST")
"""China has one time and no summer time, so no time-zone database is needed."""


def now() -> datetime:
    """Return the moment, in China's time, to the second."""
    return datetime.now(CHINA).replace(microsecond=0)


def received_at(as_of: date | None) -> datetime:
    """Return when a file is received: now, or noon of the day on which a run looks at the world."""
    return now() if as_of is None else datetime.combine(as_of, time(12), CHINA)


def last_moment(as_of: date | None) -> datetime | None:
    """Return the end of that day, after which nothing counts; None when everything counts."""
    return None if as_of is None else datetime.combine(as_of, time(23, 59, 59), CHINA)


def reporting_year(today: date) -> int:
    """Return the year that is being reported: units report in spring about the year before."""
    return today.year - 1
