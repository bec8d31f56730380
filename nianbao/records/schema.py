"""The tables of the records, as typed mappings. Only nianbao.access uses them too: outside there are frozen values.

Figures are decimals as text, for no database type keeps every Decimal as it was written. Moments are UTC as ISO text
of one length, so that their order as text is their order in time, in SQLite and PostgreSQL alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, LargeBinary, MetaData, String, Text, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

HEAD = "0006"
"""The revision of migrations/ that these mappings describe; a test holds the two together."""


class Moment(TypeDecorator[datetime]):
    """An aware datetime, kept as UTC in ISO text with microseconds."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Return the text of a moment; ValueError for one without a time zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs a time zone: {value}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the moment of a text."""
        return None if value is None else datetime.fromisoformat(value)


class Base(DeclarativeBase):
    """Names every constraint, so that a later migration can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class SubmissionRow(Base):
    """A received file. asked_year 0 and asked_unit "" stand for not said, so that the constraint sees them as equal.

    `state` is never superseded: that follows from a later one of the same unit and year, and ends with it.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("district", "sha256", "asked_year", "asked_unit"),
        UniqueConstraint("district", "year", "unit", "version"),
        Index("ix_submissions_district_state", "district", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    asked_year: Mapped[int] = mapped_column(default=0)
    asked_unit: Mapped[str] = mapped_column(String(100), default="")
    file: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(Moment)
    state: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(40), default=None)
    detail: Mapped[str] = mapped_column(Text, default="")
    year: Mapped[int | None] = mapped_column(default=None)
    unit: Mapped[str | None] = mapped_column(String(100), default=None)
    version: Mapped[int | None] = mapped_column(default=None)
    reading_key: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(String(20), default="", server_default="")
    """What a person decided of a held file: "", "assigned" to its unit, or "released" whatever stands against it."""


class DocumentRow(Base):
    """A submission as it was read: compressed JSON, and compressed arrays for the places of its characters."""

    __tablename__ = "documents"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    places: Mapped[bytes | None] = mapped_column(LargeBinary)
    tokens: Mapped[bytes] = mapped_column(LargeBinary)


class FactRow(Base):
    """A fact: `body` is the whole of it as JSON, the columns are what people ask a database for."""

    __tablename__ = "facts"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    fact_id: Mapped[str] = mapped_column(String(100))
    code: Mapped[str | None] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str | None] = mapped_column(Text)
    low: Mapped[str | None] = mapped_column(Text)
    high: Mapped[str | None] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(Text)
    implied: Mapped[bool] = mapped_column(Boolean)
    period_start: Mapped[str | None] = mapped_column(Text)
    period_end: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)


class FindingRow(Base):
    """A finding about one submission."""

    __tablename__ = "findings"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(String(12), index=True)
    rule: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)


class RunFindingRow(Base):
    """A finding of a district's run: between units, or about a unit that is missing."""

    __tablename__ = "run_findings"

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[str] = mapped_column(String(12), index=True)
    rule: Mapped[str] = mapped_column(Text)
    severity: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)


class CorrectionRow(Base):
    """A correction 更正; only ever added. A later one about the same fact decides, and none is taken away."""

    __tablename__ = "corrections"
    __table_args__ = (Index("ix_corrections_district_year", "district", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    unit: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)


class AnswerRow(Base):
    """A person's answer to a finding; only ever added. The last one about a finding is the one that holds."""

    __tablename__ = "answers"
    __table_args__ = (Index("ix_answers_district_year", "district", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    finding_id: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text)


class FollowedRow(Base):
    """A finding with its course from run to run, as the last run knew it."""

    __tablename__ = "followed"

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class AuditRow(Base):
    """One act, chained to the act before it in its district by `previous`; only ever added."""

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_district_subject", "district", "subject", "position"),)

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(40))
    act: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(100))
    who: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class AuditHeadRow(Base):
    """The last act of a district's chain; a chain that ends before it has been cut short."""

    __tablename__ = "audit_heads"

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    position: Mapped[int] = mapped_column()
    hash: Mapped[str] = mapped_column(String(64))


class TableChecksRow(Base):
    """What the table checks of a district's last run came to, as JSON."""

    __tablename__ = "table_checks"

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str] = mapped_column(Text)


class ErrandRow(Base):
    """What is to be asked of the orchestrator: a submission to be read, a year to be consolidated; kept when done.

    `attempt` is part of the key under which it is asked for, so it only ever grows.
    """

    __tablename__ = "errands"

    district: Mapped[str] = mapped_column(String(100), primary_key=True)
    subject: Mapped[str] = mapped_column(String(40), primary_key=True)
    state: Mapped[str] = mapped_column(String(20))
    due_at: Mapped[datetime] = mapped_column(Moment)
    attempt: Mapped[int] = mapped_column(default=0)
    tries: Mapped[int] = mapped_column(default=0)
    run: Mapped[str] = mapped_column(String(40), default="")
    claimed_by: Mapped[str] = mapped_column(String(40), default="")
    claimed_at: Mapped[datetime | None] = mapped_column(Moment, default=None)
    done_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class ProposalRow(Base):
    """What a unit proposes about its own report: an explanation, a correction; nothing of it holds until accepted."""

    __tablename__ = "proposals"
    __table_args__ = (Index("ix_proposals_district_year", "district", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    unit: Mapped[str] = mapped_column(String(100))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    state: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(Text)


class ApprovalRow(Base):
    """One step of approving a year's report, about the figures of that digest; only ever added."""

    __tablename__ = "approvals"
    __table_args__ = (Index("ix_approvals_district_year", "district", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    year: Mapped[int]
    body: Mapped[str] = mapped_column(Text)


class UserRow(Base):
    """A person who signs in; `password` is an argon2 hash, and whoever leaves is made inactive, never deleted."""

    __tablename__ = "users"
    __table_args__ = (UniqueConstraint("district", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    full_name: Mapped[str] = mapped_column(Text)
    role: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str | None] = mapped_column(String(100), default=None)
    password: Mapped[str] = mapped_column(Text)
    must_change: Mapped[bool] = mapped_column(Boolean)
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime] = mapped_column(Moment)


class SessionRow(Base):
    """A person who is signed in; the cookie's key is kept as its digest only."""

    __tablename__ = "sessions"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    began_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)


class TokenRow(Base):
    """A unit's key for scripts, kept as its digest only; one that is revoked stays."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    district: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(100))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    revoked_at: Mapped[datetime | None] = mapped_column(Moment, default=None)


class AttemptRow(Base):
    """How often signing in has failed lately, for a name or an address; forgotten when it succeeds or time passes."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(Moment)
