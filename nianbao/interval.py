"""Reckon with figures that are known only within bounds.

300余 is 300–399 and 不少于40 is 40 or more: adding, comparing and dividing them keeps what is true and no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Interval:
    """All values from `low` to `high`, both included; None is an open bound."""

    low: Decimal | None
    high: Decimal | None

    @classmethod
    def exact(cls, value: Decimal | int | str) -> Interval:
        """Return the interval that holds `value` alone."""
        number = Decimal(value)
        return cls(number, number)

    @property
    def is_exact(self) -> bool:
        """Say whether one value alone is meant."""
        return self.low is not None and self.low == self.high

    def __add__(self, other: Interval) -> Interval:
        """Add bound to bound; an open bound stays open."""
        return Interval(_sum(self.low, other.low), _sum(self.high, other.high))

    def hull(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        low = None if self.low is None or other.low is None else min(self.low, other.low)
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(low, high)

    def overlaps(self, other: Interval) -> bool:
        """Say whether some value lies in both."""
        below = self.high is not None and other.low is not None and self.high < other.low
        above = self.low is not None and other.high is not None and self.low > other.high
        return not below and not above

    def ratio_pct(self, whole: Interval) -> Interval | None:
        """Return 100 × self ÷ whole, both not negative; None where the whole may be nought."""
        if whole.low is None or whole.low <= ZERO:
            return None
        low = None if self.low is None else (ZERO if whole.high is None else 100 * self.low / whole.high)
        high = None if self.high is None else 100 * self.high / whole.low
        return Interval(low, high)


def total(intervals: Iterable[Interval]) -> Interval:
    """Add intervals up; the sum of none is exactly nought."""
    result = Interval.exact(0)
    for interval in intervals:
        result = result + interval
    return result


def _sum(a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else a + b
