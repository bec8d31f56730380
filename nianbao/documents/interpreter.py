"""Start a parser of untrusted files in a freshly executed interpreter, and watch it while it speaks.

Never fork and never multiprocessing: this process has threads. The child has its own session, so that it and whatever
it started can be killed together.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from nianbao.reasons import Reason

_DEATHS = {
    signal.SIGABRT: Reason.MEMORY,
    signal.SIGKILL: Reason.MEMORY,
    signal.SIGXCPU: Reason.TIMEOUT,
    signal.SIGSEGV: Reason.UNREADABLE,
}
_NO_MEMORY_TO_LOAD = 127
"""The code with which the C library ends a process that has no memory left for a library's own data."""


class LimitError(Exception):
    """The child was stopped by a limit that this process watches."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Interpreter:
    """A child that runs one module of ours and says JSON objects, a line each."""

    def __init__(self, module: str, *arguments: str, output_bytes: int) -> None:
        self._output_bytes = output_bytes
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", module, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def lines(self, whole_s: float, line_s: float | None = None) -> Iterator[dict[str, Any]]:
        """Give the child's lines as they come; raises LimitError at the limits of wall time and of output.

        With `line_s` the time begins anew with every line, `whole_s` then bounds the first line alone.
        """
        deadline = time.monotonic() + whole_s
        assert self._child.stdout is not None
        pipe = self._child.stdout.fileno()
        ready = select.poll()  # select() fails above 1,024 open files, which a server may have
        ready.register(pipe, select.POLLIN | select.POLLHUP)
        rest, received = b"", 0
        while True:
            if not ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
                raise LimitError(Reason.TIMEOUT)
            chunk = os.read(pipe, 1 << 20)
            if not chunk:
                return
            received += len(chunk)
            if received > self._output_bytes:
                raise LimitError(Reason.TOO_LARGE)
            *whole, rest = (rest + chunk).split(b"\n")
            for line in whole:
                yield json.loads(line)
                if line_s is not None:
                    deadline = time.monotonic() + line_s

    def stop(self) -> None:
        """Wait half a second for its end, then end it and all that it started."""
        if self._child.stdout is not None:
            self._child.stdout.close()
        with suppress(subprocess.TimeoutExpired):
            self._child.wait(timeout=0.5)
        if self._child.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()

    def reason_of_death(self) -> Reason:
        """Return why it ended before it had said that it ended; to be asked after `stop`."""
        code = self._child.returncode
        if code is not None and code < 0:
            return _DEATHS.get(signal.Signals(-code), Reason.UNREADABLE)
        return Reason.MEMORY if code == _NO_MEMORY_TO_LOAD else Reason.UNREADABLE
