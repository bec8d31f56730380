"""Read what a person writes in a cell as the right figure: 22, 12万, 300余, 95%, 不少于40. One reading or a refusal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from nianbao.catalogue import Catalogue, Indicator
from nianbao.figures.facts import Fact, decimal_text
from nianbao.figures.measures import Measurer, Quantity
from nianbao.figures.numerals import find_numerals
from nianbao.review.correction import NewValue

FAR_APART = 1000
"""A new value a thousand times the old one, or a thousandth, is more often a slip of 万 than a correction."""


class Pen:
    """Reads figures as the reports' own reader does, with the words of the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._measurer = Measurer(catalogue.units, catalogue.cues)
        before = ("about_before", "over_before", "at_least_before", "at_most_before")
        after = ("about_after", "at_least_after", "at_most_after")
        self._before = frozenset(word for key in before for word in catalogue.cues[key]) | {""}
        self._after = frozenset(word for key in after for word in catalogue.cues[key]) | {""}

    def read(self, written: str, fact: Fact, indicator: Indicator | None) -> NewValue | str:
        """Return the figure in the base unit of the fact it is to replace, or in Chinese why it is none.

        A measure word may follow; it must be the fact's own. Bounds of the indicator hold.
        """
        text = "".join(written.split())
        numerals = list(find_numerals(text))
        if len(numerals) != 1 or numerals[0].value is None:
            return f"“{written}”不是一个数，可填22、12万、300余、约300、不少于40等"
        quantity = self._measurer.measure(text, numerals[0], text[: numerals[0].start])
        if text[: quantity.start] not in self._before or text[quantity.end :] not in self._after:
            return f"“{written}”不是一个数，可填22、12万、300余、约300、不少于40等"
        if quantity.unit and quantity.unit not in _own_units(fact, indicator):
            return f"“{written}”的计量单位与原文“{fact.text}”不同"
        value = NewValue(quantity.value, quantity.low, quantity.high, quantity.qualifier)
        return _out_of_bounds(quantity, indicator) or value


def cell_text(value: Any, number_format: str = "") -> str:
    """Return what stands in a cell as text; a number as plain digits, one shown in per cent as such.

    Spreadsheets keep binary fractions: fifteen digits are what they show and what was typed.
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, int | float):
        number = Decimal(f"{value:.15g}")
        return f"{decimal_text(number * 100)}%" if "%" in number_format else decimal_text(number) or ""
    return str(value).strip()


def in_a_cell(value: Decimal | None) -> str:
    """Return the text of a figure that has been in a spreadsheet's cell, where fifteen digits last."""
    return "" if value is None else cell_text(float(value))


def is_far(new: Decimal | None, old: Decimal | None) -> bool:
    """Say whether two values are so far apart that a person should look again."""
    if not new or not old:
        return False
    return not Decimal(1) / FAR_APART < abs(new / old) < FAR_APART


def _own_units(fact: Fact, indicator: Indicator | None) -> frozenset[str]:
    return frozenset({fact.unit}) | (indicator.equal_units if indicator else frozenset())


def _out_of_bounds(quantity: Quantity, indicator: Indicator | None) -> str | None:
    if indicator is None or quantity.value is None:
        return None
    least, most = indicator.bounds.min, indicator.bounds.max
    if (least is not None and quantity.value < least) or (most is not None and quantity.value > most):
        shown = f"{decimal_text(least) or ''}～{decimal_text(most) or ''}"
        return f"{decimal_text(quantity.value)}超出{indicator.name_zh}的取值范围（{shown}）"
    if indicator.value_kind == "count" and quantity.value != quantity.value.to_integral_value():
        return f"{indicator.name_zh}应为整数"
    return None
