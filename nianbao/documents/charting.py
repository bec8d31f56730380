"""Take the labels of charts out of a page: a figure there names a bar or a tick, and beside prose it reads as nonsense.

A chart is known by its axis: numbers at equal distances that rise in equal steps. Rows of a table never do.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from nianbao.documents.aligning import Band, Piece, find_bands, find_pieces, stands_apart
from nianbao.documents.model import Box
from nianbao.documents.pages import RawPage

_TICK = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?[%％]?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PROSE = re.compile(
    r"[。，；：]|^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]+[）)]|第[一二三四五六七八九十]+)"
)
_LABEL = re.compile(r"[-−]?[\d.,%％年]+")
_LEAST_TICKS = 4
_SAME_PLACE_PT = 2.5
_UNEVEN = 0.2
_WIDEST_LABEL = 0.75
_REACH_EM = 4.0


def take_charts(page: RawPage) -> tuple[RawPage, tuple[str, ...]]:
    """Return the page without the labels of its charts, and these."""
    if not stands_apart(page, _LEAST_TICKS):
        return page, ()
    pieces = find_pieces(page)
    axes = _axes(pieces)
    regions = list(_regions(find_bands(pieces), page.width_pt, axes)) if axes else []
    taken = [piece for piece in pieces if _inside(piece.middle, regions)]
    return (_without(page, regions), tuple(piece.text for piece in taken)) if taken else (page, ())


def _axes(pieces: Sequence[Piece]) -> list[Box]:
    """Return the boxes of the axes: upright ones, whose numbers rise from below, and level ones."""
    ticks = [piece for piece in pieces if _TICK.fullmatch(piece.text)]
    axes: list[Box] = []
    for side in ("x1", "x0", "centre"):
        for column in _grouped(ticks, side):
            axes += [_around(run) for run in _even(column[::-1], "middle")]
    for row in _grouped(ticks, "middle"):
        axes += [_around(run) for run in _even(row, "centre")]
    return axes


def _grouped(ticks: Sequence[Piece], side: str) -> list[list[Piece]]:
    """Return the ticks that share a side, each group from top to bottom and from left to right."""
    groups: list[list[Piece]] = []
    for tick in sorted(ticks, key=lambda tick: float(getattr(tick, side))):
        if groups and getattr(tick, side) - getattr(groups[-1][-1], side) < _SAME_PLACE_PT:
            groups[-1].append(tick)
        else:
            groups.append([tick])
    return [
        sorted(group, key=lambda tick: (tick.middle, tick.x0)) if side != "middle" else sorted(group, key=_left)
        for group in groups
        if len(group) >= _LEAST_TICKS
    ]


def _left(piece: Piece) -> float:
    return piece.x0


def _even(ticks: Sequence[Piece], side: str) -> Iterator[list[Piece]]:
    """Give the runs of neighbours that stand at equal distances and whose numbers rise in equal steps."""
    run: list[Piece] = []
    for tick in ticks:
        if len(run) >= 2:
            step = getattr(run[1], side) - getattr(run[0], side)
            near = abs(getattr(tick, side) - getattr(run[-1], side) - step) <= _UNEVEN * abs(step)
            if not near or not _rises([_value(t) for t in (*run, tick)]):
                if len(run) >= _LEAST_TICKS and _rises([_value(t) for t in run]):
                    yield run
                run = run[-1:]
        run = [*run, tick]
    if len(run) >= _LEAST_TICKS and _rises([_value(t) for t in run]):
        yield run


def _rises(values: Sequence[float]) -> bool:
    """Say whether the values rise in equal steps; years and the numbers 1, 2, 3 of rows do so in tables too."""
    steps = [b - a for a, b in pairwise(values)]
    if not steps or steps[0] <= 0 or any(abs(step - steps[0]) > 1e-6 for step in steps):
        return False
    return not (steps[0] == 1 and (values[0] == 1 or all(1900 <= value < 2100 for value in values)))


def _value(tick: Piece) -> float:
    """Return the number of a tick, only to compare it with its neighbours; no figure is made of it."""
    return float(tick.text.rstrip("%％").replace(",", "").replace("−", "-"))


def _around(pieces: Sequence[Piece]) -> Box:
    return (
        min(piece.x0 for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.x1 for piece in pieces),
        max(piece.bottom for piece in pieces),
    )


def _regions(bands: Sequence[Band], width_pt: float, axes: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """Give from where to where on the page a chart reaches: its axis, and the labels and the title near it."""
    for axis in axes:
        inside = [k for k, band in enumerate(bands) if axis[1] - 1 <= _height(band) <= axis[3] + 1]
        if not inside or any(_is_prose(piece, width_pt) for k in inside for piece in bands[k]):
            continue
        first, last = inside[0], inside[-1]
        while first > 0 and _belongs(bands[first - 1], bands[first], width_pt):
            first -= 1
        while last + 1 < len(bands) and _belongs(bands[last + 1], bands[last], width_pt):
            last += 1
        yield min(p.top for p in bands[first]), max(p.bottom for p in bands[last])


def _height(band: Band) -> float:
    return sum(piece.middle for piece in band) / len(band)


def _belongs(band: Band, neighbour: Band, width_pt: float) -> bool:
    """Say whether a band near a chart is labels, a legend or its title, and no prose and no table."""
    size = max(piece.bottom - piece.top for piece in band)
    if abs(_height(band) - _height(neighbour)) > _REACH_EM * size:
        return False
    if any(_is_prose(piece, width_pt) for piece in band):
        return False
    centred = abs(band[0].x0 + band[-1].x1 - width_pt) < 0.2 * width_pt
    return centred or all(_LABEL.fullmatch(piece.text) for piece in band)


def _is_prose(piece: Piece, width_pt: float) -> bool:
    return piece.x1 - piece.x0 > _WIDEST_LABEL * width_pt or _PROSE.search(piece.text) is not None


def _without(page: RawPage, regions: Sequence[tuple[float, float]]) -> RawPage:
    letters: list[str] = []
    boxes = array("f")
    for k, letter in enumerate(page.text):
        box = page.boxes[4 * k : 4 * k + 4]
        if letter.isspace() or not _inside((box[1] + box[3]) / 2, regions):
            letters.append(letter)
            boxes.extend(box)
    return replace(page, text="".join(letters), boxes=boxes)


def _inside(height: float, regions: Sequence[tuple[float, float]]) -> bool:
    return any(top <= height <= bottom for top, bottom in regions)
