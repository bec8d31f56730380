"""Run the parser of an untrusted PDF in a freshly executed interpreter, and turn every way it may end into a value.

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
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nianbao.documents.assembling import assemble
from nianbao.documents.limits import Limits
from nianbao.documents.model import Document
from nianbao.documents.pages import RawPage, grids_from_json, page_from_json
from nianbao.reasons import Reason, Rejection

_DEATHS = {
    signal.SIGABRT: Reason.MEMORY,
    signal.SIGKILL: Reason.MEMORY,
    signal.SIGXCPU: Reason.TIMEOUT,
    signal.SIGSEGV: Reason.UNREADABLE,
}


class _LimitError(Exception):
    """The child was stopped by a limit that this process watches."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True)
class _Received:
    """What the child has said so far."""

    most_characters: int
    pages: list[RawPage] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    announced: int = 0
    characters: int = 0
    ended: bool = False
    failure: Rejection | None = None

    def take(self, line: dict[str, Any]) -> None:
        """Take one line in; raises _LimitError when the pages together hold too much."""
        if "rejection" in line:
            self.failure = Rejection(Reason(line["rejection"]), line.get("detail", ""))
        elif "tables" in line:
            self.pages[-1] = replace(self.pages[-1], grids=grids_from_json(line["grids"]))
            self.doubts += [f"第{line['tables']}页的表格未能解析（{line['doubt']}）"] if "doubt" in line else []
        elif "page" in line:
            self.pages.append(page_from_json(line))
            self.characters += len(self.pages[-1].text)
            if self.characters > self.most_characters:
                raise _LimitError(Reason.TOO_LARGE)
        elif "end" in line:
            self.ended = True
        else:
            self.announced = line.get("pages", 0)


def read_pdf(path: Path, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a PDF; a child that dies on page n leaves the pages before it, and a note says so."""
    received = _Received(limits.text_characters)
    child = _start(path, limits)
    try:
        for line in _lines(child, limits):
            received.take(line)
    except _LimitError as stopped:
        received.failure = Rejection(stopped.reason)
    except (ValueError, KeyError, IndexError):
        received.failure = Rejection(Reason.UNREADABLE, "解析结果不完整")
    finally:
        _stop(child)
    pages = received.pages
    if received.ended:
        return _finish(pages, sha256, received.doubts)
    failure = received.failure or Rejection(_reason_of_death(child.returncode))
    if not any(page.text.strip() for page in pages):
        return failure
    note = f"共{received.announced}页，只读到第{len(pages)}页：{failure.sentence()}"
    return _finish(pages, sha256, [*received.doubts, note])


def _finish(pages: list[RawPage], sha256: str, notes: list[str]) -> Document | Rejection:
    document = assemble(pages, sha256, tuple(notes))
    if document.text.strip():
        return document
    if any(page.images for page in pages):
        return Rejection(Reason.UNREADABLE, "只有图片，没有文字层，可能是扫描件")
    return Rejection(Reason.EMPTY, "每一页都是空白")


def _start(path: Path, limits: Limits) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-P", "-m", "nianbao.documents.child", str(path.resolve()), json.dumps(asdict(limits))]
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def _lines(child: subprocess.Popen[bytes], limits: Limits) -> Iterator[dict[str, Any]]:
    """Give the child's lines as they come; raises _LimitError at the limits of wall time and output."""
    deadline = time.monotonic() + limits.wall_s
    assert child.stdout is not None
    pipe = child.stdout.fileno()
    ready = select.poll()  # select() fails above 1,024 open files, which a server may have
    ready.register(pipe, select.POLLIN | select.POLLHUP)
    rest, received = b"", 0
    while True:
        if not ready.poll(max(0.0, deadline - time.monotonic()) * 1000):
            raise _LimitError(Reason.TIMEOUT)
        chunk = os.read(pipe, 1 << 20)
        if not chunk:
            return
        received += len(chunk)
        if received > limits.output_bytes:
            raise _LimitError(Reason.TOO_LARGE)
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield json.loads(line)


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.stdout is not None:
        child.stdout.close()
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=0.5)
    if child.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _reason_of_death(code: int | None) -> Reason:
    if code is not None and code < 0:
        return _DEATHS.get(signal.Signals(-code), Reason.UNREADABLE)
    return Reason.UNREADABLE
