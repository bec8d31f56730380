"""Follow units over a reform: renamed, merged or split, so that the years can still be compared like for like.

The roster dates each succession by the successor's first year; in later years the successor stands for itself.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from nianbao.district import District


@dataclass(frozen=True, slots=True)
class Lineage:
    """The same work in two years: the units that do it now, and those that did it the year before."""

    now: tuple[str, ...]
    before: tuple[str, ...]


def lineages(district: District, year: int, now: Collection[str], before: Collection[str]) -> tuple[Lineage, ...]:
    """Return the lineages that can be compared, in roster order: every unit of both sides has reported.

    A unit that has neither predecessor nor successor is a lineage of its own.
    """
    joined: list[tuple[set[str], set[str]]] = []
    for unit in district.expected(year):
        heirs, forebears = {unit.code}, set(_forebears(district, unit.code, year))
        for other in [pair for pair in joined if pair[1] & forebears]:
            joined.remove(other)
            heirs, forebears = heirs | other[0], forebears | other[1]
        joined.append((heirs, forebears))
    order = [unit.code for unit in district.units]
    return tuple(
        Lineage(tuple(sorted(heirs, key=order.index)), tuple(sorted(forebears, key=order.index)))
        for heirs, forebears in joined
        if forebears and heirs <= set(now) and forebears <= set(before)
    )


def _forebears(district: District, code: str, year: int) -> tuple[str, ...]:
    """Return who did the unit's work in the year before: itself if it was there, else those it succeeds."""
    unit = district.unit(code)
    return (code,) if unit.reports_in(year - 1) else unit.succeeds
