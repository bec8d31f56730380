"""Write a figure inside a message: plain digits and its unit, bounds where only bounds are known."""

from __future__ import annotations

from decimal import Decimal

from nianbao.figures.facts import Fact, decimal_text
from nianbao.interval import Interval

POINT_PLACES = Decimal("0.01")


def amount(interval: Interval, unit: str = "") -> str:
    """Return 236起, 300～399份, 不少于40学时 or 不超过5天."""
    low, high = decimal_text(interval.low), decimal_text(interval.high)
    if low is None and high is None:
        return "不详"
    if high is None:
        return f"不少于{low}{unit}"
    if low is None:
        return f"不超过{high}{unit}"
    return f"{low}{unit}" if low == high else f"{low}～{high}{unit}"


def printed(fact: Fact) -> str:
    """Return the figure as the report prints it; for a result stated in words or corrected, the figure with its words.

    A corrected figure is another figure: what was answered about the printed one does not hold for it.
    """
    said = "".join(fact.text.split())
    if fact.is_corrected:
        return f"{amount(fact.interval, fact.unit)}（更正，原文“{said}”）"
    return f"{amount(fact.interval, fact.unit)}（“{said}”）" if fact.implied else said


def rounded(value: Decimal) -> str:
    """Return a recomputed rate to two places without trailing noughts."""
    return decimal_text(value.quantize(POINT_PLACES)) or ""


def printed_places(fact: Fact) -> int:
    """Return how many decimals the figure is printed with: 96.70% has two."""
    exponent = fact.value.as_tuple().exponent if fact.value is not None else 0
    stored = max(0, -exponent) if isinstance(exponent, int) else 0
    digits = "".join(mark for mark in fact.text.replace("．", ".") if mark.isdigit() or mark == ".")
    seen = len(digits.partition(".")[2]) if digits.count(".") == 1 else 0
    return max(stored, seen)
