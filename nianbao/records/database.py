"""Open the database of the records, bring its tables up to date, and give out transactions.

There is one writer at a time: SQLite's BEGIN IMMEDIATE, and in PostgreSQL a lock for each district. So what a
transaction has looked up stays true until it has written, and nothing is ever tried twice.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from nianbao.district import ConfigurationError
from nianbao.failpoints import pass_by
from nianbao.records.schema import HEAD

BUSY_TIMEOUT_MS = 30_000
WRITER = {"immediate": True}
SNAPSHOT = {"isolation_level": "REPEATABLE READ"}
"""What SQLite's log ahead gives every reader. PostgreSQL by default shows what others write between two questions."""
_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def connect(url: str | None, home: Path) -> Engine:
    """Open the database at `url`, or home/records.db, with its tables up to date.

    Raises ConfigurationError, in one line and without a password, when that cannot be done.
    """
    address: URL | None = None
    try:
        address = _address(url, home)
        engine = _engine(address)
        with _alone(address), engine.execution_options(**WRITER).begin() as connection:
            _bring_up_to_date(connection)
    except (SQLAlchemyError, OSError, ImportError) as error:
        place = address.render_as_string(hide_password=True) if address else "NIANBAO_DATABASE"
        cause = error.orig if isinstance(error, DBAPIError) else error
        said = " ".join(str(cause).split())
        raise ConfigurationError(f"打不开记录库 {place}：{said}；请检查路径、权限或数据库服务") from error
    return engine


class RecordsUnreachableError(ConfigurationError):
    """The database does not answer, is locked, full or read-only: no fault of the data, and to be tried again."""


@contextmanager
def reader(engine: Engine) -> Iterator[Session]:
    """Give a transaction that sees one moment of the records and changes nothing."""
    options = SNAPSHOT if engine.dialect.name == "postgresql" else {}
    with _reached(), Session(engine.execution_options(**options)) as session:
        yield session


@contextmanager
def writer(engine: Engine) -> Iterator[Session]:
    """Give a transaction that may write; it is kept when the block ends, and dropped whole when it fails.

    Threads of one program take turns before SQLite is asked: it lets whoever is late sleep, and wakes nobody.
    """
    with _turn(engine), _reached(), Session(engine.execution_options(**WRITER)) as session, session.begin():
        yield session
        pass_by("records.committing")


def _turn(engine: Engine) -> AbstractContextManager[object]:
    return _TURNS.setdefault(engine, Lock()) if engine.dialect.name == "sqlite" else nullcontext()


@contextmanager
def _reached() -> Iterator[None]:
    """Turn a database that is gone, locked or full into one line that says so."""
    try:
        yield
    except OperationalError as error:
        said = " ".join(str(error.orig).split())
        raise RecordsUnreachableError(
            f"记录库没有应答：{said}；请检查磁盘空间、数据库服务和占用它的程序，然后再运行一次"
        ) from error


def copy_database(engine: Engine, target: Path) -> bool:
    """Copy a SQLite database to a file as it stands at one moment, whoever writes meanwhile; False of any other."""
    if engine.dialect.name != "sqlite":
        return False
    with engine.connect() as connection, closing(sqlite3.connect(target)) as copy:
        source = connection.connection.driver_connection
        assert isinstance(source, sqlite3.Connection)
        source.backup(copy)
        # One file, as people copy it: the log ahead belongs to a program that is running.
        copy.execute("PRAGMA journal_mode = DELETE")
    return True


def queue_up(session: Session, district: str) -> None:
    """Wait until no other transaction writes for the district; SQLite's writer is alone already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"nianbao/{district}"})


def _address(url: str | None, home: Path) -> URL:
    if url is None:
        home.mkdir(parents=True, exist_ok=True)
        return URL.create("sqlite", database=str(home / "records.db"))
    address = make_url(url)
    if address.drivername in {"postgresql", "postgres"}:
        return address.set(drivername="postgresql+psycopg")
    return address


def _engine(address: URL) -> Engine:
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, max_overflow=50)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def _alone(address: URL) -> Iterator[None]:
    """Let one program at a time open a SQLite file, by a lock on its folder.

    The first one to open it turns the log ahead on, and SQLite fails whoever else tries that at the same moment
    instead of letting it wait.
    """
    if address.get_backend_name() != "sqlite":
        yield
        return
    folder = os.open(Path(address.database or ".").parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _prepare(connection: Any, _record: Any) -> None:
    """Set what SQLite forgets between connections; the driver's own transactions are off, for it begins too late."""
    connection.isolation_level = None
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}", "journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON",
    ):  # fmt: skip
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("immediate")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _bring_up_to_date(connection: Connection) -> None:
    """Run the migrations that are missing; two programs that start at once do it one after the other."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('nianbao/migrations'))"))
    known = inspect(connection).has_table("alembic_version")
    if known and connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD:
        return
    from nianbao.records.migrating import migrate  # Alembic costs a tenth of a second, and is needed once a release

    migrate(connection)
