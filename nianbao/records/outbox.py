"""Keep what is still to be asked of the orchestrator: a row first, then the asking, then its answer.

An errand is a submission to be read or a year to be consolidated. It outlives every server that is down and every run
that dies: what was begun and never answered is asked for again under the same key, what died under the next one. So
nothing is lost, and nothing that was asked for twice is done twice.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from nianbao.records.database import queue_up, reader, writer
from nianbao.records.schema import ErrandRow


class ErrandState(StrEnum):
    """Where an errand stands: to be sent, being sent and not yet answered, in the hands of a run, done."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Errand:
    """One errand; `subject` is submission:<id> or year:<year>.

    `attempt` counts every sending there ever was and is part of the key, since a run that died keeps its key for ever;
    `tries` counts those since it was last done. `run` is the run that was asked for, `claimed_by` the one that works.
    """

    district: str
    subject: str
    state: ErrandState
    due_at: datetime
    attempt: int
    tries: int
    run: str
    claimed_by: str
    claimed_at: datetime | None
    done_at: datetime | None

    @property
    def number(self) -> int:
        """Return the submission's id or the year."""
        return int(self.subject.partition(":")[2])

    @property
    def is_year(self) -> bool:
        """Say whether it is a year to be consolidated."""
        return self.subject.startswith("year:")


def of_submission(submission_id: int) -> str:
    """Return the subject of the errand of a submission."""
    return f"submission:{submission_id}"


def of_year(year: int) -> str:
    """Return the subject of the errand of a year's consolidation."""
    return f"year:{year}"


class Outbox:
    """The errands of a database. Every method is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def errands(self, district: str) -> tuple[Errand, ...]:
        """Return the district's errands that are not done: submissions in the order in which they came, then years."""
        mine = select(ErrandRow).where(ErrandRow.district == district, ErrandRow.state != ErrandState.DONE)
        with reader(self._engine) as session:
            errands = [_errand(row) for row in session.scalars(mine)]
        return tuple(sorted(errands, key=lambda errand: (errand.is_year, errand.number)))

    def errand(self, district: str, subject: str) -> Errand | None:
        """Return one errand, None when there never was one."""
        with reader(self._engine) as session:
            row = session.get(ErrandRow, (district, subject))
            return None if row is None else _errand(row)

    def put(self, district: str, subject: str, due_at: datetime) -> None:
        """Ask for an errand, not before that moment; asked for again, it waits until the new one."""
        with writer(self._engine) as session:
            row = _row(session, district, subject, due_at)
            row.state, row.due_at = ErrandState.WAITING, due_at

    def ensure(self, district: str, subject: str, due_at: datetime) -> None:
        """Ask for an errand unless it has been asked for and is not done."""
        with writer(self._engine) as session:
            row = _row(session, district, subject, due_at)
            if row.state == ErrandState.DONE:
                row.state, row.due_at = ErrandState.WAITING, due_at

    def put_again(self, errand: Errand, due_at: datetime) -> None:
        """Ask again for an errand whose run has died, unless another program has done so meanwhile."""
        with writer(self._engine) as session:
            row = _row(session, errand.district, errand.subject, None)
            if (row.state, row.attempt) == (errand.state, errand.attempt):
                row.state, row.due_at = ErrandState.WAITING, due_at

    def begin(self, district: str, subject: str) -> int | None:
        """Say that the errand is about to be sent, and return the number of the attempt; None when it waits no more.

        One that was begun and never answered is the same attempt: the server knows whether it has it.
        """
        with writer(self._engine) as session:
            row = _row(session, district, subject, None)
            if row.state == ErrandState.WAITING:
                row.state, row.attempt, row.tries = ErrandState.SENDING, row.attempt + 1, row.tries + 1
                row.run, row.claimed_by, row.claimed_at = "", "", None
            return row.attempt if row.state == ErrandState.SENDING else None

    def sent(self, district: str, subject: str, run: str) -> None:
        """Keep which run was given the errand."""
        with writer(self._engine) as session:
            row = _row(session, district, subject, None)
            row.run = run
            if row.state == ErrandState.SENDING:
                row.state = ErrandState.SENT

    def claim(self, district: str, subject: str, run: str, at: datetime) -> bool:
        """Let a run work on the errand; False when another one does."""
        with writer(self._engine) as session:
            row = _row(session, district, subject, at)
            if row.claimed_by not in ("", run):
                return False
            row.claimed_by, row.claimed_at = run, at
            return True

    def take_over(self, district: str, subjects: Iterable[str], run: str, at: datetime) -> None:
        """Let a run work on all these errands, whoever works on them: a person is waiting for it."""
        with writer(self._engine) as session:
            for subject in subjects:
                row = _row(session, district, subject, at)
                row.claimed_by, row.claimed_at = run, at

    def count_tries(self, district: str, subjects: Iterable[str], by: int, at: datetime) -> None:
        """Write down, before it happens, that the errands are tried once more; or take that back again.

        What was done and is to be read anew, with another catalogue, is not done any more.
        """
        with writer(self._engine) as session:
            for subject in subjects:
                row = _row(session, district, subject, at)
                row.tries = max(0, row.tries + by)
                row.state = ErrandState.WAITING if row.state == ErrandState.DONE else row.state

    def finish_all(self, district: str, subjects: Iterable[str], at: datetime) -> None:
        """Say that all these errands are done."""
        with writer(self._engine) as session:
            for subject in subjects:
                _done(_row(session, district, subject, at), at)

    def finish(self, district: str, subject: str, at: datetime, *, unless_waiting: bool = False) -> None:
        """Say that the errand is done; with `unless_waiting`, one that was asked for again meanwhile still waits."""
        with writer(self._engine) as session:
            row = _row(session, district, subject, at)
            asked_again = unless_waiting and row.state == ErrandState.WAITING and row.attempt
            state = row.state if asked_again else ErrandState.DONE
            _done(row, at)
            row.state = state


def _done(row: ErrandRow, at: datetime) -> None:
    row.state, row.tries, row.claimed_by, row.claimed_at, row.done_at = ErrandState.DONE, 0, "", None, at


def _row(session: Session, district: str, subject: str, at: datetime | None) -> ErrandRow:
    """Return the errand's row, with no other writer in its district; a new one when there is none and a moment."""
    queue_up(session, district)
    row = session.get(ErrandRow, (district, subject))
    if row is None:
        if at is None:
            raise KeyError(subject)
        row = ErrandRow(district=district, subject=subject, state=ErrandState.WAITING, due_at=at)
        session.add(row)
        session.flush()
    return row


def _errand(row: ErrandRow) -> Errand:
    return Errand(
        district=row.district,
        subject=row.subject,
        state=ErrandState(row.state),
        due_at=row.due_at,
        attempt=row.attempt,
        tries=row.tries,
        run=row.run,
        claimed_by=row.claimed_by,
        claimed_at=row.claimed_at,
        done_at=row.done_at,
    )
