"""Backing up while others write, restoring into an empty home, and what a copy says of bytes that have rotted."""

from __future__ import annotations

from pathlib import Path

import pytest
from records_desk import YEAR, Desk

from nianbao.district import ConfigurationError
from nianbao.records.backup import back_up, restore
from nianbao.records.store import Records


@pytest.fixture
def home(desk: Desk, tmp_path: Path) -> Path:
    """A home with a report that counts, one that waits, a release and a draft."""
    desk.record(desk.hand_in("a").submission, "gaoxin", "127")
    desk.hand_in("b")
    home = tmp_path / "home"
    for kept in ("releases/shifan/2024/v1.zip", "reminders/shifan/2024/催报.txt", "prefect/prefect.db"):
        (home / kept).parent.mkdir(parents=True)
        (home / kept).write_text(kept, encoding="utf-8")
    return home


def test_what_was_backed_up_comes_back_as_it_was(desk: Desk, home: Path, tmp_path: Path) -> None:
    copied = back_up(desk.records, home, tmp_path / "copy")
    assert (copied.database, copied.files, copied.new, copied.damaged) == (True, 2, 2, ())
    assert sorted(entry.name for entry in (tmp_path / "copy").iterdir()) == [
        "records.db", "releases", "reminders", "vault",
    ]  # fmt: skip
    restore(tmp_path / "copy", tmp_path / "new")
    with Records.open(None, tmp_path / "new") as records:
        assert records.submissions("shifan", YEAR) == desk.records.submissions("shifan", YEAR)
        assert records.readings("shifan", YEAR) == desk.records.readings("shifan", YEAR)
        assert (records.lost(), records.verify_audit()) == ((), ())
    assert (tmp_path / "new" / "releases/shifan/2024/v1.zip").is_file()
    assert not (tmp_path / "new" / "prefect").exists(), "disposable"


def test_a_backup_in_the_middle_of_a_transaction_holds_what_was_before_it_and_no_row_without_its_bytes(
    desk: Desk, home: Path, tmp_path: Path
) -> None:
    from nianbao.records.database import writer
    from nianbao.records.schema import SubmissionRow

    with writer(desk.records._engine) as session:
        session.get_one(SubmissionRow, 1).file = "changed meanwhile"
        session.flush()
        back_up(desk.records, home, tmp_path / "copy")
    restore(tmp_path / "copy", tmp_path / "new")
    with Records.open(None, tmp_path / "new") as records:
        assert records.submission(1).file != "changed meanwhile"
        assert records.lost() == ()


def test_a_second_backup_copies_only_what_is_new(desk: Desk, home: Path, tmp_path: Path) -> None:
    back_up(desk.records, home, tmp_path / "copy")
    desk.hand_in("c")
    copied = back_up(desk.records, home, tmp_path / "copy")
    assert (copied.files, copied.new) == (3, 1)


def test_bytes_that_have_rotted_are_named(desk: Desk, home: Path, tmp_path: Path) -> None:
    submission = desk.records.submission(1)
    place = desk.records.vault.path(submission.sha256)
    place.chmod(0o640)
    place.write_bytes(b"rotten")
    assert back_up(desk.records, home, tmp_path / "copy").damaged == (submission.sha256,)
    restore(tmp_path / "copy", tmp_path / "new")
    with Records.open(None, tmp_path / "new") as records:
        assert [entry.id for entry in records.lost()] == [1]


def test_neither_overwrites_what_is_there(desk: Desk, home: Path, tmp_path: Path) -> None:
    back_up(desk.records, home, tmp_path / "copy")
    for folder, into, said in (
        (tmp_path / "copy", home, "空的数据文件夹"), (tmp_path / "nothing", tmp_path / "new", "没有备份"),
    ):  # fmt: skip
        with pytest.raises(ConfigurationError, match=said):
            restore(folder, into)
    with pytest.raises(ConfigurationError, match="换一块磁盘"):
        back_up(desk.records, home, home / "backup")
