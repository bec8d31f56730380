"""Say of findings how they run on from run to run: found anew, still there since when, gone, come back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from nianbao.checks.finding import Finding
from nianbao.checks.following import Course, Followed
from nianbao.report.printing import chinese_day


class Courses:
    """What was known of findings when the last run ended; silent where no run of an earlier day has looked."""

    def __init__(self, followed: Sequence[Followed] = ()) -> None:
        first = min((entry.first_seen for entry in followed), default=date.min)
        last = max((entry.last_seen for entry in followed), default=date.min)
        self._known = {entry.finding.id: entry for entry in followed} if first < last else {}

    def __bool__(self) -> bool:
        """Say whether there was an earlier day to compare with."""
        return bool(self._known)

    def words(self, finding: Finding) -> str:
        """Return what is to be said of a finding that stands, "" where nothing is known."""
        entry = self._known.get(finding.id)
        if entry is None or entry.course == "fixed":
            return ""
        if entry.course == "new":
            return "本次新发现"
        since = chinese_day(entry.first_seen)
        return f"{since}发现，曾经消除，再次出现" if entry.course == "reopened" else f"{since}发现，至今未解决"

    def first_seen(self, finding: Finding) -> date | None:
        """Return the day on which a run first found it."""
        entry = self._known.get(finding.id)
        return entry.first_seen if entry else None

    def count(self, standing: Sequence[Finding]) -> Counter[Course]:
        """Count the courses of the findings that stand, and of those that are gone."""
        courses: Counter[Course] = Counter(
            entry.course for finding in standing if (entry := self._known.get(finding.id)) is not None
        )
        courses["fixed"] = sum(entry.course == "fixed" for entry in self._known.values())
        return courses

    def settled_errors(self, unit: str) -> int:
        """Return how many errors of a unit are gone."""
        gone = (entry.finding for entry in self._known.values() if entry.course == "fixed")
        return sum(finding.unit == unit and finding.severity == "error" for finding in gone)
