"""Lay what people decided over a district's year: corrections, answers, held files let through. No Prefect here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from nianbao.checks.answering import with_answers
from nianbao.checks.checking import check_reading
from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed, follow
from nianbao.documents.identifying import admit
from nianbao.documents.model import Document, Identity
from nianbao.reading import Reading
from nianbao.reasons import Reason, Rejection
from nianbao.records.submission import Decision, Submission
from nianbao.review.correction import Correction
from nianbao.review.laying import Laid, lay
from nianbao.review.settling import in_force, settle
from tasks import clock
from tasks.workplace import Workplace

SAID = {"return": "returned-by-person", "comment": "comment-by-person"}
"""The rules of the findings that people make, by the act that the log keeps."""


def admitted(place: Workplace, submission: Submission, document: Document, identity: Identity) -> Identity | Rejection:
    """Return the identity with a person's decision in it, or why the document is held all the same."""
    if submission.decision in (Decision.UNIT, Decision.UNIT_AND_YEAR) and submission.asked_unit:
        identity = replace(identity, unit=submission.asked_unit, units=(submission.asked_unit,), unit_text=None)
    if submission.decision == Decision.UNIT_AND_YEAR and submission.asked_year:
        identity = replace(identity, year=submission.asked_year, years=(submission.asked_year,))
    if submission.decision == Decision.RELEASED:
        return identity
    rejection = admit(document, identity, place.district, submission.asked_year, submission.asked_unit)
    if rejection and rejection.reason == Reason.NOT_A_REPORT and submission.decision:
        rejection = _other_year(identity, submission.asked_year)
    return rejection or identity


def _other_year(identity: Identity, asked: int | None) -> Rejection | None:
    """Return what is still to be decided of a file that someone has looked at and given to its unit."""
    if asked is None or identity.year in (None, asked):
        return None
    return Rejection(Reason.YEAR_CONFLICT, f"报告为{identity.year}年，应报{asked}年")


def lay_year(
    place: Workplace, year: int, cutoff: datetime | None, proposed: Iterable[Correction] = ()
) -> tuple[Laid, ...]:
    """Return the year's readings that count, by unit code, with the corrections over them, and with proposed ones."""
    code = place.district.code
    corrections = (*place.records.corrections(code, year), *proposed)
    return tuple(lay(reading, corrections) for reading in place.records.readings(code, year, cutoff))


def corrected(place: Workplace, year: int, cutoff: datetime | None) -> tuple[Reading, ...]:
    """Return the year's readings that count as people corrected them, by unit code."""
    return tuple(laid.reading for laid in lay_year(place, year, cutoff))


def check(place: Workplace, reading: Reading, cutoff: datetime | None = None) -> tuple[Finding, ...]:
    """Check one report as it came and as people corrected it, and say how each finding stands by their answers."""
    code, records = place.district.code, place.records
    laid = lay(reading, records.corrections(code, reading.year)).reading
    of_source = _check(place, reading)
    of_corrected = of_source if laid is reading else _check(place, laid)
    return settle(of_source, of_corrected, records.answers(code, reading.year), day_of(cutoff))


def settle_year(place: Workplace, year: int, cutoff: datetime | None) -> None:
    """Check again what people corrected, lay their answers over all findings, and keep how each stands."""
    code, records = place.district.code, place.records
    corrected_units = {correction.unit for correction in records.corrections(code, year)}
    for submission in records.counted(code, year, cutoff):
        kept, said = records.findings(submission.id), said_by_people(place, submission)
        if submission.unit in corrected_units:
            checked = check(place, records.reading(submission.id), cutoff)
        else:
            of_report = (finding for finding in kept if finding.rule not in SAID.values())
            checked = answered(place, year, cutoff, of_report)
        found = (*checked, *answered(place, year, cutoff, said))
        if found != kept:
            records.recheck(submission.id, found)


def said_by_people(place: Workplace, submission: Submission) -> tuple[Finding, ...]:
    """Return what people said of a report as findings: sent back is an error, a comment a note."""
    return tuple(
        Finding(
            rule=SAID[entry.act],
            level=0,
            severity="error" if entry.act == "return" else "info",
            unit=submission.unit,
            message=f"{entry.who}{'退回' if entry.act == 'return' else '批注'}：{entry.why}",
        )
        for entry in place.records.said_of(submission.id, submission.district)
    )


def answered(place: Workplace, year: int, cutoff: datetime | None, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings of a run in the state that people's answers give them."""
    today = day_of(cutoff)
    return with_answers(findings, in_force(place.records.answers(place.district.code, year), today), today)


def follow_year(place: Workplace, year: int, cutoff: datetime | None, findings: Iterable[Finding]) -> None:
    """Keep since when each finding stands, and which are gone since the last run; a look back changes nothing."""
    code, today = place.district.code, day_of(cutoff)
    known = place.records.followed(code, year)
    if not _is_look_back(known, today):
        place.records.follow(code, year, follow(findings, known, today))


def followed(place: Workplace, year: int, cutoff: datetime | None) -> tuple[Followed, ...]:
    """Return how findings run on up to the last run; nothing for a day before it, of which that is no longer known."""
    known = place.records.followed(place.district.code, year)
    return () if _is_look_back(known, day_of(cutoff)) else known


def _is_look_back(known: Iterable[Followed], today: date) -> bool:
    return any(entry.last_seen > today for entry in known)


def day_of(cutoff: datetime | None) -> date:
    """Return the day on which a run looks at the world."""
    return (cutoff or clock.now()).astimezone(clock.CHINA).date()


def _check(place: Workplace, reading: Reading) -> tuple[Finding, ...]:
    types = {unit.code: unit.type for unit in place.district.units}
    return check_reading(reading, place.catalogue, place.required, types.get(reading.unit))
