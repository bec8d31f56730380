"""Build the grid of a table from the boxes of its cells, as they are found in a picture."""

from __future__ import annotations

from collections.abc import Sequence

from nianbao.documents.model import Box
from nianbao.documents.pages import Grid

_SAME_EDGE_PT = 5.0


def build_grid(cells: Sequence[Box]) -> Grid | None:
    """Return the cells row by row, None in the places that a merged cell covers; None for less than two by two."""
    lefts = _edges([cell[0] for cell in cells])
    tops = _edges([cell[1] for cell in cells])
    if len(lefts) < 2 or len(tops) < 2:
        return None
    grid: list[list[Box | None]] = [[None] * len(lefts) for _ in tops]
    for cell in cells:
        grid[_place(cell[1], tops)][_place(cell[0], lefts)] = cell
    return tuple(tuple(row) for row in grid)


def _edges(values: Sequence[float]) -> list[float]:
    """Return the edges that differ, each where the first of its cells begins."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_EDGE_PT:
            edges.append(value)
    return edges


def _place(value: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda k: abs(edges[k] - value))
