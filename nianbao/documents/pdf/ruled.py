"""Find the ruled tables of a PDF's pages by pdfplumber, and the letters in their cells that pdfium drops.

The one module that knows pdfplumber. It costs five times as much as pdfium, so it is imported late and sees only those
pages that have rules.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nianbao.documents.folding import folded
from nianbao.documents.model import Box
from nianbao.documents.pages import Grid, Letter, RawPage
from nianbao.documents.ruling import Rule, find_open_bands

_MOST_RULES = 20_000
_TILE_PT = 4.0
_MOST_TILES = 16


class RuledTables:
    """The ruled tables of one file; it is opened when the first is asked for."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf: Any = None

    def find(self, parsed: RawPage) -> tuple[tuple[Grid, ...], list[Letter]]:
        """Return a page's tables as grids of cells, at least two by two, and the letters lost from the cells.

        pdfium drops a letter that stands alone in a font that is not embedded (组 and 处 in a column of units). Boxes
        are in points from the top left of the page as it is shown.
        """
        if self._pdf is None:
            import pdfplumber

            self._pdf = pdfplumber.open(str(self._path))
        page = self._pdf.pages[parsed.number - 1]
        try:
            left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
            letters = _take_drawings(page)
            found = []
            for table in _find_tables(page):
                grid = tuple(tuple(cell and _moved(cell, left, top) for cell in row.cells) for row in table.rows)
                if _is_table(grid):
                    found.append(grid)
            lost = _lost(page, letters, parsed, found) if found and not parsed.turn else []
            return tuple(found), [(letter, *_moved(box, left, top)) for letter, box in lost]
        finally:
            page.close()


def _take_drawings(page: Any) -> list[Any]:
    """Let pdfplumber make records of what is drawn, not of each letter, which takes longer; return the letters bare."""
    from pdfminer.layout import LTChar, LTContainer

    letters: list[Any] = []
    drawn: dict[str, list[dict[str, Any]]] = {}
    waiting = [iter(page.layout)]
    while waiting:
        item = next(waiting[-1], None)
        if item is None:
            waiting.pop()
        elif isinstance(item, LTChar):
            letters.append(item)
        elif isinstance(item, LTContainer):
            waiting.append(iter(item))
        else:
            record = page.process_object(item)
            drawn.setdefault(record["object_type"], []).append(record)
    page._objects = drawn
    return letters


def _find_tables(page: Any) -> list[Any]:
    """Return pdfplumber's tables; those without outer sides are closed by the ends of their level rules."""
    _drop_backgrounds(page)
    rules = [
        Rule(edge["orientation"] == "h", edge["x0"], edge["x1"], edge["top"], edge["bottom"])
        for edge in page.edges[:_MOST_RULES]
    ]
    bands = find_open_bands(rules)
    tables = [table for table in page.find_tables() if not any(band.holds(*_middle(table.bbox)) for band in bands)]
    for band in bands:
        part = page.crop((max(0, band.x0 - 2), max(0, band.top - 2), band.x1 + 2, band.bottom + 2), strict=False)
        tables += part.find_tables({"explicit_vertical_lines": [band.x0, band.x1]})
    return tables


def _drop_backgrounds(page: Any) -> None:
    """Drop white rectangles without a side: editors lay them behind words and lines, where they look like cells."""
    rectangles = page.objects.get("rect", [])
    page.objects["rect"] = [shape for shape in rectangles if shape.get("stroke") or not _is_white(shape)]


def _is_white(shape: dict[str, Any]) -> bool:
    colour = shape.get("non_stroking_color")
    values = colour if isinstance(colour, (tuple, list)) else (colour,)
    if len(values) == 4:
        return all(value == 0 for value in values)
    return all(isinstance(value, (int, float)) and value >= 1 for value in values)


def _is_table(grid: Grid) -> bool:
    """Say whether a grid has cells enough; one row of three may go on behind a break."""
    cells = sum(cell is not None for row in grid for cell in row)
    return cells >= 3 if len(grid) == 1 else max(len(row) for row in grid) >= 2 and cells >= 4


def _lost(page: Any, letters: Iterable[Any], parsed: RawPage, grids: Sequence[Grid]) -> list[tuple[str, Box]]:
    """Return the Chinese letters in cells on whose places pdfium has read none, in the coordinates of pdfplumber."""
    named = [(letter, item) for item in letters if (letter := _chinese(item.get_text()))]
    missing = Counter(letter for letter, _ in named) - Counter(parsed.text)
    if not missing:
        return []
    left, top = page.cropbox[0] - page.mediabox[0], page.cropbox[1] - page.mediabox[1]
    read = {(int(x / _TILE_PT), int(y / _TILE_PT)) for x, y in _tiles(parsed.boxes)}
    cells = [cell for grid in grids for row in grid for cell in row if cell]
    lost = []
    for letter, item in named:
        if letter in missing:
            record = page.process_object(item)
            box = record["x0"], record["top"], record["x1"], record["bottom"]
            x, y = (box[0] + box[2]) / 2 - left, (box[1] + box[3]) / 2 - top
            if (int(x / _TILE_PT), int(y / _TILE_PT)) not in read and _within(x, y, cells):
                lost.append((letter, box))
    return lost


def _chinese(text: str) -> str:
    """Return the Chinese letter that a text is, nothing for any other."""
    letter = folded(ord(text)) if len(text) == 1 else ""
    return letter if "一" <= letter <= "\u9fff" else ""


def _tiles(boxes: array[float]) -> Iterator[tuple[float, float]]:
    """Give points all over every box, no farther apart than a tile is wide."""
    for k in range(0, len(boxes), 4):
        x0, top, x1, bottom = boxes[k : k + 4]
        columns, rows = int((x1 - x0) / _TILE_PT) + 2, int((bottom - top) / _TILE_PT) + 2
        for i in range(min(columns, _MOST_TILES)):
            for j in range(min(rows, _MOST_TILES)):
                yield min(x0 + i * _TILE_PT, x1), min(top + j * _TILE_PT, bottom)


def _within(x: float, y: float, cells: Sequence[Box]) -> bool:
    return any(cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3] for cell in cells)


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _moved(box: Box, left: float, top: float) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top
