"""Compare the year with the one before 同比, over the units alone that state the indicator in both years.

A figure that a unit states in one year only would pass its own absence off as growth, so it is left out on both sides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from nianbao.catalogue import Indicator
from nianbao.figures.facts import decimal_text
from nianbao.interval import Interval, total
from nianbao.rollup.consolidation import Change, Sums, Trend, UnitValue
from nianbao.rollup.succeeding import Lineage
from nianbao.rollup.wording import wording

Values = Mapping[str, Mapping[str, UnitValue]]
"""By unit, then by code."""

TINY_BASE = Decimal(10)
"""Below this a percentage says more than is known: 由2件增至3件 is no 增长50%."""
LEVEL_PCT = Decimal("0.5")
"""Below this neither growth nor decline is worth the word; the figure still stands beside 基本持平."""
MANIFOLD_PCT = Decimal(200)
"""From here on a growth reads better as 为上年的…倍."""
ONE_PLACE = Decimal("0.1")
TWO_PLACES = Decimal("0.01")


def compare(
    indicator: Indicator, now: Values, before: Values, comparable: Sequence[Lineage] | None = None
) -> Change | None:
    """Return the change of a sum or a ratio; None where no unit states it in both years, or it does not add up.

    `comparable` pairs the units of the two years over reforms of the roster; without it each unit stands for itself.
    """
    pairs = _each_for_itself(now, before) if comparable is None else comparable
    alike = [pair for pair in pairs if _alike(indicator, pair, now, before)]
    if not alike or indicator.additive not in ("sum", "ratio"):
        return None
    today = [now[unit] for pair in alike for unit in pair.now]
    then = [before[unit] for pair in alike for unit in pair.before]
    codes = _parts(indicator)
    known = all(values[code].value is not None for values in (*today, *then) for code in codes)
    sums = Sums(_sums(codes, then), _sums(codes, today), known)
    return change_of(indicator, len(today), sums)


def change_of(indicator: Indicator, units: int, sums: Sums) -> Change | None:
    """Return the change that two years' sums come to; None where a rate has no base."""
    before_all, now_all = _over(sums.then), _over(sums.now)
    if before_all is None or now_all is None:
        return None
    exact = sums.known and before_all.is_exact and now_all.is_exact
    if not exact or before_all.low is None or now_all.low is None:
        trend, words = _vaguely(before_all, now_all)
        change = Change(units, before_all, now_all, None, None, trend, words)
    elif indicator.unit == "%":
        change = _in_points(units, before_all, now_all, now_all.low - before_all.low)
    else:
        change = _in_per_cent(units, before_all, now_all, before_all.low, now_all.low, indicator.unit)
    return replace(change, sums=sums)


def join_changes(indicator: Indicator, changes: Sequence[Change]) -> Change | None:
    """Return the change over several districts, each of which compares like with like; None where none does."""
    sums = [(change.units, change.sums) for change in changes if change.sums is not None]
    if not sums:
        return None
    joined = Sums(
        tuple(total(parts) for parts in zip(*(each.then for _, each in sums), strict=True)),
        tuple(total(parts) for parts in zip(*(each.now for _, each in sums), strict=True)),
        all(each.known for _, each in sums),
    )
    return change_of(indicator, sum(units for units, _ in sums), joined)


def _each_for_itself(now: Values, before: Values) -> tuple[Lineage, ...]:
    return tuple(Lineage((unit,), (unit,)) for unit in now if unit in before)


def _parts(indicator: Indicator) -> tuple[str, ...]:
    if indicator.additive == "ratio":
        return (indicator.numerator or "", indicator.denominator or "")
    return (indicator.code,)


def _alike(indicator: Indicator, pair: Lineage, now: Values, before: Values) -> bool:
    """Say whether both sides state it in a way that counts, up to the same day of the year."""
    stated = [now[unit] for unit in pair.now] + [before[unit] for unit in pair.before]
    for code in _parts(indicator):
        if not all(code in values and values[code].counted for values in stated):
            return False
        if len({(values[code].to_date or "-12-31")[-6:] for values in stated}) > 1:
            return False
    return all(indicator.code in values for values in stated)


def _sums(codes: Sequence[str], stated: Sequence[Mapping[str, UnitValue]]) -> tuple[Interval, ...]:
    return tuple(total(values[code].interval for values in stated) for code in codes)


def _over(sums: Sequence[Interval]) -> Interval | None:
    return sums[0] if len(sums) == 1 else sums[0].ratio_pct(sums[1])


def _vaguely(then: Interval, now: Interval) -> tuple[Trend | None, str]:
    if now.low is not None and then.high is not None and now.low > then.high:
        return "up", "有所增长（含概数，不计幅度）"
    if now.high is not None and then.low is not None and now.high < then.low:
        return "down", "有所下降（含概数，不计幅度）"
    return None, "含概数，升降不明"


def _in_points(units: int, then: Interval, now: Interval, difference: Decimal) -> Change:
    points = difference.quantize(TWO_PLACES, ROUND_HALF_UP)
    trend: Trend = "up" if points > 0 else "down" if points < 0 else "level"
    words = "持平" if points == 0 else f"{'提高' if points > 0 else '降低'}{decimal_text(abs(points))}个百分点"
    return Change(units, then, now, difference, None, trend, words)


def _in_per_cent(units: int, then: Interval, now: Interval, base: Decimal, value: Decimal, unit: str) -> Change:
    difference = value - base
    if difference == 0:
        return Change(units, then, now, difference, None if base == 0 else Decimal(0), "level", "持平")
    trend: Trend = "up" if difference > 0 else "down"
    more = f"{'增加' if difference > 0 else '减少'}{wording(Interval.exact(abs(difference)), unit=unit)}"
    if base == 0:
        return Change(units, then, now, difference, None, trend, f"上年为0，{more}")
    if base < TINY_BASE:
        return Change(units, then, now, difference, None, trend, more)
    rate = (100 * difference / base).quantize(ONE_PLACE, ROUND_HALF_UP)
    if abs(rate) < LEVEL_PCT:
        some = f"（{'增长' if rate > 0 else '下降'}{decimal_text(abs(rate))}%）" if rate else ""
        return Change(units, then, now, difference, rate, "level", f"基本持平{some}")
    if rate > MANIFOLD_PCT:
        times = (value / base).quantize(ONE_PLACE, ROUND_HALF_UP)
        return Change(units, then, now, difference, rate, trend, f"为上年的{decimal_text(times)}倍")
    return Change(
        units, then, now, difference, rate, trend, f"{'增长' if rate > 0 else '下降'}{decimal_text(abs(rate))}%"
    )
