"""Read the characters of a PDF's page by pdfium, and which way they run."""

from __future__ import annotations

import ctypes
from array import array
from collections import Counter
from collections.abc import Sequence
from math import pi
from typing import Any

import pypdfium2.raw as raw

from nianbao.documents.folding import folded
from nianbao.documents.pdf.aslant import find_aslant
from nianbao.documents.pdf.placing import place_boxes

_SAMPLED = 30
_LEAST_DOWN = 4


def read_characters(page: Any, most: int, slants: bool) -> tuple[str, array[float], int, str]:
    """Return a page's characters, no more than `most`, their boxes, their turn in degrees, and the words laid aslant.

    Characters come folded and in content order, line ends as line feeds, with x0, top, x1, bottom of each. Words laid
    aslant over the page, looked for only where something `slants`, are no part of it.
    """
    textpage = page.get_textpage()
    handle = textpage.raw
    count = min(raw.FPDFText_CountChars(handle), most)
    rects = (raw.FS_RECTF * count)()
    letters: list[str] = []
    kept: list[int] = []
    box_of = raw.FPDFText_GetLooseCharBox
    high = 0
    free = iter(rects)
    for k, code in enumerate(_codes(handle, count)):
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        letter = folded(code)
        if letter:
            box_of(handle, k, next(free))
            letters.append(letter)
            kept.append(k)
    turn = _turn(handle, page.get_rotation())
    if not turn and not page.get_rotation() and _runs_down(rects, len(kept)):
        turn = 90
    sides = array("f", bytes(rects)[: 16 * len(kept)])
    aslant = find_aslant(handle, kept) if slants else []
    words = "".join(letters[k] for k in aslant)
    for k in reversed(aslant):
        del letters[k], kept[k], sides[4 * k : 4 * k + 4]
    boxes = place_boxes(sides, kept, page, handle)
    textpage.close()
    return "".join(letters), boxes, turn, words


def _codes(handle: Any, count: int) -> Sequence[int]:
    """Return the code of every character; all at once where each has one, which takes a twentieth of the time."""
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, units) == count + 1:
        return units[:count]
    return [raw.FPDFText_GetUnicode(handle, k) for k in range(count)]


def _turn(handle: Any, rotation: int) -> int:
    """Return by how many degrees, in quarters, most characters run clockwise on the page as it is shown."""
    count = raw.FPDFText_CountChars(handle)
    angles = [raw.FPDFText_GetCharAngle(handle, k) for k in range(0, count, max(1, count // _SAMPLED))]
    quarters = Counter(round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    most = quarters.most_common(1)[0][0] if quarters else 0
    return (90 * most + rotation) % 360 if most else 0


def _runs_down(rects: Any, count: int) -> bool:
    """Say whether most characters stand below the one before, as in upright writing, whose columns go to the left."""
    down = across = 0
    for k in range(0, count - 1, max(1, count // _SAMPLED)):
        one, two = rects[k], rects[k + 1]
        width, height = one.right - one.left, one.top - one.bottom
        if width > 0 and height > 0 and two.right > two.left:
            below = abs(two.left - one.left) < 0.5 * width and 0.4 * height < one.top - two.top < 1.6 * height
            down, across = down + below, across + (abs(two.top - one.top) < 0.5 * height)
    return down > max(_LEAST_DOWN, 2 * across)
