"""Look at submissions as they stood on a day: which of a unit's versions counts, and which are superseded.

The newest identified version that is not held or withdrawn counts. Newest is the one received last, whichever was
recorded last. Nothing of this is stored, so withdrawing the newest brings back the one before it.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, and_, exists, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from nianbao.reasons import Reason
from nianbao.records.schema import SubmissionRow
from nianbao.records.submission import Decision, Submission, SubmissionState

RECORDED = frozenset({SubmissionState.CHECKED, SubmissionState.RETURNED, SubmissionState.ACCEPTED})
OUT = (SubmissionState.HELD, SubmissionState.WITHDRAWN)
report_year = func.coalesce(SubmissionRow.year, SubmissionRow.asked_year)
"""The year of a submission: as recorded, else as the sender said, else 0."""
COUNTS = and_(SubmissionRow.version.is_not(None), SubmissionRow.state.not_in(OUT))
IN_ORDER_OF_RECEIPT = (SubmissionRow.received_at, SubmissionRow.id)

Seen = Select[tuple[SubmissionRow, bool]]


@lru_cache(maxsize=8)  # to build the question takes as long as to ask it
def seen(as_of: datetime | None = None) -> Seen:
    """Select the submissions received up to that moment, each with whether a later one supersedes it."""
    before = true() if as_of is None else SubmissionRow.received_at <= as_of
    return select(SubmissionRow, superseded(as_of)).where(before)


@lru_cache(maxsize=8)
def superseded(as_of: datetime | None = None) -> ColumnElement[bool]:
    """Say of a submission whether one of its unit and year that counts was received after it."""
    later = aliased(SubmissionRow)
    after = tuple_(later.received_at, later.id) > tuple_(SubmissionRow.received_at, SubmissionRow.id)
    same = and_(
        later.district == SubmissionRow.district, later.year == SubmissionRow.year, later.unit == SubmissionRow.unit
    )
    counts = and_(later.version.is_not(None), later.state.not_in(OUT))
    known = true() if as_of is None else later.received_at <= as_of
    return exists().where(same, counts, after, known)


def view(session: Session, rows: Seen) -> tuple[Submission, ...]:
    """Return the selected submissions as frozen values."""
    return tuple(_submission(row, is_superseded) for row, is_superseded in session.execute(rows))


def view_one(session: Session, submission_id: int) -> Submission:
    """Return one submission as it stands; KeyError when there is none of that id."""
    found = view(session, seen().where(SubmissionRow.id == submission_id))
    if not found:
        raise KeyError(submission_id)
    return found[0]


def _submission(row: SubmissionRow, is_superseded: bool) -> Submission:
    state = SubmissionState(row.state)
    return Submission(
        id=row.id,
        district=row.district,
        year=row.year or row.asked_year or None,
        unit=row.unit or row.asked_unit or None,
        version=row.version,
        sha256=row.sha256,
        file=row.file,
        size=row.size,
        received_at=row.received_at,
        state=SubmissionState.SUPERSEDED if is_superseded and state in RECORDED else state,
        reason=Reason(row.reason) if row.reason else None,
        detail=row.detail,
        asked_year=row.asked_year or None,
        asked_unit=row.asked_unit or None,
        decision=Decision(row.decision),
    )
