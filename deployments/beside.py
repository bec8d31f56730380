"""Serve Prefect's API to one program, beside it: it starts while that still imports, and ends with it, killed or not.

The library would start the same server itself, but only when the first flow begins, and would leave it behind for ever
when the run is killed.
"""

from __future__ import annotations

import atexit
import ctypes
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import MutableMapping
from importlib.util import find_spec
from pathlib import Path

from deployments.bound import DIE_WITH_PARENT

LONGEST_START_S = 120.0
STOP_S = 10.0
LITTLE = {
    "PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1",
    # Nobody sees its block types, and to gather them it imports every library that has some, Dask's cluster and all.
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "0", "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "0",
}  # fmt: skip


class Server:
    """A server that has been started, and answers a little later."""

    def __init__(self, url: str, process: subprocess.Popen[bytes]) -> None:
        self.url = url
        self._process = process

    @classmethod
    def start(cls, environment: MutableMapping[str, str]) -> Server:
        """Start a server with these settings, and name it in them; in the main thread, before prefect is imported.

        It is none of the library's own, so it is told to do as little as those do.
        """
        url = f"http://127.0.0.1:{free_port()}/api"
        process = subprocess.Popen(
            command_of(url), env={**environment, **LITTLE}, stdin=subprocess.DEVNULL, preexec_fn=_die_with_parent
        )
        environment["PREFECT_API_URL"] = url
        server = cls(url, process)
        # What was registered first comes last: the library sends its last lines of log when the program ends.
        atexit.register(server.stop)
        return server

    def wait(self) -> None:
        """Wait until it answers; RuntimeError when it ended or takes too long."""
        end = time.monotonic() + LONGEST_START_S
        direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with direct.open(f"{self.url}/health", timeout=5):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the embedded server did not start (exit {self._process.poll()})")

    def stop(self) -> None:
        """End it, in order if it can."""
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def command_of(url: str) -> list[str]:
    """Return the command that serves the API at an address."""
    found = find_spec("prefect")
    assert found and found.origin
    port = url.rpartition(":")[2].partition("/")[0]
    return [
        sys.executable, "-m", "uvicorn", "--app-dir", str(Path(found.origin).parents[1]), "--factory",
        "prefect.server.api.server:create_app", "--host", "127.0.0.1", "--port", port, "--log-level", "critical",
        "--lifespan", "on",
    ]  # fmt: skip


def free_port() -> int:
    """Return a port that is free now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def _die_with_parent() -> None:
    """Have the system end this child when its parent ends, even by a kill. Runs between fork and exec: no imports."""
    if _libc is not None:
        _libc.prctl(DIE_WITH_PARENT, signal.SIGKILL)
