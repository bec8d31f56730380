"""Trace a figure to its sentences: every quote is sliced from its document by offset, never searched for again."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nianbao.documents.model import Document
from nianbao.documents.outline import section_at
from nianbao.figures.facts import CORRECTED, Fact
from nianbao.reading import Reading
from nianbao.report.clipping import Clip
from nianbao.report.figure_view import Source
from nianbao.report.printing import ELLIPSIS, printed

_ENDS = "。！？；\n"
NUMERALS = "一二三四五六七八九十"
_REACH = 90
"""Characters shown on each side of a figure at most: a sentence of a real report can run over half a page."""


class Trail:
    """All facts of the readings by id, each with the document it stands in."""

    def __init__(self, readings: Sequence[Reading], strips: Mapping[str, Clip] | None = None) -> None:
        self._strips = dict(strips or {})
        self._facts = {fact.id: (fact, reading.document) for reading in readings for fact in reading.facts}

    def source(self, fact_id: str) -> Source | None:
        """Return the sentence of a fact; None when the readings do not hold it.

        Its picture goes with the first proof that shows it: a rate's parts have proofs of their own.
        """
        found = self._facts.get(fact_id)
        return None if found is None else replace(source_of(*found), clip=self._strips.pop(fact_id, None))

    def sources(self, fact_ids: Sequence[str]) -> tuple[Source, ...]:
        """Return the sentences of the facts, in the order given."""
        return tuple(source for source in map(self.source, fact_ids) if source is not None)


def source_of(fact: Fact, document: Document) -> Source:
    """Return the sentence of `document` in which `fact` stands, with the figure set apart."""
    start, end = sentence_at(document.text, fact.start, fact.end)
    before, after = document.text[start : fact.start], document.text[fact.end : end]
    if len(before) > _REACH:
        before = ELLIPSIS + before[-_REACH:]
    if len(after) > _REACH:
        after = after[:_REACH] + ELLIPSIS
    mark = printed(document.text[fact.start : fact.end])
    return Source(fact.id, printed(before), mark, printed(after), place(document, fact), _note(fact))


def sentence_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence that holds text[start:end]: up to its mark 。！？； or the line's end."""
    begin = max(text.rfind(mark, 0, start) for mark in _ENDS) + 1
    stops = [at for at in (text.find(mark, end) for mark in _ENDS) if at >= 0]
    stop = min(stops, default=len(text))
    return begin, stop + 1 if stop < len(text) and text[stop] != "\n" else stop


def place(document: Document, fact: Fact) -> str:
    """Return where a fact stands: 第3页 for sources with pages, and its section 二（一）."""
    page = fact.page or document.page(fact.start)
    return "，".join(part for part in (f"第{page}页" if page else "", section_name(fact.section)) if part)


def places(reading: Reading, fact_ids: Sequence[str], quote: str) -> str:
    """Return where the facts stand, each place once; without facts, where the quote stands if it does so only once."""
    document, wanted = reading.document, set(fact_ids)
    found = [place(document, fact) for fact in reading.facts if fact.id in wanted]
    if not wanted and quote and document.text.count(quote) == 1:
        at = document.text.index(quote)
        page = document.page(at)
        section = section_name(section_at(document, at)[0])
        found = ["，".join(part for part in (f"第{page}页" if page else "", section) if part)]
    return "；".join(dict.fromkeys(filter(None, found)))


def section_name(section: str) -> str:
    """Return 二（一） for 二/（一）, 4.1 for 4/4.1, 第一部分 3 for 第一部分/3.

    A lone 一 looks like a dash, so it is 第一部分.
    """
    names: list[str] = []
    for part in section.split("/"):
        if names and part.startswith(names[-1]):
            names.pop()
        names.append(part)
    shown = re.sub(r" (?=[（(])", "", " ".join(names))
    return f"第{shown}部分" if shown and set(shown) <= set(NUMERALS) else shown


def _note(fact: Fact) -> str:
    notes = []
    if fact.rule == CORRECTED:
        notes.append("经人工更正，以更正后的数据为准")
    if fact.implied:
        notes.append("由文字结论得出")
    if fact.period is not None:
        notes.append(f"统计时段 {fact.period.start} 至 {fact.period.end or '今'}")
    if fact.item:
        notes.append(printed(fact.item))
    return "；".join(notes)
