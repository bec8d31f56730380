"""Lay a report out as it was read: headings, paragraphs and tables, with every figure marked by its kind.

The words are the document's own, in their order, none left out; a figure that is both a fact and a token of the ledger
is marked once, as the fact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from nianbao.documents.model import Document, Table
from nianbao.figures.facts import Fact, Token
from nianbao.reading import Reading

MOST_SHOWN = 400_000
"""Characters; the longest report seen has a tenth of it."""
LONGEST_HEADING = 60
"""A heading that runs on into its paragraph is shown as the paragraph that it is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; one that is a figure has its kind, and one that states something its fact."""

    text: str
    kind: str = ""
    fact: Fact | None = None


Cell = tuple[Piece, ...] | None


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or a table with its rows; None in a row is the rest of a merged cell."""

    shape: Literal["heading", "paragraph", "table"]
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    rows: tuple[tuple[Cell, ...], ...] = ()
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    kind: str
    fact: Fact | None


def lay_out(reading: Reading) -> tuple[Block, ...]:
    """Return the report as blocks."""
    marks = _Marks(reading.facts, reading.tokens)
    return tuple(_blocks(reading.document, marks))


def _blocks(document: Document, marks: _Marks) -> Iterator[Block]:
    tables = {table.start: table for table in document.tables if table.cells}
    starts = sorted(tables)
    headings = {heading.start: heading.level for heading in document.outline}
    text, at = document.text, 0
    while at < min(len(text), MOST_SHOWN):
        if at in tables and tables[at].end > at:
            yield _table(text, tables[at], marks)
            at = tables[at].end
            continue
        line_end = text.find("\n", at)
        end = len(text) if line_end < 0 else line_end
        ahead = bisect_left(starts, at + 1)
        if ahead < len(starts) and starts[ahead] < end:
            end = starts[ahead]
        if text[at:end].strip():
            is_short = end - at <= LONGEST_HEADING
            level = next((headings[k] for k in range(at, min(end, at + 8)) if k in headings), 0) if is_short else 0
            shape: Literal["heading", "paragraph"] = "heading" if level else "paragraph"
            yield Block(shape, marks.pieces(text, at, end), level)
        at = end + (end == line_end)


def _table(text: str, table: Table, marks: _Marks) -> Block:
    rows = tuple(tuple(None if span is None else marks.pieces(text, *span) for span in cells) for cells in table.cells)
    return Block("table", rows=rows, header_rows=table.header_rows)


class _Marks:
    """The figures' spans in order, none overlapping another."""

    def __init__(self, facts: Iterable[Fact], tokens: Iterable[Token]) -> None:
        spans = [_Span(fact.start, fact.end, fact.kind, fact) for fact in facts]
        spans += [_Span(token.start, token.end, token.kind, None) for token in tokens]
        self._spans: list[_Span] = []
        # Of spans that overlap the first is marked; of those that begin alike a fact, and the longer one.
        for span in sorted(spans, key=lambda each: (each.start, each.fact is None, -each.end)):
            if span.end > span.start and (not self._spans or span.start >= self._spans[-1].end):
                self._spans.append(span)
        self._starts = [span.start for span in self._spans]

    def pieces(self, text: str, start: int, end: int) -> tuple[Piece, ...]:
        """Return text[start:end] in pieces."""
        found, at = [], start
        for span in self._spans[max(0, bisect_left(self._starts, start) - 1) :]:
            if span.start >= end:
                break
            if span.end <= start:
                continue
            first, last = max(span.start, at), min(span.end, end)
            if first > at:
                found.append(Piece(text[at:first]))
            found.append(Piece(text[first:last], span.kind, span.fact))
            at = last
        if at < end:
            found.append(Piece(text[at:end]))
        return tuple(found)
