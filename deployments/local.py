"""Run a Prefect server and a district's deployments on this machine, as children that end with their parent.

Both share the parent's process group and write their logs into the home; the terminal stays quiet.
"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
START_S = 120
STOP_S = 15


@dataclass(slots=True)
class Children:
    """The processes that were started, stopped in the opposite order."""

    log: Path
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, command: list[str], environment: Mapping[str, str]) -> None:
        """Start a child with its output in the log folder."""
        self.log.mkdir(parents=True, exist_ok=True)
        with (self.log / f"{name}.log").open("ab") as out:
            self.running[name] = subprocess.Popen(command, env=dict(environment), stdout=out, stderr=out)

    def ended(self) -> str | None:
        """Return the name of a child that has ended, None while all run."""
        return next((name for name, child in self.running.items() if child.poll() is not None), None)

    def stop(self) -> None:
        """End the children: asked first, then made to."""
        for child in reversed(self.running.values()):
            if child.poll() is None:
                # Prefect's programs end in order on an interrupt; a first termination they may wait out.
                child.send_signal(signal.SIGINT)
                try:
                    child.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
        self.running.clear()


def start_server(children: Children, port: int, environment: Mapping[str, str]) -> bool:
    """Start the Prefect server and wait until it answers; False when it does not."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", HOST, "--port", str(port)]
    children.start("prefect-server", command, environment)
    return wait_for(f"http://{HOST}:{port}/api/health", children)


def start_deployments(children: Children, district: str, environment: Mapping[str, str]) -> None:
    """Start the process that serves the district's deployments."""
    children.start("deployments", [sys.executable, "-m", "deployments.serve", district], environment)


def wait_for(url: str, children: Children) -> bool:
    """Wait until the address answers; False when a child ends first or it takes too long."""
    end = time.monotonic() + START_S
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while time.monotonic() < end and not children.ended():
        try:
            with direct.open(url, timeout=5):
                return True
        except OSError:
            time.sleep(0.5)
    return False


def is_free(port: int) -> bool:
    """Say whether nothing listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) != 0
