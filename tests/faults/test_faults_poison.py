"""One report kills whatever reads it, each time: it is put aside after three deaths, and the others go on."""

from __future__ import annotations

import json
import signal

import pytest
from faults_program import DAY, YEAR
from faults_scene import Programs, Scene

from nianbao.records.outbox import of_submission
from nianbao.records.store import Records
from tasks import clock
from tasks.sending import MOST_TRIES
from tasks.surviving import part_pending, tried
from tasks.workplace import open_workplace

POISON = "read=桥头街道.txt:kill"


def test_a_report_that_kills_its_reader_is_parked_and_costs_the_others_nothing(
    programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, fail=POISON) == [-signal.SIGKILL]
    assert programs.run(scene, fail=POISON) == [-signal.SIGKILL]
    with Records.open(None, scene.home) as records:
        recorded = {entry.unit for entry in records.submissions("yunxiu", 2023) if entry.version}
    assert recorded == {"gaoxin", "shihe"}, "from the second run on it comes last"
    assert programs.run(scene, fail=POISON) == [-signal.SIGKILL]

    assert programs.run(scene, fail=POISON) == [0], scene.said()
    data = json.loads(scene.result()["data.json"])
    assert data["units_reporting"] == 2 and data["held"] == [{"file": "桥头街道.txt", "reason": "unreadable"}]

    with Records.open(None, scene.home) as records:
        (parked,) = records.held("yunxiu", 2023)
        assert parked.rejection and "3 次中断" in parked.rejection.sentence()
        records.assign(parked.id, "qiaotou", 2023, who="维护人员", why="程序已修好")
    assert programs.run(scene) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


def test_the_tries_of_programs_that_live_are_no_deaths(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NIANBAO_HOME", str(scene.home))
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    place = open_workplace(str(scene.district))
    file = next((scene.folder / "inbox").iterdir())
    receipt = place.records.receive(
        file, district=place.district.code, name=file.name, received_at=clock.received_at(DAY), year=YEAR
    )
    waits = receipt.submission
    with tried(place, [waits.id]), tried(place, [waits.id]), tried(place, [waits.id]):
        assert part_pending(place, YEAR) == ((), (waits,)), "three programs read it: the fourth does not put it aside"
    for _ in range(MOST_TRIES):
        place.records.outbox.count_tries(place.district.code, [of_submission(waits.id)], 1, clock.now())
    assert part_pending(place, YEAR) == ((), ()), "three programs died of it, while it was read anew"
    assert [entry.id for entry in place.records.held(place.district.code, YEAR)] == [waits.id]
