"""Know the signs that the fonts of the PDF cannot draw: each is shown as 〓 and said, none is left out.

They are rare characters of names (𠮷), pictures (😀) and the bullets of symbol fonts. A PDF carries its own fonts; Word
and browsers look for one on the reader's machine, so they are given the signs themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from struct import iter_unpack, unpack_from

from nianbao.documents.folding import INVISIBLE
from nianbao.report.charting import font_folder
from nianbao.report.texts import texts, with_texts
from nianbao.report.view import ReportView, on_paper

STAND_IN = "〓"
_UNSEEN = re.compile(rf"[\s\x00-\x1f\x7f-\x9f\ufe00-\ufe0f\U000e0100-\U000e01ef]|{INVISIBLE.pattern}")
"""Blanks, controls, and what only chooses the shape of the sign before it."""


def seen_signs(text: str) -> set[str]:
    """Return the signs of a text that show something."""
    return set(_UNSEEN.sub("", text))


def without_glyph(view: ReportView) -> str:
    """Return the signs of what the papers print that no font of ours draws, each once, by code point."""
    signs = seen_signs("".join(texts(on_paper(view))))
    return "".join(sorted(sign for sign in signs if ord(sign) not in _drawn()))


def as_drawn(view: ReportView) -> ReportView:
    """Return the view as the PDF shows it: 〓 for every sign that it says to have no glyph."""
    stand_ins = str.maketrans(dict.fromkeys(view.undrawn, STAND_IN))
    return with_texts(view, lambda text: text.translate(stand_ins)) if stand_ins else view


@cache
def _drawn() -> frozenset[int]:
    """Return the code points that one of the fonts draws."""
    fonts = (font.read_bytes() for font in font_folder().glob("*.otf"))
    return frozenset(code for font in fonts for codes in _ranges(font) for code in codes)


def _ranges(font: bytes) -> Iterator[range]:
    """Yield the code points of a font by ranges, from the table that knows all planes (OpenType cmap, format 12)."""
    (tables,) = unpack_from(">H", font, 4)
    directory = iter_unpack(">4sIII", font[12 : 12 + 16 * tables])
    cmap = next(offset for tag, _, offset, _ in directory if tag == b"cmap")
    (subtables,) = unpack_from(">H", font, cmap + 2)
    for _, _, offset in iter_unpack(">HHI", font[cmap + 4 : cmap + 4 + 8 * subtables]):
        at = cmap + offset
        if unpack_from(">H", font, at) == (12,):
            (groups,) = unpack_from(">I", font, at + 12)
            for first, last, _ in iter_unpack(">III", font[at + 16 : at + 16 + 12 * groups]):
                yield range(first, last + 1)
            return
