"""Say how a printed rate stands to the reckoned one: rounded, cut off, a slip with a name, or simply wrong."""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from nianbao.figures.facts import Fact
from nianbao.interval import ZERO, Interval

SCALE = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
PRINTED = re.compile(r"\d+(?:[.．](\d+))?余?多?([万亿]?)")
PERCENT = Decimal(100)


class Rounding(StrEnum):
    """How a printed figure comes from the reckoned one."""

    ROUNDED = "rounded"
    CUT_OFF = "cut-off"
    UPSIDE_DOWN = "upside-down"
    A_FRACTION = "a-fraction"
    SWAPPED_DIGITS = "swapped-digits"
    WRONG = "wrong"


HINTS = {
    Rounding.UPSIDE_DOWN: "疑分子、分母颠倒",
    Rounding.A_FRACTION: "疑为小数，未换算为百分数",
    Rounding.SWAPPED_DIGITS: "疑数字颠倒",
}


def rounding_of(printed: Decimal, reckoned: Decimal, places: int) -> Rounding:
    """Say how a percentage printed with so many places comes from the one that is reckoned from its parts."""
    step = Decimal(10) ** -places
    near, below = reckoned.quantize(step, ROUND_HALF_UP), reckoned.quantize(step, ROUND_DOWN)
    if printed == near:
        return Rounding.ROUNDED
    if printed == below:
        return Rounding.CUT_OFF
    if reckoned > ZERO and abs(PERCENT * PERCENT / reckoned - printed) <= step:
        return Rounding.UPSIDE_DOWN
    if abs(PERCENT * printed - reckoned) <= PERCENT * step and printed <= 1:
        return Rounding.A_FRACTION
    swapped = any(sorted(f"{printed:f}") == sorted(f"{other:f}") for other in (near, below))
    return Rounding.SWAPPED_DIGITS if swapped else Rounding.WRONG


def meant(fact: Fact) -> Interval:
    """Return all values that a printed figure may stand for: 3.6万 is anything that rounds or is cut to it.

    A figure printed in full is itself, a rough one its bounds.
    """
    found = PRINTED.search("".join(fact.text.split()).replace(",", "").replace("，", ""))
    if fact.low is None or fact.high is None or not fact.interval.is_exact or found is None:
        return fact.interval
    places, scale = found.groups()
    step = SCALE.get(scale, Decimal(1)) / Decimal(10) ** len(places or "")
    if (not scale and not places) or fact.value != fact.low:
        return fact.interval
    return Interval(fact.low - step, fact.low + step)
