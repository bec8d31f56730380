"""What we depend on: every licence known, none that forbids shipping, the page and the bill of materials up to date."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def supply() -> ModuleType:
    spec = spec_from_file_location("supply_chain", ROOT / "docs" / "supply_chain.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    sys.modules["supply_chain"] = module
    spec.loader.exec_module(module)
    return module


def test_no_locked_package_is_under_a_licence_that_forbids_shipping(supply: ModuleType) -> None:
    assert [(package.name, package.licence) for package in supply.packages() if package.is_refused] == []


@pytest.mark.parametrize("licence", ["AGPL-3.0-only", "GNU Affero General Public License v3", "SSPL-1.0", ""])
def test_a_licence_that_forbids_shipping_or_is_not_known_is_refused(supply: ModuleType, licence: str) -> None:
    assert supply.Package("x", "1", licence, runtime=True).is_refused


def test_the_page_lists_what_is_locked(supply: ModuleType) -> None:
    page = supply.PAGE.read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in page.partition(supply.MARK)[2].splitlines() if line.startswith("| ")][1:]
    listed = {row[0].removeprefix("| "): row[1] for row in rows}
    assert listed == {package.name: package.version for package in supply.packages()}, "make supply"


def test_the_lock_has_a_hash_for_every_package(supply: ModuleType) -> None:
    for lock in supply.LOCKS.values():
        entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        assert [entry for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_bill_of_materials_is_the_same_each_time_and_names_licences(supply: ModuleType, tmp_path: Path) -> None:
    bills = []
    for name in ("a.json", "b.json"):
        command = [Path(sys.executable).with_name("cyclonedx-py"), "requirements", ROOT / "requirements.lock"]
        described = ["--pyproject", ROOT / "pyproject.toml", "--output-reproducible", "-o", tmp_path / name]
        subprocess.run([*command, *described], check=True, capture_output=True)
        bills.append(json.loads((tmp_path / name).read_bytes()))
    assert bills[0] == bills[1]
    bill = supply.with_licences(bills[0], supply.packages())
    assert bill["bomFormat"] == "CycloneDX"
    components = {component["name"]: component for component in bill["components"]}
    assert set(components) == {package.name for package in supply.packages() if package.runtime}
    assert components["prefect"]["licenses"] == [{"license": {"name": "Apache-2.0"}}]
    assert components["prefect"]["externalReferences"][0]["hashes"]
