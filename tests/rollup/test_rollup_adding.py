"""Each way of adding, by the figures alone: value, bounds, the words of the sum, and what it was reckoned from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from nianbao.catalogue import Catalogue, Indicator
from nianbao.interval import Interval
from nianbao.rollup.adding import Group, Total, add, at_two_places
from nianbao.rollup.consolidation import UnitValue


def stated(unit: str, low: object, high: object = "same", **more: Any) -> UnitValue:
    bounds = Interval(*(None if b is None else Decimal(str(b)) for b in (low, low if high == "same" else high)))
    value = bounds.low if "value" not in more else more.pop("value")
    return UnitValue(unit, value, bounds, "", (), **more)


def added(indicator: Indicator, *values: UnitValue, **others: dict[str, UnitValue]) -> Total:
    return add(Group(indicator, values, others))


def like(catalogue: Catalogue, additive: str, **more: object) -> Indicator:
    """Return an indicator that adds in this way."""
    found = next(iter(catalogue.indicators.values()))
    return found.model_copy(update={"additive": additive, **more})


def test_a_sum_has_value_bounds_formula_and_parts(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "sum", unit="处", value_kind="count")
    found = added(indicator, stated("a", 300, 399, value=Decimal(300)), stated("b", 40))
    assert (found.value, found.interval) == (Decimal(340), Interval(Decimal(340), Decimal(439)))
    assert found.formula.count("＋") == 1 and found.formula.endswith("＋40")
    assert found.parts and (found.parts.value, found.parts.interval) == (found.value, found.interval)


def test_what_does_not_count_is_not_added(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "sum")
    found = added(indicator, stated("a", 3), stated("b", 4, counted=False))
    assert (found.value, found.interval) == (Decimal(3), Interval.exact(3))


def test_one_unit_known_by_bounds_alone_leaves_the_sum_without_a_value(catalogue: Catalogue) -> None:
    found = added(like(catalogue, "sum"), stated("a", 3, 5, value=None), stated("b", 4))
    assert (found.value, found.interval) == (None, Interval(Decimal(7), Decimal(9)))


RATIO = {"numerator": "n", "denominator": "d", "unit": "%"}


def parts(above: UnitValue, below: UnitValue) -> dict[str, UnitValue]:
    return {"n": above, "d": below}


def test_a_rate_is_the_ratio_of_the_sums_and_not_the_mean_of_the_rates(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "ratio", **RATIO)
    found = added(
        indicator, stated("a", 50), stated("b", 100),
        a=parts(stated("a", 1), stated("a", 2)), b=parts(stated("b", 1), stated("b", 1)),
    )  # fmt: skip
    assert (found.value, found.interval) == (Decimal("66.6667"), Interval.exact("66.6667"))
    assert found.formula == "2÷3" and found.note == ""
    assert found.parts and (found.parts.value, found.parts.below) == (Decimal(2), Decimal(3))
    assert (found.parts.interval, found.parts.below_interval) == (Interval.exact(2), Interval.exact(3))


def test_a_rate_above_what_can_be_is_noted(catalogue: Catalogue) -> None:
    found_indicator = like(catalogue, "ratio", **RATIO)
    top = found_indicator.model_copy(update={"bounds": found_indicator.bounds.model_copy(update={"max": Decimal(100)})})
    over = added(top, stated("a", 150), a=parts(stated("a", 3), stated("a", 2)))
    full = added(top, stated("a", 100), a=parts(stated("a", 2), stated("a", 2)))
    assert "重算超过100%" in over.note and full.note == ""


def test_nought_of_whatever_number_is_nought_and_a_rate_of_bounds_has_bounds(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "ratio", **RATIO)
    below = stated("a", 300, 399, value=None)
    assert added(indicator, stated("a", 0), a=parts(stated("a", 0), below)).value == 0
    found = added(indicator, stated("a", 0), a=parts(stated("a", 30), below))
    assert (found.value, found.interval) == (None, Interval(Decimal("7.5187"), Decimal("10.0000")))


def test_rates_printed_without_their_parts_stand_as_a_range(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "ratio", **RATIO)
    found = added(
        indicator, stated("a", 90, counted=False), stated("b", 70, counted=False), stated("c", 95, counted=False)
    )
    assert (found.value, found.interval) == (None, Interval(Decimal(70), Decimal(95)))
    assert "分子、分母" in found.note and found.parts is None


def test_a_mean_is_weighted_and_kept_to_four_places(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "mean", weight="w", unit="天")
    weights = {"a": {"w": stated("a", 2)}, "b": {"w": stated("b", 1)}}
    found = added(indicator, stated("a", 10), stated("b", "5.5"), **weights)
    assert (found.value, found.interval) == (Decimal("8.5000"), Interval.exact("8.5"))
    assert found.formula == "（10×2＋5.5×1）÷3"
    assert found.parts and (found.parts.value, found.parts.below) == (Decimal("25.5"), Decimal(3))
    assert (found.parts.interval, found.parts.below_interval) == (Interval.exact("25.5"), Interval.exact(3))


@pytest.mark.parametrize("weight", [None, stated("b", 1, 2, value=None), stated("b", 0), stated("b", 3, value=None)])
def test_a_mean_without_every_weight_is_a_range(catalogue: Catalogue, weight: UnitValue | None) -> None:
    indicator = like(catalogue, "mean", weight="w")
    whole = stated("a", 0) if weight is not None and weight.value == 0 else stated("a", 2)
    weights = {"a": {"w": whole}, "b": {} if weight is None else {"w": weight}}
    found = added(indicator, stated("a", 10), stated("b", 5), **weights)
    assert (found.value, found.interval) == (None, Interval(Decimal(5), Decimal(10)))
    assert "权数" in found.note


def test_the_highest_of_all_is_a_figure_where_it_is_one(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "max")
    assert added(indicator, stated("a", 3), stated("b", 7)).value == 7
    bounded = added(indicator, stated("a", 3), stated("b", 7, 9))
    assert (bounded.value, bounded.interval) == (None, Interval(Decimal(7), Decimal(9)))
    assert added(indicator, stated("a", 3), stated("b", 7, None)).interval == Interval(Decimal(7), None)
    assert added(indicator, stated("a", 3), stated("b", None, 9, value=None)).interval == Interval(
        Decimal(3), Decimal(9)
    )
    assert added(indicator, stated("a", None, 9, value=None)).interval == Interval(None, Decimal(9))
    assert bounded.formula == "各单位最大值"


def test_the_last_is_the_latest_and_a_whole_year_is_later_than_any_day(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "last")
    early, late, year = stated("a", 3, to_date="2023-06-30"), stated("b", 5, to_date="2023-11-30"), stated("c", 8)
    assert added(indicator, early, late).value == 5
    assert added(indicator, early, year, late).value == 8
    assert added(indicator, early, late).formula == "最近一次数"
    twice = added(indicator, stated("a", 3), stated("c", 8))
    assert (twice.value, twice.interval) == (None, Interval(Decimal(3), Decimal(8))) and "只列范围" in twice.note


def test_what_is_counted_otherwise_everywhere_is_not_added(catalogue: Catalogue) -> None:
    found = added(like(catalogue, "none"), stated("a", 3))
    assert (found.value, found.interval, found.wording) == (None, Interval(None, None), "不汇总")
    assert "口径不同" in found.note


@pytest.mark.parametrize(("mean", "printed"), [("8.5049", "8.50"), ("8.505", "8.51"), ("0", "0.00")])
def test_a_mean_is_printed_to_two_places_half_up(mean: str, printed: str) -> None:
    assert at_two_places(Interval.exact(mean)) == Interval.exact(printed)


def test_the_words_of_a_sum_are_the_strongest_true_ones_and_bounds_stand_in_brackets(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "sum", unit="处", value_kind="count")
    found = added(indicator, stated("a", "270", "330", value=Decimal(300)))
    assert (found.wording, found.formula) == ("约300处", "（270～330）")
    found = added(indicator, stated("a", "270", "330", value=Decimal(300)), stated("b", 20))
    assert (found.wording, found.formula) == ("290～350处", "（270～330）＋20")


def test_money_is_scaled_in_the_formula_too(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "sum", unit="元", value_kind="amount")
    found = added(indicator, stated("a", 20_000), stated("b", 310_000))
    assert (found.wording, found.formula) == ("33万元", "2万元＋31万元")


def test_a_rate_of_rough_figures_has_the_value_of_what_was_printed_rounded_half_up(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "ratio", **RATIO)
    above = stated("a", 25, 33, value=Decimal(25))
    found = added(indicator, stated("a", 0), a=parts(above, stated("a", 3200)))
    assert (found.value, found.interval) == (Decimal("0.7813"), Interval(Decimal("0.7812"), Decimal("1.0313")))


def test_a_mean_is_rounded_half_up(catalogue: Catalogue) -> None:
    weights = {"a": {"w": stated("a", 1)}, "b": {"w": stated("b", 31)}}
    found = added(like(catalogue, "mean", weight="w", unit="天"), stated("a", 25), stated("b", 0), **weights)
    assert (found.value, found.wording) == (Decimal("0.7813"), "0.78天")


def test_the_highest_and_the_last_are_said_in_their_unit(catalogue: Catalogue) -> None:
    highest = added(like(catalogue, "max", unit="分"), stated("a", 3), stated("b", 7, 9))
    assert highest.wording == "7～9分"
    last = added(
        like(catalogue, "last", unit="人"),
        stated("a", 1, to_date="2023-06-30"),
        stated("b", 270, 330, value=Decimal(300)),
    )
    assert (last.value, last.interval, last.wording) == (
        Decimal(300), Interval(Decimal(270), Decimal(330)), "约300人",
    )  # fmt: skip


def test_each_way_that_gives_no_figure_says_why(catalogue: Catalogue) -> None:
    twice = (stated("a", 3), stated("b", 5))
    notes = {
        "ratio": "各单位未同时报送分子、分母，只列所印比率的范围",
        "mean": "有单位未报送权数，不计算平均，只列各单位的范围",
        "last": "多个单位同时报送，只列范围",
        "none": "各单位口径不同，不汇总，见各单位数",
    }
    for additive, note in notes.items():
        uncounted = tuple(replace(value, counted=additive != "ratio") for value in twice)
        found = added(like(catalogue, additive, weight="w"), *uncounted, a={}, b={})
        assert (found.value, found.note) == (None, note)
