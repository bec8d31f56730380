"""Look up in which section, and of which role, a place of the text stands.

The text is cut once into stretches of one section and one role; a place is then found by bisection.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from nianbao.documents.headings import find_outline, paths, report_year
from nianbao.documents.model import Document, Heading, Role, Section
from nianbao.documents.roles import is_about_plans, turns_to_plans

__all__ = ["find_outline", "find_sections", "section_at"]

_PARAGRAPH = re.compile(r"(?:^|\n)[ \u3000\xa0]*(?=\S)")
_SENTENCE = re.compile(r"(?:^|(?<=[\n。；;！]))[ \u3000\xa0]*(?=\S)")
_START = attrgetter("start")
# A table or list behind the last section is no part of it: 附表 after 下一步打算 holds results.
_ANNEX = re.compile(r"^[ \u3000]*(?P<name>附表|附件|附录|附)(?=[\s\d一二三：:])", re.MULTILINE)


def find_sections(text: str, outline: tuple[Heading, ...]) -> tuple[Section, ...]:
    """Return the stretches in order; what stands before the first heading has no path and the role `other`.

    Inside problems a sentence that begins with 下一步 or a later year turns to plans until the section ends
    (八、问题和下一步打算); inside results only a whole paragraph does, for results mention the next year in passing.
    """
    found = list(_stretches(text, outline, report_year(text)))
    annexes = [Section(match.start("name"), match["name"], "other") for match in _ANNEX.finditer(text)]
    if annexes and outline:
        last_heading = outline[-1].start
        found += [annex for annex in annexes if annex.start > last_heading]
    return tuple(sorted(found, key=_START))


def _stretches(text: str, outline: tuple[Heading, ...], year: int | None) -> Iterator[Section]:
    names = paths(outline)
    yield from _with_turn(text, Section(0, "", "other"), 0, outline[0].start if outline else len(text), year)
    turned: int | None = None
    for k, heading in enumerate(outline):
        if turned is not None and heading.level <= turned:
            turned = None
        role: Role = "plans" if turned is not None else heading.role
        end = outline[k + 1].start if k + 1 < len(outline) else len(text)
        found = list(_with_turn(text, Section(heading.start, names[k], role), heading.end, end, year))
        if role == "problems" and len(found) > 1:
            turned = _turned_level(outline, k, year)
        yield from found


def _turned_level(outline: tuple[Heading, ...], k: int, year: int | None) -> int:
    """Return the level down to which a turn holds: that of the enclosing heading that promised plans too."""
    level = outline[k].level
    for heading in reversed(outline[:k]):
        if heading.level < level:
            level = heading.level
            if is_about_plans(heading.title, year, top=True):
                return level
    return outline[k].level


def _with_turn(text: str, section: Section, start: int, end: int, year: int | None) -> Iterator[Section]:
    yield section
    if section.role == "plans":
        return
    begins = _SENTENCE if section.role == "problems" else _PARAGRAPH
    for match in begins.finditer(text, start, end):
        if turns_to_plans(text[match.end() : match.end() + 8], year) and _speaks_of_plans(
            text, match.end(), section.role
        ):
            yield Section(match.end(), section.path, "plans")
            return


def _speaks_of_plans(text: str, start: int, role: Role) -> bool:
    if role == "problems":
        return True
    sentence = re.split(r"[。\n]", text[start : start + 200])[0]
    return bool(re.search(r"将|拟|力争|计划|打算|继续|要|确保|争取|进一步", sentence)) and not re.search(
        r"存在|已", sentence[:20]
    )


def section_at(document: Document, offset: int) -> tuple[str, Role]:
    """Return the path of the section in which `offset` stands, such as 二/（一）, and its role."""
    sections = document.sections or find_sections(document.text, document.outline)
    section = sections[max(0, bisect_right(sections, offset, key=_START) - 1)]
    return section.path, section.role
