"""Join printed lines into paragraphs: soft breaks go, also between a figure and its unit; real ends stay.

A paragraph begins where a line is indented, stands off from the line before, is set in another size, or begins with a
number of the outline after a finished sentence; it ends with a short line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nianbao.documents.continuing import continue_table, dissolved
from nianbao.documents.lines import Block, Cells, Line, join

_OUTLINE_MARK = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?:部分|章|节)|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[.．、](?!\d)|\d{1,2}\.\d{1,2}(?:\.\d{1,2})?[\s\u4e00-\u9fff]|\d\.20\d\d年"
)
_FIGURE_SPLIT = re.compile(r"\d[.．]⏎\d")
_STOPS = "。！？；：.!?;:”）"
_HANGING = "％‰。，、；：”）》"
_SHORT_EM = 3.0
_LITTLE_SHORT_EM = 1.2
_WIDE_SHORT_EM = 6.0
_INDENT_EM = 1.2
_LONG_LINE = 8
_LEAST_COLUMN_LINES = 5
_STRIPS = 60
_LEAST_INDENTED = 3
_FEW_LINES = 8


@dataclass(frozen=True, slots=True)
class Margins:
    """Where the lines of a column begin and end, and what an indent says there.

    Where most lines are indented, as in a list with hanging numbers, it says nothing (`indents` is false); where some
    are, a line without indent begins no paragraph (`marked`).
    """

    left: float
    right: float
    indents: bool = True
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """How far a line reaches, and how high on the page it stands."""

    x0: float
    x1: float
    top: float
    size: float


def join_paragraphs(pages: Sequence[list[Block]]) -> list[Block]:
    """Return paragraphs and tables in order; a paragraph may run over columns and pages."""
    joined: list[Block] = []
    last: tuple[Line, Margins] | None = None
    for blocks, columns in zip(pages, _columns_of_pages(pages), strict=True):
        for block in blocks:
            if isinstance(block, Cells):
                before = joined[-1] if joined else None
                whole = continue_table(before, block) if isinstance(before, Cells) else None
                joined[-1:] = [*joined[-1:], block] if whole is None else [whole]
                last = None
                continue
            margins = _column_of(block, columns)
            if last is not None and _continues(last[0], last[1], block, margins):
                paragraph = joined[-1]
                assert isinstance(paragraph, Line)
                join(paragraph, block)
            else:
                joined.append(Line(block.page, list(block.letters), list(block.boxes)))
            last = block, margins
    return [dissolved(block) if isinstance(block, Cells) and len(block.rows) == 1 else block for block in joined]


def _columns_of_pages(pages: Sequence[list[Block]]) -> list[list[Margins]]:
    """Return every page's columns; a page with few lines, such as the last, has those of the fullest page."""
    lines = [[block for block in blocks if isinstance(block, Line)] for blocks in pages]
    found = [find_columns(page) for page in lines]
    fullest = max(range(len(lines)), key=lambda k: len(lines[k]), default=0)
    marked = any(margins.marked for columns in found for margins in columns)
    chosen = [found[fullest] if len(lines[k]) < _FEW_LINES else found[k] for k in range(len(lines))]
    return [[replace(margins, marked=marked and margins.indents) for margins in columns] for columns in chosen]


def find_columns(lines: Sequence[Line]) -> list[Margins]:
    """Return the margins of the page's columns: a strip that hardly a line crosses parts two of them."""
    spans = [Span(line.x0, line.x1, line.top, line.size) for line in lines if len(line.letters) >= _LONG_LINE]
    spans = spans or [Span(line.x0, line.x1, line.top, line.size) for line in lines]
    if not spans:
        return [Margins(0.0, 0.0)]
    return [_margins(column) for column in _split(spans)]


def _margins(column: Sequence[Span]) -> Margins:
    left = min(span.x0 for span in column)
    indented = sum(span.x0 - left > _INDENT_EM * span.size for span in column)
    indents = indented < 0.6 * len(column)
    return Margins(left, max(span.x1 for span in column), indents, indents and indented >= _LEAST_INDENTED)


def _split(spans: Sequence[Span]) -> list[Sequence[Span]]:
    if len(spans) < 2 * _LEAST_COLUMN_LINES:
        return [spans]
    left, right = min(s.x0 for s in spans), max(s.x1 for s in spans)
    best: tuple[int, list[Span], list[Span]] | None = None
    for step in range(_STRIPS // 5, _STRIPS - _STRIPS // 5):
        x = left + (right - left) * step / _STRIPS
        before, after = [s for s in spans if s.x1 <= x], [s for s in spans if s.x0 >= x]
        crossing = len(spans) - len(before) - len(after)
        if min(len(before), len(after)) < _LEAST_COLUMN_LINES or crossing > 0.2 * len(spans):
            continue
        if _side_by_side(before, after) and (best is None or crossing < best[0]):
            best = crossing, before, after
    return [spans] if best is None else [*_split(best[1]), *_split(best[2])]


def _side_by_side(before: Sequence[Span], after: Sequence[Span]) -> bool:
    """Say whether two groups of lines share most of the height of the smaller: a signature beside nothing does not."""
    top = max(min(s.top for s in before), min(s.top for s in after))
    bottom = min(max(s.top for s in before), max(s.top for s in after))
    height = min(max(s.top for s in group) - min(s.top for s in group) for group in (before, after))
    return bottom - top > 0.5 * height


def _column_of(line: Line, columns: Sequence[Margins]) -> Margins:
    middle = (line.x0 + line.x1) / 2
    inside = [column for column in columns if column.left - 2 <= middle <= column.right + 2]
    if inside and line.x1 > inside[0].right + line.size:
        return Margins(columns[0].left, columns[-1].right)
    return inside[0] if inside else Margins(columns[0].left, columns[-1].right)


def _continues(before: Line, before_margins: Margins, line: Line, margins: Margins) -> bool:
    size = max(before.size, line.size)
    if abs(before.size - line.size) > 0.18 * size:
        return False
    if _splits_figure(before, line):
        return True
    ended = before.letters[-1] in _STOPS
    indented = line.x0 - margins.left > _INDENT_EM * size
    slack = before_margins.right - before.x1
    if slack > _allowed_slack_em(ended, indented, margins) * size and (ended or slack > _unbroken(line) + size):
        return False
    if (ended or indented) and _OUTLINE_MARK.match(line.text):
        return False
    hanging = before.x0 - before_margins.left > _INDENT_EM * size and abs(before.x0 - line.x0) < 2
    if indented and (ended or margins.indents or not hanging):
        return False
    follows = before.page == line.page and line.top > before.top
    return not (follows and line.top - before.bottom > 1.6 * size)


def _splits_figure(before: Line, line: Line) -> bool:
    """Say whether a line ends within a figure: 「办结率98.⏎7%」; not with the number of a list."""
    return len(before.letters) > _LONG_LINE and bool(_FIGURE_SPLIT.search(f"{before.text[-2:]}⏎{line.text[:1]}"))


def _unbroken(line: Line) -> float:
    """Return how wide the line's first word is that no break may part: a figure with its sign, a Latin word, a stop."""
    end = 0
    while end < len(line.letters) and (line.letters[end].isascii() or line.letters[end] in _HANGING):
        end += 1
    return line.boxes[end - 1][2] - line.boxes[0][0] if end else 0.0


def _allowed_slack_em(ended: bool, indented: bool, margins: Margins) -> float:
    """Return how far a line may stop before the margin and yet go on: a long word or a quote may not be broken."""
    if margins.marked and not indented:
        return _WIDE_SHORT_EM
    return _LITTLE_SHORT_EM if ended else _SHORT_EM
