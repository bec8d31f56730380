"""Add the units' figures up in the way their indicator allows: sum, ratio of sums, weighted mean, max, last, or not.

Bounds are added with their figures and never dropped; where only bounds are known the total has no value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from nianbao.catalogue import Additive, Indicator
from nianbao.figures.facts import decimal_text
from nianbao.interval import Interval, total
from nianbao.rollup.consolidation import Parts, UnitValue
from nianbao.rollup.stating import KEPT_PLACES, kept
from nianbao.rollup.wording import wording

OPEN = Interval(None, None)
NOT_ADDED = "不汇总"


@dataclass(frozen=True, slots=True)
class Group:
    """One indicator's values over the units that state it, and all other values of the same units for its parts."""

    indicator: Indicator
    values: tuple[UnitValue, ...]
    others: Mapping[str, Mapping[str, UnitValue]]

    def part(self, code: str | None) -> list[UnitValue]:
        """Return the values of another code over the units that count here."""
        return [self.others[value.unit][code or ""] for value in self.values if value.counted]


@dataclass(frozen=True, slots=True)
class Total:
    """What the units come to: value (None where only bounds are known), bounds, words, and how it was reckoned.

    `parts` are what it was reckoned from, where districts can be joined into a city by them.
    """

    value: Decimal | None
    interval: Interval
    wording: str
    formula: str = ""
    note: str = ""
    parts: Parts | None = None


def add(group: Group) -> Total:
    """Return the district's figure for one indicator, from the units that count.

    A ratio sorts its units out for itself: one that prints a rate without its parts still stands in the range.
    """
    if group.indicator.additive != "ratio":
        group = replace(group, values=tuple(value for value in group.values if value.counted))
    return WAYS[group.indicator.additive](group)


def _sum(group: Group) -> Total:
    interval = total(value.interval for value in group.values)
    figure = _sum_of(group.values)
    words = wording(interval, figure, group.indicator.unit)
    scaled = group.indicator.unit if group.indicator.value_kind == "amount" else ""
    formula = "＋".join(_bare(value.interval, scaled) for value in group.values)
    return Total(figure, interval, words, formula, parts=Parts(figure, interval))


def _ratio(group: Group) -> Total:
    above, below = group.part(group.indicator.numerator), group.part(group.indicator.denominator)
    over, under = total(v.interval for v in above), total(v.interval for v in below)
    ratio = over.ratio_pct(under)
    if ratio is None:
        return _range(group, "各单位未同时报送分子、分母，只列所印比率的范围")
    numerator, denominator = _sum_of(above), _sum_of(below)
    figure = 100 * numerator / denominator if numerator is not None and denominator else None
    interval = kept(ratio)
    if interval.is_exact:
        figure = interval.low  # nought of whatever number is nought
    return Total(
        None if figure is None else figure.quantize(KEPT_PLACES, ROUND_HALF_UP),
        interval,
        wording(interval, unit="%"),
        f"{_bare(over)}÷{_bare(under)}",
        _beyond(interval, group.indicator),
        Parts(numerator, over, denominator, under),
    )


def _beyond(interval: Interval, indicator: Indicator) -> str:
    top = indicator.bounds.max
    if top is None or interval.low is None or interval.low <= top:
        return ""
    return f"重算超过{decimal_text(top)}%，分子可能含上年结转或有误"


def _mean(group: Group) -> Total:
    weights = [group.others[value.unit].get(group.indicator.weight or "") for value in group.values]
    pairs = [
        (value.value, weight.value)
        for value, weight in zip(group.values, weights, strict=True)
        if weight is not None and weight.interval.is_exact and value.value is not None and weight.value is not None
    ]
    whole = sum((weight for _, weight in pairs), Decimal(0))
    if len(pairs) < len(group.values) or whole == 0:
        return _range(group, "有单位未报送权数，不计算平均，只列各单位的范围")
    figure = sum((v * w for v, w in pairs), Decimal(0)) / whole
    figure = figure.quantize(KEPT_PLACES, ROUND_HALF_UP)
    formula = f"（{'＋'.join(f'{decimal_text(v)}×{decimal_text(w)}' for v, w in pairs)}）÷{decimal_text(whole)}"
    interval = Interval.exact(figure)
    weighted = sum((v * w for v, w in pairs), Decimal(0))
    parts = Parts(weighted, Interval.exact(weighted), whole, Interval.exact(whole))
    return Total(figure, interval, wording(at_two_places(interval), unit=group.indicator.unit), formula, parts=parts)


def _max(group: Group) -> Total:
    lows = [value.interval.low for value in group.values if value.interval.low is not None]
    highs = [value.interval.high for value in group.values]
    known = [high for high in highs if high is not None]
    interval = Interval(max(lows, default=None), max(known) if len(known) == len(highs) else None)
    figure = interval.low if interval.is_exact else None
    return Total(figure, interval, wording(interval, unit=group.indicator.unit), "各单位最大值")


def _last(group: Group) -> Total:
    """Take the figure with the latest date; several of one date are not one figure."""
    latest = max(value.to_date or "9999" for value in group.values)
    found = [value for value in group.values if (value.to_date or "9999") == latest]
    if len(found) > 1:
        return _range(group, "多个单位同时报送，只列范围")
    words = wording(found[0].interval, found[0].value, group.indicator.unit)
    return Total(found[0].value, found[0].interval, words, "最近一次数")


def _not_added(group: Group) -> Total:
    return Total(None, OPEN, NOT_ADDED, note="各单位口径不同，不汇总，见各单位数")


def _range(group: Group, note: str) -> Total:
    """Return the range of the units' own figures: true of the district, and no figure of its own."""
    hull = group.values[0].interval
    for value in group.values[1:]:
        hull = hull.hull(value.interval)
    return Total(None, hull, wording(hull, unit=group.indicator.unit), note=note)


def _sum_of(values: Sequence[UnitValue]) -> Decimal | None:
    known = [value.value for value in values if value.value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def at_two_places(interval: Interval) -> Interval:
    """Return a mean as it is printed."""
    return Interval.exact((interval.low or Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP))


def _bare(interval: Interval, unit: str = "") -> str:
    words = wording(interval, unit=unit)
    return f"（{words}）" if "～" in words else words


WAYS: dict[Additive, Callable[[Group], Total]] = {
    "sum": _sum,
    "ratio": _ratio,
    "mean": _mean,
    "max": _max,
    "last": _last,
    "none": _not_added,
}
