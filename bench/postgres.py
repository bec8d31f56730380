"""Serve PostgreSQL for a benchmark: one of this machine's programs, in a folder of its own, gone when it ends."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

from measuring import free_port


def programs() -> Path | None:
    """Return the folder of Debian's newest PostgreSQL; None without one."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


@contextmanager
def served(databases: int = 1) -> Iterator[list[str]]:
    """Serve so many empty databases while the block runs, with the server's own settings; none where it is lacking."""
    binaries = programs()
    if binaries is None:
        yield []
        return
    folder, port = Path(mkdtemp(prefix="nianbao-postgres-")), free_port()
    # The server refuses to run as root, so root gives way.
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    shutil.chown(folder, user)
    control = [*as_user, binaries / "pg_ctl", "-D", folder / "data", "-w"]
    make = [*as_user, binaries / "initdb", "-D", folder / "data", "-U", "nianbao", "-A", "trust", "-E", "UTF8", "-N"]
    settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=200"
    try:
        subprocess.run([*make, "--locale", "C"], check=True, capture_output=True, cwd=folder)
        begin = [*control, "-l", folder / "log", "-o", settings, "start"]
        subprocess.run(begin, check=True, stdout=subprocess.DEVNULL, cwd=folder)
        names = [f"bench{number}" for number in range(databases)]
        reach = ["-h", "127.0.0.1", "-p", str(port), "-U", "nianbao"]
        for name in names:
            subprocess.run([binaries / "createdb", *reach, name], check=True)
        yield [f"postgresql://nianbao@127.0.0.1:{port}/{name}" for name in names]
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, stdout=subprocess.DEVNULL, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)
