"""Send what waits in the outbox to the orchestrator: submissions to be read, years to be consolidated. No Prefect here.

A submission that waits is in the records, whoever received it; so nothing depends on an event, and whoever looks may
send: the key is the same, and one run comes of it. A run that died is asked for again, under the next key.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from nianbao.reasons import Reason, Rejection
from nianbao.records.outbox import Errand, ErrandState, of_submission, of_year
from nianbao.records.submission import Submission
from tasks import steps
from tasks.workplace import Workplace

READ = "zone-report/on-submission"
CONSOLIDATE = "district-report/yearly"
RETRY = timedelta(seconds=10)
MOST_TRIES = 3
LONGEST_CLAIM = timedelta(hours=1)
"""A run of another program that was killed leaves its claim, and no server says that it died."""
ANY_YEAR = 9999
MOST_AT_ONCE = 20
"""Of a pile of hundreds no more wait at the server: each waiting run is work for it, and a few run at a time."""
LONGEST_QUEUE = timedelta(minutes=10)
"""So long a consolidation waits for reports that are still to be read: on a busy machine a pile takes its time."""


class Asked(Protocol):
    """Whoever starts runs."""

    def ask_for_run(self, deployment: str, key: str, parameters: dict[str, object]) -> str:
        """Ask for a run and return its id; the same key again gives the same run."""

    def dead(self, runs: Iterable[str]) -> set[str]:
        """Return those that have ended or are not known."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What one look at the outbox did, by submission and year."""

    submissions: tuple[Submission, ...] = ()
    years: tuple[int, ...] = ()
    held: tuple[Submission, ...] = ()


def send_waiting(place: Workplace, district: str, asked: Asked, now: datetime) -> Sent:
    """Send what is due, ask again for what died, and put a submission aside on which run after run has died."""
    outbox = place.records.outbox
    pending = gather(place, now)
    errands = outbox.errands(place.district.code)
    known = [run for errand in errands for run in (errand.run, errand.claimed_by) if run]
    dead = asked.dead(known) if known else set()
    room = MOST_AT_ONCE - sum(errand.state == ErrandState.SENT and not errand.is_year for errand in errands)
    sent: list[Submission] = []
    years: list[int] = []
    held: list[Submission] = []
    for errand in errands:
        submission = pending.get(errand.subject)
        if errand.state == ErrandState.SENT and errand.run in dead and not _is_worked_on(errand, dead, now):
            held += _after_death(place, errand, submission, now)
        elif not _is_due(errand, now, place.quiet + RETRY * MOST_TRIES) or _is_worked_on(errand, dead, now):
            continue
        elif submission:
            parameters: dict[str, object] = {"district": district, "submission": submission.id}
            if len(sent) < room and _send(place, asked, errand, READ, parameters):
                sent.append(submission)
        elif errand.is_year and _is_awaited(errand, pending.values(), now):
            continue
        elif errand.is_year and _send(place, asked, errand, CONSOLIDATE, {"district": district, "year": errand.number}):
            years.append(errand.number)
    return Sent(tuple(sent), tuple(years), tuple(held))


def gather(place: Workplace, now: datetime) -> dict[str, Submission]:
    """Make an errand of every submission that waits, end those of the others, and return what waits by subject."""
    code, outbox = place.district.code, place.records.outbox
    # In this order: what was known before we looked and waits no more is done, whatever others do meanwhile.
    known = {errand.subject for errand in outbox.errands(code) if not errand.is_year}
    pending = {of_submission(entry.id): entry for entry in place.records.pending(code, ANY_YEAR)}
    for subject in pending.keys() - known:
        outbox.ensure(code, subject, now)
    for subject in known - pending.keys():
        outbox.finish(code, subject, now)
    return pending


def ask_for_consolidation(place: Workplace, year: int, due_at: datetime) -> None:
    """Have the year consolidated, not before that moment; asked for again meanwhile, once for all."""
    place.records.outbox.put(place.district.code, of_year(year), due_at)


def _is_due(errand: Errand, now: datetime, longest: timedelta) -> bool:
    """Say whether the errand is to be sent; nobody puts one off by more than `longest`, but for a clock gone wrong."""
    comes = errand.due_at <= now or errand.due_at - now > longest
    return errand.state == ErrandState.SENDING or (errand.state == ErrandState.WAITING and comes)


def _is_awaited(errand: Errand, pending: Iterable[Submission], now: datetime) -> bool:
    """Say whether a consolidation is better put off, because reports of its year have come and are not read yet."""
    comes = any(entry.year in (None, errand.number) for entry in pending)
    return comes and errand.state == ErrandState.WAITING and now - errand.due_at < LONGEST_QUEUE


def _send(place: Workplace, asked: Asked, errand: Errand, deployment: str, parameters: dict[str, object]) -> bool:
    """Write the attempt down, ask, write the answer down; failing in between, the next look asks under the same key.

    False when another program has sent it meanwhile.
    """
    outbox = place.records.outbox
    attempt = outbox.begin(errand.district, errand.subject)
    if attempt is None:
        return False
    run = asked.ask_for_run(deployment, key_of(place, errand, attempt), parameters)
    outbox.sent(errand.district, errand.subject, run)
    return True


def key_of(place: Workplace, errand: Errand, attempt: int) -> str:
    """Return the idempotency key: district, year, unit or hash, attempt. A dead run keeps its key for ever."""
    if errand.is_year:
        return f"{errand.district}/{errand.number}/consolidation/{attempt}"
    submission = place.records.submission(errand.number)
    return f"{errand.district}/{submission.year or '-'}/{submission.sha256[:16]}/{submission.id}/{attempt}"


def _after_death(
    place: Workplace, errand: Errand, submission: Submission | None, now: datetime
) -> tuple[Submission, ...]:
    """Have what a run did not bring to an end done again; after too many tries hold it, and return what was held."""
    if errand.tries < MOST_TRIES:
        place.records.outbox.put_again(errand, now + RETRY * (errand.tries - 1))
        return ()
    place.records.outbox.finish(errand.district, errand.subject, now)
    if submission is None:
        return ()
    return (steps.hold(place, submission, died(errand.tries)),)


def died(tries: int) -> Rejection:
    """Return why a submission is put aside on which run after run has died."""
    return Rejection(Reason.UNREADABLE, f"处理这份文件的运行 {tries} 次中断，请维护人员查看运行记录")


def _is_worked_on(errand: Errand, dead: set[str], now: datetime) -> bool:
    """Say whether another run than the one that was asked for has claimed it and lives."""
    claimed = errand.claimed_by and errand.claimed_by not in dead and errand.claimed_at
    return bool(claimed and errand.claimed_at and abs(now - errand.claimed_at) < LONGEST_CLAIM)
