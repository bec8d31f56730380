"""Lock the records, take them away, run twice at once: whoever waits gets them, whoever cannot says so in a line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from faults_program import DAY, YEAR
from faults_scene import LONG, Programs, Scene

from apps.cli import invoke
from nianbao.records import database
from nianbao.records.database import RecordsUnreachableError
from nianbao.records.store import Records
from nianbao.records.submission import SubmissionState
from tasks import clock, steps
from tasks.inbox import receive_files
from tasks.workplace import Workplace, open_workplace

HOLDER = """
import sqlite3, sys, time
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
held.execute("COMMIT")
"""


@contextmanager
def held_by_another(scene: Scene, seconds: float) -> Iterator[None]:
    """Let another program hold the records' lock for so long."""
    Records.open(None, scene.home).close()
    command = [sys.executable, "-c", HOLDER, str(scene.home / "records.db"), str(seconds)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        yield
        holder.kill()


def test_a_year_waits_for_records_that_another_program_holds(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    with held_by_another(scene, 2.0):
        assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


def test_records_that_stay_locked_are_one_line_and_nothing_is_lost(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(database, "BUSY_TIMEOUT_MS", 100)
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    report = str(next((scene.folder / "inbox").iterdir()))
    submit = ["--home", str(scene.home), "submit", report, "--district", str(scene.district)]
    with held_by_another(scene, 60.0):
        assert invoke(submit) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "locked" in said and "Traceback" not in said
    assert invoke(submit) == 0


def test_two_runs_of_one_district_at_once_end_as_one(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, scene) == [0, 0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


@LONG
def test_four_runs_at_once_and_a_killed_one_among_them_end_as_one(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    for _ in range(3):
        assert programs.run(scene, scene, scene, scene) == [0] * 4, scene.said()
        programs.run(scene, scene, fail="write.beside=report.pdf:kill")
        assert programs.run(scene, scene) == [0, 0], scene.said()
        assert scene.result() == undisturbed
        assert scene.faults() == []


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


def test_records_damaged_behind_the_program_are_one_line(
    scene: Scene, nianbao: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    Records.open(None, scene.home).close()
    with sqlite3.connect(scene.home / "records.db") as broken:
        broken.execute("DROP TABLE audit")
    report = next(Path(scene.folder / "inbox").iterdir())
    said = nianbao("submit", report, "--district", scene.district)
    assert said.returncode == 2 and said.stderr.count("\n") == 1, said.stderr
