"""Carry one parsed page from the child interpreter to the reader, as one line of JSON."""

from __future__ import annotations

import base64
from array import array
from dataclasses import dataclass
from typing import Any

from nianbao.documents.model import Box

Grid = tuple[tuple[Box | None, ...], ...]
"""The cells of a ruled table, row by row; None where a merged cell covers the place."""


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the parser gave it: characters in content order (line feeds between lines) with a box each.

    `boxes` holds x0, top, x1, bottom per character, in points from the page's top left.
    """

    number: int
    width_pt: float
    height_pt: float
    text: str
    boxes: array[float]
    images: int
    grids: tuple[Grid, ...] = ()


def page_json(page: RawPage) -> dict[str, Any]:
    """Return the page without its grids as a JSON object; the boxes packed, for there are four floats a character."""
    return {
        "page": page.number,
        "width": page.width_pt,
        "height": page.height_pt,
        "text": page.text,
        "boxes": base64.b64encode(page.boxes.tobytes()).decode("ascii"),
        "images": page.images,
    }


def page_from_json(raw: dict[str, Any]) -> RawPage:
    """Return the page that `page_json` wrote; ValueError when boxes and text do not fit."""
    boxes = array("f")
    boxes.frombytes(base64.b64decode(raw["boxes"]))
    if len(boxes) != 4 * len(raw["text"]):
        raise ValueError("boxes and characters differ in number")
    return RawPage(raw["page"], raw["width"], raw["height"], raw["text"], boxes, raw["images"])


def grids_from_json(raw: list[list[list[list[float] | None]]]) -> tuple[Grid, ...]:
    """Return the grids of a page as nested tuples."""
    return tuple(
        tuple(tuple(None if cell is None else (cell[0], cell[1], cell[2], cell[3]) for cell in row) for row in grid)
        for grid in raw
    )
