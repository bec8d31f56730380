"""Give the pages of a file as pictures: a PDF's pages rendered, or an image file as one page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from nianbao.reasons import Rejection

_PAGE_PT = 842.0


@dataclass(frozen=True, slots=True)
class Picture:
    """A page's pixels (RGB, height by width by 3, as a numpy array), of which `scale` make a point."""

    number: int
    pixels: Any
    scale: float

    @property
    def width_pt(self) -> float:
        """Return the page's width."""
        return float(self.pixels.shape[1] / self.scale)

    @property
    def height_pt(self) -> float:
        """Return the page's height."""
        return float(self.pixels.shape[0] / self.scale)


class Pictures(Protocol):
    """A file whose pages can be had as pictures."""

    def picture(self, number: int) -> Picture:
        """Return the picture of a page."""


class _OnePicture:
    def __init__(self, pixels: Any) -> None:
        self._pixels = pixels

    def picture(self, number: int) -> Picture:
        return Picture(number, self._pixels, max(self._pixels.shape[:2]) / _PAGE_PT)


class _PdfPictures:
    def __init__(self, pdf: Any, dots_per_inch: int) -> None:
        self._pdf, self._dots_per_point = pdf, dots_per_inch / 72

    def picture(self, number: int) -> Picture:
        return Picture(number, *self._pdf.picture(number, self._dots_per_point))


def open_pictures(path: Path, dots_per_inch: int = 200) -> Pictures:
    """Open the file, an image as one page of A4's height; ValueError when no pictures can be had of it.

    `dots_per_inch` is for pages that are rendered: 200 to be recognised, fewer to be looked at.
    """
    with path.open("rb") as stream:
        is_pdf = b"%PDF-" in stream.read(1024)
    if not is_pdf:
        from nianbao.documents.ocr import decode

        return _OnePicture(decode(path.read_bytes()))
    from nianbao.documents.pdf.file import open_pdf

    pdf = open_pdf(path, 1 << 30)
    if isinstance(pdf, Rejection):
        raise ValueError(pdf.detail)
    return _PdfPictures(pdf, dots_per_inch)
