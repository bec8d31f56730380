"""Two districts and their city, figure by figure: what is added, what stands as a range, what could not be counted."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any

import pytest

from nianbao.catalogue import Additive, Catalogue
from nianbao.checks.finding import Finding
from nianbao.interval import Interval
from nianbao.rollup.combining import combine
from nianbao.rollup.consolidation import Consolidation, Figure, HeldFile, Parts, UnitValue

OPEN = Interval(None, None)


def between(low: object, high: object) -> Interval:
    return Interval(*(None if bound is None else Decimal(str(bound)) for bound in (low, high)))


def parts(value: object, bounds: Interval | None = None, below: object = None, under: Interval | None = None) -> Parts:
    """Return what a figure was reckoned from: of an exact one the bounds are itself."""
    above, beneath = (None if each is None else Decimal(str(each)) for each in (value, below))
    bounds = bounds or Interval.exact(above or 0)
    return Parts(above, bounds, beneath, under or (None if beneath is None else Interval.exact(beneath)))


def district(code: str, *figures: Figure, **more: Any) -> Consolidation:
    given: dict[str, Any] = {
        "expected": ("a", "b"), "reporting": ("a",), "missing": ("b",), "held": (), "findings": (), **more,
    }  # fmt: skip
    return Consolidation(code, 2024, figures=figures, **given)


class City:
    """One indicator that adds in a given way, and what its districts come to."""

    def __init__(self, catalogue: Catalogue, additive: Additive, unit: str) -> None:
        found = next(iter(catalogue.indicators.values()))
        self.indicator = found.model_copy(update={"additive": additive, "unit": unit, "value_kind": "count"})
        self.catalogue = copy(catalogue)
        self.catalogue.indicators = {self.indicator.code: self.indicator}

    def of(self, *figures: Figure) -> Figure:
        """Return the city's figure, from one figure of each district."""
        each = tuple(district(f"d{k}", figure) for k, figure in enumerate(figures, 1))
        found = combine("city", each, self.catalogue).figure(self.indicator.code)
        assert found is not None
        return found

    def figure(self, bounds: Interval, made_of: Parts | None, value: object = None, **more: Any) -> Figure:
        own = Decimal(str(value)) if value is not None else bounds.low if bounds.is_exact else None
        return Figure(
            self.indicator.code, own, bounds, self.indicator.unit, "words", 1, 2, more.pop("by_unit", ()),
            parts=made_of, **more,
        )  # fmt: skip


def test_a_city_names_its_districts_units_files_and_findings(catalogue: Catalogue) -> None:
    finding = Finding("rule", 1, "error", "a", "说明", facts=("f1",))
    whole = Finding("rule", 3, "warning", None, "说明")
    file = HeldFile("一.pdf", "encrypted", "有密码")
    east = district("east", held=(file,), findings=(finding, whole))
    city = combine("city", (east, district("west", reporting=("a", "b"), missing=())), catalogue)
    assert (city.district, city.year, city.figures) == ("city", 2024, ())
    assert city.expected == ("east/a", "east/b", "west/a", "west/b")
    assert (city.reporting, city.missing) == (("east/a", "west/a", "west/b"), ("east/b",))
    assert city.held == (HeldFile("east/一.pdf", "encrypted", "有密码"),)
    assert [(each.unit, each.message, each.severity) for each in city.findings] == [
        ("east/a", "说明", "error"),
        ("east", "说明", "warning"),
    ]


def test_a_sum_is_added_and_keeps_each_district_under_it(catalogue: Catalogue) -> None:
    city = City(catalogue, "sum", "处")
    unit = UnitValue("a", Decimal(7), Interval.exact(7), "7处", ("f1", "f2"))
    east = city.figure(Interval.exact(7), parts(7), by_unit=(unit,), note="注")
    west = city.figure(between(27, 33), parts(30, between(27, 33)), value=30)
    found = city.of(east, west)
    assert (found.value, found.interval, found.unit, found.wording) == (Decimal(37), between(34, 40), "处", "34～40处")
    assert (found.units, found.of, found.note) == (2, 4, "")
    assert found.by_unit == (
        UnitValue("d1", Decimal(7), Interval.exact(7), "words", ("f1", "f2"), note="注"),
        UnitValue("d2", Decimal(30), between(27, 33), "words", ()),
    )
    assert found.parts and (found.parts.below, found.parts.below_interval) == (None, None)
    assert city.of(west).wording == "约30处"


def test_a_district_known_by_bounds_alone_leaves_the_city_without_a_value(catalogue: Catalogue) -> None:
    city = City(catalogue, "sum", "处")
    found = city.of(city.figure(Interval.exact(7), parts(7)), city.figure(between(3, 5), parts(None, between(3, 5))))
    assert (found.value, found.interval) == (None, between(10, 12))


def test_a_district_without_parts_is_named_and_not_counted(catalogue: Catalogue) -> None:
    city = City(catalogue, "sum", "处")
    alone = city.figure(between(1, 2), None)
    found = city.of(city.figure(Interval.exact(7), parts(7)), alone, alone)
    assert (found.value, found.units, found.of) == (Decimal(7), 1, 6)
    assert found.note == "d2未能计入；d3未能计入"
    assert [value.counted for value in found.by_unit] == [True, False, False]


@pytest.mark.parametrize("additive", ["max", "last", "ratio"])
def test_figures_without_parts_stand_as_their_range(catalogue: Catalogue, additive: Additive) -> None:
    city = City(catalogue, additive, "分")
    found = city.of(city.figure(between(3, 5), None), city.figure(Interval.exact(9), None), city.figure(OPEN, None))
    assert (found.value, found.interval, found.wording) == (None, OPEN, "数量不详")
    found = city.of(city.figure(between(3, 5), None), city.figure(Interval.exact(9), None))
    assert (found.value, found.interval, found.wording) == (None, between(3, 9), "3～9分")
    assert (found.units, found.note, found.parts) == (2, "", None)
    assert all(value.counted for value in found.by_unit)


def test_the_highest_of_districts_is_no_sum_of_them(catalogue: Catalogue) -> None:
    city = City(catalogue, "max", "分")
    found = city.of(city.figure(Interval.exact(3), parts(3)), city.figure(Interval.exact(9), parts(9)))
    assert (found.value, found.interval, found.parts) == (None, between(3, 9), None)


def test_what_is_counted_otherwise_everywhere_stays_unadded(catalogue: Catalogue) -> None:
    city = City(catalogue, "none", "件")
    found = city.of(city.figure(Interval.exact(3), None), city.figure(Interval.exact(9), None))
    assert (found.value, found.interval, found.wording) == (None, OPEN, "不汇总")


def test_a_mean_is_weighted_again_rounded_half_up_and_printed_to_two_places(catalogue: Catalogue) -> None:
    city = City(catalogue, "mean", "天")
    found = city.of(
        city.figure(Interval.exact(25), parts(25, below=1)), city.figure(Interval.exact(0), parts(0, below=31))
    )
    assert (found.value, found.interval) == (Decimal("0.7813"), Interval.exact("0.7813"))
    assert found.wording == "0.78天"


@pytest.mark.parametrize(
    "second", [parts(None, between(3, 5), below=2), parts(3, below=None, under=between(1, 2)), parts(0, below=-1)]
)
def test_a_mean_without_every_part_is_open(catalogue: Catalogue, second: Parts) -> None:
    city = City(catalogue, "mean", "天")
    found = city.of(city.figure(Interval.exact(2), parts(2, below=1)), city.figure(Interval.exact(3), second))
    assert (found.value, found.interval, found.wording) == (None, OPEN, "数量不详")


def test_a_rate_is_reckoned_again_from_its_parts(catalogue: Catalogue) -> None:
    city = City(catalogue, "ratio", "%")
    found = city.of(
        city.figure(Interval.exact(50), parts(1, below=2)), city.figure(Interval.exact(100), parts(1, below=1))
    )
    assert (found.value, found.interval) == (Decimal("66.6667"), Interval.exact("66.6667"))
    assert found.wording == "66.67%"
    assert found.parts == Parts(Decimal(2), Interval.exact(2), Decimal(3), Interval.exact(3))


def test_a_rate_of_rough_figures_has_bounds_and_the_value_of_what_was_printed(catalogue: Catalogue) -> None:
    city = City(catalogue, "ratio", "%")
    rough = parts(25, between(25, 33), below=3199)
    found = city.of(city.figure(between(0, 8), rough), city.figure(Interval.exact(0), parts(0, below=1)))
    assert (found.value, found.interval) == (Decimal("0.7813"), between("0.7812", "1.0313"))


@pytest.mark.parametrize(
    "unknown", [parts(None, between(1, 9), below=128), parts(1, below=None, under=between(100, 128))]
)
def test_a_rate_of_which_a_part_has_no_value_has_bounds_alone(catalogue: Catalogue, unknown: Parts) -> None:
    city = City(catalogue, "ratio", "%")
    found = city.of(city.figure(between(0, 8), unknown))
    assert found.value is None and found.interval.low == Decimal("0.7812")


def test_nought_of_whatever_number_is_nought_in_a_city_too(catalogue: Catalogue) -> None:
    city = City(catalogue, "ratio", "%")
    found = city.of(city.figure(Interval.exact(0), parts(0, below=None, under=between(300, 399))))
    assert (found.value, found.interval, found.wording) == (Decimal(0), Interval.exact(0), "0%")


@pytest.mark.parametrize("made_of", [parts(3), parts(3, below=0), parts(3, below=None, under=between(0, 5))])
def test_a_rate_of_what_may_be_nought_stands_as_the_range_of_the_districts(
    catalogue: Catalogue, made_of: Parts
) -> None:
    city = City(catalogue, "ratio", "%")
    found = city.of(city.figure(Interval.exact(80), made_of), city.figure(between(90, 95), made_of))
    assert (found.value, found.interval, found.wording) == (None, between(80, 95), "80%～95%")
