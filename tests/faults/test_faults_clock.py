"""Let the clock jump over New Year and back, and stand in other zones: China's day counts, nothing waits for ever."""

from __future__ import annotations

import signal
from datetime import UTC, date, datetime, timedelta

import pytest
from faults_scene import LONG, Programs, Scene

from nianbao.records.outbox import of_submission
from nianbao.records.store import Records
from tasks import clock
from tasks.sending import ask_for_consolidation, send_waiting
from tasks.workplace import Workplace, open_workplace

EVE, NEW_YEAR = date(2023, 12, 31), date(2024, 1, 1)
NEW_YEARS_EVE = datetime(2023, 12, 31, 23, 59, 59, tzinfo=clock.CHINA)


@pytest.mark.parametrize("days", [(EVE, NEW_YEAR), (NEW_YEAR, EVE, NEW_YEAR)], ids=["over", "back and over"])
def test_a_run_killed_on_one_side_of_new_year_and_ended_on_the_other_gives_the_same(
    days: tuple[date, ...], programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    """Before the day on which a report came it is not there yet; once the clock is right again, nothing is missing."""
    first, *others = days
    assert programs.run(scene, fail="check.kept:kill", day=first) == [-signal.SIGKILL]
    assert [programs.run(scene, day=day) for day in others] == [[0]] * len(others), scene.said()
    assert scene.result() == undisturbed
    with Records.open(None, scene.home) as records:
        received = {entry.received_at.astimezone(clock.CHINA).date() for entry in records.submissions("yunxiu", 2023)}
    assert received == {first}, "received twice is received once, on the first day"
    assert scene.faults() == []


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", pytest.param("America/New_York", marks=LONG), pytest.param("UTC", marks=LONG)]
)
def test_the_zone_of_the_machine_changes_nothing(
    zone: str, programs: Programs, scene: Scene, undisturbed: dict[str, bytes]
) -> None:
    assert programs.run(scene, environment={"TZ": zone}) == [0], scene.said()
    assert scene.result() == undisturbed
    assert scene.faults() == []


@pytest.mark.parametrize(
    ("moment", "year"),
    [
        (datetime(2023, 12, 31, 15, 59, 59, tzinfo=UTC), 2022),
        (datetime(2023, 12, 31, 16, 0, 0, tzinfo=UTC), 2023),
        (datetime(2024, 7, 1, 0, 0, 0, tzinfo=UTC), 2023),
    ],
)
def test_the_year_turns_at_midnight_in_china_summer_or_winter(moment: datetime, year: int) -> None:
    assert clock.reporting_year(moment.astimezone(clock.CHINA).date()) == year
    assert moment.astimezone(clock.CHINA).utcoffset() == timedelta(hours=8)


class Server:
    """An orchestrator that keeps what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def ask_for_run(self, deployment: str, key: str, parameters: dict[str, object]) -> str:
        self.asked.append(key)
        return f"run {len(self.asked)}"

    def dead(self, runs: object) -> set[str]:
        return set()


@pytest.fixture
def place(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    monkeypatch.setenv("NIANBAO_HOME", str(scene.home))
    monkeypatch.delenv("NIANBAO_DATABASE", raising=False)
    return open_workplace(str(scene.district))


def test_an_errand_of_a_clock_that_ran_ahead_does_not_wait_for_that_day(place: Workplace) -> None:
    server = Server()
    ask_for_consolidation(place, 2023, NEW_YEARS_EVE + timedelta(days=400))
    send_waiting(place, "yunxiu", server, NEW_YEARS_EVE)
    assert len(server.asked) == 1


def test_a_claim_of_a_clock_that_ran_ahead_is_no_claim(place: Workplace, scene: Scene) -> None:
    server, file = Server(), scene.folder / "inbox" / "石禾镇.txt"
    receipt = place.records.receive(file, district="yunxiu", name="a", received_at=NEW_YEARS_EVE, year=2023)
    subject = of_submission(receipt.submission.id)
    place.records.outbox.claim("yunxiu", subject, "a run of elsewhere", NEW_YEARS_EVE + timedelta(days=400))
    send_waiting(place, "yunxiu", server, NEW_YEARS_EVE)
    assert len(server.asked) == 1
