"""Find tables without rules: pieces of text that stand under one another in columns, figures among them.

Only the places on the page decide. A page in two columns of prose, a signature or a table of contents is none: some
column behind the first must consist of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from nianbao.documents.model import Box
from nianbao.documents.pages import Grid, RawPage

_FIGURE = re.compile(r"[-+−–]?[\d０-９][\d０-９,，.．]*(?:[%％‰]|[万亿]?[\u4e00-\u9fff]{0,3})?")
_WORD = re.compile(r"\S+")
_ALONE = re.compile(r"(?<!\S)(?P<figure>[-+−–]?\d[\d,，.．]*(?:[%％‰]|[万亿]?[\u4e00-\u9fff]{0,3})?)(?!\S)")
_DASH = re.compile(r"[-—–/]+")
_NUMBER = re.compile(r"\d{1,4}")
_SENTENCE = re.compile("[，。；]")
_LEAST_FIGURES = 3
_LEAST_SHARE = 0.6
_GAP_EM = 0.75
_LATIN_EM = 0.55
_MOST_PITCH_EM = 4.0
_SAME_ROW_EM = 0.5
_NEAR_PITCH = 0.85
_FULL_EM = 0.7
_TALLEST_EM = 2.0
_MOST_BESIDE_PT = 60.0


@dataclass(slots=True)
class Piece:
    """Letters that stand together on one base line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def middle(self) -> float:
        """Return the height on the page of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Return how far to the right its middle stands."""
        return (self.x0 + self.x1) / 2

    @property
    def is_figure(self) -> bool:
        """Say whether it holds a figure, with its unit or without, and nothing else."""
        return _FIGURE.fullmatch(self.text) is not None


Band = list[Piece]
"""The pieces on one height, from left to right."""


def find_aligned(page: RawPage) -> tuple[Grid, ...]:
    """Return the unruled tables of a page as grids of cells; those in ruled ones are not looked for."""
    if not stands_apart(page, _LEAST_FIGURES):
        return ()
    return tuple(grid for run in _runs(find_bands(find_pieces(page))) for grid in _grid(run))


def stands_apart(page: RawPage, least: int = _LEAST_FIGURES) -> bool:
    """Say whether at least so many figures of the page stand apart from all words: a cheap look before a dear one."""
    text, flat = page.text, page.boxes
    apart = 0
    for found in _ALONE.finditer(text):
        first, last = found.span("figure")
        gap = _GAP_EM * (flat[4 * first + 3] - flat[4 * first + 1]) / _TALLEST_EM
        before, after = _beside(text, first, -1), _beside(text, last - 1, 1)
        tight_before = before is not None and abs(flat[4 * first] - flat[4 * before + 2]) < gap
        tight_after = after is not None and abs(flat[4 * after] - flat[4 * last - 2]) < gap
        apart += not tight_before and not tight_after
        if apart >= least:
            return True
    return False


def _beside(text: str, k: int, step: int) -> int | None:
    """Return where the next character that is no blank stands on the line."""
    k += step
    while 0 <= k < len(text) and text[k] == " ":
        k += step
    return k if 0 <= k < len(text) and text[k] != "\n" else None


def widen(page: RawPage) -> RawPage:
    """Return the page with columns added to ruled tables beside which words stand on the height of most rows.

    So tables look whose outer sides no rule closes.
    """
    if not page.grids:
        return page
    pieces = find_pieces(page)
    return replace(page, grids=tuple(_widened(grid, pieces) for grid in page.grids))


def _widened(grid: Grid, pieces: Sequence[Piece]) -> Grid:
    x0, x1 = min(c[0] for row in grid for c in row if c), max(c[2] for row in grid for c in row if c)
    levels = [(min(c[1] for c in row if c), max(c[3] for c in row if c)) for row in grid if any(row)]
    beside = [piece for piece in pieces if levels[0][0] <= piece.middle <= levels[-1][1]]
    left = [piece for piece in beside if piece.x1 <= x0 + 2]
    right = [piece for piece in beside if piece.x0 >= x1 - 2]
    if len(levels) < max(2, len(grid)):
        return grid
    if _fills(left, levels) and x0 - max(piece.x1 for piece in left) < _MOST_BESIDE_PT:
        edge = min(piece.x0 for piece in left) - 1
        grid = tuple(((edge, top, x0, bottom), *row) for row, (top, bottom) in zip(grid, levels, strict=True))
    if _fills(right, levels) and min(piece.x0 for piece in right) - x1 < _MOST_BESIDE_PT:
        edge = max(piece.x1 for piece in right) + 1
        grid = tuple((*row, (x1, top, edge, bottom)) for row, (top, bottom) in zip(grid, levels, strict=True))
    return grid


def _fills(pieces: Sequence[Piece], levels: Sequence[tuple[float, float]]) -> bool:
    """Say whether the pieces stand on most of the levels, and are no prose of another column."""
    if any(_SENTENCE.search(piece.text) for piece in pieces):
        return False
    filled = sum(any(top <= piece.middle <= bottom for piece in pieces) for top, bottom in levels)
    return filled > _LEAST_SHARE * len(levels)


def find_pieces(page: RawPage) -> list[Piece]:
    """Return the pieces of the page that stand in no ruled table."""
    return [piece for piece in _pieces(page) if not any(_inside(piece, grid) for grid in page.grids)]


def _pieces(page: RawPage) -> Iterator[Piece]:
    """Give the pieces of the page: words that a wide gap, another height or a step back parts."""
    flat, piece = page.boxes, None
    for word in _WORD.finditer(page.text):
        first, last = 4 * word.start(), 4 * word.end() - 4
        x0, top, x1, bottom = flat[first], flat[first + 1], flat[last + 2], flat[first + 3]
        if x1 <= x0:
            continue
        if piece is not None:
            height = min(bottom - top, piece.bottom - piece.top)
            level = abs(top + bottom - piece.top - piece.bottom) / 2 < 0.5 * height
            width = flat[first + 2] - x0
            em = width if page.text[word.start()] >= "\u2e80" else max(width / _LATIN_EM, 0.7 * height)
            if level and -0.5 * height < x0 - piece.x1 < _GAP_EM * em:
                piece.text += word.group()
                piece.x1, piece.top, piece.bottom = max(piece.x1, x1), min(piece.top, top), max(piece.bottom, bottom)
                continue
            yield piece
        piece = Piece(word.group(), x0, top, x1, bottom)
    if piece is not None:
        yield piece


def _inside(piece: Piece, grid: Grid) -> bool:
    x, y = (piece.x0 + piece.x1) / 2, piece.middle
    return any(cell and cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3] for row in grid for cell in row)


def find_bands(pieces: Sequence[Piece]) -> list[Band]:
    """Return the pieces by their height on the page, from top to bottom."""
    bands: list[Band] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        last = bands[-1] if bands else None
        height = piece.bottom - piece.top
        if last and abs(piece.middle - median(other.middle for other in last)) < _SAME_ROW_EM * height:
            last.append(piece)
        else:
            bands.append([piece])
    return [sorted(band, key=lambda piece: piece.x0) for band in bands]


def _runs(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Give the runs of bands that begin and end with two pieces or more; a single piece between must be narrow."""
    run: list[Band] = []
    for band in bands:
        if run and (_pitch(run[-1], band) > _MOST_PITCH_EM or (len(band) == 1 and _is_wide(band[0], run))):
            yield from _trimmed(run)
            run = []
        run.append(band)
    yield from _trimmed(run)


def _pitch(above: Band, below: Band) -> float:
    height = max(1.0, *(piece.bottom - piece.top for piece in (*above, *below)))
    return (median(p.middle for p in below) - median(p.middle for p in above)) / height


def _is_wide(piece: Piece, run: Sequence[Band]) -> bool:
    """Say whether a piece alone on its height reaches over two columns of the run: prose goes on there."""
    widest = max(run, key=len)
    return len(widest) == 1 or sum(piece.x0 < other.x1 and other.x0 < piece.x1 for other in widest) > 1


def _trimmed(run: Sequence[Band]) -> Iterator[list[Band]]:
    """Give the run without the single pieces before it, and with those after it that go on in its last row."""
    full = [k for k, band in enumerate(run) if len(band) > 1]
    if len(full) < _LEAST_FIGURES:
        return
    pitch = median(_pitch(run[a], run[b]) for a, b in pairwise(full))
    first, last = full[0], full[-1] + 1
    while last < len(run) and _pitch(run[last - 1], run[last]) < _NEAR_PITCH * pitch:
        last += 1
    yield list(run[first:last])


def _grid(run: Sequence[Band]) -> Iterator[Grid]:
    columns = _columns(run)
    if columns is None or not _is_tabular(run, columns):
        return
    rows = _rows(run, columns)
    edges = [columns[0][0] - 1, *((a[1] + b[0]) / 2 for a, b in pairwise(columns)), columns[-1][1] + 1]
    tops = [min(p.top for band in row for p in band) for row in rows]
    bottoms = [max(p.bottom for band in row for p in band) for row in rows]
    levels = [tops[0] - 1, *((a + b) / 2 for a, b in zip(bottoms, tops[1:], strict=False)), bottoms[-1] + 1]
    yield tuple(_cells(row, columns, edges, levels[r], levels[r + 1]) for r, row in enumerate(rows))


def _columns(run: Sequence[Band]) -> list[tuple[float, float]] | None:
    """Return how far each column reaches: the fullest bands set them; None where these do not stand under one another.

    A piece over several columns, as heads of groups are, sets none.
    """
    most = max(len(band) for band in run)
    full = [band for band in run if len(band) == most]
    columns = [(min(band[c].x0 for band in full), max(band[c].x1 for band in full)) for c in range(most)]
    for band in run:
        for piece in band:
            touched = _touched(piece, columns)
            if len(touched) == 1:
                x0, x1 = columns[touched[0]]
                columns[touched[0]] = min(x0, piece.x0), max(x1, piece.x1)
    return columns if all(a[1] < b[0] for a, b in pairwise(columns)) else None


def _touched(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[int]:
    return [c for c, (x0, x1) in enumerate(columns) if piece.x0 < x1 and x0 < piece.x1]


def _is_tabular(run: Sequence[Band], columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether a column behind the first holds figures, and this is no table of contents."""
    held: list[list[Piece]] = [[] for _ in columns]
    for band in run:
        for piece in band:
            touched = _touched(piece, columns)
            if len(touched) == 1:
                held[touched[0]].append(piece)
    figures = [sum(piece.is_figure for piece in column) for column in held]
    dashes = [sum(_DASH.fullmatch(piece.text) is not None for piece in column) for column in held]
    good = [
        c
        for c in range(1, len(columns))
        if figures[c] >= _LEAST_FIGURES and figures[c] + dashes[c] >= _LEAST_SHARE * len(held[c])
    ]
    if not good or (len(columns) == 2 and _counts_pages(held[1])):
        return False
    return 2 * sum(figures[0:1]) <= len(held[0]) or len(columns) > 2


def _counts_pages(column: Sequence[Piece]) -> bool:
    """Say whether all are numbers that never fall, as the page numbers of a table of contents do."""
    numbers = [int(piece.text) for piece in column if _NUMBER.fullmatch(piece.text)]
    return len(numbers) == len(column) and numbers == sorted(numbers)


def _rows(run: Sequence[Band], columns: Sequence[tuple[float, float]]) -> list[list[Band]]:
    """Return the rows, each of one band and of those that hold the other lines of its cells."""
    full = [k for k, band in enumerate(run) if len(band) > 1]
    pitch = median(_pitch(run[a], run[b]) for a, b in pairwise(full))
    rows: list[list[Band]] = []
    joins_next = False
    for k, band in enumerate(run):
        before = _pitch(run[k - 1], band) if k else float("inf")
        after = _pitch(band, run[k + 1]) if k + 1 < len(run) else float("inf")
        near = _NEAR_PITCH * pitch
        close = len(band) == 1 and before < near and before <= after
        if rows and (joins_next or close or _goes_on(rows[-1], band, columns)):
            rows[-1].append(band)
            joins_next = False
        else:
            rows.append([band])
            joins_next = len(band) == 1 and after < near
    return rows


def _goes_on(row: Sequence[Band], band: Band, columns: Sequence[tuple[float, float]]) -> bool:
    """Say whether every piece of a band is the next line of a cell above whose line fills its column."""
    for piece in band:
        touched = _touched(piece, columns)
        above = [p for other in row for p in other if touched and touched[0] in _touched(p, columns)]
        if len(touched) != 1 or piece.is_figure or not above or above[-1].is_figure:
            return False
        size = piece.bottom - piece.top
        if above[-1].x1 < columns[touched[0]][1] - _FULL_EM * size or above[-1].x1 < piece.x1 - 1:
            return False
    return True


def _cells(
    row: Sequence[Band], columns: Sequence[tuple[float, float]], edges: Sequence[float], top: float, bottom: float
) -> tuple[Box | None, ...]:
    cells: list[Box | None] = [(edges[c], top, edges[c + 1], bottom) for c in range(len(columns))]
    for band in row:
        for piece in band:
            touched = _touched(piece, columns)
            if len(touched) > 1 and all(cells[c] is not None for c in touched):
                cells[touched[0]] = (edges[touched[0]], top, edges[touched[-1] + 1], bottom)
                cells[touched[0] + 1 : touched[-1] + 1] = [None] * (len(touched) - 1)
    return tuple(cells)
