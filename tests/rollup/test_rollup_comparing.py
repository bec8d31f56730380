"""The change against last year, in numbers and words, at the bounds where one way of saying it gives way to another."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from nianbao.catalogue import Additive, Catalogue, Indicator
from nianbao.interval import Interval
from nianbao.rollup.comparing import change_of, compare, join_changes
from nianbao.rollup.consolidation import Change, Sums, UnitValue
from nianbao.rollup.succeeding import Lineage


def like(catalogue: Catalogue, additive: Additive = "sum", unit: str = "件") -> Indicator:
    found = next(iter(catalogue.indicators.values()))
    given = {"additive": additive, "unit": unit, "value_kind": "count", "numerator": "n", "denominator": "d"}
    return found.model_copy(update=given)


def between(low: object, high: object) -> Interval:
    return Interval(*(None if bound is None else Decimal(str(bound)) for bound in (low, high)))


def changed(indicator: Indicator, then: Interval, now: Interval, known: bool = True) -> Change:
    found = change_of(indicator, 3, Sums((then,), (now,), known))
    assert found is not None
    assert (found.units, found.before, found.now) == (3, then, now)
    assert found.sums == Sums((then,), (now,), known)
    return found


@pytest.mark.parametrize(
    ("then", "now", "difference", "rate", "trend", "words"),
    [
        (0, 0, 0, None, "level", "持平"),
        (5, 5, 0, 0, "level", "持平"),
        (0, 3, 3, None, "up", "上年为0，增加3件"),
        (9, 3, -6, None, "down", "减少6件"),
        (9, 12, 3, None, "up", "增加3件"),
        (10, 13, 3, "30.0", "up", "增长30%"),
        (10, 7, -3, "-30.0", "down", "下降30%"),
        (1000, 1004, 4, "0.4", "level", "基本持平（增长0.4%）"),
        (1000, 996, -4, "-0.4", "level", "基本持平（下降0.4%）"),
        (10000, 10004, 4, "0.0", "level", "基本持平"),
        (10000, 10005, 5, "0.1", "level", "基本持平（增长0.1%）"),
        (1000, 1005, 5, "0.5", "up", "增长0.5%"),
        (1000, 995, -5, "-0.5", "down", "下降0.5%"),
        (100, 300, 200, "200.0", "up", "增长200%"),
        (1000, 3001, 2001, "200.1", "up", "为上年的3倍"),
        (100, 325, 225, "225.0", "up", "为上年的3.3倍"),
        (2000, 2025, 25, "1.3", "up", "增长1.3%"),
    ],
)
def test_a_change_of_figures_is_said_in_per_cent_where_that_says_no_more_than_is_known(
    catalogue: Catalogue, then: int, now: int, difference: int, rate: object, trend: str, words: str
) -> None:
    found = changed(like(catalogue), Interval.exact(then), Interval.exact(now))
    assert (found.difference, found.trend, found.wording) == (Decimal(difference), trend, words)
    assert found.rate_pct == (None if rate is None else Decimal(str(rate)))


@pytest.mark.parametrize(
    ("then", "now", "difference", "trend", "words"),
    [
        ("95", "97.25", "2.25", "up", "提高2.25个百分点"),
        ("97.25", "95", "-2.25", "down", "降低2.25个百分点"),
        ("95", "95", "0", "level", "持平"),
        ("95", "95.004", "0.004", "level", "持平"),
        ("95", "95.005", "0.005", "up", "提高0.01个百分点"),
        ("95", "94.995", "-0.005", "down", "降低0.01个百分点"),
        ("95", "95.025", "0.025", "up", "提高0.03个百分点"),
    ],
)
def test_a_change_of_rates_is_said_in_points(
    catalogue: Catalogue, then: str, now: str, difference: str, trend: str, words: str
) -> None:
    found = changed(like(catalogue, unit="%"), Interval.exact(then), Interval.exact(now))
    assert (found.difference, found.rate_pct) == (Decimal(difference), None)
    assert (found.trend, found.wording) == (trend, words)


@pytest.mark.parametrize(
    ("then", "now", "trend", "words"),
    [
        (between(10, 19), between(20, 29), "up", "有所增长（含概数，不计幅度）"),
        (between(10, 20), between(20, 29), None, "含概数，升降不明"),
        (between(20, 29), between(10, 19), "down", "有所下降（含概数，不计幅度）"),
        (between(20, 29), between(10, 20), None, "含概数，升降不明"),
        (between(20, None), between(30, None), None, "含概数，升降不明"),
        (between(20, None), between(10, 19), "down", "有所下降（含概数，不计幅度）"),
        (between(None, 20), between(30, None), "up", "有所增长（含概数，不计幅度）"),
        (between(None, 20), between(None, 10), None, "含概数，升降不明"),
        (between(10, 10), between(20, 29), "up", "有所增长（含概数，不计幅度）"),
        (between(10, 19), between(20, 20), "up", "有所增长（含概数，不计幅度）"),
    ],
)
def test_of_rough_figures_only_what_all_their_values_agree_in_is_said(
    catalogue: Catalogue, then: Interval, now: Interval, trend: str | None, words: str
) -> None:
    found = changed(like(catalogue), then, now)
    assert (found.difference, found.rate_pct, found.trend, found.wording) == (None, None, trend, words)


def test_exact_sums_of_figures_that_were_not_all_known_are_rough(catalogue: Catalogue) -> None:
    found = changed(like(catalogue), Interval.exact(10), Interval.exact(20), known=False)
    assert (found.difference, found.wording) == (None, "有所增长（含概数，不计幅度）")


def test_a_rate_without_a_base_has_no_change(catalogue: Catalogue) -> None:
    indicator, none = like(catalogue, "ratio", "%"), (Interval.exact(0), Interval.exact(0))
    some = (Interval.exact(9), Interval.exact(10))
    assert change_of(indicator, 1, Sums(none, some, True)) is None
    assert change_of(indicator, 1, Sums(some, none, True)) is None
    found = change_of(indicator, 1, Sums(some, (Interval.exact(19), Interval.exact(20)), True))
    assert found and (found.before, found.now, found.wording) == (
        Interval.exact(90), Interval.exact(95), "提高5个百分点",
    )  # fmt: skip


def test_districts_are_joined_by_their_sums_and_known_where_all_are(catalogue: Catalogue) -> None:
    indicator = like(catalogue)
    one = changed(indicator, Interval.exact(10), Interval.exact(12))
    two = changed(indicator, Interval.exact(30), Interval.exact(38))
    joined = join_changes(indicator, [one, two])
    assert joined and (joined.units, joined.before, joined.now) == (6, Interval.exact(40), Interval.exact(50))
    assert joined.wording == "增长25%"
    rough = changed(indicator, Interval.exact(1), Interval.exact(2), known=False)
    joined = join_changes(indicator, [one, rough])
    assert joined and joined.difference is None
    assert join_changes(indicator, []) is None
    without = Change(1, Interval.exact(1), Interval.exact(2), None, None, None, "")
    assert join_changes(indicator, [without]) is None
    assert join_changes(indicator, [without, one]) == changed(indicator, Interval.exact(10), Interval.exact(12))


def stated(value: int, **more: Any) -> UnitValue:
    return UnitValue("", Decimal(value), Interval.exact(value), "", (), **more)


def test_only_units_that_state_it_in_both_years_alike_are_compared(catalogue: Catalogue) -> None:
    indicator = like(catalogue)
    code = indicator.code
    now = {"a": {code: stated(20)}, "b": {code: stated(7)}, "c": {code: stated(90, counted=False)}, "d": {}}
    then = {"a": {code: stated(10)}, "c": {code: stated(9)}, "d": {code: stated(1)}, "e": {code: stated(8)}}
    found = compare(indicator, now, then)
    assert found and (found.units, found.before, found.now) == (1, Interval.exact(10), Interval.exact(20))
    assert found.wording == "增长100%"
    assert compare(indicator, {"b": now["b"]}, then) is None


@pytest.mark.parametrize(
    ("now", "then", "alike"),
    [
        (None, None, True),
        ("2024-11-30", "2023-11-30", True),
        ("2024-12-31", None, True),
        ("2024-11-30", "2023-10-31", False),
        ("2024-11-30", None, False),
    ],
)
def test_years_are_compared_up_to_the_same_day(
    catalogue: Catalogue, now: str | None, then: str | None, alike: bool
) -> None:
    indicator = like(catalogue)
    found = compare(
        indicator, {"a": {indicator.code: stated(20, to_date=now)}}, {"a": {indicator.code: stated(10, to_date=then)}}
    )
    assert (found is not None) is alike


@pytest.mark.parametrize("additive", ["mean", "max", "last", "none"])
def test_what_does_not_add_up_is_not_compared(catalogue: Catalogue, additive: Additive) -> None:
    indicator = like(catalogue, additive)
    values = {"a": {indicator.code: stated(20)}}
    assert compare(indicator, values, values) is None


def test_a_unit_that_was_split_is_compared_with_what_it_was(catalogue: Catalogue) -> None:
    indicator = like(catalogue)
    code = indicator.code
    now, then = {"b": {code: stated(7)}, "c": {code: stated(8)}}, {"a": {code: stated(10)}}
    found = compare(indicator, now, then, [Lineage(("b", "c"), ("a",))])
    assert found and (found.units, found.before, found.now) == (2, Interval.exact(10), Interval.exact(15))
    assert compare(indicator, {**now, "c": {}}, then, [Lineage(("b", "c"), ("a",))]) is None
    assert compare(indicator, now, then, []) is None


def test_a_rate_is_compared_by_its_parts_over_the_units_that_state_all_of_it(catalogue: Catalogue) -> None:
    indicator = like(catalogue, "ratio", "%")
    rate = indicator.code

    def year(above: int, below: int) -> dict[str, UnitValue]:
        return {rate: stated(0), "n": stated(above), "d": stated(below)}

    found = compare(indicator, {"a": year(19, 20), "b": year(9, 10)}, {"a": year(18, 20), "b": {rate: stated(1)}})
    assert found and (found.units, found.before, found.now) == (1, Interval.exact(90), Interval.exact(95))
    without = {key: value for key, value in year(19, 20).items() if key != rate}
    assert compare(indicator, {"a": without}, {"a": year(18, 20)}) is None


def test_a_year_of_which_one_figure_is_rough_is_not_known(catalogue: Catalogue) -> None:
    indicator = like(catalogue)
    code = indicator.code
    conflict = UnitValue("", None, Interval.exact(10), "", ())
    for now, then in ((stated(20), conflict), (conflict, stated(5))):
        found = compare(indicator, {"a": {code: now}}, {"a": {code: then}})
        assert found and found.sums and not found.sums.known and found.difference is None
