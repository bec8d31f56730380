"""Carry what only a scan has through the assembling: how certain each figure is, and how the page lay.

A character keeps its box unchanged from the page into the text, so the box tells which character it was.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence

from nianbao.documents.model import Box, Doubt, Places
from nianbao.documents.pages import RawPage, Scan

_FIGURE = re.compile(
    r"[A-Za-z|]?\d(?:[\dA-Za-z|.．,，·:]*[\dA-Za-z|])?[%％‰]?"
    r"|[〇零一二三四五六七八九十百千两]*[十百千万亿][〇零一二三四五六七八九十百千万亿]*"
)
_LOOKALIKE = re.compile(r"\d[OolIZSB|]|[OolIZSB|]\d")
_SURE = 0.995


def find_doubts(text: str, places: Places, pages: Sequence[RawPage]) -> tuple[Doubt, ...]:
    """Return the recognised figures that are not quite certain, each with its least confidence.

    A letter that looks like a digit beside one (「1O8件」) makes a figure doubtful whatever the engine says.
    """
    scores = {
        (page.number, *_box(page.boxes, k)): score
        for page in pages
        if page.scan
        for k, score in enumerate(page.scan.confidences)
    }
    if not scores:
        return ()
    doubts = []
    for match in _FIGURE.finditer(text):
        found = [scores.get((places.pages[k], *_box(places.boxes, k))) for k in range(*match.span())]
        confidence = min((score for score in found if score is not None), default=1.0)
        if any(score is not None for score in found) and _LOOKALIKE.search(match.group()):
            confidence = 0.0
        if confidence < _SURE:
            doubts.append(Doubt(match.start(), match.end(), round(confidence, 3)))
    return tuple(doubts)


def lay_back(places: Places, pages: Sequence[RawPage]) -> Places:
    """Return the places on the pages as the file shows them, turned and skewed as they were scanned."""
    scans = {page.number: page.scan for page in pages if page.scan}
    if not scans:
        return places
    boxes = array("f", places.boxes)
    for k, number in enumerate(places.pages):
        scan = scans.get(number)
        if scan and boxes[4 * k + 2] > boxes[4 * k]:
            boxes[4 * k : 4 * k + 4] = array("f", _laid_back(_box(boxes, k), scan))
    return Places(places.pages, boxes)


def _laid_back(box: Box, scan: Scan) -> Box:
    a, b, c, d, e, f = scan.back
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    xs = [min(max(a * x + b * y + c, 0.0), scan.width_pt) for x, y in corners]
    ys = [min(max(d * x + e * y + f, 0.0), scan.height_pt) for x, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _box(boxes: array[float], k: int) -> Box:
    return boxes[4 * k], boxes[4 * k + 1], boxes[4 * k + 2], boxes[4 * k + 3]
