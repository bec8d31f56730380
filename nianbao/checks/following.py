"""Follow findings from run to run: new, persisting, fixed, reopened.

Pure: what the last run knew comes in, what this run knows goes out, and the caller keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from nianbao.checks.finding import Finding

Course = Literal["new", "persisting", "fixed", "reopened"]


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding with its course; `first_seen` never moves, `last_seen` is the last run that still found it."""

    finding: Finding
    course: Course
    first_seen: date
    last_seen: date


def follow(found: Iterable[Finding], known: Iterable[Followed], today: date) -> tuple[Followed, ...]:
    """Return this run's findings with their course, then those of the last run that are found no more.

    `known` is what the last run returned. What was fixed stays known as fixed, so that its return is seen. Courses are
    told by days: what a day's first run found new is new all that day, so the same run again changes nothing.
    """
    before = {entry.finding.id: entry for entry in known}
    now = {finding.id: finding for finding in found}
    seen = tuple(_again(finding, before.get(finding.id), today) for finding in now.values())
    gone = tuple(_gone(entry) for entry in before.values() if entry.finding.id not in now)
    return (*seen, *gone)


def _again(finding: Finding, before: Followed | None, today: date) -> Followed:
    if before is None:
        return Followed(finding, "new", today, today)
    course: Course = "reopened" if before.course == "fixed" else "persisting"
    if before.course in ("new", "reopened") and before.last_seen == today:
        course = before.course
    return Followed(finding, course, before.first_seen, today)


def _gone(entry: Followed) -> Followed:
    return Followed(entry.finding, "fixed", entry.first_seen, entry.last_seen)
