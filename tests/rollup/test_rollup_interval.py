"""What is known within bounds stays true: every law holds for all intervals, open ones too."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.interval import Interval, total


def interval(low: object, high: object) -> Interval:
    return Interval(*(None if bound is None else Decimal(str(bound)) for bound in (low, high)))


figures = st.decimals(min_value=-1000, max_value=100_000, places=2)
bounds = st.tuples(st.none() | figures, st.none() | figures)
intervals = bounds.map(lambda b: interval(*(b if None in b else sorted(b))))


@given(intervals, intervals, intervals)
def test_adding_is_associative_and_commutative_and_nought_changes_nothing(
    a: Interval, b: Interval, c: Interval
) -> None:
    assert (a + b) + c == a + (b + c)
    assert a + b == b + a
    assert a + Interval.exact(0) == a


@given(intervals, intervals)
def test_a_hull_holds_both_and_no_more(a: Interval, b: Interval) -> None:
    hull = a.hull(b)
    assert hull == b.hull(a)
    lows, highs = (a.low, b.low), (a.high, b.high)
    assert hull.low == (None if None in lows else min(low for low in lows if low is not None))
    assert hull.high == (None if None in highs else max(high for high in highs if high is not None))


@pytest.mark.parametrize(
    ("a", "b", "meet"),
    [
        ((1, 2), (3, 4), False),
        ((1, 3), (3, 4), True),
        ((1, 5), (2, 3), True),
        ((1, None), (3, 4), True),
        ((None, 2), (3, 4), False),
        ((None, 3), (3, None), True),
        ((None, None), (3, 4), True),
        ((5, None), (3, 4), False),
    ],
)
def test_two_overlap_where_some_value_lies_in_both(
    a: tuple[object, object], b: tuple[object, object], meet: bool
) -> None:
    assert interval(*a).overlaps(interval(*b)) is meet
    assert interval(*b).overlaps(interval(*a)) is meet


@pytest.mark.parametrize(
    ("part", "whole", "pct"),
    [
        ((30, 30), (120, 120), (25, 25)),
        ((30, 39), (100, 120), (25, 39)),
        ((30, None), (100, 120), (25, None)),
        ((None, 39), (100, 120), (None, 39)),
        ((30, 39), (100, None), (0, 39)),
        ((1, 1), (1, 1), (100, 100)),
        ((0, 0), (8, 8), (0, 0)),
        ((1, 1), ("0.5", "0.5"), (200, 200)),
    ],
)
def test_a_share_is_reckoned_from_bound_to_bound(
    part: tuple[object, object], whole: tuple[object, object], pct: tuple[object, object]
) -> None:
    assert interval(*part).ratio_pct(interval(*whole)) == interval(*pct)


@pytest.mark.parametrize("whole", [(0, 5), (None, 5), (-1, 5), (0, 0)])
def test_there_is_no_share_of_what_may_be_nought(whole: tuple[object, object]) -> None:
    assert interval(3, 3).ratio_pct(interval(*whole)) is None


@pytest.mark.parametrize(
    ("bounds", "exact"),
    [((3, 3), True), ((3, 4), False), ((None, None), False), ((3, None), False), ((None, 3), False)],
)
def test_exact_is_one_value_alone(bounds: tuple[object, object], exact: bool) -> None:
    assert interval(*bounds).is_exact is exact


def test_over_300_and_40_make_over_340() -> None:
    assert total([interval(300, 399), Interval.exact(40)]) == interval(340, 439)
    assert total([]) == Interval.exact("0")
    assert total([interval(300, None), interval(1, 2)]) == interval(301, None)
    assert total([interval(None, 5), interval(1, 2)]) == interval(None, 7)


@given(st.lists(intervals, min_size=2, max_size=6))
def test_a_total_does_not_depend_on_the_order(found: list[Interval]) -> None:
    assert all(total(a) == total(b) for a, b in pairwise([found, found[::-1], sorted(found, key=repr)]))
