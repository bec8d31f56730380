"""Say what one unit's report gives for each indicator over the year, with its words and its reservations."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from nianbao.catalogue import Catalogue, Indicator
from nianbao.checks.statements import Statement, Statements, Use, unit_fit
from nianbao.figures.facts import Fact, decimal_text
from nianbao.interval import Interval
from nianbao.reading import Reading
from nianbao.rollup.consolidation import UnitValue
from nianbao.rollup.wording import wording

KEPT_PLACES = Decimal("0.0001")
"""A recomputed rate is kept to four places: beyond what any report prints, and equal on every machine."""


def unit_values(reading: Reading, catalogue: Catalogue) -> dict[str, UnitValue]:
    """Return what the report states for the whole year, by code in catalogue order.

    A ratio is recomputed where both its parts are stated for the same stretch; else it stands as printed, not counted.
    Parts of a total, sub-periods and figures in another unit never count.
    """
    stated = Statements(reading, catalogue)
    values: dict[str, UnitValue] = {}
    for code, indicator in catalogue.indicators.items():
        statement = stated.of_year(code)
        value = _recomputed(reading.unit, stated, indicator, statement) if indicator.additive == "ratio" else None
        if value is None and statement is not None:
            value = _as_stated(reading.unit, statement, indicator)
        if value is not None:
            values[code] = value
    return values


def kept(interval: Interval) -> Interval:
    """Return a recomputed rate to the places that are kept; bounds are rounded outwards, so they stay true."""
    if interval.is_exact and interval.low is not None:
        return Interval.exact(interval.low.quantize(KEPT_PLACES, ROUND_HALF_UP))
    return Interval(
        None if interval.low is None else interval.low.quantize(KEPT_PLACES, ROUND_FLOOR),
        None if interval.high is None else interval.high.quantize(KEPT_PLACES, ROUND_CEILING),
    )


def day(iso: str) -> str:
    """Return 11月30日 for 2023-11-30."""
    return f"{int(iso[5:7])}月{int(iso[8:10])}日"


def _as_stated(unit: str, statement: Statement, indicator: Indicator) -> UnitValue:
    to_date = statement.period.end if statement.period else None
    words = wording(statement.interval, statement.value, indicator.unit)
    printed = statement.value if indicator.additive == "ratio" else None
    notes = _notes(statement, indicator)
    if indicator.additive == "ratio":
        notes.append("未同时报送分子、分母，按所印比率列出，不参加汇总")
    return UnitValue(
        unit=unit,
        value=statement.value,
        interval=statement.interval,
        wording=f"{words}（截至{day(to_date)}）" if to_date else words,
        facts=tuple(fact.id for fact in statement.facts),
        note="；".join(notes),
        printed_pct=printed,
        to_date=to_date,
        counted=indicator.additive != "ratio",
    )


def _recomputed(unit: str, stated: Statements, indicator: Indicator, printed: Statement | None) -> UnitValue | None:
    above = stated.of_year(indicator.numerator or "")
    below = stated.of_year(indicator.denominator or "")
    if above is None or below is None or above.period != below.period:
        return None
    ratio = above.interval.ratio_pct(below.interval)
    if ratio is None:
        return None
    exact = above.value is not None and below.value is not None and below.value > 0
    value = 100 * above.value / below.value if exact and above.value is not None and below.value else None
    interval = kept(ratio)
    if interval.is_exact:
        value = interval.low  # nought of whatever number is nought
    facts = (*above.facts, *below.facts, *(printed.facts if printed else ()))
    to_date = above.period.end if above.period else None
    return UnitValue(
        unit=unit,
        value=None if value is None else value.quantize(KEPT_PLACES, ROUND_HALF_UP),
        interval=interval,
        wording=wording(interval, unit="%"),
        facts=tuple(dict.fromkeys(fact.id for fact in facts)),
        note="；".join([*([f"截至{day(to_date)}"] if to_date else []), *_corrections(facts)]),
        printed_pct=printed.value if printed else None,
        to_date=to_date,
    )


def _corrections(facts: Iterable[Fact]) -> list[str]:
    """Name what the source prints where a person corrected it: the sentence behind the figure says otherwise."""
    texts = dict.fromkeys(fact.text for fact in facts if fact.is_corrected)
    return [f"已更正，原文为“{'、'.join(texts)}”"] if texts else []


def _notes(statement: Statement, indicator: Indicator) -> list[str]:
    notes = _corrections(statement.facts)
    if statement.period is not None and statement.period.end:
        notes.append(f"无全年数，按截至{day(statement.period.end)}的累计数计")
    cast = dict.fromkeys(f.unit for f in statement.facts if unit_fit(f, indicator) is Use.CAST)
    if cast:
        notes.append(f"原文以“{'、'.join(cast)}”计，按“{indicator.unit}”计入")
    if any(fact.unit == "" and indicator.unit == "%" and not fact.implied for fact in statement.facts):
        notes.append("原文缺少百分号")
    for told in statement.conflicts:
        both = "、".join(dict.fromkeys(decimal_text(fact.value) or "不详" for fact in told.facts))
        notes.append(f"前后不一致（{both}），待更正")
    items = [told.item for told in statement.told]
    if statement.value == 0 and all(items):
        notes.append(f"仅就“{'、'.join(item for item in items if item)}”而言")
    return notes
