from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from records_desk import YEAR, Desk, moment
from sqlalchemy import Connection, create_engine, inspect

from nianbao.district import ConfigurationError
from nianbao.reasons import Reason, Rejection
from nianbao.records.database import writer
from nianbao.records.migrating import configuration, migrate
from nianbao.records.schema import HEAD, Base
from nianbao.records.store import Records


@pytest.fixture
def connection() -> Iterator[Connection]:
    with create_engine("sqlite://").begin() as opened:
        yield opened


def test_migrations_and_models_agree(connection: Connection) -> None:
    migrate(connection)
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Base.metadata) == []


def test_the_models_name_the_last_migration(connection: Connection) -> None:
    assert ScriptDirectory.from_config(configuration(connection)).get_heads() == [HEAD]


def test_every_migration_can_be_taken_back(connection: Connection) -> None:
    migrate(connection)
    command.downgrade(configuration(connection), "base")
    assert inspect(connection).get_table_names() == ["alembic_version"]


def test_records_last_when_the_program_ends(tmp_path: Path, desk_of: Callable[[Records], Desk]) -> None:
    with Records.open(None, tmp_path / "home") as records:
        desk_of(records).record(desk_of(records).hand_in("a").submission, "gaoxin", "7")
    with Records.open(None, tmp_path / "home") as records:
        assert desk_of(records).counted() == {"gaoxin": "7"}


def test_sqlite_keeps_a_log_ahead_and_its_foreign_keys(desk: Desk) -> None:
    with writer(desk.records._engine) as session:
        asked = ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        found = [session.connection().exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    assert found == ["wal", 1, 2, 30_000]


def test_two_threads_that_receive_the_same_bytes_receive_them_once(
    tmp_path: Path, desk_of: Callable[[Records], Desk]
) -> None:
    receive_at_once(*(Records.open(None, tmp_path / "home") for _ in range(2)), desk_of=desk_of)


def test_two_threads_that_record_one_unit_give_two_versions(desk: Desk) -> None:
    submissions = [desk.hand_in(text).submission for text in "abcd"]
    with ThreadPoolExecutor(4) as pool:
        recorded = list(pool.map(lambda s: desk.record(s, "gaoxin"), submissions))
    assert sorted(submission.version or 0 for submission in recorded) == [1, 2, 3, 4]
    assert desk.states() == ["superseded"] * 3 + ["checked"]


def test_programs_that_start_at_once_build_the_tables_once(tmp_path: Path) -> None:
    together = Barrier(4)

    def start(_: int) -> tuple[object, ...]:
        together.wait()
        with Records.open(None, tmp_path / "home") as records:
            return records.pending("shifan", YEAR)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(start, range(4))) == [()] * 4


def test_a_file_that_is_no_database_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "records.db").write_bytes(b"this is not a database at all, but long enough to look at" * 20)
    said = refusal(None, tmp_path)
    assert "打不开记录库" in said
    assert "records.db" in said


def test_a_home_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    assert "打不开记录库" in refusal(None, tmp_path / "home")


@pytest.mark.parametrize(
    "url", ["nonsense", "oracle+nothing://u:geheim@127.0.0.1/x", "postgresql://u:geheim@127.0.0.1:1/x"]
)
def test_a_wrong_url_is_one_clear_line_without_the_password(tmp_path: Path, url: str) -> None:
    said = refusal(url, tmp_path)
    assert "打不开记录库" in said
    assert "geheim" not in said


def test_records_of_a_newer_program_are_not_touched(tmp_path: Path) -> None:
    Records.open(None, tmp_path).close()
    with sqlite3.connect(tmp_path / "records.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "升级" in refusal(None, tmp_path)


def test_postgresql_keeps_the_same_records(
    postgres_database: str, tmp_path: Path, desk_of: Callable[[Records], Desk]
) -> None:
    with Records.open(postgres_database, tmp_path / "home") as records:
        desk = desk_of(records)
        old, new, held = (desk.hand_in(text, day=day).submission for text, day in (("a", 10), ("b", 11), ("c", 12)))
        desk.record(new, "gaoxin", "2")
        assert desk.record(old, "gaoxin", "11").state == "superseded"
        records.hold(held.id, Rejection(Reason.EMPTY))
        assert desk.counted() == {"gaoxin": "2"}
        assert desk.counted(moment(10)) == {"gaoxin": "11"}
        assert desk.states() == ["superseded", "checked", "held"]
        assert records.forget_stale("shifan", YEAR, "other") == 1
        with records._engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    receive_at_once(*(Records.open(postgres_database, tmp_path / "home") for _ in range(2)), desk_of=desk_of)


def test_postgresql_is_brought_up_from_every_revision_and_keeps_its_rows(
    postgres_database: str, tmp_path: Path
) -> None:
    with Records.open(postgres_database, tmp_path / "home") as records:
        desk = Desk(records, tmp_path / "inbox")
        desk.record(desk.hand_in("a").submission, "gaoxin", "7")
        engine, chain = records._engine, records.audit_log("shifan")
        for revision in ("0003", "0002", "0001", "base"):
            with engine.begin() as connection:
                command.downgrade(configuration(connection), revision)
            with engine.begin() as connection:
                migrate(connection)
                assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
            if revision in ("0003", "0002"):
                assert records.audit_log("shifan") == chain
                assert records.verify_audit() == ()
            assert desk.counted() == ({} if revision == "base" else {"gaoxin": "7"})


def receive_at_once(*programs: Records, desk_of: Callable[[Records], Desk]) -> None:
    """Receive the same ten files in two programs at the same moment: each is new to exactly one of them."""
    for k in range(10):
        source = desk_of(programs[0]).file(f"报告{k}", f"{k}.txt")
        together = Barrier(len(programs))

        def receive(records: Records, source: Path = source, together: Barrier = together) -> tuple[int, bool]:
            together.wait()
            receipt = records.receive(source, district="d", name="x", received_at=moment(9), year=YEAR)
            return receipt.submission.id, receipt.new

        with ThreadPoolExecutor(len(programs)) as pool:
            receipts = list(pool.map(receive, programs))
        assert len({submission_id for submission_id, _ in receipts}) == 1
        assert [new for _, new in receipts].count(True) == 1
    for records in programs:
        records.close()


def refusal(url: str | None, home: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        Records.open(url, home)
    assert "\n" not in str(caught.value)
    return str(caught.value)
