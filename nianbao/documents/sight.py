"""Hold what recognition saw in a picture."""

from __future__ import annotations

from dataclasses import dataclass, field

from nianbao.documents.model import Box


@dataclass(slots=True)
class SeenLine:
    """A line of letters with a box (pixels of the upright picture) and a confidence (0–1) each."""

    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Seen:
    """The lines and the cells of each ruled table of a picture stood upright, its size in pixels, and the way back.

    `back` (a…f) takes a point x, y to ax + by + c, dx + ey + f of the picture as it was.
    """

    lines: tuple[SeenLine, ...]
    tables: tuple[tuple[Box, ...], ...]
    width: int
    height: int
    back: tuple[float, ...]
