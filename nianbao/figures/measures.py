"""Read what stands around a number: its unit, how exact it is, and the interval that it truly states."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from nianbao.figures.facts import Qualifier
from nianbao.figures.numerals import TRADITIONAL, Numeral

_ONE = Decimal(1)
# Nouns that end like a qualifier: 检查商超218家, 修订村规民约46份.
_NOUN = re.compile(r"(?:[附最邻就]近|[条节签违预公院民契租]约|商超)$")
_ROUGH = (Decimal("0.9"), Decimal("1.1"))


class Quantity(NamedTuple):
    """A number with its unit: span, value and bounds in the base unit, and the qualifier that set the bounds."""

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: Qualifier


class Measurer:
    """Reads quantities with the measure words and the qualifier words of the catalogue."""

    def __init__(self, units: dict[str, Any], cues: dict[str, Any]) -> None:
        words = sorted(set(units["measures"]), key=len, reverse=True)
        self._unit = re.compile(r"[ \u00a0\u3000]?\n?(?:" + "|".join(map(re.escape, words)) + "|個)")
        self._about = tuple(cues["about_before"])
        self._over = tuple(cues["over_before"])
        self._at_least = tuple(cues["at_least_before"])
        self._at_most = tuple(cues["at_most_before"])
        self._after: tuple[tuple[tuple[str, ...], Qualifier], ...] = (
            (tuple(cues["at_least_after"]), "at_least"),
            (tuple(cues["at_most_after"]), "at_most"),
            (tuple(cues["about_after"]), "about"),
        )

    def measure(self, text: str, numeral: Numeral, before: str, shared: Qualifier | None = None) -> Quantity:
        """Read the quantity of a numeral; `before` is the clause's text in front of it.

        `shared` is the qualifier of the figure before it in one list (分别超98.5%和99%): it holds for all of them.
        """
        unit, end = numeral.percent, numeral.end
        found = None if unit else self._unit.match(text, end)
        if found and not ("\n" in found[0] and "\t" in text[text.rfind("\n", 0, end) + 1 : end]):
            unit, end = found[0].strip().translate(TRADITIONAL), found.end()
        qualifier = self._qualifier(before.rstrip(), text[end : end + 3], numeral.over)
        if qualifier == "exact" and shared is not None:
            qualifier = shared
        value = numeral.value
        if value is None:
            return Quantity(numeral.start, end, None, None, None, unit, qualifier)
        low, high = interval(value, numeral.place, qualifier, numeral.over)
        return Quantity(numeral.start, end, value, low, high, unit, qualifier)

    def _qualifier(self, before: str, after: str, over: bool) -> Qualifier:
        for words, qualifier in self._after:
            if after.startswith(words):
                return qualifier
        if before.endswith(self._at_least):
            return "at_least"
        if before.endswith(self._at_most):
            return "at_most"
        if _NOUN.search(before):
            return "over" if over else "exact"
        if before.endswith(self._about):
            return "about"
        return "over" if over or before.endswith(self._over) else "exact"


def interval(
    value: Decimal, place: Decimal, qualifier: Qualifier, marked: bool
) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds that a number states (STANDARD.md §2).

    余 reaches to the next unit of the last place that is not nought: 300余 is 300–399, 440余 is 440–449; with 约 it
    keeps that interval. 约 alone is a tenth to either side.
    """
    beyond = value + place - _ONE if place >= _ONE else value + place
    if qualifier == "at_least":
        return value, None
    if qualifier == "at_most":
        return None, value
    if qualifier == "over" or (qualifier == "about" and marked):
        return value, beyond
    if qualifier == "about":
        return value * _ROUGH[0], value * _ROUGH[1]
    return value, value
