"""Gather the characters of a page into printed lines and the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nianbao.documents.aligning import find_aligned, widen
from nianbao.documents.interleaving import in_columns
from nianbao.documents.lines import Block, Cells, Line, join, repeats, tidied
from nianbao.documents.model import Box
from nianbao.documents.pages import Grid, RawPage
from nianbao.documents.parting import find_body, part_row

_LEAST_ROWS = 2
_LEVEL = 0.2
"""Letters whose lower edges differ by no more of the lowest one's height stand on one line, whatever their heights."""


def gather(page: RawPage, lists: bool = True) -> list[Block]:
    """Return the page's lines and tables in content order, each table where its first character stands.

    Where no figures are known to stand apart as in lists (`lists` is false), tables without rules are not looked for.
    """
    page = widen(page)
    owners = [_Owner(page.number, grid) for grid in (*page.grids, *(find_aligned(page) if lists else ()))]
    blocks: list[Block | _Owner] = []
    for letters, boxes in _runs(page):
        line = Line(page.number)
        if not owners:
            line.letters, line.boxes = letters, boxes
        for letter, box in zip(letters, boxes, strict=True) if owners else ():
            for owner in owners:
                place = owner.cell_of(box)
                if place is not None:
                    if not owner.is_held:
                        blocks.append(owner)
                    owner.take(letter, box, place)
                    break
            else:
                line.letters.append(letter)
                line.boxes.append(box)
        if any(letter not in " \u3000" for letter in line.letters):
            _append_line(blocks, line)
        for owner in owners:
            owner.end_line()
    return in_columns([finished for block in blocks for finished in _finished(block)])


class _Owner:
    """A table that collects the characters which stand in its cells."""

    def __init__(self, page: int, grid: Grid) -> None:
        self._grid = grid
        self._page = page
        self._heights = [
            (min((c[1] for c in row if c), default=0.0), max((c[3] for c in row if c), default=-1.0)) for row in grid
        ]
        self._lines: dict[tuple[int, int], list[Line]] = {}
        self._open: set[tuple[int, int]] = set()

    def cell_of(self, box: Box) -> tuple[int, int] | None:
        """Return row and column of the cell in which the middle of `box` lies."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        for r, row in enumerate(self._grid):
            if not self._heights[r][0] <= y <= self._heights[r][1]:
                continue
            for c, cell in enumerate(row):
                if cell is not None and cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]:
                    return r, c
        return None

    @property
    def is_held(self) -> bool:
        """Say whether it has a character."""
        return bool(self._lines)

    def take(self, letter: str, box: Box, place: tuple[int, int]) -> None:
        """Add a character to its cell."""
        lines = self._lines.setdefault(place, [])
        if place not in self._open or (lines and letter != " " and _jumps(_last_inked(lines[-1]), box)):
            lines.append(Line(self._page))
            self._open.add(place)
        lines[-1].letters.append(letter)
        lines[-1].boxes.append(box)

    def end_line(self) -> None:
        """Begin a new line in every cell."""
        self._open.clear()

    def blocks(self) -> list[Block]:
        """Return the finished table, and as lines what its rules only frame: prose above it and below."""
        held = [
            [None if cell is None else self._tidied(r, c) for c, cell in enumerate(row)]
            for r, row in enumerate(self._grid)
        ]
        first, last = find_body([[None if cell is None else _words(cell) for cell in row] for row in held])
        above = [line for row in held[:first] for line in row[0] or []]
        below = [line for row in held[last:] for line in row[0] or []]
        if last - first < min(_LEAST_ROWS, len(held)):
            return [*above, *(line for row in held[first:last] for cell in row for line in cell or []), *below]
        rows = [self._joined(part) for row in held[first:last] for part in part_row(row)]
        return [*above, Cells(self._page, tuple(rows), _column_edges(self._grid[first:last]), self._page), *below]

    def _tidied(self, row: int, column: int) -> list[Line]:
        lines = [line for raw in self._lines.get((row, column), []) if (line := tidied(raw)).letters]
        return [line for k, line in enumerate(lines) if k == 0 or not repeats(lines[k - 1], line)]

    def _joined(self, row: Sequence[Sequence[Line] | None]) -> tuple[Line | None, ...]:
        return tuple(None if cell is None else self._whole(cell) for cell in row)

    def _whole(self, lines: Sequence[Line]) -> Line:
        whole = Line(self._page)
        for line in lines:
            join(whole, line)
        return whole


def _words(lines: Sequence[Line]) -> str:
    return "".join(line.text for line in lines)


def _column_edges(grid: Grid) -> tuple[float, ...]:
    """Return where the columns begin, and where the last one ends."""
    width = max(len(row) for row in grid)
    columns = [[row[c] for row in grid if c < len(row) and row[c] is not None] for c in range(width)]
    starts = [min((cell[0] for cell in column if cell), default=0.0) for column in columns]
    return (*starts, max((cell[2] for row in grid for cell in row if cell), default=0.0))


def _finished(block: Block | _Owner) -> list[Block]:
    if isinstance(block, _Owner):
        return block.blocks()
    if isinstance(block, Cells):
        return [block]
    line = tidied(block)
    return [line] if line.letters else []


def _runs(page: RawPage) -> Iterator[tuple[list[str], list[Box]]]:
    """Give the characters of each line; a line also ends where the next character stands clearly higher or lower."""
    start = 0
    for text in page.text.split("\n"):
        end = start + len(text)
        sides = page.boxes[4 * start : 4 * end]
        boxes = list(zip(sides[0::4], sides[1::4], sides[2::4], sides[3::4], strict=True))
        start = end + 1
        inked = [box for letter, box in zip(text, boxes, strict=True) if letter != " "]
        bottoms = [box[3] for box in inked] or [0.0]
        if max(bottoms) - min(bottoms) <= _LEVEL * min((box[3] - box[1] for box in inked), default=0.0):
            yield list(text), boxes
        else:
            yield from _levels(text, boxes)


def _levels(text: str, boxes: Sequence[Box]) -> Iterator[tuple[list[str], list[Box]]]:
    first = 0
    inked: Box | None = None  # a blank before a break that was not printed has no height to tell a jump by
    for k, letter in enumerate(text):
        if letter != " ":
            if inked is not None and inked[3] != boxes[k][3] and _jumps(inked, boxes[k]):
                yield list(text[first:k]), list(boxes[first:k])
                first = k
            inked = boxes[k]
    yield list(text[first:]), list(boxes[first:])


def _last_inked(line: Line) -> Box:
    return next((box for box in reversed(line.boxes) if box[2] > box[0]), line.boxes[-1])


def _jumps(before: Box, now: Box) -> bool:
    if now[2] <= now[0] or before[2] <= before[0]:
        return False
    apart = abs(before[1] + before[3] - now[1] - now[3]) / 2
    return apart > 0.7 * (now[3] - now[1]) and apart > 0.7 * (before[3] - before[1])


def _append_line(blocks: list[Block | _Owner], line: Line) -> None:
    """Append a line, or join it to the last one where both stand on one base line, one after the other."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Line) and repeats(last, line):
        return
    if isinstance(last, Line):
        level = abs((last.top + last.bottom) - (line.top + line.bottom)) / 2 < 0.3 * min(last.size, line.size)
        if level and line.x0 >= last.x1 - 1:
            blank = (last.x1, last.bottom, last.x1, last.bottom)
            last.letters += [" ", *line.letters]
            last.boxes += [blank, *line.boxes]
            return
    blocks.append(line)
