"""Combine districts into a city, or cities into a province: consolidations add as units do, bounds and all.

Sums are added, rates and weighted means reckoned again from their parts, so that it makes no difference in which order
or by which steps districts are combined. What has no parts (a range, a list) stays a range. The change against
last year is reckoned over the units that compare in their own district, and over no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from nianbao.catalogue import Catalogue, Indicator
from nianbao.interval import Interval, total
from nianbao.rollup.adding import NOT_ADDED, OPEN, at_two_places
from nianbao.rollup.comparing import join_changes
from nianbao.rollup.consolidation import Consolidation, Figure, Parts, UnitValue
from nianbao.rollup.stating import KEPT_PLACES, kept
from nianbao.rollup.wording import wording

_ADDED = ("sum", "ratio", "mean")


def combine(code: str, districts: Sequence[Consolidation], catalogue: Catalogue) -> Consolidation:
    """Return the consolidation of several districts of one year under the code of their city.

    Units are named district/unit, so that the city too says n of N units; `by_unit` holds the districts' figures.
    ValueError when the districts are of different years.
    """
    years = {each.year for each in districts}
    if len(years) != 1:
        raise ValueError(f"districts of one year are combined, not of {sorted(years)}")
    stated = {figure.code for each in districts for figure in each.figures}
    return Consolidation(
        district=code,
        year=years.pop(),
        expected=tuple(_named(each, unit) for each in districts for unit in each.expected),
        reporting=tuple(_named(each, unit) for each in districts for unit in each.reporting),
        missing=tuple(_named(each, unit) for each in districts for unit in each.missing),
        held=tuple(replace(h, file=_named(each, h.file)) for each in districts for h in each.held),
        figures=tuple(_figure(c, districts, catalogue) for c in catalogue.indicators if c in stated),
        findings=tuple(
            replace(finding, unit=_named(each, finding.unit) if finding.unit else each.district)
            for each in districts
            for finding in each.findings
        ),
    )


def _named(district: Consolidation, name: str) -> str:
    return f"{district.district}/{name}"


def _figure(code: str, districts: Sequence[Consolidation], catalogue: Catalogue) -> Figure:
    indicator = catalogue.indicators[code]
    own = [(each.district, figure) for each in districts if (figure := each.figure(code)) is not None]
    parts = [figure.parts for _, figure in own if figure.parts is not None]
    joined = _joined(parts) if parts and indicator.additive in _ADDED else None
    value, interval = _reckoned(indicator, joined, [figure for _, figure in own])
    apart = [f"{district}未能计入" for district, figure in own if joined is not None and figure.parts is None]
    return Figure(
        code=code,
        value=value,
        interval=interval,
        unit=indicator.unit,
        wording=_words(indicator, value, interval),
        units=sum(figure.units for _, figure in own if joined is None or figure.parts is not None),
        of=sum(len(each.expected) for each in districts),
        by_unit=tuple(
            UnitValue(
                unit=district,
                value=figure.value,
                interval=figure.interval,
                wording=figure.wording,
                facts=tuple(fact for stated in figure.by_unit for fact in stated.facts),
                note=figure.note,
                counted=joined is None or figure.parts is not None,
            )
            for district, figure in own
        ),
        change=join_changes(indicator, [figure.change for _, figure in own if figure.change is not None]),
        note="；".join(apart),
        parts=joined,
    )


def _joined(parts: Sequence[Parts]) -> Parts:
    below = [part.below_interval for part in parts if part.below_interval is not None]
    return Parts(
        value=_sum(part.value for part in parts),
        interval=total(part.interval for part in parts),
        below=_sum(part.below for part in parts),
        below_interval=total(below) if below else None,
    )


def _reckoned(indicator: Indicator, parts: Parts | None, figures: Sequence[Figure]) -> tuple[Decimal | None, Interval]:
    if parts is None:
        return None, OPEN if indicator.additive == "none" else _hull(figures)
    if indicator.additive == "sum":
        return parts.value, parts.interval
    if indicator.additive == "mean":
        mean = None if parts.value is None or not parts.below else parts.value / parts.below
        value = None if mean is None else mean.quantize(KEPT_PLACES, ROUND_HALF_UP)
        return value, OPEN if value is None else Interval.exact(value)
    ratio = parts.interval.ratio_pct(parts.below_interval) if parts.below_interval is not None else None
    if ratio is None:
        return None, _hull(figures)
    interval = kept(ratio)
    if interval.is_exact:
        return interval.low, interval  # nought of whatever number is nought
    value = 100 * parts.value / parts.below if parts.value is not None and parts.below else None
    return None if value is None else value.quantize(KEPT_PLACES, ROUND_HALF_UP), interval


def _words(indicator: Indicator, value: Decimal | None, interval: Interval) -> str:
    if indicator.additive == "none":
        return NOT_ADDED
    printed = at_two_places(interval) if indicator.additive == "mean" and interval.is_exact else interval
    return wording(printed, value, indicator.unit)


def _hull(figures: Sequence[Figure]) -> Interval:
    hull = figures[0].interval
    for figure in figures[1:]:
        hull = hull.hull(figure.interval)
    return hull


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    known = list(values)
    return None if any(value is None for value in known) else sum((v for v in known if v is not None), Decimal(0))
