from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from review_scene import CATALOGUE, CLEANED, correct, fact_of, reading_of

from nianbao.district import ConfigurationError
from nianbao.review.laying import Laid, lay
from nianbao.review.rehearsing import Examples, Miss, load_examples, rehearse
from nianbao.review.suggesting import phrase_of, suggest, suggestions_yaml

CODE = "normative.documents_cleaned"


def unmatched(text: str, measure: str, *candidates: str, unit: str = "gaoxin") -> Laid:
    """Return a reading whose one figure has these words and no indicator."""
    reading = reading_of(text, unit)
    fact = replace(fact_of(reading, "21件"), indicator=None, also=(), measure=measure, candidates=candidates)
    return lay(replace(reading, facts=(fact,)), ())


@pytest.mark.parametrize(
    ("measure", "phrase"),
    [
        ("出动执法人员300人次，开展夜间巡查", "开展夜间巡查"),
        ("另", ""),
        ("其中清理文件", "清理文件"),
        ("设置综合窗口", "设置综合窗口"),
        ("会议A轮", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_the_last_clause_without_numbers(measure: str, phrase: str) -> None:
    assert phrase_of(measure) == phrase


def test_a_near_wording_is_proposed_to_its_likely_indicator() -> None:
    (made,) = suggest([unmatched(CLEANED, "集中清理规范性文件", CODE)], CATALOGUE)
    assert (made.code, made.phrase, made.units) == (CODE, "集中清理规范性文件", 1)


@pytest.mark.parametrize(
    ("measure", "candidate"),
    [
        ("设置综合窗口", CODE),  # far from every phrase of the indicator
        ("集中清理规范性文件", "normative.filing_rate"),  # another unit
        ("清理规范性文件", CODE),  # in the catalogue already
    ],
)
def test_a_wording_that_is_far_or_of_another_unit_or_known_is_not_proposed(measure: str, candidate: str) -> None:
    assert suggest([unmatched(CLEANED, measure, candidate)], CATALOGUE) == ()


def test_what_a_person_assigned_is_proposed_first_however_it_is_worded() -> None:
    unknown = unmatched(CLEANED, "梳理现有制度").reading
    assigned = lay(unknown, [correct(unknown, "21件", code="normative.documents_issued")])
    others = unmatched(CLEANED, "集中清理规范性文件", CODE, unit="qiaotou")
    made = suggest([others, assigned], CATALOGUE)
    assert [(s.code, s.phrase, s.assigned) for s in made] == [
        ("normative.documents_issued", "梳理现有制度", True), (CODE, "集中清理规范性文件", False),
    ]  # fmt: skip


def test_a_wording_without_likely_indicator_is_proposed_when_it_comes_back() -> None:
    readings = [unmatched(CLEANED, "设置综合窗口", unit=unit) for unit in ("gaoxin", "qiaotou")]
    assert suggest(readings[:1], CATALOGUE) == ()
    (made,) = suggest(readings, CATALOGUE)
    assert (made.code, made.units) == (None, 2)


def test_figures_with_an_indicator_are_not_spoken_of() -> None:
    assert suggest([lay(reading_of(CLEANED), ())], CATALOGUE) == ()


def test_the_proposals_are_yaml_with_the_sentences_as_comments() -> None:
    readings = [unmatched(CLEANED, "设置综合窗口", unit=unit) for unit in ("gaoxin", "qiaotou")]
    made = suggest([*readings, unmatched(CLEANED, "集中清理规范性文件", CODE)], CATALOGUE)
    text = "\n".join(suggestions_yaml(made, CATALOGUE))
    assert yaml.safe_load(text) == {
        "aliases": [{"code": CODE, "aliases_zh": ["集中清理规范性文件"]}],
        "new_indicators": [{"aliases_zh": ["设置综合窗口"], "unit_variants": ["件"]}],
    }
    assert "gaoxin：全年清理规范性文件21件" in text
    assert yaml.safe_load("\n".join(suggestions_yaml((), CATALOGUE))) == {"aliases": [], "new_indicators": []}


def test_examples_that_miss_and_near_misses_that_hit_are_named() -> None:
    examples = {
        CODE: Examples(
            examples=("全年清理规范性文件21件。", "全年召开会议3次。"), near_misses=("清理规范性文件2件。",)
        ),
        "no.such": Examples(examples=("x",)),
    }
    misses = list(rehearse(CATALOGUE, examples))
    assert [(miss.code, miss.kind) for miss in misses] == [
        (CODE, "example"), (CODE, "near-miss"), ("no.such", "unknown-code"),
    ]  # fmt: skip
    assert misses[1] == Miss(CODE, "near-miss", "清理规范性文件2件。", (f"{CODE}=2件",))


@pytest.mark.parametrize("content", ["a: [1", "a: {other: []}", "- a"])
def test_a_wrong_file_of_examples_is_one_line(tmp_path: Path, content: str) -> None:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "a.yml").write_text(content)
    with pytest.raises(ConfigurationError, match=r"a\.yml") as caught:
        load_examples(tmp_path)
    assert "\n" not in str(caught.value)


def test_the_shipped_examples_are_loaded() -> None:
    assert set(load_examples(CATALOGUE.folder)) == set(CATALOGUE.indicators)
