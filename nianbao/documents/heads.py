"""Tell the heads of a table from its figures: how many rows name columns, how many columns name rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

Row = Sequence[str | None]

_MOST_HEADER_ROWS = 5
_FIGURE = re.compile(r"[-+−–]?[\d０-９][\d０-９,，.．\s]*(?:[%％‰]|[万亿]?[\u4e00-\u9fff]{0,3})?|[-—–/]+|")
_CODE = re.compile(r"(?:[A-Z]?\d{2,3})?")
_PLAIN_FIGURE = re.compile(r"[-+−–]?[\d０-９][\d０-９,，.．\s]*[%％‰]?")
_PERIOD = re.compile(r"(?:19|20)\d\d(?:年度?)?|\d{1,2}月|第?[一二三四1-4]季度")
_YEAR = re.compile(r"(?:19|20)\d\d(?:年度?)?")


def is_figure(cell: str) -> bool:
    """Say whether a cell holds a figure and nothing else."""
    return _PLAIN_FIGURE.fullmatch(cell.strip()) is not None


def count_header_rows(rows: Sequence[Row]) -> int:
    """Count the leading rows that name columns: those without a figure, years over figures, and 栏次 1, 2, 3.

    In a table without any figure they end where every column has been named.
    """
    for k, row in enumerate(rows):
        if any(cell and is_figure(cell) for cell in row) and not _names_columns(row, rows[k + 1 :]):
            return min(k, _MOST_HEADER_ROWS)
    if len(rows) < 2:
        return 0
    width = max(len(row) for row in rows)
    named: set[int] = set()
    for k, row in enumerate(rows[:_MOST_HEADER_ROWS]):
        named |= {c for c, cell in enumerate(row) if cell is not None}
        if len(named) == width and k + 1 < len(rows):
            return k + 1
    return 1


def _names_columns(row: Row, below: Sequence[Row]) -> bool:
    """Say whether the figures of a row are years or numbers of columns, and figures of another kind stand below."""
    figures = [cell.strip() for cell in row if cell and is_figure(cell)]
    years = all(_YEAR.fullmatch(cell) for cell in figures)
    counted = len(figures) > 1 and figures == [str(k) for k in range(1, len(figures) + 1)]
    if not years and not counted:
        return False
    if not years and not any(cell and cell.strip() and not is_figure(cell) for cell in row[:1]):
        return False
    return any(cell and is_figure(cell) and not _YEAR.fullmatch(cell.strip()) for under in below for cell in under[1:])


def count_header_columns(rows: Sequence[Row]) -> int:
    """Count the leading columns that name rows: words, and before words serial numbers (1, 2, 3) or codes (201, 06)."""
    width = max((len(row) for row in rows), default=0)
    count = 0
    for k in range(width):
        column = [cell for row in rows if k < len(row) and (cell := (row[k] or "").strip())]
        words = sum(1 for cell in column if not _FIGURE.fullmatch(cell))
        names = 2 * words > len(column) or (k == 0 and width > 2 and _is_serial(column))
        if names or (k == 0 and column and all(_PERIOD.fullmatch(cell) for cell in column)):
            count = k + 1
        elif count != 0 or any(_FIGURE.fullmatch(cell) and not _CODE.fullmatch(cell) for cell in column):
            break
    return min(count, max(0, width - 1))


def _is_serial(column: Sequence[str]) -> bool:
    return [cell.rstrip(".、．") for cell in column] == [str(k) for k in range(1, len(column) + 1)]
