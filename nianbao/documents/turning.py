"""Stand pages upright whose words run up, down or upside down, as wide tables are printed; and lay the places back."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace

from nianbao.documents.model import Box, Places
from nianbao.documents.pages import Grid, RawPage

Turning = Callable[[Box, float, float], Box]

_SAME_PT = 1.0


def _down(box: Box, width_pt: float, height_pt: float) -> Box:
    return box[1], width_pt - box[2], box[3], width_pt - box[0]


def _over(box: Box, width_pt: float, height_pt: float) -> Box:
    return width_pt - box[2], height_pt - box[3], width_pt - box[0], height_pt - box[1]


def _up(box: Box, width_pt: float, height_pt: float) -> Box:
    return height_pt - box[3], box[0], height_pt - box[1], box[2]


_UPRIGHT: dict[int, Turning] = {90: _down, 180: _over, 270: _up}
_BACK: dict[int, Turning] = {90: _up, 180: _over, 270: _down}


def stand_upright(page: RawPage) -> RawPage:
    """Return the page as if its words ran from left to right."""
    turn = _UPRIGHT.get(page.turn)
    if turn is None:
        return page
    boxes = array("f")
    for k in range(len(page.text)):
        boxes.extend(turn(_box(page.boxes, k), page.width_pt, page.height_pt))
    width, height = (page.width_pt, page.height_pt) if page.turn == 180 else (page.height_pt, page.width_pt)
    grids = tuple(_turned(grid, turn, page) for grid in page.grids)
    return replace(page, boxes=boxes, width_pt=width, height_pt=height, grids=grids)


def _turned(grid: Grid, turn: Turning, page: RawPage) -> Grid:
    """Return the cells in their new rows and columns: each begins where its upper left corner now stands."""
    cells = [turn(cell, page.width_pt, page.height_pt) for row in grid for cell in row if cell]
    tops, lefts = _levels([cell[1] for cell in cells]), _levels([cell[0] for cell in cells])
    found: list[list[Box | None]] = [[None] * len(lefts) for _ in tops]
    for cell in cells:
        found[_nearest(cell[1], tops)][_nearest(cell[0], lefts)] = cell
    return tuple(tuple(row) for row in found)


def _levels(values: Sequence[float]) -> list[float]:
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME_PT:
            levels.append(value)
    return levels


def _nearest(value: float, levels: Sequence[float]) -> int:
    return min(range(len(levels)), key=lambda k: abs(levels[k] - value))


def turn_back(places: Places, pages: Sequence[RawPage]) -> Places:
    """Return the places on the pages as the file shows them; `pages` are those before they stood upright."""
    turned = {page.number: page for page in pages if page.turn in _BACK}
    if not turned:
        return places
    boxes = array("f", places.boxes)
    for k, number in enumerate(places.pages):
        page = turned.get(number)
        if page and boxes[4 * k + 2] > boxes[4 * k]:
            back = _BACK[page.turn]
            width, height = (page.width_pt, page.height_pt) if page.turn == 180 else (page.height_pt, page.width_pt)
            boxes[4 * k : 4 * k + 4] = array("f", back(_box(boxes, k), width, height))
    return Places(places.pages, boxes)


def _box(boxes: array[float], k: int) -> Box:
    return boxes[4 * k], boxes[4 * k + 1], boxes[4 * k + 2], boxes[4 * k + 3]
