"""Hold what recognition saw in a picture: lines of letters, each with its box and confidence, and how they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from nianbao.documents.model import Box

_LETTER_WIDE, _LETTER_NARROW = 0.45, 0.26


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


def build_line(text: str, score: float, quad: Any, words: Any) -> SeenLine:
    """Return a line's letters with boxes that part midway between their middles, for the engine's may overlap.

    The engine counts the confidences with the blanks of the line, but gives them to the letters without.
    """
    x0, x1 = float(quad[:, 0].min()), float(quad[:, 0].max())
    top, bottom = (quad[0][1] + quad[1][1]) / 2, (quad[2][1] + quad[3][1]) / 2
    letters = [letter for letter in text if not letter.isspace()]
    places = [k for k, letter in enumerate(text) if not letter.isspace()]
    given = [float(word[1]) for word in words]
    scores = [given[place] if place < len(given) else score for place in places]
    middles = [float(word[2][0][0] + word[2][1][0]) / 2 for word in words]
    if len(middles) != len(letters):
        middles = [x0 + (x1 - x0) * (k + 0.5) / len(letters) for k in range(len(letters))]
    middles = sorted(min(max(middle, x0), x1) for middle in middles)
    height = bottom - top
    boxes = []
    for k, (letter, middle) in enumerate(zip(letters, middles, strict=True)):
        reach = (_LETTER_NARROW if letter.isascii() else _LETTER_WIDE) * height
        left = max(middle - reach, (middles[k - 1] + middle) / 2 if k else x0)
        right = min(middle + reach, (middle + middles[k + 1]) / 2 if k + 1 < len(middles) else x1)
        boxes.append((left, float(top), max(right, left + 1.0), float(bottom)))
    return SeenLine(letters, boxes, scores)


def overlap(line: SeenLine, other: SeenLine) -> bool:
    """Say whether two lines are one that was seen twice."""
    a, b = _extent(line), _extent(other)
    across = min(a[2], b[2]) - max(a[0], b[0])
    down = min(a[3], b[3]) - max(a[1], b[1])
    return across > 0.3 * min(a[2] - a[0], b[2] - b[0]) and down > 0.3 * min(a[3] - a[1], b[3] - b[1])


def _extent(line: SeenLine) -> Box:
    xs0, tops, xs1, bottoms = zip(*line.boxes, strict=True)
    return min(xs0), min(tops), max(xs1), max(bottoms)


def find_skew(quads: list[Any]) -> float:
    """Return by how many degrees the text must be turned (counter-clockwise) to lie level; up may still be down."""
    angles = []
    for quad in quads:
        across, down = quad[1] - quad[0], quad[3] - quad[0]
        length, height = math.hypot(*across), math.hypot(*down)
        if height > length:
            across, length, height = down, height, length
        if length > 3 * height:
            angles.append((math.degrees(math.atan2(across[1], across[0])), length))
    half, total = sum(length for _, length in angles) / 2, 0.0
    for angle, length in sorted(angles):
        total += length
        if total >= half:
            return angle
    return 0.0
