"""Lock the records, damage them, run twice at once: whoever waits gets them, whoever cannot says so in a line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults_scene import LONG, Programs, Scene

from apps.cli import invoke
from nianbao.records import database
from nianbao.records.store import Records

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


def test_records_damaged_behind_the_program_are_one_line(
    scene: Scene, nianbao: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    Records.open(None, scene.home).close()
    with sqlite3.connect(scene.home / "records.db") as broken:
        broken.execute("DROP TABLE audit")
    report = next(Path(scene.folder / "inbox").iterdir())
    said = nianbao("submit", report, "--district", scene.district)
    assert said.returncode == 2 and said.stderr.count("\n") == 1, said.stderr
