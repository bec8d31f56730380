"""The answer to one question about an installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """What was examined, whether it is good, and what is said about it: if bad, what to do."""

    what: str
    good: bool
    said: str
