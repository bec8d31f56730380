"""Read a saved web page: its text in blocks, its tables as cells, navigation and scripts left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from nianbao.documents.flowing import LOWERED, RAISED, Rows, build_document, drop_note_marks, join_lines
from nianbao.documents.folding import fold_text
from nianbao.documents.media import Media
from nianbao.documents.model import Document
from nianbao.reasons import Reason, Rejection

_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "nav", "footer", "aside", "button", "select", "head", "iframe",
        "svg", "textarea", "del", "s", "strike", "rt", "rp",
    )
)  # fmt: skip
_BLOCKS = frozenset(
    (
        "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "main", "header",
        "body", "tr", "td", "th", "table", "tbody", "thead", "dd", "dt", "dl", "br", "hr", "pre", "blockquote",
    )
)  # fmt: skip
_LONGEST_CELL = 300
_MOST_SPAN = 60


def read_html(text: str, sha256: str) -> Document | Rejection:
    """Return the Document of a web page's source text."""
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml_html.document_fromstring(bare, parser=lxml_html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.LxmlError, ValueError):
        return Rejection(Reason.UNREADABLE, "网页内容已损坏")
    document = build_document(_parts(root), sha256, Media.HTML)
    return document if document.text.strip() else Rejection(Reason.EMPTY, "网页中没有文字")


def _lines(cell: Any) -> list[str]:
    return [part for part in _parts(cell) if isinstance(part, str)]


def _parts(root: Any) -> Iterator[str | Rows]:
    """Give paragraphs and tables; a run of words ends where a block begins or ends."""
    words: list[str] = []
    for event in _walk(root):
        if isinstance(event, str):
            words.append(event)
            continue
        line = _closed("".join(words))
        words.clear()
        if line:
            yield line
        if event:
            yield event
    line = _closed("".join(words))
    if line:
        yield line


def _walk(root: Any) -> Iterator[str | list[list[str | None]]]:
    """Give words, an empty list at each block's edge, and the rows of each table of data.

    Never recurses, for a page may nest deep.
    """
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        if leaving:
            if element.tag in _BLOCKS:
                yield []
            yield (LOWERED if element.tag == "sup" else "") + (element.tail or "")
            continue
        if not isinstance(element.tag, str) or element.tag in _SKIPPED or _is_hidden(element):
            yield element.tail or ""
            continue
        rows = _rows(element) if element.tag == "table" else []
        if rows:
            yield rows
            yield element.tail or ""
            continue
        if element.tag in _BLOCKS:
            yield []
        yield (RAISED if element.tag == "sup" else "") + (element.text or "")
        stack.append((element, True))
        stack.extend((child, False) for child in reversed(element))


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or "display:none" in (element.get("style") or "").replace(" ", "").lower()


def _rows(table: Any) -> list[list[str | None]]:
    """Return the cells of a table of data; nothing for one that only lays the page out."""
    if table.find(".//table") is not None:
        return []
    grid: dict[tuple[int, int], str | None] = {}
    height = width = 0
    for r, row in enumerate(table.iter("tr")):
        column = 0
        for cell in row.iter("td", "th"):
            while (r, column) in grid:
                column += 1
            words = join_lines(_lines(cell))
            if len(words) > _LONGEST_CELL:
                return []
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            grid.update({(r + i, column + k): None for i in range(high) for k in range(wide)})
            grid[r, column] = words
            column += wide
            width, height = max(width, column), r + 1
    if height < 2 or width < 2:
        return []
    return [[grid.get((r, c), "") for c in range(width)] for r in range(height)]


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "1").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() else 1


def _closed(words: str) -> str:
    """Return words with blanks as single spaces, none beside a Chinese character."""
    line = re.sub(r"[ \t\r\n\xa0]+", " ", fold_text(drop_note_marks(words))).strip(" \u3000")
    return re.sub(r"(?<=[\u3001-\u9fff\uff00-\uffef]) | (?=[\u3001-\u9fff\uff00-\uffef])", "", line)
