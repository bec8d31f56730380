"""Compose the letters: a return for correction to a unit with errors, a reminder to a unit that has sent nothing.

A letter says what was received, each error with its sentence and place, what is asked, and by which working day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import Finding, Severity
from nianbao.checks.following import Followed
from nianbao.district import District
from nianbao.reading import Reading
from nianbao.report.boards import Arrival, finding_view, sorted_findings
from nianbao.report.courses import Courses
from nianbao.report.masking import masked
from nianbao.report.narrating import Narrator
from nianbao.report.printing import BLANK_DATE, chinese_day, printed
from nianbao.report.tracing import places
from nianbao.rollup.consolidation import Consolidation
from nianbao.workdays import workday_by, workdays_after

WORKING_DAYS = 5
"""What a unit needs at least to look a figure up, have it signed and send the report again."""


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing that a letter asks about: its number there, what is wrong and what to do, the sentence and its place.

    `course` says since when it has been known; `finding` and `rule` are for programs.
    """

    number: str
    message: str
    quote: str
    place: str
    indicators: tuple[str, ...]
    course: str
    severity: Severity
    finding: str
    rule: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one unit: a return for correction 退回修改函, or a reminder 催报函 when nothing counts.

    `items` must be put right; `doubts`, after their own opening, must be looked at and explained.
    """

    kind: Literal["return", "reminder"]
    unit: str
    year: int
    title_lines: tuple[str, ...]
    addressee: str
    received: Arrival | None
    opening: tuple[str, ...]
    items: tuple[LetterItem, ...]
    doubts_opening: str
    doubts: tuple[LetterItem, ...]
    closing: tuple[str, ...]
    answer_by: date
    signature: str
    date: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What the office knows beside the findings: the reports, when they came, the course of findings, and the day.

    `today` is None where no day is known: then a letter gives the last date that still serves.
    """

    readings: Sequence[Reading] = ()
    arrivals: Mapping[str, Arrival] = field(default_factory=dict)
    followed: Sequence[Followed] = ()
    today: date | None = None

    def place(self, finding: Finding) -> str:
        """Return where the figures of a finding stand in its unit's report."""
        own = next((reading for reading in self.readings if reading.unit == finding.unit), None)
        return "" if own is None else places(own, finding.facts, finding.quote)


def letters(
    consolidation: Consolidation, district: District, catalogue: Catalogue, narrator: Narrator, desk: Desk
) -> Iterator[Letter]:
    """Yield one letter for each unit with an open error finding, in roster order."""
    open_ones = [f for f in sorted_findings(consolidation, district) if f.state == "open"]
    for unit in district.units:
        own = [finding for finding in open_ones if finding.unit == unit.code]
        if not any(finding.severity == "error" for finding in own):
            continue
        if unit.code in consolidation.missing:
            yield reminder(unit.code, consolidation, district, narrator, desk)
        else:
            yield return_letter(unit.code, unit.name, own, consolidation.year, district, catalogue, narrator, desk)


def return_letter(
    unit: str,
    name: str,
    findings: Sequence[Finding],
    year: int,
    district: District,
    catalogue: Catalogue,
    narrator: Narrator,
    desk: Desk | None = None,
) -> Letter:
    """Return the letter that sends a report back, quoting the sentence behind each error 退回修改函.

    What is only doubtful goes with it, so that the unit is asked once.
    """
    desk = desk or Desk()
    courses = Courses(desk.followed)
    errors, doubts = ([f for f in findings if f.severity == grade] for grade in ("error", "warning"))
    day = answer_day(district, year, desk.today)
    received, settled = desk.arrivals.get(unit), courses.settled_errors(unit)
    came = chinese_day(received.received_on) if received else ""
    received = replace(received, file=masked(printed(received.file.rpartition("/")[2]))) if received else None
    return Letter(
        kind="return",
        unit=unit,
        year=year,
        title_lines=narrator.lines("return_title", year),
        addressee=printed(name),
        received=received,
        opening=narrator.lines("return_opening", year, len(errors), came, received.file if received else "", settled),
        items=tuple(_items(errors, 1, district, catalogue, desk, courses)),
        doubts_opening=narrator.say("return_doubts", len(doubts)) if doubts else "",
        doubts=tuple(_items(doubts, len(errors) + 1, district, catalogue, desk, courses)),
        closing=narrator.lines("return_closing", chinese_day(day)),
        answer_by=day,
        signature=district.body,
        date=BLANK_DATE,
    )


def reminder(unit: str, consolidation: Consolidation, district: District, narrator: Narrator, desk: Desk) -> Letter:
    """Return the letter that asks a unit for the report that is missing 催报函, with the gap as it is.

    A file of the unit that is held did arrive: the letter then says why it does not count.
    """
    year, report_day = consolidation.year, district.deadlines.report_day(consolidation.year)
    day = answer_day(district, year, desk.today)
    held = next((file for file in consolidation.held if file.unit == unit), None)
    late = (desk.today - report_day).days if desk.today and desk.today > report_day else 0
    reported = len(consolidation.reporting)
    file = (masked(printed(held.file)), masked(printed(held.sentence))) if held else ()
    opening = (year, chinese_day(report_day), late, len(consolidation.expected), reported, file)
    return Letter(
        kind="reminder",
        unit=unit,
        year=year,
        title_lines=narrator.lines("reminder_title", year),
        addressee=printed(district.unit(unit).name),
        received=None,
        opening=narrator.lines("reminder_opening", *opening),
        items=(),
        doubts_opening="",
        doubts=(),
        closing=narrator.lines("reminder_closing", chinese_day(day), file),
        answer_by=day,
        signature=district.body,
        date=BLANK_DATE,
    )


def answer_day(district: District, year: int, today: date | None) -> date:
    """Return the working day by which a unit answers, so that it still counts: a pass before publication.

    It is the first pass that leaves five working days; after the last one, five working days from today.
    """
    publish = district.deadlines.publish_day(year)
    passes = (day for day in district.deadlines.pass_days(year) if day < publish)
    serving = [workday_by(day) for day in passes] or [workday_by(publish - timedelta(days=1))]
    if today is None:
        return serving[-1]
    soonest = workdays_after(today, WORKING_DAYS)
    return next((day for day in serving if day >= soonest), soonest)


def _items(
    findings: Iterable[Finding], first: int, district: District, catalogue: Catalogue, desk: Desk, courses: Courses
) -> Iterator[LetterItem]:
    for number, finding in enumerate(findings, first):
        view = finding_view(finding, district, catalogue)
        course = courses.words(finding)
        yield LetterItem(
            number=f"{number}．",
            message=masked(view.message.rstrip("。") + "。"),
            quote=masked(view.quote),
            place=desk.place(finding),
            indicators=view.indicators,
            course=course if courses.first_seen(finding) != desk.today else "",
            severity=finding.severity,
            finding=finding.id,
            rule=finding.rule,
        )
