"""Lay all units' values of one year into the one frame that the suites look at: a row per unit and indicator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from nianbao.figures.facts import decimal_text
from nianbao.rollup.consolidating import unit_values

if TYPE_CHECKING:
    import pandas as pd

    from nianbao.catalogue import Catalogue
    from nianbao.reading import Reading
    from nianbao.rollup.consolidation import UnitValue

COLUMNS = (
    "unit", "indicator", "measure", "value", "low", "high", "printed", "whole", "sources", "facts", "stated", "quote",
)  # fmt: skip


def values_frame(readings: Iterable[Reading], catalogue: Catalogue) -> pd.DataFrame:
    """Return the frame; figures are Decimal, an unknown value or an open bound is None.

    `measure` is the indicator's code and the measure word as printed, `printed` the value as digits, `whole` the
    high bound of the indicator of which this one is a part, in the same unit, `facts` the ids of the sources,
    `stated` the figure in words for the person who reads the finding.
    """
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for reading in readings:
        values = unit_values(reading, catalogue)
        rows.extend(_row(reading, code, value, values, catalogue) for code, value in values.items())
    return pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)


def _row(
    reading: Reading, code: str, value: UnitValue, values: dict[str, UnitValue], catalogue: Catalogue
) -> dict[str, Any]:
    entry = catalogue.indicators[code]
    whole = values.get(entry.part_of or "")
    sources = [reading.fact(fact_id) for fact_id in value.facts]
    # A recomputed rate stands on its numerator and denominator too; only a source of its own prints its measure word.
    own = [fact for fact in sources if code in (fact.indicator, *fact.also)]
    return {
        "unit": reading.unit,
        "indicator": code,
        "measure": f"{code} {own[0].unit or entry.unit if own else entry.unit}",
        "value": value.value,
        "low": value.interval.low,
        "high": value.interval.high,
        "printed": decimal_text(value.value),
        "whole": whole.interval.high if whole else None,
        "sources": len(sources),
        "facts": " ".join(value.facts),
        "stated": f"{entry.name_zh}：{value.wording}",
        "quote": (own or sources)[0].quote if sources else "",
    }
