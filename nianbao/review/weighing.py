"""Weigh what waits for a decision by what it would change in the published figures, so that the gravest comes first."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from nianbao.figures.facts import Fact
from nianbao.rollup.consolidation import Consolidation, Figure

WHOLE = Decimal(1)
"""The weight of what would make a figure that is not there yet, or change one that is nought."""


def weight_of_change(code: str, before: Decimal | None, after: Decimal | None, year: Consolidation) -> Decimal:
    """Return by how much of itself the district's figure would change, 0 to 1; a figure without a total, by its units.

    12 that should be 21 weighs a hundredth where the district has 900.
    """
    figure = year.figure(code)
    if figure is None:
        return WHOLE
    if figure.value is None or before is None or after is None or figure.unit == "%":
        return WHOLE / max(figure.units, 1)
    change = abs(after - before)
    return min(WHOLE, change / abs(figure.value)) if figure.value else WHOLE


def weight_of_unmatched(fact: Fact, likely: str | None, year: Consolidation) -> Decimal:
    """Return the weight of a figure without an indicator, counted as its likeliest one; 0 where none is likely."""
    return weight_of_change(likely, Decimal(0), fact.value, year) if likely else Decimal(0)


def weight_of_doubt(facts: Iterable[Fact], year: Consolidation) -> Decimal:
    """Return the weight of what is doubted: the largest share that one of its figures has in the district's."""
    return max((_share(fact, year.figure(fact.indicator or "")) for fact in facts), default=Decimal(0))


def _share(fact: Fact, figure: Figure | None) -> Decimal:
    if figure is None or fact.value is None:
        return Decimal(0)
    if not figure.value or figure.unit == "%":
        return WHOLE / max(figure.units, 1)
    return min(WHOLE, abs(fact.value / figure.value))
