"""Pick what the first page shows: the key indicators, and the bars of the charts.

A chart says more than a table where it compares: this year with last, and the units with each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.report.figure_view import Bar, Chart, Row
from nianbao.report.rows import short_name, size
from nianbao.rollup.consolidation import Consolidation, Figure, UnitValue

KEY_ROWS = 8
CHANGE_BARS = 12
UNIT_GROUPS = 6
UNIT_BARS = 10
"""The largest of so many units are drawn; the tables hold all of them."""
STEEPEST_PCT = Decimal(200)
"""A change beyond this would flatten every other bar; the table still says it."""


def key_rows(rows: Mapping[str, Row], catalogue: Catalogue) -> tuple[Row, ...]:
    """Return the key indicators: of each domain the one that most units reported, a required one before others."""
    best: dict[str, Row] = {}
    for code, entry in catalogue.indicators.items():
        row = rows.get(code)
        if row is None or row.kind != "sum" or not row.settled:
            continue
        rival = best.get(entry.domain)
        if rival is None or _weight(row, catalogue) > _weight(rival, catalogue):
            best[entry.domain] = row
    widest = sorted(best.values(), key=lambda row: _weight(row, catalogue), reverse=True)[:KEY_ROWS]
    return tuple(row for row in best.values() if row in widest)


def change_chart(rows: Mapping[str, Row], consolidation: Consolidation) -> Chart | None:
    """Return the chart of changes against last year; None when fewer than two indicators can be compared."""
    changed = [f for f in consolidation.figures if f.change and f.change.rate_pct is not None]
    widest = sorted((f for f in changed if abs(_rate(f)) <= STEEPEST_PCT), key=lambda f: -f.units)[:CHANGE_BARS]
    if len(widest) < 2:
        return None
    drawn = sorted(widest, key=_rate, reverse=True)
    told = "；".join(f"{rows[f.code].name}{_change_words(f)}" for f in drawn)
    return Chart("change", "主要指标同口径同比变化", told, tuple(_change_bar(rows[f.code].name, f) for f in drawn))


def unit_charts(cards: Sequence[Row], consolidation: Consolidation, district: District) -> tuple[Chart, ...]:
    """Return one chart for each key indicator that at least two units reported: the units side by side."""
    names = {unit.code: short_name(unit) for unit in district.units}
    charts: list[Chart] = []
    for row in cards:
        figure = consolidation.figure(row.code)
        values = [v for v in figure.by_unit if _drawable(v)] if figure else []
        if figure is None or len(values) < 2:
            continue
        ranked = sorted(values, key=size, reverse=True)[:UNIT_BARS]
        told = "，".join(f"{names[v.unit]}{v.wording}" for v in ranked)
        bars = tuple(_bar(names[v.unit], v) for v in ranked)
        charts.append(Chart("units", f"{row.name}（{figure.unit}）", told, bars))
    return tuple(charts[:UNIT_GROUPS])


def _weight(row: Row, catalogue: Catalogue) -> tuple[int, bool]:
    return row.units, catalogue.indicators[row.code].required


def _rate(figure: Figure) -> Decimal:
    assert figure.change is not None and figure.change.rate_pct is not None
    return figure.change.rate_pct


def _drawable(value: UnitValue) -> bool:
    return value.interval.low is not None and value.interval.high is not None


def _bar(name: str, value: UnitValue) -> Bar:
    low, high = value.interval.low, value.interval.high
    assert low is not None and high is not None
    return Bar(name, value.wording, size(value), low, high)


def _change_bar(name: str, figure: Figure) -> Bar:
    rate = _rate(figure)
    return Bar(name, _change_words(figure), rate, rate, rate)


def _change_words(figure: Figure) -> str:
    return figure.change.wording if figure.change else ""
