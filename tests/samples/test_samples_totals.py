"""The demonstration district from end to end: files in, totals by hand out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
import yaml
from demonstration import DEMO, Year

from nianbao.catalogue import Catalogue
from nianbao.rollup.consolidating import unit_values
from nianbao.rollup.consolidation import Consolidation

EXPECTED: dict[str, Any] = yaml.safe_load((DEMO / "expected_2024.yml").read_text(encoding="utf-8"))


def _bound(bound: int | None) -> Decimal | None:
    return None if bound is None else Decimal(bound)


@pytest.mark.parametrize("total", EXPECTED["totals"], ids=lambda total: str(total["code"]))
def test_a_total_is_what_adding_by_hand_gives(consolidation: Consolidation, total: dict[str, Any]) -> None:
    figure = consolidation.figure(total["code"])
    assert figure is not None
    told = {value.unit: value.wording for value in figure.by_unit}
    found = (figure.interval.low, figure.interval.high, figure.units)
    assert found == (_bound(total["low"]), _bound(total["high"]), total["units"]), told
    assert figure.of == EXPECTED["units_expected"]


def test_a_figure_told_with_two_values_has_bounds_and_no_value(consolidation: Consolidation) -> None:
    figure = consolidation.figure("enforcement.inspections")
    assert figure is not None
    assert figure.value is None


@pytest.mark.parametrize("entry", EXPECTED["not_counted"], ids=lambda e: f"{e['unit']}-{e['value']}")
def test_a_plan_or_a_stretch_of_the_year_is_not_the_year(
    this_year: Year, catalogue: Catalogue, entry: dict[str, Any]
) -> None:
    value = unit_values(this_year.readings[entry["unit"]], catalogue)[entry["code"]]
    assert value.interval.low is not None
    assert value.interval.low != Decimal(entry["value"])


def test_the_missing_unit_is_named_and_never_counted(consolidation: Consolidation) -> None:
    assert list(consolidation.missing) == EXPECTED["missing"]
    assert len(consolidation.reporting) == EXPECTED["units_reporting"]
    assert all(value.unit != "wudi" for figure in consolidation.figures for value in figure.by_unit)
