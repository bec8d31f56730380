"""Build tables of cells, and find those that a plain text writes with tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.documents.heads import count_header_columns, count_header_rows
from nianbao.documents.model import Table
from nianbao.documents.parting import part_table

Span = tuple[int, int]


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


def build_tables(text: str, page: int | None, cells: Sequence[Sequence[Span | None]]) -> list[Table]:
    """Return the tables that one grid of cells holds, of which these are the spans."""
    rows = [[None if span is None else text[span[0] : span[1]] for span in row] for row in cells]
    regions = part_table(rows)
    return [
        build_table(text, page, [row[left:right] for row in cells[top:bottom]]) for top, bottom, left, right in regions
    ]


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
