"""Cut strips out of rendered pages: `python -m nianbao.report.clip_child REQUEST`, one JSON object a line.

REQUEST names files with places (id, page, boxes). A file or page that cannot be rendered is left out.
"""

from __future__ import annotations

import base64
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from nianbao.documents.child import confine, say
from nianbao.documents.pictures import Picture, Pictures, open_pictures
from nianbao.documents.png import grey_png

_MEMORY_BYTES = 1536 * 1024 * 1024
_CPU_S = 170
_MARGIN_PT = 30.0
"""Left and right of the type area there is nothing to see."""
_AROUND_PT = 12.0
"""Above and below a figure its own line is shown, and no half of the next one."""
_DOTS_PER_INCH = 100
"""Enough to be read."""


def main(request: Path) -> None:
    """Print a strip for each place that the request names."""
    confine(_MEMORY_BYTES, _CPU_S)
    for wanted in json.loads(request.read_text(encoding="utf-8")):
        try:
            pictures = open_pictures(Path(wanted["file"]), _DOTS_PER_INCH)
        except (OSError, ValueError):
            continue
        for page, places in groupby(wanted["places"], key=lambda place: place["page"]):
            for strip in _strips(pictures, page, places):
                say(strip)


def _strips(pictures: Pictures, page: int, places: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    try:
        picture = pictures.picture(page)
    except Exception:  # whatever a broken page makes the library raise
        return
    step = max(1, round(picture.scale * 72 / _DOTS_PER_INCH))
    picture = Picture(page, _grey(picture.pixels[::step, ::step]), picture.scale / step)
    drawn: dict[tuple[int, int], str] = {}
    for place in places:
        yield {"id": place["id"], **_strip(picture, place["boxes"], drawn)}


def _strip(picture: Picture, boxes: list[list[float]], drawn: dict[tuple[int, int], str]) -> dict[str, Any]:
    """Return the strip of a grey page around the boxes; figures of one line share its picture."""
    scale, width, height = picture.scale, picture.width_pt, picture.height_pt
    left, right = _MARGIN_PT, max(_MARGIN_PT + 1, width - _MARGIN_PT)
    top = max(0.0, min(box[1] for box in boxes) - _AROUND_PT)
    bottom = min(height, max(box[3] for box in boxes) + _AROUND_PT)
    first, last = int(top * scale), int(bottom * scale)
    columns = int((right - left) * scale) // 2 * 2
    cut = picture.pixels[first:last, int(left * scale) : int(left * scale) + columns]
    if (first, last) not in drawn:
        drawn[first, last] = base64.b64encode(grey_png(cut)).decode()
    marks = [
        (
            100 * (box[0] - left) / (right - left),
            100 * (box[1] - top) / (bottom - top),
            100 * (box[2] - box[0]) / (right - left),
            100 * (box[3] - box[1]) / (bottom - top),
        )
        for box in boxes
    ]
    return {"picture": drawn[first, last], "width": cut.shape[1], "height": cut.shape[0], "marks": marks}


def _grey(pixels: Any) -> Any:
    """Return a page in sixteen greys; green is most of what the eye calls bright."""
    return pixels[:, :, 1] >> 4


if __name__ == "__main__":
    main(Path(sys.argv[1]))
