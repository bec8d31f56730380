"""Open a PDF and give its pages: text and boxes, ruled tables, pictures."""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from nianbao.documents.pages import Grid, Letter, RawPage
from nianbao.documents.pdf.characters import read_characters
from nianbao.documents.pdf.drawn import find_drawn
from nianbao.documents.pdf.ruled import RuledTables
from nianbao.reasons import Reason, Rejection

_DOTS_PER_POINT = 200 / 72
_MOST_PIXELS = 4000


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


class PdfFile:
    """An opened PDF whose pages are read one by one, each closed before the next."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pdf = pypdfium2.PdfDocument(str(path))
        self._ruled = RuledTables(path)

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
        """Return the ruled tables of a page as grids of cells, and letters that the page's text has lost from them."""
        return self._ruled.find(parsed)

    def picture(self, number: int, dots_per_point: float = _DOTS_PER_POINT) -> tuple[Any, float]:
        """Render a page as it is shown; return its pixels (RGB, height by width by 3) and how many make a point."""
        page = self._pdf[number - 1]
        try:
            scale = min(dots_per_point, _MOST_PIXELS / max(page.get_size()))
            return page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3].copy(), scale
        finally:
            page.close()


def _read_page(page: Any, number: int, most_characters: int) -> tuple[RawPage, bool]:
    width, height = page.get_size()
    drawn = find_drawn(page)
    text, boxes, turn, aslant = read_characters(page, most_characters, drawn.aslant)
    is_picture = drawn.is_outlined and not text.strip()
    pictured = 1.0 if is_picture else min(1.0, drawn.covered / max(1.0, width * height))
    found = RawPage(number, width, height, text, boxes, drawn.images, pictured=pictured, turn=turn, aslant=aslant)
    return found, drawn.is_ruled


def _holds(path: Path, words: bytes) -> bool:
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find(words) >= 0
