"""What was planted in the demonstration reports is found, and what only looks wrong is left alone."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from demonstration import DEMO, Year

from nianbao.checks.finding import Finding

LISTS: dict[str, Any] = yaml.safe_load((DEMO / "faults.yml").read_text(encoding="utf-8"))


def _speaks_of(finding: Finding, fault: dict[str, Any]) -> bool:
    same_place = finding.unit == fault["unit"] and finding.rule in fault["rules"]
    return same_place and (not fault["indicators"] or bool(set(finding.indicators) & set(fault["indicators"])))


@pytest.mark.parametrize("fault", LISTS["faults"], ids=lambda f: f"{f['unit']}-{f['kind']}")
def test_a_planted_fault_is_found(findings: tuple[Finding, ...], fault: dict[str, Any]) -> None:
    of_unit = [f"{f.rule} {f.quote} {f.message}" for f in findings if f.unit == fault["unit"]]
    assert any(_speaks_of(finding, fault) for finding in findings), of_unit


@pytest.mark.parametrize("entry", LISTS["not_faults"], ids=lambda e: str(e["quote"]))
def test_what_only_looks_wrong_is_no_error(findings: tuple[Finding, ...], entry: dict[str, Any]) -> None:
    quote = "".join(entry["quote"].split())
    errors = [f for f in findings if f.unit == entry["unit"] and f.severity == "error"]
    assert [f for f in errors if quote in "".join(f.quote.split())] == []


@pytest.mark.parametrize("file", LISTS["held"], ids=lambda f: str(f["file"]))
def test_a_stray_file_is_held_with_its_reason(this_year: Year, file: dict[str, Any]) -> None:
    assert {held.file: held.reason for held in this_year.held} == {file["file"]: file["reason"]}
