"""What units copy from each other and from their own last year is found; what everybody must write is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.catalogue import Catalogue
from nianbao.checks.checking import check_history, check_units
from nianbao.checks.finding import Finding
from nianbao.checks.likeness import Passage, alike
from nianbao.figures.facts import Fact
from nianbao.reading import Reading

Make = Callable[..., Fact]
Write = Callable[..., Reading]
PARAGRAPH = (
    "针对园区夜间经济和流动摊贩集中、油烟噪声投诉多发的实际，建立商户自治公约和轮值巡查制度，"
    "由沿街商户轮流担任当日值守员，先行劝导、当场整改，屡劝不改的再移交执法队伍处置。"
)
CLINIC = "法律体检队走进企业62家，出具意见书118份，足迹覆盖南北两个片区。"


def rules(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {finding.rule: finding for finding in findings}


def test_a_long_paragraph_without_figures_is_a_copy_too(catalogue: Catalogue, report: Write) -> None:
    findings = check_units([report(PARAGRAPH, unit="donghu"), report("二、执法" + PARAGRAPH, unit="xiling")], catalogue)
    assert [(f.unit, f.severity) for f in findings] == [("donghu", "warning"), ("xiling", "warning")]
    assert all("连同数字" not in f.message for f in findings)


def test_one_finding_names_all_who_share_a_passage(catalogue: Catalogue, report: Write, fact: Make) -> None:
    facts = fact("62家"), fact("118份")
    three = [report(CLINIC, *facts, unit=unit, title=f"{unit}年度报告") for unit in ("aa", "bb", "cc")]
    findings = check_units(three, catalogue)
    assert [f.unit for f in findings] == ["aa", "bb", "cc"]
    assert "《bb年度报告》、《cc年度报告》" in findings[0].message


def test_what_half_the_district_writes_was_given_to_them(catalogue: Catalogue, report: Write, fact: Make) -> None:
    facts = fact("62家"), fact("118份")
    for many in (4, 30):
        assert not check_units([report(CLINIC, *facts, unit=f"u{k}") for k in range(many)], catalogue)


def test_the_same_words_with_other_figures_are_no_copy_of_figures(
    catalogue: Catalogue, report: Write, fact: Make
) -> None:
    one = report(
        "全年受理群众来信来访和网上投诉62件，在规定时限内答复办结61件。", fact("62件"), fact("61件"), unit="aa"
    )
    two = report(
        "全年受理群众来信来访和网上投诉85件，在规定时限内答复办结80件。", fact("85件"), fact("80件"), unit="bb"
    )
    assert {f.severity for f in check_units([one, two], catalogue)} <= {"info"}


CHECKED = "全年开展各类执法检查{}，发现问题{}，全部督促整改到位。"


@pytest.mark.parametrize(("now", "expected"), [(("382次", "67个"), True), (("391次", "67个"), False)])
def test_a_sentence_with_last_years_figures_is_stale(
    catalogue: Catalogue, report: Write, fact: Make, now: tuple[str, str], expected: bool
) -> None:
    before = report("2023年，" + CHECKED.format("382次", "67个"), fact("382次"), fact("67个"), year=2023)
    reading = report("2024年，" + CHECKED.format(*now), *map(fact, now))
    assert ("stale_figures" in rules(check_history(reading, before, catalogue))) is expected


def test_what_stands_still_by_nature_is_not_stale(catalogue: Catalogue, report: Write, fact: Make) -> None:
    text = "现有专职人民调解员12名，聘请常年法律顾问3名，持证执法人员44名。"
    codes = ("mediation.mediators", "review.legal_advisers", "enforcement.certified_officers")
    facts = [fact(words, code) for words, code in zip(("12名", "3名", "44名"), codes, strict=True)]
    assert not check_history(report(text, *facts), report(text, *facts, year=2023), catalogue)


SENTENCES = [
    f"第{k}个片区结合{word}实际，逐条梳理任务清单并按月调度推进情况。" for k, word in enumerate("山水田林湖草沙海")
]


@pytest.mark.parametrize(("kept", "severity"), [(8, "warning"), (5, "warning"), (4, None)])
def test_a_report_that_is_last_years_word_for_word_is_stale(
    catalogue: Catalogue, report: Write, kept: int, severity: str | None
) -> None:
    fresh = [sentence.replace("逐条梳理", "挂图推进") for sentence in SENTENCES[kept:]]
    now = report("".join([*SENTENCES[:kept], *fresh]))
    found = rules(check_history(now, report("".join(SENTENCES), year=2023), catalogue))
    assert (found["stale_text"].severity if "stale_text" in found else None) == severity


def test_formulas_that_every_year_repeats_are_not_stale(catalogue: Catalogue, report: Write) -> None:
    text = "".join(f"{phrase}，{phrase}。" for phrase in catalogue.boilerplate)
    assert not check_history(report(text), report(text, year=2023), catalogue)


def test_figures_that_are_mostly_last_years_are_named_at_once(catalogue: Catalogue, report: Write, fact: Make) -> None:
    codes = (
        "hotline.orders_received",
        "mediation.cases_accepted",
        "business.enterprise_visits",
        "safety.hazards_found",
    )
    facts = [fact(words, code) for words, code in zip(("380件", "96件", "275家次", "143处"), codes, strict=True)]
    now = report("工单380件。调解96件。走访275家次。隐患143处。", *facts)
    then = report("隐患143处；走访275家次；调解96件；工单380件。", *reversed(facts), year=2023)
    finding = rules(check_history(now, then, catalogue))["stale_values"]
    assert "4项" in finding.message and set(finding.indicators) == set(codes)


WORDS = st.text(alphabet="检查整改宣传调解培训走访企业隐患一二三", min_size=12, max_size=60)


@given(st.lists(WORDS, min_size=2, max_size=6, unique=True))
def test_the_same_words_of_two_owners_are_always_met(texts: list[str]) -> None:
    found = [Passage(owner, words, words, ()) for owner in (0, 1) for words in texts]
    met = {one.words for one, other in alike(found) if one.words == other.words}
    assert met == set(texts)


@given(WORDS, WORDS)
def test_likeness_has_no_direction_and_lies_between_nought_and_one(one: str, other: str) -> None:
    a, b = Passage(0, one, one, ()), Passage(1, other, other, ())
    assert 0 <= a.likeness(b) == b.likeness(a) <= 1 == a.likeness(a)
