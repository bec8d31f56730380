"""Count the same cases once: where the roster declares that units report the same ones, a single unit counts them.

What the others state still stands beside it, with the reason for which it does not count.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nianbao.catalogue import Catalogue, Indicator
from nianbao.district import District, Overlap
from nianbao.rollup.consolidation import UnitValue

Values = Mapping[str, Mapping[str, UnitValue]]
"""By unit, then by code."""


def counted_once(values: Values, district: District, catalogue: Catalogue) -> dict[str, dict[str, UnitValue]]:
    """Return the values with those that another unit counts already marked as not counted.

    A unit whose cases another one counts adds nothing to a rate of them either: its parts would stand there twice.
    """
    result = {unit: dict(stated) for unit, stated in values.items()}
    for overlap in district.overlaps:
        if overlap.indicator not in result.get(overlap.counts, {}):
            continue
        for code in _touched(overlap.indicator, catalogue):
            for unit in overlap.units:
                value = result.get(unit, {}).get(code)
                if value is not None and unit != overlap.counts:
                    result[unit][code] = _uncounted(value, overlap, district)
    return result


def _touched(code: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the code and the rates and means that are reckoned from it."""

    def uses(entry: Indicator) -> bool:
        return code in (entry.code, entry.numerator, entry.denominator, entry.weight)

    return tuple(entry.code for entry in catalogue.indicators.values() if uses(entry))


def _uncounted(value: UnitValue, overlap: Overlap, district: District) -> UnitValue:
    told = f"与{district.unit(overlap.counts).name}所报为同一批，由其计入，此处不重复计"
    return replace(value, counted=False, note="；".join(filter(None, (value.note, told))))
