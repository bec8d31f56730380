"""Find what was carried over from the unit's own report of last year: sentences and figures that did not change.

The years are left out of the comparison, the obligatory formulas too, and what stands still by nature (法律顾问3名).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from nianbao.checks.likeness import Passage, bare_of
from nianbao.checks.rules import SHORTEST, Claim, Subject, rule
from nianbao.figures.facts import Fact
from nianbao.interval import ZERO

NEARLY = 0.9
TELLING = Decimal(10)
"""Smaller figures are the same again by chance."""
FEWEST_FIGURES = 2
FEWEST_SENTENCES = 5
MUCH, SOME = Decimal("0.5"), Decimal("0.2")
FEWEST_CODES = 4
YEARS = re.compile(r"(?:19|20)\d{2}年?度?|[二〇零○]{2}[〇零一二三四五六七八九]{2}年")


@rule("stale_figures", level=2, severity="warning", line="整句连同数字与本单位上年报告相同")
def sentences_with_figures(subject: Subject) -> Iterator[Claim]:
    """Find sentences that state the same results in the same words as last year's report.

    「全年开展执法检查382次，发现问题67个，全部督促整改到位」 in 2023 and again in 2024.
    """
    if subject.before is None:
        return
    for here in _carried_over(subject):
        fresh = [fact for fact in here.facts if not _stands_still(subject, fact)]
        if len(fresh) >= FEWEST_FIGURES and any((fact.value or ZERO) >= TELLING for fact in fresh):
            codes = tuple(dict.fromkeys(fact.indicator for fact in here.facts if fact.indicator))
            said = f"此句连同数字与{subject.before.year}年报告相同，请核实是否沿用旧稿；数据确未变化的请说明"
            yield Claim(said, here.facts, codes, quote=here.quote)


@rule("stale_text", level=2, severity="warning", line="大段文字沿用上年报告（政治表述除外）")
def text(subject: Subject) -> Iterator[Claim]:
    """Find reports of which a large part of the sentences stood in last year's already; some are a note.

    「针对园区夜间经济集中、油烟投诉多发的实际，建立商户自治公约」, and half of the report is last year's as well.
    """
    if subject.before is None:
        return
    formulas = bare_of(subject.catalogue.boilerplate)
    known = {YEARS.sub("", passage.words) for passage in subject.sentences_before}
    own = subject.sentences
    again = [
        passage
        for passage in own
        if YEARS.sub("", passage.words) in known and len(formulas.sub("", passage.words)) >= SHORTEST
    ]
    share = Decimal(len(again)) / max(1, len(own))
    if len(again) >= FEWEST_SENTENCES and share >= SOME:
        longest = max(again, key=lambda passage: len(passage.words))
        said = f"有{len(again)}句（约占{100 * share:.0f}%）与{subject.before.year}年报告一字不差，请按本年情况改写"
        yield Claim(said, quote=longest.quote, severity=None if share >= MUCH else "info")


@rule("stale_values", level=2, severity="warning", line="多数指标的数字与上年完全相同")
def values(subject: Subject) -> Iterator[Claim]:
    """Find reports of which half of the figures or more are last year's.

    「受理380件、调解96件、走访275家次……」, each the same as the year before.
    """
    filed = subject.filed
    if filed is None:
        return
    compared, same = 0, []
    for code in subject.stated.codes:
        now, then = subject.stated.over(code, None), filed.over(code, None)
        if now is None or then is None or subject.catalogue.indicators[code].measure != "flow":
            continue
        if now.value is not None and then.value is not None and now.value >= TELLING:
            compared += 1
            same.extend([now] if now.value == then.value else [])
    if len(same) >= FEWEST_CODES and 2 * len(same) >= compared:
        names = "、".join(subject.catalogue.indicators[statement.code].name_zh for statement in same)
        said = f"可比的{compared}项数据中有{len(same)}项与{filed.year}年完全相同，请核实是否为本年数据：{names}"
        facts = tuple(dict.fromkeys(fact for statement in same for fact in statement.facts))
        yield Claim(said, facts, tuple(statement.code for statement in same))


def _carried_over(subject: Subject) -> Iterator[Passage]:
    """Yield the sentences that state last year's figures in nearly last year's words."""
    known: dict[tuple[Decimal | None, ...], list[Passage]] = defaultdict(list)
    for passage in subject.sentences_before:
        if passage.facts:
            known[_values(passage)].append(_without_years(passage))
    for passage in subject.sentences:
        here = _without_years(passage)
        if any(here.likeness(there) >= NEARLY for there in known.get(_values(passage), ())):
            yield passage


def _values(passage: Passage) -> tuple[Decimal | None, ...]:
    return tuple(fact.value for fact in passage.facts)


def _without_years(passage: Passage) -> Passage:
    return Passage(passage.owner, YEARS.sub("", passage.words), passage.quote, passage.facts)


def _stands_still(subject: Subject, fact: Fact) -> bool:
    indicator = subject.catalogue.indicators.get(fact.indicator or "")
    return indicator is not None and (indicator.measure == "stock" or indicator.value_kind in ("rate", "score"))
