"""Read a Word document (.docx): paragraphs and tables in order, inserted text kept, deleted text gone.

The one module that knows python-docx. Pages do not exist before a program lays the text out, so there are no places.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from nianbao.documents.flowing import Rows, build_document
from nianbao.documents.limits import Limits
from nianbao.documents.media import Media
from nianbao.documents.model import Document
from nianbao.documents.numbering import Numbering
from nianbao.reasons import Reason, Rejection

_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN = (qn(f"w:{name}") for name in ("t", "tab", "br", "cr", "noBreakHyphen"))
_BOX = qn("w:txbxContent")
_PARAGRAPH = qn("w:p")
_SKIPPED = frozenset(
    (qn("w:del"), qn("w:pPr"), qn("w:rPr"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)


def read_docx(data: bytes, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a .docx file, or why it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unzipped = sum(item.file_size for item in archive.infolist() if item.filename.endswith((".xml", ".rels")))
        if unzipped > limits.unzipped_bytes:
            return Rejection(Reason.TOO_LARGE, f"解压后{unzipped / 1024**2:.0f} MB")
        opened = docx.Document(io.BytesIO(data))
        parts = list(_parts(opened, Numbering(opened)))
        furniture = tuple(_furniture(opened))
    except MemoryError:
        return Rejection(Reason.MEMORY)
    except Exception:  # a damaged file makes zipfile, zlib, lxml and python-docx raise whatever they meet first
        return Rejection(Reason.UNREADABLE, "Word文件已损坏")
    document = build_document(parts, sha256, Media.DOCX, furniture)
    return document if document.text.strip() else Rejection(Reason.EMPTY, "没有文字")


def _parts(container: Any, numbering: Numbering) -> Iterator[str | Rows]:
    for item in container.iter_inner_content():
        if isinstance(item, Table):
            rows = _rows(item)
            if rows:
                yield rows
        else:
            label = numbering.label(item._p)
            for k, line in enumerate(_paragraphs(item._p)):
                yield label + line if k == 0 else line


def _paragraphs(element: Any) -> Iterator[str]:
    """Give the lines of a paragraph, then those of the text boxes anchored in it."""
    boxes: list[Any] = []
    words = "".join(_words(element, boxes))
    for line in words.split("\n"):
        if line.strip(" \u3000\xa0"):
            yield line.rstrip()
    for box in boxes:
        for inner in box.iter(_PARAGRAPH):
            yield from _paragraphs(inner)


def _words(element: Any, boxes: list[Any]) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag == _TAB:
            yield " "
        elif child.tag in (_BREAK, _RETURN):
            yield "\n"
        elif child.tag == _HYPHEN:
            yield "-"
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _SKIPPED:
            yield from _words(child, boxes)


def _rows(table: Table) -> list[list[str | None]]:
    seen: set[Any] = set()
    rows: list[list[str | None]] = []
    for row in table.rows:
        cells: list[str | None] = []
        for cell in row.cells:
            cells.append(None if cell._tc in seen else _cell(cell))
            seen.add(cell._tc)
        rows.append(cells)
    return rows


def _cell(cell: Any) -> str:
    lines = [line.strip() for paragraph in cell._tc.iter(_PARAGRAPH) for line in _paragraphs(paragraph)]
    joined = " ".join(re.sub(r"[\t ]+", " ", line) for line in lines)
    return re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=\S)|(?<=\S) (?=[\u3000-\u9fff\uff00-\uffef])", "", joined)


def _furniture(opened: Any) -> Iterator[str]:
    for section in opened.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from (paragraph.text.strip() for paragraph in part.paragraphs if paragraph.text.strip())
