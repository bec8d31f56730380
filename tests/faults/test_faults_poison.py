"""One report kills whatever reads it, each time: it is put aside after three deaths, and the others go on."""

from __future__ import annotations

import json
import signal

from faults_scene import Programs, Scene

from nianbao.records.store import Records

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
