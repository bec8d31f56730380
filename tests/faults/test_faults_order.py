"""Write down in which order bytes, names and rows reach the disk: no receipt stands for what a power cut may take."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults_program import DAY, YEAR
from faults_scene import Programs, Scene
from sqlalchemy import Engine, event

from nianbao.records.store import Records
from nianbao.release.shelf import Shelf
from tasks import clock


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Return what the disk is told, in order: what is forced, renamed, linked and committed, by name."""
    told: list[str] = []
    fsync, replace, link = os.fsync, Path.replace, os.link

    def forcing(handle: int) -> None:
        told.append(f"force {Path(f'/proc/self/fd/{handle}').readlink().name}")
        fsync(handle)

    def renaming(path: Path, target: Path) -> Path:
        told.append(f"rename to {target.name}")
        return replace(path, target)

    def linking(source: Path, target: Path) -> None:
        told.append(f"link to {target.name}")
        link(source, target)

    def committing(_connection: object) -> None:
        told.append("commit")

    monkeypatch.setattr(os, "fsync", forcing)
    monkeypatch.setattr(Path, "replace", renaming)
    monkeypatch.setattr(os, "link", linking)
    event.listen(Engine, "commit", committing)
    yield told
    event.remove(Engine, "commit", committing)


def receive(scene: Scene, order: list[str]) -> str:
    """Receive one report, and nothing else in that order, and return its hash."""
    file = scene.folder / "inbox" / "石禾镇.txt"
    with Records.open(None, scene.home) as records:
        order.clear()
        receipt = records.receive(
            file, district="yunxiu", name=file.name, received_at=clock.received_at(DAY), year=YEAR
        )
    return receipt.submission.sha256


def test_bytes_then_their_name_then_its_folder_then_the_row(scene: Scene, order: list[str]) -> None:
    sha256 = receive(scene, order)
    forced, named = order.index(next(said for said in order if said.startswith("force tmp"))), f"rename to {sha256}"
    assert forced < order.index(named) < order.index(f"force {sha256[:2]}") < order.index("commit")
    assert order.index(named) < order.index("force vault") < order.index("commit")


def test_a_name_that_a_killed_program_gave_is_forced_before_anyone_gets_a_receipt(
    scene: Scene, programs: Programs, order: list[str]
) -> None:
    assert programs.run(scene, fail="vault.named#3:kill") == [-signal.SIGKILL]
    sha256 = receive(scene, order)
    assert f"rename to {sha256}" not in order, "the bytes were there already"
    assert order.index(f"force {sha256[:2]}") < order.index("commit")


def test_a_release_is_on_the_disk_before_the_log_speaks_of_it(tmp_path: Path, order: list[str]) -> None:
    shelf = Shelf(tmp_path / "2023")
    shelf.place(1, b"package")
    shelf.record(version=1)
    pid = os.getpid()
    package = [f"force .v1.nianbao.{pid}", "link to v1.nianbao", "force 2023"]
    line = [f"force .releases.jsonl.{pid}", "rename to releases.jsonl", "force 2023"]
    assert order == package + line


def test_what_a_killed_program_left_in_the_vault_goes_when_it_is_a_day_old(
    scene: Scene, programs: Programs, order: list[str]
) -> None:
    assert programs.run(scene, fail="vault.copied:kill") == [-signal.SIGKILL]
    (left,) = (scene.home / "vault" / "incoming").iterdir()
    receive(scene, order)
    assert left.exists(), "it may still be somebody's"
    os.utime(left, (0, 0))
    receive(scene, order)
    assert not left.exists()
