"""Say what was known of a year on a day: later reports, corrections, answers and withdrawals do not count.

Writes nothing into the records.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from nianbao.checks.answering import with_answers
from nianbao.checks.checking import (
    check_completeness,
    check_history,
    check_reading,
    check_sources,
    check_units,
)
from nianbao.checks.finding import Finding
from nianbao.reading import Reading
from nianbao.records.audit import Act
from nianbao.records.submission import Submission
from nianbao.report.boards import Arrival
from nianbao.review.laying import lay
from nianbao.rollup.consolidating import consolidate
from tasks.clock import last_moment
from tasks.past import pasts
from tasks.workplace import Workplace
from tasks.year import Consolidated, arrivals, held_files


def look_back(place: Workplace, year: int, day: date) -> Consolidated:
    """Return the year as it was known at the end of that day, checked anew but for the table checks of a run."""
    district, catalogue, cutoff = place.district, place.catalogue, last_moment(day)
    assert cutoff is not None
    expected = {unit.code for unit in district.units}
    now, before = (
        tuple(reading for reading in readings_on(place, each, cutoff) if reading.unit in expected)
        for each in (year, year - 1)
    )
    answers = [answer for answer in place.records.answers(district.code, year) if answer.on <= day]
    found = with_answers(_findings(place, year, now, cutoff), answers, day)
    held = held_files(place, year, cutoff)
    return Consolidated(now, consolidate(district, year, now, before, held, found, catalogue))


def readings_on(place: Workplace, year: int, cutoff: datetime) -> tuple[Reading, ...]:
    """Return the readings that counted at that moment, with the corrections that had been made, by unit code."""
    code = place.district.code
    counted = {each.unit: each for each in place.records.counted(code, year, cutoff)}
    for gone in _later(place, "withdraw", cutoff):
        mine = counted.get(gone.unit)
        if gone.year == year and gone.version and gone.received_at <= cutoff:
            counted[gone.unit] = max((gone, *([mine] if mine else [])), key=lambda each: (each.received_at, each.id))
    made = [each for each in place.records.corrections(code, year) if each.when <= cutoff]
    readings = sorted((place.records.reading(each.id) for each in counted.values()), key=lambda reading: reading.unit)
    return tuple(lay(reading, made).reading for reading in readings)


def arrivals_on(place: Workplace, year: int, day: date) -> dict[str, Arrival]:
    """Return when each report came; what was accepted since had not been accepted then."""
    cutoff = last_moment(day)
    assert cutoff is not None
    later = {each.unit for each in _later(place, "accept", cutoff) if each.year == year}
    return {
        unit: replace(arrival, state="checked") if unit in later and arrival.state == "accepted" else arrival
        for unit, arrival in arrivals(place, year, cutoff).items()
    }


def _later(place: Workplace, act: Act, cutoff: datetime) -> Iterable[Submission]:
    """Yield the submissions about which a person did that after the moment."""
    for entry in place.records.audit_log(place.district.code):
        if entry.act == act and entry.at and datetime.fromisoformat(entry.at) > cutoff:
            yield place.records.submission(int(entry.subject.partition(":")[2]))


def _findings(place: Workplace, year: int, readings: tuple[Reading, ...], cutoff: datetime) -> list[Finding]:
    district, catalogue = place.district, place.catalogue
    types = {unit.code: unit.type for unit in district.units}
    past = pasts(place.records, district, catalogue, year, cutoff, known_by=cutoff)
    found = list(check_completeness(district, year, [reading.unit for reading in readings]))
    for reading in readings:
        known = past.get(reading.unit, ())
        last = next((earlier for earlier in known if earlier.year == year - 1), None)
        found.extend(check_reading(reading, catalogue, place.required, types.get(reading.unit)))
        found.extend(check_history(reading, last, catalogue, [each for each in known if each is not last]))
    found.extend(check_sources(readings, district, catalogue))
    found.extend(check_units(readings, catalogue, types, past))
    return found
