from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.formulas import FormulaError, parse, reckon
from nianbao.interval import Interval

BOUND = st.integers(0, 10_000).map(Decimal)


@st.composite
def interval_and_point(draw: st.DrawFn) -> tuple[Interval, Decimal]:
    low, point, high = sorted((draw(BOUND), draw(BOUND), draw(BOUND)))
    return Interval(draw(st.sampled_from((low, None))), draw(st.sampled_from((high, None)))), point


def test_every_formula_of_the_catalogue_is_read_and_names_its_codes(catalogue: Catalogue) -> None:
    for relation in catalogue.relations:
        assert set(parse(relation.formula).codes) == set(relation.codes)


@pytest.mark.parametrize(
    "text",
    [
        "a.b",
        "a.b == ",
        "a.b == (c.d",
        "a.b == (c.d e.f)",
        "a.b == c.d e.f",
        "a.b == c.d +",
        "a.b == )",
        "a.b == c.d == e.f",
        "a.b >= __import__('os')",
        "a.b == 2 ** c.d",
        "a.b == a.b + c.d",
        "x == 1",
    ],
)
def test_a_formula_outside_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


@given(interval_and_point(), interval_and_point(), interval_and_point())
def test_a_formula_never_fails_where_values_inside_the_intervals_satisfy_it(
    a: tuple[Interval, Decimal], b: tuple[Interval, Decimal], c: tuple[Interval, Decimal]
) -> None:
    values = {"x.a": a[0], "x.b": b[0], "x.c": c[0]}
    if a[1] == b[1] + c[1]:
        assert parse("x.a == x.b + x.c").holds(values)
    if a[1] >= b[1] + c[1]:
        assert parse("x.a >= x.b + x.c").holds(values)
    if a[1] >= 2 * b[1]:
        assert parse("x.a >= 2 * x.b").holds({"x.a": a[0], "x.b": b[0]})
    if a[1] <= b[1] - c[1]:
        assert parse("x.a <= x.b - x.c").holds(values)
    share = reckon(parse("x.a == 100 * x.b / x.c").right, values)
    if c[1] > 0:
        point = 100 * b[1] / c[1]
        assert share.low is None or share.low <= point
        assert share.high is None or point <= share.high


@given(BOUND, BOUND, BOUND)
def test_a_sum_of_exact_figures_holds_just_when_it_is_true(a: Decimal, b: Decimal, c: Decimal) -> None:
    values = {"x.a": Interval.exact(a), "x.b": Interval.exact(b), "x.c": Interval.exact(c)}
    assert parse("x.a == x.b + x.c").holds(values) == (a == b + c)
    assert parse("x.a >= x.b + x.c").holds(values) == (a >= b + c)


def test_slack_widens_by_a_step_and_no_more() -> None:
    ratio = parse("x.rate == 100 * x.a / x.b")
    values = {"x.a": Interval.exact(57), "x.b": Interval.exact(60)}
    assert ratio.holds({**values, "x.rate": Interval.exact("95.1")}, slack=Decimal("0.1"))
    assert not ratio.holds({**values, "x.rate": Interval.exact("95.2")}, slack=Decimal("0.1"))


def test_brackets_are_reckoned_first() -> None:
    values = {"x.a": Interval.exact(20), "x.b": Interval.exact(3), "x.c": Interval.exact(7)}
    assert parse("x.a == 2 * (x.b + x.c)").holds(values)
    assert not parse("x.a == 2 * x.b + x.c").holds(values)
    assert parse("x.a == x.b + (x.c + 10)").holds(values)


@pytest.mark.parametrize(
    ("formula", "b", "c", "low", "high"),
    [
        ("x.b - x.c", (3, 9), (1, 2), 1, 8),
        ("x.b - x.c", (3, None), (None, 2), 1, None),
        ("x.b - x.c", (None, 9), (1, None), None, 8),
        ("x.b * x.c", (3, 9), (1, 2), 3, 18),
        ("x.b * x.c", (3, None), (1, 2), 3, None),
        ("x.b * x.c", (-3, 9), (1, 2), None, None),
        ("x.b / x.c", (8, 12), (2, 4), 2, 6),
        ("x.b / x.c", (8, 12), (0, 4), 2, None),
        ("x.b / x.c", (8, 12), (2, None), 0, 6),
        ("x.b / x.c", (8, 12), (0, 0), None, None),
        ("x.b / x.c", (8, 12), (-1, 4), None, None),
    ],
)
def test_bounds_are_reckoned_to_their_farthest(
    formula: str,
    b: tuple[int | None, int | None],
    c: tuple[int | None, int | None],
    low: int | None,
    high: int | None,
) -> None:
    values = {f"x.{name}": between(*bounds) for name, bounds in (("b", b), ("c", c))}
    assert reckon(parse(f"x.a == {formula}").right, values) == between(low, high)


def between(low: int | None, high: int | None) -> Interval:
    return Interval(*(None if bound is None else Decimal(bound) for bound in (low, high)))
