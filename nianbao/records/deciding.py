"""Keep what people decide: corrections, answers, held files given away or let through, reports accepted or withdrawn.

Decisions are only ever added, each with who and why, and each in the log. What they come to is worked out anew on
every run, so nothing here touches a fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.orm import Session

from nianbao.checks.answering import Answer
from nianbao.checks.finding import Finding
from nianbao.checks.following import Followed
from nianbao.records import audit, codec
from nianbao.records.database import queue_up, reader, writer
from nianbao.records.recording import replace_findings_of, state_after
from nianbao.records.schema import (
    AnswerRow,
    AuditHeadRow,
    AuditRow,
    CorrectionRow,
    FollowedRow,
    RunFindingRow,
    SubmissionRow,
)
from nianbao.records.submission import Decision, Submission, SubmissionState
from nianbao.records.viewing import RECORDED, view_one
from nianbao.review.correction import Correction, Ledger

Clock = Callable[[], datetime]
Said = Literal["return", "comment"]


class Impossible(Exception):  # noqa: N818 - a refusal in one line for the person who decided
    """What a person decided cannot be: the submission stands otherwise, or another one is in the way."""


class Decisions:
    """The part of the records that people write. `clock` dates the log; without one its entries carry no time."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self._engine = engine
        self._clock = clock

    @property
    def engine(self) -> Engine:
        """Return the database, for what else is kept in it: people, proposals."""
        return self._engine

    def correct(self, district: str, corrections: Iterable[Correction]) -> int:
        """Add corrections, and say how many were new: one that decides what already holds is not added again."""
        added = 0
        with writer(self._engine) as session:
            queue_up(session, district)
            ledgers: dict[int, Ledger] = {}
            for correction in corrections:
                year = correction.year
                if year not in ledgers:
                    ledgers[year] = Ledger(_corrections(session, district, year))
                if ledgers[year].enter(correction):
                    row = CorrectionRow(district=district, year=year, unit=correction.unit, body=codec.text(correction))
                    self._add(session, row, "correct", correction.who, correction.why)
                    added += 1
        return added

    def corrections(self, district: str, year: int) -> tuple[Correction, ...]:
        """Return all corrections of a year, in the order in which they were made."""
        with reader(self._engine) as session:
            return _corrections(session, district, year)

    def answer(self, district: str, year: int, answers: Iterable[Answer]) -> int:
        """Add answers to findings, and say how many were new: an answer that says what already holds is not."""
        added = 0
        with writer(self._engine) as session:
            queue_up(session, district)
            held = {answer.finding: answer for answer in _answers(session, district, year)}
            for answer in answers:
                if _says_the_same(held.get(answer.finding), answer):
                    continue
                held[answer.finding] = answer
                row = AnswerRow(district=district, year=year, finding_id=answer.finding, body=codec.text(answer))
                self._add(session, row, "answer", answer.by, f"{answer.state}：{answer.why}")
                added += 1
        return added

    def answers(self, district: str, year: int) -> tuple[Answer, ...]:
        """Return all answers of a year, in the order in which they were given."""
        with reader(self._engine) as session:
            return _answers(session, district, year)

    def recheck(self, submission_id: int, findings: Sequence[Finding]) -> Submission:
        """Keep the findings as they stand with corrections and answers over them, and the state that follows."""
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            replace_findings_of(session, submission_id, findings)
            if row.state in (SubmissionState.CHECKED, SubmissionState.RETURNED):
                row.state = state_after(findings)
            session.flush()
            return view_one(session, submission_id)

    def follow(self, district: str, year: int, followed: Sequence[Followed]) -> None:
        """Keep how findings run on from run to run, in place of what the last run knew."""
        with writer(self._engine) as session:
            queue_up(session, district)
            session.execute(delete(FollowedRow).where(FollowedRow.district == district, FollowedRow.year == year))
            rows = [
                {"district": district, "year": year, "position": position, "body": codec.text(each)}
                for position, each in enumerate(followed)
            ]
            if rows:
                session.execute(insert(FollowedRow), rows)

    def followed(self, district: str, year: int) -> tuple[Followed, ...]:
        """Return what the last run knew of findings."""
        mine = select(FollowedRow.body).where(FollowedRow.district == district, FollowedRow.year == year)
        with reader(self._engine) as session:
            bodies = session.scalars(mine.order_by(FollowedRow.position))
            return tuple(codec.from_text(Followed, body) for body in bodies)

    def assign(self, submission_id: int, unit: str, year: int | None, *, who: str, why: str) -> Submission:
        """Give a held file to a unit, and if said to a year; it is read again, and no longer held for what was said.

        Impossible when it is not held, or when the unit has sent the same file.
        """
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            _must_be_held(row)
            asked_year = year or row.asked_year
            _must_be_the_only_one(session, row, asked_year, unit)
            row.asked_unit, row.asked_year = unit, asked_year
            row.decision = Decision.UNIT_AND_YEAR if year else row.decision or Decision.UNIT
            row.state, row.reason, row.detail = SubmissionState.RECEIVED, None, ""
            return self._decided(session, row, "assign", who, f"{unit} {asked_year or ''}：{why}")

    def release(self, submission_id: int, *, who: str, why: str) -> Submission:
        """Let a held file through, whatever stands against it, and have it read again.

        Impossible when it is not held.
        """
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            _must_be_held(row)
            row.decision = Decision.RELEASED
            row.state, row.reason, row.detail = SubmissionState.RECEIVED, None, ""
            return self._decided(session, row, "release", who, why)

    def withdraw(self, submission_id: int, why: str, *, who: str = "") -> Submission:
        """Take a submission out for good, by a person's word; the version before it counts again."""
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            row.state, row.reason, row.detail = SubmissionState.WITHDRAWN, None, why
            return self._decided(session, row, "withdraw", who, why)

    def accept(self, submission_id: int, *, who: str, why: str = "") -> Submission:
        """Accept a report; Impossible while an error about its unit is open, or when it does not count.

        An error that only the run as a whole found is one as well.
        """
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            if view_one(session, submission_id).state not in RECORDED:
                raise Impossible(f"报送件 {submission_id} 不是计入汇总的版本，不能认定合格")
            if row.state == SubmissionState.RETURNED or _is_wrong_in_the_run(session, row):
                raise Impossible(f"报送件 {submission_id} 还有未处理的错误，请先更正、答复或豁免")
            row.state = SubmissionState.ACCEPTED
            return self._decided(session, row, "accept", who, why)

    def say(self, submission_id: int, act: Said, *, who: str, why: str) -> Submission:
        """Keep what a person says of a counted report: that it goes back to its unit, or a comment; in the log alone.

        Impossible when it does not count. A run makes a finding of each, so it stands and falls with that version.
        """
        if not who.strip() or not why.strip():
            raise Impossible("须写明经办人和理由")
        with writer(self._engine) as session:
            row = submission_row(session, submission_id)
            if view_one(session, submission_id).state not in RECORDED:
                raise Impossible(f"报送件 {submission_id} 不是计入汇总的版本，不能退回或批注")
            return self._decided(session, row, act, who, why)

    def said_of(self, submission_id: int, district: str) -> tuple[audit.Entry, ...]:
        """Return what people said of a report, oldest first."""
        with reader(self._engine) as session:
            return audit.entries_about(session, district, f"submission:{submission_id}", get_args(Said))

    def verify_audit(self, witnesses: Iterable[audit.Witness] = ()) -> tuple[str, ...]:
        """Return one Chinese line for each place where the log, or what it vouches for, was changed; none = sound.

        `witnesses` are what releases saw of the log.
        """
        with reader(self._engine) as session:
            return tuple(audit.find_breaks(session, witnesses))

    def count_acts(self) -> int:
        """Return how many acts the logs of all districts hold."""
        with reader(self._engine) as session:
            return session.scalar(select(func.count()).select_from(AuditRow)) or 0

    def audit_log(self, district: str) -> tuple[audit.Entry, ...]:
        """Return the district's log, oldest first."""
        with reader(self._engine) as session:
            return tuple(audit.entries(session, district))

    def audit_position(self, district: str) -> int:
        """Return how many acts the district's log has: as long as it is the same, no person has decided anything."""
        with reader(self._engine) as session:
            head = session.get(AuditHeadRow, district)
            return head.position if head else 0

    def seal(self, district: str, subject: str, digest: str, *, who: str, why: str = "") -> audit.Witness:
        """Log that a version was released as a package with that digest; return what the log then ends with.

        A release that was cut off and is made whole is logged once.
        """
        with writer(self._engine) as session:
            queue_up(session, district)
            if seen := audit.sealed_before(session, district, subject, digest):
                return seen
            return audit.log(session, district, "seal", subject, at=self._now(), who=who, why=why, digest=digest)

    def _now(self) -> datetime | None:
        return self._clock() if self._clock else None

    def _add(self, session: Session, row: CorrectionRow | AnswerRow, act: audit.Act, who: str, why: str) -> None:
        session.add(row)
        session.flush()
        subject = f"{'correction' if act == 'correct' else 'answer'}:{row.id}"
        digest = audit.digest_of([row.district, str(row.year), row.body])
        audit.log(session, row.district, act, subject, at=self._now(), who=who, why=why, digest=digest)

    def _decided(self, session: Session, row: SubmissionRow, act: audit.Act, who: str, why: str) -> Submission:
        session.flush()
        audit.log(session, row.district, act, f"submission:{row.id}", at=self._now(), who=who, why=why)
        return view_one(session, row.id)


def submission_row(session: Session, submission_id: int) -> SubmissionRow:
    """Return the row of a submission, with no other writer in its district; KeyError when there is none."""
    district = session.scalar(select(SubmissionRow.district).where(SubmissionRow.id == submission_id))
    if district is None:
        raise KeyError(submission_id)
    queue_up(session, district)
    return session.get_one(SubmissionRow, submission_id)


def _corrections(session: Session, district: str, year: int) -> tuple[Correction, ...]:
    mine = select(CorrectionRow.body).where(CorrectionRow.district == district, CorrectionRow.year == year)
    return tuple(codec.from_text(Correction, body) for body in session.scalars(mine.order_by(CorrectionRow.id)))


def _answers(session: Session, district: str, year: int) -> tuple[Answer, ...]:
    mine = select(AnswerRow.body).where(AnswerRow.district == district, AnswerRow.year == year)
    return tuple(codec.from_text(Answer, body) for body in session.scalars(mine.order_by(AnswerRow.id)))


def _says_the_same(before: Answer | None, answer: Answer) -> bool:
    if before is None:
        return answer.state == "open"
    return (before.state, before.why, before.until) == (answer.state, answer.why, answer.until)


def _is_wrong_in_the_run(session: Session, row: SubmissionRow) -> bool:
    of_run = select(RunFindingRow.body).where(
        RunFindingRow.district == row.district, RunFindingRow.year == row.year, RunFindingRow.severity == "error"
    )
    findings = map(codec.finding_from_text, session.scalars(of_run))
    return any(finding.unit == row.unit and finding.state == "open" for finding in findings)


def _must_be_held(row: SubmissionRow) -> None:
    if row.state not in (SubmissionState.HELD, SubmissionState.RECEIVED):
        raise Impossible(f"报送件 {row.id} 没有暂存，不需要处理；如系误报，请用“nianbao inbox withdraw”撤回")


def _must_be_the_only_one(session: Session, row: SubmissionRow, year: int, unit: str) -> None:
    same = select(SubmissionRow.id).where(
        SubmissionRow.district == row.district, SubmissionRow.sha256 == row.sha256, SubmissionRow.id != row.id,
        SubmissionRow.asked_year == year, SubmissionRow.asked_unit == unit,
    )  # fmt: skip
    other = session.scalar(same)
    if other is not None:
        raise Impossible(f"{unit} 已报送过同一文件（报送件 {other}），报送件 {row.id} 可以撤回")
