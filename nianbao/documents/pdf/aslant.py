"""Tell words that run aslant over a PDF's page, as watermarks do, from those of the page."""

from __future__ import annotations

from collections.abc import Sequence
from math import sin
from typing import Any

import pypdfium2.raw as raw

_ASLANT = 0.1
"""Sine times cosine of a slant, of six degrees here; a page that was scanned a little askew is none."""
_MOST_ASLANT = 0.4


def runs_aslant(item: Any) -> bool:
    """Say whether a text or a form is laid aslant, as watermarks are."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return bool(abs(matrix.a * matrix.b) > _ASLANT * (matrix.a**2 + matrix.b**2))


def find_aslant(handle: Any, kept: Sequence[int]) -> list[int]:
    """Return which of the characters run aslant; none where most do, for then they are what the page says."""
    angles = [raw.FPDFText_GetCharAngle(handle, k) for k in kept]
    found = [k for k, angle in enumerate(angles) if angle >= 0 and abs(sin(2 * angle)) > 2 * _ASLANT]
    return found if len(found) < _MOST_ASLANT * len(kept) else []
