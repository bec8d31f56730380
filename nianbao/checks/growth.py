"""Reckon again what a report says about growth: 增长10.7%, 提高2.2个百分点, against both values or against last year's.

Only figures that follow each other in one sentence are held against each other, and only where words say 增 or 减.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from nianbao.checks.amounts import printed, printed_places, rounded
from nianbao.checks.rounding import meant
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_span
from nianbao.figures.facts import Fact
from nianbao.interval import ZERO, Interval

UP = re.compile(r"增长|上升|提高|增加|提升|增幅|上涨|增多|多了?$")
DOWN = re.compile(r"下降|减少|降低|回落|下滑|降幅|压减|减幅|少了?$")
COMPARED = re.compile(r"同比|[较比与]?(?:上年|去年|上一年)")
REACH = 16
POINTS = frozenset({"个百分点", "百分点"})
PERCENT = frozenset({"%", "％"})


@dataclass(frozen=True, slots=True)
class Growth:
    """A printed change with its direction, the value it leads to and the value it starts from."""

    change: Fact
    sign: int
    now: Fact
    base: Interval
    facts: tuple[Fact, ...]

    @property
    def printed(self) -> Interval:
        """Return the change as printed, with its sign; one unit of its last place either way is rounding or cutting."""
        slack = Decimal(10) ** -printed_places(self.change)
        low, high = self.change.low or ZERO, self.change.high or self.change.low or ZERO
        bounds = sorted((self.sign * (low - slack), self.sign * (high + slack)))
        return Interval(bounds[0], bounds[1])

    @property
    def in_per_cent(self) -> Interval | None:
        """Return the change in per cent of the base."""
        ratio = meant(self.now).ratio_pct(self.base)
        if ratio is None or ratio.low is None or ratio.high is None:
            return None
        return Interval(ratio.low - 100, ratio.high - 100)

    @property
    def in_points(self) -> Interval | None:
        """Return the difference, for values that are per cents themselves."""
        now = self.now.interval
        if now.low is None or now.high is None or self.base.low is None or self.base.high is None:
            return None
        return Interval(now.low - self.base.high, now.high - self.base.low)


@rule("prose_growth", level=1, severity="warning", line="文中的增减幅度与所列两年数字不符")
def growth(subject: Subject) -> Iterator[Claim]:
    """Find a growth that does not follow from the two values beside it.

    「举办讲座31场，上年28场，增长17.1%」: it is 10.71 %. Rounding and cutting off are both right.
    """
    for found in _growths(subject):
        claim = _judged(found, "")
        if claim is not None:
            yield claim


@rule("growth_filed", level=2, severity="warning", line="同比增减幅度与上年报告的数字不符")
def against_filed(subject: Subject) -> Iterator[Claim]:
    """Find a growth over last year that does not follow from what was filed last year.

    「受理工单702件，同比增长7.8%」, after 612件 in last year's report: it is 14.71 %.
    """
    filed = subject.filed
    if filed is None:
        return
    for change, now, sign in _over_last_year(subject):
        then = filed.of_year(now.indicator or "")
        if then is None or then.period is not None or now.period is not None or len(then.facts) > 1:
            continue
        base = meant(then.facts[0])
        claim = _judged(Growth(change, sign, now, base, (now, change)), f"（{filed.year}年报告）")
        if claim is not None:
            yield Claim(claim.message, claim.facts, claim.indicators, against=(printed(then.facts[0]),))


def _judged(found: Growth, source: str) -> Claim | None:
    """Return what is wrong with a growth; % for points, and points for %, is a note."""
    points, share = found.change.unit in POINTS, found.now.unit in PERCENT
    right = found.in_points if share and points else found.in_per_cent
    other = found.in_points if share and not points else None
    misnamed = points and not share
    codes = (found.now.indicator,) if found.now.indicator else ()
    if right is None or (found.printed.overlaps(right) and not misnamed):
        return None
    word = printed(found.change)
    if found.printed.overlaps(right) or (other is not None and found.printed.overlaps(other)):
        unit = "个百分点" if share else "%"
        return Claim(f"增减幅度{word}的单位应为“{unit}”", found.facts, codes, severity="info")
    low, high = right.low or ZERO, right.high or ZERO
    again = rounded(abs(low)) if low == high else f"{rounded(abs(low))}～{rounded(abs(high))}"
    way = "增" if low >= ZERO else "减"
    said = f"印为{'增' if found.sign > 0 else '减'}{word}，按两年数字{source}重算为{way}{again}"
    return Claim(f"{said}{'个百分点' if share and points else '%'}，请核对", found.facts, codes)


def _growths(subject: Subject) -> Iterator[Growth]:
    """Yield each change right behind two values: this year's and last year's, or this year's and the gap."""
    text = subject.reading.document.text
    for change, before in _changes(subject):
        if len(before) < 2:
            continue
        pair = before[-2:]
        sign = _sign(text[pair[1].end : change.start])
        kinds = {fact.kind: fact for fact in pair}
        now, then, gap = kinds.get("actual"), kinds.get("previous"), kinds.get("change")
        if not sign or now is None or len(kinds) < 2:
            continue
        if then is not None and then.unit == now.unit:
            yield Growth(change, sign, now, meant(then), (*pair, change))
        elif gap is not None and gap is pair[1] and gap.unit == now.unit and _sign(text[now.end : gap.start]) == sign:
            base = _without(meant(now), meant(gap), sign)
            if base is not None:
                yield Growth(change, sign, now, base, (*pair, change))


def _over_last_year(subject: Subject) -> Iterator[tuple[Fact, Fact, int]]:
    """Yield each change over last year that stands right behind this year's value alone."""
    text = subject.reading.document.text
    for change, before in _changes(subject):
        now = before[-1] if before else None
        if now is None or now.kind != "actual" or not now.indicator or now.part_of:
            continue
        between = text[now.end : change.start]
        alone = len(before) < 2 or before[-2].kind != "previous"
        if alone and COMPARED.search(between) and (sign := _sign(between)):
            yield change, now, sign


def _changes(subject: Subject) -> Iterator[tuple[Fact, list[Fact]]]:
    """Yield each change in per cent or points with the printed figures before it in its sentence."""
    text = subject.reading.document.text
    facts = sorted((fact for fact in subject.reading.facts if not fact.implied), key=lambda fact: fact.start)
    for k, change in enumerate(facts):
        if change.kind == "change" and change.unit in POINTS | PERCENT and change.value is not None:
            left, _ = sentence_span(text, change.start, change.end)
            before = [fact for fact in facts[:k] if fact.start >= left and not _is_in_brackets(text, fact, change)]
            if before and change.start - before[-1].end <= REACH:
                yield change, before


def _is_in_brackets(text: str, fact: Fact, change: Fact) -> bool:
    """Say whether a bracket closes between the two that opened before the first: 46件（其中7件），下降14.8%."""
    between = text[fact.end : change.start]
    return between.count("）") + between.count(")") > between.count("（") + between.count("(")


def _sign(lead: str) -> int:
    up, down = UP.search(lead), DOWN.search(lead)
    return 0 if bool(up) == bool(down) else 1 if up else -1


def _without(now: Interval, gap: Interval, sign: int) -> Interval | None:
    if now.low is None or now.high is None or gap.low is None or gap.high is None:
        return None
    if sign > 0:
        return Interval(now.low - gap.high, now.high - gap.low)
    return now + gap
