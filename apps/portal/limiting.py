"""Bound what comes in: how much one request may send, and how many requests one caller may make in a minute."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import BoundedSemaphore, Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from apps.portal.problems import Problem
from apps.portal.settings import FORM_BYTES, MOST_UPLOAD_BYTES

_MOST_CALLERS = 10_000


@dataclass(slots=True)
class Rate:
    """Counts requests in a bucket for each caller that refills over a minute."""

    per_minute: int
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def allows(self, caller: str) -> bool:
        """Count a request of a caller, and say whether it is within the bounds."""
        now = time.monotonic()
        with self._lock:
            left, then = self._left.pop(caller, (float(self.per_minute), now))
            left = min(self.per_minute, left + (now - then) * self.per_minute / 60)
            allowed = left >= 1
            self._left[caller] = (left - 1 if allowed else left, now)
            if len(self._left) > _MOST_CALLERS:
                self._left.popitem(last=False)
            return allowed


class Turns:
    """Lets a few do heavy work at a time and a few more wait; the rest are told to come back, and threads stay free."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._working, self._inside = BoundedSemaphore(at_once), BoundedSemaphore(at_once + waiting)

    def __enter__(self) -> None:
        """Wait for one's turn; Problem 503 when too many wait."""
        if not self._inside.acquire(blocking=False):
            raise Problem(503)
        self._working.acquire()

    def __exit__(self, *_error: object) -> None:
        """Let the next one in."""
        self._working.release()
        self._inside.release()


class BodyLimit:
    """Ends a request that sends more than its route takes, told at once by its length or while it flows."""

    def __init__(self, app: ASGIApp, uploads: frozenset[str]) -> None:
        self._app, self._uploads = app, uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MOST_UPLOAD_BYTES + FORM_BYTES if scope["path"] in self._uploads else FORM_BYTES
        told = dict(scope["headers"]).get(b"content-length", b"0")
        if not told.isdigit() or int(told) > most:
            raise Problem(413)
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > most:
                raise Problem(413)
            return message

        await self._app(scope, counted, send)
