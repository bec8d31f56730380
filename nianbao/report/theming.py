"""Group what units say of their problems and plans by theme, with who said so; their words, never the district's.

The themes and their words are templates/themes.yml, which an office may edit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from nianbao.report.printing import shortened
from nianbao.report.view import Passage, Said, Theme

OTHER = "其他"
_MOST = 140
_LEAST = 6
_PARTS = re.compile(r"(?<=[。；;！])|(?=(?<![一-鿿])[一二三四五六七八九十]是)")
_LEAD = re.compile(
    r"^(?:\d{1,2}(?:[．.]\d{1,2})+(?!\d|[%％万亿倍元个平公亩吨米])[、．.]?|[一二三四五六七八九十]+是(?:要)?"
    r"|[（(]?[一二三四五六七八九十\d]+(?:[）)、]|[．.](?!\d)|[．.](?=\d{4}年))|[①-⑨])\s*"
)


class ThemeWords(BaseModel):
    """A theme and the words by which a sentence belongs to it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes in the order in which they are shown."""

    listed: tuple[ThemeWords, ...]

    def group(self, passages: Iterable[Passage]) -> tuple[Theme, ...]:
        """Return the themes that some unit speaks of, those of most units first, what fits none at the end."""
        found: dict[str, list[Said]] = {}
        for passage in passages:
            for said in statements(passage):
                found.setdefault(self.name_of(said), []).append(Said(passage.unit_name, shortened(said, _MOST)))
        themes = [Theme(name, len({said.unit_name for said in own}), tuple(own)) for name, own in found.items()]
        order = [theme.name for theme in self.listed] + [OTHER]
        return tuple(sorted(themes, key=lambda t: (t.name == OTHER, -t.units, order.index(t.name))))

    def name_of(self, said: str) -> str:
        """Return the theme whose words a sentence uses most, the first of several."""
        scores = [(sum(said.count(word) for word in theme.words), theme.name) for theme in self.listed]
        best = max(scores, key=lambda score: score[0], default=(0, OTHER))
        return best[1] if best[0] else OTHER


def load_themes(templates: Path) -> Themes:
    """Load the themes of a templates folder."""
    raw = yaml.safe_load((templates / "themes.yml").read_text(encoding="utf-8"))
    return Themes(TypeAdapter(tuple[ThemeWords, ...]).validate_python(raw))


def statements(passage: Passage) -> Iterator[str]:
    """Yield the sentences of a passage without their counting words; headings and scraps are none."""
    lines: Sequence[str] = passage.full or passage.opening
    for line in lines:
        for part in _PARTS.split(line):
            said = without_number(part.strip()).rstrip("；;，,")
            if len(said) >= _LEAST and not said.endswith(("：", ":")):
                yield said


def without_number(said: str) -> str:
    """Return a sentence without the number under which it was counted: 一是…, （二）…, 3．…."""
    return _LEAD.sub("", said)
