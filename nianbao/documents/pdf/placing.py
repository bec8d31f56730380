"""Place the characters of a PDF's page: boxes in points from the top left of the page as it is shown."""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Sequence
from operator import sub
from typing import Any

import pypdfium2.raw as raw

from nianbao.documents.model import Box

_SUSPECT_PT = 48.0


def place_boxes(sides: array[float], kept: Sequence[int], page: Any, handle: Any) -> array[float]:
    """Return the boxes of the characters kept, in points from the top left of the page as it is shown.

    `sides` has left, top, right and bottom of each, measured from the lower left.
    """
    lefts, tops, rights, bottoms = (sides[n::4] for n in range(4))
    left, _, _, top = page.get_cropbox()
    if page.get_rotation() or max(map(sub, rights, lefts), default=0.0) > _SUSPECT_PT:
        loose = zip(lefts, bottoms, rights, tops, strict=True)
        place = _placing(page)
        return array("f", [side for k, box in zip(kept, loose, strict=True) for side in place(*_tight(handle, k, box))])
    if left:
        sides[0::4], sides[2::4] = array("f", [x - left for x in lefts]), array("f", [x - left for x in rights])
    sides[1::4], sides[3::4] = array("f", [top - y for y in tops]), array("f", [top - y for y in bottoms])
    return sides


def _tight(handle: Any, k: int, loose: Box) -> Box:
    """Return the ink's box in place of one that is three times as large: so pdfium boxes fonts of upright writing."""
    if loose[2] - loose[0] <= _SUSPECT_PT or loose[3] - loose[1] <= _SUSPECT_PT:
        return loose
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, k, left, right, bottom, top)
    width, height = right.value - left.value, top.value - bottom.value
    if 0 < 3 * width < loose[2] - loose[0] and 0 < 3 * height < loose[3] - loose[1]:
        return left.value, bottom.value, right.value, top.value
    return loose


def _placing(page: Any) -> Callable[[float, float, float, float], Box]:
    """Return the map from the page's own axes to points from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three_quarters(x0: float, y0: float, x1: float, y1: float) -> Box:
        return top - y1, right - x1, top - y0, right - x0

    return {90: quarter, 180: half, 270: three_quarters}.get(rotation, upright)
