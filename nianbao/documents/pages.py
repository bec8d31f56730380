"""Carry one parsed page from the child interpreter to the reader, as one line of JSON."""

from __future__ import annotations

import base64
from array import array
from dataclasses import dataclass, replace
from typing import Any

from nianbao.documents.model import Box

Grid = tuple[tuple[Box | None, ...], ...]
"""The cells of a ruled table, row by row; None where a merged cell covers the place."""

Letter = tuple[str, float, float, float, float]
"""A character with its box."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a page that was read from its picture has besides: a confidence (0–1) per character, and the way back.

    The characters of a turned or skewed scan stand upright in the RawPage; `back` (a, b, c, d, e, f) takes a point
    x, y from there to ax + by + c, dx + ey + f on the page of `width_pt` by `height_pt` that the file shows.
    """

    confidences: array[float]
    width_pt: float
    height_pt: float
    back: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as the parser gave it: characters in content order (line feeds between lines) with a box each.

    `boxes` holds x0, top, x1, bottom per character, in points from the page's top left. `pictured` is the share of the
    page that pictures cover, `trouble` why it could not be read, `turn` by how many degrees its words run clockwise,
    `aslant` what runs across it as a watermark and is no part of the text.
    """

    number: int
    width_pt: float
    height_pt: float
    text: str
    boxes: array[float]
    images: int
    grids: tuple[Grid, ...] = ()
    pictured: float = 0.0
    scan: Scan | None = None
    trouble: str = ""
    turn: int = 0
    aslant: str = ""


def page_json(page: RawPage) -> dict[str, Any]:
    """Return the page as JSON, the boxes packed, for there are four floats a character; grids only of a scan."""
    return {
        "page": page.number,
        "width": page.width_pt,
        "height": page.height_pt,
        "text": page.text,
        "boxes": base64.b64encode(page.boxes.tobytes()).decode("ascii"),
        "images": page.images,
        "pictured": page.pictured,
        "turn": page.turn,
        "aslant": page.aslant,
        **({"scan": _scan_json(page), "grids": page.grids} if page.scan else {}),
    }


def _scan_json(page: RawPage) -> dict[str, Any]:
    assert page.scan is not None
    confidences = base64.b64encode(page.scan.confidences.tobytes()).decode("ascii")
    return {
        "confidences": confidences,
        "width": page.scan.width_pt,
        "height": page.scan.height_pt,
        "back": page.scan.back,
    }


def page_from_json(raw: dict[str, Any]) -> RawPage:
    """Return the page that `page_json` wrote; ValueError when boxes and text do not fit."""
    boxes = array("f")
    boxes.frombytes(base64.b64decode(raw["boxes"]))
    if len(boxes) != 4 * len(raw["text"]):
        raise ValueError("boxes and characters differ in number")
    page = RawPage(raw["page"], raw["width"], raw["height"], raw["text"], boxes, raw["images"])
    page = replace(page, pictured=raw["pictured"], turn=raw["turn"], aslant=raw["aslant"])
    return replace(page, scan=_scan_from_json(raw), grids=grids_from_json(raw["grids"])) if "scan" in raw else page


def _scan_from_json(raw: dict[str, Any]) -> Scan:
    confidences = array("f")
    confidences.frombytes(base64.b64decode(raw["scan"]["confidences"]))
    if len(confidences) != len(raw["text"]):
        raise ValueError("confidences and characters differ in number")
    return Scan(confidences, raw["scan"]["width"], raw["scan"]["height"], tuple(raw["scan"]["back"]))


def grids_from_json(raw: list[list[list[list[float] | None]]]) -> tuple[Grid, ...]:
    """Return the grids of a page as nested tuples."""
    return tuple(
        tuple(tuple(None if cell is None else (cell[0], cell[1], cell[2], cell[3]) for cell in row) for row in grid)
        for grid in raw
    )


def with_letters(page: RawPage, letters: list[list[Any]]) -> RawPage:
    """Return the page with letters added, each as a line of its own."""
    text, boxes = page.text, array("f", page.boxes)
    for letter, x0, top, x1, bottom in letters:
        text += "\n" + letter
        boxes.extend((x1, bottom, x1, bottom, x0, top, x1, bottom))
    return replace(page, text=text, boxes=boxes)
