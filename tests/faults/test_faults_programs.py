"""Kill the real programs, submit, run and serve, as they stand in a shell; what they left behind is taken up again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults_scene import LONG, Scene

from nianbao.records.store import Records

Nianbao = Callable[..., subprocess.CompletedProcess[str]]
KILLED = -signal.SIGKILL
STEPS = (
    "vault.named#2", "receive.kept#3", "records.committing#4", "claim", "read=石禾镇.txt", "extract", "check#2",
    "record=qiaotou", "check.tables", "check.kept", "write.beside=data.json", "write=report.pdf",
    "write.beside=manifest.json",
)  # fmt: skip


def run(scene: Scene, nianbao: Nianbao, **environment: str) -> int:
    where = ("--inbox", scene.folder / "inbox", "--out", scene.out, "--as-of", "2024-01-20")
    done = nianbao("run", "--district", scene.district, "--year", "2023", *where, **environment)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode


def test_a_submission_that_is_killed_is_received_once(scene: Scene, nianbao: Nianbao) -> None:
    reports = sorted((scene.folder / "inbox").iterdir())
    submit = ("submit", *reports, "--district", scene.district, "--year", "2023")
    for point in ("vault.named#2:kill", "records.committing#2:kill"):
        assert nianbao(*submit, NIANBAO_FAILPOINT=point).returncode == KILLED
    assert nianbao(*submit).returncode == 0
    with Records.open(None, scene.home) as records:
        assert [entry.file for entry in records.pending("yunxiu", 2023)] == [file.name for file in reports]
        assert [entry.act for entry in records.audit_log("yunxiu")] == ["receive"] * 3
        assert records.verify_audit() == () and records.lost() == ()


def test_the_command_that_is_killed_ends_as_if_nothing_had_been(
    scene: Scene, nianbao: Nianbao, undisturbed: dict[str, bytes]
) -> None:
    assert run(scene, nianbao, NIANBAO_FAILPOINT="write.beside=report.pdf:kill") == KILLED
    assert not left_behind(scene), "the server beside it ends with it"
    assert run(scene, nianbao) == 1
    assert scene.result() == undisturbed
    assert scene.faults() == []


def left_behind(scene: Scene) -> list[str]:
    """Return the processes of the scene's home that still live after ten seconds."""
    end = time.monotonic() + 10
    while (found := [file.parent.name for file in Path("/proc").glob("[0-9]*/environ") if is_of(scene, file)]) and (
        time.monotonic() < end
    ):
        time.sleep(0.2)
    return found


def is_of(scene: Scene, environment: Path) -> bool:
    try:
        return f"PREFECT_HOME={scene.home}/prefect".encode() in environment.read_bytes()
    except OSError:
        return False


@LONG
@pytest.mark.parametrize("point", STEPS)
def test_the_command_that_is_killed_at_a_step_ends_as_if_nothing_had_been(
    point: str, scene: Scene, nianbao: Nianbao, undisturbed: dict[str, bytes]
) -> None:
    assert run(scene, nianbao, NIANBAO_FAILPOINT=f"{point}:kill") == KILLED
    assert run(scene, nianbao) == 1
    assert scene.result() == undisturbed
    assert scene.faults() == []


@LONG
def test_two_commands_at_once_end_as_one(scene: Scene, nianbao: Nianbao, undisturbed: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda _: run(scene, nianbao), range(2))) == [1, 1]
    assert scene.result() == undisturbed
    assert scene.faults() == []


@LONG
def test_a_command_whose_reader_dies_each_time_parks_the_file_and_reads_the_others(
    scene: Scene, nianbao: Nianbao
) -> None:
    poison = {"NIANBAO_FAILPOINT": "read=桥头街道.txt:kill"}
    assert [run(scene, nianbao, **poison) for _ in range(4)] == [KILLED, KILLED, KILLED, 1]
    with Records.open(None, scene.home) as records:
        assert [entry.file for entry in records.held("yunxiu", 2023)] == ["桥头街道.txt"]
        assert {entry.unit for entry in records.counted("yunxiu", 2023)} == {"gaoxin", "shihe"}


@LONG
def test_a_service_whose_runs_die_of_one_file_parks_it_and_reads_the_others(scene: Scene) -> None:
    inbox = scene.home / "inbox" / "yunxiu" / "2023"
    inbox.mkdir(parents=True)
    with served(scene, NIANBAO_FAILPOINT="read=桥头街道.txt:kill"):
        for report in (scene.folder / "inbox").iterdir():
            (inbox / report.name).write_bytes(report.read_bytes())
        end = time.monotonic() + 400
        while time.monotonic() < end and not (standing := parked_and_counted(scene))[0]:
            time.sleep(3)
    assert standing == (["桥头街道.txt"], {"gaoxin", "shihe"})


def parked_and_counted(scene: Scene) -> tuple[list[str], set[str | None]]:
    with Records.open(None, scene.home) as records:
        held = [entry.file for entry in records.held("yunxiu", 2023)]
        return held, {entry.unit for entry in records.counted("yunxiu", 2023)}


@contextmanager
def served(scene: Scene, **environment: str) -> Iterator[None]:
    """Serve the district while the block runs."""
    with socket.socket() as free, socket.socket() as other:
        free.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        ports = [str(each.getsockname()[1]) for each in (free, other)]
    program = Path(sys.executable).with_name("nianbao")
    command = [program, "--home", scene.home, "serve", "--district", scene.district]
    with (scene.folder / "served.txt").open("wb") as said:
        service = subprocess.Popen(
            [*command, "--prefect-port", ports[0], "--portal-port", ports[1]],
            stdout=said, stderr=said, start_new_session=True, env={**os.environ, **environment},
        )  # fmt: skip
    try:
        yield
        service.send_signal(signal.SIGINT)
        service.wait(60)
    finally:
        if service.poll() is None:
            os.killpg(service.pid, signal.SIGKILL)
            service.wait()
