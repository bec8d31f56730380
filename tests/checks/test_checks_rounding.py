"""How a printed rate stands to the reckoned one, at the bounds of each way; and what a printed figure may stand for."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from nianbao.checks.rounding import Rounding, meant, rounding_of
from nianbao.figures.facts import Fact
from nianbao.interval import Interval


@pytest.mark.parametrize(
    ("printed", "reckoned", "places", "way"),
    [
        ("2.13", "2.125", 2, Rounding.ROUNDED),
        ("2.12", "2.125", 2, Rounding.CUT_OFF),
        ("5", "0", 0, Rounding.WRONG),
        ("0", "0", 0, Rounding.ROUNDED),
        ("124", "80", 0, Rounding.UPSIDE_DOWN),
        ("123", "80", 0, Rounding.WRONG),
        ("0.5", "60", 1, Rounding.A_FRACTION),
        ("0.5", "60.1", 1, Rounding.WRONG),
        ("0.5", "90", 1, Rounding.WRONG),
        ("1.0", "100", 1, Rounding.A_FRACTION),
        ("1.5", "145", 1, Rounding.WRONG),
    ],
)
def test_each_way_ends_where_its_last_place_ends(printed: str, reckoned: str, places: int, way: Rounding) -> None:
    assert rounding_of(Decimal(printed), Decimal(reckoned), places) is way


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("3万人", "30000", "20000", "40000"),
        ("3.6万人", "36000", "35000", "37000"),
        ("3.6\n 万人", "36000", "35000", "37000"),
        ("1,234.5万元", "12345000", "12344000", "12346000"),
        ("1，234.5万元", "12345000", "12344000", "12346000"),
        ("7.25亿元", "725000000", "724000000", "726000000"),
        ("3.65公里", "3.65", "3.64", "3.66"),
        ("236起", "236", "236", "236"),
        ("全部", "15", "15", "15"),
    ],
)
def test_a_figure_may_stand_for_all_that_is_rounded_or_cut_to_it(
    fact: Callable[..., Fact], text: str, value: str, low: str, high: str
) -> None:
    number = Decimal(value)
    assert meant(fact(text, value=number, low=number, high=number)) == Interval(Decimal(low), Decimal(high))


@pytest.mark.parametrize(("low", "high"), [("36000", "36999"), ("36000", None), (None, "36000")])
def test_a_rough_figure_stands_for_its_bounds(fact: Callable[..., Fact], low: str | None, high: str | None) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert meant(fact("3.6余万人", value=Decimal(36000), low=bounds[0], high=bounds[1])) == Interval(*bounds)
