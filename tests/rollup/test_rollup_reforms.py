"""Count nothing twice, compare over reforms of the roster, and not over changes of a definition."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from decimal import Decimal

import pytest
from pydantic import ValidationError

from nianbao.catalogue import Break, Catalogue
from nianbao.district import District, Overlap, Unit
from nianbao.figures.facts import Fact
from nianbao.reading import Reading
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Figure

States = Callable[..., Fact]
Reads = Callable[..., Reading]

FOUND, RECTIFIED = "safety.hazards_found", "safety.hazards_rectified"
RATE = "safety.hazard_rectification_rate"


def roster(*units: Unit, overlaps: tuple[Overlap, ...] = (), like: District) -> District:
    return District.model_validate(
        {**like.model_dump(), "units": [u.model_dump() for u in units], "overlaps": [o.model_dump() for o in overlaps]}
    )


def town(code: str, since: int | None = None, until: int | None = None, succeeds: tuple[str, ...] = ()) -> Unit:
    return Unit(code=code, name=f"{code}镇", type="镇", since=since, until=until, succeeds=succeeds)


def of_year(
    district: District, catalogue: Catalogue, now: tuple[Reading, ...], before: tuple[Reading, ...], code: str = FOUND
) -> Figure:
    found = consolidate(district, 2024, now, before, (), (), catalogue).figure(code)
    assert found is not None
    return found


@pytest.fixture
def overlapping(district: District) -> District:
    cases = Overlap(indicator=FOUND, units=("a", "b"), counts="a")
    return roster(town("a"), town("b"), town("c"), overlaps=(cases,), like=district)


def test_the_same_cases_of_two_units_are_counted_once(
    overlapping: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    now = (reads("a", states(FOUND, 30)), reads("b", states(FOUND, 12)), reads("c", states(FOUND, 5)))
    found = of_year(overlapping, catalogue, now, ())
    assert (found.value, found.units, found.formula) == (Decimal(35), 2, "30＋5")
    assert [value.unit for value in found.by_unit] == ["a", "b", "c"]
    assert not found.by_unit[1].counted and "与a镇所报为同一批" in found.note


def test_where_the_counting_unit_is_silent_the_other_one_counts(
    overlapping: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    found = of_year(overlapping, catalogue, (reads("a"), reads("b", states(FOUND, 12))), ())
    assert (found.value, found.units, found.note) == (Decimal(12), 1, "")


def test_a_rate_of_overlapping_cases_counts_them_once_as_well(
    overlapping: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    now = (
        reads("a", states(FOUND, 40), states(RECTIFIED, 30), states(RATE, 75)),
        reads("b", states(FOUND, 10), states(RECTIFIED, 10)),
        reads("c", states(FOUND, 60), states(RECTIFIED, 60)),
    )
    rate = of_year(overlapping, catalogue, now, (), RATE)
    assert (rate.value, rate.formula) == (Decimal(90), "90÷100")


def test_overlapping_cases_are_compared_once(
    overlapping: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    now = (reads("a", states(FOUND, 30)), reads("b", states(FOUND, 12)))
    before = (reads("a", states(FOUND, 20), year=2023), reads("b", states(FOUND, 12), year=2023))
    change = of_year(overlapping, catalogue, now, before).change
    assert change is not None
    assert (change.units, change.wording) == (1, "增长50%")


def test_a_merged_unit_is_compared_with_those_it_was_merged_from(
    district: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    merged = roster(
        town("a", until=2023), town("b", until=2023), town("ab", since=2024, succeeds=("a", "b")), like=district
    )
    before = (reads("a", states(FOUND, 20), year=2023), reads("b", states(FOUND, 30), year=2023))
    found = of_year(merged, catalogue, (reads("ab", states(FOUND, 60)),), before)
    assert found.change is not None
    assert (found.change.units, found.change.before.low, found.change.wording) == (1, Decimal(50), "增长20%")


def test_a_merger_of_which_one_part_was_silent_is_not_compared(
    district: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    merged = roster(
        town("a", until=2023), town("b", until=2023), town("ab", since=2024, succeeds=("a", "b")), like=district
    )
    before = (reads("a", states(FOUND, 20), year=2023), reads("b", year=2023))
    assert of_year(merged, catalogue, (reads("ab", states(FOUND, 60)),), before).change is None


def test_the_successors_of_a_split_unit_are_compared_together(
    district: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    split = roster(
        town("a", until=2023), town("x", since=2024, succeeds=("a",)), town("y", since=2024, succeeds=("a",)),
        like=district,
    )  # fmt: skip
    before = (reads("a", states(FOUND, 40), year=2023),)
    both = (reads("x", states(FOUND, 24)), reads("y", states(FOUND, 20)))
    change = of_year(split, catalogue, both, before).change
    assert change is not None and (change.units, change.wording) == (2, "增长10%")
    assert of_year(split, catalogue, both[:1], before).change is None


def test_a_renamed_unit_stands_for_itself_from_its_second_year_on(
    district: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    renamed = roster(town("a", until=2022), town("b", since=2023, succeeds=("a",)), like=district)
    before = (reads("b", states(FOUND, 20), year=2023),)
    change = of_year(renamed, catalogue, (reads("b", states(FOUND, 30)),), before).change
    assert change is not None and change.before.low == Decimal(20)


def test_a_changed_definition_breaks_the_comparison_and_says_so(
    district: District, catalogue: Catalogue, states: States, reads: Reads
) -> None:
    changed = copy(catalogue)
    entry = catalogue.indicators[FOUND].model_copy(update={"breaks": (Break(since=2024, note_zh="含自查隐患"),)})
    changed.indicators = {**catalogue.indicators, FOUND: entry}
    now, before = (reads("a", states(FOUND, 30)),), (reads("a", states(FOUND, 20), year=2023),)
    found = of_year(district, changed, now, before)
    assert found.change is None and "含自查隐患" in found.note
    assert of_year(district, catalogue, now, before).change is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": [{"code": "a", "name": "甲镇", "type": "镇", "succeeds": ["b"]}]},
        {"units": [{"code": "a", "name": "甲镇", "type": "镇", "since": 2024, "succeeds": ["b"]}]},
        {"overlaps": [{"indicator": FOUND, "units": ["a", "x"], "counts": "a"}]},
        {"overlaps": [{"indicator": FOUND, "units": ["a", "b"], "counts": "c"}]},
    ],
)
def test_a_roster_that_contradicts_itself_is_refused(district: District, wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        District.model_validate({**district.model_dump(), **wrong})
