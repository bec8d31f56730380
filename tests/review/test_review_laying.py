from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from review_scene import CATALOGUE, CLEANED, becomes, correct, drawn_corrections, fact_of, reading_of

from nianbao.review.correction import Correction
from nianbao.review.laying import Laid, lay
from nianbao.rollup.consolidating import unit_values

CODE = "normative.documents_cleaned"


def standing(laid: Laid) -> list[str]:
    return [placed.standing for placed in laid.placed]


def stated(laid: Laid, code: str = CODE) -> Decimal | None:
    value = unit_values(laid.reading, CATALOGUE).get(code)
    return value.value if value else None


def test_a_correction_changes_what_is_stated_and_not_what_was_read() -> None:
    reading = reading_of(CLEANED)
    laid = lay(reading, [correct(reading, "21件", 22)])
    assert (stated(laid), standing(laid), laid.questions) == (22, ["laid"], ())
    assert fact_of(reading, "21件").value == 21
    corrected = fact_of(laid.reading, "21件")
    assert (corrected.quote, corrected.rule) == (fact_of(reading, "21件").quote, "correction")
    assert laid.reading.document is reading.document


def test_a_reading_without_corrections_of_its_own_is_the_same_reading() -> None:
    reading = reading_of(CLEANED)
    other = replace(correct(reading, "21件", 22), unit="qiaotou")
    assert lay(reading, [other]).reading is reading


def test_it_is_found_again_where_the_sentence_has_moved() -> None:
    before = reading_of(CLEANED)
    after = reading_of("全年召开专题会议8次。\n" + CLEANED)
    laid = lay(after, [correct(before, "21件", 22)])
    assert (stated(laid), standing(laid)) == (22, ["laid"])


def test_it_is_found_again_where_another_figure_of_its_sentence_has_changed() -> None:
    before = reading_of(CLEANED)
    after = reading_of("全年清理规范性文件21件，其中废止6件。")
    assert stated(lay(after, [correct(before, "21件", 22)])) == 22


def test_it_is_found_again_where_its_sentence_was_rewritten_around_the_same_figure() -> None:
    before = reading_of(CLEANED)
    after = reading_of("本年度，我区清理规范性文件21件。")
    assert stated(lay(after, [correct(before, "21件", 22)])) == 22


def test_it_retires_where_the_source_now_says_the_same() -> None:
    before = reading_of(CLEANED)
    after = reading_of(CLEANED.replace("21", "22"))
    laid = lay(after, [correct(before, "21件", 22)])
    assert (stated(laid), standing(laid), laid.questions) == (22, ["agreed"], ())
    assert laid.reading is after


def test_it_asks_where_the_source_now_says_a_third_thing() -> None:
    before = reading_of(CLEANED)
    after = reading_of(CLEANED.replace("21", "30"))
    laid = lay(after, [correct(before, "21件", 22)])
    assert (stated(laid), standing(laid)) == (30, ["contradicted"])
    (question,) = laid.questions
    assert (question.rule, question.severity, question.unit) == ("correction_contradicted", "warning", "gaoxin")
    assert "更正为22" in question.message and "30件" in question.message and "核对" in question.message


def test_it_asks_where_its_figure_is_gone() -> None:
    before = reading_of(CLEANED)
    laid = lay(reading_of("全年召开专题会议8次。"), [correct(before, "21件", 22)])
    assert standing(laid) == ["lost"]
    assert [question.rule for question in laid.questions] == ["correction_lost"]


def test_it_never_guesses_between_two_figures_that_fit_alike() -> None:
    before = reading_of("全年清理规范性文件21件。")
    twice = reading_of("全年召开专题会议8次。\n全年清理规范性文件21件。\n全年清理规范性文件21件。")
    assert standing(lay(twice, [correct(before, "21件", 22)])) == ["lost"]


def test_equal_figures_of_one_sentence_are_told_apart_by_the_words_before_them() -> None:
    before = reading_of("开展排查，发现安全隐患12处，整改安全隐患12处。")
    after = reading_of("全年召开专题会议8次。\n开展排查，发现安全隐患12处，整改安全隐患12处。")
    laid = lay(after, [correct(before, "12处", 11, nth=1)])
    assert (stated(laid, "safety.hazards_found"), stated(laid, "safety.hazards_rectified")) == (12, 11)


def test_the_last_of_several_corrections_of_one_figure_decides() -> None:
    reading = reading_of(CLEANED)
    laid = lay(reading, [correct(reading, "21件", 22), correct(reading, "21件", 23)])
    assert (stated(laid), standing(laid)) == (23, ["replaced", "laid"])


def test_a_correction_that_is_taken_back_is_as_if_it_had_not_been() -> None:
    reading = reading_of(CLEANED)
    laid = lay(reading, [correct(reading, "21件", 22), correct(reading, "21件", act="revoked")])
    assert laid.reading is reading
    again = lay(reading, [correct(reading, "21件", act="revoked"), correct(reading, "21件", 22)])
    assert stated(again) == 22


def test_a_figure_that_is_told_again_elsewhere_is_corrected_with_it() -> None:
    reading = reading_of("全年清理规范性文件21件。\n总体看，共清理规范性文件21件。")
    assert [fact.indicator for fact in reading.facts] == [CODE, CODE]
    assert stated(lay(reading, [correct(reading, "21件", 22)])) == 22


def test_a_figure_without_indicator_is_given_one() -> None:
    reading = reading_of(CLEANED)
    unknown = replace(fact_of(reading, "21件"), indicator=None)
    reading = replace(reading, facts=(unknown,))
    assert stated(lay(reading, [correct(reading, "21件", code=CODE)])) == 21
    both = [correct(reading, "21件", code=CODE), correct(reading, "21件", 22)]
    assert stated(lay(reading, both)) == 22


def test_a_figure_that_counts_wrongly_is_counted_no_more() -> None:
    reading = reading_of(CLEANED)
    laid = lay(reading, [correct(reading, "21件", act="not-counted")])
    assert (stated(laid), standing(laid)) == (None, ["laid"])


def test_an_assignment_holds_when_only_the_value_of_its_sentence_changes() -> None:
    before = reading_of(CLEANED)
    unknown = replace(before, facts=(replace(fact_of(before, "21件"), indicator=None),))
    after = reading_of(CLEANED.replace("21", "30"))
    after = replace(after, facts=(replace(fact_of(after, "30件"), indicator=None),))
    assert stated(lay(after, [correct(unknown, "21件", code=CODE)])) == 30


@given(drawn_corrections())
def test_laid_twice_is_laid_once(drawn: tuple[list[str], list[Correction]]) -> None:
    sentences, made = drawn
    once = lay(reading_of("\n".join(sentences)), made).reading
    assert lay(once, made).reading == once


@given(drawn_corrections())
def test_each_correction_given_twice_comes_to_the_same(drawn: tuple[list[str], list[Correction]]) -> None:
    sentences, made = drawn
    reading = reading_of("\n".join(sentences))
    assert lay(reading, [*made, *made]).reading == lay(reading, made).reading


@pytest.mark.parametrize("value", ["22", "22.0"])
def test_a_value_is_the_same_however_many_noughts_it_is_written_with(value: str) -> None:
    reading = reading_of(CLEANED.replace("21", "22"))
    before = reading_of(CLEANED)
    made = replace(correct(before, "21件", 21), figure=becomes(value))
    assert standing(lay(reading, [made])) == ["agreed"]
