"""Say how far a figure lies from others of its kind: median and MAD of logarithms, so that one slip moves neither.

Figures of reports differ by factors and not by amounts: 30 against 300 is as far as 300 against 3000.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache

from nianbao.interval import ZERO

NORMAL_OVER_MAD = Decimal("1.4826")
"""The MAD times this is the standard deviation where figures are spread normally."""
LOGARITHMS = Context(prec=12)
"""Twelve places are more than any figure of a report has, and a logarithm to them is quick."""
TENFOLD = {Decimal(10): "十", Decimal(100): "百", Decimal(1000): "千", Decimal(10000): "万"}


@dataclass(frozen=True, slots=True)
class Spread:
    """Where figures usually lie: the median, and the usual distance from it as a logarithm."""

    median: Decimal
    log: Decimal
    width: Decimal

    def distance(self, value: Decimal) -> Decimal:
        """Return how many usual distances a value, greater than nought, lies from the median."""
        return abs(_log(value) - self.log) / self.width


def spread_of(values: Sequence[Decimal], least_factor: Decimal) -> Spread:
    """Return the spread of values that are all greater than nought.

    `least_factor` is the factor by which values may differ however alike they are otherwise.
    """
    usual = median(sorted(values))
    middle = _log(usual)
    mad = median(sorted(abs(_log(value) - middle) for value in values))
    return Spread(usual, middle, max(NORMAL_OVER_MAD * mad, _log(least_factor)))


def median(ordered: Sequence[Decimal]) -> Decimal:
    """Return the median of values in order; of an even number the mean of the middle two."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def slip(value: Decimal, usual: Decimal, reach: Decimal, powers: Sequence[Decimal] = tuple(TENFOLD)) -> Decimal | None:
    """Return the power of ten by which a value is off the usual one, None when it is not off by one.

    `reach` is the factor up to which value and usual may differ besides; 1 allows the exact power alone.
    """
    if value <= ZERO or usual <= ZERO:
        return None
    apart = max(value, usual) / min(value, usual)
    return next((power for power in powers if power / reach <= apart <= power * reach), None)


def times(value: Decimal, usual: Decimal) -> str:
    """Return in words how the value stands to the usual one: 的12倍, 的八分之一 as 的1/8."""
    if value >= usual:
        return f"的{_rough(value / usual)}倍"
    return f"的1/{_rough(usual / value)}"


@lru_cache(maxsize=4096)
def _log(value: Decimal) -> Decimal:
    return LOGARITHMS.ln(value)


def _rough(factor: Decimal) -> str:
    return f"{factor:.0f}" if factor >= 10 else f"{factor:.1f}".removesuffix(".0")
