"""Let the program that started a run in its own process see how far it is; nobody need listen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, Protocol

Stage = Literal["receive", "read", "check", "render"]


class Listener(Protocol):
    """Whoever shows how far a run is."""

    def begin(self, stage: Stage, pieces: int) -> None:
        """Learn that a stage begins, and how many pieces it has."""

    def advance(self, stage: Stage, pieces: int) -> None:
        """Learn that some pieces of the stage are done."""


_listeners: list[Listener] = []


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Tell `listener` while the block runs, from whatever thread the work is on."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)


def begin(stage: Stage, pieces: int) -> None:
    """Tell the listeners that a stage begins."""
    for listener in tuple(_listeners):
        listener.begin(stage, pieces)


def advance(stage: Stage, pieces: int = 1) -> None:
    """Tell the listeners that some pieces of a stage are done."""
    for listener in tuple(_listeners):
        listener.advance(stage, pieces)
