"""Say a figure in the strongest words that are true: 334处, 340余份, 约300人, 不少于40学时, 2000余万元.

The rules, in this order:

1. one value → its digits: 334处;
2. the bounds are just those that 余 says (the value up to the next step of its last non-zero place) → 340余份;
3. the bounds are just those that 约 says (a tenth to either side of the value) → 约300人;
4. both bounds known, but neither of these → both bounds: 300余 and 40 make 340～439份, since 340余 would say 340–349;
5. one bound known → 不少于40学时, 不超过5天; none → 数量不详.

Money is scaled to 万元 or 亿元 only where no digit is lost; in a range of money the bounds are widened to whole
hundreds of 元 (2100～2300万元 for 2100万 to 2299.9998万). Counts are never scaled. A rate is printed to two places.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from nianbao.figures.facts import decimal_text
from nianbao.interval import Interval

UNKNOWN = "数量不详"
YUAN = "元"
HUNDRED = Decimal(100)
WAN = Decimal(10_000)
YI = Decimal(100_000_000)
PLACES_OF_A_SCALED_AMOUNT = 4
"""More decimals than 7.2134亿元 are harder to read than the smaller scale."""
TENTH = Decimal("0.1")
RATE_PLACES = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale word and what it stands for."""

    word: str
    factor: Decimal


ONE = Scale("", Decimal(1))


def wording(interval: Interval, value: Decimal | None = None, unit: str = "") -> str:
    """Return the strongest true words for a figure known within `interval`.

    `value` is the figure as printed, or the sum of printed figures; without it 约 is never said. `unit` is the
    indicator's; amounts come in 元, rates in %.
    """
    low, high = interval.low, interval.high
    if low is None:
        return UNKNOWN if high is None else f"不超过{_scaled(high, unit)}"
    if high is None:
        return f"不少于{_scaled(low, unit)}"
    if low == high:
        return _scaled(low, unit)
    if _is_more_than(low, high):
        return _more_than(low, unit)
    if value is not None and (low, high) == (value * (1 - TENTH), value * (1 + TENTH)):
        return f"约{_scaled(value, unit)}"
    return _between(low, high, unit)


def last_place(value: Decimal) -> Decimal:
    """Return the step of the last non-zero place: 340 → 10, 2000 → 1000, 1.5 → 0.1; 1 for nought."""
    if value == 0:
        return Decimal(1)
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)


def _is_more_than(low: Decimal, high: Decimal) -> bool:
    """Say whether the bounds are those of 余: 340余 is 340–349."""
    return low > 0 and low == low.to_integral_value() and high == low + last_place(low) - 1


def _more_than(low: Decimal, unit: str) -> str:
    """Put 余 where its step is: 2000余万元 steps by 1000 万, 158万余元 by one."""
    scale = _scale(low, unit)
    digits = decimal_text(low / scale.factor)
    inside = last_place(low) > scale.factor or scale is ONE
    return f"{digits}余{scale.word}{unit}" if inside else f"{digits}{scale.word}余{unit}"


def _between(low: Decimal, high: Decimal, unit: str) -> str:
    if unit == YUAN and low >= WAN:
        low = (low / HUNDRED).to_integral_value(ROUND_FLOOR) * HUNDRED
        high = (high / HUNDRED).to_integral_value(ROUND_CEILING) * HUNDRED
    scales = {_scale(bound, unit) for bound in (low, high) if bound != 0}
    scale = min(scales, key=lambda each: each.factor)
    if unit == "%":
        first, last = decimal_text(_rate(low)), decimal_text(_rate(high))
        return f"{last}%" if first == last else f"{first}%～{last}%"
    return f"{decimal_text(low / scale.factor)}～{decimal_text(high / scale.factor)}{scale.word}{unit}"


def _scaled(value: Decimal, unit: str) -> str:
    if unit == "%":
        return f"{decimal_text(_rate(value))}%"
    scale = _scale(value, unit)
    return f"{decimal_text(value / scale.factor)}{scale.word}{unit}"


def _rate(value: Decimal) -> Decimal:
    return value.quantize(RATE_PLACES, ROUND_HALF_UP)


def _scale(value: Decimal, unit: str) -> Scale:
    """Return the greatest scale of money in which the value keeps its digits; counts keep their own."""
    if unit != YUAN:
        return ONE
    for scale in (Scale("亿", YI), Scale("万", WAN)):
        scaled = value / scale.factor
        if scaled >= 1 and last_place(scaled) >= Decimal(1).scaleb(-PLACES_OF_A_SCALED_AMOUNT):
            return scale
    return ONE
