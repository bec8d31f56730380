"""Join the parts of a table that a break of pages or columns cut: the same columns, nothing but furniture between."""

from __future__ import annotations

import re
from dataclasses import replace

from nianbao.documents.heads import is_figure
from nianbao.documents.lines import Cells, Line, join

_SAME_EDGE_PT = 4.0
_MOST_HEADER_ROWS = 4
_LISTED = re.compile(r"[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]")

Row = tuple[Line | None, ...]


def continue_table(first: Cells, second: Cells) -> Cells | None:
    """Return both parts as one table, None when the second is a table of its own.

    A part may lack columns that only merged cells divide; a header that the second page repeats stands once.
    """
    shift = _shift(first, second)
    if shift is None:
        return None
    second = replace(second, edges=tuple(edge + shift for edge in second.edges))
    wide, narrow = (first, second) if len(first.edges) >= len(second.edges) else (second, first)
    places = [_place(edge, wide.edges) for edge in narrow.edges]
    if None in places or places[-1] != len(wide.edges) - 1 or places[0] != 0:
        return None
    second = _with_labels_continued(first, second)
    wide, narrow = (first, second) if wide is first else (second, first)
    columns = [place for place in places[:-1] if place is not None]
    width = len(wide.edges) - 1
    if narrow is second:
        rows = (*first.rows, *(_spread(row, columns, width) for row in _without_header(first, second)))
    else:
        rows = (*(_spread(row, columns, width) for row in first.rows), *_without_header(first, second))
    return replace(first, rows=rows, edges=wide.edges, last_page=second.last_page)


def _shift(first: Cells, second: Cells) -> float | None:
    """Return how far the second part has to be moved to stand under the first; None where it cannot go on from there.

    On the next page it stands where the first did, or in another column; on the same page in the next column.
    """
    apart = first.edges[0] - second.edges[0]
    if second.page == first.last_page + 1:
        return 0.0 if abs(apart) < _SAME_EDGE_PT or len(first.edges) != len(second.edges) else apart
    is_next_column = second.page == first.last_page and second.edges[0] > first.edges[-1] - _SAME_EDGE_PT
    return apart if is_next_column and len(first.edges) == len(second.edges) else None


def dissolved(table: Cells) -> Line:
    """Return a table of one row, which went on nowhere, as a line."""
    line = Line(table.page)
    for cell in table.rows[0]:
        if cell is not None and cell.letters:
            if line.letters:
                line.boxes.append((line.x1, line.bottom, line.x1, line.bottom))
                line.letters.append(" ")
            join(line, cell)
    return line


def _place(edge: float, edges: tuple[float, ...]) -> int | None:
    return next((k for k, other in enumerate(edges) if abs(edge - other) < _SAME_EDGE_PT), None)


def _spread(row: Row, columns: list[int], width: int) -> Row:
    cells: list[Line | None] = [None] * width
    for column, cell in zip(columns, row, strict=False):
        cells[column] = cell
    return tuple(cells)


def _without_header(first: Cells, second: Cells) -> tuple[Row, ...]:
    repeated = 0
    for before, now in zip(first.rows[:_MOST_HEADER_ROWS], second.rows, strict=False):
        if _words(before) != _words(now):
            break
        repeated += 1
    return second.rows[repeated:]


def _words(row: Row) -> list[str]:
    return [cell.text for cell in row if cell is not None]


def _with_labels_continued(first: Cells, second: Cells) -> Cells:
    """Return the second part with the labels merged that the break cut: blank once more, or going on mid-word."""
    repeated = len(second.rows) - len(_without_header(first, second))
    if repeated or not second.rows:
        return second
    row = list(second.rows[0])
    for c, cell in enumerate(row):
        above = [before[c] for before in first.rows if c < len(before)]
        label = next((other for other in reversed(above) if other is not None and other.letters), None)
        if cell is None or label is None or None not in above or not _LISTED.match(label.text):
            break
        if cell.letters and (_LISTED.match(cell.text) or is_figure(cell.text)):
            break
        join(label, cell)
        row[c] = None
    return replace(second, rows=(tuple(row), *second.rows[1:]))
