"""Kill the run of a year wherever a step ends, run it again, and find what an undisturbed run would have given."""

from __future__ import annotations

import re
import signal
from pathlib import Path

import pytest
from faults_scene import LONG, SECOND_VERSION, Programs, Scene

from nianbao.records.store import Records
from nianbao.release.shelf import Shelf, witnesses

ROOT = Path(__file__).resolve().parents[2]
KILLED = -signal.SIGKILL
CHAINS = {
    "receiving": ("vault.copied", "vault.named", "receive.kept#2", "records.committing#3"),
    "reading": ("claim", "extract=qiaotou", "read=石禾镇.txt", "check=gaoxin", "record=qiaotou"),
    "committing": ("records.committing#5", "records.committing#7", "records.committing#9"),
    "bringing together": ("check.tables", "check.kept", "publish", "write.beside=findings.csv", "write=manifest.json"),
}
WRITTEN = ("data.json", "facts.csv", "findings.csv", "report.html", "report.pdf", "qiaotou.docx", "manifest.json")
EACH = [
    *("vault.copied", "vault.copied#3", "vault.named", "vault.named#2", "receive.kept", "receive.kept#3"),
    *("claim", "read", "read#3", "extract", "extract#2", "check", "check#3", "record", "record#2"),
    *(f"records.committing#{nth}" for nth in range(1, 19)),
    *("check.tables", "check.kept", "publish"),
    *(f"{point}={name}" for name in WRITTEN for point in ("write", "write.beside")),
]
RELEASED = ["release.beside", "release.placed", "release.logged"]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_year_that_is_killed_again_and_again_ends_as_if_nothing_had_been(
    chain: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    for point in CHAINS[chain]:
        assert programs.run(scene, fail=f"{point}:kill") == [KILLED], f"{point} is never passed: {scene.said()}"
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


def test_every_point_that_a_program_passes_is_one_where_a_test_kills_it() -> None:
    sources = [file for package in ("nianbao", "tasks", "flows", "apps") for file in (ROOT / package).rglob("*.py")]
    passed = {
        point for file in sources for point in re.findall(r'pass_by\("([^"]+)"', file.read_text(encoding="utf-8"))
    }
    assert passed == {re.split("[=#]", point)[0] for point in (*EACH, *RELEASED)}


@LONG
@pytest.mark.parametrize("point", EACH)
def test_a_year_that_is_killed_at_one_point_ends_as_if_nothing_had_been(
    point: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, fail=f"{point}:kill") == [KILLED], f"{point} is never passed: {scene.said()}"
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


@LONG
@pytest.mark.parametrize("point", ["vault.named", "receive.kept#4", "claim", "read", "record", *EACH[-16:]])
def test_a_second_version_that_is_killed_on_its_way_takes_the_place_of_the_first_once(
    point: str, programs: Programs, scene: Scene
) -> None:
    assert programs.run(scene) == [0], scene.said()
    scene.hand_in("石禾镇更正稿", SECOND_VERSION)
    assert programs.run(scene, fail=f"{point}:kill") == [KILLED], f"{point} is never passed: {scene.said()}"
    assert programs.run(scene) == [0], scene.said()
    assert scene.faults(versions=2) == []
    assert b'"value": "66"' in scene.result()["data.json"]


@LONG
@pytest.mark.parametrize("point", RELEASED)
def test_a_release_that_is_cut_off_is_made_whole_by_the_next_one(point: str, programs: Programs, scene: Scene) -> None:
    check_release([point], programs, scene)


def test_a_release_that_is_cut_off_again_and_again_is_logged_and_recorded_once(
    programs: Programs, scene: Scene
) -> None:
    check_release(RELEASED, programs, scene)


def check_release(points: list[str], programs: Programs, scene: Scene) -> None:
    """Kill a release at each of these points, release once more, and look for one version that all vouch for."""
    release = ("release", "--district", str(scene.district), "--year", "2023", "--by", "签发一")
    release = (*release, "--accept-open", "石桥镇机构调整", "--as-of", "2024-01-20")
    assert programs.run(scene) == [0], scene.said()
    for point in points:
        assert programs.run(scene, fail=f"{point}:kill", command=release) == [KILLED], scene.said()
    assert programs.run(scene, command=release) == [0], scene.said()
    shelf = Shelf(scene.home / "releases" / "yunxiu" / "2023")
    with Records.open(None, scene.home) as records:
        sealed = [entry for entry in records.audit_log("yunxiu") if entry.act == "seal"]
        assert records.verify_audit(witnesses(scene.home / "releases")) == ()
    last = shelf.last()
    assert last and [entry.digest for entry in sealed] == [last[1].sha256]
    assert [file.name for file in shelf.folder.iterdir() if file.name not in ("v1.nianbao", "releases.jsonl")] == []
    assert len((shelf.folder / "releases.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert programs.run(scene, command=("verify", str(last[0]))) == [0], scene.said()
