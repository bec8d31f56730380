"""The consolidation 汇总: the district's figures for one year, each with the units and facts under it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from nianbao.checks.finding import Finding
from nianbao.interval import Interval

Trend = Literal["up", "down", "level"]


@dataclass(frozen=True, slots=True)
class UnitValue:
    """What one unit states for one indicator over the whole year.

    `value` is None when only the bounds are known (two values in conflict). `printed_pct` is a rate as the unit printed
    it beside the recomputed one. `facts` are global fact ids; `note` says in Chinese what was cast or dated. `to_date`
    is the day (ISO) up to which the unit counted when it states no whole-year figure. A rate that could not be
    recomputed from its parts stands here for reading and is not `counted` in the district's.
    """

    unit: str
    value: Decimal | None
    interval: Interval
    wording: str
    facts: tuple[str, ...]
    note: str = ""
    printed_pct: Decimal | None = None
    to_date: str | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Change:
    """The change against last year over the units that state the indicator in both years 同比.

    `difference` and `rate_pct` are None where a bound is open or the base is nought; rates change in percentage points,
    so `rate_pct` is None for them. `wording` is the true sentence part (「增长12.5%」「提高1.2个百分点」「持平」).
    `sums` are what it was reckoned from, so that districts can be joined into a city.
    """

    units: int
    before: Interval
    now: Interval
    difference: Decimal | None
    rate_pct: Decimal | None
    trend: Trend | None
    wording: str
    sums: Sums | None = None


@dataclass(frozen=True, slots=True)
class Sums:
    """Last year's and this year's sums over the units that compare: of the figure, or of a rate's two parts.

    `known` says whether every one of them is a figure and none only bounds.
    """

    then: tuple[Interval, ...]
    now: tuple[Interval, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """What a figure was reckoned from: the sum itself, or the numerator and denominator of a rate or weighted mean."""

    value: Decimal | None
    interval: Interval
    below: Decimal | None = None
    below_interval: Interval | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator of the district: total as value and interval, in words, from `units` of `of` units.

    `value` is None for indicators that do not add up and for conflicts; the units' own values stand in `by_unit`.
    `parts` let districts be joined into a city; None where the figure is only a range or a list.
    """

    code: str
    value: Decimal | None
    interval: Interval
    unit: str
    wording: str
    units: int
    of: int
    by_unit: tuple[UnitValue, ...]
    change: Change | None = None
    formula: str = ""
    note: str = ""
    parts: Parts | None = None


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file of the inbox that does not count until a person decides, with the reason code and its sentence.

    `unit` is whose it is, as far as the sender said so.
    """

    file: str
    reason: str
    sentence: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Consolidation:
    """A district's year: who reported, who is missing, every indicator that some unit stated, and all findings."""

    district: str
    year: int
    expected: tuple[str, ...]
    reporting: tuple[str, ...]
    missing: tuple[str, ...]
    held: tuple[HeldFile, ...]
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]

    def figure(self, code: str) -> Figure | None:
        """Return the figure of that code, None when no unit stated it."""
        return next((figure for figure in self.figures if figure.code == code), None)
