"""Join the parts of a table that a page break cut: the same columns, nothing but furniture between."""

from __future__ import annotations

from dataclasses import replace

from nianbao.documents.lines import Cells, Line

_SAME_EDGE_PT = 4.0
_MOST_HEADER_ROWS = 4

Row = tuple[Line | None, ...]


def continue_table(first: Cells, second: Cells) -> Cells | None:
    """Return both parts as one table, None when the second is a table of its own.

    A part may lack columns that only merged cells divide; a header that the second page repeats stands once.
    """
    if second.page != first.last_page + 1:
        return None
    wide, narrow = (first, second) if len(first.edges) >= len(second.edges) else (second, first)
    places = [_place(edge, wide.edges) for edge in narrow.edges]
    if None in places or places[-1] != len(wide.edges) - 1 or places[0] != 0:
        return None
    columns = [place for place in places[:-1] if place is not None]
    width = len(wide.edges) - 1
    if narrow is second:
        rows = (*first.rows, *(_spread(row, columns, width) for row in _without_header(first, second)))
    else:
        rows = (*(_spread(row, columns, width) for row in first.rows), *_without_header(first, second))
    return replace(first, rows=rows, edges=wide.edges, last_page=second.last_page)


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
