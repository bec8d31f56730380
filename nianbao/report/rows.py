"""Turn the figures of a consolidation into rows: what is printed of an indicator, and the proof behind it."""

from __future__ import annotations

from decimal import Decimal

from nianbao.catalogue import Catalogue, Indicator
from nianbao.district import District, Unit
from nianbao.report.figure_view import ChangeView, Row, RowKind, UnitCell
from nianbao.report.printing import phrase, printed
from nianbao.report.tracing import Trail
from nianbao.rollup.consolidation import Change, Consolidation, Figure, UnitValue
from nianbao.rollup.wording import wording

ARROWS = {"up": "↑", "down": "↓", "level": "→"}
EACH = "分单位列示"
UNSETTLED = "待更正"
"""Said of a total under which one unit states two values: its bounds hold both until a person decides."""
_KINDS: dict[str, RowKind] = {"sum": "sum", "none": "each"}


class RowBuilder:
    """What every row of one report needs: the roster, the catalogue, and the trail back to the sentences."""

    def __init__(self, consolidation: Consolidation, district: District, catalogue: Catalogue, trail: Trail) -> None:
        self._names = unit_names(district)
        self._short = {unit.code: short_name(unit) for unit in district.units}
        self._reporting = consolidation.reporting
        self._absent = tuple(self._names[code] for code in consolidation.missing)
        self._catalogue = catalogue
        self._trail = trail

    def row(self, figure: Figure) -> Row:
        """Return the row of a figure."""
        entry = self._catalogue.indicators[figure.code]
        stated = {value.unit for value in figure.by_unit}
        return Row(
            code=figure.code,
            name=entry.name_zh,
            kind=_KINDS.get(entry.additive, "rate"),
            phrase=phrase(entry.name_zh),
            definition=printed(entry.definition_zh),
            wording=printed(figure.wording) or EACH,
            settled=figure.value is not None,
            flag=UNSETTLED if figure.value is None and figure.units and entry.additive == "sum" else "",
            coverage=f"{figure.of}个单位中{figure.units}个报告",
            complete=figure.units == figure.of,
            units=figure.units,
            change=None if figure.change is None else change_view(figure.change, entry),
            formula=printed(figure.formula),
            note=printed(figure.note),
            cells=self._cells(figure),
            silent=tuple(self._names[code] for code in self._reporting if code not in stated),
            absent=self._absent,
        )

    def _cells(self, figure: Figure) -> tuple[UnitCell, ...]:
        order = {code: place for place, code in enumerate(self._names)}
        values = sorted(figure.by_unit, key=lambda value: order[value.unit])
        most = max((size(value) for value in values), default=Decimal(0))
        return tuple(self._cell(value, most) for value in values)

    def _cell(self, value: UnitValue, most: Decimal) -> UnitCell:
        notes = [printed(value.note)] if value.note else []
        if value.printed_pct is not None:
            notes.append(f"单位原文写为{value.printed_pct}%")
        return UnitCell(
            unit=value.unit,
            name=self._names[value.unit],
            short=self._short[value.unit],
            wording=printed(value.wording),
            share_pct=f"{100 * size(value) / most:.1f}" if most > 0 else "",
            note="；".join(notes),
            sources=self._trail.sources(value.facts),
        )


def unit_names(district: District) -> dict[str, str]:
    """Return the name of every unit of the roster by its code, in roster order."""
    return {unit.code: unit.name for unit in district.units}


def short_name(unit: Unit) -> str:
    """Return the roster's first alias where it is shorter: charts and sentences have no room for official names."""
    first = unit.aliases[0] if unit.aliases else unit.name
    return first if 3 <= len(first) < len(unit.name) else unit.name


def size(value: UnitValue) -> Decimal:
    """Return how long a bar the value draws: its value, or the bound that is known."""
    for known in (value.value, value.interval.low, value.interval.high):
        if known is not None:
            return max(known, Decimal(0))
    return Decimal(0)


def change_view(change: Change, entry: Indicator) -> ChangeView:
    """Return the change as it is printed."""
    before, now = (wording(interval, None, entry.unit) for interval in (change.before, change.now))
    detail = f"{change.units}个单位可比：上年{before}，今年{now}"
    arrow = ARROWS.get(change.trend or "", "")
    words = printed(change.wording)
    spoken = words.partition("（")[0] if change.trend else ""
    return ChangeView(change.units, change.trend, arrow, words, spoken, detail)
