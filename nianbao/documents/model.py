"""The Document: the submission as text with an outline, tables, and a place (page, box) for every character.

Every offset counts code points of `text`; a span is sliced, never searched for again.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal

Role = Literal["results", "problems", "plans", "leadership", "other"]
Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, origin at the page's top left."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the outline; its section runs from `start` to the next heading of the same or a higher level."""

    level: int
    number: str
    title: str
    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of one role inside one section; it ends where the next one starts."""

    start: int
    path: str
    role: Role


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose cells also stand in the text, row by row, cells parted by a tab.

    A merged cell's text stands in its first cell and None in the others. `cells` gives each cell's span in the text,
    None where `rows` is None.
    """

    page: int | None
    rows: tuple[tuple[str | None, ...], ...]
    header_rows: int
    header_columns: int
    start: int
    end: int
    cells: tuple[tuple[tuple[int, int] | None, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size in points, its span in the text, and how far its text can be trusted (1 wholly, 0 not)."""

    number: int
    width_pt: float
    height_pt: float
    start: int
    end: int
    grade: float = 1.0
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """For every character of the text its page (1-based; 0 = none) and its box, kept flat to stay small."""

    pages: array[int]
    boxes: array[float]

    def page(self, offset: int) -> int | None:
        """Return the page of the character at `offset`."""
        return self.pages[offset] or None

    def lines(self, start: int, end: int) -> tuple[Box, ...]:
        """Return one box for each printed line that text[start:end] touches."""
        found: list[list[float]] = []
        last_page = 0
        for k in range(start, end):
            if not self.pages[k]:
                continue
            x0, top, x1, bottom = self.boxes[4 * k : 4 * k + 4]
            if x1 <= x0:
                continue
            line = found[-1] if found else None
            middle = (top + bottom) / 2
            if line and self.pages[k] == last_page and line[1] - 1 <= middle <= line[3] + 1 and x0 >= line[0] - 1:
                line[:] = [min(line[0], x0), min(line[1], top), max(line[2], x1), max(line[3], bottom)]
            else:
                found.append([x0, top, x1, bottom])
            last_page = self.pages[k]
        return tuple((b[0], b[1], b[2], b[3]) for b in found)


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure that was recognised in a picture, with the confidence (0–1) of its least certain character."""

    start: int
    end: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """A submission that was read. `furniture` keeps the page numbers and running heads taken out of the text."""

    sha256: str
    media: str
    text: str
    title: str = ""
    outline: tuple[Heading, ...] = ()
    tables: tuple[Table, ...] = ()
    pages: tuple[Page, ...] = ()
    places: Places | None = field(default=None, repr=False)
    furniture: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def page(self, offset: int) -> int | None:
        """Return the page of the character at `offset`; None for sources without pages."""
        return self.places.page(offset) if self.places else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...] | None:
        """Return one box for each line that text[start:end] touches; None for sources without pages."""
        return self.places.lines(start, end) if self.places else None


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is and of which year, as far as the document says; evidence quotes where it says so.

    `units` and `years` hold all that its strong places name: more than one is a conflict, and then `unit` or `year`
    is None. A doubt is a place that says otherwise without weighing enough to conflict.
    """

    unit: str | None
    unit_text: str | None
    year: int | None
    evidence: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    doubts: tuple[str, ...] = ()
