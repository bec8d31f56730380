"""Lay units, values and facts out as pandas frames: tidy, one row for one thing, every figure an exact Decimal.

Figures stand in object columns; a float never holds one. None stands for an open bound or a figure not known.
pandas is loaded by whoever asks for a frame: it takes a second, and a run over one report needs none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nianbao.catalogue import Catalogue
from nianbao.checks.statements import Statements
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.rollup.consolidation import UnitValue

if TYPE_CHECKING:
    import pandas as pd

VALUE_COLUMNS = (
    "unit", "code", "value", "low", "high", "interval", "wording", "facts", "note", "printed_pct", "to_date", "counted",
)  # fmt: skip
FACT_COLUMNS = (
    "unit", "year", "fact", "code", "use", "value", "low", "high", "printed_unit", "qualifier", "kind", "implied",
    "item", "period_start", "period_end", "part_of", "section", "page", "start", "end", "text", "quote", "measure",
    "rule", "score",
)  # fmt: skip


def value_frame(values: Mapping[str, Mapping[str, UnitValue]]) -> pd.DataFrame:
    """Return one row for each unit and indicator that it states; `values` is by unit, then by code."""
    import pandas as pd

    rows = [
        (
            unit, code, v.value, v.interval.low, v.interval.high, v.interval, v.wording, v.facts, v.note,
            v.printed_pct, v.to_date, v.counted,
        )
        for unit, stated in values.items() for code, v in stated.items()
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(VALUE_COLUMNS), dtype=object)


def fact_frame(readings: Sequence[Reading], catalogue: Catalogue) -> pd.DataFrame:
    """Return one row for each fact and code that it states; `use` says whether and why it counts for the year.

    Facts without a code stand in one row with neither code nor use.
    """
    import pandas as pd

    rows = [row for reading in readings for row in _fact_rows(reading, catalogue)]
    return pd.DataFrame(rows, columns=list(FACT_COLUMNS), dtype=object)


def _fact_rows(reading: Reading, catalogue: Catalogue) -> Iterable[tuple[Any, ...]]:
    uses: dict[str, list[tuple[str | None, str | None]]] = {}
    for usage in Statements(reading, catalogue).usages:
        uses.setdefault(usage.fact.id, []).append((usage.code, usage.use.value))
    for fact in reading.facts:
        for code, use in uses.get(fact.id, [(fact.indicator, None)]):
            yield (reading.unit, reading.year, fact.id, code, use, *_described(fact))


def _described(fact: Fact) -> tuple[Any, ...]:
    period = fact.period
    return (
        fact.value, fact.low, fact.high, fact.unit, fact.qualifier, fact.kind, fact.implied, fact.item,
        period.start if period else None, period.end if period else None, fact.part_of, fact.section, fact.page,
        fact.start, fact.end, fact.text, fact.quote, fact.measure, fact.rule, fact.score,
    )  # fmt: skip
