"""Write data.json, facts.csv and findings.csv: verbatim, sorted, without a clock; equal inputs give equal bytes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from nianbao.catalogue import Catalogue
from nianbao.checks.finding import finding_json
from nianbao.district import District
from nianbao.figures.facts import Fact, decimal_text
from nianbao.reading import Reading
from nianbao.report.boards import sorted_findings
from nianbao.rollup.consolidation import Change, Consolidation, Figure

FACT_COLUMNS = (
    "id", "unit", "unit_name", "year", "indicator", "indicator_name", "counted", "kind", "implied", "value", "low",
    "high", "measure_unit", "qualifier", "measure", "also", "item", "period_start", "period_end", "part_of", "rate_of",
    "section", "page", "start", "end", "text", "quote", "rule", "score", "sha256",
)  # fmt: skip
FINDING_COLUMNS = (
    "id", "rule", "level", "severity", "state", "unit", "unit_name", "indicators", "facts", "quote", "message",
)  # fmt: skip
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_TEXTS = frozenset({"text", "quote", "message", "measure", "item", "unit_name"})


def data_json(consolidation: Consolidation, district: District, catalogue: Catalogue) -> bytes:
    """Return data.json in the contract's shape; indicators stand in catalogue order, units in order of their codes."""
    order = {code: place for place, code in enumerate(catalogue.indicators)}
    figures = sorted(consolidation.figures, key=lambda figure: order[figure.code])
    data = {
        "district": consolidation.district,
        "year": consolidation.year,
        "units_expected": len(consolidation.expected),
        "units_reporting": len(consolidation.reporting),
        "missing": sorted(consolidation.missing),
        "held": sorted(({"file": h.file, "reason": h.reason} for h in consolidation.held), key=lambda h: h["file"]),
        "indicators": [_figure_json(figure) for figure in figures],
        "findings": [finding_json(finding) for finding in sorted_findings(consolidation, district)],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode(errors="replace")


def facts_csv(
    readings: Sequence[Reading], consolidation: Consolidation, district: District, catalogue: Catalogue
) -> bytes:
    """Return every fact of the year, one a row; `counted` says whether it stands under a total."""
    return _csv(FACT_COLUMNS, fact_rows(readings, consolidation, district, catalogue))


def findings_csv(consolidation: Consolidation, district: District) -> bytes:
    """Return every finding, one a row."""
    names = {unit.code: unit.name for unit in district.units}
    rows = []
    for finding in sorted_findings(consolidation, district):
        raw = finding_json(finding)
        name = names.get(finding.unit or "", district.name)
        listed = {key: " ".join(raw[key]) for key in ("indicators", "facts")}
        rows.append({**raw, **listed, "unit": finding.unit or "", "unit_name": name})
    return _csv(FINDING_COLUMNS, rows)


def fact_rows(
    readings: Sequence[Reading], consolidation: Consolidation, district: District, catalogue: Catalogue
) -> list[dict[str, Any]]:
    """Return the facts as rows of FACT_COLUMNS, by unit in roster order and then by their place in the document."""
    counted = {fact for figure in consolidation.figures for value in figure.by_unit for fact in value.facts}
    roster = {unit.code: place for place, unit in enumerate(district.units)}
    ordered = sorted(readings, key=lambda reading: roster[reading.unit])
    return [
        _fact_row(fact, reading, fact.id in counted, district, catalogue)
        for reading in ordered
        for fact in sorted(reading.facts, key=lambda fact: (fact.start, fact.end, fact.id))
    ]


def _fact_row(fact: Fact, reading: Reading, counted: bool, district: District, catalogue: Catalogue) -> dict[str, Any]:
    entry = catalogue.indicators.get(fact.indicator or "")
    numbers = {key: decimal_text(getattr(fact, key)) for key in ("value", "low", "high")}
    same = {key: getattr(fact, key) for key in FACT_COLUMNS if key in Fact.__slots__ and key not in numbers}
    return {
        **same,
        **numbers,
        "unit": reading.unit,
        "unit_name": district.unit(reading.unit).name,
        "year": reading.year,
        "indicator_name": entry.name_zh if entry else None,
        "counted": "yes" if counted else "no",
        "implied": "yes" if fact.implied else "no",
        "measure_unit": fact.unit,
        "also": " ".join(fact.also),
        "period_start": fact.period.start if fact.period else None,
        "period_end": fact.period.end if fact.period else None,
        "page": fact.page or reading.document.page(fact.start),
        "sha256": reading.document.sha256,
    }


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows of texts as CSV; none can become a formula."""
    return _sheet(columns, ([_harmless(value) for value in row] for row in rows))


def _csv(columns: Sequence[str], rows: Iterable[dict[str, Any]]) -> bytes:
    return _sheet(columns, ([_cell(key, row.get(key)) for key in columns] for row in rows))


def _sheet(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV with a byte order mark: Excel reads Chinese CSV as GBK without one."""
    sheet = io.StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return sheet.getvalue().encode("utf-8-sig", errors="replace")


def _cell(column: str, value: Any) -> Any:
    """Let figures and codes stand as they are."""
    return _harmless(value) if column in _TEXTS else value


def _harmless(value: Any) -> Any:
    """Set an apostrophe before a text that a spreadsheet would take for a formula."""
    return f"'{value}" if str(value).startswith(_FORMULA_SIGNS) else value


def _figure_json(figure: Figure) -> dict[str, Any]:
    values = sorted(figure.by_unit, key=lambda value: value.unit)
    return {
        "code": figure.code,
        "value": decimal_text(figure.value),
        "low": decimal_text(figure.interval.low),
        "high": decimal_text(figure.interval.high),
        "unit": figure.unit,
        "wording": figure.wording,
        "units": figure.units,
        "of": figure.of,
        "previous": None if figure.change is None else _change_json(figure.change, figure.unit),
        "by_unit": {
            value.unit: {
                "value": decimal_text(value.value),
                "low": decimal_text(value.interval.low),
                "high": decimal_text(value.interval.high),
                "facts": list(value.facts),
            }
            for value in values
        },
    }


def _change_json(change: Change, unit: str) -> dict[str, Any]:
    """Return last year's figure over the units of both years, and what changed."""
    return {
        "value": decimal_text(change.before.low) if change.before.is_exact else None,
        "low": decimal_text(change.before.low),
        "high": decimal_text(change.before.high),
        "unit": unit,
        "units": change.units,
        "now": {"low": decimal_text(change.now.low), "high": decimal_text(change.now.high)},
        "difference": decimal_text(change.difference),
        "rate_pct": decimal_text(change.rate_pct),
        "trend": change.trend,
        "wording": change.wording,
    }
