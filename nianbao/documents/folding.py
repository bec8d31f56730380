"""Fold what fonts make of Chinese characters back to the characters, one for one or to nothing.

Browsers and some office programs print radicals (⼯⾏⼈) in place of characters. NFKC knows the Kangxi block but not
the supplement (⺠⻓⻛), and would change ，（） and widths too; so only these blocks are folded.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUPPLEMENT = dict(
    zip(
        "⺁⺇⺈⺌⺍⺗⺟⺠⺧⺪⺫⺬⺮⺲⺶⺷⺻⺼⻁⻅⻆⻉⻋⻌⻍⻑⻓⻔⻘⻙⻚⻛⻜⻝⻟⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
        "厂几刀小小心母民牛疋目示竹网羊羊聿肉虎见角贝车辶辶长长门青韦页风飞食饣马骨鬼鱼鸟卤麦黄齐齿龙龟",
        strict=True,
    )
)
_DASH = 0x2015  # what some fonts make of the em dash of 2021—2025年
_INVISIBLE = (
    0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), *range(0x2066, 0x206A),
    0xFEFF,
)  # fmt: skip
INVISIBLE = re.compile(f"[{''.join(map(chr, _INVISIBLE))}]")
"""What shows nothing: zero-width spaces and joiners, marks of direction, byte order marks, soft hyphens."""
_DROPPED = frozenset([*range(1, 0x09), *range(0x0B, 0x20), 0x7F, *_INVISIBLE, 0xFFFE])
_LINE_FEED = 0x0A


def fold(code: int) -> str:
    """Return the character for a code point of a PDF: folded, a line feed, or nothing for what shows nothing.

    A glyph without a character (code 0) becomes U+FFFD: a loss must be seen.
    """
    if code == 0:
        return "\ufffd"
    if code == _LINE_FEED:
        return "\n"
    if code in _DROPPED:
        return ""
    if code == _DASH:
        return "—"
    if code in (0x09, 0xA0) or 0x2000 <= code <= 0x200A:
        return " "
    if 0x2F00 <= code < 0x2FD6 or 0xF900 <= code < 0xFB00:
        folded = unicodedata.normalize("NFKC", chr(code))
        return folded if len(folded) == 1 else chr(code)
    character = chr(code)
    return _SUPPLEMENT.get(character, character) if 0x2E80 <= code < 0x2F00 else character


folded = lru_cache(maxsize=8192)(fold)
"""Return what `fold` returns, remembered: a page asks for the same few hundred characters."""


def fold_text(text: str) -> str:
    """Return a text folded, without what shows nothing; for sources whose characters have no places to keep."""
    return "".join([folded(ord(letter)) for letter in text])
