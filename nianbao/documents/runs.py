"""Read the words of a Word paragraph as they are printed: inserted ones, not deleted, moved or hidden ones.

Knows the XML, not the library: text boxes, content controls and tracked changes are seen by no library's own text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from nianbao.documents.flowing import LOWERED, RAISED, drop_note_marks
from nianbao.documents.folding import fold_text

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _TAB, _BREAK, _RETURN, _HYPHEN, _BOX, _RUN, _TABLE, _PARAGRAPH = (
    WORD + name for name in ("t", "tab", "br", "cr", "noBreakHyphen", "txbxContent", "r", "tbl", "p")
)
_SKIPPED = frozenset(
    (
        *(WORD + name for name in ("del", "moveFrom", "pPr", "rPr", "rt", "sdtPr")),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    )
)
_OFF = ("0", "false", "off")


class Words:
    """The words of one document's paragraphs; `styles` are its styles, some of which raise or hide what they style."""

    def __init__(self, styles: Iterable[Any]) -> None:
        self._raising: set[str] = set()
        self._hiding: set[str] = set()
        for style in styles:
            properties = style.find(WORD + "rPr")
            if properties is not None:
                name = style.get(WORD + "styleId", "")
                self._raising |= {name} if _is_raised(properties) else set()
                self._hiding |= {name} if _is_hidden(properties) else set()

    def lines(self, paragraph: Any) -> Iterator[str]:
        """Give the lines of a paragraph, then those of the text boxes anchored in it."""
        boxes: list[Any] = []
        for line in drop_note_marks("".join(self._words(paragraph, boxes))).split("\n"):
            if line.strip(" \u3000\xa0"):
                yield line.rstrip()
        for box in boxes:
            for inner in paragraphs(box):
                yield from self.lines(inner)

    def _words(self, element: Any, boxes: list[Any]) -> Iterator[str]:
        for child in element:
            if child.tag == _TEXT:
                yield fold_text(child.text or "")
            elif child.tag == _TAB:
                yield " "
            elif child.tag in (_BREAK, _RETURN):
                yield "\n"
            elif child.tag == _HYPHEN:
                yield "-"
            elif child.tag == _BOX:
                boxes.append(child)
            elif child.tag == _RUN:
                yield from self._run(child, boxes)
            elif child.tag not in _SKIPPED:
                yield from self._words(child, boxes)

    def _run(self, run: Any, boxes: list[Any]) -> Iterator[str]:
        properties = run.find(WORD + "rPr")
        style = "" if properties is None else _value(properties, "rStyle")
        if style in self._hiding or (properties is not None and _is_hidden(properties)):
            return
        raised = style in self._raising or (properties is not None and _is_raised(properties))
        yield RAISED if raised else ""
        yield from self._words(run, boxes)
        yield LOWERED if raised else ""


def paragraphs(element: Any) -> Iterator[Any]:
    """Give the paragraphs inside an element in order, those of tables in it too, not those of text boxes in them."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield child
        elif child.tag not in _SKIPPED:
            yield from paragraphs(child)


def _value(properties: Any, name: str) -> str:
    child = properties.find(WORD + name)
    return "" if child is None else str(child.get(WORD + "val", ""))


def _is_raised(properties: Any) -> bool:
    return _value(properties, "vertAlign") == "superscript"


def _is_hidden(properties: Any) -> bool:
    mark = properties.find(WORD + "vanish")
    return mark is not None and mark.get(WORD + "val", "1") not in _OFF
