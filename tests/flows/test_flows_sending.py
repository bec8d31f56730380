"""The outbox against an orchestrator that loses runs: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from deployments.tending import Tending
from nianbao.reasons import Reason, Rejection
from nianbao.records.outbox import of_submission
from tasks import clock
from tasks.sending import ask_for_consolidation, send_waiting
from tasks.watching import Watch
from tasks.workplace import Workplace, open_workplace

NOW = datetime(2024, 2, 1, 9, tzinfo=clock.CHINA)


@dataclass
class Machine:
    """An orchestrator as small as it can be: keys give runs, runs die, and sometimes nobody answers."""

    down: bool = False
    loses_answers: bool = False
    runs: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)

    def ask_for_run(self, deployment: str, key: str, parameters: dict[str, object]) -> str:
        if self.down:
            raise OSError("503")
        run = self.runs.setdefault(key, f"{deployment}#{len(self.runs) + 1}")
        if self.loses_answers:
            raise OSError("connection reset")
        return run

    def dead(self, runs: Iterable[str]) -> set[str]:
        return {run for run in runs if run in self.ended or run not in self.runs.values()}


@pytest.fixture
def place(home: Path, district: str) -> Workplace:
    return open_workplace(district)


def hand_in(place: Workplace, inbox: Path, *names: str) -> list[int]:
    code = place.district.code
    return [
        place.records.receive(inbox / name, district=code, name=name, received_at=NOW, year=2023).submission.id
        for name in names
    ]


def test_what_was_received_while_the_server_was_down_is_sent_once_it_answers(place: Workplace, inbox: Path) -> None:
    ids = hand_in(place, inbox, "高新区.txt", "桥头街道.txt")
    machine = Machine(down=True)
    for _ in range(3):
        with pytest.raises(OSError, match="503"):
            send_waiting(place, "yunxiu", machine, NOW)
    machine.down = False
    assert [entry.id for entry in send_waiting(place, "yunxiu", machine, NOW).submissions] == ids
    assert len(machine.runs) == 2
    assert send_waiting(place, "yunxiu", machine, NOW).submissions == ()


def test_an_answer_that_was_lost_gives_no_second_run(place: Workplace, inbox: Path) -> None:
    hand_in(place, inbox, "高新区.txt")
    machine = Machine(loses_answers=True)
    with pytest.raises(OSError, match="reset"):
        send_waiting(place, "yunxiu", machine, NOW)
    machine.loses_answers = False
    send_waiting(place, "yunxiu", machine, NOW)
    assert len(machine.runs) == 1


def test_a_run_that_died_is_asked_for_under_another_key_and_after_three_the_file_is_held(
    place: Workplace, inbox: Path
) -> None:
    (submission,) = hand_in(place, inbox, "高新区.txt")
    machine, moment = Machine(), NOW
    for tries in (1, 2, 3):
        send_waiting(place, "yunxiu", machine, moment)
        assert len(machine.runs) == tries
        machine.ended |= set(machine.runs.values())
        moment += timedelta(minutes=1)
        send_waiting(place, "yunxiu", machine, moment)  # sees that it has died
        moment += timedelta(minutes=1)
    assert len(machine.runs) == 3
    assert place.records.submission(submission).state == "held"
    assert send_waiting(place, "yunxiu", machine, moment).submissions == ()


def test_what_another_living_run_has_claimed_is_not_sent(place: Workplace, inbox: Path) -> None:
    (submission,) = hand_in(place, inbox, "高新区.txt")
    machine = Machine(runs={"by hand": "year-run"})
    place.records.outbox.take_over(place.district.code, [of_submission(submission)], "year-run", NOW)
    assert send_waiting(place, "yunxiu", machine, NOW).submissions == ()
    machine.ended.add("year-run")
    assert len(send_waiting(place, "yunxiu", machine, NOW).submissions) == 1


def test_a_pile_of_reports_is_consolidated_once_after_it_has_been_quiet(place: Workplace) -> None:
    machine = Machine()
    for second in range(0, 50, 10):
        ask_for_consolidation(place, 2023, NOW + timedelta(seconds=second + 60))
        assert send_waiting(place, "yunxiu", machine, NOW + timedelta(seconds=second + 5)).years == ()
    assert send_waiting(place, "yunxiu", machine, NOW + timedelta(seconds=100)).years == (2023,)
    assert send_waiting(place, "yunxiu", machine, NOW + timedelta(seconds=200)).years == ()
    assert list(machine.runs) == ["yunxiu/2023/consolidation/1"]


def test_of_a_pile_of_hundreds_only_some_wait_at_the_server_and_the_oldest_go_first(
    place: Workplace, tmp_path: Path
) -> None:
    ids = []
    for number in range(50):
        file = tmp_path / f"{number}.txt"
        file.write_text(str(number), encoding="utf-8")
        code = place.district.code
        receipt = place.records.receive(file, district=code, name=file.name, received_at=NOW, year=2023)
        ids.append(receipt.submission.id)
    machine = Machine()
    assert [entry.id for entry in send_waiting(place, "yunxiu", machine, NOW).submissions] == ids[:20]
    assert send_waiting(place, "yunxiu", machine, NOW).submissions == ()
    for done in ids[:5]:
        place.records.hold(done, Rejection(Reason.EMPTY))
    assert [entry.id for entry in send_waiting(place, "yunxiu", machine, NOW).submissions] == ids[20:25]


def test_a_consolidation_waits_for_reports_that_are_still_being_read_but_not_for_ever(
    place: Workplace, inbox: Path
) -> None:
    hand_in(place, inbox, "高新区.txt")
    ask_for_consolidation(place, 2023, NOW)
    ask_for_consolidation(place, 2022, NOW)
    machine = Machine()
    assert send_waiting(place, "yunxiu", machine, NOW).years == (2022,), "another year's reports are not waited for"
    assert send_waiting(place, "yunxiu", machine, NOW + timedelta(minutes=9)).years == ()
    assert send_waiting(place, "yunxiu", machine, NOW + timedelta(minutes=11)).years == (2023,)


def test_the_watch_takes_a_file_once_it_is_still_and_again_when_it_has_changed(place: Workplace, inbox: Path) -> None:
    folder = place.inbox / "2023"
    folder.mkdir(parents=True)
    watch, report = Watch(place), folder / "report.txt"
    report.write_bytes((inbox / "高新区.txt").read_bytes())
    first = watch.look(NOW)
    assert (first.receipts, first.moving) == ((), True)
    long_ago = time.time() - 60
    os.utime(report, (long_ago, long_ago))
    (receipt,) = watch.look(NOW).receipts
    assert (receipt.submission.file, receipt.submission.year, receipt.new) == ("report.txt", 2023, True)
    assert watch.look(NOW).receipts == ()
    report.write_text("另一版", encoding="utf-8")
    assert watch.look(NOW).moving
    assert [receipt.new for receipt in Watch(place).look_until_still(NOW).receipts] == [True]


def test_a_folder_that_is_no_year_and_a_file_outside_of_one_are_left_alone(place: Workplace) -> None:
    (place.inbox / "资料").mkdir(parents=True)
    for file in (place.inbox / "资料" / "a.txt", place.inbox / "b.txt"):
        file.write_text("x", encoding="utf-8")
        os.utime(file, (1, 1))
    assert Watch(place).look(NOW).receipts == ()


def test_a_roster_that_is_broken_meanwhile_is_told_once_and_mended_without_a_restart(
    place: Workplace, district: str
) -> None:
    told: list[str] = []
    tending = Tending(district, told.append)
    roster = Path(district) / "district.yml"
    sound = roster.read_text(encoding="utf-8")
    roster.write_text("code: [", encoding="utf-8")
    for _ in range(3):
        tending.look()
    assert len(told) == 1 and "district.yml" in told[0]
    roster.write_text(sound, encoding="utf-8")
    tending.look()
    assert len(told) == 1
    assert list(place.inbox.iterdir()), "a folder to drop this year's reports into"
