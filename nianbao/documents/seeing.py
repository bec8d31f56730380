"""Turn what recognition saw in a picture into a page: lines in reading order, slips repaired, places in points."""

from __future__ import annotations

from array import array

from nianbao.documents.gridding import build_grid
from nianbao.documents.model import Box
from nianbao.documents.ocr import Eye
from nianbao.documents.ordering import order_lines
from nianbao.documents.pages import RawPage, Scan
from nianbao.documents.pictures import Picture
from nianbao.documents.sight import SeenLine
from nianbao.documents.slips import repair

_DARK = 110
_DUST = 0.002


def see(picture: Picture, eye: Eye) -> RawPage:
    """Return the page that a picture shows."""
    seen = eye.read(picture.pixels)
    scale = picture.scale
    text: list[str] = []
    boxes, confidences = array("f"), array("f")
    for line in order_lines([_in_points(line, scale) for line in seen.lines]):
        for letter, box, score in zip(repair(line.letters), line.boxes, line.scores, strict=True):
            text.append(letter)
            boxes.extend(box)
            confidences.append(score)
        text.append("\n")
        boxes.extend((0.0, 0.0, 0.0, 0.0))
        confidences.append(1.0)
    a, b, c, d, e, f = seen.back
    scan = Scan(confidences, picture.width_pt, picture.height_pt, (a, b, c / scale, d, e, f / scale))
    width_pt, height_pt = seen.width / scale, seen.height / scale
    grids = tuple(grid for cells in seen.tables if (grid := build_grid([_scaled(cell, scale) for cell in cells])))
    images = 1 if text or _has_ink(picture) else 0
    return RawPage(picture.number, width_pt, height_pt, "".join(text), boxes, images, grids, pictured=1.0, scan=scan)


def _has_ink(picture: Picture) -> bool:
    """Say whether more stands on the page than dust: the back of a sheet is scanned too, and is no page lost."""
    return bool((picture.pixels.min(axis=2) < _DARK).mean() > _DUST)


def _in_points(line: SeenLine, scale: float) -> SeenLine:
    return SeenLine(line.letters, [_scaled(box, scale) for box in line.boxes], line.scores)


def _scaled(box: Box, scale: float) -> Box:
    return box[0] / scale, box[1] / scale, box[2] / scale, box[3] / scale
