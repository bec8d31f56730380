from __future__ import annotations

import os
import threading
from datetime import date, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from nianbao.records.submission import Submission, SubmissionState
from tasks import clock, steps
from tasks.inbox import find_files, printable, receive_files
from tasks.submissions import batches
from tasks.workplace import open_workplace, reading_key


def test_an_inbox_gives_its_reports_and_leaves_what_is_hidden_temporary_or_linked(
    inbox: Path, bad_files: dict[str, str]
) -> None:
    for name in ("下载.pdf.crdownload", "Thumbs.db", "备份.txt~", "desktop.ini"):
        (inbox / name).write_bytes(b"x")
    found = {file.relative_to(inbox).as_posix() for file in find_files(inbox)}
    assert found == {"高新区.txt", "桥头街道.txt", *bad_files}


def test_a_name_from_an_old_windows_archive_is_readable() -> None:
    assert printable(Path(os.fsdecode("年报.txt".encode("gb18030")))) == "年报.txt"
    assert printable(Path("年报.txt")) == "年报.txt"


def test_a_name_cannot_hide_what_it_is() -> None:
    assert printable(Path("报告\u202efdp.exe")) == "报告\ufffdfdp.exe"
    assert printable(Path("报告\n第二行.pdf")) == "报告\ufffd第二行.pdf"


@pytest.mark.usefixtures("home")
def test_what_is_left_alone_in_an_inbox_is_said_and_a_link_out_of_it_is_never_followed(
    district: str, tmp_path: Path
) -> None:
    inbox, outside = tmp_path / "box", tmp_path / "outside"
    for folder in (inbox, outside):
        folder.mkdir()
        (folder / "年报.txt").write_text("云岫区2023年法治政府建设年度报告", encoding="utf-8")
    (inbox / "~$年报.docx").write_bytes(b"x")
    (inbox / "链接.txt").symlink_to(outside / "年报.txt")
    (inbox / "夹").symlink_to(outside)
    received = receive_files(open_workplace(district), inbox, 2023, clock.now())
    assert [receipt.submission.file for receipt in received.receipts] == ["年报.txt"]
    assert received.left == (
        "~$年报.docx（临时或隐藏文件）",
        "夹（是链接，请放入文件本身）",
        "链接.txt（是链接，请放入文件本身）",
    )
    assert received.unopened == ()


@pytest.mark.usefixtures("home")
def test_a_file_that_is_still_being_written_is_not_taken_yet_and_that_is_said(district: str, tmp_path: Path) -> None:
    inbox, ended = tmp_path / "box", threading.Event()
    inbox.mkdir()
    file = inbox / "年报.txt"
    file.write_bytes(b"x")

    def write() -> None:
        while not ended.wait(0.02):
            with file.open("ab") as growing:
                growing.write(b"x")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        received = receive_files(open_workplace(district), inbox, 2023, clock.now())
    finally:
        ended.set()
        writer.join()
    assert received.receipts == ()
    assert received.unopened == ("年报.txt（正在写入，未收，写完后再收一次即可）",)


@pytest.mark.usefixtures("home")
def test_receiving_an_inbox_twice_is_receiving_it_once(district: str, inbox: Path) -> None:
    place = open_workplace(district)
    first = receive_files(place, inbox, 2023, clock.received_at(date(2024, 2, 1)))
    (inbox / "高新区.txt").rename(inbox / "高新区（改名）.txt")
    again = receive_files(place, inbox, 2023, clock.received_at(date(2024, 2, 2)))
    assert [receipt.new for receipt in first.receipts] == [True, True]
    assert [receipt.new for receipt in again.receipts] == [False, False]
    assert len(place.records.pending("yunxiu", 2023)) == 2


@pytest.mark.usefixtures("home")
def test_a_fault_of_ours_on_one_file_holds_that_file_and_keeps_the_details(
    district: str, inbox: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    place = open_workplace(district)
    receive_files(place, inbox, 2023, clock.now())
    first, second = place.records.pending("yunxiu", 2023)
    with monkeypatch.context() as broken:
        broken.setattr(steps, "extract", fail)
        held = steps.take_in(place, first.id)
    assert (held.state, held.reason) == ("held", "unreadable") and "ZeroDivisionError" in held.detail
    assert "ZeroDivisionError" in (home / "log" / "nianbao.log").read_text(encoding="utf-8")
    assert steps.take_in(place, second.id).state in ("checked", "returned")


@pytest.mark.usefixtures("home")
def test_recognition_installed_since_reads_again_what_was_held_for_want_of_it(
    district: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = open_workplace(district)
    installed = metadata.version

    def without_recognition(name: str) -> str:
        if name == "rapidocr":
            raise metadata.PackageNotFoundError(name)
        return installed(name)

    monkeypatch.setattr(metadata, "version", without_recognition)
    assert reading_key(place.catalogue, place.district) != place.reading_key


@pytest.mark.usefixtures("home")
def test_another_roster_reads_again_what_was_held_for_it(district: str, inbox: Path) -> None:
    roster = Path(district) / "district.yml"
    known = roster.read_text(encoding="utf-8")
    roster.write_text(known.replace("桥头街道", "桥尾街道"), encoding="utf-8")
    place = open_workplace(district)
    receive_files(place, inbox, 2023, clock.now())
    states = {steps.take_in(place, entry.id).state for entry in place.records.pending("yunxiu", 2023)}
    assert "held" in states
    assert place.records.forget_stale("yunxiu", 2023, place.reading_key) == 0
    roster.write_text(known, encoding="utf-8")
    place = open_workplace(district)
    assert place.records.forget_stale("yunxiu", 2023, place.reading_key) == 2
    assert {steps.take_in(place, entry.id).unit for entry in place.records.pending("yunxiu", 2023)} == {
        "gaoxin",
        "qiaotou",
    }


@pytest.mark.parametrize(
    ("pending", "tasks", "largest"), [(0, 0, 0), (8, 8, 1), (50, 50, 1), (51, 6, 10), (120, 12, 10)]
)
def test_few_submissions_are_a_task_each_and_many_are_ten_a_task(pending: int, tasks: int, largest: int) -> None:
    waiting = [
        Submission(k, "yunxiu", 2023, None, None, "0" * 64, f"{k}.txt", 1, datetime.now(), SubmissionState.RECEIVED)
        for k in range(pending)
    ]
    made = batches(waiting)
    assert len(made) == tasks and max((len(batch.ids) for batch in made), default=0) == largest
    assert [number for batch in made for number in batch.ids] == list(range(pending))


def test_the_year_that_is_reported_in_spring_is_the_last_one() -> None:
    assert clock.reporting_year(date(2025, 2, 20)) == 2024
