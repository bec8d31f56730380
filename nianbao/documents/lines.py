"""Gather the characters of a page into printed lines and the cells of its tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median

from nianbao.documents.model import Box
from nianbao.documents.pages import Grid, RawPage

_NO_BOX: Box = (0.0, 0.0, 0.0, 0.0)
_CLOSED_GAP_EM = 1.2
_SUPERSCRIPT_SIZE = 0.75


@dataclass(slots=True)
class Line:
    """A printed line: its letters with a box each, blanks between Chinese characters closed."""

    page: int
    letters: list[str] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    turns: list[tuple[int, int]] = field(default_factory=list)

    @property
    def pages(self) -> list[int]:
        """Return the page of every letter; `turns` says from which letter on a joined paragraph stands on another."""
        found: list[int] = []
        page = self.page
        for start, following in self.turns:
            found.extend([page] * (start - len(found)))
            page = following
        return found + [page] * (len(self.letters) - len(found))

    @property
    def text(self) -> str:
        """Return the letters as a string."""
        return "".join(self.letters)

    @property
    def _inked(self) -> list[Box]:
        return [box for box in self.boxes if box[2] > box[0]] or [_NO_BOX]

    @property
    def x0(self) -> float:
        """Return the left edge of the first letter."""
        return min(box[0] for box in self._inked)

    @property
    def x1(self) -> float:
        """Return the right edge of the last letter."""
        return max(box[2] for box in self._inked)

    @property
    def top(self) -> float:
        """Return the upper edge of a usual letter of the line."""
        return median(box[1] for box in self._inked)

    @property
    def bottom(self) -> float:
        """Return the lower edge of a usual letter of the line."""
        return median(box[3] for box in self._inked)

    @property
    def size(self) -> float:
        """Return the height of a usual letter."""
        return max(1.0, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Cells:
    """A ruled table of one page: in each cell its letters, joined over its lines; None under a merged cell."""

    page: int
    rows: tuple[tuple[Line | None, ...], ...]


Block = Line | Cells


def gather(page: RawPage) -> list[Block]:
    """Return the page's lines and tables in content order, each table where its first character stands."""
    owners = [_Owner(page.number, grid) for grid in page.grids]
    blocks: list[Block | _Owner] = []
    for letters, boxes in _runs(page):
        line = Line(page.number)
        for letter, box in zip(letters, boxes, strict=True):
            owner = _owner_of(box, owners)
            if owner is None:
                line.letters.append(letter)
                line.boxes.append(box)
            else:
                if owner not in blocks:
                    blocks.append(owner)
                owner.take(letter, box)
        if line.text.strip():
            _append_line(blocks, line)
        for owner in owners:
            owner.end_line()
    return [finished for block in blocks if (finished := _finished(block)) is not None]


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

    def take(self, letter: str, box: Box) -> None:
        """Add a character to its cell."""
        place = self.cell_of(box)
        assert place is not None
        lines = self._lines.setdefault(place, [])
        if place not in self._open or (lines and _jumps(lines[-1].boxes[-1], box)):
            lines.append(Line(self._page))
            self._open.add(place)
        lines[-1].letters.append(letter)
        lines[-1].boxes.append(box)

    def end_line(self) -> None:
        """Begin a new line in every cell."""
        self._open.clear()

    def cells(self) -> Cells:
        """Return the finished table."""
        return Cells(
            self._page,
            tuple(
                tuple(None if cell is None else self._joined(r, c) for c, cell in enumerate(row))
                for r, row in enumerate(self._grid)
            ),
        )

    def _joined(self, row: int, column: int) -> Line:
        whole = Line(self._page)
        for line in self._lines.get((row, column), []):
            join(whole, tidied(line))
        return whole


def _owner_of(box: Box, owners: Sequence[_Owner]) -> _Owner | None:
    return next((owner for owner in owners if owner.cell_of(box) is not None), None) if owners else None


def _finished(block: Block | _Owner) -> Block | None:
    if isinstance(block, _Owner):
        return block.cells()
    if isinstance(block, Cells):
        return block
    line = tidied(block)
    return line if line.letters else None


def _runs(page: RawPage) -> Iterator[tuple[list[str], list[Box]]]:
    """Give the characters of each line; a line also ends where the next character stands clearly higher or lower."""
    letters: list[str] = []
    boxes: list[Box] = []
    flat = page.boxes
    for k, letter in enumerate(page.text):
        box = (flat[4 * k], flat[4 * k + 1], flat[4 * k + 2], flat[4 * k + 3])
        if letter == "\n" or (boxes and letter != " " and _jumps(boxes[-1], box)):
            yield letters, boxes
            letters, boxes = [], []
        if letter != "\n":
            letters.append(letter)
            boxes.append(box)
    yield letters, boxes


def _jumps(before: Box, now: Box) -> bool:
    if now[2] <= now[0] or before[2] <= before[0]:
        return False
    height = max(before[3] - before[1], now[3] - now[1])
    return abs((before[1] + before[3]) - (now[1] + now[3])) / 2 > 0.7 * height


def _append_line(blocks: list[Block | _Owner], line: Line) -> None:
    """Append a line, or join it to the last one where both stand on one base line, one after the other."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Line):
        level = abs((last.top + last.bottom) - (line.top + line.bottom)) / 2 < 0.3 * min(last.size, line.size)
        if level and line.x0 >= last.x1 - 1:
            last.letters.append(" ")
            last.boxes.append((last.x1, last.bottom, last.x1, last.bottom))
            last.letters.extend(line.letters)
            last.boxes.extend(line.boxes)
            return
    blocks.append(line)


def tidied(line: Line) -> Line:
    """Return the line without doubled (fake bold) letters, raised note marks and blanks that only justify it."""
    clean = Line(line.page)
    size = line.size
    for k, (letter, box) in enumerate(zip(line.letters, line.boxes, strict=True)):
        if letter == " ":
            if clean.letters and clean.letters[-1] != " ":
                clean.letters.append(letter)
                clean.boxes.append(box)
            continue
        if _is_doubled(clean, letter, box) or _is_note_mark(line, k, size):
            continue
        if clean.letters and clean.letters[-1] == " " and _closes(clean, letter, box, size):
            clean.letters.pop()
            clean.boxes.pop()
        clean.letters.append(letter)
        clean.boxes.append(box)
    while clean.letters and clean.letters[-1] in " \u3000":
        clean.letters.pop()
        clean.boxes.pop()
    start = next((k for k, letter in enumerate(clean.letters) if letter not in " \u3000"), 0)
    return Line(line.page, clean.letters[start:], clean.boxes[start:])


def _is_doubled(clean: Line, letter: str, box: Box) -> bool:
    if not clean.letters or clean.letters[-1] != letter:
        return False
    before, width = clean.boxes[-1], box[2] - box[0]
    return width > 0 and abs(before[0] - box[0]) < 0.3 * width and abs(before[1] - box[1]) < 0.3 * width


def _is_note_mark(line: Line, k: int, size: float) -> bool:
    """Say whether a digit is a raised note mark, which would glue to the figure after it; not the 2 of m²."""
    letter, box = line.letters[k], line.boxes[k]
    height = box[3] - box[1]
    if not (letter.isascii() and letter.isdigit()) or height <= 0 or height > _SUPERSCRIPT_SIZE * size:
        return False
    raised = box[3] < line.bottom - 0.2 * size
    return raised and not (k > 0 and line.letters[k - 1] in "m米里")


def _closes(clean: Line, letter: str, box: Box, size: float) -> bool:
    """Say whether the blank before `letter` only justifies: beside a Chinese character and narrow."""
    if len(clean.letters) < 2:
        return True
    before = clean.letters[-2]
    if before.isascii() and letter.isascii():
        return False
    return box[0] - clean.boxes[-2][2] < _CLOSED_GAP_EM * size


def join(whole: Line, line: Line) -> None:
    """Append a line to another of its paragraph or cell: nothing between them, a blank between two Latin words."""
    if whole.letters and line.letters:
        before, after = whole.letters[-1], line.letters[0]
        if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
            whole.letters.append(" ")
            whole.boxes.append(_NO_BOX)
    if line.page != (whole.turns[-1][1] if whole.turns else whole.page):
        whole.turns.append((len(whole.letters), line.page))
    whole.letters.extend(line.letters)
    whole.boxes.extend(line.boxes)
