"""Fill the disk, or take its right to write, wherever it is written; once there is room, nothing is missing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from faults_scene import LONG, Programs, Scene

Nianbao = Callable[..., subprocess.CompletedProcess[str]]


@contextmanager
def small_disk(folder: Path, options: str) -> Iterator[None]:
    """Mount a disk of its own on a folder while the block runs; skip where that is not allowed."""
    folder.mkdir(parents=True, exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    try:
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


@pytest.mark.parametrize("fault", ["full", pytest.param("read-only", marks=LONG), pytest.param("broken", marks=LONG)])
def test_a_vault_that_cannot_be_written_loses_nothing(
    fault: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, fail=f"vault.copied#2:{fault}") == [0], "the others are received"
    assert not list((scene.home / "vault" / "incoming").iterdir())
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


@pytest.mark.parametrize("fault", ["read=桥头街道.txt:broken", pytest.param("record=shihe:full", marks=LONG)])
def test_what_the_machine_has_spoilt_is_named_and_read_again(
    fault: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, fail=fault) == [0], scene.said()
    assert b'"reason": "unreadable"' in scene.result()["data.json"]
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


def test_outputs_that_find_no_room_leave_no_halves(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, fail="write.beside=report.pdf:full") == [1]
    assert scene.faults() == []
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_file_that_the_disk_has_no_room_for_is_refused_in_one_line_and_taken_later(
    scene: Scene, nianbao: Nianbao
) -> None:
    large = scene.hand_in("大件", "全年检查企业186家次。" * 60_000)
    with small_disk(scene.home, "size=1m"):
        said = nianbao("submit", large, "--district", scene.district, "--year", "2023")
        assert said.returncode == 2, said.stderr
        assert said.stderr.count("\n") == 1 and "磁盘空间不足" in said.stderr
        assert not [file for file in (scene.home / "vault").rglob("*") if file.is_file()]
        subprocess.run(["mount", "-o", "remount,size=64m", scene.home], check=True)
        said = nianbao("submit", large, "--district", scene.district, "--year", "2023")
        assert said.returncode == 0, said.stderr


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
def test_a_read_only_vault_is_one_line_and_the_records_stay_as_they_were(scene: Scene, nianbao: Nianbao) -> None:
    report = next((scene.folder / "inbox").iterdir())
    with small_disk(scene.home / "vault", "size=1m,ro"):
        said = nianbao("submit", report, "--district", scene.district, "--year", "2023")
        assert said.returncode == 2, said.stderr
        assert said.stderr.count("\n") == 1 and "Read-only" in said.stderr
    said = nianbao("submit", report, "--district", scene.district, "--year", "2023")
    assert (said.returncode, said.stderr) == (0, "")


@LONG
@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount a small disk")
@pytest.mark.parametrize("size_kib", [256, 320, 384, 448, 512, 640, 768, 1024])
def test_a_disk_that_fills_up_somewhere_in_a_year_costs_nothing_once_there_is_room(
    size_kib: int, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    with small_disk(scene.home, f"size={size_kib}k"):
        programs.run(scene)
        subprocess.run(["mount", "-o", "remount,size=64m", scene.home], check=True)
        assert programs.run(scene) == [0], scene.said()
        assert scene.result() == undisturbed
        assert scene.faults() == []
