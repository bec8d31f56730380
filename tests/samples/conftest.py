"""The demonstration district, read once for all tests of the samples."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.checks.checking import check_completeness, check_history, check_reading, check_units
from nianbao.checks.finding import Finding
from nianbao.district import District, load_district
from nianbao.documents.identifying import admit, identify
from nianbao.documents.reading import read
from nianbao.figures.extracting import extract
from nianbao.places import data_folder
from nianbao.reading import Reading, district_wide
from nianbao.reasons import Rejection
from nianbao.rollup.consolidating import consolidate
from nianbao.rollup.consolidation import Consolidation, HeldFile

DEMO = data_folder("samples") / "demo"


@dataclass(frozen=True)
class Year:
    """One inbox as it was read: who reports, and what is held."""

    readings: Mapping[str, Reading]
    held: tuple[HeldFile, ...]


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
    return _year(2024, district, catalogue)


@pytest.fixture(scope="session")
def last_year(district: District, catalogue: Catalogue) -> Year:
    return _year(2023, district, catalogue)


@pytest.fixture(scope="session")
def findings(this_year: Year, last_year: Year, district: District, catalogue: Catalogue) -> tuple[Finding, ...]:
    found: list[Finding] = []
    for unit, reading in this_year.readings.items():
        found += check_reading(reading, catalogue, catalogue.required)
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


def _year(year: int, district: District, catalogue: Catalogue) -> Year:
    readings: dict[str, Reading] = {}
    held: list[HeldFile] = []
    for path in sorted((DEMO / str(year)).iterdir()):
        outcome = _reading(path, year, district, catalogue)
        if isinstance(outcome, Rejection):
            held.append(HeldFile(path.name, outcome.reason, outcome.sentence()))
        else:
            assert outcome.unit not in readings, f"two reports of {outcome.unit}"
            readings[outcome.unit] = outcome
    return Year(readings, tuple(held))


def _reading(path: Path, year: int, district: District, catalogue: Catalogue) -> Reading | Rejection:
    document = read(path)
    if isinstance(document, Rejection):
        return document
    identity = identify(document, district, path.name)
    refusal = admit(document, identity, district, year)
    if refusal is not None:
        return refusal
    extraction = extract(document, catalogue)
    assert identity.unit and identity.year
    facts = district_wide(extraction.facts, document.sha256)
    return Reading(identity.unit, identity.year, document, facts, extraction.tokens)
