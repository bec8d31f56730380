from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from records_desk import moment

from nianbao.records.outbox import ErrandState, of_submission, of_year
from nianbao.records.store import Records

SUBJECT = of_submission(7)


@pytest.fixture
def put(records: Records) -> Records:
    records.outbox.put("shifan", SUBJECT, moment(10))
    return records


def state(records: Records) -> tuple[str, int, str]:
    errand = records.outbox.errand("shifan", SUBJECT)
    assert errand
    return str(errand.state), errand.attempt, errand.run


def test_what_was_begun_and_never_answered_is_the_same_attempt(put: Records) -> None:
    assert [put.outbox.begin("shifan", SUBJECT) for _ in range(2)] == [1, 1]
    put.outbox.sent("shifan", SUBJECT, "run-a")
    assert state(put) == ("sent", 1, "run-a")


def test_what_is_asked_for_again_after_its_run_died_has_a_new_attempt_and_no_claim(put: Records) -> None:
    put.outbox.begin("shifan", SUBJECT)
    put.outbox.sent("shifan", SUBJECT, "run-a")
    assert put.outbox.claim("shifan", SUBJECT, "run-a", moment(10))
    put.outbox.put("shifan", SUBJECT, moment(11))
    assert put.outbox.begin("shifan", SUBJECT) == 2
    assert state(put) == ("sending", 2, "")
    assert put.outbox.claim("shifan", SUBJECT, "run-b", moment(11))


def test_only_one_run_works_on_an_errand_unless_it_is_taken_over(put: Records) -> None:
    winner = claim_at_once(put)
    assert put.outbox.claim("shifan", SUBJECT, winner, moment(10)), "a run may claim what it has"
    put.outbox.take_over("shifan", [SUBJECT, of_submission(8)], "year-run", moment(10))
    assert not put.outbox.claim("shifan", SUBJECT, winner, moment(10))


def test_in_postgresql_too_only_one_run_works_on_an_errand(postgres_database: str, tmp_path: Path) -> None:
    with Records.open(postgres_database, tmp_path / "home") as records:
        records.outbox.put("shifan", SUBJECT, moment(10))
        claim_at_once(records)
        with ThreadPoolExecutor(8) as pool:
            attempts = list(pool.map(lambda _: records.outbox.begin("shifan", SUBJECT), range(8)))
        assert attempts == [1] * 8, "all ask under one key"


def claim_at_once(records: Records) -> str:
    """Let eight runs claim the same errand, and return the one that got it."""
    runs = [f"run-{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda run: records.outbox.claim("shifan", SUBJECT, run, moment(10)), runs))
    assert claims.count(True) == 1
    return runs[claims.index(True)]


def test_a_done_errand_keeps_its_attempts_and_begins_to_count_tries_anew(put: Records) -> None:
    put.outbox.begin("shifan", SUBJECT)
    put.outbox.sent("shifan", SUBJECT, "run-a")
    put.outbox.finish("shifan", SUBJECT, moment(12))
    assert put.outbox.errands("shifan") == ()
    put.outbox.put("shifan", SUBJECT, moment(13))
    assert put.outbox.begin("shifan", SUBJECT) == 2
    (errand,) = put.outbox.errands("shifan")
    assert (errand.tries, errand.done_at, errand.number) == (1, moment(12), 7)


def test_what_is_asked_for_while_a_run_ends_still_waits(records: Records) -> None:
    subject = of_year(2024)
    records.outbox.put("shifan", subject, moment(10))
    records.outbox.begin("shifan", subject)
    records.outbox.sent("shifan", subject, "run-a")
    records.outbox.put("shifan", subject, moment(10) + timedelta(minutes=1))
    records.outbox.finish("shifan", subject, moment(10), unless_waiting=True)
    (errand,) = records.outbox.errands("shifan")
    assert (errand.state, errand.number) == (ErrandState.WAITING, 2024)


def test_of_two_that_send_the_same_only_one_begins_and_the_other_is_told_that_nothing_waits(put: Records) -> None:
    assert put.outbox.begin("shifan", SUBJECT) == 1
    put.outbox.sent("shifan", SUBJECT, "run-a")
    assert put.outbox.begin("shifan", SUBJECT) is None


def test_another_district_s_errands_are_not_seen(put: Records) -> None:
    assert put.outbox.errands("other") == ()
    assert put.outbox.errand("other", SUBJECT) is None
