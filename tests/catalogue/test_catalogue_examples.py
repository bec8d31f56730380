"""The catalogue's examples: every indicator is found in its sentences and in none of its near misses.

The examples are test data beside the catalogue (catalogue/examples/<domain>.yml); the product never reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from nianbao.catalogue import load_catalogue
from nianbao.documents.reading import read_text
from nianbao.figures.extracting import Engine
from nianbao.places import data_folder

FOLDER = data_folder("catalogue")
CATALOGUE = load_catalogue(FOLDER)
ENGINE = Engine(CATALOGUE)
LEAD = "云溪镇2024年法治政府建设年度报告\n一、工作情况\n"


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence of the examples, and the indicator it must or must not state."""

    code: str
    sentence: str


def _load(folder: Path) -> dict[str, dict[str, list[str]]]:
    examples: dict[str, dict[str, list[str]]] = {}
    for file in sorted((folder / "examples").glob("*.yml")):
        entries = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert all(code.partition(".")[0] == file.stem for code in entries), f"{file.name} names another domain"
        examples.update(entries)
    return examples


EXAMPLES = _load(FOLDER)


def _cases(kind: str) -> list[object]:
    return [
        pytest.param(Case(code, sentence), id=f"{code}-{k}")
        for code, entry in EXAMPLES.items()
        for k, sentence in enumerate(entry[kind], start=1)
    ]


def _stated(sentence: str) -> dict[str, str]:
    """Return {indicator: the words that state it} for the results that the engine finds in a sentence."""
    facts = ENGINE.extract(read_text(LEAD + sentence)).facts
    return {
        code: fact.text
        for fact in facts
        if fact.kind == "actual"
        for code in (fact.indicator, *fact.also)
        if code is not None
    }


@pytest.mark.parametrize("case", _cases("examples"))
def test_an_example_states_its_indicator(case: Case) -> None:
    stated = _stated(case.sentence)
    assert case.code in stated, f"{case.sentence} → {stated}"


@pytest.mark.parametrize("case", _cases("near_misses"))
def test_a_near_miss_does_not_state_the_indicator(case: Case) -> None:
    stated = _stated(case.sentence)
    assert case.code not in stated, f"{case.sentence} → {stated[case.code]}"


@pytest.mark.parametrize("code", CATALOGUE.indicators)
def test_an_indicator_has_three_examples_and_two_near_misses(code: str) -> None:
    entry = EXAMPLES.get(code, {"examples": [], "near_misses": []})
    assert len(set(entry["examples"])) >= 3
    assert len(set(entry["near_misses"])) >= 2


def test_examples_name_indicators_of_the_catalogue() -> None:
    assert set(EXAMPLES) <= set(CATALOGUE.indicators)


def test_a_near_miss_holds_a_figure_or_a_claim_in_words() -> None:
    """A sentence without either could not fail."""
    empty = [
        sentence
        for entry in EXAMPLES.values()
        for sentence in entry["near_misses"]
        if not any(sign.isdecimal() or sign in "零无未没全均一二两三四五六七八九十百" for sign in sentence)
    ]
    assert empty == []
