"""Part what one grid of rules holds as one table, though readers see several: stacked ones and ones side by side.

Such tables share rules but no heads: a figure of the second would stand under the heads of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nianbao.documents.heads import count_header_columns, count_header_rows, is_figure
from nianbao.documents.lines import Line

Row = Sequence[str | None]
Region = tuple[int, int, int, int]
"""The first row and the row after the last, the first column and the column after the last."""

_LABEL_HEAD = re.compile(r"(?:项目|科目|名称|指标|类别|内容|收入|支出|资产|负债)$")
_LEAST_PROSE = 20
_SENTENCE_END = "。"


def part_table(rows: Sequence[Row]) -> list[Region]:
    """Return the regions of the tables in a grid, in reading order; one region when it is but one table."""
    width = max((len(row) for row in rows), default=0)
    starts = [0, *_stacked(rows), len(rows)]
    found: list[Region] = []
    for top, bottom in pairwise(starts):
        edges = [0, *_side_by_side(rows[top:bottom]), width]
        found += [(top, bottom, left, right) for left, right in pairwise(edges)]
    return found


def find_body(rows: Sequence[Row]) -> tuple[int, int]:
    """Return the first row of the table proper and the row after its last; what lies outside is prose in a frame.

    Some editors lay a white rectangle behind every line of prose, and its sides meet the rules of the table below.
    """
    first, last = 0, len(rows)
    while first < last and is_caption(rows[first]):
        first += 1
    while last > first and is_caption(rows[last - 1]):
        last -= 1
    captions = rows[:first]
    if any(_is_prose(row) for row in captions):
        first -= not _is_prose(captions[-1])
    else:
        first = 0
    notes = next((k for k in range(last, len(rows)) if _is_prose(rows[k])), len(rows))
    return first, notes


def part_row(row: Sequence[list[Line] | None]) -> list[list[list[Line] | None]]:
    """Return the rows that one ruled row holds: with no rule between them, figures stand stacked in several columns.

    Only one stacked column may be a long figure broken over lines.
    """
    stacked = [cell for cell in row if cell and len(cell) > 1 and all(is_figure(line.text) for line in cell)]
    if len(stacked) < 2 or len({len(cell) for cell in stacked}) > 1:
        return [list(row)]
    heights = [line.top for line in stacked[0]]
    parts: list[list[list[Line] | None]] = [[None if cell is None else [] for cell in row] for _ in heights]
    for c, cell in enumerate(row):
        for line in cell or []:
            nearest = min(range(len(heights)), key=lambda k: abs(heights[k] - line.top))
            parts[nearest][c] = [*(parts[nearest][c] or []), line]
    return parts


def _is_prose(row: Row) -> bool:
    words = (row[0] or "").strip()
    return len(words) >= _LEAST_PROSE or _SENTENCE_END in words


def _stacked(rows: Sequence[Row]) -> Iterator[int]:
    """Give the rows where a table begins under another: a caption over the whole width, and heads below it.

    Annual reports on open government print 第二十条第（一）项, （五）项, （六）项 so, each with heads of its own.
    """
    for k in range(2, len(rows) - 2):
        if is_caption(rows[k]) and not is_caption(rows[k - 1]) and _is_heads(rows[k + 1]) and _has_figure(rows[k + 2]):
            yield k


def is_caption(row: Row) -> bool:
    """Say whether one cell of words covers the whole row."""
    return len(row) > 1 and bool((row[0] or "").strip()) and not any(cell is not None for cell in row[1:])


def _is_heads(row: Row) -> bool:
    return sum(bool(cell and cell.strip()) for cell in row) > 1 and not _has_figure(row)


def _has_figure(row: Row) -> bool:
    return any(cell and is_figure(cell) for cell in row)


def _side_by_side(rows: Sequence[Row]) -> Iterator[int]:
    """Give the columns where a table begins beside another, as 收入 | 支出 do in budgets: names of rows once more."""
    width = min((len(row) for row in rows), default=0)
    heads = count_header_rows(rows)
    if width < 4 or heads == 0 or heads == len(rows):
        return
    last = count_header_columns(rows[heads:])
    if last == 0:
        return
    for k in range(last + 1, width - 1):
        above = [row[k] for row in rows[:heads] if row[k]]
        if above and _LABEL_HEAD.search((above[-1] or "").strip()) and _begins(rows[heads:], k) and _parted(rows, k):
            yield k


def _begins(rows: Sequence[Row], k: int) -> bool:
    """Say whether column k names rows and figures stand on both sides of it."""
    column = [cell.strip() for row in rows if (cell := row[k]) and cell.strip()]
    words = sum(not is_figure(cell) for cell in column)
    return (
        2 * words > len(column) > 0
        and _has_figure([row[k - 1] for row in rows])
        and _has_figure([row[k + 1] for row in rows])
    )


def _parted(rows: Sequence[Row], k: int) -> bool:
    """Say whether no cell reaches over the left side of column k, but for a title over all."""
    return all(
        row[k] is not None or (r == 0 and is_caption(row)) for r, row in enumerate(rows) if not _under(rows, r, k)
    )


def _under(rows: Sequence[Row], r: int, k: int) -> bool:
    """Say whether the cell at row r of column k is covered from above."""
    return rows[r][k] is None and any(row[k] is not None for row in rows[:r]) and rows[r][0] is None
