"""Reckon again the shares that a report gives for the parts of a total: 占33%, 分别占56.7%、29.2%和14.1%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from nianbao.checks.amounts import printed, printed_places, rounded
from nianbao.checks.prose import codes, comparable
from nianbao.checks.rules import Claim, Subject, rule
from nianbao.checks.sentences import sentence_span
from nianbao.figures.facts import Fact
from nianbao.interval import Interval

OF_ALL = "(?:比|总数|全部|总量|总件数)?"
SHARE = re.compile(rf"^[，、（(]?占{OF_ALL}(?:的|为|达|约)?$")
IN_TURN = re.compile(rf"^[，、]?(?:(?:分别|依次)占{OF_ALL}(?:的|为)?|占比(?:分别|依次)为)$")
NEXT = re.compile(r"^(?:[、，和及]|以及)$")
PERCENT = frozenset({"%", "％"})


@rule("prose_share", level=1, severity="warning", line="文中“占X%”与其分项、总数不符")
def shares(subject: Subject) -> Iterator[Claim]:
    """Find a share that does not follow from its part and that part's total.

    「受理诉求80件，其中噪声类24件、占33%」: it is 30 %. Of shares told in turn each belongs to one part, in order.
    """
    by_id = {fact.id: fact for fact in subject.reading.facts}
    for part, share in _pairs(subject):
        whole = by_id[part.part_of or ""]
        again = part.interval.ratio_pct(whole.interval) if comparable(subject, part, whole) else None
        if again is None or again.low is None or again.high is None or share.value is None:
            continue
        slack = Decimal(10) ** -printed_places(share)
        if not Interval(share.value - slack, share.value + slack).overlaps(again):
            low, high = rounded(again.low), rounded(again.high)
            reckoned = f"{low}%" if low == high else f"{low}%～{high}%"
            said = f"占比印为{printed(share)}，按{printed(part)}÷{printed(whole)}重算为{reckoned}，请核对"
            yield Claim(said, (whole, part, share), codes(whole, part))


def _pairs(subject: Subject) -> Iterator[tuple[Fact, Fact]]:
    """Yield each part with the share that is told of it."""
    text = subject.reading.document.text
    known = {fact.id for fact in subject.reading.facts}
    facts = sorted((fact for fact in subject.reading.facts if not fact.implied), key=lambda fact: fact.start)
    parts = [fact for fact in facts if fact.kind == "actual" and fact.part_of in known and fact.unit not in PERCENT]
    told = [fact for fact in facts if fact.unit in PERCENT]
    for k, share in enumerate(told):
        left, _ = sentence_span(text, share.start, share.end)
        before = [part for part in parts if left <= part.start and part.end <= share.start]
        lead = text[before[-1].end : share.start] if before else ""
        if SHARE.match(lead):
            yield before[-1], share
        elif IN_TURN.match(lead):
            run = _run(text, told[k:])
            if len(run) <= len(before):
                yield from zip(before[-len(run) :], run, strict=True)


def _run(text: str, shares_told: list[Fact]) -> list[Fact]:
    """Return the shares that follow each other as one list."""
    run = shares_told[:1]
    for share in shares_told[1:]:
        if not NEXT.match(text[run[-1].end : share.start]):
            break
        run.append(share)
    return run
