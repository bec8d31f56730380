"""Build tables of cells, and find those that a plain text writes with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nianbao.documents.model import Table

Span = tuple[int, int]
_FIGURE = re.compile(r"[-+−–]?[\d０-９][\d０-９,，.．\s]*(?:[%％‰]|[万亿]?[\u4e00-\u9fff]{0,3})?|[-—–/]+|")
_CODE = re.compile(r"(?:[A-Z]?\d{2,3})?")
_PLAIN_FIGURE = re.compile(r"[-+−–]?[\d０-９][\d０-９,，.．\s]*[%％‰]?")


def find_tables(text: str) -> tuple[Table, ...]:
    """Return every run of at least two lines with the same number of tabs, one or more, as a table without page."""
    return tuple(_table(text, run) for run in _runs(text))


def _runs(text: str) -> Iterator[list[Span]]:
    run: list[Span] = []
    tabs = start = 0
    for line in text.split("\n"):
        here = line.count("\t") if line.strip() else 0
        if run and here != tabs:
            if len(run) > 1:
                yield run
            run = []
        if here:
            run.append((start, start + len(line)))
        tabs, start = here, start + len(line) + 1
    if len(run) > 1:
        yield run


def _table(text: str, lines: Sequence[Span]) -> Table:
    cells: list[tuple[Span | None, ...]] = []
    for start, end in lines:
        row: list[Span | None] = []
        for part in text[start:end].split("\t"):
            left = start + len(part) - len(part.lstrip(" \u3000\r"))
            row.append((min(left, start + len(part)), max(left, start + len(part.rstrip(" \u3000\r")))))
            start += len(part) + 1
        cells.append(tuple(row))
    return build_table(text, None, cells)


def build_table(text: str, page: int | None, cells: Sequence[Sequence[Span | None]]) -> Table:
    """Return the table whose cells are these spans of the text; None where a merged cell covers the place."""
    rows = tuple(tuple(None if span is None else text[span[0] : span[1]] for span in row) for row in cells)
    spans = [span for row in cells for span in row if span is not None]
    header_rows = count_header_rows(rows)
    return Table(
        page=page,
        rows=rows,
        header_rows=header_rows,
        header_columns=count_header_columns(rows[header_rows:] or rows),
        start=min((span[0] for span in spans), default=0),
        end=max((span[1] for span in spans), default=0),
        cells=tuple(tuple(row) for row in cells),
    )


def count_header_rows(rows: Sequence[Sequence[str | None]]) -> int:
    """Count the leading rows without a figure; all rows without one means a table with one header row, or none."""
    for k, row in enumerate(rows):
        if any(cell and _PLAIN_FIGURE.fullmatch(cell.strip()) for cell in row):
            return min(k, 4)
    return 1 if len(rows) > 1 else 0


def count_header_columns(rows: Sequence[Sequence[str | None]]) -> int:
    """Count the leading columns that name rows: words, and before words serial numbers (1, 2, 3) or codes (201, 06)."""
    width = max((len(row) for row in rows), default=0)
    count = 0
    for k in range(width):
        column = [(row[k] or "").strip() for row in rows if k < len(row) and row[k] is not None]
        words = sum(1 for cell in column if cell and not _FIGURE.fullmatch(cell))
        if 2 * words > len(column) or (k == 0 and width > 2 and _is_serial(column)):
            count = k + 1
        elif count != 0 or not all(_CODE.fullmatch(cell) for cell in column):
            break
    return min(count, max(0, width - 1))


def _is_serial(column: Sequence[str]) -> bool:
    return [cell.rstrip(".、．") for cell in column if cell] == [str(k) for k in range(1, len(column) + 1)]
