"""Tell the furniture of pages, which is page numbers and running heads, from their text.

Content order says nothing (some producers print it first, others last): only the place on the page, and that it comes
back on other pages, does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from statistics import median

from nianbao.documents.lines import Block, Line
from nianbao.documents.pages import RawPage

_MARGIN = 0.12
_LARGER = 1.15
_PAGE_NUMBER = re.compile(
    r"[-—–─一\s·.•]*(?:\d{1,4}|[ivxIVX]{1,6})[-—–─一\s·.•]*|第?\s*\d{1,4}\s*页?\s*[/,，共]+\s*共?\s*\d{1,4}\s*页?|第\s*\d{1,4}\s*页|[-—–]{2,}"
)


def find_furniture(pages: Sequence[RawPage], blocks: Sequence[list[Block]]) -> set[int]:
    """Return the ids of the lines that are furniture: page numbers in the margins, and what recurs there."""
    margin = [
        (line, page)
        for page, found in zip(pages, blocks, strict=True)
        for line in found
        if isinstance(line, Line) and _in_margin(line, page)
    ]
    counts = Counter((_pattern(line), _zone(line, page)) for line, page in margin)
    least = max(2, 0.3 * len(pages))
    taken: set[int] = set()
    recurring: dict[str, list[Line]] = {}
    for line, page in margin:
        if _PAGE_NUMBER.fullmatch(line.text.strip()):
            taken.add(id(line))
        elif counts[_pattern(line), _zone(line, page)] >= least:
            recurring.setdefault(_pattern(line), []).append(line)
    body = [line for found in blocks for line in found if isinstance(line, Line)]
    for lines in recurring.values():
        taken |= {id(line) for line in (lines[1:] if _is_title(lines, body) else lines)}
    return taken


def _is_title(lines: Sequence[Line], body: Sequence[Line]) -> bool:
    """Say whether a recurring head is the title over a table of several pages: set larger, and nowhere else."""
    words = lines[0].text
    if lines[0].page != 1 or any(line.text != words for line in lines):
        return False
    if "".join(line.text for line in body).count(words) != len(lines):
        return False
    return lines[0].size > _LARGER * median(line.size for line in body)


def _in_margin(line: Line, page: RawPage) -> bool:
    return line.bottom < _MARGIN * page.height_pt or line.top > (1 - _MARGIN) * page.height_pt


def _zone(line: Line, page: RawPage) -> int:
    """Return the height on the page in steps of 4 points, so that two runs of a head fall together."""
    return round(line.top / 4) if line.top < page.height_pt / 2 else -round((page.height_pt - line.bottom) / 4)


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\s", "", line.text))
