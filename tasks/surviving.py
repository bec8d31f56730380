"""Bring a pile of reports to its end although one of them kills whatever reads it, run after run. No Prefect here.

A try is written down before it happens and taken back when it ends in any way but death. What a dead program was
reading is read alone, after all the others, so that the next death has one name; what has died too often is put aside,
unless a program that lives is reading: its tries look like deaths, and only the kernel knows the difference.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from nianbao.records.database import RecordsUnreachableError
from nianbao.records.outbox import of_submission
from nianbao.records.submission import Submission
from tasks import clock, steps
from tasks.sending import MOST_TRIES, died
from tasks.workplace import Workplace


def part_pending(place: Workplace, year: int) -> tuple[tuple[Submission, ...], tuple[Submission, ...]]:
    """Return what waits to be read: what nothing is known against, and what programs died of, fewest deaths first.

    What has had all its tries is held, for an engineer; while another program of this home reads, it is tried again.
    """
    with _lock(place, fcntl.LOCK_EX | fcntl.LOCK_NB) as nobody_reads:
        pending = place.records.pending(place.district.code, year)
        tries = {errand.subject: errand.tries for errand in place.records.outbox.errands(place.district.code)}
        deaths = {entry.id: tries.get(of_submission(entry.id), 0) for entry in pending}
        parked = {entry.id for entry in pending if nobody_reads and deaths[entry.id] >= MOST_TRIES}
        for entry in pending:
            if entry.id in parked:
                steps.hold(place, entry, died(deaths[entry.id]))
                place.records.outbox.finish(place.district.code, of_submission(entry.id), clock.now())
    doubtful = [entry for entry in pending if deaths[entry.id] and entry.id not in parked]
    doubtful.sort(key=lambda entry: deaths[entry.id])
    return tuple(entry for entry in pending if not deaths[entry.id]), tuple(doubtful)


@contextmanager
def tried(place: Workplace, ids: Sequence[int]) -> Iterator[None]:
    """Count a try of these submissions while the block runs, and end their errands when it has come to its end."""
    code, outbox, subjects = place.district.code, place.records.outbox, [of_submission(each) for each in ids]
    with _lock(place, fcntl.LOCK_SH):
        outbox.count_tries(code, subjects, 1, clock.now())
        try:
            yield
        except Exception:
            with suppress(RecordsUnreachableError):
                outbox.count_tries(code, subjects, -1, clock.now())
            raise
        outbox.finish_all(code, subjects, clock.now())


@contextmanager
def _lock(place: Workplace, way: int) -> Iterator[bool]:
    """Lock what this home reads of the district while the block runs, and say whether that was possible."""
    folder = place.home / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / place.district.code).open("a") as file:
        try:
            fcntl.flock(file, way)
            locked = True
        except OSError as error:
            locked = not isinstance(
                error, BlockingIOError
            )  # some network shares know no locks: there, tries are deaths
        yield locked
