from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.records.store import Records
from tasks.workplace import open_workplace

pytestmark = pytest.mark.usefixtures("prefect_server")


def test_a_replay_changes_nothing_until_told_to_and_then_shows_what_changed(
    district: str, inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.artifacts import Artifact

    from flows.district_report import district_report
    from flows.replay import replay

    district_report(district, 2023, inbox)
    place = open_workplace(district)
    assert replay(district) == {}, "all was read by this version"
    with Records.open(None, home) as records:  # as an older version of the program would have left it
        for submission in records.counted("yunxiu", 2023):
            reading = records.reading(submission.id)
            facts = tuple(fact for fact in reading.facts if fact.indicator != "safety.hazards_found")
            records.record(submission.id, type(reading)(**{**_fields(reading), "facts": facts}), (), reading_key="old")
    from tasks import year

    year.publish_year(place, 2023, None, place.out(2023, None))
    before = (place.out(2023, None) / "data.json").read_bytes()
    assert replay(district) == {2023: 2}
    assert (place.out(2023, None) / "data.json").read_bytes() == before
    plan = Artifact.get("replay-yunxiu")
    assert plan and "| 2023 | 2 |" in plan.data and "尚未改动" in plan.data
    assert replay(district, execute=True) == {2023: 2}
    diff = Artifact.get("replay-yunxiu-2023")
    assert diff and "| 发现安全隐患数 | — | 84处 |" in diff.data
    assert replay(district) == {}


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]
