"""Hold this year's report against what the unit itself filed last year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nianbao.catalogue import Catalogue
from nianbao.checks.amounts import printed
from nianbao.checks.past import said
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_span
from nianbao.checks.statements import Use, unit_fit
from nianbao.figures.facts import Fact


@rule("previous_restated", level=2, severity="warning", line="本年所称“上年”数与上年报告不一致")
def restated(subject: Subject) -> Iterator[Claim]:
    """Find a figure quoted for last year that is not what was filed last year.

    「全年举办讲座52场，上年为40场」, while last year's report says 44.
    """
    filed = subject.filed
    if filed is None:
        return
    for previous in subject.reading.facts:
        code = spoken_of(previous, subject) if previous.kind == "previous" else None
        then = filed.of_year(code) if code else None
        if code is None or then is None or previous.interval.overlaps(then.interval):
            continue
        year, name = filed.year, subject.catalogue.indicators[code].name_zh
        message = f"{name}：本年称上年为{printed(previous)}，而{year}年报告为{said(then)}，请核对并说明是否调整过口径"
        yield Claim(message, (previous,), (code,), against=tuple(printed(fact) for fact in then.facts))


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
