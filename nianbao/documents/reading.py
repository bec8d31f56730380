"""Read a submission, whatever its format, into a Document; or say in a Rejection why it cannot be read.

The file is untrusted: a PDF is parsed in a freshly executed interpreter with limits of its own, and the libraries
that parse are imported only where a file needs them.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from nianbao.documents.limits import Limits
from nianbao.documents.media import Media, recognise
from nianbao.documents.model import Document
from nianbao.documents.outline import find_outline, find_sections
from nianbao.documents.tables import find_tables
from nianbao.documents.text import decode
from nianbao.documents.titles import find_title
from nianbao.reasons import Reason, Rejection

__all__ = ["Limits", "read", "read_text"]


def read(path: Path, limits: Limits | None = None) -> Document | Rejection:
    """Return the file as a Document, or the reason for which it is refused; raises only when the disk does."""
    limits = limits or Limits()
    size = path.stat().st_size
    if size == 0:
        return Rejection(Reason.EMPTY)
    if size > limits.file_bytes:
        return Rejection(Reason.TOO_LARGE, f"{size / 1024**2:.1f} MB，上限 {limits.file_bytes / 1024**2:.0f} MB")
    data = path.read_bytes()
    media = recognise(path, data)
    if isinstance(media, Rejection):
        return media
    return _read_as(media, path, data, limits)


def _read_as(media: Media, path: Path, data: bytes, limits: Limits) -> Document | Rejection:
    sha256 = hashlib.sha256(data).hexdigest()
    if media is Media.PDF:
        from nianbao.documents.isolation import read_pdf

        return read_pdf(path, sha256, limits)
    if media in (Media.PNG, Media.JPEG):
        from nianbao.documents.isolation import read_picture

        return read_picture(path, media, sha256, limits)
    if media is Media.DOCX:
        from nianbao.documents.docx import read_docx

        return read_docx(data, sha256, limits)
    text = decode(data)
    if text is None:
        return Rejection(Reason.UNKNOWN_FORMAT, "内容不是文字")
    if len(text) > limits.text_characters:
        return Rejection(Reason.TOO_LARGE, f"{len(text)} 字，上限 {limits.text_characters} 字")
    if media is Media.HTML:
        from nianbao.documents.html import read_html

        return read_html(text, sha256)
    return read_text(text, sha256) if text.strip() else Rejection(Reason.EMPTY)


def read_text(text: str, sha256: str = "") -> Document:
    """Return the Document of a string: the text unchanged, with its title, outline and tables."""
    outline = find_outline(text)
    return Document(
        sha256=sha256,
        media=Media.TEXT.value,
        text=text,
        title=find_title(text),
        outline=outline,
        tables=find_tables(text),
        sections=find_sections(text, outline),
    )
