"""Print the numbers that Word counts itself: 一、 and （一） of a numbered list stand in no run of its text."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "〇一二三四五六七八九"
_FORMATS_CHINESE = re.compile(r"chinese|taiwanese|japanese|ideographDigital|korean", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: how its number is written, the words around it, and where it starts."""

    form: str
    words: str
    start: int


class Numbering:
    """The lists of one document, counted on as its paragraphs are read in order."""

    def __init__(self, opened: Any) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level]]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        part = next((rel.target_part for rel in opened.part.rels.values() if rel.reltype.endswith("/numbering")), None)
        if part is not None:
            self._load(part.element)
        self._styles = {
            style.style_id: style.element.pPr.numPr
            for style in opened.styles
            if getattr(style.element, "pPr", None) is not None and style.element.pPr.numPr is not None
        }

    def _load(self, element: Any) -> None:
        levels = {
            abstract.get(_WORD + "abstractNumId"): {
                int(level.get(_WORD + "ilvl")): _level(level) for level in abstract.iterchildren(_WORD + "lvl")
            }
            for abstract in element.iterchildren(_WORD + "abstractNum")
        }
        for num in element.iterchildren(_WORD + "num"):
            abstract = _value(num, "abstractNumId", "")
            self._lists[num.get(_WORD + "numId")] = (abstract, levels.get(abstract, {}))

    def label(self, paragraph: Any) -> str:
        """Return the number before a paragraph as Word shows it, nothing for a bullet or for a plain paragraph."""
        properties = paragraph.pPr
        number = properties.numPr if properties is not None else None
        if number is None and properties is not None and properties.pStyle is not None:
            number = self._styles.get(properties.pStyle.val)
        if number is None or number.numId is None:
            return ""
        abstract, levels = self._lists.get(str(number.numId.val), ("", {}))
        depth = number.ilvl.val if number.ilvl is not None else 0
        if depth not in levels:
            return ""
        self._count(abstract, depth, levels)
        counts = self._counts[abstract]
        return re.sub(
            r"%(\d)",
            lambda match: _written(counts.get(int(match.group(1)) - 1, 1), levels.get(int(match.group(1)) - 1)),
            levels[depth].words if levels[depth].form not in ("bullet", "none") else "",
        )

    def _count(self, abstract: str, depth: int, levels: dict[int, Level]) -> None:
        counts = self._counts[abstract]
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            del counts[deeper]


def _level(element: Any) -> Level:
    return Level(
        _value(element, "numFmt", "decimal"), _value(element, "lvlText", ""), int(_value(element, "start", "1"))
    )


def _value(element: Any, tag: str, default: str) -> str:
    child = element.find(_WORD + tag)
    return default if child is None else str(child.get(_WORD + "val", default))


def _written(count: int, level: Level | None) -> str:
    if level is None or not _FORMATS_CHINESE.search(level.form) or not 0 < count < 100:
        return chr(0x2460 + count - 1) if level and "Circle" in level.form and 0 < count <= 20 else str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _CHINESE[tens] + "十")
    return head + (_CHINESE[ones] if ones else "")
