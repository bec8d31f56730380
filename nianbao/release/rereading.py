"""Read every fact's words again: its span must slice to them, and they must say its value and its bounds.

This needs no rules of extraction, so a package stays verifiable when those have moved on.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nianbao.figures.facts import Fact
from nianbao.figures.measures import interval
from nianbao.figures.numerals import SCALES, Numeral, find_numerals
from nianbao.reading import Reading

_EVERYTHING_PCT = Decimal(100)
_TABLE_SCALES = tuple(Decimal(scale) for scale in sorted(set(SCALES.values())))
"""A table's head may say 万元 for a column whose cells hold bare digits."""


def differing_facts(reading: Reading) -> Iterator[Fact]:
    """Yield the facts that their own words in the document do not bear out."""
    for fact in reading.facts:
        sliced = reading.document.text[fact.start : fact.end] == fact.text and fact.start < fact.end
        borne_out = _is_implied_by(fact, reading) if fact.implied else _is_stated(fact)
        if not (sliced and borne_out):
            yield fact


def _is_stated(fact: Fact) -> bool:
    found = list(find_numerals(fact.text))
    if fact.value is None:
        return _is_range(fact, found)
    return any(_says(numeral, fact) for numeral in found)


def _is_range(fact: Fact, found: list[Numeral]) -> bool:
    """Say whether the ends are those of 3-5个; figures that cannot be read (三分之一) have none."""
    if fact.low is None and fact.high is None:
        return True
    values = [numeral.value for numeral in found if numeral.value is not None]
    return any((fact.low, fact.high) == (a * s, b * s) for a in values for b in values for s in _TABLE_SCALES)


def _says(numeral: Numeral, fact: Fact) -> bool:
    if numeral.value is None or fact.value is None:
        return False
    low, high = interval(numeral.value, numeral.place, fact.qualifier, numeral.over)
    told = (numeral.value, low, high)
    return any((fact.value, fact.low, fact.high) == _times(told, scale) for scale in _TABLE_SCALES)


def _times(told: tuple[Decimal | None, ...], scale: Decimal) -> tuple[Decimal | None, ...]:
    return tuple(None if number is None else number * scale for number in told)


def _is_implied_by(fact: Fact, reading: Reading) -> bool:
    """Words alone say nought, everything (100%), or all of a total that the same report states."""
    if fact.low == fact.high == fact.value and fact.value in (Decimal(0), _EVERYTHING_PCT):
        return True
    bounds = (fact.value, fact.low, fact.high)
    return any((other.value, other.low, other.high) == bounds for other in reading.facts if not other.implied)
