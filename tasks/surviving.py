"""Bring a pile of reports to its end although one of them kills whatever reads it, run after run. No Prefect here.

A try is written down before it happens and taken back when it ends in any way but death. What a dead program was
reading is read alone, after all the others, so that the next death has one name; what has died too often is put aside.
"""

from __future__ import annotations

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

    What has had all its tries is held, for an engineer.
    """
    pending = place.records.pending(place.district.code, year)
    tries = {errand.subject: errand.tries for errand in place.records.outbox.errands(place.district.code)}
    deaths = {entry.id: tries.get(of_submission(entry.id), 0) for entry in pending}
    for entry in pending:
        if deaths[entry.id] >= MOST_TRIES:
            steps.hold(place, entry, died(deaths[entry.id]))
            place.records.outbox.finish(place.district.code, of_submission(entry.id), clock.now())
    doubtful = [entry for entry in pending if 0 < deaths[entry.id] < MOST_TRIES]
    doubtful.sort(key=lambda entry: deaths[entry.id])
    return tuple(entry for entry in pending if not deaths[entry.id]), tuple(doubtful)


@contextmanager
def tried(place: Workplace, ids: Sequence[int]) -> Iterator[None]:
    """Count a try of these submissions while the block runs, and end their errands when it has come to its end."""
    code, outbox, subjects = place.district.code, place.records.outbox, [of_submission(each) for each in ids]
    outbox.count_tries(code, subjects, 1, clock.now())
    try:
        yield
    except Exception:
        with suppress(RecordsUnreachableError):
            outbox.count_tries(code, subjects, -1, clock.now())
        raise
    outbox.finish_all(code, subjects, clock.now())
