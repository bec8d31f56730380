"""Say why a figure is told otherwise than before: who corrected what and why, or whose report came anew and when.

Nothing is guessed: a change for which neither is known (another unit's overlap, a new catalogue) has no reason here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.report.boards import Arrival
from nianbao.report.differing import NOTHING, Difference, Differences, Grounds
from nianbao.report.printing import chinese_day, printed
from nianbao.report.rows import unit_names
from nianbao.review.correction import Correction


def explain(
    changed: Differences,
    corrections: Sequence[Correction],
    arrivals: Mapping[str, Arrival],
    district: District,
    catalogue: Catalogue,
) -> Differences:
    """Return the differences with their grounds, as far as they are known."""
    names = unit_names(district)

    def grounds(one: Difference) -> Iterator[Grounds]:
        codes = _codes(one.code, catalogue)
        for unit in _touched(one, codes, changed):
            made = [each for each in corrections if each.unit == unit and {each.indicator, each.code} & codes]
            for each in made:
                day = chinese_day(each.when.date())
                yield Grounds(names.get(unit, unit), f"更正，{printed(each.why)}", printed(each.who), day)
            arrival = arrivals.get(unit)
            if not made and arrival is not None and _is_new(arrival, unit, one):
                said = "重新报送" if arrival.version > 1 else "新报送"
                yield Grounds(names.get(unit, unit), said, "", chinese_day(arrival.received_on))

    return replace(
        changed, figures=tuple(replace(one, grounds=tuple(dict.fromkeys(grounds(one)))) for one in changed.figures)
    )


def _codes(code: str, catalogue: Catalogue) -> set[str]:
    """Return the code and those of which a rate or a mean is reckoned."""
    entry = catalogue.indicators.get(code)
    parts = (entry.numerator, entry.denominator, entry.weight) if entry else ()
    return {code, *(part for part in parts if part)}


def _touched(one: Difference, codes: set[str], changed: Differences) -> tuple[str, ...]:
    """Return the units that changed the figure or what it is reckoned of."""
    parts = (unit for other in changed.figures if other.code in codes for unit in other.unit_codes)
    return tuple(dict.fromkeys((*one.unit_codes, *parts)))


def _is_new(arrival: Arrival, unit: str, one: Difference) -> bool:
    """Say whether the report itself came anew: as a later version, or where nothing had been stated before."""
    said = dict(zip(one.unit_codes, one.units, strict=True)).get(unit, "")
    return arrival.version > 1 or f"{NOTHING}→" in said
