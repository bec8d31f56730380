"""Reckon again what a report says is the average of two figures that stand before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao.checks.amounts import printed, printed_places, rounded
from nianbao.checks.rounding import meant
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_span
from nianbao.figures.facts import Fact
from nianbao.interval import ZERO, Interval

EACH = re.compile(r"(?:平均每(?P<each>[期场次家件户村人班个])|(?P<each2>[人户场期村])均)[^，。；\d]{0,6}$")
LEAD = 12
SAME = ({"人", "名", "人次"}, {"期", "期次"}, {"场", "场次"}, {"家", "家次", "户"}, {"件", "起"})


@rule("prose_average", level=1, severity="warning", line="文中的平均数与所列总数、次数不符")
def averages(subject: Subject) -> Iterator[Claim]:
    """Find an average that the total and the number before it do not give.

    「举办培训12期，参加420人次，平均每期45人次」: it is 35.
    """
    text = subject.reading.document.text
    facts = sorted((f for f in subject.reading.facts if f.kind == "actual" and not f.implied), key=lambda f: f.start)
    for mean in facts:
        found = EACH.search(text[max(0, mean.start - LEAD) : mean.start])
        if found is None or mean.value is None:
            continue
        left, _ = sentence_span(text, mean.start, mean.end)
        before = [fact for fact in facts if left <= fact.start and fact.end <= mean.start]
        whole = [fact for fact in before if _alike(fact.unit, mean.unit)]
        number = [fact for fact in before if _alike(fact.unit, found["each"] or found["each2"])]
        if len(whole) == len(number) == 1 and whole != number:
            claim = _judged(mean, whole[0], number[0])
            if claim is not None:
                yield claim


def _judged(mean: Fact, whole: Fact, number: Fact) -> Claim | None:
    top, below = meant(whole), meant(number)
    if top.low is None or top.high is None or not below.low or not below.high:
        return None
    again = Interval(top.low / below.high, top.high / below.low)
    slack = Decimal(10) ** -printed_places(mean)
    low, high = (mean.low or ZERO) - slack, None if mean.high is None else mean.high + slack
    if Interval(low, high).overlaps(again):
        return None
    said = (
        f"平均数印为{printed(mean)}，按{printed(whole)}÷{printed(number)}重算为{rounded(top.low / below.low)}，请核对"
    )
    codes = tuple(dict.fromkeys(fact.indicator for fact in (whole, number) if fact.indicator))
    return Claim(said, (whole, number, mean), codes)


def _alike(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in SAME)
