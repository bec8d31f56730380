"""Take the PostgreSQL of the records away, for a step or again and again: the next run gives what was to be given."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from faults_program import DAY, YEAR
from faults_scene import LONG, Programs, Scene

from nianbao.records.database import RecordsUnreachableError
from nianbao.records.submission import SubmissionState
from tasks import clock, steps
from tasks.inbox import receive_files
from tasks.workplace import Workplace, open_workplace

KILLED = -signal.SIGKILL
POINTS = (
    "vault.named#2",
    "records.committing#2",
    "claim",
    "read#2",
    "record=qiaotou",
    "check.kept",
    "write=manifest.json",
)


@pytest.fixture
def place(scene: Scene, postgres_database: str, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    monkeypatch.setenv("NIANBAO_HOME", str(scene.home))
    monkeypatch.setenv("NIANBAO_DATABASE", postgres_database)
    return open_workplace(str(scene.district))


def test_a_database_that_goes_leaves_what_waits_waiting_until_it_is_back(
    scene: Scene, place: Workplace, postgres_server: str, postgres_database: str
) -> None:
    receive_files(place, scene.folder / "inbox", YEAR, clock.received_at(DAY))
    first, *others = place.records.pending("yunxiu", YEAR)
    steps.take_in(place, first.id)
    with gone(postgres_server, postgres_database):
        for entry in others:
            with pytest.raises(RecordsUnreachableError, match="记录库没有应答"):
                steps.take_in(place, entry.id)
    assert place.records.pending("yunxiu", YEAR) == tuple(others)
    with ThreadPoolExecutor(2) as pool:
        taken = list(pool.map(lambda entry: steps.take_in(place, entry.id), others))
    assert {entry.state for entry in taken} <= {SubmissionState.CHECKED, SubmissionState.RETURNED}
    assert place.records.verify_audit() == ()
    place.records.close()


@contextmanager
def gone(server: str, address: str) -> Iterator[None]:
    """Let nobody into a database, and throw out whoever is in it, while the block runs."""
    name = address.rsplit("/", 1)[1]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
        yield
        admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


@contextmanager
def dropping(server: str, address: str, every_s: float) -> Iterator[list[int]]:
    """Throw out whoever is in a database, again and again, while the block runs; the list counts who was thrown out."""
    name, over, thrown = address.rsplit("/", 1)[1], threading.Event(), [0]

    def drop() -> None:
        with psycopg.connect(server, autocommit=True) as admin:
            while not over.wait(every_s):
                found = admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
                thrown[0] += found.rowcount

    thread = threading.Thread(target=drop)
    thread.start()
    try:
        yield thrown
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("every_s", [0.2, *(pytest.param(s, marks=LONG) for s in (0.03, 0.07, 0.5))])
def test_a_database_that_drops_its_connections_again_and_again_loses_and_doubles_nothing(
    every_s: float,
    programs: Programs,
    scene: Scene,
    undisturbed: dict[str, bytes],
    postgres_server: str,
    postgres_database: str,
) -> None:
    environment = {"NIANBAO_DATABASE": postgres_database}
    with dropping(postgres_server, postgres_database, every_s) as thrown:
        (ended,) = programs.run(scene, environment=environment)
    assert thrown[0] and ended in (0, 1), "it ends by itself, whole or in words"
    assert programs.run(scene, environment=environment) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults(database=postgres_database) == []


@LONG
@pytest.mark.parametrize("point", POINTS)
def test_a_year_on_postgresql_that_is_killed_at_one_point_ends_as_if_nothing_had_been(
    point: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes], postgres_database: str
) -> None:
    environment = {"NIANBAO_DATABASE": postgres_database}
    assert programs.run(scene, fail=f"{point}:kill", environment=environment) == [KILLED], scene.said()
    assert programs.run(scene, environment=environment) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults(database=postgres_database) == []


@LONG
def test_two_runs_of_one_district_at_once_end_as_one_on_postgresql(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes], postgres_database: str
) -> None:
    environment = {"NIANBAO_DATABASE": postgres_database}
    assert programs.run(scene, scene, environment=environment) == [0, 0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults(database=postgres_database) == []
