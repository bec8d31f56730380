"""Grade how far the text of a page can be trusted, from signs that anyone can check on the page.

Never silent: what lowers a grade is said in words, and a check shows it to a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nianbao.documents.layers import bare_text, chinese_share, grade_page
from nianbao.documents.lines import Block, Cells, Line
from nianbao.documents.pages import RawPage

_CID = re.compile(r"\(cid:\d+\)")
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FUSED = re.compile(r"\d\.\d{2,}\.\d|[%％][-−]?\d|\d{4}年\d{4}年|(?<!\d)\d{13,}(?!\d)")
_DATE = re.compile(r"(?:19|20)\d\d\.\d{1,2}\.\d{1,2}")
_BRACKETS = (("（(", "）)"), ("《", "》"), ("〔[", "〕]"), ("“", "”"))
_MANY_CHARACTERS = 100
_LITTLE_CHINESE = 0.3
_MOSTLY_FIGURES = 0.4
_MOST_PRIVATE = 0.01
_LEAST = 3
_MOST_STEPS_BACK = 0.05
_STEP_EM = 1.5

Doubts = tuple[tuple[str, float], ...]


def grade(page: RawPage, blocks: Sequence[Block]) -> tuple[tuple[str, ...], float]:
    """Return what is to be doubted of a page and its grade, 1 for a page of which nothing is; `blocks` as gathered."""
    doubt, trust = grade_page(page)
    found = [(doubt, trust)] if doubt else []
    if not page.scan and not doubt:
        found += _of_text(bare_text(page))
        found += _of_figures(blocks)
        found += _of_order([block for block in blocks if isinstance(block, Line)])
    return tuple(words for words, _ in found), min([trust, *(share for _, share in found)])


def _of_text(bare: str) -> Iterator[tuple[str, float]]:
    if len(_CID.findall(bare)) >= _LEAST:
        yield "文字层有(cid:n)乱码", 0.3
    if len(_PRIVATE.findall(bare)) > _MOST_PRIVATE * len(bare):
        yield "有无法辨认的专用字符", 0.5
    if len(bare) > _MANY_CHARACTERS and chinese_share(bare) < _LITTLE_CHINESE and _figures(bare) < _MOSTLY_FIGURES:
        yield "汉字很少，文字层可能已损坏", 0.5
    if sum(_unpaired(bare)) >= _LEAST:
        yield "多处括号或引号不成对，可能缺字", 0.8


def _figures(bare: str) -> float:
    return sum(letter.isdigit() or letter in ".,，-%" for letter in bare) / len(bare)


def _unpaired(bare: str) -> Iterator[int]:
    """Give how many brackets of each kind lack their other half; one may stand on the next page."""
    for opening, closing in _BRACKETS:
        apart = abs(sum(bare.count(letter) for letter in opening) - sum(bare.count(letter) for letter in closing))
        yield max(0, apart - 1)


def _of_figures(blocks: Sequence[Block]) -> Iterator[tuple[str, float]]:
    """Doubt figures that ran together within a line or a cell."""
    lines = [line for block in blocks for line in ([block] if isinstance(block, Line) else _cells(block)) if line]
    if sum(len(_FUSED.findall(_DATE.sub("", line.text))) for line in lines) >= _LEAST:
        yield "有粘连的数字", 0.6


def _cells(table: Cells) -> list[Line | None]:
    return [cell for row in table.rows for cell in row]


def _of_order(lines: Sequence[Line]) -> Iterator[tuple[str, float]]:
    """Doubt an order of lines that steps back up the page other than to the next column."""
    places = [(line.x0, line.x1, line.top, line.size) for line in lines]
    back = sum(
        after[2] < before[2] - _STEP_EM * before[3] and after[0] < before[1] - before[3]
        for before, after in pairwise(places)
    )
    if back >= _LEAST - 1 and back > _MOST_STEPS_BACK * len(places):
        yield "文字顺序可能错乱", 0.5
