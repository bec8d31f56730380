"""Log every act in a chain of hashes, so that whoever changes a row, or the log itself, leaves a mark.

Each district has its own chain, written inside the transaction of the act, under the district's lock. An entry holds a
digest of what the act left behind: the facts of a reading, the body of a correction. Verifying reads all of it again.
A chain cut short would still hold together: so its head is kept beside it, and each release bears witness.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, replace
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from nianbao.records.schema import (
    AnswerRow,
    AuditHeadRow,
    AuditRow,
    CorrectionRow,
    DocumentRow,
    FactRow,
    SubmissionRow,
)

Act = Literal[
    "receive",
    "hold",
    "record",
    "supersede",
    "assign",
    "release",
    "withdraw",
    "accept",
    "correct",
    "answer",
    "seal",
    "return",
    "comment",
    "propose",
    "decide",
    "approve",
    "user",
    "token",
    "sign-in",
    "sign-out",
    "lock",
]
BEGINNING = "0" * 64
"""What stands before a district's first entry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: when, what, about what, by whom, why, with a digest of what it left behind."""

    district: str
    position: int
    at: str
    act: Act
    subject: str
    who: str = ""
    why: str = ""
    digest: str = ""
    previous: str = BEGINNING
    hash: str = ""

    def sealed(self) -> Entry:
        """Return the entry with the hash over all that it says and the hash before it."""
        said = json.dumps(astuple(replace(self, hash="")), ensure_ascii=False)
        return replace(self, hash=hashlib.sha256(said.encode()).hexdigest())


@dataclass(frozen=True, slots=True)
class Witness:
    """What someone outside the database saw of a district's chain: the act at a position had that hash."""

    district: str
    position: int
    hash: str


def log(
    session: Session,
    district: str,
    act: Act,
    subject: str,
    *,
    at: datetime | None,
    who: str = "",
    why: str = "",
    digest: str = "",
) -> Witness:
    """Append an act to the district's chain; the caller holds the district's lock. A clock is not asked here."""
    session.flush()
    last = select(AuditRow).where(AuditRow.district == district).order_by(AuditRow.position.desc()).limit(1)
    before = session.scalar(last)
    entry = Entry(
        district, before.position + 1 if before else 1, at.isoformat() if at else "", act, subject, who, why, digest,
        before.hash if before else BEGINNING,
    ).sealed()  # fmt: skip
    session.add(AuditRow(**{name: getattr(entry, name) for name in Entry.__slots__}))
    session.merge(AuditHeadRow(district=district, position=entry.position, hash=entry.hash))
    session.flush()
    return Witness(district, entry.position, entry.hash)


def sealed_before(session: Session, district: str, subject: str, digest: str) -> Witness | None:
    """Return the entry that already says that this package was released; None when there is none."""
    mine = select(AuditRow).where(AuditRow.district == district, AuditRow.act == "seal", AuditRow.subject == subject)
    row = session.scalar(mine.where(AuditRow.digest == digest).limit(1))
    return Witness(district, row.position, row.hash) if row else None


def entries(session: Session, district: str | None = None) -> Iterator[Entry]:
    """Yield the log, district by district, in the order of the acts."""
    mine = select(AuditRow).order_by(AuditRow.district, AuditRow.position)
    for row in session.scalars(mine if district is None else mine.where(AuditRow.district == district)):
        yield _entry(row)


def entries_about(session: Session, district: str, subject: str, acts: Iterable[Act]) -> tuple[Entry, ...]:
    """Return the acts of these kinds about one thing, oldest first."""
    mine = select(AuditRow).where(AuditRow.district == district, AuditRow.subject == subject, AuditRow.act.in_(acts))
    return tuple(map(_entry, session.scalars(mine.order_by(AuditRow.position))))


def _entry(row: AuditRow) -> Entry:
    return Entry(**{name: getattr(row, name) for name in Entry.__slots__})


def digest_of(parts: Iterable[bytes | str | None]) -> str:
    """Return a digest of some columns, each with its length, so that nothing can move from one into the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part or b""
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def digest_of_reading(session: Session, submission_id: int) -> str:
    """Return the digest of a submission's bytes, document and facts as they stand in the tables."""
    row = session.get_one(SubmissionRow, submission_id)
    document = session.get(DocumentRow, submission_id)
    facts = select(FactRow.body).where(FactRow.submission_id == submission_id).order_by(FactRow.position)
    kept = (document.body, document.places, document.tokens) if document else ()
    return digest_of([row.sha256, row.unit, str(row.year), *kept, *session.scalars(facts)])


def find_breaks(session: Session, witnesses: Iterable[Witness] = ()) -> Iterator[str]:
    """Yield one Chinese line for each place where the log, or a row that it vouches for, has been changed.

    `witnesses` are what was seen of the chains outside the database.
    """
    recorded: dict[str, Entry] = {}
    vouched: dict[str, Entry] = {}
    hashes: dict[tuple[str, int], str] = {}
    last: dict[str, Entry] = {}
    for entry in entries(session):
        yield from _breaks_of_chain(entry, last.get(entry.district))
        last[entry.district] = entry
        hashes[entry.district, entry.position] = entry.hash
        if entry.act == "record":
            recorded[entry.subject] = entry
        elif entry.act in ("correct", "answer"):
            vouched[entry.subject] = entry
    yield from _breaks_of_ends(session, last)
    for seen in dict.fromkeys(witnesses):
        if hashes.get((seen.district, seen.position)) != seen.hash:
            yield f"辖区 {seen.district} 审计日志第 {seen.position} 条与发布时留存的不一致，日志可能被截断或重写"
    for entry in recorded.values():
        submission_id = int(entry.subject.partition(":")[2])
        if session.get(SubmissionRow, submission_id) is None:
            yield f"报送件 {submission_id} 的记录已不在库中"
        elif digest_of_reading(session, submission_id) != entry.digest:
            yield f"报送件 {submission_id} 的原文或数据与入库时不同"
    yield from _breaks_of_decisions(session, vouched)


def _breaks_of_chain(entry: Entry, before: Entry | None) -> Iterator[str]:
    place = f"辖区 {entry.district} 审计日志第 {entry.position} 条"
    if entry.position != (before.position + 1 if before else 1):
        yield f"{place}之前有缺失"
    elif entry.previous != (before.hash if before else BEGINNING):
        yield f"{place}与前一条不相连"
    if entry.sealed().hash != entry.hash:
        yield f"{place}被改动过"


def _breaks_of_ends(session: Session, last: dict[str, Entry]) -> Iterator[str]:
    """Yield the chains that do not end where their head says."""
    heads = {row.district: row for row in session.scalars(select(AuditHeadRow).order_by(AuditHeadRow.district))}
    for district in sorted(heads.keys() | last.keys()):
        head, end = heads.get(district), last.get(district)
        if head is None:
            yield f"辖区 {district} 审计日志没有末条记录，无法确认日志完整"
        elif end is None or end.position < head.position:
            have = end.position if end else 0
            yield f"辖区 {district} 审计日志末尾缺失：应有 {head.position} 条，现存 {have} 条"
        elif (end.position, end.hash) != (head.position, head.hash):
            yield f"辖区 {district} 审计日志末条与留存的末条记录不一致"


def _breaks_of_decisions(session: Session, vouched: dict[str, Entry]) -> Iterator[str]:
    corrections = session.scalars(select(CorrectionRow).order_by(CorrectionRow.id))
    answers = session.scalars(select(AnswerRow).order_by(AnswerRow.id))
    kept = {
        **{f"correction:{row.id}": digest_of([row.district, str(row.year), row.body]) for row in corrections},
        **{f"answer:{row.id}": digest_of([row.district, str(row.year), row.body]) for row in answers},
    }
    names = {"correction": "更正", "answer": "答复"}
    for subject in sorted(kept.keys() | vouched.keys()):
        kind, _, number = subject.partition(":")
        if subject not in vouched:
            yield f"{names[kind]} {number} 没有审计日志"
        elif kept.get(subject) != vouched[subject].digest:
            yield f"{names[kind]} {number} 与登记时不同"
