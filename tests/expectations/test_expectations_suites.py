from __future__ import annotations

import json

import pytest

from expectations.building import build_suites, suite_text
from expectations.suites import SUITES, load_rules, load_suites
from nianbao.catalogue import Catalogue, load_catalogue
from nianbao.places import data_folder


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(data_folder("catalogue"))


def test_the_suites_on_disk_are_what_the_catalogue_says(catalogue: Catalogue) -> None:
    built = {name: suite_text(suite) for name, suite in build_suites(catalogue).items()}
    kept = {file.stem: file.read_text(encoding="utf-8") for file in SUITES.glob("*.json")}
    assert kept == built, "run: python -m expectations.building"


def test_every_indicator_with_a_limit_stands_under_an_expectation(catalogue: Catalogue) -> None:
    bounds = next(suite for suite in load_suites() if suite["name"] == "bounds")
    covered: dict[str, set[str]] = {"min_value": set(), "max_value": set()}
    for expectation in bounds["expectations"]:
        for bound in covered.keys() & expectation["kwargs"].keys():
            covered[bound].update(expectation["kwargs"]["row_condition"]["parameter"])
    entries = catalogue.indicators.values()
    assert covered["min_value"] == {entry.code for entry in entries if entry.bounds.min is not None}
    assert covered["max_value"] == {entry.code for entry in entries if entry.bounds.max is not None}


def test_every_rule_says_what_to_do_in_one_line_and_gives_an_example() -> None:
    rules = load_rules()
    assert len(rules) >= 9
    for rule in rules:
        assert rule.line and "\n" not in rule.line and rule.example, rule.id


def test_what_a_rule_repeats_is_a_rule_that_exists(catalogue: Catalogue) -> None:
    known = {*catalogue.generic_rules, *(relation.id for relation in catalogue.relations)}
    for rule in load_rules():
        assert set(rule.repeats) <= known, rule.id


def test_a_suite_is_read_by_great_expectations_as_it_stands() -> None:
    gx = pytest.importorskip("great_expectations")
    for raw in load_suites():
        suite = gx.ExpectationSuite(name=raw["name"], expectations=json.loads(json.dumps(raw["expectations"])))
        assert [e.expectation_type for e in suite.expectations] == [e["type"] for e in raw["expectations"]]
