"""The records: the one place where submissions and all that was read out of them are kept.

The records are the truth, an event is a hint. Bytes first, then the row: what has a receipt is in the vault, and a
file whose row was lost is received again. What is handed out are frozen values, never rows of the database.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlalchemy import ColumnElement, Engine, delete, or_, select
from sqlalchemy.orm import Session

from nianbao.checks.finding import Finding
from nianbao.checks.tabled import TableChecks
from nianbao.failpoints import pass_by
from nianbao.reading import Reading
from nianbao.reasons import Rejection
from nianbao.records import audit, codec
from nianbao.records.bucket import vault_at
from nianbao.records.codec import finding_from_text
from nianbao.records.database import connect, copy_database, queue_up, reader, writer
from nianbao.records.deciding import Clock, Decisions, submission_row
from nianbao.records.outbox import Outbox
from nianbao.records.receiving import receive_bytes
from nianbao.records.recording import bodies_of, read_back, record_reading, replace_findings_of_run
from nianbao.records.schema import FindingRow, RunFindingRow, SubmissionRow, TableChecksRow
from nianbao.records.submission import Receipt, Submission, SubmissionState
from nianbao.records.vault import Vault
from nianbao.records.viewing import COUNTS, IN_ORDER_OF_RECEIPT, RECORDED, report_year, seen, superseded, view, view_one

Condition = ColumnElement[bool]


class Records(Decisions):
    """The records of one home: a database and a vault. May be shared by threads, and by programs at the same time."""

    def __init__(self, engine: Engine, vault: Vault, clock: Clock | None = None) -> None:
        super().__init__(engine, clock)
        self.vault = vault

    @classmethod
    def open(cls, url: str | None, home: Path, clock: Clock | None = None, vault: str | None = None) -> Records:
        """Open the records at a database URL, or at home/records.db, and bring their tables up to date.

        `clock` dates the audit log; `vault` is the address of an object store that holds the bytes, home/vault when
        there is none. Raises ConfigurationError, in one Chinese line, when that cannot be done.
        """
        return cls(connect(url, home), vault_at(vault, home / "vault"), clock)

    @property
    def outbox(self) -> Outbox:
        """Return what is still to be asked of the orchestrator; it lies beside the submissions it speaks of."""
        return Outbox(self._engine)

    def close(self) -> None:
        """Give the database's connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        """Return the records themselves."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Close them."""
        self.close()

    def receive(
        self,
        source: Path,
        *,
        district: str,
        name: str,
        received_at: datetime,
        year: int | None,
        unit: str | None = None,
    ) -> Receipt:
        """Take a file in and return its receipt; the same bytes again get the same receipt, whatever their name.

        `year` and `unit` are what the sender says, None where nothing is said. Said for the first time for a file
        that is held, they put it before the reader again. OSError when the source cannot be read.
        """
        sha256 = self.vault.put(source)
        pass_by("receive.kept", name)
        size = self.vault.path(sha256).stat().st_size
        with writer(self._engine) as session:
            queue_up(session, district)
            submission_id, new = receive_bytes(
                session, district=district, sha256=sha256, file=name, size=size,
                received_at=received_at, year=year, unit=unit,
            )  # fmt: skip
            if new:
                self._log(session, submission_id, "receive", why=name, digest=sha256, at=received_at)
            return Receipt(view_one(session, submission_id), new)

    def copy_database(self, target: Path) -> bool:
        """Copy the database to a file as it stands now; False where it is no SQLite and has tools of its own."""
        return copy_database(self._engine, target)

    def lost(self) -> tuple[Submission, ...]:
        """Return the submissions whose bytes are not in the vault: after a backup of which only a part was restored."""
        there = self.vault.hashes()
        return tuple(submission for submission in self._view() if submission.sha256 not in there)

    def pending(self, district: str, year: int) -> tuple[Submission, ...]:
        """Return what waits to be read, of this or an earlier year or of none, oldest first."""
        waiting = (
            SubmissionRow.district == district,
            SubmissionRow.state == SubmissionState.RECEIVED,
            report_year <= year,
        )
        return self._view(*waiting)

    def submission(self, submission_id: int) -> Submission:
        """Return one submission; KeyError when there is none of that id."""
        with reader(self._engine) as session:
            return view_one(session, submission_id)

    def matching(self, district: str, named: str) -> tuple[Submission, ...]:
        """Return the submissions of a district that a person names by receipt number, or else by file name."""
        number = int(named) if named.isascii() and named.isdecimal() else 0
        if number and (found := self._view(SubmissionRow.district == district, SubmissionRow.id == number)):
            return found
        inside = SubmissionRow.file.endswith(f"/{named}", autoescape=True)
        return self._view(SubmissionRow.district == district, or_(SubmissionRow.file == named, inside))

    def submissions(self, district: str, year: int, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """Return all submissions of a year, in the order of receipt, as they stood at a moment."""
        return self._view(SubmissionRow.district == district, report_year == year, as_of=as_of)

    def held(self, district: str, year: int, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """Return what a person must decide on: held files of the year, and those of which no year is known."""
        waiting = (SubmissionRow.state == SubmissionState.HELD, or_(report_year == year, report_year == 0))
        return self._view(SubmissionRow.district == district, *waiting, as_of=as_of)

    def counted(self, district: str, year: int, as_of: datetime | None = None) -> tuple[Submission, ...]:
        """Return the one submission of each unit that counts, in the order of the units' codes."""
        found = self._view(SubmissionRow.district == district, *_counts(year, as_of), as_of=as_of)
        return tuple(sorted(found, key=lambda submission: submission.unit or ""))

    def hold(self, submission_id: int, rejection: Rejection, *, reading_key: str = "") -> Submission:
        """Put a submission aside until a person decides.

        With the key of what read it, `forget_stale` puts it before the reader again when that has changed.
        """
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            if row.state != SubmissionState.WITHDRAWN:
                row.state, row.reason, row.detail = SubmissionState.HELD, rejection.reason, rejection.detail
                row.reading_key = reading_key
                self._log(session, submission_id, "hold", why=str(rejection.reason))
            session.flush()
            return view_one(session, submission_id)

    def record(
        self, submission_id: int, reading: Reading, findings: Sequence[Finding], *, reading_key: str
    ) -> Submission:
        """Keep what was read, in one transaction: a new version of its unit and year, and the older ones superseded.

        A submission recorded before keeps its version, and its facts and findings are replaced. An older one that is
        recorded late does not supersede a newer one. The same bytes under another unit are held instead. What a
        person withdrew meanwhile stays withdrawn. `reading_key` names the catalogue and the reader.
        """
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            if row.state != SubmissionState.WITHDRAWN:
                before = row.unit, row.year, row.version
                record_reading(session, row, reading, findings)
                row.reading_key = reading_key
                session.flush()
                self._log_recording(session, row)
                if row.state != SubmissionState.HELD and before != (row.unit, row.year, row.version):
                    self._log_superseding(session, row)
            session.flush()
            return view_one(session, submission_id)

    def reading(self, submission_id: int) -> Reading:
        """Return a submission as it was recorded; KeyError when it never was."""
        with reader(self._engine) as session:
            return read_back(session, [submission_row(session, submission_id)])[0]

    def readings(self, district: str, year: int, as_of: datetime | None = None) -> tuple[Reading, ...]:
        """Return what counts for a year: each unit's newest version that is not held or withdrawn, by unit code."""
        mine = seen(as_of).where(SubmissionRow.district == district, *_counts(year, as_of))
        with reader(self._engine) as session:
            rows = session.scalars(mine).all()
            return tuple(sorted(read_back(session, rows), key=lambda found: found.unit))

    def years(self) -> tuple[tuple[str, int], ...]:
        """Return each district and year of which something is recorded."""
        recorded = select(SubmissionRow.district, SubmissionRow.year).where(SubmissionRow.version.is_not(None))
        with reader(self._engine) as session:
            rows = session.execute(recorded.distinct().order_by(SubmissionRow.district, SubmissionRow.year))
            return tuple((district, year) for district, year in rows if year is not None)

    def findings(self, submission_id: int) -> tuple[Finding, ...]:
        """Return the findings about one submission, in the order in which they were recorded."""
        return self.findings_of([submission_id])[submission_id]

    def findings_of(self, submission_ids: Sequence[int]) -> dict[int, tuple[Finding, ...]]:
        """Return the findings about each of some submissions, in the order in which they were recorded."""
        with reader(self._engine) as session:
            found = bodies_of(session, FindingRow, submission_ids)
        return {each: tuple(map(finding_from_text, found.get(each, ()))) for each in submission_ids}

    def replace_run_findings(self, district: str, year: int, findings: Sequence[Finding]) -> None:
        """Keep the findings of a district's run, in place of those of the run before."""
        with writer(self._engine) as session:
            queue_up(session, district)
            replace_findings_of_run(session, district, year, findings)

    def run_findings(self, district: str, year: int) -> tuple[Finding, ...]:
        """Return the findings of the district's last run."""
        mine = select(RunFindingRow.body).where(RunFindingRow.district == district, RunFindingRow.year == year)
        with reader(self._engine) as session:
            return tuple(map(finding_from_text, session.scalars(mine.order_by(RunFindingRow.position))))

    def keep_table_checks(self, district: str, year: int, checks: TableChecks | None) -> None:
        """Keep what the table checks of a district's run came to, in place of the last run's."""
        with writer(self._engine) as session:
            queue_up(session, district)
            mine = (TableChecksRow.district == district, TableChecksRow.year == year)
            session.execute(delete(TableChecksRow).where(*mine))
            if checks is not None:
                session.add(TableChecksRow(district=district, year=year, body=codec.text(checks)))

    def table_checks(self, district: str, year: int) -> TableChecks | None:
        """Return what the table checks of the district's last run came to."""
        with reader(self._engine) as session:
            row = session.get(TableChecksRow, (district, year))
            return codec.from_text(TableChecks, row.body) if row else None

    def stale(self, district: str, reading_key: str) -> tuple[Submission, ...]:
        """Return what `forget_stale` would make pending again, of all years."""
        return self._view(SubmissionRow.district == district, _is_stale(reading_key))

    def forget_stale(self, district: str, year: int, reading_key: str) -> int:
        """Make pending again what counts or is held, and was read with another catalogue or reader; say how many.

        The source's own hash is no part of the key: a submission's bytes never change. What was held without a key
        waits for a person alone.
        """
        mine = select(SubmissionRow).where(
            SubmissionRow.district == district, report_year <= year, _is_stale(reading_key)
        )
        with writer(self._engine) as session:
            queue_up(session, district)
            rows = session.scalars(mine).all()
            for row in rows:
                row.state, row.reason, row.detail = SubmissionState.RECEIVED, None, ""
            return len(rows)

    def _log_recording(self, session: Session, row: SubmissionRow) -> None:
        """Log what recording came to; the same bytes under another unit were held instead."""
        if row.state == SubmissionState.HELD:
            self._log(session, row.id, "hold", why=row.reason or "")
        else:
            digest = audit.digest_of_reading(session, row.id)
            self._log(session, row.id, "record", why=f"{row.unit} {row.year} v{row.version}", digest=digest)

    def _log_superseding(self, session: Session, row: SubmissionRow) -> None:
        """Log which of a unit's two newest versions the other one supersedes; the newest is the one received last."""
        same = (
            SubmissionRow.district == row.district,
            *_counts(row.year or 0, None)[:2],
            SubmissionRow.unit == row.unit,
        )
        newest = select(SubmissionRow).where(*same).order_by(*(column.desc() for column in IN_ORDER_OF_RECEIPT))
        found = session.scalars(newest.limit(2)).all()
        if len(found) == 2 and row in found:
            new, old = found
            self._log(session, old.id, "supersede", why=f"由报送件 {new.id}（v{new.version}）取代")

    def _log(
        self,
        session: Session,
        submission_id: int,
        act: audit.Act,
        *,
        why: str,
        digest: str = "",
        at: datetime | None = None,
    ) -> None:
        district = session.get_one(SubmissionRow, submission_id).district
        when = self._now() or at
        audit.log(session, district, act, f"submission:{submission_id}", at=when, why=why, digest=digest)

    def _view(self, *conditions: Condition, as_of: datetime | None = None) -> tuple[Submission, ...]:
        with reader(self._engine) as session:
            return view(session, seen(as_of).where(*conditions).order_by(*IN_ORDER_OF_RECEIPT))


def _is_stale(reading_key: str) -> Condition:
    recorded = SubmissionRow.state.in_(RECORDED) & ~superseded()
    held = (SubmissionRow.state == SubmissionState.HELD) & (SubmissionRow.reading_key != "")
    return (SubmissionRow.reading_key != reading_key) & (recorded | held)


def _counts(year: int, as_of: datetime | None) -> tuple[Condition, ...]:
    return SubmissionRow.year == year, COUNTS, ~superseded(as_of)
