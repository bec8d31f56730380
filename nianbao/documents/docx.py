"""Read a Word document (.docx): paragraphs and tables in order, inserted text kept, deleted text gone.

The one module that knows python-docx. Pages do not exist before a program lays the text out, so there are no places.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import docx

from nianbao.documents.flowing import Rows, build_document, join_lines
from nianbao.documents.limits import Limits
from nianbao.documents.media import Media
from nianbao.documents.model import Document
from nianbao.documents.numbering import Numbering
from nianbao.documents.runs import WORD, Words
from nianbao.reasons import Reason, Rejection

_PARAGRAPH, _TABLE, _ROW, _CELL = (WORD + name for name in ("p", "tbl", "tr", "tc"))
_WRAPPERS = frozenset(WORD + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))
_MOST_SPAN = 100


def read_docx(data: bytes, sha256: str, limits: Limits) -> Document | Rejection:
    """Return the Document of a .docx file, or why it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unzipped = sum(item.file_size for item in archive.infolist() if item.filename.endswith((".xml", ".rels")))
        if unzipped > limits.unzipped_bytes:
            return Rejection(Reason.TOO_LARGE, f"解压后{unzipped / 1024**2:.0f} MB")
        opened = docx.Document(io.BytesIO(data))
        words = Words(opened.styles.element.iterchildren(WORD + "style"))
        parts = list(_parts(opened.element.body, Numbering(opened), words))
        furniture = tuple(_furniture(opened))
    except MemoryError:
        return Rejection(Reason.MEMORY)
    except Exception:  # a damaged file makes zipfile, zlib, lxml and python-docx raise whatever they meet first
        return Rejection(Reason.UNREADABLE, "Word文件已损坏")
    document = build_document(parts, sha256, Media.DOCX, furniture)
    return document if document.text.strip() else Rejection(Reason.EMPTY, "没有文字")


def _parts(body: Any, numbering: Numbering, words: Words) -> Iterator[str | Rows]:
    for item in _inside(body, _PARAGRAPH, _TABLE):
        if item.tag == _TABLE:
            yield from _tables(item, words)
        else:
            label = numbering.label(item)
            for k, line in enumerate(words.lines(item)):
                yield label + line if k == 0 else line


def _inside(element: Any, *tags: str) -> Iterator[Any]:
    """Give the children of these kinds, also those in content controls and tracked insertions."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, *tags)


def _tables(table: Any, words: Words) -> Iterator[Rows]:
    """Give a table and then those nested in its cells, whose figures would else run into the cell's own."""
    rows: list[list[str | None]] = []
    nested: list[Any] = []
    for row in _inside(table, _ROW):
        if not _is_deleted(row):
            rows.append(list(_cells(row, bool(rows), words, nested)))
    width = max((len(row) for row in rows), default=0)
    if width:
        yield [[*row, *([""] * (width - len(row)))] for row in rows]
    for inner in nested:
        yield from _tables(inner, words)


def _is_deleted(row: Any) -> bool:
    properties = row.find(WORD + "trPr")
    return properties is not None and properties.find(WORD + "del") is not None


def _cells(row: Any, has_above: bool, words: Words, nested: list[Any]) -> Iterator[str | None]:
    """Give the words of a row's cells; None where a merged cell of the left or of above covers the place."""
    properties = row.find(WORD + "trPr")
    yield from [""] * _number(properties, "gridBefore", 0)
    for cell in _inside(row, _CELL):
        properties = cell.find(WORD + "tcPr")
        merged = None if properties is None else properties.find(WORD + "vMerge")
        goes_on = has_above and merged is not None and merged.get(WORD + "val", "continue") == "continue"
        yield None if goes_on else _words_of(cell, words)
        nested += () if goes_on else _inside(cell, _TABLE)
        yield from [None] * (max(1, _number(properties, "gridSpan", 1)) - 1)


def _number(properties: Any, name: str, default: int) -> int:
    child = None if properties is None else properties.find(WORD + name)
    value = "" if child is None else child.get(WORD + "val", "")
    return min(int(value), _MOST_SPAN) if value.isdecimal() else default


def _words_of(cell: Any, words: Words) -> str:
    return join_lines(line for inner in _inside(cell, _PARAGRAPH) for line in words.lines(inner))


def _furniture(opened: Any) -> Iterator[str]:
    for section in opened.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from (paragraph.text.strip() for paragraph in part.paragraphs if paragraph.text.strip())
