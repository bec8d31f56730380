"""The demonstration district, read once for all tests of the samples."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType
from typing import Any

import pytest
import yaml
from demonstration import DEMO, Year, read_year

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.checks.checking import check_completeness, check_history, check_reading, check_units
from nianbao.checks.finding import Finding
from nianbao.district import District, load_district
from nianbao.places import data_folder
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Consolidation


@pytest.fixture(scope="session")
def maker() -> ModuleType:
    """Return samples/make_samples.py, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("make_samples", DEMO.parent / "make_samples.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_samples"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


@pytest.fixture(scope="session")
def district() -> District:
    return load_district("demo", data_folder("districts"))


@pytest.fixture(scope="session")
def faults() -> dict[str, Any]:
    return dict(yaml.safe_load((DEMO / "faults.yml").read_text(encoding="utf-8")))


@pytest.fixture(scope="session")
def this_year(district: District, catalogue: Catalogue) -> Year:
    return read_year(2024, district, catalogue)


@pytest.fixture(scope="session")
def last_year(district: District, catalogue: Catalogue) -> Year:
    return read_year(2023, district, catalogue)


@pytest.fixture(scope="session")
def findings(this_year: Year, last_year: Year, district: District, catalogue: Catalogue) -> tuple[Finding, ...]:
    found: list[Finding] = []
    required = catalogue.required(district.required)
    for unit, reading in this_year.readings.items():
        found += check_reading(reading, catalogue, required)
        found += check_history(reading, last_year.readings.get(unit), catalogue)
    found += check_units(tuple(this_year.readings.values()), catalogue)
    found += check_completeness(district, 2024, this_year.readings)
    return tuple(found)


@pytest.fixture(scope="session")
def consolidation(
    this_year: Year, last_year: Year, findings: tuple[Finding, ...], district: District, catalogue: Catalogue
) -> Consolidation:
    readings, before = tuple(this_year.readings.values()), tuple(last_year.readings.values())
    return consolidate(district, 2024, readings, before, this_year.held, findings, catalogue)
