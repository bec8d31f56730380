"""Parse the pages of a PDF: characters with boxes by pdfium, ruled tables by pdfplumber. Runs in the child only.

The one module that knows either library. pdfplumber costs five times as much as pdfium, so it sees only those pages
that have rules.
"""

from __future__ import annotations

import ctypes
import mmap
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import pi, sin
from operator import sub
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from nianbao.documents.folding import folded
from nianbao.documents.model import Box
from nianbao.documents.pages import Grid, Letter, RawPage
from nianbao.documents.ruling import Rule, find_open_bands
from nianbao.reasons import Reason, Rejection

_LEAST_RULES = 4
_LEAST_RULE_PT = 12.0
_MOST_OBJECTS = 20_000
_MOST_DEPTH = 3
_OUTLINES = 300
_DOTS_PER_POINT = 200 / 72
_MOST_PIXELS = 4000
_SUSPECT_PT = 48.0
_SAMPLED = 30
_LEAST_DOWN = 4
_SEGMENTS = 5
_TILE_PT = 4.0
_ASLANT = 0.1
"""Sine times cosine of a slant, of six degrees here; a page that was scanned a little askew is none."""
_MOST_ASLANT = 0.4
_MOST_TILES = 16


class PdfFile:
    """An opened PDF whose pages are read one by one, each closed before the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf = pypdfium2.PdfDocument(str(path))
        self._plumber: Any = None

    def __len__(self) -> int:
        """Count the pages."""
        return len(self._pdf)

    def asides(self) -> list[str]:
        """Say what the file carries besides its pages; none of it is run or read."""
        found = []
        scripts = raw.FPDFDoc_GetJavaScriptActionCount(self._pdf.raw) > 0
        if scripts or _holds(self._path, b"/JavaScript"):
            found.append("文件内嵌脚本，未执行")
        if (attached := raw.FPDFDoc_GetAttachmentCount(self._pdf.raw)) > 0:
            found.append(f"文件附带{attached}个内嵌文件，未读取")
        return found

    def pages(self, most_characters: int, first: int = 1) -> Iterator[tuple[RawPage, bool]]:
        """Give every page from the first in order, with a word whether it has rules enough for a table."""
        for index in range(first - 1, len(self._pdf)):
            page = self._pdf[index]
            try:
                yield _read_page(page, index + 1, most_characters)
            finally:
                page.close()

    def tables(self, parsed: RawPage) -> tuple[tuple[Grid, ...], list[Letter]]:
        """Return the ruled tables of a page as grids of cells, at least two by two, and letters lost from the cells.

        pdfium drops a letter that stands alone in a font that is not embedded (组 and 处 in a column of units).
        """
        if self._plumber is None:
            import pdfplumber

            self._plumber = pdfplumber.open(str(self._path))
        page = self._plumber.pages[parsed.number - 1]
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

    def picture(self, number: int, dots_per_point: float = _DOTS_PER_POINT) -> tuple[Any, float]:
        """Render a page as it is shown; return its pixels (RGB, height by width by 3) and how many make a point."""
        page = self._pdf[number - 1]
        try:
            scale = min(dots_per_point, _MOST_PIXELS / max(page.get_size()))
            return page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].copy(), scale
        finally:
            page.close()


def _holds(path: Path, words: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(words) >= 0


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


def _find_tables(page: Any) -> list[Any]:
    """Return pdfplumber's tables; those without outer sides are closed by the ends of their level rules."""
    _drop_backgrounds(page)
    rules = [
        Rule(edge["orientation"] == "h", edge["x0"], edge["x1"], edge["top"], edge["bottom"])
        for edge in page.edges[:_MOST_OBJECTS]
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


def _middle(box: Box) -> tuple[float, float]:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def open_pdf(path: Path, most_pages: int) -> PdfFile | Rejection:
    """Open the file, or say why it cannot be: encrypted, damaged, without pages, or with too many."""
    try:
        pdf = PdfFile(path)
    except pypdfium2.PdfiumError as error:
        words = str(error).lower()
        if "password" in words or "security" in words:
            return Rejection(Reason.ENCRYPTED)
        if "success" in words:
            return Rejection(Reason.EMPTY, "没有一页")
        return Rejection(Reason.UNREADABLE, "PDF结构已损坏")
    if len(pdf) == 0:
        return Rejection(Reason.EMPTY, "没有一页")
    if len(pdf) > most_pages:
        return Rejection(Reason.TOO_MANY_PAGES, f"{len(pdf)}页，上限{most_pages}页")
    return pdf


def _read_page(page: Any, number: int, most_characters: int) -> tuple[RawPage, bool]:
    width, height = page.get_size()
    rules = images = paths = 0
    covered, slants = 0.0, False
    for kind, item in _objects(page):
        if kind in (raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_FORM):
            slants = slants or _slants(item)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            images += 1
            left, bottom, right, top = _bounds(item)
            covered += abs(right - left) * abs(top - bottom)
        elif kind == raw.FPDF_PAGEOBJ_PATH:
            paths += 1
            if rules < _LEAST_RULES:
                left, bottom, right, top = _bounds(item)
                lines = max(1, raw.FPDFPath_CountSegments(item) // _SEGMENTS)
                rules += lines if max(right - left, top - bottom) > _LEAST_RULE_PT else 0
    text, boxes, turn, aslant = _characters(page, most_characters, slants)
    drawn = paths > _OUTLINES and not text.strip()  # letters as outlines: the page is a picture of text
    pictured = 1.0 if drawn else min(1.0, covered / max(1.0, width * height))
    found = RawPage(number, width, height, text, boxes, images, pictured=pictured, turn=turn, aslant=aslant)
    return found, rules >= _LEAST_RULES


def _objects(page: Any) -> Iterator[tuple[int, Any]]:
    """Give the kind and the handle of every object of the page and of the forms on it, up to a bound."""
    waiting = [(raw.FPDFPage_CountObjects(page.raw), raw.FPDFPage_GetObject, page.raw, 1)]
    seen = 0
    while waiting:
        count, get, holder, depth = waiting.pop()
        for k in range(count):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            item = get(holder, k)
            kind = raw.FPDFPageObj_GetType(item)
            if kind == raw.FPDF_PAGEOBJ_FORM and depth < _MOST_DEPTH:
                waiting.append((raw.FPDFFormObj_CountObjects(item), raw.FPDFFormObj_GetObject, item, depth + 1))
            yield kind, item


def _bounds(item: Any) -> Box:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    raw.FPDFPageObj_GetBounds(item, left, bottom, right, top)
    return left.value, bottom.value, right.value, top.value


def _slants(item: Any) -> bool:
    """Say whether a text or a form is laid aslant, as watermarks are."""
    matrix = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, matrix)
    return bool(abs(matrix.a * matrix.b) > _ASLANT * (matrix.a**2 + matrix.b**2))


def _characters(page: Any, most: int, slants: bool) -> tuple[str, array[float], int, str]:
    """Return the page's characters in content order and their boxes, folded, line ends as line feeds; how they run.

    Last come the words that run aslant over the page, which are no part of it.
    """
    textpage = page.get_textpage()
    handle = textpage.raw
    count = min(raw.FPDFText_CountChars(handle), most)
    rects = (raw.FS_RECTF * count)()
    letters: list[str] = []
    kept: list[int] = []
    box_of = raw.FPDFText_GetLooseCharBox
    high = 0
    free = iter(rects)
    for k, code in enumerate(_codes(handle, count)):
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                high = code
                continue
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        letter = folded(code)
        if letter:
            box_of(handle, k, next(free))
            letters.append(letter)
            kept.append(k)
    turn = _turn(handle, page.get_rotation())
    if not turn and not page.get_rotation() and _runs_down(rects, len(kept)):
        turn = 90
    sides = array("f", bytes(rects)[: 16 * len(kept)])
    aslant = _find_aslant(handle, kept) if slants else []
    words = "".join(letters[k] for k in aslant)
    for k in reversed(aslant):
        del letters[k], kept[k], sides[4 * k : 4 * k + 4]
    boxes = _placed(sides, kept, page, handle)
    textpage.close()
    return "".join(letters), boxes, turn, words


def _codes(handle: Any, count: int) -> Sequence[int]:
    """Return the code of every character; all at once where each has one, which takes a twentieth of the time."""
    units = (ctypes.c_ushort * (count + 1))()
    if raw.FPDFText_GetText(handle, 0, count, units) == count + 1:
        return units[:count]
    return [raw.FPDFText_GetUnicode(handle, k) for k in range(count)]


def _find_aslant(handle: Any, kept: Sequence[int]) -> list[int]:
    """Return which of the characters run aslant; none where most do, for then they are what the page says."""
    angles = [raw.FPDFText_GetCharAngle(handle, k) for k in kept]
    found = [k for k, angle in enumerate(angles) if angle >= 0 and abs(sin(2 * angle)) > 2 * _ASLANT]
    return found if len(found) < _MOST_ASLANT * len(kept) else []


def _placed(sides: array[float], kept: Sequence[int], page: Any, handle: Any) -> array[float]:
    """Return the boxes of the characters kept, in points from the top left of the page as it is shown.

    `sides` has left, top, right and bottom of each, measured from the lower left.
    """
    lefts, tops, rights, bottoms = (sides[n::4] for n in range(4))
    left, _, _, top = page.get_cropbox()
    if page.get_rotation() or max(map(sub, rights, lefts), default=0.0) > _SUSPECT_PT:
        loose = zip(lefts, bottoms, rights, tops, strict=True)
        place = _placing(page)
        return array("f", [side for k, box in zip(kept, loose, strict=True) for side in place(*_tight(handle, k, box))])
    if left:
        sides[0::4], sides[2::4] = array("f", [x - left for x in lefts]), array("f", [x - left for x in rights])
    sides[1::4], sides[3::4] = array("f", [top - y for y in tops]), array("f", [top - y for y in bottoms])
    return sides


def _tight(handle: Any, k: int, loose: Box) -> Box:
    """Return the ink's box in place of one that is three times as large: so pdfium boxes fonts of upright writing."""
    if loose[2] - loose[0] <= _SUSPECT_PT or loose[3] - loose[1] <= _SUSPECT_PT:
        return loose
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, k, left, right, bottom, top)
    width, height = right.value - left.value, top.value - bottom.value
    if 0 < 3 * width < loose[2] - loose[0] and 0 < 3 * height < loose[3] - loose[1]:
        return left.value, bottom.value, right.value, top.value
    return loose


def _turn(handle: Any, rotation: int) -> int:
    """Return by how many degrees, in quarters, most characters run clockwise on the page as it is shown."""
    count = raw.FPDFText_CountChars(handle)
    angles = [raw.FPDFText_GetCharAngle(handle, k) for k in range(0, count, max(1, count // _SAMPLED))]
    quarters = Counter(round(angle / (pi / 2)) % 4 for angle in angles if angle >= 0)
    most = quarters.most_common(1)[0][0] if quarters else 0
    return (90 * most + rotation) % 360 if most else 0


def _runs_down(rects: Any, count: int) -> bool:
    """Say whether most characters stand below the one before, as in upright writing, whose columns go to the left."""
    down = across = 0
    for k in range(0, count - 1, max(1, count // _SAMPLED)):
        one, two = rects[k], rects[k + 1]
        width, height = one.right - one.left, one.top - one.bottom
        if width > 0 and height > 0 and two.right > two.left:
            below = abs(two.left - one.left) < 0.5 * width and 0.4 * height < one.top - two.top < 1.6 * height
            down, across = down + below, across + (abs(two.top - one.top) < 0.5 * height)
    return down > max(_LEAST_DOWN, 2 * across)


def _placing(page: Any) -> Callable[[float, float, float, float], Box]:
    """Return the map from the page's own axes to points from the top left of the page as it is shown."""
    left, bottom, right, top = page.get_cropbox()
    rotation = page.get_rotation()

    def upright(x0: float, y0: float, x1: float, y1: float) -> Box:
        return x0 - left, top - y1, x1 - left, top - y0

    def quarter(x0: float, y0: float, x1: float, y1: float) -> Box:
        return y0 - bottom, x0 - left, y1 - bottom, x1 - left

    def half(x0: float, y0: float, x1: float, y1: float) -> Box:
        return right - x1, y0 - bottom, right - x0, y1 - bottom

    def three_quarters(x0: float, y0: float, x1: float, y1: float) -> Box:
        return top - y1, right - x1, top - y0, right - x0

    return {90: quarter, 180: half, 270: three_quarters}.get(rotation, upright)


def _moved(box: Box, left: float, top: float) -> Box:
    return box[0] - left, box[1] - top, box[2] - left, box[3] - top


def _is_table(grid: Grid) -> bool:
    """Say whether a grid has cells enough; one row of three may go on behind a break."""
    cells = sum(cell is not None for row in grid for cell in row)
    return cells >= 3 if len(grid) == 1 else max(len(row) for row in grid) >= 2 and cells >= 4
