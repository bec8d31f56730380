"""Find out whether bytes that come in have come in before: receiving twice is receiving once.

The same bytes are the same submission as long as the sender says nothing that contradicts it. Another name of the
file is no contradiction; another year or another unit is.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from nianbao.records.schema import SubmissionRow
from nianbao.records.submission import SubmissionState

UNDECIDED = (SubmissionState.RECEIVED, SubmissionState.HELD)


def receive_bytes(
    session: Session,
    *,
    district: str,
    sha256: str,
    file: str,
    size: int,
    received_at: datetime,
    year: int | None,
    unit: str | None,
) -> tuple[int, bool]:
    """Return the id of the submission with these bytes, and whether it is new."""
    mine = select(SubmissionRow).where(SubmissionRow.district == district, SubmissionRow.sha256 == sha256)
    known = _same(list(session.scalars(mine.order_by(SubmissionRow.id))), year or 0, unit or "")
    if known is not None:
        _learn(known, year or 0, unit or "")
        return known.id, False
    row = SubmissionRow(
        district=district,
        sha256=sha256,
        asked_year=year or 0,
        asked_unit=unit or "",
        file=file,
        size=size,
        received_at=received_at,
        state=SubmissionState.RECEIVED,
    )
    session.add(row)
    session.flush()
    return row.id, True


def _same(rows: list[SubmissionRow], year: int, unit: str) -> SubmissionRow | None:
    """Pick the submission that these bytes are: asked for alike, or recorded so, or still open to it."""
    alike = [row for row in rows if (row.asked_year, row.asked_unit) == (year, unit)]
    recorded = [row for row in rows if row.version and year in (0, row.year) and unit in ("", row.unit)]
    still_open = [row for row in rows if row.version is None and _open_to(row, year, unit)]
    return next(iter(alike + recorded + still_open), None)


def _open_to(row: SubmissionRow, year: int, unit: str) -> bool:
    """Say whether what is said now only adds to what was said before.

    A file held in one year's inbox and handed in again without a year is a new question: it may be of any year.
    """
    same_year = row.asked_year in (0, year) or (not year and row.state != SubmissionState.HELD)
    return same_year and (not unit or row.asked_unit in ("", unit))


def _learn(row: SubmissionRow, year: int, unit: str) -> None:
    """Keep what the sender says for the first time: it may be the answer to the question that holds the file."""
    said = (row.asked_year or year, row.asked_unit or unit)
    if row.state in UNDECIDED and said != (row.asked_year, row.asked_unit):
        row.asked_year, row.asked_unit = said
        row.state, row.reason, row.detail = SubmissionState.RECEIVED, None, ""
