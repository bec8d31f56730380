"""Quote what the units themselves write about their problems and plans; their words, never the district's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from nianbao.district import District, Unit
from nianbao.documents.model import Document, Heading, Role
from nianbao.reading import Reading
from nianbao.report.printing import printed, shortened
from nianbao.report.view import Passage

_QUOTED: tuple[Role, ...] = ("problems", "plans")
_OPENING = 320
"""Characters of a passage that go on paper; the web page holds all of it."""
_MARKS = "。；：:，, "
_ANNEX = re.compile(r"\s*附[表件：:录]")
_DATE = re.compile(r"年.{1,3}月.{1,3}日\s*$")


def passages(readings: Sequence[Reading], district: District, role: Role) -> tuple[Passage, ...]:
    """Return the sections of that role, in roster order."""
    by_unit = {reading.unit: reading.document for reading in readings}
    return tuple(
        _passage(unit, by_unit[unit.code], heading, end)
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


def _passage(unit: Unit, document: Document, heading: Heading, end: int) -> Passage:
    # A body on the line of its heading begins with the mark that ends the heading: 八、来年打算。2025年，…
    lines = (printed(line).lstrip(_MARKS) for line in takewhile(_is_body, document.text[heading.end : end].split("\n")))
    full = _unsigned([line for line in lines if line], unit)
    opening = tuple(_opening(full))
    page = document.page(heading.start)
    title = printed(heading.title).rstrip("。：:")
    place = f"第{page}页" if page else ""
    return Passage(unit.name, title, opening, full if opening != full else (), place)


def _is_body(line: str) -> bool:
    """Say whether a line still belongs to the text: annexes and their tables follow the last section of a report."""
    return not _ANNEX.match(line) and "\t" not in line


def _unsigned(lines: list[str], unit: Unit) -> tuple[str, ...]:
    """Return the lines without the signature and the date at their end."""
    while lines and (_DATE.search(lines[-1]) or any(lines[-1].startswith(name) for name in unit.names)):
        if lines[-1].endswith("。"):
            break
        lines = lines[:-1]
    return tuple(lines)


def _opening(paragraphs: tuple[str, ...]) -> Iterator[str]:
    left = _OPENING
    for paragraph in paragraphs:
        if left <= 0:
            return
        yield shortened(paragraph, left)
        left -= len(paragraph)
