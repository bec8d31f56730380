"""Hold this year's report against what the unit itself filed last year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao.catalogue import Catalogue
from nianbao.checks.amounts import amount, printed
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_of, sentence_span
from nianbao.checks.statements import Statement, Statements, Use, unit_fit
from nianbao.figures.facts import Fact

LEAST_FOR_SLIP = 10
TENFOLD = {Decimal(10): "十", Decimal(100): "百", Decimal(10000): "万"}
EXPLAINED = re.compile(r"原因|由于|新增|新设|新成立|新组建|扩大|口径|上年|去年|同比|翻|倍")


@rule("previous_restated", level=2, severity="warning", line="本年所称“上年”数与上年报告不一致")
def restated(subject: Subject) -> Iterator[Claim]:
    """Find a figure quoted for last year that is not what was filed last year.

    「全年举办讲座52场，上年为40场」, while last year's report says 44.
    """
    if subject.before is None:
        return
    filed = Statements(subject.before, subject.catalogue)
    for previous in subject.reading.facts:
        code = spoken_of(previous, subject) if previous.kind == "previous" else None
        then = filed.of_year(code) if code else None
        if code is None or then is None or previous.interval.overlaps(then.interval):
            continue
        year, name = subject.before.year, subject.catalogue.indicators[code].name_zh
        said = f"{name}：本年称上年为{printed(previous)}，而{year}年报告为{_said(then)}，请核对并说明是否调整过口径"
        yield Claim(said, (previous,), (code,))


@rule("tenfold", level=2, severity="warning", line="与上年报告相差恰为十倍、百倍或万倍（多写、漏写一位或单位之误）")
def tenfold(subject: Subject) -> Iterator[Claim]:
    """Find figures that differ from last year's by a power of ten, unless the sentence itself speaks of the change.

    「走访企业2750家次」, after 275 last year.
    """
    if subject.before is None:
        return
    filed = Statements(subject.before, subject.catalogue)
    text = subject.reading.document.text
    for code in subject.stated.codes:
        now, then = subject.stated.of_year(code), filed.of_year(code)
        factor = _slip(now, then) if now and then else None
        if factor is None or now is None or then is None:
            continue
        if any(EXPLAINED.search(sentence_of(text, fact)) for fact in now.facts):
            continue
        year, name = subject.before.year, subject.catalogue.indicators[code].name_zh
        way = "多写一位或单位有误" if (now.value or 0) > (then.value or 0) else "漏写一位或单位有误"
        said = f"{name}{_said(now)}，{year}年报告为{_said(then)}，恰差{TENFOLD[factor]}倍，请核对是否{way}"
        yield Claim(said, now.facts, (code,))


def spoken_of(previous: Fact, subject: Subject) -> str | None:
    """Return the code that a figure of last year speaks of: its own, or that of the figure it is set against.

    由A提高到B sets A against the figure that follows, everything else against the one before.
    """
    if previous.indicator:
        return previous.indicator
    text = subject.reading.document.text
    left, right = sentence_span(text, previous.start, previous.end)
    rivals = [
        fact
        for fact in subject.reading.facts
        if fact.kind == "actual" and fact.indicator and left <= fact.start and fact.end <= right
        and _fits(previous, fact.indicator, subject.catalogue) and not fact.implied
    ]  # fmt: skip
    after = [fact for fact in rivals if fact.start >= previous.end]
    before = [fact for fact in rivals if fact.end <= previous.start]
    if re.search(r"[由从][^，。；]{0,8}$", text[left : previous.start]) and after:
        return min(after, key=lambda fact: fact.start).indicator
    return max(before, key=lambda fact: fact.end).indicator if before else None


def _fits(previous: Fact, code: str, catalogue: Catalogue) -> bool:
    indicator = catalogue.indicators.get(code)
    return indicator is not None and unit_fit(previous, indicator) is not Use.OTHER_UNIT


def _slip(now: Statement, then: Statement) -> Decimal | None:
    if now.period is not None or then.period is not None or not (now.interval.is_exact and then.interval.is_exact):
        return None
    a, b = now.interval.low or Decimal(0), then.interval.low or Decimal(0)
    small, great = min(a, b), max(a, b)
    if small < LEAST_FOR_SLIP:
        return None
    return next((factor for factor in TENFOLD if small * factor == great), None)


def _said(statement: Statement) -> str:
    facts = statement.facts
    return printed(facts[0]) if len(facts) == 1 else amount(statement.interval, facts[0].unit)
