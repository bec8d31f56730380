"""Weigh what else than its phrase speaks for an indicator: unit, domain, exclusions, context, the figures before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from nianbao.catalogue import Indicator
from nianbao.figures.passages import Surroundings

ANY_UNIT = "*"
UNIT_EQUAL, UNIT_CAST, UNIT_OTHER = 1.0, 0.2, -3.5
DOMAIN, LAST_DOMAIN, KIN, FARTHER = 1.6, 0.9, 1.2, 0.2
EXCLUDED, OUT_OF_CONTEXT, ALIEN = -100.0, -2.5, 2.5
# What an indicator goes with was spoken of, but sentences before: of two that are alike the other one is meant.
OF_EARLIER = -0.2


class Said(NamedTuple):
    """What is the same for all indicators that a figure is held against: its surroundings, put ready."""

    around: Surroundings
    own: str
    passage: str
    unit_fits: Sequence[float]
    strongest: float
    recent: tuple[str, ...]
    last_domain: str


class Fitter:
    """The indicators of one catalogue, ready to be held against any surroundings."""

    def __init__(self, entries: Sequence[Indicator]) -> None:
        self._entries = entries
        self._barred = [re.compile("|".join(map(re.escape, e.not_zh))) if e.not_zh else None for e in entries]
        self._ties = [frozenset((e.part_of, e.numerator, e.denominator, e.weight)) - {None} for e in entries]
        self._unit_fits: dict[str, Sequence[float]] = {}

    def units(self, unit: str) -> Sequence[float]:
        """Return how well a unit fits each indicator, reckoned once for each unit."""
        if unit not in self._unit_fits:
            self._unit_fits[unit] = [_unit_fit(entry, unit) for entry in self._entries]
        return self._unit_fits[unit]

    def prepare(self, around: Surroundings) -> Said:
        """Return a figure's surroundings, put ready to be held against all indicators."""
        recent = around.before[:-4:-1]
        return Said(
            around, around.own, "\n".join(around.passage), self.units(around.unit),
            max((1.0, *around.domains.values())), recent, recent[0].partition(".")[0] if recent else "",
        )  # fmt: skip

    def fit(self, k: int, said: Said, carried: float) -> float:
        """Return what unit, domain, exclusions and the figures before it say for or against an indicator.

        The passage speaks for it only as far as its phrase is there at all (`carried`, 0 to 1).
        """
        entry, barred = self._entries[k], self._barred[k]
        around, own, passage, unit_fits, strongest, recent, last_domain = said
        speaks = DOMAIN * around.domains.get(entry.domain, 0.0) / strongest
        if last_domain == entry.domain:
            speaks += LAST_DOMAIN
        if recent or around.whole is not None:
            speaks += self._kinship(k, around.whole, recent)
        fit = unit_fits[k] + carried * speaks
        if around.marked and not any(around.marked in phrase for phrase in entry.aliases_zh):
            fit += EXCLUDED
        if barred is not None and barred.search(own):
            fit += EXCLUDED
        if entry.context_zh and not any(word in passage for word in entry.context_zh):
            earlier = any(word in around.paragraph for word in entry.context_zh)
            fit += OF_EARLIER if earlier else OUT_OF_CONTEXT
        return fit

    def _kinship(self, k: int, whole: str | None, recent: Sequence[str]) -> float:
        """Return how closely the catalogue ties the indicator to a figure before it: its whole, or a rate's parts."""
        if whole is not None:
            entry = self._entries[k]
            if whole in (entry.part_of, entry.code):
                return KIN
            # 调处纠纷329起，其中婚姻家庭纠纷118起: a part is of its whole's domain, whatever else is called so
            return 0.0 if whole.startswith(f"{entry.domain}.") else -ALIEN
        for back, code in enumerate(recent):
            if code in self._ties[k]:
                return KIN - FARTHER * back
        return 0.0


def _unit_fit(entry: Indicator, unit: str) -> float:
    if unit.endswith(("（次）", "(次)")):  # 接待信访103件（次）: one or the other
        return max(_unit_fit(entry, unit[:-3]), _unit_fit(entry, f"{unit[:-3]}次"))
    if unit == ANY_UNIT:
        return UNIT_CAST if entry.value_kind == "count" else 2 * UNIT_OTHER
    if unit in entry.equal_units:
        return UNIT_EQUAL
    if entry.value_kind == "rate":
        return 0.0 if unit == "" else 2 * UNIT_OTHER
    if unit == "%" or unit == "":
        return 2 * UNIT_OTHER
    if unit in entry.castable_units:
        return UNIT_CAST
    return 2 * UNIT_OTHER if unit == "元" or entry.unit == "元" else UNIT_OTHER
