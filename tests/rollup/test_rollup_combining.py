"""Districts add up to a city as units add up to a district: in any order, with their bounds, and none left unnamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from nianbao.catalogue import Catalogue
from nianbao.district import District
from nianbao.figures.facts import Fact
from nianbao.interval import Interval
from nianbao.reading import Reading
from nianbao.rollup.combining import combine
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Consolidation, Figure

FOUND, RECTIFIED = "safety.hazards_found", "safety.hazards_rectified"
RATE = "safety.hazard_rectification_rate"
SCORE, WEIGHT = "learning.law_exam_average_score", "learning.law_exam_participants"


@pytest.fixture
def districts(
    district: District, catalogue: Catalogue, states: Callable[..., Fact], reads: Callable[..., Reading]
) -> tuple[Consolidation, Consolidation]:
    """Return an eastern and a western district: exact figures here, bounds and a printed rate there."""

    def year(code: str, *readings: Reading) -> Consolidation:
        return consolidate(district.model_copy(update={"code": code}), 2024, readings, (), (), (), catalogue)

    east = year(
        "east",
        reads("a", states(FOUND, 30), states(RECTIFIED, 24), states(RATE, 80), states(SCORE, 90), states(WEIGHT, 100)),
        reads("b", states(FOUND, 10), states(RECTIFIED, 10)),
    )
    west = year(
        "west",
        reads("a", states(FOUND, 300, low=300, high=399, qualifier="over"), states(SCORE, 80), states(WEIGHT, 300)),
        reads("b", states(FOUND, 60), states(RECTIFIED, 56), states(RATE, "93.33")),
    )
    return east, west


def figure(consolidation: Consolidation, code: str) -> Figure:
    found = consolidation.figure(code)
    assert found is not None
    return found


def test_a_city_adds_its_districts_with_their_bounds(
    districts: tuple[Consolidation, ...], catalogue: Catalogue
) -> None:
    city = combine("city", districts, catalogue)
    found = figure(city, FOUND)
    assert found.interval == Interval(Decimal(400), Decimal(499))
    assert (found.wording, found.units, found.of) == ("400余处", 4, 8)
    assert [value.unit for value in found.by_unit] == ["east", "west"]
    assert "west/d" in city.missing and len(city.reporting) == 4


def test_a_citys_rate_is_reckoned_from_the_parts_and_is_no_mean_of_rates(
    districts: tuple[Consolidation, ...], catalogue: Catalogue
) -> None:
    city = combine("city", districts, catalogue)
    assert figure(city, RATE).value == Decimal(90)
    assert figure(city, SCORE).value == Decimal("82.5")


def test_the_order_and_the_steps_make_no_difference(districts: tuple[Consolidation, ...], catalogue: Catalogue) -> None:
    east, west = districts
    third = replace(east, district="north")
    at_once = combine("city", (east, west, third), catalogue)
    by_steps = combine("city", (combine("half", (third, west), catalogue), east), catalogue)
    for one in at_once.figures:
        other = figure(by_steps, one.code)
        assert (one.value, one.interval, one.wording, one.units, one.of) == (
            other.value, other.interval, other.wording, other.units, other.of,
        )  # fmt: skip


def test_districts_of_two_years_are_not_combined(districts: tuple[Consolidation, ...], catalogue: Catalogue) -> None:
    with pytest.raises(ValueError, match="one year"):
        combine("city", (districts[0], replace(districts[1], year=2023)), catalogue)


def test_a_city_compares_the_units_that_compare_in_their_districts_and_no_others(
    district: District, catalogue: Catalogue, states: Callable[..., Fact], reads: Callable[..., Reading]
) -> None:
    def year(code: str, now: tuple[Reading, ...], before: tuple[Reading, ...]) -> Consolidation:
        return consolidate(district.model_copy(update={"code": code}), 2024, now, before, (), (), catalogue)

    def said(unit: str, found: int, rectified: int, year: int = 2024) -> Reading:
        rate = states(RATE, f"{100 * rectified / found:.1f}")
        return reads(unit, states(FOUND, found), states(RECTIFIED, rectified), rate, year=year)

    east = year("east", (said("a", 30, 24), said("b", 500, 400)), (said("a", 20, 18, 2023),))
    west = year("west", (said("a", 90, 90),), (said("a", 80, 60, 2023),))
    alone = year("alone", (said("a", 1000, 1000),), ())
    city = combine("city", (east, west, alone), catalogue)
    found, rate = figure(city, FOUND).change, figure(city, RATE).change
    assert found is not None and rate is not None
    assert (found.units, found.before, found.now) == (2, Interval.exact(100), Interval.exact(120))
    assert found.wording == "增长20%"
    assert rate.wording == "提高17个百分点"  # 114 of 120 after 78 of 100
    apart = combine("all", (combine("half", (east, west), catalogue), alone), catalogue)
    assert figure(apart, FOUND).change == found
