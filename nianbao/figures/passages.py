"""The words around a figure, as far as they may say what it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LINKS = "、，和及共计约近 "
"""What links figures and says nothing of them."""


class Surroundings(NamedTuple):
    """The words around a figure, and what the figures before it in its sentence were.

    `marked` is a word by which the figure is no plain count (剩余, 日均): only a phrase with that word counts it.
    `near` stands before it, `after` behind it, `clause` further left in its clause, `beyond` behind the next figure.
    `follows` is the code of the count that it follows in its sentence: empty if that has none, None if it follows none.
    """

    near: str
    after: str
    clause: str
    beyond: str
    sentence: str
    heading: str
    unit: str
    domains: Mapping[str, float]
    before: tuple[str, ...] = ()
    whole: str | None = None
    marked: str = ""
    paragraph: str = ""
    follows: str | None = None

    @property
    def own(self) -> str:
        """Return the figure's own words; of one without any, its list's (法律明白人培训4期、350人次)."""
        return f"{self.clause if len(self.near.strip(LINKS)) < 2 else ''}{self.near}{self.after}"

    @property
    def passage(self) -> tuple[str, ...]:
        """Return the words of sentence and heading, in which a phrase's condition may stand; if not, in `paragraph`."""
        return self.near, self.after, self.clause, self.beyond, self.sentence, self.heading
