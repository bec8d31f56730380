"""Quote what the units themselves write about their problems and plans; their words, never the district's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.district import District
from nianbao.documents.model import Document, Heading, Role
from nianbao.reading import Reading
from nianbao.report.printing import printed, shortened
from nianbao.report.view import Passage

_QUOTED: tuple[Role, ...] = ("problems", "plans")
_OPENING = 320
"""Characters of a passage that go on paper; the web page holds all of it."""


def passages(readings: Sequence[Reading], district: District, role: Role) -> tuple[Passage, ...]:
    """Return the sections of that role, in roster order."""
    by_unit = {reading.unit: reading.document for reading in readings}
    return tuple(
        _passage(unit.name, by_unit[unit.code], heading, end)
        for unit in district.units
        if unit.code in by_unit
        for heading, end in sections(by_unit[unit.code], role)
    )


def sections(document: Document, role: Role) -> Iterator[tuple[Heading, int]]:
    """Yield the outermost headings of that role with the end of their section.

    A section of problems ends where its subsection turns to plans (三、存在的问题和下一步打算 … （二）下一步打算).
    """
    reached = 0
    for place, heading in enumerate(document.outline):
        if heading.role != role or heading.start < reached:
            continue
        following = document.outline[place + 1 :]
        ends = (h.start for h in following if h.level <= heading.level or (h.role in _QUOTED and h.role != role))
        reached = next(ends, len(document.text))
        yield heading, reached


def _passage(unit_name: str, document: Document, heading: Heading, end: int) -> Passage:
    lines = (printed(line) for line in document.text[heading.end : end].split("\n"))
    full = tuple(line for line in lines if line.strip("。；：:"))
    opening = tuple(_opening(full))
    page = document.page(heading.start)
    title = printed(heading.title).rstrip("。：:")
    place = f"第{page}页" if page else ""
    return Passage(unit_name, title, opening, full if opening != full else (), place)


def _opening(paragraphs: tuple[str, ...]) -> Iterator[str]:
    left = _OPENING
    for paragraph in paragraphs:
        if left <= 0:
            return
        yield shortened(paragraph, left)
        left -= len(paragraph)
