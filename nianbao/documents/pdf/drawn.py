"""Count what is drawn on a PDF's page: pictures, rules, letters as outlines, words laid aslant."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

from nianbao.documents.model import Box
from nianbao.documents.pdf.aslant import runs_aslant

_LEAST_RULES = 4
_LEAST_RULE_PT = 12.0
_MOST_OBJECTS = 20_000
_MOST_DEPTH = 3
_OUTLINES = 300
_SEGMENTS = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a page has besides its characters; `covered` is the area of its pictures in square points.

    `rules` are counted no further than a table needs.
    """

    rules: int
    images: int
    paths: int
    covered: float
    aslant: bool

    @property
    def is_ruled(self) -> bool:
        """Say whether there are rules enough for a table."""
        return self.rules >= _LEAST_RULES

    @property
    def is_outlined(self) -> bool:
        """Say whether there are so many paths that they may be letters drawn as outlines."""
        return self.paths > _OUTLINES


def find_drawn(page: Any) -> Drawn:
    """Count what is drawn on a page of pypdfium2 and on the forms on it."""
    rules = images = paths = 0
    covered, aslant = 0.0, False
    for kind, item in _objects(page):
        if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM):
            aslant = aslant or runs_aslant(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
            left, bottom, right, top = _bounds(item)
            covered += abs(right - left) * abs(top - bottom)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            if rules < _LEAST_RULES:
                left, bottom, right, top = _bounds(item)
                lines = max(1, raw.FPDFPath_CountSegments(item) // _SEGMENTS)
                rules += lines if max(right - left, top - bottom) > _LEAST_RULE_PT else 0
    return Drawn(rules, images, paths, covered, aslant)


def _objects(page: Any) -> Iterator[tuple[int, Any]]:
    """Give the kind and the handle of every object of the page and of the forms on it, up to a bound."""
    waiting = [(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, 1)]
    seen = 0
    while waiting:
        count, get, holder, depth = waiting.pop()
        for k in range(count):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            item = get(holder, k)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
                waiting.append((raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, depth + 1))
            yield kind, item


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value
