"""Write what was read out of a submission, and read it back: document, facts, ledger and findings, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from nianbao.checks.finding import Finding
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.reasons import Reason
from nianbao.records import codec
from nianbao.records.schema import DocumentRow, FactRow, FindingRow, RunFindingRow, SubmissionRow
from nianbao.records.submission import Decision, SubmissionState
from nianbao.records.viewing import COUNTS, superseded


def record_reading(session: Session, row: SubmissionRow, reading: Reading, findings: Sequence[Finding]) -> None:
    """Record a submission under its unit and year: a new version, or the same one read again.

    The same bytes under another unit are held: one of the two was handed in by mistake, and a person must say which.
    """
    row.reason, row.detail = None, ""
    other = _other_unit(session, row, reading.unit)
    if other is not None and row.decision != Decision.RELEASED:
        row.state, row.reason, row.detail = SubmissionState.HELD, Reason.DUPLICATE_OF_OTHER_UNIT, other
        return
    if row.version is None or (row.year, row.unit) != (reading.year, reading.unit):
        row.version = _next_version(session, row.district, reading)
        row.year, row.unit = reading.year, reading.unit
    row.state = state_after(findings)
    _replace(session, row.id, reading)
    replace_findings_of(session, row.id, findings)


def state_after(findings: Sequence[Finding]) -> SubmissionState:
    """Return the state of a report with these findings: an open error sends it back."""
    wrong = any(finding.severity == "error" and finding.state == "open" for finding in findings)
    return SubmissionState.RETURNED if wrong else SubmissionState.CHECKED


def replace_findings_of(session: Session, submission_id: int, findings: Sequence[Finding]) -> None:
    """Keep these findings about a submission in place of those before."""
    session.execute(delete(FindingRow).where(FindingRow.submission_id == submission_id))
    _insert(session, FindingRow, [
        {"submission_id": submission_id, "position": position, **_finding(finding)}
        for position, finding in enumerate(findings)
    ])  # fmt: skip


def read_back(session: Session, rows: Sequence[SubmissionRow]) -> tuple[Reading, ...]:
    """Return the readings of recorded submissions, as they were recorded, in two questions for all of them."""
    ids = [row.id for row in rows]
    documents = {kept.submission_id: kept for kept in session.scalars(
        select(DocumentRow).where(DocumentRow.submission_id.in_(ids))
    )}  # fmt: skip
    facts = bodies_of(session, FactRow, ids)
    return tuple(_reading(row, documents[row.id], facts.get(row.id, ())) for row in rows)


def bodies_of(
    session: Session, table: type[FactRow] | type[FindingRow], ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    """Return the facts or findings of some submissions as they are kept, in their order, by submission."""
    mine = select(table.submission_id, table.body).where(table.submission_id.in_(ids))
    found = session.execute(mine.order_by(table.submission_id, table.position))
    return {
        submission_id: tuple(body for _, body in kept)
        for submission_id, kept in groupby(found, key=lambda row: int(row[0]))
    }


def _reading(row: SubmissionRow, document: DocumentRow, facts: Sequence[str]) -> Reading:
    if row.unit is None or row.year is None:
        raise KeyError(row.id)
    return Reading(
        unit=row.unit,
        year=row.year,
        document=codec.document_from_bytes(document.body, document.places),
        facts=tuple(map(codec.fact_from_text, facts)),
        tokens=codec.tokens_from_bytes(document.tokens),
    )


def replace_findings_of_run(session: Session, district: str, year: int, findings: Sequence[Finding]) -> None:
    """Keep these findings of a district's run in place of the last run's."""
    session.execute(delete(RunFindingRow).where(RunFindingRow.district == district, RunFindingRow.year == year))
    _insert(session, RunFindingRow, [
        {"district": district, "year": year, "position": position, **_finding(finding)}
        for position, finding in enumerate(findings)
    ])  # fmt: skip


def _other_unit(session: Session, row: SubmissionRow, unit: str) -> str | None:
    """Return another unit whose counted submission has the same bytes."""
    same_bytes = (SubmissionRow.district == row.district, SubmissionRow.sha256 == row.sha256)
    others = select(SubmissionRow.unit).where(*same_bytes, COUNTS, ~superseded(), SubmissionRow.id != row.id)
    return session.scalar(others.where(SubmissionRow.unit != unit).order_by(SubmissionRow.id).limit(1))


def _next_version(session: Session, district: str, reading: Reading) -> int:
    last = select(func.max(SubmissionRow.version)).where(
        SubmissionRow.district == district, SubmissionRow.year == reading.year, SubmissionRow.unit == reading.unit
    )
    return (session.scalar(last) or 0) + 1


def _replace(session: Session, submission_id: int, reading: Reading) -> None:
    for table in (DocumentRow, FactRow):
        session.execute(delete(table).where(table.submission_id == submission_id))
    document = reading.document
    _insert(session, DocumentRow, [{
        "submission_id": submission_id,
        "body": codec.document_bytes(document),
        "places": codec.places_bytes(document.places) if document.places else None,
        "tokens": codec.tokens_bytes(reading.tokens),
    }])  # fmt: skip
    _insert(session, FactRow, [
        {"submission_id": submission_id, "position": position, **_fact(fact)}
        for position, fact in enumerate(reading.facts)
    ])  # fmt: skip


def _insert(session: Session, table: type, rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(insert(table), rows)


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "fact_id": fact.id,
        "code": fact.indicator,
        "kind": fact.kind,
        "value": None if fact.value is None else str(fact.value),
        "low": None if fact.low is None else str(fact.low),
        "high": None if fact.high is None else str(fact.high),
        "unit": codec.plain(fact.unit),
        "implied": fact.implied,
        "period_start": fact.period.start if fact.period else None,
        "period_end": fact.period.end if fact.period else None,
        "body": codec.fact_text(fact),
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "finding_id": finding.id,
        "rule": finding.rule,
        "severity": finding.severity,
        "state": finding.state,
        "body": codec.finding_text(finding),
    }
