"""How far a figure lies from others of its kind: by factors, and so that one slip moves neither middle nor width."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nianbao.checks.spread import NORMAL_OVER_MAD, median, slip, spread_of, times


def decimals(*values: object) -> list[Decimal]:
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize(("values", "middle"), [((5,), "5"), ((1, 9), "5"), ((1, 2, 90), "2"), ((1, 2, 5, 90), "3.5")])
def test_the_median_is_the_middle_one_or_the_mean_of_the_middle_two(values: tuple[int, ...], middle: str) -> None:
    assert median(decimals(*values)) == Decimal(middle)


def test_one_slip_moves_neither_the_middle_nor_the_width() -> None:
    usual = spread_of(decimals(40, 45, 50, 55, 60), Decimal(1))
    slipped = spread_of(decimals(40, 45, 50, 55, 600), Decimal(1))
    assert usual.median == slipped.median == 50
    assert usual.width == slipped.width


def test_the_width_is_that_of_a_normal_spread_and_never_less_than_the_least_factor() -> None:
    """Of 25, 50, 100, 200, 400 half lie within a factor of two of the middle."""
    spread = spread_of(decimals(400, 25, 100, 200, 50), Decimal(1))
    two = Decimal(2).ln()
    assert spread.median == 100
    assert spread.width == pytest.approx(NORMAL_OVER_MAD * two)
    assert spread.distance(Decimal(100)) == 0
    assert spread.distance(Decimal(200)) == spread.distance(Decimal(50)) == pytest.approx(1 / NORMAL_OVER_MAD)
    assert spread_of(decimals(50, 50, 50), Decimal(2)).width == pytest.approx(two)


@pytest.mark.parametrize(
    ("value", "usual", "reach", "power"),
    [
        (500, 50, 1, 10),
        (50, 500, 1, 10),
        (501, 50, 1, None),
        (499, 50, 1, None),
        (750, 50, "1.5", 10),
        (751, 50, "1.5", None),
        (333, 50, "1.5", None),
        (334, 50, "1.5", 10),
        (5000, 50, 1, 100),
        (50_000, 50, 1, 1000),
        (500_000, 50, 1, 10_000),
        (5_000_000, 50, 1, None),
        (1, "0.1", 1, 10),
        (0, 50, 2, None),
        (50, 0, 2, None),
        (-500, -50, 1, None),
    ],
)
def test_a_slip_is_off_by_a_power_of_ten_and_by_no_more_than_the_reach_besides(
    value: object, usual: object, reach: object, power: int | None
) -> None:
    assert slip(*decimals(value, usual, reach)) == power


def test_only_the_powers_that_are_asked_for_are_slips() -> None:
    assert slip(*decimals(500, 50, 1), decimals(10_000)) is None
    assert slip(*decimals(500_000, 50, 1), decimals(10_000)) == 10_000


@pytest.mark.parametrize(
    ("value", "usual", "words"),
    [
        (60, 5, "的12倍"),
        (62, 5, "的12倍"),
        (52, 5, "的10倍"),
        (50, 5, "的10倍"),
        (49, 5, "的9.8倍"),
        (15, 5, "的3倍"),
        (5, 5, "的1倍"),
        (5, 40, "的1/8"),
        (5, 60, "的1/12"),
        (2, 5, "的1/2.5"),
    ],
)
def test_a_factor_is_said_as_one_would_say_it(value: int, usual: int, words: str) -> None:
    assert times(*decimals(value, usual)) == words
