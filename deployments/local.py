"""Run a Prefect server, a district's deployments and its portal here, as children that end with their parent.

All share the parent's process group and write their logs into the home; the terminal stays quiet. A child that ends by
itself is started again, a few times.
"""

from __future__ import annotations

import os
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
EVERYWHERE = "0.0.0.0"
START_S = 120
STOP_S = 10
MOST_STARTS = 5
WITHIN_S = 600.0
"""What ends five times in ten minutes is not started a sixth time."""


@dataclass(slots=True)
class Child:
    """A program that was started, how, and when each time; one with an address of its health answers there."""

    command: list[str]
    environment: Mapping[str, str]
    health: str | None
    program: subprocess.Popen[bytes]
    starts: list[float]


@dataclass(slots=True)
class Children:
    """The processes that were started, stopped in the opposite order."""

    log: Path
    running: dict[str, Child] = field(default_factory=dict)

    def start(self, name: str, command: list[str], environment: Mapping[str, str], health: str | None = None) -> None:
        """Start a child with its output in the log folder."""
        before = self.running[name].starts if name in self.running else []
        self.log.mkdir(parents=True, exist_ok=True)
        bound = [sys.executable, "-m", "deployments.bound", *command]
        with self.file(name).open("ab") as out:
            program = subprocess.Popen(bound, env=dict(environment), stdout=out, stderr=out)
        self.running[name] = Child(command, environment, health, program, [*before, time.monotonic()])

    def start_again(self, name: str) -> bool:
        """Start a child that has ended once more, a little later each time; False when it ends too often or is ill."""
        child = self.running[name]
        lately = [start for start in child.starts if time.monotonic() - start < WITHIN_S]
        if len(lately) >= MOST_STARTS:
            return False
        time.sleep(min(8, 2 ** (len(lately) - 1)))
        self.start(name, child.command, child.environment, child.health)
        return self.is_healthy(name)

    def is_healthy(self, name: str) -> bool:
        """Wait until a child answers; False when any child ends first or it takes too long."""
        health = self.running[name].health
        return health is None or wait_for(health, self)

    def ended(self) -> str | None:
        """Return the name of a child that has ended, None while all run."""
        return next((name for name, child in self.running.items() if child.program.poll() is not None), None)

    def file(self, name: str) -> Path:
        """Return the log of a child."""
        return self.log / f"{name}.log"

    def end_orphans(self) -> None:
        """End the processes that ended children have left to us."""
        own = {child.program.pid for child in self.running.values() if child.program.poll() is None}
        for pid in _children_of(os.getpid()) - own:
            try:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
            except (ProcessLookupError, ChildProcessError):
                continue

    def stop(self) -> None:
        """End the children and what they have left: asked first, then made to."""
        for child in reversed(self.running.values()):
            if child.program.poll() is None:
                # Prefect's programs end in order on an interrupt; a first termination they may wait out.
                child.program.send_signal(signal.SIGINT)
                try:
                    child.program.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    child.program.kill()
                    child.program.wait()
        self.running.clear()
        self.end_orphans()


def start_server(children: Children, host: str, port: int, environment: Mapping[str, str]) -> None:
    """Start the Prefect server."""
    command = [sys.executable, "-m", "prefect", "server", "start", "--host", host, "--port", str(port)]
    children.start("prefect-server", command, environment, f"{local_url(host, port)}/api/health")


def start_deployments(children: Children, district: str, environment: Mapping[str, str]) -> None:
    """Start the process that serves the district's deployments."""
    children.start("deployments", [sys.executable, "-m", "deployments.serve", district], environment)


def start_portal(children: Children, host: str, port: int, command: list[str], environment: Mapping[str, str]) -> None:
    """Start the portal with the command that the programs know."""
    children.start("portal", command, environment, f"{local_url(host, port)}/health")


def local_url(host: str, port: int) -> str:
    """Return the address under which a program of this machine reaches what listens on the host."""
    return f"http://{HOST if host == EVERYWHERE else host}:{port}"


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


def is_free(host: str, port: int) -> bool:
    """Say whether nothing listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex((HOST if host == EVERYWHERE else host, port)) != 0


def is_local(host: str) -> bool:
    """Say whether only programs of this machine reach what listens on the host."""
    return host == "localhost" or host.startswith("127.")


def _children_of(pid: int) -> set[int]:
    """Return the processes whose parent this is, as Linux tells."""
    found: set[int] = set()
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found.update(map(int, thread.read_text().split()))
        except OSError:
            continue
    return found
