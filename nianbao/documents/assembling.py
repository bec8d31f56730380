"""Assemble parsed pages into one Document: text, places, tables, furniture, and how far each page can be trusted."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain, groupby

from nianbao.documents.aligning import stands_apart
from nianbao.documents.charting import take_charts
from nianbao.documents.doubting import find_doubts, lay_back
from nianbao.documents.furniture import find_furniture
from nianbao.documents.gathering import gather
from nianbao.documents.grading import grade
from nianbao.documents.lines import Block, Cells, Line
from nianbao.documents.media import Media
from nianbao.documents.model import Document, Page, Places
from nianbao.documents.outline import find_outline, find_sections
from nianbao.documents.pages import RawPage
from nianbao.documents.paragraphs import join_paragraphs
from nianbao.documents.tables import Span, build_tables
from nianbao.documents.titles import find_title
from nianbao.documents.turning import stand_upright, turn_back


class _Writer:
    """The text that grows, with a page and a box for every character."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.pages = array("H")
        self.boxes = array("f")

    def write(self, line: Line) -> Span:
        """Add a line's letters with their places; a line may run over pages, so each box knows its own."""
        start = len(self.letters)
        self.letters.extend(line.letters)
        self.pages.extend(line.pages)
        self.boxes.extend(chain.from_iterable(line.boxes))
        return start, len(self.letters)

    def separate(self, letter: str) -> None:
        """Add a tab or a line feed, which stands on the page of what is before it and has no box."""
        self.letters.append(letter)
        self.pages.append(self.pages[-1] if self.pages else 0)
        self.boxes.extend((0.0, 0.0, 0.0, 0.0))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the collector from looking through a hundred thousand boxes again and again: they are all needed to the end.

    Another thread's garbage waits for a moment; whoever finds the collector at rest leaves waking it to the first.
    """
    woken = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if woken:
            gc.enable()


@_uncollected()
def assemble(pages: Sequence[RawPage], sha256: str, notes: tuple[str, ...] = (), media: Media = Media.PDF) -> Document:
    """Return the pages as one Document."""
    upright = [stand_upright(page) for page in pages]
    listing = [stands_apart(page) for page in upright]
    stripped = [take_charts(page) if lists else (page, ()) for page, lists in zip(upright, listing, strict=True)]
    blocks = [gather(page, lists) for (page, _), lists in zip(stripped, listing, strict=True)]
    furniture = find_furniture([page for page, _ in stripped], blocks)
    body_blocks = [[block for block in found if id(block) not in furniture] for found in blocks]
    taken = [block.text for found in blocks for block in found if id(block) in furniture and isinstance(block, Line)]
    taken += [label for _, labels in stripped for label in labels]
    taken += [words for page in pages if (words := " ".join(page.aslant.split()))]
    charts = [f"第{page.number}页：图表中的{len(labels)}处标注未计入正文" for page, labels in stripped if labels]
    body = join_paragraphs(body_blocks)
    writer = _Writer()
    grids = [(block.page, _write(block, writer)) for block in body]
    text = "".join(writer.letters)
    places = Places(writer.pages, writer.boxes)
    outline = find_outline(text)
    spans = _page_spans(writer.pages)
    described = tuple(
        _describe(page, spans.get(page.number, (0, 0)), found) for page, found in zip(pages, body_blocks, strict=True)
    )
    return Document(
        sha256=sha256,
        media=media.value,
        text=text,
        title=find_title(text),
        outline=outline,
        tables=tuple(
            replace(table, page=writer.pages[table.start])
            for page, cells in grids
            if cells
            for table in build_tables(text, page, cells)
        ),
        pages=described,
        places=lay_back(turn_back(places, pages), pages),
        furniture=tuple(taken),
        notes=(*notes, *charts, *(f"第{page.number}页：{doubt}" for page in described for doubt in page.doubts)),
        sections=find_sections(text, outline),
        doubts=find_doubts(text, places, pages),
    )


def _write(block: Block, writer: _Writer) -> list[list[Span | None]]:
    """Write a paragraph or a table, cells parted by tabs, and return the spans of the cells."""
    spans: list[list[Span | None]] = []
    if isinstance(block, Cells):
        for row in block.rows:
            spans.append(_write_row(row, writer))
            writer.separate("\n")
    else:
        writer.write(block)
        writer.separate("\n")
    return spans


def _write_row(row: Sequence[Line | None], writer: _Writer) -> list[Span | None]:
    spans: list[Span | None] = []
    for k, cell in enumerate(row):
        if k:
            writer.separate("\t")
        spans.append(None if cell is None else writer.write(cell))
    return spans


def _page_spans(places: array[int]) -> dict[int, Span]:
    spans: dict[int, Span] = {}
    start = 0
    for number, run in groupby(places):
        end = start + sum(1 for _ in run)
        spans[number] = (spans[number][0] if number in spans else start, end)
        start = end
    return spans


def _describe(page: RawPage, span: Span, blocks: Sequence[Block]) -> Page:
    doubts, trust = grade(page, blocks)
    size = (page.scan.width_pt, page.scan.height_pt) if page.scan else (page.width_pt, page.height_pt)
    return Page(page.number, *size, *span, trust, doubts)
