"""Consolidate a district's year: add up what may be added, recompute ratios, and name whoever is missing.

A missing unit is never counted as nought, a part never on top of its whole, a stretch never on top of the year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from nianbao.catalogue import Catalogue, Indicator
from nianbao.checks.finding import Finding
from nianbao.checks.statements import Statements, Use
from nianbao.district import District
from nianbao.interval import Interval
from nianbao.reading import Reading
from nianbao.rollup.adding import Group, Total, add
from nianbao.rollup.comparing import compare
from nianbao.rollup.consolidation import Consolidation, Figure, HeldFile, UnitValue
from nianbao.rollup.frames import value_frame
from nianbao.rollup.overlapping import counted_once
from nianbao.rollup.stating import day, unit_values
from nianbao.rollup.succeeding import lineages

__all__ = ["consolidate", "unit_values"]

NO_YEAR = Total(None, Interval(None, None), "无全年数", note="只有分时段或不能计入的数字，未计入全年")
"""An indicator that is stated, but in no figure that counts for the year."""


def consolidate(
    district: District,
    year: int,
    readings: Sequence[Reading],
    before: Sequence[Reading],
    held: Sequence[HeldFile],
    findings: Sequence[Finding],
    catalogue: Catalogue,
) -> Consolidation:
    """Consolidate the readings of `year`; `before` are the readings of the year before, for the comparison.

    Readings of units that the roster does not expect in `year` do not count. Only indicators that some unit states are
    listed, in catalogue order; one that no unit states in a countable way stands with 0 units and no value.
    """
    expected = tuple(unit.code for unit in district.expected(year))
    counted = sorted((r for r in readings if r.unit in expected), key=lambda reading: expected.index(reading.unit))
    reporting = tuple(reading.unit for reading in counted)
    now, then = (
        counted_once({reading.unit: unit_values(reading, catalogue) for reading in each}, district, catalogue)
        for each in (counted, before)
    )
    comparable = lineages(district, year, now, then)
    groups = _groups(now)
    figures = []
    for code, uncounted in _stated(district, counted, catalogue).items():
        indicator = catalogue.indicators[code]
        values = groups.get(code, ())
        found = add(Group(indicator, values, now)) if values else NO_YEAR
        broken = _break(indicator, year)
        notes = (found.note, broken, *_reservations(district, indicator, values), *uncounted)
        figures.append(
            Figure(
                code=code,
                value=found.value,
                interval=found.interval,
                unit=indicator.unit,
                wording=found.wording + _to_date(values),
                units=_counting(values, found),
                of=len(expected),
                by_unit=values,
                change=None if broken else compare(indicator, now, then, comparable),
                formula=found.formula,
                note="；".join(filter(None, notes)),
                parts=found.parts,
            )
        )
    missing = tuple(code for code in expected if code not in reporting)
    return Consolidation(
        district.code, year, expected, reporting, missing, tuple(held), tuple(figures), tuple(findings)
    )


def _break(indicator: Indicator, year: int) -> str:
    """Return the note on a definition that changed with this year, "" where last year's figure counts the same."""
    changed = [each.note_zh for each in indicator.breaks if each.since == year]
    return f"本年口径有调整（{'；'.join(changed)}），与上年不可比" if changed else ""


def _groups(values: Mapping[str, Mapping[str, UnitValue]]) -> dict[str, tuple[UnitValue, ...]]:
    """Return the units' values by code, units in roster order."""
    frame = value_frame(values)
    return {str(code): tuple(values[unit][str(code)] for unit in rows["unit"]) for code, rows in frame.groupby("code")}


def _stated(district: District, readings: Sequence[Reading], catalogue: Catalogue) -> dict[str, list[str]]:
    """Return each code that some unit states, in catalogue order, with a note on each figure that could not count."""
    notes: dict[str, list[str]] = defaultdict(list)
    for reading in readings:
        statements = Statements(reading, catalogue)
        for code in statements.codes:
            notes[code].extend(())
        for usage in statements.usages:
            if usage.use is Use.OTHER_UNIT:
                name = district.unit(reading.unit).name
                notes[usage.code].append(f"{name}所报{usage.fact.text}计量单位不同，未计入")
    return {code: notes[code] for code in catalogue.indicators if code in notes}


def _reservations(district: District, indicator: Indicator, values: Sequence[UnitValue]) -> list[str]:
    """Return the units' reservations, units that make the same one together."""
    if indicator.additive not in ("sum", "ratio", "mean", "max", "last"):
        return []
    by_note: dict[str, list[str]] = defaultdict(list)
    for value in values:
        if value.note and (value.counted or indicator.additive != "ratio"):
            by_note[value.note].append(district.unit(value.unit).name)
    return [f"{'、'.join(names)}：{note}" for note, names in by_note.items()]


def _to_date(values: Sequence[UnitValue]) -> str:
    """Return the dates up to which some units counted, since the year's total must name them (standard §6)."""
    days = sorted({value.to_date for value in values if value.to_date and value.counted})
    if not days:
        return ""
    some = "" if all(value.to_date for value in values) else "含"
    return f"（{some}截至{'、'.join(day(each) for each in days)}数）"


def _counting(values: Sequence[UnitValue], found: Total) -> int:
    """Count the units under the figure: those that count, or all where only their range or list is given."""
    counted = sum(value.counted for value in values)
    return counted or len(values)
