"""Take one submission from its bytes to its record, step by step. No Prefect here: the tasks only call these.

Whatever is wrong with a file ends as a held submission with its reason, never as a run that stops.
"""

from __future__ import annotations

from dataclasses import replace

from nianbao.checks.finding import Finding
from nianbao.documents.identifying import identify
from nianbao.documents.model import Document, Identity
from nianbao.documents.reading import read
from nianbao.failpoints import pass_by
from nianbao.reading import Reading, district_wide
from nianbao.reasons import Reason, Rejection
from nianbao.records.bucket import VaultUnreachableError
from nianbao.records.database import RecordsUnreachableError
from nianbao.records.submission import Submission, SubmissionState
from tasks import decisions
from tasks.extracting import extract
from tasks.failures import keep_details
from tasks.workplace import Workplace

AGAIN = "again"
"""The key of a reading that the machine, not the file, has spoilt: it is nobody's, so the next run reads it again."""


def take_in(place: Workplace, submission_id: int) -> Submission:
    """Read, identify, extract, check and record one submission, or hold it; return how it stands then."""
    submission = place.records.submission(submission_id)
    if submission.state != SubmissionState.RECEIVED:
        return submission
    try:
        outcome = read_submission(place, submission)
        if isinstance(outcome, Rejection):
            return hold(place, submission, outcome)
        identity = admit_document(place, submission, outcome)
        if isinstance(identity, Rejection):
            return hold(place, submission, identity)
        reading = extract_reading(place, outcome, identity)
        return record(place, submission, reading, check_submission(place, reading))
    except (VaultUnreachableError, RecordsUnreachableError):
        # The file is not to blame: it stays received, and the run fails and is asked for again.
        raise
    except (OSError, MemoryError) as error:
        log = keep_details(error, place.home)
        passing = Rejection(Reason.UNREADABLE, f"{strerror(error)}，下次运行时再读，详情见 {log}")
        return place.records.hold(submission.id, passing, reading_key=AGAIN)
    except Exception as error:
        # A fault of ours on one file must not cost the district its report: a person sees the file among the held.
        log = keep_details(error, place.home)
        return hold(
            place, submission, Rejection(Reason.UNREADABLE, f"程序内部错误 {type(error).__name__}，详情见 {log}")
        )


def strerror(error: OSError | MemoryError) -> str:
    """Return what was lacking on this machine, as it says itself."""
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "内存不足"


def read_submission(place: Workplace, submission: Submission) -> Document | Rejection:
    """Read the submission's bytes from the vault."""
    pass_by("read", submission.file)
    document = read(place.records.vault.path(submission.sha256))
    if isinstance(document, Document) and document.sha256 != submission.sha256:
        return replace(document, sha256=submission.sha256)
    return document


def admit_document(place: Workplace, submission: Submission, document: Document) -> Identity | Rejection:
    """Say whose report of which year it is; a rejection when document, sender and roster do not agree.

    What the sender or a person said stands in for what the document leaves open.
    """
    said_year, said_unit = submission.asked_year, submission.asked_unit
    identity = decisions.admitted(place, submission, document, identify(document, place.district, submission.file))
    if isinstance(identity, Rejection):
        return identity
    known = replace(identity, unit=said_unit or identity.unit, year=said_year or identity.year)
    if known.unit is None:
        return Rejection(Reason.UNIT_UNKNOWN)
    if known.year is None:
        return Rejection(Reason.YEAR_UNKNOWN)
    return known


def extract_reading(place: Workplace, document: Document, identity: Identity) -> Reading:
    """Read the figures out of an admitted document."""
    pass_by("extract", identity.unit or "")
    if identity.unit is None or identity.year is None:
        raise ValueError("only an admitted document has a reading")
    found = extract(document, place.catalogue)
    facts = district_wide(found.facts, document.sha256)
    return Reading(identity.unit, identity.year, document, facts, found.tokens)


def check_submission(place: Workplace, reading: Reading) -> tuple[Finding, ...]:
    """Check what one document can tell, with what people have corrected and answered."""
    pass_by("check", reading.unit)
    return decisions.check(place, reading)


def record(place: Workplace, submission: Submission, reading: Reading, findings: tuple[Finding, ...]) -> Submission:
    """Keep the reading; the unit's older version no longer counts."""
    pass_by("record", reading.unit)
    return place.records.record(submission.id, reading, findings, reading_key=place.reading_key)


def hold(place: Workplace, submission: Submission, rejection: Rejection) -> Submission:
    """Put the submission aside for a person."""
    return place.records.hold(submission.id, rejection, reading_key=place.reading_key)
