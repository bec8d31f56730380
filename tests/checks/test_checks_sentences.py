"""Findings quote the document word for word: whole sentences, of a very long one the clauses around the figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from nianbao.checks.amounts import amount, printed, printed_places, rounded
from nianbao.checks.sentences import LONGEST, sentence, sentence_span, sentences
from nianbao.figures.facts import CORRECTED, Fact
from nianbao.interval import Interval


def around(text: str, figure: str) -> str:
    start = text.index(figure)
    return sentence(text, start, start + len(figure))


def test_a_sentence_ends_at_its_mark_or_its_line_without_the_blanks_around() -> None:
    text = "第一句。  检查企业120家次 \n下一段"
    start = text.index("120")
    assert text[slice(*sentence_span(text, start, start + 3))] == "检查企业120家次"


def test_blank_lines_are_no_sentences() -> None:
    text = "甲。 \n　\n 乙！"
    assert [text[start:end] for start, end in sentences(text)] == ["甲", "乙"]


@pytest.mark.parametrize("clauses_before", [0, 1, 30])
@pytest.mark.parametrize("clauses_after", [0, 1, 30])
def test_of_a_very_long_sentence_whole_clauses_around_the_figure_are_quoted(
    clauses_before: int, clauses_after: int
) -> None:
    clause = "持续推进依法行政工作"
    text = f"前文。{f'{clause}，' * clauses_before}检查企业120家次{f'，{clause}' * clauses_after}。后文"
    quoted = around(text, "120")
    assert quoted in text and "检查企业120家次" in quoted and "。" not in quoted
    assert len(quoted) <= LONGEST + 2 * len(clause)
    assert quoted.replace("检查企业120家次", "").replace(clause, "").strip("，") == ""
    if clauses_before + clauses_after <= 2:
        assert quoted == text[3:-3]


def test_a_long_sentence_without_a_comma_is_quoted_whole() -> None:
    text = "甲" * 200 + "120家" + "乙" * 200
    assert around(text, "120") == text


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("236", "236", "236起"),
        ("300", "399", "300～399起"),
        ("40", None, "不少于40起"),
        (None, "5", "不超过5起"),
        (None, None, "不详"),
    ],
)
def test_a_figure_is_written_by_what_is_known_of_it(low: str | None, high: str | None, words: str) -> None:
    bounds = (None if bound is None else Decimal(bound) for bound in (low, high))
    assert amount(Interval(*bounds), "起") == words
    assert amount(Interval.exact(5)) == "5"


def test_a_figure_is_quoted_as_printed_and_a_corrected_or_implied_one_with_its_words(fact: Callable[..., Fact]) -> None:
    figure = fact("23 6起")
    assert printed(replace(figure, value=Decimal(236))) == "236起"
    corrected = replace(fact("236起"), rule=CORRECTED, value=Decimal(326), low=Decimal(326), high=Decimal(326))
    assert printed(corrected) == "326起（更正，原文“236起”）"
    implied = fact("全部", value=Decimal(15), low=Decimal(15), high=Decimal(15), unit="起", implied=True)
    assert printed(implied) == "15起（“全部”）"


def test_a_recomputed_rate_has_two_places_at_most() -> None:
    assert [rounded(Decimal(rate)) for rate in ("33.333", "12.50", "100")] == ["33.33", "12.5", "100"]


@pytest.mark.parametrize(
    ("text", "value", "places"),
    [
        ("96.70%", "96.7", 2),
        ("96．70%", "96.7", 2),
        ("96.7%", "96.700", 3),
        ("百分之九十六点七", "96.7", 1),
        ("1.2.33%", "96", 0),
        ("96%", "96", 0),
        ("96%", "1E+2", 0),
        ("96%", None, 0),
    ],
)
def test_the_places_are_those_that_are_printed_or_kept(
    fact: Callable[..., Fact], text: str, value: str | None, places: int
) -> None:
    made = replace(fact("96%"), text=text, value=None if value is None else Decimal(value))
    assert printed_places(made) == places
