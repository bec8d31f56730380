"""Say where the reporting year stands on a day, when units are reminded, and which of them. No Prefect, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from nianbao.district import District, Unit
from nianbao.workdays import is_announced, workday_by, workday_from
from tasks.standing import Standing

Phase = Literal["collecting", "chasing", "publishing", "closed"]
PHASES: dict[Phase, str] = {
    "collecting": "征集报送", "chasing": "催报核查", "publishing": "审定公布", "closed": "已过公布期限",
}  # fmt: skip
DAYS_BEFORE = (14, 7, 1)
LONGEST_AFTER = timedelta(days=14)
"""A reminder that was missed, because nothing ran that day, is drafted up to so long after the deadline."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A round of reminders: the working day on which it goes out, and whether the deadline is over by then."""

    day: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Outlook:
    """How a reporting year looks on a day.

    `reminder` is the last round that has come by then; `silent` are the units that have not reported, and `announced`
    says whether the days off that decide about working days are known.
    """

    year: int
    today: date
    phase: Phase
    deadline: date
    publish: date
    passes: tuple[date, ...]
    reminders: tuple[Reminder, ...]
    reminder: Reminder | None
    silent: tuple[Unit, ...]
    held: tuple[Unit, ...]
    announced: bool

    @property
    def phase_zh(self) -> str:
        """Return the phase in Chinese."""
        return PHASES[self.phase]

    @property
    def dates(self) -> tuple[tuple[date, str], ...]:
        """Return the year's days in order, each with what it is."""
        rounds = ((entry.day, "逾期催报" if entry.overdue else "催报") for entry in self.reminders)
        passes = ((day, "年度汇总") for day in self.passes)
        return tuple(sorted((*rounds, *passes, (self.deadline, "**报送期限**"), (self.publish, "**公布期限**"))))

    @property
    def is_overdue(self) -> bool:
        """Say whether the silent units are late."""
        return self.today > self.deadline

    @property
    def last_pass(self) -> date | None:
        """Return the latest day of consolidation that has come."""
        return max((day for day in self.passes if day <= self.today), default=None)


def look_ahead(district: District, year: int, today: date, units: Sequence[Standing]) -> Outlook:
    """Return how the reporting year looks on that day."""
    deadline, publish = district.deadlines.report_day(year), district.deadlines.publish_day(year)
    passes = pass_days(district, year)
    rounds = reminders_of(deadline)
    come = [entry for entry in rounds if entry.day <= today <= deadline + LONGEST_AFTER]
    return Outlook(
        year=year,
        today=today,
        phase=phase_on(today, deadline, passes, publish),
        deadline=deadline,
        publish=publish,
        passes=passes,
        reminders=rounds,
        reminder=come[-1] if come else None,
        silent=tuple(entry.unit for entry in units if entry.state == "missing"),
        held=tuple(entry.unit for entry in units if entry.state == "held"),
        announced=is_announced(deadline.year),
    )


def reminders_of(deadline: date) -> tuple[Reminder, ...]:
    """Return the rounds: 14, 7 and 1 days before the deadline or the working day before, and the first one after it."""
    before = sorted({workday_by(deadline - timedelta(days=days)) for days in DAYS_BEFORE})
    return (*(Reminder(day, False) for day in before), Reminder(workday_from(deadline + timedelta(days=1)), True))


def pass_days(district: District, year: int) -> tuple[date, ...]:
    """Return the days on which the year is consolidated."""
    days = (f"{year + 1}-{day}" for day in district.deadlines.passes)
    return tuple(sorted(date.fromisoformat(day if not day.endswith("02-29") else f"{year + 1}-02-28") for day in days))


def phase_on(today: date, deadline: date, passes: Sequence[date], publish: date) -> Phase:
    """Return the phase: units report, the late are chased until the last pass, the report is published, all is over."""
    if today <= deadline:
        return "collecting"
    if passes and today <= min(max(passes), publish):
        return "chasing"
    return "publishing" if today <= publish else "closed"
