from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.interval import Interval, total
from nianbao.rollup.wording import last_place, wording

BOUND = st.none() | st.integers(0, 10**9).map(Decimal)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    low, high = draw(BOUND), draw(BOUND)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return Interval(low, high)


def bounds(low: str | None, high: str | None) -> Interval:
    return Interval(None if low is None else Decimal(low), None if high is None else Decimal(high))


@pytest.mark.parametrize(
    ("low", "high", "value", "unit", "words"),
    [
        ("334", "334", "334", "处", "334处"),
        ("0", "0", "0", "起", "0起"),
        ("784991", "784991", "784991", "人次", "784991人次"),
        ("340", "349", "340", "份", "340余份"),
        ("300", "399", "300", "份", "300余份"),
        ("12000", "12999", "12000", "份", "12000余份"),
        ("340", "439", "340", "份", "340～439份"),
        ("222", "231", "222", "场", "222～231场"),
        ("270", "330", "300", "人", "约300人"),
        ("310", "370", "340", "人", "310～370人"),
        ("270", "330", None, "人", "270～330人"),
        ("40", None, "40", "学时", "不少于40学时"),
        (None, "5", "5", "天", "不超过5天"),
        (None, None, None, "件", "数量不详"),
        ("20000000", "29999999", "20000000", "元", "2000余万元"),
        ("1580000", "1589999", "1580000", "元", "158万余元"),
        ("300000000", "399999999", "300000000", "元", "3亿余元"),
        ("721000000", "721000000", "721000000", "元", "7.21亿元"),
        ("864200", "864200", "864200", "元", "86.42万元"),
        ("123456789", "123456789", "123456789", "元", "12345.6789万元"),
        ("9800", "9800", "9800", "元", "9800元"),
        ("1234567.89", "1234567.89", None, "元", "1234567.89元"),
        ("21000000", "22999998", "21000000", "元", "2100～2300万元"),
        ("98000000", "120000000", None, "元", "9800～12000万元"),
        ("98.70", "98.70", "98.70", "%", "98.7%"),
        ("99.03933", "99.03933", None, "%", "99.04%"),
        ("12.345", "12.345", None, "%", "12.35%"),
        ("95.001", "95.002", None, "%", "95%"),
        ("12345", "23456", None, "人", "12345～23456人"),
        ("10000", "12345", None, "元", "1～1.24万元"),
        ("20060", "22940", None, "元", "2～2.3万元"),
        ("0", "30000", None, "元", "0～3万元"),
        ("95.8", "97.6", None, "%", "95.8%～97.6%"),
        ("100", "100", "100", "%", "100%"),
    ],
)
def test_a_figure_is_said_in_the_strongest_true_words(
    low: str | None, high: str | None, value: str | None, unit: str, words: str
) -> None:
    assert wording(bounds(low, high), None if value is None else Decimal(value), unit) == words


@given(st.integers(1, 10**9).map(Decimal))
def test_over_is_said_only_when_the_bounds_are_its_own(low: Decimal) -> None:
    step = last_place(low)
    own = Interval(low, low + step - 1)
    assert ("余" in wording(own, low, "件")) == (step > 1)
    assert "余" not in wording(Interval(low, low + step), low, "件")


@given(st.integers(0, 10**12).map(lambda n: Decimal(n) / 100))
def test_money_keeps_every_digit(amount_yuan: Decimal) -> None:
    words = wording(Interval.exact(amount_yuan), amount_yuan, "元").removesuffix("元")
    factor = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}.get(words[-1], Decimal(1))
    assert Decimal(words.rstrip("万亿")) * factor == amount_yuan


@given(intervals(), intervals(), intervals())
def test_adding_bounds_does_not_depend_on_the_order(a: Interval, b: Interval, c: Interval) -> None:
    assert (a + b) + c == a + (b + c) == total((c, b, a))


@given(st.lists(intervals(), min_size=1, max_size=6))
def test_one_open_bound_leaves_the_sum_open(given_intervals: list[Interval]) -> None:
    summed = total(given_intervals)
    assert (summed.high is None) == any(each.high is None for each in given_intervals)
    assert (summed.low is None) == any(each.low is None for each in given_intervals)
