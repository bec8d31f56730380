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
from dataclasses import asdict, replace
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


def read_pdf(path: Path, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a PDF; a child that dies on page n leaves the pages before it, and a note says so."""
    pages: list[RawPage] = []
    doubts: list[str] = []
    announced = characters = 0
    failure: Rejection | None = None
    child = _start(path, limits)
    try:
        for line in _lines(child, limits):
            if "rejection" in line:
                failure = Rejection(Reason(line["rejection"]), line.get("detail", ""))
            elif "tables" in line:
                pages[-1] = replace(pages[-1], grids=grids_from_json(line["grids"]))
                doubts += [f"第{line['tables']}页的表格未能解析（{line['doubt']}）"] if "doubt" in line else []
            elif "page" in line:
                pages.append(page_from_json(line))
                characters += len(pages[-1].text)
                if characters > limits.text_characters:
                    raise _LimitError(Reason.TOO_LARGE)
            elif "end" in line:
                return _finish(pages, sha256, doubts)
            else:
                announced = line.get("pages", 0)
    except _LimitError as stopped:
        failure = Rejection(stopped.reason)
    except (ValueError, KeyError, IndexError):
        failure = Rejection(Reason.UNREADABLE, "解析结果不完整")
    finally:
        _stop(child)
    failure = failure or Rejection(_reason_of_death(child.returncode))
    if not any(page.text.strip() for page in pages):
        return failure
    note = f"共{announced}页，只读到第{len(pages)}页：{failure.sentence()}"
    return _finish(pages, sha256, [*doubts, note])


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
    rest, received = b"", 0
    while True:
        if not select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))[0]:
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
