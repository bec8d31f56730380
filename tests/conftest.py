"""A PostgreSQL server for the tests that need one: the one that is named, or one of this machine's programs."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Return the address of a server: NIANBAO_TEST_POSTGRES, or one started from Debian's package; else skip."""
    named = os.environ.get("NIANBAO_TEST_POSTGRES")
    if named:
        yield named
        return
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not programs:
        pytest.skip("no PostgreSQL here: install Debian's postgresql, or set NIANBAO_TEST_POSTGRES (postgresql://…)")
    folder = Path(mkdtemp(prefix="nianbao-postgres-"))
    try:
        yield from _served(programs[-1].parent, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """Return the address of an empty database of its own."""
    import psycopg

    name = f"t{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield f"{postgres_server.rsplit('/', 1)[0]}/{name}"
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _served(programs: Path, folder: Path) -> Iterator[str]:
    """Make a cluster in the folder and serve it while the tests run; it refuses to run as root, so root gives way."""
    user = _user()
    if user:
        shutil.chown(folder, user, user)
    as_user = ["runuser", "-u", user, "--"] if user else []
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, log = folder / "data", folder / "log"
    make = [programs / "initdb", "-D", data, "-U", "nianbao", "-A", "trust", "-E", "UTF8", "--locale", "C", "-N"]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*as_user, *make], check=True, capture_output=True, cwd=folder)
    subprocess.run([*control, "-l", log, "-o", settings, "start"], check=True, stdout=subprocess.DEVNULL, cwd=folder)
    try:
        yield f"postgresql://nianbao@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, stdout=subprocess.DEVNULL, cwd=folder)


def _user() -> str | None:
    """Return the user as whom the server runs, None for ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"
